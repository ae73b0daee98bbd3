"""Fetched charts through the same check as files; what was not fetched is never taken for "there is none"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.check import check_documents
from validator.checking.options import Day
from validator.client.chart import FetchedChart, collection, server_base
from validator.client.chart_client import ChartClient
from validator.client.fault import FetchError
from validator.client.listing import FetchedList
from validator.fhir.gather import SERVER_OUTCOME
from validator.fhir.json_text import ResourceJson
from validator.fhir.reference import DANGLING_REFERENCE
from validator.finding import Issue
from validator.profiles import Profiles
from validator.report.gap import with_gap
from validator.report.model import OrderReport, Report
from validator.rules.gap import NOT_FETCHED, lists_in_words, not_fetched
from validator.rules.message import sentence
from validator.rules.submission import NOT_SUPPORTED, ORDER_NOT_FETCHED
from validator.verdict import Severity, Verdict


def check_chart(
    chart: FetchedChart,
    *,
    orders: Collection[str] | None = None,
    as_of: Day = None,
    fhir_version: str = "auto",
    structure: str = "full",
    settings: ChartSettings = DEFAULT_SETTINGS,
    profiles: Profiles | None = None,
    ledger: bool = False,
    instant: datetime | None = None,
) -> Report:
    """Checks the orders of a chart: those named (`MedicationRequest/x`), else the one it was fetched for, else all.

    An order of a chart of which something was not fetched has an `undetermined` finding that names it, so it is never
    accepted; the report then has an issue for each such part, which ends the command with exit code 3.
    `profiles` None: those shipped.
    """
    wanted = orders if orders is not None else None if chart.order is None else {chart.order}
    stated = str(chart.version) if fhir_version == "auto" and chart.version is not None else fhir_version
    report = check_documents(
        [chart.bundle],
        as_of=as_of,
        fhir_version=stated,
        structure=structure,
        supplied=chart.supplied,
        settings=settings,
        profiles=profiles,
        ledger=ledger,
        instant=instant,
    )
    judged = tuple(
        _with_gaps(order, chart.not_fetched) for order in report.orders if wanted is None or order.order in wanted
    )
    issues = tuple(issue for issue in report.issues if not _of_our_own_making(issue))
    return Report(judged, (*_issues(chart), *issues), report.readable)


def check_orders(
    client: ChartClient, orders: Iterable[str | Mapping[str, Any]], *, as_of: Day = None, **options: Any
) -> Report:
    """Checks orders by id or reference, each with its own chart. An order that cannot be had is an issue.

    Options are those of `check_chart`. Raises ValueError for a malformed reference.
    """
    reports = []
    for order in orders:
        try:
            chart = client.chart_for(order)
        except FetchError as error:
            reports.append(_unfetched(error))
            continue
        reports.append(check_chart(chart, as_of=as_of, profiles=client.profiles, **options))
    return _merged(reports)


def check_patient(client: ChartClient, patient: str, *, as_of: Day = None, **options: Any) -> Report:
    """Checks all orders of one patient against one chart. Options are those of `check_chart`.

    Raises ValueError for a malformed reference.
    """
    chart = client.chart_of(patient)
    report = check_chart(chart, as_of=as_of, profiles=client.profiles, **options)
    lost = [part for part in chart.not_fetched if part.resource_type == "MedicationRequest"]
    return replace(report, issues=(*(_orders_lost(part) for part in lost), *report.issues))


def check_since(client: ChartClient, day: date | str, *, as_of: Day = None, **options: Any) -> Report:
    """Checks all orders written on or after a day. Options are those of `check_chart`.

    Orders that are not for the labelled drug, or not to be acted on, are reported without asking for a chart. Raises
    ValueError for a malformed day.
    """
    found = client.orders_since(day)
    base = server_base(client.base.text, [found])
    first = check_documents(
        [collection(base, (*found.resources, *found.included))],
        as_of=as_of,
        fhir_version=str(client.capability.version or "auto"),
        structure="off",
        profiles=client.profiles,
    )
    listed = {f"MedicationRequest/{order['id']}" for order in found.resources}
    orders = [order for order in first.orders if order.order in listed]
    done = {order.order for order in orders if order.verdict is Verdict.NOT_ASSESSED}
    settled = tuple(order for order in orders if order.order in done)
    reports = [Report(settled)] if found.resources or found.is_complete else []
    if not found.is_complete:
        reports.append(Report((), (_orders_lost(found),), readable=bool(found.resources)))
    by_patient: dict[str, list[ResourceJson]] = {}
    for order in found.resources:
        if f"MedicationRequest/{order['id']}" not in done:
            subject = order.get("subject")
            key = subject.get("reference") if isinstance(subject, dict) else None
            by_patient.setdefault(key if isinstance(key, str) else f"#{order['id']}", []).append(order)
    for together in by_patient.values():
        names = [f"MedicationRequest/{order['id']}" for order in together]
        chart = client.chart_for(replace(found, resources=tuple(together)))
        report = check_chart(chart, orders=frozenset(names), as_of=as_of, profiles=client.profiles, **options)
        reports.append(report)
    return _merged(reports)


def _with_gaps(order: OrderReport, gaps: tuple[FetchedList, ...]) -> OrderReport:
    if not gaps or order.verdict is Verdict.NOT_ASSESSED:
        return order
    gap = not_fetched([(part.resource_type, part.why) for part in gaps], order.expression)
    return with_gap(order, gap, "fetched", lacking=[part.resource_type for part in gaps])


def _issues(chart: FetchedChart) -> Iterator[Issue]:
    about = f"Chart of {chart.patient or chart.order or 'an unknown patient'}."
    for part in chart.lists:
        said = "".join(f' The server: "{words}"' for words in part.said)
        if part in chart.not_fetched:
            message = sentence(f"{part.resource_type}: {part.why}")
            yield Issue(NOT_FETCHED, Severity.ERROR, message, detail=f"{about}{said}")
        elif part in chart.not_kept:
            message = sentence(f"{part.resource_type}: not asked for or not kept here ({part.why})")
            yield Issue(NOT_SUPPORTED, Severity.INFORMATION, message, detail=f"{about}{said}")
        for name, why in part.refused:
            message = sentence(f"{part.resource_type}: the {lists_in_words([name])} did not come ({why})")
            yield Issue(NOT_SUPPORTED, Severity.INFORMATION, message, detail=about)
        for words in part.told:
            message = f"{part.resource_type}: the server sent a warning with the data."
            yield Issue(SERVER_OUTCOME, Severity.WARNING, message, detail=f'{about} The server: "{words}"')


def _of_our_own_making(issue: Issue) -> bool:
    """A reason that some other order refers to is not fetched on purpose, so it is nothing to tell the user."""
    return issue.code == DANGLING_REFERENCE and not any(
        word in expression for expression in issue.expression for word in ("medication", "subject")
    )


def _unfetched(error: FetchError) -> Report:
    said = " ".join(f'The server: "{words}"' for words in error.said)
    issue = Issue(ORDER_NOT_FETCHED, Severity.FATAL, sentence(f"{error.what}: {error.why}"), detail=said)
    return Report((), (issue,), readable=False)


def _orders_lost(part: FetchedList) -> Issue:
    said = " ".join(f'The server: "{words}"' for words in part.said)
    return Issue(ORDER_NOT_FETCHED, Severity.FATAL, sentence(f"Orders may be missing: {part.why}"), detail=said)


def _merged(reports: Iterable[Report]) -> Report:
    listed = list(reports)
    return Report(
        tuple(order for report in listed for order in report.orders),
        tuple(dict.fromkeys(issue for report in listed for issue in report.issues)),
        not listed or any(report.readable for report in listed),
    )
