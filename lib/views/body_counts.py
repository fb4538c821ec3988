"""Counts of single prefectures: like ones side by side, and per inhabitants, without ranks."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from lib import formats, vocabulary
from lib.cells import evidence_in
from lib.charts.declared import Axis, Strip
from lib.counting import COUNTED_THING, Count, like_groups, ranked
from lib.database import Database, frame_of
from lib.exhibits import Caution, Exhibit, Share
from lib.memory import remembered
from lib.queries.variance import COUNT_COLUMNS, SupportCount, named_counts
from lib.schema import NO_VALUE, Column, Kind
from lib.state import choice
from lib.statistics.counts import Distribution, distribution_of
from lib.views import distribution
from lib.views.data import options_from
from lib.views.methods import named_method
from lib.views.missing import NOT_ENTERED, reason_counts, reason_words
from lib.views.notes import named_cautions, source_notes
from lib.views.variance import COUNT_EVIDENCE
from lib.vocabulary import MISSING_REASON

NEWEST = "newest"
_PREFECTURES = 47
_FEWEST_FOR_STRIP = 2  # one count has no spread; it is in the list
_PER = 100_000  # inhabitants
_POPULATION_AS_OF = "2020年10月1日"
_RATE = Column(
    *("rate", Kind.NUMBER, "人口10万人あたりの数", "支援実績を人口で割った値"),
    missing=NO_VALUE,
    reason_in="missing_reason",
)
_POPULATION = evidence_in("prefectures", "population_2020", "prefecture_code")


@dataclass(frozen=True)
class Group:
    """Counts of one year, type of support, unit and way of counting, one a prefecture.

    Attributes:
        rows: The counts, the largest first, equal ones by code.
        without: The prefectures for which a reason is entered in place of a count.
    """

    rows: tuple[SupportCount, ...]
    without: tuple[SupportCount, ...] = ()

    @cached_property
    def found(self) -> Distribution:
        """How the counts are distributed; what is missing has no part in it."""
        return distribution_of([row.value for row in self.rows if row.value is not None])

    @property
    def every_row(self) -> tuple[SupportCount, ...]:
        """All that is entered: the counts, and then what is missing."""
        return (*self.rows, *self.without)

    @property
    def has_all_bodies(self) -> bool:
        """Whether the rows of all bodies are entered, so that those without a row are 該当なし."""
        doing = len(self.rows) + sum(row.missing_reason == "suppressed" for row in self.without)
        is_open = any(row.missing_reason == "unknown" for row in self.without)
        return self.rows[0].bodies == doing and not is_open

    @cached_property
    def missing(self) -> Counter[str]:
        """How many prefectures have no count, by the words of the reason."""
        absent = _PREFECTURES - len(self.every_row)
        reasons = (row.missing_reason for row in self.without)
        of_absent = MISSING_REASON.label("not_applicable") if self.has_all_bodies else NOT_ENTERED
        return reason_counts(reasons, of_absent, absent)

    @property
    def year(self) -> str:
        """The fiscal year of all counts, in words."""
        return formats.fiscal_year(self.rows[0].fiscal_year)

    @property
    def name(self) -> str:
        """The type of support, in words."""
        return self.rows[0].support_type_name

    @property
    def short_name(self) -> str:
        """The type of support in fewer words, where it has a shorter name."""
        return self.rows[0].support_type_short_name or self.name

    @property
    def unit(self) -> str:
        """The counters as printed; two of them count the same thing."""
        return formats.joined((row.unit for row in self.rows), "・")

    @property
    def basis_words(self) -> str:
        """Unit and way of counting, as in 件、計."""
        return f"{self.unit}、{vocabulary.COUNT_BASIS.label(self.rows[0].count_basis)}"

    @property
    def code(self) -> str:
        """The group in addresses, as in 2024-housing-case-total."""
        row = self.rows[0]
        thing = COUNTED_THING[row.unit]
        return f"{row.fiscal_year}-{row.support_type_id}-{thing}-{row.count_basis}"

    @property
    def words(self) -> str:
        """Type, year, unit and way of counting, in words."""
        return f"{self.name}（{self.year}、{self.basis_words}）"


def _count(row: SupportCount) -> Count:
    """A count with its type; the quantity of a missing one is never used."""
    measure = f"{row.fiscal_year} {row.support_type_id}"
    quantity = math.nan if row.value is None else row.value
    return Count(quantity, row.unit, row.count_basis, measure=measure)


def _group(rows: Sequence[SupportCount]) -> Group:
    known = [row for row in rows if row.value is not None]
    return Group(tuple(ranked(known, _count)), tuple(row for row in rows if row.value is None))


@remembered
def groups(database: Database) -> tuple[Group, ...]:
    """All groups with a count, the newest year first, in it the one with the most counts."""
    every = map(_group, like_groups(named_counts(database, ""), _count))
    found = [group for group in every if group.rows]
    return tuple(sorted(found, key=lambda group: (-group.rows[0].fiscal_year, -len(group.rows))))


def usable_groups(database: Database) -> tuple[Group, ...]:
    """The groups with enough counts for more than a list."""
    return tuple(group for group in groups(database) if len(group.rows) >= _FEWEST_FOR_STRIP)


def _options(database: Database) -> dict[str, str]:
    """Groups of like counts that can be chosen, by code."""
    found = {group.code: group.words for group in usable_groups(database)}
    return {NEWEST: "最も新しい年度で、最も多くの都道府県の数があるもの"} | found


@dataclass(frozen=True)
class BodyCountState:
    """What is shown of the counts of single prefectures.

    Attributes:
        counts: Code of a group of like counts, or the newest group.
    """

    counts: str = choice("支援実績", options_from(_options), NEWEST)


def chosen_group(database: Database, state: BodyCountState) -> Group | None:
    """The group that a state asks for; None where counts are only listed."""
    usable = usable_groups(database)
    return next((group for group in usable if group.code == state.counts), next(iter(usable), None))


EXHIBIT_IDS = ("body_counts", "body_count_rates")


@remembered
def body_count_exhibits(database: Database, state: BodyCountState) -> tuple[Exhibit, ...]:
    """The counts of a group and their rates; empty where counts are only listed."""
    group = chosen_group(database, state)
    if group is None:
        return ()
    return (_count_exhibit(database, group), _rate_exhibit(database, group))


def count_columns(group: Group, *names: str) -> tuple[Column, ...]:
    """Columns of the query, in its order; counts with their unit."""
    return tuple(
        replace(column, unit=group.unit) if column.name == "value" else column
        for column in COUNT_COLUMNS
        if column.name in names
    )


def _count_exhibit(database: Database, group: Group) -> Exhibit:
    """The counts of one group, one row a prefecture."""
    found = group.found
    return Exhibit(
        exhibit_id="body_counts",
        name="都道府県別の支援実績",
        title=f"都道府県別にみた「{group.name}」の支援実績の分布（{group.basis_words}、{group.year}）",
        summary=_count_summary(group),
        rows=frame_of(group.every_row, COUNT_COLUMNS),
        columns=count_columns(
            group,
            *("fiscal_year", "support_type_id", "support_type_name", "prefecture_code"),
            *("prefecture_name", "value", "missing_reason", "count_basis"),
            *("source_id", "source_locator"),
        ),
        export_only=("fiscal_year", "support_type_name"),
        evidence={"value": COUNT_EVIDENCE},
        as_of=group.year,
        sources=source_notes(database, (row.source_id for row in group.every_row)),
        cautions=_cautions(database, group),
        method=named_method(database, "body_counts", *distribution.method_ids(found)),
        filters=(("支援実績", group.words),),
        chart=Strip(
            "{prefecture_name}",
            "value",
            Axis(group.basis_words, group.unit),
            middle=found.median,
            note=_missing_note(group),
        ),
        recalculations=distribution.totals(found, "都道府県の数"),
    )


def _count_summary(group: Group) -> str:
    """Middle where there are enough counts, ends, and what is known of the other prefectures."""
    found, unit = group.found, group.unit
    low, high, difference = (
        formats.number(value)
        for value in (found.smallest, found.largest, found.largest - found.smallest)
    )
    middle = f"中央値は{formats.number(found.median)}{unit}、" if found.median is not None else ""
    return (
        f"{found.size}都道府県の{middle}最小は{low}{unit}、最大は{high}{unit}"
        f"（差は{difference}{unit}）。"
        f"{distribution.quartile_sentence(found, unit)}{_other_words(group)}"
    )


def _other_words(group: Group) -> str:
    """What is known of the prefectures without a count, which is never 0."""
    others = group.missing.total()
    if not others:
        return ""
    words = reason_words(group.missing) if len(group.missing) > 1 else next(iter(group.missing))
    return f"ほかの{others}都道府県は{words}で、0ではない。"


def _missing_note(group: Group) -> str:
    """The line below a chart on what it does not draw; empty for nothing."""
    words = reason_words(group.missing)
    return f"値なし: {words}" if words else ""


def caution_ids(group: Group) -> tuple[str, ...]:
    """What a reader of the counts of a group must know; the publisher's caution comes first."""
    is_of_cases = COUNTED_THING[group.rows[0].unit] == "case"
    return ("types_differ", *(["cases_undefined"] if is_of_cases else []))


