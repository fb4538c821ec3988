"""The shipped fonts hold every character that data and screens can show."""

import pytest
from fontTools.ttLib import TTFont

from lib import paths
from lib.assets.fonts import jis_x_0208_characters, used_characters
from lib.charts.prefecture_areas import MARKS


def _characters(file: str) -> set[str]:
    with TTFont(paths.FONTS / file) as font:
        return {chr(code) for code in font.getBestCmap()}


def test_no_character_in_use_is_missing() -> None:
    missing = (
        used_characters() - _characters("core-regular.woff2") - _characters("rest-regular.woff2")
    )

    assert not missing, "".join(sorted(missing))


@pytest.mark.parametrize("file", ["core-regular.woff2", "core-bold.woff2"])
def test_the_core_font_alone_shows_nearly_everything(file: str) -> None:
    used = used_characters()
    missing = used - _characters(file)

    # A new word may wait for the next making of the fonts; until then the rest font is fetched.
    assert len(missing) < 0.01 * len(used), "".join(sorted(missing))


@pytest.mark.parametrize("file", ["core-regular.woff2", "core-bold.woff2"])
def test_the_space_of_japanese_is_in_the_core_font(file: str) -> None:
    assert "\u3000" in _characters(file)


def test_signs_on_the_moving_map_are_in_the_core_font() -> None:
    # A canvas takes what a family lacks from no other one.
    assert set("".join(MARKS.values())) <= _characters("core-regular.woff2")


NOT_IN_THE_TYPEFACE = {"≒"}


def test_the_rest_font_holds_what_users_may_type() -> None:
    covered = _characters("core-regular.woff2") | _characters("rest-regular.woff2")

    assert jis_x_0208_characters() - covered == NOT_IN_THE_TYPEFACE


def test_the_licence_is_shipped_with_the_fonts() -> None:
    text = (paths.FONTS / "OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_a_first_visit_fetches_less_than_half_a_megabyte_of_fonts() -> None:
    sizes = [
        (paths.FONTS / f"core-{weight}.woff2").stat().st_size for weight in ("regular", "bold")
    ]

    assert sum(sizes) < 500_000
