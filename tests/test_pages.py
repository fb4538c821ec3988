"""Every page runs in its default, filtered and empty state, and says what is wrong in Japanese."""

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from lib.database import Database
from lib.documents import store
from lib.documents.reading import read_document
from lib.meetings.agenda import Meeting, from_query, item_of, to_query
from lib.meetings.slides import deck_of
from lib.views import evidence, framing
from lib.views.pages import PAGES, Page, page_exhibits
from tests.documents import document_path
from tests.pages import folded_lines, headings, opened, shown_html, shown_words


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_shows_its_title_and_exhibits(topic: str) -> None:
    figure = {"figure": "results.H30-26/1.value"} if topic == "evidence" else {}
    app = opened(topic, **figure)

    assert len(headings(app, 1)) == 1 or app.title
    assert headings(app) or app.subheader or PAGES[topic].is_for_officers
    assert not app.error


@pytest.mark.parametrize("topic", PAGES)
def test_no_page_speaks_english(topic: str) -> None:
    words = shown_words(opened(topic))

    # What remains in Latin letters are codes, names and units that the documents print.
    allowed = r"S\d|L\d+(?:\\-\d+)?|CRAFT|CSV|RS|R\d|H\d+|LITALICO|SST|JIS|Natural Earth|npm"
    plain = re.sub(allowed, "", words.replace("\\", ""))
    assert not re.search(r"\b(the|and|of|select|choose|no data|error)\b", plain, re.IGNORECASE)


@pytest.mark.parametrize(
    ("topic", "query", "expected"),
    [
        ("variance", {"category": "consultation"}, "公表されている2種類のうち"),
        (
            "map",
            {"show": "grant_2024", "order": "value"},
            "10都府県の交付額は130.6万円～150万円",
        ),
        ("map", {"show": "supported", "prefecture": "23"}, "名古屋市"),
        ("subsidy", {"grant_year": "2023"}, "上位10の都府県は88.1万円から150万円"),
        ("subsidy", {"cost": "1000000"}, "交付金は500,000円"),
        ("catalogue", {"theme": "drug"}, "5事業の数値は"),
        ("catalogue", {"level": "projects", "region": "shikoku"}, "モデル事業は2事業"),
        ("project", {"project": "R1-06"}, "福岡県"),
        ("overview", {}, "事業の効果は、公表資料からは分からない"),
        ("catalogue", {}, "支援の段階は文書の表示のまま。表示のない出口支援は出てこない"),
        ("project", {"project": "R1-02"}, "文書に載る取組は7件（予定を含む）"),
        (
            "project",
            {"project": "H30-06"},
            "参加が少なかった理由として、県は本人側6つ、家族会1つを考えた",
        ),
        ("evidence", {"figure": "prefecture_cases.41/3.value"}, "20件以上"),
        ("evidence", {"figure": "prefecture_cases.05/5.value"}, "約2倍"),
        ("sources", {"part": "discrepancies"}, "文書の読み違い"),
        ("sources", {"part": "scheme"}, "国の役割"),
        ("sources", {"part": "symposium"}, "延べで数えた北海道を除くと"),
        ("sources", {"part": "dictionary"}, "データは"),
        ("sources", {"part": "wording"}, "法務省の見解ではない"),
        ("sources", {"part": "discrepancies", "record": "D055"}, "1件の記録"),
        ("evidence", {"figure": "results.H30-26/1.value"}, "北九州市 支援実施件数"),
        ("evidence", {"figure": "kpis.H30-06/5.actual_value"}, "プログラム実施回数（結果）"),
        ("evidence", {"figure": "results.R1-06/3.value|results.R1-06/4.value"}, "2個の数値"),
        ("catalogue", {"measure": "supported_persons", "as_of": "same"}, "同じ時点だけ"),
    ],
)
def test_an_address_opens_the_view_it_names(
    topic: str, query: dict[str, str], expected: str
) -> None:
    app = opened(topic, **query)

    assert expected in shown_words(app).replace("\\", "")


@pytest.mark.parametrize(
    ("topic", "query"),
    [
        ("catalogue", {"text": "該当しない語"}),
        ("sources", {"verdict": "cannot_check", "check_kind": "code"}),
    ],
)
def test_an_empty_result_says_what_to_do(topic: str, query: dict[str, str]) -> None:
    app = opened(topic, **query)

    assert len(app.info) == 1
    assert "条件を減ら" in app.info[0].value


@pytest.mark.parametrize(
    ("topic", "query", "label"),
    [
        ("variance", {"category": "zzz"}, "支援の区分"),
        ("map", {"show": "<script>"}, "表示する数"),
        ("project", {"project": "H30-99"}, "事業"),
        ("catalogue", {"theme": "drug.zzz"}, "テーマ"),
        ("subsidy", {"cost": "-5"}, "事業費（円）"),
    ],
)
def test_a_value_that_an_address_may_not_hold_is_reported(
    topic: str, query: dict[str, str], label: str
) -> None:
    app = opened(topic, **query)

    assert len(app.warning) == 1
    assert f"「{label}」" in app.warning[0].value
    assert "条件を選び直してください" in app.warning[0].value


