"""Words of a problem list beside codes of histories and of states after an operation. Patients are synthetic."""

from __future__ import annotations

from support.answer import answer, check
from support.build import condition
from support.coding import coding
from support.plain import kidney

from validator.terminology.coding import ICD10CM


def told(code: str, text: str, display: str | None = None, onset: str | None = None) -> tuple[str, set[str]]:
    own = coding(ICD10CM, code) | ({"display": display} if display else {})
    listed = condition("listed", {"coding": [own], "text": text}, recorded="2025-03-01", onset=onset)
    found = answer(check(kidney(beside=(listed,))))
    return found.verdict.value, {one.code for one in found.findings}


STATES = (
    ("Z98.890", "s/p appendectomy"),
    ("Z98.890", "S/P hernia repair"),
    ("Z98.890", "s/p lumbar fusion"),
    ("Z98.890", "Appendectomy 2010"),
    ("Z90.49", "s/p cholecystectomy 2011"),
    ("Z90.5", "S/P right nephrectomy"),
    ("Z90.5", "S/P right nephrectomy 2019"),
    ("Z48.816", "Post-op care after nephrectomy"),
    ("Z87.19", "History of GI bleed"),
    ("Z87.898", "Hx of hemoptysis"),
)


def test_what_the_code_of_a_state_or_a_history_holds_stays_quiet() -> None:
    assert {one: told(*one)[0] for one in STATES} == dict.fromkeys(STATES, "accept")


def test_an_operation_of_these_days_counts_beside_such_a_code_with_and_without_its_title() -> None:
    for code, title in (("Z90.5", "Acquired absence of kidney"), ("Z98.890", "Other specified postprocedural states")):
        for display in (None, title):
            for onset in (None, "2026-11-15"):
                assert "surgery-too-recent" in told(code, "Right nephrectomy 11/15/2026", display, onset)[1]


def test_a_bleeding_of_these_days_counts_beside_the_code_of_a_history() -> None:
    title = "Personal history of other diseases of the digestive system"
    assert told("Z87.19", "GI bleed 11/12/2026", title)[0] == "error"
    assert told("Z87.19", "GI bleed 2011", title)[0] == "accept"


def test_a_text_of_another_thing_than_the_code_is_still_asked_about() -> None:
    assert told("Z98.890", "GI bleed")[0] == "undetermined"
    assert told("Z00.00", "GI bleed")[0] == "undetermined"
