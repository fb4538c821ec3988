"""Rules on places in a list: every number once, and amounts in the order of their ranks."""

from collections.abc import Iterator

from lib.validation.faults import Fault
from lib.validation.keys import Loaded
from lib.validation.reading import LoadedTable, Row, Value

# Table, column of the place, and the columns of the list in which places run from 1 to n.
_SEQUENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("departments", "position", ("project_id",)),
    ("contractors", "position", ("project_id",)),
    ("support_types", "position", ()),
    ("programme_items", "position", ()),
    ("event_attendance", "position", ("event",)),
    ("subsidy_grants", "grant_number", ("fiscal_year",)),
    ("commissions", "rank", ("fiscal_year",)),
)
_REMAINDER = 11  # the place of all prefectures together that are not named

_Lists = dict[tuple[Value, ...], list[tuple[Row, int]]]


def sequence_faults(tables: Loaded) -> list[Fault]:
    """Every place that is missing or given twice, and every amount that is out of order."""
    faults = []
    for name, column, group in _SEQUENCES:
        for rows in _lists(tables[name], column, group).values():
            faults.extend(_gaps(tables[name], column, rows))
    return [*faults, *_grant_faults(tables["subsidy_grants"])]


def _lists(loaded: LoadedTable, column: str, group: tuple[str, ...]) -> _Lists:
    """The rows of each list with their lines, in the order of their places."""
    lists: _Lists = {}
    for row, line in sorted(loaded.numbered(), key=lambda found: _whole(found[0], column)):
        lists.setdefault(tuple(row[name] for name in group), []).append((row, line))
    return lists


def _whole(row: Row, column: str) -> int:
    return int(str(row[column]))


def _gaps(loaded: LoadedTable, column: str, rows: list[tuple[Row, int]]) -> list[Fault]:
    """The first place that is wrong; those behind it only follow from it."""
    for expected, (row, line) in enumerate(rows, start=1):
        if row[column] != expected:
            allowed = f"{expected}（1 から順に1度ずつ）"
            return [Fault(loaded.file, line, column, str(row[column]), allowed)]
    return []


def _grant_faults(grants: LoadedTable) -> Iterator[Fault]:
    for rows in _lists(grants, "grant_number", ("fiscal_year",)).values():
        named: list[Row] = []
        for row, line in rows:
            code = row["prefecture_code"]
            if (code is None) != (row["grant_number"] == _REMAINDER):
                allowed = f"順位 {_REMAINDER} だけが空"
                yield Fault(grants.file, line, "prefecture_code", str(code or ""), allowed)
            if code is None:
                continue
            if any(code == other["prefecture_code"] for other in named):
                allowed = "年度の中で1度だけの都道府県"
                yield Fault(grants.file, line, "prefecture_code", str(code), allowed)
            if named and _whole(row, "amount_yen") > _whole(named[-1], "amount_yen"):
                allowed = f"1つ前の順位の金額（{named[-1]['amount_yen']}）以下"
                yield Fault(grants.file, line, "amount_yen", str(row["amount_yen"]), allowed)
            named.append(row)
