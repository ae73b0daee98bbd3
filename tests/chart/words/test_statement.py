"""How a thing that a statement of a note names is meant."""

from __future__ import annotations

import pytest

from validator.chart.words.statement import Meaning, standing_of, statements_of


def standing(statement: str, thing: str) -> Meaning:
    start = statement.index(thing)
    return standing_of(statement, start, start + len(thing), is_drug=lambda word: word == "eliquis")


@pytest.mark.parametrize(
    ("statement", "thing"),
    [
        ("Just discharged after NSTEMI", "NSTEMI"),
        ("wound not healed", "wound"),
        ("Education done, admitted with PE", "PE"),
        ("Reviewed scan: new PE", "PE"),
        ("Hold until GI bleed resolves", "GI bleed"),
        ("Held for GI bleed", "GI bleed"),
        ("on Eliquis for acute PE", "PE"),
        ("GI bleed, call Dr. Lee", "GI bleed"),
        ("status of wound unknown, melena", "melena"),
    ],
)
def test_what_nothing_governs_is_said_of_now(statement: str, thing: str) -> None:
    assert standing(statement, thing) is Meaning.NOW


@pytest.mark.parametrize(
    ("statement", "thing"),
    [
        ("Report any bleeding", "bleeding"),
        ("hold if GI bleed", "GI bleed"),
        ("if GI bleed hold until it resolves", "GI bleed"),
        ("Bleeding risk reviewed", "Bleeding"),
        ("bleeding precautions", "bleeding"),
        ("bleeding - call clinic", "bleeding"),
        ("Discussed bleeding, perforation", "perforation"),
        ("Go to ER for vomiting blood", "vomiting blood"),
        ("Bleeding and fistula reviewed with patient", "fistula"),
    ],
)
def test_what_is_watched_for_taught_or_may_come_is_advice(statement: str, thing: str) -> None:
    assert standing(statement, thing) is Meaning.ADVICE


@pytest.mark.parametrize(
    ("statement", "thing", "expected"),
    [
        ("GI bleed 2015, resolved", "GI bleed", Meaning.OVER),
        ("chronic DVT", "DVT", Meaning.OVER),
        ("bleeding ulcer in his 30s", "bleeding ulcer", Meaning.OVER),
        ("h/o stroke", "stroke", Meaning.OVER),
        ("Eliquis for PE", "PE", Meaning.AIMED_AT),
        ("5 mg bid for PE", "PE", Meaning.AIMED_AT),
    ],
)
def test_what_is_over_or_a_drug_is_given_for(statement: str, thing: str, expected: Meaning) -> None:
    assert standing(statement, thing) is expected


def test_a_note_is_cut_into_statements_without_what_a_heading_puts_aside() -> None:
    text = "Hgb 6.8. Seen by Dr. Lee; PE found\nPMH: DVT 2015\n- wound open but clean\nSide effects: bleeding"
    assert list(statements_of(text)) == ["Hgb 6.8", "Seen by Dr. Lee", "PE found", "wound open", "clean"]
    assert list(statements_of(None)) == []
