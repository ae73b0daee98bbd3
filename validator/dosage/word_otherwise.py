"""Clauses by which the drug is taken otherwise than its codes say, in words that else are silent or of no number.

A ceiling in the place of a dose ("up to 60 mg"), food, another way in, another person, a condition of each dose, an end
or a beginning that the codes do not have, a missed dose that is caught up. What is negated, said of another drug or a
hold is not meant. Source: label sections 2.1, 5.6; READINGS 4. CLARIFICATIONS A236.
"""

from __future__ import annotations

import re

from validator.dosage.word_instead import put_in_its_place
from validator.dosage.word_left_open import LEFT_OPEN
from validator.dosage.word_missed import caught_up
from validator.dosage.word_other_drug import limits_another
from validator.dosage.word_pattern import NUM
from validator.dosage.word_situation import STARTS_A_CONDITION
from validator.dosage.word_topic import OPERATION
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import regex

_TAKE = r"(?:take|give|administer|swallow|use)s?"
_PERSON = r"(?:wife|husband|spouse|partner|son|daughter|mother|father|mom|dad|brother|sister|roommate|dog|cat|pet)"
_EATEN = (
    r"(?:ensure|boost|toast|crackers?|cereal|oatmeal|yogh?urt|smoothie|shakes?|milk ?shakes?|sandwich|eggs?|banana"
    r"|soup|rice|bread|cookies?|ice cream|protein (?:shake|drink|bar)|nutritional (?:drink|supplement)s?|tube feeds?)"
)
_NOT_ORAL = (
    r"(?:iv|ivp|ivpb|im|sq|subq|sublingual|rectal|topical|vaginal|buccal|intravenous(?:ly)?|intramuscular(?:ly)?"
    r"|subcutaneous(?:ly)?)"
)
_WAYS_IN = r"(?:per rectum|rectally|vaginally|sublingually|topically|intranasally|transdermally)"
_OTHERWISE = (
    rf"\b(?:up|upto) ?(?:to )?{NUM} ?-?(?:mg|tab\w*|cap\w*|pills?)\b",
    rf"\b{_TAKE}\b[^,;]{{0,30}}\bwith (?:a |an |some |your |(?:\w+ ){{1,3}}(?:and|or) )*{_EATEN}\b",
    rf"^\W*with (?:a |an |some |(?:\w+ ){{1,3}}(?:and|or) )*{_EATEN}\b\W*$",
    r"\b(?:eat|have) (?:something|a snack|a bite|food|breakfast|a meal)"
    r" (?:first|before taking|with (?:it|this|each dose))\b|^\W*eat (?:first|before (?:taking|(?:each |the |your"
    r" )?dose))\b",
    r"\b(?:daily|mg|tab\w*|cap\w*|qd|po|day) (?:w\.?m\.?|c\.?c\.?|wf)\W*$|^\W*w\.?m\.?\W*$",
    r"\bgrapefruit(?: juice)? (?:is |are )?(?:ok(?:ay)?|fine|allowed|permitted|acceptable)\b",
    rf"\b(?:insert|instill|inhale)\b (?:(?:{NUM}|one|the|this|a|tab\w*|cap\w*|\d+ ?mg) )*"
    r"(?:per|into|in|to|rectal\w*|vaginal\w*|under)\b",
    r"\bapply (?:(?:one|a|1|tab\w*|thin layer) )*"
    r"(?:topically|to (?:the )?(?:affected|skin|areas?|rash|wounds?|face|scalp|body))\b",
    rf"\b(?:mg|tab\w*|cap\w*|daily|given|administered|{_TAKE}|dose) {_WAYS_IN}\b|^\W*{_WAYS_IN}\W*$",
    r"\b(?:take|place|dissolve|put|melt)\b[^,;]{0,30}\bunder (?:the|your) tongue\b",
    r"^\W*(?:inject|infuse) \w[^,;]{0,30}$",
    r"^\W*(?:im|iv|sq|subq) (?:injection|push|infusion|bolus)\W*$|^\W*chewable\W*$",
    rf"\bmg,? {_NOT_ORAL}, |^\W*{_NOT_ORAL}\W*$",
    r"^\W*(?:this (?:is|rx is) |rx |order(?:ed)? |prescription |script )?(?:is )?"
    rf"for (?:(?:the|his|her|my|pt's|patient's) )?{_PERSON}\W*$",
    rf"\b(?:takes? (?:it|this)) to (?:(?:the|his|her|my|pt's|patient's|your) )?{_PERSON}\b",
    # Handed to a wife it is for the patient; no animal brings it home.
    r"\b(?:give|giving) to (?:(?:the|his|her|my|your) )?(?:dog|cat|pet)\b",
    r"\b(?:may|can|ok(?:ay)? to) (?:be )?(?:open(?:ed)?|halved?|sprinkled?)"
    r"(?: (?:it|them|the|tab\w*|cap\w*|contents|and|sprinkle|in half|if needed|prn|as needed))*\W*$",
    r"\b(?:stop|discontinue|end|finish) (?:taking |it |drug |medication |therapy )*(?:after|in)"
    rf" {NUM} ?(?:d|days?|w|wks?|weeks?|months?)\b",
    r"^\W*(?:take |use |only )*(?:when|if) (?:in |having |you have |there is |you feel |feeling |you are |you're )?"
    r"(?:pain\w*|nause\w*|anxious|sick|symptom\w*|unwell)\W*$",
    r"\bif (?:the |your |his |her )?(?:s?bp|blood pressure|vitals?|labs?|counts?) (?:is |are |looks? )?"
    r"(?:ok(?:ay)?|normal|good|stable|controlled|fine|acceptable|wnl)\b",
    r"^\W*(?!not (?:\w+ly |yet |now )?on (?:\w+mab|chemo\w*|dialysis)\W*$)"
    r"(?:do not take|don't take|not|skip|omit)\b[^,;]{0,30}\b(?:on|the day of)\b[^,;]*"
    r"\b(?:infusion|treatment|chemo\w*|\w+mab|dialysis|clinic|visit)s? ?(?:days?)?\W*$",
    r"^\W*duplicate(?: (?:order|rx|prescription))?\W*$",
    # A cycle that the patterns of cycles do not see behind "for 14 days" or "rest".
    rf"\b{NUM} ?(?:d|days?|w|wks?|weeks?)? ?(?:out )?of (?:each |every |an? )?{NUM} ?-?(?:d|days?|w|wks?|weeks?)\b",
    rf"\b{NUM} ?(?:d|days?|w|wks?|weeks?) (?:out )?of (?:each|every|an?|the) (?:cycle|month|{NUM})\b",
    rf"\bx ?{NUM} ?(?:d|days?|wks?|weeks?) (?:each|every|per|of each) (?:cycle|month)\b",
    rf"\bfollowed by (?:an? )?{NUM} ?-?(?:d|days?|wks?|weeks?) (?:of )?(?:rest|off|break)\b",
    r"\b(?:tab\w*|cap\w*|mg|dose|daily|take|give|only|^\W*) ?on (?:dialysis|infusion|treatment|chemo\w*|clinic) days\b",
    r"^\W*(?:take |give )?(?:\w+ )?(?:post[- ]?(?:meals?|prandial(?:ly)?|cibum)|after[- ]cibum)\W*$",
    r"^\W*(?:please )?(?:may |can |ok to )?(?:divide|disperse|powder|make (?:a |into )?(?:suspension|solution|slurry))"
    r"\b(?! dos)(?:[^,;]{0,40})$",
    rf"\b(?:{_TAKE}|given|mg|tab\w*|daily)? ?(?:by|per|via) rectum\b|^\W*inhaled?\W*$",
    r"^\W*(?:take|give) (?:none|zero|nothing|0(?: tab\w*| mg| dos\w*)?)\W*$|^\W*(?:0|zero|no) (?:tab\w*|mg)\W*$",
    r"^\W*(?:has been |was |is |now )?(?:replaced|superseded) (?:by|with)\b[^,;]*\b(?:order|rx|prescription|script)\b",
    r"\b(?:stop|discontinue|end|finish) (?:taking |it |drug )*(?:after|with|when) (?:this|the|current) (?:current )?"
    r"(?:bottle|fill|supply|refill|cycle|month|box)\b",
    r"^\W*(?:therapy|treatment|course) (?:is |was )?(?:complete|completed|finished|over|ended)\W*$",
    r"^\W*half[- ]dose\W*$",
    r"^\W*(?:finished|completed) (?:the )?(?:treatment|therapy|course)\W*$",
    r"\b(?:ramp|step|work|build|go)(?:ed|ing)? up\b[^,;]*\d ?mg\b",
    r"\buntil (?:it(?:'s| is) )?(?:gone|finished|(?:bottle|supply) (?:is )?(?:empty|out|gone)),? (?:and )?then"
    r" (?:stop|off)\b",
)
_OTHERWISE_OF = regex("|".join(f"(?:{one})" for one in (*_OTHERWISE, *LEFT_OPEN)))
_BEGINS_AFTER = regex(
    rf"\b(?:start|begin|resume|restart)\b[^,;]*\b(?:after|following|post)\b[^,;]*(?:{OPERATION}|\bextraction\b)"
)
_LATE_ENOUGH = regex(
    r"\b(?:[2-9]|1\d|two|three|four|six)(?: ?(?:-|to) ?\d+)? ?(?:weeks?|wks?)|\b(?:1[4-9]|[2-9]\d) ?days?|\bmonths?"
    r"|\bheal|\bclear|\bok(?:ay)?(?:ed)? by|\bwhen|\bonce|\bif\b"
)
"""The label's own wait behind an operation, or somebody who says when."""
_NOT = regex(r"\b(?:not|never|don'?t|avoid|without|no|nor|unless|was|were|previously|used to|instead of|rather than)\b")
_HELD = regex(r"\b(?:hold|held|call|notify|report)\b")
_PART_END = regex(r"\s*[,()]\s*")
_PLEASE = regex(r"^\W*(?:please|pls)\b\W*")
_CONDITION = regex(rf"{STARTS_A_CONDITION}|[<>\u2264\u2265?]|\b(?:for|with|grade)\b")
_WORD = regex(r"[a-z][a-z-]+")
_BESIDE_IT = regex(r"\w+mab|grapefruit|ensure|boost")
"""Names that such a clause may hold and still be of this drug."""


