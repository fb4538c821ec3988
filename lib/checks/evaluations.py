"""Checks the two projects' own reports (S1, S4) in themselves and against the catalogue (S3)."""

from collections.abc import Iterator

from lib import vocabulary
from lib.checks.model import Check, Side, Statement, combined, number_in, select
from lib.validation import Loaded, Row

TOCHIGI = "H30-06"
IBARAKI = "H30-05"
PARTLY_MET_SHARE = 0.5  # S1 L302: △ from half of the target upwards


def evaluation_checks(tables: Loaded) -> Iterator[Check]:
    """All checks on the reports of 栃木県 and 茨城県 for which all tables have rows.

    That no row is lost is seen to by the rows that were confirmed.
    """
    for checks, needed in (
        (_session_checks, ("program_sessions", "program_participants", "kpis", "results")),
        (_participant_checks, ("participants_by_group", "program_participants", "kpis")),
        (_family_checks, ("family_meetings", "participants_by_group", "kpis", "results")),
        (_tochigi_cross_checks, ("kpis", "results")),
        (_rating_checks, ("kpis",)),
        (_ibaraki_checks, ("kpis", "results", "findings")),
    ):
        if all(tables[name].rows for name in needed):
            yield from checks(tables)


def _actual(tables: Loaded, project_id: str, indicator: str) -> Side:
    return select(tables, "kpis", project_id=project_id, indicator=indicator).only("actual_value")


def _result(tables: Loaded, project_id: str, indicator: str) -> Side:
    return select(tables, "results", project_id=project_id, indicator=indicator).only("value")


def _session_checks(tables: Loaded) -> Iterator[Check]:
    sessions = select(tables, "program_sessions", project_id=TOCHIGI)
    participants = select(tables, "program_participants", project_id=TOCHIGI)
    held, attendances = sessions.total("sessions"), sessions.total("attendances")
    attended = participants.total("sessions_attended")
    yield Statement(
        "S1:sessions_held",
        "within_source",
        "プログラム実施回数（目標の表）と月ごとの実施回数の合計（詳細の表）",
        TOCHIGI,
    ).equal(_actual(tables, TOCHIGI, "プログラム実施回数"), held)
    yield Statement(
        "S1-S3:sessions_held",
        "across_sources",
        "教育プログラム提供回数（S3）と月ごとの実施回数の合計（S1）",
        TOCHIGI,
    ).equal(_result(tables, TOCHIGI, "教育プログラム提供回数"), held)
    yield Statement(
        "S1-S3:session_attendances",
        "across_sources",
        "教育プログラム提供人数の延べ（S3）と月ごとの延べ参加人数の合計（S1）",
        TOCHIGI,
    ).equal(_result(tables, TOCHIGI, "教育プログラム提供人数"), attendances)
    yield Statement(
        "S1:participant_sessions",
        "within_source",
        "月ごとの延べ参加人数の合計と参加者ごとの参加回数の合計",
        TOCHIGI,
    ).equal(attendances, attended)


def _participant_checks(tables: Loaded) -> Iterator[Check]:
    participants = _actual(tables, TOCHIGI, "プログラム参加人数")
    for grouping in ("fiscal_year", "sex", "referral"):
        rows = select(tables, "participants_by_group", project_id=TOCHIGI, grouping=grouping)
        yield Statement(
            f"S1:participants_by_group:{grouping}",
            "within_source",
            f"プログラム参加人数と参加者（{vocabulary.GROUPING.label(grouping)}）の合計",
            TOCHIGI,
        ).equal(participants, rows.total("participants"))
    listed = select(tables, "program_participants", project_id=TOCHIGI)
    yield Statement(
        "S1:participant_rows", "within_source", "プログラム参加人数と詳細の表の参加者の数", TOCHIGI
    ).equal(participants, listed.count("sessions_attended"))
    yield Statement(
        "S1:programme_share", "within_source", "プログラム参加率（20%）の再計算", TOCHIGI
    ).not_comparable(
        _actual(tables, TOCHIGI, "プログラム参加率"),
        Side("計算できない"),
        "分母の記載がなく、考えられるどの分母でも20%にならない",
    )


