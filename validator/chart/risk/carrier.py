"""Resources beside the problem list that tell of an event: where each of them says what it was, and when.

A visit, the conclusion of a report, a finding of an assessment, a flag, a detected issue, an AdverseEvent and a form
are no list of what is active: what they name was so on their day. What a form, free text (`conclusion`, `summary`) or
a program says is a question at most. CLARIFICATIONS A190, A231. Source: FHIR R4 and R5, the elements named below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from validator.chart.concept import as_concept, raw_codings, raw_groups, says
from validator.chart.entry.when import date_of
from validator.chart.observed.coded_answer import behind_yes, is_yes
from validator.chart.observed.question import LONGEST, words_in
from validator.chart.risk.answered_finding import asks_what_is_the_matter
from validator.chart.risk.asked_finding import finding_asked, is_of_something_else
from validator.chart.risk.free_report import sentences_that_may_tell
from validator.chart.risk.risk_words import as_stated, risk_words
from validator.fhir.status_code import word_of
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.verdict import Truth

_NAMED_IN: dict[str, tuple[tuple[str, ...], ...]] = {
    "AdverseEvent": (("event",), ("code",), ("resultingCondition",), ("resultingEffect",)),
    "Encounter": (("reasonCode",), ("reason",), ("reason", "value"), ("reasonReference",), ("diagnosis", "condition")),
    "DiagnosticReport": (("conclusionCode",), ("codedDiagnosis",)),
    "ClinicalImpression": (
        ("finding", "itemCodeableConcept"),
        ("finding", "item"),
        ("finding", "itemReference"),
        ("problem",),
    ),
    "Flag": (("code",),),
    "DetectedIssue": (("code",), ("evidence", "code")),
    "QuestionnaireResponse": (),
    "Observation": (("valueCodeableConcept",), ("valueString",)),
}
"""Each element as the names that lead to it; lists on the way are gone through."""
_DATED_BY: dict[str, tuple[str, ...]] = {
    "AdverseEvent": ("occurrencePeriod", "date", "occurrenceDateTime", "detected", "recordedDate"),
    "Encounter": ("period", "actualPeriod"),
    "DiagnosticReport": ("effectiveDateTime", "effectivePeriod", "issued"),
    "ClinicalImpression": ("effectiveDateTime", "effectivePeriod", "date"),
    "Flag": ("period",),
    "DetectedIssue": ("identifiedDateTime", "identifiedPeriod", "date"),
    "QuestionnaireResponse": ("authored",),
    "Observation": ("effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued"),
}
_SAYS_IT_IS_NONE = {
    "AdverseEvent": ("actuality", frozenset({"potential"})),
    "Encounter": ("status", frozenset({"planned", "cancelled"})),
    "DiagnosticReport": ("status", frozenset({"cancelled"})),
    "ClinicalImpression": ("status", frozenset({"draft", "preparation", "not-done"})),
    "Flag": ("status", frozenset({"inactive"})),
    "DetectedIssue": ("status", frozenset({"cancelled"})),
}
"""By which word each says itself that nothing of the kind was: it may come, did not take place, or no longer counts."""

_TISSUE = regex(r"\b(?:patholog\w*|histolog\w*|cytolog\w*|biops(?:y|ies)|specimens?|autopsy)\b", re.IGNORECASE)
OBSERVED = "Observation"
_FORM = "QuestionnaireResponse"
_VISIT = "Encounter"
_ADMITTED_FOR = regex(
    r"\s*(?:(?:hospital|inpatient|emergency)\s+)?"
    r"(?:(?:re-?)?admi(?:t|ssion|tted)(?:\s+(?:dx|diagnosis))?|hospitali[sz](?:ation|ed)|obs(?:ervation)?"
    r"|inpatient(?:\s+stay)?|(?:ed|er|emergency(?:\s+(?:department|room))?)(?:\s+visit)?)"
    r"\s*(?:for\b|with\b|due\s+to\b|[-:,\u2013])\s*",
    re.IGNORECASE,
)
"""How a type of visit begins that tells why it was: "Admission for", "ED visit -". CLARIFICATIONS A325."""
_MOST_NESTED = 10
TYPES = frozenset(_NAMED_IN) - {OBSERVED}
"""All but Observations, which are asked here only for what they leave open."""
_THOUGHT_BY_A_PROGRAM = "DetectedIssue"
_FREE_TEXT = {"DiagnosticReport": "conclusion", "ClinicalImpression": "summary"}


class Named(Frozen):
    """One thing that a resource names: the element it stands in, and the concept there in undecoded JSON; not sure
    where it is a question at most: what a program thinks of a chart, a sentence of free text, the answer in a form."""

    element: str
    concept: Any
    is_sure: bool = True


def named_in(
    book: Codebook, kind: str, tree: dict[str, Any], is_lost: Callable[[str], bool] | None = None
) -> Iterator[Named]:
    """What a resource of one of these types names, in the order in which it stands there; nothing where it says itself
    that it is none. A reference that only displays something counts by that, and so does one that leads nowhere
    (`is_lost`; None: nobody knows); what others lead to speaks for itself.
    """
    name, words = _SAYS_IT_IS_NONE.get(kind, ("status", frozenset()))
    if word_of(tree, name) in words:
        return
    if kind == OBSERVED and not asks_what_is_the_matter(words_in(tree.get("code"))):
        return
    of_tissue = is_of_tissue(kind, tree)
    is_sure = kind != _THOUGHT_BY_A_PROGRAM
    for path in _NAMED_IN[kind]:
        for element, found in _at(tree, path, ""):
            concept = _concept(found, is_lost)
            if concept is not None and (of_tissue or (not is_sure and path == ("code",))):
                concept = _without_words(concept)
            if concept is not None:
                yield Named(element, concept, is_sure)
    if kind == _VISIT:
        for element, found in (*_at(tree, ("type",), ""), *_at(tree, ("serviceType",), "")):
            concept = found.get("concept", found) if isinstance(found, dict) else None
            text = concept.get("text") if isinstance(concept, dict) else None
            if isinstance(text, str) and (told := _ADMITTED_FOR.match(text)) is not None:
                yield Named(element, {"text": text[told.end() :]})
    if kind == _FORM:
        yield from _of_form(book, tree.get("item"), "item", _MOST_NESTED)
    elif kind in _FREE_TEXT and not of_tissue:
        element = _FREE_TEXT[kind]
        for sentence in sentences_that_may_tell(tree.get(element)):
            yield Named(element, {"text": sentence}, is_sure=False)


def is_of_tissue(kind: str, tree: dict[str, Any]) -> bool:
    """Whether a resource is a report of what tissue looks like, by its name."""
    return kind == "DiagnosticReport" and any(map(_TISSUE.search, words_in(tree.get("code"))))


def _of_form(book: Codebook, items: object, place: str, depth: int) -> Iterator[Named]:
    """What a form says the patient has: a question that names it, answered yes, or one that asks what is the matter."""
    for index, item in enumerate(items if isinstance(items, list) and depth else ()):
        if not isinstance(item, dict):
            continue
        here, asked, answers = f"{place}[{index}]", item.get("text"), item.get("answer")
        if isinstance(asked, str) and isinstance(item.get("item"), list) and is_of_something_else(asked):
            continue
        for number, answer in enumerate(answers if isinstance(answers, list) else ()):
            if not isinstance(answer, dict):
                continue
            at = f"{here}.answer[{number}]"
            if isinstance(asked, str):
                yield from (Named(at, concept, is_sure=is_sure) for concept, is_sure in _answered(book, asked, answer))
            yield from _of_form(book, answer.get("item"), f"{at}.item", depth - 1)
        yield from _of_form(book, item.get("item"), f"{here}.item", depth - 1)


def _answered(book: Codebook, asked: str, answer: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    """What an answer in a form names, and whether it is sure: a yes to its name is, words are a question at most."""
    if is_yes(answer):
        if (named := finding_asked(book, asked)) is not None:
            more = behind_yes(str(answer.get("valueString", "")))
            yield {"text": f"{named} {more}" if more else named}, True
        return
    if not asks_what_is_the_matter((asked,)):
        return
    text, coding = answer.get("valueString"), answer.get("valueCoding")
    if isinstance(text, str) and len(text) <= LONGEST:
        yield {"text": text}, False
    elif isinstance(coding, dict):
        yield {"coding": [coding]}, False


def _without_words(concept: dict[str, Any]) -> dict[str, Any] | None:
    """A concept by its codes alone: the name of an issue tells what may come of it ("interaction: bleeding"), that of
    what was seen in tissue what the tissue looks like ("carcinoma with necrosis and hemorrhage")."""
    codings = [{"system": system, "code": code} for system, code in raw_codings(concept)]
    return {"coding": codings} if codings else None


def is_over(kind: str, tree: dict[str, Any], day: PartialDate) -> bool:
    """Whether a flag was taken down before a day, by its period."""
    period = tree.get("period")
    end = date_of(period.get("end")) if kind == "Flag" and isinstance(period, dict) else None
    return end is not None and end.before(day) is Truth.TRUE


def day_in(kind: str, tree: dict[str, Any]) -> PartialDate | None:
    """The day a resource gives for what it names: the end of a period, else its start; None where none is told."""
    return next((day for _, text in dates_in(kind, tree) if (day := date_of(text)) is not None), None)


def dates_in(kind: str, tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that may be its day, what counts most first, each with its element."""
    for name in _DATED_BY[kind]:
        value = tree.get(name)
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            sides = ("end", "start") if kind == "Encounter" else ("start", "end")
            yield from ((f"{name}.{side}", value[side]) for side in sides if isinstance(value.get(side), str))


