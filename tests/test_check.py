"""One submission in, one report out: what is assessed, what cannot be, and that nothing is kept between two checks."""

from __future__ import annotations

import copy
import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, patient, statement, to, to_json, weight
from support.coding import DRUGS, SNOMED, concept
from support.judged import judged, named, tablets, thyroid
from support.plain import collection, kidney, man, neuroendocrine, sixty, without

from validator import Verdict, check_bundle, check_documents, check_order
from validator.checking import reporting
from validator.report.exit_code import exit_code
from validator.rules.registry import RULES

EXAMPLES = Path(__file__).parents[1] / "examples"


def codes(report: Any) -> set[str]:
    return {finding.code for finding in report.findings}


# --- What is not assessed


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ({"status": "entered-in-error"}, "the order's status is entered-in-error"),
        ({"status": "cancelled"}, "the order's status is cancelled"),
        ({"status": "stopped"}, "the order's status is stopped"),
        ({"status": "completed"}, "the order's status is completed"),
        ({"doNotPerform": True}, "the order says not to give the drug (doNotPerform)"),
        ({"medicationCodeableConcept": concept(DRUGS["metformin"][0])}, "the order is not for cabozantinib"),
    ],
)
def test_an_order_that_is_not_to_be_judged_says_why(elements: dict[str, Any], words: str) -> None:
    report = check(kidney(sixty(**elements)))
    (finding,) = answer(report).findings
    assert answer(report).verdict is Verdict.NOT_ASSESSED
    assert (finding.code, finding.message) == ("not-assessed", f"Not assessed: {words}.")
    assert (finding.severity.value, finding.kind.value) == ("information", "informational")
    assert exit_code(report, Verdict.WARNING) == 0


@pytest.mark.parametrize("status", ["active", "draft", "on-hold", "unknown"])
def test_an_order_that_may_be_acted_on_is_judged(status: str) -> None:
    assert judged(kidney(sixty(status=status))).verdict is not Verdict.NOT_ASSESSED


def test_a_medication_that_cannot_be_read_is_open_not_refused() -> None:
    bare = {key: value for key, value in sixty().items() if key != "medicationCodeableConcept"}
    report = judged(kidney(bare))
    assert report.verdict is Verdict.UNDETERMINED
    assert "medication-not-identified" in codes(report)
    assert report.label is None


def test_orders_that_were_judged_come_first() -> None:
    other = statement("x", concept(DRUGS["metformin"][0]))
    metformin = sixty(id="metformin", medicationCodeableConcept=concept(DRUGS["metformin"][0]))
    report = check([metformin, *kidney(), other])
    assert [order.order for order in report.orders] == ["MedicationRequest/order", "MedicationRequest/metformin"]


# --- Dates


def test_without_any_date_neither_revision_nor_ages_can_be_told() -> None:
    undated = {key: value for key, value in sixty().items() if key != "authoredOn"}
    report = judged(kidney(undated))
    (finding,) = [one for one in report.findings if one.code == "order-date-missing"]
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.missing == ("MedicationRequest.authoredOn",)
    assert report.label is None
    assert judged(kidney(undated), as_of="2026-11-22").verdict is Verdict.ACCEPT


def test_the_start_of_the_dosage_dates_an_order_without_a_date() -> None:
    dated = sixty()
    del dated["authoredOn"]
    dated["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] = {"start": "2026-11-22"}
    report = judged(kidney(dated))
    assert report.label is not None
    assert report.as_of == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "as_of",
    ["2026-11-22", dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC)],
)
def test_the_day_can_be_given_in_several_types(as_of: Any) -> None:
    child = thyroid(sixty(authoredOn="2024-01-01"), kilograms="45")
    report = judged(child, as_of=as_of)
    assert report.as_of == dt.date(2026, 11, 22)
    assert report.label is not None
    assert report.label.revision == dt.date(2025, 3, 26)


@pytest.mark.parametrize("as_of", ["today", "2026-13", "22.11.2026", ""])
def test_a_day_that_is_none_is_refused(as_of: str) -> None:
    with pytest.raises(ValueError, match=r"^as_of is a date such as 2026-11-22, 2026-11 or 2026$"):
        check(kidney(), as_of=as_of)


@pytest.mark.parametrize("structure", ["", "FULL", "none"])
def test_a_wrong_option_is_refused(structure: str) -> None:
    with pytest.raises(ValueError, match=r"^structure is one of full, read, off$"):
        check(kidney(), structure=structure)


