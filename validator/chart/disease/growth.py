"""How fast a tumor grows: a Ki-67 index that only a well-differentiated tumor of the digestive tract has.

Up to 20 % (inclusive) it is one of a G1 or G2 tumor; carcinomas lie above. Said of this tumor, or no other cancer is on
file; measured from 90 days before the tumor was found on; its site shown to be digestive. Of the lung, the thymus, the
thyroid, the skin, or a site that is not told, it says nothing. A number above 20 % grades the tumor as a bare G3 does;
one above 55 % is hardly that of any well-differentiated tumor. CLARIFICATIONS; the days are a project choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from validator.chart.disease.growth_words import HIGHEST_OF_ANY
from validator.chart.fact import OTHER_DISEASE, Diagnosis, Differentiation
from validator.chart.observed.answer_text import texts_of
from validator.chart.observed.value import has_answer
from validator.chart.reader import dated, evidence
from validator.fhir.element import QuantityElement
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, SITE
from validator.verdict import Basis, Truth

HIGHEST = Decimal(20)
"""Percent of nuclei, inclusive."""

BEFORE_DAYS = 90
"""How long before the tumor was found its index may have been measured."""

_PERCENT = frozenset({"%", "percent", ""})
_SHARE = frozenset({"1", "{ratio}"})


class Growth(Frozen):
    """One Ki-67 index: the upper end of what it says, in percent; None: it has none, or its unit is not known.

    `about` is the Condition it is of; where nothing tells, `may_be` are those it may be of, empty for every one.
    `is_exact`: it is that number, and not only bounded by it.
    """

    highest: Decimal | None
    evidence: Evidence
    day: PartialDate | None
    about: str | None = None
    may_be: frozenset[str] = frozenset()
    is_exact: bool = False


def is_asked(book: Codebook, groups: frozenset[str]) -> bool:
    """Whether the groups of an Observation's code ask for the index."""
    return bool(groups) and not groups.isdisjoint(book.of_role(DIFFERENTIATION, "growth-index-question"))


def of_observation(
    entry: Entry,
    body: Observation,
    day: PartialDate | None,
    about: str | None,
    may_be: frozenset[str] = frozenset(),
) -> Growth | None:
    """The index that an Observation answers with a number, a quantity or a range; any other answer is one that is not
    read. None without any.
    """
    upper, element, is_exact = _upper(body)
    if upper is None and not has_answer(entry.tree):
        return None
    number = _percent(upper) if upper is not None else None
    is_high = is_exact and number is not None and number > HIGHEST
    says = dated("Ki-67" if number is None else f"Ki-67 {number} %" if is_high else f"Ki-67 up to {number} %", day)
    return Growth(number, evidence(entry, says, element, Basis.DERIVED), day, about, may_be, is_exact=is_exact)


def well_differentiated(
    book: Codebook, diagnoses: tuple[Diagnosis, ...], found: tuple[Growth, ...]
) -> Iterator[Differentiation]:
    """What the indices say of the tumors that are present."""
    for one in found:
        if one.highest is None or one.day is None or (one.highest > HIGHEST and not one.is_exact):
            continue
        for tumor in diagnoses:
            if not (tumor.active is Truth.TRUE and tumor.confirmed and _is_its_own(book, one, tumor, diagnoses)):
                continue
            reference = tumor.evidence.reference
            if one.highest > HIGHEST and not any(_is_later(other, one) for other in found):
                # By the WHO's grading a G3, which is a NET or a carcinoma; CLARIFICATIONS.
                graded = replace(one.evidence, basis=Basis.CODED)
                level = "beyond-G3" if one.highest > HIGHEST_OF_ANY else "G3"
                yield Differentiation(level, graded, one.day, reference, is_graded=True)
            elif one.highest <= HIGHEST and not any(_takes_its_place(other, one, tumor) for other in found):
                yield Differentiation("well", one.evidence, one.day, reference, is_graded=True)
            break


def _takes_its_place(other: Growth, one: Growth, tumor: Diagnosis) -> bool:
    """Whether another index that may be of the tumor, and as new or newer, is above the limit or cannot be read."""
    if other is one or (other.highest is not None and other.highest <= HIGHEST):
        return False
    reference = tumor.evidence.reference
    if other.about not in (None, reference) or (other.may_be and reference not in other.may_be):
        return False
    return other.day is None or one.day is None or other.day.before(one.day) is not Truth.TRUE


def _is_later(other: Growth, one: Growth) -> bool:
    return other.day is not None and one.day is not None and one.day.before(other.day) is Truth.TRUE


def _is_its_own(book: Codebook, one: Growth, tumor: Diagnosis, diagnoses: tuple[Diagnosis, ...]) -> bool:
    digestive = book.of_role(SITE, "digestive-organ")
    if not book.diseases.family_of(tumor.diseases - {OTHER_DISEASE}) or tumor.sites.isdisjoint(digestive):
        return False
    # One that was recorded was found by then; an index of the time after that is of the time of the tumor too.
    found = tumor.onset or tumor.recorded
    if found is None or one.day is None or one.day.before(found.plus_days(-BEFORE_DAYS)) is not Truth.FALSE:
        return False
    if one.about is not None:
        return one.about == tumor.evidence.reference
    left = [other for other in diagnoses if not one.may_be or other.evidence.reference in one.may_be]
    return not any(other.is_cancer and other.confirmed and other.diseases != tumor.diseases for other in left)


def _upper(body: Observation) -> tuple[QuantityElement | None, str, bool]:
    """The quantity that bounds the answer from above, the element it stands in, and whether it is exactly that."""
    if body.value_range is not None:
        return body.value_range.high, "valueRange.high", False
    if body.value_integer is not None:
        return QuantityElement(value=Decimal(body.value_integer)), "valueInteger", True
    if body.value_quantity is not None:
        return body.value_quantity, "valueQuantity", body.value_quantity.comparator is None
    for text, element in texts_of(body):
        if found := _INDEX.fullmatch(" ".join(text.split()).strip(" .")):
            unit = "%" if found["percent"] else None
            is_exact = not found["limit"] and not found["high"]
            return QuantityElement(value=Decimal(found["high"] or found["low"]), unit=unit), element, is_exact
    return None, "", False


_INDEX = regex(
    r"(?:ki-?67(?: index)?|mib-?1)?[ :=]*(?:(?P<limit><=?|≤|up to|less than)|about|approx(?:imately|\.)?|ca\.?|~)? ?"
    r"(?P<low>\d{1,3}(?:\.\d+)?)(?: ?%)?"
    r"(?: ?(?:-|\u2013|to) ?(?P<high>\d{1,3}(?:\.\d+)?))? ?(?P<percent>%|percent|per ?cent)?",
    re.IGNORECASE,
)


def _percent(quantity: QuantityElement) -> Decimal | None:
    """A share of nuclei in percent: 8, 8 % and 0.08 of unit 1; None for another unit, or a limit from below.

    0.55 without a unit may be 55 %, which no tumor of G1 or G2 has: None. 0.08 is low either way.
    """
    if quantity.value is None or quantity.comparator in (">", ">=", "ad"):
        return None
    unit = (quantity.code or quantity.unit or "").strip().lower()
    value = Decimal(quantity.value)
    if value < 0:
        return None
    if unit in _SHARE:
        return value * 100
    if not unit and HIGHEST < value * 100 < 100:
        return None
    return value if unit in _PERCENT else None
