"""Declarations of the tables on sources, prefectures and local public bodies."""

from dataclasses import replace

from lib import vocabulary
from lib.schema.model import (
    Reference,
    Table,
    code,
    date,
    integer,
    key,
    link,
    number,
    sentence,
    source_id,
    source_reference,
    text,
    word,
)

PREFECTURE_CODE_PATTERN = "0[1-9]|[1-3][0-9]|4[0-7]"
BODY_CODE_PATTERN = "[0-9]{6}"


def prefecture_reference() -> Reference:
    """The foreign key to ``prefectures``."""
    return Reference(("prefecture_code",), "prefectures", ("prefecture_code",))


SOURCES = Table(
    "sources",
    "出典",
    "数値や記載の出典1件",
    (
        word("source_id", "出典ID", "出典を指す短い名前", pattern=r"[A-Za-z0-9_]+"),
        sentence("title", "題名", "文書または表の題名"),
        text("publisher", "公表者", "公表した機関または人"),
        date("published_on", "公表日", "文書に記載の公表日", missing="記載なし"),
        code("kind", "出典の種類", "どのような資料か", vocabulary.DOCUMENT_KIND),
        link(
            "url",
            "URL",
            "公表されている場所。外への通信はせず、文字として示す",
            missing="確認していない",
        ),
        text("license", "利用条件", "明らかな場合の利用条件", missing="確認していない"),
        date("entered_on", "入力日", "この出典の数値を入力し、確かめた日"),
        text(
            "text_sha256",
            "確認した版",
            "数値を確かめた文書の文字のSHA-256",
            pattern="[0-9a-f]{64}",
            missing="文書の文字がない出典",
        ),
        sentence("note", "備考", "出典についての注意", missing="なし"),
    ),
    ("source_id",),
)

PREFECTURES = Table(
    "prefectures",
    "都道府県",
    "都道府県1つ",
    (
        key(
            "prefecture_code",
            "都道府県コード",
            "JIS X 0401 の2桁のコード",
            pattern=PREFECTURE_CODE_PATTERN,
        ),
        text("name", "都道府県", "都道府県の名前"),
        text("name_short", "略称", "都・府・県を除いた名前"),
        text("kana", "かな", "名前の読み", pattern="[ぁ-ん]+"),
        text("romaji", "ローマ字", "名前のローマ字"),
        code("region", "地方", "地方の名前", vocabulary.REGION),
        number(
            "office_latitude",
            "庁舎の緯度",
            "都道府県庁の緯度",
            unit="度",
            minimum=20,
            maximum=46,
        ),
        number(
            "office_longitude",
            "庁舎の経度",
            "都道府県庁の経度",
            unit="度",
            minimum=122,
            maximum=154,
        ),
        integer(
            "population_2020",
            "人口（2020年）",
            "令和2年国勢調査の人口",
            unit="人",
            minimum=1,
        ),
        source_id(),
        replace(source_id(), name="population_source_id", label="人口の出典"),
    ),
    ("prefecture_code",),
    (source_reference(), source_reference("population_source_id")),
)

BODIES = Table(
    "bodies",
    "実施団体",
    "モデル事業を行った地方公共団体1つ",
    (
        key(
            "body_code",
            "団体コード",
            "全国地方公共団体コード（6桁、末尾は検査数字）",
            pattern=BODY_CODE_PATTERN,
        ),
        text("name", "実施団体", "団体の名前"),
        code("body_kind", "団体の種類", "都道府県、指定都市、市の別", vocabulary.BODY_KIND),
        key(
            "prefecture_code",
            "都道府県コード",
            "団体のある都道府県",
            pattern=PREFECTURE_CODE_PATTERN,
        ),
        number("office_latitude", "庁舎の緯度", "庁舎の緯度", unit="度", minimum=20, maximum=46),
        number("office_longitude", "庁舎の経度", "庁舎の経度", unit="度", minimum=122, maximum=154),
        source_id(),
    ),
    ("body_code",),
    (prefecture_reference(), source_reference()),
)

TABLES = (SOURCES, PREFECTURES, BODIES)
