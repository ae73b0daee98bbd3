"""The closing statement: what was checked, and which lists were not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.build import Resource, condition, empty_list, observation, procedure, weight
from support.cds_call import call_with
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, EGFR, OPERATIONS, concept, icd, loinc
from support.consulted import reports_for
from support.facts import chart
from support.judged import judged, named, only, taking, thyroid
from support.label import label as invented
from support.plain import kidney, sixty, without
from support.shipped import SHIPPED, choose_label

from validator.assessment.situation import Situation
from validator.rules.closing import closing, not_seen
from validator.verdict import Verdict

DRUGS = "no other medication on file"
LIVER = "no hepatic function (Child-Pugh class) on file"
KIDNEY = "no renal function on file"
WEIGHT = "no weight on file"
SURGERY = "no procedures or planned operations on file"
PROBLEMS = "no problem list on file"
NOTHING = {DRUGS, LIVER, KIDNEY, WEIGHT, SURGERY, PROBLEMS}
NEWEST = SHIPPED.labels.revision("cabometyx", date(2025, 3, 26))
RATE = {"value": 60, "unit": "mL/min", "system": "http://unitsofmeasure.org", "code": "mL/min"}


@pytest.mark.parametrize(
    ("resource", "seen"),
    [
        (None, set()),
        (taking("metformin"), {DRUGS}),
        (empty_list("l", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20"), {DRUGS}),
        (observation("c", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["A"][0]), {LIVER}),
        (observation("e", EGFR, "2026-11-10", value=RATE), {KIDNEY}),
        (weight("70", "2026-11-10"), {WEIGHT}),
        (procedure("p", OPERATIONS["laparotomy"], "2020-01-01"), {SURGERY}),
        (condition("h", concept(icd("J30.1", "Allergic rhinitis due to pollen"))), {PROBLEMS}),
    ],
)
def test_what_was_not_seen_is_named(resource: Resource | None, seen: set[str]) -> None:
    assert set(not_seen(chart(*([resource] if resource else [])), NEWEST)) == NOTHING - seen


def test_a_list_that_was_asked_for_and_came_empty_was_seen() -> None:
    assert SURGERY not in set(not_seen(chart(supplied=frozenset({"Procedure"})), NEWEST))
    assert SURGERY not in set(not_seen(chart(supplied=frozenset({"ServiceRequest"})), NEWEST))
    assert PROBLEMS not in set(not_seen(chart(supplied=frozenset({"Condition"})), NEWEST))


def test_an_accepted_order_is_told_what_it_agrees_with() -> None:
    found = only(kidney(), "order-checked")
    assert found.message == "60 mg once daily agrees with the CABOMETYX label of 2025-03-26."
    assert (found.verdict, found.kind.value, found.section) == (Verdict.ACCEPT, "informational", "1.1")
    assert "Not seen, taken as absent: " in found.detail
    assert "other orders. 5 entries: " in found.detail
    assert LIVER in found.detail
    assert "Section numbers 2.5 to 2.9 of this revision are inferred." in found.detail
    assert {one.reference for one in found.evidence} == {"Condition/tumor", "Condition/metastasis"}


def test_a_chart_with_everything_on_file_leaves_nothing_unseen() -> None:
    everything = kidney(
        beside=(
            taking("metformin"),
            observation("c", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["A"][0]),
            observation("e", EGFR, "2026-11-10", value=RATE),
            procedure("p", OPERATIONS["laparotomy"], "2020-01-01"),
        )
    )
    assert "Not seen" not in only(everything, "order-checked").detail


def test_a_schedule_too_long_for_one_sentence_is_called_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = "60 mg once daily agrees with the CABOMETYX label of 2025-03-26."
    monkeypatch.setattr("validator.rules.closing.LONGEST_MESSAGE", len(whole))
    assert only(kidney(), "order-checked").message == whole
    monkeypatch.setattr("validator.rules.closing.LONGEST_MESSAGE", len(whole) - 1)
    assert only(kidney(), "order-checked").message == "The order agrees with the CABOMETYX label of 2025-03-26."


def test_what_of_the_chart_could_not_be_read_is_told() -> None:
    read = chart(what=sixty())
    assert read.order is not None
    choice = choose_label(read.order.product, read, read.as_of)
    assert choice.label is not None
    for unread, told in (((), False), (("Observation/o was not read", "Condition/c was not read"), True)):
        situation = Situation(read.order, replace(read, unread=unread), choice.label, choice)
        detail = closing(situation, []).detail
        assert ("Observation/o was not read. Condition/c was not read." in detail) is told
        assert "  " not in detail


def test_any_other_order_is_only_told_what_it_was_checked_against() -> None:
    for chart_ in (thyroid(sixty()), without(kidney(), "metastasis")):
        found = only(chart_, "order-checked")
        assert found.message == "Checked against the CABOMETYX label of 2025-03-26."
        assert found.verdict is Verdict.ACCEPT


def test_the_summary_shows_what_the_dose_rests_on() -> None:
    shown = {one.reference for one in only(thyroid(sixty()), "order-checked").evidence}
    assert {"Observation/weight", "Patient/patient"} <= shown


def test_every_assessed_order_has_one_closing_statement() -> None:
    for chart_ in (kidney(), thyroid(sixty()), [kidney()[0], sixty()]):
        assert len(named(judged(chart_), "order-checked")) == 1


def test_what_the_label_does_not_ask_for_is_not_missed() -> None:
    seen = set(not_seen(chart(), invented()))
    assert DRUGS in seen
    assert not {LIVER, KIDNEY, WEIGHT} & seen


@pytest.mark.parametrize(
    ("resource", "unseen"),
    [
        (weight("70", "2026-12-24"), "no weight dated by 2026-11-22 on file"),
        (observation("e", EGFR, "2026-12-24", value=RATE), "no renal function dated by 2026-11-22 on file"),
        (
            observation("c", CHILD_PUGH_SCORE, "2026-12-24", coded=CHILD_PUGH["A"][0]),
            "no hepatic function (Child-Pugh class) dated by 2026-11-22 on file",
        ),
    ],
)
def test_what_is_of_a_later_day_only_is_told_with_the_day(resource: Resource, unseen: str) -> None:
    assert unseen in set(not_seen(chart(resource), NEWEST))


def test_what_a_finding_asks_for_was_not_taken_as_absent() -> None:
    young = without(thyroid(sixty()), "weight")
    asked = [finding.code for finding in judged(young).findings if "Observation body weight" in str(finding.missing)]
    assert asked == ["dose-depends-on-missing-fact"]
    assert "no weight on file" not in only(young, "order-checked").detail
    assert "no weight on file" in only(without(kidney(), "weight"), "order-checked").detail


def test_a_section_that_two_answers_share_stands_once() -> None:
    young = without(thyroid(sixty()), "weight")
    assert only(young, "dose-depends-on-missing-fact").section == "2.4"


def test_the_organs_that_the_label_asks_about_are_among_what_was_checked() -> None:
    whole = (
        "Checked: product, indication, dose, interactions, liver and kidney, administration, warnings, other orders."
    )
    assert only(kidney(), "order-checked").detail.startswith(whole)
    read = chart(what=sixty())
    assert read.order is not None
    choice = choose_label(read.order.product, read, read.as_of)
    plain = closing(Situation(read.order, read, invented(), choice), []).detail
    assert plain.startswith("Checked: product, indication, dose, interactions, administration, warnings, other orders.")


def test_what_no_finding_asks_for_was_taken_as_absent_though_a_finding_asks_for_something_else() -> None:
    """The weight is asked for; the kidney and the liver are not, and are no less unseen for it."""
    young = without(thyroid(sixty()), "weight")
    assert judged(young).verdict.value == "undetermined"
    detail = only(young, "order-checked").detail
    assert LIVER in detail
    assert KIDNEY in detail


def checked(resources: list[Resource], *lacking: str) -> tuple[str, str]:
    """What the closing statement says, and its detail, in a call in which these lists did not come."""
    call = call_with([{"resource": one} for one in resources])
    call["prefetch"] |= dict.fromkeys(lacking)
    (report,) = reports_for(call)
    (found,) = named(report, "order-checked")
    return found.message, found.detail


def test_without_a_list_that_is_needed_nothing_agrees_with_the_label() -> None:
    agrees = "60 mg once daily agrees with the CABOMETYX label of 2025-03-26."
    assert checked(kidney())[0] == checked(kidney(), "procedures")[0] == agrees
    for key in ("conditions", "observations", "medicationRequests"):
        as_far = "Checked against the CABOMETYX label of 2025-03-26, as far as the chart was supplied."
        assert checked(kidney(), key)[0] == as_far


def test_of_a_list_that_did_not_come_nothing_was_taken_as_absent() -> None:
    assert f"Not seen, taken as absent: {DRUGS}; {LIVER}; {KIDNEY}." in checked(kidney())[1]
    assert f"Not seen, taken as absent: {DRUGS}. " in checked(kidney(), "observations")[1]
    assert f"Not seen, taken as absent: {LIVER}; {KIDNEY}. " in checked(kidney(), "medicationRequests")[1]
    drugs = kidney(beside=(taking("metformin"),))
    assert f"Not seen, taken as absent: {LIVER}; {KIDNEY}. " in checked(drugs)[1]
    assert "Not seen" not in checked(drugs, "observations")[1]
