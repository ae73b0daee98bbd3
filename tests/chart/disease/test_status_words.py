"""The status of a cancer as an answer in words: understood whole or not at all, and never against what is coded."""

from __future__ import annotations

import pytest
from support.asked import ask
from support.build import Resource, attested, observation, resource, statement, to
from support.coding import DISEASE_STATUS, DRUGS, concept

from validator.chart.disease.status_words import status_kinds

ON = statement("earlier", concept(DRUGS["lenvatinib"][0]), start="2026-01-05", end="2026-10-01", status="completed")
ASKED = {
    "kind": "progressed-on",
    "groups": ["dtc:vegfr"],
    "name": "VEGFR-targeted therapy",
    "attested_as": "progressed-on-vegfr-targeted-therapy",
}
WORSE = (
    "Progressive disease",
    "PD",
    "Progression",
    "Disease progression",
    "Progressive disease (PD)",
    "PD - progressive disease",
    "PD per RECIST 1.1",
    "Patient's condition worsened",
    "Tumor is progressing",
    "Progressed since prior CT",
    "Disease progression compared to baseline",
)
STABLE = (
    "Stable disease",
    "SD",
    "No change",
    "Disease is stable",
    "no progression",
    "Unchanged",
    "Stable since last scan",
)
BETTER = ("Partial response", "PR", "CR", "Complete remission", "Improved", "Disease responding")
NOTHING = ("Not evaluable", "NE", "unknown", "pending")
NOT_UNDERSTOOD = (
    "Mixed response",
    "PD in liver, SD in lung",
    "see note",
    "pulmonary edema",
    "progressive pain",
    "",
    "progressed since surgery",
)


@pytest.mark.parametrize(
    ("kind", "texts"), [("worse", WORSE), ("stable", STABLE), ("better", BETTER), ("", NOTHING), (None, NOT_UNDERSTOOD)]
)
def test_a_status_says_one_thing_or_is_not_understood(kind: str | None, texts: tuple[str, ...]) -> None:
    for text in texts:
        found = status_kinds(text)
        assert (None if found is None else "".join(found)) == kind, text


def told(question: str, answer: str) -> Resource:
    return resource(
        "Observation",
        "told",
        status="final",
        code={"text": question},
        subject=to("Patient/patient"),
        effectiveDateTime="2026-11-10",
        valueString=answer,
    )


@pytest.mark.parametrize("question", ["Disease status", "Cancer disease status", "Tumor response", "RECIST 1.1"])
def test_a_worse_status_in_words_shows_progression_and_a_better_one_does_not(question: str) -> None:
    assert ask(ASKED, ON).truth.value == "unknown"
    assert ask(ASKED, ON, told(question, "Progressive disease")).truth.value == "true"
    assert ask(ASKED, ON, told(question, "Stable disease")).truth.value == "unknown"
    coded = observation("told", DISEASE_STATUS, "2026-11-10", text="PD")
    assert ask(ASKED, ON, coded).truth.value == "true"


@pytest.mark.parametrize(
    "question", ["Smoking status", "Tumor marker status", "Cancer screening status", "Vital status"]
)
def test_another_status_is_another_question(question: str) -> None:
    assert ask(ASKED, ON, told(question, "Progression")).truth.value == "unknown"


def test_words_are_not_against_what_is_attested_and_leave_it_open() -> None:
    progressive = {"kind": "progressive"}
    assert ask(progressive, told("Disease status", "Progressive disease")).truth.value == "true"
    assert ask(progressive, told("Disease status", "Stable disease")).truth.value == "unknown"
    attestation = attested("a", "progressive", "2026-10-01")
    assert ask(progressive, attestation).truth.value == "true"
    assert ask(progressive, attestation, told("Disease status", "Stable disease")).truth.value != "false"
