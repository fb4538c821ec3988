"""A meeting keeps the edition of the data that it was agreed to show, until somebody moves it."""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.editions.folder import FolderStore
from lib.editions.model import Files
from lib.editions.serving import Serving, serving
from lib.editions.shipped import Shipped, files_in
from lib.meetings.agenda import AGREED, Item, Meeting, from_query, to_query
from lib.ui import editions, meeting_files
from lib.ui.meeting_files import FILES_URL, meeting_file
from tests.answered import answered
from tests.demonstration import write_with
from tests.next_year import added_rows
from tests.pages import opened, shown_html, shown_words

SHIPPED = files_in(paths.DATA)
VIEWS = {"v1": "subsidy/grants", "v2": "targets/targets"}
APP = Starlette(
    routes=[Route(FILES_URL, editions.of_request(meeting_file), methods=["GET", "POST"])]
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the databases of this module are built, so that each is built once."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The set with the invented rows of a year to come."""
    folder = tmp_path_factory.mktemp("next_year")
    write_with(folder, added_rows())
    return files_in(folder)


@pytest.fixture
def store(
    tmp_path: Path, built: Path, next_year: Files, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FolderStore]:
    """What the process serves: edition 1 holds the year to come."""
    found = FolderStore(tmp_path / "store", Shipped())
    found.publish(next_year, parent=0, account="係の名前", reason="来年度")
    fresh = Serving(found, built, lambda _made: None)
    fresh.begin()
    before = vars(serving()).copy()
    vars(serving()).update(vars(fresh))
    monkeypatch.setattr("lib.database._choose", editions.of_session)
    yield found
    vars(serving()).update(before)


def _publish(store: FolderStore, files: Files = SHIPPED) -> None:
    parent = store.editions()[-1].number
    store.publish(files, parent=parent, account="", reason="次")
    serving().refresh()


def _begun() -> AppTest:
    """The page of a meeting that begins with its first view on another page."""
    app = opened("subsidy")
    app.button(key="add-grants").click().run()
    assert not app.exception, app.exception
    return app


def _press(app: AppTest, words: str) -> None:
    (button,) = [one for one in app.button if one.label == words]
    button.click().run()
    assert not app.exception, app.exception


def _query(app: AppTest) -> dict[str, str]:
    return {
        name: given if isinstance(given, str) else given[-1]
        for name, given in app.query_params.items()
    }


def _links(app: AppTest) -> list[dict[str, list[str]]]:
    """The parameters of the links to the wall and to the presenter's window."""
    found = [one.proto.url for one in app.get("link_button")]
    return [parse_qs(urlsplit(one).query) for one in found]


def test_an_address_holds_the_edition_of_a_meeting_with_views() -> None:
    meeting = Meeting("", (Item("targets", "targets"),), 3)

    assert to_query(meeting) == {"e": "3", "v1": "targets/targets"}
    assert from_query(to_query(meeting)) == (meeting, ())
    assert from_query({"e": "3"})[0] == Meeting()
    for text in ("", "03", "-1", "x", "1000000", "３"):
        assert from_query({"e": text, "v1": "targets/targets"})[0].edition is None


def test_where_nothing_is_published_no_address_names_an_edition() -> None:
    app = _begun()

    assert AGREED not in _query(app)
    app = opened("meeting", **VIEWS)
    assert AGREED not in _query(app)
    assert "data-edition" not in shown_html(app)


@pytest.mark.usefixtures("store")
def test_a_meeting_begins_with_the_edition_that_is_shown_and_ends_with_its_last_view() -> None:
    app = _begun()
    assert _query(app)[AGREED] == "1"
    named = opened("subsidy", edition="0")
    named.button(key="add-grants").click().run()
    assert _query(named)[AGREED] == "0"
    older_link = opened("meeting", **VIEWS)
    assert _query(older_link)[AGREED] == "1"

    app.switch_page("pages/meeting_page.py").run()
    app.session_state[f"is-open-item-{zlib.crc32(_query(app)['v1'].encode()):x}-1"] = True
    app.run()
    app.button(key="delete-0").click().run()
    assert AGREED not in _query(app)


def test_the_page_keeps_the_edition_and_offers_the_newest(store: FolderStore) -> None:
    app = opened("meeting", **VIEWS)
    assert "のままにする" not in "".join(button.label for button in app.button)
    _publish(store)
    app.run()

    assert "会議の数値は第1版。最新は第2版で、2件の図のうち1件が変わる（都道府県別の交付額）。" in (
        shown_words(app)
    )
    assert "第1版（" in shown_words(app)  # in the foot
    assert {one["edition"][0] for one in _links(app)} == {"1"}
    assert set(re.findall('data-edition="(.)"', shown_html(app))) == {"1"}
    after_reload = opened("meeting", **_query(app))
    assert "会議の数値は第1版。" in shown_words(after_reload)
    assert not after_reload.warning  # of a year that edition 2 has not
    assert _query(after_reload) == _query(app)
    elsewhere = opened("subsidy", **_query(app))
    assert "第2版（" in shown_words(elsewhere)

    _press(app, "第2版に移す")
    assert _query(app)[AGREED] == "2"
    assert "会議の数値は" not in shown_words(app)
    assert "第2版（" in shown_words(app)
    assert {one["edition"][0] for one in _links(app)} == {"2"}


def test_what_was_declined_is_a_quiet_line_until_a_still_newer_edition_comes(
    store: FolderStore, next_year: Files
) -> None:
    app = opened("meeting", **VIEWS)
    _publish(store)
    app.run()
    _press(app, "第1版のままにする")
    assert "第1版の数値（いまは第2版）" in shown_words(app)
    assert "会議の数値は" not in shown_words(app)
    assert _query(app)[AGREED] == "1"

    _publish(store, next_year)
    app.run()
    assert "最新は第3版で、2件の図のどれも変わらない。" in shown_words(app)
    _press(app, "第1版のままにする")
    _press(app, "移す")
    assert _query(app)[AGREED] == "3"
    assert "第1版" not in shown_words(app)


def test_an_edition_in_the_address_wins_and_offers_nothing(store: FolderStore) -> None:
    _publish(store)
    app = opened("meeting", **VIEWS, e="1", edition="0")

    assert "第0版の数値（いまは第2版）" in shown_words(app)
    assert "会議の数値は" not in shown_words(app)
    assert {one["edition"][0] for one in _links(app)} == {"0"}
    _press(app, "最新の版で見る")
    assert "会議の数値は第1版。" in shown_words(app)


def test_a_view_added_elsewhere_is_shown_of_the_edition_of_the_meeting(store: FolderStore) -> None:
    app = opened("meeting", v1="targets/targets")
    _publish(store)
    app.switch_page("pages/subsidy_page.py").run()
    app.button(key="add-grants").click().run()

    assert "会議では第1版の数値を示します。" in app.toast[0].value
    assert _query(app)[AGREED] == "1"


@pytest.mark.parametrize("number", ["7", "999999"])
def test_an_edition_that_is_not_there_is_told_and_the_newest_is_shown(
    store: FolderStore, number: str
) -> None:
    _publish(store)
    app = opened("meeting", **VIEWS, e=number)

    (warning,) = app.warning
    assert warning.value.replace("\\", "") == (
        f"会議の第{number}版の数値を示せません。版「{number}」はありません。ある版: 0から2。"
        "最新の第2版の数値を示しています。"
    )
    assert "第2版（" in shown_words(app)
    assert {one["edition"][0] for one in _links(app)} == {"2"}
    assert _query(app)[AGREED] == number
    _press(app, "第2版に移す")
    assert _query(app)[AGREED] == "2"
    assert not app.warning


def test_a_damaged_edition_is_told_and_the_newest_is_shown(
    store: FolderStore, tmp_path: Path
) -> None:
    store.publish(SHIPPED, parent=1, account="", reason="")
    place = tmp_path / "store" / "000002" / "departments.csv"
    place.write_bytes(place.read_bytes()[:-1])
    _publish(store)
    app = opened("meeting", **VIEWS, e="2")

    (warning,) = app.warning
    assert "第2版の控えが壊れています" in warning.value
    assert "最新の第3版の数値を示しています。" in warning.value


def test_hand_outs_are_of_the_edition_that_their_button_names(store: FolderStore) -> None:
    app = opened("meeting", **VIEWS)
    _publish(store)
    app.run()
    assert _query(app)["v1"] == "subsidy/grants;grant_year=2025"  # which edition 2 has not
    (edition,) = set(re.findall('data-make="html"[^>]* data-edition="(.)"', shown_html(app)))
    form = urlencode(_query(app))
    own, other = (
        answered(APP, f"/meeting/made/html?edition={number}&{form}", "GET", {})
        for number in (edition, "2")
    )

    assert (edition, own.status) == ("1", 200)
    assert "第1版（" in own.text
    assert (other.status, "2025" in other.text) == (400, True)


def test_a_kept_file_holds_the_edition_and_one_of_an_earlier_release_none(
    store: FolderStore,
) -> None:
    kept = answered(APP, "/meeting/made/json?edition=1&e=1&v1=targets/targets", "GET", {})
    content = json.loads(kept.text)
    assert content["meeting"] == {"e": "1", "v1": "targets/targets"}
    assert "第1版（" in content["data_version"]
    assert len(store.editions()) == 2
    assert meeting_files.keeping.from_file(kept.content).meeting.edition == 1
    del content["meeting"]["e"]
    earlier = meeting_files.keeping.from_file(json.dumps(content).encode())
    assert earlier.meeting.edition is None
