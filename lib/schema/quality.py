"""Declarations of the tables on cautions, methods, limits of reading and discrepancies."""

from lib import vocabulary
from lib.schema.model import (
    Table,
    code,
    key,
    line_locator,
    ordinal,
    place_locator,
    sentence,
    source_id,
    source_reference,
    text,
    word,
)

CAUTIONS = Table(
    "cautions",
    "注意",
    "数値と一緒に示す注意1つ",
    (
        key(
            "caution_id",
            "注意ID",
            "注意を指す短い名前",
            pattern="[a-z_0-9]+",
        ),
        sentence("text", "注意", "画面と出力に示す文"),
        sentence("short_text", "短い注意", "読み上げる文に入れる短い形"),
        word("source_id", "出典", "公表者による注意の出典", missing="本システムによる注意"),
        line_locator(missing="本システムによる注意"),
    ),
    ("caution_id",),
    (source_reference(),),
)

METHODS = Table(
    "methods",
    "方法",
    "計算した値の求め方について読む人に述べる文1つ",
    (
        key("method_id", "方法ID", "方法を指す短い名前", pattern="[a-z_0-9]+"),
        code(
            "part", "方法の部分", "計算のしかた、仮定、結論が変わるときの別", vocabulary.METHOD_PART
        ),
        ordinal("position", "順", "その部分の中での順", minimum=1),
        # Braces hold a plain name: a template must not reach into the values that are put in.
        sentence(
            "text",
            "文",
            "画面と出力に示す文。{ } には図の言葉が入る",
            pattern=r"([^{}]|\{[a-z_]+\})+",
        ),
    ),
    ("method_id", "part", "position"),
)

READING_LIMITS = Table(
    "reading_limits",
    "分からないこと",
    "図の横に「分からないこと」として示す文1つ",
    (
        text("exhibit_id", "図", "図の名前（アドレスの中の名前）", pattern="[a-z_]+"),
        text(
            "shown",
            "示すもの",
            "図が示すものの名前。always はいつでも当てはまる",
            pattern="[a-z]+",
        ),
        ordinal("position", "順", "その図と示すものの中での順", minimum=1),
        sentence("text", "文", "画面と出力に示す文（40字まで）", pattern=".{1,40}"),
    ),
    ("exhibit_id", "shown", "position"),
)

DISCREPANCIES = Table(
    "discrepancies",
    "相違の記録",
    "文書の読み違い、位置のずれ、矛盾、記載のない所1つ",
    (
        word("discrepancy_id", "記録番号", "記録の番号", pattern="D[0-9]{3}"),
        code("kind", "相違の種類", "どのような相違か", vocabulary.DISCREPANCY_KIND),
        text("table_name", "表", "関わる表"),
        text(
            "row_key",
            "行",
            "関わる行のキー（/ でつなぐ。前の列だけなら当たる行すべて）",
            missing="表の全体",
        ),
        text("column_name", "列", "関わる列", missing="行の全体"),
        sentence("printed", "文書の記載", "文書に印字されたもの、または記載の様子"),
        sentence("adopted", "採用した読み", "データに入れた値または扱い"),
        sentence("reason", "理由", "そう読んだ理由"),
        key("check_id", "検算", "この記録が説明する検算", missing="なし"),
        source_id(),
        place_locator(),
    ),
    ("discrepancy_id",),
    (source_reference(),),
)

RETIRED_VIEWS = Table(
    "retired_views",
    "廃止した図と条件",
    "前の版の会議やアドレスが名を挙げる、今はない図または条件1つ",
    (
        text("topic", "画面", "あった画面（アドレスの名前）", pattern="[a-z]+"),
        code("kind", "廃止したもの", "図か条件か", vocabulary.RETIRED_KIND),
        text("name", "名前", "アドレスの中の名前", pattern="[a-z_]+"),
        text("label", "見出し", "画面にあったときの名前"),
        sentence("reason", "理由", "廃止した理由"),
    ),
    ("topic", "kind", "name"),
)

AGENDAS = Table(
    "agendas",
    "用意した議題",
    "会議の画面が初めに勧める議題の図1つ",
    (
        key("agenda", "議題", "議題を指す短い名前。この順に並ぶ", pattern="[a-z]+"),
        ordinal("position", "順", "その議題の中での順", minimum=1, maximum=30),
        word("title", "議題の名前", "会議の名前になる語。議題の中で同じ", pattern=".{1,20}"),
        text(
            "view",
            "図",
            "会議のアドレスの v1 と同じ形の、画面、図、条件",
            pattern="[a-z]+/[a-z_]+(;[a-z_]+=[^;%]+)*",
        ),
    ),
    ("agenda", "position"),
)

WITHHELD_LINES = Table(
    "withheld_lines",
    "示さない行",
    "取り込んだ文書の中の、画面に示さない行の範囲1つ",
    (source_id(), line_locator(), sentence("reason", "理由", "示さない理由")),
    ("source_id", "source_locator"),
    (source_reference(),),
)

TABLES = (
    CAUTIONS,
    METHODS,
    READING_LIMITS,
    DISCREPANCIES,
    RETIRED_VIEWS,
    AGENDAS,
    WITHHELD_LINES,
)
