"""Puts text from the data into Markdown without letting it act as Markdown."""

import re

_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])")


def plain(text: str) -> str:
    """The text with every character escaped that Markdown or Streamlit would act upon."""
    return _ACTIVE.sub(r"\\\1", text)
