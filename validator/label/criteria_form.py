"""The form on which a prescriber states what no code carries: one Questionnaire a drug, made from its labels.

Source: CodeSystem `criterion` of this project, whose property `question` words each question; FHIR R4 Questionnaire.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from validator.chart.observed.attestation import form_id, form_url
from validator.chart.topic import ATTESTED
from validator.label.model import Label
from validator.terminology.coding import SNOMED
from validator.verdict import Truth

ANSWERS: Mapping[Truth, dict[str, str]] = {
    Truth.TRUE: {"system": SNOMED, "code": "373066001", "display": "Yes"},
    Truth.FALSE: {"system": SNOMED, "code": "373067005", "display": "No"},
    Truth.UNKNOWN: {"system": SNOMED, "code": "261665006", "display": "Unknown"},
}
"""How a question is answered, in the order they are offered. One that is left out is unknown too."""


def criteria_asked(labels: Iterable[Label]) -> frozenset[str]:
    """The criteria that some statement of these labels asks about."""
    return frozenset(group for label in labels for domain, group in label.names.groups if domain == ATTESTED)


def criteria_form(ingredient: str, asked: Collection[str], system: Mapping[str, Any]) -> dict[str, Any]:
    """The Questionnaire (R4) of the criteria `asked`, in the order of their CodeSystem, whose version and day it has.

    Its linkIds are the codes; every question may be left open.
    """
    return {
        "resourceType": "Questionnaire",
        "id": form_id(ingredient),
        "url": form_url(ingredient),
        "version": system["version"],
        "name": "".join(word.capitalize() for word in form_id(ingredient).split("-")),
        "title": "What the chart does not show",
        "status": "active",
        "experimental": False,
        "subjectType": ["Patient"],
        "date": system["date"],
        "publisher": "labelcheck",
        "description": f"States what a label of {ingredient} asks for and no standard code carries. An answer that is "
        "left out stays unknown; no is as good an answer as yes.",
        "item": questions(asked, system),
    }


def questions(asked: Collection[str], system: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One item for each criterion of the CodeSystem that is asked."""
    return [_question(concept, system["url"]) for concept in system["concept"] if concept["code"] in asked]


def _question(concept: Mapping[str, Any], system: str) -> dict[str, Any]:
    worded = {one["code"]: one.get("valueString") for one in concept.get("property", [])}
    return {
        "linkId": concept["code"],
        "code": [{"system": system, "code": concept["code"], "display": concept["display"]}],
        "text": worded.get("question") or f"{concept['display']}?",
        "type": "choice",
        "required": False,
        "repeats": False,
        "answerOption": [{"valueCoding": coding} for coding in ANSWERS.values()],
    }


def answered_items(form: Mapping[str, Any], answers: Mapping[str, Truth]) -> list[dict[str, Any]]:
    """The items of a response to a form: one for each question that is answered, in the order of the form."""
    return [
        {
            "linkId": item["linkId"],
            "text": item["text"],
            "answer": [{"valueCoding": ANSWERS[answers[item["linkId"]]]}],
        }
        for item in form.get("item", [])
        if item["linkId"] in answers
    ]


def in_r5(form: dict[str, Any]) -> dict[str, Any]:
    """The form as R5 writes it, which calls a question with listed answers `coding`."""
    return form | {"item": [_item_in_r5(item) for item in form.get("item", [])]}


def _item_in_r5(item: dict[str, Any]) -> dict[str, Any]:
    written = item | ({"type": "coding"} if item["type"] == "choice" else {})
    return written | ({"item": [_item_in_r5(inner) for inner in item["item"]]} if "item" in item else {})
