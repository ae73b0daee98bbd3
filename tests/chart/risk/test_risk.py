"""Conditions a label statement may be about, and operations done and planned."""

from __future__ import annotations

from typing import Any

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import LIVER, SORAFENIB
from support.build import Resource, appointment, condition, procedure, service_request
from support.coding import CONDITIONS, OPERATIONS, Coding, coding, concept, icd, snomed
from support.facts import chart
from support.judged import judged
from support.plain import kidney, sixty

from validator.chart.fact import RiskCondition, Surgery
from validator.report.model import OrderReport
from validator.verdict import Basis, Truth, Verdict

PCS = "http://www.cms.gov/Medicare/Coding/ICD10"


def risk(one: Resource) -> RiskCondition:
    """The one risk condition."""
    found = chart(one).conditions
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("hemorrhage/hemoptysis", "hemorrhage"),
        ("hemorrhage:intracranial", "hemorrhage:intracranial"),
        ("hepatic:cirrhosis/cirrhosis of liver", "hepatic:cirrhosis"),
        ("gi_perforation/perforation of intestine", "gi_perforation"),
        ("nephrotic_syndrome", "nephrotic_syndrome"),
        ("pregnancy/pregnant", "pregnancy"),
        ("osteonecrosis_jaw", "osteonecrosis_jaw"),
        ("hypertensive_crisis/hypertensive crisis", "hypertensive_crisis"),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_a_risk_has_the_groups_of_its_code(name: str, group: str, which: int) -> None:
    assert group in risk(condition("r", concept(CONDITIONS[name][which]))).groups


def test_a_risk_keeps_its_dates_and_its_name() -> None:
    found = risk(
        condition(
            "r",
            concept(CONDITIONS["hemorrhage/melena"][0]),
            status="resolved",
            onset="2026-10-01",
            abated="2026-10-05",
            recorded="2026-10-02",
        )
    )
    assert found.name == "K92.1 Melena"
    assert [day.text for day in (found.onset, found.abatement, found.recorded) if day] == [
        "2026-10-01",
        "2026-10-05",
        "2026-10-02",
    ]
    assert found.active is Truth.FALSE


@pytest.mark.parametrize(
    ("status", "active"), [("active", Truth.TRUE), ("resolved", Truth.FALSE), (None, Truth.UNKNOWN)]
)
def test_a_risk_is_active_as_its_status_says(status: str | None, active: Truth) -> None:
    assert risk(condition("r", concept(CONDITIONS["hemorrhage/melena"][0]), status=status)).active is active


@pytest.mark.parametrize("word", ["refuted", "entered-in-error", "provisional", "unconfirmed", "differential"])
def test_a_risk_that_is_not_confirmed_is_none(word: str) -> None:
    assert chart(condition("r", concept(CONDITIONS["hemorrhage/melena"][0]), verification=word)).conditions == ()


def test_a_risk_in_words_only_counts_by_listed_words() -> None:
    found = risk(condition("r", concept(text="Osteonecrosis of jaw after zoledronate")))
    assert (found.groups, found.evidence.basis) == ({"osteonecrosis_jaw"}, Basis.TEXT)
    assert chart(condition("r", concept(text="No osteonecrosis of jaw"))).conditions == ()


def test_words_beside_a_code_add_what_the_code_does_not_say() -> None:
    found = risk(condition("r", concept(icd("K08.9", "Disorder of teeth"), text="osteonecrosis of jaw")))
    assert (found.groups, found.evidence.basis) == ({"osteonecrosis_jaw"}, Basis.TEXT)


@pytest.mark.parametrize(
    ("code", "group"),
    [
        pytest.param(concept(text="Hemoptysis"), "hemorrhage", id="text alone"),
        pytest.param(concept(text="Upper GI bleed on 12 Nov"), "hemorrhage", id="an abbreviation"),
        pytest.param(concept(text="Acute pulmonary embolism, right lower lobe"), "venous_event", id="within text"),
        pytest.param(concept(text="Cirrhosis of liver"), "hepatic:cirrhosis", id="an organ"),
        pytest.param(
            concept(coding("urn:example:problems", "77", "Gastrointestinal bleeding")), "hemorrhage", id="local display"
        ),
        pytest.param(
            concept(coding("urn:example:problems", "77"), text="Perforated viscus"), "gi_perforation", id="local, text"
        ),
        pytest.param(
            concept(snomed("999000001", "Osteonecrosis of the jaw due to drug")), "osteonecrosis_jaw", id="own display"
        ),
        pytest.param(
            concept(snomed("999000001", ""), text="Nephrotic syndrome"), "nephrotic_syndrome", id="no display, text"
        ),
        pytest.param(
            concept(snomed("999000001", "Traumatic subdural hemorrhage without loss of consciousness, first visit")),
            "hemorrhage:intracranial",
            id="a long display",
        ),
    ],
)
def test_a_risk_without_a_listed_code_counts_by_the_words_that_name_it(code: dict[str, Any], group: str) -> None:
    found = risk(condition("r", code))
    assert (found.groups, found.active, found.evidence.basis) == ({group}, Truth.TRUE, Basis.TEXT)


