"""How a table and its columns are declared; validation, DDL and dictionary are derived from it."""

from dataclasses import dataclass
from enum import Enum
from typing import TypedDict, Unpack

from lib import vocabulary
from lib.vocabulary import Vocabulary


class Kind(Enum):
    """What a column holds, with the DuckDB type that stores it."""

    TEXT = "VARCHAR"
    INTEGER = "INTEGER"
    MONEY = "BIGINT"
    NUMBER = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"

    @property
    def is_number(self) -> bool:
        """Whether a spreadsheet calculates with the values."""
        return self in (Kind.INTEGER, Kind.MONEY, Kind.NUMBER)


class Role(Enum):
    """What a column is for, which decides how it is written, set and handed out."""

    FIGURE = "a number to read"
    YEAR = "a fiscal year, written in both eras"
    ORDINAL = "a number that names a row, such as a rank"
    WORD = "a short word on one line"
    NAME = "the name of a thing"
    SENTENCE = "words that need room"
    KEY = "names a row for machines; exported, not shown"
    PLACE = "a source, or lines of it"
    LINK = "an address outside, shown as text"


_ROLE_OF_KIND = {
    Kind.TEXT: Role.NAME,
    Kind.INTEGER: Role.FIGURE,
    Kind.MONEY: Role.FIGURE,
    Kind.NUMBER: Role.FIGURE,
    Kind.BOOLEAN: Role.WORD,
    Kind.DATE: Role.WORD,
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: snake_case, the same in the CSV and in DuckDB.
        kind: Type of every value.
        label: Short Japanese heading for screen and export.
        meaning: One Japanese sentence on what a value says.
        unit: Unit of the numbers where it is the same for all rows.
        missing: What an empty cell (NULL) says, in Japanese; None if a cell may not be empty.
        vocabulary: The codes allowed, if the list is closed.
        minimum: Smallest number allowed.
        maximum: Largest number allowed.
        pattern: Regular expression that the whole text must match.
        declared_role: What it is for, where its kind and vocabulary do not say so already.
        unit_in: Name of the column that holds the unit of each row's number.
        qualified_by: Name of the column that says whether a number is printed with 約 or 以上.
        reason_in: Name of the column that says why a row has no number.
    """

    name: str
    kind: Kind
    label: str
    meaning: str
    unit: str | None = None
    missing: str | None = None
    vocabulary: Vocabulary | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    declared_role: Role | None = None
    unit_in: str | None = None
    qualified_by: str | None = None
    reason_in: str | None = None

    @property
    def role(self) -> Role:
        """What the column is for."""
        if self.declared_role:
            return self.declared_role
        return Role.WORD if self.vocabulary else _ROLE_OF_KIND[self.kind]

    @property
    def is_number(self) -> bool:
        """Whether the values are read as numbers; a fiscal year is a name."""
        return self.kind.is_number and self.role is not Role.YEAR

    @property
    def heading(self) -> str:
        """The heading of the column with its unit, where all rows share it."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def nullable(self) -> bool:
        """Whether a cell may be empty."""
        return self.missing is not None


@dataclass(frozen=True)
class Reference:
    """A foreign key: ``columns`` of this table stand in the key of ``table``."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: a CSV file under ``data/`` and a table of the same name in DuckDB.

    Attributes:
        name: Name of the CSV file (without ending) and of the table.
        title: Japanese name.
        meaning: One Japanese sentence on what a row is.
        columns: The columns in the order of the CSV.
        key: Names of the columns that identify a row; rows are sorted by them.
        references: Foreign keys.
    """

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in the order of the CSV."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class ColumnOptions(TypedDict, total=False):
    """What a column may declare beside its name, kind, label and meaning."""

    unit: str
    missing: str
    vocabulary: Vocabulary
    minimum: float
    maximum: float
    pattern: str
    unit_in: str
    qualified_by: str
    reason_in: str


def text(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of text."""
    return Column(name, Kind.TEXT, label, meaning, **options)


def word(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of short words that stay on one line."""
    return Column(name, Kind.TEXT, label, meaning, declared_role=Role.WORD, **options)


def sentence(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of words that need room."""
    return Column(name, Kind.TEXT, label, meaning, declared_role=Role.SENTENCE, **options)


def key(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column that names a row for machines: exported, not shown."""
    return Column(name, Kind.TEXT, label, meaning, declared_role=Role.KEY, **options)


def link(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of addresses outside, which are never opened."""
    return Column(name, Kind.TEXT, label, meaning, declared_role=Role.LINK, **options)


def year(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of fiscal years, as Gregorian numbers."""
    return Column(name, Kind.INTEGER, label, meaning, declared_role=Role.YEAR, **options)


def ordinal(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of whole numbers that name a row."""
    return Column(name, Kind.INTEGER, label, meaning, declared_role=Role.ORDINAL, **options)


def integer(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of whole numbers."""
    return Column(name, Kind.INTEGER, label, meaning, **options)


def number(name: str, label: str, meaning: str, **options: Unpack[ColumnOptions]) -> Column:
    """A column of numbers that may have decimals."""
    return Column(name, Kind.NUMBER, label, meaning, **options)


def yen(name: str, label: str, meaning: str) -> Column:
    """A column of amounts in whole yen."""
    return Column(name, Kind.MONEY, label, meaning, unit="円", minimum=0)


def boolean(name: str, label: str, meaning: str) -> Column:
    """A column of true and false."""
    return Column(name, Kind.BOOLEAN, label, meaning)


def date(name: str, label: str, meaning: str, *, missing: str | None = None) -> Column:
    """A column of ISO dates."""
    return Column(name, Kind.DATE, label, meaning, missing=missing)


def code(
    name: str, label: str, meaning: str, vocabulary: Vocabulary, *, missing: str | None = None
) -> Column:
    """A column of codes from a closed list."""
    return Column(name, Kind.TEXT, label, meaning, vocabulary=vocabulary, missing=missing)


def comparator() -> Column:
    """The column that says whether a number is printed with 約 or 以上."""
    return code(
        "comparator",
        "数の付け方",
        "「約」や「以上」の付く数か",
        vocabulary.COMPARATOR,
        missing="どちらも付かない",
    )


NO_VALUE = "値のない理由の列による"  # what an empty cell says where the row has a reason


def missing_reason() -> Column:
    """The column that says why a row has no value; ``value`` names it in ``reason_in``."""
    return code(
        "missing_reason",
        "値のない理由",
        "値がないときの理由（秘匿、不明、該当なし）。どれも0ではない",
        vocabulary.MISSING_REASON,
        missing="値がある",
    )


def short_name() -> Column:
    """The column of shorter names, for where letters are large."""
    meaning = "投影のように文字の大きい所で使う短い名前"
    return text("short_name", "短い名前", meaning, missing="名前のまま")


LOCATOR_PATTERN = r"L[1-9][0-9]*(-[1-9][0-9]*)?"


def source_id() -> Column:
    """The column that names the source of a row."""
    return Column(
        "source_id",
        Kind.TEXT,
        "出典",
        "数値や記載の出典（sources の source_id）",
        declared_role=Role.PLACE,
    )


def line_locator(*, missing: str | None = None) -> Column:
    """The column that says at which lines of the document's text a figure stands."""
    return Column(
        "source_locator",
        Kind.TEXT,
        "出典の位置",
        "文書の文字の並びでの行番号（L最初 または L最初-最後）",
        pattern=LOCATOR_PATTERN,
        missing=missing,
        declared_role=Role.PLACE,
    )


def place_locator() -> Column:
    """The column that says where in a source without numbered lines a figure stands."""
    return Column(
        "source_locator",
        Kind.TEXT,
        "出典の位置",
        "出典の中の場所（頁、節、表など）",
        declared_role=Role.PLACE,
    )


def source_reference(column: str = "source_id") -> Reference:
    """The foreign key to ``sources``."""
    return Reference((column,), "sources", ("source_id",))
