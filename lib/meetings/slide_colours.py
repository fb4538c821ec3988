"""The colours and the font of slides, in the form of the library that writes them."""

from pptx.dml.color import RGBColor

FONT = "Noto Sans JP"


def colour(code: str) -> RGBColor:
    """A colour of the theme, as in #0A1B2C."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
