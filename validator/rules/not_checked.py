"""A check that could not run: a fault of ours, or a mistake in label data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.finding import Finding, IssueType, finding_code
from validator.label.load import LabelError
from validator.rules.said import said
from validator.terminology.valueset import ValueSetError
from validator.verdict import Verdict

NOT_CHECKED = finding_code(
    "not-checked",
    "A check could not run",
    """A check failed inside labelcheck, which is our mistake and not a statement about the order; or the label data of
    a site hold a mistake, which the finding then says. Everything else was checked. Do not read the absence of other
    findings as agreement; report the fault, or mend the data (`labelcheck label check`).""",
    issue=IssueType.EXCEPTION,
    to_do="check the order against the label yourself, and report the fault",
)


def not_checked(name: str, error: Exception, expression: str) -> Finding:
    """Says which check could not run.

    Only the exception's type is told, as its text may hold values of the patient; a mistake in label data has a
    sentence of its own, for whoever wrote it.
    """
    why, detail = "The", f"{type(error).__name__} in {name}."
    if isinstance(error, LabelError | ValueSetError):
        product = error.product if isinstance(error, LabelError) else None
        why, detail = f"The label data{f' of {product}' if product else ''} hold a mistake: the", str(error)
    return _said(f"{why} check '{name}' could not run; the rest was checked", expression, detail)


def not_held_against(mistakes: Iterable[LabelError], expression: str) -> Iterator[Finding]:
    """Says of which other products the label was not looked at, as it cannot be read."""
    for mistake in mistakes:
        text = f"The label data of {mistake.product} hold a mistake: the order was checked without them"
        yield _said(text, expression, str(mistake))


def _said(text: str, expression: str, detail: str) -> Finding:
    return said(NOT_CHECKED, Verdict.UNDETERMINED, text, at=expression, detail=detail)
