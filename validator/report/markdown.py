"""Text as data inside markdown: shown as it is written, never read as markup, a link or HTML."""

from __future__ import annotations

from validator.regex import regex
from validator.report.plain_text import plain_text

# Everything that opens something inside a line; our own words stand before it, so nothing can open a block.
_MARKS = regex(r"([\\`*_{}#|~!])")
_BRACKETS = regex(r"([\[\]])")
# Brackets alone are no link, and some clients show the backslash before one: `[Cabometyx]` stays as it is written.
_LINK = regex(r"^\[|\]\s*[(\[:]|!\s*\[")
_ADDRESS = regex(r"(?i)(?<=[a-z]):(?=//)|(?<=\bwww)\.|(?<=mailto):|(?<=\w)@(?=\w)")
# An escaped bracket is still a bracket to a reader of HTML, so these become character references.
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """The text on one line as markdown that shows exactly its characters.

    Marks are escaped with a backslash, brackets only where they could be a link, HTML with character references; a web
    or mail address is broken with a backslash so that it does not become a link by itself. Source: CommonMark 0.31,
    backslash escapes; CDS Hooks 2.0, Card.detail.
    """
    flat = plain_text(text)
    marked = _MARKS.sub(r"\\\1", flat)
    if _LINK.search(flat):
        marked = _BRACKETS.sub(r"\\\1", marked)
    return _ADDRESS.sub(lambda found: f"\\{found[0]}", marked).translate(_HTML)
