"""A process serves the newest edition that can be shown, and any other one that is asked for."""

import gc
import json
import re
import weakref
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.database import Database, database
from lib.editions import serving as serving_module
from lib.editions.folder import FolderStore
from lib.editions.last_served import LastServed
from lib.editions.model import (
    DamagedEditionError,
    Edition,
    Files,
    UnavailableStoreError,
    UnknownEditionError,
    UnusableEditionError,
)
from lib.editions.publishing import proposed, publish, take_back
from lib.editions.serving import Serving
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import EditionStore, ShippedOnly
from lib.ui import comparison, data_addresses, edition_list, editions, health, wall
from lib.views.pages import exhibit_at
from tests.answered import Answer, answered
from tests.demonstration import write_with
from tests.editions import with_cell
from tests.next_year import added_rows
from tests.pages import folded_lines, opened, shown_html, shown_words

SHIPPED = files_in(paths.DATA)


def _department(name: str) -> Files:
    """北海道's department under another name."""
    changed = with_cell(SHIPPED, "departments", 0, "name", name)
    return {"departments.csv": changed["departments.csv"]}


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
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store", Shipped())


@pytest.fixture
def prepared() -> list[int]:
    """The editions whose openings were made, in order."""
    return []


@pytest.fixture
def now() -> list[float]:
    """The seconds of the clock, as a list of one."""
    return [0.0]


@pytest.fixture
def served(store: FolderStore, built: Path, prepared: list[int], now: list[float]) -> Serving:
    return Serving(store, built, lambda made: prepared.append(made.edition), lambda: now[0])


def _name(made: Database) -> str:
    (row,) = made.rows(
        "SELECT name AS value FROM departments WHERE project_id = 'H30-01' ORDER BY position", str
    )
    return row


def test_before_anything_is_published_the_shipped_data_are_served(
    served: Serving, shipped: Database, prepared: list[int]
) -> None:
    served.begin()

    assert served.newest.version == shipped.version
    assert (served.newest.edition, served.unusable, prepared) == (0, {}, [0])
    assert served.at(0) is served.newest
    assert served.may_publish


def test_a_publication_is_served_at_the_next_look_and_the_former_stays_at_hand(
    served: Serving, store: FolderStore, prepared: list[int]
) -> None:
    served.begin()
    publish(store, proposed(store, _department("試しの部")), "", "一")
    assert served.newest.edition == 0  # nobody waits for what is not made yet
    served.refresh()

    assert (served.newest.edition, _name(served.newest)) == (1, "試しの部")
    assert prepared == [0, 1]
    assert _name(served.at(0)) == "環境生活部 道民生活課"
    assert served.newest.version_words == f"第1版（{served.newest.version}）"
    with pytest.raises(UnknownEditionError, match="ある版: 0から1"):
        served.at(2)

    take_back(store, 0, "", "戻す")
    served.refresh()
    assert (served.newest.edition, _name(served.newest)) == (2, "環境生活部 道民生活課")
    assert _name(served.at(1)) == "試しの部"


def test_a_process_that_begins_serves_the_newest_at_once(
    served: Serving, store: FolderStore, prepared: list[int]
) -> None:
    publish(store, proposed(store, _department("試しの部")), "", "一")
    served.begin()

    assert (served.newest.edition, prepared) == (1, [1])


def test_an_edition_that_cannot_be_built_is_told_and_the_one_before_is_served(
    served: Serving, store: FolderStore, now: list[float], tmp_path: Path
) -> None:
    publish(store, proposed(store, _department("試しの部")), "", "一")
    without = {name: text for name, text in SHIPPED.items() if name != "themes.csv"}
    store.publish(without, parent=1, account="", reason="ほかの版のソフトウェア")
    served.begin()

    assert served.newest.edition == 1
    assert list(served.unusable) == [2]
    assert "第2版は、今のソフトウェアでは示せません" in served.unusable[2]
    assert "themes.csv" in served.unusable[2]
    with pytest.raises(UnusableEditionError):
        served.at(2)

    store.publish(SHIPPED, parent=2, account="", reason="三")
    place = tmp_path / "store" / "000003" / "departments.csv"
    whole = place.read_bytes()
    place.write_bytes(whole[:-1])
    served.refresh()
    assert (served.newest.edition, list(served.unusable)) == (1, [2, 3])
    with pytest.raises(DamagedEditionError):
        served.at(3)

    place.write_bytes(whole)
    now[0] = 59
    served.refresh()
    assert served.newest.edition == 1
    now[0] = 61  # it is tried again now and then
    served.refresh()
    assert (served.newest.edition, served.unusable) == (3, {})


