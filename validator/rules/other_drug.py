"""Other drugs on file that could not be looked at, since nothing says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.chart.drug.identity import NOT_IDENTIFIED as UNNAMED
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
"""So many are named in the sentence where there is room; the evidence holds all."""
_ROOM = 60
"""Characters of a sentence for the names of the drugs."""


@rule("other_drug")
def other_drug(situation: Situation) -> Iterator[Finding]:
    """One finding for all drugs on file that nothing identifies."""
    unknown = situation.chart.unidentified
    if not unknown:
        return
    names = [one.says.removesuffix(UNNAMED) for one in unknown]
    shown = next((count for count in range(_NAMED, 1, -1) if len("; ".join(names[:count])) <= _ROOM), 1)
    more = f" and {len(unknown) - shown} more" if len(unknown) > shown else ""
    counted = "1 drug on file is" if len(unknown) == 1 else f"{len(unknown)} drugs on file are"
    yield said(
        NOT_IDENTIFIED,
        Verdict.WARNING,
        f"{counted} not identified ({'; '.join(names[:shown])}{more}): whether it interacts was not checked",
        at=situation.order.expression,
        section="7",
        evidence=unknown,
    )
