"""A blood pressure in the words of a note: "BP 200/120". A bound, a goal and a condition are none.

CLARIFICATIONS A294.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validator.chart.concept import groups_of
from validator.chart.fact import Measurement
from validator.fhir.element import CodeableConcept, Coding
from validator.finding import Evidence
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import LOINC
from validator.terminology.domain import OBSERVED

_SYSTOLIC, _DIASTOLIC = (CodeableConcept(coding=(Coding(system=LOINC, code=code),)) for code in ("8480-6", "8462-4"))
"""What the two values answer. Source: FHIR R4 vital signs profile, blood pressure."""
_PRESSURE = regex(
    r"\b(?:bps?|b/p|(?:blood\s+)?pressures?|vitals?|vs)\b(?P<between>[^\d.;]{0,25}?)(?P<systolic>\d{2,3})s?\s*/\s*(?P<diastolic>\d{2,3})(?!\d|/\d)"
    r"|\b(?:sbp|systolic)\b(?P<behind>[^\d.;]{0,15}?)(?P<alone>\d{3})(?![\d/])"
)
_BOUND = regex(
    r"[<>\u2264\u2265=]\s*$|\b(?:over|above|below|under|greater|less|than|goals?|target|keep|until|if|exceeds?|limit|hold|call|threshold)\b"
)
_BEFORE = regex(
    r"\b(?:if|when|hold|call|goals?|target|keep|until|stop|notify|report|parameters?|unless|should|may)\b[^.;]*$"
)


def pressures_told(book: Codebook, statement: str, shown: Evidence, day: PartialDate) -> Iterator[Measurement]:
    """The values of every blood pressure that a statement gives as a reading of that day, in mmHg."""
    plain = statement.lower()
    for found in _PRESSURE.finditer(plain):
        if _BOUND.search(found["between"] or found["behind"] or "") or _BEFORE.search(plain, 0, found.start()):
            continue
        told = ((_SYSTOLIC, found["systolic"] or found["alone"]), (_DIASTOLIC, found["diastolic"]))
        for asked, number in told:
            if number is not None:
                yield Measurement(
                    groups_of(book, OBSERVED, asked), shown, day, number=Decimal(number), unit_text="mmHg"
                )
