"""The criteria form of one order: the questions it leaves open, and beside them what its chart already shows.

What the chart shows stands apart, under link ids that are no criterion: handed back, it states nothing by itself, so
that no answer is worth more than the entry it rests on. Source: FHIR R4 and R5 Questionnaire; SDC, form population.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from validator.chart.fact import Attestation
from validator.finding import Evidence, Finding
from validator.frozen import Frozen
from validator.label.criteria_form import criteria_form, in_r5
from validator.profiles import Profiles
from validator.report.evidence_extension import answer_evidence
from validator.report.model import FormBasis, OrderReport
from validator.report.population import launch_context, stated_expression, stated_query, weight_expression, weight_query
from validator.verdict import Basis, Truth, Verdict

CHART, RECORD = "chart", "record"
"""The link ids of what the chart shows, and of what only the record can show."""

_BY_ENGINE = "Filled in from the chart by labelcheck."
_BY_EXPRESSION = "Filled in from the chart by its initial expression; labelcheck reads the same."


class Filled(Frozen):
    """One item that the chart answers: its question and its answer, `None` where the chart says that nobody knows.

    `expression` is the FHIRPath that finds the same in the chart; None where only the engine can tell. `cautions` say
    why the answer rests on less than the label's words.
    """

    link: str
    text: str
    kind: str
    answer: dict[str, Any] | None
    evidence: tuple[Evidence, ...]
    expression: str | None = None
    cautions: tuple[str, ...] = ()


class OrderForm(Frozen):
    """The form of one order, unanswered: `questions` are open, `elsewhere` is what no answer settles."""

    order: OrderReport
    basis: FormBasis
    questions: tuple[str, ...]
    elsewhere: tuple[str, ...]
    filled: tuple[Filled, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask."""
        return not self.questions


def order_form(order: OrderReport, profiles: Profiles) -> OrderForm | None:
    """The form of an order that was checked with `form`; None for one that no label was asked about."""
    if order.basis is None or order.label is None or order.label.label is None:
        return None
    criteria = profiles.book.criteria
    open_ones = [finding for finding in order.findings if finding.verdict is not Verdict.ACCEPT]
    asked = {code for finding in open_ones for code in finding.missing if code in criteria}
    elsewhere = dict.fromkeys(item for one in open_ones for item in _elsewhere(one, criteria))
    listed = [one["code"] for one in profiles.as_written["CodeSystem/criterion"]["concept"]]
    questions = tuple(code for code in listed if code in asked)
    return OrderForm(order, order.basis, questions, tuple(elsewhere), tuple(_filled(order, order.basis, profiles)))


def _elsewhere(finding: Finding, criteria: frozenset[str]) -> Iterator[str]:
    """What would settle a finding that no answer to a criterion settles."""
    if finding.verdict is Verdict.UNDETERMINED and criteria.isdisjoint(finding.missing):
        yield from finding.missing


def _filled(order: OrderReport, basis: FormBasis, profiles: Profiles) -> Iterator[Filled]:
    shown = basis.shown
    for one in shown.requirements:
        answer = {"valueBoolean": one.answer.truth is Truth.TRUE}
        text = f"The label asks for {one.words}. Is it shown?"
        # An answer that no single entry shows, as that a drug is not taken, rests on its reason.
        evidence = one.answer.evidence or (Evidence("", one.answer.because, basis=Basis.DERIVED),)
        yield Filled(f"{CHART}-{one.key}", text, "boolean", answer, evidence, cautions=one.answer.cautions)
    questions = {one["linkId"]: one["text"] for one in _whole(order, profiles)["item"]}
    for stated in shown.stated:
        by_observation = stated.evidence.reference.startswith("Observation/") and not stated.contested
        expression = stated_expression(stated.code) if by_observation else None
        text = questions.get(stated.code, stated.code)
        yield Filled(f"{CHART}-stated-{stated.code}", text, "boolean", _answer(stated), (stated.evidence,), expression)
    if (weight := shown.weight) is not None and (quantity := weight.measurement.quantity) is not None:
        whole = quantity.value == quantity.value.to_integral_value()
        value = {"value": int(quantity.value) if whole else float(quantity.value), "unit": quantity.unit}
        value |= {"system": "http://unitsofmeasure.org", "code": quantity.unit}
        expression = weight_expression() if weight.is_newest and order.as_of is not None else None
        evidence = (weight.measurement.evidence,)
        text = "Weight that a dose would be judged by"
        yield Filled(f"{CHART}-weight", text, "quantity", {"valueQuantity": value}, evidence, expression)


