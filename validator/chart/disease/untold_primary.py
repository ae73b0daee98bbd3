"""A tumor of which only the code of a metastasis tells: secondary carcinoid (C7B.0-), and nothing of where it began.

Such a code names the family of tumors that has spread, not the organ. Where no tumor of the family is on file, the
family is the disease, derived, with a note. A carcinoma that is poorly differentiated by its own code contradicts it,
so beside one nothing is derived. CLARIFICATIONS, a project choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from validator.chart.fact import Diagnosis, Differentiation, Extent
from validator.frozen import replace
from validator.terminology.codebook import Codebook
from validator.verdict import Basis, Truth

_DISEASES = attrgetter("diseases")

NOTE = "only the code of its metastasis names it: where it began is not recorded"
_POOR = frozenset({"poor", "undifferentiated"})


def untold_primaries(
    book: Codebook,
    diagnoses: tuple[Diagnosis, ...],
    of_conditions: Iterable[Extent],
    differentiations: Iterable[Differentiation],
) -> Iterator[Diagnosis]:
    """The tumors that only a metastasis names. `of_conditions` are extents that an active Condition shows."""
    named: dict[str, list[Extent]] = {}
    for extent in of_conditions:
        if extent.about is None and extent.disease is not None and extent.evidence.basis is not Basis.TEXT:
            named.setdefault(extent.evidence.reference, []).append(extent)
    poor = {one.about for one in differentiations if one.level in _POOR} if named else set()
    if poor and any(one.is_cancer and one.evidence.reference in poor for one in diagnoses):
        return
    for extents in named.values():
        diseases = frozenset(filter(None, map(attrgetter("disease"), extents)))
        family = book.diseases.family_of(diseases)
        if not family or diseases != family or not family.isdisjoint(chain.from_iterable(map(_DISEASES, diagnoses))):
            continue
        yield Diagnosis(
            evidence=replace(extents[0].evidence, basis=Basis.DERIVED),
            diseases=family,
            active=Truth.TRUE,
            basis=Basis.DERIVED,
            recorded=extents[0].date,
            notes=(NOTE,),
        )
        return
