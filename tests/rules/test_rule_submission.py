"""What is said of a submission and of no order: it counts everything and shows the first ten places."""

from __future__ import annotations

from validator.finding import IssueType
from validator.rules.submission import adrift, put_right
from validator.verdict import Severity

PLACES = [f"Bundle.entry[{number}].resource" for number in range(12)]


def test_entries_of_nobody_who_is_here_are_counted_and_ten_are_shown() -> None:
    names = ["Hemoptysis", "Hemoptysis", *(f"Result {number}" for number in range(10))]
    found = adrift(PLACES, names)
    assert found.detail == "Hemoptysis, Result 0, Result 1 and 8 more."
    assert found.message == "12 entries name no patient who was submitted, so they were not used."
    assert (found.code, found.severity, found.kind) == ("subject-not-here", Severity.WARNING, IssueType.NOT_FOUND)
    assert found.expression == tuple(PLACES[:10])


def test_three_names_are_all_of_them() -> None:
    assert adrift(PLACES[:3], ["Hemoptysis", "Rash", "Weight"]).detail == "Hemoptysis, Rash, Weight."


def test_one_entry_of_nobody_is_told_in_the_singular() -> None:
    found = adrift(PLACES[:1], ["Hemoptysis"])
    assert found.message == "1 entry names no patient who was submitted, so it was not used."
    assert found.detail == "Hemoptysis."


def test_one_shape_that_was_put_right_is_told_in_the_singular() -> None:
    assert put_right(PLACES[:1]).message == "1 element has another shape than FHIR gives; read as meant."
    found = put_right([*PLACES, PLACES[0]])
    assert found.message == "13 elements have another shape than FHIR gives; read as meant."
    assert (found.code, found.severity) == ("shape-put-right", Severity.INFORMATION)
    assert found.expression == tuple(PLACES[:10])