def test_an_edition_that_no_page_can_be_made_of_is_not_served(
    store: FolderStore, built: Path
) -> None:
    def fails(made: Database) -> None:
        if made.edition:
            raise KeyError(made.edition)

    served = Serving(store, built, fails)
    served.begin()
    publish(store, proposed(store, _department("試しの部")), "", "一")
    served.refresh()

    assert (served.newest.edition, list(served.unusable)) == (0, [1])


def test_old_editions_are_let_go_with_all_that_was_made_of_them(
    served: Serving, store: FolderStore
) -> None:
    served.begin()
    publish(store, proposed(store, _department("試しの部")), "", "一")
    served.refresh()
    first = weakref.ref(served.newest)
    assert exhibit_at(served.newest, "catalogue", "catalogue_figures", {})
    for parent in (1, 2, 3, 4):
        store.publish(SHIPPED, parent=parent, account="", reason="")
        served.refresh()
        gc.collect()
        assert (first() is None) == (parent == 4)  # three stay at hand beside the newest

    assert _name(served.at(1)) == "試しの部"  # opened anew


def test_where_nothing_is_published_only_the_shipped_edition_can_be_asked_for(
    built: Path, shipped: Database
) -> None:
    served = Serving(ShippedOnly(Shipped()), built, lambda _made: None)
    served.begin()
    served.refresh()

    assert not served.may_publish
    assert served.at(0).version == served.newest.version == shipped.version
    with pytest.raises(UnknownEditionError):
        served.at(1)


@pytest.fixture
def in_process(
    store: FolderStore, built: Path, next_year: Files, monkeypatch: pytest.MonkeyPatch
) -> Serving:
    """What pages and answers are made of: edition 1 holds the year to come, 2 the shipped data."""
    store.publish(next_year, parent=0, account="", reason="来年度")
    found = Serving(store, built, lambda _made: None)
    found.begin()
    for module in (serving_module, comparison, edition_list, editions, health):
        monkeypatch.setattr(module, "serving", lambda: found)
    return found


def _take_back(store: FolderStore, served: Serving) -> None:
    store.publish(SHIPPED, parent=1, account="", reason="戻す", takes_back=0)
    served.refresh()


ROUTES = [*data_addresses.ROUTES, *wall.ROUTES, *health.ROUTES]
APP = Starlette(routes=[Route(one.path, editions.of_request(one.endpoint)) for one in ROUTES])
GRANTS = "/data/subsidy/grants.csv"


def _get(address: str) -> Answer:
    return answered(APP, address, "GET", {})


def test_an_answer_is_of_the_newest_edition_or_of_the_one_that_its_address_names(
    in_process: Serving, store: FolderStore
) -> None:
    newest = _get(GRANTS)
    named = _get(f"{GRANTS}?edition=0")
    assert newest.status == named.status == 200
    assert [one.headers["x-data-edition-number"] for one in (newest, named)] == ["1", "0"]
    assert newest.headers["x-data-edition"] != named.headers["x-data-edition"]
    assert newest.content != named.content
    assert '<grants.csv?grant_year=2024&edition=0>; rel="canonical"' in named.headers["link"]
    assert "edition=" not in newest.headers["link"]

    _take_back(store, in_process)
    assert _get(GRANTS).content == named.content
    assert _get(f"{GRANTS}?edition=1").content == newest.content


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("text", ["2", "-1", "01", "x", "1.0", "99999999", ""])
def test_an_edition_that_is_not_there_is_refused_with_those_that_are(text: str) -> None:
    for address in (GRANTS, "/data/", "/wall"):
        answer = _get(f"{address}?edition={text}")
        assert answer.status == 404
        assert f"版「{text}」はありません。ある版: 0から1" in answer.text
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("in_process")
def test_an_edition_named_twice_is_refused() -> None:
    answer = _get(f"{GRANTS}?edition=0&edition=1")

    assert (answer.status, "2度書かれています" in answer.text) == (400, True)


@pytest.mark.usefixtures("in_process")
def test_the_list_of_data_at_an_edition_leads_to_files_of_it() -> None:
    assert 'href="subsidy/grants.csv?edition=0"' in _get("/data/?edition=0").text.replace(
        "&#39;", '"'
    )
    assert "edition=" not in _get("/data/").text
    package = _get("/data/datapackage.json?edition=0").text
    assert "subsidy/grants.csv?grant_year=2024&edition=0" in package