def test_a_choice_is_written_to_the_address() -> None:
    app = opened("catalogue", level="projects")

    app.multiselect(key="CatalogueState.theme").set_value(["theft", "drug"]).run()

    assert app.query_params["theme"] == "drug.theft"
    (found,) = re.findall(r"モデル事業は(\d+)事業", " ".join(headings(app)))
    every = re.findall(
        r"モデル事業は(\d+)事業", " ".join(headings(opened("catalogue", level="projects")))
    )
    assert 0 < int(found) < int(every[0])


def test_taking_all_filters_off_empties_the_address() -> None:
    app = opened("catalogue", theme="drug", text="会議")

    app.button[0].click().run()

    assert not set(app.query_params) & {"theme", "text"}
    assert app.text_input(key="CatalogueState.text").value == ""


def test_nothing_is_offered_to_be_taken_off_where_no_condition_is_chosen() -> None:
    labels = [button.label for button in opened("catalogue", level="projects").button]

    assert "条件をすべて外す" not in labels


def test_a_condition_behind_the_button_stands_beside_it_and_is_taken_off_there() -> None:
    app = opened("catalogue", basis="total.actual", level="figures")
    assert [button.label for button in app.button if str(button.key).startswith("chip-")] == [
        "数え方: 実人員",
        "数え方: 計",
    ]

    app.button(key="chip-basis-total").click().run()

    assert app.query_params["basis"] == "actual"
    assert [button.label for button in app.button if str(button.key).startswith("chip-")] == [
        "数え方: 実人員"
    ]


def test_how_a_table_is_sorted_and_searched_is_kept_in_the_address_and_never_reported() -> None:
    own = {"sort.catalogue_figures": "value.desc", "find.catalogue_figures": "会議"}
    app = opened("catalogue", **own)
    app.multiselect(key="CatalogueState.theme").set_value(["drug"]).run()

    assert {name: app.query_params[name] for name in own} == own
    assert app.query_params["theme"] == "drug"
    assert not app.warning
    assert not app.info


def test_filters_that_do_not_apply_are_not_drawn() -> None:
    def drawn(**query: str) -> list[str]:
        app = opened("map", **query)
        groups = [group.proto.label for group in app.get("button_group")]
        return [*(box.label for box in app.selectbox), *groups]

    assert drawn(show="grant_2024") == ["表示する数", "表示範囲", "都道府県", "形", "見出し"]
    persons = drawn(show="supported", form="tiles")
    assert persons == ["表示する数", "都道府県", "数え方", "時点", "形", "見出し"]


@pytest.mark.parametrize("topic", ["evidence", "project"])
def test_a_page_without_its_choice_says_how_to_choose(topic: str) -> None:
    app = opened(topic)

    assert "データの版" in app.caption[-1].value  # nothing keeps the foot from being shown
    assert len(app.info) == 1
    assert "ください" in app.info[0].value or "選ぶと" in app.info[0].value


def test_an_unknown_figure_is_answered_with_advice() -> None:
    app = opened("evidence", figure="results.H99-01/1.value")

    assert "開き直してください" in app.info[0].value


def test_a_projects_page_tells_targets_then_reasons_then_the_course() -> None:
    app = opened("project", project="H30-06")

    assert headings(app, 1) == ["栃木県"]
    assert headings(app) == [
        "県の評価は11項目中○3、△1、×7。参加者は目標40人に9人",
        "参加者9人のうち1回以上の参加は6人、0回は3人",
        "参加が少なかった理由として、県は本人側6つ、家族会1つを考えた",
        "教育プログラムは1年9か月に31回、延べ32人が参加",
        "計画40人に対し、参加者は9人、1回以上は6人、継続は2名",
        "男女別は男3人、女6人。紹介元別は刑事施設2人、保護観察所7人",
    ]
    assert [line.split("**")[1] for line in folded_lines(app).splitlines()] == [
        *("家族会", "取組と担い手", "すべての数値", "その後", "しくみと結果の記載"),
        *("相違の記録", "団体と再委託先", "テーマの近い事業"),
    ]


def test_what_is_folded_is_sent_when_it_is_opened() -> None:
    app = opened("project", project="H30-06")
    assert "組のうち参加率100%" not in shown_words(app)

    app.session_state["is-open-project_families"] = True
    app.run()

    assert "家族会の参加は5組で1回から18回" in headings(app)
    assert "家族5" in shown_words(app)


def test_a_project_without_a_report_opens_with_what_it_did_and_its_numbers() -> None:
    app = opened("project", project="R1-02")

    assert headings(app) == [
        *("秋田県の取組は7件（予定を含む）", "秋田県の活動実績の数値は7件"),
    ]
    assert 'href="/project?project=R1-01">‹ 宮城県<' in shown_html(app)
    assert 'href="/project?project=R1-03">山形県 ›<' in shown_html(app)