@pytest.mark.parametrize(
    "code",
    [
        concept(text="DVT prophylaxis"),
        concept(text="Family history of ischemic stroke"),
        concept(text="No melena"),
        concept(text="Rule out pulmonary embolism"),
        concept(text="At risk of GI bleeding"),
        concept(snomed("999000001", "Arteriovenous fistula for dialysis")),
        concept(icd("K25.7", "Chronic gastric ulcer without hemorrhage or perforation")),
    ],
)
def test_words_that_deny_doubt_or_prevent_a_risk_are_none(code: dict[str, Any]) -> None:
    assert chart(condition("r", code)).conditions == ()


@pytest.mark.parametrize("text", ["History of GI bleed", "s/p DVT 2019", "Old myocardial infarction", "h/o melena"])
def test_words_of_the_past_name_a_risk_that_is_over_and_was_not_when_it_was_written_down(text: str) -> None:
    found = risk(condition("r", concept(text=text), onset="2019", recorded="2026-11-20"))
    assert (found.active, found.onset and found.onset.text, found.recorded) == (Truth.FALSE, "2019", None)


@pytest.mark.parametrize(
    "text", ["Hypertension - poorly controlled", "Hypertension, uncontrolled", "HTN: hypertension not controlled"]
)
def test_hypertension_that_is_not_controlled_is_heard_in_either_order_of_words(text: str) -> None:
    assert risk(condition("r", concept(text=text))).groups == {"hypertension:uncontrolled"}


def test_words_beside_a_listed_code_make_it_narrower_or_add_another_risk() -> None:
    found = chart(
        condition("r", concept(icd("I10", "Hypertension"), text="Uncontrolled hypertension, melena"))
    ).conditions
    assert [one.groups for one in found] == [{"hypertension"}, {"hypertension:uncontrolled"}, {"hemorrhage"}]


@pytest.mark.parametrize(
    ("code", "display"),
    [
        ("K62.5", "Hemorrhage of anus and rectum"),
        ("K25.4", "Chronic or unspecified gastric ulcer with hemorrhage"),
        ("K31.811", "Angiodysplasia of stomach and duodenum with bleeding"),
        ("K57.33", "Diverticulitis of large intestine without perforation or abscess with bleeding"),
    ],
)
def test_a_bleeding_of_the_gut_is_known_by_its_code(code: str, display: str) -> None:
    found = risk(condition("r", concept(icd(code, display))))
    assert ("hemorrhage" in found.groups, found.evidence.basis) == (True, Basis.CODED)


@pytest.mark.parametrize(
    ("code", "display", "text"),
    [
        ("M27.8", "Other specified diseases of jaws", "Osteonecrosis of jaw"),
        ("M27.2", "Inflammatory conditions of jaws", "Medication-related osteonecrosis of the jaw"),
        ("K65.9", "Peritonitis, unspecified", "Bowel perforation"),
        ("I85.00", "Esophageal varices without bleeding", "Bleeding esophageal varices"),
        ("I80.02", "Phlebitis and thrombophlebitis of superficial vessels of left lower extremity", "DVT of left leg"),
    ],
)
def test_a_text_that_states_a_risk_is_heard_beside_a_code_that_no_question_asks_for(
    code: str, display: str, text: str
) -> None:
    def told(words: str) -> OrderReport:
        stated = condition("r", concept(icd(code, display), text=words), onset="2026-11-01")
        return judged(kidney(sixty(), beside=(stated,)))

    assert told(text).verdict is Verdict.UNDETERMINED
    assert told(display).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("code", "display", "text"),
    [
        (
            "I80.02",
            "Phlebitis of superficial vessels of left lower extremity",
            "Superficial thrombophlebitis of left leg",
        ),
        ("I82.812", "Embolism and thrombosis of superficial veins", "Thrombosis of left saphenous vein"),
        ("I85.00", "Esophageal varices without bleeding", "Esophageal varices (HCC)"),
        ("K65.9", "Peritonitis, unspecified", "Peritonitis (HCC)"),
        ("M87.052", "Idiopathic aseptic necrosis of left femur", "Avascular necrosis of bone of left hip (HCC)"),
        ("Z86.718", "Personal history of other venous thrombosis and embolism", "DVT (deep venous thrombosis)"),
    ],
)
def test_the_usual_words_beside_such_a_code_say_nothing_more(code: str, display: str, text: str) -> None:
    stated = condition("r", concept(icd(code, display), text=text), onset="2024-11-01")
    assert judged(kidney(sixty(), beside=(stated,))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Cirrhosis of liver", Verdict.WARNING),
        ("Cirrhosis of liver without ascites", Verdict.WARNING),
        ("Cirrhosis of liver with ascites (HCC)", Verdict.UNDETERMINED),
        ("Cirrhosis with hepatic encephalopathy", Verdict.UNDETERMINED),
        ("Cirrhosis of liver, Child-Pugh class B", Verdict.ERROR),
    ],
)
def test_what_the_name_of_a_cirrhosis_tells_beside_it_is_heard(text: str, verdict: Verdict) -> None:
    chart = Ehr().tumor(LIVER, 300).problem(icd("K74.60", "Unspecified cirrhosis of liver"), 100, text=text)
    chart.lab("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", 3, "0.6", "mg/dL")
    chart.lab("1751-7", "Albumin [Mass/volume] in Serum or Plasma", 3, "3.9", "g/dL")
    chart.lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", 3, "1.1", "{INR}")
    assert judged(chart.past(SORAFENIB, 180, 20).cabozantinib(60).resources).verdict is verdict


