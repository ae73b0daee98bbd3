"""Letters as they are read: without signs nobody sees, each letter in the one form that words are compared in.

Systems hand words on as they stood in a page or an address ("GI&nbsp;bleed", "<b>stroke</b>", "Intracranial%20bleed").

Text that was copied from a page, a PDF or a form of another country holds soft hyphens, spaces of no width, letters of
full width and letters that look like others. Whoever reads the chart sees the plain word, so that is what it says.
CLARIFICATIONS A515, A531.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import msgspec

from validator.regex import regex

_UNSEEN: dict[int, str | None] = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0x3164, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
_UNSEEN |= dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080)))
_SPACES = dict.fromkeys((0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " ")
_LINES = dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FORMS = {
    "\u017f": "s", "\u0130": "I", "\u0131": "i", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_TABLE = _UNSEEN | _SPACES | _LINES | _WIDE | str.maketrans(_FORMS)
_ODD = regex(
    f"[{''.join(map(chr, _TABLE))}\u0300-\u036f\u2126\u212a\u212b\u0391-\u03c9\u0400-\u045f\U0001d400-\U0001d7ff]"
)
_MARK = regex(r"[\u0300-\u036f]")
_FANCY = regex("[\U0001d400-\U0001d7ff]+")
_TWO_SCRIPTS = regex(r"(?<!\w)(?=\w*[A-Za-z])(?=\w*[\u0391-\u03c9\u0400-\u045f])\w+")
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u03bf\u03b1\u03b9\u03c1\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsABEKMHOPCTYXIJSoaipuABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones, which count where the rest of their word is Latin."""
_NO_WORDS = frozenset({"id", "reference", "url", "system", "fullUrl", "versionId", "div", "data", "resourceType"})
"""Elements that name something and are compared as they are written. So is a `code` that is no concept."""
_MARKED = regex(r"&[#A-Za-z]|<[/A-Za-z!]|[A-Za-z,;]%(?:20|2C|2F|28|29)", re.IGNORECASE)
"""What markup or an escaped letter may begin with."""
_ENTITY = regex(r"&(?:(?P<name>[a-z]{2,16}\d{0,2})|#\d{1,6}|#x[\da-f]{1,5});", re.IGNORECASE)
_ESCAPED = regex(r"(?<=[A-Za-z,;)])%(?:20|2C|2F|28|29)(?=[A-Za-z(%])|(?<=%2C)%20(?=[A-Za-z])", re.IGNORECASE)
"""A sign as an address has it, between letters: "5%20" may be a number behind a per cent."""
_LINE_TAG = regex(
    r"</?(?:p|br|div|ul|ol|li|table|tbody|tr|td|th|hr|h[1-6]|pre|html|body)(?:\s[^<>\n]{0,200})?/?>", re.IGNORECASE
)
_TAG = regex(
    r"</?(?:b|i|u|a|em|strong|span|font|sup|sub|small|big|s|del|ins|strike|mark|wbr|nobr|q|cite|code|tt|kbd|samp|var|abbr|acronym"
    r"|bd[io]|dfn|label|time|data|img|[a-z]{1,4}\d?:[a-z][\w-]{0,30})(?:\s[^<>\n]{0,200})?/?>|<!--[^<>]{0,200}-->",
    re.IGNORECASE,
)
"""Of letters, a place to break a word, what an office program adds (`o:p`), and a remark: nothing is seen of them."""
_NARRATIVE = regex(r'"div":"(?:[^"\\]|\\.)*+"')
"""A narrative as it stands in JSON: it is markup, and no element that is read."""
_encode = msgspec.json.Encoder().encode


def plain_letters(text: str) -> str:
    """The text with each of its letters in the form in which words are compared; nothing that can be seen is lost."""
    if _MARKED.search(text) is not None:
        text = _ESCAPED.sub(lambda found: chr(int(found[0][1:], 16)), _ENTITY.sub(_of_entity, text))
        text = _TAG.sub("", _LINE_TAG.sub("\n", text))
    if text.isascii() or _ODD.search(text) is None:
        return text
    text = unicodedata.normalize("NFC", text).translate(_TABLE)
    text = _FANCY.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _TWO_SCRIPTS.sub(lambda found: found[0].translate(_ALIKE), _MARK.sub("", text))


def _of_entity(found: re.Match[str]) -> str:
    # Only few texts hold one, and the table is long.
    from html import unescape
    from html.entities import html5

    name = found["name"]
    if name is None:
        return unescape(found[0])
    return html5.get(f"{name};") or html5.get(f"{name.lower()};") or found[0]


def _may_be_marked(text: str) -> bool:
    return "<" in text or "&" in text or "%" in text


def is_plain(value: object) -> bool:
    """Whether all of a JSON value is surely in plain letters."""
    try:
        written = _encode(value)
        if not written.isascii():
            return False
        # Most of it has no sign of markup but in its narratives, which is found out quickly.
        if not _may_be_marked(text := written.decode("ascii")):
            return True
        return not _may_be_marked(text := _NARRATIVE.sub("", text)) or _MARKED.search(text) is None
    except (UnicodeEncodeError, OverflowError, ValueError, TypeError):
        # What is no plain JSON is told of elsewhere, and its words are read all the same.
        return False


def in_plain_letters(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource with the words of all its elements in plain letters; the same object where they are already."""
    found = resource if is_plain(resource) else _plain(resource)
    return found if isinstance(found, dict) else resource


def _plain(value: object) -> object:
    """The value, the same object where nothing in it changes."""
    if isinstance(value, str):
        return plain_letters(value)
    if isinstance(value, dict):
        changed: dict[str, object] = {}
        for name, child in value.items():
            if name in _NO_WORDS or (name == "code" and isinstance(child, str)):
                continue
            if (plain := _plain(child)) is not child:
                changed[name] = plain
        return value | changed if changed else value
    if isinstance(value, list):
        items = [_plain(one) for one in value]
        return items if any(map(_is_another, items, value)) else value
    return value


def _is_another(one: object, before: object) -> bool:
    return one is not before
