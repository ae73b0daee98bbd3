"""A sig cut into terminals of the grammar. A word that `sig_vocabulary` has not makes the whole sig unread."""

from __future__ import annotations

import re
import unicodedata

from validator.dosage.number import with_decimal_points
from validator.dosage.order_entry import as_sig
from validator.dosage.shorthand import spelt_out
from validator.dosage.sig_token import Token
from validator.dosage.sig_vocabulary import MASSES, NUMBERS, PAIRS, SILENT, TENS, WEEKDAYS, WORDS
from validator.regex import regex

LONGEST_SIG = 400


class UnknownWordError(ValueError):
    """A sig holds a word, a sign or a way of writing numbers that the grammar does not know."""


_EVERY_AFTER = frozenset({"DAY", "WEEK", "MONTH", "PART", "WEEKDAY"})
_AFTER_A_COUNT = frozenset({"", "RPAR", "AND", "FORM", "ONCE", "SINGLY"})
_OFTEN_AFTER = frozenset({"DAILY", "A", "PER", "SLASH", "EVERY", "EACH", "WEEKLY", "MONTHLY"})

_PIECE = regex(
    r"\s+"
    r"|(?P<date>\d{4}-\d{2}(?:-\d{2})?(?!\d))"
    r"|(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<scheme>\d(?:-\d){2,3}(?![\d.]))"
    r"|(?P<fraction>\d+/\d+(?!\d))"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)(?![,.]\d)"
    r"|(?P<word>s-malate|mg/(?:kg|m2)(?:/(?:day|dose))?(?![a-z0-9])|2nd|[a-zµ]+(?:\.[a-z]+)+\.?|[a-zµ]+)"
    r"|(?P<sign>[-()+&=/,;.:\u00ae\u2122])"
)


# Signs as code points, since some look like letters: one half, a quarter, three quarters, times, two dashes.
_WRITTEN_AS = {"\u00bd": " 1/2 ", "\u00bc": " 1/4 ", "\u00be": " 3/4 ", "\u00d7": " x ", "\u2013": "-", "\u2014": "-"}


# One word for the amount of a day, in all its spellings.
_OF_A_DAY = regex(
    r"\b(?:total daily (?:dose|dosage|amount)|daily total(?: dose)?|tdd|total dose (?:per|a|/) ?day"
    r"|total ?(?:per|a|/) ?day)\b(?! of (?:the|a|an) )"
)
_BY_SIZE = regex(r"\bmg ?(?:/|per) ?(kg|m2)(?: ?(?:/|per) ?(d|day|dose)\b)?")


def plain_text(text: str) -> str:
    """The sig in lower case and spelt out, with one kind of dash, fraction, space and amount by body size."""
    for sign, words in _WRITTEN_AS.items():
        text = text.replace(sign, words)
    plain = with_decimal_points(" ".join(unicodedata.normalize("NFKC", text).lower().split()))
    return " ".join(spelt_out(as_sig(_OF_A_DAY.sub("daytotal", _BY_SIZE.sub(_by_size, plain)))).split())


def _by_size(found: re.Match[str]) -> str:
    of = {None: "", "dose": "/dose"}.get(found[2], "/day")
    return f"mg/{found[1]}{of}"


def _pieces(text: str) -> list[tuple[str, str]]:
    """Kind and text of each piece of the sig. Raises UnknownWordError."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        matched = _PIECE.match(text, at)
        if matched is None:
            raise UnknownWordError("a sign that is not known here")
        at = matched.end()
        if matched.lastgroup is None:
            continue
        piece = matched.group()
        if matched.lastgroup == "word" and "." in piece:
            # p.o. and q.d. are words; "daily.take" is two of them.
            joined = piece.replace(".", "")
            if all(len(part) <= 1 for part in piece.split(".")):
                found.append(("word", joined))
            else:
                found.extend(("word", part) for part in piece.split(".") if part)
            continue
        found.append((matched.lastgroup, piece))
    return found


def tokens(text: str) -> list[Token]:
    """The terminals of a sig, in order. Raises UnknownWordError, which names no word of the sig."""
    pieces = [piece for piece in _pieces(text) if piece[1] not in SILENT]
    found: list[Token] = []
    index = 0
    while index < len(pieces):
        kind, piece = pieces[index]
        following = pieces[index + 1] if index + 1 < len(pieces) else ("", "")
        pair = PAIRS.get((piece, following[1]))
        index += 1
        if pair is not None:
            found.append(Token(pair, piece))
            index += 2 if piece == "no" and index + 1 < len(pieces) and pieces[index + 1][1] == "than" else 1
        elif piece in TENS:
            number = TENS[piece]
            step = 1 if following[1] == "-" else 0
            units = pieces[index + step][1] if index + step < len(pieces) else ""
            if 0 < NUMBERS.get(units, 0) < 10:
                number += NUMBERS[units]
                index += step + 1
            index = _number(str(number), pieces, index, found)
        elif kind == "number" or piece in NUMBERS:
            index = _number(piece if kind == "number" else str(NUMBERS[piece]), pieces, index, found)
        elif kind in ("date", "clock", "scheme", "fraction"):
            found.append(Token(kind.upper(), piece))
        elif piece in WEEKDAYS:
            if found and found[-1].type == "SLASH" and len(found) > 1 and found[-2].type == "WEEKDAY":
                found.pop()
            found.append(Token("WEEKDAY", WEEKDAYS[piece]))
        elif piece == "second" and found and found[-1].type == "NUM":
            found.append(Token("SECOND", piece))
        elif piece == "-" and not (found and found[-1].type in ("NUM", "MASS") and following[0] == "number"):
            continue
        else:
            terminal = WORDS.get(piece)
            if terminal is None:
                raise UnknownWordError("a word that is not known here")
            found.append(Token(terminal, piece))
    return _by_what_follows(found)


def _number(value: str, pieces: list[tuple[str, str]], index: int, found: list[Token]) -> int:
    """Adds a number together with the mass unit or half of the day that follows it; returns where to go on."""
    following = pieces[index] if index < len(pieces) else ("", "")
    if following[1] in MASSES:
        found.append(Token("MASS", f"{value} {following[1]}"))
        return index + 1
    if following[1] in ("am", "pm"):
        found.append(Token("CLOCK", f"{value} {following[1]}"))
        return index + 1
    found.append(Token("NUM", value))
    return index


def _by_what_follows(found: list[Token]) -> list[Token]:
    """Words that mean different things by the next ones: `each morning` and `20 mg each`, `once a day` and `once`.

    `20 mg x 3` is a count where no length and no frequency follows: `x 3 days`, `x 3 daily` are none.
    """
    following = [token.type for token in found[1:]]
    decided = []
    for index, (token, after) in enumerate(zip(found, [*following, ""], strict=False)):
        match token.type:
            case "X" if index and found[index - 1].type == "MASS" and after == "NUM":
                beyond = following[index + 1] if index + 1 < len(following) else ""
                decided.append(Token("BY_COUNT", str(token)) if beyond in _AFTER_A_COUNT else token)
            case "EACH" if after in _EVERY_AFTER:
                decided.append(Token("EVERY", str(token)))
            case "ONCE" if after not in _OFTEN_AFTER:
                decided.append(Token("SINGLY", str(token)))
            case _:
                decided.append(token)
    return decided
