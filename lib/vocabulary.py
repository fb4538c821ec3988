"""The closed lists of codes that columns may hold, each with the words shown on screen."""

from dataclasses import dataclass

from lib import formats


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of codes.

    Attributes:
        title: What the codes tell apart, in Japanese.
        labels: Code to the Japanese words shown on screen, in the order of display.
    """

    title: str
    labels: dict[str, str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of display."""
        return tuple(self.labels)

    def label(self, code: str) -> str:
        """The words for a code.

        Raises:
            KeyError: The code is not in the list.
        """
        return self.labels[code]


BODY_KIND = Vocabulary(
    "団体の種類",
    {"prefecture": "都道府県", "designated_city": "指定都市", "city": "市"},
)
STAGE = Vocabulary(
    "支援の段階",
    {
        "entry": "入口支援",
        "exit": "出口支援",
        "both": "入口・出口支援",
        "none": "段階の記載なし",
    },
)
CONTRACTOR_KIND = Vocabulary(
    "担い手",
    {
        "own": "団体が自ら行う",
        "settlement_center": "地域生活定着支援センター受託団体",
        "social_welfare": "社会福祉法人",
        "npo": "特定非営利活動法人",
        "association": "社団法人（一般・公益）",
        "rehabilitation": "更生保護法人",
        "company": "株式会社",
        "other": "そのほか・法人の種類の記載なし",
    },
)
COUNT_BASIS = Vocabulary(
    "数え方",
    {"actual": "実人員", "cumulative": "延べ", "total": "計", "unstated": "数え方の記載なし"},
)
# None of them is 0, which is a value.
MISSING_REASON = Vocabulary(
    "値のない理由",
    {"suppressed": "秘匿", "unknown": "不明", "not_applicable": "該当なし"},
)
AS_OF_BASIS = Vocabulary(
    "時点の根拠",
    {
        "cell": "数値の欄に記載",
        "heading": "表の見出しの時点",
        "period_end": "事業期間の末",
        "unstated": "記載なし",
    },
)
PART_KIND = Vocabulary(
    "内訳の種類",
    {"breakdown": "内訳（合計が元の数になる）", "of_which": "うち数（元の数の一部）"},
)
MEASURE_GROUP = Vocabulary(
    "指標の区分",
    {
        "support": "本人・家族への支援",
        "outcome": "支援の結果",
        "coordination": "連携・人材",
        "publicity": "広報・啓発",
    },
)
THEME_GROUP = Vocabulary(
    "テーマの区分",
    {label: label for label in ("対象となる人", "支援の方法", "連携の土台")},
)
TARGET_KIND = Vocabulary("目標の種類", {"target": "目標", "expected": "当初の想定"})
TARGET_COMPARISON = Vocabulary("目標の向き", {">=": "以上", "<=": "以下"})
GROUPING = Vocabulary(
    "分け方",
    {"fiscal_year": "年度別", "sex": "男女別", "referral": "紹介元別", "families": "家族"},
)
PARTICIPANT_CATEGORY = Vocabulary(
    "参加者の区分",
    {
        "male": "男",
        "female": "女",
        "penal_institution": "刑事施設",
        "probation_office": "保護観察所",
        "new_families": "新しく参加した家族",
    },
)


def participant_category(category: str) -> str:
    """The words for a category of participants: a code of the list, or a fiscal year.

    Raises:
        ValueError: It is neither.
    """
    known = PARTICIPANT_CATEGORY.labels.get(category)
    return known or formats.fiscal_year(int(category))


