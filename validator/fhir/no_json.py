"""Words for a text that is no JSON: what it is instead, or what the parser stumbled over. They never quote the text."""

from __future__ import annotations

_HEAD = 1000
"""Bytes that are looked at to tell what a text is that is no JSON."""

CUT_SHORT = "the text ends in the middle of a value: is the file whole?"
NOT_UTF8 = "a letter is not written in UTF-8, perhaps in Latin-1 or Windows-1252"
# The parser's words may quote the text (an unknown key, a bad escape), so only these ever reach a message.
_WORDS: tuple[tuple[str, str], ...] = (
    ("EOF", CUT_SHORT),
    ("expected value", "expected a JSON value"),
    ("expected", "a comma, colon, quote or bracket is missing"),
    ("key must be a string", "there is a comma too many, or a name without double quotes"),
    ("trailing comma", "there is a comma too many: no value follows it"),
    ("number out of range", "a number has too many digits"),
    ("invalid number", "a number is not written as JSON writes numbers"),
    ("control character", "a control character stands unescaped in a string"),
    ("invalid unicode", NOT_UTF8),
    ("invalid escape", "a backslash is followed by a character JSON does not escape"),
    ("unexpected end of hex", "an escaped character is cut short"),
    ("lone leading surrogate", "an escaped character is half of a surrogate pair"),
)


_WEB_PAGE = "This is a web page, perhaps that of a log-in, and no FHIR. Ask for the resource as JSON."
_XML = "This is XML. FHIR is read here as JSON: ask the server for application/fhir+json."
_BINARY = "This is no text but a binary file. FHIR is read here as JSON: export the chart as that."
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%pdf-", "This is a PDF. FHIR is read here as JSON: export the chart as that."),
    (b"{\\rtf", "This is a text document (RTF). FHIR is read here as JSON: export the chart as that."),
    (b"msh|", "This is an HL7 v2 message. FHIR is read here as JSON: export the chart as that."),
    (b"pk\x03\x04", "This is a packed file (zip, or a document of an office program). Unpack it first."),
    (b"\x1f\x8b", "This is a packed file (gzip). Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "This is a packed file (zstd). Unpack it first."),
    (b"\x89png", "This is a picture. FHIR is read here as JSON: export the chart as that."),
    (b"\xff\xd8\xff", "This is a picture. FHIR is read here as JSON: export the chart as that."),
)
"""What other kinds of files begin with, in small letters. No JSON begins like any of them."""


NAME_OF_A_FILE = "This is the name of a file, which is not opened here: give what is in it."

OTHER_KINDS = frozenset({_WEB_PAGE, _XML, _BINARY, NAME_OF_A_FILE, *(words for _, words in _BEGINNINGS)})
"""All that is said of a file of another kind; each says what to do."""


def other_kind_words(text: bytes) -> str:
    """What a text is that begins as XML, a web page, a PDF or another kind of file, or as no text; empty otherwise."""
    head = text[:_HEAD].lstrip(b" \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    if head.startswith(b"<"):
        return _XML
    if (
        text.rstrip().lower().endswith(b".json")
        and not head.startswith((b"{", b"[", b'"'))
        and b"\n" not in text.strip()
    ):
        return NAME_OF_A_FILE
    # No text of any kind holds a null byte; UTF-16 was decoded before. Behind a JSON value the rest is told as that.
    known = _BINARY if b"\0" in head and not head.startswith((b"{", b"[")) else ""
    for start, words in _BEGINNINGS:
        if head.startswith(start):
            return words
    return known


def parser_words(problem: str) -> str:
    """The parser's complaint in words that are sure not to quote the text."""
    return next((words for start, words in _WORDS if problem.startswith(start)), "the text is not JSON")


def what_to_do(message: str) -> str:
    """What to do about a text that is no JSON, by what was said of it; what is of another kind says so itself."""
    if message in OTHER_KINDS:
        return ""
    if message.endswith(f"{NOT_UTF8}."):
        return "Save it as UTF-8, or export it again so. It has to be FHIR in JSON."
    if message.startswith("Line ") and not message.endswith(CUT_SHORT):
        return "Put that place right, or export it again. It has to be FHIR in JSON."
    return "Export it again, whole. It has to be FHIR in JSON."
