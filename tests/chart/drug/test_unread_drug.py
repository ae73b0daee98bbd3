"""Drugs that words of an order name without a verb, a span or a word that is known."""

from __future__ import annotations

import pytest
from support.judged import judged, named
from support.noted import found_in_condition
from support.plain import kidney, sixty

CODE = "interacting-drug-in-words"
NOT_UNDERSTOOD = """
rifampin 10/1
rifampin 10/1 to present
rifampin 10/1-current
voriconazole 10/3-
ketoconazole (10/30 - )
ketoconazole 11/1→12/1
rifampin 11/1-->12/15
Biaxin 11/18..11/28
Clarithromycin, 11/18 → 11/25
rifampin→cont
posaconazole x3 mo
vori thru Dec
Tolerating rifampin
PAXLOVID 11/20 - 11/25
Paxlovid 11/19-24
Paxlovid Nov 18-23
Paxlovid 18 Nov-23 Nov
Paxlovid (11.18.-11.23.)
Paxlovid vom 18.11. bis 23.11.
Paxlovid du 18/11 au 23/11
Paxlovid day 2/5
Paxlovid tomorrow
just got Paxlovid rx
completing Paxlovid
Itraconazol 2x1 tgl. bis 30.11.
SJW tea
rifampin compliance good
chronic carbamazepine
40 mg d/t ketoconazole
itraconazole thru 13/45
took Paxlovid this morning
""".strip().splitlines()
QUIET = """
rifampin 10/1/24-4/1/25
PAXLOVID 9/1-9/5
Paxlovid 11/1 - 11/6
Paxlovid 1.11. - 6.11.
Paxlovid Nov 1-6
Paxlovid in 2024
Paxlovid in July
took Paxlovid
ketoconazole 2019
clarithromycin 9/1 → 9/10
rifampin 2018-2019
rifampin until 3/2026
paxlovid 5 days ago
Paxlovid last month
no azoles: ketoconazole, itraconazole
Avoid azoles, e.g. ketoconazole
Do not take with: ketoconazole; itraconazole; clarithromycin
Do not combine:\\n- ketoconazole\\n- rifampin
Strong inhibitors (ketoconazole, itraconazole)
ketoconazole? no
rifampin: no
Ketoconazole - denies
rifampin resistant TB ruled out
phenytoin level pending
rifampin caused rash
derm considering itraconazole
dexamethasone premed given
topical ketoconazole
itraconazole -> cabozantinib
Discussed grapefruit
ketoconazole, itraconazole, clarithromycin: reduce by 20 mg
father takes phenytoin
""".strip().splitlines()


def found(words: str, where: str) -> int:
    order, words = sixty(), words.replace("\\n", "\n")
    if where == "note":
        order |= {"note": [{"text": words}]}
    else:
        order["dosageInstruction"][0][where] = words
    return len(named(judged(kidney(order)), CODE))


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_a_drug_whose_words_nobody_understood_is_asked_about(words: str, where: str) -> None:
    assert found(words, where) == 1


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_what_was_over_is_denied_or_is_spoken_of_is_quiet(words: str, where: str) -> None:
    assert found(words, where) == 0


def test_the_note_of_a_condition_says_too_much_else_for_that() -> None:
    assert CODE not in found_in_condition("rifampin 10/1")
