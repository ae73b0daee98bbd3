"""One resource submitted more than once: the newest version counts; where that cannot be told, none does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from validator.fhir.entry import Entry
from validator.fhir.kept import MAY_BE_DELETED
from validator.finding import Issue, IssueType, finding_code
from validator.instant import seconds_of
from validator.verdict import Severity

DUPLICATE_RESOURCE = finding_code(
    "duplicate-resource",
    "Resource submitted more than once",
    """The same resource (same server, type and id) was submitted more than once with different content. The newest
    counts, by meta.lastUpdated, else by a numeric meta.versionId. Where neither tells which is newer, none of them
    is relied on: send one version.""",
    issue=IssueType.STRUCTURE,
)


COUNTS_OR_NOT = (DUPLICATE_RESOURCE, MAY_BE_DELETED)
"""Faults by which a resource means what it says, or nothing; any other fault says more."""
_ABOUT_THE_RECORD = frozenset({"meta", "text"})
"""Elements in which copies of one resource may differ without saying anything else about the patient."""

_MOST_COMPARED = 100


def newest_of_each(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry], list[Issue]]:
    """The entries that count, those that a newer version or an equal copy replaces, and what there is to say.

    Contained resources go with what contains them. Copies that differ at most in `meta` and narrative need no word.
    """
    named: dict[tuple[str, str], Entry] = {}
    more: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.parent is None and entry.id is not None:
            key = (entry.resource_type, entry.id)
            first = named.setdefault(key, entry)
            if first is not entry:
                more.setdefault(key, [first]).append(entry)
    replaced: set[Entry] = set()
    issues: list[Issue] = []
    for same_name in more.values():
        for versions in _same_identity(same_name):
            _choose(versions, replaced, issues)
    if not replaced:
        return list(entries), [], issues
    counts = [entry for entry in entries if entry not in replaced and entry.parent not in replaced]
    return counts, [entry for entry in entries if entry in replaced or entry.parent in replaced], issues


def _same_identity(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    """Groups of entries that are one resource: one fullUrl. A bare Type/id joins where there is only one server."""
    groups: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[identity_url(entry)].append(entry)
    bare = groups.pop(None, [])
    if bare and len(groups) == 1:
        next(iter(groups.values())).extend(bare)
    elif bare:
        groups[None] = bare
    return groups.values()


def identity_url(entry: Entry) -> str | None:
    """The fullUrl where it identifies the resource: a URN, or a server's address ending in Type/id; else None."""
    url = entry.full_url
    if url is None:
        return None
    if url[:4].lower() == "urn:":
        return url.lower()
    return url if url.endswith(f"/{entry.resource_type}/{entry.id}") else None


def _choose(versions: list[Entry], replaced: set[Entry], issues: list[Issue]) -> None:
    kept: list[Entry] = []
    contents: list[dict[str, Any]] = []
    for entry in versions:
        content = {name: value for name, value in entry.raw.items() if name not in _ABOUT_THE_RECORD}
        if len(kept) < _MOST_COMPARED and content in contents:
            twin = contents.index(content)
            if _is_shortened(kept[twin]):
                # A copy that says it is whole tells that nothing is missing from its equal.
                replaced.add(kept[twin])
                kept[twin] = entry
            else:
                replaced.add(entry)
        else:
            kept.append(entry)
            contents.append(content)
    if len(kept) == 1:
        return
    expressions = tuple(entry.expression for entry in kept)
    newest = _newest(kept)
    if newest is not None:
        replaced.update(entry for entry in kept if entry is not newest)
        message = f"Submitted in {len(kept)} versions; the newest was read."
        issues.append(Issue(DUPLICATE_RESOURCE, Severity.INFORMATION, message, expressions[:_MOST_COMPARED]))
        return
    issue = Issue(
        DUPLICATE_RESOURCE,
        Severity.ERROR,
        f"Submitted {len(kept)} times with different content and nothing says which is newest; none was relied on.",
        expressions[:_MOST_COMPARED],
        detail=f"{kept[0].resource_type}/{kept[0].id}.",
    )
    issues.append(issue)
    copies = tuple(kept)  # one for all: thousands of versions would each hold thousands
    for entry in kept:
        entry.spoiled += (issue,)
        entry.copies = copies


def _is_shortened(entry: Entry) -> bool:
    meta = entry.raw.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    return isinstance(tags, list) and any(isinstance(tag, dict) and tag.get("code") == "SUBSETTED" for tag in tags)


def _newest(entries: list[Entry]) -> Entry | None:
    """The one entry that is newer than all others; None where that cannot be told."""
    for key in (_updated, _version):
        keys = [key(entry) for entry in entries]
        known = [one for one in keys if one is not None]
        if len(known) == len(entries):
            latest = max(known)
            if known.count(latest) == 1:
                return entries[known.index(latest)]
    return None


def updated(raw: dict[str, Any]) -> float | None:
    """meta.lastUpdated of a resource, as seconds since 1970; None where it is missing or no instant."""
    meta = raw.get("meta")
    return seconds_of(meta.get("lastUpdated") if isinstance(meta, dict) else None)


def _updated(entry: Entry) -> float | None:
    return updated(entry.raw)


def _version(entry: Entry) -> float | None:
    version = version_id(entry)
    return float(version) if version is not None and version.isdecimal() and len(version) < 16 else None


def version_id(entry: Entry) -> str | None:
    """meta.versionId; None where it is missing or no text."""
    meta = entry.raw.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return version if isinstance(version, str) else None
