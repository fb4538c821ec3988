"""A filled template says of which edition its rows are, and undoes nothing published since."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from lib import paths
from lib.access.roles import Account, Role
from lib.database import using
from lib.editions.folder import FolderStore
from lib.editions.model import Edition
from lib.editions.publishing import proposed, publish
from lib.editions.serving import serving
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import opened_store
from lib.intake.made_from import MadeFrom
from lib.intake.marked import marked
from lib.ui import sign_in, template_addresses, update
from lib.update.uploads import ForeignTemplateError, UnclearFileError, template, uploaded
from tests.answered import answered
from tests.editions import with_cell
from tests.filled_templates import HEADINGS_ROW
from tests.pages import opened, shown_html, shown_words
from tests.update_command import Command

TABLE = "support_counts"  # two rows are shipped: 110 and 112 persons, of 令和5年度 and 6年度
FILE = f"{TABLE}.csv"
FILES = files_in(paths.DATA)
OFFICER = Account("係", Role.PUBLISHER)
OWN, OTHER = "L174", "L176"  # where a source says something: changed by the officer, a colleague


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """A store in which a colleague has published an edition since the template was saved."""
    return FolderStore(tmp_path / "store", Shipped())


def _publish_locator(store: FolderStore, row: int = 0) -> Edition:
    changed = with_cell(FILES, TABLE, row, "source_locator", OTHER)
    return publish(store, proposed(store, {FILE: changed[FILE]}), "同僚", "出典の位置")


def _template(store: FolderStore, form: str, number: int = 0) -> bytes:
    edition = store.editions()[number]
    return template(TABLE, form, store.files(number), filled=True, edition=edition)


def _lines(content: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def _written(lines: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(lines)
    return written.getvalue().encode(encoding)


def _with_own_change(content: bytes, form: str, locator: str = OWN) -> bytes:
    """A template in which the officer changed the second of its rows."""
    if form == "csv":
        lines = _lines(content)
        lines[2][lines[0].index("出典の位置")] = locator
        return _written(lines)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[HEADINGS_ROW]]
    sheet.cell(HEADINGS_ROW + 2, headings.index("出典の位置") + 1, locator)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _locators(content: bytes) -> list[str]:
    header, *rows = _lines(content)
    return [row[header.index("source_locator")] for row in rows]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_that_somebody_else_changed_since_stay_as_they_are(
    store: FolderStore, form: str
) -> None:
    file = _with_own_change(_template(store, form), form)
    _publish_locator(store)
    found = uploaded(store, f"件数.{form}", file)

    assert found.proposal.base.number == 1
    (change,) = found.proposal.changes
    assert [(one.column, one.after) for one in change.cells] == [("source_locator", OWN)]
    assert _locators(found.proposal.files[FILE]) == [OTHER, OWN]
    assert found.notes[0] == "第0版の行から作られたひな形。その後の第1版の上に載せ直した。"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_template_that_nobody_changed_takes_nothing_back(store: FolderStore, form: str) -> None:
    file = _template(store, form)
    _publish_locator(store)

    with pytest.raises(Exception, match="第0版と違う行がありません"):
        uploaded(store, f"件数.{form}", file)


def test_a_template_of_the_newest_edition_is_read_without_a_word(store: FolderStore) -> None:
    _publish_locator(store)
    found = uploaded(store, "件数.csv", _with_own_change(_template(store, "csv", 1), "csv"))

    assert found.proposal.base.number == 1
    assert _locators(found.proposal.files[FILE]) == [OTHER, OWN]
    assert found.notes == ("「団体別の支援実績」の表として読んだ。",)


def test_the_line_may_stand_among_the_rows_and_in_another_encoding(store: FolderStore) -> None:
    """As where rows were sorted and added, and Excel saved them in the way of old."""
    header, first, second, line = _lines(_with_own_change(_template(store, "csv"), "csv"))
    assert line == [str(MadeFrom(0, store.editions()[0].digest[:12]))]
    _publish_locator(store)
    new = [*second]
    new[header.index("都道府県コード")], new[header.index("都道府県")] = "13", "東京都"
    padded = line + [""] * (len(header) - 1)
    file = _written([header, padded, second, first, new], "cp932")
    found = uploaded(store, "件数.csv", file)

    assert [(one.kind, one.key[2]) for one in found.proposal.changes] == [
        ("added", "13"),
        ("changed", "23"),
    ]
    assert _locators(found.proposal.files[FILE]) == [OTHER, OWN, OWN]


def test_the_copy_with_faults_marked_still_says_it(store: FolderStore) -> None:
    for form in ("xlsx", "csv"):
        file = _with_own_change(_template(store, form), form, "")
        with pytest.raises(UnclearFileError) as refused:
            uploaded(store, f"件数.{form}", file)
        mended = openpyxl.load_workbook(io.BytesIO(marked(refused.value.intake)))
        cells = [str(cell.value) for row in mended.worksheets[1] for cell in row]
        assert sum("第0版（" in cell for cell in cells) == 1


def test_a_file_that_says_nothing_changes_the_newest_edition(store: FolderStore) -> None:
    file = template(TABLE, "csv", FILES, filled=True)
    assert b"\xe8\xa1\x8c\xe3\x81\x8b\xe3\x82\x89" not in file  # の行から
    _publish_locator(store)
    (change,) = uploaded(store, "件数.csv", file).proposal.changes

    assert [(one.before, one.after) for one in change.cells] == [(OTHER, "L175")]


def test_empty_templates_say_nothing(store: FolderStore) -> None:
    edition = store.editions()[0]
    for form in ("xlsx", "csv"):
        plain, told = (
            template(TABLE, form, FILES, filled=False, edition=one) for one in (None, edition)
        )
        assert len(plain) == len(told)


def test_what_both_changed_differently_is_told_and_stays_upon_the_earlier_edition(
    store: FolderStore,
) -> None:
    file = _with_own_change(_template(store, "csv"), "csv")
    _publish_locator(store, row=1)
    found = uploaded(store, "件数.csv", file)

    assert found.proposal.base.number == 0
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.newest, conflict.own) == ("L175", OTHER, OWN)
    assert found.notes[0] == "第0版の行から作られたひな形。その後の第1版に、載せ直せない。"


def test_an_edition_that_is_not_here_is_refused_with_what_to_do(store: FolderStore) -> None:
    file = _with_own_change(_template(store, "csv"), "csv")
    digest = store.editions()[0].digest[:12]
    others = {
        file.replace("第0版".encode(), "第7版".encode()): f"第7版（{digest}）",
        file.replace(digest.encode(), b"0" * 12): "第0版（000000000000）",
    }
    for other, name in others.items():
        with pytest.raises(ForeignTemplateError) as refused:
            uploaded(store, "件数.csv", other)
        assert str(refused.value).startswith(f"このファイルは、{name}の行から作られています。")
        assert "「今の行」のひな形を保存し直し" in str(refused.value)


def test_a_file_of_two_editions_is_refused(store: FolderStore) -> None:
    _publish_locator(store)
    newest = _lines(_template(store, "csv", 1))
    file = _written([*newest, *_lines(_template(store, "csv"))[-1:]])

    with pytest.raises(ForeignTemplateError, match="もとの版が違います（第1版、第0版）"):
        uploaded(store, "件数.csv", file)


def test_a_parent_that_is_asked_for_has_to_be_that_of_the_template(store: FolderStore) -> None:
    file = _with_own_change(_template(store, "csv"), "csv")
    _publish_locator(store)

    assert uploaded(store, "件数.csv", file, parent=0).proposal.base.number == 0
    with pytest.raises(ForeignTemplateError, match=r"第1版への変更としては読めません.*第1版の「今"):
        uploaded(store, "件数.csv", file, parent=1)


def test_the_command_writes_the_line_and_goes_by_it(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "件数.xlsx"
    assert command("template", TABLE, file, "--filled")[0] == 0
    file.write_bytes(_with_own_change(file.read_bytes(), "xlsx"))
    store = opened_store()
    assert isinstance(store, FolderStore)
    _publish_locator(store)
    code, said, _ = command("publish", file, "--reason", "件数")

    assert (code, "第0版の行から作られたひな形。その後の第1版の上に載せ直した" in said) == (0, True)
    assert _locators(store.files(2)[FILE]) == [OTHER, OWN]


def test_the_command_shows_what_both_changed_differently(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "件数.csv"
    command("template", TABLE, file, "--filled")
    file.write_bytes(_with_own_change(file.read_bytes(), "csv"))
    store = opened_store()
    assert isinstance(store, FolderStore)
    _publish_locator(store, row=1)
    code, _, warned = command("check", file)

    assert (code, "第1版と違う内容に直した欄が1個" in warned) == (1, True)
    assert OTHER in warned
    assert OWN in warned


@pytest.fixture
def served(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[FolderStore]:
    """The store as that of the pages, on which an officer is signed in."""
    before = vars(serving()).copy()
    monkeypatch.setattr(serving(), "_store", store)
    monkeypatch.setattr(update, "configured", object)
    monkeypatch.setattr(sign_in, "signed_in", lambda: OFFICER)
    monkeypatch.setattr(sign_in, "offer", lambda: OFFICER)
    monkeypatch.setattr(sign_in, "is_first_sight", lambda: False)
    yield store
    vars(serving()).update(before)


def _read(content: bytes) -> None:
    from lib.intake.reading import Options  # noqa: PLC0415 - the script of a test stands alone
    from lib.ui import drafts  # noqa: PLC0415

    drafts.read("件数.csv", content, Options())


def test_the_page_shows_what_both_changed_differently(served: FolderStore) -> None:
    file = _with_own_change(_template(served, "csv"), "csv")
    _publish_locator(served, row=1)
    script = AppTest.from_function(_read, args=(file,), default_timeout=60).run()
    assert not script.exception, script.exception
    app = opened("update")
    app.session_state["uploaded draft"] = script.session_state["uploaded draft"]
    app.run()

    assert not app.exception, app.exception
    assert "第0版の後に第1版が公開されました（出典の位置）" in app.warning[0].value
    assert "載せ直してください" not in app.warning[0].value
    assert "違う内容に直した欄が1個あります" in app.error[0].value
    assert not [one for one in app.button if one.label == "公開する"]
    assert "件数.csv（新しい版と違う欄1個）" in [one.words for one in served.events()]


def test_templates_of_the_page_are_of_the_newest_edition_whatever_it_shows(
    served: FolderStore,
) -> None:
    _publish_locator(served)
    serving().refresh()
    app = opened("update", edition="0")

    assert "第0版の数値" in shown_words(app)
    assert f'/update/template/{TABLE}.csv?filled=1"' in shown_html(app)

    routes = Starlette(routes=template_addresses.ROUTES)
    with using(serving().newest):  # as the server does where an address names no edition
        found = answered(routes, f"/update/template/{TABLE}.csv?filled=1")
    edition = served.editions()[1]
    assert found.content.decode("utf-8-sig").splitlines()[-1] == str(
        MadeFrom(1, edition.digest[:12])
    )
