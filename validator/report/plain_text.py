"""Text from resources is data: it may hold anything, and must not move a cursor or colour a screen."""

from __future__ import annotations

import unicodedata

from validator.regex import regex

_SPACES = regex(r"\s+")
_BLANKS = regex(r" {2,}")
# A terminal takes a whole sequence as one command, so the letters after the escape go with it. Both the seven-bit form
# (ESC and a bracket) and the eight-bit form (one control character) are known to terminals.
_COMMANDS = regex(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # a title or a link, up to its end mark
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # a colour or a cursor move
    r"|\x1b[ -/]*[0-~]"
)


def plain_text(text: str) -> str:
    """The text on one line, without terminal commands, control characters, lone surrogates or invisible marks.

    What is left are the characters a reader would see; runs of white space become one blank. Nothing is escaped:
    neither FHIR strings nor a terminal know an escape.
    """
    if text.isprintable():
        # Nearly every text: printable characters are in no category that starts with C, and the only white space
        # among them is the blank.
        return _BLANKS.sub(" ", text).strip() if "  " in text else text.strip()
    flat = _SPACES.sub(" ", _COMMANDS.sub("", text))
    # Among the categories that start with C are the marks that turn the reading direction: they could mirror a dose.
    shown = "".join(character for character in flat if not unicodedata.category(character).startswith("C"))
    return _SPACES.sub(" ", shown).strip()


def name_text(name: str) -> str:
    """The name of a resource to be read, `Type/id` or an address: on one line, and cut beyond any that a system gives.

    FHIR allows ids of 64 characters, vendors write 128; what is longer would bury the report that names it.
    """
    return shortened(plain_text(name), _LONGEST_NAME)


_LONGEST_NAME = 200


def shortened(text: str, longest: int) -> str:
    """The text, cut at a word and ended with an ellipsis where it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    head, _, _ = text[:longest].rpartition(" ")
    return (head or text[: longest - 1]) + "…"