def test_a_partial_day_is_no_exact_day() -> None:
    report = judged(kidney(), as_of="2026-11")
    assert report.as_of is None
    assert report.label is not None


def test_a_day_before_the_first_label_is_an_error() -> None:
    report = judged(kidney(sixty(authoredOn="2010-01-01")))
    assert report.verdict is Verdict.ERROR
    (finding,) = named(report, "no-label-in-force")
    assert finding.message == "No label of this product was in force on 2010-01-01."


def test_a_day_that_allows_two_revisions_is_open() -> None:
    report = judged(kidney(sixty(authoredOn="2025-03")))
    (finding,) = named(report, "label-revision-open")
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.missing == ("exact MedicationRequest.authoredOn",)
    assert finding.message == "The label changed within 2025-03; an exact order date is needed."
    assert report.expected is None


def test_a_day_that_was_asked_for_and_not_the_orders_own_is_what_has_to_be_given_anew() -> None:
    report = judged(kidney(), as_of="2025-03")
    (finding,) = named(report, "label-revision-open")
    assert finding.message == "The label changed within 2025-03: give --as-of a whole day."
    assert (finding.missing, finding.to_do) == (("exact as-of date",), "give --as-of a whole day")
    assert not any("authoredOn" in place for place in finding.expression)
    (finding,) = named(judged(kidney(), as_of="2010-05"), "no-label-in-force")
    assert finding.to_do == "give another --as-of date"


# --- What cannot be read


def test_an_unknown_modifier_makes_an_order_unreadable() -> None:
    modified = sixty(modifierExtension=[{"url": "https://example.org/unknown", "valueBoolean": True}])
    report = judged(kidney(modified))
    assert report.verdict is Verdict.UNDETERMINED
    assert codes(report) == {"order-unreadable"}


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"7", b'"text"', b"{}", b'{"resourceType": 7}'])
def test_what_is_no_resource_is_not_readable(data: bytes) -> None:
    report = check_bundle(data)
    assert not report.readable
    assert report.orders == ()
    assert report.issues
    assert exit_code(report, Verdict.ERROR) == 3


def test_an_empty_bundle_holds_nothing_to_check() -> None:
    report = check_bundle({"resourceType": "Bundle", "type": "collection"})
    assert [issue.code for issue in report.issues] == ["nothing-to-check"]
    assert report.verdict is Verdict.NOT_ASSESSED
    assert exit_code(report, Verdict.ERROR) == 3


def test_a_broken_entry_does_not_hide_the_others() -> None:
    body = collection(kidney())
    body["entry"] = [
        None,
        {"resource": "text"},
        {"resource": {"resourceType": "Patient", "birthDate": 7}},
        *body["entry"],
    ]
    report = check(body)
    assert answer(report).verdict is Verdict.ACCEPT
    assert report.issues


# --- A fault of ours


def test_a_rule_that_fails_is_a_finding_and_exit_3_and_the_rest_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(situation: object) -> list[Any]:
        raise KeyError("38 kg of Jane Doe")

    monkeypatch.setitem(RULES, "dose", fails)
    report = check(kidney(tablets(80)))
    order = answer(report)
    (finding,) = named(order, "not-checked")
    assert finding.message == "The check 'dose' could not run; the rest was checked."
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.kind.value == "exception"
    assert finding.detail == "KeyError in dose."
    assert "Jane" not in report.to_json()
    assert order.verdict is Verdict.UNDETERMINED
    assert "order-checked" in codes(order)
    assert exit_code(report, Verdict.ERROR) == 3


