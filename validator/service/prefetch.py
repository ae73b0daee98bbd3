"""What the services ask a client to send along, and which of it came whole.

Exactly what a check reads: Observations by the codes the labels ask for, the other lists of the patient. The templates
keep to the queries that CDS Hooks recommends (patient, token, _count), so they have no _include.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from validator.client.asked_lists import FOR_NOTES, REQUIRED
from validator.client.listing import says_no_such_type, speaks_of_another_thing
from validator.client.observation_codes import (
    NEWEST_FINDINGS,
    NEWEST_OBSERVATIONS,
    NEWEST_VISITS,
    batches,
    newest_searches,
    observation_codes,
)
from validator.client.outcome_words import outcome_words
from validator.fhir.searchset import as_list, is_grave
from validator.fhir.status_code import word_of
from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.service.draft import BundleEntry, entries_in, unreadable_in
from validator.service.sent import Sent

PATIENT = "patient"
OPTIONAL = ("MedicationStatement", "Procedure", "ServiceRequest", "QuestionnaireResponse")
"""Lists that many servers do not keep; what only they could show is taken as absent, and the card says so."""
CHANGE_A_DOSE = ("MedicationStatement", "Procedure", "QuestionnaireResponse")
"""Those of them by which the label's dose may be another: reported drugs, drained ascites, an answer on the partner. No
dose is offered without them, unless the server keeps no such list."""

KEYS = {
    "Condition": "conditions",
    "Observation": "observations",
    "MedicationRequest": "medicationRequests",
    "MedicationStatement": "medicationStatements",
    "Procedure": "procedures",
    "ServiceRequest": "serviceRequests",
    "QuestionnaireResponse": "questionnaireResponses",
    "AllergyIntolerance": "allergyIntolerances",
    "ResearchSubject": "researchSubjects",
    "DeviceUseStatement": "deviceUseStatements",
    "Encounter": "newestEncounters",
}
"""The prefetch key of each list."""
_TYPES = {key: name for name, key in KEYS.items()}
_NEWEST_OBSERVED = (NEWEST_OBSERVATIONS, NEWEST_FINDINGS)
_NEWEST_ONLY = frozenset({*_NEWEST_OBSERVED, KEYS["Encounter"]})
"""Keys of lists from the newest on; more of them is not asked for."""
_QUIET = (*(KEYS[name] for name in FOR_NOTES), *_NEWEST_OBSERVED)
"""Keys of lists without which an order can be accepted, and that need not be told: an error there is only named beside
what is told."""
_TOLD_APART = frozenset({PATIENT, *(KEYS[name] for name in REQUIRED), *(f"observations{one}" for one in range(1, 100))})
"""Keys whose list has a finding of its own where it did not come whole."""

_NOT_KEPT = frozenset({"not-supported", "not-found"})
"""Issue types by which a server says that it has no such resource: those that come with 400 and 404."""

_COUNT = 500
_NUMBERED = re.compile(r"observations[1-9][0-9]?")

_LONGEST_CODES = 1720
"""Characters of the codes in one template as they stand in a URL. With the server's address, the patient's id and the
rest it stays under 2,000, above which some servers and proxies refuse or cut a URL."""


def templates(profiles: Profiles) -> dict[str, str]:
    """The prefetch templates of the order services, none too long for a URL: the Observations are asked for in several
    lists, `observations1` and so on. Source: CDS Hooks 2.0, Prefetch Template.
    """
    of_patient = f"patient={{{{context.patientId}}}}&_count={_COUNT}"
    lists = {}
    for name, key in KEYS.items():
        if name == "Encounter":
            lists[key] = _newest(name, NEWEST_VISITS)
            continue
        if name != "Observation":
            lists[key] = f"{name}?{of_patient}"
            continue
        for number, codes in enumerate(batches(observation_codes(profiles), _LONGEST_CODES), start=1):
            lists[f"{key}{number}"] = f"{name}?{of_patient}&code={codes}"
    lists |= {key: _newest("Observation", search) for key, search in newest_searches(profiles).items()}
    return {PATIENT: "Patient/{{context.patientId}}"} | lists


def _newest(resource_type: str, search: Mapping[str, str]) -> str:
    asked = "&".join(f"{name}={value}" for name, value in search.items())
    return f"{resource_type}?patient={{{{context.patientId}}}}&{asked}"


class Prefetched(Frozen):
    """What came with a call: its resources as Bundle entries, and the types whose list came whole, even if empty.

    `others` are entries for what came in the place of a resource and is none, and for errors under keys that are no
    list of ours: they belong into the ledger of the chart. `assumed` are lists under other keys that do not say what
    was asked for; they are taken as whole. `failed` are lists for notes in whose place an error came, by their type,
    the newest Observations by their key. `not_kept` are lists that can be done without, of which the server says that
    it keeps none. `goes_on`: all lists of results came, and some are not all there is. What is lacking is weighed by
    what the order asks, as in a file (READINGS 1), and is no list that did not come; `in_part` tells of it.
    """

    entries: tuple[BundleEntry, ...]
    whole: frozenset[str]
    others: tuple[BundleEntry, ...] = ()
    assumed: frozenset[str] = frozenset()
    failed: tuple[str, ...] = ()
    not_kept: frozenset[str] = frozenset()
    goes_on: bool = False
    in_part: tuple[BundleEntry, ...] = ()


def prefetched(prefetch: object, codes: Iterable[str] | None = None) -> Prefetched:
    """Reads a call's prefetch. Null, an error or a page that is not the last makes a list not supplied, and so does a
    `self` link that shows a filter.

    Resources under other keys are evidence too; they stand for their list where its own key was not sent at all.
    `codes` are those by which Observations are searched for: a list that was asked for all of them is not filtered.
    """
    given = dict(prefetch) if isinstance(prefetch, dict) else {}
    failed = tuple(
        [
            _TYPES.get(key, key)
            for key in _QUIET
            if _is_words(given.get(key)) or (is_grave(given.get(key)) and not _is_not_kept(key, given[key]))
        ]
    )
    sent = {key: Sent(_first_page(value) if key in _NEWEST_ONLY else value) for key, value in given.items()}
    asked = tuple(codes) if codes is not None else None
    whole = {name for name in (*REQUIRED, *OPTIONAL, *FOR_NOTES) if _came_whole(sent, name, asked)}.difference(failed)
    assumed = [name for name in whole if not _own(sent, name) and not _tells(_under_others(sent, name), name)]
    not_kept = [
        name for name in OPTIONAL if is_grave(given.get(KEYS[name])) and _is_not_kept(KEYS[name], given[KEYS[name]])
    ]
    others: list[BundleEntry] = []
    for key, one in sent.items():
        # A word in the place of a list of ours says what null says: that it did not come, which is told of it anyway.
        if not (_is_words(one.value) and (key in _TYPES or key in _TOLD_APART or key in _NEWEST_OBSERVED)):
            others += [{"resource": None}] * _lost_in(one.value)
    told = {key: one for key, one in sent.items() if key not in _TOLD_APART}
    for key, one in told.items():
        if is_grave(one.value) and key not in _QUIET and _TYPES.get(key) not in not_kept:
            others.append({"resource": _failed(one.value, _TYPES.get(key))})
    for key, one in told.items():
        others += [{"resource": _hollow(part, _TYPES.get(key))} for part in one.in_part]
    entries = tuple([entry for one in sent.values() for entry in one.entries])
    goes_on = "Observation" not in whole and _came_whole(sent, "Observation", asked, in_part=True)
    lists = _own(sent, "Observation") if goes_on else ()
    # Those under other keys are told of already.
    in_part = tuple([{"resource": _hollow(part, "Observation")} for one in lists for part in one.in_part])
    return Prefetched(
        entries, frozenset(whole), tuple(others), frozenset(assumed), failed, frozenset(not_kept), goes_on, in_part
    )


def _is_words(value: object) -> bool:
    """Whether a value is neither a resource nor a list nor null: words on why nothing came, a number."""
    return isinstance(value, str | int | float)


def _failed(outcome: dict[str, Any], asked_for: str | None) -> dict[str, Any]:
    """An error that came in the place of a list; under a key of ours with what tells which list it is."""
    return outcome if asked_for is None else _hollow({"entry": [{"resource": outcome}]}, asked_for)


def _is_not_kept(key: str, outcome: dict[str, Any]) -> bool:
    """Whether the server answered that it keeps no such list: by the codes of its issues, or in words. One that speaks
    of a parameter it does not know, or of a patient whom it does not find, may keep the list.
    """
    issues = [issue for issue in as_list(outcome.get("issue")) if isinstance(issue, dict)]
    name, words = _TYPES.get(key, "Observation"), outcome_words(outcome)
    by_code = all(word_of(issue, "code") in _NOT_KEPT for issue in issues)
    return (by_code and not speaks_of_another_thing(words, name)) or says_no_such_type(words, name)


def _first_page(value: object) -> object:
    """The newest results as a list of their own: that older ones follow was to be expected, and none of it is a gap.

    One that failed is no list at all.
    """
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return {"resourceType": "Bundle", "type": "searchset"} if value is None or is_grave(value) else value
    return {key: item for key, item in value.items() if key not in ("link", "total")}


def _hollow(bundle: dict[str, Any], asked_for: str | None) -> dict[str, Any]:
    """A list that did not come whole without what came, which stands in the chart: only what tells that it goes on.

    `asked_for` is the type that its key of ours stands for.
    """
    types = {one["resource"]["resourceType"] for one in entries_in(bundle)} | ({asked_for} if asked_for else set())
    asked = [{"relation": "self", "url": name} for name in sorted(types)]
    links = bundle.get("link")
    outcomes = _errors_in(bundle)
    kept = {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": [*asked, *(links if isinstance(links, list) else ())],
    }
    return kept | ({"total": bundle["total"]} if "total" in bundle else {}) | ({"entry": outcomes} if outcomes else {})


def _errors_in(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    """The errors of the server among the entries of a list."""
    entries = bundle.get("entry")
    return [
        {"resource": entry["resource"]}
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and is_grave(entry.get("resource"))
    ]


def _lost_in(value: object) -> int:
    """How many places in one prefetched value hold no resource where one belongs. A value that is null failed."""
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return unreadable_in(value)
    entries, lost = value.get("entry"), 0
    for entry in entries if isinstance(entries, list) else [] if entries is None else [entries]:
        inner = entry.get("resource") if isinstance(entry, dict) else None
        lost += not (isinstance(inner, dict) and isinstance(inner.get("resourceType"), str))
    return lost


def _own(sent: dict[str, Sent], resource_type: str) -> list[Sent]:
    """What came under the keys of ours for a list: the one, or for Observations the numbered ones."""
    key = KEYS[resource_type]
    if resource_type == "Observation":
        return [one for name, one in sent.items() if name == key or _NUMBERED.fullmatch(name)]
    return [sent[key]] if key in sent else []


def _under_others(sent: dict[str, Sent], resource_type: str) -> list[Sent]:
    """What came under keys of the site's own and holds such resources, or was asked for them and found none."""
    return [
        one
        for key, one in sent.items()
        if key not in _NEWEST_OBSERVED
        and (resource_type in one.types or any(query.resource_type == resource_type for query in one.queries))
    ]


