"""What stands over and beside each exhibit says what its rows say, briefly and without judging."""

import csv
import datetime as dt
import re
from dataclasses import replace

import pytest

from lib import exports, paths
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.views.headlines.registry import LONGEST_HEADLINE, LONGEST_ITEM, WORDS, worded
from lib.views.pages import PAGES, exhibit_at
from lib.views.sources import PARTS
from tests.exhibit_samples import exhibits

TODAY = dt.date(2026, 11, 28)
LONGEST_SUBTITLE = 60
JUDGING = "とどま|低迷|成功|失敗|わずか|しか|大幅|順調|不十分|十分に|優れ|劣|好調|効果があ|効果的"
KANJI_NUMBERS = r"[一二三四五六七八九十百]+(?:件|人|団体|組|回|つ|年|種類|都道府県)"
TOCHIGI = {"project": "H30-06"}
EFFECT = (
    "栃木県の再入率0%は事業期間中の値。県は○とし「一定の効果」と記す。"
    "分母と追跡期間の記載がなく、3人は受講0回のため、効果の有無は判断できない"
)

# Worked out by hand from the rows: page, exhibit, address, headline.
SHIPPED = (
    # 36 projects in 28 prefectures, of which 8 have two.
    ("overview", "prefecture_map", {}, "モデル事業は28都道府県に36事業"),
    ("overview", "reentry", {}, "令和4年に出所した人の2年以内再入率は13.0%"),
    ("overview", "repeat_offenders", {}, "検挙された人のうち再犯者は47.0%（令和5年）"),
    ("overview", "timeline", {}, "モデル事業は令和2年度まで、交付金は令和5年度から"),
    ("overview", "symposium", {}, "会場ごとの参加者は190名～601名（延べの北海道を除く）"),
    # 愛知県 1,306,000 yen, four of 1,500,000.
    (
        *("map", "prefecture_map", {"show": "grant_2024"}),
        "名前の出る10都府県の交付額は130.6万円～150万円",
    ),
    (
        *("map", "prefecture_map", {"show": "supported", "basis": "actual"}),
        "支援した人（実人員）は、値のある1都道府県で7人",
    ),
    # 313 - 24 is more than 274 - 17, 153 - 0, 95 - 13, 76 - 1 and 112 - 47.
    ("variance", "support_ranges", {}, "支援実績は、就労支援（直接雇用を除く）で24件～313件"),
    (
        *("variance", "support_ranges", {"category": "consultation"}),
        "支援実績は、保護司会に委託で13件～95件",
    ),
    ("variance", "named_counts", {}, "愛知県のよりそい／寄り添い弁護士制度は令和6年度に112人"),
    ("variance", "like_figures", {}, "「支援した人」を計で載せた20団体は、2人から112人まで"),
    ("targets", "targets", {}, "栃木県の評価は11項目中○3、△1、×7。参加者は目標40人に9人"),
    ("targets", "targets", {"body": "H30-05"}, "支援の対象となった人は想定12人に対し2人"),
    # 27,500,000 of 55,500,000 yen; 18,053,000 of 49,500,000 yen the year before.
    ("subsidy", "grant_totals", {}, "交付額は予算の49.5%、前年度は36.5%"),
    # 51,095,041 yen in 令和3年度, 315,875,987 yen in 令和元年度.
    (
        *("subsidy", "budget_line", {}),
        "項の支出は5,110万～3億1,588万円（制度が替わり、推移は規模を示さない）",
    ),
    ("subsidy", "grants", {}, "上位10の都府県は130.6万円から150万円。4つが150万円"),
    (
        *("subsidy", "grants", {"grant_year": "2023"}),
        "上位10の都府県は88.1万円から150万円。3つが150万円",
    ),
    ("subsidy", "commissions", {}, "モデル事業の委託額は上位10が520万～1,080万円（令和2年度）"),
    # 47 x 1,500,000 yen.
    ("subsidy", "terms_cost", {}, "47都道府県のすべてが上限まで使うと7,050万円（推計）"),
    ("subsidy", "programme_items", {}, "交付金の事業内容のうち必須は2つ、選択は1つ"),
    ("catalogue", "catalogue_figures", {}, "36事業の数値は220件"),
    ("catalogue", "catalogue_projects", {"level": "projects"}, "モデル事業は36事業"),
    ("project", "targets", TOCHIGI, "県の評価は11項目中○3、△1、×7。参加者は目標40人に9人"),
    (
        *("project", "project_findings", TOCHIGI),
        "参加が少なかった理由として、県は本人側6つ、家族会1つを考えた",
    ),
    # April 2019 to December 2020, both counted, are 21 months.
    ("project", "project_sessions", TOCHIGI, "教育プログラムは1年9か月に31回、延べ32人が参加"),
    ("project", "project_participants", TOCHIGI, "参加者9人のうち1回以上の参加は6人、0回は3人"),
    ("project", "project_families", TOCHIGI, "家族会の参加は5組で1回から18回"),
    (
        *("project", "project_groups", TOCHIGI),
        "男女別は男3人、女6人。紹介元別は刑事施設2人、保護観察所7人",
    ),
    ("sources", "checks", {}, "検算151件のうち合139件、不合7件、照合できない5件"),
)
# Of the invented rows: 30 to 400 件, 47 to 120 人, one grant of 1,500,000 yen and nine of 900,000,
# two projects more in two prefectures more, a cap of 2,000,000 yen.
YEAR_TO_COME = (
    ("overview", "prefecture_map", {}, "モデル事業は30都道府県に38事業"),
    ("variance", "support_ranges", {}, "支援実績は、就労支援（直接雇用を除く）で30件～400件"),
    (
        *("variance", "support_ranges_person", {}),
        "支援実績は、よりそい／寄り添い弁護士制度で47人～120人",
    ),
    ("variance", "named_counts", {}, "名前の出る支援実績は5種類、47都道府県の70個"),
    ("subsidy", "grants", {"grant_year": "2025"}, "上位10の都府県は90万円から150万円"),
    (
        *("map", "prefecture_map", {"show": "grant_2025"}),
        "名前の出る10都府県の交付額は90万円～150万円",
    ),
    ("subsidy", "terms_cost", {}, "47都道府県のすべてが上限まで使うと9,400万円（推計）"),
    (
        *("variance", "body_counts", {"counts": "2025-housing-case-total"}),
        "居住支援は12都道府県で3件～66件",
    ),
)
# Of the first row alone.
ONE_ROW = {
    "reentry": "平成11年に出所した人の2年以内再入率は23.4%",
    "symposium": "中央の参加者は354名",
    "timeline": "モデル事業は令和2年度まで",
    "support_ranges": "支援実績は、就労支援で24件～313件",
    "named_counts": "愛知県のよりそい／寄り添い弁護士制度は令和5年度に110人",
    "grants": "上位1の都は150万円",
    "commissions": "モデル事業の委託額は上位1が1,080万円（令和2年度）",
    "terms_cost": "",
    "grant_totals": "交付額は予算の36.5%",
    "catalogue_figures": "1事業の数値は1件",
}