@pytest.mark.parametrize("part", ["_ordered", "_expected"])
def test_a_dose_that_cannot_be_told_for_a_fault_is_said_and_never_accepted(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(situation: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(reporting, part, fails)
    order = judged(kidney())
    assert order.verdict.value == "undetermined"
    assert "not-checked" in codes(order)


def test_a_rule_that_fails_late_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(situation: object) -> Any:
        yield from ()
        raise RuntimeError("late")

    monkeypatch.setitem(RULES, "supply", fails)
    assert "not-checked" in codes(judged(kidney()))


def test_a_fault_in_the_facts_leaves_the_order_unchecked_and_the_next_one_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import validator.checking.submission_check as engine

    real = engine.read_chart
    seen: list[object] = []

    def fails_once(*arguments: Any, **options: Any) -> Any:
        seen.append(arguments)
        if len(seen) == 1:
            raise ZeroDivisionError
        return real(*arguments, **options)

    monkeypatch.setattr(engine, "read_chart", fails_once)
    report = check(kidney(tablets(60, name="one"), tablets(60, name="two", status="draft")))
    assert codes(answer(report, "MedicationRequest/one")) == {"not-checked"}
    assert "dose-agrees" in codes(answer(report, "MedicationRequest/two"))
    assert exit_code(report, Verdict.ERROR) == 3


# --- Several patients and orders


def test_only_the_orders_at_the_places_asked_for_are_judged_and_the_others_still_count() -> None:
    bundle = collection(kidney(sixty(id="on-file"), sixty(id="asked", status="draft")))
    every_place = {order.order: order.expression for order in check_documents([bundle], structure="read").orders}
    places = frozenset({every_place["MedicationRequest/asked"]})
    (found,) = check_documents([bundle], structure="read", places=places).orders
    assert found.order == "MedicationRequest/asked"
    shown = {evidence.reference for finding in found.findings for evidence in finding.evidence}
    assert "MedicationRequest/on-file" in shown
    assert check_documents([bundle], places=frozenset()).orders == ()


def other_patient() -> list[Resource]:
    """A child of 38 kg with the same cancer as the first patient, and an order of her own."""
    chart = neuroendocrine(sixty(id="hers"), born="2013-01-01", kilograms="38")
    text = json.dumps(chart).replace("Patient/patient", "Patient/child")
    return [
        one | {"id": "child"} if one["resourceType"] == "Patient" else one | {"id": f"child-{one['id']}"}
        for one in json.loads(text)
    ]


def test_each_patient_has_a_chart_of_their_own() -> None:
    both = [*neuroendocrine(), *other_patient()]
    for resources in (both, both[::-1]):
        report = check(resources)
        his, hers = answer(report), answer(report, "MedicationRequest/child-hers")
        assert (his.verdict, hers.verdict) == (Verdict.ACCEPT, Verdict.ERROR)
        assert his.expected is not None
        assert hers.expected is not None
        assert (his.expected.daily_mg, hers.expected.daily_mg) == (60, 40)
        assert (his.patient, hers.patient) == ("Patient/patient", "Patient/child")
        assert report.verdict is Verdict.ERROR


def test_the_verdict_is_that_of_the_worst_finding_and_the_worst_comes_first() -> None:
    order = judged(thyroid(sixty()))
    ranks = [finding.verdict.rank for finding in order.findings]
    assert ranks == sorted(ranks)
    assert order.verdict is order.findings[0].verdict


# --- The library's calls


def test_a_bundle_may_be_bytes_text_or_a_dict() -> None:
    body = collection(kidney())
    same = [check_bundle(one) for one in (to_json(body), to_json(body).decode(), json.loads(to_json(body)))]
    assert len({report.to_json() for report in same}) == 1
    assert same[0].orders[0].verdict is Verdict.ACCEPT


def test_an_order_is_checked_with_the_parts_of_its_chart() -> None:
    parts: dict[str, Any] = {
        "patient": man(),
        "conditions": [one for one in kidney() if one["resourceType"] == "Condition"],
        "observations": [weight("80", "2026-11-18")],
        "medications": [],
    }
    report = check_order(sixty(), **parts)
    assert report.orders[0].verdict is Verdict.ACCEPT
    assert check_order(sixty()).orders[0].verdict is Verdict.UNDETERMINED
    assert check_order(sixty(), as_of="2016-05-01", **parts).orders[0].verdict is Verdict.UNDETERMINED


def test_several_documents_are_one_chart() -> None:
    parts = [to_json(one) for one in kidney()]
    assert check_documents(parts).orders[0].verdict is Verdict.ACCEPT


def test_a_dict_that_is_checked_is_not_changed() -> None:
    body = collection(thyroid(sixty()))
    before = copy.deepcopy(body)
    for structure in ("full", "read", "off"):
        check_bundle(body, structure=structure)
    assert body == before


def test_the_same_chart_gets_the_same_answer_every_time_and_in_every_thread() -> None:
    charts = [kidney(), thyroid(sixty()), neuroendocrine(), without(kidney(), "metastasis"), thyroid(tablets(40))]
    bodies = [to_json(collection(chart)) for chart in charts]
    alone = [check_bundle(body).to_json() for body in bodies]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda body: check_bundle(body).to_json(), bodies * 4))
    assert together == alone * 4


