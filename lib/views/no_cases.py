"""What none of some persons can say: the upper limit of a rate by the number of persons."""

from collections.abc import Mapping
from typing import Any

from lib import formats
from lib.cells import evidence_in
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart
from lib.figures.bands import Band, bands_by_number
from lib.frames import Record, records
from lib.queries import national
from lib.queries import targets as queries
from lib.schema import Column, Kind, declared
from lib.statistics.intervals import (
    persons_needed_without_event,
    probability_at_most,
    share_interval,
)
from lib.views import outcomes
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.targets import ALL, TargetState

# The rate that the report (S1) names beside its own result.
COMPARED_SERIES = ("薬物事犯の2年以内再入率", "薬物事犯")
_WHOLE = 100  # %
_MOST_PERSONS = 40  # the number of participants that was planned
_METHOD = Method(
    steps=(
        (
            "再入が0人のときの再入率の上限を、正確な二項区間（Clopper-Pearson、1934、両側95%）で、"
            "参加した人数ごとに計算した。"
        ),
        "上限が目標以下になる最も小さい人数を、0人でも目標を下回ると言える人数とした。",
        "比べる率のとおりに再入するとき、その人数で0人になる確率を二項分布で計算した。",
    ),
    assumptions=(
        "参加者はそれぞれ独立に、同じ確率で再入する。",
        (
            "目標は事業の期間中の率、比べる率は2年以内の率で、期間が違う。2年より短くしか追って"
            "いなければ、0人になる確率は、ここに示すより高い。"
        ),
        "分母は、プログラム参加人数とみた（1回も参加していない人を含む。文書に分母の記載はない）。",
        "参加者は、対象となる人から偏りなく選ばれた。続ける意欲のある人が多ければ、率は低く出る。",
    ),
    changes=(
        "参加者の人数、追った期間、1人でも再入した人がいたかどうかで、結論は変わる。",
        "区間を片側95%にすると、必要な人数は減る（目標が16%なら18人）。",
    ),
)
COLUMNS = (
    declared("kpis", "project_id"),
    declared("kpis", "kpi_number"),
    declared("kpis", "indicator"),
    Column("assumed_persons", Kind.INTEGER, "参加した人数", "0人のときの分母の人数", unit="人"),
    Column("upper_limit", Kind.NUMBER, "再入率の上限", "95%区間の上限", unit="%"),
    declared("kpis", "target_value"),
    Column("is_enough", Kind.BOOLEAN, "上限が目標以下", "0人なら目標を下回ると言えるかどうか"),
    Column("compared_rate", Kind.NUMBER, "比べる率", "文書が並べて示す率", unit="%"),
    Column("probability", Kind.NUMBER, "0人になる確率", "比べる率のとおりのとき（0から1）"),
    declared("kpis", "source_id"),
)


@remembered
def no_case_exhibits(database: Database, state: TargetState) -> tuple[Exhibit, ...]:
    """One exhibit for each target not to be exceeded whose event happened to none."""
    return tuple(
        _exhibit(database, row)
        for row in _limits(database)
        if state.body in {ALL, row["project_id"]}
    )


def _exhibit(database: Database, target: Record) -> Exhibit:
    (compared,) = records(national.series(database, *COMPARED_SERIES))
    found = [_row(target, compared["value"], persons) for persons in range(1, _MOST_PERSONS + 1)]
    rows = frame_of(found, COLUMNS)
    persons = target["base_persons"]
    return Exhibit(
        exhibit_id="no_cases",
        name=f"{target['body_name']}の再入率の上限",
        title=f"{target['body_name']}の再入率のあり得る幅（%、0人のときの参加人数別）",
        summary=_summary(target, compared["value"]),
        rows=rows,
        columns=COLUMNS,
        export_only=("project_id", "kpi_number"),
        evidence=_evidence(compared),
        as_of=formats.as_of([target["as_of_date"]]),
        sources=source_notes(database, [target["source_id"], compared["source_id"]]),
        cautions=named_cautions(database, "small_numbers"),
        method=_METHOD,
        filters=(("団体", target["body_name"]),),
        native=NativeChart(
            ChartKind.COLUMNS,
            "{assumed_persons}人",
            ("upper_limit",),
            f"再入0人のときの再入率の上限（%、目標{formats.number(target['target_value'])}%以下）",
        ),
        draw=lambda palette: bands_by_number(
            [_band(row) for row in found],
            persons,
            "参加した人数（再入は0人）",
            "再入率（%）",
            palette,
            limit=(target["target_value"], f"目標 {formats.number(target['target_value'])}%以下"),
        ),
    )


def _limits(database: Database) -> list[Record]:
    """The targets that are not to be exceeded and that none of some persons reached."""
    rows = outcomes.limits(records(queries.targets(database)))
    return [row for row in rows if outcomes.events(row) == 0]


def _row(target: Record, compared_pct: float, persons: int) -> Record:
    upper = _WHOLE * share_interval(0, persons).high
    return target | {
        "assumed_persons": persons,
        "upper_limit": upper,
        "is_enough": upper <= target["target_value"],
        "compared_rate": compared_pct,
        "probability": probability_at_most(0, persons, compared_pct / _WHOLE),
    }


def _band(row: Record) -> Band:
    upper = formats.number(row["upper_limit"], 1)
    words = f"{row['assumed_persons']}人のうち0人: 0～{upper}%"
    return Band(row["assumed_persons"], 0, row["upper_limit"], words)


def _summary(target: Record, compared_pct: float) -> str:
    persons, limit = target["base_persons"], target["target_value"]
    upper = _WHOLE * share_interval(0, persons).high
    chance = probability_at_most(0, persons, compared_pct / _WHOLE)
    needed = persons_needed_without_event(limit / _WHOLE)
    return (
        f"{persons}人のうち0人なので、再入率の95%信頼区間は0～{formats.number(upper, 1)}%。"
        f"文書が並べる2年以内再入率{formats.number(compared_pct)}%と同じ確率で再入するとしても、"
        f"0人になる確率は{formats.percent(chance)}ある。0人なら目標の{formats.number(limit)}%以下と言えるのは、"
        f"{needed}人以上のとき。"
    )


def _evidence(compared: Record) -> dict[str, Any]:
    rate = evidence_in("context_series", "value", "series", "breakdown", "period")(compared)
    target = evidence_in("kpis", "target_value", "project_id", "kpi_number")

    def compared_rate(_row: Mapping[str, Any]) -> tuple[str, ...]:
        return rate

    return {
        "target_value": target,
        "compared_rate": compared_rate,
        "probability": compared_rate,
        "upper_limit": evidence_in("kpis", "actual_value", "project_id", "kpi_number"),
    }
