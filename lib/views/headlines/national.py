"""The words of national figures, of the two programmes in time, and of the map."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib import formats
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.queries import national as queries
from lib.queries.indicators import indicator_values
from lib.queries.national import Attendance, SeriesValue
from lib.queries.overview import Period
from lib.views.headlines.words import NOTHING, Words, prefecture_kinds, span, years
from lib.views.indicators import era_words, few_words, number_words
from lib.views.mapped import Mapped, mapped
from lib.views.national import TARGET_SERIES


def _percent(row: SeriesValue) -> str:
    return f"{formats.number(row.value, 1)}%"


def _year(row: SeriesValue) -> str:
    return formats.era_year(int(row.period))


def _copy_words(rows: Sequence[SeriesValue]) -> str:
    """What hollow points are, where there are any."""
    return "。白い丸は公表値の写し" if any(row.source_kind != "official" for row in rows) else ""


def reentry(database: Database, exhibit: Exhibit) -> Words:
    """The newest rate, and what the government aimed at until when."""
    rows = rows_of(exhibit.rows, SeriesValue)
    if not rows:
        return NOTHING
    values = sorted(rows, key=lambda row: row.value)
    held = f"{_year(rows[0])}から{_year(rows[-1])}までの{len(rows)}年分"
    targets = queries.series_values(database, TARGET_SERIES)[-1:]
    return Words(
        headline=f"{_year(rows[-1])}に出所した人の2年以内再入率は{_percent(rows[-1])}",
        subtitle="全国で、出所した年の翌年末までに再び入所した割合（%、出所年別）"
        + _copy_words(rows),
        can_tell=(
            f"手元の値は{held}、{formats.number(values[0].value, 1)}～{_percent(values[-1])}",
            *(
                f"政府目標は{_year(row)}までに{formats.number(row.value)}%以下（全国の率）"
                for row in targets
            ),
        ),
    )


def repeat_offenders(_database: Database, exhibit: Exhibit) -> Words:
    """The newest share, and the highest that is held."""
    found = rows_of(exhibit.rows, SeriesValue)
    rows = [row for row in found if row.breakdown == queries.NATION]
    if not rows:
        return NOTHING
    highest = max(rows, key=lambda row: row.value)
    return Words(
        headline=f"検挙された人のうち再犯者は{_percent(rows[-1])}（{_year(rows[-1])}）",
        subtitle=f"全国の刑法犯検挙者に占める再犯者の割合（%、暦年別）{_copy_words(rows)}",
        can_tell=(f"手元の値で最も高いのは{_year(highest)}の{_percent(highest)}",),
    )


def timeline(_database: Database, exhibit: Exhibit) -> Words:
    """When one programme ended and the other began."""
    rows = rows_of(exhibit.rows, Period)
    model, grant = (
        [row for row in rows if row.programme == name] for name in ("model_project", "grant")
    )
    last = max((row.last_fiscal_year for row in model), default=None)
    first = min((row.first_fiscal_year for row in grant), default=None)
    parts = (
        *([f"モデル事業は{formats.era_fiscal_year(last)}まで"] if last else []),
        *([f"交付金は{formats.era_fiscal_year(first)}から"] if first else []),
    )
    between = range(last + 1, first) if last and first else range(0)
    return Words(
        headline="、".join(parts),
        subtitle="二つの制度の実施期間（年度）。棒は事業または開始年度ごとの団体",
        can_tell=(f"どちらの制度もない年度は{years(between)}",) if between else (),
    )


def symposium(_database: Database, exhibit: Exhibit) -> Words:
    """The ends among venues that were counted in one way."""
    rows = rows_of(exhibit.rows, Attendance)
    alike = [row for row in rows if row.count_basis == "unstated"]
    if not alike:
        return NOTHING
    numbers = [row.attendees for row in alike]
    others = "・".join(row.block for row in rows if row.count_basis == "cumulative")
    where = "会場ごとの" if len(alike) > 1 else f"{alike[0].block}の"
    without = f"（延べの{others}を除く）" if others else ""
    return Words(
        headline=f"{where}参加者は{span(min(numbers), max(numbers), alike[0].unit)}{without}",
        subtitle=f"{formats.joined(row.event for row in rows)}の会場別の参加者（{alike[0].unit}）",
        can_tell=(f"数え方がそろうのは{len(rows)}会場のうち{len(alike)}会場",),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """What a row of the map says."""

    name: str
    value: float | None
    unit: str
    status: str


def prefecture_map(database: Database, exhibit: Exhibit) -> Words:
    """How many prefectures have a value, and its ends."""
    rows = rows_of(exhibit.rows, _Place)
    unit = rows[0].unit if rows else ""
    shown = dict(exhibit.filters).get("表示する数")
    if entered := next((one for one in mapped(database).values() if one.words == shown), None):
        return _entered(entered, rows)
    words = {"事業": _projects, "万円": _grants}.get(unit, _persons)
    return words(exhibit, [row for row in rows if row.status == "value"])


@dataclass(frozen=True, slots=True)
class _Indicator:
    """A value of an indicator of a prefecture."""

    prefecture_code: str
    prefecture_name: str
    indicator_name: str
    period: str
    period_basis: str
    value: float | None
    unit: str


def prefecture_indicators(database: Database, exhibit: Exhibit) -> Words:
    """The newest value of the first indicator, and how many indicators have one."""
    known = [row for row in rows_of(exhibit.rows, _Indicator) if row.value is not None]
    if not known:
        return Words(subtitle="都道府県の指標（単位は行ごと）。値のあるものはない")
    first = known[0]
    names = {row.indicator_name for row in known}
    when = era_words(first.period, first.period_basis)
    return Words(
        headline=f"{first.prefecture_name}の{first.indicator_name}は"
        f"{f'{when}に' if when else ''}{number_words(first.value or 0, first.unit)}",
        subtitle=f"{first.prefecture_name}の指標の値、{exhibit.as_of}。単位は行ごと",
        can_tell=(f"値のある指標は{len(names)}つ、値は{len(known)}個",),
        shown=("few",)
        if few_words(database, indicator_values(database, first.prefecture_code))
        else (),
    )


def _ends(known: list[_Place]) -> str:
    values = [row.value for row in known if row.value is not None]
    return span(min(values), max(values), known[0].unit) if values else ""


def _projects(_exhibit: Exhibit, known: list[_Place]) -> Words:
    projects = sum(row.value or 0 for row in known)
    several = sum((row.value or 0) > 1 for row in known)
    return Words(
        headline=f"モデル事業は{len(known)}都道府県に{formats.number(projects)}事業"
        if known
        else "",
        subtitle="都道府県ごとのモデル事業の数（事業）。市の事業は所在する都道府県に数える",
        can_tell=(f"2つ以上の事業がある都道府県は{several}",) if several else (),
        shown=("projects",),
    )


def _entered(entered: Mapped, rows: Sequence[_Place]) -> Words:
    """Ends of what is entered, 0 among it, without ranks."""
    known = [row for row in rows if row.status in {"value", "zero"}]
    return Words(
        headline=f"{entered.name}は{len(known)}都道府県で{_ends(known)}" if known else "",
        subtitle=entered.subtitle
        + ("。秘匿、不明、該当なしは0ではない" if len(known) < len(rows) else ""),
        shown=(entered.limits,),
    )


def _grants(exhibit: Exhibit, known: list[_Place]) -> Words:
    kinds = prefecture_kinds(row.name for row in known)
    return Words(
        headline=f"名前の出る{len(known)}{kinds}の交付額は{_ends(known)}" if known else "",
        subtitle="都道府県ごとの交付額（万円）、"
        f"{formats.without_western_years(exhibit.as_of)}。名前の出ない所は不明",
        shown=("grants",),
    )


def _persons(exhibit: Exhibit, known: list[_Place]) -> Words:
    chosen = dict(exhibit.filters)
    what = f"{chosen.get('表示する数', '')}（{chosen.get('数え方', '')}）"
    dates = "同じ時点の数だけ" if "同じ" in chosen.get("時点", "") else "時点は数値ごとに違う"
    return Words(
        headline=f"{what}は、値のある{len(known)}都道府県で{_ends(known)}" if known else "",
        subtitle=f"都道府県ごとの{what}、単位は人。{dates}。記載のない所は不明",
        shown=("persons",),
    )
