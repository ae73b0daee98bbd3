"""What the words of an order state beyond its codes, stretch by stretch: stated, silent, or left over.

The sig grammar reads a text whole or not at all; this reads a text that the grammar does not know, and loses nothing:
what states something of the dose becomes a `Stated`, what concerns other matters is silent, and the rest is left over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from validator.dosage.number import with_decimal_points
from validator.dosage.order_entry import strengths_told
from validator.dosage.word_advice_end import advice_ended
from validator.dosage.word_foreign import as_written, in_english, is_foreign
from validator.dosage.word_instruction import speaks_elsewhere
from validator.dosage.word_kind import NamesInWords, Stated
from validator.dosage.word_lines import lines_joined
from validator.dosage.word_other_drug import is_heading
from validator.dosage.word_relative import Comparison, compared
from validator.dosage.word_times import adds_a_dose, is_another_dose, is_whole_dose, several
from validator.dosage.word_vocabulary import is_other_drug
from validator.frozen import Frozen
from validator.regex import regex

LONGEST_TEXT = 10_000
_LONGEST_CLAUSE = 400
_LONGEST_RUN = 40
"""No word or number is longer; what is cut keeps the time of reading in bounds, and stays as a left-over number."""
_LONG_RUN = regex(r"\d{17,}|\S{41,}")
_TAG = regex(r"</?[a-zA-Z][^<>\n]{0,60}>")


class Words(Frozen):
    """What was made of a text. `left` are stretches nobody understood, `telling` those of them that hold a number or a
    word that changes a dose; `foreign` is whether more than half of the words were not understood. `instructions` are
    the clauses that tell somebody to give another dose, where their words are not understood any further; `compared`
    are those that say no more than that the dose is a lower or a higher one."""

    stated: tuple[Stated, ...] = ()
    left: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    foreign: bool = False
    instructions: tuple[str, ...] = ()
    compared: tuple[Comparison, ...] = ()
    beyond: str = ""


_CLAUSE_END = regex(
    r"(?<!\bjeden [23])(?<!\bmax)(?<!\bno)(?<!\bdr)(?<!\bext)(?<!\bapprox)(?<!\bvs)(?<![a-z]\.[a-z])"
    r"(?<!mg(?=\.\s+now\b))\.(?=\s|$)|[;\n\r!?|\u2022\u3002]"
    r"|\s(?:-{1,2}|\u2013|\u2014|\*+|//)\s"
    r"|(?<=[a-z])\.(?=[a-z]{3})|\bbut\b|\bhowever\b"
)
_NAME = regex(r"[a-z][a-z-]+")
_NOT_ONCE_DAILY = regex(
    r"\b(?:every (?:other|second|third|\d+) (?:days?|hours?)|(?:twice|(?:two|three|four|\d) times)(?: daily| a day)"
    r"|weekly|(?:half|two|three|four) tablets?)\b",
    re.IGNORECASE,
)
_MARKS = (("\u2019", "'"), ("\u2018", "'"), ("`", "'"), ("\u2013", "-"), ("\u2014", " - "))


def plain(text: str) -> str:
    """The text with one kind of apostrophe, dash and space, its letters as written."""
    text = unicodedata.normalize(
        "NFKC", text.replace("\u00bd", " 1/2").replace("\u00bc", " 1/4").replace("\u2044", "/")
    )
    text = with_decimal_points(text)
    for written, read in _MARKS:
        text = text.replace(written, read)
    text = re.sub(r"\bw/o\b ?", "without ", re.sub(r"(?<![\w/])w/ ?(?!o\b|k)", "with ", text, flags=re.I), flags=re.I)
    text = re.sub(r"\bc/ ?(?=food|meal|breakfast|lunch|dinner|supper)", "with ", text, flags=re.I)
    text = re.sub(r"\bw (?=food|meals?\b|breakfast|lunch|dinner|supper)", "with ", text, flags=re.I)
    text = strengths_told(text)
    text = _LONG_RUN.sub(
        lambda found: f"{found[0][: 16 if found[0].isdigit() else _LONGEST_RUN]} ", _TAG.sub("\n", text)
    )
    return advice_ended(lines_joined(text)).strip()


@lru_cache(maxsize=2048)
def read_words(text: str, names: NamesInWords) -> Words:
    """What the words of one element state. Nothing is assumed of words that are not known; they are left over."""
    # Here and not above: its hundred patterns take a tenth of a second to compile, and few orders have such words.
    from validator.dosage.word_scan import ClauseScan

    written = plain(text[:LONGEST_TEXT])
    stated: list[Stated] = []
    left: list[str] = []
    telling: list[str] = []
    instructions: list[str] = []
    comparisons: list[Comparison] = []
    known = unknown = 0
    parts: dict[str, str] = {}
    whole: list[str] = []
    is_translated = is_foreign(written)
    for spoken in clauses(written):
        clause = in_english(spoken) if is_translated else spoken
        scan = ClauseScan(clause, names)
        is_known = clause == spoken
        if not is_known and not scan.stated and _NOT_ONCE_DAILY.search(clause) is not None:
            # What English words say so is read by the grammar of sigs, which is not asked about other languages.
            left.append(spoken)
            telling.append(spoken)
            if not any(map(is_other_drug, _NAME.findall(clause.lower()))):
                instructions.append(spoken)
        stated.extend(scan.stated if is_known else [as_written(one, spoken) for one in scan.stated])
        parts |= {part: clause for part in scan.parts if len(scan.parts) == 1}
        whole += [clause] if not scan.parts and is_whole_dose(scan.stated) else []
        comparison = compared(clause)
        understood = comparison.words if comparison is not None else ""
        left.extend(words if is_known else spoken for words in scan.left if words not in understood)
        telling.extend(words if is_known else spoken for words in scan.telling if words not in understood)
        if scan.instructs and comparison is None:
            instructions.append(spoken)
        if comparison is not None:
            comparisons.append(comparison)
        known += scan.known
        unknown += scan.unknown
    if unknown <= known:
        # Where more than half was not understood, all of it is quoted.
        telling += [words for words in left if words not in telling and speaks_elsewhere(words)]
    if not whole or len(parts) > 1:
        again = None
    else:
        again = next((clause for part, clause in parts.items() if is_another_dose(part, clause)), None)
    again = again or next(filter(adds_a_dose, whole[1:]), None)
    if again is not None:
        stated.append(several(f"{whole[0]}; {again}", 2, imperative=True))
    if len(parts) > 1:
        stated.append(several("; ".join(dict.fromkeys(parts.values())), len(parts), imperative=True))
    beyond = f"{text[LONGEST_TEXT : LONGEST_TEXT + 30]}..." if len(text) > LONGEST_TEXT else ""
    telling += [beyond] if beyond else []
    is_elsewhere = unknown > known
    return Words(
        tuple(stated), tuple(left), tuple(telling), is_elsewhere, tuple(instructions), tuple(comparisons), beyond
    )


def clauses(text: str) -> Iterable[str]:
    """The sentences of a text that went through `plain`, cut where they are longer than any."""
    start = 0
    for end in _CLAUSE_END.finditer(text.lower()):
        if end[0].strip() and not end[0].strip("- ") and is_heading(text[start : end.start()], text[end.end() :]):
            continue
        yield from _pieces(text[start : end.start()])
        start = end.end()
    yield from _pieces(text[start:])


def _pieces(clause: str) -> Iterable[str]:
    """The clause, cut at spaces where it is longer than any sentence."""
    clause = clause.strip()
    while len(clause) > _LONGEST_CLAUSE:
        cut = clause.rfind(" ", 0, _LONGEST_CLAUSE) + 1 or _LONGEST_CLAUSE
        yield clause[:cut].strip()
        clause = clause[cut:].strip()
    if clause:
        yield clause
