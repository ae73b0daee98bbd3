"""A finding as it is read: its sentence, what it adds to it, and what would settle it; nothing is said twice.

Findings that one missing fact leaves open are one question to whoever reads them, so they are put together here; data
(JSON, FHIR) keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.finding import Finding
from validator.regex import regex
from validator.report.card_said import SHAPE, ours, place_in_words, plain_words
from validator.report.card_to_do import standing, wanted
from validator.report.criterion import Criteria
from validator.report.diagnostics import added_detail
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text
from validator.rules.closing import CHECKED, LAST_CHECKED, NOT_SEEN
from validator.rules.dose import NOT_SETTLED, OPEN, OPEN_BECAUSE
from validator.rules.message import sentence
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.verdict import Verdict

_DANGLING = regex(r" \S+ \S+ points to nothing that was submitted\.")
_NOT_ON_FILE = ", depending on what is not on file: "
_ELEMENT = regex(r"[A-Z][A-Za-z]*(?:\[[\dx]+\])*(?: and [a-z][A-Za-z]*)*: ")
"""How a sentence begins that names the element it is about."""
_SENTENCE = regex(r"(?<=[.]) (?=[A-Z0-9])")


def together(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """The findings, worst first; those of one verdict that the same facts would settle, or that say the same of several
    entries, stand in one group.
    """
    groups: dict[tuple[Verdict, object], list[Finding]] = {}
    for finding in sorted(findings, key=standing):
        facts = frozenset(finding.missing) if finding.missing else (finding.code, finding.message)
        key = (finding.verdict, facts)
        groups.setdefault(key, []).append(finding)
    return [tuple(group) for group in groups.values()]


def is_note(finding: Finding) -> bool:
    """Whether it raises no objection: one finding does not accept an order, so it is a note."""
    return finding.verdict in (Verdict.ACCEPT, Verdict.NOT_ASSESSED)


def message_of(finding: Finding, order: OrderReport, criteria: Criteria) -> str:
    """The finding's sentence. A dose that hangs on something missing names what is missing, not what shows that; one
    that hangs on what is on file and cannot be read keeps its own words. What is not written as FHIR has it is told by
    what people call its place."""
    message = plain_text(finding.message)
    if finding.code in SHAPE and _ELEMENT.match(message):
        # The sentence began with a capital; FHIR's own name of the element, which who mends it needs, has none.
        says = f"{message[:1].lower()}{message[1:].rstrip('.')}"
        return f"Not written as it should be: {place_in_words(finding, order)} ({says})."
    if any(one.endswith(", corrected") for one in finding.missing):
        return message
    if finding.code == OPEN and OPEN_BECAUSE in message and (asked := asked_for([finding], criteria)):
        head, _, _ = message.partition(OPEN_BECAUSE)
        return f"{head}{_NOT_ON_FILE}{' and '.join(asked)}."
    return message


def asked_for(findings: Iterable[Finding], criteria: Criteria) -> tuple[str, ...]:
    """What would settle the findings, in words; a place in a resource that has no words is left out."""
    return wanted(dict.fromkeys(word for finding in findings for word in finding.missing), criteria)


def news(finding: Finding, order: OrderReport, told: set[str]) -> str:
    """What the detail says beyond the message, the steps to the expected dose, and what was `told`, which grows."""
    if finding.code == ENTRY_SET_ASIDE:
        return ""  # it lists what stands below it as evidence
    detail, message = ours(added_detail(finding)), plain_text(finding.message).lower()
    if finding.code == OPEN:
        # The doses that are possible stand in the message; what each would make of the order is for who looks closely.
        detail = sentence(_SENTENCE.split(detail)[0].removeprefix(NOT_SETTLED))
    if order.expected is not None:
        detail = detail.replace(plain_text(f"Steps: {'; '.join(order.expected.because)}."), "")
    sentences = dict.fromkeys(one.strip() for one in _SENTENCE.split(detail))
    new = [one for one in sentences if one and one not in told and one.rstrip(".").lower() not in message]
    told.update(new)
    return " ".join(new)


def sections(findings: Sequence[Finding]) -> str:
    """The sections of the findings, each once."""
    return ", ".join(dict.fromkeys(one for finding in findings for one in (finding.section or "").split(", ") if one))


def not_seen(order: OrderReport) -> str:
    """What was not there to look at and so taken as absent, and what else bounds the closing statement; else empty."""
    closing = next((finding for finding in order.findings if finding.code == CHECKED), None)
    if closing is None:
        return ""
    told = [order.ledger.words + "."] if order.ledger is not None else []
    if order.label is not None and order.label.label is not None:
        told += order.label.label.remarks
    _, _, bounds = plain_text(closing.detail).partition(LAST_CHECKED)
    for one in told:
        bounds = bounds.replace(plain_text(one), "")
    if any(finding.code == ENTRY_SET_ASIDE for finding in order.findings):
        # What was set aside is told by that finding.
        bounds = bounds.partition(". ")[0]
    before, marker, after = bounds.partition(NOT_SEEN)
    if marker:
        absent, stop, rest = after.partition(".")
        # "Not on file" stands before them in a report: no item says it again.
        items = "; ".join(one.removeprefix("no ").removesuffix(" on file") for one in absent.split("; "))
        # A reference that leads nowhere is a finding of its own.
        bounds = f"{before}assumed absent: {items}{stop}{_DANGLING.sub('', rest)}"
    return plain_words(bounds)
