"""Charts that office programs cannot draw, as pictures for slides, made by the server's browser."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from lib.charts.declared import Sayings
from lib.exhibits import Exhibit
from lib.meetings import offline
from lib.meetings.native_forms import native_chart
from lib.meetings.renderer import RendererError, rendered

SCALE = 2  # pixels of a picture to one point of the slide
_MOST_AT_ONCE = 16  # the browser makes no picture of more than 16,384 pixels in height


@dataclass(frozen=True)
class Wanted:
    """A chart, and how large it is on its slide, in points: its letters keep their size."""

    exhibit: Exhibit
    width: int
    height: int


def is_picture(exhibit: Exhibit) -> bool:
    """Whether the chart is one that only a browser draws: no bars, no lines, no list of words."""
    is_drawn = exhibit.markup is not None and not isinstance(exhibit.chart, Sayings)
    return is_drawn and native_chart(exhibit) is None


def pictures(wanted: Mapping[int, Wanted]) -> dict[int, bytes]:
    """The charts as PNG by the same numbers, many of them in one run of the browser.

    Args:
        wanted: The charts by a number.

    Returns:
        The pictures; none of those that could not be made: there is no browser, or it is busy.
    """
    found: dict[int, bytes] = {}
    places = list(wanted)
    for first in range(0, len(places), _MOST_AT_ONCE):
        some = {place: wanted[place] for place in places[first : first + _MOST_AT_ONCE]}
        try:
            found |= dict(_pictures(some))
        except RendererError:  # the next try would take as long and fail as well
            break
    return found


def _pictures(wanted: Mapping[int, Wanted]) -> Iterator[tuple[int, bytes]]:
    """The charts of one page, cut out of its picture.

    Raises:
        RendererError: There is no picture.
    """
    width = max(one.width for one in wanted.values())
    height = sum(one.height for one in wanted.values())
    content = rendered(
        page(list(wanted.values())).encode(),
        "画像",
        "--screenshot=.png",
        f"--window-size={width},{height}",
        f"--force-device-scale-factor={SCALE}",
        "--hide-scrollbars",
    )
    try:
        with Image.open(io.BytesIO(content)) as opened:
            whole = opened.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        words = "画像を読めない。"
        raise RendererError(words) from error
    top = 0
    for place, one in wanted.items():
        box = (0, SCALE * top, SCALE * one.width, SCALE * (top + one.height))
        buffer = io.BytesIO()
        whole.crop(box).save(buffer, "PNG")
        yield place, buffer.getvalue()
        top += one.height


def page(wanted: list[Wanted]) -> str:
    """The page on which the charts stand one below the other."""
    return (
        offline.environment()
        .get_template("slide_pictures.html")
        .render(wanted=wanted, policy=offline.policy(), styles=offline.styles(has_rare=True))
    )
