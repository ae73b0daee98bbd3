"""What general validators miss in an order and a dose needs: each broken thing is one issue with its place."""

from __future__ import annotations

from typing import Any

import pytest
from support.submitted import UCUM, a_bundle, a_dosage, an_order, an_r5_order, as_bytes, said, the_order

from validator.fhir.order_structure import order_issues
from validator.finding import LONGEST_MESSAGE, Issue
from validator.verdict import Severity

MG = {"unit": "mg", "system": UCUM, "code": "mg"}


def judged(*documents: Any, **options: Any) -> tuple[Issue, ...]:
    entry = the_order(*documents, **options)
    return order_issues(entry, entry.version)


def judged_dosage(**changes: Any) -> list[tuple[str, str]]:
    """Code of each issue and its place below the dosage."""
    issues = judged(an_order(dosageInstruction=[a_dosage(**changes)]))
    assert all(len(issue.message) <= LONGEST_MESSAGE for issue in issues)
    return [
        (issue.code, place.removeprefix("MedicationRequest.dosageInstruction[0]").removeprefix("."))
        for issue in issues
        for place in issue.expression
    ]


def judged_repeat(**repeat: Any) -> list[tuple[str, str]]:
    prefix = "timing.repeat"
    return [
        (code, place.removeprefix(prefix).removeprefix(".")) for code, place in judged_dosage(timing={"repeat": repeat})
    ]


def judged_dose(**dose: Any) -> list[tuple[str, str]]:
    prefix = "doseAndRate[0].doseQuantity."
    return [(code, place.removeprefix(prefix)) for code, place in judged_dosage(doseAndRate=[{"doseQuantity": dose}])]


@pytest.mark.parametrize(
    "order",
    [
        an_order(),
        an_r5_order(),
        an_order(priority="stat", authoredOn="2026-11-02T10:00:00.5-05:00", reportedBoolean=False),
        an_r5_order(status="ended", reported=False),
        an_order(medicationCodeableConcept=..., medicationReference={"display": "x"}),
        an_order(dispenseRequest={"quantity": {"value": 30, "unit": "tablet"}, "numberOfRepeatsAllowed": 0}),
        an_order(status=..., _status={"extension": [{"url": "http://example.org", "valueCode": "unknown"}]}),
    ],
)
def test_a_good_order_is_not_criticised(order: dict[str, Any]) -> None:
    assert judged(order) == ()


@pytest.mark.parametrize("name", ["status", "intent", "subject"])
def test_a_required_element_that_is_missing_is_named(name: str) -> None:
    (issue,) = judged(a_bundle(an_order(**{name: ...})))
    assert issue.code == "structure-required"
    assert issue.expression == (f"Bundle.entry[0].resource.{name}",)
    assert issue.message == f"{name}: required, but missing."


def test_an_order_without_any_medication_is_named() -> None:
    assert said(judged(an_order(medicationCodeableConcept=...))) == [
        ("structure-required", ("MedicationRequest.medication",))
    ]


@pytest.mark.parametrize(
    ("changes", "place", "severity"),
    [
        ({"status": "activ"}, "status", Severity.ERROR),
        ({"status": "ended"}, "status", Severity.ERROR),
        ({"intent": "prescription"}, "intent", Severity.ERROR),
        ({"priority": "soon"}, "priority", Severity.WARNING),
    ],
)
def test_a_code_outside_its_required_value_set_is_named(
    changes: dict[str, Any], place: str, severity: Severity
) -> None:
    (issue,) = judged(an_order(**changes))
    assert (issue.code, issue.expression, issue.severity) == (
        "structure-code",
        (f"MedicationRequest.{place}",),
        severity,
    )


def test_a_status_that_only_r5_has_is_right_in_r5() -> None:
    assert judged(an_r5_order(status="ended")) == ()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"medicationReference": {"display": "x"}}, ("medicationCodeableConcept", "medicationReference")),
        ({"medication": {"concept": {}}}, ("medication", "medicationCodeableConcept")),
        ({"reportedBoolean": True, "reportedReference": {"display": "x"}}, ("reportedBoolean", "reportedReference")),
    ],
)
def test_both_sides_of_a_choice_are_named_together(changes: dict[str, Any], names: tuple[str, str]) -> None:
    issue = judged(an_order(**changes))[0]
    assert issue.code == "structure-invariant"
    assert issue.expression == tuple(f"MedicationRequest.{name}" for name in names)
    assert issue.message == f"{names[0]} and {names[1]}: only one of them may be given."


