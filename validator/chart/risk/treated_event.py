"""What a Procedure was done against: in its name, behind "for" or "of", in its reason, or in a note of why it was done.

Nobody stops a bleeding that is not there. What was looked for (an imaging, a screening), was to be kept away, or is of
then is no event. CLARIFICATIONS A361, A376, A400. Source: FHIR R4 Procedure.code, reasonCode, note; R5 reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.fhir.element import CodeableConcept, objects_of
from validator.regex import regex

_NEAR = (
    r"(?:(?:an?|the|acute|active|recurrent|ongoing|spontaneous|nontraumatic|major|massive|severe|upper"
    r"|lower|left|right)\s+)*$"
)
_BY_SURGERY = regex(
    r"\b(?:(?:arrest|ha?emostasis|caut|coagulation|clip|ligat|suture|suturing|oversew|injection|emboli[sz]ation|coil|packing|"
    r"tamponade|patch|plication|repair|closure|evacuat|\w+ectomy|\w*thrombolysis|stent|angioplasty|pci|filter|resection|"
    r"\w+otomy|\w+ostomy|hartmann|debrid)[\w']*(?:\s+(?:procedure|placement|insertion))?\s+(?:of|for)"
    rf"|control(?:\s+of)?)\s+{_NEAR}",
    re.IGNORECASE,
)
_UNLESS = (
    r"prevent\w*|prophyla\w*|avoid\w*|reduc\w*|risks?|histor\w*|h/o|hx|post\w*|after|following|s/p|prior|previous|old"
    r"|remote|screen\w*|surveillance|rul\w+|r/o|exclud\w*|suspect\w*|possible|evaluat\w*|eval|work-?up|follow\w*|f/?u"
    r"|residual|chronic|sequel\w*|no|not|without|tumou?rs?|mass(?:es)?|foramen|pfo|av|arteriovenous|resolved|patent"
    r"|monitor\w*|check\w*"
)
_WORD = rf"(?:post-?(?:polypectomy|tonsillectomy|biopsy|sphincterotomy)\b|(?!(?:{_UNLESS})\b)[\w/'.-]+)"
_ONLY_AGAINST = regex(
    r"\b(?:emboli[sz]\w+|coil\w*|(?:hemo|endo)?-?clip\w*|fulgurat\w+|epinephrine|band(?:ed|ing)|ligat\w+|ha?emostasis|tamponade|packing|caut\w+|oversew\w*"
    r"|burr\s+holes?|pci|percutaneous\s+coronary\s+intervention|stent\w*|des|bms|angioplasty|thrombectomy|\w*embolectomy"
    r"|\w*lys(?:is|e)|th?romb[o\u00f3]lisis|r?tpa|tnk|kcentra|andexxa|(?:4f-?)?pcc|chest\s+tube|thoracostomy|\w+plase|evacuat\w+|drain\w*|evd|tips|transfus\w+|hartmann\w*|washout|vac|patch|\w+ostomy"
    r"|vacuum\s+wound\s+therapy|npwt)"
    rf"(?:[\s(,]+{_WORD}){{0,6}}?\)?(?:\s+(?:of|for|to|bei|wegen|por|pour)|\s*[,:;\u2013-])\s+(?:{_WORD}\s+){{0,3}}$",
    re.IGNORECASE,
)
"""What is done against an event only: whatever stands between it and the event."""
_VACUUM = regex(r"\bnegative[\s-]+pressure\b", re.IGNORECASE)
_HYPHENED = regex(r"(?<=\w)-(?P<word>for|of|to|due|with|and)-(?=\w)", re.IGNORECASE)
_BEHIND = regex(
    r"\s+(?:takedown|evacuation|thrombectomy|embolectomy|\w*thrombolysis)\b"
    r"|\s*(?:[,;:(\u2013-]\s*|\bs/p\s+)?(?:(?:was|were|then|successfully|endoscopically)\s+)*"
    r"(?:band(?:ed|ing)|clipp(?:ed|ing)|caut(?:ery|eri[sz]\w+)|pack(?:ed|ing)|coagulated|coil(?:ed|ing)|emboli[sz]ed|injected|ligat(?:ed|ion)|oversewn"
    r"|stented|evacuated|(?:(?:#?\d+|two|three|several|multiple|hemo\w*|endo\w*)\s*x?\s*)*(?:clips?|bands?|coils?)"
    r"\s+(?:placed|applied|deployed))\b",
    re.IGNORECASE,
)
"""What is said to have been done to what stands in front of it: "variceal bleed, banded"."""
_CLOT_OUT = regex(
    r"\b(?P<kind>th?romb|embol)e[ck]tom(?:y|[i\u00ed]a|ie)\b|\b(?:iv|systemic|intravenous)\s+(?:r?tpa|\w*plase)\b"
    r"|\bthrombolytic\s+(?:therapy|infusion|treatment|administration)\b|\b(?:clot|thrombus|embolus)\s+(?:retrieval|extraction|removal|aspiration)\b"
    r"|\b\w*th?romb(?:oly|oli|\u00f3li)s(?:is|e)\b|\b(?:systemische\s+)?lyse(?:-?therapie)?\b",
    re.IGNORECASE,
)
"""The names of what takes out or dissolves a clot, and is done for nothing else."""
_NO_CLOT_OF_THE_BODY = regex(
    r"\b(?:tumou?r|neoplas\w*|cancer|carcinoma|nephrectomy|caval|cava|ivc|renal\s+veins?|dialysis|av|avf|avg|arteriovenous|access"
    r"|graft|fistula|shunt|ha?emorrhoid\w*|port|picc|line|cvc|catheter(?![\s-]*directed)|bladder|filter|declot\w*"
    r"|tumoral\w*|isthmi\w*|kalk\w*)\b",
    re.IGNORECASE,
)
"""Whose clot it is otherwise: the tumor in a vein, an access for dialysis, a line, the bladder."""
_OF_LUNG = regex(r"\bpulmonary\b|\blungs?\b|\bpe\b", re.IGNORECASE)
_OF_VEIN = regex(r"\b(?:veins?|venous|dvt|iliofemoral|portal|legs?|limbs?|extremit\w+)\b", re.IGNORECASE)
_OF_ARTERY = regex(
    r"\b(?:arter\w+|aort\w+|m[12]|[map]ca|ica|sma|lad|rca|lcx|basilar|carotid|cerebral|coronary|intracranial|neuro\w*"
    r"|endovascular\s+clot|strokes?)\b",
    re.IGNORECASE,
)
_CREATED = regex(rf"\b(?:{_UNLESS}|dialysis)\s+$", re.IGNORECASE)
_SEEN = regex(
    r"\bvacuum\s+$|\w+scopy\s+(?:for|of|due\s+to)\s+(?:(?:acute|lower|upper)\s+)*"
    r"(?:active|massive|brisk|ongoing|profuse|life-threatening)\s+(?:(?:acute|lower|upper)\s+)*$",
    re.IGNORECASE,
)
_NO_EVENT = regex(
    r"\s*(?:control|repair|closure|prophylaxis|prevention|protocol|screening|drainage|management|risk|work-?up)\b",
    re.IGNORECASE,
)
_NOT_NOW = regex(rf"\b(?:{_UNLESS})\b|\?", re.IGNORECASE)
"""Words of a reason, or of what was done, by which the event is of then, looked for or kept away."""
_A_LOOK = regex(
    r"\b(?:ct|cta|mri|mra|mr|pet|x-?ray|radiograph\w*|ultraso\w+|us|duplex|doppler|echo\w*|\w+gra(?:m|phy)|scan\w*"
    r"|imaging|study|studies|tests?|testing|assay|measurement|monitor\w*|consult\w*|therapy|rehab\w*|physio\w*"
    r"|counsel\w*|educat\w*|teach\w*|assess\w*|evaluat\w*|exam\w*|swallow|visit|referral|plan\w*|review|reconciliation"
    r"|documentation|care|prevent\w*|prophyla\w*|screen\w*|surveillance|follow\w*)\b",
    re.IGNORECASE,
)
"""What is done to see whether something is there, or long after it: its reason is a question at most."""
_WHY = regex(
    r"(?:^\W*|\b(?:done|performed|procedure|indicated|needed|urgent\w*|emergen\w*|undertaken|taken|scoped)\s+"
    rf"(?:[\w/]+\s+){{0,3}}?)(?:for|due\s+to|because\s+of|2/2|secondary\s+to)\s+{_NEAR}",
    re.IGNORECASE,
)
_FAR = 400
"""Characters before what is named in which words say what was done against it: more than ten words have."""
_HEADED = regex(r"\b(?:pre-?op\w*\s+)?(?:indications?|reason)(?:\s+for\s+\w+)?\s*:\s*", re.IGNORECASE)


def name_read(words: str) -> str:
    """The name of a procedure as it is read: the negative pressure of a dressing denies nothing, and words that signs
    join are words ("Embolization-for-bleeding")."""
    return _HYPHENED.sub(r" \g<word> ", _VACUUM.sub("vacuum", words)).replace("_", " ")


def clot_taken_out(words: str) -> tuple[str, str] | None:
    """The name of what takes a clot out of a vessel, and what was in it; None where nothing was, or it was then.

    An embolectomy is of an artery, unless it says that it is of the lung or a vein.
    """
    found = _CLOT_OUT.search(words)
    if found is None or _NO_CLOT_OF_THE_BODY.search(words) or _NOT_NOW.search(words):
        return None
    if _OF_LUNG.search(words):
        return found[0], "pulmonary embolus"
    if _OF_ARTERY.search(words):
        return found[0], "arterial embolus"
    if _OF_VEIN.search(words):
        return found[0], "venous thrombosis"
    return found[0], "arterial embolus" if (found["kind"] or "").lower() == "embol" else "thrombosis"


def is_no_event(words: str, end: int) -> bool:
    """Whether what follows what is named says that it was no event: "bleeding prophylaxis"."""
    return _NO_EVENT.match(words, end) is not None


def is_against(words: str, start: int, end: int) -> bool:
    """Whether the name of a procedure says that it was done against what it names from `start` to `end`."""
    if is_no_event(words, end):
        return False
    near = max(0, start - _FAR)
    if _BEHIND.match(words, end) and not _CREATED.search(words, near, start):
        return True
    return any(one.search(words, near, start) for one in (_BY_SURGERY, _ONLY_AGAINST, _SEEN))


def is_a_look(concept: CodeableConcept) -> bool:
    """Whether a procedure is for seeing whether something is there, or comes long after it."""
    return any(map(_A_LOOK.search, words_of(concept)))


def is_why(words: str, start: int, end: int) -> bool:
    """Whether a note says that something was done for what it names there."""
    return _WHY.search(words, max(0, start - _FAR), start) is not None and not is_no_event(words, end)


def reasons_of(tree: Mapping[str, Any]) -> Iterator[tuple[str, CodeableConcept]]:
    """The reasons of a Procedure that were there, each with its element; none of what only looks for something."""
    if is_a_look(as_concept(tree.get("code"))):
        return
    for name in ("reasonCode", "reason"):
        for index, one in enumerate(objects_of(tree.get(name))):
            inner = one.get("concept") if "concept" in one else one if name == "reasonCode" else None
            concept = as_concept(inner)
            if not any(map(_NOT_NOW.search, words_of(concept))):
                yield f"{name}[{index}]", concept


def notes_of(tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts beside a Procedure that may say why it was done, each with its element."""
    if is_a_look(as_concept(tree.get("code"))):
        return
    for index, one in enumerate(objects_of(tree.get("note"))):
        if isinstance(text := one.get("text"), str):
            yield f"note[{index}]", _HEADED.sub("done for ", text)
