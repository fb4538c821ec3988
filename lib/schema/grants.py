"""Declarations of the tables on the grant to prefectures and on budgets."""

from lib import vocabulary
from lib.counting import UNIT_PATTERN
from lib.schema.model import (
    NO_VALUE,
    Column,
    Kind,
    Reference,
    Table,
    boolean,
    code,
    comparator,
    date,
    integer,
    key,
    line_locator,
    missing_reason,
    number,
    ordinal,
    place_locator,
    sentence,
    short_name,
    source_id,
    source_reference,
    text,
    word,
    yen,
)
from lib.schema.places import BODY_CODE_PATTERN, PREFECTURE_CODE_PATTERN, prefecture_reference
from lib.schema.projects import count_basis, fiscal_year, unit

_SUPPORT_TYPE = ("support_type_id",)


def _support_type_reference() -> Reference:
    return Reference(_SUPPORT_TYPE, "support_types", _SUPPORT_TYPE)


def _support_type_id() -> Column:
    return key("support_type_id", "直接支援ID", "直接支援の種類", pattern="[a-z_]+")


SUPPORT_TYPES = Table(
    "support_types",
    "直接支援の種類",
    "都道府県が行う直接支援の種類1つ",
    (
        key("support_type_id", "直接支援ID", "種類を指す短い名前", pattern="[a-z_]+"),
        code("category", "区分", "就労、居住、専門的、相談の別", vocabulary.SUPPORT_CATEGORY),
        text("name", "直接支援の種類", "種類の名前"),
        short_name(),
        ordinal("position", "順", "文書に出てくる順", minimum=1),
    ),
    _SUPPORT_TYPE,
)

SUPPORT_TYPE_BODIES = Table(
    "support_type_bodies",
    "種類別の団体数",
    "年度と種類ごとの団体数（重複計上）",
    (
        fiscal_year(),
        _support_type_id(),
        integer(
            "bodies",
            "団体数",
            "行う団体の数。1団体が複数の種類に数えられる",
            minimum=0,
            unit_in="unit",
        ),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN),
        source_id(),
        line_locator(),
    ),
    ("fiscal_year", "support_type_id"),
    (_support_type_reference(), source_reference()),
)

SUPPORT_RANGES = Table(
    "support_ranges",
    "支援実績の幅",
    "年度と種類ごとの、団体別の支援実績の最小と最大",
    (
        fiscal_year(),
        _support_type_id(),
        integer(
            "minimum",
            "最小",
            "最も少ない団体の支援実績",
            minimum=0,
            missing="示されていない",
            unit_in="unit",
        ),
        integer(
            "maximum",
            "最大",
            "最も多い団体の支援実績",
            minimum=0,
            missing="示されていない",
            unit_in="unit",
        ),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN, missing="示されていない"),
        sentence("note", "備考", "文書の注記の要点", missing="なし"),
        source_id(),
        line_locator(),
    ),
    ("fiscal_year", "support_type_id"),
    (_support_type_reference(), source_reference()),
)

SUPPORT_COUNTS = Table(
    "support_counts",
    "団体別の支援実績",
    "都道府県1つの、年度と種類ごとの支援実績、または値のない理由",
    (
        fiscal_year(),
        _support_type_id(),
        key("prefecture_code", "都道府県コード", "行った都道府県", pattern=PREFECTURE_CODE_PATTERN),
        integer(
            *("value", "値", "支援実績"),
            minimum=0,
            missing=NO_VALUE,
            unit_in="unit",
            reason_in="missing_reason",
        ),
        missing_reason(),
        unit(),
        count_basis(),
        source_id(),
        line_locator(),
    ),
    ("fiscal_year", "support_type_id", "prefecture_code"),
    (_support_type_reference(), prefecture_reference(), source_reference()),
)

SUBSIDY_TERMS = Table(
    "subsidy_terms",
    "交付金の条件",
    "年度ごとの補助率と上限",
    (
        fiscal_year(),
        # The cost at which the cap is reached is the cap divided by the rate.
        number("subsidy_rate", "補助率", "事業費に占める交付金の割合", minimum=0.01, maximum=1),
        yen("cap_yen", "補助上限", "1団体への交付金の上限"),
        code("recipient_kind", "交付先", "交付を受ける団体の種類", vocabulary.BODY_KIND),
        sentence("note", "備考", "条件についての記載の要点", missing="なし"),
        source_id(),
        line_locator(),
    ),
    ("fiscal_year",),
    (source_reference(),),
)

PROGRAMME_ITEMS = Table(
    "programme_items",
    "交付金の事業内容と費目",
    "交付金の事業の内容または対象となる費目1つ",
    (
        code("item_kind", "項目の種類", "事業の内容か費目か", vocabulary.ITEM_KIND),
        key("item_id", "項目ID", "項目を指す短い名前", pattern="[a-z_]+"),
        ordinal("position", "順", "文書に出てくる順", minimum=1),
        text("name", "項目", "項目の名前"),
        code("requirement", "必須かどうか", "必須、選択、任意の別", vocabulary.REQUIREMENT),
        source_id(),
        line_locator(),
    ),
    ("item_kind", "item_id"),
    (source_reference(),),
)

