"""Answers join by three-valued logic, and carry the reasons and evidence that decide."""

from __future__ import annotations

import pytest

from validator.criteria.answer import Names, all_of, any_of, names_of, no, unknown, yes
from validator.finding import Evidence
from validator.verdict import Truth

ONE, OTHER = Evidence("Observation/one", "one"), Evidence("Observation/other", "other")


def test_an_answer_keeps_what_it_is_given() -> None:
    held = yes("it holds", ONE, cautions=["weakly"], remarks=["note"])
    assert (held.truth, held.because, held.evidence) == (Truth.TRUE, "it holds", (ONE,))
    assert (held.cautions, held.remarks, held.missing) == (("weakly",), ("note",), ())
    refused = no("it does not", ONE, remarks=["note"])
    assert (refused.truth, refused.evidence, refused.remarks) == (Truth.FALSE, (ONE,), ("note",))
    open_one = unknown("who knows", ONE, missing=["weight"], remarks=["note"])
    assert (open_one.truth, open_one.missing, open_one.remarks) == (Truth.UNKNOWN, ("weight",), ("note",))
    assert refused.with_remarks("more").remarks == ("note", "more")


@pytest.mark.parametrize(
    ("names", "group", "asked"),
    [
        (names_of("drugs", "axitinib"), ("drugs", "axitinib"), True),
        (names_of("drugs", "axitinib"), ("drugs", "sunitinib"), False),
        (names_of("drugs", "axitinib"), ("risks", "axitinib"), False),
        (names_of("drugs"), ("drugs", "sunitinib"), True),
        (names_of("drugs"), ("risks", "pregnancy"), False),
        (names_of("drugs", "axitinib"), ("drugs", "*"), True),
        (names_of("drugs", "axitinib"), ("risks", "*"), False),
        (Names(), ("drugs", "axitinib"), False),
        (names_of("drugs", "axitinib") | names_of("risks", "pregnancy"), ("drugs", "*"), True),
        (names_of("drugs", "axitinib") | names_of("risks", "pregnancy"), ("risks", "pregnancy"), True),
    ],
)
def test_a_group_is_asked_about_by_its_name_or_by_all_of_its_domain(
    names: Names, group: tuple[str, str], asked: bool
) -> None:
    assert names.ask_about(frozenset({group})) is asked


def test_two_questions_look_at_what_either_looks_at() -> None:
    one = Names(diseases=frozenset({"rcc"}), recent=frozenset({("measurements", "urine")}))
    other = Names(diseases=frozenset({"hcc"}), recent=frozenset({("measurements", "weight")}))
    assert (one | other).diseases == {"rcc", "hcc"}
    assert (one | other).recent == one.recent | other.recent != one.recent


def test_all_of_none_holds_and_any_of_none_does_not() -> None:
    assert all_of([]).truth is Truth.TRUE
    assert any_of([]).truth is Truth.FALSE


def test_a_conjunction_that_holds_carries_everything_once() -> None:
    found = all_of([yes("a", ONE, cautions=["c"], remarks=["r"]), yes("b", ONE, OTHER, cautions=["c"]), yes("a")])
    assert found.because == "a and b"
    assert found.evidence == (ONE, OTHER)
    assert (found.cautions, found.remarks) == (("c",), ("r",))


def test_a_conjunction_that_fails_carries_what_fails() -> None:
    found = all_of([yes("a", ONE), no("b", OTHER), unknown("c", missing=["x"])])
    assert (found.truth, found.because, found.evidence, found.missing) == (Truth.FALSE, "b", (OTHER,), ())


def test_an_open_conjunction_names_all_that_would_settle_it_once() -> None:
    found = all_of([yes("a"), unknown("b", missing=["x", "y"]), unknown("c", missing=["y"])])
    assert (found.because, found.missing) == ("b and c", ("x", "y"))


def test_a_disjunction_is_joined_by_or_while_open_and_by_and_when_it_fails() -> None:
    assert any_of([no("a"), unknown("b"), unknown("c")]).because == "b or c"
    assert any_of([no("a"), no("b")]).because == "a and b"


def test_a_disjunction_that_holds_speaks_with_the_voice_of_fewest_cautions() -> None:
    weak, strong = yes("weak", ONE, cautions=["c"]), yes("strong", OTHER)
    for answers in ([weak, strong, no("x")], [no("x"), strong, weak]):
        found = any_of(answers)
        assert (found.because, found.evidence, found.cautions) == ("strong", (OTHER,), ())
