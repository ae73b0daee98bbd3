"""What a check answers: one report for the submission, one for each order in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from validator.finding import Finding, Issue
from validator.frozen import Frozen
from validator.quantity import plain, rounded
from validator.regex import regex
from validator.report.ledger import Ledger
from validator.verdict import Severity, Verdict

if TYPE_CHECKING:
    from pydantic import BaseModel

    from validator.assessment.shown import Shown
    from validator.assessment.situation import Situation
    from validator.label.dose import LabelDose
    from validator.label.model import Label
    from validator.profiles import Profiles


@dataclass(frozen=True, slots=True)
class LabelUsed:
    """The label revision an order was judged by; `revision` is the day it came into force.

    `label` is the revision itself, for who shows or proposes something by it: nobody loads it a second time.
    """

    product: str
    revision: date
    set_id: str
    label: Label | None = field(default=None, compare=False, repr=False)

    @property
    def in_words(self) -> str:
        """The revision as it is named in a sentence: `CABOMETYX label of 2025-03-26`."""
        return f"{self.product} label of {self.revision.isoformat()}"


@dataclass(frozen=True, slots=True)
class Dose:
    """An ordered or expected dose. `daily_mg` is the average a day in mg; None when it is not one known amount.

    `schedule` is the phrase people read; `because` the steps that led to an expected dose, in order. `exact` is the
    label's dose that is expected, `lower` its reduction steps as they are for this patient; None and empty for an
    ordered one.
    """

    daily_mg: Decimal | None
    schedule: str
    because: tuple[str, ...] = ()
    exact: LabelDose | None = field(default=None, compare=False)
    lower: tuple[LabelDose, ...] = field(default=(), compare=False)

    @property
    def in_words(self) -> str:
        """The schedule, and the average a day where that says something else."""
        if self.daily_mg is None:
            return self.schedule
        daily = f"{plain(self.daily_mg)} mg"
        if self.schedule.startswith(f"{daily} ") and self.schedule.endswith(" once daily"):
            return self.schedule
        every = all(map(_EVERY_DAY.search, self.schedule.split(" and ")))
        return f"{self.schedule} ({'' if every else 'on average '}{plain(rounded(self.daily_mg, 3))} mg a day)"


_EVERY_DAY = regex(r" (?:(?:once|twice|times) daily|every (?:1|2|3|4|6|8|12|24) hours)(?: \([^()]*\))?$")
"""How the words of a schedule end of which each day has the same amount: what it comes to is no average."""


class FormBasis(Frozen):
    """What the form of an order is made from: what its chart shows of what the label asks, whom it is about, and how it
    is written. `subject` is a Reference; None where nothing can refer to the patient. `release`: `R4`, `R4B` or `R5`.
    """

    shown: Shown
    subject: dict[str, Any] | None
    release: str


@dataclass(frozen=True, slots=True)
class OrderReport:
    """The answer for one order. `verdict` is the worst of its findings; `findings` is never empty.

    `ledger` is what became of everything that was submitted; None for an order that is not assessed. `situation` is
    what was looked at, for who draws it: nobody reads the chart a second time; None where no label was asked. `basis`
    is what a form is made from; only where one was asked for. `prescriber` is the name of who wrote the order, as the
    order shows it; empty where it shows none.
    """

    order: str
    expression: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    label: LabelUsed | None = None
    indication: str | None = None
    ordered: Dose | None = None
    expected: Dose | None = None
    patient: str | None = None
    as_of: date | None = None
    ledger: Ledger | None = None
    situation: Situation | None = field(default=None, compare=False, repr=False)
    basis: FormBasis | None = field(default=None, compare=False, repr=False)
    prescriber: str = field(default="", compare=False, repr=False)


class Report(Frozen):
    """The answer for one submission: every order in it, and the issues that belong to no order.

    `readable` is False when nothing could be read at all (exit code 3).
    """

    orders: tuple[OrderReport, ...]
    issues: tuple[Issue, ...] = ()
    readable: bool = True

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the orders; NOT_ASSESSED when there is none to judge."""
        return min((order.verdict for order in self.orders), key=lambda v: v.rank, default=Verdict.NOT_ASSESSED)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all orders, in order."""
        return tuple(finding for order in self.orders for finding in order.findings)

    @property
    def unread(self) -> Iterator[Issue]:
        """The issues that kept something from being read or checked (severity error or fatal)."""
        return (issue for issue in self.issues if issue.severity in (Severity.FATAL, Severity.ERROR))

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract as a dict; amounts are decimal strings."""
        from validator.report.json_report import report_dict

        return report_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The JSON contract as text."""
        from validator.report.json_report import report_json

        return report_json(self, indent=indent)

    def to_operation_outcome(self, fhir_version: str = "R4") -> BaseModel:
        """One OperationOutcome (a fhir.resources model; R4 is built with the R4B models) for all orders."""
        from validator.report.operation_outcome import operation_outcome

        return operation_outcome(self, fhir_version)

    def to_text(
        self, *, color: bool = False, width: int = 80, verbose: bool = False, profiles: Profiles | None = None
    ) -> str:
        """The report for people; with `verbose` notes stand with all that they rest on.

        `profiles` None: the words for criteria are those shipped.
        """
        from validator.profiles import shipped
        from validator.report.criterion import criteria_of
        from validator.report.text import report_text

        criteria = criteria_of(profiles or shipped())
        return report_text(self, criteria, color=color, width=width, verbose=verbose)

    def to_lines(self, *, profiles: Profiles | None = None) -> list[str]:
        """One line for each order: verdict, order, code, what is wrong and what to do, with tabs between them.

        What could not be read has a line too, before the orders. `profiles` as in `to_text`.
        """
        from validator.profiles import shipped
        from validator.report.criterion import criteria_of
        from validator.report.overview import report_lines

        return report_lines(self, criteria_of(profiles or shipped()))
