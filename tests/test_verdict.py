"""Three-valued truth, and the order of verdicts."""

from __future__ import annotations

from itertools import permutations

import pytest

from validator.verdict import Basis, Severity, Truth, Verdict

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_not_a_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="a Truth has three values"):
        bool(truth)


def test_a_truth_is_made_of_a_bool_or_none() -> None:
    assert [Truth.of(value) for value in (True, False, None)] == [TRUE, FALSE, UNKNOWN]


def test_not_leaves_the_unknown_unknown() -> None:
    assert [truth.negated() for truth in (TRUE, FALSE, UNKNOWN)] == [FALSE, TRUE, UNKNOWN]


@pytest.mark.parametrize(
    ("truths", "every", "some"),
    [
        ((), TRUE, FALSE),
        ((TRUE, TRUE), TRUE, TRUE),
        ((FALSE, FALSE), FALSE, FALSE),
        ((UNKNOWN, UNKNOWN), UNKNOWN, UNKNOWN),
        ((TRUE, FALSE), FALSE, TRUE),
        ((TRUE, UNKNOWN), UNKNOWN, TRUE),
        ((FALSE, UNKNOWN), FALSE, UNKNOWN),
        ((TRUE, FALSE, UNKNOWN), FALSE, TRUE),
    ],
)
def test_and_and_or_are_those_of_kleene(truths: tuple[Truth, ...], every: Truth, some: Truth) -> None:
    for order in permutations(truths):
        assert Truth.all_of(iter(order)) is every
        assert Truth.any_of(iter(order)) is some


def test_the_verdicts_are_ordered_from_worst_to_best() -> None:
    assert [verdict.value for verdict in sorted(Verdict, key=lambda verdict: verdict.rank)] == [
        "error",
        "undetermined",
        "warning",
        "accept",
        "not-assessed",
    ]
    assert Verdict.ERROR.rank == 0


def test_the_worst_of_several_counts_and_none_is_accepted() -> None:
    for order in permutations((Verdict.WARNING, Verdict.UNDETERMINED, Verdict.ACCEPT)):
        assert Verdict.worst(order) is Verdict.UNDETERMINED
    assert Verdict.worst(Verdict) is Verdict.ERROR
    assert Verdict.worst([]) is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [
        (Verdict.ERROR, Severity.ERROR),
        (Verdict.UNDETERMINED, Severity.WARNING),
        (Verdict.WARNING, Severity.WARNING),
        (Verdict.ACCEPT, Severity.INFORMATION),
        (Verdict.NOT_ASSESSED, Severity.INFORMATION),
    ],
)
def test_each_verdict_has_its_severity(verdict: Verdict, severity: Severity) -> None:
    assert verdict.severity is severity


def test_a_coded_fact_is_the_strongest() -> None:
    assert [basis.value for basis in Basis] == ["coded", "attested", "derived", "text"]
