"""Hepatic impairment by Child-Pugh class; neither cirrhosis nor laboratory values give one."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, weight
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, icd
from support.judged import problem

B = {"kind": "child-pugh", "classes": ["B"]}
A_OR_B = {"kind": "child-pugh", "classes": ["A", "B"]}
CIRRHOSIS = icd("K74.60", "Unspecified cirrhosis of liver")
FAILURE = icd("K72.90", "Hepatic failure, unspecified without coma")
SPREAD = icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct")


def score(letter: str, on: str | None = "2026-11-10", name: str = "score") -> Resource:
    made = observation(name, CHILD_PUGH_SCORE, on or "2026-11-10", coded=CHILD_PUGH[letter][0])
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


def points(number: int, on: str = "2026-11-10", name: str = "points") -> Resource:
    return observation(name, CHILD_PUGH_SCORE, on, number=number)


def coded(letter: str, **elements: str | None) -> Resource:
    return problem(CHILD_PUGH[letter][0], **elements)


@pytest.mark.parametrize(
    ("resources", "is_b", "is_a_or_b"),
    [
        ([], "false", "false"),
        ([score("A")], "false", "true"),
        ([score("B")], "true", "true"),
        ([score("C")], "false", "false"),
        ([points(6)], "false", "true"),
        ([points(7)], "true", "true"),
        ([points(9)], "true", "true"),
        ([points(10)], "false", "false"),
        ([points(4)], "unknown", "unknown"),
        ([points(16)], "unknown", "unknown"),
        ([points(16), score("A")], "false", "true"),
        ([points(16), score("A", "2026-01-01")], "unknown", "unknown"),
        ([points(16, "2026-01-01"), score("A")], "false", "true"),
        ([score("A", "2026-01-01", "old"), score("B")], "true", "true"),
        ([score("B", "2026-01-01", "old"), score("A")], "false", "true"),
        ([score("A"), score("B", name="other")], "unknown", "true"),
        ([score("B"), score("C", name="other")], "unknown", "unknown"),
        ([score("A"), score("C", name="other")], "false", "unknown"),
        ([score("A"), score("B", None, "undated")], "unknown", "true"),
        ([score("B", None)], "true", "true"),
        ([score("A", "2026", "partial"), score("C")], "false", "unknown"),  # neither is surely newer
        ([score("A", "2025", "partial"), score("C")], "false", "false"),
        ([weight("80", "2026-11-18")], "false", "false"),
        ([weight("80", "2026-11-18"), score("B")], "true", "true"),
        ([score("B", "2026-11-23")], "false", "false"),
        ([score("B", "2026-11-22")], "true", "true"),
        ([coded("B")], "true", "true"),
        ([coded("B", status="resolved")], "false", "false"),
        ([coded("B", onset="2026-11-23")], "false", "false"),
        ([coded("B", onset=None, recorded="2026-10-01")], "true", "true"),
        ([coded("C", onset="2026-01-01"), score("B")], "true", "true"),
        ([coded("C", onset=None), score("B")], "unknown", "unknown"),
        ([problem(CIRRHOSIS)], "unknown", "unknown"),
        ([problem(CIRRHOSIS, status=None)], "unknown", "unknown"),
        ([problem(FAILURE)], "unknown", "unknown"),
        ([problem(CIRRHOSIS, status="resolved")], "false", "false"),
        ([problem(CIRRHOSIS, onset="2026-11-23")], "false", "false"),
        ([problem(CIRRHOSIS), score("B")], "true", "true"),
        ([problem(SPREAD)], "false", "false"),
    ],
)
def test_the_newest_class_decides(resources: list[Resource], is_b: str, is_a_or_b: str) -> None:
    for listed in (resources, resources[::-1]):
        assert (truth(B, *listed), truth(A_OR_B, *listed)) == (is_b, is_a_or_b)


def test_a_written_class_gives_way_to_a_coded_one() -> None:
    written = observation("words", CHILD_PUGH_SCORE, "2026-11-20", text="Child-Pugh B")
    assert truth(B, written) == "true"
    assert truth(B, written, score("A")) == "false"


def test_what_is_on_file_is_said_and_what_is_missing() -> None:
    assert ask(B, score("A"), score("B", name="other")).because == "Child-Pugh class A and B are both on file"
    assert ask(B, score("B")).because == "Child-Pugh class B"
    assert ask(B, points(16)).because == "a Child-Pugh score on file cannot be read as a class"
    cirrhosis = ask(B, problem(CIRRHOSIS))
    assert cirrhosis.because == "K74.60 Unspecified cirrhosis of liver is on file without a Child-Pugh class"
    for found in (cirrhosis, ask(B, points(16)), ask(B, score("A"), score("B", name="other"))):
        assert found.missing == ("Observation of the Child-Pugh class",)
        assert found.evidence
