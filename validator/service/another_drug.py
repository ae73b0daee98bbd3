"""Calls about other drugs, answered before a chart is read: nearly all calls are these.

Only where the draft orders alone decide, whatever the chart holds: each is coded in place, in systems that are known,
and nothing in it is changed or told elsewhere. Anything else goes the whole way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.checking.passed_over import orders_passed_over, plainly_for_another
from validator.fhir.json_text import JsonDocument
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.service.call_chart import bundle, place
from validator.service.draft import BundleEntry
from validator.terminology.domain import PRODUCTS

_TOLD_ELSEWHERE = frozenset(
    {"medicationReference", "_medicationReference", "medication", "_medication", "contained", "implicitRules"}
    | {"modifierExtension", "_medicationCodeableConcept", "_implicitRules"}
)
"""Elements by which something outside the medication's codes can say what the order is for, or change it."""
_AROUND = frozenset({"fullUrl", "resource"})


def orders_for_others(
    drafts: Sequence[BundleEntry], asked: Sequence[int], profiles: Profiles
) -> tuple[OrderReport, ...] | None:
    """The reports on the drafts asked about where every one is plainly for a drug without a label here; else None.

    Whether a draft is for the label's drug is asked of the same check as ever: only what it could not hang on, the
    chart, is kept from it.
    """
    if not all(_stands_alone(one, profiles) for one in drafts):
        return None
    if len(drafts) == 1:
        # Nothing can be a copy of it: it need not be read with others.
        (draft,) = drafts
        report = plainly_for_another(draft["resource"], place(0), draft.get("fullUrl"), profiles)
        return None if report is None else (report,)
    alone = bundle(drafts)
    places = [place(index) for index in asked]
    found = orders_passed_over([JsonDocument(alone)], profiles)
    return tuple(found[one] for one in places) if found.keys() >= set(places) else None


def _stands_alone(draft: BundleEntry, profiles: Profiles) -> bool:
    """Whether a draft says by itself, in codes that can be looked up, what it is for."""
    resource = draft["resource"]
    if not draft.keys() <= _AROUND or resource["resourceType"] != "MedicationRequest":
        return False
    subject = resource.get("subject")
    if not isinstance(subject, dict) or not isinstance(subject.get("reference"), str):
        return False
    return _TOLD_ELSEWHERE.isdisjoint(resource) and _is_coded(resource.get("medicationCodeableConcept"), profiles)


def _is_coded(concept: Any, profiles: Profiles) -> bool:
    """Whether every coding is of a known system, none is a product of a label, and no word names one."""
    if not isinstance(concept, dict) or not isinstance(concept.get("coding"), list):
        return False
    book, codings = profiles.book, concept["coding"]
    words = (concept.get("text"), *(one.get("display") for one in codings if isinstance(one, dict)))
    if any(isinstance(word, str) and book.drug_groups_by_name(PRODUCTS, word) for word in words):
        return False
    return bool(codings) and all(
        isinstance(one, dict)
        and isinstance(one.get("system"), str)
        and isinstance(one.get("code"), str)
        and one["code"].strip() != ""
        and book.known_system(one["system"])
        and not book.groups(PRODUCTS, one["system"], one["code"])
        for one in codings
    )