FINDING_KIND = Vocabulary(
    "記載の種類",
    {
        "scheme": "しくみ",
        "result_note": "結果についての記載",
        "low_uptake_reason": "参加が少なかった理由（団体が考えたもの）",
        "lesson": "課題と学び",
        "follow_up": "事業の後",
    },
)
PERSON_SIDE = Vocabulary("目標か数えた人数か", {"aim": "目標", "count": "人数"})
PERSON_COUNT = Vocabulary(
    "人数の種類",
    {
        "planned": "計画",
        "counted": "参加者（団体の数え方）",
        "attended": "1回以上の参加",
        "continued": "継続（報告書の語）",
    },
)
SCHEME_FINDING_KIND = Vocabulary(
    "制度についての記載の種類",
    {
        "background": "背景",
        "state_task": "国の役割",
        "body_task": "地方公共団体の役割",
        "remark": "文書の記載",
        "question": "文書の問い（答えの記載なし）",
    },
)
ITEM_KIND = Vocabulary("項目の種類", {"menu": "事業の内容", "cost": "対象となる費目の例"})
REQUIREMENT = Vocabulary(
    "必須かどうか",
    {
        "required": "必須",
        "choose_one": "どれか一つを実施",
        "optional": "任意",
        "example": "例示",
    },
)
PROGRAMME = Vocabulary(
    "制度",
    {
        "model_project": "地域再犯防止推進モデル事業（委託）",
        "grant": "地域再犯防止推進事業（交付金）",
    },
)
PERIOD_BASIS = Vocabulary(
    "期間の種類",
    {
        "release_year": "出所・出院年",
        "calendar_year": "暦年",
        "fiscal_year": "年度",
        "target_year": "目標年",
        "as_of": "時点",
        "unstated": "記載なし",
    },
)
DOCUMENT_KIND = Vocabulary(
    "出典の種類",
    {
        "document": "事業の文書",
        "white_paper": "白書",
        "statistics": "統計",
        "budget": "予算、決算、行政事業レビュー",
        "briefing": "行政の説明資料",
        "press": "報道、団体のサイト",
        "geography": "地図、庁舎の位置",
    },
)
COMPARATOR = Vocabulary("数の付け方", {"about": "約", "at_least": "以上"})
SOURCE_KIND = Vocabulary("数値の入手元", {"official": "公表元", "copy": "公表値の写し"})
DISCREPANCY_KIND = Vocabulary(
    "相違の種類",
    {
        "misread": "文字の誤り",
        "displaced": "位置のずれ",
        "duplicate": "二重の記載",
        "inconsistent": "数値の不一致",
        "units": "単位・数え方の違い",
        "as_of": "時点の違い",
        "ambiguous": "読み方が分かれる",
        "silent": "記載なし",
        "privacy": "個人の情報を載せない",
    },
)
VERDICT = Vocabulary("判定", {"match": "合", "mismatch": "不合", "cannot_check": "照合できない"})
CHECK_KIND = Vocabulary(
    "検算の種類",
    {
        "breakdown": "内訳と合計",
        "of_which": "うち数と元の数",
        "within_source": "同じ文書の中",
        "across_sources": "文書どうし",
        "rating": "目標と評価",
        "budget": "予算と執行",
        "national": "全国の統計",
        "prefecture": "都道府県の指標",
        "code": "コード",
        "coverage": "そろっているか",
    },
)
METHOD_PART = Vocabulary(
    "方法の部分",
    {"steps": "計算のしかた", "assumptions": "仮定", "changes": "結論が変わるとき"},
)
RETIRED_KIND = Vocabulary("廃止したもの", {"exhibit": "図", "parameter": "条件"})
SUPPORT_CATEGORY = Vocabulary(
    "直接支援の区分",
    {
        "employment": "就労支援",
        "housing": "居住支援",
        "specialised": "専門的支援",
        "consultation": "相談支援",
    },
)
# The data hold the names; addresses hold the codes.
REGION_CODE = Vocabulary(
    "地方",
    {
        "hokkaido": "北海道",
        "tohoku": "東北",
        "kanto": "関東",
        "chubu": "中部",
        "kinki": "近畿",
        "chugoku": "中国",
        "shikoku": "四国",
        "kyushu": "九州・沖縄",
    },
)
REGION = Vocabulary("地方", {name: name for name in REGION_CODE.labels.values()})
MAP_STATUS = Vocabulary(
    "値の状態",
    {
        "value": "値あり",
        "zero": "0",
        "reference": "参考（「計」どうしの合計）",
        "several": "時点の違う数（合計しない）",
        **MISSING_REASON.labels,
    },
)
EVIDENCE = Vocabulary(
    "根拠の形",
    {
        "printed": "文書の行に数字と単位がある",
        "tabulated": "文書の表の中に数字だけがある",
        "counted": "文書の記載から数えた、または換算した数",
        "place": "行番号のない資料に数字がある",
    },
)
CHECK_SIDE = Vocabulary("どちらの値か", {"expected": "一方の値", "found": "他方の値"})

# The exhibits that rows of ``agendas`` may name, as page/exhibit; every one of them stands in the
# registry of pages, which rows are validated without.
VIEWS = (
    "overview/prefecture_map",
    "map/prefecture_map",
    "variance/support_ranges",
    "variance/named_counts",
    "variance/body_count_types",
    "variance/body_counts",
    "variance/like_figures",
    "targets/targets",
    "targets/expected",
    "targets/programme_persons",
    "targets/reentry",
    "targets/repeat_offenders",
    "subsidy/grant_totals",
    "subsidy/grants",
    "subsidy/budget_line",
    "subsidy/commissions",
    "subsidy/terms_cost",
    "subsidy/programme_items",
    "subsidy/timeline",
    "catalogue/catalogue_figures",
    "catalogue/catalogue_activities",
    "catalogue/catalogue_projects",
    "project/targets",
    "project/project_participants",
    "project/project_findings",
    "project/project_sessions",
    "project/programme_persons",
    "project/project_groups",
    "project/project_families",
    "project/project_follow_up",
    "project/project_notes",
    "project/project_activities",
    "project/project_figures",
    "project/project_discrepancies",
)
