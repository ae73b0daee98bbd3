"""What the pharmacy is asked to hand out, against what the dose uses up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validator.assessment.situation import Situation
from validator.chart.order.strength import mg_counted_by
from validator.dosage import render
from validator.dosage.unit import CAPSULE, TABLET, unit_of_word
from validator.finding import Finding, finding_code
from validator.quantity import plain, rounded
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

MISFIT = finding_code(
    "supply-does-not-fit-dose",
    "Supply does not fit the dose",
    """The quantity to dispense, the days it is to last and the dose do not fit each other, or the quantity counts
    another dose form than the product has. One of them is probably wrong.""",
    to_do="correct the amount to dispense, or the days it is for",
)
_TOLERANCE = Decimal("0.1")
"""A tenth more or less is rounding to packs, not a mistake. Project choice."""


@rule("supply")
def supply(situation: Situation) -> Iterator[Finding]:
    """Units handed out, days of supply and units a day agree within a tenth, where the order tells all three."""
    stated, own = situation.order.supply, situation.ordered.own
    if stated is not None and (counts := _other_form(stated.unit_word, situation.order.product.form)) is not None:
        yield said(
            MISFIT,
            Verdict.WARNING,
            f"The quantity to dispense counts {counts}s, the ordered product is a {situation.order.product.form}",
            at=f"{situation.order.expression}.dispenseRequest.quantity",
            evidence=(stated.evidence,),
        )
        return
    if stated is None or stated.units is None or stated.days is None or stated.days <= 0:
        return
    unit_mg = mg_counted_by(situation.order.product, stated.unit_word)
    daily = own.daily_mg
    if not own.known or daily is None or daily.low != daily.high or len(own.phases) != 1:
        return
    if unit_mg is None:
        return
    needed = daily.high / unit_mg * stated.days
    if abs(stated.units - needed) <= needed * _TOLERANCE:
        return
    yield said(
        MISFIT,
        Verdict.WARNING,
        f"{plain(stated.units)} units for {plain(stated.days)} days do not fit {render(own)}, "
        f"which uses {plain(rounded(needed, 2))}",
        at=f"{situation.order.expression}.dispenseRequest",
        section=situation.dose_section,
        evidence=(stated.evidence,),
    )


def _other_form(word: str | None, form: str | None) -> str | None:
    """The dose form that a quantity counts, where it is another one than that of the product and both are told."""
    unit = unit_of_word(word) if word is not None else None
    forms = (TABLET.word, CAPSULE.word)
    if unit is None or unit.word not in forms or form not in forms or unit.word == form:
        return None
    return unit.word
