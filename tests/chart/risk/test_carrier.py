"""What is no list of problems tells of an event on its day: visits, reports, assessments, flags, detected issues.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, resource, to
from support.coding import concept, icd, loinc, snomed
from support.judged import judged, only, verdicts
from support.plain import kidney

BLEEDING = concept(snomed("74474003", "Gastrointestinal hemorrhage"))
EMBOLISM = concept(icd("I26.99", "Other pulmonary embolism without acute cor pulmonale"))
ON = "2026-11-10"
SUBJECT = {"subject": to("Patient/patient")}
ISSUE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def visit(what: object = BLEEDING, on: str | None = ON, until: str | None = ON, **elements: Any) -> Resource:
    period = {"start": on} | ({"end": until} if until else {}) if on else None
    told = {"status": "finished", "period": period, "reasonCode": [what]}
    return resource("Encounter", "visit", **(SUBJECT | {"class": {"code": "EMER"}} | told | elements))


def report(what: object = BLEEDING, on: str | None = ON, **elements: Any) -> Resource:
    told = {"status": "final", "code": concept(loinc("18748-4", "Diagnostic imaging study")), "effectiveDateTime": on}
    return resource("DiagnosticReport", "report", **(SUBJECT | told | {"conclusionCode": [what]} | elements))


def assessment(what: object = BLEEDING, on: str | None = ON, **elements: Any) -> Resource:
    told = {"status": "completed", "date": on, "finding": [{"itemCodeableConcept": what}]}
    return resource("ClinicalImpression", "assessment", **(SUBJECT | told | elements))


def flag(what: object = BLEEDING, on: str | None = ON, **elements: Any) -> Resource:
    told = {"status": "active", "code": what, "period": {"start": on} if on else None}
    return resource("Flag", "flag", **(SUBJECT | told | elements))


def issue(evidence: object = BLEEDING, on: str | None = ON, **elements: Any) -> Resource:
    told = {"status": "final", "severity": "high", "identifiedDateTime": on, "evidence": [{"code": [evidence]}]}
    return resource("DetectedIssue", "issue", **({"patient": to("Patient/patient")} | told | elements))


def verdict(*beside: Resource) -> str:
    return judged(kidney(beside=beside)).verdict.value


@pytest.mark.parametrize(
    "one",
    [
        visit(),
        visit(until=None, status="in-progress"),
        visit(concept(text="GI bleed")),
        visit(reasonCode=[concept(icd("Z51.11", "Encounter for antineoplastic chemotherapy")), BLEEDING]),
        visit(reasonCode=None, diagnosis=[{"condition": {"display": "Melena"}}]),
        visit(reasonCode=None, reasonReference=[{"display": "Melena"}]),
        visit(reasonCode=None, period=None, actualPeriod={"start": ON}, reason=[{"value": [{"concept": BLEEDING}]}]),
        visit(reasonCode=None, diagnosis=[{"condition": [{"concept": BLEEDING}]}]),
        visit(until="2026-12-20"),
        report(),
        report(status="amended"),
        report(conclusionCode=[concept(text="No pulmonary embolism"), BLEEDING]),
        assessment(),
        assessment(status="in-progress"),
        assessment(finding=[{"item": {"concept": BLEEDING}}]),
        flag(),
        flag(concept(text="Active GI bleeding")),
    ],
)  # fmt: skip
def test_a_bleeding_of_these_days_is_recent_whatever_tells_of_it(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("Admission for GI bleed", "recent-hemorrhage", ["error"]),
        ("ED visit - stroke", "thrombotic-event", ["undetermined"]),
        ("ED - STEMI", "thrombotic-event", ["undetermined"]),
        ("Inpatient: acute MI", "thrombotic-event", ["undetermined"]),
        ("Hospitalization for bowel perforation", "perforation-or-fistula", ["undetermined"]),
    ],
)
def test_a_type_of_visit_that_tells_its_reason_is_heard(words: str, code: str, expected: list[str]) -> None:
    told = visit(reasonCode=None, type=[{"text": words}])
    assert verdicts(judged(kidney(beside=(told,))), code) == expected
    assert judged(kidney(beside=(told | {"status": "planned"},))).verdict.value == "accept"


@pytest.mark.parametrize(
    "words",
    [
        "Stroke clinic follow up",
        "Stroke prevention education",
        "Anticoagulation visit",
        "ED visit: chest pain",
        "ED - chest pain",
        "ED follow-up",
        "ER - stroke education",
        "Admission for chemotherapy",
        "Admission for GI bleed prophylaxis",
        "Inpatient",
    ],
)
def test_an_ordinary_type_of_visit_is_quiet(words: str) -> None:
    assert judged(kidney(beside=(visit(reasonCode=None, type=[{"text": words}]),))).verdict.value == "accept"


@pytest.mark.parametrize(
    ("one", "kind"),
    [(visit(EMBOLISM), "Encounter"), (report(EMBOLISM), "DiagnosticReport"), (flag(EMBOLISM), "Flag")],
)
def test_an_event_that_ends_treatment_leaves_the_order_open(one: Resource, kind: str) -> None:
    found = only(kidney(beside=(one,)), "thrombotic-event")
    assert (found.verdict.value, found.missing) == (
        "undetermined",
        ("Condition of the event, with its clinical status",),
    )
    undated = {name: value for name, value in one.items() if name not in ("period", "effectiveDateTime")}
    assert only(kidney(beside=(undated,)), "thrombotic-event").missing == (f"day of the {kind}",)


@pytest.mark.parametrize(
    "one",
    [
        visit(concept(icd("I10", "Essential (primary) hypertension"))),
        visit(concept(icd("Z51.11", "Encounter for antineoplastic chemotherapy"))),
        visit(concept(icd("Z86.711", "Personal history of pulmonary embolism"))),
        visit(status="planned"),
        visit(status="cancelled"),
        visit(status="entered-in-error"),
        visit(EMBOLISM, "2026-05-01", "2026-05-03"),
        visit(on="2026-12-10", until=None),
        visit(subject=to("Patient/other")),
        report(concept(text="No pulmonary embolism")),
        report(conclusionCode=None),
        report(status="cancelled"),
        report(EMBOLISM, "2024-01-10"),
        assessment(status="not-done"),
        flag(status="inactive"),
        flag(status="entered-in-error"),
        flag(EMBOLISM, period={"start": "2025-01-10", "end": "2025-03-10"}),
        flag(EMBOLISM, "2024-01-10"),
        flag(concept(text="Bleeding risk")),
        flag(concept(text="Bleeding precautions")),
        flag(concept(text="DVT prophylaxis")),
        flag(concept(text="Fall risk")),
        flag(concept(text="Do not take blood pressure in left arm")),
        issue(evidence=concept(text="Increased risk of bleeding")),
        issue(evidence=None, code=concept({"system": ISSUE, "code": "DRG"}, text="Interaction: bleeding")),
        issue(status="entered-in-error"),
        issue(status="cancelled"),
    ],
)
def test_what_is_no_event_of_the_label_or_not_of_these_days_is_quiet(one: Resource) -> None:
    assert verdict(one, resource("Patient", "other", birthDate="1970-01-01")) == "accept"


def test_a_flag_that_nobody_took_down_holds_longer_than_an_event() -> None:
    assert verdict(flag(EMBOLISM, "2026-05-01")) == "undetermined"
    assert verdict(report(EMBOLISM, "2026-05-01")) == "accept"


@pytest.mark.parametrize(
    "one",
    [
        issue(),
        issue(status="mitigated"),
        issue(evidence=None, code=BLEEDING),
        visit(concept(text="Rule out pulmonary embolism")),
        report(concept(text="Possible pulmonary embolism")),
        flag(concept(text="Suspected GI bleed")),
    ],
)
def test_what_is_only_thought_of_is_asked_about_for_thirty_days(one: Resource) -> None:
    report_of = judged(kidney(beside=(one,)))
    assert [finding.code for finding in report_of.findings if finding.verdict.value == "undetermined"] == [
        "entry-set-aside"
    ]
    old = {"period": {"start": "2026-10-01"}, "effectiveDateTime": "2026-10-01", "identifiedDateTime": "2026-10-01"}
    assert verdict({**one, **{name: value for name, value in old.items() if name in one}}) == "accept"


@pytest.mark.parametrize(
    "one",
    [
        visit(status=None),
        visit(status="unknown"),
        report(status="preliminary"),
        report(EMBOLISM, modifierExtension=[{"url": "http://example.org/x", "valueBoolean": True}]),
        flag(status="aktive"),
    ],
)
def test_one_that_cannot_be_relied_on_is_not_passed_over(one: Resource) -> None:
    assert verdict(one) == "undetermined"


def past(began: str, ended: str | None = None) -> Resource:
    dates = {"abatementDateTime": ended} if ended else {}
    coded = icd("I26.99", "Other pulmonary embolism without acute cor pulmonale")
    return condition("past", concept(coded), status="resolved", onset=began, recorded=began) | dates


@pytest.mark.parametrize(
    ("known", "day", "expected"),
    [
        (past("2026-10-01"), "2026-10-05", "accept"),
        (past("2026-10-01"), "2026-10-31", "accept"),
        (past("2026-09-01", "2026-10-20"), "2026-10-15", "accept"),
        (past("2026-10-01"), "2026-11-01", "undetermined"),
        (past("2026-09-01", "2026-10-20"), "2026-10-25", "undetermined"),
        (past("2026-10-10"), "2026-10-05", "undetermined"),
    ],
)
def test_an_event_that_a_condition_is_and_calls_over_is_not_told_again(
    known: Resource, day: str, expected: str
) -> None:
    assert verdict(known) == "accept"
    assert verdict(known, visit(EMBOLISM, day, day)) == expected


def test_what_tissue_looks_like_is_no_event_and_what_is_coded_is() -> None:
    seen = concept(text="Clear cell renal cell carcinoma with necrosis and hemorrhage")
    for code in ("Surgical pathology", "Kidney biopsy", "Cytology"):
        assert verdict(report(seen, code=concept(text=code))) == "accept"
        assert verdict(report(BLEEDING, code=concept(text=code))) == "error"
    assert verdict(report(concept(text="Acute GI hemorrhage"), code=concept(text="CT abdomen"))) == "error"


@pytest.mark.parametrize(
    "words",
    [
        "Sin hematemesis ni melena",
        "Niega melena",
        "Pas de melena",
        "Kein melena",
        "Ausencia de melena",
        "Sospecha de melena",
    ],
)
def test_words_of_another_language_before_a_risk_leave_it_open_at_most(words: str) -> None:
    assert verdict(visit(concept(text=words))) != "error"
    assert verdict(condition("told", concept(text=words), onset=ON)) != "error"
    assert verdict(visit(concept(text="Melena"))) == "error"


@pytest.mark.parametrize("words", ["Melena - none", "Melena (denies)", "Melena (neg)"])
def test_an_answer_behind_a_dash_or_in_brackets_denies(words: str) -> None:
    assert verdict(visit(concept(text=words))) == "accept"
    assert verdict(visit(concept(text="GI bleed (no source found)"))) == "error"


@pytest.mark.parametrize(
    "words", ["Tooth extraction consult", "Tooth extraction planned 2027", "Dental extraction: patient declined"]
)
def test_a_visit_that_was_for_talking_of_a_procedure_is_none(words: str) -> None:
    assert verdict(visit(concept(text=words))) == "accept"
    assert verdict(visit(concept(text="Tooth extraction"))) == "error"


@pytest.mark.parametrize(
    "one",
    [
        visit(concept(text="AP: melena 2015")),
        visit(concept(text="Z.n. Melena 2015")),
        visit(concept(text="Cardiac rehab after MI 2012")),
        flag(concept(text="MI 2012")),
        flag(concept(text="Hx GI bleed 2015")),
    ],
)
def test_an_event_whose_words_give_an_old_year_is_over(one: Resource) -> None:
    assert verdict(one) == "accept"


@pytest.mark.parametrize("words", ["Melena 11/2026", "Melena 2026-11-08", "GI bleed, second since 2012"])
def test_an_event_whose_words_give_a_day_of_now_or_of_another_is_recent(words: str) -> None:
    assert verdicts(judged(kidney(beside=(visit(concept(text=words)),))), "recent-hemorrhage") == ["error"]


def test_an_adverse_event_tells_by_what_it_resulted_in() -> None:
    told = {"actuality": "actual", "date": ON, "event": concept(text="Adverse event")}
    resulted = resource("AdverseEvent", "e", **SUBJECT, **told, resultingCondition=[{"display": "Bowel perforation"}])
    assert only(kidney(beside=(resulted,)), "perforation-or-fistula").verdict.value == "undetermined"


@pytest.mark.parametrize("words", ["Hypertension, grade 4", "Grade 4 hypertension", "CTCAE grade 4 HTN"])
def test_a_hypertension_of_grade_4_is_a_crisis(words: str) -> None:
    found = judged(kidney(beside=(visit(concept(text=words)),)))
    assert verdicts(found, "uncontrolled-hypertension") == ["undetermined"]


@pytest.mark.parametrize("words", ["Hypertension, grade 2", "No grade 4 hypertension", "Hypertension"])
def test_a_hypertension_of_a_lower_grade_is_none(words: str) -> None:
    assert verdict(visit(concept(text=words))) == "accept"


def test_a_visit_counts_on_the_day_it_ended() -> None:
    assert verdict(visit(EMBOLISM, "2026-05-01", "2026-11-10")) == "undetermined"
    assert verdict(visit(EMBOLISM, "2026-05-01", "2026-05-03")) == "accept"


def test_what_is_only_thought_of_another_patient_is_not_asked_about() -> None:
    other = resource("Patient", "other", birthDate="1970-01-01")
    for mine, whose in (
        (issue(), "patient"),
        (visit(concept(text="Rule out pulmonary embolism")), "subject"),
        (report(concept(text="Possible pulmonary embolism")), "subject"),
    ):
        assert verdict(mine, other) == "undetermined"
        assert verdict(mine | {whose: to("Patient/other")}, other) == "accept"


def test_the_words_of_an_issue_are_asked_about_and_not_those_of_its_name() -> None:
    assert verdict(issue(concept(text="GI bleed"))) == "undetermined"
    assert verdict(issue(evidence=None, code=concept(text="GI bleed"))) == "accept"


def test_a_report_is_of_tissue_where_any_name_of_it_says_so() -> None:
    seen = concept(text="Renal cell carcinoma with necrosis and hemorrhage")
    tissue = concept(loinc("66121-5", "Surgical pathology report"), text="Left kidney")
    assert verdict(report(seen, code=tissue)) == "accept"
    assert verdict(report(seen, code=concept(loinc("66121-5", "Imaging report"), text="Left kidney"))) != "accept"


@pytest.mark.parametrize(
    "words",
    [
        "Partner pregnant",
        "Pregnant wife",
        "Hazardous drug: pregnant staff avoid",
        "Pregnant caregivers should not handle",
        "Pregnant women must not handle this drug",
        "Breastfeeding class (wife)",
    ],
)
def test_a_word_told_of_other_people_is_quiet(words: str) -> None:
    assert verdict(flag(concept(text=words))) == verdict(visit(concept(text=words))) == "accept"


@pytest.mark.parametrize("words", ["Pregnant", "Pregnant woman", "Currently pregnant; wife of the farm owner"])
def test_a_pregnancy_of_the_patient_is_a_caution(words: str) -> None:
    assert verdicts(judged(kidney(beside=(flag(concept(text=words)),))), "pregnancy") == ["warning"]


@pytest.mark.parametrize("words", ["Antecedentes personales: hematemesis", "AP: melena"])
def test_a_heading_of_the_past_in_spanish_is_a_question(words: str) -> None:
    assert verdict(visit(concept(text=words))) == "undetermined"


def test_how_a_visit_is_called_before_its_reason_does_not_decide() -> None:
    told = {
        "Admit dx: GI bleed": "recent-hemorrhage",
        "Inpatient stay, DVT L leg": "thrombotic-event",
        "OBS - chest pain, NSTEMI": "thrombotic-event",
        "Readmit: bowel perforation": "perforation-or-fistula",
    }
    for words, code in told.items():
        for element, value in (("type", [{"text": words}]), ("serviceType", {"text": words})):
            found = judged(kidney(beside=(visit(reasonCode=None, **{element: value}),)))
            assert code in {one.code for one in found.findings}, (words, element)
    newer = visit(reasonCode=None, serviceType=[{"concept": {"text": "Admit dx: GI bleed"}}])
    assert verdicts(judged(kidney(beside=(newer,))), "recent-hemorrhage") == ["error"]


def test_a_visit_that_is_called_so_for_something_else_is_quiet() -> None:
    quiet = (
        "Inpatient, medical oncology",
        "Obs: chest pain",
        "Observation, bleeding precautions",
        "Admit, no bleeding",
        "Readmit: dehydration",
        "Stroke clinic, follow up",
        "Admit dx: history of DVT prophylaxis",
    )
    for words in quiet:
        for element, value in (("type", [{"text": words}]), ("serviceType", {"text": words})):
            found = judged(kidney(beside=(visit(reasonCode=None, **{element: value}),)))
            assert found.verdict.value == "accept", (words, element)
