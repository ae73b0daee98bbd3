"""What a clause of an order says of crushing, chewing, splitting and opening the drug, and of a feeding tube.

The same words are said of stitches, of a hip, of a break in the treatment and of a tube that is out: what stands before
them, or behind them, tells what they are of. Source: label section 2.1; READINGS 4. CLARIFICATIONS A349.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.order.meal_words import is_advised_against, is_not_whole
from validator.chart.words.negation import is_forbidden
from validator.dosage.word_object import is_about_another_thing
from validator.regex import regex

_CRUSH = regex(
    r"\b(?:crush(?:ed|ing|es)?|grind|ground up|pulveri[sz]ed?|dissolv(?:e|ed|es|ing)|slurry)\b", re.IGNORECASE
)
_CHEW = regex(r"\b(?:chew(?:ed|ing|s)?|suck(?:ed|ing|s)?)\b", re.IGNORECASE)
_SPLIT = regex(
    r"\b(?:splits?|splitting|halve[ds]?|cut(?:s|ting)?|breaks?|breaking|broken)\b"
    r"|\b(?:pill|tablet)[ -]?(?:cutter|splitter)\b"
    r"|(?:\bhalf|½|\b1/2)(?: of)?(?: an?| one| the| each)? ?(?:tab(?:let)?s?|pills?)\b",
    re.IGNORECASE,
)
_OPEN = regex(
    r"\bopen(?:ed|ing)?\b(?=[^.;]*\bcap)|\bcap(?:sule)?s?\b[^.;]*\bopen(?:ed)?\b"
    r"|\bopen(?:ed|ing)?,? (?:or )?(?:crush|chew|break|dissolve)"
    r"|\b(?:crush|chew|break|dissolve)(?:ed|ing)?,? (?:or )?open(?:ed|ing)?\b|\bsprinkled?\b"
    r"|\b(?:empty|emptied|emptying|pour(?:ed|ing)?)(?: (?:out|the|all|of|its|cap(?:sule)?s?|whole))*"
    r" (?:contents?|powder|cap(?:sule)?s?)\b",
    re.IGNORECASE,
)
_TUBE = regex(
    r"\b(?:feeding[ -]?tube|(?:ng|og|peg|g|j|gj|nj)[ -]?tube|ngt|ogt|dobb?-?hoff|corpak"
    r"|gastrostomy|jejunostomy|nasogastric"
    r"|(?:via|per|by|through|down)(?: (?:the|a|his|her))? (?:tube|peg)\b)",
    re.IGNORECASE,
)
_NG = regex(r"\b(?:via|per|by|through|down)(?: the)? NG\b")
_WHOLE = regex(r"\bswallow(?:ed)?\b[^.;]{0,40}\bwhole\b|\bwhole\b[^.;]{0,20}\bswallow", re.IGNORECASE)
_PAUSE = regex(
    r"(?:\b(?:a|the|an|no|on|from|after|before|during|since|until|till|for|his|her|their|planned|short|brief|long"
    r"|longer|little|\d+|one|two|days?|d|wks?|weeks?|months?|mos?|year|treatment|therapy|tx|chemo\w*|drug|tki"
    r"|med(?:ication)?|dos(?:e|ing)|cabo\w*|lunch|coffee|holiday|vacation|summer|winter|spring|lucky|tax|price"
    r"|took|taking|take|taken|has|had|having|wants|needs|need)[\s-]+)$",
    re.IGNORECASE,
)
"""Before "break": it is a pause, and nothing is broken; but "a break in the tablet" would be a score."""
_IS_A_PAUSE = regex(
    r"\W*(?:-?through\b|(?:from|till|until|then|thru)\b|in (?:therapy|treatment|tx|dosing"
    r"|care)\b)",
    re.I,
)
_BODY = (
    r"(?:skin|nails?|heels?|soles?|palms?|finger(?:tip)?s?|toes?|hands?|feet|foot|lips?|hair|bones?|ribs?|hips?"
    r"|arms?|legs?"
    r"|wrists?|ankles?|femur|collarbone|nose|neck|tooth|teeth|denture|crown|jaw|sleep|voice|sutures?"
    r"|stitch(?:es)?|staples?"
    r"|clots?|thrombus|bottle|seal|packag(?:e|ing)|cap|phone|car|visits?|fills?|shifts?|chest pain)"
)
_OF_THE_BODY = regex(
    rf"\b{_BODY}(?:\s+(?:is|are|was|were|has|have|had|been|being|keeps?|on|got|now|all|still|easily"
    rf"|badly))*\s+$",
    re.I,
)
"""Before a word of handling: it is the patient's body, or a thing, of which it is told."""
_OF_EATING = regex(
    r"\b(?:pain\w*|hurts?|sore\w*|trouble|difficult\w*|problems?|issues?|unable|tired|ache|tmj|tenderness"
    r"|discomfort|cramp\w*)"
    r"(?:\s+(?:with|w/|on|when|while|and|in|or|is|swallowing|talking|opening|eating)\b,?)*\s*$",
    re.I,
)
"""Before "chewing": a complaint."""
_CUT = regex(
    r"\s+(?:(?:back|down)\b|to\s+\d)|[\s,]+(?:on|over) (?:the |his |her |r |l |right "
    r"|left )*[a-z]+\W*(?:$|heal\w*)",
    re.I,
)
"""Behind "cut": the dose is lowered, or it is a wound."""
_WOUND = regex(r"\b(?:a|deep|small|superficial|shallow|clean|paper|new|infected)\s+$", re.I)
_ON_THE_WAY = regex(r"\b(?:received|arriv\w+|came|delivered|shipped|got|sent)\b", re.I)
_IN_SHIPPING = regex(
    r"\W*(?:(?:up|tablets?|pills?|bottles?)\W+)*(?:in|during|upon|on) (?:shipping|shipment"
    r"|transit|the mail|mail|delivery|arrival)\b",
    re.I,
)
_OF_THE_TABLET = regex(
    r"\W*(?:(?:the|his|her|their|your|this|each|one|a|whole|oral|\d+ ?mg)\s+)*"
    r"(?:(?:tab(?:let)?|pill|cap(?:sule)?|dose|med(?:ication|icine)?|drug|half|halves|piece)s?\b|(?:it|them"
    r"|cabo\w*)\b"
    r"|in(?:to)? (?:half|two|2|halves|pieces)\b|(?:and|or),? (?:crush|chew|split|cut|dissolv|mix)\w*)",
    re.I,
)
"""Behind a word of handling: what is handled is the drug, whatever stands before."""
_ON_A_SWEET = regex(r"\s+on\s+(?!the\b|it\b|tab|pill|dose|med)[a-z]", re.I)
_GONE = regex(
    r"\W*(?:(?:is|was|has|been|now|already|being|to be|placement|site|since|tube|clamped|and)\W+)*"
    r"(?:removed|out\b|pulled|taken out|d/?c'?d|discontinued|gone|fell out|clamped|capped|for venting"
    r"|to suction|reversed)",
    re.I,
)
"""Behind a tube: nothing is given through it."""
_OF_IT = regex(
    r"\b(?:(?:crush|chew|cut|split|break|open|dissolv|grind|halv)\w*|(?:pill|tablet)[ -]?(?:cutter|splitter)"
    r"|(?:half|\u00bd|1/2)(?: of)?(?: an?| one| the| each)? ?(?:tab(?:let)?s?|pills?))"
    r"(?:\W+(?:and|or|of|for|with|the|his|her|their|your|home|oral|at|to|only|on|cut|split|crush|\d+ ?mg"
    r"|tab(?:let)?s?|pills?))*\W*$",
    re.I,
)


