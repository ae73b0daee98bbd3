"""Drugs that words of an order name and nobody understood: neither that one is taken, nor that it is not.

"rifampin 10/1", "ketoconazole 11/1 → 12/1", "just got the Paxlovid rx": words left over of a drug that changes the
exposure are asked about (READINGS 4), and not silent for want of a verb. Quiet stays what denies, ends or supposes the
drug, what speaks of it otherwise (an allergy, a level, advice), and a course that was over before the order (READINGS
5). CLARIFICATIONS A521.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.drug.course_day import was_over
from validator.chart.drug.drug_clause import NOT_TAKEN, NOT_TAKEN_BEHIND, NOT_TAKEN_NEXT, places_of
from validator.chart.drug.drug_item import items_of
from validator.chart.words.legible import ARROW
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION

_SENTENCE = regex(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\bincl)(?<!\besp)(?<!\bex)(?<!\bdr)(?<!\bapprox)(?<!\d)\.(?=\s|$)"
    r"|(?<=\d)\.(?=\s+[a-z]{3}|$)|[;\n\r!|\u2022]+"
)
_SPOKEN_OF = (
    r"aller\w+|reactions?|rash|intoler\w+|levels?|troughs?|resist\w*|sensitiv\w*|suscept\w*|cultures?|tests?|tested"
    r"|examples?|lists?|counsel\w*|educat\w*|advis\w*|caution\w*|warn\w*|discuss\w*|review\w*|handouts?|stickers?"
    r"|questions?|info\w*|caus(?:ed|es)|induced|toxicity|tried|labels?|interac\w*|ddis?|cyp\s?3a\S*|guidelines?"
    r"|studies|study|trial|consider\w*|adjust\w*|substitut\w*|denie[sd]|denying|negative|neg|nil|absent"
    r"|von|mother|father|wife|husband|son|daughter|spouse|dog|cat"
)
"""Of what else words speak that name a drug."""
_NOT_SO = regex(rf"\b(?:{_SPOKEN_OF}|took|used|received)\b|\bw/o\b")
_NOT_SO_BEHIND = regex(
    rf"\W*(?:no|none|not|never|n/a)\b|.*?\b(?:ago|back|prior)\b"
    rf"|.*?\b(?:{_SPOKEN_OF}|last\s+(?:month|year|spring|summer|fall|autumn|winter))\b"
)
_LEADS_ON = regex(rf"[^a-z]*{ARROW}\s*(?!(?:cont|ongoing|present|current|on|now|still|to)\b|continu)[a-z]{{3}}")
"""Behind a name: another drug takes its place."""
_LATELY = regex(r"\b(?:today|yesterday|this\s+(?:am|morning|week)|last\s+night|currently|now|still|ongoing)\b")
_MODERATE = "moderate"
"""How the groups begin of which words say too little that were not understood: much of it is given for a day."""
_MOST_AT_ONCE = 2
"""Words that name more of them at once speak of a kind of drugs, and not of what somebody takes."""


_MOST_PLACES = 16
"""So often a name is looked at in one sentence, which bounds the time that a text can take."""


def unread_drugs(book: Codebook, text: str, on: PartialDate | None) -> Iterator[str]:
    """The names in a text, in small letters, of which its words say neither that they are taken nor that they are not.
    `on`: the day of the order, before which a course may have been over; None: it is not told."""
    is_denied = False
    for piece in _SENTENCE.split(text):
        if not piece.strip():
            continue
        names = tuple(name for name in book.drug_names_in(INTERACTION, piece) if _is_strong(book, name))
        if is_denied and names and all(one is not None for one in items_of(piece.strip(" \t-*"))):
            # A line or an item of what was denied before it.
            continue
        unread = [name for name in names if _is_unread(piece, name, names, on)]
        is_denied = (bool(names) and not unread) or (piece.rstrip().endswith(":") and _is_denied(piece))
        if len(unread) <= _MOST_AT_ONCE:
            yield from unread


def _is_strong(book: Codebook, name: str) -> bool:
    """Whether a drug changes the exposure more than moderately, by a list at least."""
    return not all(group.startswith(_MODERATE) for group in book.drug_groups_by_name(INTERACTION, name))


def _is_denied(before: str) -> bool:
    return NOT_TAKEN.search(before) is not None or _NOT_SO.search(before) is not None


def _is_unread(piece: str, name: str, names: tuple[str, ...], on: PartialDate | None) -> bool:
    """Whether nothing before a name in its sentence, or behind it up to the next comma, says that it is not taken."""
    others = sorted(at for one in names if one != name for at, _ in places_of(piece, one))
    for at, end in places_of(piece, name)[:_MOST_PLACES]:
        before, rest = piece[:at], piece[end : next((one for one in others if one >= end), len(piece))]
        behind, _, next_one = rest.partition(",")
        is_lately = _LATELY.search(rest) is not None
        if _is_denied(before) and not (is_lately and _is_past_alone(before)):
            continue
        if NOT_TAKEN_BEHIND.search(behind) is not None or _NOT_SO_BEHIND.match(behind) is not None:
            continue
        if (
            _LEADS_ON.match(piece, end) is not None
            or NOT_TAKEN_NEXT.match(next_one) is not None
            or was_over(before, rest, on)
        ):
            continue
        return True
    return False


_PAST = regex(r"\b(?:took|used|received)\b")


def _is_past_alone(before: str) -> bool:
    """Whether a verb of the past is all that speaks against a drug."""
    return _PAST.search(before) is not None and not _is_denied(_PAST.sub(" ", before))