@pytest.mark.usefixtures("in_process")
def test_the_wall_stays_on_the_edition_that_its_address_names() -> None:
    shown = _get("/wall?v1=subsidy/grants")
    named = _get("/wall?v1=subsidy/grants&edition=0")

    assert 'data-edition="1"' in shown.text
    assert 'data-edition="0"' in named.text
    assert "&amp;edition=0" in named.text.split("会議へ戻る")[0].rsplit("<a ", 1)[1]


def test_an_operator_sees_what_is_served_and_what_is_not(
    in_process: Serving, store: FolderStore
) -> None:
    store.publish({"themes.csv": b""}, parent=1, account="", reason="")
    in_process.refresh()
    found = json.loads(_get("/health/ready").text)

    assert (found["ready"], found["number"]) == (True, 1)
    assert "第2版は、今のソフトウェアでは示せません" in found["unusable"]["2"]


def test_a_page_moves_to_the_newest_edition_at_its_next_run(
    in_process: Serving, store: FolderStore
) -> None:
    app = opened("map", prefecture="02")
    assert "第1版（" in shown_words(app)
    assert "試しの事業" in shown_words(app)  # of 青森県, which only the year to come has
    _take_back(store, in_process)
    app.run()

    assert not app.exception
    assert "第2版（" in shown_words(app)
    assert "試しの事業" not in shown_words(app)


def test_a_page_at_an_edition_says_so_and_stays(in_process: Serving, store: FolderStore) -> None:
    app = opened("subsidy", edition="1")
    assert "第1版の数値（いまの最新の版。" in shown_words(app)
    _take_back(store, in_process)
    app.run()
    assert "第1版の数値（いまは第2版）" in shown_words(app)
    assert "試しの公表者" in shown_words(app)
    assert _downloads(app)
    assert all("edition=1" in address for address in _downloads(app))

    next(button for button in app.button if button.label == "最新の版で見る").click().run()
    assert "edition" not in app.query_params
    assert "第2版（" in shown_words(app)
    assert "の数値（いま" not in shown_words(app)
    assert "試しの公表者" not in shown_words(app)
    assert not any("edition=" in address for address in _downloads(app))


def _downloads(app: AppTest) -> list[str]:
    """The addresses of the files that a page offers."""
    return re.findall(r'class="download" href="([^"]*)"', shown_html(app))


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("text", ["7", "x"])
def test_a_page_at_an_edition_that_is_not_there_shows_the_newest_and_says_so(text: str) -> None:
    app = opened("subsidy", edition=text)

    (warning,) = app.warning
    assert f"版「{text}」はありません。" in warning.value
    assert "最新の第1版を示しています" in warning.value
    assert "第1版（" in shown_words(app)


def test_the_page_on_sources_lists_the_editions_and_compares_two(
    in_process: Serving, store: FolderStore
) -> None:
    store.publish(SHIPPED, parent=1, account="係の名前", reason="戻す", takes_back=0)
    in_process.refresh()
    app = opened("sources")
    assert "第2版まで3つ" in folded_lines(app)
    app.session_state["is-open-editions"] = True
    app.run()
    listed = app.table[0].value
    assert [cell.split("]")[0].strip("[") for cell in listed["版"]] == ["第2版", "第1版", "第0版"]
    assert list(listed["もとの版"]) == ["第0版に戻した", "第0版", "なし"]
    assert "係の名前" not in shown_words(app)

    next(button for button in app.button if button.label == "比べる").click().run()
    assert not app.exception
    words = shown_words(app)
    (counts,) = re.findall(
        r"第1版から第2版: 行(\d+)件、数値(\d+)件、図と表(\d+)件、言葉(\d+)件", words
    )
    assert "係の名前" not in words
    added = {name: len(rows) for name, rows in added_rows().items()}
    assert int(counts[0]) == sum(added.values())
    (tables,) = [one for one in app.selectbox if one.key == "compared-table"]
    assert len(tables.options) == len(added)
    tables.set_value("出典").run()
    (sources,) = app.table[1:]
    assert list(sources.value["行"]) == ["S6"]
    assert list(sources.value) == ["行", "前"]  # it is removed

    part = next(one for one in app.get("button_group") if one.label == "違うもの")
    part.set_value("図と表").run()
    assert not app.exception
    (chosen,) = [one for one in app.selectbox if one.key == "compared-exhibit"]
    assert len(chosen.options) == int(counts[2])
    part = next(one for one in app.get("button_group") if one.label == "違うもの")
    part.set_value("数値").run()
    (figures,) = app.table[1:]
    assert len(figures.value) == min(int(counts[1]), 50)
    assert set(figures.value["後"]) == {"なし"}


