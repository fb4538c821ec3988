"""Declarations of the tables that the build itself writes; they have no CSV file."""

from lib import vocabulary
from lib.schema.model import Table, code, integer, text

CHECKS = Table(
    "checks",
    "検算",
    "組み立てのたびに行う検算1つ",
    (
        text("check_id", "検算ID", "検算を指す名前"),
        code("kind", "検算の種類", "何を確かめたか", vocabulary.CHECK_KIND),
        text("subject", "検算の内容", "何と何を比べたか"),
        text("project_id", "事業ID", "関わる事業", missing="事業によらない"),
        text("expected", "一方の値", "あるべき値、または一方の値"),
        text("found", "他方の値", "計算した値、またはもう一方の値"),
        code("verdict", "判定", "合、不合、照合できないの別", vocabulary.VERDICT),
        text("reason", "理由", "照合できない理由、または補足", missing="なし"),
        text("discrepancy_id", "記録番号", "説明する相違の記録", missing="なし"),
    ),
    ("check_id",),
)

SEARCH_TEXTS = Table(
    "search_texts",
    "検索の語",
    "事業、取組、数値のそれぞれを見つける語（幅、かな、大文字小文字をそろえたもの）",
    (
        text("level", "段", "project（事業）、activity（取組）、result（数値）の別"),
        text("project_id", "事業ID", "事業"),
        integer("number", "番号", "取組番号または数値番号。事業では 0", minimum=0),
        text("folded_text", "検索の語", "そろえた語"),
    ),
    ("level", "project_id", "number"),
)

ACTIVITY_CONTRACTOR_KINDS = Table(
    "activity_contractor_kinds",
    "取組の担い手",
    "取組と担い手の種類の組1つ",
    (
        text("project_id", "事業ID", "事業"),
        integer("activity_number", "取組番号", "取組", minimum=1),
        code("contractor_kind", "担い手", "取組を行った者の種類", vocabulary.CONTRACTOR_KIND),
    ),
    ("project_id", "activity_number", "contractor_kind"),
)

TABLES = (CHECKS, SEARCH_TEXTS, ACTIVITY_CONTRACTOR_KINDS)
