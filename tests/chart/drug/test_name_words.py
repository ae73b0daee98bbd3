"""What a medication list writes into the name of a drug about its end: CLARIFICATIONS A538."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import statement
from support.coding import DRUGS, concept
from support.judged import named, tablets
from support.plain import kidney

from validator.report.model import OrderReport

NOT_TAKEN = (
    "ketoconazole (patient not taking)",
    "ketoconazole 200 mg (Patient not taking: Reported on 11/1/2026)",
    "Not taking: ketoconazole",
    "no ketoconazole",
    "Denies ketoconazole use",
    "clarithromycin allergy",
    "ketoconazole (never started)",
)
STOPPED = (
    "ketoconazole - STOPPED",
    "ketoconazole (discontinued 3/2026)",
    "ketoconazole D/C'd",
    "ketoconazole [inactive]",
    "ketoconazole (past)",
    "ketoconazole, stopped 2 yrs ago",
    "STOPPED ketoconazole",
    "d/c ketoconazole",
    "H/O ketoconazole",
    "previously on ketoconazole",
    "Paxlovid (completed)",
    "Paxlovid in 2024",
    "ketoconazole 2019",
)
HELD = ("ketoconazole (HOLD)",)
TAKEN = (
    "ketoconazole",
    "ketoconazole 200 mg",
    "ketoconazole 11/2026",
    "ketoconazole since 2019",
    "ketoconazole 2019 - present",
    "ketoconazole 2019+",
    "ketoconazole, started 2019",
    "ketoconazole 10/1-12/31",
    "ketoconazole (not stopped)",
    "ketoconazole (resumed)",
    "ketoconazole no refills",
    "ketoconazole 200 mg #2019",
    "ketoconazole 200 mg, do not discontinue",
    "ketoconazole (not taking with food)",
    "ketoconazole (patient taking differently)",
    "itraconazole (stopped fluconazole)",
    "ketoconazole for cat allergy",
    "ketoconazole day off",
    "no generic: Sporanox",
    "Noxafil",
    "Norvir",
    "PAXLOVID 11/18-11/23",
)
OVER = (
    "PAXLOVID 10/18-10/23",
    "clarithromycin 9/1 \u2192 9/10",
    "ketoconazole 3/1/2025 - 3/14/2025",
    "rifampin 1/1/25-6/1/25",
    "rifampin until 3/2025",
    "rifampin through 2024",
    "rifampin (finished 2025)",
)


def beside(name: str, mg: int = 60, start: str | None = None) -> OrderReport:
    """An order beside a drug that is told by this name alone, and called active."""
    return answer(check(kidney(tablets(mg), beside=(statement("other", concept(text=name), start=start),))))


@pytest.mark.parametrize("name", [*NOT_TAKEN, *STOPPED, *HELD])
def test_a_name_that_says_it_is_over_leaves_an_active_drug_open(name: str) -> None:
    order = beside(name)
    assert named(order, "interacting-drug-not-clear")[0].verdict.value == "undetermined"
    assert not named(order, "dose-above-label")


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_that_says_no_such_thing_leaves_it_taken(name: str) -> None:
    assert named(beside(name), "dose-above-label")[0].verdict.value == "error"


@pytest.mark.parametrize("name", OVER)
def test_a_course_whose_days_stand_in_the_name_is_over(name: str) -> None:
    assert [one for one in beside(name).findings if one.verdict.value != "accept"] == []


def test_days_before_the_one_on_which_it_was_told_as_taken_settle_nothing() -> None:
    assert named(beside("PAXLOVID 10/18-10/23", start="2026-11-10"), "interacting-drug-not-clear")


def test_a_dose_raised_for_an_inducer_whose_name_says_stopped_is_not_accepted() -> None:
    assert beside("rifampin (stopped)", mg=80).verdict.value != "accept"


def test_what_a_code_names_is_no_word_of_the_patient() -> None:
    coding = DRUGS["ketoconazole"][0] | {"display": "Ketoconazole 200 MG Oral Tablet (discontinued)"}
    made = statement("other", concept(coding))
    assert named(answer(check(kidney(tablets(60), beside=(made,)))), "dose-above-label")
