"""From documents to entries: Bundles of every type, nested ones, Parameters, CDS Hooks requests, single resources.

Nothing is lost silently: what cannot become an entry becomes an issue with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from validator.fhir.account import Fate, Gap, Why
from validator.fhir.entry import Entry
from validator.fhir.expression import element_at
from validator.fhir.json_text import DUPLICATE_KEY, LIMIT_EXCEEDED, NOT_A_JSON_VALUE, JsonDocument, Spoiled
from validator.fhir.kept import ENTRY_UNREADABLE, MAY_BE_DELETED, NOT_APPLIED, Kept
from validator.fhir.letters import in_plain_letters, is_plain
from validator.fhir.modifier import entry_modified, implicit_rules
from validator.fhir.resource_type import RESOURCE_TYPES, TYPE_NAME, unknown_type_words
from validator.fhir.root import roots_of, touches
from validator.fhir.searchset import gap_in, is_grave
from validator.fhir.structure_issue import json_type
from validator.finding import Issue, IssueType, finding_code
from validator.regex import regex
from validator.verdict import Severity

UNKNOWN_RESOURCE_TYPE = finding_code(
    "unknown-resource-type",
    "resourceType that FHIR does not have",
    """The resourceType is no name of FHIR R4, R4B or R5: misspelt, or of an older release (MedicationOrder is DSTU2).
    The resource was not read.""",
    issue=IssueType.STRUCTURE,
)
SERVER_OUTCOME = finding_code(
    "server-outcome",
    "Message of the server among the data",
    """An OperationOutcome came with the data, or an entry's response says it failed. A warning or an error in it can
    mean that part of the chart is missing. Read the server's message and ask again.""",
    issue=IssueType.INFORMATIONAL,
)

_PLAIN = RESOURCE_TYPES - {"Bundle", "Parameters", "OperationOutcome"}
_MORE_THAN_A_RESOURCE = frozenset({"request", "response", "modifierExtension"})
_OPEN = {
    DUPLICATE_KEY: "A key is written twice",
    NOT_A_JSON_VALUE: "A value is not one that JSON has",
    MAY_BE_DELETED: "It was deleted, before or after it was written",
}
"""Why nobody may rely on an object, by code."""
_FAILED = regex(r"[45]\d\d")


