"""A picture of one exhibit for documents, made by the browser on the server, never without caution.

The picture is the page of the exhibit's finding, chart and sources as the screen has them, in
light colours; Chromium draws it, and what is empty below is cut off.
"""

import datetime as dt
import io

from PIL import Image, ImageChops

from lib.charts.tokens import LIGHT
from lib.exhibits import Exhibit
from lib.exports import Download, file_stem
from lib.meetings import offline
from lib.meetings.renderer import TIME_LIMIT_S, RendererError, rendered
from lib.views import framing
from lib.views.drawings import drawn

WIDTH_PX, SCALE = 1200, 2  # of the page; pixels of the picture to one of the page
_TALLEST_PX = 3000  # of the page
_BELOW_PX = 24  # of the page, left below the last line
_INSTEAD = "画面の切り取り（OSの機能）で、注意と出典の行まで含めて写してください。"


def has_chart(exhibit: Exhibit) -> bool:
    """Whether there is something to draw beside the table."""
    return exhibit.markup is not None or drawn(exhibit, LIGHT) is not None


def make(exhibit: Exhibit, made_on: dt.date, *, patience_s: float = TIME_LIMIT_S) -> Download:
    """The picture of an exhibit that has a chart, as PNG of 2,400 pixels in width.

    Args:
        exhibit: What is drawn.
        made_on: The date in its name.
        patience_s: How long it waits for another file to be done.

    Raises:
        RendererError: There is no browser, it is busy, or the chart is longer than a picture is.
    """
    size = f"--window-size={WIDTH_PX},{_TALLEST_PX}"
    scale = f"--force-device-scale-factor={SCALE}"
    try:
        content = rendered(
            page(exhibit).encode(),
            "画像",
            "--screenshot=.png",
            *(size, scale, "--hide-scrollbars"),
            patience_s=patience_s,
        )
        cut = _without_empty_end(content)
    except RendererError as error:
        words = f"{error}{_INSTEAD}"
        raise type(error)(words) from error
    return Download(f"{file_stem(exhibit, made_on)}.png", cut, "image/png")


def page(exhibit: Exhibit) -> str:
    """The page that is drawn: finding, what is counted, caution, chart, sources and code."""
    drawing = offline.drawing(exhibit, LIGHT)
    script = offline.beside("picture.js")
    plotly = offline.plotly_code() if drawing else ""
    return (
        offline.environment()
        .get_template("picture.html")
        .render(
            exhibit=exhibit,
            policy=offline.policy(*((plotly, script) if drawing else ())),
            styles=offline.styles(has_rare=True),
            head=framing.head(exhibit, exhibit.heading),
            source_line=framing.source_line(exhibit),
            drawing=drawing,
            plotly=plotly,
            script=script,
        )
    )


def _without_empty_end(content: bytes) -> bytes:
    """A picture up to its last line.

    Raises:
        RendererError: It goes on below its end.
    """
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    empty = Image.new("RGB", picture.size, LIGHT.surface)
    box = ImageChops.difference(picture, empty).getbbox()
    bottom = (box[3] if box else 0) + SCALE * _BELOW_PX
    if bottom > picture.height:
        words = "図が長く、1枚の画像に収まらない。"
        raise RendererError(words)
    buffer = io.BytesIO()
    picture.crop((0, 0, picture.width, bottom)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
