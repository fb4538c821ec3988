"""Text from the data never acts as Markdown."""

import pytest

from lib.ui.markdown import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("栃木県", "栃木県"),
        ("**太字**", r"\*\*太字\*\*"),
        ("$a$", r"\$a\$"),
        ("<b>", r"\<b\>"),
        ("- 項目", r"\- 項目"),
        ("1. 項目", r"1\. 項目"),
        ("a\\b", r"a\\b"),
        ("見出し\n===", r"見出し \=\=\="),
    ],
)
def test_active_characters_are_escaped(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "taken_apart"),
    [
        ("http://x.example", ":\u2060"),
        ("www.x.example", "www\u2060"),
        ("a@x.example", "@\u2060"),
        (":red[x]", ":\u2060"),
        (":material/home:", ":\u2060"),
        ("->", "-\u2060"),
        ("<=", "<\u2060"),
    ],
)
def test_what_would_become_a_link_or_an_icon_is_taken_apart(text: str, taken_apart: str) -> None:
    assert taken_apart in plain(text).replace("\\", "")


def test_words_with_a_colon_stay_whole() -> None:
    assert plain("出典: 白書") == r"出典\: 白書"
