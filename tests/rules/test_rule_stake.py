"""What hangs on something in doubt is told as what comes with it, or as what is left without it."""

from __future__ import annotations

from validator.finding import Finding
from validator.frozen import replace
from validator.rules.stake import stake_of
from validator.verdict import Verdict

ABOVE = "dose-above-label"


def finding(
    verdict: Verdict = Verdict.ERROR,
    heading: str = "38 kg: 40 mg.",
    code: str = ABOVE,
    message: str = "60 mg is above 40 mg.",
) -> Finding:
    return Finding(code, verdict, message, heading=heading)


def test_what_comes_only_with_it_is_told_with_the_dose() -> None:
    stake = stake_of(ABOVE, [], [finding(), finding()])
    assert stake is not None
    assert (stake.words, stake.dose, stake.told) == (
        "dose is above the label's",
        "40 mg",
        "38 kg: 40 mg",
    )


def test_two_doses_are_told_as_none() -> None:
    stake = stake_of(ABOVE, [], [finding(), finding(heading="45 kg: 60 mg.")])
    assert stake is not None
    assert stake.told == stake.words


def test_what_is_left_without_it_is_told_with_the_dose_and_without_the_fact_that_stands_there_anyway() -> None:
    for comes in ([], [finding()]):
        stake = stake_of(ABOVE, [finding()], comes)
        assert stake is not None
        assert stake.told == stake.dose == "40 mg"


def test_the_doses_that_a_missing_fact_decides_between_are_told_without_what_is_ordered() -> None:
    other = "dose-depends-on-missing-fact"
    heading = "No weight on file: 60 mg at 40 kg or more, 40 mg under 40 kg; 60 mg is ordered."
    stake = stake_of(other, [finding(heading=heading, code=other)], [])
    assert stake is not None
    assert stake.told == stake.dose == "60 mg at 40 kg or more, 40 mg under 40 kg"


def test_a_heading_of_no_dose_is_not_told() -> None:
    other = "indication-not-met"
    stake = stake_of(other, [], [finding(heading="Hold the order: bleeding.", code=other)])
    assert stake is not None
    assert stake.dose == stake.words


def test_what_comes_with_it_is_told_in_its_own_sentence_where_all_agree() -> None:
    other = "indication-not-met"
    one = finding(heading="", code=other)
    stake = stake_of(other, [], [one, one])
    assert stake is not None
    assert (stake.sentence, stake.words) == ("60 mg is above 40 mg", stake.title[:1].lower() + stake.title[1:])
    both = stake_of(other, [], [one, replace(one, message="Another sentence.")])
    assert both is not None
    assert both.sentence == both.words
    left = stake_of(other, [one], [])
    assert left is not None
    assert left.sentence == left.words


def test_a_worse_verdict_comes_with_it() -> None:
    stake = stake_of(ABOVE, [finding(Verdict.WARNING)], [finding()])
    assert stake is not None
    assert stake.counts


def test_of_another_code_or_of_none_nothing_is_told() -> None:
    assert stake_of("duplicate-order", [finding()], [finding()]) is None
    assert stake_of(None, [finding()], [finding()]) is None


def test_a_name_in_capitals_keeps_them() -> None:
    stake = stake_of(ABOVE, [], [finding(heading="CABOMETYX: 40 mg.")])
    assert stake is not None
    assert stake.told == "CABOMETYX: 40 mg"
    severe = stake_of(
        "indication-not-met", [], [finding(heading="", code="indication-not-met", message="Child-Pugh class C: avoid.")]
    )
    assert severe is not None
    assert severe.sentence == "Child-Pugh class C: avoid"
