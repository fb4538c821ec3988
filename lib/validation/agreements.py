"""Rules on cells of a row that must agree: code and kind, office and prefecture, value and unit."""

import re
from collections.abc import Iterator

from lib.schema import Kind
from lib.validation.faults import Fault
from lib.validation.keys import Loaded
from lib.validation.reading import LoadedTable, Row

# Digits 3 to 5 of a code. Source: 総務省「全国地方公共団体コード」仕様.
_KIND_DIGITS = {"prefecture": "000", "designated_city": "1[0-9]0", "city": "2[0-9]{2}"}
_OFFICE = ("office_latitude", "office_longitude")
_FARTHEST_DEGREES = 5.0  # 石垣市 and 根室市 lie about four degrees from their prefectural office
_MEASURED = ("%", "倍", "日間", "か月")  # all other units count one by one


def agreement_faults(tables: Loaded) -> list[Fault]:
    """Every row whose cells contradict each other."""
    return [
        *_body_kind_faults(tables["bodies"]),
        *_office_faults(tables),
        *_rounding_faults(tables["commissions"]),
        *(fault for loaded in tables.values() for fault in _whole_number_faults(loaded)),
    ]


def _body_kind_faults(bodies: LoadedTable) -> Iterator[Fault]:
    for row, line in bodies.numbered():
        digits = str(row["body_code"])[2:5]
        kinds = [kind for kind, form in _KIND_DIGITS.items() if re.fullmatch(form, digits)]
        if row["body_kind"] not in kinds:
            allowed = (
                f"団体コードの3桁目から5桁目（{digits}）に合う種類 {' / '.join(kinds) or 'なし'}"
            )
            yield Fault(bodies.file, line, "body_kind", str(row["body_kind"]), allowed)


def _office_faults(tables: Loaded) -> Iterator[Fault]:
    """A prefecture's office is one point in both tables; a city's is not far from it."""
    prefectures = {row["prefecture_code"]: row for row in tables["prefectures"].rows}
    bodies = tables["bodies"]
    for row, line in bodies.numbered():
        prefecture = prefectures.get(row["prefecture_code"])
        if prefecture is None:
            continue  # the reference is a fault of its own
        is_prefecture = row["body_kind"] == "prefecture"
        farthest = 0.0 if is_prefecture else _FARTHEST_DEGREES
        words = "と同じ" if is_prefecture else f"との差が {farthest:g} 度以内"
        for column in _OFFICE:
            expected = _number(prefecture, column)
            if abs(_number(row, column) - expected) > farthest:
                allowed = f"都道府県庁の {expected} {words}"
                yield Fault(bodies.file, line, column, str(row[column]), allowed)
        if is_prefecture and row["name"] != prefecture["name"]:
            allowed = f"都道府県の名前（{prefecture['name']}）"
            yield Fault(bodies.file, line, "name", str(row["name"]), allowed)


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))


def _rounding_faults(commissions: LoadedTable) -> Iterator[Fault]:
    for row, line in commissions.numbered():
        unit = int(str(row["rounded_to_yen"]))
        if int(str(row["amount_yen"])) % unit:
            allowed = f"丸めの単位（{unit}円）の倍数"
            yield Fault(commissions.file, line, "amount_yen", str(row["amount_yen"]), allowed)


def _whole_number_faults(loaded: LoadedTable) -> Iterator[Fault]:
    """People, cases and copies come whole; shares and spans of time may have decimals."""
    if "unit" not in loaded.table.column_names:
        return
    names = [column.name for column in loaded.table.columns if column.kind is Kind.NUMBER]
    for row, line in loaded.numbered():
        for name in names:
            value = row[name]
            if isinstance(value, float) and value % 1 and row["unit"] not in _MEASURED:
                allowed = f"整数（小数は単位が {'、'.join(_MEASURED)} の数だけ）"
                yield Fault(loaded.file, line, name, str(value), allowed)
