"""Exposure to listed drugs and procedures: who shows it, whether it was had, whether it goes on, whether it counts."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import (
    Resource,
    administration,
    condition,
    dosage,
    every,
    order,
    procedure,
    resource,
    statement,
    to,
)
from support.coding import DRUGS, NDC, RXNORM, coding, concept, icd, rxnorm, snomed
from support.facts import chart, only_therapy

from validator.chart.drug.treatment import TherapyKind
from validator.verdict import Truth

SUNITINIB = concept(DRUGS["sunitinib"][0])
ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def use(one: Resource, **options: Any) -> tuple[Truth, Truth]:
    """Whether it was had and whether it goes on."""
    found = only_therapy(one, **options)
    return found.given, found.current


def request(status: str = "active", intent: str = "order", on: str = "2026-01-10", **elements: Any) -> Resource:
    """A request for sunitinib."""
    return order(SUNITINIB, name="r", on=on, status=status, intent=intent, **elements)


def bounded(start: str | None, end: str | None, status: str = "active") -> Resource:
    """A request for sunitinib with bounds."""
    bounds = {key: value for key, value in (("start", start), ("end", end)) if value}
    return order(SUNITINIB, [dosage(None, every(boundsPeriod=bounds))], name="r", on="2026-01-01", status=status)


def test_a_drug_belongs_to_every_group_of_its_code() -> None:
    found = only_therapy(statement("s", SUNITINIB, start="2025-01-10", end="2026-06-01", status="completed"))
    assert {"rcc:prior", "pnet:systemic", "vegfr_tki", "sunitinib"} <= found.groups
    assert found.evidence.says == "sunitinib, completed, from 2025-01-10 to 2026-06-01"
    assert (found.kind, found.named_by_text) == (TherapyKind.STATEMENT, False)


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_every_resource_that_can_show_a_drug_does(fhir: str) -> None:
    shown = (
        order(SUNITINIB, name="r", on="2025-01-10", status="completed", fhir=fhir),
        statement("s", SUNITINIB, start="2025-01-10", end="2026-06-01", status="completed", fhir=fhir),
        administration("a", SUNITINIB, start="2025-01-10", end="2026-06-01", fhir=fhir),
    )
    for one in shown:
        found = only_therapy(one)
        assert (found.given, found.current) == (TRUE, FALSE)
        assert found.start is not None
        assert found.start.text == "2025-01-10"


@pytest.mark.parametrize(
    ("status", "intent", "expected"),
    [
        ("active", "order", (TRUE, TRUE)),
        ("completed", "order", (TRUE, FALSE)),
        ("stopped", "order", (TRUE, FALSE)),
        ("on-hold", "order", (TRUE, UNKNOWN)),
        ("cancelled", "order", (FALSE, FALSE)),
        ("active", "proposal", (FALSE, UNKNOWN)),
        ("active", "plan", (UNKNOWN, TRUE)),
        ("completed", "plan", (UNKNOWN, FALSE)),
        ("completed", "option", (FALSE, FALSE)),
    ],
)
def test_a_request_by_status_and_intent(status: str, intent: str, expected: tuple[Truth, Truth]) -> None:
    assert use(request(status, intent)) == expected


@pytest.mark.parametrize(
    ("status", "intent", "on", "current"),
    [
        ("draft", "order", "2026-11-22", TRUE),
        ("draft", "order", "2026-10-23", TRUE),
        ("draft", "order", "2026-10-22", UNKNOWN),
        ("draft", "order", "2026-03", UNKNOWN),
        ("draft", "proposal", "2026-03-22", UNKNOWN),
        ("active", "proposal", "2026-11-01", UNKNOWN),
        ("active", "proposal", "2026-03-22", UNKNOWN),
        ("active", "order", "2026-03-22", TRUE),
        ("active", "plan", "2026-03-22", TRUE),
    ],
)
def test_a_draft_that_nobody_signed_for_a_month_and_a_proposal_may_be_taken_or_not(
    status: str, intent: str, on: str, current: Truth
) -> None:
    assert use(request(status, intent, on=on))[1] == current


@pytest.mark.parametrize(
    ("start", "end", "status", "expected"),
    [
        ("2026-01-10", "2026-11-21", "active", (TRUE, FALSE)),
        ("2026-01-10", "2026-11-22", "active", (TRUE, TRUE)),
        ("2026-01-10", "2026-11", "active", (TRUE, UNKNOWN)),
        ("2026-11-23", None, "active", (FALSE, FALSE)),
        ("2026-01-10", "2026-12-31", "stopped", (TRUE, FALSE)),
        ("2026-01-10", "2026-12-31", "completed", (TRUE, UNKNOWN)),
        ("2026-01-10", "2026-06-01", "stopped", (TRUE, FALSE)),
    ],
)
def test_bounds_are_judged_on_the_day_of_the_chart(
    start: str, end: str | None, status: str, expected: tuple[Truth, Truth]
) -> None:
    assert use(bounded(start, end, status)) == expected


def test_the_same_exposure_on_an_earlier_day() -> None:
    assert use(bounded("2026-01-10", "2026-06-01", "completed"), as_of="2026-03-01") == (TRUE, UNKNOWN)
    assert use(bounded("2026-01-10", "2026-06-01", "completed"), as_of="2026-01-01")[0] is FALSE


def test_a_request_starts_by_its_bounds_else_when_it_was_written() -> None:
    assert only_therapy(bounded("2026-02-01", None)).start.text == "2026-02-01"  # type: ignore[union-attr]
    assert only_therapy(request()).start.text == "2026-01-10"  # type: ignore[union-attr]


def test_two_dosages_end_when_the_last_one_ends() -> None:
    lines = [every(boundsPeriod={"start": "2026-01-10", "end": end}) for end in ("2026-02-01", "2026-06-01")]
    both = order(SUNITINIB, [dosage(None, line) for line in lines], name="r", on="2026-01-01", status="completed")
    assert only_therapy(both).stop.text == "2026-06-01"  # type: ignore[union-attr]
    endless = order(SUNITINIB, [dosage(None, lines[0]), dosage(None, every())], name="r", on="2026-01-01")
    assert only_therapy(endless).stop is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", (TRUE, TRUE)),
        ("completed", (TRUE, FALSE)),
        ("stopped", (TRUE, FALSE)),
        ("on-hold", (TRUE, UNKNOWN)),
        ("intended", (FALSE, FALSE)),
        ("not-taken", (FALSE, FALSE)),
    ],
)
def test_a_statement_by_status(status: str, expected: tuple[Truth, Truth]) -> None:
    assert use(statement("s", SUNITINIB, start="2026-01-10", status=status)) == expected


@pytest.mark.parametrize(
    ("adherence", "expected"),
    [
        ("taking", (TRUE, TRUE)),
        ("not-taking", (FALSE, FALSE)),
        ("stopped", (TRUE, FALSE)),
        ("on-hold", (TRUE, UNKNOWN)),
        (None, (TRUE, TRUE)),
    ],
)
def test_an_r5_statement_by_adherence(adherence: str | None, expected: tuple[Truth, Truth]) -> None:
    system = "http://hl7.org/fhir/CodeSystem/medication-statement-adherence"
    made = statement("s", SUNITINIB, start="2026-01-10", fhir="R5")
    if adherence:
        made["adherence"] = {"code": concept(coding(system, adherence))}
    assert use(made) == expected
    if adherence:
        made["adherence"] = {"code": {"text": adherence.replace("-", " ").capitalize()}}
    assert use(made) == expected


def test_an_adherence_in_words_that_are_not_known_is_unclear() -> None:
    made = statement("s", SUNITINIB, start="2026-01-10", fhir="R5") | {"adherence": {"code": {"text": "see chart"}}}
    assert use(made) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("completed", (TRUE, FALSE)),
        ("in-progress", (TRUE, TRUE)),
        ("not-done", (FALSE, FALSE)),
        ("on-hold", (UNKNOWN, UNKNOWN)),
    ],
)
def test_an_administration_by_status(status: str, expected: tuple[Truth, Truth]) -> None:
    point = resource(
        "MedicationAdministration",
        "a",
        status=status,
        medicationCodeableConcept=SUNITINIB,
        subject=to("Patient/patient"),
        effectiveDateTime="2026-01-10",
    )
    assert use(point) == expected


def dispense(status: str = "completed", handed: str | None = "2026-11-01", days: int | None = 30) -> Resource:
    """Sunitinib handed out."""
    return resource(
        "MedicationDispense",
        "d",
        status=status,
        medicationCodeableConcept=SUNITINIB,
        subject=to("Patient/patient"),
        whenHandedOver=handed,
        daysSupply={"value": days, "unit": "days"} if days else None,
    )


@pytest.mark.parametrize(
    ("status", "handed", "days", "expected"),
    [
        ("completed", "2026-11-01", 30, (TRUE, UNKNOWN)),
        ("completed", "2026-10-01", None, (TRUE, FALSE)),
        ("completed", None, None, (TRUE, UNKNOWN)),
        ("completed", "2026-01-01", 30, (TRUE, FALSE)),
        ("completed", "2026-11-01", None, (TRUE, UNKNOWN)),
        ("cancelled", "2026-11-01", 30, (FALSE, FALSE)),
        ("declined", None, None, (FALSE, FALSE)),
        ("in-progress", "2026-11-01", 30, (UNKNOWN, UNKNOWN)),
    ],
)
def test_a_dispense_lasts_as_long_as_its_supply(
    status: str, handed: str | None, days: int | None, expected: tuple[Truth, Truth]
) -> None:
    assert use(dispense(status, handed, days)) == expected


@pytest.mark.parametrize(
    "one",
    [request("entered-in-error"), statement("s", SUNITINIB, status="entered-in-error"), request(doNotPerform=True)],
)
def test_what_is_in_error_or_forbidden_is_no_exposure(one: Resource) -> None:
    assert [found for found in chart(one).therapies if found.groups] == []


# --- what the drug is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_a_referenced_medication_and_its_ingredients_are_followed(fhir: str) -> None:
    item = {"item": {"concept": SUNITINIB}} if fhir == "R5" else {"itemCodeableConcept": SUNITINIB}
    drug = {"resourceType": "Medication", "id": "drug", "ingredient": [item]}
    assert "vegfr_tki" in only_therapy(statement("s", to("Medication/drug"), fhir=fhir), drug).groups


def test_an_inactive_ingredient_does_not_count() -> None:
    drug = {
        "resourceType": "Medication",
        "id": "drug",
        "ingredient": [{"itemCodeableConcept": SUNITINIB, "isActive": False}],
    }
    assert [one for one in chart(statement("s", to("Medication/drug")), drug).therapies if one.groups] == []


def test_a_drug_behind_a_reference_that_leads_nowhere_is_named() -> None:
    found = chart(statement("s", to("Medication/gone")))
    assert found.therapies == ()
    assert [(doubt.entry.reference, doubt.why.value) for doubt in found.doubts] == [
        ("MedicationStatement/s", "unreadable")
    ]
    assert any("MedicationStatement/s" in one for one in found.unread)
    assert chart(statement("s", concept(rxnorm("6809", "metformin")))).unread == ()


def test_groups_of_all_codings_count_together() -> None:
    both = concept(
        coding("https://x.example.org/drugs", "X", "house drug"), DRUGS["itraconazole"][0], DRUGS["sunitinib"][0]
    )
    assert {"strong_inhibitor", "vegfr_tki"} <= only_therapy(statement("s", both)).groups


@pytest.mark.parametrize(
    "medication",
    [
        concept(text="Sutent (sunitinib) 50 mg capsules"),
        concept(coding("https://x.example.org/drugs", "X", "SUNITINIB 50 MG CAP")),
        concept(rxnorm("99999999", "sunitinib 37.5 MG Oral Capsule")),
        concept(coding(NDC, "00069-9999-38"), text="sunitinib 37.5 mg capsule"),
        concept(coding("urn:example:drugs", "7", "Sutent 25 mg caps"), coding(NDC, "00069-9999-38")),
        {"display": "sunitinib"},
    ],
)
def test_a_name_identifies_a_drug_where_no_code_is_recognized_and_is_said_to(medication: dict[str, Any]) -> None:
    made = statement("s", concept(text="x"))
    made["medicationReference" if "display" in medication else "medicationCodeableConcept"] = medication
    if "display" in medication:
        del made["medicationCodeableConcept"]
    found = only_therapy(made)
    assert "vegfr_tki" in found.groups
    assert found.named_by_text


def test_a_name_does_not_overrule_a_code() -> None:
    other = concept(rxnorm("6809", "metformin"), text="sunitinib")
    assert [one for one in chart(statement("s", other)).therapies if one.groups] == []


def test_earlier_cabozantinib_is_nothing_but_cabozantinib() -> None:
    tablets = concept(coding(RXNORM, "1790173", "cabozantinib 60 MG Oral Tablet"))
    assert only_therapy(statement("s", tablets, start="2026-01-10")).groups == {"self"}


def test_other_cabozantinib_orders_are_orders_and_no_therapy() -> None:
    tablets = concept(coding(RXNORM, "1790173", "cabozantinib 60 MG Oral Tablet"))
    found = chart(order(tablets, name="earlier", on="2026-06-01"))
    assert [one.reference for one in found.orders] == ["MedicationRequest/earlier"]
    assert found.therapies == ()


def test_one_unlisted_drug_of_each_kind_stands_for_a_history_on_file() -> None:
    lisinopril = concept(rxnorm("29046", "lisinopril"))
    found = chart(*(statement(f"s{n}", lisinopril) for n in range(5)), order(lisinopril, name="r"))
    assert sorted(one.kind.value for one in found.therapies) == ["request", "statement"]
    assert {one.groups for one in found.therapies} == {frozenset()}


# --- whether it reaches the circulation -----------------------------------------------------------------------------


def azole(route: dict[str, str] | None = None, **elements: Any) -> Truth:
    """Whether a ketoconazole order is systemic."""
    drug = elements.pop("drug", concept(DRUGS["ketoconazole"][0]))
    return only_therapy(
        order(drug, [dosage(None, every(), route=route, **elements)], name="r", on="2026-11-01")
    ).systemic


@pytest.mark.parametrize(
    ("route", "systemic"),
    [
        (snomed("6064005", "Topical route"), FALSE),
        (snomed("54485002", "Ophthalmic route"), FALSE),
        (snomed("16857009", "Vaginal route"), FALSE),
        (snomed("26643006", "Oral route"), TRUE),
        (snomed("47625008", "Intravenous route"), TRUE),
        (None, UNKNOWN),
    ],
)
def test_the_route_says_whether_a_drug_is_systemic(route: dict[str, str] | None, systemic: Truth) -> None:
    assert azole(route) is systemic


@pytest.mark.parametrize(
    ("name", "systemic"),
    [
        ("ketoconazole 20 MG/ML Topical Cream", FALSE),
        ("ketoconazole 2% shampoo", FALSE),
        ("KETOCONAZ 2% SHAM", FALSE),
        ("DEXAMETHASONE 0.1% OPHTH SOLN", FALSE),
        ("ERYTHROM 5 MG/G OINT", FALSE),
        ("KETOCONAZ 200 MG TAB", TRUE),
        ("ketoconazole 200 MG Oral Tablet", TRUE),
    ],
)
def test_a_product_name_says_whether_a_drug_is_systemic(name: str, systemic: Truth) -> None:
    assert azole(drug=concept(text=name)) is systemic


def test_the_sig_can_say_that_a_drug_is_local() -> None:
    assert azole(text="Apply to the scalp twice weekly") is FALSE


@pytest.mark.parametrize(
    ("words", "systemic"),
    [
        ("Swish 10 mL for 2 minutes and spit, 4 times daily", FALSE),
        ("Rinse mouth with 5 mL and expectorate", FALSE),
        ("Swish and swallow 10 mL daily", TRUE),
        ("Swish 10 mL, do not spit", TRUE),
        ("Take 10 mL daily", TRUE),
    ],
)
def test_a_mouth_rinse_that_is_spat_out_is_local_beside_the_route_of_the_mouth(words: str, systemic: Truth) -> None:
    assert azole(snomed("26643006", "Oral route"), text=words) is systemic


def test_the_form_of_a_medication_says_whether_it_is_systemic() -> None:
    cream = {
        "resourceType": "Medication",
        "id": "drug",
        "code": concept(DRUGS["ketoconazole"][0]),
        "form": concept(text="Cream"),
    }
    assert only_therapy(statement("s", to("Medication/drug")), cream).systemic is FALSE


# --- progression ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "progressed"),
    [
        # Words that name a drug are read for the chart as a whole (`told_line`): they may be of another one.
        (concept(text="Progressed on sunitinib"), UNKNOWN),
        (concept(text="disease progression"), TRUE),
        (concept(text="Progression of disease"), TRUE),
        (concept(text="Progression"), TRUE),
        (concept(text="Cancer progressed"), TRUE),
        (concept(text="Radiographic progression"), TRUE),
        (concept(text="Possible progression of disease"), UNKNOWN),
        (concept(text="Concern for disease progression"), UNKNOWN),
        (concept(text="Progression of disease?"), UNKNOWN),
        (concept(text="Progression of neuropathy"), UNKNOWN),
        (concept(snomed("271299001", "Patient's condition worsened")), TRUE),
        (concept(text="Toxicity"), UNKNOWN),
        (concept(text="No disease progression; toxicity"), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_the_reason_for_stopping_can_be_progression(reason: dict[str, Any] | None, progressed: Truth) -> None:
    stopped = statement("s", SUNITINIB, status="stopped")
    if reason:
        stopped["statusReason"] = [reason]
    assert only_therapy(stopped).progressed is progressed


def test_a_stopped_request_can_say_so_too() -> None:
    assert only_therapy(request("stopped", statusReason=concept(text="progression on therapy"))).progressed is TRUE


# --- procedures and states after treatment --------------------------------------------------------------------------


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_a_procedure_shows_a_treatment(fhir: str) -> None:
    iodine = procedure("p", snomed("228698009", "Iodine 131 therapy"), "2024-05-01", fhir=fhir)
    found = only_therapy(iodine)
    assert (found.groups, found.kind, found.given, found.current) == ({"dtc:rai"}, TherapyKind.PROCEDURE, TRUE, FALSE)


@pytest.mark.parametrize("status", ["not-done", "preparation"])
def test_a_procedure_not_done_was_not_had(status: str) -> None:
    assert (
        only_therapy(procedure("p", snomed("228698009", "Iodine 131 therapy"), "2024-05-01", status=status)).given
        is FALSE
    )


def test_radioiodine_for_thyrotoxicosis_is_no_treatment_of_cancer() -> None:
    found = chart(procedure("p", snomed("431588009", "Iodine 131 therapy for thyrotoxicosis"), "2024-05-01"))
    assert found.therapies == ()


def test_a_procedure_in_words_only_counts_by_its_words() -> None:
    lutetium = procedure("p", snomed("1", "x"), "2024-05-01") | {"code": concept(text="PRRT, cycle 1")}
    found = only_therapy(lutetium)
    assert "net:prrt" in found.groups
    assert found.named_by_text


def test_a_state_after_treatment_shows_that_it_was_given() -> None:
    after = condition(
        "z", concept(icd("Z92.21", "Personal history of antineoplastic chemotherapy")), recorded="2026-01-10"
    )
    found = only_therapy(after)
    assert (found.groups, found.given, found.current) == ({"any:systemic"}, TRUE, FALSE)
