"""Every page runs in its default, filtered and empty state, and says what is wrong in Japanese."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.ui import frame

TIMEOUT_S = 30


def _opened(topic: str, **query: str) -> AppTest:
    """A page as a new session sees it at an address."""
    app = AppTest.from_file(str(paths.PROJECT / "app.py"), default_timeout=TIMEOUT_S)
    for name, text in query.items():
        app.query_params[name] = text
    app.run()
    if topic != frame.HOME:
        app.switch_page(frame.file_of(topic)).run()
    assert not app.exception, app.exception
    return app


def _words(app: AppTest) -> str:
    blocks = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join(str(block.value) for block in blocks)


@pytest.mark.parametrize("topic", frame.TOPICS)
def test_a_page_shows_its_title_and_exhibits(topic: str) -> None:
    app = _opened(topic)

    assert len(app.title) == 1
    assert app.subheader
    assert not app.error


@pytest.mark.parametrize("topic", frame.TOPICS)
def test_no_page_speaks_english(topic: str) -> None:
    words = _words(_opened(topic))

    # What remains in Latin letters are codes, names and units that the documents print.
    allowed = r"S\d|L\d+(?:\\-\d+)?|CRAFT|CSV|RS|R\d|H\d+|LITALICO|SST|JIS|Natural Earth|npm"
    plain = re.sub(allowed, "", words.replace("\\", ""))
    assert not re.search(r"\b(the|and|of|select|choose|no data|error)\b", plain, re.IGNORECASE)


@pytest.mark.parametrize(
    ("topic", "query", "expected"),
    [
        ("variance", {"category": "consultation"}, "公表されている2種類のうち"),
        ("map", {"show": "grant_2024", "order": "value"}, "交付金 令和6年度（2024）の分布（円）"),
        ("map", {"show": "supported", "prefecture": "23"}, "名古屋市"),
        ("subsidy", {"grant_year": "2023"}, "令和5年度（2023）、上位10団体"),
        ("subsidy", {"cost": "1000000"}, "交付金は500,000円"),
        ("catalogue", {"theme": "drug"}, "36件中5件の事業が条件に合う"),
        ("catalogue", {"level": "projects", "region": "shikoku"}, "2件の事業"),
        ("project", {"project": "R1-06"}, "福岡県"),
        ("sources", {"part": "discrepancies"}, "文書の読み違い"),
        ("sources", {"part": "dictionary"}, "データの項目の一覧"),
    ],
)
def test_an_address_opens_the_view_it_names(
    topic: str, query: dict[str, str], expected: str
) -> None:
    app = _opened(topic, **query)

    everything = _words(app) + "".join(str(block.proto) for block in app.get("html"))
    assert expected in everything.replace("\\", "")


@pytest.mark.parametrize(
    ("topic", "query"),
    [
        ("catalogue", {"text": "該当しない語"}),
        ("sources", {"verdict": "cannot_check", "check_kind": "code"}),
    ],
)
def test_an_empty_result_says_what_to_do(topic: str, query: dict[str, str]) -> None:
    app = _opened(topic, **query)

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
    app = _opened(topic, **query)

    assert len(app.warning) == 1
    assert f"「{label}」" in app.warning[0].value
    assert "条件を選び直してください" in app.warning[0].value


def test_a_choice_is_written_to_the_address() -> None:
    app = _opened("catalogue")

    app.multiselect(key="CatalogueState.theme").set_value(["theft", "drug"]).run()

    assert app.query_params["theme"] == "drug.theft"
    assert "36件中7件" in "".join(str(block.proto) for block in app.get("html"))


def test_taking_all_filters_off_empties_the_address() -> None:
    app = _opened("catalogue", theme="drug", text="会議")

    app.button[0].click().run()

    assert not set(app.query_params) & {"theme", "text"}
    assert app.text_input(key="CatalogueState.text").value == ""


def test_filters_that_do_not_apply_are_switched_off() -> None:
    app = _opened("map", show="grant_2024")

    assert app.get("button_group")[1].proto.disabled is True


@pytest.mark.parametrize("text", ["*太字*", "[x](http://x)", ":red[x]", "$x$", "<b>x</b>", "`x`"])
def test_what_a_user_types_never_acts_as_markup(text: str) -> None:
    app = _opened("catalogue", text=text)

    assert not app.exception
    assert app.text_input(key="CatalogueState.text").value == text
