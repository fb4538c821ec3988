"""The page asks at each deed who is signed in; templates have addresses of their own."""

import csv
import errno
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from streamlit.proto.Common_pb2 import FileURLs as FileURLsProto
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.access.roles import Account, Role
from lib.editions.folder import FolderStore
from lib.editions.model import DamagedEditionError, UnavailableStoreError, UnusableEditionError
from lib.editions.publishing import proposed, publish
from lib.editions.serving import serving
from lib.editions.shipped import Shipped, files_in
from lib.intake.reading import Options
from lib.ui import drafts, second_entries, sign_in, sign_in_log, template_addresses, update
from lib.update.uploads import template
from tests.answered import answered
from tests.editions import with_cell
from tests.filled_templates import all_bodies, csv_file
from tests.pages import folded_lines, headings, opened, shown_words

OFFICER, VIEWER = Account("係", Role.PUBLISHER), Account("見る人", Role.VIEWER)
FILES = files_in(paths.DATA)
ROWS = [row for row in all_bodies(FILES) if row["直接支援ID"] == "その他の団体に委託"]
CONTENT = csv_file(ROWS)
APP = Starlette(routes=template_addresses.ROUTES)
_KEPT = "uploaded draft"  # under which name a session holds what was read
_AWAY = "置き場に届きません。"
SignIn = Callable[[Account | None], None]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FolderStore]:
    found = FolderStore(tmp_path / "store", Shipped())
    before = vars(serving()).copy()
    monkeypatch.setattr(serving(), "_store", found)
    yield found
    vars(serving()).update(before)


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Signs an account in, or everybody out."""
    monkeypatch.setattr(update, "configured", object)

    def sign(account: Account | None) -> None:
        monkeypatch.setattr(sign_in, "signed_in", lambda: account)
        monkeypatch.setattr(sign_in, "offer", lambda: account)
        monkeypatch.setattr(sign_in, "is_first_sight", lambda: False)

    return sign


def _read() -> None:
    from lib.intake.reading import Options  # noqa: PLC0415 - the script of a test stands alone
    from lib.ui import drafts  # noqa: PLC0415
    from tests.test_update_page import CONTENT  # noqa: PLC0415

    drafts.read("件数.csv", CONTENT, Options())


def _in_session(app: AppTest, name: str) -> object:
    return app.session_state[name] if name in app.session_state else None  # noqa: SIM401 - no Mapping


def _with_draft() -> AppTest:
    """The page of an officer who has read a file."""
    script = AppTest.from_function(_read, default_timeout=60).run()
    assert not script.exception, script.exception
    app = opened("update")
    app.session_state[_KEPT] = _in_session(script, _KEPT)
    return app.run()


def _press(app: AppTest, words: str) -> None:
    (button,) = [one for one in app.button if one.label == words]
    button.click().run()
    assert not app.exception, app.exception


def test_without_a_store_the_page_says_that_it_cannot_be_used() -> None:
    app = opened("update")

    assert "この画面は使えません" in shown_words(app)
    assert not app.button or all("公開" not in one.label for one in app.button)


def test_whoever_is_not_signed_in_sees_nothing_of_it(store: FolderStore, signed: SignIn) -> None:
    signed(None)
    app = opened("update")

    assert headings(app) == []
    assert folded_lines(app) == ""
    assert len(store.editions()) == 1


def test_a_viewer_sees_editions_and_templates_but_no_way_to_publish(
    store: FolderStore, signed: SignIn
) -> None:
    store.publish(store.files(0), parent=0, account="係", reason="試し")
    signed(VIEWER)
    app = opened("update")

    assert headings(app) == ["① ひな形を保存する"]
    lines = folded_lines(app)
    assert "これまでの版" in lines
    assert "2つの版を比べる" in lines
    assert "前の版に戻す" not in lines


def test_a_viewer_compares_two_editions_and_sees_who_published(
    store: FolderStore, signed: SignIn
) -> None:
    changed = with_cell(FILES, "departments", 0, "name", "試しの部")
    proposal = proposed(store, {"departments.csv": changed["departments.csv"]})
    publish(store, proposal, "係の名前", "試し")
    signed(VIEWER)
    app = opened("update")
    app.session_state["is-open-editions"] = True
    app.session_state["is-open-compare"] = True
    app.run()
    assert app.table[0].value["担当"].iloc[0] == "係の名前"

    _press(app, "比べる")
    assert "第0版から第1版: 行1件、" in shown_words(app)
    (row,) = app.table[1].value.to_dict("records")
    assert "試しの部" in row["後"]
    assert "環境生活部 道民生活課" in row["前"]


def test_an_officer_reads_publishes_and_takes_back(store: FolderStore, signed: SignIn) -> None:
    signed(OFFICER)
    app = _with_draft()
    assert headings(app)[:1] == ["② 読み込んだファイル"]
    assert "③ 変わるところを確かめる" in headings(app)

    _press(app, "公開する")
    assert "理由を1字から200字で" in app.error[0].value
    app.text_input(key="reason-publish").input(" 件数を\n加える ")
    _press(app, "公開する")
    made = store.editions()[-1]
    assert (made.number, made.account, made.reason) == (1, "係", "件数を 加える")
    assert "第1版を公開しました" in headings(app)
    assert [event.kind for event in store.events()] == ["uploaded", "published"]
    assert "件数.csv（47行の違い）" in store.events()[0].words


def test_while_the_store_is_away_the_page_opens_and_keeps_what_was_read(
    store: FolderStore, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise UnavailableStoreError(_AWAY)

    signed(OFFICER)
    app = _with_draft()
    app.text_input(key="reason-publish").input("件数")
    for name in ("editions", "files", "record", "events", "publish"):
        monkeypatch.setattr(store, name, away)
    _press(app, "公開する")
    assert [one.value for one in app.error] == [_AWAY]

    app.run()
    assert "読み込んだものは残っています" in app.warning[0].value
    assert app.text_input(key="reason-publish").value == "件数"

    other = opened("update")
    assert "しばらくの間、読み込みと公開はできません" in shown_words(other)
    assert headings(other) == ["① ひな形を保存する", "② 記入したファイルを読み込む"]


def test_a_disk_that_keeps_no_sign_in_keeps_nobody_out_and_is_logged_once(
    store: FolderStore,
    signed: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full() -> bool:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/own/place")

    signed(OFFICER)
    monkeypatch.setattr(sign_in, "is_first_sight", full)
    monkeypatch.setattr(sign_in_log, "_warned", set())
    for _ in range(2):
        assert headings(opened("update"))[0] == "① ひな形を保存する"

    assert [one.levelname for one in caplog.records if one.name == sign_in_log.__name__] == [
        "WARNING"
    ]
    assert store.events() == ()


@pytest.mark.parametrize("account", [VIEWER, None])
def test_a_role_that_was_lost_since_the_page_was_drawn_counts(
    store: FolderStore, signed: SignIn, account: Account | None
) -> None:
    signed(OFFICER)
    app = _with_draft()
    app.text_input(key="reason-publish").input("件数")
    signed(account)
    (button,) = [one for one in app.button if one.label == "公開する"]
    button.click().run()

    assert len(store.editions()) == 1
    assert not app.exception


@pytest.mark.parametrize("account", [VIEWER, None])
def test_no_deed_is_done_for_who_may_not(
    store: FolderStore, signed: SignIn, account: Account | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(OFFICER)
    session: dict[str, object] = {}
    monkeypatch.setattr(drafts.st, "session_state", session)
    monkeypatch.setattr(drafts.agenda, "in_session", drafts.agenda.Meeting)
    drafts.read("件数.csv", CONTENT, Options())
    draft = drafts.in_session()
    assert draft is not None
    before = [*store.events()]
    signed(account)
    for deed in (
        lambda: drafts.read("件数.csv", CONTENT, Options()),
        lambda: drafts.publish_draft("件数"),
        drafts.rebase_draft,
        lambda: drafts.return_to(0, 0, "戻す"),
    ):
        deed()
        assert "公開担当としてサインインしていない" in drafts.refusal()

    assert len(store.editions()) == 1
    assert [*store.events()] == before
    assert drafts.in_session() is draft


@pytest.mark.parametrize("is_second", [False, True])
def test_an_account_reads_one_file_at_a_time(
    signed: SignIn, monkeypatch: pytest.MonkeyPatch, *, is_second: bool
) -> None:
    """In two windows; the other one begins while the first reads."""
    monkeypatch.setattr(drafts.st, "session_state", {})
    signed(OFFICER)
    upload = SimpleNamespace(name="件数.csv", getvalue=lambda: CONTENT)
    entry = SimpleNamespace(code="0" * 32) if is_second else None
    begun: list[str] = []

    def read(*_: object) -> None:
        account = sign_in.signed_in()
        assert account is not None
        begun.append(account.name)
        if begun == ["係"]:
            update.read_file(entry, upload, Options())  # type: ignore[arg-type]
            assert "同じアカウントで、別のファイルを読み込んでいます" in drafts.refusal()
            signed(Account("ほかの係", Role.PUBLISHER))
            update.read_file(entry, upload, Options())  # type: ignore[arg-type]
            signed(OFFICER)

    monkeypatch.setattr(drafts, "read", read)
    monkeypatch.setattr(second_entries, "read", read)
    for _ in range(2):
        update.read_file(entry, upload, Options())  # type: ignore[arg-type]

    assert begun == ["係", "ほかの係", "係"]
    assert drafts.refusal() == ""


def test_a_reading_that_fails_leaves_the_turn_to_the_next(
    signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError

    signed(OFFICER)
    monkeypatch.setattr(drafts, "read", fail)
    upload = SimpleNamespace(name="件数.csv", getvalue=lambda: CONTENT)
    for _ in range(2):
        with pytest.raises(KeyError):
            update.read_file(None, upload, Options())  # type: ignore[arg-type]


def test_a_file_of_which_nothing_comes_is_in_the_log_without_values(
    store: FolderStore, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable(*_: object) -> None:
        message = "データに1件の誤りがあります（値 110）。"
        raise UnusableEditionError(message)

    signed(OFFICER)
    monkeypatch.setattr(drafts.st, "session_state", {})
    edition = store.editions()[0]
    same = template("support_counts", "csv", FILES, filled=True, edition=edition)
    for content in (same, same.replace("第0版".encode(), "第9版".encode())):
        drafts.read("件数.csv", content, Options())
        assert "第" in drafts.refusal()
    monkeypatch.setattr(drafts, "with_preview", unusable)
    drafts.read("件数.csv", CONTENT, Options())
    assert drafts.refusal() == "データに1件の誤りがあります（値 110）。"

    assert drafts.in_session() is None
    assert [(one.account, one.kind, one.words) for one in store.events()] == [
        ("係", "uploaded", "件数.csv（違いなし）"),
        ("係", "uploaded", "件数.csv（ひな形のもとの版が違う）"),
        ("係", "uploaded", "件数.csv（確かめられず）"),
    ]


def test_a_reading_that_cannot_be_recorded_is_told_by_its_first_obstacle(
    store: FolderStore, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    signed(OFFICER)
    monkeypatch.setattr(drafts.st, "session_state", {})
    monkeypatch.setattr(store, "record", full)
    drafts.read("件数.csv", template("support_counts", "csv", FILES, filled=True), Options())

    assert "第0版と違う行がありません" in drafts.refusal()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DamagedEditionError(0, "指紋が合わない"), "第0版の控えが壊れています（指紋が合わない）。"),
        (OSError(13, "Permission denied"), "読み書きが許可されていません"),
    ],
)
def test_a_store_that_cannot_be_read_leaves_what_was_read_in_view(
    store: FolderStore,
    signed: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    words: str,
) -> None:
    def fail() -> None:
        raise error

    signed(OFFICER)
    app = _with_draft()
    monkeypatch.setattr(store, "editions", fail)
    app.run()

    assert not app.exception, app.exception
    assert "③ 変わるところを確かめる" in headings(app)
    assert words in app.warning[0].value
    assert "読み込んだものは残っています" in app.warning[0].value
    assert [one.label for one in app.button if one.label == "公開する"] == ["公開する"]


def test_what_was_published_meanwhile_is_named_up_to_the_newest_edition(
    store: FolderStore, signed: SignIn
) -> None:
    signed(OFFICER)
    app = _with_draft()
    files = FILES
    lines = []
    for name in ("試しの部", "別の部"):
        files = with_cell(files, "departments", 0, "name", name)
        proposal = proposed(store, {"departments.csv": files["departments.csv"]})
        publish(store, proposal, "同僚", name)
        lines.append(folded_lines(app.run()))

    assert "第1版で変わったところ" in lines[0]
    assert "第2版までに変わったところ" in lines[1]
    assert "第2版で変わった" not in lines[1]


def test_the_fields_of_a_second_entry_are_those_of_the_edition_of_the_first(
    signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(OFFICER)
    asked: list[int | None] = []

    def ask(edition: int | None = None) -> Options:
        asked.append(edition)
        return Options()

    monkeypatch.setattr(update.file_options, "ask", ask)
    for base in (None, 3):
        app = AppTest.from_function(_ask_for_file, args=(base,), default_timeout=60).run()
        assert not app.exception, app.exception

    assert asked == [None, 3]


def _ask_for_file(base: int | None) -> None:
    from types import SimpleNamespace  # noqa: PLC0415 - the script of a test stands alone

    from lib.ui import update  # noqa: PLC0415

    update.ask_for_file(SimpleNamespace(base=base) if base else None)  # type: ignore[arg-type]


def test_the_bytes_of_a_file_are_dropped_once_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    kept = UploadedFileRec("1", "件数.csv", "text/csv", CONTENT)
    for session in ("own", "other"):
        manager.add_file(session, kept)
    context = SimpleNamespace(session_id="own", uploaded_file_mgr=manager)
    monkeypatch.setattr(update, "get_script_run_ctx", lambda: context)
    update.discard(UploadedFile(kept, FileURLsProto()))

    assert manager.get_files("own", ["1"]) == []
    assert manager.get_files("other", ["1"]) == [kept]


def test_a_template_stands_at_its_own_address() -> None:
    filled = answered(APP, "/update/template/support_counts.csv?filled=1")
    rows = [*csv.DictReader(io.StringIO(filled.content.decode("utf-8-sig")))]
    assert [row["値"] for row in rows] == ["110", "112"]
    assert "attachment" in filled.headers["content-disposition"]

    empty = answered(APP, "/update/template/support_counts.csv")
    rows = [*csv.DictReader(io.StringIO(empty.content.decode("utf-8-sig")))]
    assert [row["都道府県"] for row in rows][::46] == ["北海道", "沖縄県"]
    assert answered(APP, "/update/template/projects.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("file", ["nothing.csv", "support_counts.pdf", "support_counts", ".csv"])
def test_an_unknown_template_is_refused_in_japanese(file: str) -> None:
    answer = answered(APP, f"/update/template/{file}")

    assert answer.status == 404
    assert "このひな形はありません。あるもの: support_counts、" in answer.content.decode()
