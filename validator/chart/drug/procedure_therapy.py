"""The therapy that a Procedure shows by its code: radiation, ablation, resection, or a listed drug that was given."""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.concept import (
    DOMAINS_OF_PROCEDURES,
    any_listed,
    as_concept,
    coded,
    groups_of,
    has_known_code,
    is_known_system,
    name_of,
    words_of,
)
from validator.chart.drug import exposure
from validator.chart.drug.medication import DRUG_DOMAINS, groups_by_name, is_coded_local
from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.entry.status import ENTERED_IN_ERROR
from validator.chart.reader import Reader, between, evidence
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Procedure
from validator.terminology.domain import TREATMENT
from validator.verdict import Basis, Truth


def of_procedure(reader: Reader, entry: Entry) -> Iterator[Therapy]:
    """The therapy a Procedure shows: radiation, ablation, resection, or the giving of a listed drug."""
    if not any_listed(reader.book, DOMAINS_OF_PROCEDURES, entry.raw.get("code")) and not _named(reader, entry):
        return
    body = reader.body(entry, Procedure)
    if body is None or body.status == ENTERED_IN_ERROR:
        return
    groups = frozenset().union(*(groups_of(reader.book, domain, body.code) for domain in DRUG_DOMAINS))
    by_text = not groups and body.code is not None
    if by_text and body.code is not None:
        groups = _by_name(reader, body.code)
    groups -= reader.book.of_role(TREATMENT, "look-alike")
    if not groups:
        return
    use = exposure.of_procedure(reader, entry, body)
    name = name_of(body.code, coded(reader.book, TREATMENT, body.code))
    shown = evidence(
        entry, f"{name}, {use.status}{between(use.start, use.stop)}", "code", Basis.TEXT if by_text else Basis.CODED
    )
    is_local = body.code is not None and is_coded_local(reader.book, body.code)
    systemic = Truth.FALSE if is_local else Truth.UNKNOWN
    yield Therapy(groups, name, TherapyKind.PROCEDURE, shown, use.current, use.given, use.start, use.stop, systemic,
                  named_by_text=by_text)  # fmt: skip


def _named(reader: Reader, entry: Entry) -> bool:
    return bool(procedure_drug_groups(reader, entry.raw.get("code")))


def procedure_drug_groups(reader: Reader, code: object) -> frozenset[str]:
    """The groups of the drugs or treatments that an undecoded Procedure.code names in words alone."""
    if not isinstance(code, dict) or has_known_code(reader.book, code):
        return frozenset()
    return _by_name(reader, as_concept(code))


def _by_name(reader: Reader, concept: CodeableConcept) -> frozenset[str]:
    """Groups of the drugs a Procedure names in words; a code of a known system leaves nothing to words."""
    if any(coding.code and is_known_system(reader.book, coding.system) for coding in concept.coding):
        return frozenset()
    return frozenset().union(*(groups_by_name(reader.book, words) for words in words_of(concept)))
