"""The files of a meeting come by a form alone: a file, or a sentence on why there is none."""

import io
import json
import zipfile
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from lib.meetings import renderer
from lib.meetings.agenda import Item, Meeting, from_query, to_query
from lib.meetings.keeping import from_file
from lib.ui import meeting_files
from lib.ui.meeting_files import FILES_URL, meeting_file
from lib.ui.middleware import OwnDocument, OwnOrigin, security_headers
from lib.views.pages import PAGES
from tests.answered import Answer, answered
from tests.meeting_samples import MEETING

STARTS = {
    "pptx": b"PK",
    "html": b"<!DOCTYPE html>",
    "pdf": b"%PDF",
    "xlsx": b"PK",
    "json": b"{",
    "png": b"\x89PNG",
}
SMALL = {"title": "第3回 検討会", "v1": "targets/targets;body=H30-06"}
HOSTILE = (
    'a"\r\nX-Evil: 1\r\n\r\n<script>alert(1)</script>',
    "../../etc/passwd",
    "\u202egpj.exe",
    "会" * 5000,
    "\ud800\x00\x1b",
    '=HYPERLINK("https://evil.example")',
)


APP = Starlette(
    routes=[Route(FILES_URL, meeting_file, methods=["GET", "POST"])],
    middleware=[
        Middleware(OwnDocument, pages={page.path: page.title for page in PAGES.values()}),
        Middleware(OwnOrigin),
    ],
)


def _sent(kind: str, parts: Sequence[bytes], origin: str = "") -> Answer:
    """The answer to a body in parts, behind what every request passes through."""
    headers = {"origin": origin} if origin else {}
    return answered(APP, f"/meeting/made/{kind}", "POST", headers, parts)


def _get(kind: str, query: dict[str, str]) -> Answer:
    return answered(APP, f"/meeting/made/{kind}?{urlencode(query, errors='surrogatepass')}")


def _post(kind: str, form: dict[str, str], origin: str = "") -> Answer:
    return _sent(kind, [urlencode(form, errors="surrogatepass").encode()], origin)


@pytest.mark.parametrize("kind", STARTS)
def test_each_kind_is_a_file_with_its_name_and_type(kind: str, executable: str) -> None:
    assert executable
    answer = _post(kind, SMALL)

    assert answer.status == 200
    assert answer.content.startswith(STARTS[kind])
    assert answer.headers["content-disposition"].startswith(
        f'attachment; filename="meeting.{kind}"; '
    )
    assert answer.name.endswith(f".{kind}")
    if kind != "png":
        assert "第3回-検討会" in answer.name
    assert not answer.headers["content-type"].startswith("text/")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.items() >= security_headers().items()


def test_the_notes_of_the_form_are_the_speakers_alone() -> None:
    form = SMALL | {"n1": "先に結論を述べる"}
    slides = Presentation(io.BytesIO(_post("pptx", form).content)).slides

    assert any(
        slide.has_notes_slide and "先に結論を述べる" in slide.notes_slide.notes_text_frame.text
        for slide in slides
    )
    assert "先に結論を述べる" not in _post("html", form).text


def test_the_kept_file_holds_the_meeting() -> None:
    kept = from_file(_post("json", to_query(MEETING)).content)

    assert kept.meeting == from_query(to_query(MEETING))[0]
    assert None not in kept.slides


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("kind", ["pptx", "html", "xlsx", "json"])
def test_hostile_words_are_words(kind: str, words: str) -> None:
    form = SMALL | dict.fromkeys(("title", "t1", "d1", "n1"), words)
    answer = _post(kind, form)

    if words == "\ud800\x00\x1b":
        assert answer.status == 400
        return
    assert answer.status == 200
    assert "x-evil" not in answer.headers
    assert answer.headers["content-disposition"].isascii()
    assert not set(answer.name) & set('/\\"\r\n<>\u202e')
    if kind == "html":
        assert "<script>alert" not in answer.text
    elif kind == "json":
        assert json.loads(answer.content)["meeting"]
    else:
        assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


@pytest.mark.parametrize(
    ("kind", "form", "status", "words"),
    [
        ("exe", SMALL, 404, "種類は、pptx、html"),
        ("PPTX", SMALL, 404, "種類は、pptx、html"),
        ("pdf", {}, 422, "図がありません"),
        ("pdf", {"v1": "none/none"}, 422, "図がありません"),
        ("pptx", {"v1": "project/project_intake;project=H30-06"}, 422, "図がありません"),
        ("png", {"v1": "sources/sources;part=sources"}, 503, "画像になりません"),
        ("json", {"v1": "targets/targets", "x": "a" * 300_000}, 413, "長すぎます"),
        ("json", {f"x{place}": "a" for place in range(600)}, 400, "読めません"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(
    kind: str, form: dict[str, str], status: int, words: str
) -> None:
    answer = _post(kind, form)

    assert answer.status == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert words in answer.text
    assert answer.text.endswith("。")


def test_a_meeting_that_no_address_holds_is_refused() -> None:
    item = Item("catalogue", "catalogue_figures", (("text", "再" * 100),), "題" * 100)
    answer = _post("json", to_query(Meeting("", (item,) * 30)))

    assert (answer.status, "長すぎます" in answer.text) == (413, True)


def test_a_long_body_is_read_no_further_than_its_limit() -> None:
    answer = _sent("json", [b"a" * 1000] * 300)

    assert answer.status == 413
    assert answer.parts_read < 210


def test_a_page_elsewhere_gets_no_file() -> None:
    assert _post("json", SMALL, "https://evil.example").status == 403
    assert _post("json", SMALL, "http://localhost:8501").status == 200


def test_without_a_browser_on_the_server_the_answer_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(renderer, "BROWSERS", ())

    for kind, instead in (("pdf", "HTMLの資料"), ("png", "画面の切り取り")):
        answer = _post(kind, SMALL)
        assert answer.status == 503
        assert instead in answer.text


def test_what_fails_is_answered_without_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        message = "secret"
        raise ValueError(message)

    monkeypatch.setattr(meeting_files, "deck_of", fail)
    answer = _post("json", SMALL)

    assert answer.status == 500
    assert "secret" not in answer.text
    assert "担当者" in answer.text


def test_an_address_makes_the_same_workbook_as_a_form() -> None:
    by_form, by_address = _post("xlsx", SMALL), _get("xlsx", SMALL)

    assert by_address.status == 200
    assert by_address.content == by_form.content
    assert by_address.headers["content-disposition"] == by_form.headers["content-disposition"]


def test_an_address_longer_than_servers_take_is_told_to_come_as_a_form() -> None:
    item = Item("catalogue", "catalogue_figures", (("text", "再" * 50),))
    meeting = to_query(Meeting("", (item,) * 25))

    refused = _get("json", meeting)

    assert (refused.status, "POST" in refused.text) == (414, True)
    assert _post("json", meeting).status == 200


def test_an_address_with_what_no_page_knows_makes_no_file() -> None:
    answer = _get("json", SMALL | {"v2": "targets/targets;body=none"})

    assert answer.status == 400
    assert "団体: none" in answer.text
