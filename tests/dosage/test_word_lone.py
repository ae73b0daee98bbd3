"""A whole dose between commas is told whatever silences the words around it, unless it is done then."""

from __future__ import annotations

import pytest
from support.words import Text, told

OTHERWISE = (
    "If diarrhea, call us, take 2 tablets daily",
    "If bleeding, call us, cabozantinib 80 mg daily",
    "Call for fever, cabozantinib 80 mg daily",
    "If missed dose, skip it, take 80 mg daily",
    "If missed dose, skip it and take 80 mg daily",
    "If missed, skip, take twice daily",
    "If missed, skip, cabozantinib 3 weeks on 1 week off",
    "If vomiting, do not repeat, 40 mg daily",
    "If vomiting, do not repeat, take every other day",
    "Hold 3 weeks before surgery, 2 tablets daily",
    "Avoid grapefruit, cabozantinib 80 mg daily",
    "Avoid grapefruit, then 40 mg daily",
    "Stop ketoconazole, 80 mg daily",
    "Stopped sunitinib, 80 mg daily",
    "Failed sunitinib, 2 tablets daily",
    "Off ketoconazole, 2 tablets daily",
    "Switched from sunitinib, 80 mg daily",
    "D/C everolimus, 2 tablets daily",
    "Do not take with ketoconazole, 40 mg daily",
)
QUIET = (
    "If rash, hold, then 40 mg daily",
    "Hold for grade 3 rash, then 40 mg daily",
    "If grade 3, hold, resume 40 mg daily",
    "With loperamide 2 mg as needed, 2 tablets daily",
    "May take imodium, 2 tablets daily",
    "For nausea take ondansetron 8 mg, take twice daily",
    "Previously on 40 mg, failed sunitinib",
    "Failed sunitinib 50 mg daily, pazopanib 800 mg daily",
    "If a dose is missed, skip it, take 60 mg daily",
    "If missed, take 1 tablet the next day",
    "Stop lisinopril 10 mg daily",
    "Rinse mouth, 4 times daily",
    "Stop ketoconazole, 60 mg daily",
    "Avoid grapefruit, cabozantinib 60 mg daily",
    "If diarrhea, call us, take 1 tablet daily",
)


@pytest.mark.parametrize("where", ["text", "patientInstruction"])
@pytest.mark.parametrize("words", OTHERWISE)
def test_another_dose_behind_a_condition_or_another_drug_is_told(words: str, where: str) -> None:
    assert [one.code for one in told(Text(words, where))] == ["text-contradicts-dose"]


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_what_is_done_then_what_is_anothers_and_the_same_dose_are_quiet(words: str, where: str) -> None:
    assert told(Text(words, where)) == []