PREFECTURE_CASES = Table(
    "prefecture_cases",
    "都道府県の取組例",
    "文書で紹介された都道府県の取組についてのことがら1つ",
    (
        key(
            "prefecture_code",
            "都道府県コード",
            "紹介された都道府県",
            pattern=PREFECTURE_CODE_PATTERN,
        ),
        ordinal("fact_number", "番号", "都道府県の中での通し番号", minimum=1),
        sentence("text", "内容", "短い要約（文書の文ではない）"),
        comparator(),
        number(
            "value",
            "値",
            "ことがらに数があればその値",
            minimum=0,
            missing="数の記載なし",
            unit_in="unit",
            qualified_by="comparator",
        ),
        word("unit", "単位", "数の単位", pattern=UNIT_PATTERN, missing="数の記載なし"),
        fiscal_year(missing="年度によらない"),
        source_id(),
        line_locator(),
    ),
    ("prefecture_code", "fact_number"),
    (prefecture_reference(), source_reference()),
)

SCHEME_PHASES = Table(
    "scheme_phases",
    "制度の段階",
    "モデル事業の制度の段階1つ",
    (
        code("programme", "制度", "モデル事業か交付金か", vocabulary.PROGRAMME),
        ordinal("phase_number", "段階番号", "段階の順", minimum=1),
        text("name", "段階", "段階の名前"),
        sentence("summary", "内容", "短い要約（文書の文ではない）"),
        integer("duration_months", "長さ", "段階の長さ", unit="か月", minimum=1),
        date("starts_on", "始まり", "始まりの日", missing="記載なし"),
        date("ends_on", "終わり", "終わりの日", missing="記載なし"),
        boolean("is_duration_approximate", "おおよその長さ", "「程度」の付く長さか"),
        source_id(),
        line_locator(),
    ),
    ("programme", "phase_number"),
    (source_reference(),),
)

SCHEME_FINDINGS = Table(
    "scheme_findings",
    "制度についての記載",
    "文書が制度について記すことがら1つ（短い要約）",
    (
        code("programme", "制度", "モデル事業か交付金か", vocabulary.PROGRAMME),
        ordinal("finding_number", "番号", "制度の中での通し番号", minimum=1),
        code("kind", "記載の種類", "何についての記載か", vocabulary.SCHEME_FINDING_KIND),
        sentence("text", "内容", "短い要約（文書の文ではない）"),
        source_id(),
        line_locator(),
    ),
    ("programme", "finding_number"),
    (source_reference(),),
)

BUDGET_LINES = Table(
    "budget_lines",
    "予算と執行",
    "予算の費目、年度、区分ごとの金額",
    (
        text("line", "予算の費目", "予算書またはレビューでの費目"),
        fiscal_year(),
        text(
            "item",
            "区分",
            "当初予算、歳出予算現額、支出済歳出額、不用額、執行額、概算要求額の別",
            pattern="当初予算|歳出予算現額|支出済歳出額|不用額|執行額|概算要求額",
        ),
        yen("amount_yen", "金額", "金額"),
        text("scope", "範囲", "費目に何が含まれるか"),
        source_id(),
        place_locator(),
    ),
    ("line", "fiscal_year", "item"),
    (source_reference(),),
)

SUBSIDY_GRANTS = Table(
    "subsidy_grants",
    "交付金の交付額",
    "年度ごとの交付先1つ（名前が示されるのは上位の団体だけ）",
    (
        fiscal_year(),
        ordinal("grant_number", "順位", "金額の大きい順。11 はその他の合計", minimum=1, maximum=11),
        key(
            "prefecture_code",
            "都道府県コード",
            "交付先",
            pattern=PREFECTURE_CODE_PATTERN,
            missing="名前の示されない都道府県の合計",
        ),
        yen("amount_yen", "交付額", "交付した金額"),
        source_id(),
        place_locator(),
    ),
    ("fiscal_year", "grant_number"),
    (prefecture_reference(), source_reference()),
)

COMMISSIONS = Table(
    "commissions",
    "モデル事業の委託額",
    "年度ごとの委託先1つ（上位の団体だけ）",
    (
        fiscal_year(),
        key("body_code", "団体コード", "委託を受けた団体", pattern=BODY_CODE_PATTERN),
        yen("amount_yen", "委託額", "委託した金額（丸めた値）"),
        ordinal("rank", "順位", "金額の大きい順", minimum=1, maximum=10),
        Column(
            "rounded_to_yen", Kind.MONEY, "丸めの単位", "金額を丸めた単位", unit="円", minimum=1
        ),
        source_id(),
        place_locator(),
    ),
    ("fiscal_year", "body_code"),
    (Reference(("body_code",), "bodies", ("body_code",)), source_reference()),
)

TABLES = (
    SUPPORT_TYPES,
    SUPPORT_TYPE_BODIES,
    SUPPORT_RANGES,
    SUPPORT_COUNTS,
    SUBSIDY_TERMS,
    PROGRAMME_ITEMS,
    PREFECTURE_CASES,
    SCHEME_PHASES,
    SCHEME_FINDINGS,
    BUDGET_LINES,
    SUBSIDY_GRANTS,
    COMMISSIONS,
)
