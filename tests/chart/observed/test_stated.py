"""A criterion that an Observation states in words, by a phrase or by yes to its own name: shown, never denied.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import GRADE, HISTOLOGY, NO, YES, Coding, concept, loinc, snomed
from support.judged import judged, tablets, thyroid

from validator.report.model import OrderReport

NOTE = loinc("11525-3", "Note")


def chart(*entries: Resource) -> list[Resource]:
    """Thyroid cancer of which nothing says that radioactive iodine does not help."""
    whole = thyroid(*entries, tablets(40))
    return [one for one in whole if one["id"] != "rai-refractory"]


def named(answer: dict[str, Any], name: str = "RAI refractory") -> Resource:
    return observation("entry", GRADE, "2026-11-10") | {"code": {"text": name}} | answer


def panel(name: str, answer: dict[str, Any]) -> Resource:
    about = {"code": {"text": "Thyroid cancer summary"}, "component": [{"code": {"text": name}} | answer]}
    return observation("entry", GRADE, "2026-11-10") | about


AFFIRMED = (
    {"valueBoolean": True},
    {"valueString": "yes"},
    {"valueString": "Y"},
    {"valueCodeableConcept": concept(YES)},
    {"valueCodeableConcept": {"text": "Yes"}},
    {"valueCodeableConcept": {"coding": [{"system": "urn:oid:1.2.3", "code": "1", "display": "Present"}]}},
)
OPEN = (
    {"valueString": "unknown"},
    {"valueCodeableConcept": concept(snomed("261665006", "Unknown"))},
    {"valueCodeableConcept": concept(NO)},
    {"valueString": "perhaps"},
    {"valueBoolean": False},
    {},
)


@pytest.mark.parametrize("answer", AFFIRMED)
def test_yes_to_the_name_of_a_criterion_shows_it(answer: dict[str, Any]) -> None:
    assert judged(chart()).verdict == "undetermined"
    for entry in (named(answer), panel("RAI refractory", answer)):
        report = judged(chart(entry))
        assert report.verdict == "accept", [(one.code, one.message) for one in report.findings]


@pytest.mark.parametrize("answer", OPEN)
def test_any_other_answer_shows_nothing(answer: dict[str, Any]) -> None:
    for entry in (named(answer), panel("RAI refractory", answer)):
        assert judged(chart(entry)).verdict == "undetermined"


@pytest.mark.parametrize("answer", [*OPEN[:2], {}])
def test_what_nobody_knows_denies_nothing_that_is_attested(answer: dict[str, Any]) -> None:
    attested = thyroid(named(answer), tablets(40))
    report = judged(attested)
    assert report.verdict == "accept", [(one.code, one.message) for one in report.findings]


def test_yes_to_another_question_shows_nothing() -> None:
    assert judged(chart(named({"valueBoolean": True}, "RAI given"))).verdict == "undetermined"


def shown(report: OrderReport) -> set[tuple[str, str]]:
    """What of the entry counted, and whether a code or words say it."""
    return {
        (one.says.partition(" on ")[0], one.basis.value)
        for finding in report.findings
        for one in finding.evidence
        if one.reference == "Observation/entry"
    }


def test_what_words_show_is_named_as_words() -> None:
    assert shown(judged(chart(named({"valueBoolean": True})))) == {("RAI refractory: yes", "text")}
    assert shown(judged(chart(panel("RAI refractory", {"valueBoolean": True})))) == {("RAI refractory: yes", "text")}


@pytest.mark.parametrize("question", [NOTE, HISTOLOGY, GRADE])
@pytest.mark.parametrize("words", ["RAI-refractory", "Papillary carcinoma, RAI-refractory disease"])
def test_a_phrase_in_an_answer_shows_it(question: Coding, words: str) -> None:
    report = judged(chart(observation("entry", question, "2026-11-10", text=words)))
    assert report.verdict == "accept"
    assert ('"RAI-refractory"', "text") in shown(report) or ('"rai-refractory"', "text") in shown(report)


@pytest.mark.parametrize(
    "words", ["not RAI-refractory", "possibly RAI-refractory", "Child-Pugh A, ECOG 1, not pregnant", "RAI given in May"]
)
def test_a_phrase_that_is_denied_or_doubted_or_another_shows_nothing(words: str) -> None:
    assert judged(chart(observation("entry", NOTE, "2026-11-10", text=words))).verdict == "undetermined"