def _answer(stated: Attestation) -> dict[str, Any] | None:
    match stated.truth:
        case Truth.TRUE:
            return {"valueBoolean": True}
        case Truth.FALSE:
            return {"valueBoolean": False}
        case Truth.UNKNOWN:
            return None


def _whole(order: OrderReport, profiles: Profiles) -> dict[str, Any]:
    """The form of the drug with every criterion there is: an older label may ask one that the newest do not."""
    assert order.label is not None
    assert order.label.label is not None
    return criteria_form(
        order.label.label.ingredient, profiles.book.criteria, profiles.as_written["CodeSystem/criterion"]
    )


def questionnaire_of(form: OrderForm, profiles: Profiles) -> dict[str, Any]:
    """The Questionnaire of a form, in the release of the order: of the drug's, these questions and what is shown.

    Its version is that of the published form and a digest of the items, so that URL and version name these items alone.
    """
    whole = _whole(form.order, profiles)
    items: list[dict[str, Any]] = [item for item in whole["item"] if item["linkId"] in form.questions]
    if form.elsewhere:
        items.append(_group(RECORD, "What only the record can show", list(_displays(form.elsewhere))))
    if form.filled:
        items.append(_group(CHART, "What the chart shows", [_item(one) for one in form.filled]))
    extensions = list(_population(form, profiles))
    digest = hashlib.sha256(json.dumps([extensions, items], sort_keys=True).encode()).hexdigest()[:8]
    made = {name: value for name, value in whole.items() if name != "item"}
    made |= {"version": f"{whole['version']}-{digest}"}
    if extensions:
        made = {"resourceType": made.pop("resourceType"), "id": made.pop("id"), "extension": extensions, **made}
    made |= {"item": items} if items else {}
    return in_r5(made) if form.basis.release == "R5" else made


def _group(link: str, text: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"linkId": link, "text": text, "type": "group", "item": items}


def _displays(texts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(texts, 1):
        yield {"linkId": f"{RECORD}-{number}", "text": text, "type": "display"}


def _item(one: Filled) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": one.link, "text": one.text, "type": one.kind, "readOnly": True}
    by = {"linkId": f"{one.link}-source", "type": "display"}
    by["text"] = _BY_ENGINE if one.expression is None else _BY_EXPRESSION
    if one.expression is not None:
        item = {"extension": [_initial(one.expression)], **item}
    return item | {"item": [by]}


def _initial(expression: str) -> dict[str, Any]:
    return {
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-initialExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }


def _population(form: OrderForm, profiles: Profiles) -> Iterator[dict[str, Any]]:
    """Who the form is about and what is asked of a server, for the items that an expression fills."""
    links = {one.link for one in form.filled if one.expression is not None}
    if not links:
        return
    yield launch_context()
    if any("-stated-" in link for link in links):
        yield stated_query(one.code for one in form.basis.shown.stated)
    if f"{CHART}-weight" in links:
        assert form.order.as_of is not None
        yield weight_query(profiles.book, form.order.as_of)


def response_of(form: OrderForm, questionnaire: Mapping[str, Any], authored: date) -> dict[str, Any]:
    """The QuestionnaireResponse with what the chart shows, each answer with its evidence, and no answer to a question.

    It is in progress: it states something once somebody has answered and completed it. The subject is left out where
    nothing can refer to the patient.
    """
    made: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{questionnaire['url']}|{questionnaire['version']}",
        "status": "in-progress",
    }
    if form.basis.subject is not None:
        made["subject"] = form.basis.subject
    made["authored"] = authored.isoformat()
    items: list[dict[str, Any]] = [
        {"linkId": item["linkId"], "text": item["text"]}
        for item in questionnaire.get("item", [])
        if item["linkId"] in form.questions
    ]
    if form.filled:
        shown = [_answered(one) for one in form.filled]
        items.append({"linkId": CHART, "text": "What the chart shows", "item": shown})
    return made | ({"item": items} if items else {})


def _answered(one: Filled) -> dict[str, Any]:
    item: dict[str, Any] = {"extension": [*answer_evidence(one.evidence, one.cautions)]}
    item |= {"linkId": one.link, "text": one.text}
    return item | ({"answer": [one.answer]} if one.answer is not None else {})


def bundle_of(form: OrderForm, profiles: Profiles, *, authored: date, identity: str) -> dict[str, Any]:
    """Both as one collection. `identity` is the UUID of the response, which has no id before it is filed."""
    questionnaire = questionnaire_of(form, profiles)
    response = response_of(form, questionnaire, authored)
    entries = [(questionnaire["url"], questionnaire), (f"urn:uuid:{identity}", response)]
    listed = [{"fullUrl": url, "resource": resource} for url, resource in entries]
    return {"resourceType": "Bundle", "type": "collection", "entry": listed}
