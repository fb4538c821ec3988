"""Text from the data never acts as Markdown."""

import pytest

from lib.ui.markdown import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("栃木県", "栃木県"),
        ("**太字**", r"\*\*太字\*\*"),
        ("[北海道](http://x)", r"\[北海道\]\(http\:\/\/x\)".replace(r"\/", "/")),
        (":red[x]", r"\:red\[x\]"),
        ("$a$", r"\$a\$"),
        ("<b>", r"\<b\>"),
        ("- 項目", r"\- 項目"),
        ("1. 項目", r"1\. 項目"),
        ("a\\b", r"a\\b"),
    ],
)
def test_active_characters_are_escaped(text: str, expected: str) -> None:
    assert plain(text) == expected
