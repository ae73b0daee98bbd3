"""Denials of an end, of a complaint and of a change, which say that a drug is taken."""

from __future__ import annotations

import pytest
from support.judged import judged, named
from support.noted import found_in_condition
from support.plain import kidney, sixty

from validator.chart.drug.kept_up import kept_up

CODE = "interacting-drug-in-words"
TAKEN = """
never stopped rifampin
did not d/c ketoconazole
ketoconazole not stopped
rifampin not yet d/c'd
has not yet stopped rifampin
pt not stopping ketoconazole
can not stop rifampin (TB)
no intent to stop carbamazepine
unwilling to stop SJW
rifampin should not be stopped
hold rifampin? no, continue
nothing but phenytoin
no meds but rifampin
no missed doses of ketoconazole
has not missed any ketoconazole
rifampin, no side effects
carbamazepine: no issues
no side effects from itraconazole
no changes to ketoconazole
not due to ketoconazole, which he takes
ketoconazole, no longer topical, now PO
has not completed clarithromycin
Meds: no changes; ketoconazole, lisinopril
No med changes: ketoconazole, lisinopril
Med list unchanged: ketoconazole, lisinopril
No N/V; ketoconazole 200
Allergies: none; ketoconazole
NKDA; rifampin
""".strip().splitlines()
QUIET = """
no ketoconazole
No interacting meds (ketoconazole, rifampin)
stopped rifampin 2019
denies ketoconazole or grapefruit
Denies: ketoconazole, rifampin, grapefruit
no azoles: ketoconazole, itraconazole
no ketoconazole; no rifampin
No changes. Ketoconazole stopped
not stopped and started on ketoconazole
did not finish clarithromycin (rash)
Do not start, stop or change medicines such as ketoconazole
anything but ketoconazole
hold ketoconazole
no interaction with ketoconazole noted
Allergies: ketoconazole
ketoconazole: none
""".strip().splitlines()


def found(words: str, where: str) -> int:
    order = sixty()
    if where == "note":
        order |= {"note": [{"text": words}]}
    else:
        order["dosageInstruction"][0][where] = words
    return len(named(judged(kidney(order)), CODE))


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", TAKEN)
def test_a_denied_end_is_a_taking(words: str, where: str) -> None:
    assert found(words, where) == 1


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_a_denied_drug_is_none(words: str, where: str) -> None:
    assert found(words, where) == 0


def test_the_note_of_a_condition_is_read_so_too() -> None:
    assert CODE in found_in_condition("never stopped rifampin")
    assert CODE not in found_in_condition("stopped rifampin")


def test_a_text_without_a_denied_end_stays_as_it_is() -> None:
    assert kept_up("no ketoconazole, takes lisinopril") == "no ketoconazole, takes lisinopril"
