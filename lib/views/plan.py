"""Aid for the next plan: what past ratios of result to plan would make of a number of persons."""

from dataclasses import dataclass

from lib import formats
from lib.cells import evidence_in, evidence_listed_in, listed
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart
from lib.figures.targets import stage_bars
from lib.frames import Record, records
from lib.queries import projects
from lib.queries import targets as queries
from lib.schema import Column, Kind
from lib.state import choice, field_words, whole_number
from lib.statistics.intervals import count_interval, share_interval
from lib.statistics.targets import Verdict
from lib.views.data import options_from, remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.targets import ALL, EXPECTED_VERDICTS, VERDICTS, TargetState, target_exhibit

_MOST_PERSONS = 1000
_COURSE_PROJECT = "H30-06"  # the only one whose participants' course is published
_CONTINUED = "continued"  # finding with the number of participants who went on
_FAMILY = "家族"
_LOWERED = (100, 75, 50, 40, 30, 20, 10, 5)  # % of the printed targets
_NO_NUMBER = "文書に数がない"


def _references(database: Database) -> dict[str, str]:
    """The plans for persons whose results are known, by code."""
    return {_code(row): _name(row) for row in _plans(database)}


def _plans(database: Database) -> list[Record]:
    return [
        row
        for row in records(queries.targets(database))
        if row["result_kind"] == "arising" and row["unit"] == "人"
    ]


def _code(row: Record) -> str:
    return f"{row['project_id']}-{row['kpi_number']}"


def _name(row: Record) -> str:
    return f"{row['body_name']} {row['indicator']}"


@dataclass(frozen=True)
class PlanState:
    """What is planned.

    Attributes:
        persons: How many persons the plan counts on.
        reference: The past plan whose ratio is applied.
    """

    persons: int = whole_number("計画する人数", 40, 1, _MOST_PERSONS)
    reference: str = choice("もとにする計画", options_from(_references), "H30-06-4")


@dataclass(frozen=True)
class _Estimate:
    """A number of persons, or a ratio, with its range."""

    middle: float
    low: float
    high: float

    def times(self, other: "_Estimate") -> "_Estimate":
        """The product, limit by limit: wider than an interval of the product."""
        return _Estimate(self.middle * other.middle, self.low * other.low, self.high * other.high)


def _persons(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, unit="人", missing=_NO_NUMBER)


def _ratio(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing=_NO_NUMBER)


COLUMNS = (
    Column("stage", Kind.TEXT, "段階", "計画から継続までの段階"),
    Column("basis", Kind.TEXT, "もとにした数", "比のもとにした文書の数"),
    _ratio("ratio", "比", "前の段階に対する比"),
    _ratio("ratio_low", "比の下限", "95%区間の下限"),
    _ratio("ratio_high", "比の上限", "95%区間の上限"),
    _persons("expected", "見込み", "計画する人数に比を掛けた人数"),
    _persons("expected_low", "見込みの下限", "各段階の下限を掛けた人数"),
    _persons("expected_high", "見込みの上限", "各段階の上限を掛けた人数"),
    Column("figure_ids", Kind.TEXT, "もとの数値のID", "比のもとになった数値", missing=_NO_NUMBER),
)
_METHOD = Method(
    steps=(
        (
            "過去の計画の人数と結果の比を、計画する人数に掛けた。比の区間は、結果の人数を正確な"
            "ポアソン区間（Garwood、1936）でみた。"
        ),
        (
            "始めた後の割合は、栃木県の参加者の人数の割合で、正確な二項区間（Clopper-Pearson、1934）を"
            "付けた。"
        ),
        (
            "幅は平均の見込みの幅で、実際の人数はさらに偶然でばらつく。2段階目からは、下限どうし、"
            "上限どうしを掛けた。"
        ),
    ),
    assumptions=(
        "次の計画も、対象者、場所、働きかけのしかたが、もとにする計画と同じとみる。",
        (
            "計画の人数に比例して始める人が増えるとみた。計画の数だけを増やしても、対象になる人が"
            "増えなければ、始める人は増えない。"
        ),
        "計画の人数は、対象になり得る人の数とは限らない。文書は、計画の人数をどう決めたかを書いていない。",
        "もとにした事業は2つだけで、全国を代表しない。",
    ),
    changes=(
        "対象になる人の数を刑務所や保護観察所から先に聞けば、計画の比は使わなくてよい。",
        "同意、開始、継続の人数を段階ごとに記録すれば、見込みの幅は狭くなる。",
    ),
)


