"""Everything one caller submitted, in one place: its entries, what is wrong with it, and what refers to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from validator.fhir.account import Account, Fate, Gap, Why
from validator.fhir.copies import newest_of_each
from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.fhir.gather import Gathered
from validator.fhir.json_text import TRAILING_BYTES, JsonDocument, UnreadableError, read_json
from validator.fhir.json_value import read_value
from validator.fhir.limits import DEFAULT, Limits
from validator.fhir.reference import LEADS_ON, ReferenceIndex, dangling, judged_references, target_type, wrong_target
from validator.fhir.version import TOLD_APART, FhirVersion, shape_of
from validator.finding import Issue, IssueType, finding_code
from validator.verdict import Severity

NOTHING_TO_CHECK = finding_code(
    "nothing-to-check",
    "No order was submitted",
    """What was submitted holds no MedicationRequest, or no resource at all, so nothing was checked. Send the order
    together with the patient's chart.""",
    issue=IssueType.REQUIRED,
)
MIXED_VERSIONS = finding_code(
    "mixed-versions",
    "Resources of different FHIR releases",
    """Some resources have elements that only FHIR R4 has, others elements that only R5 has, or they are of another
    release than the one stated. Each was read by its own shape. Check whether a conversion went only half way.""",
    issue=IssueType.STRUCTURE,
)


