"""Exposure to a drug or procedure that a label statement may be about, from every resource that can show one.

Requests, statements, administrations, dispenses and procedures, in R4 and R5 spelling. Whether an exposure came
before the order, or is going on, is for the criterion to judge: the dates are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import (
    DOMAINS_OF_DRUGS,
    any_listed,
    groups_of,
    words_of,
)
from validator.chart.drug import exposure
from validator.chart.drug.course import Exposure
from validator.chart.drug.local_form import is_local_dose, words_are_systemic
from validator.chart.drug.medication import (
    HasMedication,
    drug_of,
    groups_by_name,
    parts_of,
)
from validator.chart.drug.progressed import progressed
from validator.chart.drug.proviso import as_worded
from validator.chart.drug.stop_reason import is_for_reaction, is_noted_for_reaction
from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.drug.whose_drug import is_of_another
from validator.chart.entry.status import ENTERED_IN_ERROR
from validator.chart.observed.question import words_in
from validator.chart.order.route import LOCAL, ORAL, OTHER, TUBE, route_of
from validator.chart.order.sig_names import sig_names
from validator.chart.reader import Reader, between, evidence
from validator.dosage import Directions
from validator.dosage.number import number
from validator.fhir.dosage import Dosages
from validator.fhir.element import QuantityElement
from validator.fhir.entry import Entry
from validator.fhir.resource import (
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)
from validator.frozen import replace
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, PRODUCTS
from validator.verdict import Basis, Truth

SELF = "self"
"""The group of an exposure to the drug of the order that is judged; `self:` and a drug is that of one drug."""
MEDICATION_TYPES = (
    "MedicationRequest",
    "MedicationStatement",
    "MedicationUsage",
    "MedicationAdministration",
    "MedicationDispense",
)
_Body = MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense


def may_matter(reader: Reader, entry: Entry) -> bool:
    """Whether a medication resource can be about a listed drug. Cheap: only its medication element is looked at.

    A resource with a reference, or with a code that is not listed, may still name a listed drug.
    """
    raw = entry.raw
    element = raw.get("medicationCodeableConcept")
    if "medicationReference" in raw:
        return True
    if element is None:
        wrapper = raw.get("medication")
        element = wrapper.get("concept") if isinstance(wrapper, dict) else None
        if element is None or (isinstance(wrapper, dict) and "reference" in wrapper):
            return True
    if any_listed(reader.book, DOMAINS_OF_DRUGS, element):
        return True
    if not isinstance(element, dict):
        return False
    return _names_a_drug(reader.book, words_in(element))


@lru_cache(maxsize=8192)
def _names_a_drug(book: Codebook, names: tuple[str, ...]) -> bool:
    """Whether any of the names of a medication is that of a listed drug, or holds a listed phrase for a therapy."""
    return any(groups_by_name(book, name) for name in names)


def as_seen_by(therapy: Therapy, drug: str | None) -> Therapy:
    """A therapy as an order for `drug` sees it, or for one that is not told.

    The drug itself is not the earlier therapy that its label asks for: of its groups only `self` is left.
    """
    own = [group for group in therapy.groups if group.startswith(f"{SELF}:")] if drug is None else ()
    is_own = bool(own) or f"{SELF}:{drug}" in therapy.groups
    return replace(therapy, groups=frozenset({SELF})) if is_own else therapy


def therapies_of(reader: Reader, entry: Entry) -> Iterator[Therapy]:
    """The therapy one medication resource shows, when its drug is of a known group."""
    match entry.resource_type:
        case "MedicationRequest":
            body: _Body | None = reader.body(entry, MedicationRequest)
        case "MedicationStatement" | "MedicationUsage":
            body = reader.body(entry, MedicationStatement)
        case "MedicationAdministration":
            body = reader.body(entry, MedicationAdministration)
        case _:
            body = reader.body(entry, MedicationDispense)
    if body is None or body.status == ENTERED_IN_ERROR:
        return
    if isinstance(body, MedicationRequest) and body.do_not_perform:
        return
    said = parts_of(reader, entry, body)
    drug = drug_of(reader, said)
    groups = drug.groups
    groups |= {f"{SELF}:{one}" for part in said.parts for one in groups_of(reader.book, PRODUCTS, part.concept)}
    own = frozenset([one.partition(":")[2] for one in groups if one.startswith(f"{SELF}:")])
    if not groups:
        if said.lost and not said.parts:
            reader.set_aside(entry, "names its drug only by a reference that leads nowhere")
        return
    if not own and any(is_of_another(name) for part in said.parts for name in words_of(part.concept)):
        return
    is_short = not groups.isdisjoint(reader.book.of_role(DRUG, "short-treatment"))
    kind, told, progressed = _read(reader, entry, body, is_short_course=is_short)
    names = tuple(part.concept.text for part in said.parts if part.concept.text) if drug.named_by_text else ()
    use = as_worded(entry, told, names, reader.as_of)
    # One dose that was given is no course that is completed.
    is_dose = kind is TherapyKind.ADMINISTRATION and use.status == "completed"
    says = f"{drug.name}, {'given' if is_dose else use.status}{between(use.start, use.stop)}"
    basis = Basis.TEXT if drug.named_by_text else Basis.CODED
    yield Therapy(
        groups=groups,
        name=drug.name,
        kind=kind,
        evidence=evidence(entry, says, _medication_element(body), basis),
        current=use.current,
        given=use.given,
        start=use.start,
        stop=use.stop,
        systemic=_systemic(entry.dosages, drug.systemic),
        progressed=progressed,
        named_by_text=drug.named_by_text,
        intent=body.intent if isinstance(body, MedicationRequest) else None,
        directions=Directions(entry.dosages, names=sig_names(reader.book, own)),
        given_dose=_given_dose(entry),
        outlook=use.outlook,
        over_by=use.over_by,
        status=use.status,
        has_status_reason=bool(getattr(body, "status_reason", None)),
        stopped_for_reaction=_is_stopped_for_reaction(reader, body),
        kept=tuple(sorted(groups & reader.book.of_role(DRUG, "kept-by-its-prescriber"))),
    )


def unlisted(entry: Entry) -> Therapy | None:
    """A medication of no known group: it shows that a medication history is on file, and nothing else."""
    if entry.raw.get("status") == ENTERED_IN_ERROR:
        return None
    kind = _KINDS[entry.resource_type]
    is_over = entry.resource_type in _WITH_AN_END and entry.raw.get("status") in ("stopped", "completed")
    current = Truth.FALSE if is_over else Truth.UNKNOWN
    # What was only planned may never have been had, whatever became of the plan.
    given = Truth.FALSE if entry.raw.get("intent") in ("proposal", "plan", "option") else Truth.UNKNOWN
    return Therapy(frozenset(), "a medication of no listed group", kind, evidence(entry, "other medication"),
                   current=current, given=given)  # fmt: skip


_WITH_AN_END = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage"})
"""Where `completed` says that a drug is over, and not that one dose of it was given."""


_KINDS = {
    "MedicationRequest": TherapyKind.REQUEST,
    "MedicationStatement": TherapyKind.STATEMENT,
    "MedicationUsage": TherapyKind.STATEMENT,
    "MedicationAdministration": TherapyKind.ADMINISTRATION,
    "MedicationDispense": TherapyKind.DISPENSE,
}


def _read(reader: Reader, entry: Entry, body: _Body, *, is_short_course: bool) -> tuple[TherapyKind, Exposure, Truth]:
    match body:
        case MedicationRequest():
            reasons = (body.status_reason,) if body.status_reason and body.status in _HAS_ENDED else ()
            return (
                TherapyKind.REQUEST,
                exposure.of_request(reader, entry, body, is_short_course=is_short_course),
                progressed(reader, reasons, body.note),
            )
        case MedicationStatement():
            return (
                TherapyKind.STATEMENT,
                exposure.of_statement(reader, entry, body, is_short_course=is_short_course),
                progressed(reader, body.status_reason if body.status in _HAS_ENDED else (), body.note),
            )
        case MedicationAdministration():
            return TherapyKind.ADMINISTRATION, exposure.of_administration(reader, entry, body), Truth.UNKNOWN
        case MedicationDispense():
            return TherapyKind.DISPENSE, exposure.of_dispense(reader, entry, body), Truth.UNKNOWN


_HAS_ENDED = frozenset({"stopped", "completed", "ended", "cancelled", "discontinued"})
"""Where the reason of a status is the reason of an end: what is held may go on."""


def _is_stopped_for_reaction(reader: Reader, body: _Body) -> bool:
    """Whether a drug that somebody reports was stopped or is held for an adverse reaction. R4 MedicationStatement."""
    if not isinstance(body, MedicationStatement) or body.status not in ("stopped", "on-hold"):
        return False
    return any(is_for_reaction(reader, reason) for reason in body.status_reason) or is_noted_for_reaction(
        reader, body.note
    )


def _given_dose(entry: Entry) -> QuantityElement | None:
    """The dose of one administration. Source: FHIR R4 MedicationAdministration.dosage.dose, the same in R5."""
    dosage = entry.tree.get("dosage") if entry.resource_type == "MedicationAdministration" else None
    dose = dosage.get("dose") if isinstance(dosage, dict) else None
    value = number(dose.get("value")) if isinstance(dose, dict) else None
    if not isinstance(dose, dict) or value is None:
        return None
    unit, code = (word if isinstance(word := dose.get(name), str) else None for name in ("unit", "code"))
    return QuantityElement(value=value, unit=unit, code=code)


def _systemic(dosages: Dosages, by_form: Truth) -> Truth:
    routes: set[str | None] = set()
    told: list[str] = []
    for _, dosage in dosages.objects:
        routes.add(route_of(dosage.route))
        told.append(dosage.text or "")
    if routes - {None} == {LOCAL} or (told and all(map(is_local_dose, told))):
        return Truth.FALSE
    if routes & {ORAL, TUBE, OTHER}:
        return Truth.TRUE
    if by_form is Truth.UNKNOWN:
        # Words can make it local; that a text says "by mouth" changes nothing, since unknown counts as systemic.
        return words_are_systemic(told)
    return by_form


def _medication_element(body: HasMedication) -> str:
    if body.medication_codeable_concept is not None:
        return "medicationCodeableConcept"
    return "medicationReference" if body.medication_reference is not None else "medication"
