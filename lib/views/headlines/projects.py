"""The words of one project: targets, course, participants, families, figures."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lib import formats, vocabulary
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records, rows_of
from lib.queries import options
from lib.queries import projects as queries
from lib.queries.projects import ParticipantGroup
from lib.queries.targets import Target, target_rows
from lib.views.headlines.words import NOTHING, Words, pieces, span
from lib.views.notes import named_cautions
from lib.views.targets import kind_words, ratings

_MONTHS = 12
_REASON = "low_uptake_reason"


def _expected(row: Target) -> str:
    """An expectation is no target: nothing was promised."""
    expected = formats.count(row.target_value, row.unit)
    return f"{row.indicator}は想定{expected}に対し{formats.count(row.actual_value, row.unit)}"


def _persons(rows: Sequence[Target]) -> str:
    """The first target on persons, as in 参加者は目標40人に9人."""
    counted = (
        row
        for row in rows
        if (row.target_kind, row.target_comparison, row.unit) == ("target", ">=", "人")
    )
    for row in counted:
        what = "参加者" if row.indicator.endswith("参加人数") else row.indicator
        target = formats.count(row.target_value, row.unit)
        return f"{what}は目標{target}に{formats.count(row.actual_value, row.unit)}"
    return ""


def _rated(rows: Sequence[Target], rater: str) -> str:
    given = "、".join(f"{mark}{count}" for mark, count in ratings(rows).items())
    own = [row for row in rows if row.target_kind == "target"]
    return f"{rater}の評価は{len(own)}項目中{given}" if given else ""


def targets(database: Database, exhibit: Exhibit) -> Words:
    """Whose rating it is, then how many came; of an expectation what was expected."""
    rows = rows_of(exhibit.rows, Target)
    bodies = {name: list(own) for name, own in groupby(rows, key=lambda row: row.body_name)}
    if not bodies:
        return NOTHING
    name = max(bodies, key=lambda body: len(bodies[body]))
    rater = name if len(bodies) > 1 else name[-1]
    parts = [words for words in (_rated(bodies[name], rater), _persons(bodies[name])) if words]
    expected = [row for row in rows if row.target_kind == "expected"]
    if not parts:
        parts = [_expected(row) for row in expected[:1]]
        expected = []
    limits = [row for row in rows if row.target_comparison == "<="]
    notes = [row.caution_id for row in limits if row.caution_id]
    return Words(
        headline="。".join(parts),
        subtitle=f"{formats.joined(bodies)}の{kind_words(rows)}と結果。単位は項目ごと。"
        + ("○△×は団体が自ら付けた評価" if ratings(rows) else "団体の評価の記載はない"),
        can_tell=(
            *(_limit(row) for row in limits[:1]),
            *(f"{row.body_name}の{_expected(row)}" for row in expected[:1]),
        ),
        stage_note="".join(note.text for note in named_cautions(database, *notes)[:1]),
        shown=tuple(
            key
            for key, is_shown in (
                ("limited", bool(limits)),
                ("expected", any(row.target_kind == "expected" for row in rows)),
                ("targets", any(row.target_kind == "target" for row in rows)),
            )
            if is_shown
        ),
    )


def _limit(row: Target) -> str:
    rating = f"、団体の評価は{row.rating_printed}" if row.rating_printed else ""
    actual, target = (
        formats.count(value, row.unit) for value in (row.actual_value, row.target_value)
    )
    return f"{row.indicator}は{actual}（目標{target}以下{rating}）"


@dataclass(frozen=True, slots=True)
class _Month:
    """The sessions of a month."""

    month: dt.date
    sessions: int
    attendances: int


def sessions(_database: Database, exhibit: Exhibit) -> Words:
    """How often the programme was held in how long, and how many came."""
    rows = rows_of(exhibit.rows, _Month)
    if not rows:
        return NOTHING
    held = formats.count(sum(row.sessions for row in rows), "回")
    came = formats.count(sum(row.attendances for row in rows), "人")
    first, last = rows[0].month, rows[-1].month
    when = f"{_era_month(first)}～{_era_month(last)}" if len(rows) > 1 else _era_month(first)
    return Words(
        headline=f"教育プログラムは{_length(first, last)}に{held}、延べ{came}が参加",
        subtitle=f"月ごとの実施回数と参加者（延べ人）、{when}",
        can_tell=(f"開いたのは{len(rows)}か月、1か月に{_most(rows)}",),
    )


def _most(rows: Sequence[_Month]) -> str:
    numbers = [row.sessions for row in rows]
    return span(min(numbers), max(numbers), "回")


def _era_month(month: dt.date) -> str:
    return f"{formats.era_year(month.year)}{month.month}月"


def _length(first: dt.date, last: dt.date) -> str:
    """The time from one month to another, both counted, as in 1年9か月."""
    years, months = divmod(
        _MONTHS * (last.year - first.year) + last.month - first.month + 1, _MONTHS
    )
    return (f"{years}年" if years else "") + (f"{months}か月" if months else "")


@dataclass(frozen=True, slots=True)
class _Participant:
    """How often one participant came."""

    project_id: str
    sessions_attended: int


def participants(database: Database, exhibit: Exhibit) -> Words:
    """How many came at least once."""
    rows = rows_of(exhibit.rows, _Participant)
    if not rows:
        return NOTHING
    came = sum(row.sessions_attended > 0 for row in rows)
    never = len(rows) - came
    return Words(
        headline=f"参加者{len(rows)}人のうち1回以上の参加は{came}人、0回は{never}人",
        subtitle="教育プログラムの参加者別の参加回数（回）、多い順。番号は順番で、人を示さない",
        can_tell=_course(database, rows[0].project_id, len(rows), came),
    )


def _course(database: Database, project_id: str, number: int, came: int) -> tuple[str, ...]:
    """What was planned beside who came; these numbers are no steps of one another."""
    planned = [
        row.target_value
        for row in target_rows(database, project_id)
        if row.unit == "人" and row.actual_value == number
    ]
    said = records(queries.of_project(database, "findings", project_id))
    continued = [row["value"] for row in said if row["code"] == "continued" and row["value"]]
    if not planned:
        return ()
    more = "".join(f"、継続{formats.number(value)}" for value in continued[:1])
    counted = f"参加者（{_rater(database, project_id)}の数え方）{number}、1回以上{came}{more}（人）"
    return (f"計画{formats.number(planned[0])}、{counted}",)


def _rater(database: Database, project_id: str) -> str:
    """What a body is called in its own report, as in 県."""
    return options.project_options(database)[project_id][-1]


def groups(_database: Database, exhibit: Exhibit) -> Words:
    """The participants by each grouping but the year; the groupings are not combined."""
    rows = rows_of(exhibit.rows, ParticipantGroup)
    parts = [
        f"{vocabulary.GROUPING.label(grouping)}は"
        + "、".join(
            f"{row.category_name}{formats.count(row.participants, row.unit)}" for row in own
        )
        for grouping in ("sex", "referral")
        if (own := [row for row in rows if row.grouping == grouping])
    ]
    return Words(
        headline="。".join(parts),
        subtitle="年度別、男女別、紹介元別の計（人）と家族（組）。分け方どうしは組み合わせない",
    )


@dataclass(frozen=True, slots=True)
class _Family:
    """How often one family came."""

    meetings_attended: int
    attendance_share_pct: int | None


def families(_database: Database, exhibit: Exhibit) -> Words:
    """The ends of how often families came."""
    rows = rows_of(exhibit.rows, _Family)
    if not rows:
        return NOTHING
    came = [row.meetings_attended for row in rows]
    full = sum(row.attendance_share_pct == 100 for row in rows)
    return Words(
        headline=f"家族会の参加は{len(rows)}組で{span(min(came), max(came), '回', 'から')}",
        subtitle="家族会の家族別の参加回数（回）。番号は文書の番号",
        can_tell=(f"参加率100%と記されたのは{full}組",) if full else (),
    )


def _body(database: Database, exhibit: Exhibit) -> str:
    """Whose page it is; empty where there are no rows."""
    found = list(exhibit.rows["project_id"])
    return options.project_options(database)[found[0]] if found else ""


def figures(database: Database, exhibit: Exhibit) -> Words:
    """How many figures there are."""
    name = _body(database, exhibit)
    return Words(
        headline=f"{name}の活動実績の数値は{len(exhibit.rows)}件" if name else "",
        subtitle=f"活動実績の欄の数値。単位と数え方は行ごと。{_date(exhibit)}",
    )


def activities(database: Database, exhibit: Exhibit) -> Words:
    """How many activities there are."""
    name = _body(database, exhibit)
    return Words(
        headline=f"{name}の取組は{len(exhibit.rows)}件（予定を含む）" if name else "",
        subtitle=f"文書に載る取組。担い手は文書の記載による。{_date(exhibit)}",
    )


def _date(exhibit: Exhibit) -> str:
    """The as-of date of an exhibit without its Western year."""
    return formats.without_western_years(exhibit.as_of)


def discrepancies(_database: Database, exhibit: Exhibit) -> Words:
    """How many discrepancies touch the project."""
    number = len(exhibit.rows)
    return Words(
        headline=f"{exhibit.name.removesuffix('の相違の記録')}についての相違の記録は{number}件"
        if number
        else "",
        subtitle="文書の読み違い、位置のずれ、矛盾、記載のない所（件）",
    )


def reasons(database: Database, exhibit: Exhibit) -> Words:
    """How many reasons the body thought of why few came, and how many lessons it drew."""
    found = Counter(
        (row["kind"], row["code"].startswith("family")) for row in records(exhibit.rows)
    )
    name = _body(database, exhibit)
    own, families, lessons = (
        found[_REASON, False],
        found[_REASON, True],
        found["lesson", False] + found["lesson", True],
    )
    words = "、".join(
        f"{label}{pieces(number)}"
        for label, number in (("本人側", own), ("家族会", families))
        if number
    )
    return Words(
        headline=f"参加が少なかった理由として、{name[-1]}は{words}を考えた" if words else "",
        subtitle=f"{name}の報告書の記載の要約",
        can_tell=(f"{name[-1]}が挙げた課題と学びは{pieces(lessons)}",) if lessons else (),
    )


def expected(database: Database, exhibit: Exhibit) -> Words:
    """What came beside what was expected."""
    return replace(targets(database, exhibit), limits_of="targets")


def persons(_database: Database, exhibit: Exhibit) -> Words:
    """The numbers of persons side by side, the plan apart as an aim."""
    found = {
        row["step"]: formats.count(row["persons"], row["unit"]) for row in records(exhibit.rows)
    }
    said = [
        f"{words}{found[step]}"
        for step, words in (
            ("counted", "参加者は"),
            ("attended", "1回以上は"),
            ("continued", "継続は"),
        )
        if step in found
    ]
    plan = f"計画{found['planned']}に対し、" if "planned" in found else ""
    return Words(
        headline=f"{plan}{'、'.join(said)}" if said else "",
        subtitle="教育プログラムの計画と、数えた人数（人）。数え方が違い、順に減る段階ではない",
    )
