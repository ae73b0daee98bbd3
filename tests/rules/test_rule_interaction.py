"""Interacting drugs: the pair is to be avoided even where the dose is right for it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.build import Resource, observation, order, quantity, statement
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, DRUGS, Coding, concept, loinc, rxnorm
from support.judged import capsules, judged, liver_cancer, medullary, named, only, tablets, taking
from support.liver import cirrhosis
from support.plain import kidney

from validator.verdict import Verdict

DEXAMETHASONE = rxnorm("197580", "dexamethasone 2 MG Oral Tablet")


@pytest.mark.parametrize(
    ("drug", "mg", "because", "section"),
    [
        ("itraconazole", 40, "strong CYP3A4 inhibitor", "2.7"),
        ("rifampin", 80, "strong CYP3A4 inducer", "2.8"),
        ("efavirenz", 80, "moderate CYP3A4 inducer", "2.8"),
        ("efavirenz", 60, "moderate CYP3A4 inducer", "2.8"),
    ],
)
def test_a_pair_is_a_warning_beside_the_right_dose(drug: str, mg: int, because: str, section: str) -> None:
    report = judged(kidney(tablets(mg), beside=(taking(drug),)))
    (pair,) = named(report, "interacting-drug")
    assert pair.message.startswith(f"{drug.capitalize()} is a {because}: avoid ")
    assert (pair.section, pair.verdict) == (section, Verdict.WARNING)
    assert pair.evidence[0].reference == f"MedicationStatement/taking-{drug}"
    assert report.verdict is Verdict.WARNING
    assert [one.code for one in named(report, "dose-agrees")] == ["dose-agrees"]


@pytest.mark.parametrize(
    "drug",
    [
        rxnorm("195085", "efavirenz"),
        DEXAMETHASONE,
        rxnorm("205324", "modafinil 200 MG Oral Tablet"),
    ],
    ids=lambda drug: drug["display"],
)
@pytest.mark.parametrize("mg", [60, 80])
def test_a_moderate_inducer_is_said_once_and_asks_for_no_other_dose(drug: Coding, mg: int) -> None:
    report = judged(kidney(tablets(mg), beside=(statement("other", concept(drug), start="2026-10-01"),)))
    assert [one.code for one in report.findings if one.verdict is not Verdict.ACCEPT] == ["interacting-drug"]
    assert report.expected is not None
    assert report.expected.daily_mg == 60


@pytest.mark.parametrize(
    ("mg", "code", "verdict"),
    [(100, "dose-above-maximum", Verdict.ERROR), (40, "dose-below-start", Verdict.WARNING),
     (30, "dose-not-a-label-step", Verdict.ERROR)],
)  # fmt: skip
def test_a_moderate_inducer_excuses_no_other_dose(mg: int, code: str, verdict: Verdict) -> None:
    assert only(kidney(tablets(mg), beside=(taking("efavirenz"),)), code).verdict is verdict


def test_a_moderate_inducer_of_which_it_is_open_whether_it_is_taken_is_a_caution() -> None:
    unclear = taking("efavirenz", status="on-hold")
    assert only(kidney(beside=(unclear,)), "interacting-drug-not-clear").verdict is Verdict.WARNING
    assert judged(kidney(beside=(unclear,))).verdict is Verdict.WARNING
    # With an impaired liver the label has no rule for both, so there the dose hangs on it.
    liver: Resource = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])
    assert judged(kidney(tablets(40), beside=(unclear, liver))).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("drug", ["fluconazole", "esomeprazole", "metformin"])
def test_a_drug_that_does_not_interact_is_not_named(drug: str) -> None:
    report = judged(kidney(beside=(taking(drug),)))
    assert report.verdict is Verdict.ACCEPT
    assert named(report, "interacting-drug") == []


def test_a_drug_that_may_still_be_taken_leaves_the_order_open() -> None:
    found = only(kidney(beside=(taking("itraconazole", status="on-hold"),)), "interacting-drug-not-clear")
    assert found.verdict is Verdict.UNDETERMINED
    assert found.missing == ("status or end of MedicationStatement/taking-itraconazole",)
    assert found.message.endswith("(strong CYP3A4 inhibitor).")


@pytest.mark.parametrize(
    ("drug", "until", "said"),
    [
        ("itraconazole", "2026-11-21", True),
        ("itraconazole", "2026-11-20", False),
        ("rifampin", "2026-11-21", True),
        ("fluconazole", "2026-11-21", False),
    ],
)
def test_a_drug_that_just_ended_is_a_warning(drug: str, until: str, said: bool) -> None:
    report = judged(kidney(beside=(taking(drug, until=until),)))
    found = named(report, "interacting-drug-just-stopped")
    assert [one.verdict for one in found] == ([Verdict.WARNING] if said else [])
    if said:
        assert found[0].message.startswith(f"{drug.capitalize()} was stopped 1 day before")


@pytest.mark.parametrize(("mg", "verdict"), [(60, Verdict.ACCEPT), (80, Verdict.WARNING)])
def test_a_moderate_inducer_that_just_ended_is_a_note_at_the_recommended_dose(mg: int, verdict: Verdict) -> None:
    found = only(
        kidney(tablets(mg), beside=(taking("efavirenz", until="2026-11-21"),)), "interacting-drug-just-stopped"
    )
    assert found.verdict is verdict


@pytest.mark.parametrize(("mg", "verdict"), [(60, Verdict.ACCEPT), (80, Verdict.WARNING), (40, Verdict.WARNING)])
@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_a_moderate_inducer_that_may_have_just_ended_is_a_note_at_the_recommended_dose(
    mg: int, verdict: Verdict, status: str
) -> None:
    five_days = order(concept(DEXAMETHASONE), name="other", on="2026-11-01", status=status)
    report = judged(kidney(tablets(mg), beside=(five_days,)))
    assert [one.verdict for one in named(report, "interacting-drug-just-stopped")] == [verdict]
    assert report.verdict is verdict


def test_a_strong_inhibitor_that_may_have_just_ended_stays_a_caution_at_the_recommended_dose() -> None:
    ketoconazole = concept(DRUGS["ketoconazole"][0])
    recent = order(ketoconazole, name="other", on="2026-11-01", status="completed")
    old = order(ketoconazole, name="other", on="2026-09-01", status="completed")
    assert judged(kidney(beside=(recent,))).verdict is Verdict.WARNING
    assert judged(kidney(beside=(old,))).verdict is Verdict.ACCEPT


def test_impairment_of_the_liver_is_no_pair() -> None:
    liver: Resource = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])
    assert named(judged(kidney(tablets(40), beside=(liver,))), "interacting-drug") == []


def test_capsules_have_their_own_pairs() -> None:
    report = judged(medullary(capsules(100), taking("ketoconazole")))
    assert [one.section for one in named(report, "interacting-drug")] == ["2.3"]
    assert named(judged(medullary(capsules(140), taking("efavirenz"))), "interacting-drug") == []


def test_a_reservation_about_the_liver_is_no_drug_that_begins() -> None:
    labs = (
        observation(
            "bilirubin", loinc("1975-2", "Bilirubin.total"), "2026-11-18", value=quantity(Decimal("0.8"), "mg/dL")
        ),
        observation("albumin", loinc("1751-7", "Albumin"), "2026-11-18", value=quantity(Decimal("4.1"), "g/dL")),
        observation("inr", loinc("6301-6", "INR"), "2026-11-18", value=quantity(Decimal("1.0"), "{INR}")),
    )
    report = judged(liver_cancer(tablets(60), *labs))
    assert named(report, "liver-class-not-recorded")
    assert named(report, "interacting-drug-begins-soon") == []


def test_a_drug_that_begins_soon_is_a_warning_with_what_it_will_do() -> None:
    soon = statement("soon", concept(DRUGS["itraconazole"][0]), start="2026-12-01", status="intended")
    found = only(kidney(beside=(soon,)), "interacting-drug-begins-soon")
    assert found.verdict is Verdict.WARNING
    assert found.message.endswith("the dose changes with it.")


def test_a_drug_that_only_its_prescriber_stops_is_not_to_be_stopped_beside_another_one() -> None:
    kept = statement("kept", {"text": "cobicistat"}, start="2026-10-01")
    found = only(kidney(tablets(40), beside=(taking("itraconazole"), kept)), "interacting-drug")
    assert found.to_do == "do not stop itraconazole, cobicistat yourself, ask who prescribes it"
    alone = only(kidney(tablets(40), beside=(taking("itraconazole"),)), "interacting-drug")
    assert alone.to_do.startswith("replace itraconazole if that can be done (ask who prescribes it), and go back")


def test_a_moderate_inducer_that_just_ended_is_a_caution_where_another_start_is_possible() -> None:
    ended = taking("efavirenz", until="2026-11-21")
    for mg in (60, 40):
        found = only(liver_cancer(cirrhosis(), ended, tablets(mg)), "interacting-drug-just-stopped")
        assert found.verdict is Verdict.WARNING


def test_an_inducer_that_may_be_taken_beside_an_impaired_liver_is_an_open_question() -> None:
    liver: Resource = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])
    unclear = taking("efavirenz", status="on-hold")
    found = only(kidney(tablets(40), beside=(unclear, liver)), "interacting-drug-not-clear")
    assert found.verdict is Verdict.UNDETERMINED


def test_a_drug_that_is_not_counted_is_told_in_a_note() -> None:
    supply = {"expectedSupplyDuration": quantity(30, "d"), "numberOfRepeatsAllowed": 0}
    used_up = order(concept(DRUGS["ketoconazole"][0]), name="used-up", on="2026-06-01", dispenseRequest=supply)
    later = statement("later", concept(DRUGS["ketoconazole"][0]), start="2027-03-01", status="intended")
    for beside in (used_up, later):
        found = only(kidney(beside=(beside,)), "interacting-drug-not-counted")
        assert found.verdict is Verdict.ACCEPT
        assert found.evidence[0].reference == f"{beside['resourceType']}/{beside['id']}"
    assert named(judged(kidney()), "interacting-drug-not-counted") == []
