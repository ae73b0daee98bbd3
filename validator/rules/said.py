"""One finding as every rule says it: a sentence, where it stands, and the statement of the label it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from validator.finding import Confidence, Evidence, Finding, IssueType
from validator.rules.message import sentence
from validator.verdict import Verdict

if TYPE_CHECKING:
    from validator.label.model import Statement


def said(
    code: str,
    verdict: Verdict,
    text: str,
    *,
    at: str | tuple[str, ...],
    by: Statement | None = None,
    section: str | None = None,
    evidence: Iterable[Evidence] = (),
    missing: tuple[str, ...] = (),
    detail: str | None = None,
    confidence: Confidence | None = None,
    issue_type: IssueType | None = None,
    title: str = "",
    to_do: str = "",
    heading: str = "",
) -> Finding:
    """The finding, with its text as one sentence and each piece of evidence once.

    `by` is the statement of the label that says so: its section, gist and confidence are the finding's where no other
    is given. `at` is the FHIRPath it is about, or several; none where it is about no element of the order. `to_do` is
    what to do in this case, `heading` what is said of it beside the verdict, where that is more than the code says.
    """
    if by is not None:
        section = by.section if section is None else section
        detail = by.gist if detail is None else detail
        confidence = by.confidence if confidence is None else confidence
    return Finding(
        code,
        verdict,
        sentence(text),
        section=section,
        expression=(at,) if isinstance(at, str) else at,
        evidence=tuple(dict.fromkeys(evidence)),
        missing=missing,
        detail=detail or "",
        statement=by.id if by is not None else None,
        confidence=confidence or Confidence.VERIFIED,
        issue_type=issue_type,
        title=title,
        to_do=to_do,
        heading=heading,
    )
