"""What a form filler finds by the expressions of a form is what the engine filled in.

The expressions run in fhirpathpy, over what a server would answer to the form's own queries.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models
from support.build import Resource, attested, questionnaire_response, weight
from support.form import Printed, expressions, printed
from support.plain import kidney, neuroendocrine

from validator.terminology.coding import SNOMED

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


def found(made: Printed) -> dict[str, Any]:
    """What each expression of a form finds in the chart, by link id; None where it finds nothing."""
    variables = {name: searchset(query, made.chart) for name, query in queries(made.questionnaire)}
    answers = {}
    for link, expression in expressions(made.questionnaire):
        values = evaluate({}, expression, variables, models["r4"])
        assert len(values) <= 1
        answers[link] = values[0] if values else None
    return answers


def queries(questionnaire: Resource) -> list[tuple[str, str]]:
    stated = [one["valueExpression"] for one in questionnaire.get("extension", []) if "valueExpression" in one]
    return [(one["name"], one["expression"]) for one in stated]


def searchset(query: str, chart: bytes) -> dict[str, Any]:
    """What a server that holds only this patient answers: the few parameters that the queries use. FHIR R4 Search."""
    kind, _, parameters = query.partition("?")
    asked = parse_qs(parameters)
    assert asked.pop("patient") == ["{{%patient.id}}"]
    assert asked.pop("_sort") == ["-date"]
    codes = asked.pop("code")[0].split(",")
    statuses = asked.pop("status")[0].split(",")
    until = asked.pop("date", ["le9999"])[0].removeprefix("le")
    count = int(asked.pop("_count", ["1000"])[0])
    assert asked == {}
    resources = [entry["resource"] for entry in json.loads(chart)["entry"]]
    matching = [
        one
        for one in resources
        if one["resourceType"] == kind
        and one["status"] in statuses
        and one.get("effectiveDateTime", "")[:10] <= until
        and any(f"{coding['system']}|{coding['code']}" in codes for coding in one["code"]["coding"])
    ]
    matching.sort(key=lambda one: one.get("effectiveDateTime", ""), reverse=True)
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in matching[:count]]}


def agree(found_by_expression: Any, filled: Any) -> bool:
    """Whether both are the same answer; a quantity by amount and unit."""
    if isinstance(filled, dict):
        ours, theirs = filled, found_by_expression
        return Decimal(str(ours["value"])) == Decimal(str(theirs["value"])) and ours["code"] == theirs["code"]
    return found_by_expression is filled


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_expressions_find_in_the_examples_what_the_engine_filled_in(example: Path) -> None:
    options = ("--order", "order-of-last-week") if example.stem == "rcc-two-active-orders" else ()
    made = printed(example.read_bytes(), *options)
    for link, value in found(made).items():
        assert agree(value, made.filled[link]), link


def test_the_examples_have_such_items() -> None:
    every = [link for one in EXAMPLES if "two-active" not in one.stem for link in found(printed(one.read_bytes()))]
    assert every.count("chart-weight") > 5
    assert "chart-stated-unresectable" in every


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("said", [True, False, None])
def test_a_stated_criterion_is_found_as_yes_no_or_nothing(said: bool | None, coded: bool) -> None:
    older = attested("older", "advanced", "2026-10-01", said is not True)
    made = printed([*kidney(), older, attested("stated", "advanced", "2026-11-01", said, coded=coded)])
    assert found(made)["chart-stated-advanced"] is said
    assert made.filled["chart-stated-advanced"] is said


def test_the_newest_weight_of_the_orders_day_or_earlier_is_found() -> None:
    late, early = weight("90", "2026-12-01", name="late"), weight("70", "2026-01-01", name="early")
    made = printed([*kidney(), early])
    assert found(made)["chart-weight"]["value"] == made.filled["chart-weight"]["value"] == 80
    assert "chart-weight" not in found(printed([*kidney(), late]))


def test_what_only_the_engine_can_tell_has_no_expression_and_says_so() -> None:
    by_form = questionnaire_response({"unresectable": True}, "2026-11-05")
    slipped = weight("7.1", "2026-11-19", name="slipped")
    made = printed([*neuroendocrine(), by_form, slipped, weight("71", "2026-11-10", name="before")])
    links = dict(expressions(made.questionnaire))
    assert "chart-stated-unresectable" not in links
    assert "chart-weight" not in links
    sources = {}
    (group,) = [item for item in made.questionnaire["item"] if item["linkId"] == "chart"]
    for item in group["item"]:
        assert item["readOnly"] is True
        (source,) = item["item"]
        sources[item["linkId"]] = source["text"]
    assert sources.keys() == made.filled.keys()
    for link, text in sources.items():
        assert ("initial expression" in text) is (link in links)


def test_answers_are_offered_as_the_reader_knows_them() -> None:
    from validator.label.criteria_form import ANSWERS

    assert {coding["system"] for coding in ANSWERS.values()} == {SNOMED}
