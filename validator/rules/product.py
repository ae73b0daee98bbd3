"""The product: its dose form, a marketed strength, and a dose that whole units can make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

from validator.assessment.situation import Situation
from validator.chart.fact import Product
from validator.dosage.making import Making
from validator.dosage.schedule import MILLIGRAM
from validator.finding import Finding, IssueType, finding_code
from validator.label.model import Label
from validator.quantity import plain
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

FORM_OPEN = finding_code(
    "product-form-not-told",
    "Tablets or capsules is not told",
    """The order names the drug but neither a tablet nor a capsule: an ingredient-level code, a generic product or
    text. The two products are not interchangeable and have different labels, so the order cannot be accepted. Use a
    product code that tells the form (RxNorm clinical drug, NDC) or a Medication with a form.""",
    issue=IssueType.REQUIRED,
    to_do="choose a product that names its form",
)
CONFLICT = finding_code(
    "product-codes-disagree",
    "Codes of the product disagree",
    """Two codings of the ordered medication name different forms or strengths, or a display or the text names another
    drug, brand or form than the code. Which is dispensed depends on which is read. Correct the order.""",
    to_do="cancel this order, and order anew the product that is meant",
)
NOT_MARKETED = finding_code(
    "strength-not-marketed",
    "Strength is not marketed",
    """The order names a unit strength that the label does not list. Tablets are 20, 40 and 60 mg, capsules 20 and
    80 mg.""",
    to_do="choose a strength that is marketed",
)
NOT_MADE = finding_code(
    "dose-not-made-of-whole-units",
    "Dose cannot be made of whole units",
    """No number of whole marketed units makes this dose, and units must not be split or opened.""",
    to_do="order a dose that whole units make",
)
STRENGTH_MISFIT = finding_code(
    "strength-does-not-fit-dose",
    "Ordered strength does not make the dose",
    """No number of whole units of the ordered strength makes the ordered dose, for example 40 mg from 60 mg
    tablets.""",
    to_do="choose a strength that makes the dose",
)
BY_TEXT = finding_code(
    "product-known-by-text-only",
    "Product is identified by its name only",
    """No code that is known here identifies the product, or tells tablets from capsules; its name in display or text
    does. Lists of codes are never complete, so the order was checked by that name. Use a coded medication.""",
    to_do="choose the product from the list, or check that its name is right",
)
UNVERIFIED = finding_code(
    "product-strength-unverified",
    "Strength behind the product code is not verified",
    """The product code is known, but which strength or daily dose it stands for rests on one unverified source. Check
    the strength against the package.""",
)


@rule("product")
def product(situation: Situation) -> Iterator[Finding]:
    """The order tells the form, and its strength and dose can be dispensed in whole marketed units."""
    ordered, label, order = situation.order.product, situation.label, situation.order
    place = ordered.evidence.expression or order.expression
    say = partial(said, at=place, evidence=(ordered.evidence,))
    if ordered.form is None:
        text = f"The order does not tell {_forms(situation)}; it was checked as {label.product} {label.pieces}"
        missing = ("medication code that tells the dose form",)
        yield say(FORM_OPEN, Verdict.UNDETERMINED, text, section=label.interchange_section, missing=missing)
    if ordered.conflict:
        text = f"Two products in one order: {ordered.conflict}"
        yield say(CONFLICT, Verdict.ERROR, text, section=label.strength_section)
    if ordered.named_by_text:
        text = f"The product is given in words only; {label.product} {label.pieces} are taken to be meant"
        step = f"choose {label.product} {label.pieces} and their strength from the drug list, if they are meant"
        yield say(BY_TEXT, Verdict.WARNING, text, to_do=step)
    if ordered.unverified and ordered.strengths_mg:
        text = "The strength behind the product code rests on one unverified source; check it against the package"
        kind = IssueType.INFORMATIONAL
        yield say(UNVERIFIED, Verdict.ACCEPT, text, section=label.strength_section, issue_type=kind)
    strangers = sorted(ordered.strengths_mg - frozenset(label.strengths_mg)) if ordered.form == label.form else []
    if label.form == ordered.form == "solution" and ordered.mg_per_ml not in (None, label.mg_per_ml):
        assert ordered.mg_per_ml is not None
        assert label.mg_per_ml is not None
        has, made = plain(ordered.mg_per_ml), plain(label.mg_per_ml)
        text = f"{label.product} has no solution of {has} mg/mL; marketed is {made} mg/mL"
        yield say(NOT_MARKETED, Verdict.ERROR, text, section=label.strength_section)
    if strangers:
        marketed = ", ".join(map(plain, label.strengths_mg))
        text = f"{label.product} has no {label.form} of {_list(strangers)} mg; marketed are {marketed} mg"
        yield say(NOT_MARKETED, Verdict.ERROR, text, section=label.strength_section)
    yield from _whole_units(situation)


def _whole_units(situation: Situation) -> Iterator[Finding]:
    label, order = situation.label, situation.order
    places, own = order.dosage_places, order.product
    for phase in situation.ordered.own.phases:
        if phase.splits_unit:
            text = f"The order counts a part of a {label.form}; {label.pieces} are taken whole"
            yield said(NOT_MADE, Verdict.ERROR, text, at=places, by=label.administration)
            continue
        doses: set[Decimal] = set()
        for line in phase.lines:
            if line.dose.unit == MILLIGRAM and (exact := line.dose.amount.exact) is not None:
                doses.add(exact)
        for mg in sorted(doses):
            if not label.making.makes(mg):
                yield said(NOT_MADE, Verdict.ERROR, _not_made(mg, label), at=places, section=label.strength_section)
            elif _is_marketed(own, label) and not Making(tuple(own.strengths_mg)).makes(mg):
                yield said(
                    STRENGTH_MISFIT,
                    Verdict.ERROR,
                    f"No whole {label.pieces} of {_list(own.strengths_mg)} mg make a dose of {plain(mg)} mg",
                    at=(*places, own.evidence.expression or order.expression),
                    section=label.strength_section,
                    evidence=(own.evidence,),
                )


def _forms(situation: Situation) -> str:
    """The forms that the order leaves open, in words."""
    label, others = situation.label, situation.choice.others
    forms = list(
        dict.fromkeys((label.pieces, *(other.pieces for other in others if other.ingredient == label.ingredient)))
    )
    return " from ".join(sorted(forms, reverse=True)) if len(forms) > 1 else "the dose form"


def _not_made(mg: Decimal, label: Label) -> str:
    if label.mg_per_ml is not None and label.measure_ml is not None:
        step = f"steps of {plain(label.measure_ml)} mL"
        return f"{plain(mg)} mg of {plain(label.mg_per_ml)} mg/mL cannot be measured in {step}."
    return f"No whole {label.pieces} of {_list(label.strengths_mg)} mg make a dose of {plain(mg)} mg."


def _is_marketed(product: Product, label: Label) -> bool:
    # A strength that is not marketed is said apart; an absurd one would also take for ever to add up.
    return bool(product.strengths_mg) and product.strengths_mg.issubset(label.strengths_mg)


def _list(strengths: Iterable[Decimal]) -> str:
    return ", ".join(plain(strength) for strength in sorted(strengths))
