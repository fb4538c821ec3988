"""Declarations of the tables on statistics, of the nation and of prefectures, and on events."""

from lib import vocabulary
from lib.counting import UNIT_PATTERN
from lib.schema.model import (
    NO_VALUE,
    Column,
    Reference,
    Table,
    code,
    integer,
    key,
    line_locator,
    link,
    missing_reason,
    number,
    ordinal,
    place_locator,
    sentence,
    source_id,
    source_reference,
    text,
    word,
)
from lib.schema.places import PREFECTURE_CODE_PATTERN, prefecture_reference
from lib.schema.projects import count_basis

_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"


def _period() -> Column:
    return text(
        "period",
        "期間",
        "西暦の年、年の範囲、年月または日。記載がなければ 不詳",
        pattern=f"{_YEAR}(-{_YEAR}|-{_MONTH}(-{_DAY})?)?|不詳",
    )


CONTEXT_SERIES = Table(
    "context_series",
    "全国の統計",
    "全国の統計の、系列、区分、期間ごとの値",
    (
        text("series", "系列", "統計の名前"),
        text("breakdown", "区分", "全体か、その一部か"),
        _period(),
        code("period_basis", "期間の種類", "期間が何の年か", vocabulary.PERIOD_BASIS),
        number("value", "値", "その期間の値", minimum=0, unit_in="unit"),
        word("unit", "単位", "数の単位（出典の表記）"),
        code("source_kind", "数値の入手元", "公表元か、公表値の写しか", vocabulary.SOURCE_KIND),
        source_id(),
        place_locator(),
        link("url", "URL", "値の載るページ", missing="URLなし（文書）"),
    ),
    ("series", "breakdown", "period"),
    (source_reference(),),
)

INDICATORS = Table(
    "indicators",
    "都道府県の指標",
    "都道府県ごとに値を入れる指標1つ",
    (
        key("indicator_id", "指標ID", "指標を指す短い名前", pattern="[a-z_0-9]+"),
        text("name", "指標", "指標の名前"),
        word("unit", "指標の単位", "指標の値の単位", pattern=UNIT_PATTERN),
        sentence("meaning", "指標の意味", "何を数え、何で割った値か"),
        ordinal("position", "順", "並べる順", minimum=1),
    ),
    ("indicator_id",),
)

PREFECTURE_INDICATORS = Table(
    "prefecture_indicators",
    "都道府県の指標の値",
    "指標、期間、都道府県ごとの値、または値のない理由",
    (
        key("indicator_id", "指標ID", "指標を指す短い名前", pattern="[a-z_0-9]+"),
        _period(),
        key("prefecture_code", "都道府県コード", "値の都道府県", pattern=PREFECTURE_CODE_PATTERN),
        number(
            *("value", "値", "その期間の値"),
            minimum=0,
            missing=NO_VALUE,
            unit_in="unit",
            reason_in="missing_reason",
        ),
        missing_reason(),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN),
        code("period_basis", "期間の種類", "期間が何の年か", vocabulary.PERIOD_BASIS),
        code("source_kind", "数値の入手元", "公表元か、公表値の写しか", vocabulary.SOURCE_KIND),
        source_id(),
        place_locator(),
    ),
    ("indicator_id", "period", "prefecture_code"),
    (
        Reference(("indicator_id",), "indicators", ("indicator_id",)),
        prefecture_reference(),
        source_reference(),
    ),
)

EVENT_ATTENDANCE = Table(
    "event_attendance",
    "行事の参加者",
    "行事とブロックごとの参加者",
    (
        text("event", "行事", "行事の名前"),
        text("block", "ブロック", "中央または全国8ブロックの別"),
        ordinal("position", "順", "文書に出てくる順", minimum=1),
        integer("attendees", "参加者", "参加者の数", minimum=0, unit_in="unit"),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN),
        count_basis(),
        source_id(),
        line_locator(),
    ),
    ("event", "block"),
    (source_reference(),),
)

SERIES_BREAKS = Table(
    "series_breaks",
    "統計の切れ目",
    "全国の統計の、数える範囲が変わった年",
    (
        text("series", "系列", "統計の名前"),
        ordinal("first_year", "変わった年", "新しい範囲で数えた最初の年", minimum=1945),
        text("change", "変わったこと", "何が加わったか、除かれたか（要約）"),
        source_id(),
        place_locator(),
        link("url", "URL", "記載のあるページ", missing="URLなし（文書）"),
    ),
    ("series", "first_year"),
    (source_reference(),),
)

TABLES = (
    CONTEXT_SERIES,
    INDICATORS,
    PREFECTURE_INDICATORS,
    EVENT_ATTENDANCE,
    SERIES_BREAKS,
)
