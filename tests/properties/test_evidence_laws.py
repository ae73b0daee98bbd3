"""Less evidence never makes an order better, and an accepted dose is one the label gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.build import to_json
from support.bundle import bundle
from support.case import Case, Sig
from support.chart import dressed
from support.coding import NO
from support.dress import Dress
from support.strategy import any_story, dresses, stories

from validator import check_bundle
from validator.report.model import OrderReport

FEW = settings(max_examples=60)


def judged(resources: list[dict[str, object]], dress: Dress, references: frozenset[str]) -> list[OrderReport]:
    """The reports on the orders of a story."""
    report = check_bundle(
        to_json(bundle("collection", resources)), fhir_version="R4B" if dress.fhir == "R4B" else "auto"
    )
    return [order for order in report.orders if order.order in references]


def shows_eligibility(case: Case, name: str) -> bool:
    """Whether a resource of this name can only speak for the order: without it the label asks for more, never for less.

    Left out are modifiers (other drugs, liver, bleeding, operations, earlier doses), and what can speak against the
    order: a grade that is not well-differentiated, earlier treatment beside nivolumab, an adult's weight.
    """
    if name in ("primary", "metastasis", "extent", "progress", "histology", "patient", "criteria"):
        return True
    if name.startswith("states-") or (name == "grade" and not case.grade):
        return True
    if name.startswith("prior-"):
        return case.partner is None
    return name == "weight" and case.born >= "2009-12-31"


def denies(resource: dict[str, object]) -> bool:
    """Whether a form or attestation denies something ("not unresectable"): that can speak against the order."""
    text = to_json(resource)
    return b'"valueBoolean": false' in text or NO["code"].encode() in text


@FEW
@given(any_story(), dresses(), st.data())
def test_removing_evidence_never_turns_a_worse_verdict_into_accept(
    case: Case, dress: Dress, data: st.DataObject
) -> None:
    chart = dressed(case, dress)
    removable = [one for one in chart.resources if shows_eligibility(case, one["id"]) and not denies(one)]
    gone = data.draw(st.lists(st.sampled_from(removable), min_size=1, max_size=3, unique_by=lambda one: one["id"]))
    before = judged(list(chart.resources), dress, chart.order_references)
    assume(all(order.verdict.value != "accept" for order in before))
    after = judged([one for one in chart.resources if one not in gone], dress, chart.order_references)
    assert all(order.verdict.value != "accept" for order in after), [one["id"] for one in gone]


@FEW
@given(stories(), dresses())
def test_without_the_diagnosis_nothing_is_accepted(case: Case, dress: Dress) -> None:
    chart = dressed(case, dress)
    rest = [one for one in chart.resources if one["id"] != "primary"]
    assert all(order.verdict.value != "accept" for order in judged(rest, dress, chart.order_references))


def label_dose(case: Case) -> Decimal | None:
    """The one dose a day the current labels give a start in this story, worked out apart from the project's own rules.

    None where they give none, or ask for something this short table does not know.
    """
    years = case.on.year - int(case.born[:4]) - (case.on.isoformat()[5:] < case.born[5:])
    kilograms = case.weight_kg
    beside = {drug.name for drug in case.taking}
    strong_inhibitor, inducer = beside & {"itraconazole", "clarithromycin"}, beside & {"rifampin", "phenytoin"}
    # Of metastatic disease, resectability that nothing speaks of is a note.
    if case.disease == "pancreatic-nec" or case.not_shown - {"unresectable"} or case.child_pugh == "C":
        return None
    if case.disease == "mtc":
        if case.form != "capsule":
            return None
        start, step, impaired = Decimal(140), 40, ("A", "B")
    else:
        if case.form != "tablet" or (case.disease in ("dtc", "pnet", "epnet") and years < 12):
            return None
        start, step, impaired = Decimal(60), 20, ("B",)
        if case.partner:
            start = Decimal(40)
        elif case.disease in ("dtc", "pnet", "epnet") and years < 17:
            if kilograms is None:
                return None
            start = Decimal(60) if kilograms >= 40 else Decimal(40)
        elif case.disease in ("dtc", "pnet", "epnet") and years == 17 and (kilograms is None or kilograms < 40):
            return None
    if case.child_pugh in impaired:
        if strong_inhibitor or inducer or case.partner or (case.disease != "mtc" and "efavirenz" in beside):
            return None
        return Decimal(80) if case.disease == "mtc" else start - 20
    if strong_inhibitor:
        return start - step
    return start + step if inducer else start


@settings(max_examples=120)
@given(stories(), dresses())
def test_only_a_dose_of_the_label_is_accepted(case: Case, dress: Dress) -> None:
    case = replace(case, earlier=())
    chart = dressed(case, dress)
    for order in judged(list(chart.resources), dress, chart.order_references):
        if order.verdict.value == "accept":
            assert case.order.times == "once daily"
            assert case.order.daily_mg == label_dose(case)


@settings(max_examples=120)
@given(stories(), dresses(), st.data())
def test_a_dose_above_the_labels_is_noticed(case: Case, dress: Dress, data: st.DataObject) -> None:
    case = replace(case, earlier=(), not_shown=frozenset())
    dose = label_dose(case)
    assume(dose is not None)
    assert dose is not None
    units = 80 if case.form == "capsule" else 60
    above = data.draw(st.integers(1, 3).map(lambda steps: Sig(int(dose) + steps * units, "once daily")))
    chart = dressed(replace(case, order=above), dress)
    for order in judged(list(chart.resources), dress, chart.order_references):
        assert order.verdict.value == "error"
        assert order.expected is None or order.expected.daily_mg is None or order.expected.daily_mg < above.mg


@settings(max_examples=120)
@given(stories(), dresses())
def test_the_labels_dose_is_never_an_error_of_dose(case: Case, dress: Dress) -> None:
    case = replace(case, earlier=(), not_shown=frozenset(), problems=())
    dose = label_dose(case)
    assume(dose is not None)
    assert dose is not None
    chart = dressed(replace(case, order=Sig(int(dose), "once daily")), dress)
    for order in judged(list(chart.resources), dress, chart.order_references):
        said = [(finding.code, finding.verdict.value, finding.message) for finding in order.findings]
        assert order.verdict.value in ("accept", "warning"), said
        assert order.expected is not None
