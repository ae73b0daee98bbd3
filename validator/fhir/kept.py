"""What is kept while a submission is gathered: issues, accounts of what never became an entry, gaps in lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from validator.fhir.account import Account, Fate, Gap, Why
from validator.fhir.json_text import LIMIT_EXCEEDED
from validator.fhir.limits import Limits
from validator.fhir.searchset import as_list, incomplete
from validator.finding import Issue, IssueType, finding_code
from validator.verdict import Severity

ENTRY_UNREADABLE = finding_code(
    "entry-unreadable",
    "Place that holds no readable resource",
    """Where a resource belongs there is null, text, an empty object, or an object without a usable resourceType. It was
    passed over; whatever it was meant to say is missing from the chart.""",
    issue=IssueType.STRUCTURE,
)
NOT_APPLIED = finding_code(
    "entry-not-applied",
    "Entry that carries no evidence",
    """The entry asks a server to delete, patch or fetch something, or says that a server did. Such an entry shows
    nothing about the patient; a deleted version of a resource is not used.""",
    issue=IssueType.INFORMATIONAL,
)
MAY_BE_DELETED = finding_code(
    "may-be-deleted",
    "Resource that was deleted, before or after this state of it",
    """The server lists the resource as deleted, and it came all the same: a state from before that, or one that was
    written later under the same id. Only the two times would tell, and one of them is missing or they are equal. It is
    not relied on. Ask the server whether it is there.""",
    issue=IssueType.STRUCTURE,
)

_MOST_ACCOUNTS = 1000
"""Places without a resource that are accounted for one by one; a million nulls are not a million accounts."""


@dataclass(slots=True)
class Kept:
    """What was said on the way. `accounts` tell the fate of what never became an entry, `gaps` the lists that did not
    come whole, `put_right` places where one object stood for a list.
    """

    limits: Limits
    issues: list[Issue] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    put_right: list[str] = field(default_factory=list)
    unlisted: Counter[Severity] = field(default_factory=Counter)
    """How many issues beyond the limit were only counted."""
    over_limit: bool = False
    """Whether there are more resources than are read."""

    def complain(self, code: str, severity: Severity, message: str, expression: str) -> None:
        """Adds an issue about the submission; beyond the limit of issues they are only counted."""
        if len(self.issues) >= self.limits.max_issues:
            self.unlisted[severity] += 1
            return
        self.issues.append(Issue(code, severity, message, (expression,)))

    def account(self, expression: str, fate: Fate, reason: str) -> None:
        """Keeps an account of something that is no entry."""
        if len(self.accounts) < _MOST_ACCOUNTS:
            self.accounts.append(Account(expression, expression, fate, reason))
        elif len(self.accounts) == _MOST_ACCOUNTS:
            self.accounts.append(Account("further places", expression, Fate.SET_ASIDE, Why.UNREADABLE))

    def too_many(self, place: str) -> None:
        """A resource beyond the limit of those that are read, and so all behind it."""
        if not self.over_limit:
            message = f"More than {self.limits.max_entries} resources; this one and the rest were not read."
            self.complain(LIMIT_EXCEEDED, Severity.FATAL, message, place)
            self.account(place, Fate.SET_ASIDE, Why.UNREADABLE)
        self.over_limit = True

    def lost(self, message: str, expression: str) -> None:
        """A place where a resource belongs and none can be read."""
        self.complain(ENTRY_UNREADABLE, Severity.ERROR, message, expression)
        self.account(expression, Fate.SET_ASIDE, Why.UNREADABLE)

    def passed_over(self, message: str, expression: str) -> None:
        """An entry that says itself that it shows nothing."""
        self.complain(NOT_APPLIED, Severity.INFORMATION, message, expression)
        self.account(expression, Fate.NOT_DECIDED, NOT_APPLIED)

    def several(self, value: list[Any] | dict[str, Any], place: str) -> list[Any]:
        """A list, or one object where a list of one belongs."""
        if isinstance(value, dict):
            self.put_right.append(place)
        return as_list(value)

    def gap(self, gap: Gap) -> None:
        """A list that did not come whole, and the issue that says so."""
        if len(self.gaps) < self.limits.max_issues:
            self.gaps.append(gap)
            self.issues.append(incomplete(gap))
