"""Declarations of the tables on the model projects."""

from lib import vocabulary
from lib.counting import UNIT_PATTERN
from lib.schema.model import (
    Column,
    Kind,
    Reference,
    Role,
    Table,
    boolean,
    code,
    date,
    key,
    line_locator,
    number,
    ordinal,
    sentence,
    source_id,
    source_reference,
    text,
    word,
    year,
)
from lib.schema.places import BODY_CODE_PATTERN

PROJECT_ID_PATTERN = "[HR][1-9][0-9]?-[0-9]{2}"
FIRST_FISCAL_YEAR = 2018  # the model project began in 平成30年度


def project_id() -> Column:
    """The column that names a project."""
    return key(
        "project_id",
        "事業ID",
        "開始年度と番号（平成30年度の1番は H30-01）",
        pattern=PROJECT_ID_PATTERN,
    )


def project_reference() -> Reference:
    """The foreign key to ``projects``."""
    return Reference(("project_id",), "projects", ("project_id",))


def activity_reference() -> Reference:
    """The foreign key to ``activities``."""
    key = ("project_id", "activity_number")
    return Reference(key, "activities", key)


def unit() -> Column:
    """The column that holds the counter of a number."""
    return word("unit", "単位", "数の単位（文書に記載の助数詞）", pattern=UNIT_PATTERN)


def count_basis() -> Column:
    """The column that says how persons or things were counted."""
    return code(
        "count_basis",
        "数え方",
        "実人員、延べ、計の別。合計や比較は同じ数え方だけで行う",
        vocabulary.COUNT_BASIS,
    )


def fiscal_year(*, missing: str | None = None) -> Column:
    """The column that holds the fiscal year of a row."""
    return Column(
        "fiscal_year",
        Kind.INTEGER,
        "年度",
        "年度の始まる西暦年（2018 は平成30年度）",
        minimum=FIRST_FISCAL_YEAR,
        missing=missing,
        declared_role=Role.YEAR,
    )


PROJECTS = Table(
    "projects",
    "モデル事業",
    "実施団体1つのモデル事業",
    (
        project_id(),
        year("cohort_fiscal_year", "開始年度", "事業が始まった年度の西暦年"),
        ordinal("number", "番号", "文書での番号", minimum=1),
        key("body_code", "団体コード", "実施団体", pattern=BODY_CODE_PATTERN),
        date("as_of_date", "文書の時点", "文書の見出しの時点"),
        sentence("summary", "概要", "取組の短い要約（文書の文ではない）"),
        source_id(),
    ),
    ("project_id",),
    (Reference(("body_code",), "bodies", ("body_code",)), source_reference()),
)

DEPARTMENTS = Table(
    "departments",
    "担当部署",
    "モデル事業の担当部署1つ",
    (
        project_id(),
        ordinal("position", "順", "文書に出てくる順", minimum=1),
        text("name", "担当部署", "部署の名前（文書の時点）"),
    ),
    ("project_id", "position"),
    (project_reference(),),
)

CONTRACTORS = Table(
    "contractors",
    "再委託先",
    "モデル事業の再委託先1つ",
    (
        project_id(),
        ordinal("position", "順", "文書に出てくる順", minimum=1),
        text("name", "再委託先", "法人の種類を除いた名前"),
        text("legal_form", "法人の種類", "法人の種類", missing="記載なし"),
        boolean(
            "is_settlement_support_center",
            "定着支援センター",
            "地域生活定着支援センターの受託団体と記載があるか",
        ),
    ),
    ("project_id", "position"),
    (project_reference(),),
)

