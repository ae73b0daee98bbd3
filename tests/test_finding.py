"""Findings, their kinds, and the register of codes."""

from __future__ import annotations

import pytest

from validator.finding import FINDING_CODES, Finding, Issue, IssueType, finding_code
from validator.verdict import Severity, Verdict


@pytest.fixture
def code():
    made = finding_code("example-of-a-finding", "An example", "A page\n   of two lines.", issue=IssueType.REQUIRED)
    yield made
    FINDING_CODES.pop(made)


def test_a_code_is_registered_with_its_page_on_one_line(code: str) -> None:
    registered = FINDING_CODES[code]
    assert (registered.code, registered.display, registered.page) == (code, "An example", "A page of two lines.")
    assert registered.issue_type is IssueType.REQUIRED


def test_a_code_is_registered_once(code: str) -> None:
    with pytest.raises(ValueError, match=f"^finding code {code} is registered twice$"):
        finding_code(code, "Another", "Another page.")
    assert FINDING_CODES[code].display == "An example"


def test_a_code_is_a_business_rule_unless_told_otherwise() -> None:
    try:
        finding_code("example-plain", "Plain", "A page.")
        assert FINDING_CODES["example-plain"].issue_type is IssueType.BUSINESS_RULE
    finally:
        FINDING_CODES.pop("example-plain")


def test_a_finding_has_the_kind_of_its_code_unless_it_has_its_own(code: str) -> None:
    assert Finding(code, Verdict.WARNING, "A message.").kind is IssueType.REQUIRED
    own = Finding(code, Verdict.WARNING, "A message.", issue_type=IssueType.VALUE)
    assert own.kind is IssueType.VALUE
    assert own.severity is Severity.WARNING
    assert Issue(code, Severity.ERROR, "A message.").kind is IssueType.REQUIRED
    assert Issue(code, Severity.ERROR, "A message.", issue_type=IssueType.NOT_FOUND).kind is IssueType.NOT_FOUND
