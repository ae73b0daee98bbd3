"""Which tumors are present: one that is over decides nothing, unless it goes on by its metastasis or recurrence.

A primary tumor that was resected is often recorded as inactive while its metastases are active; it is then the disease
that is treated, and keeps its grade. One that was never graded stays over: nothing tells that the metastasis is of its
kind. So does a history code. Any other tumor that is resolved, in remission or inactive says nothing about the present
one. CLARIFICATIONS A25, a project choice.
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.chart.fact import OTHER_DISEASE, Diagnosis, Differentiation, Extent
from validator.frozen import Frozen, replace
from validator.terminology.codebook import Codebook
from validator.verdict import Basis, Truth

_GOES_ON = frozenset({"metastatic", "recurrent"})


class Tumors(Frozen):
    """What a chart says of tumors, without what a tumor that is over would say of the present one."""

    diagnoses: tuple[Diagnosis, ...]
    extents: tuple[Extent, ...]
    differentiations: tuple[Differentiation, ...]


def tumors_of(
    book: Codebook,
    diagnoses: tuple[Diagnosis, ...],
    of_conditions: tuple[Extent, ...],
    of_observations: tuple[Extent, ...],
    differentiations: tuple[Differentiation, ...],
) -> Tumors:
    """The tumors of a chart. `of_conditions` are extents that an active Condition shows, of whichever tumor."""
    differentiations = tuple(_of_a_family(book, diagnoses, differentiations))
    over: dict[str, Diagnosis] = {}
    for one in diagnoses:
        if one.active is Truth.FALSE and one.confirmed:
            over[one.evidence.reference] = one
    if not over:
        return Tumors(diagnoses, of_conditions + of_observations, differentiations)
    graded = {one.about for one in differentiations}
    cancers = {one.diseases for one in diagnoses if one.is_cancer and one.confirmed}
    if len(cancers) == 1 and any(one.about is None and not one.may_be_of for one in differentiations):
        graded |= over.keys()  # of the only cancer on file nobody has to say that it was graded
    lasting = {ref for ref, one in over.items() if ref in graded and _goes_on(one, diagnoses, of_conditions)}
    kept = lasting | {ref for ref, one in over.items() if _is_earlier(book, one, diagnoses, of_conditions)}
    return Tumors(
        tuple(_present(one) if one.evidence.reference in lasting else one for one in diagnoses),
        of_conditions + tuple(one for one in of_observations if one.about not in over.keys() - lasting),
        tuple(
            one if one.about not in over else _derived(one, over[one.about], is_said=one.about in lasting)
            for one in differentiations
            if one.about not in over.keys() - kept
        ),
    )


def _of_a_family(
    book: Codebook, diagnoses: tuple[Diagnosis, ...], found: Iterable[Differentiation]
) -> list[Differentiation]:
    """Without the grades of other cancers: only of a family of tumors labels ask how they look, and what resembles one
    may speak against it."""
    families = frozenset().union(*book.diseases.families.values())
    elsewhere: set[str | None] = set()
    for one in diagnoses:
        told = one.told
        if told and told.isdisjoint(families) and not one.excluded_because:
            elsewhere.add(one.evidence.reference)
    kept: list[Differentiation] = []
    for graded in found:
        if graded.about not in elsewhere:
            kept.append(graded)
    return kept


def _named(one: Diagnosis) -> frozenset[str]:
    return one.diseases - {OTHER_DISEASE}


def _goes_on(one: Diagnosis, diagnoses: tuple[Diagnosis, ...], extents: Iterable[Extent]) -> bool:
    """Whether an active metastasis on file can only be this tumor's; not where the same disease is present anyway."""
    named = _named(one)
    if not named or one.is_history:
        return False
    cancers = [other for other in diagnoses if other.is_cancer and other.confirmed]
    if any(_named(other) == named and other.active is Truth.TRUE for other in cancers):
        return False
    others = [other for other in cancers if _named(other) != named and other.may_spread]
    return any(
        extent.disease in named or (extent.disease is None and not others)
        for extent in extents
        if extent.kind in _GOES_ON and extent.about is None and extent.evidence.basis is not Basis.TEXT
    )


def _is_earlier(book: Codebook, one: Diagnosis, diagnoses: tuple[Diagnosis, ...], extents: Iterable[Extent]) -> bool:
    """Whether a present tumor of the same organ and kind has spread or come back: the old grade is then its own.

    A disease of every other organ does not tell which organ, so there nothing is taken over.
    """
    named = _named(one)
    if len(named) != 1 or named & {last for last, _ in book.diseases.elsewhere.values()}:
        return False
    present = {
        other.evidence.reference
        for other in diagnoses
        if other.active is Truth.TRUE and other.confirmed and other.diseases == one.diseases
    }
    return bool(present) and any(
        extent.kind in _GOES_ON and (extent.about in present or extent.disease in named) for extent in extents
    )


def _present(one: Diagnosis) -> Diagnosis:
    caution = f"{one.evidence.says} is recorded as {one.inactive_because}, and counts as present for its metastasis"
    return replace(
        one,
        evidence=replace(one.evidence, basis=Basis.DERIVED),
        active=Truth.TRUE,
        basis=Basis.DERIVED,
        cautions=(*one.cautions, caution),
    )


def _derived(one: Differentiation, of: Diagnosis, *, is_said: bool) -> Differentiation:
    """A grade kept from a tumor that is over; `is_said`: the tumor itself has the caution already."""
    caution = "" if is_said else f"the grade is that of {of.evidence.says}, recorded as {of.inactive_because}"
    return replace(one, evidence=replace(one.evidence, basis=Basis.DERIVED), caution=one.caution or caution)
