"""The words of counts of direct support, and of like figures over the projects."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib import formats, vocabulary
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.statistics.counts import distribution_of
from lib.views.headlines.words import NOTHING, Words, span, years


@dataclass(frozen=True, slots=True)
class _Range:
    """A type of support with its range, where one is published."""

    support_type_name: str
    range_fiscal_year: int | None
    minimum: int | None
    maximum: int | None
    unit: str | None

    @property
    def ends(self) -> tuple[int, int]:
        """The smallest and the largest count."""
        return self.minimum or 0, self.maximum or 0


def support_ranges(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the type whose ends lie furthest apart; no body is called first or last."""
    rows = rows_of(exhibit.rows, _Range)
    known = [row for row in rows if row.maximum is not None]
    unit = formats.joined((row.unit or "" for row in known), "・")
    when = years(row.range_fiscal_year for row in known)
    return Words(
        headline=_range_headline(rows, known),
        subtitle=f"直接支援の種類ごとの支援実績の最小（○）と最大（●）、{unit}、{when}。間の値は公表なし"
        if known
        else "直接支援の種類ごとの支援実績の幅。この条件では公表なし",
        can_tell=_range_findings(rows, known),
        limits_of="support_ranges",
    )


def _range_headline(rows: Sequence[_Range], known: Sequence[_Range]) -> str:
    if not known:
        return ""
    widest = max(known, key=lambda row: row.ends[1] - row.ends[0])
    name = widest.support_type_name
    begin = f"{name}（"
    parts = [
        row.support_type_name.removeprefix(begin).removesuffix("）")
        for row in rows
        if row.support_type_name.startswith(begin)
    ]
    without = f"（{'・'.join(parts)}を除く）" if parts else ""
    return f"支援実績は、{name}{without}で{span(*widest.ends, widest.unit or '')}"


def _range_findings(rows: Sequence[_Range], known: Sequence[_Range]) -> tuple[str, ...]:
    ranged = [row for row in known if row.ends[0] < row.ends[1]]
    from_zero = [row for row in ranged if not row.ends[0]]
    named = "・".join(row.support_type_name for row in from_zero)
    return (
        *([f"幅が公表されているのは{len(rows)}種類のうち{len(ranged)}種類"] if ranged else []),
        *([f"最小が0{from_zero[0].unit}の種類は{len(from_zero)}つ（{named}）"] if named else []),
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """A count of a named prefecture."""

    fiscal_year: int
    support_type_name: str
    prefecture_name: str
    value: float | None
    missing_reason: str | None
    unit: str
    count_basis: str


def named_counts(_database: Database, exhibit: Exhibit) -> Words:
    """The newest count of the one prefecture, or how many counts there are."""
    rows = [row for row in rows_of(exhibit.rows, _Count) if row.value is not None]
    if not rows:
        return Words(subtitle="都道府県名のある支援実績。この条件では公表なし")
    types = {row.support_type_name for row in rows}
    prefectures = {row.prefecture_name for row in rows}
    newest = max(rows, key=lambda row: row.fiscal_year)
    is_one = len(types) == len(prefectures) == 1
    return Words(
        headline=f"{newest.prefecture_name}の{newest.support_type_name}は"
        f"{formats.era_fiscal_year(newest.fiscal_year)}に"
        f"{formats.count(newest.value or 0, newest.unit)}"
        if is_one
        else f"名前の出る支援実績は{len(types)}種類、{len(prefectures)}都道府県の{len(rows)}個",
        subtitle=f"都道府県名のある支援実績、{years(row.fiscal_year for row in rows)}。"
        "単位と数え方は行ごと",
    )


def body_counts(_database: Database, exhibit: Exhibit) -> Words:
    """Ends and median of the counts of the prefectures, without ranks."""
    rows = [row for row in rows_of(exhibit.rows, _Count) if row.value is not None]
    if not rows:
        return NOTHING
    first, values = rows[0], [row.value for row in rows if row.value is not None]
    basis = vocabulary.COUNT_BASIS.label(first.count_basis)
    return Words(
        headline=f"{first.support_type_name}は{len(rows)}都道府県で"
        f"{span(min(values), max(values), first.unit)}",
        subtitle=f"都道府県ごとの支援実績（{first.unit}、{basis}）、"
        f"{formats.era_fiscal_year(first.fiscal_year)}。点は都道府県",
        can_tell=_median_words(values, first.unit),
    )


@dataclass(frozen=True, slots=True)
class _Type:
    """A type of support with the ends of its counts."""

    support_type_name: str
    counted: int
    minimum: int
    maximum: int
    unit: str


def body_count_types(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the type whose ends lie furthest apart; no body is called first or last."""
    rows = rows_of(exhibit.rows, _Type)
    if not rows:
        return NOTHING
    widest = max(rows, key=lambda row: row.maximum - row.minimum)
    when = formats.without_western_years(exhibit.as_of)
    return Words(
        headline=f"支援実績は、{widest.support_type_name}で"
        f"{span(widest.minimum, widest.maximum, widest.unit)}",
        subtitle=f"種類ごとの支援実績（{widest.unit}）、{when}。点は都道府県、"
        "点のない所は0ではない",
        can_tell=(f"{len(rows)}種類に{sum(row.counted for row in rows)}個の数がある",),
        limits_of="body_counts",
    )


def _median_words(values: Sequence[float], unit: str) -> tuple[str, ...]:
    """The median in words; nothing where there are too few values for one."""
    median = distribution_of(values).median
    return () if median is None else (f"数値の中央値は{formats.count(median, unit)}",)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A count for each 100,000 inhabitants."""

    fiscal_year: int
    unit: str
    support_type_name: str
    rate: float | None


def body_count_rates(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the rates, in the order of the prefectures."""
    rows = rows_of(exhibit.rows, _Rate)
    values = [row.rate for row in rows if row.rate is not None]
    if not values:
        return NOTHING
    first = rows[0]
    low, high = (formats.number(end(values), 2) for end in (min, max))
    ends = f"{low}{first.unit}" if low == high else f"{low}～{high}{first.unit}"
    return Words(
        headline=f"{first.support_type_name}は人口10万人あたり{ends}（{len(values)}都道府県）",
        subtitle=f"支援実績を人口で割った数（{first.unit}／10万人）、"
        f"{formats.era_fiscal_year(first.fiscal_year)}。都道府県コードの順",
    )


@dataclass(frozen=True, slots=True)
class _Like:
    """One of the figures that are alike."""

    project_id: str
    measure_name: str
    value: float
    unit: str
    count_basis: str


def like_figures(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of the figures, and how many bodies give them."""
    rows = rows_of(exhibit.rows, _Like)
    if not rows:
        return NOTHING
    first, values = rows[0], [row.value for row in rows]
    bodies = len({row.project_id for row in rows})
    basis = vocabulary.COUNT_BASIS.label(first.count_basis)
    ends = span(min(values), max(values), first.unit, "から")
    return Words(
        headline=f"「{first.measure_name}」を{basis}で載せた{bodies}団体は、{ends}"
        + ("まで" if min(values) < max(values) else ""),
        subtitle=f"モデル事業の{first.measure_name}（{first.unit}、{basis}）。点は1つの数値、"
        "時点は数値ごと",
        can_tell=(
            f"{bodies}団体が{len(rows)}件の数値を載せる",
            *_median_words(values, first.unit),
        ),
    )
