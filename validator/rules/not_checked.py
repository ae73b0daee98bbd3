"""A check that could not run: a fault of ours, or a mistake in label data."""

from __future__ import annotations

from validator.finding import Finding, IssueType, finding_code
from validator.label.load import LabelError
from validator.rules.said import said
from validator.terminology.valueset import ValueSetError
from validator.verdict import Verdict

NOT_CHECKED = finding_code(
    "not-checked",
    "A check could not run",
    """A check failed inside labelcheck, which is our mistake and not a statement about the order. Everything else was
    checked. Do not read the absence of other findings as agreement; report the fault.""",
    issue=IssueType.EXCEPTION,
    to_do="check the order against the label yourself, and report the fault",
)


def not_checked(name: str, error: Exception, expression: str) -> Finding:
    """Says which check could not run.

    Only the exception's type is told, as its text may hold values of the patient; a mistake in label data has a
    sentence of its own, for whoever wrote it.
    """
    is_of_data = isinstance(error, LabelError | ValueSetError)
    why = "The label data hold a mistake: the" if is_of_data else "The"
    return said(
        NOT_CHECKED,
        Verdict.UNDETERMINED,
        f"{why} check '{name}' could not run; the rest was checked",
        at=expression,
        detail=str(error) if is_of_data else f"{type(error).__name__} in {name}.",
    )
