"""The report on one order: its findings, the worst verdict among them, and the doses ordered and expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from validator.assessment.shown import Shown, shown_in
from validator.assessment.situation import Situation
from validator.chart.record import OrderEntry
from validator.checking.accounting import Accounts
from validator.checking.judging import attempted, guarded
from validator.checking.options import Options
from validator.checking.weighing import Weighed
from validator.finding import Finding
from validator.instant import PartialDate
from validator.report.ledger import Ledger
from validator.report.model import Dose, FormBasis, LabelUsed, OrderReport
from validator.verdict import Verdict


def unjudged_report(
    found: OrderEntry,
    findings: Sequence[Finding],
    *,
    as_of: PartialDate | None = None,
    ledger: Ledger | None = None,
) -> OrderReport:
    """The report on an order that no label was asked about."""
    return OrderReport(
        found.order.reference,
        found.order.expression,
        Verdict.worst(finding.verdict for finding in findings),
        _worst_first(findings),
        patient=found.order.patient,
        as_of=as_of.last if as_of is not None and as_of.is_exact else None,
        ledger=ledger,
    )


def alone_report(
    found: OrderEntry,
    findings: Sequence[Finding],
    *,
    accounts: Accounts,
    options: Options,
    as_of: PartialDate | None = None,
) -> OrderReport:
    """The report on an order that no label could be asked about, with what became of everything that came."""
    when = as_of or options.as_of or found.order.authored or PartialDate.on(date.min)
    kept, fault = guarded(
        "ledger", found.order.expression, accounts.ledger_alone, found, findings, when, options.settings
    )
    return unjudged_report(found, (*findings, *fault), as_of=as_of, ledger=kept)


def judged_report(
    found: OrderEntry, situation: Situation, findings: Sequence[Finding], weighed: Weighed, ledger: Ledger | None
) -> OrderReport:
    """The report on an order that was judged. Which indication and dose are due is not told where readings differ."""
    label, place = situation.label, found.order.expression
    (ordered, no_ordered), (expected, no_expected) = attempted(
        [("ordered", place, partial(_ordered, situation)), ("expected", place, partial(_expected, situation))]
    )
    code, no_code = guarded("indication", place, attrgetter("indication.code"), situation)
    # A None of theirs says that there is no one dose or indication; a fault says that nobody knows.
    findings = (*findings, *no_ordered, *no_expected, *no_code)
    return OrderReport(
        found.order.reference,
        place,
        Verdict.worst(map(_VERDICT, findings)),
        _worst_first(findings),
        LabelUsed(label.product, label.revision, label.set_id, label),
        code if not weighed.is_open else None,
        ordered,
        expected if not weighed.is_open else None,
        found.order.patient,
        situation.chart.as_of.last if situation.chart.as_of.is_exact else None,
        ledger,
        situation,
        prescriber=_prescriber(found),
    )


def _prescriber(found: OrderEntry) -> str:
    """The display of `requester`, in words for people: nothing is judged by it, so nothing else of it is read."""
    requester = found.entry.raw.get("requester")
    display = requester.get("display") if isinstance(requester, dict) else None
    return display if isinstance(display, str) else ""


def with_basis(report: OrderReport, found: OrderEntry, situation: Situation, weighed: Weighed) -> OrderReport:
    """The report with what a form is made from; nothing is shown where what was set aside leaves the order open."""
    is_open = any(aside.weight is Verdict.UNDETERMINED for aside in weighed.asides)
    shown, fault = guarded("form", found.order.expression, lambda: Shown() if is_open else shown_in(situation))
    if shown is None:
        verdict = min(report.verdict, Verdict.UNDETERMINED, key=lambda one: one.rank)
        return replace(report, verdict=verdict, findings=_worst_first((*report.findings, *fault)))
    subject = found.files.index.reference_to(found.patient)
    return replace(report, basis=FormBasis(shown, _relative(subject), found.entry.version.value))


def _relative(subject: dict[str, Any] | None) -> dict[str, Any] | None:
    """A reference as the patient's own server writes it, where the form will be filed: without the address."""
    name = subject.get("reference", "") if subject is not None else ""
    return {"reference": f"Patient/{name.rpartition('/')[2]}"} if name[:4].lower() == "http" else subject


_VERDICT = attrgetter("verdict")
_RANK = attrgetter("verdict.rank")


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_RANK))


def _ordered(situation: Situation) -> Dose | None:
    total = situation.ordered.total
    if not total.phases:
        return None
    daily = total.daily_mg
    return Dose(daily.exact if daily is not None else None, situation.ordered.total_in_words)


def _expected(situation: Situation) -> Dose | None:
    told = situation.indication.certain and situation.has_label_dose
    world = situation.worlds.expected if told else None
    if world is None or world.start is None:
        return None
    lower = tuple(filter(None, world.ladder[1:]))
    return Dose(world.start.daily_mg, str(world.start), situation.worlds.steps(world), world.start, lower)
