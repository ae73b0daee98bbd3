"""Words for a text that is no JSON: what it is instead, or what the parser stumbled over. They never quote the text."""

from __future__ import annotations

_HEAD = 1000
"""Bytes that are looked at to tell what a text is that is no JSON."""

# The parser's words may quote the text (an unknown key, a bad escape), so only these ever reach a message.
_WORDS: tuple[tuple[str, str], ...] = (
    ("EOF", "the text ends in the middle of a value: is the file whole?"),
    ("expected value", "expected a JSON value"),
    ("expected", "a comma, colon, quote or bracket is missing"),
    ("key must be a string", "expected a key in quotes"),
    ("trailing comma", "a comma is followed by no value"),
    ("number out of range", "a number has too many digits"),
    ("invalid number", "a number is not written as JSON writes numbers"),
    ("control character", "a control character stands unescaped in a string"),
    ("invalid unicode", "the bytes are not UTF-8"),
    ("invalid escape", "a backslash is followed by a character JSON does not escape"),
    ("unexpected end of hex", "an escaped character is cut short"),
    ("lone leading surrogate", "an escaped character is half of a surrogate pair"),
)


def markup_words(text: bytes) -> str:
    """What a text is that begins as XML or as a web page does; empty for any other."""
    head = text[:_HEAD].lstrip(b" \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "This is a web page, perhaps that of a log-in, and no FHIR. Ask for the resource as JSON."
    if head.startswith(b"<"):
        return "This is XML. FHIR is read here as JSON: ask the server for application/fhir+json."
    return ""


def parser_words(problem: str) -> str:
    """The parser's complaint in words that are sure not to quote the text."""
    return next((words for start, words in _WORDS if problem.startswith(start)), "the text is not JSON")