@pytest.mark.parametrize(
    ("dosage", "expected"),
    [
        (
            {"asNeededBoolean": False, "asNeededCodeableConcept": {"text": "x"}},
            [("structure-invariant", "asNeededBoolean"), ("structure-invariant", "asNeededCodeableConcept")],
        ),
        ({"asNeededBoolean": "no"}, [("structure", "asNeededBoolean")]),
        ({"asNeeded": False, "asNeededFor": [{"text": "x"}]}, [("structure-invariant", "asNeededFor")]),
        (
            {"doseAndRate": [{"doseQuantity": {"value": 1}, "doseRange": {"low": {"value": 1}}}]},
            [
                ("structure-invariant", "doseAndRate[0].doseQuantity"),
                ("structure-invariant", "doseAndRate[0].doseRange"),
            ],
        ),
        ({"doseAndRate": 60}, [("structure", "doseAndRate")]),
        ({"doseAndRate": ["60 mg"]}, [("structure", "doseAndRate[0]")]),
        ({"doseQuantity": {"value": 60} | MG}, [("structure", "doseQuantity")]),
        ({"sequence": "one"}, [("structure", "sequence")]),
        ({"text": 60}, [("structure", "text")]),
        ({"route": "oral"}, [("structure", "route")]),
        ({"route": {"coding": 5}}, [("structure", "route.coding")]),
        ({"route": {"coding": [{"code": 26643006}]}}, [("structure", "route.coding[0].code")]),
        ({"additionalInstruction": 5}, [("structure", "additionalInstruction")]),
        ({"timing": []}, [("structure", "timing")]),
        ({"timing": {"repeat": []}}, [("structure", "timing.repeat")]),
        ({"timing": {"event": ["2026-11-02", 5]}}, [("structure", "timing.event[1]")]),
        ({"maxDosePerPeriod": [{"numerator": {"value": 1}}]}, [("structure", "maxDosePerPeriod")]),
        (
            {"maxDosePerPeriod": {"numerator": {"value": 60} | MG}},
            [("structure-invariant", "maxDosePerPeriod")],
        ),
        (
            {"maxDosePerPeriod": {"numerator": {"value": 60} | MG, "denominator": {"value": 0}}},
            [("structure-value", "maxDosePerPeriod.denominator.value")],
        ),
        ({"maxDosePerAdministration": {"value": -1}}, [("structure-value", "maxDosePerAdministration.value")]),
    ],
)
def test_a_dosage_that_contradicts_itself_is_named(dosage: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert judged_dosage(**dosage) == expected


def test_in_r5_the_most_per_period_is_a_list() -> None:
    ratio = {"numerator": {"value": 60} | MG, "denominator": {"value": 1, "system": UCUM, "code": "d"}}
    assert judged(an_r5_order(dosageInstruction=[a_dosage(maxDosePerPeriod=[ratio])])) == ()
    (issue,) = judged(an_r5_order(dosageInstruction=[a_dosage(maxDosePerPeriod=ratio)]))
    assert issue.message == "maxDosePerPeriod: expected a list, found an object."


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ({"value": 60}, []),
        ({"value": "60 or so"} | MG, [("structure", "value")]),
        ({"value": True} | MG, [("structure", "value")]),
        ({"value": 0} | MG, [("structure-value", "value")]),
        ({"value": -60} | MG, [("structure-value", "value")]),
        ({"value": 60, "comparator": "<"} | MG, [("structure-invariant", "comparator")]),
        ({"value": 60, "unit": "mg", "code": "mg"}, [("structure-invariant", "code")]),
        ({"value": 60, "unit": 5}, [("structure", "unit")]),
    ],
)
def test_a_dose_is_an_exact_amount_above_zero(dose: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert judged_dose(**dose) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, []),
        (20, 20, []),
        (60, 40, [("structure-invariant", "doseAndRate[0].doseRange")]),
        (-1, 40, [("structure-value", "doseAndRate[0].doseRange.low.value")]),
        (0, 0, [("structure-value", "doseAndRate[0].doseRange.high.value")]),
    ],
)
def test_a_dose_range_goes_up_from_nought(low: int, high: int, expected: list[tuple[str, str]]) -> None:
    dose = {"low": {"value": low} | MG, "high": {"value": high} | MG}
    assert judged_dosage(doseAndRate=[{"doseRange": dose}]) == expected


