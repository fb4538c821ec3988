"""Which columns a file may lack, as an officer can say their one value before it is read."""

from lib.schema import Column, Role, Table

PART = "「ファイルの読み方を指定する」"  # of the page; options of the command
_OF_EACH_ROW = {Role.FIGURE, Role.ORDINAL, Role.SENTENCE, Role.LINK}


def may_be_given(table: Table, column: Column) -> bool:
    """Whether all rows may have the same value: no number, nor what alone tells rows apart."""
    is_needed = not column.nullable or column.name in {one.unit_in for one in table.columns}
    is_reason = column.name in {one.reason_in for one in table.columns}
    is_of_each_row = column.role in _OF_EACH_ROW or is_reason
    is_whole_key = table.key == (column.name,) and column.role is not Role.YEAR
    return is_needed and not is_of_each_row and not is_whole_key