ACTIVITIES = Table(
    "activities",
    "取組",
    "モデル事業の取組1つ",
    (
        project_id(),
        ordinal("activity_number", "取組番号", "事業の中での通し番号", minimum=1),
        sentence("label_printed", "文書の番号", "文書に印字された番号や記号", missing="番号なし"),
        sentence("title", "取組", "取組の短い名前"),
        sentence("summary", "内容", "取組の短い要約（文書の文ではない）"),
        code("stage", "支援の段階", "入口支援、出口支援の別（文書の表示による）", vocabulary.STAGE),
        ordinal(
            "contractor_position",
            "再委託先の順",
            "行った再委託先",
            minimum=1,
            missing="団体が自ら行う",
        ),
    ),
    ("project_id", "activity_number"),
    (
        project_reference(),
        Reference(("project_id", "contractor_position"), "contractors", ("project_id", "position")),
    ),
)

THEMES = Table(
    "themes",
    "テーマ",
    "取組を分けるテーマ1つ",
    (
        key("theme_id", "テーマID", "テーマを指す短い名前", pattern="[a-z_]+"),
        text("name_ja", "テーマ", "テーマの名前"),
        code("theme_group", "テーマの区分", "テーマの大きな区分", vocabulary.THEME_GROUP),
    ),
    ("theme_id",),
)

ACTIVITY_THEMES = Table(
    "activity_themes",
    "取組のテーマ",
    "取組とテーマの組1つ（分け方は本システムによる）",
    (
        project_id(),
        ordinal("activity_number", "取組番号", "取組", minimum=1),
        key("theme_id", "テーマID", "テーマ", pattern="[a-z_]+"),
    ),
    ("project_id", "activity_number", "theme_id"),
    (activity_reference(), Reference(("theme_id",), "themes", ("theme_id",))),
)

MEASURES = Table(
    "measures",
    "指標",
    "数値を同じ意味でまとめる指標1つ（分け方は本システムによる）",
    (
        key("measure", "指標ID", "指標を指す短い名前", pattern="[a-z_]+"),
        text("name_ja", "指標", "指標の名前"),
        code("measure_group", "指標の区分", "指標の大きな区分", vocabulary.MEASURE_GROUP),
        sentence("definition", "定義", "何を数えたものか"),
    ),
    ("measure",),
)

RESULTS = Table(
    "results",
    "活動実績の数値",
    "活動実績の欄の数値1つ",
    (
        project_id(),
        ordinal("result_number", "数値番号", "事業の中での通し番号", minimum=1),
        sentence("indicator", "項目", "文書の項目名"),
        key("measure", "指標ID", "同じ意味の数値をまとめる指標", pattern="[a-z_]+"),
        number("value", "値", "数値", minimum=0, unit_in="unit", qualified_by="is_approximate"),
        unit(),
        count_basis(),
        boolean("is_approximate", "概数", "「約」の付く数か"),
        date("as_of_date", "時点", "いつの時点の数か（月までの記載は月末）"),
        code("as_of_basis", "時点の根拠", "時点が何によるか", vocabulary.AS_OF_BASIS),
        fiscal_year(missing="通期"),
        ordinal(
            "part_of_result_number",
            "元の数値番号",
            "内訳またはうち数の元の数",
            minimum=1,
            missing="内訳でない",
        ),
        code(
            "part_kind", "内訳の種類", "内訳かうち数か", vocabulary.PART_KIND, missing="内訳でない"
        ),
        text("part_group", "内訳の分け方", "内訳を何で分けたか", missing="内訳でない"),
        ordinal("activity_number", "取組番号", "どの取組の数か", missing="取組を決められない"),
        source_id(),
        line_locator(),
    ),
    ("project_id", "result_number"),
    (
        project_reference(),
        activity_reference(),
        Reference(("measure",), "measures", ("measure",)),
        Reference(
            ("project_id", "part_of_result_number"), "results", ("project_id", "result_number")
        ),
        source_reference(),
    ),
)

TABLES = (
    PROJECTS,
    DEPARTMENTS,
    CONTRACTORS,
    ACTIVITIES,
    THEMES,
    ACTIVITY_THEMES,
    MEASURES,
    RESULTS,
)
