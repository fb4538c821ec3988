"""Puts text from the data or a user into Markdown without letting it act as Markdown."""

import re

_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&=])")
# Streamlit turns these into links, icons and arrows even where each character is escaped; a word
# joiner, which has no width, takes them apart.
_RECOGNISED = re.compile(r"(?<=:)(?=[/\w])|(?<=@)|(?<=www)|(?<=[<>~-])(?=[-=>])", re.ASCII)
_WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """The text on one line, with all taken apart that Markdown or Streamlit would act upon."""
    flat = " ".join(text.split())
    return _ACTIVE.sub(r"\\\1", _RECOGNISED.sub(_WORD_JOINER, flat))
