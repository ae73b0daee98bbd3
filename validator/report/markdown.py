"""Text as data inside markdown: shown as it is written, never read as markup, a link or HTML."""

from __future__ import annotations

from validator.regex import regex
from validator.report.plain_text import plain_text

# Everything that opens something inside a line; our own words stand before it, so nothing can open a block.
_MARKS = regex(r"([\\`*_\[\]{}#|~!])")
_ADDRESS = regex(r"(?i)(?<=[a-z]):(?=//)|(?<=\bwww)\.|(?<=mailto):|(?<=\w)@(?=\w)")
# An escaped bracket is still a bracket to a reader of HTML, so these become character references.
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """The text on one line as markdown that shows exactly its characters.

    Marks are escaped with a backslash, HTML with character references; a web or mail address is broken with a backslash
    so that it does not become a link by itself. Source: CommonMark 0.31, backslash escapes; CDS Hooks 2.0, Card.detail.
    """
    marked = _MARKS.sub(r"\\\1", plain_text(text))
    return _ADDRESS.sub(lambda found: f"\\{found[0]}", marked).translate(_HTML)
