"""Other drugs on file that could not be looked at, since nothing says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, finding_code
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

NOT_IDENTIFIED = finding_code(
    "other-drug-not-identified",
    "A drug on file is not identified",
    """A medication on file carries only a placeholder in place of its name (redacted, unknown, see note, study drug),
    or only codes that no list holds and no name. Whether it interacts with the order was not checked. Any real name
    identifies a drug. Look it up, and give it its code or name.""",
    to_do="find out which drug it is",
)
_NAMED = 2
"""So many are named in the sentence; the evidence holds all."""


@rule("other_drug")
def other_drug(situation: Situation) -> Iterator[Finding]:
    """One finding for all drugs on file that nothing identifies."""
    unknown = situation.chart.unidentified
    if not unknown:
        return
    names = ", ".join(one.reference for one in unknown[:_NAMED])
    more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
    counted = "1 drug on file is" if len(unknown) == 1 else f"{len(unknown)} drugs on file are"
    yield said(
        NOT_IDENTIFIED,
        Verdict.WARNING,
        f"{counted} not identified ({names}{more}): whether it interacts was not checked",
        at=situation.order.expression,
        section="7",
        evidence=unknown,
    )
