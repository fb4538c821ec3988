"""Rules that only this field knows: check digits, parts of figures, ranges, discrepancies."""

import re
from collections.abc import Iterator

from lib.counting import counts_the_same
from lib.schema import CSV_TABLES
from lib.schema import table as declared_table
from lib.validation.agreements import agreement_faults
from lib.validation.faults import Fault
from lib.validation.keys import Loaded
from lib.validation.periods import period_faults
from lib.validation.reading import LoadedTable, Row
from lib.validation.sequences import sequence_faults

# The tables that the build derives have no rows yet when the rules are tried.
_DECLARED = {table.name for table in CSV_TABLES}


def rule_faults(tables: Loaded) -> list[Fault]:
    """Every breach of a rule of the field."""
    return [
        *_body_code_faults(tables["bodies"]),
        *_project_id_faults(tables["projects"]),
        *_part_faults(tables["results"]),
        *_range_faults(tables["support_ranges"]),
        *_locator_faults(tables),
        *_discrepancy_faults(tables),
        *_explained_twice_faults(tables["discrepancies"]),
        *agreement_faults(tables),
        *period_faults(tables),
        *sequence_faults(tables),
    ]


def local_government_check_digit(digits: str) -> int:
    """The check digit of a local government code.

    The first five digits are weighted 6, 5, 4, 3, 2; the digit is the last one of
    11 minus the sum's remainder by 11.

    Args:
        digits: The first five digits.

    Source: 総務省「全国地方公共団体コード」仕様.
    """
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits, range(6, 1, -1), strict=True)
    )
    return (11 - weighted % 11) % 10


def _body_code_faults(bodies: LoadedTable) -> list[Fault]:
    faults = []
    for row, line in bodies.numbered():
        code = str(row["body_code"])
        digit = local_government_check_digit(code[:5])
        if int(code[5]) != digit:
            faults.append(
                Fault(bodies.file, line, "body_code", code, f"検査数字が {digit} のコード")
            )
        if code[:2] != row["prefecture_code"]:
            allowed = f"団体コードの上2桁（{code[:2]}）"
            found = str(row["prefecture_code"])
            faults.append(Fault(bodies.file, line, "prefecture_code", found, allowed))
    return faults


def _project_id_faults(projects: LoadedTable) -> list[Fault]:
    faults = []
    for row, line in projects.numbered():
        prefix = "H30" if row["cohort_fiscal_year"] == 2018 else "R1"
        expected = f"{prefix}-{row['number']:02d}"
        if row["project_id"] != expected:
            found = str(row["project_id"])
            faults.append(Fault(projects.file, line, "project_id", found, expected))
    return faults


def _part_faults(results: LoadedTable) -> list[Fault]:
    by_key = {results.key(row): row for row in results.rows}
    faults = []
    for row, line in results.numbered():
        parent = by_key.get((row["project_id"], row["part_of_result_number"]))
        for column, allowed in _part_breaches(row, parent):
            found = "" if row[column] is None else str(row[column])
            faults.append(Fault(results.file, line, column, found, allowed))
    return faults


def _part_breaches(row: Row, parent: Row | None) -> Iterator[tuple[str, str]]:
    is_part = row["part_of_result_number"] is not None
    if is_part != (row["part_kind"] is not None):
        yield "part_kind", "元の数値番号がある行だけに値"
    if (row["part_kind"] == "breakdown") != (row["part_group"] is not None):
        yield "part_group", "part_kind が breakdown の行だけに値"
    if row["part_of_result_number"] == row["result_number"]:
        yield "part_of_result_number", "自分以外の数値番号"
    if parent and not counts_the_same(str(row["unit"]), str(parent["unit"])):
        yield "unit", f"元の数（{parent['unit']}）と同じものを数える単位"
    if parent and row["count_basis"] != parent["count_basis"]:
        yield "count_basis", f"元の数と同じ数え方（{parent['count_basis']}）"


def _range_faults(ranges: LoadedTable) -> list[Fault]:
    faults = []
    for row, line in ranges.numbered():
        low, high = row["minimum"], row["maximum"]
        given = [value is not None for value in (low, high, row["unit"])]
        if any(given) != all(given):
            allowed = "minimum, maximum, unit のすべてに値、またはすべて空"
            faults.append(Fault(ranges.file, line, "minimum", str(low), allowed))
        elif isinstance(low, int) and isinstance(high, int) and low > high:
            faults.append(Fault(ranges.file, line, "minimum", str(low), f"{high} 以下"))
    return faults


def _locator_faults(tables: Loaded) -> list[Fault]:
    faults = []
    for loaded in tables.values():
        if "source_locator" not in loaded.table.column_names:
            continue
        for row, line in loaded.numbered():
            lines = re.fullmatch(r"L([0-9]+)-([0-9]+)", str(row["source_locator"]))
            if lines and int(lines[1]) >= int(lines[2]):
                allowed = "最初の行が最後の行より前"
                faults.append(Fault(loaded.file, line, "source_locator", lines[0], allowed))
    return faults


def _discrepancy_faults(tables: Loaded) -> list[Fault]:
    discrepancies = tables["discrepancies"]
    faults = []
    for row, line in discrepancies.numbered():
        breach = _discrepancy_breach(row, tables)
        if breach:
            column, allowed = breach
            faults.append(Fault(discrepancies.file, line, column, str(row[column]), allowed))
    return faults


def _explained_twice_faults(discrepancies: LoadedTable) -> list[Fault]:
    """A check that two records explain would keep only one of them."""
    faults = []
    known: dict[str, str] = {}
    for row, line in discrepancies.numbered():
        if row["check_id"] is None:
            continue
        check_id, name = str(row["check_id"]), str(row["discrepancy_id"])
        first = known.setdefault(check_id, name)
        if first != name:
            allowed = f"1つの記録だけが説明する検算（{first} にもある）"
            faults.append(Fault(discrepancies.file, line, "check_id", check_id, allowed))
    return faults


def _discrepancy_breach(row: Row, tables: Loaded) -> tuple[str, str] | None:
    name = str(row["table_name"])
    if name not in _DECLARED:
        return "table_name", "宣言された表の名前（組み立てで作る表を除く）"
    column = row["column_name"]
    if column is not None and column not in declared_table(name).column_names:
        return "column_name", f"表 {name} の列の名前"
    if row["row_key"] is not None and not _rows_of_key(tables[name], str(row["row_key"])):
        return "row_key", f"表 {name} にあるキー（/ でつなぐ）"
    return None


def _rows_of_key(loaded: LoadedTable, row_key: str) -> list[Row]:
    """The rows whose key begins with the values joined by ``/``."""
    parts = row_key.split("/")
    return [
        row
        for row in loaded.rows
        if [str(value) for value in loaded.key(row)[: len(parts)]] == parts
    ]
