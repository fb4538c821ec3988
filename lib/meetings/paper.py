"""The PDF of a meeting, which a browser on the server prints from the meeting's own file."""

import datetime as dt

from lib.exports import Download
from lib.meetings.handout import make as handout
from lib.meetings.renderer import RendererError, rendered
from lib.meetings.slides import Deck

_INSTEAD = "HTMLの資料を保存してブラウザーで開き、ブラウザーの印刷からPDFに保存してください。"


def make(deck: Deck, made_on: dt.date) -> Download:
    """The PDF of a meeting, printed without a network by Chromium on this machine.

    Args:
        deck: The slides.
        made_on: The date that stands on it and in its name.

    Raises:
        RendererError: There is no browser, it is busy or it made no PDF.
    """
    page = handout(deck, made_on)
    options = ("--print-to-pdf=.pdf", "--no-pdf-header-footer", "--generate-pdf-document-outline")
    try:
        content = rendered(page.content, "PDF", *options)
    except RendererError as error:
        words = f"{error}{_INSTEAD}"
        raise RendererError(words) from error
    name = f"{page.file_name.removesuffix('.html')}.pdf"
    return Download(name, content, "application/pdf")
