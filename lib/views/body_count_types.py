"""The counts of all types of support of a year on one axis of their unit, a strip for each type."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib import formats
from lib.cells import evidence_listed_in, listed
from lib.charts.declared import POINTS_SEPARATOR, Axis, Cell, Rows, Span
from lib.counting import counts_the_same
from lib.database import Database, frame_of
from lib.exhibits import Exhibit, Total
from lib.frames import Record
from lib.memory import remembered
from lib.queries.variance import SupportCount, named_counts
from lib.schema import Column, Kind, columns, declared, key
from lib.views.body_counts import BodyCountState, Group, caution_ids, chosen_group, groups
from lib.views.methods import named_method
from lib.views.missing import reason_words
from lib.views.notes import named_cautions, source_notes
from lib.views.variance import COUNT_EVIDENCE
from lib.vocabulary import MISSING_REASON

_COUNTED = Column("counted", Kind.INTEGER, "団体数", "数のある都道府県の数", "団体")
_MEDIAN = Column(
    *("median", Kind.NUMBER, "中央値", "数の中央値（5つ以上の数がある種類だけ）"),
    missing="数が5つ未満",
    unit_in="unit",
)
_VALUES = Column("counts", Kind.TEXT, "都道府県ごとの数", "都道府県ごとの数を小さい順に並べたもの")
_HIDDEN = Column(
    *("hidden", Kind.TEXT, "秘匿・不明", "数を示さない都道府県と、分からない都道府県の数"),
    missing="なし",
)
_MISSING = Column(
    *("missing", Kind.TEXT, "値なし", "値のない都道府県の数を理由ごとに。どれも0ではない"),
    missing="なし",
)
TYPE_COLUMNS = (
    *columns("support_types", "support_type_id", "category"),
    declared("support_types", "name", name="support_type_name"),
    replace(declared("support_types", "short_name"), missing=None),
    _COUNTED,
    *(
        replace(declared("support_ranges", name), missing=None)
        for name in ("minimum", "maximum", "unit")
    ),
    _MEDIAN,
    _VALUES,
    _HIDDEN,
    _MISSING,
    key("figure_ids", "もとの数値", "もとになった数値の数値ID（縦線で区切る）"),
)


@dataclass(frozen=True, slots=True)
class _TypeRow:
    """A type of support with the counts of its bodies."""

    support_type_id: str
    category: str
    support_type_name: str
    short_name: str
    counted: int
    minimum: int
    maximum: int
    unit: str
    median: float | None
    counts: str
    hidden: str | None
    missing: str | None
    figure_ids: str


@remembered
def type_exhibit(database: Database, state: BodyCountState) -> Exhibit | None:
    """The counts of the chosen year, unit and way of counting; None for a single type."""
    chosen = chosen_group(database, state)
    alike = _like(database, chosen) if chosen else ()
    if chosen is None or not alike[1:]:
        return None
    rows = [_row(group) for group in alike]
    return Exhibit(
        exhibit_id="body_count_types",
        name="種類ごとの支援実績",
        title="直接支援の種類別にみた都道府県ごとの支援実績の分布"
        f"（{chosen.basis_words}、{chosen.year}）",
        summary=_summary(rows),
        rows=frame_of(rows, TYPE_COLUMNS),
        columns=TYPE_COLUMNS,
        export_only=("short_name", "hidden"),
        evidence=dict.fromkeys(
            ("counted", "minimum", "maximum", "median", "counts"), evidence_listed_in("figure_ids")
        ),
        as_of=chosen.year,
        sources=source_notes(database, (row.source_id for one in alike for row in one.every_row)),
        cautions=named_cautions(database, *caution_ids(chosen), "range_grows"),
        method=named_method(database, "body_counts", *_method_ids(rows)),
        filters=(("支援実績", f"{chosen.year}、{chosen.basis_words}"),),
        chart=Rows(
            name="{short_name}",
            marks=(Span("minimum", "maximum", points="counts"),),
            axis=Axis(f"都道府県ごとの数（{chosen.basis_words}）", chosen.unit),
            before=(Cell("{counted}団体", "団体数"),),
            after=(
                Cell(_median_words, "中央値"),
                *([Cell(_hidden_words, "秘匿・不明")] if any(row.hidden for row in rows) else []),
            ),
        ),
        recalculations=(Total("数の個数", "SUM", "counted", sum(row.counted for row in rows)),),
    )


def _median_words(row: Record) -> str:
    return "" if row["median"] is None else formats.number(row["median"])


def _hidden_words(row: Record) -> str:
    return row["hidden"] or ""


def _hidden(group: Group) -> Counter[str]:
    """How many counts are not shown or not known: bodies that may lie between the dots."""
    names = [MISSING_REASON.label(code) for code in ("suppressed", "unknown")]
    return Counter({name: group.missing[name] for name in names if group.missing[name]})


def _method_ids(rows: Sequence[_TypeRow]) -> tuple[str, ...]:
    return ("median",) if any(row.median is not None for row in rows) else ()


def _like(database: Database, chosen: Group) -> tuple[Group, ...]:
    """The groups of the same year, unit and way of counting, in the order of the types."""
    first = chosen.rows[0]
    found = {
        row.support_type_id: group
        for group in groups(database)
        if (row := group.rows[0]).fiscal_year == first.fiscal_year
        and row.count_basis == first.count_basis
        and counts_the_same(row.unit, first.unit)
    }
    in_order = dict.fromkeys(row.support_type_id for row in _ordered(database, first.fiscal_year))
    return tuple(found[name] for name in in_order if name in found)


def _ordered(database: Database, fiscal_year: int) -> Sequence[SupportCount]:
    """What is entered of a year, in the order of the types."""
    return [row for row in named_counts(database, "") if row.fiscal_year == fiscal_year]


def _row(group: Group) -> _TypeRow:
    first, found = group.rows[0], group.found
    rising = [row for row in reversed(group.rows) if row.value is not None]
    return _TypeRow(
        first.support_type_id,
        first.category,
        group.name,
        group.short_name,
        found.size,
        int(found.smallest),
        int(found.largest),
        group.unit,
        found.median,
        POINTS_SEPARATOR.join(str(row.value) for row in rising),
        reason_words(_hidden(group)) or None,
        reason_words(group.missing) or None,
        listed(own for row in rising for own in COUNT_EVIDENCE(_key(row))),
    )


def _key(row: SupportCount) -> Record:
    names = ("fiscal_year", "support_type_id", "prefecture_code")
    return {name: getattr(row, name) for name in names}


def _summary(rows: Sequence[_TypeRow]) -> str:
    widest = max(rows, key=lambda row: row.maximum - row.minimum)
    low, high, difference = map(
        formats.number, (widest.minimum, widest.maximum, widest.maximum - widest.minimum)
    )
    unit = widest.unit
    return (
        f"{len(rows)}種類の都道府県ごとの数のうち、最も開きが大きいのは{widest.support_type_name}で、"
        f"{low}{unit}から{high}{unit}まで（差は{difference}{unit}）。"
        "値のない都道府県は、どの種類でも0ではない。"
    )
