"""Rules on rows across a table and between tables: keys, order, references."""

from lib.schema import Reference
from lib.validation.faults import Fault
from lib.validation.reading import LoadedTable, Value

Loaded = dict[str, LoadedTable]


def key_faults(loaded: LoadedTable) -> list[Fault]:
    """Rows whose key stands twice, or that do not stand behind the row before them."""
    faults = []
    columns = ",".join(loaded.table.key)
    previous: tuple[Value, ...] | None = None
    for row, line in loaded.numbered():
        key = loaded.key(row)
        if previous is not None and key == previous:
            faults.append(Fault(loaded.file, line, columns, _shown(key), "表の中で1度だけのキー"))
        elif previous is not None and _sortable(key) < _sortable(previous):
            faults.append(Fault(loaded.file, line, columns, _shown(key), "キーの順に並んだ行"))
        previous = key
    return faults


def reference_faults(tables: Loaded) -> list[Fault]:
    """Rows that refer to a row that is not there."""
    return [
        fault
        for loaded in tables.values()
        for reference in loaded.table.references
        for fault in _broken(loaded, reference, tables[reference.table])
    ]


def _broken(loaded: LoadedTable, reference: Reference, target: LoadedTable) -> list[Fault]:
    known = {tuple(row[name] for name in reference.key) for row in target.rows}
    allowed = f"{target.file} の {','.join(reference.key)} にある値"
    faults = []
    for row, line in loaded.numbered():
        values = tuple(row[name] for name in reference.columns)
        if None not in values and values not in known:
            columns = ",".join(reference.columns)
            faults.append(Fault(loaded.file, line, columns, _shown(values), allowed))
    return faults


def _shown(values: tuple[Value, ...]) -> str:
    return " / ".join(str(value) for value in values)


def _sortable(values: tuple[Value, ...]) -> tuple[str | int | float, ...]:
    """Dates as ISO text, so that all values of a key column compare with each other."""
    return tuple(value if isinstance(value, int | float) else str(value) for value in values)