@remembered
def plan_exhibit(database: Database, state: PlanState) -> Exhibit:
    """The persons to be expected at each stage from plan to continuation."""
    plan = next(row for row in _plans(database) if _code(row) == state.reference)
    found = _stages(database, plan, state.persons)
    rows = frame_of(found, COLUMNS)
    return Exhibit(
        exhibit_id="plan",
        name="計画の目安",
        title="計画した人数から続ける人数までの見込みの幅（人、段階別）",
        summary=_summary(found),
        rows=rows,
        columns=COLUMNS,
        export_only=("figure_ids",),
        evidence={
            name: evidence_listed_in("figure_ids")
            for name in (column.name for column in COLUMNS if column.kind is Kind.NUMBER)
        },
        as_of=formats.as_of([plan["as_of_date"]]),
        sources=source_notes(database, {plan["source_id"], _course_source(database)}),
        cautions=named_cautions(database, "small_numbers"),
        method=_METHOD,
        filters=field_words(state, "persons", "reference"),
        draw=lambda palette: stage_bars(rows, palette),
        native=NativeChart(
            ChartKind.RANGES,
            "{stage}",
            ("expected_low", "expected", "expected_high"),
            "見込みと幅（人。濃い部分は下限まで、次は見込みまで、薄い部分は上限まで）",
            is_stacked=True,
        ),
    )


def _course_source(database: Database) -> str:
    rows = records(projects.of_project(database, "program_participants", _COURSE_PROJECT))
    return str(rows[0]["source_id"])


def _stages(database: Database, plan: Record, persons: int) -> list[Record]:
    begun, planned = int(plan["actual_value"]), plan["target_value"]
    limits = count_interval(begun)
    start = _Estimate(begun / planned, limits.low / planned, limits.high / planned)
    start_words = (
        f"{plan['body_name']}: {formats.number(planned)}人の計画に{formats.number(begun)}人"
    )
    start_ids = [
        evidence_in("kpis", name, "project_id", "kpi_number")(plan)[0]
        for name in ("target_value", "actual_value")
    ]
    all_planned = _Estimate(persons, persons, persons)
    return [
        _stage("計画する人", "入力した人数", _Estimate(1, 1, 1), all_planned),
        _unknown("同意する人", "同意した人の数は、どの文書にもない"),
        _stage("始める人", start_words, start, all_planned) | {"figure_ids": listed(start_ids)},
        *_course_stages(database, plan, all_planned.times(start)),
    ]


def _course_stages(database: Database, plan: Record, started: _Estimate) -> list[Record]:
    """What became of those who started, as far as it is published for such a plan."""
    stages = ("1回以上参加する人", "続けて参加する人")
    if plan["project_id"] != _COURSE_PROJECT:
        return [
            _unknown(stage, "参加の回がある事業ではなく、続けた人の数も文書にない")
            for stage in stages
        ]
    if _FAMILY in plan["indicator"]:
        return [_unknown(stage, "家族については、続けた人の数が文書にない") for stage in stages]
    participants = records(projects.of_project(database, "program_participants", _COURSE_PROJECT))
    findings = records(projects.of_project(database, "findings", _COURSE_PROJECT))
    (continued,) = (row for row in findings if row["code"] == _CONTINUED)
    sessions = evidence_in(
        "program_participants", "sessions_attended", "project_id", "participant_number"
    )
    all_sessions = [sessions(row)[0] for row in participants]
    number = evidence_in("findings", "value", "project_id", "finding_number")(continued)
    attended = sum(row["sessions_attended"] > 0 for row in participants)
    found = []
    for stage, events, ids in (
        (stages[0], attended, ()),
        (stages[1], int(continued["value"]), number),
    ):
        limits = share_interval(events, len(participants))
        share = _Estimate(events / len(participants), limits.low, limits.high)
        basis = f"栃木県: 始めた{len(participants)}人のうち{events}人"
        figure_ids = {"figure_ids": listed([*ids, *all_sessions])}
        found.append(_stage(stage, basis, share, started) | figure_ids)
    return found