def test_an_unrelated_condition_is_no_risk() -> None:
    assert chart(condition("r", concept(CONDITIONS["hay fever"][0]))).conditions == ()


def test_words_about_radioiodine_in_a_note_of_a_thyroid_cancer() -> None:
    tumor = condition(
        "c", concept(snomed("255029007", "Papillary thyroid carcinoma")), note="RAI-refractory since 2025."
    )
    found = risk(tumor)
    assert (found.groups, found.evidence.basis) == ({"dtc:rai_refractory"}, Basis.TEXT)
    assert found.evidence.expression == "Bundle.entry[1].resource.note[0].text"


# --- operations -----------------------------------------------------------------------------------------------------


def operations(*resources: Resource) -> tuple[Surgery, ...]:
    """The operations these resources show."""
    return chart(*resources).surgeries


@pytest.mark.parametrize("fhir", ["R4", "R5"])
@pytest.mark.parametrize(("name", "group"), [("laparotomy", "major_surgery"), ("tooth extraction", "dental_surgery")])
def test_an_operation_done(name: str, group: str, fhir: str) -> None:
    found = operations(procedure("p", OPERATIONS[name], "2026-11-10", fhir=fhir))
    assert [(one.groups, one.planned) for one in found] == [({group}, False)]
    assert found[0].day is not None
    assert found[0].day.text == "2026-11-10"


@pytest.mark.parametrize("fhir", ["R4", "R5"])
def test_an_operation_planned(fhir: str) -> None:
    planned = (
        service_request("s", OPERATIONS["laparotomy"], "2026-12-10", fhir=fhir),
        appointment("a", OPERATIONS["laparotomy"], "2026-12-10", fhir=fhir),
        procedure("p", OPERATIONS["laparotomy"], "2026-12-10", status="preparation", fhir=fhir),
        procedure("q", OPERATIONS["laparotomy"], "2026-12-10", fhir=fhir),
    )
    for one in planned:
        assert [found.planned for found in operations(one)] == [True], one["resourceType"]


@pytest.mark.parametrize(
    "one",
    [
        procedure("p", OPERATIONS["laparotomy"], "2026-11-10", status="not-done"),
        procedure("p", OPERATIONS["laparotomy"], "2026-11-10", status="entered-in-error"),
        procedure("p", snomed("430193006", "Medication reconciliation"), "2026-11-10"),
        service_request("s", OPERATIONS["laparotomy"], "2026-12-10") | {"status": "revoked"},
        service_request("s", OPERATIONS["laparotomy"], "2026-12-10") | {"doNotPerform": True},
        appointment("a", OPERATIONS["laparotomy"], "2026-12-10") | {"status": "cancelled"},
    ],
)
def test_no_operation(one: Resource) -> None:
    assert operations(one) == ()


