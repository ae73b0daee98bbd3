"""The chart on the page: its JSON, one part an entry, each with what became of it and which findings point to it."""

from __future__ import annotations

import json

from validator.fhir.account import Fate
from validator.page.place import LINE, line_of
from validator.page.wording import fate_name
from validator.picture.markup import Markup, element, joined, verbatim
from validator.report.model import OrderReport, Report
from validator.sandbox.layout import Layout, laid_out


def chart_view(document: str, report: Report, shown: OrderReport | None) -> Markup:
    """The document in parts that open; `data-places` says which lines each place of the answer has."""
    layout = laid_out(document)
    listed = shown.ledger.listed if shown is not None and shown.ledger is not None else ()
    fates = {account.expression: account.fate for account in listed}
    own = shown.expression if shown is not None else ""
    places = {place: at for place in sorted(_places(report)) if (at := layout.at(place)) is not None}
    places |= _lines(report, layout)
    parts: list[Markup] = []
    for first, section in layout.sections():
        fate = fates.get(section.resource) if section.resource else None
        is_order = bool(section.resource) and own == section.resource
        is_open = is_order or len(layout.lines) == len(section.lines)
        # The first line end inside pre is dropped by a browser, so one is added for it.
        text = Markup("\n" + verbatim("\n".join(section.lines)))
        parts.append(
            element(
                "details",
                element(
                    "summary",
                    element("span", section.name, class_="name"),
                    _badge(fate, is_order=is_order),
                ),
                element("pre", text, tabindex="0", aria_label=f"JSON of {section.name}"),
                class_=f"part {fate.value if fate is not None else ''}",
                data_first=first,
                open=is_open,
            )
        )
    return element("div", joined(*parts), id="chart-parts", data_places=json.dumps(places))


def _lines(report: Report, layout: Layout) -> dict[str, tuple[int, int]]:
    """The lines that the answer names of a text which is shown as it came."""
    if layout.places:
        return {}
    named = {line for issue in report.issues if (line := line_of(issue.message)) is not None}
    return {f"{LINE}{line}": (line - 1, line - 1) for line in named if line <= len(layout.lines)}


def _badge(fate: Fate | None, *, is_order: bool) -> Markup | None:
    if fate is None:
        return None
    return element("span", "the order" if is_order else fate_name(fate), class_=f"fate-of {fate.value}")


def _places(report: Report) -> set[str]:
    """Every place that the answer speaks of."""
    found: set[str] = set()
    for order in report.orders:
        found.add(order.expression)
        for finding in order.findings:
            found |= {*finding.expression, *(one.expression for one in finding.evidence if one.expression)}
        if order.ledger is not None:
            found |= {account.expression for account in order.ledger.listed}
    for issue in report.issues:
        found |= {*issue.expression}
    return found
