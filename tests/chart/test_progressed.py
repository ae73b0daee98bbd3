"""Progression on an earlier drug that words tell: of its own stop, in a note, or in the words of the cancer."""

from __future__ import annotations

import pytest
from support.asked import ask
from support.build import Resource, condition, statement
from support.coding import DRUGS, concept

ASKED = {
    "kind": "progressed-on",
    "groups": ["dtc:vegfr"],
    "name": "VEGFR-targeted therapy",
    "attested_as": "progressed-on-vegfr-targeted-therapy",
}


def had(**elements: object) -> Resource:
    made = statement("earlier", concept(DRUGS["lenvatinib"][0]), start="2026-01-05", end="2026-10-01", status="stopped")
    return made | elements


@pytest.mark.parametrize(
    ("note", "truth"),
    [
        ("Stopped for progression", "true"),
        ("Discontinued due to disease progression in lung", "true"),
        ("d/c'd 2/2 PD", "true"),
        ("Patient progressed on this", "true"),
        ("Continue until disease progression", "unknown"),
        ("Stopped for toxicity, no progression", "unknown"),
        ("Stopped for possible progression", "unknown"),
        ("Started after progression", "unknown"),
        ("Progression of diabetes", "unknown"),
    ],
)
def test_a_note_tells_that_the_disease_progressed_where_it_was_the_reason(note: str, truth: str) -> None:
    assert ask(ASKED, had(note=[{"text": note}])).truth.value == truth


def test_a_status_reason_may_be_an_abbreviation() -> None:
    assert ask(ASKED, had(statusReason=[{"text": "PD"}])).truth.value == "true"
    assert ask(ASKED, had(statusReason=[{"text": "SD"}])).truth.value == "unknown"


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        ("Thyroid cancer progressed on lenvatinib", "true"),
        ("Thyroid cancer, progression after sorafenib", "true"),
        ("PD on lenvatinib", "true"),
        ("No progression on lenvatinib", "unknown"),
        ("Possible progression on lenvatinib", "unknown"),
        ("On lenvatinib until progression", "unknown"),
        ("Started lenvatinib after progression", "unknown"),
        ("Progressed on levothyroxine", "unknown"),
        ("Consider change if progression on lenvatinib", "unknown"),
    ],
)
def test_words_tell_on_which_drug_it_progressed(words: str, truth: str) -> None:
    assert ask(ASKED, had(), condition("told", {"text": words})).truth.value == truth
    assert ask(ASKED, had(), condition("told", {"text": "Cancer"}, note=words)).truth.value == truth