def taken_otherwise(clause: str, own: frozenset[str] = frozenset()) -> re.Match[str] | None:
    """The words of a clause, in small letters, by which the drug is taken otherwise than is coded; `own` names it.

    A part between commas or in brackets tells it as a clause of its own does, unless a condition stands before it.
    """
    if (found := _told_in(clause, own)) is not None or _PART_END.search(clause) is None:
        return found
    before, parts = "", _PART_END.split(clause)
    for number, part in enumerate(parts):
        if number and _names_this(parts[number + 1 :], own):
            # What this drug stands behind was before it: "switched to axitinib, PD, now cabozantinib".
            return None
        is_of_another = limits_another(clause, len(before), tuple(own)) and not _names_this([part], own)
        if (
            before
            and not is_of_another
            and _CONDITION.search(before) is None
            and (found := _told_in(part, own)) is not None
        ):
            return found
        before += f" {part}"
    return None


def _names_this(parts: list[str], own: frozenset[str]) -> bool:
    return any(name in part for part in parts for name in ("cabo", *own))


def _told_in(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    clause = _PLEASE.sub("", clause)
    if (instead := caught_up(clause) or put_in_its_place(clause, own)) is not None:
        return instead
    found = _OTHERWISE_OF.search(clause) or _begins_too_soon(clause)
    if found is None or _NOT.search(clause, 0, found.start()) is not None or _HELD.search(clause) is not None:
        return None
    named = (word for word in _WORD.findall(clause) if is_other_drug(word))
    return found if all(_BESIDE_IT.fullmatch(word) for word in named) else None


def _begins_too_soon(clause: str) -> re.Match[str] | None:
    found = _BEGINS_AFTER.search(clause)
    return None if found is None or _LATE_ENOUGH.search(clause) is not None else found
