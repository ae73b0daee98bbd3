"""Earlier treatment that words only tell: a caution on a first line that the history infers, and no more.

Each stands beside a history that could show an earlier line and shows none, so that the order would be accepted.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, dosage, every, order, procedure, quantity, resource, statement, to
from support.coding import DRUGS, concept, icd, snomed
from support.judged import judged, named
from support.plain import kidney
from support.product import CLINICAL_DRUGS

from validator.verdict import Verdict

CODE = "indication-caution"
PATIENT = to("Patient/patient")
NIVOLUMAB = statement("nivolumab", concept(DRUGS["nivolumab"][0]), start="2026-11-20")
OVER = statement("over", concept(DRUGS["metformin"][0]), start="2026-01-01", end="2026-02-01", status="completed")
TOLD = (
    "RCC progressed on sunitinib",
    "s/p sunitinib 2025",
    "Renal cell carcinoma, failed first-line sunitinib",
    "Did not respond to axitinib",
    "History of TKI therapy",
    "Personal history of antineoplastic chemotherapy",
    "Metastatic RCC, second line",
    "Refractory to immunotherapy",
    "Sunitinib-induced hypothyroidism",
    "No fever; previously treated with systemic therapy",
    "IO-refractory RCC",
    "TKI-experienced",
    "3L RCC",
    "RCC, LOT 2",
    "RCC, line of therapy: 2",
    "Disease not controlled with axitinib",
    "Previously treated with cabozantinib 2024",
    "RCC, rechallenge with cabozantinib",
    "RCC progressed on ipi/nivo",
    "History of high-dose IL-2",
    "Progression sous sunitinib",
    "Tras sunitinib",
    "RCC, segunda l\u00ednea",
    "mRCC en 2e ligne",
    "mRCC, Zweitlinie",
)
NOT_TOLD = (
    "Metastatic RCC, no prior systemic therapy",
    "Treatment-naive metastatic renal cell carcinoma",
    "mRCC on first-line nivolumab/cabozantinib",
    "First-line with nivolumab. No prior systemic therapy.",
    "Consider sunitinib as second line if progression",
    "Will receive nivolumab after labs",
    "Previously untreated",
    "Family history of breast cancer treated with chemotherapy",
    "Discussed chemotherapy options",
    "Second central line placed",
    "Hypothyroidism following radiation",
    "After allergen immunotherapy",
    "If progression, switch to axitinib",
    "Preferred over sunitinib",
    "Take 2 hours after chemotherapy infusion",
    "Cycle 2 of immunotherapy completed",
    "Second line of insurance",
    "2L nasal cannula",
    "3L paracentesis",
    "IO line placed",
    "Central line 2 lumens",
    "Lot 2A345",
    "Pain not controlled with ibuprofen",
    "Continue cabozantinib with nivolumab",
    "Diarrhea on cabozantinib",
    "If relapsed on cabozantinib call",
    "Wet AMD treated with bevacizumab",
    "Primera l\u00ednea",
    "1re ligne",
)


def forty(**elements: Any) -> Resource:
    return order(concept(CLINICAL_DRUGS["tablet", 40]), [dosage(quantity(40, "mg"), every())]) | elements


def cautions(*beside: Resource, **elements: Any) -> list[str]:
    """What is said of the indication of 40 mg with nivolumab."""
    report = judged(kidney(forty(**elements), beside=(NIVOLUMAB, OVER, *beside)))
    found = named(report, CODE)
    assert report.verdict is (Verdict.WARNING if found else Verdict.ACCEPT), report.findings
    return [one.message for one in found]


def asked(code: str, **value: Any) -> Resource:
    question = {"status": "final", "code": {"text": code}, "subject": PATIENT, "effectiveDateTime": "2026-11-10"}
    return resource("Observation", "told", **question, **value)


def test_without_such_words_the_order_is_accepted() -> None:
    assert cautions() == []


@pytest.mark.parametrize("words", TOLD)
def test_an_earlier_line_in_words_is_a_caution_that_quotes_them(words: str) -> None:
    for elements in ({"note": [{"text": words}]}, {"reasonCode": [{"text": words}]}):
        (said,) = cautions(**elements)
        assert words[:20] in said
    (said,) = cautions(condition("told", {"text": words}))
    assert words[:20] in said


@pytest.mark.parametrize("words", NOT_TOLD)
def test_words_that_deny_plan_or_speak_of_this_line_are_silent(words: str) -> None:
    assert cautions(note=[{"text": words}]) == []
    assert cautions(condition("told", {"text": words})) == []


@pytest.mark.parametrize(
    ("code", "value", "cautious"),
    [
        ("Line of therapy", {"valueString": "Second line"}, True),
        ("Line of therapy", {"valueInteger": 2}, True),
        ("Line of therapy", {"valueInteger": 1}, False),
        ("Line of therapy", {"valueString": "First line"}, False),
        ("Number of prior systemic therapies", {"valueInteger": 1}, True),
        ("Number of prior systemic therapies", {"valueQuantity": {"value": 2}}, True),
        ("Number of prior systemic therapies", {"valueInteger": 0}, False),
        ("Prior systemic therapy", {"valueBoolean": True}, True),
        ("Prior systemic therapy", {"valueBoolean": False}, False),
        ("Prior systemic therapy", {"valueString": "none"}, False),
        ("Prior systemic therapy", {"valueString": "sunitinib"}, True),
        ("Prior systemic therapy", {"valueString": "nivolumab"}, False),
        ("Prior antineoplastic therapy", {"valueCodeableConcept": {"text": "axitinib"}}, True),
        ("Prior physical therapy", {"valueString": "yes"}, False),
        ("Prior psychiatric treatment", {"valueBoolean": True}, False),
        ("Prior treatment for tuberculosis", {"valueString": "yes"}, False),
        ("Prior systemic therapy", {"valueString": "Denies"}, False),
        ("Line of therapy", {"valueString": "2L"}, True),
        ("Prior radiation therapy", {"valueBoolean": True}, False),
        ("Oxygen", {"valueString": "2L nasal cannula"}, False),
        ("Comment", {"valueString": "progressed on pazopanib"}, True),
    ],
)
def test_questions_for_a_line_or_for_earlier_therapy(code: str, value: dict[str, Any], cautious: bool) -> None:
    assert bool(cautions(asked(code, **value))) is cautious
    part = {"code": {"text": code}, **value}
    panel = resource("Observation", "panel", status="final", code={"text": "Oncology history"}, subject=PATIENT)
    assert bool(cautions(panel | {"effectiveDateTime": "2026-11-10", "component": [part]})) is cautious


@pytest.mark.parametrize(
    ("status", "intent", "cautious"),
    [
        ("completed", "order", True),
        ("cancelled", "order", False),
        ("completed", "plan", False),
        ("draft", "order", False),
    ],
)
def test_a_drug_known_by_its_class_alone_is_told_where_it_was_had(status: str, intent: str, cautious: bool) -> None:
    told = order({"text": "TKI"}, name="told", on="2026-01-05", status=status, intent=intent)
    assert bool(cautions(told)) is cautious


def test_what_a_drug_is_taken_for_is_no_earlier_line() -> None:
    text = "1 tablet after chemotherapy as needed for nausea"
    home = order({"text": "ondansetron 8 mg tablet"}, [{"text": text}], name="home", on="2026-08-01")
    assert cautions(home) == []


@pytest.mark.parametrize(("on", "cautious"), [("2026-11-19", True), ("2026-11-20", False), (None, True)])
def test_what_was_done_once_this_line_had_begun_may_be_this_line(on: str | None, cautious: bool) -> None:
    done = procedure("told", snomed("76334006", "Immunotherapy"), on)
    assert bool(cautions({key: value for key, value in done.items() if value})) is cautious
    reason = concept(icd("Z51.12", "Encounter for antineoplastic immunotherapy"))
    visit = resource("Encounter", "visit", status="finished", subject=PATIENT, reasonCode=[reason])
    visit |= {"class": {"code": "AMB"}} | ({"period": {"start": on}} if on else {})
    assert bool(cautions(visit)) is cautious
    assert cautions(visit | {"status": "planned"}) == []


def test_a_plan_that_is_over_tells_and_one_that_is_not_does_not() -> None:
    plan = resource("CarePlan", "told", status="completed", intent="plan", subject=PATIENT, title="Sunitinib 50 mg 4/2")
    assert cautions(plan)
    assert cautions(plan | {"title": "Physical therapy"}) == []


def test_an_entry_that_is_void_tells_nothing() -> None:
    told = condition("told", {"text": "RCC progressed on sunitinib"}, verification="entered-in-error")
    assert cautions(told) == []
    assert cautions(procedure("told", snomed("367336001", "Chemotherapy"), "2026-03-01", status="not-done")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Hypertension, on second-line therapy",
        "Tuberous sclerosis treated with everolimus",
        "Wet macular degeneration s/p Avastin",
    ],
)
def test_another_illness_has_lines_and_drugs_of_its_own(words: str) -> None:
    assert cautions(condition("told", {"text": words})) == []


def test_progression_on_the_partner_is_an_earlier_line() -> None:
    assert cautions(note=[{"text": "Disease progressed on nivolumab in 2024"}])
    assert cautions(note=[{"text": "Received nivolumab 11/18"}]) == []


def had(kind: str, status: str, **elements: Any) -> Resource:
    when = {"MedicationStatement": "effectiveDateTime", "MedicationAdministration": "effectiveDateTime"}
    dated = {when.get(kind, "whenHandedOver"): "2026-02-01"}
    drug = {"status": status, "medicationCodeableConcept": {"text": "Targeted therapy"}}
    return resource(kind, "told", **({"subject": PATIENT} | drug | dated | elements))


@pytest.mark.parametrize(
    ("kind", "status", "cautious"),
    [
        ("MedicationStatement", "completed", True),
        ("MedicationStatement", "stopped", True),
        ("MedicationStatement", "not-taken", False),
        ("MedicationStatement", "intended", False),
        ("MedicationAdministration", "completed", True),
        ("MedicationAdministration", "not-done", False),
        ("MedicationDispense", "completed", True),
        ("MedicationDispense", "cancelled", False),
    ],
)
def test_a_class_of_drugs_is_told_by_every_resource_that_shows_one_was_had(
    kind: str, status: str, cautious: bool
) -> None:
    assert any("Targeted" in one for one in cautions_of(had(kind, status))) is cautious


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_a_class_that_was_only_thought_of_is_not_told(intent: str) -> None:
    told = order({"text": "Targeted therapy"}, name="told", on="2026-01-05", status="completed", intent=intent)
    assert not any("Targeted" in one for one in cautions_of(told))


def test_a_reason_and_a_note_of_another_drug_tell_and_who_gave_it_does_not() -> None:
    home = order({"text": "metoprolol 25 mg tablet"}, name="home", on="2026-08-01")
    for told in (
        {"reasonCode": [{"text": "Hypertension after sunitinib"}]},
        {"statusReason": {"text": "Stopped with sunitinib"}},
        {"note": [{"text": "Was on sunitinib last year"}]},
    ):
        assert any("inferred, and" in one for one in cautions_of(home | told)), told
    named_so = home | {"requester": {"display": "Sunitinib study team"}, "encounter": {"display": "Sunitinib visit"}}
    assert not any("inferred, and" in one for one in cautions_of(named_so))


def cautions_of(*beside: Resource) -> list[str]:
    """What is said of the indication, whatever else is found."""
    return [one.message for one in named(judged(kidney(forty(), beside=(NIVOLUMAB, OVER, *beside))), CODE)]


def test_two_drugs_in_the_name_of_one_entry_are_each_told() -> None:
    both = had("MedicationStatement", "completed", medicationCodeableConcept={"text": "axitinib / pembrolizumab"})
    assert any("axitinib" in one for one in cautions_of(both))


@pytest.mark.parametrize(
    "when",
    [
        {"performedPeriod": {"start": "2026-11-19", "end": "2026-11-30"}},
        {"performedDateTime": "2026-11-19"},
    ],
)
def test_a_procedure_of_treatment_is_told_by_its_first_day(when: dict[str, Any]) -> None:
    done = procedure("told", {"text": "Immunotherapy infusion"}, "2026-11-19")
    plain = {name: value for name, value in done.items() if not name.startswith("performed")}
    assert cautions_of(plain | when)
    later = {"performedPeriod": {"start": "2026-11-20"}, "performedDateTime": "2026-11-20"}
    assert not cautions_of(plain | {name: later[name] for name in when})
    assert not cautions_of(plain | when | {"code": {"text": "Immunotherapy planned"}})


def test_a_note_of_a_procedure_and_of_an_answer_tells_of_an_earlier_line() -> None:
    scan = procedure("told", {"text": "CT of chest"}, "2026-11-10")
    assert cautions_of(scan) == []
    assert cautions_of(scan | {"note": [{"text": "Progressed on sunitinib"}]})
    answer = asked("Comment", valueString="stable weight")
    assert cautions_of(answer) == []
    assert cautions_of(answer | {"note": [{"text": "Progressed on sunitinib"}]})


def test_the_words_of_the_dose_tell_of_an_earlier_line() -> None:
    said = forty()
    said["dosageInstruction"][0]["text"] = "40 mg daily, second-line after sunitinib"
    report = judged(kidney(said, beside=(NIVOLUMAB, OVER)))
    assert any("second-li" in one.message for one in named(report, CODE))


def test_the_evidence_of_an_earlier_line_says_that_words_tell_it() -> None:
    told = condition("told", {"text": "RCC progressed on sunitinib"})
    (said,) = named(judged(kidney(forty(), beside=(NIVOLUMAB, OVER, told))), CODE)
    assert [(one.reference, one.basis.value) for one in said.evidence if "sunitinib" in one.says] == [
        ("Condition/told", "text")
    ]
