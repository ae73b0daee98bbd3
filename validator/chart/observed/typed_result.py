"""A result that is one number in what was typed: "H 250", "250 - critical", "ALT: 250 U/L (ref 0-40)", "≥ 300".

One number with at most one bound and one unit; around it the name of the question, the marks that laboratories set and
the range of normal values. What holds another number or another word ("250-300", "~250", "5x ULN") is no such result,
and is none that is not on file either. CLARIFICATIONS A323. Source: FHIR R4 Observation.valueString.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import structs

from validator.chart.observed.asked_for import AskedFor
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.observed.question import asked_of
from validator.chart.observed.reference_range import unit_of_ranges
from validator.fhir.element import CodeableConcept, QuantityElement, ReferenceRange
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.domain import OBSERVED

_MARK = r"(?:h{1,2}|l{1,2}|n|a|high|low|normal|abnormal|critical|crit|panic|elevated|\*{1,3}|!{1,2})"
_UNIT = r"[a-zµμ%]{1,6}/[a-z]{1,4}(?:\s?/\s?1\.73\s?(?:m2|m²|m\^2|sqm))?|mm\s?hg|mm\[hg\]"
_TYPED = regex(
    rf"(?:(?P<name>[a-z][a-z ()/-]{{0,40}}?)\s*[:=]?\s+)??(?:{_MARK}[ ,:]*)?"
    r"(?P<bound><=|>=|<|>|\u2264|\u2265)?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4},\d{1,2}|\d{1,6}(?:\.\d{1,6})?)\s*"
    rf"(?P<unit>{_UNIT})?\s*(?:[-,;(\[]?\s*{_MARK}\s*[)\]]?)?\s*"
    r"(?:[(\[]\s*(?:ref(?:erence)?(?:\s+range)?|normal|range)[\s:.]*(?P<range>[^()\[\]]{1,40})[)\]])?",
    re.IGNORECASE,
)
_TYPED_RANGE = regex(
    r"\d{1,3}(?:\.\d{1,2})?\s?(?:-|\u2013|to)\s?(?P<upper>\d{1,3}(?:\.\d{1,2})?)"
    r"(?:\s?ml/min(?:\s?/\s?1\.73\s?(?:m2|m\u00b2|m\^2|sqm))?)?",
    re.IGNORECASE,
)
_COMMA = regex(r",(?=\d{1,2}$)")
"""A comma before one or two last digits, which is that of a fraction; thousands have three."""
_BOUNDS = {"\u2264": "<=", "\u2265": ">="}
_NO_RESULT = regex(
    r"(?:(?:specimen|sample)\s+)?(?:ha?emoly[sz]ed|qns|quantity not sufficient|insufficient.*)|cancel{1,2}ed|duplicate"
    r"|see (?:the )?(?:attached|comments?|notes?|below|reports?|scans?|lab)|test not performed|not ordered|tnp|none|-+",
    re.IGNORECASE,
)
_NORMAL = regex(
    r"(?:is |was )?(?:normal|wnl|within (?:the )?normal (?:limits|range)|unremarkable|ok|stable)", re.IGNORECASE
)


class TypedResult(Frozen):
    """The number, its comparator and unit (None: none is written), the name before it and the range behind it (both
    empty where there is none)."""

    number: Decimal
    comparator: str | None
    unit: str | None
    name: str
    range_text: str


def typed_result(text: str | None) -> TypedResult | None:
    """The result that the whole of a text is; None where it is more, less or another thing."""
    matched = _TYPED.fullmatch(" ".join(text.split())) if text else None
    if matched is None:
        return None
    bound = matched["bound"]
    return TypedResult(
        Decimal(_COMMA.sub(".", matched["number"]).replace(",", "")),
        _BOUNDS.get(bound, bound),
        matched["unit"],
        (matched["name"] or "").strip(),
        (matched["range"] or "").strip(),
    )


def upper_end_typed(text: str | None) -> Decimal | None:
    """The upper end, in mL/min where a unit is written, of a range that is the whole of a text ("8-10"); else None."""
    matched = _TYPED_RANGE.fullmatch(" ".join(text.split())) if text else None
    return Decimal(matched["upper"]) if matched is not None else None


def is_no_result(text: str) -> bool:
    """Whether the whole of a text says that there is no result."""
    return is_no_answer(None, text) or _NO_RESULT.fullmatch(text.strip(" .*()[]")) is not None


def is_called_normal(text: str | None) -> bool:
    """Whether the whole of a text says that a result is a normal one, without its amount."""
    return text is not None and _NORMAL.fullmatch(text.strip(" .*()[]")) is not None


def amount_typed(
    asked: AskedFor, text: str, ranges: tuple[ReferenceRange, ...]
) -> tuple[QuantityElement | None, tuple[ReferenceRange, ...]]:
    """The amount of a typed result with the ranges it has; None where it is none, or has the name of another question.

    Its unit is its own, else that of its range; without both it has none.
    """
    found = typed_result(text)
    if found is None or not _is_named(asked, found.name):
        return None, ranges
    if not ranges and found.range_text:
        ranges = (ReferenceRange(text=found.range_text),)
    unit = QuantityElement(unit=found.unit) if found.unit else unit_of_ranges(ranges) or QuantityElement()
    return structs.replace(unit, value=found.number, comparator=found.comparator), ranges


def _is_named(asked: AskedFor, name: str) -> bool:
    """Whether a name before a result is that of the question, in its words or as its list is called in short."""
    if not name or name.lower() == asked.name.lower():
        return True
    named = asked_of(asked.reader.book, OBSERVED, CodeableConcept(text=name)) | {name.lower()}
    return not asked.groups.isdisjoint(named)
