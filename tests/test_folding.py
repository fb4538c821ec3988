"""Searches find text whatever its width, kana or case."""

import pytest

from lib.folding import folded, folded_words


@pytest.mark.parametrize("text", ["ダルク", "ﾀﾞﾙｸ", "だるく", "ダ ル ク", "ダルク　"])
def test_width_kana_and_space_make_no_difference(text: str) -> None:
    assert folded(text) == "だるく"


@pytest.mark.parametrize("text", ["ＳＳＴ", "sst", "SST"])
def test_case_and_full_width_letters_make_no_difference(text: str) -> None:
    assert folded(text) == "sst"


def test_words_are_parted_by_space_of_any_width() -> None:
    assert folded_words(" 薬物　ダルク ") == ("薬物", "だるく")


def test_an_empty_search_has_no_words() -> None:
    assert folded_words("　") == ()
