"""The page of the second entry: each deed asks who is signed in, and no value is shown before."""

import errno
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.access.configuration import Access
from lib.access.roles import Account, Role, Roles
from lib.editions.folder import FolderStore
from lib.editions.model import UnavailableStoreError
from lib.editions.publishing import publish
from lib.editions.second_entry import hold, withdraw
from lib.editions.serving import serving
from lib.editions.shipped import Shipped, files_in
from lib.editions.waiting import MOST_ENTRIES, WaitingEntry
from lib.intake.reading import Options
from lib.ui import drafts, kept_drafts, second_entries, sign_in, update
from lib.ui.second_entries import PARAMETER, SecondDraft
from lib.update.uploads import uploaded
from tests.editions import keep
from tests.filled_templates import all_bodies, csv_file
from tests.pages import headings, opened, shown_html, shown_words

FIRST = Account("Kakari", Role.PUBLISHER)
SECOND = Account("shunin", Role.PUBLISHER)
THIRD = Account("hosa", Role.PUBLISHER)
VIEWER = Account("見る人", Role.VIEWER)
FILES = files_in(paths.DATA)
BODIES = [row for row in all_bodies(FILES) if row["直接支援ID"] == "その他の団体に委託"][:3]
VALUE = 7771  # which stands nowhere else
ROWS = [BODIES[0] | {"値": VALUE}, *BODIES[1:]]
CONTENT = csv_file(ROWS)
OTHER = csv_file([BODIES[0] | {"値": 7717}, BODIES[1]])
WAITS = "もう一人の入力を待つもの"
SignIn = Callable[[Account | None], None]
Session = dict[str, object]


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

    sign(FIRST)
    return sign


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session for deeds without a page; its previews are left out."""
    found: Session = {}
    for module in (drafts, second_entries):
        monkeypatch.setattr(module.st, "session_state", found)
        monkeypatch.setattr(module.st, "query_params", {})
    monkeypatch.setattr(
        drafts, "with_preview", lambda draft, proposal: replace(draft, proposal=proposal)
    )
    return found


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are published after a second entry only."""
    access = Access(Roles(), second_entry=frozenset({"support_counts"}))
    monkeypatch.setattr(drafts, "configured", lambda: access)


def _held(store: FolderStore) -> WaitingEntry:
    proposal = uploaded(store, "件数.csv", CONTENT).proposal
    return hold(store, proposal, account=FIRST.name, file="件数.csv", reason="件数を加える")


def _kinds(store: FolderStore) -> list[str]:
    return [event.kind for event in store.events()]


def _with(draft: object) -> AppTest:
    """The page of a session that has read a file."""
    app = opened("update")
    app.session_state["uploaded draft"] = draft
    return app.run()


def _labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.mark.usefixtures("signed", "session")
def test_the_second_entry_is_offered_and_what_to_tell_a_colleague_is_said(
    store: FolderStore,
) -> None:
    drafts.read("件数.csv", CONTENT, Options())
    app = _with(drafts.in_session())
    assert {"公開する", "もう一人の入力を待つ"} <= {*_labels(app)}
    (button,) = [one for one in app.button if one.label == "もう一人の入力を待つ"]
    button.click().run()
    assert "理由を1字から200字で" in app.error[0].value
    assert store.waiting.entries() == ()

    app.text_input(key="reason-publish").input("件数を加える")
    (button,) = [one for one in app.button if one.label == "もう一人の入力を待つ"]
    button.click().run()
    (entry,) = store.waiting.entries()
    assert (entry.account, entry.file, entry.rows) == ("Kakari", "件数.csv", 3)
    assert headings(app)[:1] == ["もう一人の入力を待っています"]
    assert f"/update?entry={entry.code}" in shown_words(app)
    assert "団体別の支援実績（件数\\.csvと同じ資料から）" in shown_words(app)
    assert (len(store.editions()), _kinds(store)) == (1, ["uploaded", "held"])


@pytest.mark.usefixtures("signed", "session", "required")
def test_where_it_is_required_nothing_is_published_at_once(store: FolderStore) -> None:
    drafts.read("件数.csv", CONTENT, Options())
    app = _with(drafts.in_session())
    assert "公開する" not in _labels(app)
    assert "もう一人の入力を待つ" in _labels(app)
    assert "団体別の支援実績は、もう一人が同じ内容を入力してから" in app.info[0].value

    drafts.publish_draft("件数")  # as a page would ask that was drawn before
    assert "公開する決まりです。何も公開していません" in drafts.refusal()
    assert len(store.editions()) == 1
    second_entries.hold_draft("件数")
    assert len(store.waiting.entries()) == 1