def _cautions(database: Database, group: Group, *more: str) -> tuple[Caution, ...]:
    first, *others = caution_ids(group)
    return named_cautions(database, first, *more, *others)


def _rate_exhibit(database: Database, group: Group) -> Exhibit:
    """Each count per inhabitants, in the order of the prefectures: rates give no ranks."""
    ordered = sorted(group.every_row, key=lambda row: row.prefecture_code)
    rates = [_rate(row) for row in ordered]
    rows = frame_of(ordered, COUNT_COLUMNS).assign(rate=pd.array(rates, "Float64"))
    unit = f"{group.unit}／10万人"
    return Exhibit(
        exhibit_id="body_count_rates",
        name="人口10万人あたりの支援実績",
        title=(
            f"都道府県別にみた「{group.name}」の人口10万人あたりの支援実績の分布"
            f"（{unit}、{group.year}）"
        ),
        summary=_rate_summary([rate for rate in rates if rate is not None], unit),
        rows=rows,
        columns=(
            *count_columns(group, "fiscal_year", "prefecture_code", "prefecture_name", "value"),
            *count_columns(group, "missing_reason", "population_2020"),
            replace(_RATE, unit=unit),
            *count_columns(group, "source_id", "population_source_id"),
        ),
        export_only=("fiscal_year",),
        evidence={
            "value": COUNT_EVIDENCE,
            "population_2020": _POPULATION,
            "rate": lambda row: (*COUNT_EVIDENCE(row), *_POPULATION(row)),
        },
        as_of=f"支援実績は{group.year}、人口は{_POPULATION_AS_OF}",
        sources=source_notes(database, [*rows["source_id"], *rows["population_source_id"]]),
        cautions=_cautions(database, group, "population_base"),
        method=named_method(database, "body_rates"),
        filters=(("支援実績", group.words),),
        chart=Strip("{prefecture_name}", "rate", Axis(unit, unit), note=_missing_note(group)),
        recalculations=(Share("rate", "value", "population_2020", factor=_PER),),
    )


def _rate(row: SupportCount) -> float | None:
    return None if row.value is None else row.value * _PER / row.population_2020


def _rate_summary(rates: list[float], unit: str) -> str:
    low, high = (formats.number(end(rates), 2) for end in (min, max))
    return (
        f"{len(rates)}都道府県の人口10万人あたりの数は、{low}から{high}{unit}まで。"
        "都道府県コードの順に並べ、順位は付けない。"
    )
