"""Targets against results: which may be called met, which missed, and which nobody can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib import formats
from lib.cells import Evidence, evidence_in
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart, Total
from lib.figures.targets import target_bars
from lib.frames import Record, records
from lib.queries import targets as queries
from lib.schema import Column, Kind
from lib.state import choice, described, whole_number
from lib.statistics.intervals import Interval, count_interval, share_interval
from lib.statistics.targets import Verdict, verdict
from lib.views import outcomes
from lib.views.data import options_from, remembered
from lib.views.notes import named_cautions, source_notes

ALL = "all"
_WHOLE = 100  # %
VERDICTS = {
    Verdict.MET: "達成",
    Verdict.MISSED: "未達",
    Verdict.UNDECIDED: "判定できない",
}
# An expectation is no promise: nothing is met or missed.
EXPECTED_VERDICTS = {
    Verdict.MET: "想定に届いた",
    Verdict.MISSED: "想定を下回る",
    Verdict.UNDECIDED: "判定できない",
}
_NO_INTERVAL = "区間を計算できない"


def _bodies(database: Database) -> dict[str, str]:
    return {ALL: "すべて"} | queries.target_bodies(database)


@dataclass(frozen=True)
class TargetState:
    """What the page shows.

    Attributes:
        body: Project whose targets are shown, or all.
        scale: What share of the printed target is taken as the target, in %.
    """

    body: str = choice("団体", options_from(_bodies), ALL)
    scale: int = whole_number("目標を当初の何%とみるか", _WHOLE, 1, _WHOLE)


def _limit(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.NUMBER, label, meaning, missing=_NO_INTERVAL)


_ADDED = (
    Column(
        "judged_target", Kind.NUMBER, "判定に使う目標", "判定に使う目標の値（単位は結果と同じ）"
    ),
    _limit("interval_low", "区間の下限", "95%区間の下限（単位は結果と同じ）"),
    _limit("interval_high", "区間の上限", "95%区間の上限（単位は結果と同じ）"),
    Column("verdict", Kind.TEXT, "判定", "区間のすべてが目標を満たすか、すべてが満たさないか"),
    Column("reason", Kind.TEXT, "判定の理由", "何と何を比べたか"),
)
_SHOWN = (
    *("project_id", "body_name", "kpi_number", "pillar", "indicator", "target_kind"),
    *("target_comparison", "target_value", "actual_value", "unit", "result_kind"),
    *("base_kpi_number", "base_persons", "rating_printed", "as_of_date"),
    *("source_id", "source_locator"),
)
COLUMNS = (
    *(column for column in queries.TARGET_COLUMNS if column.name in _SHOWN),
    *_ADDED,
)
_METHOD = Method(
    steps=(
        "人の割合が結果のときは、正確な二項区間（Clopper-Pearson、1934）を計算した。",
        "生じた件数や人数が結果のときは、正確なポアソン区間（Garwood、1936）を計算した。",
        (
            "自ら開いた回数は、標本ではなく全数なので、回数をそのまま比べた。"
            "プログラムの回数は、参加者の数にも左右される。"
        ),
        (
            "95%区間のすべてが目標を満たすときだけ「達成」、すべてが満たさないときだけ「未達」とし、"
            "区間が目標をまたぐときは「判定できない」とした。"
        ),
        "文書の評価（○△×）は印字のまま示し、書き換えていない。",
    ),
    assumptions=(
        "同じ事業を同じ条件でもう一度行えば、結果は偶然にこの区間ほど違い得ると考える。",
        "参加者どうし、件どうしが互いに影響しない。集団で行う事業では区間はもっと広い。",
        (
            "再入率の分母は、プログラム参加人数とみた（文書に分母の記載はない。1回も参加していない人を"
            "含む）。文書の目標は事業を行った期間中の再入率で、1人ずつを追った長さは記載がない。"
        ),
    ),
    changes=(
        "参加者が増えれば区間は狭くなり、判定できるようになる。",
        "分母の人数が公表されれば、割合の区間を計算できる。",
        (
            "住居、就労、生活福祉の支援は、必要な人がいて生じる件数で、少ないことは悪いとは限らない。"
            "栃木県の文書は、すでに住まいや仕事のある人が多かったとしている。"
        ),
        (
            "目標が実情に合っていたかどうかは、この判定では分からない。目標の立て方が違う事業どうしの"
            "達成度は比べられない。"
        ),
    ),
)


def _actual_and_base(row: Mapping[str, Any]) -> tuple[str, ...]:
    base = _BASE(row) if row["base_kpi_number"] is not None else ()
    return (*_ACTUAL(row), *base)


def _with_target(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (*_actual_and_base(row), *_TARGET(row))


_TARGET = evidence_in("kpis", "target_value", "project_id", "kpi_number")
_ACTUAL = evidence_in("kpis", "actual_value", "project_id", "kpi_number")
_BASE = evidence_in("kpis", "actual_value", "project_id", "base_kpi_number")
_EVIDENCE: dict[str, Evidence] = {
    "target_value": _TARGET,
    "judged_target": _TARGET,
    "actual_value": _ACTUAL,
    "base_persons": _BASE,
    "interval_low": _actual_and_base,
    "interval_high": _actual_and_base,
}


@remembered
def target_exhibit(database: Database, state: TargetState) -> Exhibit:
    """Results against targets, with the interval of each result and what follows from it.

    Args:
        database: The database.
        state: Which bodies' targets, and the share of the printed target that is taken.
    """
    published = [
        row for row in records(queries.targets(database)) if state.body in {ALL, row["project_id"]}
    ]
    found = [_judged(row, state.scale) for row in published]
    rows = frame_of(found, COLUMNS)
    name = queries.target_bodies(database).get(state.body, "モデル事業")
    limits = outcomes.limits(found)
    cautions = ("small_numbers",) if limits else ()
    return Exhibit(
        exhibit_id="targets",
        name=f"{name}の目標と結果",
        title=f"{name}の目標に対する結果の割合（%）",
        summary=_summary(found, state.scale)
        + "".join(outcomes.limit_words(row) for row in limits)
        + _left_out(limits),
        rows=rows,
        columns=COLUMNS,
        evidence=_EVIDENCE,
        export_only=("project_id", "kpi_number", "base_kpi_number"),
        as_of=formats.as_of(row["as_of_date"] for row in found),
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, *cautions),
        method=_METHOD,
        filters=described(state),
        draw=lambda palette: target_bars(rows, palette),
        native=NativeChart(
            ChartKind.BARS,
            "{indicator}（{verdict}）"
            if len({row["body_name"] for row in found}) == 1
            else "{body_name} {indicator}（{verdict}）",
            ("actual_value",),
            "目標に対する結果の割合（%）",
            per="judged_target",
            only=lambda row: row["target_comparison"] == ">=" and bool(row["judged_target"]),
        ),
        checks=(
            *(
                Total(f"判定が「{words}」の項目", "COUNTIF", "verdict", count, words)
                for words in VERDICTS.values()
                if (count := sum(row["verdict"] == words for row in found))
            ),
        ),
    )


def _judged(row: Record, scale: int) -> Record:
    """A target with the interval of its result, the verdict and the reason."""
    is_limit = row["target_comparison"] == "<="
    target = row["target_value"] if is_limit else row["target_value"] * scale / _WHOLE
    interval = interval_of(row)
    if interval is not None:
        found = verdict(row["target_comparison"], target, interval)
    elif not is_limit and row["actual_value"] < target == _WHOLE:
        found = Verdict.MISSED  # not all of them, however many they were
    else:
        found = Verdict.UNDECIDED
    words = EXPECTED_VERDICTS if row["target_kind"] == "expected" else VERDICTS
    return row | {
        "judged_target": target,
        "interval_low": interval.low if interval else None,
        "interval_high": interval.high if interval else None,
        "verdict": words[found],
        "reason": _reason(row, interval, found),
    }


def interval_of(row: Record) -> Interval | None:
    """The exact 95 % interval of a result in its own unit; None if its base is not published."""
    actual = row["actual_value"]
    if row["result_kind"] == "held":
        return Interval(actual, actual)
    if row["result_kind"] == "arising":
        return count_interval(int(actual))
    events = outcomes.events(row)
    if events is None:
        return None
    share = share_interval(events, row["base_persons"])
    return Interval(_WHOLE * share.low, _WHOLE * share.high)


def _reason(row: Record, interval: Interval | None, found: Verdict) -> str:
    if interval is None:
        if found is Verdict.MISSED:
            return "分母の記載がないが、結果が100%に届いていない"
        if row["base_persons"]:
            return "割合と分母から人数を決められず、区間を計算できない"
        return "分母の人数の記載がなく、区間を計算できない"
    if row["result_kind"] == "held":
        return "自ら開いた回数のため、回数をそのまま比べた"
    words = f"95%区間は{outcomes.interval_words(interval, row['unit'])}"
    if row["result_kind"] == "share":
        return f"{row['base_persons']}人のうち{outcomes.events(row)}人。{words}"
    return words


def _summary(rows: list[Record], scale: int) -> str:
    rated = [row for row in rows if row["rating_printed"]]
    expected = [row for row in rows if row["target_kind"] == "expected"]
    numbers = "、".join(
        f"{words}{count}項目"
        for words in VERDICTS.values()
        if (count := sum(row["verdict"] == words for row in rows if row not in expected))
    )
    lowered = "" if scale == _WHOLE else f"、目標を当初の{scale}%とみると"
    judged = ""
    if numbers:
        judged = (
            f"目標{len(rows) - len(expected)}項目の判定は、偶然の幅を考えて{lowered}{numbers}。"
        )
    printed = ""
    if rated:
        met = sum(row["rating_printed"] == "○" for row in rated)
        printed = f"文書の評価では{len(rated)}項目のうち○が{met}項目。"
    plans = "".join(
        f"{row['body_name']}の{row['indicator']}は"
        f"{formats.count(row['actual_value'], row['unit'])}で、当初の想定は"
        f"{formats.count(row['target_value'], row['unit'])}だった（{row['verdict']}）。"
        for row in expected
    )
    return f"{judged}{printed}{plans}"


def _left_out(limits: list[Record]) -> str:
    """Which targets the chart does not show, and why."""
    if not limits:
        return ""
    names = formats.joined(f"「{row['indicator']}」" for row in limits)
    return f"上限を決めた目標の{names}は、割合が達成の度合いを示さないため図に含めない。"
