"""Where a Reference points: contained, relative, absolute, urn:uuid, with a version, conditional or by identifier.

Source: FHIR R4 Bundle, "Resolving references in Bundles". Two steps beyond it, because charts are put together from
several files: a relative reference also finds a resource that has no server address of its own, and an absolute one
finds a resource without fullUrl, both only where exactly one resource has that type and id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import Any

from validator.fhir.copies import version_id
from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.finding import Issue, IssueType, finding_code
from validator.regex import regex
from validator.verdict import Severity

DANGLING_REFERENCE = finding_code(
    "dangling-reference",
    "Reference to something that was not submitted",
    """An element points to a resource that is not in what was submitted, so what that resource would show is missing.
    Put it into the Bundle, contained or as an entry whose fullUrl or Type/id is the one referred to.""",
    issue=IssueType.NOT_FOUND,
)

WRONG_TARGET = finding_code(
    "reference-to-wrong-type",
    "Reference to a resource of another type",
    """An element points to a resource of a type it cannot point to: a subject that is no Patient, a medication that is
    no Medication. What the element means is therefore unknown. Correct the reference.""",
    issue=IssueType.VALUE,
)

_TYPE_AND_ID = regex(r"(?P<base>https?://.+/)?(?P<type>[A-Za-z]{1,64})/(?P<id>[^/?#|]+)")
_CONDITIONAL = regex(r"(?P<type>[A-Za-z]{1,64})\?identifier=(?:(?P<system>[^|&]*)\|)?(?P<value>[^|&]+)")
_HISTORY = "/_history/"

# Only what an order or a therapy is judged by; the requester or the encounter may well be elsewhere.
_REASONS = frozenset({"Condition", "Observation", "DiagnosticReport", "DocumentReference", "Procedure"})
_JUDGED = {
    "subject": frozenset({"Patient", "Group"}),
    "medicationReference": frozenset({"Medication"}),
    "medication": frozenset({"Medication"}),
    "reasonReference": _REASONS,
    "reason": _REASONS,
    "priorPrescription": frozenset({"MedicationRequest"}),
}
LEADS_ON = _JUDGED.keys() - {"subject"}
"""The elements of an entry that are judged by where they lead, beside its patient."""


class ReferenceIndex:
    """Finds entries by what refers to them. `replaced` are older versions, found only when their version is named."""

    def __init__(self, entries: Sequence[Entry], replaced: Sequence[Entry] = ()) -> None:
        self._by_url: dict[str, list[Entry]] = defaultdict(list)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._contained: dict[tuple[int, str], list[Entry]] = defaultdict(list)
        self._entries = entries
        self._replaced = replaced
        self._servers: dict[Entry, str | None] = {}
        self._server: str | None = None
        """Where the entry came from that was asked for last."""
        self._found: dict[tuple[str, str | None], Entry | None] = {}
        """What a reference leads to, by its text and the server of what it stands in: most of a chart are alike."""
        self._by_identifier: dict[tuple[str | None, str], list[Entry]] | None = None
        for entry in entries:
            if entry.parent is not None:
                if entry.id is not None:
                    self._contained[id(entry.parent), entry.id].append(entry)
                continue
            if entry.full_url is not None:
                url = entry.full_url
                self._by_url[url.lower() if url[:4].lower() == "urn:" else url].append(entry)
            if entry.id is not None:
                self._by_name[f"{entry.resource_type}/{entry.id}"].append(entry)

    def with_entry(self, entry: Entry, other: Entry, entries: Sequence[Entry]) -> ReferenceIndex:
        """The same where another entry of the same name, address and version stands in the place of one; neither
        contains resources. What led to the one leads to the other, and everything else where it led.
        """
        made = copy(self)
        made._entries, made._by_identifier, made._servers = entries, None, self._servers.copy()
        made.__dict__.pop("_versions", None)
        made.__dict__.pop("_of_id", None)
        made._found = {key: other if one is entry else one for key, one in self._found.items()}
        made._by_url, made._by_name = self._by_url.copy(), self._by_name.copy()
        names = (made._by_name, f"{entry.resource_type}/{entry.id}"), (made._by_url, _url_key(entry.full_url or ""))
        for known, name in names:
            if name in known:
                known[name] = [other if one is entry else one for one in known[name]]
        return made

    def find(self, reference: Reference, at: Entry) -> Entry | None:
        """The one entry a reference written in `at` points to; None when there is none, or more than one."""
        text = reference.reference
        if text:
            if text.startswith("#"):
                return self._find_within(text, at)
            root = at if at.parent is None else at.parent
            if root.full_url is not None and root not in self._servers:
                # Most of a chart stands on one server: then nothing is called to tell where.
                last = self._server
                is_there = last is not None and root.full_url == f"{last}{root.resource_type}/{root.id}"
                self._server = self._servers[root] = last if is_there else _server(root)
            key = (text, self._servers.get(root))
            if key not in self._found:
                self._found[key] = self._look_for(*key)
            return self._found[key]
        identifier = reference.identifier
        if identifier is None or not identifier.value:
            return None
        return _only(self._identified(reference.type, identifier.system, identifier.value))

    def _find_within(self, text: str, at: Entry) -> Entry | None:
        container = at if at.parent is None else at.parent
        return container if text == "#" else _only(self._contained.get((id(container), text[1:]), ()))

    def _look_for(self, text: str, server: str | None) -> Entry | None:
        if conditional := _CONDITIONAL.fullmatch(text):
            return _only(self._identified(conditional["type"], conditional["system"] or None, conditional["value"]))
        target, _, version = text.partition(_HISTORY)
        found = self._unversioned(target, server)
        if not version:
            return found
        if found is not None and version_id(found) in (None, version):
            return found
        named = _TYPE_AND_ID.fullmatch(target)
        return _only(self._versions.get((f"{named['type']}/{named['id']}", version), ())) if named else None

    def _unversioned(self, target: str, server: str | None) -> Entry | None:
        exact = self._by_url.get(_url_key(target))
        if exact:
            return _only(exact)
        if target[:4].lower() == "urn:":
            return _only(self._of_id.get(target.rpartition(":")[2], ()))
        named = _TYPE_AND_ID.fullmatch(target)
        if named is None:
            return None
        base, name = named["base"], f"{named['type']}/{named['id']}"
        if base is None:
            base = server
            if base is not None and (exact := self._by_url.get(f"{base}{name}")):
                return _only(exact)
        # What has another server's address is another resource, whatever its id.
        named_so: list[Entry] = []
        for one in self._by_name.get(name, ()):
            own = _server(one)
            if base is None or own is None or _without_scheme(own) == _without_scheme(base):
                named_so.append(one)
        return _only(named_so)

    @cached_property
    def _versions(self) -> dict[tuple[str, str], list[Entry]]:
        """The entries, and those that a newer version replaces, by their name and version."""
        found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in (*self._entries, *self._replaced):
            if entry.parent is None and entry.id is not None and (version := version_id(entry)) is not None:
                found[f"{entry.resource_type}/{entry.id}", version].append(entry)
        return found

    @cached_property
    def _of_id(self) -> dict[str, list[Entry]]:
        """The entries by their id alone, as a URN names them."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.parent is None and entry.id is not None:
                found[entry.id].append(entry)
        return found

    def _identified(self, kind: str | None, system: str | None, value: str) -> Iterable[Entry]:
        if self._by_identifier is None:
            self._by_identifier = defaultdict(list)
            for entry in self._entries:
                for key in set(_identifiers(entry.raw)):
                    self._by_identifier[key].append(entry)
        wanted = self._by_identifier.get((system, value), [])
        return [one for one in wanted if kind in (None, one.resource_type) and one.parent is None]


