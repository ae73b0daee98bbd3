"""Whether a list of search results is all there is: the one place that decides it, for files and calls alike.

Source: FHIR R4 Bundle (link, total, search.mode) and RESTful search; CLARIFICATIONS.
"""

from __future__ import annotations

import re
from typing import Any

from validator.fhir.account import Gap
from validator.fhir.resource_type import RESOURCE_TYPES
from validator.finding import Issue, IssueType, finding_code
from validator.regex import regex
from validator.verdict import Severity

LIST_INCOMPLETE = finding_code(
    "list-incomplete",
    "List that did not come whole",
    """A list of the chart did not come whole: there is a further page, the server counts more than it gave, or it
    reported an error among the entries. What did not come may hold anything, so the order is not accepted where it
    could matter. Fetch all pages and check again.""",
    issue=IssueType.REQUIRED,
    to_do="look at the rest of the list in the chart, or sign again when it comes whole",
)

_HARMLESS = frozenset({"warning", "information", "success"})
_OF_NO_LIST = frozenset({"OperationOutcome", "Bundle"})
"""Resources that tell nothing of what a list holds."""
_PATH = regex(r"(?:.*/)?([A-Z][A-Za-z]+)/?(?:_search/?)?(?:\?.*)?", re.DOTALL)


def gap_in(bundle: dict[str, Any], expression: str) -> Gap | None:
    """What is missing from a Bundle that came as a list; None for one that is whole.

    Not whole: a link to a next page, a `total` above the matches of a searchset, an OperationOutcome of severity error
    or fatal among the entries. One of severity warning or information is a remark: the list is as it is, even empty.
    """
    entries = [entry for entry in as_list(bundle.get("entry")) if isinstance(entry, dict)]
    links = [link for link in as_list(bundle.get("link")) if isinstance(link, dict)]
    if any(link.get("relation") == "next" for link in links):
        return Gap(expression, _types(entries, links), "there is a further page")
    held = [entry.get("resource") for entry in entries]
    # Looked for here, so that nothing is called for each of hundreds of entries that are no OperationOutcome.
    outcomes = [one for one in held if isinstance(one, dict) and one.get("resourceType") == "OperationOutcome"]
    if any(map(is_grave, outcomes)):
        # In an answer to several searches, what came tells nothing of the one that failed.
        types = _types(entries, links) if bundle.get("type") in ("searchset", None) else frozenset[str]()
        return Gap(expression, types, "the server reported an error")
    total = bundle.get("total")
    if isinstance(total, str) and total.strip().isdecimal():
        total = int(total)
    if bundle.get("type") in ("searchset", None) and isinstance(total, int) and not isinstance(total, bool):
        # What was included counts too: some servers count it, and an alarm about nothing is soon switched off.
        given = sum(_mode(entry) != "outcome" and "resource" in entry for entry in entries)
        if total > given:
            return Gap(expression, _types(entries, links), f"the server counts {total} entries and gave {given}")
    return None


def is_grave(resource: object) -> bool:
    """Whether a resource is an OperationOutcome that reports an error, so that something did not come."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "OperationOutcome":
        return False
    issues = as_list(resource.get("issue"))
    # A severity that is no word of FHIR, or none, is not read as a remark.
    return any(isinstance(issue, dict) and _severity(issue) not in _HARMLESS for issue in issues)


def _severity(issue: dict[str, Any]) -> str:
    word = issue.get("severity")
    return word.strip().lower() if isinstance(word, str) else ""


def incomplete(gap: Gap) -> Issue:
    """The issue of a list that did not come whole."""
    names = " and ".join(sorted(gap.types)) or "A list"
    return Issue(LIST_INCOMPLETE, Severity.ERROR, f"{names} did not come whole: {gap.why}.", (gap.expression,))


def as_list(value: object) -> list[Any]:
    """A list as it is, one object as a list of one, anything else as none."""
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _types(entries: list[dict[str, Any]], links: list[dict[str, Any]]) -> frozenset[str]:
    """What the list may go on with: what came on it, else what was asked for; empty where neither tells."""
    found = set()
    for entry in entries:
        resource = entry.get("resource")
        name = resource.get("resourceType") if isinstance(resource, dict) else None
        if isinstance(name, str) and name not in _OF_NO_LIST:
            found.add(name)
    for link in links if not found else ():
        url = link.get("url")
        asked = _PATH.fullmatch(url.partition("?")[0]) if isinstance(url, str) else None
        if asked and asked[1] in RESOURCE_TYPES:
            found.add(asked[1])
    return frozenset(found)


def _mode(entry: dict[str, Any]) -> object:
    search = entry.get("search")
    return search.get("mode") if isinstance(search, dict) else None
