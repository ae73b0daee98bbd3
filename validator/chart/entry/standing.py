"""Whether a resource may be relied on: the one place that reads status, tags, periods and what contradicts them.

A resource stands, or says itself that it decides nothing, or is doubtful: it came and cannot be relied on. What is
doubtful is never taken for absent. Sources: FHIR R4 and R5, the status elements; CLARIFICATIONS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter, methodcaller
from typing import Any

from validator.chart.entry.status import (
    ACTIVE,
    ALLERGY_CLINICAL,
    ALLERGY_VERIFICATION,
    CLINICAL_STATUS,
    ENTERED_IN_ERROR,
    NOT_ACTIVE,
    NOT_FINAL,
    NOT_SO,
    NOT_YET_CONFIRMED,
    RESULT_STANDS,
    STILL_SPEAK,
    VERIFICATION_STATUS,
    status_words,
)
from validator.chart.entry.time_fault import fault_of_time
from validator.chart.observed.value import has_answer, is_called_wrong, says_absent
from validator.fhir.account import Why
from validator.fhir.content import STRUCTURE
from validator.fhir.copies import COUNTS_OR_NOT, DUPLICATE_RESOURCE
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.kept import MAY_BE_DELETED
from validator.fhir.modifier import IMPLICIT_RULES, MODIFIER_EXTENSION
from validator.fhir.resource import AllergyIntolerance, Condition, Observation
from validator.fhir.status_code import INTENT, STATUS
from validator.fhir.version import FhirVersion
from validator.finding import Issue
from validator.frozen import Frozen
from validator.verdict import Severity

SHORTENED = "SUBSETTED"
PROBLEM_LIST = "problem-list-item"

_HARMLESS = frozenset({"identifier", "category", "severity", "method", "performer", "note", "issued"})
"""Elements whose loss changes nothing that is read. Without any other one a resource may mean something else: a status
that could not be read may have said entered-in-error."""

_BECAUSE = {
    MODIFIER_EXTENSION: Why.MODIFIER,
    IMPLICIT_RULES: Why.IMPLICIT_RULES,
    DUPLICATE_RESOURCE: Why.COPIES_DIFFER,
    MAY_BE_DELETED: Why.MAY_BE_DELETED,
}
_NOT_SAID = frozenset({"Patient", "Condition", "Medication", "AdverseEvent"})
"""Types whose status FHIR does not require, or that have none."""
_VOID = frozenset({ENTERED_IN_ERROR, "retired", "cannot-be-obtained"})
_UNDONE = frozenset({"cancelled", "not-done", "not-taken", "declined", "revoked", "noshow", "in-progress"})
_VERIFIED = NOT_SO | NOT_YET_CONFIRMED | {"presumed", "confirmed"}
_CLINICAL = ACTIVE | NOT_ACTIVE
_ORDERED = frozenset({"registered", "specimen-in-process"})
_CHOICES = ("value", "effective", "performed", "occurrence", "occurence", "onset", "abatement", "deceased")
"""Choice elements that are read. A medication has rules of its own: its code and its reference may both be given."""
_IS_CHOICE = methodcaller("startswith", _CHOICES)
_BEGINNING = itemgetter(slice(5))
"""Of the name of an element, by which two of one choice are alike."""
DENIALS = frozenset({"taken", "notDone", "notGiven", "wasNotTaken", "wasNotGiven", "notPerformed"})
"""Elements by which FHIR STU3 and DSTU2 say that what the resource tells of did not happen; R4 says it by status."""


class Stands(Frozen):
    """The resource may be relied on; what its status means is for its reader to say."""


class NotDecided(Frozen):
    """The resource says itself that it decides nothing, by `word`. `is_void`: nothing of it may be used at all."""

    word: str
    is_void: bool = False


class Doubtful(Frozen):
    """The resource cannot be relied on. `is_open`: nothing in it can be trusted, so it may mean anything it is about.

    Else it means what it says, or nothing. `elements` are the names of what is wrong in it, where that is told.
    `is_in_part`: readers take the rest of it.
    """

    why: Why
    is_open: bool = False
    elements: tuple[str, ...] = ()
    is_in_part: bool = False

    def words(self, of_intent: str) -> str:
        """Why, in words. Where the intent alone is in doubt the status may be there, and be looked at in vain: then
        the words speak of that."""
        return self.why.words.replace("its status", of_intent) if self.elements == ("intent",) else self.why.words


Standing = Stands | NotDecided | Doubtful
STANDS = Stands()


def standing(entry: Entry) -> Standing:
    """How a resource stands by itself, whoever it is about."""
    known: Standing | None = entry.remembered
    if known is None:
        known = entry.remembered = _standing(entry)
    return known


def _standing(entry: Entry) -> Standing:
    if faults := entry.unreadable_because:
        code = min((issue.code for issue in faults), key=COUNTS_OR_NOT.__contains__)
        return Doubtful(_BECAUSE.get(code, Why.UNREADABLE), is_open=code not in COUNTS_OR_NOT)
    meta = entry.raw.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    for tag in [tags] if isinstance(tags, dict) else tags if isinstance(tags, list) else ():
        if isinstance(tag, dict) and tag.get("code") == SHORTENED:
            return Doubtful(Why.SUBSETTED, is_open=True)
    if entry.body is None:
        return Doubtful(Why.UNREADABLE, is_open=True)
    steps = [step for problem in entry.problems for step in _steps(entry, problem)] if entry.problems else []
    wrong = tuple(dict.fromkeys([step for step in steps if step not in _HARMLESS])) if steps else ()
    if "dosageInstruction" in entry.raw or "dosage" in entry.raw:
        wrong += _wrong_dosages(entry)
    choices = [*filter(_IS_CHOICE, entry.tree)]
    # Names of one choice begin alike; nearly always none do.
    if len({*map(_BEGINNING, choices)}) < len(choices) or "component" in entry.tree:
        wrong += _given_twice(entry.tree)
    if wrong:
        return Doubtful(Why.WRONG_TYPE, is_open=True, elements=wrong)
    if "_status" in entry.tree and entry.tree.get("status") is not None and says_absent(entry.tree["_status"]):
        return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=("status",))
    own = _OF_TYPE.get(entry.resource_type, _by_status)(entry)
    if not isinstance(own, Stands):
        return own
    untimely = fault_of_time(entry.resource_type, entry.tree)
    return STANDS if untimely is None else Doubtful(untimely[0], elements=untimely[1])


def _steps(entry: Entry, problem: Issue) -> Iterator[str]:
    """The names of the elements a problem is in; a problem without a place may be anywhere."""
    start = len(entry.expression) + 1
    for expression in problem.expression or ("",):
        yield expression[start:].split(".", 1)[0].split("[", 1)[0]


def _wrong_dosages(entry: Entry) -> tuple[str, ...]:
    """The dosage element, where something in it has a wrong type; the body knows nothing of that."""
    dosages = entry.dosages
    if not dosages.issues:
        return ()
    is_wrong = any(issue.code == STRUCTURE and issue.severity is Severity.ERROR for issue in dosages.issues)
    return (dosages.name,) if is_wrong else ()


def _given_twice(tree: dict[str, Any]) -> tuple[str, ...]:
    """The elements that are one choice (`value[x]`) and are both given: nobody can tell which of them is meant."""
    names: list[str] = []
    for name in filter(_IS_CHOICE, tree):
        if tree[name] is not None:
            names.append(name)
    for choice in _CHOICES if len({*map(_BEGINNING, names)}) < len(names) else ():
        given = tuple(name for name in names if name.startswith(choice) and name[len(choice) :][:1].isupper())
        if len(given) > 1:
            return given
    parts = tree.get("component")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and _given_twice(part):
            return ("component",)
    return ()


def is_harmless(entry: Entry, problem: Issue) -> bool:
    """Whether what is wrong with a resource is only in elements that nothing is read from."""
    return all(step in _HARMLESS - {"note", "issued"} for step in _steps(entry, problem))


# --- what each type says of itself


def _by_status(entry: Entry) -> Standing:
    kind, tree = entry.resource_type, entry.tree
    known = STATUS.get(kind)
    if known is None:
        return STANDS
    word = tree.get("status")
    if word is None:
        if kind not in _NOT_SAID:
            return Doubtful(Why.STATUS_MISSING, elements=("status",))
    elif word not in known or word == "unknown":
        return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=("status",))
    elif word in _VOID:
        return NotDecided(word, is_void=True)
    intents = INTENT.get(kind)
    if intents is not None:
        intent = tree.get("intent")
        if intent is None:
            return Doubtful(Why.STATUS_MISSING, elements=("intent",))
        if intent not in intents:
            return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=("intent",))
    if tree.get("doNotPerform") is True:
        return NotDecided("do-not-perform", is_void=True)
    if (denied := _denied(tree)) is not None:
        return denied
    if kind == "DiagnosticReport" and word in NOT_FINAL:
        return Doubtful(Why.PRELIMINARY, elements=("status",))
    is_going_on = word == "in-progress" and kind in STILL_SPEAK
    return NotDecided(word) if word in _UNDONE and not is_going_on else STANDS


def _denied(tree: dict[str, Any]) -> Standing | None:
    """What an older release of FHIR says beside the status: that it was not done, or nothing that can be understood."""
    for name in sorted(tree.keys() & DENIALS):
        match name, tree[name]:
            case ("taken", "y") | (_, None):
                continue
            case _, False if name != "taken":
                continue
            case "taken", "n":
                return NotDecided("not-taken", is_void=True)
            case _, True if name != "taken":
                return NotDecided("not-done", is_void=True)
            case _:
                return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=(name,))
    return None


def _observation(entry: Entry) -> Standing:
    body = entry.body
    assert isinstance(body, Observation)
    word = body.status
    if word in (ENTERED_IN_ERROR, "cancelled", "cannot-be-obtained"):
        return NotDecided(word, is_void=True)
    if not has_answer(entry.tree):
        return NotDecided(word if word in _ORDERED or word == "preliminary" else "no-value", is_void=True)
    if is_called_wrong(entry.tree):
        return Doubtful(Why.VALUE_CALLED_WRONG, is_open=True)
    if word in RESULT_STANDS:
        return STANDS
    if word == "preliminary" or word in _ORDERED:
        return Doubtful(Why.PRELIMINARY, elements=("status",))
    why = Why.STATUS_MISSING if word is None else Why.STATUS_NOT_UNDERSTOOD
    return Doubtful(why, elements=("status",))


def _condition(entry: Entry) -> Standing:
    """R4 and R5 Condition and AllergyIntolerance. An allergy that is not confirmed is told all the same."""
    body = entry.body
    assert isinstance(body, Condition | AllergyIntolerance)
    is_allergy = isinstance(body, AllergyIntolerance)
    verified = status_words(body.verification_status, ALLERGY_VERIFICATION if is_allergy else VERIFICATION_STATUS)
    if verified & NOT_SO and verified <= NOT_SO:
        return NotDecided(min(verified & NOT_SO), is_void=True)
    # Refuted and confirmed at once is neither.
    if _says_something(body.verification_status) and (verified & NOT_SO or not (verified and verified <= _VERIFIED)):
        return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=("verificationStatus",))
    clinical = status_words(body.clinical_status, ALLERGY_CLINICAL if is_allergy else CLINICAL_STATUS)
    if _says_something(body.clinical_status):
        if not (clinical and clinical <= _CLINICAL):
            return Doubtful(Why.STATUS_NOT_UNDERSTOOD, elements=("clinicalStatus",))
    elif not _is_over(entry) and (_is_on_problem_list(body) or entry.version is FhirVersion.R5):
        return Doubtful(Why.STATUS_MISSING, elements=("clinicalStatus",))
    if verified & NOT_YET_CONFIRMED and not is_allergy:
        return NotDecided(min(verified & NOT_YET_CONFIRMED))
    return STANDS


@lru_cache(maxsize=1024)
def _says_something(concept: CodeableConcept | None) -> bool:
    return concept is not None and (bool(concept.text) or any(c.code or c.display for c in concept.coding))


def _is_over(entry: Entry) -> bool:
    return any(name.startswith("abatement") and value not in (None, False) for name, value in entry.tree.items())


def _is_on_problem_list(body: Condition | AllergyIntolerance) -> bool:
    categories = body.category if isinstance(body, Condition) else ()
    return any(coding.code == PROBLEM_LIST for concept in categories for coding in concept.coding)


_OF_TYPE: dict[str, Callable[[Entry], Standing]] = {
    "Observation": _observation,
    "Condition": _condition,
    "AllergyIntolerance": _condition,
}
