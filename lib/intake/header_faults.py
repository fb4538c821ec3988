"""What is wrong with a header: columns that are missing, not known, or there twice."""

from collections.abc import Mapping

from lib.intake import words
from lib.intake.given import PART, may_be_given
from lib.intake.headers import Header, SheetColumn, units_above
from lib.intake.known import plain
from lib.intake.labels import Labels
from lib.intake.sheets import CellFault, Sheet, address, shown
from lib.schema import Kind

_YEN = "円"
_TO_ADD = "見出しと値を加える。"
_TO_SAY = f"見出しと値を加えるか、{PART}で、どの行にも同じ値を選ぶ。"


def header_faults(
    sheet: Sheet, header: Header, labels: Labels, given: Mapping[str, str]
) -> list[CellFault]:
    """Columns that are missing, not known or there twice, each with the cell of its heading."""
    with_other_unit = {
        labels.with_unknown_unit(_heading(sheet, header, place)) for place in header.unknown
    }
    absent = [one for one in header.missing(given) if one.name not in with_other_unit]
    found = [
        CellFault(
            *(sheet.name, address(header.last, sheet.width + place), column.label),
            f"この列がない。{_TO_SAY if may_be_given(header.table, column) else _TO_ADD}",
            allowed=f"見出し「{column.heading}」",
        )
        for place, column in enumerate(absent)
    ]
    filled = [place for place in header.unknown if _holds_data(sheet, header, place)]
    found += [_unknown(sheet, header, labels, place) for place in filled]
    above = {unit for unit in units_above(sheet, header.first) if unit[1] == _YEN}
    for one in header.columns:
        if one.column.kind is Kind.MONEY and above and (one.multiple, _YEN) not in above:
            multiple, unit = min(above)
            other = words.unit(unit, multiple)
            sentence = f"表の上の単位（{other}）と、見出しの単位（円、千円など）が違う。"
            cell = address(header.last, one.place)
            heading = _heading(sheet, header, one.place)
            found.append(CellFault(sheet.name, cell, one.column.label, sentence, heading))
    seen: dict[tuple[object, ...], SheetColumn] = {}
    for one in header.columns:
        heading = plain(_heading(sheet, header, one.place))
        same = seen.setdefault((one.column.name, one.dimensions, heading), one)
        if same is not one:
            cell = address(header.last, one.place)
            sentence = f"{address(header.last, same.place)} と同じ見出し。どちらかを消す。"
            found.append(CellFault(sheet.name, cell, one.column.label, sentence))
    return found


def _unknown(sheet: Sheet, header: Header, labels: Labels, place: int) -> CellFault:
    heading, cell = _heading(sheet, header, place), address(header.last, place)
    name = labels.with_unknown_unit(heading)
    if name:
        column = header.table.column(name)
        sentence = "見出しの単位が分からない。"
        return CellFault(sheet.name, cell, column.label, sentence, heading, column.heading)
    names = "、".join(column.label for column in header.table.columns)
    sentence = "表にない見出しの列に値がある。"
    return CellFault(sheet.name, cell, "", sentence, heading, names, labels.nearest(heading))


def _heading(sheet: Sheet, header: Header, place: int) -> str:
    return shown(sheet.value(header.last, place)) or shown(sheet.value(header.first, place))


def _holds_data(sheet: Sheet, header: Header, place: int) -> bool:
    rows = range(header.last + 1, len(sheet.rows))
    return any(sheet.value(row, place) is not None for row in rows)