def test_the_first_project_has_none_before_it() -> None:
    words = shown_html(opened("project", project="H30-01"))

    assert "‹ " not in words
    assert " ›" in words


def test_an_unknown_project_shows_no_other_projects_figures() -> None:
    app = opened("project", project="H30-99")

    assert "栃木県の活動実績" not in shown_words(app)


def test_the_document_is_quoted_where_it_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(read_document(document_path("S3"), "S3"), tmp_path)
    monkeypatch.setattr(evidence, "stored", lambda source_id: store.stored(source_id, tmp_path))
    app = opened("evidence", figure="results.H30-26/1.value")

    assert "計<mark>1,459</mark>件" in shown_html(app)


@pytest.mark.parametrize("text", ["*太字*", "[x](http://x)", ":red[x]", "$x$", "<b>x</b>", "`x`"])
def test_what_a_user_types_never_acts_as_markup(text: str) -> None:
    app = opened("catalogue", text=text)

    assert not app.exception
    assert app.text_input(key="CatalogueState.text").value == text


@pytest.mark.parametrize("topic", [page.topic for page in PAGES.values() if page.exhibits])
def test_a_page_shows_just_the_exhibits_that_the_registry_declares(
    topic: str, shipped: Database
) -> None:
    query = dict(parse_qsl(PAGES[topic].examples[0]))
    app = opened(topic, **query)

    shown, folded = headings(app), folded_lines(app)
    declared = page_exhibits(shipped, topic, query)
    assert declared
    for exhibit in declared:
        line = framing.closed_line(exhibit, exhibit.heading)
        assert exhibit.heading in shown or line in folded, exhibit.exhibit_id


@pytest.mark.parametrize("page", [page for page in PAGES.values() if page.is_for_meetings])
def test_what_a_page_offers_to_the_meeting_the_meeting_can_show(
    page: Page, shipped: Database
) -> None:
    for example in ("", *page.examples):
        query = dict(parse_qsl(example))
        for exhibit in page_exhibits(shipped, page.topic, query):
            meeting, refused = from_query(
                to_query(Meeting("", (item_of(page.topic, exhibit.exhibit_id, query),)))
            )
            assert refused == ()
            (slide,) = deck_of(shipped, meeting).slides
            assert slide.code == exhibit.code


@pytest.mark.parametrize(
    ("typed", "kept", "label"),
    [
        ("５００万", "5000000", "事業費（円）　＝5,000,000円"),
        ("0.5億円", "50000000", "事業費（円）　＝50,000,000円"),
        ("1,000,000", "1000000", "事業費（円）　＝1,000,000円"),
    ],
)
def test_money_is_read_as_it_is_typed_and_kept_in_plain_digits(
    typed: str, kept: str, label: str
) -> None:
    app = opened("subsidy", cost="4000000")

    app.text_input(key="CalculatorState.cost").set_value(typed).run()

    assert app.query_params["cost"] == kept
    field = app.text_input(key="CalculatorState.cost")
    assert (field.value, field.label) == (typed, label)
    assert not app.error


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3.000.000", "「3\\.000\\.000」は金額として読めません。"),
        ("", "金額が空欄です。"),
        ("10兆", "「10兆」は金額として読めません。"),
        ("999億", "99,900,000,000円は使えません。"),
    ],
)
def test_money_that_cannot_be_read_is_refused_aloud_and_changes_nothing(
    typed: str, why: str
) -> None:
    app = opened("subsidy", cost="4000000")

    app.text_input(key="CalculatorState.cost").set_value(typed).run()

    assert why in app.error[0].value
    assert "今は4,000,000円のまま" in app.error[0].value
    assert app.query_params["cost"] == "4000000"


def test_a_field_for_money_follows_the_address() -> None:
    app = opened("subsidy", cost="4000000")
    assert app.text_input(key="CalculatorState.cost").value == "4,000,000"

    app.query_params["cost"] = "5000000"
    app.run()

    assert app.text_input(key="CalculatorState.cost").value == "5,000,000"


def test_lists_of_places_hold_readings_and_other_lists_do_not() -> None:
    app = opened("map")
    places = app.selectbox(key="MapState.prefecture").options
    assert "栃木県　とちぎけん トチギケン Tochigi 09" in places
    assert places[0] == "選ばない"

    app.selectbox(key="MapState.prefecture").set_value("09").run()
    assert app.query_params["prefecture"] == "09"

    projects = opened("project").selectbox(key="ProjectState.project").options
    assert "旭川市（H30-02）　北海道 ほっかいどう ホッカイドウ Hokkaido 01" in projects
    assert "栃木県（H30-06）　とちぎけん トチギケン Tochigi 09" in projects
    assert "薬物・依存症" in opened("catalogue").multiselect(key="CatalogueState.theme").options
