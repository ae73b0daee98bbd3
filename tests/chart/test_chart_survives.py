"""Whatever a chart holds, it is read or named: nothing raises, and nothing that is wrong becomes a fact."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.build import (
    Resource,
    appointment,
    attested,
    condition,
    dosage,
    empty_list,
    every,
    icdo3,
    observation,
    order,
    procedure,
    quantity,
    questionnaire_response,
    resource,
    service_request,
    statement,
    to,
    weight,
)
from support.coding import DRUGS, GRADE, GRADE_2, HISTOLOGY, M1, M_CATEGORY, OPERATIONS, concept, icd, loinc, snomed
from support.plain import TABLET_60, man
from support.product import INGREDIENT, medication
from support.shipped import chart_for, orders_in

from validator.chart.record import evidence_entries, evidence_of
from validator.fhir.submission import read_submission
from validator.instant import PartialDate

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
CHART: list[Resource] = [
    man(
        deceasedBoolean=False,
        extension=[{"url": f"{US_CORE}/us-core-birthsex", "valueCode": "M"}, {"url": f"{US_CORE}/us-core-sex"}],
    ),
    condition(
        "c",
        concept(icd("C73", "Thyroid")),
        note="metastatic",
        stage=[{"summary": concept(M1), "assessment": [to("Observation/h")]}],
    ),
    condition("b", concept(snomed("66857006", "Hemoptysis")), abated="2026-01-01"),
    observation("h", HISTOLOGY, "2026-01-01", coded=icdo3("8330/3", "Follicular"), focus="Condition/c"),
    observation("m", M_CATEGORY, "2026-01-01", coded=M1),
    # What only a second cancer asks for: of which of the two a result is.
    condition("k", concept(icd("C64.1", "Kidney"))) | {"evidence": [{"detail": [to("Observation/g")]}]},
    observation("g", GRADE, "2026-01-01", coded=GRADE_2)
    | {"specimen": to("Specimen/x"), "component": [{"code": concept(GRADE), "valueString": "G2"}]},
    resource(
        "DiagnosticReport",
        "d",
        status="final",
        result=[to("Observation/g"), to("Observation/h")],
        specimen=[to("Specimen/x")],
        conclusionCode=[concept(icd("C64.1", "Kidney"))],
    ),
    resource("Specimen", "x", status="available", collection={"bodySite": concept(snomed("64033007", "Kidney"))}),
    resource(
        "CarePlan",
        "plan",
        status="active",
        intent="plan",
        period={"start": "2026-01-01"},
        category=[concept(snomed("373808002", "Curative - procedure intent"))],
        activity=[
            {"detail": {"status": "in-progress", "code": concept(DRUGS["itraconazole"][0]), "scheduledPeriod": {}}},
            {"reference": {"reference": "MedicationRequest/away", "display": "nivolumab"}},
        ],
    ),
    resource(
        "RequestGroup",
        "group",
        status="active",
        intent="order",
        action=[{"title": "Itraconazole", "timingPeriod": {}, "action": [{"code": [concept(DRUGS["nivolumab"][0])]}]}],
    ),
    resource(
        "Encounter",
        "visit",
        status="finished",
        period={"start": "2026-11-01"},
        type=[concept(icd("Z99.2", "Dialysis"))],
        diagnosis=[{"condition": to("Condition/k")}],
    ),
    resource(
        "DeviceUseStatement",
        "device",
        status="active",
        timingDateTime="2026-11-01",
        device={"display": "Gastrostomy tube"},
    ),
    resource(
        "ResearchSubject", "trial", status="on-study", period={}, progress=[{"subjectState": concept(text="on-study")}]
    ),
    resource("AllergyIntolerance", "allergy", clinicalStatus=concept(text="active"), code=concept(text="cabozantinib")),
    statement("none", concept(snomed("787481004", "No known medications"))),
    weight("38", "2026-11-01"),
    attested("a", "unresectable", "2026-11-01"),
    questionnaire_response({"metastatic": True}, "2026-11-01"),
    statement("s", to("Medication/drug"), start="2026-01-01", end="2026-02-01"),
    medication(INGREDIENT, form="tablet", strength_mg=60, name="drug"),
    order(concept(DRUGS["itraconazole"][0]), [dosage(quantity(100, "mg"), every())], name="i", on="2026-11-01"),
    procedure("p", OPERATIONS["laparotomy"], "2026-11-01")
    | {
        "complication": [concept(icd("K63.1", "Perforation"))],
        "extension": [{"url": "x", "valueCodeableConcept": concept(snomed("373808002", "Curative"))}],
    },
    observation("sites", snomed("0", "Metastatic sites"), "2026-11-01") | {"valueString": "lung, liver"},
    service_request("r", OPERATIONS["laparotomy"], "2026-12-01"),
    appointment("v", OPERATIONS["laparotomy"], "2026-12-01"),
    empty_list("l", loinc("11450-4", "Problems"), "2026-11-01"),
    order(
        TABLET_60,
        [dosage(quantity(60, "mg"), every(when=["AC"]), instruction="with food", text="one daily")],
        reason="Condition/c",
        dispenseRequest={"quantity": quantity(30, "{tbl}"), "numberOfRepeatsAllowed": 1},
    ),
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"coding": [None, 3, {"system": 1, "code": 2}]}),
    st.just("2026-13-45"),
    st.just({"reference": "#c"}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a resource."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, child in value.items():
            found += places(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            found += places(child, (*path, index))
    return found


PLACES = [path for path in places(CHART) if len(path) > 1 and path[-1] != "resourceType"]


@settings(max_examples=6000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=4))
def test_any_value_anywhere_is_borne(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    resources = copy.deepcopy(CHART)
    for path, junk in changes:
        target: Any = resources
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue
    entries = [{"resource": one} for one in resources]
    submission = read_submission([{"resourceType": "Bundle", "type": "collection", "entry": entries}])
    for found in orders_in(submission):
        read = chart_for(submission, found, PartialDate.parse("2026-11-22"))
        evidence_entries(found, evidence_of(read))
        assert all(isinstance(one.evidence.says, str) for one in read.earlier_told())
        assert all(isinstance(one, str) for one in read.unread)
