"""The font, the height of its lines and the colours of slides."""

from pptx.dml.color import RGBColor

FONT = "Noto Sans JP"
LINE = 1.25  # height of a line in sizes of its font, set so for whatever font a machine has


def colour(code: str) -> RGBColor:
    """A colour of the theme, as in #0A1B2C, in the form of the library that writes slides."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
