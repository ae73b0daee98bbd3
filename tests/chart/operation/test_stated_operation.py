"""Operations that a problem list names, and the day on which they may have been: CLARIFICATIONS A539."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import condition
from support.coding import concept, icd
from support.judged import named
from support.plain import kidney

from validator.report.model import OrderReport

OPERATED = (
    "S/P nephrectomy",
    "Left nephrectomy",
    "Status post craniotomy",
    "s/p lumbar fusion",
    "History of colectomy",
)


def beside(words: str, onset: str | None, recorded: str | None = None, code: str | None = None) -> OrderReport:
    codings = () if code is None else (icd(code, "Other specified postprocedural states"),)
    made = condition("operated", concept(*codings, text=words), onset=onset, recorded=recorded)
    return answer(check(kidney(beside=(made,))))


@pytest.mark.parametrize("code", [None, "Z98.890"])
@pytest.mark.parametrize("words", OPERATED)
def test_an_operation_with_an_onset_of_lately_may_have_been_then(words: str, code: str | None) -> None:
    found = named(beside(words, "2026-11-15", code=code), "surgery-too-recent")
    assert [one.verdict.value for one in found] == ["undetermined"]
    assert "on the problem list since 2026-11-15" in found[0].message


def test_it_may_also_have_been_where_the_entry_is_of_a_later_day() -> None:
    assert named(beside("S/P nephrectomy", "2026-11-12", "2026-11-15T10:00:00Z"), "surgery-too-recent")


def test_after_two_weeks_its_healing_alone_is_asked_about() -> None:
    found = beside("S/P nephrectomy", "2026-10-30")
    assert not named(found, "surgery-too-recent")
    assert named(found, "wound-healing-not-shown")[0].verdict.value == "undetermined"


@pytest.mark.parametrize(
    ("onset", "recorded"),
    [
        ("2024-11-15", None),
        ("2026-06-30", None),
        ("2026", None),
        (None, "2026-11-15"),
        ("2026-11-15", "2026-11-15"),
        ("2026-11-15", "2026-11-15T10:00:00Z"),
    ],
)
@pytest.mark.parametrize("words", OPERATED)
def test_a_state_of_long_ago_and_the_day_of_its_own_entry_tell_nothing(
    words: str, onset: str | None, recorded: str | None
) -> None:
    assert beside(words, onset, recorded).verdict.value == "accept"