def _made(database: Database, topic: str, exhibit_id: str, query: dict[str, str]) -> Exhibit:
    exhibit = exhibit_at(database, topic, exhibit_id, query)
    assert exhibit is not None
    return exhibit


@pytest.mark.parametrize(("topic", "exhibit_id", "query", "headline"), SHIPPED)
def test_the_headline_says_what_the_rows_say(
    shipped: Database, topic: str, exhibit_id: str, query: dict[str, str], headline: str
) -> None:
    exhibit = _made(shipped, topic, exhibit_id, query)

    assert exhibit.headline == headline
    assert exhibit.heading == headline


@pytest.mark.parametrize(("topic", "exhibit_id", "query", "headline"), YEAR_TO_COME)
def test_the_headline_follows_the_rows_of_a_year_to_come(
    year_to_come: Database, topic: str, exhibit_id: str, query: dict[str, str], headline: str
) -> None:
    assert _made(year_to_come, topic, exhibit_id, query).headline == headline


def test_subtitles_name_the_years_of_the_rows(shipped: Database, year_to_come: Database) -> None:
    def subtitle(database: Database) -> str:
        return _made(database, "variance", "support_ranges", {}).subtitle

    assert "、令和6年度。" in subtitle(shipped)
    assert "、令和6年度～令和7年度。" in subtitle(year_to_come)


@pytest.fixture(scope="module")
def opened(shipped: Database) -> dict[str, Exhibit]:
    """Each exhibit of the list for review as it opens, by its id."""
    rows = records(_made(shipped, "sources", "wording", {"part": "wording"}).rows)
    topics = {page.title: page for page in PAGES.values()}
    found = {}
    for row in rows:
        page = topics[row["page"]]
        parts = ({"part": part} for part in PARTS)
        for query in ({}, TOCHIGI, {"level": "activities"}, {"level": "projects"}, *parts):
            exhibit = exhibit_at(shipped, page.topic, row["exhibit_id"], query)
            if exhibit is not None:
                found.setdefault(exhibit.exhibit_id, exhibit)
    return found


