"""One order as it is read: dates, supply, reasons, what it replaces, and what could not be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import condition, dosage, every, order, patient, quantity, to
from support.coding import DRUGS, concept, icd, snomed
from support.facts import chart, ordered, read_order, submitted
from support.plain import METFORMIN, TABLET_60, man
from support.shipped import orders_in

from validator.dosage import AmountRange, Body, UnknownKind, render
from validator.verdict import Basis, Truth

PAPILLARY = concept(snomed("255029007", "Papillary thyroid carcinoma"))


def test_an_order_is_named_by_its_reference_and_place() -> None:
    found = ordered(man(), order(TABLET_60)).order
    assert (found.reference, found.expression) == ("MedicationRequest/order", "Bundle.entry[1].resource")
    assert (found.status, found.intent, found.do_not_perform, found.patient) == (
        "active",
        "order",
        False,
        "Patient/patient",
    )
    assert found.authored is not None
    assert found.authored.text == "2026-11-22"


def test_every_request_is_an_order_and_contained_ones_are_not() -> None:
    outer = order(METFORMIN, name="second", contained=[order(TABLET_60, name="inside")])
    found = orders_in(submitted(man(), order(TABLET_60), outer, order(TABLET_60, name="third", intent="proposal")))
    assert [one.order.reference for one in found] == [
        f"MedicationRequest/{name}" for name in ("order", "second", "third")
    ]
    assert [one.order.product.is_ingredient for one in found] == [Truth.TRUE, Truth.FALSE, Truth.TRUE]


def test_an_order_for_another_drug_keeps_its_status_and_intent() -> None:
    found = ordered(man(), order(METFORMIN, status="draft", intent="plan") | {"doNotPerform": True}).order
    assert (found.status, found.intent, found.do_not_perform) == ("draft", "plan", True)
    assert found.product.name == "6809 metformin"


def test_bounds_are_the_dates_of_the_order() -> None:
    lines = [
        dosage(None, every(boundsPeriod=bounds))
        for bounds in ({"start": "2026-12-01", "end": "2026-12-31"}, {"start": "2027-01-01", "end": "2027-01-31"})
    ]
    found = read_order(dosageInstruction=lines)
    assert found.starts is not None
    assert found.ends is not None
    assert (found.starts.text, found.ends.text) == ("2026-12-01", "2027-01-31")
    assert read_order(dosageInstruction=[*lines, dosage(None, every())]).ends is None


def test_what_an_order_comes_to_is_a_fact_of_it() -> None:
    found = read_order(dosageInstruction=[dosage(quantity(2, "tablet", "{tablet}"), every())])
    assert render(found.schedule) == "120 mg once daily"
    assert found.schedule is found.schedule


def test_words_and_remarks_come_with_the_schedule() -> None:
    line = dosage(quantity(60, "mg"), every()) | {
        "text": "60 mg daily",
        "patientInstruction": "With water",
        "method": 5,
    }
    found = read_order(dosageInstruction=[line]).directions
    assert render(found.schedule) == "60 mg once daily"
    assert found.words == (
        ("60 mg daily", "dosageInstruction[0].text"),
        ("With water", "dosageInstruction[0].patientInstruction"),
    )
    assert [issue.message for issue in found.remarks] == ["method: expected an object, found a whole number."]


def test_a_dose_by_body_size_is_known_once_the_size_is() -> None:
    found = read_order(dosageInstruction=[dosage(quantity(40, "mg/m2", "mg/m2"), every())])
    assert found.schedule.daily_mg is None
    sizes = [Body(bsa_m2=AmountRange.of(Decimal(area))) for area in ("1.0", "1.5")]
    assert [render(found.directions.schedule_at(size)) for size in sizes] == ["40 mg once daily", "60 mg once daily"]


@pytest.mark.parametrize("lines", ["daily", [5], [5, dosage(quantity(60, "mg"), every())]])
def test_a_line_that_is_no_dosage_leaves_the_schedule_unknown(lines: object) -> None:
    found = read_order(dosageInstruction=lines).schedule
    assert [unknown.kind for unknown in found.unknown] == [UnknownKind.UNREADABLE]


def test_an_r5_order_can_give_its_dates_itself() -> None:
    found = ordered(man(), order(TABLET_60, fhir="R5", effectiveDosePeriod={"start": "2026-12-01"})).order
    assert found.starts is not None
    assert found.starts.text == "2026-12-01"


def test_an_unreadable_date_is_none() -> None:
    assert read_order(authoredOn="soon").authored is None


def test_the_supply_is_what_is_asked_for() -> None:
    found = read_order(
        dispenseRequest={
            "quantity": {"value": 30, "unit": "tablet"},
            "expectedSupplyDuration": quantity(2, "wk"),
            "numberOfRepeatsAllowed": 3,
        }
    ).supply
    assert found is not None
    assert (found.units, found.unit_word, found.days, found.repeats) == (Decimal(30), "tablet", Decimal(14), 3)
    assert found.evidence.says == "30 tablet, for 14 days, 3 repeats"


@pytest.mark.parametrize(
    ("duration", "days"),
    [
        (quantity(30, "d"), 30),
        ({"value": 30, "unit": "days"}, 30),
        ({"value": 1, "unit": "month", "code": "mo"}, 31),
        (quantity(30, "d") | {"comparator": "<"}, None),
        ({"unit": "d"}, None),
        (quantity(30, "mg"), None),
    ],
)
def test_a_duration_is_in_days_or_not_stated(duration: dict[str, Any], days: int | None) -> None:
    found = read_order(dispenseRequest={"expectedSupplyDuration": duration, "numberOfRepeatsAllowed": 0}).supply
    assert found is not None
    assert found.days == days


@pytest.mark.parametrize("request_", [None, {}, {"validityPeriod": {"start": "2026-11-22"}}])
def test_no_supply_is_none(request_: dict[str, Any] | None) -> None:
    assert read_order(**({"dispenseRequest": request_} if request_ is not None else {})).supply is None


def test_what_an_order_replaces_and_belongs_to() -> None:
    earlier = order(TABLET_60, name="earlier", on="2026-06-01")
    later = order(TABLET_60) | {
        "priorPrescription": to("MedicationRequest/earlier"),
        "basedOn": [to("CarePlan/elsewhere")],
        "groupIdentifier": {"system": "urn:x", "value": "7"},
    }
    found = ordered(man(), earlier, later).order
    assert found.replaces == {"MedicationRequest/earlier", "CarePlan/elsewhere"}
    assert found.group == "urn:x|7"


def test_what_cannot_be_read_is_named_without_its_value() -> None:
    found = read_order(doNotPerform="secret", status=["secret"])
    assert len(found.unreadable) == 2
    assert not any("secret" in one for one in found.unreadable)


def test_a_modifier_makes_an_order_unreadable() -> None:
    assert read_order(modifierExtension=[{"url": "https://x.example.org/m", "valueBoolean": True}]).unreadable


# --- reasons --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_a_reason_by_reference_is_the_diagnosis_of_the_chart(fhir: str) -> None:
    made = order(TABLET_60, reason="Condition/c", fhir=fhir)
    found = chart(condition("c", PAPILLARY, status="resolved"), what=made)
    assert found.order is not None
    assert found.order.reasons == found.diagnoses
    assert found.order.reasons[0].active is Truth.FALSE


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_a_reason_by_code_is_active(fhir: str) -> None:
    reason = {"reason": [{"concept": PAPILLARY}]} if fhir == "R5" else {"reasonCode": [PAPILLARY]}
    found = ordered(man(), order(TABLET_60, fhir=fhir) | reason).order
    assert [(one.diseases, one.active) for one in found.reasons] == [({"dtc"}, Truth.TRUE)]
    assert found.reason_given


def test_a_reason_that_is_no_cancer_is_seen_as_such() -> None:
    hypertension = concept(icd("I10", "Essential (primary) hypertension"))
    for what in ({"reasonCode": [hypertension]}, {"reasonReference": [to("Condition/bp")]}):
        found = ordered(man(), condition("bp", hypertension), order(TABLET_60) | what).order.reasons
        assert [(one.diseases, one.is_cancer) for one in found] == [({"other"}, False)]


def test_a_reason_in_words_names_no_disease_for_certain() -> None:
    """An abbreviation may mean its cancer or another disease, and other words may mean any."""
    (short,) = read_order(reasonCode=[concept(text="RCC")]).reasons
    (other,) = read_order(reasonCode=[concept(text="tumor")]).reasons
    assert (short.diseases, short.basis) == ({"rcc", "other"}, Basis.TEXT)
    assert len(other.diseases) == 7
    assert other.basis is Basis.TEXT


def test_a_reason_that_leads_nowhere_is_a_reason_given_and_named() -> None:
    found = chart(what=order(TABLET_60, reason="Condition/gone"))
    assert found.order is not None
    assert found.order.reason_given
    assert found.order.reasons == ()
    assert any("reasonReference[0]" in one for one in found.unread)


def test_a_refuted_reason_is_no_reason() -> None:
    refuted = condition("c", PAPILLARY, verification="refuted")
    assert ordered(man(), refuted, order(TABLET_60, reason="Condition/c")).order.reasons == ()


def test_a_reason_of_another_patient_is_not_evidence() -> None:
    theirs = condition("c", PAPILLARY, subject="Patient/other")
    found = ordered(man(), patient("other"), theirs, order(TABLET_60, reason="Condition/c")).order
    assert found.reasons == ()
    assert found.reason_given


def test_a_contained_reason_is_of_the_orders_patient() -> None:
    inside = condition("inside", PAPILLARY)
    del inside["subject"]
    made = order(TABLET_60, contained=[inside]) | {"reasonReference": [to("#inside")]}
    assert [one.diseases for one in ordered(man(), made).order.reasons] == [{"dtc"}]


def test_no_reason_is_no_reason() -> None:
    found = ordered(man(), order(TABLET_60)).order
    assert (found.reasons, found.reason_given) == ((), False)


def test_other_orders_of_the_drug_are_in_the_chart_and_the_order_itself_is_not() -> None:
    found = chart(order(TABLET_60, name="earlier", on="2026-06-01", status="completed"), order(METFORMIN, name="m"))
    assert [one.reference for one in found.orders] == ["MedicationRequest/earlier"]
    assert order(concept(DRUGS["sunitinib"][0]))["id"] == "order"
