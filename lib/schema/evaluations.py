"""Declarations of the tables on single projects' own evaluations (栃木県 and 茨城県)."""

from lib import vocabulary
from lib.counting import UNIT_PATTERN
from lib.schema.model import (
    Reference,
    Table,
    code,
    date,
    integer,
    line_locator,
    number,
    source_id,
    source_reference,
    text,
)
from lib.schema.projects import fiscal_year, project_id, project_reference, unit

KPIS = Table(
    "kpis",
    "目標と結果",
    "団体が示した目標1つとその結果",
    (
        project_id(),
        integer("kpi_number", "目標番号", "事業の中での通し番号", minimum=1),
        text("pillar", "取組の柱", "目標の属する取組の柱"),
        text("indicator", "項目", "文書の項目名"),
        code("target_kind", "目標の種類", "目標か、当初の想定か", vocabulary.TARGET_KIND),
        code(
            "target_comparison",
            "目標の向き",
            "目標値以上か以下か",
            vocabulary.TARGET_COMPARISON,
        ),
        number("target_value", "目標値", "目標または想定の値", minimum=0),
        number("actual_value", "結果", "結果の値", minimum=0),
        unit(),
        text(
            "rating_printed", "団体の評価", "団体が文書に示した評価の記号", missing="評価の記載なし"
        ),
        text(
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
    "プログラムの実施日",
    "プログラムを行った日1日",
    (
        project_id(),
        date("session_date", "実施日", "プログラムを行った日"),
        integer("attendees", "参加人数", "その日に参加した人数", unit="人", minimum=1),
        source_id(),
        line_locator(),
    ),
    ("project_id", "session_date"),
    (project_reference(), source_reference()),
)

PROGRAM_PARTICIPANTS = Table(
    "program_participants",
    "プログラムの参加者",
    "参加者1人（番号は参加回数の多い順。年齢、性別、刑の経歴は持たない）",
    (
        project_id(),
        integer("participant_number", "参加者番号", "参加回数の多い順の番号", minimum=1),
        integer("sessions_attended", "参加回数", "参加した回数", unit="回", minimum=0),
        integer(
            "days_to_first_session",
            "初回までの日数",
            "申込みから初回までの日数",
            unit="日間",
            minimum=0,
            missing="参加なし",
        ),
        source_id(),
        line_locator(),
    ),
    ("project_id", "participant_number"),
    (project_reference(), source_reference()),
)

PROGRAM_INTERVALS = Table(
    "program_intervals",
    "参加の間隔",
    "参加者の続く2回の間隔1つ",
    (
        project_id(),
        integer("participant_number", "参加者番号", "参加回数の多い順の番号", minimum=1),
        integer("session_number", "参加の番号", "何回目の参加か。2 は2回目", minimum=2),
        integer("days_since_previous", "日数", "前の回からの日数", unit="日間", minimum=1),
        source_id(),
        line_locator(),
    ),
    ("project_id", "participant_number", "session_number"),
    (project_reference(), source_reference()),
)

PARTICIPANTS_BY_YEAR = Table(
    "participants_by_year",
    "年度別の参加者",
    "年度と区分ごとの参加者",
    (
        project_id(),
        fiscal_year(),
        code("grouping", "分け方", "何で分けたか", vocabulary.GROUPING),
        code("category", "区分", "分けた区分", vocabulary.PARTICIPANT_CATEGORY),
        integer("participants", "参加者", "新しく参加した人または家族の数", minimum=0),
        text("unit", "単位", "数の単位", pattern=UNIT_PATTERN),
        source_id(),
        line_locator(),
    ),
    ("project_id", "fiscal_year", "grouping", "category"),
    (project_reference(), source_reference()),
)

FAMILY_MEETINGS = Table(
    "family_meetings",
    "家族会の参加",
    "家族会に参加した家族1組",
    (
        project_id(),
        integer("family_number", "家族番号", "文書での番号", minimum=1),
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
        integer("finding_number", "番号", "事業の中での通し番号", minimum=1),
        code("kind", "記載の種類", "何についての記載か", vocabulary.FINDING_KIND),
        text("code", "分類", "ことがらを指す短い名前", pattern="[a-z_]+"),
        text("text", "内容", "短い要約（文書の文ではない）"),
        number("value", "値", "ことがらに数があればその値", minimum=0, missing="数の記載なし"),
        text("unit", "単位", "数の単位", pattern=UNIT_PATTERN, missing="数の記載なし"),
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
    PROGRAM_INTERVALS,
    PARTICIPANTS_BY_YEAR,
    FAMILY_MEETINGS,
    FINDINGS,
)