def test_the_ends_of_a_range_in_different_units_are_not_compared() -> None:
    dose = {"low": {"value": 60, "unit": "mg"}, "high": {"value": 1, "unit": "g"}}
    assert judged_dosage(doseAndRate=[{"doseRange": dose}]) == []


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        ({"frequency": 1, "frequencyMax": 2, "period": 1, "periodMax": 2, "periodUnit": "wk"}, []),
        ({"frequency": 1, "period": 1, "periodUnit": "day"}, [("structure-code", "periodUnit")]),
        ({"frequency": 1, "period": 1, "periodUnit": "D"}, [("structure-code", "periodUnit")]),
        ({"frequency": 1, "period": 1}, [("structure-invariant", "period")]),
        ({"frequency": 1, "period": 1, "_periodUnit": {"id": "x"}}, []),
        ({"duration": 2}, [("structure-invariant", "duration")]),
        ({"durationMax": 2}, [("structure-invariant", "durationMax")]),
        ({"periodMax": 2, "periodUnit": "d"}, [("structure-invariant", "periodMax")]),
        ({"countMax": 2}, [("structure-invariant", "countMax")]),
        ({"offset": 60}, [("structure-invariant", "offset")]),
        ({"offset": 60, "when": ["AC"]}, []),
        ({"offset": 60, "when": ["C"]}, [("structure-invariant", "offset")]),
        ({"timeOfDay": ["08:00:00"], "when": ["AC"]}, [("structure-invariant", "")]),
        ({"frequency": "once", "period": 1, "periodUnit": "d"}, [("structure", "frequency")]),
        ({"frequency": 0, "period": 1, "periodUnit": "d"}, [("structure-value", "frequency")]),
        ({"frequency": 1.5, "period": 1, "periodUnit": "d"}, [("structure", "frequency")]),
        ({"frequency": 2, "frequencyMax": 1}, [("structure-invariant", "frequencyMax")]),
        ({"period": 0, "periodUnit": "d"}, [("structure-value", "period")]),
        ({"period": -1, "periodUnit": "d"}, [("structure-value", "period")]),
        ({"period": 0.5, "periodUnit": "d"}, []),
        ({"period": "one", "periodUnit": "d"}, [("structure", "period")]),
        ({"count": 0}, [("structure-value", "count")]),
        ({"dayOfWeek": ["mon", "Tue"]}, [("structure-code", "dayOfWeek[1]")]),
        ({"dayOfWeek": 1}, [("structure", "dayOfWeek")]),
        ({"when": ["morning"]}, [("structure-code", "when[0]")]),
        ({"when": ["IMD"]}, [("structure-code", "when[0]")]),
        ({"timeOfDay": ["08:00:00+01:00"]}, [("structure-value", "timeOfDay[0]")]),
        (
            {"timeOfDay": ["8:00", "24:00:00", "08:00:00"]},
            [("structure-value", "timeOfDay[0]"), ("structure-value", "timeOfDay[1]")],
        ),
        ({"timeOfDay": [None, "08:00:00"], "_timeOfDay": [{"id": "x"}, None]}, []),
        ({"timeOfDay": [None]}, [("structure", "timeOfDay[0]")]),
        ({"timeOfDay": [None, 8]}, [("structure", "timeOfDay[0]"), ("structure", "timeOfDay[1]")]),
        (
            {"boundsPeriod": {"start": "2026-11-02"}, "boundsDuration": {"value": 1}},
            [("structure-invariant", "boundsDuration"), ("structure-invariant", "boundsPeriod")],
        ),
        ({"boundsPeriod": {"start": "2026-11-02", "end": "2026-11-01"}}, [("structure-invariant", "boundsPeriod")]),
        ({"boundsPeriod": {"start": "2026-11-02", "end": "2026-11"}}, []),
        ({"boundsPeriod": {"start": "2026-02-30"}}, [("structure-value", "boundsPeriod.start")]),
        ({"boundsPeriod": {"start": 2026}}, [("structure", "boundsPeriod.start")]),
        ({"boundsDuration": {"value": 10, "code": "d"}}, [("structure-invariant", "boundsDuration.code")]),
    ],
)
def test_a_timing_that_cannot_mean_one_thing_is_named(repeat: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert judged_repeat(**repeat) == expected


def test_a_meal_event_that_only_r5_has_is_right_in_r5() -> None:
    assert judged(an_r5_order(dosageInstruction=[a_dosage(timing={"repeat": {"when": ["IMD"]}})])) == ()


def test_a_whole_number_written_with_decimals_is_only_a_warning() -> None:
    text = as_bytes(an_order()).replace(b'"frequency": 1', b'"frequency": 1.0')
    (issue,) = judged(text)
    assert (issue.code, issue.severity) == ("structure", Severity.WARNING)


@pytest.mark.parametrize(
    ("authored", "expected"),
    [
        ("2026", []),
        ("2026-11-02T10:00:00Z", []),
        ("2026-11-02T10:00:00", [("structure-value", Severity.WARNING)]),
        ("2026-13-02", [("structure-value", Severity.ERROR)]),
        ("02.11.2026", [("structure-value", Severity.ERROR)]),
    ],
)
def test_the_day_of_the_order_is_a_day_of_the_calendar(authored: str, expected: list[tuple[str, Severity]]) -> None:
    assert [(issue.code, issue.severity) for issue in judged(an_order(authoredOn=authored))] == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"quantity": {"value": 0}}, [("structure-value", "quantity.value")]),
        ({"quantity": {"value": 30, "comparator": "<"}}, [("structure-invariant", "quantity.comparator")]),
        ({"numberOfRepeatsAllowed": -1}, [("structure-value", "numberOfRepeatsAllowed")]),
        (
            {"expectedSupplyDuration": {"value": 30, "code": "d"}},
            [("structure-invariant", "expectedSupplyDuration.code")],
        ),
        ({"validityPeriod": {"start": "2027", "end": "2026"}}, [("structure-invariant", "validityPeriod")]),
    ],
)
def test_a_supply_that_cannot_be_is_named(request_: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    issues = judged(an_order(dispenseRequest=request_))
    assert said(issues) == [(code, (f"MedicationRequest.dispenseRequest.{place}",)) for code, place in expected]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"priority": None}, "priority"),
        ({"encounter": {}}, "encounter"),
        ({"identifier": []}, "identifier"),
        ({"language": ""}, "language"),
        ({"identifier": [{}]}, "identifier[0]"),
        ({"identifier": [None]}, "identifier[0]"),
        ({"insurance": [{"display": ""}]}, "insurance[0].display"),
    ],
)
def test_nulls_and_empty_elements_are_warned_of(changes: dict[str, Any], place: str) -> None:
    (issue,) = judged(an_order(**changes))
    assert (issue.code, issue.expression, issue.severity) == (
        "structure",
        (f"MedicationRequest.{place}",),
        Severity.WARNING,
    )


