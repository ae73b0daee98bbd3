"""A structural fault weighs by where it stands: in the order, in its evidence, or where nothing is read."""

from __future__ import annotations

import pytest

from validator.fhir.structure_issue import VALUE
from validator.finding import Issue
from validator.rules.structure import structural
from validator.verdict import Severity, Verdict

ERROR = Issue(VALUE, Severity.ERROR, "a value is wrong", ("Bundle.entry[0].resource.gender",), "It is 7.")


@pytest.mark.parametrize(
    ("severity", "is_order", "is_harmless", "verdict"),
    [
        (Severity.ERROR, True, False, Verdict.ERROR),
        (Severity.FATAL, True, False, Verdict.ERROR),
        (Severity.ERROR, True, True, Verdict.ERROR),
        (Severity.ERROR, False, False, Verdict.UNDETERMINED),
        (Severity.FATAL, False, False, Verdict.UNDETERMINED),
        (Severity.ERROR, False, True, Verdict.WARNING),
        (Severity.WARNING, True, False, Verdict.WARNING),
        (Severity.WARNING, False, False, Verdict.WARNING),
        (Severity.INFORMATION, False, False, Verdict.WARNING),
    ],
)
def test_a_structural_issue_weighs_by_where_it_stands(
    severity: Severity, is_order: bool, is_harmless: bool, verdict: Verdict
) -> None:
    issue = Issue(VALUE, severity, "a value is wrong")
    (found,) = structural([issue], is_order=is_order, makes_notes=False, is_harmless=lambda _: is_harmless)
    assert found.verdict is verdict


def test_an_issue_keeps_its_place_and_is_said_once() -> None:
    (found,) = structural([ERROR, ERROR], is_order=True, makes_notes=False, is_harmless=lambda _: False)
    assert (found.code, found.message, found.detail) == (VALUE, "A value is wrong.", "It is 7.")
    assert (found.expression, found.kind) == (ERROR.expression, ERROR.kind)


def test_in_what_only_notes_are_made_of_it_is_a_note() -> None:
    (found,) = structural([ERROR], is_order=False, makes_notes=True, is_harmless=lambda _: False)
    assert found.verdict is Verdict.ACCEPT
