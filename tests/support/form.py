"""The criteria form of an order as the command prints it, answered, and checked together with the chart."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner
from support.build import Resource, to_json
from support.plain import collection

from validator.check import check_documents
from validator.cli import main
from validator.label.criteria_form import ANSWERS
from validator.report.model import Report
from validator.verdict import Truth


@dataclass(frozen=True)
class Printed:
    """What `labelcheck questionnaire` prints of a chart."""

    chart: bytes
    bundle: dict[str, Any]
    exit_code: int

    @property
    def questionnaire(self) -> Resource:
        return self.bundle["entry"][0]["resource"]

    @property
    def response(self) -> Resource:
        return self.bundle["entry"][1]["resource"]

    @property
    def questions(self) -> tuple[str, ...]:
        """The criteria that are asked, by their codes."""
        return tuple(item["linkId"] for item in self.questionnaire.get("item", []) if item["type"] != "group")

    @property
    def filled(self) -> dict[str, Any]:
        """What the engine filled in, by link id; None for an item without an answer."""
        return {item["linkId"]: _value(item) for item in self.shown}

    @property
    def shown(self) -> list[Resource]:
        groups = [item for item in self.response.get("item", []) if item["linkId"] == "chart"]
        return [item for group in groups for item in group["item"]]

    def answered(self, answers: Mapping[str, Truth | bool], **elements: Any) -> dict[str, Any]:
        """The Bundle with these answers, completed; further elements replace the response's own."""
        made = copy.deepcopy(self.bundle)
        response = made["entry"][1]["resource"]
        response.update({"status": "completed"} | elements)
        for item in response.get("item", []):
            if (said := answers.get(item["linkId"])) is not None:
                item["answer"] = [{"valueCoding": ANSWERS[said if isinstance(said, Truth) else Truth.of(said)]}]
        return made

    def handed_back(self, answers: Mapping[str, Truth | bool], **elements: Any) -> Report:
        """The report on the pair of files: the chart, and the form answered so."""
        return check_documents([self.chart, to_json(self.answered(answers, **elements))], structure="off")


def printed(chart: list[Resource] | bytes, *options: str) -> Printed:
    """The form of a chart; a list is made a collection."""
    body = chart if isinstance(chart, bytes) else to_json(collection(chart))
    done = CliRunner().invoke(main, ["questionnaire", "-", *options], input=body)
    assert done.stdout, (done.exit_code, done.stderr)
    return Printed(body, json.loads(done.stdout), done.exit_code)


def expressions(questionnaire: Resource) -> Iterator[tuple[str, str]]:
    """The link id and the FHIRPath of each item that an expression fills."""
    for item in questionnaire.get("item", []):
        for extension in item.get("extension", []):
            if extension["url"].endswith("/sdc-questionnaire-initialExpression"):
                yield item["linkId"], extension["valueExpression"]["expression"]
        yield from expressions(item)


def _value(item: Resource) -> Any:
    (answer,) = item.get("answer", [None])
    return None if answer is None else next(iter(answer.values()))
