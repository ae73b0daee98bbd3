"""Lists of the chart that were asked for and did not come: an order they could speak against is never accepted."""

from __future__ import annotations

from collections.abc import Sequence
from re import Pattern

from validator.criteria.interval import MayGoOn
from validator.finding import LONGEST_MESSAGE, Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.model import Label
from validator.regex import regex
from validator.rules.message import sentence
from validator.rules.said import said
from validator.verdict import Verdict

NOT_SUPPLIED = finding_code(
    "list-not-supplied",
    "Part of the chart was not supplied",
    """The caller sent neither these lists of the patient's chart nor a FHIR server that may be asked for them, or the
    server did not give them. What did not come may hold anything, so the order is not accepted. Send the prefetch that
    the service describes, or add the server to the service's allow list.""",
    issue=IssueType.REQUIRED,
    to_do="look at it in the chart before you sign, or sign again when it can be read",
    heading="Not decided: part of the chart did not come.",
)
NOT_FETCHED = finding_code(
    "list-not-fetched",
    "Part of the chart could not be fetched",
    """The server was asked for part of the patient's chart and did not give it, or not all of it: it refused, failed,
    took too long, or its answer could not be read to the end. What came was used as evidence; what did not come may
    hold anything, so no order of this patient can be accepted: an order without a worse finding is undetermined. The
    exit code is 3. Ask again, widen the scopes, or, for a list that this server does not keep, name it in the setting
    `without`.""",
    issue=IssueType.EXCEPTION,
    to_do="look at it in the chart before you sign, or sign again when it can be read",
    heading="Not decided: part of the chart did not come.",
)
ANOTHER_PATIENT = finding_code(
    "call-names-another-patient",
    "The call names another patient",
    """The call is about one patient (`context.patientId`) and holds the chart of another. The order was judged by the
    chart that came and by the patient whom the order itself names. Make sure that the right chart is open; the system
    that calls should send the chart of the patient it names.""",
    issue=IssueType.VALUE,
    to_do="check that the right patient's chart is open",
)

SOUGHT = "for "
"""Before what is to be looked for in a list, in brackets behind the step."""
NOT_SENT = "Not available, so not looked at: "
"""Before the names of lists that an order can be accepted without, where they did not come."""
TAKEN_AS_WHOLE = "Taken as complete, though nothing says that it is: "
"""Before the names of lists of which nobody said that they are whole."""

_NAMES = {
    "AdverseEvent": "list of adverse events",
    "DiagnosticReport": "list of reports",
    "ClinicalImpression": "list of assessments",
    "Flag": "list of flags",
    "DetectedIssue": "list of detected issues",
    "AllergyIntolerance": "list of allergies",
    "Condition": "problem list",
    "DeviceUseStatement": "list of devices in use",
    "Encounter": "list of the newest visits",
    "Medication": "name of a drug on file",
    "MedicationRequest": "list of medication orders",
    "MedicationStatement": "list of home medications",
    "Observation": "list of results",
    "Procedure": "list of procedures",
    "QuestionnaireResponse": "list of answered forms",
    "ResearchSubject": "list of studies",
    "ServiceRequest": "list of planned procedures",
    "newestObservations": "list of the newest results",
    "newestFindings": "list of the newest findings",
}
_NOT_READ = (
    (regex(r"\b([Nn]o) ([^:;.]+?) (?:(?:is|are) )?on file"), r"\1 \2 could be read"),
    (regex(r"\b([Nn])othing on file (says|shows)"), r"\1othing that could be read \2"),
    (regex(r"\bis on file without an? ([^:;.,]+)"), r"is on file, and no \1 could be read"),
)
"""Words for what is not on file, and those for what could not be read."""
RELIED_ON = " can be relied on"
"""Ends what is said of something of which nothing is left that is not in doubt."""
_NOT_RELIED_ON = (
    (regex(r"\b([Nn]o) (?!usable )([^:;.]+?) (?:(?:is|are) )?on file\b"), rf"\1 \2 on file{RELIED_ON}"),
    (regex(r"\b([Nn])othing on file (says|shows)"), r"\1othing on file that can be relied on \2"),
    (regex(r"\bis on file without an? ([^:;.,]+)"), r"is on file, and no \1 that can be relied on"),
)
"""The same where something is on file and was set aside."""
_LATELY = regex(r"\b(No [^:;.]+?) in (the \d+ days before[^:;.]*)")
"""Words for a result that there is not: the finding that says so asks for nothing that it could name."""
_CRITERION = regex(r"[a-z-]+")


def beside(optional: Sequence[str], assumed: Sequence[str]) -> str:
    """What the closing statement adds on lists that did not come, and on those `assumed` to be whole."""
    lacking = f" {NOT_SENT}{lists_in_words(optional)}." if optional else ""
    return lacking + (f" {TAKEN_AS_WHOLE}{lists_in_words(assumed)}." if assumed else "")


