"""The one style sheet of all pages, which a browser fetches once and keeps."""

import hashlib
from functools import cache
from pathlib import Path

from lib.addresses import below
from lib.charts import markup, tokens
from lib.views import framing, glance, tabled

LOOKS_PATH = "/assets/looks.css"
_OWN = Path(__file__).parent / "styles.css"


@cache
def style_sheet() -> str:
    """Tokens, and the looks of all that the theme of Streamlit cannot express."""
    return "\n".join(
        (
            tokens.css(),
            markup.css(),
            framing.css(),
            tabled.css(),
            glance.css(),
            _OWN.read_text("utf-8"),
            tokens.css_of_dark_on_paper(),
        )
    )


@cache
def looks_url() -> str:
    """Its address, which changes with it, so that no browser shows the looks of another release."""
    return f"{below(LOOKS_PATH)}?{hashlib.sha256(style_sheet().encode()).hexdigest()[:12]}"
