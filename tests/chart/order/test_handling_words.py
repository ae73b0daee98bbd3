"""Crushing and splitting are heard where they are of the drug, and not of a hip, of stitches or of a pause."""

from __future__ import annotations

from support.words import Text, told

from validator.chart.order.instruction_text import told_in

NOT_WHOLE = frozenset({"crush", "chew", "split", "open", "not-whole", "feeding-tube"})


def kinds(words: str) -> set[str]:
    return {one.kind for one in told_in(words, frozenset({"cabozantinib", "cabometyx"}))}


def test_a_pause_of_the_treatment_breaks_no_tablet() -> None:
    for words in (
        "Restart 60 mg after break",
        "Resume after treatment break",
        "Back from break, same dose",
        "Had a 2 week break in September",
        "Break in therapy 9/1-9/14",
        "Break-through pain on oxycodone",
        "Pt took a break in Sept, now resuming",
    ):
        assert kinds(words).isdisjoint(NOT_WHOLE), words
    assert [one.code for one in told(Text("Restart 60 mg after break")) if one.verdict.value != "accept"] == []


def test_what_is_handled_or_hurts_elsewhere_is_not_the_drug() -> None:
    for words in (
        "hip broken 10/2",
        "jaw pain w/ chewing",
        "difficulty chewing",
        "skin splitting at fingertips",
        "sutures dissolving",
        "deep cut on hand, healing",
        "dose cut back to 60 mg",
        "sucks on ice chips",
        "tabs broken in shipping",
        "received broken tablets",
        "half tablet of metoprolol daily",
        "uses pill cutter for metoprolol",
        "crushes metoprolol, takes cabo whole",
        "G-tube removed 9/2026",
        "PEG tube out",
        "G tube clamped",
    ):
        assert kinds(words).isdisjoint(NOT_WHOLE), words


def test_the_tablet_that_is_broken_is_heard_behind_any_of_it() -> None:
    for words in (
        "break tablet in half",
        "take a tablet and break in half",
        "patient breaks tablets",
        "patient splits pills",
        "pt cuts in half",
        "cut the tablets to 30 mg",
        "difficulty swallowing, chewing tabs",
        "ok to break",
        "after a break crush the tablet",
        "half a tablet daily",
        "pill splitter used for cabo",
        "give via PEG tube",
        "G-tube in place",
    ):
        assert kinds(words) & NOT_WHOLE, words