@pytest.mark.parametrize(
    ("code", "group"),
    [
        (concept(text="Right total hip arthroplasty"), "major_surgery"),
        (
            concept(coding("http://www.ama-assn.org/go/cpt", "50545", "Laparoscopic radical nephrectomy")),
            "major_surgery",
        ),
        (concept(snomed("52734007", "Total replacement of hip")), "major_surgery"),
        (concept(text="Dental implant placement"), "dental_surgery"),
    ],
)
def test_an_operation_is_known_by_its_name_where_its_code_is_not_listed(code: dict[str, Any], group: str) -> None:
    plan = service_request("plan", OPERATIONS["nephrectomy"], "2026-12-01") | {"code": code}
    done = procedure("done", OPERATIONS["nephrectomy"], "2026-11-10") | {"code": code}
    visit = appointment("visit", OPERATIONS["nephrectomy"], "2026-12-01") | {"serviceType": [code]}
    assert [(one.groups, one.planned) for one in operations(plan, done, visit)] == [
        ({group}, planned) for planned in (False, True, True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Physical therapy after total knee replacement",
        "Pre-op clearance for colectomy",
        "MRI abdomen s/p nephrectomy",
        "Evaluation for liver transplantation",
        "Dental cleaning",
        "Colonoscopy",
    ],
)
def test_what_goes_around_an_operation_is_none(text: str) -> None:
    assert (
        operations(service_request("plan", OPERATIONS["nephrectomy"], "2026-12-01") | {"code": concept(text=text)})
        == ()
    )


def test_an_operation_of_unknown_status_is_named() -> None:
    found = chart(procedure("p", OPERATIONS["laparotomy"], "2026-11-10", status="unknown"))
    assert found.surgeries == ()
    assert any("Procedure/p" in one for one in found.unread)


def test_the_removal_of_an_organ_for_cancer_is_major() -> None:
    found = operations(procedure("p", snomed("116033007", "Radical nephrectomy"), "2026-11-10"))
    assert [one.groups for one in found] == [{"major_surgery"}]


@pytest.mark.parametrize(
    ("code", "is_major"),
    [("0DTN0ZZ", True), ("0DTN4ZZ", True), ("0DJD8ZZ", False), ("0DB68ZX", False), ("30233N1", False)],
)
def test_a_procedure_code_is_major_by_what_was_done(code: str, is_major: bool) -> None:
    made: Coding = coding(PCS, code, "a procedure")
    assert bool(operations(procedure("p", made, "2026-11-10"))) is is_major


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Gross hematuria", "hemorrhage"),
        ("Blood in urine", "hemorrhage:slight"),
        ("Hematuria with clots", "hemorrhage"),
        ("Frank hematuria", "hemorrhage"),
        ("Massive hematuria", "hemorrhage"),
        ("Nosebleed", "hemorrhage:slight"),
        ("UGIB", "hemorrhage"),
        ("Postmenopausal bleeding", "hemorrhage:slight"),
        ("Retroperitoneal hematoma", "hemorrhage"),
        ("Intracranial bleed", "hemorrhage:intracranial"),
        ("Acute coronary syndrome", "arterial_event"),
        ("TIA", "arterial_event"),
        ("Unstable angina", "arterial_event:weak"),
        ("Preinfarction syndrome", "arterial_event:weak"),
        ("Portal vein thrombosis", "venous_event"),
        ("Saddle PE", "venous_event"),
        ("Acute on chronic DVT", "venous_event"),
        ("Chronic deep venous thrombosis", "venous_event:history"),
        ("Superficial venous thrombosis of the arm", "venous_event:superficial"),
        ("CKD 4", "renal:severe"),
        ("Stage 5 chronic kidney disease", "renal:severe"),
        ("Malignant hypertension", "hypertensive_crisis"),
        ("Poor wound healing of the abdomen", "impaired_wound_healing"),
        ("Asymptomatic microscopic hematuria", "hemorrhage:microscopic"),
        ("Hematuria, microscopic", "hemorrhage:microscopic"),
    ],
)
def test_a_risk_whose_code_is_listed_is_known_by_its_usual_words(words: str, group: str) -> None:
    found = risk(condition("r", {"text": words}))
    assert found.groups == {group}
    assert found.evidence.basis is Basis.TEXT


@pytest.mark.parametrize(
    "words",
    [
        "Bleeding gums",
        "Easy bruising",
        "Hematoma of skin",
        "No hematuria",
        "Rule out portal vein thrombosis",
        "Family history of venous thrombosis",
        "Hematuria workup",
        "CKD 3",
        "Stable angina",
        "TIA risk assessment",
    ],
)
def test_words_of_no_listed_risk_say_nothing(words: str) -> None:
    assert chart(condition("r", {"text": words})).conditions == ()


@pytest.mark.parametrize(
    "code",
    [snomed("297968009", "Bleeding skin"), snomed("405501007", "Malignant hyperthermia"), icd("R23.3", "Ecchymoses")],
)
def test_bleeding_of_the_skin_and_a_malignant_condition_that_is_no_tumor_are_no_risk(code: Coding) -> None:
    assert chart(condition("r", concept(code))).conditions == ()