def test_structure_only_adds_what_the_judge_says() -> None:
    chart = kidney(sixty(priority="whenever"))
    full, off = judged(chart, structure="full"), judged(chart, structure="off")
    assert codes(full) > codes(off)
    assert full.verdict is not Verdict.ACCEPT


# --- Issues that belong to no order


@pytest.mark.parametrize(
    ("spoilt", "structure", "verdict"),
    [
        ({"category": 5}, "full", Verdict.WARNING),
        ({"category": 5}, "read", Verdict.WARNING),
        ({"recordedDate": "lately"}, "full", Verdict.UNDETERMINED),
        ({"note": 5}, "read", Verdict.UNDETERMINED),
    ],
)
def test_evidence_is_in_doubt_unless_nothing_is_read_from_what_is_wrong_with_it(
    spoilt: dict[str, Any], structure: str, verdict: Verdict
) -> None:
    spoiled = [one | spoilt if one["resourceType"] == "Condition" else one for one in kidney()]
    (found,) = check_bundle(collection(spoiled), structure=structure).orders
    said = [one for one in found.findings if one.code.startswith("structure") or one.code == "entry-set-aside"]
    assert {finding.verdict for finding in said} == {verdict}
    assert found.verdict is verdict


def test_a_dangling_reference_of_a_resource_no_order_rests_on_is_an_issue() -> None:
    stray = statement("stray", to("Medication/nowhere"))
    report = check(kidney(beside=(stray,)))
    assert [issue.kind.value for issue in report.issues] == ["not-found"]
    assert check(kidney()).issues == ()


@pytest.mark.parametrize(
    "code",
    [
        "text",
        7,
        ["C64.1"],
        {"coding": "C64.1"},
        {"coding": ["C64.1"]},
        {"coding": [{"system": SNOMED, "code": 66857006}]},
    ],
)
@pytest.mark.parametrize("kind", ["Condition", "Observation", "Procedure", "ServiceRequest", "MedicationStatement"])
def test_a_resource_whose_code_has_a_wrong_type_is_never_passed_over(kind: str, code: object) -> None:
    element = "medicationCodeableConcept" if kind == "MedicationStatement" else "code"
    status = {"Observation": "final", "ServiceRequest": "active"}.get(kind, "completed")
    broken = {"resourceType": kind, "id": "broken", "status": status, "subject": to("Patient/patient"), element: code}
    report = check(kidney(beside=(broken,)))
    places = [place for issue in report.issues for place in issue.expression]
    places += [place for finding in report.findings for place in finding.expression]
    assert any(place.startswith(f"Bundle.entry[4].resource.{element}") for place in places), report.issues


def test_the_patient_of_an_order_is_reported() -> None:
    assert answer(check(kidney())).patient == "Patient/patient"
    lonely = answer(check([sixty(subject=None)]))
    assert lonely.patient is None
    assert answer(check([patient(), sixty()])).expression == "Bundle.entry[1].resource"


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"as_of": 20261122}, "as_of is a date such as 2026-11-22, 2026-11 or 2026"),
        ({"as_of": "tomorrow"}, "as_of is a date such as 2026-11-22, 2026-11 or 2026"),
        ({"fhir_version": "R3"}, "fhir_version is one of auto, R4, R4B, R5"),
        ({"structure": "deep"}, "structure is one of full, read, off"),
        ({"profiles": "profiles"}, "profiles is a Profiles of this package, such as Profiles"),
    ],
)
def test_a_wrong_option_is_refused_with_what_it_may_be(option: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_bundle(b"{}", **option)


@pytest.mark.parametrize("given", ["examples/chart.json", "C:\\charts\\chart.json ", Path("examples/chart.json")])
def test_the_name_of_a_file_in_the_place_of_its_bytes_is_told_as_that(given: Any) -> None:
    report = check_bundle(given)
    assert not report.readable
    assert report.issues[0].message == "This is the name of a file, which is not opened here: give what is in it."


@pytest.mark.parametrize("width", [1, 0, -5])
def test_a_report_is_never_empty_however_narrow_it_is_asked_for(width: int) -> None:
    assert "ERROR" in check_bundle((EXAMPLES / "net-adolescent-60mg.json").read_bytes()).to_text(width=width)
