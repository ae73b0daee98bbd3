"""The answer to a submission on a page: each order with its verdict, doses, pictures, findings and ledger."""

from __future__ import annotations

from datetime import date

from validator.checking.judging import guarded
from validator.finding import Issue
from validator.page.finding import finding_item
from validator.page.ledger import ledger_list
from validator.page.place import Pointing
from validator.picture.drawing import Picture
from validator.picture.gallery import pictures
from validator.picture.markup import Markup, element, joined
from validator.report.card_to_do import standing
from validator.report.criterion import Criteria
from validator.report.heading import heading
from validator.report.model import OrderReport, Report
from validator.report.order_words import expected_name, indication_name, ordered_words, written_words
from validator.report.verdict_words import verdict_name
from validator.verdict import Severity, Verdict


def answer(
    report: Report,
    places: Pointing,
    criteria: Criteria,
    label_day: date | None = None,
    questions: Markup | None = None,
) -> Markup:
    """The whole answer, worst order first; what could not be read stands before the orders.

    `criteria` have their words. `label_day` is the day whose label was asked for, None: that of each order.
    `questions`: what the first order leaves open, told after its doses.
    """
    issues = sorted(report.issues, key=lambda issue: [*Severity].index(issue.severity))
    judged = sorted(
        (order for order in report.orders if order.verdict is not Verdict.NOT_ASSESSED),
        key=lambda order: order.verdict.rank,
    )
    others = [order for order in report.orders if order.verdict is Verdict.NOT_ASSESSED]
    has_several_patients = len({order.patient for order in judged}) > 1
    return joined(
        _issues(issues, places) if issues else None,
        *(
            _order(
                order,
                places,
                f"order-{number}",
                criteria,
                joined(
                    _doses(order, label_day, names_patient=has_several_patients), questions if number == 0 else None
                ),
            )
            for number, order in enumerate(judged)
        ),
        _not_judged(others, places) if others else None,
        None if report.orders else element("p", "No medication order was found in it: nothing was judged."),
    )


def _order(order: OrderReport, places: Pointing, name: str, criteria: Criteria, doses: Markup) -> Markup:
    findings = sorted(order.findings, key=standing)
    items = [
        finding_item(finding, order.label, places, f"{name}-finding-{number}", criteria)
        for number, finding in enumerate(findings)
    ]
    return element(
        "article",
        element(
            "header",
            element("h3", verdict_name(order.verdict), class_="verdict"),
            element("p", heading(order, criteria), " ", places.of(order.expression, order.order)),
            class_=f"banner {order.verdict.value}",
        ),
        doses,
        element("section", element("h4", "Findings"), element("ol", *items, class_="findings")),
        _pictures(order, name),
        None
        if order.ledger is None
        else element(
            "details",
            element("summary", element("h4", "What became of every entry")),
            ledger_list(order.ledger, places),
        ),
        class_=f"order {order.verdict.value}",
        id=name,
        aria_label=f"{verdict_name(order.verdict)}: {order.order}",
    )


def _chosen(label_day: date) -> str:
    day = label_day.isoformat()
    return f"Judged by the label in force on {day}, as chosen: it need not be that of the order's day."


def _doses(order: OrderReport, label_day: date | None, *, names_patient: bool) -> Markup:
    rows: list[Markup] = []
    if names_patient:
        rows.append(_row("Patient", order.patient or "not known"))
    if name := indication_name(order):
        rows.append(_row("For", name))
    if ordered := ordered_words(order):
        rows.append(_row("Ordered", element("strong", ordered)))
    if written := written_words(order):
        rows.append(_row("Written", written))
    if order.expected is not None:
        steps = [element("li", step) for step in order.expected.because]
        rows.append(_row(expected_name(order), joined(element("strong", order.expected.in_words),
                                            element("ul", *steps, class_="because") if steps else None)))  # fmt: skip
    if order.label is None:
        rows.append(_row("Label", "none was used"))
    else:
        how = "in force on" if label_day is None else "chosen for an order of"
        day = f", {how} {order.as_of.isoformat()}" if order.as_of is not None else ""
        rows.append(_row("Label", f"{order.label.product}, revision of {order.label.revision.isoformat()}{day}"))
    return joined(
        element("p", _chosen(label_day)) if label_day is not None else None, element("dl", *rows, class_="doses")
    )


def _row(name: str, value: str) -> Markup:
    return element("div", element("dt", name), element("dd", value))


def _pictures(order: OrderReport, name: str) -> Markup | None:
    found, fault = guarded("pictures", order.expression, lambda: pictures(order, name))
    if fault:
        return element("p", "The pictures could not be drawn; the findings are whole.", class_="source")
    if not found:
        return None
    return element("section", element("h4", "Pictures"), *map(_figure, found), class_="pictures")


def _figure(picture: Picture) -> Markup:
    facts = element("ul", *(element("li", fact) for fact in picture.facts))
    return element(
        "figure",
        element("figcaption", picture.title),
        picture.drawing,
        element("details", element("summary", "The same in words"), facts),
    )


def _issues(issues: list[Issue], places: Pointing) -> Markup:
    items = [
        element(
            "li",
            element("span", issue.severity.value, class_=f"tag {issue.severity.value}"),
            " ",
            issue.message,
            f" {issue.detail}" if issue.detail else None,
            *(joined(" ", places.by_path(one)) for one in issue.expression if places.lead),
            joined(" ", line) if (line := places.line_in(issue.message)) is not None else None,
        )
        for issue in issues
    ]
    return element("section", element("h3", "About what was submitted"), element("ul", *items), class_="issues")


def _not_judged(orders: list[OrderReport], places: Pointing) -> Markup:
    items = [
        element("li", places.of(order.expression, order.order), " ", " ".join(one.message for one in order.findings))
        for order in orders
    ]
    heading = "One order was not judged" if len(orders) == 1 else f"{len(orders)} orders were not judged"
    return element("section", element("h3", heading), element("ul", *items), class_="others")
