"""Declarations of the tables that the build itself writes; they have no CSV file."""

from lib import vocabulary
from lib.schema.model import (
    Table,
    code,
    comparator,
    date,
    key,
    number,
    ordinal,
    place_locator,
    sentence,
    source_id,
    text,
    word,
)

CHECKS = Table(
    "checks",
    "検算",
    "組み立てのたびに行う検算1つ",
    (
        key("check_id", "検算ID", "検算を指す名前"),
        code("kind", "検算の種類", "何を確かめたか", vocabulary.CHECK_KIND),
        sentence("subject", "検算の内容", "何と何を比べたか"),
        key("project_id", "事業ID", "関わる事業", missing="事業によらない"),
        text("expected", "一方の値", "あるべき値、または一方の値"),
        text("found", "他方の値", "計算した値、またはもう一方の値"),
        code("verdict", "判定", "合、不合、照合できないの別", vocabulary.VERDICT),
        sentence("reason", "理由", "照合できない理由、または補足", missing="なし"),
        word("discrepancy_id", "記録番号", "説明する相違の記録", missing="なし"),
    ),
    ("check_id",),
)

SEARCH_TEXTS = Table(
    "search_texts",
    "検索の語",
    "取組と数値のそれぞれを見つける語（幅、かな、大文字小文字をそろえたもの）",
    (
        text("level", "段", "activity（取組）、result（数値）の別"),
        key("project_id", "事業ID", "事業"),
        ordinal("number", "番号", "取組番号または数値番号", minimum=1),
        sentence("folded_text", "検索の語", "そろえた語"),
    ),
    ("level", "project_id", "number"),
)

ACTIVITY_CONTRACTOR_KINDS = Table(
    "activity_contractor_kinds",
    "取組の担い手",
    "取組と担い手の種類の組1つ",
    (
        key("project_id", "事業ID", "事業"),
        ordinal("activity_number", "取組番号", "取組", minimum=1),
        code("contractor_kind", "担い手", "取組を行った者の種類", vocabulary.CONTRACTOR_KIND),
    ),
    ("project_id", "activity_number", "contractor_kind"),
)

FIGURES = Table(
    "figures",
    "数値の台帳",
    "公表された数値1つ（どの表にあるものも、1つずつ）",
    (
        key("figure_id", "数値ID", "表、行のキー、列をつないだ名前"),
        key("table_name", "表", "数値のある表"),
        key("row_key", "行", "数値のある行のキー（/ でつなぐ）"),
        key("column_name", "列", "数値のある列"),
        key("project_id", "事業ID", "関わる事業", missing="事業によらない"),
        sentence("subject", "数値の内容", "何を数えたか"),
        number("value", "値", "数値", unit_in="unit", qualified_by="comparator"),
        word("unit", "単位", "数の単位", missing="単位なし（率）"),
        code(
            "count_basis",
            "数え方",
            "人や物をどう数えたか",
            vocabulary.COUNT_BASIS,
            missing="数え方の別のない数",
        ),
        comparator(),
        text("as_of", "時点", "いつの、またはどの期間の数か"),
        date("as_of_date", "時点の日付", "時点が日付なら、その日", missing="日付によらない"),
        code("evidence", "根拠の形", "数字が出典にどのように載るか", vocabulary.EVIDENCE),
        source_id(),
        place_locator(),
    ),
    ("figure_id",),
)

CHECK_CELLS = Table(
    "check_cells",
    "検算の値の出どころ",
    "検算の一方の値のもとになった表の欄1つ",
    (
        key("check_id", "検算ID", "検算"),
        code("side", "どちらの値か", "一方の値か他方の値か", vocabulary.CHECK_SIDE),
        ordinal("position", "順", "その値の中での順", minimum=1),
        key("figure_id", "数値ID", "表、行のキー、列をつないだ名前"),
    ),
    ("check_id", "side", "position"),
)

TABLES = (CHECKS, SEARCH_TEXTS, ACTIVITY_CONTRACTOR_KINDS, FIGURES, CHECK_CELLS)