class Submission:
    """One or several documents read as one chart.

    `version` is the release stated by the caller, else the one the orders are written in, else that of most resources,
    else R4. `entries` holds every resource that counts, contained ones right after what contains them, in the order
    submitted. `issues` holds everything said about the submission itself; an issue of severity `fatal` means that a
    document, or the rest of one, was not read. `accounts` tell the fate of what is no entry, `gaps` are the lists that
    did not come whole, `put_right` the places outside resources where one object stood for a list. `files` names, where
    there are several documents, the one that the places below a root are in.
    """

    def __init__(
        self,
        version: FhirVersion,
        entries: Sequence[Entry],
        replaced: Sequence[Entry],
        issues: Sequence[Issue],
        *,
        accounts: Sequence[Account] = (),
        gaps: Sequence[Gap] = (),
        put_right: Sequence[str] = (),
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.version = version
        self.entries = tuple(entries)
        self.issues = tuple(issues)
        self.accounts = tuple(accounts)
        self.gaps = tuple(gaps)
        self.put_right = tuple(put_right)
        self._files = files or {}
        self._replaced = tuple(replaced)
        self._index = ReferenceIndex(self.entries, self._replaced)
        self.leads_as_before = False
        """Whether each reference that names no version leads to where it led before something was read otherwise."""
        self._types: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._types.setdefault(entry.resource_type, []).append(entry)

    def read_as(self, readings: Mapping[Entry, dict[str, Any] | None]) -> Submission:
        """The same submission with some of its entries read as if they were written so; None leaves one out.

        What the entry itself could not be relied on for is forgotten: the reading stands in its place. Contained
        resources go with what contains them.
        """
        made: dict[Entry, Entry] = {}
        entries: list[Entry] = []
        for entry in self.entries:
            parent = made.get(entry.parent, entry.parent) if entry.parent is not None else None
            if entry in readings:
                raw = readings[entry]
            elif parent is not entry.parent:
                raw = entry.raw
            else:
                if entry.parent is None or entry.parent not in readings:
                    entries.append(entry)
                continue
            if raw is not None:
                made[entry] = entry.read_as(raw, parent)
                entries.append(made[entry])
        again = Submission(self.version, entries, self._replaced, ())
        again.leads_as_before = len(entries) == len(self.entries) and all(map(_is_named_alike, made, made.values()))
        return again

    def with_entry(self, entry: Entry, other: Entry) -> Submission:
        """The same submission, of which nothing is forgotten, with an entry in the place of another that is named as it
        is; neither contains resources.
        """
        made = copy(self)
        made.entries = tuple([other if one is entry else one for one in self.entries])
        made._index = self._index.with_entry(entry, other, made.entries)
        kind = entry.resource_type
        made._types = self._types | {kind: [other if one is entry else one for one in self._types[kind]]}
        return made

    def in_file(self, issue: Issue) -> Issue:
        """The issue with the names of the files its places are in before its detail, where there are several files."""
        roots = (place.partition(".")[0] for place in issue.expression)
        names = [*dict.fromkeys(self._files[root] for root in roots if root in self._files)]
        if not names or issue.detail.startswith("File"):
            return issue
        return _of_document(issue, f"{'File' if len(names) == 1 else 'Files'} {', '.join(names[:3])}.")

    def by_type(self, *names: str) -> tuple[Entry, ...]:
        """All entries of these types, type by type in the order asked for; contained ones (`parent` set) included."""
        if len(names) == 1:
            return tuple(self._types.get(names[0], ()))
        return tuple(entry for name in names for entry in self._types.get(name, ()))

    def resolve(self, reference: Reference | None, at: Entry) -> Entry | None:
        """The one entry a reference written in `at` points to; None when it points to none, or to several."""
        return None if reference is None else self._index.find(reference, at)

    def reference_issues(self, entry: Entry) -> tuple[Issue, ...]:
        """An issue for each reference an order or a therapy is judged by that leads nowhere, or to a wrong type.

        Judged are subject, medication, reason and prior prescription. A reference that is only a display or only an
        identifier claims no resource and is not dangling.
        """
        issues: list[Issue] = []
        if LEADS_ON.isdisjoint(entry.raw) and (whose := entry.raw.get("subject")) is not None:
            # As of nearly every entry: it refers to its patient alone, who is here.
            text = whose.get("reference") if isinstance(whose, dict) else None
            found = self._index.find(Reference(reference=text), entry) if isinstance(text, str) and text else None
            if found is not None and found.resource_type == "Patient":
                return ()
        for raw, place, expected in judged_references(entry.raw, entry.expression):
            text = raw.get("reference")
            if not isinstance(text, str) or not text:
                continue
            found = self._index.find(Reference(reference=text), entry)
            kind = target_type(text) if found is None else found.resource_type
            if kind is not None and kind not in expected:
                issues.append(wrong_target(place, expected))
            elif found is None:
                issues.append(dangling(place))
        return tuple(issues)


def _is_named_alike(before: Entry, now: Entry) -> bool:
    """Whether what refers to an entry still does, written otherwise; of a Patient, whom it leads to has to be asked."""
    if before.resource_type == "Patient" or now.resource_type != before.resource_type:
        return False
    return before.raw.get("identifier") == now.raw.get("identifier")


_NOTHING: frozenset[str] = frozenset()
_RELEASES = ("auto", *FhirVersion)

Document = bytes | str | Mapping[str, Any] | Sequence[Any] | object
"""JSON text, a decoded Bundle or resource, a list of resources, or a model object such as those of fhir.resources.

A JsonDocument that was read already is taken as it is, without a copy.
"""


def read_submission(
    documents: Sequence[Document],
    *,
    fhir_version: str = "auto",
    limits: Limits = DEFAULT,
    lost: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Submission:
    """All resources of all documents as one chart. Never raises on what the documents hold.

    `fhir_version` is `auto`, `R4`, `R4B` or `R5`; another word raises ValueError. A document that cannot be read is an
    issue of severity `fatal`, and the others are still read. `lost` names documents that the caller could not open.
    `names` are those of the documents; without them they are told apart by number.
    """
    if fhir_version not in _RELEASES:
        raise ValueError(f"fhir_version is one of {', '.join(_RELEASES)}, not {fhir_version!r}")
    stated = None if fhir_version == "auto" else FhirVersion(fhir_version)
    issues: list[Issue] = []
    read: list[JsonDocument] = []
    read_from: list[str] = []
    accounts = [Account(name, "", Fate.SET_ASIDE, Why.UNREADABLE) for name in lost] if lost else []
    for number, document in enumerate(documents, 1):
        which = f"Document {number} of {len(documents)}." if len(documents) > 1 else ""
        name = names[number - 1] if names else ""
        which = f"File {name}." if name else which
        try:
            if isinstance(document, JsonDocument):
                one = document
            elif isinstance(document, bytes | bytearray | memoryview | str):
                text = document if isinstance(document, str | bytes) else bytes(document)
                one = read_json(text, limits=limits)
            else:
                one = read_value(document, limits=limits)
        except UnreadableError as error:
            issues.append(_of_document(error.issue, which))
            accounts.append(Account(name or f"document {number}", "", Fate.SET_ASIDE, Why.UNREADABLE))
            continue
        issues += [_of_document(issue, which) for issue in one.issues] if one.issues else ()
        if one.issues and any(
            issue.code == TRAILING_BYTES and issue.severity is Severity.ERROR for issue in one.issues
        ):
            what = f"what follows {name or f'document {number}'}"
            accounts.append(Account(what, "", Fate.SET_ASIDE, Why.UNREADABLE))
        read.append(one)
        read_from.append(name if len(documents) > 1 else "")
    gathered = Gathered(limits)
    gathered.documents(read)
    entries, replaced, doubled = newest_of_each(gathered.entries)
    issues += gathered.issues
    issues += doubled
    for entry in entries:
        if not (entry.spoiled or entry.may_modify or entry.parent is not None):
            # As nearly all are: there is nothing that could be wrong with it as a whole.
            entry.unreadable_because = ()
    version = _versions(entries, stated, issues)
    is_nothing = [*map(attrgetter("value"), read)] == [[]] * len(documents)
    issues += _emptiness(entries, gathered.empty, is_nothing=is_nothing)
    accounts += gathered.accounts
    for why, gone in (("replaced", replaced), ("deleted", gathered.deleted)):
        accounts += [Account(one.reference, one.expression, Fate.NOT_DECIDED, why) for one in gone] if gone else ()
    return Submission(
        version,
        entries,
        replaced + gathered.deleted,
        issues,
        accounts=accounts,
        gaps=gathered.gaps,
        put_right=gathered.put_right,
        files={root: read_from[n] for root, n in gathered.roots.items() if read_from[n]} if any(read_from) else {},
    )


def _of_document(issue: Issue, which: str) -> Issue:
    return replace(issue, detail=f"{which} {issue.detail}".strip()) if which else issue


def _versions(entries: Sequence[Entry], stated: FhirVersion | None, issues: list[Issue]) -> FhirVersion:
    """The release of the submission; sets that of each entry: its own shape, else what contains it, else the whole."""
    shapes, votes = [], []
    for one in entries:
        is_told = not TOLD_APART.get(one.resource_type, _NOTHING).isdisjoint(one.raw)
        shapes.append(shape_of(one.raw) if is_told else None)
        if one.resource_type == "MedicationRequest":
            votes.append(shapes[-1])
    for ballot in (votes, shapes):
        newer, older = ballot.count(FhirVersion.R5), ballot.count(FhirVersion.R4)
        if newer or older:
            found = FhirVersion.R5 if newer > older else FhirVersion.R4
            break
    else:
        found = FhirVersion.R4
    version = stated or found
    others = []
    for entry, shape in zip(entries, shapes, strict=True):
        if shape is not None and shape is not version.family:
            entry.version = shape
            others.append(entry.expression)
        elif shape is None and entry.parent is not None:
            entry.version = entry.parent.version
        else:
            entry.version = version
    if others:
        message = (
            f"{len(others)} of {len(entries)} resources are not {version} by their shape; each was read by its own."
        )
        issues.append(Issue(MIXED_VERSIONS, Severity.WARNING, message, tuple(others[:10])))
    return version


def held_nothing(issues: Sequence[Issue]) -> bool:
    """Whether what gave these issues was read and held nothing: an empty Bundle, an empty list."""
    return {issue.code for issue in issues} == {NOTHING_TO_CHECK}


def _emptiness(entries: Sequence[Entry], empty: Sequence[str], *, is_nothing: bool) -> list[Issue]:
    if not entries:
        message = "No resource could be read, so nothing was checked."
        if what := "Bundle" if empty else "list" if is_nothing else "":
            message = f"An empty {what} holds nothing to check. Submit the order together with the patient's chart."
        return [Issue(NOTHING_TO_CHECK, Severity.ERROR, message, tuple(empty))]
    if "MedicationRequest" not in map(attrgetter("resource_type"), entries):
        return [
            Issue(NOTHING_TO_CHECK, Severity.WARNING, "No MedicationRequest was submitted, so no order was checked.")
        ]
    return []