@dataclass(slots=True)
class Gathered(Kept):
    """The entries found so far and what was said on the way. `empty` names Bundles without a single entry, `roots` what
    the places of each document begin with, by its number from 0."""

    entries: list[Entry] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    roots: dict[str, int] = field(default_factory=dict)
    _may_modify: bool = True
    _is_plain: bool = False

    def documents(self, documents: Sequence[JsonDocument]) -> None:
        """Reads all documents, each under a root that tells it apart from the others.

        A root is the resource type; where several documents have the same type, with its place among them:
        `MedicationRequest`, `Observation[0]`, `Observation[1]`. A list of resources counts as several documents.
        """
        roots = [(number, root) for number, document in enumerate(documents) for root in roots_of(document)]
        many, seen = dict[str, int](), dict[str, int]()
        for _, root in roots:
            many[root.name] = many.get(root.name, 0) + 1
        for number, root in roots:
            place = seen[root.name] = seen.get(root.name, -1) + 1
            base = f"{root.name}[{place}]" if many[root.name] > 1 else root.name
            self.roots[base], first = number, len(self.entries)
            self._may_modify, self._is_plain = root.may_modify, is_plain(root.value)
            if not self.over_limit:
                self._any(root.value, base, None, ())
            self._spoil(root.spoiled, base, self.entries[first:])
        if self.unlisted:
            worst = next(severity for severity in Severity if self.unlisted[severity])
            message = f"{self.unlisted.total()} more issues like those listed are not listed."
            self.issues.append(Issue(LIMIT_EXCEEDED, worst, message))

    def _any(self, value: object, base: str, full_url: str | None, inherited: tuple[Issue, ...]) -> None:
        if not isinstance(value, dict) or not value:
            self.lost(f"Expected a resource, found {'an empty object' if value == {} else json_type(value)}.", base)
            return
        name = value.get("resourceType")
        match name:
            case "Bundle":
                self._bundle(value, base, inherited)
            case "Parameters":
                self._parameters(value.get("parameter"), f"{base}.parameter", inherited)
            case "OperationOutcome":
                self._outcome(value, base)
            case str() if TYPE_NAME.fullmatch(name):
                self._resource(value, name, base, full_url, inherited)
            case _ if "prefetch" in value or "context" in value:
                self._request(value, base, inherited)
            case None:
                self.lost("Expected a resource, but it has no resourceType.", base)
            case _:
                self.lost("resourceType is not the name of a resource.", base)

    def _bundle(self, bundle: dict[str, Any], base: str, inherited: tuple[Issue, ...]) -> None:
        if bundle.get("implicitRules") is not None:
            inherited = (*inherited, implicit_rules(base))
        if (gap := gap_in(bundle, base)) is not None:
            self.gap(gap)
        items = bundle.get("entry")
        if items is None or items == []:
            self.empty.append(base)
            return
        if not isinstance(items, list | dict):
            self.lost("entry: expected a list of entries.", f"{base}.entry")
            return
        items = self.several(items, f"{base}.entry")
        history = bundle.get("type") == "history"
        gone: set[str] = set()
        for index, item in enumerate(items):
            if self.over_limit:
                return
            place = f"{base}.entry[{index}]"
            if not isinstance(item, dict):
                self.lost(f"Expected an entry, found {json_type(item)}.", place)
                continue
            resource, url = item.get("resource"), item.get("fullUrl")
            name = resource.get("resourceType") if isinstance(resource, dict) else None
            # As nearly all are.
            is_alone = not history and isinstance(url, str | None) and _MORE_THAN_A_RESOURCE.isdisjoint(item)
            if isinstance(resource, dict) and isinstance(name, str) and name in _PLAIN and is_alone:
                self._resource(resource, name, f"{place}.resource", url, inherited)
            else:
                self._item(item, place, inherited, gone if history else None)

    def _item(self, item: dict[str, Any], place: str, inherited: tuple[Issue, ...], gone: set[str] | None) -> None:
        """One Bundle.entry. `gone` names what a history Bundle, newest first, has deleted so far."""
        if not _MORE_THAN_A_RESOURCE.isdisjoint(item):
            if not self._holds_evidence(item, place, gone):
                return
            if item.get("modifierExtension") not in (None, []):
                inherited = (*inherited, entry_modified(f"{place}.modifierExtension"))
        if "resource" not in item:
            self.lost("The entry has no resource.", place)
            return
        full_url = item.get("fullUrl")
        if not isinstance(full_url, str | None):
            says = "fullUrl: expected text; it was left out."
            self.complain(ENTRY_UNREADABLE, Severity.ERROR, says, f"{place}.fullUrl")
            full_url = None
        first = len(self.entries)
        self._any(item["resource"], f"{place}.resource", full_url, inherited)
        # A Bundle in the entry has entries of its own, which are not what the request names.
        own = self.entries[first:] if gone else []
        if own and own[0].expression == f"{place}.resource" and f"{own[0].resource_type}/{own[0].id}" in (gone or ()):
            self._take_out(own, place)

    def _holds_evidence(self, item: dict[str, Any], place: str, gone: set[str] | None) -> bool:
        """Whether an entry with a request, a response or a search mode can show something about the patient."""
        request, response = _object(item.get("request")), _object(item.get("response"))
        method, status = request.get("method"), response.get("status")
        if method in ("DELETE", "PATCH"):
            self.passed_over(f"A {method} request shows nothing of the chart.", place)
            if gone is not None and isinstance(url := request.get("url"), str):
                gone.add(url.split("?")[0].split("/_history")[0])
            return False
        failed = _FAILED.match(status) if isinstance(status, str) else None
        if failed:
            self.complain(SERVER_OUTCOME, Severity.WARNING, f"The server answered {failed[0]} for this entry.", place)
        if is_grave(response.get("outcome")):
            self.gap(Gap(place, frozenset(), "the server reported an error with it"))
        if "resource" in item:
            resource = _object(item["resource"])
            # A list that came with a failure, even an empty one, is not known to be whole.
            if failed and resource.get("resourceType") in ("OperationOutcome", "Bundle") and not is_grave(resource):
                self.gap(Gap(place, frozenset(), f"the server answered {failed[0]}"))
            return True
        if failed:
            self.gap(Gap(place, frozenset(), f"the server answered {failed[0]}"))
            self.account(place, Fate.SET_ASIDE, Why.NOT_WHOLE)
            return False
        if method in ("GET", "HEAD") or "status" in response:
            self.passed_over("The entry holds no resource.", place)
            return False
        return True

    def _resource(
        self, raw: dict[str, Any], name: str, base: str, full_url: str | None, inherited: tuple[Issue, ...]
    ) -> None:
        if name not in RESOURCE_TYPES:
            self.complain(UNKNOWN_RESOURCE_TYPE, Severity.ERROR, unknown_type_words(name), base)
        raw = raw if self._is_plain else in_plain_letters(raw)
        known = identity if isinstance(identity := raw.get("id"), str) and identity else None
        reference = f"{name}/{known}" if known else full_url or base
        if len(self.entries) >= self.limits.max_entries:
            self.too_many(base)
            return
        entry = Entry(name, known, reference, base, full_url, raw, None, spoiled=inherited, may_modify=self._may_modify)
        self.entries.append(entry)
        if "contained" in raw:
            self._contained(entry, raw["contained"])

    def _contained(self, parent: Entry, contained: object) -> None:
        place = f"{parent.expression}.contained"
        if not isinstance(contained, list | dict):
            self.lost("contained: expected a list of resources.", place)
            return
        for index, raw in enumerate(self.several(contained, place)):
            if self.over_limit:
                return
            base = f"{place}[{index}]"
            name = raw.get("resourceType") if isinstance(raw, dict) else None
            if not isinstance(name, str) or not TYPE_NAME.fullmatch(name):
                self.lost("Expected a contained resource with its type.", base)
                continue
            known = identity.removeprefix("#") if isinstance(identity := raw.get("id"), str) and identity else None
            if len(self.entries) >= self.limits.max_entries:
                self.too_many(base)
                return
            reference = f"{parent.reference}#{known}" if known else base
            self.entries.append(Entry(name, known, reference, base, None, raw, parent, may_modify=self._may_modify))

    def _parameters(self, parameters: object, place: str, inherited: tuple[Issue, ...]) -> None:
        if parameters is None:
            return
        if not isinstance(parameters, list | dict):
            self.lost("parameter: expected a list.", place)
            return
        for index, parameter in enumerate(self.several(parameters, place)):
            if self.over_limit:
                return
            base = f"{place}[{index}]"
            if not isinstance(parameter, dict):
                self.lost(f"Expected a parameter, found {json_type(parameter)}.", base)
                continue
            if "resource" in parameter:
                self._any(parameter["resource"], f"{base}.resource", None, inherited)
            self._parameters(parameter.get("part"), f"{base}.part", inherited)

    def _request(self, request: dict[str, Any], base: str, inherited: tuple[Issue, ...]) -> None:
        """A CDS Hooks request: the resources of its context (`draftOrders`) and of its prefetch, which may be null."""
        for key, value in _object(request.get("context")).items():
            if isinstance(value, dict) and "resourceType" in value:
                self._any(value, element_at(base, ("context", key)), None, inherited)
        for key, value in _object(request.get("prefetch")).items():
            place = element_at(base, ("prefetch", key))
            if isinstance(value, list):
                for index, one in enumerate(value):
                    self._any(one, f"{place}[{index}]", None, inherited)
            elif value is not None:
                self._any(value, place, None, inherited)

    def _outcome(self, outcome: dict[str, Any], base: str) -> None:
        issues = outcome.get("issue")
        severities = {_object(one).get("severity") for one in issues} if isinstance(issues, list) else set()
        harmless = severities <= {"information", "success"}
        self.complain(
            SERVER_OUTCOME,
            Severity.INFORMATION if harmless else Severity.WARNING,
            "An OperationOutcome came with the data" + ("." if harmless else "; part of the chart may be missing."),
            base,
        )
        if not is_grave(outcome):
            self.account(base, Fate.IRRELEVANT, "")
            return
        self.account(base, Fate.SET_ASIDE, Why.NOT_WHOLE)
        if not any(base.startswith(f"{gap.expression}.") for gap in self.gaps):
            self.gap(Gap(base, frozenset(), "the server reported an error in its place"))

    def _spoil(self, spoiled: tuple[Spoiled, ...], base: str, entries: Sequence[Entry]) -> None:
        """Marks what holds, or stands in, an object whose meaning is open."""
        for one in spoiled:
            expression = element_at(base, one.path)
            touched = [entry for entry in entries if touches(expression, entry.expression)]
            if one.code == NOT_APPLIED:
                self._take_out(touched, expression)
                continue
            what = "the resource" if touched else "what stands here"
            issue = Issue(one.code, Severity.ERROR, f"{_OPEN[one.code]}, so {what} was not relied on.", (expression,))
            self.issues.append(issue)
            for entry in touched:
                entry.spoiled += (issue,)
            if not touched:
                self.account(expression, Fate.SET_ASIDE, Why.UNREADABLE)

    def _take_out(self, entries: Sequence[Entry], place: str) -> None:
        """Leaves out what was deleted, with what it contains."""
        self.complain(NOT_APPLIED, Severity.INFORMATION, "Deleted later, so not used.", place)
        self.deleted += entries
        gone = set(entries)
        self.entries[:] = [entry for entry in self.entries if entry not in gone]


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