def test_a_null_that_keeps_the_place_of_an_extension_is_fhir() -> None:
    order = an_order(instantiatesUri=[None, "http://example.org"], _instantiatesUri=[{"id": "x"}, None])
    assert judged(order) == ()


def test_what_is_contained_is_not_judged_with_its_container() -> None:
    assert judged(an_order(), {"resourceType": "Patient"}) == ()
    assert the_order(an_order(contained=[{"resourceType": "Medication", "code": None}])).raw["contained"]
    assert judged(an_order(contained=[{"resourceType": "Medication", "code": None}])) == ()


def test_one_broken_dosage_hides_no_other() -> None:
    broken = a_dosage(doseAndRate=[{"doseQuantity": {"value": 0}}])
    places = [place for _, (place,) in said(judged(an_order(dosageInstruction=[broken, a_dosage(), broken, 5])))]
    assert places == [
        "MedicationRequest.dosageInstruction[0].doseAndRate[0].doseQuantity.value",
        "MedicationRequest.dosageInstruction[2].doseAndRate[0].doseQuantity.value",
    ]


def test_no_message_repeats_a_value() -> None:
    secret = "Kowalczyk"
    order = an_order(
        status=secret,
        authoredOn=secret,
        priority=secret,
        dosageInstruction=[
            a_dosage(text=[secret], timing={"repeat": {"when": [secret], "periodUnit": secret, "timeOfDay": [secret]}})
        ],
    )
    issues = judged(order)
    assert len(issues) >= 6
    assert not any(secret in f"{issue.message}{issue.detail}{issue.expression}" for issue in issues)


def test_complaints_beyond_the_limit_end_in_one_that_says_so() -> None:
    issues = judged(an_order(note=[{}] * 500))
    assert len(issues) == 201
    assert issues[-1].message == "More is wrong with this resource than is listed."


def test_another_resource_is_not_judged_as_an_order() -> None:
    entry = the_order(an_order(), {"resourceType": "Patient", "status": "x"})
    assert order_issues(entry, entry.version) == ()
