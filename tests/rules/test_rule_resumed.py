"""The same dose again after a stop for an adverse reaction: the label resumes a step lower."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, dosage, every, quantity, statement
from support.coding import concept, icd
from support.judged import judged as report
from support.judged import only, tablets, thyroid, verdicts, with_nivolumab
from support.plain import TABLET_60, kidney, man, neuroendocrine

CODE = "dose-resumed-unchanged"
SNOMED = "http://snomed.info/sct"
STATUS_REASON = "http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason"


def before(mg: int, why: str | dict[str, Any] | None, status: str = "stopped", on: str = "2026-05-01") -> Resource:
    reason = concept(text=why) if isinstance(why, str) else why
    return tablets(mg, name=f"before-{on}", on=on, status=status) | ({"statusReason": reason} if reason else {})


INTOLERANCE = {"coding": [{"system": STATUS_REASON, "code": "sintol"}]}


def taken(mg: int, end: str) -> Resource:
    """What somebody reports of the drug: stopped on a day, for an adverse reaction."""
    made = statement(f"taken-{end}", TABLET_60, start="2026-03-01", end=end, status="stopped")
    return made | {"dosage": [dosage(quantity(mg, "mg"), every())], "statusReason": [INTOLERANCE]}


@pytest.mark.parametrize(
    ("earlier", "now", "said"),
    [
        ([before(60, "Grade 3 diarrhea, adverse reaction")], 60, True),
        ([before(60, "Stopped for toxicity")], 60, True),
        ([before(60, INTOLERANCE)], 60, True),
        ([before(60, {"coding": [{"system": SNOMED, "code": "281647001"}]})], 60, True),
        ([before(60, {"coding": [{"system": SNOMED, "code": "62014003"}]})], 60, True),
        ([before(60, {"coding": [{"system": SNOMED, "code": "407563006"}]})], 60, True),
        ([before(60, {"coding": [{"system": SNOMED, "code": "160932005"}]})], 60, False),
        # the reaction itself is the reason
        ([before(60, "Hand-foot syndrome, grade 3")], 60, True),
        ([before(60, "PPE")], 60, True),
        ([before(60, "Diarrhea and vomiting", "on-hold")], 60, True),
        ([before(60, {"coding": [{"system": "urn:x", "code": "9", "display": "Stomatitis"}]})], 60, True),
        ([before(60, "GI bleed")], 60, True),
        ([before(60, "Osteonecrosis of the jaw")], 60, True),
        ([before(60, "Patient could not tolerate it")], 60, True),
        ([before(60, "Adverse drug event")], 60, True),
        ([before(60, "Patient denies diarrhea; moved away")], 60, False),
        ([before(60, "Disease progression")], 60, False),
        ([before(60, INTOLERANCE, "on-hold")], 60, True),
        ([before(40, INTOLERANCE)], 40, True),
        ([before(40, INTOLERANCE)], 60, True),
        # one step lower, and the lowest step as it was
        ([before(60, INTOLERANCE)], 40, False),
        ([before(20, INTOLERANCE)], 20, False),
        # another reason, or none
        ([before(60, "Elective surgery")], 60, False),
        ([before(60, "No adverse reaction; insurance changed")], 60, False),
        ([before(60, None)], 60, False),
        ([before(60, INTOLERANCE, "completed")], 60, False),
        # resumed lower since, and gone on with
        ([before(60, INTOLERANCE), before(40, None, "completed", "2026-08-01")], 40, False),
        ([before(60, INTOLERANCE, on="2026-12-01")], 60, False),
        # the same dose was taken again since
        ([before(60, INTOLERANCE), before(60, None, "completed", "2026-08-01")], 60, False),
        ([before(60, None, "completed", "2026-08-01"), before(60, INTOLERANCE)], 60, False),
    ],
)
def test_a_dose_is_resumed_a_step_lower(earlier: list[Resource], now: int, said: bool) -> None:
    chart = kidney(tablets(now), beside=tuple(earlier))
    assert verdicts(report(chart), CODE) == (["warning"] if said else [])


def test_the_message_names_the_dose() -> None:
    found = only(kidney(tablets(60), beside=(before(60, INTOLERANCE),)), CODE)
    assert found.message == (
        "The order before was stopped for an adverse reaction at 60 mg once daily: the label resumes one step lower."
    )
    assert [one.reference for one in found.evidence] == ["MedicationRequest/before-2026-05-01"]


def reported(status: str = "stopped", end: str | None = "2026-10-01", why: str = "Grade 3 diarrhea, adverse reaction",
             mg: int | None = 60) -> Resource:  # fmt: skip
    """What somebody reports of the drug, with the reason why it was stopped."""
    told = statement("reported", TABLET_60, start="2026-05-01", end=end, status=status)
    told["statusReason"] = [concept(text=why)]
    return told | ({"dosage": [dosage(quantity(mg, "mg"), every())]} if mg is not None else {})


@pytest.mark.parametrize(
    ("earlier", "now", "said"),
    [
        ([reported()], 60, True),
        ([reported("on-hold")], 60, True),
        # Its dose stands in the order that was carried out.
        ([before(60, None, "completed"), reported(mg=None)], 60, True),
        ([before(60, None, "completed"), reported(mg=None)], 40, False),
        ([reported()], 40, False),
        ([reported(mg=20)], 20, False),
        ([reported(why="Insurance changed")], 60, False),
        ([reported("completed")], 60, False),
        ([reported(end="2026-12-24")], 60, False),
        # gone on with since
        ([reported(), before(40, None, "completed", "2026-11-01")], 40, False),
    ],
)
def test_a_report_of_a_stop_for_a_reaction_counts_as_an_order_does(
    earlier: list[Resource], now: int, said: bool
) -> None:
    chart = kidney(tablets(now), beside=tuple(earlier))
    assert verdicts(report(chart), CODE) == (["warning"] if said else [])


@pytest.mark.parametrize(("end", "said"), [("2026-07-31", []), ("2026-08-01", ["warning"])])
def test_what_is_reported_counts_from_the_day_of_the_last_order_on(end: str, said: list[str]) -> None:
    chart = kidney(tablets(60), beside=(before(60, None, "completed", "2026-08-01"), taken(60, end)))
    assert verdicts(report(chart), CODE) == said


def test_of_two_that_are_reported_the_later_is_the_dose_before() -> None:
    for first, last in ((40, 60), (60, 40)):
        chart = kidney(tablets(60), beside=(taken(first, "2026-05-01"), taken(last, "2026-09-01")))
        assert f"at {last} mg once daily" in only(chart, CODE).message


def test_the_lowest_step_is_that_of_the_regimen_that_applies() -> None:
    again = (before(20, INTOLERANCE), tablets(20))
    child, adult = thyroid(*again), thyroid(*again, born="1980-01-01", kilograms="70")
    assert verdicts(report(child), CODE) == ["warning"]  # 20 mg every other day is below
    assert verdicts(report(adult), CODE) == []
    assert verdicts(report(neuroendocrine(*again)), CODE) == []
    assert verdicts(report(with_nivolumab(again[0], dose=20)), CODE) == ["warning"]


def test_where_the_regimen_is_not_known_every_one_that_may_apply_counts() -> None:
    again = (before(20, INTOLERANCE), tablets(20))
    prostate = condition("tumor", concept(icd("C61", "Malignant neoplasm of prostate")), onset="2025-01-01")
    ageless = {name: value for name, value in man().items() if name != "birthDate"}
    assert verdicts(report([man(), *again]), CODE) == []  # the lowest step of every regimen for adults
    assert verdicts(report([ageless, *again]), CODE) == ["warning"]
    assert verdicts(report([man(), prostate, *again]), CODE) == ["warning"]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Stopped due to diarrhea", True),
        ("Held for grade 3 hand-foot syndrome", True),
        ("D/C 2/2 toxicity", True),
        ("Seen today. Discontinued because of intolerable fatigue.", True),
        ("Discontinued because of the move to another clinic", False),
        ("Stopped for surgery; had diarrhea last year", False),
        ("Stopped due to progression, no toxicity", False),
        ("Take loperamide for diarrhea", False),
        ("Call for bleeding", False),
        ("Stopped: diarrhea", True),
        ("D/C for HTN", True),
        ("Hold for grade 3 diarrhea and call clinic", False),
        ("Stop and call for bleeding", False),
        ("Ibuprofen stopped due to rash", False),
        ("Stopped smoking with hypertension counseling", False),
        ("Off work because of fatigue", False),
    ],
)
def test_a_note_tells_the_reason_where_it_tells_of_the_stop(note: str, said: bool) -> None:
    earlier = before(60, None) | {"note": [{"text": note}]}
    assert (CODE in {one.code for one in report(kidney(tablets(60), beside=(earlier,))).findings}) is said
    reported = taken(60, "2026-06-01") | {"note": [{"text": note}]}
    del reported["statusReason"]
    assert (CODE in {one.code for one in report(kidney(tablets(60), beside=(reported,))).findings}) is said
