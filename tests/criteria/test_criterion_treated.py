"""Drugs that are given for advanced kidney cancer alone, as signs of it where no stage and no words are on file."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, every, observation, order, quantity, statement
from support.coding import M0, M_CATEGORY, STAGE_1, STAGE_4, STAGE_GROUP, concept, icd, loinc, rxnorm, snomed
from support.plain import TABLET_60

from validator.verdict import Truth

TUMOR = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma")), onset="2026-01-01")
EARLY = observation("early", STAGE_GROUP, "2026-02-01", coded=STAGE_1, focus="Condition/tumor")
LATE = observation("late", STAGE_GROUP, "2026-08-01", coded=STAGE_4, focus="Condition/tumor")
CONFINED = observation("confined", M_CATEGORY, "2026-02-01", coded=M0, focus="Condition/tumor")
ADVANCED = {"kind": "advanced", "disease": ["rcc"]}
SIGNS = ADVANCED | {
    "shown_by": ["axitinib", "tivozanib", "temsirolimus"],
    "shown_by_reason": ["pazopanib", "lenvatinib", "ipilimumab", "nivolumab", "aldesleukin", "everolimus"],
    "elsewhere": ["cancer_drug_elsewhere", "von_hippel_lindau", "cancer_in_history"],
}
DRUG = {
    "axitinib": rxnorm("1242999", "axitinib"),
    "tivozanib": rxnorm("2534233", "tivozanib"),
    "temsirolimus": rxnorm("657797", "temsirolimus"),
    "pazopanib": rxnorm("714438", "pazopanib"),
    "lenvatinib": rxnorm("1603296", "lenvatinib"),
    "ipilimumab": rxnorm("1094833", "ipilimumab"),
    "nivolumab": rxnorm("1597876", "nivolumab"),
    "aldesleukin": rxnorm("70223", "aldesleukin"),
    "everolimus": rxnorm("845507", "everolimus 10 MG Oral Tablet"),
    "belzutifan": rxnorm("2567226", "belzutifan"),
    "sunitinib": rxnorm("357977", "sunitinib"),
    "pembrolizumab": rxnorm("1547545", "pembrolizumab"),
}
ALWAYS = ("axitinib", "tivozanib", "temsirolimus")
BY_REASON = ("pazopanib", "lenvatinib", "ipilimumab", "nivolumab", "aldesleukin", "everolimus")
MELANOMA = condition("melanoma", concept(icd("C43.59", "Malignant melanoma of other part of trunk")))
VHL = condition("vhl", concept(icd("Q85.83", "Von Hippel-Lindau syndrome")))
SCLEROSIS = condition("sclerosis", concept(icd("Q85.1", "Tuberous sclerosis")))
TRANSPLANT = condition("transplant", concept(icd("Z94.0", "Kidney transplant status")))
LATER_EARLY = observation("early", STAGE_GROUP, "2026-10-01", coded=STAGE_1, focus="Condition/tumor")
LATER_M0 = observation("confined", M_CATEGORY, "2026-10-01", coded=M0, focus="Condition/tumor")
STATUS = loinc("97509-4", "Cancer Disease Progression")
CLEAR = snomed("281900007", "No abnormality detected")
NONE_SEEN = observation("seen", STATUS, "2026-10-01", coded=CLEAR, focus="Condition/tumor")
NED = observation("seen", STATUS, "2026-10-01", text="No evidence of disease", focus="Condition/tumor")


def had(drug: str, *, start: str | None = "2026-03-01", end: str | None = "2026-09-01", **more: Any) -> Resource:
    return statement(drug, concept(DRUG[drug]), start=start, end=end, status="completed") | more


AGAIN = had("temsirolimus", start="2026-11-01", end="2026-11-15")


def for_it(kind: str = "reference") -> dict[str, Any]:
    if kind == "reference":
        return {"reasonReference": [{"reference": "Condition/tumor"}]}
    return {"reasonCode": [concept(snomed("702391001", "Renal cell carcinoma"))]}


@pytest.mark.parametrize("drug", [*ALWAYS, *BY_REASON])
def test_a_drug_of_advanced_kidney_cancer_shows_it_with_a_caution(drug: str) -> None:
    found = ask(SIGNS, TUMOR, had(drug))
    assert (found.truth, found.is_derived) == (Truth.TRUE, True)
    assert found.cautions == (f"only earlier {found.because[:-17]} speaks for it; record the stage or the metastasis",)
    assert [one.reference for one in found.evidence] == [f"MedicationStatement/{drug}"]


@pytest.mark.parametrize("drug", ["belzutifan", "sunitinib", "pembrolizumab"])
def test_a_drug_that_is_given_before_the_disease_is_advanced_shows_nothing(drug: str) -> None:
    found = ask(SIGNS, TUMOR, had(drug, **for_it()))
    assert (found.truth, found.because) == (Truth.UNKNOWN, "nothing on file shows advanced disease")


@pytest.mark.parametrize(
    ("drug", "expected"),
    [
        (had("axitinib", end=None, status="active"), "true"),
        (had("axitinib", start="2026-11-21", end=None, status="active"), "true"),
        (had("axitinib", start="2026-11-22", end=None, status="active"), "unknown"),
        (had("axitinib", start="2026-11-23", end=None, status="active"), "unknown"),
        (had("axitinib", start="2026", end=None, status="active"), "unknown"),
        (had("axitinib", start="2026", end="2026-09-01"), "true"),
        (had("axitinib", start=None, end="2026-09-01"), "true"),
        (had("axitinib", start=None, end=None), "unknown"),
        (had("axitinib", start=None, end=None, status="active"), "unknown"),
        (had("axitinib", status="not-taken"), "unknown"),
        (had("axitinib", status="entered-in-error"), "unknown"),
        (order(concept(DRUG["axitinib"]), name="a", on="2026-03-01", status="completed"), "true"),
        (order(concept(DRUG["axitinib"]), name="a", on="2026-03-01", status="draft"), "unknown"),
        (order(concept(DRUG["axitinib"]), name="a", on="2026-03-01", status="cancelled"), "unknown"),
        (order(concept(DRUG["axitinib"]), name="a", on="2026-03-01", intent="plan"), "unknown"),
        (order(concept(DRUG["axitinib"]), name="a", on="2026-11-22"), "unknown"),
    ],
)
def test_it_must_have_been_begun_and_given_before_the_day_of_the_order(drug: Resource, expected: str) -> None:
    assert truth(SIGNS, TUMOR, drug) == expected


def test_an_undated_drug_is_named_as_what_leaves_the_question_open() -> None:
    found = ask(SIGNS, TUMOR, had("axitinib", start=None, end=None, status="active"))
    assert found.because == "nothing says whether axitinib was begun before"
    assert [one.reference for one in found.evidence] == ["MedicationStatement/axitinib"]
    assert ask(SIGNS, TUMOR, had("axitinib", start="2026-11-23", end=None)).evidence == ()


@pytest.mark.parametrize("drug", BY_REASON)
@pytest.mark.parametrize("other", [MELANOMA, VHL, SCLEROSIS, TRANSPLANT], ids=lambda one: one["id"])
def test_a_drug_of_several_diseases_counts_beside_another_only_by_its_own_reason(drug: str, other: Resource) -> None:
    open_one = ask(SIGNS, TUMOR, other, had(drug))
    assert open_one.truth is Truth.UNKNOWN
    if not (drug == "everolimus" and other in (SCLEROSIS, TRANSPLANT)):  # there it is no cancer treatment at all
        named = [one.reference for one in open_one.evidence]
        assert named == [f"MedicationStatement/{drug}", f"Condition/{other['id']}"]
    for kind in ("reference", "code"):
        assert truth(SIGNS, TUMOR, other, had(drug, **for_it(kind))) == "true"


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (concept(icd("Z85.820", "Personal history of malignant melanoma of skin")), "unknown"),
        (concept(icd("Z85.118", "Personal history of other malignant neoplasm of bronchus and lung")), "unknown"),
        (concept(icd("Z85.05", "Personal history of malignant neoplasm of liver")), "unknown"),
        (concept(text="History of melanoma"), "unknown"),
        (concept(text="Hx of lung cancer, treated 2019"), "unknown"),
        (concept(icd("Z85.528", "Personal history of other malignant neoplasm of kidney")), "true"),
        (concept(icd("Z85.46", "Personal history of malignant neoplasm of prostate")), "true"),
        (concept(icd("Z85.828", "Personal history of other malignant neoplasm of skin")), "true"),
        (concept(icd("Z80.8", "Family history of malignant neoplasm of other organs")), "true"),
        (concept(text="Family history of melanoma"), "true"),
        (concept(text="No history of melanoma"), "true"),
    ],
    ids=lambda one: one if isinstance(one, str) else (one.get("text") or one["coding"][0]["code"]),
)
def test_a_cancer_of_the_past_says_what_an_old_infusion_may_have_been_for(history: Resource, expected: str) -> None:
    past = condition("past", history)
    found = ask(SIGNS, TUMOR, past, had("nivolumab"))
    assert found.truth.value == expected
    if expected == "unknown":
        named = [one.reference for one in found.evidence]
        assert named == ["MedicationStatement/nivolumab", "Condition/past"]
    assert truth(SIGNS, TUMOR, past, had("nivolumab", **for_it())) == "true"
    assert truth(SIGNS, TUMOR, past, had("axitinib")) == "true"


def test_a_cancer_of_the_past_is_no_tumor_of_now() -> None:
    past = condition("past", concept(icd("Z85.820", "Personal history of malignant melanoma of skin")))
    assert ask(SIGNS, past, had("nivolumab")).truth is Truth.UNKNOWN
    assert ask({"kind": "disease", "name": "rcc"}, TUMOR, past).truth is Truth.TRUE
    assert ask(SIGNS, TUMOR, past, LATE).cautions == ()


@pytest.mark.parametrize("other", [MELANOMA, VHL, SCLEROSIS, TRANSPLANT], ids=lambda one: one["id"])
def test_a_drug_of_kidney_cancer_alone_needs_no_reason(other: Resource) -> None:
    assert truth(SIGNS, TUMOR, other, had("axitinib")) == "true"


def test_a_drug_that_was_given_for_something_else_shows_nothing() -> None:
    elsewhere = had("ipilimumab", reasonReference=[{"reference": "Condition/melanoma"}])
    found = ask(SIGNS, TUMOR, MELANOMA, elsewhere)
    assert (found.truth, found.evidence) == (Truth.UNKNOWN, ())
    words = had("everolimus", reasonCode=[{"text": "Angiomyolipoma"}])
    assert ask(SIGNS, TUMOR, words).because == "what everolimus 10 MG Oral Tablet was given for is not certain"


@pytest.mark.parametrize(
    "reason",
    [
        {"reasonCode": [concept(icd("Z51.12", "Encounter for antineoplastic immunotherapy"))]},
        {"reasonCode": [concept(icd("C79.51", "Secondary malignant neoplasm of bone"))]},
        {"reasonReference": [{"reference": "Condition/elsewhere"}]},
        {},
    ],
)
def test_a_reason_that_names_no_disease_leaves_it_to_what_is_on_file(reason: dict[str, Any]) -> None:
    assert truth(SIGNS, TUMOR, had("nivolumab", **reason)) == "true"
    assert truth(SIGNS, TUMOR, MELANOMA, had("nivolumab", **reason)) == "unknown"


def test_the_reason_of_a_fifth_release_statement_counts_too() -> None:
    taken = statement("pazopanib", concept(DRUG["pazopanib"]), start="2026-03-01", end="2026-09-01", fhir="R5")
    own = taken | {"reason": [{"reference": {"reference": "Condition/tumor"}}]}
    assert truth(SIGNS, TUMOR, MELANOMA, taken) == "unknown"
    assert truth(SIGNS, TUMOR, MELANOMA, own) == "true"


def test_everolimus_counts_from_five_milligrams_on() -> None:
    def swallowed(mg: str | None) -> Resource:
        doses = [{"doseAndRate": [{"doseQuantity": quantity(mg, "mg")}], "timing": every()}] if mg else None
        plain = statement("everolimus", concept(rxnorm("141704", "everolimus")), start="2026-03-01", end="2026-09-01")
        return plain | ({"dosage": doses} if doses else {})

    assert truth(SIGNS, TUMOR, swallowed("10")) == "true"
    assert truth(SIGNS, TUMOR, swallowed("5")) == "true"
    assert truth(SIGNS, TUMOR, swallowed("2.5")) == "unknown"
    assert ask(SIGNS, TUMOR, swallowed(None)).because == "the dose of everolimus is not told"


@pytest.mark.parametrize("newer", [LATER_EARLY, LATER_M0, NONE_SEEN, NED], ids=["I", "M0", "coded", "words"])
def test_a_newer_finding_of_early_or_no_disease_leaves_it_open_and_both_are_named(newer: Resource) -> None:
    found = ask(SIGNS, TUMOR, newer, had("axitinib"))
    assert found.truth is Truth.UNKNOWN
    assert [one.reference for one in found.evidence] == ["MedicationStatement/axitinib", f"Observation/{newer['id']}"]
    assert truth(ADVANCED, TUMOR, newer, had("axitinib")) == ("false" if newer is LATER_EARLY else "unknown")


@pytest.mark.parametrize("older", [EARLY, CONFINED])
def test_the_stage_of_the_beginning_does_not_deny_what_the_drug_shows(older: Resource) -> None:
    assert truth(SIGNS, TUMOR, older, had("axitinib")) == "true"
    assert truth(SIGNS, TUMOR, older, LATER_M0, had("axitinib"), AGAIN) == "true"


def test_a_coded_stage_and_an_attestation_come_before_what_a_drug_shows() -> None:
    assert ask(SIGNS, TUMOR, LATE, had("axitinib")).cautions == ()
    assert ask(SIGNS, TUMOR, attested("advanced", "advanced", "2026-11-01", True), had("axitinib")).cautions == ()
    assert truth(SIGNS, TUMOR, attested("advanced", "advanced", "2026-11-01", False), had("axitinib")) == "false"


FEVER = condition("fever", concept(icd("J30.1", "Allergic rhinitis due to pollen")), onset="2025-01-01")
PRESSURE = condition("pressure", concept(icd("I10", "Essential (primary) hypertension")), onset="2025-01-01")
BLEEDING = condition("bleeding", concept(icd("R04.2", "Hemoptysis")), onset="2026-10-01")


def test_conditions_that_are_no_cancer_leave_it_the_only_cancer_on_file() -> None:
    for beside in (FEVER, PRESSURE, BLEEDING):
        assert truth(SIGNS, TUMOR, beside, had("nivolumab")) == "true"
    found = ask(SIGNS, had("nivolumab"), BLEEDING)
    assert (found.truth, found.because) == (Truth.UNKNOWN, "no cancer is on file")


def test_the_disease_of_the_order_alone_is_the_cancer_on_file() -> None:
    ordered = order(TABLET_60, reasonCode=[TUMOR["code"]])
    assert truth(SIGNS, had("nivolumab"), what=ordered) == "true"
    assert truth(SIGNS, had("nivolumab"), MELANOMA, what=ordered) == "unknown"


def test_what_else_a_drug_may_have_been_for_is_said() -> None:
    assert ask(SIGNS, TUMOR, MELANOMA, had("nivolumab")).because.endswith(
        "is on file too, so nivolumab may be for that"
    )
    assert ask(SIGNS, TUMOR, had("nivolumab")).because == "nivolumab was begun before"


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ([icd("C43.59", "Malignant melanoma of other part of trunk")], "nothing on file shows advanced disease"),
        (
            [
                icd("C43.59", "Malignant melanoma of other part of trunk"),
                icd("J30.1", "Allergic rhinitis due to pollen"),
            ],
            "what nivolumab was given for is not certain",
        ),
        ([icd("J30.1", "Allergic rhinitis due to pollen")], "what nivolumab was given for is not certain"),
    ],
)
def test_a_drug_was_surely_for_another_cancer_only_where_all_its_reasons_are(
    reasons: list[dict[str, str]], says: str
) -> None:
    found = ask(SIGNS, TUMOR, had("nivolumab", reasonCode=[concept(one) for one in reasons]))
    assert (found.truth, found.because) == (Truth.UNKNOWN, says)


def test_a_drug_that_is_surely_a_sign_is_named_before_others_and_the_last_begun_first() -> None:
    late, early = had("temsirolimus", start="2026-08-01"), had("axitinib", start="2026-03-01")
    unclear = had("tivozanib", start=None, end=None)
    for drugs in ((late, early, unclear), (unclear, early, late)):
        assert ask(SIGNS, TUMOR, *drugs).because == "temsirolimus was begun before"
    for drugs in ((late, early), (early, late)):
        found = ask(SIGNS, TUMOR, LATER_M0, *drugs)
        assert found.because.startswith("temsirolimus was begun before, and ")


def test_a_drug_that_was_begun_more_than_the_days_before_the_cancer_is_no_sure_sign() -> None:
    shortly = had("axitinib", start="2025-10-03", end="2026-03-01")
    before = had("axitinib", start="2025-10-02", end="2026-03-01")
    assert truth(SIGNS, TUMOR, shortly) == "true"
    assert truth(SIGNS, TUMOR, before) == "unknown"
    over = had("axitinib", start="2025-12-01", end="2025-12-20")
    assert truth(SIGNS, TUMOR, over) == "unknown"


def test_a_sure_sign_that_a_finding_denies_is_named_before_one_that_is_not_sure() -> None:
    untold = statement("everolimus", concept(rxnorm("141704", "everolimus")), start="2026-09-15", end="2026-09-20")
    for drugs in ((untold, had("axitinib")), (had("axitinib"), untold)):
        assert ask(SIGNS, TUMOR, LATER_M0, *drugs).because.startswith("axitinib was begun before, and ")


def test_a_metastasis_that_is_over_is_no_other_cancer() -> None:
    over = condition("spread", concept(icd("C78.01", "Metastasis in the lung")), status="resolved", onset="2026-02-01")
    assert truth(SIGNS, TUMOR, over, had("nivolumab")) == "true"
