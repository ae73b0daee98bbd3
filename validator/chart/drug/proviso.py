"""Words that make a drug hang on something: held back, awaited, to be begun if or when, or only thought of.

Whether such a drug is taken nobody can tell from its words: it is never relied on and never taken for absent. What is
said of single doses ("hold if systolic below 100", "take with food if nauseated") changes nothing. CLARIFICATIONS A52.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from validator.chart.concept import as_concept, words_of
from validator.chart.drug.course import Exposure, ended_by_words
from validator.chart.drug.name_words import end_in_name, name_says_stopped
from validator.chart.drug.stopped_words import Stopped, says_stopped
from validator.fhir.entry import Entry
from validator.frozen import replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.verdict import Truth

_CLAUSE = regex(r"[.;\n\r!]+(?!\d)")
_HELD = regex(
    r"(?<!not )(?<!never )(?<!to )\b(?:on hold|being held|held|hold(?:ing)?(?! off (?:on|from) )|paused?"
    r"|withh(?:e|o)ld)\b(?P<rest>.*)|"
    r"(?<!no need )(?<!not )\bto (?:hold|withhold|pause)\b(?P<more>.*)",
    re.IGNORECASE,
)
_SINGLE_DOSES = regex(
    r"\b(?:if|when(?:ever)?|in case|before|prior to|mouth|tongue|breath|upright|parameters)\b"
    r"|\bfor (?!now\b|the time\b|\d+ ?(?:d|w|m)|an? |one |two |three )|[<>]",
    re.IGNORECASE,
)
_UNTIL = regex(r"\b(?:until|till|til|pending|unless|yet)\b", re.IGNORECASE)
_AWAITED = regex(
    r"\b(?:pending|awaiting|awaits?|waiting (?:for|on))(?: \w|$)|\bonce (?:approved|authorized|cleared|covered)\b"
    r"|\b(?:do not|don't|not to|not yet|never|has not|hasn't|not) (?:yet )?"
    r"(?:be )?(?:start(?:ed)?|beg[iu]n|initiated?|fill(?:ed)?|dispensed?|given?|take|taken)\b[^.;]*"
    r"\b(?:(?:until|till|til)(?! (?:at least )?(?:\d+|one|two) ?(?:h|min))|pending|yet)\b"
    r"|\b(?:do not|don't|not to|never) (?:be )?(?:start|begin|initiate)(?:ed)?\b[^.;]*\bunless\b"
    r"|\bnot (?:yet )?(?:been )?(?:started|begun|initiated|filled)\b",
    re.IGNORECASE,
)
_TO_BEGIN = regex(
    r"\b(?:start(?:ing)?|begin|initiate|resume|restart)\b[^.;]*?"
    r"\b(?:if|when(?! (?:you )?(?:wak|eat))|unless|upon(?! (?:waking|rising|awakening))"
    r"|once (?!daily|a |an |every|per |weekly|each|in )"
    r"|after (?!(?:a |the |your |each )?(?:meals?|breakfast|lunch|dinner|supper|food|eating)\b))"
    r"|(?<!not )(?<!n't )(?<!avoid )\b(?:take|use|give)(?: it| this)?(?: only)?"
    r" if (?!needed|possible|able|tolerated|not )",
    re.IGNORECASE,
)
_GOES_ON = regex(r"\b(?:continu(?:e|es|ing|ed)|empiric(?:ally)?|keep (?:taking|on)|currently taking)\b", re.IGNORECASE)

_PARTS = regex(
    r"[.;\n\r]+(?!\d)|\bbut\b|\bthen\b|,\s*(?=(?:no|not|avoid|without|never|stop|may|might|consider|discuss)\b)",
    re.IGNORECASE,
)
_DENIED = regex(r"\b(?:avoid|instead|no longer|contraindicated)\b", re.IGNORECASE)
_NOT_GIVEN = regex(r"\b(?:no|not|never|without|stop(?:ped)?|discontinued?)\b|\bd/c\b", re.IGNORECASE)
_PROVISO = regex(
    r"\b(?:if|until|till|unless|pending|awaiting|when|once|upon|in case|depending|hold|held|yet|after (?!\d))\b",
    re.IGNORECASE,
)
_THOUGHT_OF = regex(
    r"\b(?:consider(?:ed|ing|ation)?|discuss(?:ed|ing)?|may|might|could|possibl[ey]|option(?:s|al)?|think about"
    r"|candidate for|eligible for|reserve[ds]?|(?:next|later|second|third|subsequent)[- ]line"
    r"|in (?:the )?future|down the (?:road|line)|eventual(?:ly)?)\b",
    re.IGNORECASE,
)


def clauses(words: str) -> Iterator[str]:
    """The parts of a text of which each may deny or only consider what it names, and nothing of another one."""
    return (clause.strip() for clause in _PARTS.split(words) if clause.strip())


def denies(words: str) -> bool:
    """Whether words of a plan say that the drug in them is not to be given, whatever happens.

    "No nivolumab", "avoid itraconazole". "Not until seen by cardiology" hangs on something, and denies nothing.
    """
    return _DENIED.search(words) is not None or (
        _NOT_GIVEN.search(words) is not None and _PROVISO.search(words) is None
    )


def is_only_thought_of(words: str) -> bool:
    """Whether words of a plan only consider the drug in them: "consider nivolumab", "second-line option"."""
    return _THOUGHT_OF.search(words) is not None


def hangs_on_something(words: str) -> bool:
    """Whether the words of an order leave open if its drug is begun: "on hold", "pending insurance", "start if"."""
    return any(_clause_holds(clause.strip()) for clause in _CLAUSE.split(words) if clause.strip())


def _clause_holds(clause: str) -> bool:
    if _GOES_ON.search(clause):
        return False
    held = _HELD.search(clause)
    if held is not None:
        rest = held["rest"] or held["more"] or ""
        return _UNTIL.search(rest) is not None or _SINGLE_DOSES.search(rest) is None
    return _AWAITED.search(clause) is not None or _TO_BEGIN.search(clause) is not None


def as_worded(entry: Entry, use: Exposure, names: Sequence[str], on: PartialDate) -> Exposure:
    """The same exposure, open where it goes on by its status and the words of its request or statement hold it back, or
    say that it was stopped or never taken. `names` are those of its drug in words, as of the day `on`."""
    if use.current is not Truth.TRUE or entry.resource_type not in _ORDERS:
        return use
    told = tuple(_told(entry))
    if any(map(hangs_on_something, (*told, *names))):
        given = Truth.UNKNOWN if use.given is Truth.TRUE else use.given
        return replace(use, given=given, current=Truth.UNKNOWN, status=f"{use.status}, its words hold it back")
    end = end_in_name(names, on) if names else None
    said = {says_stopped(words) for words in told} | (
        {name_says_stopped(names, on)} if names and end is None else set()
    )
    if Stopped.NEVER in said:
        given = Truth.UNKNOWN if use.given is Truth.TRUE else use.given
        status = f"{use.status}, its words say that it was never taken"
        return replace(use, given=given, current=Truth.UNKNOWN, status=status)
    if Stopped.NO_LONGER in said:
        return replace(use, current=Truth.UNKNOWN, status=f"{use.status}, its words say that it was stopped")
    if end is not None and use.start is not None and use.start.first > end.last:
        # It was written down once more after the days that its name tells.
        return replace(use, current=Truth.UNKNOWN, status=f"{use.status}, its name tells of days before")
    return ended_by_words(use, on, end)


_ORDERS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage"})


def _told(entry: Entry) -> Iterator[str]:
    """Every text of a request or statement that may hold its drug back: of its dosages, status reason and notes."""
    for _, dosage in entry.dosages.objects:
        for text in (dosage.text, dosage.patient_instruction):
            if text:
                yield text
        for concept in dosage.additional_instruction:
            yield from words_of(concept)
    reasons = entry.tree.get("statusReason")
    for reason in reasons if isinstance(reasons, list) else [reasons]:
        yield from words_of(as_concept(reason)) if isinstance(reason, dict) else ()
    notes = entry.tree.get("note")
    for note in notes if isinstance(notes, list) else ():
        if isinstance(note, dict) and isinstance(text := note.get("text"), str):
            yield text
