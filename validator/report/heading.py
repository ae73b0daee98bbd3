"""What is said of an order in one sentence beside its verdict: what was found, never more than that.

A verdict alone says too little: "allowed" would stand over an order whose own words say not to give it.
"""

from __future__ import annotations

from validator.finding import Finding
from validator.report.card_said import SHAPE, first_of_verdict
from validator.report.card_to_do import OF_DOSE, open_words, standing
from validator.report.criterion import Criteria
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text
from validator.report.verdict_words import verdict_sentence
from validator.rules.duplicate import NEWER
from validator.rules.message import sentence
from validator.rules.unjudged import UNREADABLE_ORDER
from validator.verdict import Verdict


def heading(order: OrderReport, criteria: Criteria) -> str:
    """The sentence that stands beside the order's verdict. `criteria` hold the words for criterion codes."""
    told = plain_text(_told(order, criteria))
    # Of an earlier order that the newer one probably replaces, nothing is to be put right.
    newer = newer_order(order) if order.verdict in (Verdict.ERROR, Verdict.UNDETERMINED, Verdict.WARNING) else ""
    if not newer:
        return told
    older = f"Older order, probably replaced: see {newer}."
    return f"{older} {told}" if order.verdict is Verdict.ERROR else older


def newer_order(order: OrderReport) -> str:
    """The newer order that probably replaces this one, as people name it; empty where there is none."""
    found = next((finding for finding in order.findings if finding.code == NEWER), None)
    if found is None:
        return ""
    name, _, _ = plain_text(found.message).partition(" is newer")
    return f"{name[:1].lower()}{name[1:]}" if name.startswith("The order of ") else "the newer order"


def _told(order: OrderReport, criteria: Criteria) -> str:
    found = sorted((finding for finding in order.findings if finding.verdict is order.verdict), key=standing)
    conflicts = [finding for finding in found if finding.code not in SHAPE]
    match order.verdict:
        case Verdict.ERROR if conflicts and conflicts[0].heading and all(one.code in OF_DOSE for one in conflicts):
            return conflicts[0].heading
        case Verdict.ERROR if conflicts and order.label is None:
            # There is no label that it could conflict with.
            return sentence(conflicts[0].message.rstrip("."))
        case Verdict.ERROR if found and not conflicts:
            return sentence(f"Not written as FHIR defines it: {_first_and_more(found)}")
        case Verdict.ERROR if found:
            return sentence(f"{verdict_sentence(order.verdict).rstrip('.')}: {_first_and_more(found)}")
        case Verdict.ERROR | Verdict.ACCEPT | Verdict.NOT_ASSESSED:
            return verdict_sentence(order.verdict)
        case Verdict.UNDETERMINED if found:
            return _open(first_of_verdict(found), criteria)
        case Verdict.WARNING if found:
            holds = [finding.named for finding in found if finding.is_hold]
            return " ".join(dict.fromkeys(holds)) or _caution(found)
        case Verdict.UNDETERMINED | Verdict.WARNING:
            return verdict_sentence(order.verdict)


def _open(finding: Finding, criteria: Criteria) -> str:
    """What is open, by what would settle it; by the kind of finding where that has no words."""
    if finding.code == UNREADABLE_ORDER:
        # What would settle it is another order, which says nothing of what is wrong with this one.
        return finding.named or sentence(f"Not decided: {_lower(finding.message)}")
    asked = open_words(finding, criteria)
    told = f"Not decided: {_lower(finding.display)}"
    if asked:
        told = f"Not decided: {asked} is open" if asked.startswith(_CLAUSES) else f"Not decided without {asked}"
    return finding.named or sentence(told)


_CLAUSES = ("whether ", "whom ", "when ", "who ", "how ")
"""What would settle a finding, where it begins so: a question, and no thing that could be on file."""


def _caution(found: list[Finding]) -> str:
    return sentence(f"Caution: {_first_and_more(found)}")


def _first_and_more(found: list[Finding]) -> str:
    """The first finding by its name, and how many of other kinds there are."""
    first, *others = found
    more = len({finding.code for finding in others} - {first.code})
    return f"{_lower(first.named or first.display).rstrip('.')}{f' (and {more} more)' if more else ''}"


def _lower(display: str) -> str:
    return display[:1].lower() + display[1:] if display[1:2].islower() or display[1:2] == " " else display
