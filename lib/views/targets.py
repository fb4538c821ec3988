"""Targets beside results: plain differences and shares, with the body's own rating."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from lib import formats
from lib.cells import Evidence, evidence_in
from lib.charts.declared import Axis, Bar, Cell, Rows, Units
from lib.database import Database
from lib.exhibits import Exhibit, Share, Total
from lib.frames import Record, rows_of
from lib.memory import remembered
from lib.queries import targets as queries
from lib.queries.targets import Target
from lib.schema import Column
from lib.state import choice, described
from lib.views.data import options_from
from lib.views.notes import named_cautions, source_notes

ALL = "all"
_RATINGS = "○△×"  # the order in which they are counted; other marks come behind


def _bodies(database: Database) -> dict[str, str]:
    return {ALL: "すべて"} | {
        row.project_id: row.body_name for row in queries.target_rows(database)
    }


@dataclass(frozen=True)
class TargetState:
    """What the page shows.

    Attributes:
        body: Project whose targets are shown, or all.
    """

    body: str = choice("団体", options_from(_bodies), ALL)


_SHOWN = (
    *("project_id", "body_name", "kpi_number", "pillar", "indicator", "target_kind"),
    *("target_comparison", "target_value", "actual_value", "unit", "difference"),
    *("difference_unit", "share_pct", "rating_printed", "as_of_date"),
    *("source_id", "source_locator"),
)
_BY_NAME = {column.name: column for column in queries.TARGET_COLUMNS}
COLUMNS = tuple(_BY_NAME[name] for name in _SHOWN)
# What the results stand beside, by the kinds of the rows: an expectation is no target.
_KIND_WORDS = {"target": "目標", "expected": "想定"}
_TARGET = evidence_in("kpis", "target_value", "project_id", "kpi_number")
_ACTUAL = evidence_in("kpis", "actual_value", "project_id", "kpi_number")


_EVIDENCE: dict[str, Evidence] = {
    "target_value": _TARGET,
    "actual_value": _ACTUAL,
    **dict.fromkeys(("difference", "share_pct"), lambda row: (*_ACTUAL(row), *_TARGET(row))),
}


@remembered
def target_exhibit(database: Database, state: TargetState) -> Exhibit:
    """Results beside targets; rows without a printed rating say so, nothing is judged."""
    rows = queries.targets(database, "" if state.body == ALL else state.body)
    name = "モデル事業" if state.body == ALL else _bodies(database)[state.body]
    return _exhibit(database, state, "targets", name, rows)


@remembered
def expected_exhibit(database: Database, state: TargetState) -> Exhibit | None:
    """Results beside what was only expected, apart from targets; None where no other stands."""
    rows = queries.targets(database, "")
    expected = rows[rows["target_kind"] == "expected"].reset_index(drop=True)
    if state.body != ALL or expected.empty or len(expected) == len(rows):
        return None
    name = formats.joined(row.body_name for row in rows_of(expected, Target))
    return _exhibit(database, state, "expected", name, expected)


def _exhibit(
    database: Database, state: TargetState, exhibit_id: str, name: str, rows: pd.DataFrame
) -> Exhibit:
    found = rows_of(rows, Target)
    kinds = kind_words(found)
    return Exhibit(
        exhibit_id=exhibit_id,
        name=f"{name}の{kinds}と結果",
        title=f"{name}の{kinds}に対する結果の割合（%）",
        summary=_summary(found),
        rows=rows,
        columns=_columns(kinds),
        evidence=_EVIDENCE,
        export_only=("kpi_number",),
        as_of=_as_of(found),
        sources=source_notes(database, rows["source_id"]),
        cautions=named_cautions(database, *_caution_ids(found)),
        filters=described(state),
        chart=_chart(found) if found else None,
        recalculations=(
            *(
                Total(f"団体の評価が{mark}の項目", "COUNTIF", "rating_printed", count, mark)
                for mark, count in ratings(found).items()
            ),
            Share("share_pct", "actual_value", "target_value", factor=100, decimals=1),
        ),
    )


def kind_words(rows: Sequence[Target]) -> str:
    """What the results stand beside: 目標, 想定, or 目標・想定."""
    kinds = {row.target_kind for row in rows} or {"target"}
    return "・".join(words for kind, words in _KIND_WORDS.items() if kind in kinds)


def _columns(kinds: str) -> tuple[Column, ...]:
    """The columns, whose headings name what the results stand beside."""
    labels = {
        "kpi_number": f"{kinds}番号",
        "target_kind": f"{kinds}の種類",
        "target_comparison": f"{kinds}の向き",
        "target_value": f"{kinds}の値",
        "difference": f"{kinds}との差",
        "share_pct": f"{kinds}に対する割合",
    }
    return tuple(replace(column, label=labels.get(column.name, column.label)) for column in COLUMNS)


def _caution_ids(rows: Sequence[Target]) -> tuple[str, ...]:
    """What must be known of single rows, and of the limits that were set to a rate."""
    own = dict.fromkeys(row.caution_id for row in rows if row.caution_id)
    has_limit = any(row.target_comparison == "<=" for row in rows)
    return (*own, *(["government_target"] if has_limit else []), "own_targets")


# One square a person: filled as far as the result went, hollow up to what was expected.
_EXPECTED = Rows(
    name="{body_name}の{indicator}",
    marks=(Units("actual_value", whole="target_value"),),
    axis=Axis("結果と想定（人）", "人", is_drawn=False),
    before=(
        Cell("{target_value}{unit}", "想定"),
        Cell("{actual_value}{unit}", "結果", is_strong=True),
    ),
)


def _chart(rows: Sequence[Target]) -> Rows:
    """Each result on the way to its target; one that was not to be exceeded is no bar."""
    drawn = [row for row in rows if row.target_kind == "target"]
    if not drawn:
        return _EXPECTED
    body = "{body_name} " if len({row.body_name for row in drawn}) > 1 else ""
    kinds = kind_words(drawn)
    return Rows(
        name=f"{body}{{indicator}}",
        short=lambda row: row["short_name"] or row["indicator"],
        marks=(Bar("share_pct", is_tracked=True, is_labelled=False),),
        axis=Axis(
            f"{kinds}に対する結果の割合（%）", "%", is_drawn=False, limit=100, limit_words=kinds
        ),
        group="pillar",
        before=(
            Cell(_target_words, kinds),
            Cell("{actual_value}{unit}", "結果", is_strong=True),
        ),
        note=lambda row: "以下の目標は棒にしない" if _is_limit(row) else "",
        only=lambda row: row["target_kind"] == "target",
        after=(Cell("{rating_printed}", "団体の評価", is_number=False, is_sign=True),),
    )


def _is_limit(row: Record) -> bool:
    return bool(row["target_comparison"] == "<=")


def _target_words(row: Record) -> str:
    words = formats.count(row["target_value"], row["unit"])
    return f"{words}以下" if _is_limit(row) else words


def _as_of(rows: Sequence[Target]) -> str:
    """The date of the results, and whose results bear none."""
    undated = formats.joined(row.body_name for row in rows if row.as_of_date is None)
    dated = formats.as_of(row.as_of_date for row in rows)
    is_mixed = undated and dated != formats.NOT_GIVEN
    return f"{dated}（{undated}は記載なし）" if is_mixed else dated


def ratings(rows: Sequence[Target]) -> dict[str, int]:
    """How many targets a mark was printed for, by mark."""
    printed = [row.rating_printed for row in rows if row.rating_printed]
    ordered = dict.fromkeys([*_RATINGS, *printed])
    return {mark: printed.count(mark) for mark in ordered if mark in printed}


def _summary(rows: Sequence[Target]) -> str:
    if not rows:
        return "目標と結果を示した文書は、まだ入っていない。"
    by_body = groupby(rows, key=lambda row: row.body_name)
    return "".join(_body_words(body, list(own)) for body, own in by_body)


def _body_words(body: str, rows: Sequence[Target]) -> str:
    """What is said of one body's targets: its ratings, its expectations, what is not rated."""
    given = ratings(rows)
    own = [row for row in rows if row.target_kind == "target"]
    unrated = [row for row in own if not row.rating_printed]
    counts = "、".join(f"{mark}{count}" for mark, count in given.items())
    words = [
        *([f"{body}の評価は{len(own) - len(unrated)}項目中{counts}。"] if given else []),
        *([f"{body}の目標{len(unrated)}項目には、団体の評価の記載がない。"] if unrated else []),
        *(_expected_words(row) for row in rows if row.target_kind == "expected"),
        *(limit_words(row) for row in rows if row.target_comparison == "<="),
    ]
    return "".join(words)


def _expected_words(row: Target) -> str:
    """An expectation is no promise: nothing is met or missed."""
    difference = formats.count(abs(row.difference), row.difference_unit)
    expected = formats.count(row.target_value, row.unit)
    if row.difference:
        side = "上回る" if row.difference > 0 else "下回る"
        compared = f"当初の想定{expected}を{difference}{side}"
    else:
        compared = f"当初の想定{expected}と同じ"
    actual = formats.count(row.actual_value, row.unit)
    return f"{row.body_name}の{row.indicator}は{actual}で、{compared}。"


def limit_words(row: Target) -> str:
    """One sentence on a result that was not to exceed its target."""
    rating = f"、団体の評価{row.rating_printed}" if row.rating_printed else ""
    return (
        f"{row.body_name}の{row.indicator}は"
        f"{formats.count(row.actual_value, row.unit)}"
        f"（目標{formats.count(row.target_value, row.unit)}以下{rating}）。"
    )
