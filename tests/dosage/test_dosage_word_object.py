"""What a verb of an order's words is about: the drug, or some other thing."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource
from support.judged import named, tablets, verdicts
from support.plain import kidney, sixty

from validator.dosage.word_object import is_about_another_thing
from validator.verdict import Verdict

TAKEN_BACK = "text-takes-order-back"


def noted(text: str) -> list[Resource]:
    return kidney(sixty() | {"note": [{"text": text}]})


@pytest.mark.parametrize(
    "text",
    ["Hold parking spot", "Hold my place", "hold appointment", "Stop by the pharmacy", "stop at front desk",
     "Cancel ride home", "Hold the elevator"],
)  # fmt: skip
def test_a_stop_of_another_thing_does_not_take_the_order_back(text: str) -> None:
    report = answer(check(noted(text)))
    assert verdicts(report, TAKEN_BACK) == []
    assert report.verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "text",
    ["Hold", "Hold cabozantinib", "hold CABOMETYX", "Hold chemo", "hold 2 weeks", "Stop Friday", "Hold pending labs",
     "Hold the oncology pill", "cancel this order", "Stop immediately", "hold temporarily", "Stop at 8 weeks",
     "Hold until seen"],
)  # fmt: skip
def test_a_stop_of_the_drug_takes_the_order_back(text: str) -> None:
    assert verdicts(answer(check(noted(text))), TAKEN_BACK) == [Verdict.WARNING]


@pytest.mark.parametrize("after", ["", " in half", " the 60 mg tablet", " it", " carefully", " per RN", " meds"])
def test_the_drug_or_nothing_is_about_the_drug(after: str) -> None:
    assert not is_about_another_thing(after)


@pytest.mark.parametrize("after", [" from formulary", " room", " my place", " costs"])
def test_another_noun_is_another_thing(after: str) -> None:
    assert is_about_another_thing(after)


def test_a_further_name_of_the_drug_is_the_drug() -> None:
    assert is_about_another_thing(" aardomo")
    assert not is_about_another_thing(" aardomo", frozenset({"aardomo"}))


LESS = ["Resume at lower dose", "Lower dose", "Restart at a reduced dose", "please resume at the lower dose today"]


def with_note(mg: int, text: str) -> list[Resource]:
    return kidney(tablets(mg) | {"note": [{"text": text}]})


@pytest.mark.parametrize("text", LESS)
def test_a_lower_dose_in_a_note_contradicts_the_recommended_one(text: str) -> None:
    found = named(answer(check(with_note(60, text))), "text-contradicts-dose")
    assert [one.verdict for one in found] == [Verdict.WARNING]


@pytest.mark.parametrize("text", LESS)
def test_a_lower_dose_in_a_note_agrees_with_a_reduced_one(text: str) -> None:
    assert verdicts(answer(check(with_note(40, text))), "text-contradicts-dose") == []


@pytest.mark.parametrize(
    "text",
    ["Resume at a lower dose when diarrhea is grade 1", "Lower dose than last time", "Lower dose if not tolerated",
     "tolerated lower dose poorly"],
)  # fmt: skip
def test_a_lower_dose_that_may_be_or_was_is_silent(text: str) -> None:
    assert verdicts(answer(check(with_note(60, text))), "text-contradicts-dose") == []
