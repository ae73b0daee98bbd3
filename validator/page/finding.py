"""One finding on a page: its sentence, what shows it, what is missing, and the place in the label."""

from __future__ import annotations

from validator.finding import Evidence, Finding
from validator.page.place import Pointing
from validator.page.wording import settling_words
from validator.picture.markup import Child, Markup, element
from validator.report.criterion import Criteria, worded
from validator.report.diagnostics import added_detail, basis_words, confidence_remark
from validator.report.model import LabelUsed
from validator.report.verdict_words import finding_name


def finding_item(finding: Finding, used: LabelUsed | None, places: Pointing, name: str, criteria: Criteria) -> Markup:
    """A list item with the id `name`, for a list that stands under the verdict."""
    detail = added_detail(finding)
    remark = confidence_remark(finding.confidence)
    return element(
        "li",
        element(
            "p",
            element("span", finding_name(finding.verdict), class_=f"tag {finding.verdict.value}"),
            " ",
            element("strong", finding.message),
            class_="message",
        ),
        element("p", detail, class_="detail") if detail else None,
        _shown_by(finding.evidence, places, criteria),
        _missing(finding.missing, criteria),
        element("p", _source(finding, used), class_="source"),
        element("p", remark, class_="source") if remark else None,
        _about(finding, places),
        id=name,
        class_=f"finding {finding.verdict.value}",
        data_code=finding.code,
        tabindex="-1",
    )


def _shown_by(evidence: tuple[Evidence, ...], places: Pointing, criteria: Criteria) -> Markup | None:
    if not evidence:
        return None
    items = [
        element(
            "li", places.of(one.expression, one.reference), f" {worded(one.says, criteria)}{basis_words(one.basis)}"
        )
        for one in evidence
    ]
    return element("div", element("h5", "Shown by"), element("ul", *items), class_="evidence")


def _missing(missing: tuple[str, ...], criteria: Criteria) -> Markup | None:
    if not missing:
        return None
    items = [element("li", one) for one in settling_words(missing, criteria)]
    return element("div", element("h5", "Would settle it"), element("ul", *items), class_="missing")


def _source(finding: Finding, used: LabelUsed | None) -> str:
    parts = [f"{used.product} label, revision {used.revision.isoformat()}"] if used is not None else []
    parts += [f"section {finding.section}"] if finding.section else []
    return ", ".join([*parts, finding.code])


def _about(finding: Finding, places: Pointing) -> Markup | None:
    if not finding.expression or not places.lead:
        return None
    links: list[Child] = ["In the chart: "]
    for number, expression in enumerate(finding.expression):
        links += [", "] if number else []
        links.append(places.by_path(expression))
    return element("p", *links, class_="source")
