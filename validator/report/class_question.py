"""The Child-Pugh class where the label's dose hangs on it and none is on file: what records each answer.

Source: FHIR R4 Observation. The codes are those of the value sets, by the role that they have there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from validator.chart.liver.child_pugh import groups_of_class, question
from validator.criteria.liver import GROUPS, MISSING_CLASS
from validator.finding import Finding
from validator.frozen import Frozen
from validator.report.model import OrderReport
from validator.rules.dose import ABOVE
from validator.rules.hepatic import NOT_RECORDED
from validator.terminology.codebook import Codebook
from validator.terminology.coding import PHRASE, SNOMED
from validator.terminology.domain import OBSERVED
from validator.verdict import Verdict


class ClassAnswer(Frozen):
    """One answer. `resource` records it; `dose` is the label's one dose after it, empty where there is none, and
    `is_barred` that the order should not be given then.
    """

    letter: str
    resource: dict[str, Any]
    dose: str = ""
    is_barred: bool = False

    @property
    def answer(self) -> str:
        """The answer as a clause."""
        return f"Child-Pugh class {self.letter}"

    @property
    def then(self) -> str:
        """What the label says after it, to stand behind it; empty where that is no one thing."""
        if self.is_barred:
            return "; not to be given then"
        return f"; label dose then {self.dose}" if self.dose else ""


def asks_class(finding: Finding) -> bool:
    """Whether the class would settle a finding."""
    is_open = finding.verdict is not Verdict.ACCEPT
    return is_open and (finding.code == NOT_RECORDED or not set(MISSING_CLASS).isdisjoint(finding.missing))


def leaves_class_open(order: OrderReport) -> bool:
    """Whether the dose of an order is too high whatever the class is, and which is right hangs on it."""
    return any(one.code == ABOVE and one.verdict is Verdict.ERROR and asks_class(one) for one in order.findings)


def class_answers(
    book: Codebook, *, subject: str, day: date, instant: datetime | None = None
) -> tuple[ClassAnswer, ...]:
    """The three answers for a patient (`Patient/x`) on a day; none where the value sets have no code for one.

    Made known at the instant of the call, so that of two clicks on one day the later one stands.
    """
    issued = {} if instant is None else {"issued": instant.isoformat(timespec="milliseconds")}
    asked = _coding(book, question(book))
    values = {letter: _coding(book, groups_of_class(book, letter)) for letter in sorted(GROUPS.values())}
    if asked is None or not all(values.values()):
        return ()
    return tuple(
        ClassAnswer(
            letter,
            {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [asked], "text": "Child-Pugh class"},
                "subject": {"reference": subject},
                "effectiveDateTime": day.isoformat(),
                **issued,
                "valueCodeableConcept": {"coding": [value], "text": f"Child-Pugh class {letter}"},
            },
        )
        for letter, value in values.items()
    )


def _coding(book: Codebook, groups: Iterable[str]) -> dict[str, str] | None:
    """A code that stands for one of the groups, of SNOMED CT where there is one."""
    found = sorted(_codings(book, frozenset(groups)), key=lambda one: (one["system"] != SNOMED, one["code"]))
    return found[0] if found else None


def _codings(book: Codebook, groups: frozenset[str]) -> Iterator[dict[str, str]]:
    for value_set in book.sets_of(OBSERVED):
        if value_set.group not in groups:
            continue
        for (system, code), concept in value_set.concepts.items():
            if system != PHRASE and not concept.prefix:
                yield {"system": system, "code": code, "display": concept.display}