def _came_whole(
    sent: dict[str, Sent], resource_type: str, codes: Sequence[str] | None, *, in_part: bool = False
) -> bool:
    """Whether every list of a type came, and none goes on; with `in_part` each may go on. One in which an error came
    did not come."""
    own = _own(sent, resource_type)
    lists = own or _under_others(sent, resource_type)
    if not lists:
        return False
    for one in lists:
        may_go_on = in_part and one.in_part and not any(map(_errors_in, one.in_part))
        if not (one.is_whole or may_go_on) or not one.may_be_of(resource_type):
            return False
    if resource_type == "Observation" and own and KEYS[resource_type] not in sent:
        numbers = [name for name in sent if _NUMBERED.fullmatch(name)]
        if codes is not None and len(numbers) < len(tuple(batches(tuple(sorted(codes)), _LONGEST_CODES))):
            return False
    # One list without a filter holds what the filtered ones beside it hold.
    queries = [query for one in lists for query in one.queries if query.resource_type == resource_type]
    if [one for one in lists if one.is_unfiltered(resource_type)]:
        return True
    coded = [query.codes for query in queries if query.filters == {"code"}]
    return codes is not None and resource_type == "Observation" and set(codes) <= frozenset().union(*coded)


def _tells(lists: Iterable[Sent], resource_type: str) -> bool:
    """Whether some list says that it was asked for, by its `self` link."""
    return any(query.resource_type == resource_type for one in lists for query in one.queries)
