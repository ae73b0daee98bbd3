"""An order written otherwise is judged in the chart that was read as if all had been read anew, or not at all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.shipped import SHIPPED

from validator.checking.options import Options
from validator.checking.submission_check import SubmissionCheck
from validator.fhir.submission import read_submission
from validator.report.model import OrderReport
from validator.rules.closing import CHECKED

ROOT = Path(__file__).parents[3]
FOLDERS = ("examples", "tests/reported", "tests/ordinary")
CHARTS = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.json"))]
Tree = dict[str, Any]
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def opened(bundle: object) -> SubmissionCheck:
    return SubmissionCheck(read_submission([json.dumps(bundle)]), Options("read", SHIPPED))


def orders(bundle: Any) -> Iterator[tuple[str, Tree]]:
    entries = bundle.get("entry", []) if isinstance(bundle, dict) else []
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == "MedicationRequest":
            yield f"Bundle.entry[{number}].resource", resource


def once_daily(milligrams: int) -> Tree:
    amount = {"value": milligrams, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    daily = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
    return {"text": f"{milligrams} mg once daily", "timing": daily, "doseAndRate": [{"doseQuantity": amount}]}


TABLET_40 = {"coding": [{"system": RXNORM, "code": "1656710", "display": "CABOMETYX 40 MG Oral Tablet"}]}
ANEW: dict[str, Tree] = {
    "40 mg": {"dosageInstruction": [once_daily(40)]},
    "20 mg": {"dosageInstruction": [once_daily(20)]},
    "120 mg": {"dosageInstruction": [once_daily(120)]},
    "words alone": {"dosageInstruction": [{"text": "Take with food as directed"}]},
    "no dose": {"dosageInstruction": []},
    "another strength": {"dosageInstruction": [once_daily(40)], "medicationCodeableConcept": TABLET_40},
    "a supply": {"dispenseRequest": {"quantity": {"value": 30, "unit": "tablet"}, "numberOfRepeatsAllowed": 2}},
}


def told(report: OrderReport) -> tuple[object, ...]:
    """Everything but the ledger and the closing statement: what became of every entry is told once, of the order."""
    return (
        report.verdict,
        [one for one in report.findings if one.code != CHECKED],
        report.indication,
        report.ordered,
        report.expected,
        report.label,
        report.patient,
    )


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.stem)
def test_an_order_with_another_dose_is_judged_as_if_everything_had_been_read_anew(chart: Path) -> None:
    bundle = json.loads(chart.read_text(encoding="utf-8"))
    check = opened(bundle)
    check.report()
    for place, order in orders(bundle):
        for what, other in ANEW.items():
            tree = order | other
            found = check.again(place, tree, "read")
            if found is None:
                continue
            changed = copy.deepcopy(bundle)
            changed["entry"][int(place.split("[")[1].split("]")[0])]["resource"] = tree
            (whole,) = (one for one in opened(changed).report().orders if one.expression == place)
            assert told(found) == told(whole), what


def weighed(**order: Any) -> tuple[SubmissionCheck, str, Tree]:
    bundle = json.loads((ROOT / "examples" / "net-adolescent-60mg.json").read_text(encoding="utf-8"))
    place, resource = next(one for one in orders(bundle) if one[1]["status"] == "active")
    resource |= order
    check = opened(bundle)
    check.report()
    return check, place, resource


def test_a_dose_is_judged_in_the_chart_that_was_read() -> None:
    check, place, order = weighed()
    found = check.again(place, order | ANEW["40 mg"], "read")
    assert found is not None
    assert found.verdict.value == "accept"


@pytest.mark.parametrize(
    "other",
    [
        {"reasonCode": [{"text": "Hypertension"}]},
        {"subject": {"reference": "Patient/another"}},
        {"authoredOn": "2020-01-01"},
        {"status": "draft"},
        {"note": [{"text": "Hold it."}]},
        {"modifierExtension": [{"url": "https://example.org/not", "valueBoolean": True}]},
        {"contained": [{"resourceType": "Medication", "id": "m"}]},
        {"medicationReference": {"reference": "#m"}},
        {"medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": "314076"}]}},
        {"medicationCodeableConcept": {"text": "Cometriq 80 mg capsule"}},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_may_change_more_than_the_dose_has_to_be_checked_with_everything_else(other: Tree) -> None:
    check, place, order = weighed()
    assert check.again(place, order | other, "read") is None


def test_where_something_in_the_chart_is_in_doubt_everything_is_checked() -> None:
    bundle = json.loads((ROOT / "examples" / "net-adolescent-60mg.json").read_text(encoding="utf-8"))
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "Observation":
            entry["resource"].pop("status", None)
    check = opened(bundle)
    check.report()
    assert all(check.again(place, order | ANEW["40 mg"], "read") is None for place, order in orders(bundle))
    assert check.again("Bundle.entry[99].resource", {}, "read") is None
