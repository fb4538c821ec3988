"""Rules on dates and periods: bounds that the field knows, order, and one date for one document."""

import calendar
import collections
import datetime as dt
import re
from collections.abc import Iterator

from lib.validation import days
from lib.validation.faults import Fault
from lib.validation.keys import Loaded
from lib.validation.reading import LoadedTable, Row

# From the start of the model project (S5 L63) to a year after its end, when the last reports came.
_SCHEME = (dt.date(2018, 4, 1), dt.date(2022, 3, 31))
_SCHEME_DATES = (
    ("projects", "as_of_date"),
    ("results", "as_of_date"),
    ("kpis", "as_of_date"),
    ("program_sessions", "month"),
)
_YEARS = r"[0-9]{4}(-[0-9]{4})?"
_DAYS = r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
# How a period is written that is of a kind.
_FORMS = {
    "release_year": (_YEARS, "年または年の範囲"),
    "calendar_year": (_YEARS, "年または年の範囲"),
    "fiscal_year": (_YEARS, "年または年の範囲"),
    "target_year": (_YEARS, "年または年の範囲"),
    "as_of": (_DAYS, "年月または日"),
    "unstated": ("不詳", "不詳"),
}


def period_faults(tables: Loaded) -> list[Fault]:
    """Every date or period that cannot be right."""
    return [
        *_scheme_date_faults(tables),
        *_month_faults(tables["program_sessions"]),
        *_source_date_faults(tables["sources"]),
        *_series_period_faults(tables["context_series"]),
        *_document_date_faults(tables["projects"]),
        *_heading_date_faults(tables["projects"], tables["results"]),
        *_phase_faults(tables["scheme_phases"]),
    ]


def _scheme_date_faults(tables: Loaded) -> Iterator[Fault]:
    first, last = _SCHEME
    for name, column in _SCHEME_DATES:
        for row, line in tables[name].numbered():
            value = row[column]
            if isinstance(value, dt.date) and not first <= value <= last:
                allowed = f"モデル事業の期間とその後1年（{first} から {last}）の日付"
                yield Fault(tables[name].file, line, column, str(value), allowed)


def _month_faults(sessions: LoadedTable) -> Iterator[Fault]:
    """A month is its last day: the day of a session would help to find out who came to it."""
    for row, line in sessions.numbered():
        month = row["month"]
        if isinstance(month, dt.date) and (month + dt.timedelta(days=1)).day != 1:
            yield Fault(sessions.file, line, "month", str(month), "月の末日（実施日は入れない）")


def _source_date_faults(sources: LoadedTable) -> Iterator[Fault]:
    today = days.today()
    for row, line in sources.numbered():
        published, entered = row["published_on"], row["entered_on"]
        if isinstance(entered, dt.date) and entered > today:
            allowed = f"今日（{today}）以前の日付"
            yield Fault(sources.file, line, "entered_on", str(entered), allowed)
        if isinstance(published, dt.date) and isinstance(entered, dt.date) and published > entered:
            allowed = f"入力日（{entered}）以前の日付"
            yield Fault(sources.file, line, "published_on", str(published), allowed)


def _series_period_faults(series: LoadedTable) -> Iterator[Fault]:
    for row, line in series.numbered():
        allowed = _period_breach(str(row["period"]), str(row["period_basis"]))
        if allowed:
            yield Fault(series.file, line, "period", str(row["period"]), allowed)


def _period_breach(period: str, basis: str) -> str | None:
    form, words = _FORMS[basis]
    if not re.fullmatch(form, period):
        return f"期間の種類 {basis} では{words}"
    if basis == "as_of" and not _is_day_or_month(period):
        return "実在する年月または日（YYYY-MM、YYYY-MM-DD）"
    years = [int(year) for year in period.split("-")] if form == _YEARS else []
    if years != sorted(set(years)):
        return "最初の年が最後の年より前"
    if basis != "target_year" and any(year > days.latest().year for year in years):
        return f"{days.latest().year} 年以前"
    return None


def _is_day_or_month(period: str) -> bool:
    try:
        day = dt.date.fromisoformat(period if period.count("-") == 2 else f"{period}-01")
    except ValueError:
        return False
    return day <= days.latest()


def _document_date_faults(projects: LoadedTable) -> Iterator[Fault]:
    """All projects stand in one document, and its heading gives one date."""
    found = collections.Counter(row["as_of_date"] for row in projects.rows)
    for row, line in projects.numbered():
        heading = found.most_common(1)[0][0]
        if row["as_of_date"] != heading:
            allowed = f"すべてのモデル事業で同じ日付（{heading}）"
            yield Fault(projects.file, line, "as_of_date", str(row["as_of_date"]), allowed)


def _heading_date_faults(projects: LoadedTable, results: LoadedTable) -> Iterator[Fault]:
    headings = {row["project_id"]: row["as_of_date"] for row in projects.rows}
    for row, line in results.numbered():
        heading, as_of = headings.get(row["project_id"]), row["as_of_date"]
        if not isinstance(heading, dt.date) or not isinstance(as_of, dt.date):
            continue  # the reference is a fault of its own
        if row["as_of_basis"] == "heading" and as_of != heading:
            allowed = f"見出しの時点（{heading}）。欄に日付があれば時点の根拠は cell"
            yield Fault(results.file, line, "as_of_date", str(as_of), allowed)
        elif as_of > heading:
            allowed = f"文書の見出しの時点（{heading}）以前の日付"
            yield Fault(results.file, line, "as_of_date", str(as_of), allowed)


def _phase_faults(phases: LoadedTable) -> Iterator[Fault]:
    for row, line in phases.numbered():
        starts, ends = row["starts_on"], row["ends_on"]
        if not isinstance(starts, dt.date) or not isinstance(ends, dt.date):
            continue
        if ends <= starts:
            yield Fault(phases.file, line, "ends_on", str(ends), f"始まり（{starts}）より後の日付")
        elif _whole_months(starts, ends) != row["duration_months"] and not _is_rounded(row):
            found = str(row["duration_months"])
            allowed = f"{starts} から {ends} までの月数"
            yield Fault(phases.file, line, "duration_months", found, allowed)


def _is_rounded(phase: Row) -> bool:
    return phase["is_duration_approximate"] is True


def _whole_months(starts: dt.date, ends: dt.date) -> int | None:
    """The months from the first day to the last, both included; None if some days are left over."""
    months = 12 * (ends.year - starts.year) + ends.month - starts.month
    if ends.day == starts.day - 1:
        return months
    is_end_of_month = ends.day == calendar.monthrange(ends.year, ends.month)[1]
    return months + 1 if starts.day == 1 and is_end_of_month else None