def _without_scheme(server: str) -> str:
    """A server's address as it is the same behind a proxy that ends TLS: http and https lead to one server."""
    return server.partition("://")[2] or server


def dangling(expression: str, target: str = "resource") -> Issue:
    """The issue of a reference, at `expression`, that resolves to nothing. Never repeats the reference itself."""
    name = expression.rpartition(".")[2]
    return Issue(
        DANGLING_REFERENCE,
        Severity.WARNING,
        f"{name} points to a {target} that is not in what was submitted.",
        (expression,),
    )


def wrong_target(expression: str, expected: Iterable[str]) -> Issue:
    """The issue of a reference, at `expression`, to a resource of another type than FHIR allows there."""
    name = expression.rpartition(".")[2]
    message = f"{name} points to something other than a {' or '.join(sorted(expected))}."
    return Issue(WRONG_TARGET, Severity.ERROR, message, (expression,))


def target_type(reference: str) -> str | None:
    """The resource type a relative or absolute reference names; None for URNs, fragments and queries."""
    named = _TYPE_AND_ID.fullmatch(reference.partition(_HISTORY)[0])
    return named["type"] if named else None


def judged_references(raw: dict[str, Any], expression: str) -> list[tuple[dict[str, Any], str, frozenset[str]]]:
    """The references an order or a therapy is judged by, as JSON, in R4 and R5 spelling.

    Each with its FHIRPath and the types of resource it may point to.
    """
    found: list[tuple[dict[str, Any], str, frozenset[str]]] = []
    for name, expected in _JUDGED.items():
        value = raw.get(name)
        if value is None:
            continue
        listed = isinstance(value, list)
        several: list[Any] = value if isinstance(value, list) else [value]
        for index, one in enumerate(several):
            if not isinstance(one, dict):
                continue
            place = f"{expression}.{name}[{index}]" if listed else f"{expression}.{name}"
            inner = one.get("reference")
            if isinstance(inner, dict):
                found.append((inner, f"{place}.reference", expected))
            else:
                found.append((one, place, expected))
    return found


def _url_key(url: str) -> str:
    return url.lower() if url[:4].lower() == "urn:" else url


def _server(entry: Entry) -> str | None:
    """The address of the server an entry comes from, with its last slash; None where the fullUrl does not tell."""
    url, name = entry.full_url, f"{entry.resource_type}/{entry.id}"
    if url is None or url[:4].lower() == "urn:" or not url.endswith(f"/{name}"):
        return None
    return url[: -len(name)]


def _identifiers(raw: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    identifiers = raw.get("identifier")
    for one in identifiers if isinstance(identifiers, list) else [identifiers]:
        if isinstance(one, dict):
            system, value = one.get("system"), one.get("value")
            if isinstance(value, str) and (system is None or isinstance(system, str)):
                yield system, value


def _only(entries: Iterable[Entry]) -> Entry | None:
    found = list(entries)
    return found[0] if len(found) == 1 else None
