"""Colours keep their contrast in both palettes, and Streamlit's theme has the same ones."""

import re
import tomllib

import pytest

from lib import paths
from lib.charts.tokens import DARK, LIGHT, PALETTES, Palette, css, css_of_dark_on_paper

MINIMUM_MARK_CONTRAST = 3.0
MINIMUM_TEXT_CONTRAST = 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("behind", ["surface", "ground"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "missing"])
def test_words_can_be_read_on_all_that_is_behind_them(
    palette: Palette, behind: str, name: str
) -> None:
    assert _contrast(getattr(palette, name), getattr(palette, behind)) >= MINIMUM_TEXT_CONTRAST


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_marks_stand_out_and_words_on_a_mark_can_be_read(palette: Palette) -> None:
    for behind in (palette.surface, palette.ground, palette.track):
        assert _contrast(palette.main, behind) >= MINIMUM_MARK_CONTRAST
    assert _contrast(palette.surface, palette.main) >= MINIMUM_TEXT_CONTRAST


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_ramp_runs_in_one_direction_so_that_grey_copies_keep_the_order(
    palette: Palette,
) -> None:
    steps = [_luminance(colour) for colour in palette.ramp]

    assert steps in (sorted(steps), sorted(steps, reverse=True))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_theme_of_streamlit_has_the_colours_of_the_tokens(palette: Palette) -> None:
    with (paths.PROJECT / ".streamlit/config.toml").open("rb") as file:
        theme = tomllib.load(file)["theme"][palette.name]

    assert theme["primaryColor"] == theme["linkColor"] == palette.main
    assert theme["backgroundColor"] == palette.ground
    assert theme["secondaryBackgroundColor"] == palette.surface
    assert theme["textColor"] == palette.text
    assert _contrast(theme["borderColor"], palette.surface) >= MINIMUM_MARK_CONTRAST


def test_css_has_each_colour_of_both_palettes_once() -> None:
    rule = css()

    assert f"--main: light-dark({LIGHT.main}, {DARK.main});" in rule
    assert f"--ramp-5: light-dark({LIGHT.ramp[4]}, {DARK.ramp[4]});" in rule
    assert "--headline: 1.25rem/1.75rem var(--family);" in rule  # 20 and 28 px
    assert "--space-6: 2.0rem;" in rule  # 32 px
    names = re.findall(r"(--[a-z0-9-]+):", rule)
    assert len(names) == len(set(names))


def test_what_is_drawn_dark_is_printed_light() -> None:
    rules = css_of_dark_on_paper()

    # #9DB7F9 is 157, 183, 249.
    assert f'[style*="fill: rgb(157, 183, 249)"] {{ fill: {LIGHT.main} !important }}' in rules
    assert rules.startswith("@media print {")