def test_the_list_says_what_waits_and_no_value_of_it(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    signed(SECOND)
    app = opened("update")
    assert headings(app)[0] == WAITS
    words = shown_words(app)
    assert "**件数\\.csv**　団体別の支援実績　3行（第0版から、Kakari、" in words
    assert f"{VALUE}" not in words.replace(",", "")
    assert entry.reason not in words
    assert "取り下げる（元に戻せない）" not in _labels(app)
    assert {"二度目の入力", "破棄する（元に戻せない）"} <= {*_labels(app)}

    signed(FIRST)
    labels = _labels(opened("update"))
    assert "二度目の入力" not in labels
    assert "取り下げる（元に戻せない）" in labels
    signed(VIEWER)
    assert WAITS not in headings(opened("update"))


def test_a_second_entry_is_made_at_the_address_of_the_first(
    store: FolderStore, signed: SignIn
) -> None:
    entry = _held(store)
    publish(store, uploaded(store, "件数.csv", csv_file([BODIES[2]])).proposal, "ほか", "先")
    signed(SECOND)
    app = opened("update", **{PARAMETER: entry.code})

    assert headings(app)[0] == "二度目の入力"
    assert "一人目の値は出ません" in shown_words(app)
    assert f"{VALUE}" not in shown_html(app)
    assert "filled=1&amp;edition=0" in shown_html(
        app
    )  # rows of the edition that it is compared with
    (leave,) = [one for one in app.button if one.label == "やめる（何も公開しない）"]
    leave.click().run()
    assert headings(app)[0] == WAITS


@pytest.mark.parametrize(
    ("code", "account", "said"),
    [
        ("", FIRST, "これは自分の入力です"),
        ("0" * 32, SECOND, "もう待っていません"),
        ("../../edition", SECOND, "もう待っていません"),
    ],
)
def test_an_address_of_no_use_is_told(
    store: FolderStore, signed: SignIn, code: str, account: Account, said: str
) -> None:
    entry = _held(store)
    signed(account)
    app = opened("update", **{PARAMETER: code or entry.code})

    assert said in shown_words(app)
    assert headings(app)[:2] == [WAITS, "① ひな形を保存する"]


@pytest.mark.usefixtures("session")
def test_a_difference_is_shown_and_publishes_nothing(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    signed(SECOND)
    second_entries.read(entry.code, "自分.csv", OTHER, 0)
    draft = drafts.in_session()
    assert isinstance(draft, SecondDraft)
    second_entries.publish_agreed()
    assert (draft.count, draft.proposal, len(store.editions())) == (2, None, 1)
    app = _with(draft)

    assert "③ 一人目の入力と違うところ" in headings(app)
    assert "違うところが2個あります。何も公開していません" in app.error[0].value
    assert "公開する" not in _labels(app)
    table = app.table[-1].value
    assert list(table.columns) == ["表", "行", "列", "一人目", "二人目"]
    assert (table["一人目"][0], table["二人目"][0]) == ("7,771", "7,717")
    assert _kinds(store) == ["held", "differed"]
    assert "7" not in store.events()[-1].words


@pytest.mark.usefixtures("session")
def test_what_agrees_is_published_by_the_second_account(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    signed(SECOND)
    second_entries.read(entry.code, "自分.csv", CONTENT, Options())
    app = _with(drafts.in_session())
    assert "二人の入力は、3行のすべてが一致しました" in app.success[0].value
    assert "件数を加える" in shown_words(app)
    (button,) = [one for one in app.button if one.label == "公開する"]
    button.click().run()

    assert not app.exception
    made = store.editions()[-1]
    assert (made.number, made.account, made.confirmed_by) == (1, "Kakari", "shunin")
    assert "第1版を公開しました" in headings(app)
    assert store.waiting.entries() == ()
    assert _kinds(store) == ["held", "agreed", "confirmed"]


@pytest.mark.usefixtures("session")
def test_a_newer_edition_with_other_values_is_told(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    newer = uploaded(store, "件数.csv", csv_file([BODIES[0] | {"値": 5}])).proposal
    publish(store, newer, "ほか", "先")
    signed(SECOND)
    second_entries.read(entry.code, "自分.csv", CONTENT, Options())
    app = _with(drafts.in_session())

    assert "③ 新しい版と違うところ" in headings(app)
    assert "同じ欄を違う内容に直しています（1個）" in app.error[0].value
    table = app.table[-1].value
    assert (table["公開された版"][0], table["この変更"][0]) == ("5", "7,771")
    assert "公開する" not in _labels(app)


@pytest.mark.parametrize("account", [VIEWER, None])
@pytest.mark.usefixtures("session")
def test_no_deed_is_done_for_who_may_not(
    store: FolderStore, signed: SignIn, account: Account | None
) -> None:
    entry = _held(store)
    drafts.read("件数.csv", csv_file([BODIES[2]]), 0)
    before = _kinds(store)
    signed(account)
    for deed in (
        lambda: second_entries.hold_draft("件数"),
        lambda: second_entries.read(entry.code, "件数.csv", CONTENT, Options()),
        lambda: second_entries.take_out(entry.code),
        second_entries.publish_agreed,
        second_entries.prepare_again,
    ):
        deed()
        assert "公開担当としてサインインしていない" in drafts.refusal()

    assert (store.waiting.entries(), len(store.editions())) == ((entry,), 1)
    assert _kinds(store) == before


@pytest.mark.usefixtures("session")
def test_the_same_account_is_refused_at_each_deed(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    second_entries.read(entry.code, "件数.csv", CONTENT, Options())
    assert "一人目と同じアカウントでは" in drafts.refusal()
    assert drafts.in_session() is None

    signed(SECOND)
    second_entries.read(entry.code, "件数.csv", CONTENT, Options())
    draft = drafts.in_session()
    assert draft is not None
    drafts.keep(replace(draft, account=FIRST.name))
    signed(FIRST)
    for deed in (second_entries.publish_agreed, second_entries.prepare_again):
        deed()
        assert "一人目と同じアカウントでは" in drafts.refusal()
    assert len(store.editions()) == 1


@pytest.mark.usefixtures("session")
def test_what_another_account_read_is_neither_published_nor_held(
    store: FolderStore, signed: SignIn
) -> None:
    entry = _held(store)
    signed(SECOND)
    second_entries.read(entry.code, "件数.csv", CONTENT, Options())
    second = drafts.in_session()
    drafts.read("件数.csv", csv_file([BODIES[2]]), 0)
    own = drafts.in_session()
    before = _kinds(store)
    signed(THIRD)  # at the same screen
    for draft, deed in (
        (own, lambda: drafts.publish_draft("件数")),
        (own, drafts.rebase_draft),
        (own, lambda: second_entries.hold_draft("件数")),
        (second, second_entries.publish_agreed),
        (second, second_entries.prepare_again),
    ):
        assert draft is not None
        assert draft.account == SECOND.name
        drafts.keep(draft)
        deed()
        assert "ほかのアカウントで読み込んだもの" in drafts.refusal()
        assert drafts.in_session() is draft

    assert (store.waiting.entries(), len(store.editions())) == ((entry,), 1)
    assert _kinds(store) == before


def test_nothing_is_shown_of_what_another_account_read(
    store: FolderStore, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_drafts, "_kept", OrderedDict())
    read = drafts.read_rows("秘密の件数.csv", CONTENT, Options())
    app = _with(replace(read, account=FIRST.name))
    app.text_input(key="reason-publish").input("一人目の理由").run()
    assert "秘密の件数" in shown_words(app)
    signed(SECOND)  # at the same screen, as behind a proxy, by a press of 公開する
    (button,) = [one for one in app.button if one.label == "公開する"]
    button.click().run()

    assert not app.exception
    assert headings(app)[0] == "① ひな形を保存する"
    assert "アカウントが替わったので、初めから" in app.info[0].value
    for told in ("秘密の件数", "一人目の理由", "7,771"):
        assert told not in shown_words(app) + shown_html(app)
    assert len(store.editions()) == 1
    assert list(kept_drafts._kept) == [FIRST.name]  # noqa: SLF001 - shows nowhere else

    signed(FIRST)
    app.run()
    assert "秘密の件数" in shown_words(app)
    assert app.text_input(key="reason-publish").value == "一人目の理由"
    (button,) = [one for one in app.button if one.label == "公開する"]
    button.click().run()
    assert "第1版を公開しました" in headings(app)
    signed(SECOND)
    app.run()
    assert "第1版を公開しました" not in headings(app)
    assert [event.account for event in store.events()] == [FIRST.name]


@pytest.mark.usefixtures("session")
def test_what_was_withdrawn_meanwhile_is_told(store: FolderStore, signed: SignIn) -> None:
    entry = _held(store)
    signed(SECOND)
    second_entries.read(entry.code, "件数.csv", CONTENT, Options())
    withdraw(store, entry.code, FIRST.name)
    second_entries.publish_agreed()

    assert "もう待っていません" in drafts.refusal()
    assert drafts.in_session() is None
    assert _kinds(store) == ["held", "agreed", "withdrawn"]
    second_entries.take_out(entry.code)
    assert "もう待っていません" in drafts.refusal()


@pytest.mark.usefixtures("session")
def test_hostile_content_and_a_full_place_are_told_in_words(
    store: FolderStore, signed: SignIn, tmp_path: Path
) -> None:
    entry = _held(store)
    signed(SECOND)
    place = tmp_path / "store" / "waiting" / f"{entry.code}.zip"
    for content in (b"no zip", b"PK\x03\x04", b""):
        place.write_bytes(content)
        second_entries.read(entry.code, "件数.csv", CONTENT, Options())
        assert "待っている入力が壊れていて、読めません" in drafts.refusal()
        assert drafts.in_session() is None

    drafts.read("件数.csv", CONTENT, Options())
    for at in range(MOST_ENTRIES - 1):
        keep(store.waiting, replace(entry, code=f"{at:032}"), {})
    second_entries.hold_draft("件数")
    assert "これ以上は預かれません" in drafts.refusal()
    assert drafts.in_session() is not None  # nothing is lost


@pytest.mark.usefixtures("session")
def test_an_unclear_file_of_a_second_entry_is_told_as_any_other(
    store: FolderStore, signed: SignIn
) -> None:
    entry = _held(store)
    signed(SECOND)
    second_entries.read(entry.code, "自分.csv", csv_file([BODIES[0] | {"値": "－"}]), 0)
    app = _with(drafts.in_session())

    assert "直すところが1件あります" in app.error[0].value
    assert "公開する" not in _labels(app)
    assert store.events()[-1].words == "自分.csv（直すところ1件）"


@pytest.mark.usefixtures("signed")
def test_a_place_that_cannot_be_asked_is_told(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        message = "版の置き場に届きません。"
        raise UnavailableStoreError(message)

    monkeypatch.setattr(store.waiting, "entries", away)
    app = opened("update")

    assert "版の置き場に届きません" in app.warning[0].value
    assert headings(app)[0] == "① ひな形を保存する"


def _goes_away(store: FolderStore, monkeypatch: pytest.MonkeyPatch, how: str) -> Callable[[], None]:
    """Has the place be out of reach; gives what brings it back."""
    if how == "known":
        monkeypatch.setattr(serving(), "_pause", 30.0)  # which outlasts the outage itself
        return lambda: monkeypatch.setattr(serving(), "_pause", 0.0)
    entries = store.waiting.entries

    def fails() -> None:
        if how == "away":
            message = "版の置き場に届きません。"
            raise UnavailableStoreError(message)
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(store.waiting, "entries", fails)
    return lambda: monkeypatch.setattr(store.waiting, "entries", entries)


@pytest.mark.parametrize("how", ["known", "away", "unreadable"])
def test_while_nobody_can_say_whether_it_waits_a_second_entry_stays_one(
    store: FolderStore, signed: SignIn, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    entry = _held(store)
    signed(SECOND)
    app = opened("update", **{PARAMETER: entry.code})
    come_back = _goes_away(store, monkeypatch, how)
    app.run()

    assert not app.exception
    assert "もう待っていません" not in shown_words(app)
    assert any("分かるまで、ファイルは読み込めません" in one.value for one in app.warning)
    assert app.query_params[PARAMETER] == entry.code
    assert not any(words.startswith(("①", "②")) for words in headings(app))

    come_back()
    (again,) = [one for one in app.button if one.label == "もう一度確かめる"]
    again.click().run()
    assert headings(app)[0] == "二度目の入力"
    assert "② 記入したファイルを読み込む" in headings(app)
