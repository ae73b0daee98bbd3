"""Reservations about what decides the dose: a measurement that is old or may be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.criteria.body_size import OLD
from validator.finding import Evidence, Finding, finding_code
from validator.regex import regex
from validator.rules.dose_title import size_of, sizes_in
from validator.rules.message import sentence
from validator.rules.said import said
from validator.verdict import Verdict

STALE = finding_code(
    "dose-rests-on-old-measurement",
    "Dose rests on an old measurement",
    """The label's dose for this patient depends on a measurement (weight, body surface area) that is older than 30 days
    under 18 years, or 365 days in adults. The label gives no limit; these are project choices. Measure again.""",
    to_do="measure the patient again",
)
UNSURE = finding_code(
    "dose-rests-on-doubtful-weight",
    "Dose rests on a weight to be checked",
    """The weight is stated or estimated, or cannot be right beside another value (pounds for kilograms, a height for a
    weight). The dose is the same whichever is right. The numbers are project choices. Weigh the patient.""",
    to_do="weigh the patient",
)


def reservations(situation: Situation) -> Iterator[Finding]:
    """One finding for each reservation about what decides the regimen."""
    cautions: dict[str, tuple[Evidence, ...]] = {}
    for answer in situation.worlds.regimen_evidence:
        for caution in answer.cautions:
            cautions.setdefault(caution, answer.evidence)
    for caution, shown in cautions.items():
        yield said(
            STALE if caution.startswith(OLD) else UNSURE,
            Verdict.WARNING,
            f"{caution}; the label's dose depends on it",
            at=situation.order.expression,
            section=situation.dose_section,
            evidence=shown,
            heading=_heading(situation, caution, shown),
        )


def _heading(situation: Situation, caution: str, shown: tuple[Evidence, ...]) -> str:
    """The measurement, how old it is, and for whom the dose is that it decides; empty where that has no few words."""
    old = _IS_OLD.match(caution)
    sizes, world = sizes_in(shown), situation.worlds.expected
    whom = size_of(world) if world is not None else ""
    if old is None or len(sizes) != 1 or world is None or not whom:
        return ""
    return sentence(
        f"The {old['what']} of {sizes[0]} is {old['days']} days old: "
        f"{situation.label.product} {world.start} is for {whom}; measure again"
    )


_IS_OLD = regex(rf"{OLD} (?P<what>.+?) is (?P<days>\d+) days old")
