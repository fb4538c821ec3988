"""The page on the variance of support counts: ranges by type, and counts that are named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.charts.declared import Axis, Cell, Rows, Span
from lib.counting import COUNTED_THING, THING_WORDS
from lib.database import Database, frame_of
from lib.exhibits import Exhibit, Total
from lib.memory import remembered
from lib.queries import national
from lib.queries import variance as queries
from lib.queries.variance import PublishedRange, SupportCount, SupportRange, published_ranges
from lib.schema import Column
from lib.state import choice, described
from lib.views.missing import NOT_ENTERED, reason_counts, reason_words
from lib.views.notes import named_cautions, source_notes, stated
from lib.vocabulary import MISSING_REASON

ALL = "all"
COUNT_EVIDENCE = evidence_in(
    "support_counts", "value", "fiscal_year", "support_type_id", "prefecture_code"
)
_NOT_PUBLISHED = "公表なし"
_MOST_LISTED = 4  # counts in a sentence
_MINIMUM = evidence_in("support_ranges", "minimum", "range_fiscal_year", "support_type_id")
_MAXIMUM = evidence_in("support_ranges", "maximum", "range_fiscal_year", "support_type_id")
_BODIES = evidence_in("support_type_bodies", "bodies", "bodies_fiscal_year", "support_type_id")


@dataclass(frozen=True)
class VarianceState:
    """What the page shows.

    Attributes:
        category: Code of ``SUPPORT_CATEGORY``, or all.
    """

    category: str = choice("支援の区分", {ALL: "すべて"} | vocabulary.SUPPORT_CATEGORY.labels, ALL)

    @property
    def wanted(self) -> str:
        """The category as queries take it: empty for all."""
        return "" if self.category == ALL else self.category


# The exhibit of most ranges, and one for the ranges in units of each other kind.
RANGE_IDS = ("support_ranges", *(f"support_ranges_{thing}" for thing in THING_WORDS))


@remembered
def range_exhibits(database: Database, state: VarianceState) -> tuple[Exhibit, ...]:
    """Ranges by type beside the numbers of bodies, one exhibit for each counted thing."""
    rows = queries.support_ranges(database, state.wanted)
    ranged = Counter(COUNTED_THING[row.unit] for row in published_ranges(rows))
    first, *others = [thing for thing, _ in ranged.most_common()] or [""]
    return (
        _range_exhibit(
            database, state, [row for row in rows if _thing(row) in {first, ""}], "support_ranges"
        ),
        *(
            _range_exhibit(
                database,
                state,
                [row for row in rows if _thing(row) == thing],
                f"support_ranges_{thing}",
            )
            for thing in others
        ),
    )


@remembered
def questions(database: Database) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the grant's documents ask about the counts, under the label of that kind."""
    found = national.questions(database)
    label = vocabulary.SCHEME_FINDING_KIND.label("question")
    return MappingProxyType({label: tuple(map(stated, found))} if found else {})


def _thing(row: SupportRange) -> str:
    """What a range counts; empty where there is none."""
    return COUNTED_THING[row.published.unit] if row.published else ""


def _range_exhibit(
    database: Database, state: VarianceState, rows: Sequence[SupportRange], exhibit_id: str
) -> Exhibit:
    """Ranges of one counted thing, and types without one."""
    columns = _range_columns(rows)
    ranges = frame_of(rows, columns)
    known = published_ranges(rows)
    unit = formats.joined((row.unit for row in known), "・")
    years = _years(row.range_fiscal_year for row in rows)
    bodies_years = _years(row.bodies_fiscal_year for row in rows)
    return Exhibit(
        exhibit_id=exhibit_id,
        name="支援実績の幅" if exhibit_id == "support_ranges" else f"支援実績の幅（{unit}）",
        title=(
            "直接支援の種類別にみた団体ごとの支援実績の幅"
            f"（{f'{unit}、{years}' if known else years}）"
        ),
        summary=_range_summary(known),
        rows=ranges,
        columns=columns,
        evidence={
            "minimum": _MINIMUM,
            "maximum": _MAXIMUM,
            "difference": lambda row: (*_MINIMUM(row), *_MAXIMUM(row)),
            "bodies": _BODIES,
        },
        as_of=f"支援実績は{years}、団体数は{bodies_years}",
        sources=source_notes(database, [*ranges["source_id"], *ranges["bodies_source_id"]]),
        cautions=named_cautions(database, *_caution_ids(rows)),
        filters=described(state),
        chart=_ranges(rows, unit) if rows else None,
        recalculations=_range_totals(known),
    )


def _ranges(rows: Sequence[SupportRange], unit: str) -> Rows:
    """Smallest and largest count of each type, with the number of bodies of its own year."""
    shorter = {row.support_type_id: row.short_name or row.support_type_name for row in rows}
    notes = {row.support_type_id: _unpublished_words(row) for row in rows}
    return Rows(
        name="{support_type_name}",
        marks=(Span("minimum", "maximum"),),
        axis=Axis(f"最小～最大（{unit}）", unit),
        short=lambda row: shorter[row["support_type_id"]],
        group="category",
        before=(
            Cell(
                lambda row: "同上" if row["bodies"] is None else f"{row['bodies']}団体",
                f"団体数 {_short_years(row.bodies_fiscal_year for row in rows)}",
            ),
        ),
        note=lambda row: notes[row["support_type_id"]],
    )


def _unpublished_words(row: SupportRange) -> str:
    if row.published:
        return ""
    return "支援件数の計上から除外" if row.note else "幅は公表なし"


