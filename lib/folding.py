"""Folds Japanese text so that full and half width, kana and case make no difference to a search."""

import unicodedata

_KATAKANA_FIRST, _KATAKANA_LAST = ord("ァ"), ord("ヶ")
_TO_HIRAGANA = ord("ァ") - ord("ぁ")
_KATAKANA = {code - _TO_HIRAGANA: code for code in range(_KATAKANA_FIRST, _KATAKANA_LAST + 1)}
_HIRAGANA = {code: code - _TO_HIRAGANA for code in range(_KATAKANA_FIRST, _KATAKANA_LAST + 1)}


def folded(text: str) -> str:
    """The text in NFKC, lower case, katakana as hiragana, without white space."""
    normal = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    return "".join(normal.split())


def katakana(text: str) -> str:
    """The text with its hiragana as katakana."""
    return text.translate(_KATAKANA)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a search, each folded; words are parted by white space of any width."""
    words = unicodedata.normalize("NFKC", text).split()
    return tuple(folded(word) for word in words)