def may_be_none(book: Codebook, kind: str, tree: dict[str, Any]) -> bool:
    """Whether something that a resource names may be so or not: its words doubt it, or it is of a kind never sure."""
    return any(_left_open(book, named) for named in named_in(book, kind, tree))


def as_events(book: Codebook, kind: str, tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a resource leaves open, each as the AdverseEvent it would be if it were so."""
    day = day_in(kind, tree)
    about = {name: tree[name] for name in ("id", "subject", "patient") if name in tree}
    subject = about.pop("patient", None)
    about.setdefault("subject", subject)
    for named in named_in(book, kind, tree):
        if not _left_open(book, named):
            continue
        listed = raw_groups(book, RISK, named.concept)
        words = as_stated(book, as_concept(named.concept), listed)
        said = risk_words(book, as_concept(named.concept), listed)
        when = next((one.day for one in (*said.told, *said.left_open) if one.day is not None), day)
        stated = {**named.concept, "text": words} if listed else {"text": words}
        yield {
            "resourceType": "AdverseEvent",
            **{name: value for name, value in about.items() if value is not None},
            "actuality": "actual",
            "event": stated,
            **({"date": when.text} if when is not None else {}),
        }


def _left_open(book: Codebook, named: Named) -> bool:
    listed = raw_groups(book, RISK, named.concept)
    said = risk_words(book, as_concept(named.concept), listed)
    return bool(said.left_open) or (not named.is_sure and bool(listed or said.told))


def _at(value: object, path: tuple[str, ...], place: str) -> Iterator[tuple[str, object]]:
    """Everything at the end of a path of names, with its FHIRPath below the resource."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _at(one, path, f"{place}[{index}]")
    elif not path:
        yield place, value
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:], f"{place}.{path[0]}" if place else path[0])


def _concept(found: object, is_lost: Callable[[str], bool] | None) -> dict[str, Any] | None:
    """The concept in a place that may hold one, a CodeableReference or a Reference; None where it names nothing."""
    if isinstance(found, str):
        return {"text": found}
    if not isinstance(found, dict):
        return None
    concept, reference = found.get("concept"), found.get("reference")
    if isinstance(concept, dict):
        return concept if says(concept) else None
    if isinstance(reference, dict):
        return _concept(reference, is_lost)
    display = found.get("display")
    if isinstance(reference, str):
        is_words = isinstance(display, str) and is_lost is not None and is_lost(reference)
        return {"text": display} if is_words else None
    if isinstance(display, str) and "coding" not in found and "text" not in found:
        return {"text": display}
    return found if says(found) else None
