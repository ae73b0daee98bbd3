"""How a chart is written never changes what is said of it."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.answer import answer, check, essences, judgement
from support.build import dosage, every, observation, order, patient, quantity, to_json, weight
from support.bundle import bundle
from support.case import Case
from support.chart import dressed
from support.coding import HEIGHT, coding, concept, loinc, rxnorm
from support.dress import DRESSES, Dress
from support.ordered import timing
from support.plain import kidney, neuroendocrine, with_dosage
from support.strategy import any_story, dresses, stories

from validator import check_bundle
from validator.check import check_documents

FEW = settings(max_examples=40)


def version(dress: Dress) -> str:
    """The FHIR version said from outside; R4B cannot be told from R4 by shape."""
    return "R4B" if dress.fhir == "R4B" else "auto"


@FEW
@given(any_story(), dresses(), st.integers(1, 10_000))
def test_the_order_of_entries_never_matters(case: Case, dress: Dress, seed: int) -> None:
    chart = dressed(case, dress)
    once = check_bundle(to_json(bundle(dress.bundle, chart.resources)), fhir_version=version(dress))
    again = check_bundle(to_json(bundle(dress.bundle, chart.resources, seed=seed)), fhir_version=version(dress))
    assert essences(once) == essences(again)


@FEW
@given(stories())
def test_the_dress_never_matters(case: Case) -> None:
    judged = {}
    for dress in DRESSES:
        chart = dressed(case, dress)
        report = check_bundle(chart.data, fhir_version=version(dress))
        own = [one for one in report.orders if one.order in chart.order_references]
        judged[dress.name] = {one.verdict.value for one in own}
    assert len({frozenset(verdicts) for verdicts in judged.values()}) == 1, judged


UNRELATED: tuple[dict[str, Any], ...] = (
    observation("heart-rate", loinc("8867-4", "Heart rate"), "2026-11-20", value=quantity(72, "/min")),
    observation("hemoglobin", loinc("718-7", "Hemoglobin"), "2026-11-20", value=quantity(Decimal("13.1"), "g/dL")),
    observation("house", coding("https://ehr.example.org/lab", "X1", "house test"), "2026-11-20", text="done"),
    order(concept(rxnorm("6809", "metformin")), [dosage(quantity(500, "mg"), every(times=2))], name="metformin"),
    patient("somebody-else", born="1990-01-01"),
    observation("height-of-somebody-else", HEIGHT, "2026-11-20", value=quantity(150, "cm"))
    | {"subject": {"reference": "Patient/somebody-else"}},
    {"resourceType": "Organization", "id": "clinic", "name": "Synthetic clinic"},
    {"resourceType": "Spaceship", "id": "unknown"},
)


@FEW
@given(any_story(), dresses(), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=4, unique_by=id))
def test_an_unrelated_resource_never_changes_a_finding(case: Case, dress: Dress, extra: list[dict[str, Any]]) -> None:
    chart = dressed(case, dress)
    if dress.fhir == "R5":
        extra = [one for one in extra if one["resourceType"] != "MedicationRequest"]
    plain = check_bundle(to_json(bundle("collection", chart.resources)), fhir_version=version(dress))
    crowded = check_bundle(to_json(bundle("collection", [*chart.resources, *extra])), fhir_version=version(dress))
    before, after = essences(plain), essences(crowded)
    assert {name: after[name] for name in before} == before


@FEW
@given(any_story(), dresses(), st.integers(2, 4), st.randoms(use_true_random=False))
def test_a_chart_over_several_documents_is_the_same_chart(
    case: Case, dress: Dress, parts: int, dice: random.Random
) -> None:
    chart = dressed(case, dress)
    piles: list[list[Any]] = [[] for _ in range(parts)]
    for one in chart.resources:
        dice.choice(piles).append(one)
    documents = [to_json(bundle("collection", pile)) for pile in piles if pile]
    whole = check_bundle(to_json(bundle("collection", chart.resources)), fhir_version=version(dress))
    split = check_documents(documents, fhir_version=version(dress))
    assert essences(split) == essences(whole)


@FEW
@given(st.integers(25_000, 110_000), st.sampled_from(("20", "40", "60")))
def test_a_weight_in_another_unit_gives_the_same_answer(grams: int, mg: str) -> None:
    kilograms = str(Decimal(grams) / 1000)
    # five decimals of a pound can fall on the other side of exactly 40 kg, and of nothing else that matters
    units = ("kg", "g") if grams == 40_000 else ("kg", "g", "lb")
    judged = set()
    for unit in units:
        child = neuroendocrine(with_dosage(dosage(quantity(int(mg), "mg"), every())), born="2012-05-05", kilograms=None)
        judged.add(judgement(answer(check([*child, weight(kilograms, "2026-11-18", unit=unit)]))))
    assert len(judged) == 1


@FEW
@given(st.sampled_from((20, 40, 60, 80, 120)), st.sampled_from(("once daily", "twice daily", "every other day")))
def test_a_dose_in_another_unit_or_timing_gives_the_same_answer(mg: int, times: str) -> None:
    from support.case import Sig

    amounts = [
        quantity(mg, "mg"),
        quantity(Decimal(mg) / 1000, "g"),
        quantity(mg * 1000, "ug"),
        quantity(Decimal(mg) / 60, "tablet", "{tablet}") if mg % 60 == 0 else quantity(mg, "mg"),
    ]
    judged = set()
    for amount in amounts:
        for style in ("days", "hours", "code", "both"):
            made = with_dosage(dosage(amount, timing(Sig(mg, times), style)))
            judged.add(judgement(answer(check(kidney(made)))))
    assert len(judged) == 1


@FEW
@given(any_story(), dresses())
def test_the_same_chart_always_gets_the_same_answer(case: Case, dress: Dress) -> None:
    data = dressed(case, dress).data
    assert check_bundle(data, fhir_version=version(dress)) == check_bundle(data, fhir_version=version(dress))