def of_another(clause: str, at: int) -> int:
    """Where the words begin that handle the other drug which is named there: "half a tablet of metoprolol"."""
    found = _OF_IT.search(clause, 0, at)
    return found.start() if found is not None else at


def handled(clause: str, own: frozenset[str]) -> Iterator[str]:
    """What a clause, without what is of other drugs, says of how the drug is swallowed; `own` are its names."""
    if is_not_whole(clause):
        yield "not-whole"
    elif _WHOLE.search(clause):
        yield "whole"
    for pattern, kind in ((_CRUSH, "crush"), (_CHEW, "chew"), (_SPLIT, "split"), (_OPEN, "open")):
        for found in pattern.finditer(clause):
            is_verb = found[0].isalpha()
            # Of "capsules ... do not open" the verb is what is forbidden.
            at = found.start() + max(found[0].lower().find("open"), 0)
            if not (is_verb and (is_about_another_thing(clause[found.end() :], own) or _is_of_another(clause, found))):
                is_kept = is_forbidden(clause, at, is_handling=True) or is_advised_against(clause, found.end())
                yield "whole" if is_kept else kind
                break
    tube = _TUBE.search(clause)
    is_in_use = tube is not None and not is_forbidden(clause, tube.start()) and not _GONE.match(clause, tube.end())
    if is_in_use or _NG.search(clause):
        yield "feeding-tube"


def _is_of_another(clause: str, found: re.Match[str]) -> bool:
    """Whether a word of handling is said of the body, of a pause, of a lowered dose or of what was delivered."""
    word, before, behind = found[0].lower(), clause[: found.start()], clause[found.end() :]
    if _IN_SHIPPING.match(behind) is not None or (word == "broken" and _ON_THE_WAY.search(before) is not None):
        return True
    if _OF_THE_TABLET.match(behind) is not None:
        return False
    if _OF_THE_BODY.search(before) is not None:
        return True
    if word == "break":
        return _PAUSE.search(before) is not None or _IS_A_PAUSE.match(behind) is not None
    if word.startswith("chew"):
        return _OF_EATING.search(before) is not None
    if word.startswith("cut"):
        return _CUT.match(behind) is not None or _WOUND.search(before) is not None
    return word.startswith("suck") and _ON_A_SWEET.match(behind) is not None