def _range_columns(rows: Sequence[SupportRange]) -> tuple[Column, ...]:
    """The columns; headings of ranges and of bodies name their years, which may differ."""
    ranged = _short_years(row.range_fiscal_year for row in rows)
    counted = _short_years(row.bodies_fiscal_year for row in rows)
    years = {"minimum": ranged, "maximum": ranged, "difference": ranged, "bodies": counted}
    return tuple(
        replace(column, label=f"{column.label}（{years[column.name]}）")
        if years.get(column.name)
        else column
        for column in queries.RANGE_COLUMNS
    )


def _short_years(years: Iterable[int | None]) -> str:
    return "・".join(map(formats.short_fiscal_year, sorted(set(filter(None, years)))))


def _years(years: Iterable[int | None]) -> str:
    """Fiscal years, or that there are none."""
    known = sorted(set(filter(None, years)))
    return formats.joined(map(formats.fiscal_year, known)) or _NOT_PUBLISHED


def _caution_ids(rows: Sequence[SupportRange]) -> list[str]:
    """What a reader of some ranges must know; the publisher's cautions come first."""
    things = {_thing(row) for row in rows}
    counted = {row.category for row in rows if row.bodies is not None}
    # A type with a range and without a number of bodies is counted with one of its category.
    is_shared = any(
        row.published and row.bodies is None and row.category in counted for row in rows
    )
    return [
        *("types_differ", "no_total_overlap", "range_grows"),
        *(["cases_undefined"] if "case" in things else []),
        *(["bodies_shared"] if is_shared else []),
    ]


def _widest(known: list[PublishedRange]) -> PublishedRange:
    return max(known, key=lambda row: row.difference)


def _range_totals(known: list[PublishedRange]) -> tuple[Total, ...]:
    if not known:
        return ()
    return (
        Total("最小と最大が公表されている種類の数", "COUNT", "maximum", len(known)),
        Total("最も大きい差", "MAX", "difference", _widest(known).difference),
    )


def _range_summary(known: list[PublishedRange]) -> str:
    if not known:
        return "この区分には、公表された支援実績の幅がない。"
    widest = _widest(known)
    low, high = formats.number(widest.minimum), formats.number(widest.maximum)
    unit, difference = widest.unit, formats.number(widest.difference)
    single = [row for row in known if not row.difference]
    beside = f"（ほかに1つの値だけの{len(single)}種類）" if single else ""
    return (
        f"幅が公表されている{len(known) - len(single)}種類{beside}のうち最も開きが大きいのは"
        f"{_type_name(widest)}で、{low}{unit}から{high}{unit}まで（差は{difference}{unit}）。"
        f"{_older_words(known)}"
    )


def _type_name(row: PublishedRange) -> str:
    """A type without brackets, whose content would not be read aloud."""
    return row.support_type_name.replace("（", "・").replace("）", "")


def _older_words(known: list[PublishedRange]) -> str:
    """Which types have no range of the newest year."""
    newest = max(row.fiscal_year for row in known)
    older = [row for row in known if row.fiscal_year < newest]
    names = "、".join(
        f"{_type_name(row)}（{formats.short_fiscal_year(row.fiscal_year)}）" for row in older
    )
    return f"{names}は前の年度の幅。" if older else ""


@remembered
def named_count_exhibit(database: Database, state: VarianceState) -> Exhibit:
    """The counts that are entered for a named prefecture, as a list."""
    rows = queries.named_counts(database, state.wanted)
    columns = tuple(
        column
        for column in queries.COUNT_COLUMNS
        if column.name not in {"population_2020", "population_source_id", "bodies"}
    )
    return Exhibit(
        exhibit_id="named_counts",
        name="名前の示された支援実績",
        title=f"都道府県の名前が示された支援実績の一覧（{_kind_words(rows)}）",
        summary=_count_summary(rows),
        rows=frame_of(rows, columns),
        columns=columns,
        evidence={"value": COUNT_EVIDENCE},
        as_of=_years(row.fiscal_year for row in rows),
        sources=source_notes(database, (row.source_id for row in rows)),
        cautions=named_cautions(database, "types_differ", "mixed_counts"),
        filters=described(state),
    )


def _basis_words(row: SupportCount) -> str:
    return vocabulary.COUNT_BASIS.label(row.count_basis)


def _kind_words(rows: Sequence[SupportCount]) -> str:
    """Unit and way of counting where all rows share them."""
    kinds = list(dict.fromkeys(f"{row.unit}、{_basis_words(row)}" for row in rows))
    if not kinds:
        return _NOT_PUBLISHED
    return kinds[0] if len(kinds) == 1 else "単位と数え方は行ごと"


def _count_summary(rows: Sequence[SupportCount]) -> str:
    if not rows:
        return "この区分には、都道府県の名前が示された支援実績がない。"
    types = list(dict.fromkeys(row.support_type_name for row in rows))
    missing = reason_words(reason_counts(row.missing_reason for row in rows))
    others = f"行のない都道府県は{NOT_ENTERED}で、0ではない。"
    if len(types) == 1 and len(rows) <= _MOST_LISTED:
        parts = [
            f"{row.prefecture_name}の{formats.fiscal_year(row.fiscal_year)}は"
            f"{_value_words(row)}（{_basis_words(row)}）"
            for row in rows
        ]
        return f"{types[0]}で、{'、'.join(parts)}。{others}"
    known = [row for row in rows if row.value is not None]
    prefectures = len({row.prefecture_code for row in known})
    return (
        f"{len({row.support_type_id for row in known})}種類、"
        f"{prefectures}都道府県の{len(known)}個の数がある"
        f"（{_years(row.fiscal_year for row in rows)}）。"
        f"{f'値のない行は、{missing}。' if missing else ''}{others}"
    )


def _value_words(row: SupportCount) -> str:
    """The count with its unit, or why there is none."""
    if row.value is None:
        return MISSING_REASON.label(row.missing_reason or "unknown")
    return formats.count(row.value, row.unit)