def _cut(database: Database, exhibit: Exhibit, number: int) -> Exhibit:
    return worded(database, replace(exhibit, rows=exhibit.rows.iloc[:number]))


def test_one_row_is_said_plainly(shipped: Database, opened: dict[str, Exhibit]) -> None:
    for exhibit_id, headline in ONE_ROW.items():
        assert _cut(shipped, opened[exhibit_id], 1).headline == headline, exhibit_id
    for exhibit in opened.values():
        _check(_cut(shipped, exhibit, 1))


def test_without_a_row_the_title_stands_instead(
    shipped: Database, opened: dict[str, Exhibit]
) -> None:
    assert len(opened) > 25
    for exhibit in opened.values():
        none = _cut(shipped, exhibit, 0)
        assert none.headline == ""
        assert none.heading == exhibit.title
        assert none.can_tell == ()


def test_words_too_long_for_their_place_are_left_out(shipped: Database) -> None:
    exhibit = _made(shipped, "variance", "like_figures", {})
    named = replace(exhibit, rows=exhibit.rows.assign(measure_name="長い名前の数値" * 4))

    changed = worded(shipped, named)

    assert changed.headline == ""
    assert changed.heading == exhibit.title
    assert changed.can_tell == exhibit.can_tell


def _check(exhibit: Exhibit) -> None:
    name = (exhibit.exhibit_id, exhibit.headline)
    assert len(exhibit.headline) <= LONGEST_HEADLINE, name
    assert not exhibit.headline.endswith("。"), name
    assert not exhibit.headline or re.search(r"[0-9]", exhibit.headline), name
    assert len(exhibit.subtitle) <= LONGEST_SUBTITLE, (name, exhibit.subtitle)
    assert "\n" not in exhibit.subtitle, name
    assert len(exhibit.can_tell) <= 2, name
    assert len(exhibit.cannot_tell) <= 3, name
    for item in (*exhibit.can_tell, *exhibit.cannot_tell):
        assert 0 < len(item) <= LONGEST_ITEM, item
        assert not item.endswith("。"), item
    own = (exhibit.headline, exhibit.subtitle, *exhibit.can_tell, *exhibit.cannot_tell)
    for words in own:
        assert not re.search(JUDGING, words), words
        assert not re.search(r"[０-９①-⑳]", words), words
    for words in (exhibit.headline, *exhibit.can_tell):
        assert not re.search(KANJI_NUMBERS, words), words
        assert not re.search(r"(?:19|20)[0-9]{2}(?:年|）)", words), words


