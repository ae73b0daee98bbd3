"""Whether a list of search results is all there is: the one place that decides it, for files and calls alike.

Source: FHIR R4 Bundle (link, total, search.mode) and RESTful search; CLARIFICATIONS.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from validator.fhir.account import Gap
from validator.fhir.resource_type import RESOURCE_TYPES
from validator.finding import Issue, IssueType, finding_code
from validator.regex import regex
from validator.verdict import Severity

LIST_INCOMPLETE = finding_code(
    "list-incomplete",
    "List that did not come whole",
    """A list of the chart did not come whole: there is a further page, the server counts more than it gave or gives no
    count that can be read, it gave only a part of each entry, or it reported an error. What did not come may hold
    anything, so the order is not accepted where it could matter. Fetch all pages, with all elements, and check
    again.""",
    issue=IssueType.REQUIRED,
    to_do="look at the rest of the list in the chart, or sign again when it comes whole",
)

_HARMLESS = frozenset({"warning", "information", "success"})
_OF_NO_LIST = frozenset({"OperationOutcome", "Bundle"})
"""Resources that tell nothing of what a list holds."""
_NO_MATCH = ("outcome", "include")
_EVERYTHING = "$everything"
_PATH = regex(r"(?:.*/)?([A-Z][A-Za-z]+)/?(?:_search/?)?(?:\?.*)?", re.DOTALL)


def gap_in(bundle: dict[str, Any], expression: str) -> Gap | None:
    """What is missing from a Bundle that came as a list; None for one that is whole.

    Not whole: a link to a next page, a `total` above the matches of a searchset or that is no count, an
    OperationOutcome of severity error or fatal among the entries, the tag SUBSETTED. One of severity warning or
    information is a remark: the list is as it is, even empty.
    """
    links = [link for link in as_list(bundle["link"]) if isinstance(link, dict)] if "link" in bundle else []
    entries: list[dict[str, Any]] = []
    outcomes: list[dict[str, Any]] = []
    # Looked for here, so that nothing is called for each of hundreds of entries that are no OperationOutcome.
    for entry in as_list(bundle.get("entry")):
        held = entry.get("resource") if isinstance(entry, dict) else None
        entries += (entry,) if isinstance(entry, dict) else ()
        if isinstance(held, dict) and held.get("resourceType") == "OperationOutcome":
            outcomes.append(held)
    if links and links_of(bundle, "next"):
        return Gap(expression, _types(entries, links), "there is a further page")
    if any(map(is_grave, outcomes)):
        # In an answer to several searches, what came tells nothing of the one that failed.
        types = _types(entries, links) if bundle.get("type") in ("searchset", None) else frozenset()
        return Gap(expression, types, "the server reported an error")
    if "meta" in bundle and _is_shortened(bundle):
        return Gap(expression, _types(entries, links), "the server gave only a part of each entry")
    if bundle.get("total") is None or bundle.get("type") not in ("searchset", None):
        return None
    total = count_in(bundle["total"])
    if total is None:
        return Gap(expression, _types(entries, links), "the server's count of what it found is no count")
    # The count is of matches: what was included beside them does not make up for one that is missing. Of a patient with
    # everything, all that came was asked for.
    passed = _NO_MATCH[:1] if any(_EVERYTHING in str(one.get("url")) for one in links) else _NO_MATCH
    given = _different([one["resource"] for one in entries if "resource" in one and _mode(one) not in passed])
    if total > given:
        return Gap(expression, _types(entries, links), f"the server counts {total} entries and gave {given}")
    return None


def _is_shortened(bundle: dict[str, Any]) -> bool:
    """Whether a search gave only some elements of what it found. Source: FHIR R4, RESTful search, _elements."""
    meta = bundle.get("meta")
    tags = as_list(meta.get("tag")) if isinstance(meta, dict) else []
    return bool(tags) and any(isinstance(tag, dict) and tag.get("code") == "SUBSETTED" for tag in tags)


def links_of(bundle: dict[str, Any], relation: str) -> list[dict[str, Any]]:
    """The links of a Bundle with this relation, in any case of letters, whether it has a list of links or one."""
    found = []
    for link in as_list(bundle.get("link")):
        word = link.get("relation") if isinstance(link, dict) else None
        if isinstance(word, str) and (word == relation or word.strip().lower() == relation):
            found.append(link)
    return found


def count_in(total: object) -> int | None:
    """The `total` of a Bundle as a number, in quotes and with decimals too; None for what is no count."""
    if isinstance(total, str) and total.strip().isdecimal():
        return int(total)
    if isinstance(total, bool) or not isinstance(total, int | float | Decimal):
        return None
    try:
        return int(total) if total == int(total) and total >= 0 else None
    except (ValueError, ArithmeticError):
        # What JSON has no number for.
        return None


def is_grave(resource: object) -> bool:
    """Whether a resource is an OperationOutcome that reports an error, so that something did not come."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "OperationOutcome":
        return False
    issues = as_list(resource.get("issue"))
    # A severity that is no word of FHIR, or none, is not read as a remark.
    return any(isinstance(issue, dict) and severity_of(issue) not in _HARMLESS for issue in issues)


def severity_of(issue: dict[str, Any]) -> str:
    """How grave an issue of an OperationOutcome is, in small letters; empty where that is no word."""
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


def _different(resources: list[Any]) -> int:
    """How many resources there are, each counted once: the same one twice does not make up for one that is missing."""
    seen: dict[str, list[Any]] = {}
    number = 0
    for one in resources:
        identity = one.get("id") if isinstance(one, dict) else None
        versions = seen.setdefault(f"{one.get('resourceType')}/{identity}", []) if isinstance(identity, str) else []
        if one not in versions:
            versions.append(one)
            number += 1
    return number


def _mode(entry: dict[str, Any]) -> object:
    search = entry.get("search")
    return search.get("mode") if isinstance(search, dict) else None
