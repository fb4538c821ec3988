"""National figures beside the projects: the re-entry rate and the symposium."""

from lib import formats
from lib.cells import evidence_in
from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures import national as figures
from lib.frames import records
from lib.queries import national as queries
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes

REENTRY_SERIES = "出所受刑者の2年以内再入率"
TARGET_SERIES = "政府目標（2年以内再入率）"


@remembered
def reentry_exhibit(database: Database) -> Exhibit:
    """The national two-year re-entry rate by year of release."""
    rates = queries.series(database, REENTRY_SERIES, "総数")
    target = records(queries.series(database, TARGET_SERIES, "総数"))[-1]
    rows = records(rates)
    first, last = rows[0], rows[-1]
    missing = int(last["period"]) - int(first["period"]) + 1 - len(rows)
    return Exhibit(
        exhibit_id="reentry",
        name="全国の2年以内再入率",
        title="全国の出所受刑者の2年以内再入率の推移（%、出所年別）",
        summary=(
            f"{first['period']}年の{formats.number(first['value'], 1)}%から"
            f"{last['period']}年の{formats.number(last['value'], 1)}%になった。"
            f"{missing}年分は公表値を入手していない。モデル事業の効果を示すものではない。"
        ),
        rows=rates,
        columns=queries.SERIES_COLUMNS,
        evidence={"value": evidence_in("context_series", "value", "series", "breakdown", "period")},
        as_of=f"{last['period']}年の出所者まで",
        sources=source_notes(database, [*rates["source_id"], target["source_id"]]),
        cautions=named_cautions(database, "series_breaks"),
        draw=lambda palette: figures.rate_by_year(rates, target["value"], palette),
    )


@remembered
def symposium_exhibit(database: Database) -> Exhibit:
    """Attendance at the symposium of FY2019 by venue."""
    attendance = queries.event_attendance(database)
    unstated = [row for row in records(attendance) if row["count_basis"] == "unstated"]
    largest = max(unstated, key=lambda row: row["attendees"])
    cumulative = [row for row in records(attendance) if row["count_basis"] == "cumulative"]
    return Exhibit(
        exhibit_id="symposium",
        name="再犯防止シンポジウム",
        title="令和元年度再犯防止シンポジウムの参加者の内訳（名、会場別）",
        summary=(
            f"延べで数えた{cumulative[0]['block']}を除くと、最も多いのは{largest['block']}の"
            f"{formats.count(largest['attendees'], largest['unit'])}。"
        ),
        rows=attendance,
        columns=queries.EVENT_COLUMNS,
        evidence={"attendees": evidence_in("event_attendance", "attendees", "event", "block")},
        export_only=("position",),
        as_of="令和元年度（2019）7月～12月",
        sources=source_notes(database, attendance["source_id"]),
        cautions=named_cautions(database, "symposium_cumulative"),
        draw=lambda palette: figures.attendance_by_venue(attendance, palette),
    )