def test_every_run_is_of_one_edition_from_its_beginning_to_its_end(
    in_process: Serving, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another edition comes while a page is drawn: what is drawn later is of the first one too."""
    app = opened("subsidy")
    seen = []

    def published_meanwhile(*_: object) -> str:
        _take_back(store, in_process)
        seen.append(database().edition)
        return ""

    monkeypatch.setattr("lib.ui.page.updated_words", published_meanwhile)
    app.run()

    assert in_process.newest.edition == 2
    assert seen == [1]
    assert "第1版（" in shown_words(app)


@pytest.fixture
def last(tmp_path: Path) -> LastServed:
    return LastServed(tmp_path / "kept", "one store")


def _begun(store: EditionStore, built: Path, last: LastServed, now: list[float]) -> Serving:
    found = Serving(store, built, lambda _made: None, lambda: now[0], last)
    found.begin()
    return found


def _stands_in(monkeypatch: pytest.MonkeyPatch, found: Serving) -> None:
    """Has pages and answers take this for what the process serves."""
    for module in (editions, health):
        monkeypatch.setattr(module, "serving", lambda: found)
    monkeypatch.setattr(health, "database", lambda: found.newest)


class _Away(ShippedOnly):
    """A store that is away."""

    def editions(self) -> tuple[Edition, ...]:
        raise UnavailableStoreError


def test_a_start_while_the_store_is_away_serves_the_last_edition_until_it_is_back(
    store: FolderStore,
    built: Path,
    last: LastServed,
    now: list[float],
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(store, proposed(store, _department("一の部")), "", "一")
    assert _begun(store, built, last, now).origin == "store"
    found = _begun(_Away(Shipped()), built, last, now)
    assert (found.newest.edition, _name(found.newest)) == (1, "一の部")
    assert (found.origin, found.is_away) == ("last", True)
    _stands_in(monkeypatch, found)
    assert "届かないため、最後に示した第1版を示しています" in shown_words(opened("subsidy"))
    ready = json.loads(answered(Starlette(routes=health.ROUTES), "/health/ready").content)
    assert (ready["number"], ready["store"], ready["origin"]) == (1, "away", "last")

    publish(store, proposed(store, _department("二の部")), "", "二")
    monkeypatch.setattr(found, "_store", store)
    now[0] = 3
    found.refresh()
    assert (found.newest.edition, found.origin, found.is_away) == (2, "store", False)
    assert _name(found.at(1)) == "一の部"
    assert _begun(_Away(Shipped()), built, last, now).newest.edition == 2


def test_an_edition_that_the_store_no_longer_has_is_served_only_until_that_is_known(
    store: FolderStore,
    built: Path,
    last: LastServed,
    now: list[float],
    *,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    publish(store, proposed(store, _department("一の部")), "", "一")
    _begun(store, built, last, now)
    found = _begun(_Away(Shipped()), built, last, now)
    assert found.newest.edition == 1
    # An older backup was brought back, and something else was published upon it.
    other = FolderStore(tmp_path / "other", Shipped())
    monkeypatch.setattr(found, "_store", other)
    now[0] = 3
    found.refresh()
    assert (found.newest.edition, found.origin) == (0, "store")

    publish(other, proposed(other, _department("別の部")), "", "別")
    found = _begun(_Away(Shipped()), built, last, now)
    monkeypatch.setattr(found, "_store", other)
    now[0] = 6
    found.refresh()
    assert (found.newest.edition, _name(found.newest)) == (1, "別の部")


@pytest.mark.parametrize("damage", ["another store", "a byte", "nothing kept", "cut"])
def test_what_is_not_as_it_was_published_is_not_served_and_the_page_says_what_is(
    store: FolderStore,
    built: Path,
    now: list[float],
    *,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    damage: str,
) -> None:
    publish(store, proposed(store, _department("一の部")), "", "一")
    last = LastServed(tmp_path, "one store")
    _begun(store, built, last, now)
    file = tmp_path / "last-served"
    content = file.read_bytes()
    if damage == "another store":
        last = LastServed(tmp_path, "another store")
    elif damage == "a byte":
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif damage == "cut":
        file.write_bytes(content[:40])
    else:
        file.unlink()
    found = _begun(_Away(Shipped()), built, last, now)

    assert (found.newest.edition, found.origin) == (0, "shipped")
    _stands_in(monkeypatch, found)
    app = opened("subsidy")
    assert "同梱のデータを示しています。公開された版は" in app.warning[0].value
    ready = json.loads(answered(Starlette(routes=health.ROUTES), "/health/ready").content)
    assert (ready["number"], ready["store"], ready["origin"]) == (0, "away", "shipped")