def _stage(stage: str, basis: str, ratio: _Estimate, before: _Estimate) -> Record:
    """One stage: the ratio to the stage before it, and the persons to be expected."""
    expected = before.times(ratio)
    return {
        "stage": stage,
        "basis": basis,
        "ratio": ratio.middle,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "expected": expected.middle,
        "expected_low": expected.low,
        "expected_high": expected.high,
        "figure_ids": None,
    }


def _unknown(stage: str, why: str) -> Record:
    nothing: Record = dict.fromkeys(column.name for column in COLUMNS)
    return nothing | {"stage": stage, "basis": why}


def _summary(stages: list[Record]) -> str:
    parts = [
        f"{row['stage']}は{formats.number(row['expected'], 1)}人"
        f"（{formats.number(row['expected_low'], 1)}～{formats.number(row['expected_high'], 1)}人）"
        for row in (stages[2], stages[-1])
        if row["expected"] is not None
    ]
    persons = formats.number(stages[0]["expected"])
    bases = formats.joined(
        row["basis"] for row in (stages[2], stages[-1]) if row["expected"] is not None
    )
    return f"{bases}と同じ比なら、{persons}人を計画して、{'、'.join(parts)}。"


LOWERED_COLUMNS = (
    Column("scale", Kind.INTEGER, "当初の目標に対する割合", "目標を当初の何%とみるか", unit="%"),
    Column("targets", Kind.INTEGER, "項目の数", "到達を目指した目標と想定の数", unit="項目"),
    Column(
        "reached",
        Kind.INTEGER,
        "実際の数が届いた項目",
        "結果が下げた目標以上の目標の数",
        unit="項目",
    ),
    *(
        Column(name, Kind.INTEGER, words, f"判定が「{words}」の目標の数", unit="項目")
        for name, words in (("met", "達成"), ("missed", "未達"), ("undecided", "判定できない"))
    ),
)


@remembered
def lowered_exhibit(database: Database) -> Exhibit:
    """How many past targets would have been met, had they been lower."""
    found = [_lowered(database, scale) for scale in _LOWERED]
    whole = target_exhibit(database, TargetState(body=ALL))
    half = next(row for row in found if row["scale"] == 50)
    lowest = found[-1]
    return Exhibit(
        exhibit_id="lowered",
        name="目標を下げたときの達成",
        title="目標を下げたとみたときの達成の内訳（項目、当初の目標に対する割合別）",
        summary=(
            f"到達を目指した目標と想定{found[0]['targets']}項目のうち、実際の数が届いたのは{found[0]['reached']}項目。"
            f"目標を半分とみると{half['reached']}項目、{lowest['scale']}%とみると"
            f"{lowest['reached']}項目に届いていた。"
        ),
        rows=frame_of(found, LOWERED_COLUMNS),
        columns=LOWERED_COLUMNS,
        evidence=dict.fromkeys(
            ("targets", "reached", "met", "missed", "undecided"), lambda _row: whole.figure_ids
        ),
        as_of=whole.as_of,
        sources=whole.sources,
        method=whole.method,
    )


def _lowered(database: Database, scale: int) -> Record:
    rows = records(target_exhibit(database, TargetState(scale=scale)).rows)
    to_reach = [row for row in rows if row["target_comparison"] == ">="]
    verdicts = [row["verdict"] for row in to_reach]
    return {
        "scale": scale,
        "targets": len(to_reach),
        "reached": sum(row["actual_value"] >= row["judged_target"] for row in to_reach),
        **{
            found.value: verdicts.count(words) + verdicts.count(EXPECTED_VERDICTS[found])
            for found, words in VERDICTS.items()
            if words != EXPECTED_VERDICTS[found]
        },
        Verdict.UNDECIDED.value: verdicts.count(VERDICTS[Verdict.UNDECIDED]),
    }
