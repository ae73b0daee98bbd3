"""Words of stopping that stop something else: a visit, a shipment, smoking, another drug."""

from __future__ import annotations

import re

from validator.dosage.word_object import is_about_another_thing, thing_after
from validator.dosage.word_vocabulary import KNOWN, SHORT_FOR, is_other_drug, is_short_for_a_drug
from validator.regex import regex

_NOT_NEEDED = regex(
    r"(?:is |was |are )?(?:not (?:needed|required|necessary|indicated|warranted|recommended)|unnecessary|n/?a\b)"
)
"""Behind "hold": none is asked for."""
_IS_STOPPED = regex(
    r"(?:(?:place|put|placed|keep|remain|currently|is|now) )*on hold|held|stopped|discontinued|d/?c'?e?d|cancell?ed"
    r"|suspended|withheld|paused"
)
"""Words of stopping of which the thing stands before."""
_SUBJECT = regex(
    r"(?P<name>[a-z][a-z-]+)\s+(?:(?:is|was|were|has|been|now|currently|also|already|maintenance|therapy|infusions?"
    r"|treatment|dose|and|both|iv|q ?\d+ ?w(?:ee)?k?s?|\d+ ?mg) )*$"
)
_NEXT_DRUG = regex(r"\s*:?\s+(?:(?:his|her|the|home|pt's|patient's|meds?:|medications?:)\s+)*(?P<name>[a-z][a-z-]+)\b")
_OF_ANYBODY = regex(r"(?:to|in|by|with) (?:patients|those|people|anyone|women|children)\b")
"""Behind "do not give": a rule of the label, and none for this patient."""
_PART_END = regex(r"[,;.()]|\band\b(?= cabo)")
_ENDS_ANOTHER = regex(r"discontinu(?:e|ing)|dc|d/c|stop(?:ping)?|hold(?:ing)?|cancel|withhold|pause|suspend")
_OF_A_THING = regex(r"hold(?:ing)?|stop(?:ping)?|cancel|suspend|pause|quit|interrupt|withhold")
"""Verbs of stopping whose object may be another thing; of what was held or stopped the thing stands before."""
_NOT_TAKEN = regex(r" (?:take|give|administer|use|given|taken|administered|used|taking)$")
_NOT_BEGUN = regex(r" (?:start|begin|start(?:ed|ing)|begun|began)$")
_FORM = regex(r"\s*(?:capsules?|tablets?)\b", re.IGNORECASE)
_HABITS = regex(r"(?:smoking|grapefruit|alcohol|drinking|all other|other|the other|any other|sun|driving)\b")
_DISCHARGE = regex(r"d/?c")
_ON_DISCHARGE = regex(r"\b(?:on|upon|at|for|after|before|hospital|pending|until|prior to)\s*$")
_DISCHARGE_OF = regex(r"(?:home|meds?|rx|plan|instructions?|summary|date|planning|order|diagnosis|to)\b")
_FOR_PICKUP = regex(r"(?:for (?:pick|patient|pharmac|delivery|shipment)|in (?:hand|mouth))")


def stops_another(clause: str, text: str, found: re.Match[str], own: frozenset[str]) -> bool:
    """Whether the words of stopping that were found stop something other than the drug with the names `own`.

    `clause` is as written, `text` what is left of it, of the same length.
    """
    verb, after = found[0], text[found.end() :].lstrip(" ,:\x00")
    if _HABITS.match(after) or _NOT_NEEDED.match(after):
        return True
    if _NOT_TAKEN.search(verb) and _OF_ANYBODY.match(after):
        return True
    if _NOT_TAKEN.search(verb) and _FORM.match(clause, found.end()):
        # "Do not take capsules": that this form is not to be taken is told with the form.
        return True
    before, behind = clause[: found.start()].lower(), clause[found.end() :].lower()
    if _IS_STOPPED.fullmatch(verb) and (_stopped_next(behind, own) or _stands_before(before, own)):
        return True
    if _ENDS_ANOTHER.fullmatch(verb) and _begins_with_another(behind, own):
        return True
    if _DISCHARGE.match(verb) and (_ON_DISCHARGE.search(text[: found.start()]) or _DISCHARGE_OF.match(after)):
        return True
    if verb == "dc" and not after.strip(" .!") and clause[: found.start()].strip(" .,:"):
        # Alone it takes the order back; at the end of other words it is a discharge, or a town.
        return True
    if verb.startswith("hold") and _FOR_PICKUP.match(after):
        return True
    # What was eaten may be what it is about, so the clause is asked as it was written.
    written = clause[found.end() :].lower()
    if _OF_A_THING.fullmatch(verb):
        return _is_of_a_thing(verb, written.lstrip(" ,:"), own)
    is_not_taken = _NOT_TAKEN.search(verb) is not None or _NOT_BEGUN.search(verb) is not None
    return is_not_taken and _names_another(written, own)


def _stands_before(before: str, own: frozenset[str]) -> bool:
    """Whether what is said to be stopped is another drug, named directly before: "monotherapy, nivo discontinued"."""
    part = _PART_END.split(before)[-1]
    subject = _SUBJECT.search(part)
    return subject is not None and not _names_this(part, own) and _is_another(subject["name"])


def _stopped_next(after: str, own: frozenset[str]) -> bool:
    """Whether the word directly behind "held" or "d/c'd" is another drug: "D/c'd HCTZ".

    A heading may stand between ("discontinued meds: itraconazole"). What stands further behind may be why, or what was
    begun instead.
    """
    found = _NEXT_DRUG.match(after)
    return found is not None and not _names_this(after, own) and _is_another(found["name"])


def _begins_with_another(after: str, own: frozenset[str]) -> bool:
    """Whether the first words behind a verb of stopping name another drug, and none of that part this one."""
    part = _PART_END.split(after)[0]
    return not _names_this(part, own) and any(map(_is_another, re.findall(r"[a-z][a-z'-]*", part)[:4]))


def _names_this(words: str, own: frozenset[str]) -> bool:
    return "cabo" in words or any(name in words for name in own)


def _is_another(word: str) -> bool:
    return is_other_drug(word) or is_short_for_a_drug(word) or word in SHORT_FOR


def _is_of_a_thing(verb: str, after: str, own: frozenset[str]) -> bool:
    """Whether what is held or stopped is a place, a visit, a ride."""
    if verb.startswith("stop"):
        after = re.sub(r"^(?:by|at|in)\b(?! *\d)", "", after)
    return is_about_another_thing(after, own)


def _names_another(after: str, own: frozenset[str]) -> bool:
    """Whether what is not to be taken is another drug, or a thing that is known and none of this one."""
    thing = thing_after(after)
    if thing is None or thing in own:
        return False
    return is_other_drug(thing) or (thing in KNOWN and is_about_another_thing(after, own))
