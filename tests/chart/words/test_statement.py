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
        ("takes eliquis and PE", "PE"),
        ("until GI bleed stops", "GI bleed"),
        ("if fever, admitted with PE", "PE"),
        ("Hgb <7 from bleeding", "bleeding"),
        ("Hgb <7 now bleeding", "bleeding"),
        ("INR >3, new bleeding", "bleeding"),
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
        ("if dizzy, hold until GI bleed resolves", "GI bleed"),
        ("if fever admitted with PE", "PE"),
        ("if fever, then PE", "PE"),
        (">= 3 bleeding", "bleeding"),
        ("Hgb <7, bleeding", "bleeding"),
        ("INR >3 from bleeding", "bleeding"),
        ("Hgb <7 after bleeding", "bleeding"),
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


def test_a_long_statement_is_cut_at_a_space_and_loses_nothing() -> None:
    def lengths(text: str) -> list[int]:
        return [len(one) for one in statements_of(text)]

    assert lengths("x" * 1200) == [1200]
    assert lengths("x" * 1201) == [1200, 1]
    assert lengths(f"{'a' * 1199} b") == [1199, 1]
    assert lengths(f"a {'b' * 1199} c") == [1, 1199, 1]
    assert list(statements_of("word " * 300)) == [" ".join(["word"] * 240), " ".join(["word"] * 60)]
