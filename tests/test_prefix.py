"""Below a path, as a server in front may show it, every own address begins with that path."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from lib import paths
from tests.browser import Outside, served

PREFIX = "/dashboard"
OWN_ADDRESSES = re.compile(r'(?:href|src)="(/[^"]*)"|url\((/[^)]*)\)')


@pytest.fixture(scope="module")
def running(server_outside: Outside) -> Iterator[str]:
    with served(server_outside, prefix=PREFIX) as url:
        yield url


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read().decode(errors="replace")  # fonts are no text


def _named(text: str) -> set[str]:
    """The addresses of this server that a document or style sheet names."""
    return {one or other for one, other in OWN_ADDRESSES.findall(text)}


@pytest.mark.parametrize(
    ("path", "at_least"),
    [
        ("/", 11),
        ("/map", 11),
        ("/wall?v1=targets/targets", 6),
        ("/presenter?v1=targets/targets", 5),
    ],
)
def test_every_address_in_a_document_begins_with_the_prefix_and_is_answered(
    running: str, path: str, at_least: int
) -> None:
    named = _named(_read(f"{running}{path}"))

    assert len(named) >= at_least
    for address in named:
        assert address.startswith(f"{PREFIX}/"), address
        assert _read(running.removesuffix(PREFIX) + address.replace("&amp;", "&"))


def test_style_sheets_name_what_lies_beside_them(running: str) -> None:
    for name in ("looks.css", "wall.css"):
        assert _named(_read(f"{running}/assets/{name}")) == set()
    assert "url(fonts/core-regular.woff2)" in _read(f"{running}/assets/wall.css")


def test_a_page_that_is_not_there_leads_to_those_that_are(running: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _read(f"{running}/nothing/here")

    named = _named(refused.value.read().decode())
    assert refused.value.code == 404
    assert f"{PREFIX}/assets/fonts/core-regular.woff2" in named
    assert {f"{PREFIX}/", f"{PREFIX}/map"} <= named


def test_nothing_is_answered_outside_the_prefix(running: str) -> None:
    for path in ("/", "/map", "/metrics", "/_stcore/health", "/dashboards/map"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            _read(running.removesuffix(PREFIX) + path)
        assert refused.value.code == 404


def test_no_script_names_an_address_without_the_prefix() -> None:
    scripts = [*(paths.PROJECT / "lib").rglob("*.js")]

    assert len(scripts) > 10
    for script in scripts:
        assert not re.findall(r"[\"'`]/[a-z_]+", script.read_text("utf-8")), script
