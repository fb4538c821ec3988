"""Declarations of the tables on single projects' own evaluations (栃木県 and 茨城県)."""

from lib import vocabulary
from lib.counting import UNIT_PATTERN
from lib.schema.model import (
    Reference,
    Table,
    code,
    date,
    integer,
    key,
    line_locator,
    number,
    ordinal,
    sentence,
    short_name,
    source_id,
    source_reference,
    text,
    word,
)
from lib.schema.projects import project_id, project_reference, unit

_CATEGORY_PATTERN = "|".join(("[0-9]{4}", *vocabulary.PARTICIPANT_CATEGORY.codes))

KPIS = Table(
    "kpis",
    "目標と結果",
    "団体が示した目標1つとその結果",
    (
        project_id(),
        ordinal("kpi_number", "目標番号", "事業の中での通し番号", minimum=1),
        text("pillar", "取組の柱", "目標の属する取組の柱"),
        sentence("indicator", "項目", "文書の項目名"),
        short_name(),
        code("target_kind", "目標の種類", "目標か、当初の想定か", vocabulary.TARGET_KIND),
        code(
            "target_comparison",
            "目標の向き",
            "目標値以上か以下か",
            vocabulary.TARGET_COMPARISON,
        ),
        number("target_value", "目標値", "目標または想定の値", minimum=0, unit_in="unit"),
        number("actual_value", "結果", "結果の値", minimum=0, unit_in="unit"),
        unit(),
        sentence(
            "rating_printed", "団体の評価", "団体が文書に示した評価の記号", missing="評価の記載なし"
        ),
        key(
            "caution_id",
            "注意",
            "この目標と結果に添える注意（cautions の caution_id）",
            missing="なし",
        ),
        date("as_of_date", "時点", "結果の時点", missing="時点の記載なし"),
        code("as_of_basis", "時点の根拠", "時点が何によるか", vocabulary.AS_OF_BASIS),
        source_id(),
        line_locator(),
    ),
    ("project_id", "kpi_number"),
    (
        project_reference(),
        source_reference(),
        Reference(("caution_id",), "cautions", ("caution_id",)),
    ),
)

PROGRAM_SESSIONS = Table(
    "program_sessions",
    "プログラムの実施",
    "プログラムを行った月1つ（日付は持たない）",
    (
        project_id(),
        date("month", "月", "プログラムを行った月。月の末日で示す"),
        integer("sessions", "実施回数", "その月に行った回数", unit="回", minimum=1),
        integer("attendances", "延べ参加人数", "その月の延べ参加人数", unit="人", minimum=1),
        source_id(),
        line_locator(),
    ),
    ("project_id", "month"),
    (project_reference(), source_reference()),
)

PROGRAM_PARTICIPANTS = Table(
    "program_participants",
    "プログラムの参加者",
    "参加者1人（番号は参加回数の多い順。参加回数のほかは何も持たない）",
    (
        project_id(),
        ordinal("participant_number", "参加者番号", "参加回数の多い順の番号", minimum=1),
        integer("sessions_attended", "参加回数", "参加した回数", unit="回", minimum=0),
        source_id(),
        line_locator(),
    ),
    ("project_id", "participant_number"),
    (project_reference(), source_reference()),
)

PARTICIPANTS_BY_GROUP = Table(
    "participants_by_group",
    "区分ごとの参加者",
    "分け方1つの区分1つ（分け方どうしは組み合わせない）",
    (
        project_id(),
        code("grouping", "分け方", "何で分けたか", vocabulary.GROUPING),
        text("category", "区分", "分けた区分（年度は西暦4桁）", pattern=_CATEGORY_PATTERN),
        integer("participants", "参加者", "参加した人または家族の数", minimum=0, unit_in="unit"),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN),
        source_id(),
        line_locator(),
    ),
    ("project_id", "grouping", "category"),
    (project_reference(), source_reference()),
)

FAMILY_MEETINGS = Table(
    "family_meetings",
    "家族会の参加",
    "家族会に参加した家族1組",
    (
        project_id(),
        ordinal("family_number", "家族番号", "文書での番号", minimum=1),
        integer("meetings_attended", "参加回数", "参加した回数", unit="回", minimum=0),
        integer(
            "attendance_share_pct",
            "参加率",
            "参加できる回に占める参加の割合（分母の記載なし）",
            unit="%",
            minimum=0,
            maximum=100,
        ),
        source_id(),
        line_locator(),
    ),
    ("project_id", "family_number"),
    (project_reference(), source_reference()),
)

FINDINGS = Table(
    "findings",
    "しくみ・理由・学び",
    "団体の報告に記載されたことがら1つ（短い要約）",
    (
        project_id(),
        ordinal("finding_number", "番号", "事業の中での通し番号", minimum=1),
        code("kind", "記載の種類", "何についての記載か", vocabulary.FINDING_KIND),
        text("code", "分類", "ことがらを指す短い名前", pattern="[a-z_]+"),
        sentence("text", "内容", "短い要約（文書の文ではない）"),
        number(
            "value",
            "値",
            "ことがらに数があればその値",
            minimum=0,
            missing="数の記載なし",
            unit_in="unit",
        ),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN, missing="数の記載なし"),
        source_id(),
        line_locator(),
    ),
    ("project_id", "finding_number"),
    (project_reference(), source_reference()),
)

TABLES = (
    KPIS,
    PROGRAM_SESSIONS,
    PROGRAM_PARTICIPANTS,
    PARTICIPANTS_BY_GROUP,
    FAMILY_MEETINGS,
    FINDINGS,
)