def _family_checks(tables: Loaded) -> Iterator[Check]:
    families = select(tables, "family_meetings", project_id=TOCHIGI)
    new_families = select(
        tables, "participants_by_group", project_id=TOCHIGI, grouping="families"
    ).total("participants")
    listed = families.count("meetings_attended")
    yield Statement(
        "S1:families", "within_source", "新しく参加した家族の数と家族会の表の家族の数", TOCHIGI
    ).equal(new_families, listed)
    yield Statement(
        "S1:family_persons", "within_source", "家族会参加人数（人）と参加した家族（組）", TOCHIGI
    ).not_comparable(
        _actual(tables, TOCHIGI, "家族会参加人数"),
        listed,
        "人と組は単位が違い、1組の人数の記載がない",
    )
    yield Statement(
        "S1-S3:family_attendance",
        "across_sources",
        "家族会参加人数の延べ（S3、人）と家族ごとの参加回数の合計（S1、組）",
        TOCHIGI,
    ).not_comparable(
        _result(tables, TOCHIGI, "家族会参加人数"),
        families.total("meetings_attended"),
        "S3 は人、S1 は家族で数えており、1組の人数の記載がない",
    )
    shares = families.total("attendance_share_pct")
    mean_share = shares.number / len(families)
    yield Statement(
        "S1:family_share",
        "within_source",
        "家族会参加率（%）と家族ごとの参加率の平均を丸めた値",
        TOCHIGI,
    ).equal(
        _actual(tables, TOCHIGI, "家族会参加率"),
        combined(round(mean_share), shares),
        f"平均は{mean_share:.1f}%",
    )


def _tochigi_cross_checks(tables: Loaded) -> Iterator[Check]:
    for check_id, in_report, in_catalogue in (
        ("S1-S3:meetings", "薬物再犯防止推進会議", "会議開催回数"),
        ("S1-S3:trainings", "薬物依存症対策研修会", "研修会開催回数"),
        ("S1-S3:housing", "住居支援実施件数", "住居支援数"),
    ):
        yield Statement(
            check_id, "across_sources", f"{in_report}（S1）と{in_catalogue}（S3）", TOCHIGI
        ).equal(_actual(tables, TOCHIGI, in_report), _result(tables, TOCHIGI, in_catalogue))
    yield Statement(
        "S1-S3:coordinated",
        "across_sources",
        "コーディネート実施人数（S3）とプログラム参加人数（S1）",
        TOCHIGI,
    ).not_comparable(
        _result(tables, TOCHIGI, "コーディネート実施人数"),
        _actual(tables, TOCHIGI, "プログラム参加人数"),
        "面談や相談の対象とプログラムの参加者は別のもので、S1 に前者の数の記載がない",
    )


def _rating_checks(tables: Loaded) -> Iterator[Check]:
    # What the marks mean is Tochigi's own rule; another body may rate otherwise.
    for kpi in select(tables, "kpis", project_id=TOCHIGI):
        row = kpi.row
        if row["rating_printed"] is None:
            continue
        yield Statement(
            f"rating:{row['project_id']}:{row['kpi_number']}",
            "rating",
            f"{row['indicator']}の評価と、目標値と結果から決まる評価",
            str(row["project_id"]),
        ).equal(
            Side(str(row["rating_printed"]), kpi.cells("actual_value")),
            combined(_rating(row), kpi.only("target_value"), kpi.only("actual_value")),
        )


def _rating(row: Row) -> str:
    target, actual = number_in(row, "target_value"), number_in(row, "actual_value")
    is_met = actual <= target if row["target_comparison"] == "<=" else actual >= target
    if is_met:
        return "○"
    return "△" if actual >= PARTLY_MET_SHARE * target else "×"


def _ibaraki_checks(tables: Loaded) -> Iterator[Check]:
    yield Statement(
        "S4-S3:supported",
        "across_sources",
        "支援の対象となった人（S4）と支援実施人数（S3）",
        IBARAKI,
    ).equal(
        _actual(tables, IBARAKI, "支援の対象となった人"), _result(tables, IBARAKI, "支援実施人数")
    )
    members = select(tables, "findings", project_id=IBARAKI, code="council")
    yield Statement(
        "S4-S3:council_members",
        "across_sources",
        "協議会の構成員（S4、名）と構成委員（S3、人）",
        IBARAKI,
    ).equal(members.only("value"), _result(tables, IBARAKI, "構成委員（人）"))
