"""Drugs on file that nothing identifies, and the many that any name does."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, statement, to
from support.coding import NDC, RXNORM
from support.judged import judged, named, tablets
from support.plain import kidney
from support.product import CLINICAL_DRUGS

from validator.verdict import Verdict

CODE = "other-drug-not-identified"


def by(text: str | None = None, **coding: str) -> Resource:
    """A medication that is taken, known by these words or this code."""
    concept = ({"text": text} if text else {}) | ({"coding": [coding]} if coding else {})
    return statement("other", concept, start="2026-10-01")


@pytest.mark.parametrize(
    "other",
    [
        by("[redacted]"),
        by("unknown"),
        by("See note"),
        by("Patient's own medication"),
        by("STUDY DRUG"),
        by("unknown medication 10 mg tablet"),
        by("antifungal"),
        by("oral antibiotic"),
        by("HIV medications"),
        by("Azole antifungal agent, prophylaxis"),
        by("seizure medicine"),
        by("Investigational study drug (IND 12345)"),
        by("Clinical trial agent - blinded"),
        by("Study Drug A or placebo"),
        by("Chemo drug (see protocol)"),
        by("anti-viral for COVID-19"),
        by("UNK"),
        by("outside medication"),
        by("patient supplied medication"),
        by("OTC med"),
        by("compound"),
        by("strong CYP3A4 inhibitor"),
        by("\u043a\u0435\u0442\u043e\u043a\u043e\u043d\u0430\u0437\u043e\u043b"),
        by("\u30b1\u30c8\u30b3\u30ca\u30be\u30fc\u30eb"),
        by(system=RXNORM, code="99999999"),
        by(system=NDC, code="99999-999-99"),
        by("see note", system="urn:local", code="17"),
    ],
)
def test_a_placeholder_or_a_bare_unlisted_code_is_a_warning(other: Resource) -> None:
    report = judged(kidney(beside=(other,)))
    (found,) = named(report, CODE)
    assert (found.verdict, report.verdict) == (Verdict.WARNING, Verdict.WARNING)
    assert found.message.startswith("1 drug on file is not identified")


@pytest.mark.parametrize(
    "other",
    [
        by("amlodipine 5 mg tablet"),
        by("antifungal cream"),
        by("antibiotic ointment"),
        by("nicotine replacement therapy"),
        by("physical therapy"),
        by("Zolpidem"),
        by("glucose test strips"),
        by("XL092 study drug"),
        by("aspirin or placebo (study drug)"),
        by("COVID-19 vaccine"),
        by("research peptide BPC 157"),
        by("patient's own insulin"),
        by(system=RXNORM, code="99999999", display="A drug with a name"),
        by(system="http://hl7.org/fhir/sid/cvx", code="207"),
        by("unknown") | {"status": "completed"},
    ],
)
def test_any_name_identifies_and_what_is_over_is_not_asked(other: Resource) -> None:
    assert judged(kidney(beside=(other,))).verdict is Verdict.ACCEPT


def handed_out(on: str | None, **elements: Any) -> Resource:
    """A drug that was handed out, known by a code that no list holds."""
    code = {"coding": [{"system": RXNORM, "code": "99999999"}]}
    told = {"medicationCodeableConcept": code, "subject": to("Patient/patient"), "status": "completed"}
    return resource("MedicationDispense", "fill", **(told | {"whenHandedOver": on} | elements))


MONTH = {"daysSupply": {"value": 30, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}}


@pytest.mark.parametrize("other", [handed_out("2026-11-20", **MONTH), handed_out("2026-11-20"), handed_out(None)])
def test_what_was_handed_out_is_taken_from_then_on(other: Resource) -> None:
    (found,) = named(judged(kidney(beside=(other,))), CODE)
    assert found.verdict is Verdict.WARNING


@pytest.mark.parametrize(
    "other",
    [
        handed_out("2026-09-01", **MONTH),
        handed_out("2024-09-01"),
        handed_out("2026-11-20", status="cancelled"),
        handed_out("2026-11-20", status="entered-in-error"),
        handed_out("2026-11-20", medicationCodeableConcept={"text": "amlodipine 5 mg"}),
    ],
)
def test_a_supply_that_is_used_up_and_one_never_handed_out_are_quiet(other: Resource) -> None:
    assert judged(kidney(beside=(other,))).verdict is Verdict.ACCEPT


def given(on: str | None, **elements: Any) -> Resource:
    """One dose that was given, of a drug that only a code of the house names."""
    told: dict[str, Any] = {
        "status": "completed",
        "medicationCodeableConcept": {"coding": [{"system": "urn:x", "code": "7"}]},
    }
    return resource(
        "MedicationAdministration", "given", subject=to("Patient/patient"), effectiveDateTime=on, **(told | elements)
    )


@pytest.mark.parametrize("status", ["completed", "in-progress"])
@pytest.mark.parametrize("on", ["2026-11-22", "2026-11", None])
def test_a_dose_given_on_the_day_may_be_one_of_many(on: str | None, status: str) -> None:
    report = judged(kidney(beside=(given(on, status=status),)))
    assert report.verdict is Verdict.WARNING
    assert named(report, "other-drug-not-identified")


@pytest.mark.parametrize(
    "other",
    [
        given("2026-11-01"),
        given("2026-11-22", status="not-done"),
        given("2026-11-22", medicationCodeableConcept={"text": "ondansetron 8 mg"}),
    ],
)
def test_a_dose_given_long_before_or_not_at_all_and_one_with_a_name_are_quiet(other: Resource) -> None:
    assert judged(kidney(beside=(other,))).verdict is Verdict.ACCEPT


def test_all_of_them_are_one_finding() -> None:
    others = tuple(by("unknown") | {"id": f"m{index}"} for index in range(5))
    (found,) = named(judged(kidney(beside=others)), CODE)
    assert found.message.startswith("5 drugs on file are not identified")
    assert len(found.evidence) == 5


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("PREZCOBIX 800-150 MG PO TABS", Verdict.ERROR),
        ("darunav-cobicist 800-150 mg tablet", Verdict.ERROR),
        ("LOPINA-RITON 200-50 MG", Verdict.ERROR),
        ("nirmatrel/ritonav", Verdict.ERROR),
        ("ELVITEG & COBICI & EMTRIC", Verdict.ERROR),
        ("amlod-benaz 5-20 mg capsule", Verdict.ACCEPT),
        ("hydrochlo-losart", Verdict.ACCEPT),
        ("cobi mixture", Verdict.ACCEPT),
        ("rito-x", Verdict.ACCEPT),
    ],
)
def test_a_combination_is_known_by_its_brand_or_its_clipped_parts(name: str, verdict: Verdict) -> None:
    assert judged(kidney(beside=(by(name),))).verdict is verdict


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("ITRACONAZ 100 MG PO CAPS", Verdict.ERROR),
        ("CLARITHRO 500", Verdict.ERROR),
        ("RITONAV 100 MG TAB", Verdict.ERROR),
        ("CARBAMAZ XR 200", Verdict.WARNING),
        ("PHENOBARB 32.4 MG TAB", Verdict.WARNING),
        ("METOPROL SUCC ER 50 MG", Verdict.ACCEPT),
        ("LEVOTHYROX 75 MCG", Verdict.ACCEPT),
        ("FLUTICASO PROP 50 MCG NASAL SPRAY", Verdict.ACCEPT),
        ("VITAMIN D CHOLECALCIF 1000 UNIT", Verdict.ACCEPT),
        ("KETO diet powder", Verdict.ACCEPT),
    ],
)
def test_a_drug_alone_is_known_by_its_clipped_name(name: str, verdict: Verdict) -> None:
    assert judged(kidney(beside=(by(name),))).verdict is verdict


def everolimus(text: str, dose: Any = None, **elements: Any) -> Resource:
    """Everolimus on file since spring."""
    made = statement("everolimus", {"text": text}, start="2026-04-01")
    return made | ({"dosage": [{"doseAndRate": [{"doseQuantity": dose}]}]} if dose else {}) | elements


def problem(code: str, system: str = "http://hl7.org/fhir/sid/icd-10-cm") -> Resource:
    """A Condition beside the cancer."""
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    return resource("Condition", "own", subject=to("Patient/patient"), clinicalStatus=active,
                    code={"coding": [{"system": system, "code": code}]})  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [
        ([everolimus("everolimus 10 mg tablet")], Verdict.ERROR),
        ([everolimus("everolimus", {"value": 5, "unit": "mg"})], Verdict.ERROR),
        ([everolimus("everolimus", {"value": 0.75, "unit": "mg"})], Verdict.ACCEPT),
        ([everolimus("everolimus 2.5 mg tablet")], Verdict.ACCEPT),
        ([everolimus("Zortress")], Verdict.ACCEPT),
        ([everolimus("everolimus"), problem("Z94.0")], Verdict.ACCEPT),
        ([everolimus("everolimus"), problem("Q85.1")], Verdict.ACCEPT),
        ([everolimus("everolimus", reasonReference=[to("Condition/tumor")]), problem("Z94.0")], Verdict.ERROR),
        ([everolimus("everolimus"), problem("I10")], Verdict.ERROR),
    ],
)
def test_everolimus_against_rejection_is_no_partner(beside: list[Resource], verdict: Verdict) -> None:
    assert judged(kidney(tablets(60), beside=tuple(beside))).verdict is verdict


@pytest.mark.parametrize(
    ("count", "named_as"),
    [
        (1, '("unknown", of 2026-10-01)'),
        (2, '("unknown", of 2026-10-01; "unknown", of 2026-10-01)'),
        (3, '("unknown", of 2026-10-01; "unknown", of 2026-10-01 and 1 more)'),
    ],
)
def test_two_of_them_are_named_and_the_rest_is_counted(count: int, named_as: str) -> None:
    beside = tuple(by("unknown") | {"id": f"d{number}"} for number in range(count))
    (found,) = named(judged(kidney(beside=beside)), CODE)
    assert named_as in found.message
    assert len(found.evidence) == count


def ordered_before(code: str) -> Resource:
    """An order of another day that is still active, whose drug a bare code of RxNorm tells."""
    return tablets(60, name="before", on="2026-10-20") | {
        "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": code}]}
    }


def test_another_order_of_the_drug_is_identified_by_its_code_alone() -> None:
    listed = ordered_before(CLINICAL_DRUGS["tablet", 60]["code"])
    assert named(judged(kidney(beside=(listed,))), CODE) == []
    # It is seen as what it is.
    assert named(judged(kidney(beside=(listed,))), "order-may-replace-another")


def test_another_order_by_a_code_that_no_list_holds_may_be_for_anything() -> None:
    (found,) = named(judged(kidney(beside=(ordered_before("99999999"),))), CODE)
    assert found.verdict is Verdict.WARNING


@pytest.mark.parametrize("text", ["B12", "D3", "vit B-12", "Home O2"])
def test_a_vitamin_by_its_number_and_oxygen_are_named(text: str) -> None:
    assert named(judged(kidney(tablets(60), beside=(by(text),))), CODE) == []


@pytest.mark.parametrize("text", ["none", "No meds", "No known medications", "no other medications", "None reported"])
def test_words_that_nothing_is_taken_are_no_drug(text: str) -> None:
    assert named(judged(kidney(beside=(by(text),))), CODE) == []


@pytest.mark.parametrize("text", ["N/A", "unknown", "not known"])
def test_words_that_do_not_say_so_are(text: str) -> None:
    assert len(named(judged(kidney(beside=(by(text),))), CODE)) == 1


@pytest.mark.parametrize(
    ("other", "named_as"),
    [
        (by("See note"), '"See note", of 2026-10-01'),
        (by("see note", system="urn:local", code="17"), '"see note", of 2026-10-01'),
        (by(system=RXNORM, code="99999999"), "a report by a code that is not known here, of 2026-10-01"),
        (handed_out("2026-11-20"), "a supply by a code that is not known here, of 2026-11-20"),
        (handed_out(None), "a supply by a code that is not known here"),
    ],
)
def test_it_is_named_as_written_and_by_its_day(other: Resource, named_as: str) -> None:
    (found,) = named(judged(kidney(beside=(other,))), CODE)
    assert found.message == f"1 drug on file is not identified ({named_as}): whether it interacts was not checked."


def test_of_two_with_long_names_one_is_named_and_the_other_counted() -> None:
    long = by("unknown medication 10 mg tablet")
    (found,) = named(judged(kidney(beside=(long, handed_out("2026-11-20")))), CODE)
    assert found.message.startswith("2 drugs on file are not identified (")
    assert " and 1 more): whether it interacts was not checked" in found.message
