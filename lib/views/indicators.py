"""The indicators of one prefecture: never side by side with those of the few others."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lib import formats
from lib.cells import evidence_in, figure_id
from lib.database import Database, frame_of
from lib.exhibits import Exhibit
from lib.memory import remembered
from lib.queries.indicators import INDICATOR_COLUMNS, IndicatorValue, indicator_values
from lib.queries.places import prefectures
from lib.views.missing import reason_counts, reason_words
from lib.views.notes import named_cautions, source_notes
from lib.views.place import NO_PREFECTURE, PlaceState
from lib.vocabulary import MISSING_REASON

_KEY = ("indicator_id", "period", "prefecture_code")
_PERIOD_WORDS = {
    "calendar_year": "{}年",
    "fiscal_year": "{}年度",
    "release_year": "{}年に出所",
    "target_year": "{}年の目標",
}
_DAY_LENGTH, _MONTH_LENGTH = len("2021-01-01"), len("2021-01")


def period_words(row: IndicatorValue) -> str:
    """The period of a value, as in 2021年, 2018～2021年度, 2021年1月1日."""
    if row.period_basis == "as_of":
        if len(row.period) == _DAY_LENGTH:
            return formats.day(dt.date.fromisoformat(row.period))
        if len(row.period) == _MONTH_LENGTH:
            return f"{row.period[:4]}年{int(row.period[5:])}月"
    words = _PERIOD_WORDS.get(row.period_basis)
    return words.format(row.period.replace("-", "～")) if words else f"期間 {row.period}"


def value_words(row: IndicatorValue) -> str:
    """The value with its unit, or why there is none."""
    if row.value is None:
        return MISSING_REASON.label(row.missing_reason or "unknown")
    return number_words(row.value, row.unit)


def number_words(value: float, unit: str) -> str:
    """A number with its unit; shares have a digit behind the point, as they are published."""
    digits = formats.number(value)
    is_whole_share = unit == "%" and "." not in digits
    return f"{digits}{'.0' if is_whole_share else ''}{unit}"


def _years(period: str) -> list[str]:
    """The years of a period: one, or the two ends of a range."""
    return re.findall("[0-9]{4}", period)


def era_words(period: str, period_basis: str) -> str:
    """The years of a period in their eras alone, as in 令和3年, 平成30年度～令和3年度."""
    end = "度" if period_basis == "fiscal_year" else ""
    years = dict.fromkeys(_years(period))
    return "～".join(f"{formats.era_year(int(year))}{end}" for year in years)


@remembered
def _public(database: Database) -> Mapping[str, frozenset[str]]:
    """The prefectures that have a value of an indicator, by the indicator."""
    found: dict[str, set[str]] = {}
    for row in indicator_values(database):
        if row.value is not None:
            found.setdefault(row.indicator_id, set()).add(row.prefecture_code)
    return MappingProxyType({name: frozenset(codes) for name, codes in found.items()})


def few_words(database: Database, rows: Sequence[IndicatorValue]) -> str:
    """Why the values of some rows are not compared; empty where all prefectures have one.

    Args:
        database: The database.
        rows: Those of one prefecture; without any, the sentence is on all indicators.
    """
    public, every = _public(database), len(prefectures(database))
    names = {row.indicator_id: row.indicator_name for row in rows} or dict.fromkeys(public, "")
    few = [name for name in names if len(public.get(name, ())) < every]
    codes = {code for name in few for code in public.get(name, ())}
    if not codes:
        return ""
    some = "・".join(names[name] for name in few) if rows and len(few) < len(names) else ""
    subject = f"{some}の値" if some else "値"
    return (
        f"{subject}が公表されているのは{len(codes)}都道府県だけなので、都道府県どうしを比べない。"
    )


@dataclass(frozen=True)
class NamedIndicator:
    """The newest value of an indicator in words, with its period and the figure behind it."""

    name: str
    words: str
    period: str
    figure_id: str | None


def newest_values(rows: Iterable[IndicatorValue]) -> tuple[NamedIndicator, ...]:
    """The newest entry of each indicator."""
    newest: dict[str, IndicatorValue] = {}
    for row in rows:
        newest.setdefault(row.indicator_id, row)
    return tuple(
        NamedIndicator(row.indicator_name, value_words(row), period_words(row), _figure(row))
        for row in newest.values()
    )


def _figure(row: IndicatorValue) -> str | None:
    if row.value is None:
        return None
    key = (row.indicator_id, row.period, row.prefecture_code)
    return figure_id("prefecture_indicators", "value", *key)


@remembered
def indicator_exhibit(database: Database, state: PlaceState) -> Exhibit | None:
    """All values of the prefecture that the state names; None if it has none or none is named."""
    if state.prefecture == NO_PREFECTURE:
        return None
    rows = indicator_values(database, state.prefecture)
    if not rows:
        return None
    name = rows[0].prefecture_name
    return Exhibit(
        exhibit_id="prefecture_indicators",
        name=f"{name}の指標",
        title=f"{name}の指標の値の一覧（指標と期間ごと、単位は行ごと）",
        summary=_summary(database, rows),
        rows=frame_of(rows, INDICATOR_COLUMNS),
        columns=INDICATOR_COLUMNS,
        export_only=("prefecture_name", "meaning"),
        evidence={"value": evidence_in("prefecture_indicators", "value", *_KEY)},
        as_of=_as_of(rows),
        sources=source_notes(database, (row.source_id for row in rows)),
        cautions=named_cautions(
            database, *(["few_prefectures"] if few_words(database, rows) else [])
        ),
        filters=(("都道府県", name),),
    )


def _as_of(rows: Sequence[IndicatorValue]) -> str:
    """The years from the first to the last, as in 2008年から2021年まで."""
    years = sorted({year for row in rows for year in _years(row.period)})
    if not years:
        return formats.NOT_GIVEN
    return f"{years[0]}年" + (f"から{years[-1]}年まで" if len(years) > 1 else "")


def _summary(database: Database, rows: Sequence[IndicatorValue]) -> str:
    """The newest values, what is missing, and that few prefectures have one."""
    newest = (f"{one.name}は{one.words}（{one.period}）" for one in newest_values(rows))
    missing = reason_words(reason_counts(row.missing_reason for row in rows))
    said = f"値のない行は、{missing}で、0ではない。" if missing else ""
    return f"{rows[0].prefecture_name}の{'、'.join(newest)}。{said}{few_words(database, rows)}"