def not_read(finding: Finding, required: Sequence[str]) -> Finding:
    """A finding that asks for what stands in a list that did not come: not read is not the same as not on file."""
    told: tuple[str, ...] = (finding.message, finding.detail, finding.heading)
    if "Observation" in required:
        told = tuple(_LATELY.sub(r"\1 of \2 could be read", text) for text in told)
    if any(asks_for(finding, name) for name in required):
        told = _reworded(told, _NOT_READ)
    return _told(finding, told)


def not_relied_on(finding: Finding) -> Finding:
    """A finding that something is not on file where something is, and was set aside: it is there, and was not used."""
    return _told(finding, _reworded((finding.message, finding.detail, finding.heading), _NOT_RELIED_ON))


def asks_for(finding: Finding, resource_type: str) -> bool:
    """Whether what a finding asks for stands in resources of this type."""
    return any(_stands_in(resource_type, word) for word in finding.missing)


def _reworded(told: tuple[str, ...], words: Sequence[tuple[Pattern[str], str]]) -> tuple[str, ...]:
    for before, instead in words:
        told = tuple(before.sub(instead, text) for text in told)
    return told


def _told(finding: Finding, told: tuple[str, ...]) -> Finding:
    if told == (finding.message, finding.detail, finding.heading):
        return finding
    message, detail, heading = told
    return replace(finding, message=sentence(message), detail=detail, heading=heading)


def _stands_in(resource_type: str, word: str) -> bool:
    """Whether what a finding asks for stands in the list of a resource type. A criterion is recorded as a result."""
    return word.startswith(resource_type) or (resource_type == "Observation" and _CRITERION.fullmatch(word) is not None)


def lists_in_words(types: Sequence[str]) -> str:
    """What people call the lists of these resource types."""
    return ", ".join(_NAMES.get(name, name) for name in types)


_INTERACTIONS = "interactions"
_HOLDS = {
    "Condition": "the diagnosis and other diseases",
    "MedicationRequest": _INTERACTIONS,
    "MedicationStatement": _INTERACTIONS,
    "Observation": "weight and results",
}
"""What is looked for in a list, in words: what was not checked where it did not come."""


def unchecked(types: Sequence[str]) -> str:
    """What was not checked where the lists of these resource types did not come; empty where it has no words."""
    return ", ".join(dict.fromkeys(words for name in types if (words := _HOLDS.get(name))))


def drugs_sought(label: Label, types: Sequence[str]) -> str:
    """The drugs that change the dose of a label, by their class or name, where one of the lists holds drugs; empty
    where none does."""
    if all(_HOLDS.get(name) != _INTERACTIONS for name in types):
        return ""
    classes: dict[str, list[str]] = {}
    for adjustment in label.adjustment:
        # "strong CYP3A4 inhibitor": how strong, and what it acts on.
        strength, _, what = adjustment.because.partition(" ")
        if adjustment.pair and what:
            classes.setdefault(what, []).append(strength)
    told = [f"{' or '.join(strengths)} {what}s" for what, strengths in classes.items()]
    told += [
        name
        for interval in label.interval
        if interval.opens and isinstance(interval.when, MayGoOn)
        for name in interval.when.groups
        if _DRUG_NAME.fullmatch(name)
    ]
    return _and(list(dict.fromkeys(told)))


_DRUG_NAME = regex(r"[a-z]{4,}")
"""A group of one drug is called by its name; others have marks in theirs."""


def _and(names: Sequence[str]) -> str:
    *others, last = names or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def _listed(types: Sequence[str]) -> str:
    return _and([f"the {_NAMES.get(name, name)}" for name in types])


def another_patient(expression: str) -> Finding:
    """Says that the chart is another patient's than the call names."""
    text = "The chart that was checked is not that of the patient whose chart is open: make sure whom the order is for"
    return said(ANOTHER_PATIENT, Verdict.WARNING, text, at=expression)


def not_supplied(names: Sequence[str], expression: str, sought: str = "") -> Finding:
    """Says which lists the caller did not send, and what was not checked without them. `sought`: what to look for."""
    what = unchecked(names)
    text = f"{_listed(names)} could not be read"
    whole = f"{text}: {what} were not checked" if what else text
    return said(
        NOT_SUPPLIED,
        Verdict.UNDETERMINED,
        next((one for one in (whole, f"{text}: this order was not checked") if len(one) <= _ROOM), text),
        at=expression,
        missing=tuple(f"{name} of the patient" for name in names),
        to_do=f"look at {_listed(names)} in the chart before you sign{f' ({SOUGHT}{sought})' if sought else ''}",
    )


_ROOM = LONGEST_MESSAGE - 20
"""Characters of a sentence that stands on a card behind the product."""


def not_fetched(gaps: Sequence[tuple[str, str]], expression: str) -> Finding:
    """Says which lists the server did not give: each with the type of its resources and why."""
    names = tuple(dict.fromkeys(name for name, _ in gaps))
    return said(
        NOT_FETCHED,
        Verdict.UNDETERMINED,
        f"Not fetched from the server, so what they may hold was not checked: {', '.join(names)}",
        at=expression,
        missing=tuple(f"{name} of the patient" for name in names),
        detail=" ".join(sentence(f"{name}: {why}") for name, why in gaps),
        issue_type=IssueType.REQUIRED,
    )
