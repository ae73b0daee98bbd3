"""A stage, a category, a site, yes or no in words: what it shows, what speaks against it, what is not understood.

Each is asked under a code of its own system, so that the words alone tell. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, attested, observation, statement
from support.coding import DRUGS, coding, concept, loinc, snomed
from support.judged import judged
from support.plain import kidney, without

from validator.chart.disease.stage_words import written_kinds
from validator.report.model import OrderReport

LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"
UNKNOWN = snomed("261665006", "Unknown")
STATUS = loinc("97509-4", "Cancer disease status")


def asked(name: str, answer: str | bool | int | dict[str, Any]) -> Resource:
    value = {
        str: lambda: {"valueString": answer},
        bool: lambda: {"valueBoolean": answer},
        int: lambda: {"valueInteger": answer},
        dict: lambda: answer,
    }[type(answer)]()
    code = {"coding": [coding(LOCAL, "10042", name)], "text": name}
    return observation("entry", coding(LOCAL, "10042"), "2026-11-10") | {"code": code} | value


def beside(chart: list[Resource], entry: Resource) -> OrderReport:
    return judged([*chart[:-1], entry, chart[-1]])


def reasons(report: OrderReport) -> list[str]:
    assert report.ledger is not None
    return [one.reason.value for one in report.ledger.set_aside]


def by_drug() -> list[Resource]:
    """Kidney cancer of which only axitinib tells that it is advanced."""
    axitinib = concept(DRUGS["axitinib"][0])
    before = statement("before", axitinib, start="2026-02-01", end="2026-08-01", status="completed")
    return without(kidney(beside=(before,)), "metastasis")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("M category", "1"),
        ("M category", 1),
        ("M category", "distant metastasis"),
        ("Stage group", "locally advanced"),
        ("Stage group", "metastatic"),
        ("Stage group", "T3N1M1"),
        ("Stage group", "cM1pT3"),
        ("Number of metastases", 1),
        ("Number of metastases", "2"),
        ("Metastatic sites", "lung and liver"),
    ],
)
def test_what_shows_advanced_disease_in_words_is_enough(name: str, answer: str | int) -> None:
    alone = without(kidney(), "metastasis")
    assert judged(alone).verdict == "undetermined"
    report = beside(alone, asked(name, answer))
    assert (report.verdict, reasons(report)) == ("accept", [])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("M category", "0"),
        ("M category", 0),
        ("M category", "no distant metastasis"),
        ("Stage group", "non-metastatic"),
        ("Stage group", "T3N0M0"),
        ("Distant metastasis", "no"),
        ("Metastatic disease", "not metastatic"),
        ("Metastatic disease", "non-metastatic"),
        ("Number of metastases", 0),
    ],
)
def test_a_spread_that_words_deny_leaves_a_coded_one_open(name: str, answer: str | int) -> None:
    assert judged(kidney()).verdict == "accept"
    report = beside(kidney(), asked(name, answer))
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Stage group", "T1"),
        ("M category", "Stage III"),
        ("Metastatic sites", "lung, ligamentum"),
        ("Metastatic sites", "lung, none"),
    ],
)
def test_words_of_which_a_part_is_no_answer_to_the_question_show_nothing(name: str, answer: str) -> None:
    report = beside(without(kidney(), "metastasis"), asked(name, answer))
    assert (report.verdict, reasons(report)) == ("undetermined", ["unreadable"])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Stage group", "T1 N0"),
        ("Locally advanced", "no"),
        ("Distant metastasis", {"valueCodeableConcept": concept(UNKNOWN)}),
        ("Distant metastasis", "unknown"),
    ],
)
def test_what_says_nothing_of_spread_is_quiet_and_shows_none(name: str, answer: Any) -> None:
    report = beside(kidney(), asked(name, answer))
    assert (report.verdict, reasons(report)) == ("accept", [])
    assert beside(without(kidney(), "metastasis"), asked(name, answer)).verdict == "undetermined"


@pytest.mark.parametrize(
    "words",
    [
        "No evidence of disease",
        "NED",
        "In full remission",
        "Complete response (CR)",
        "no evidence of recurrence",
        "complete radiographic response",
        "Cancer-free",
        "No residual tumor",
    ],
)
def test_no_evidence_of_disease_in_words_speaks_against_what_only_a_drug_shows(words: str) -> None:
    free = observation("entry", STATUS, "2026-11-10", text=words)
    assert judged(by_drug()).verdict == "warning"
    report = beside(by_drug(), free)
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])
    assert beside(kidney(), free).verdict == "accept"


def test_a_stage_of_the_beginning_does_not_bar_what_was_attested_since() -> None:
    stage = asked("Stage group", "T1 N0") | {"effectiveDateTime": "2025-09-10"}
    stated = attested("advanced", "advanced", "2026-03-01")
    assert beside(without(kidney(beside=(stated,)), "metastasis"), stage).verdict == "accept"


def test_another_disease_status_in_words_decides_nothing_here() -> None:
    for status, reason in (("mixed", ["unreadable"]), ("stable", ["in-words"]), ("NED", ["in-words"])):
        report = beside(kidney(), observation("entry", STATUS, "2026-11-10", text=status))
        assert (report.verdict, reasons(report)) == ("accept", reason)


@pytest.mark.parametrize(
    "answer",
    ["Yes", "y", "Present", "positive", "true", "identified", "found", "confirmed", "1 or more", "Present.", "yes?"],
)
def test_yes_in_other_words_is_yes(answer: str) -> None:
    report = beside(without(kidney(), "metastasis"), asked("Distant metastasis", answer))
    assert (report.verdict, reasons(report)) == ("accept", [])


@pytest.mark.parametrize(
    "answer",
    ["No", "n", "none", "absent", "negative", "false", "nil", "not present", "not identified", "None identified",
     "none known", "none seen", "not found", "none found", "no metastases", "no known metastases", "0"],
)  # fmt: skip
def test_no_in_other_words_is_no(answer: str) -> None:
    report = beside(kidney(), asked("Distant metastasis", answer))
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])


@pytest.mark.parametrize(
    ("stage", "verdict"),
    [("I", "undetermined"), ("2", "undetermined"), ("Stage IIA", "undetermined"), ("III", "accept"), ("IV", "accept"),
     ("4C", "accept"), ("Stage IVC", "accept")],
)  # fmt: skip
def test_a_stage_in_roman_or_arabic_numbers_is_the_same_stage(stage: str, verdict: str) -> None:
    early_or_late = asked("Stage group", stage)
    assert beside(without(kidney(), "metastasis"), early_or_late).verdict == verdict
    stated = attested("advanced", "advanced", "2026-03-01")
    assert beside(without(kidney(beside=(stated,)), "metastasis"), early_or_late).verdict == verdict


@pytest.mark.parametrize("word", ["Stage", "Stadium", "Estadio", "Est\u00e1dio", "Stade", "Stadio"])
def test_a_stage_is_one_in_other_languages_too(word: str) -> None:
    assert [written_kinds(f"{word} {number}") for number in ("IV", "I", "IIB")] == [
        written_kinds(f"Stage {number}") for number in ("IV", "I", "IIB")
    ]
    assert written_kinds(word) == written_kinds("Stage")
