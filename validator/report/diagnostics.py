"""The basis of a finding in words: evidence, arithmetic, label section, and how sure the statement is."""

from __future__ import annotations

from validator.finding import LONGEST_MESSAGE, Confidence, Evidence, Finding
from validator.report.model import LabelUsed
from validator.report.plain_text import name_text, plain_text
from validator.verdict import Basis


def diagnostics(finding: Finding, label: LabelUsed | None) -> str:
    """What a clinician needs to review the finding: evidence, arithmetic, what is missing, the label."""
    parts = [
        finding.message if len(plain_text(finding.message)) > LONGEST_MESSAGE else "",
        _listed("Evidence", [evidence_line(evidence) for evidence in finding.evidence]),
        added_detail(finding),
        _listed("Not shown in the chart; would settle it", finding.missing),
        _source(finding, label),
        confidence_remark(finding.confidence),
    ]
    return " ".join(_sentence(part) for part in map(plain_text, parts) if part)


def added_detail(finding: Finding) -> str:
    """The detail without the message, where it starts by repeating it."""
    return plain_text(finding.detail).removeprefix(plain_text(finding.message)).strip()


def confidence_remark(confidence: Confidence) -> str:
    """What to say about a label statement that is not known beyond doubt; empty for one that is."""
    match confidence:
        case Confidence.VERIFIED:
            return ""
        case Confidence.SINGLE_SOURCE:
            return "This statement rests on one source: check it against the label before relying on it."
        case Confidence.INFERRED:
            return "This statement is inferred, not read in the label: check it against the label before relying on it."


def evidence_line(evidence: Evidence) -> str:
    """The resource, what it says, and how that is known where it is not a code that says it."""
    says = f"{evidence.says}{basis_words(evidence.basis)}"
    return plain_text(f"{name_text(evidence.reference)}: {says}" if evidence.reference else says)


def basis_words(basis: Basis) -> str:
    """How a fact is known, to stand behind it; empty where a code says it."""
    match basis:
        case Basis.CODED:
            return ""
        case Basis.ATTESTED:
            return " (stated by the prescriber)"
        case Basis.DERIVED:
            return " (derived)"
        case Basis.TEXT:
            return " (read from text)"


def _listed(title: str, items: tuple[str, ...] | list[str]) -> str:
    return f"{title}: {'; '.join(items)}" if items else ""


def _source(finding: Finding, label: LabelUsed | None) -> str:
    parts = []
    if label is not None:
        parts.append(f"label {label.product}, revision {label.revision.isoformat()}")
    if finding.section:
        parts.append(f"section {finding.section}")
    if finding.statement:
        parts.append(f"statement {finding.statement}")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