@pytest.mark.parametrize("which", ["shipped", "year_to_come"])
def test_all_words_keep_to_their_form(which: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue(which)
    seen = set()
    for exhibit in exhibits(database, tuple(PAGES.values())):
        _check(exhibit)
        if not exhibit.rows.empty:
            assert exhibit.headline, exhibit.title
            assert exhibit.subtitle, exhibit.title
            seen.add(exhibit.exhibit_id)
        assert exhibit.exhibit_id == "dictionary" or exhibit.cannot_tell, exhibit.title
        assert exhibit.exhibit_id == "dictionary" or exhibit.stage_note, exhibit.title
    every_id = {name for page in PAGES.values() for name in page.exhibits}
    not_held = (
        {"body_counts", "body_count_rates", "body_count_types"} if which == "shipped" else set()
    )
    missing = {name for name in every_id - seen if not name.startswith("support_ranges_")}
    assert missing == not_held


def test_the_template_knows_no_year_and_no_count() -> None:
    for file in (paths.PROJECT / "lib/views/headlines").glob("*.py"):
        text = file.read_text("utf-8")
        assert not re.search(r"(?:令和|平成|[RH])[0-9元]|(?:19|20)[0-9]{2}", text), file.name
        assert not re.search("[0-9]+(?:団体|都府県|都道府県|事業|種類)", text), file.name


def test_the_wall_says_what_must_be_known_of_the_rate_of_0(shipped: Database) -> None:
    assert _made(shipped, "project", "targets", TOCHIGI).stage_note == EFFECT
    assert _made(shipped, "targets", "targets", {}).stage_note == EFFECT
    assert "効果" not in _made(shipped, "targets", "targets", {"body": "H30-05"}).stage_note


def test_the_wall_says_first_what_the_publisher_warns_of(shipped: Database) -> None:
    exhibit = _made(shipped, "variance", "support_ranges", {})

    assert exhibit.stage_note == "同じ種類の取組でも団体ごとに中身が違うため、単純に比べられない"
    note = "分からないこと: 予算との差の理由"
    assert _made(shipped, "subsidy", "grant_totals", {}).stage_note == note


@pytest.mark.parametrize(
    ("topic", "exhibit_id", "items"),
    [
        (
            *("variance", "support_ranges"),
            # All 12 types but the five without a range and 就労支援（直接雇用）, which is 0 alone.
            ("幅が公表されているのは12種類のうち6種類", "最小が0件の種類は1つ（性犯罪者への支援）"),
        ),
        # 1,295.2 of 2,750 are 47.1 %.
        ("subsidy", "grants", ("行政事業レビューで名前が出る上位10以外が47%",)),
        ("subsidy", "grant_totals", ("令和6年度の予算との差は2,800万円",)),
        ("variance", "like_figures", ("20団体が22件の数値を載せる", "数値の中央値は21.5人")),
        (
            *("overview", "reentry"),
            (
                "手元の値は平成11年から令和4年までの18年分、13.0～23.4%",
                "政府目標は令和3年までに16%以下（全国の率）",
            ),
        ),
        (
            *("targets", "targets"),
            (
                "事業参加者の再入率は0%（目標16%以下、団体の評価は○）",
                "茨城県の支援の対象となった人は想定12人に対し2人",
            ),
        ),
    ],
)
def test_the_rail_is_calculated(
    shipped: Database, topic: str, exhibit_id: str, items: tuple[str, ...]
) -> None:
    assert _made(shipped, topic, exhibit_id, {}).can_tell == items


def test_an_expectation_is_no_target(shipped: Database) -> None:
    exhibit = _made(shipped, "targets", "targets", {"body": "H30-05"})

    labels = [column.label for column in exhibit.columns]
    assert {"想定の値", "想定との差", "想定に対する割合"} <= set(labels)
    said = (exhibit.title, exhibit.name, exhibit.headline, exhibit.subtitle, *labels)
    assert not [words for words in said if "目標" in words]


def test_limits_belong_to_exhibits_of_the_registry() -> None:
    with (paths.DATA / "reading_limits.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    named = {row["exhibit_id"] for row in rows}
    every_id = {name for page in PAGES.values() for name in page.exhibits}

    assert named <= every_id
    assert {row["shown"] for row in rows if row["exhibit_id"] == "targets"} == {
        *("limited", "expected", "targets")
    }
    assert set(WORDS) == every_id


def test_limits_follow_what_is_shown(shipped: Database) -> None:
    def limits(**query: str) -> str:
        return "".join(_made(shipped, "map", "prefecture_map", query).cannot_tell)

    assert "事業の数だけ" in limits()
    assert "0円ではなく不明" in limits(show="grant_2024")
    assert "数え方や時点が違う" in limits(show="supported")
    assert "0円" not in limits() + limits(show="supported")


def test_the_list_for_review_holds_each_exhibit_as_it_opens(
    shipped: Database, opened: dict[str, Exhibit]
) -> None:
    review = _made(shipped, "sources", "wording", {"part": "wording"})
    rows = records(review.rows)

    keys = [(row["page"], row["exhibit_id"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert ("事業詳細", "project_findings") in keys
    shown = {exhibit.exhibit_id for exhibit in exhibits(shipped, tuple(PAGES.values()))}
    assert {name for _, name in keys} == shown - {"wording"}
    row = next(row for row in rows if row["exhibit_id"] == "support_ranges")
    exhibit = opened["support_ranges"]
    assert (row["title"], row["headline"], row["subtitle"]) == (
        *(exhibit.title, exhibit.headline, exhibit.subtitle),
    )
    assert row["cannot_tell"] == "／".join(exhibit.cannot_tell)
    assert row["publishers_cautions"] == "／".join(exhibit.publishers_cautions)
    assert "「件」が何を1件と数えたもの" in row["own_cautions"]
    (whose,) = review.cautions
    assert whose.text == "画面の読み方であり、法務省の見解ではない"
    assert not whose.is_publishers


def test_what_is_exported_says_the_same(shipped: Database) -> None:
    exhibit = _made(shipped, "variance", "support_ranges", {})

    notes = exports.notes_text(exhibit, TODAY)

    assert f"見出し: {exhibit.headline}\r\n副題: {exhibit.subtitle}\r\n" in notes
    for label, items in (("読めること", exhibit.can_tell), ("分からないこと", exhibit.cannot_tell)):
        said = "".join(f"  {item}\r\n" for item in items)
        assert f"{label}（画面の読み方であり、法務省の見解ではない）:\r\n{said}" in notes
