"""What cannot be relied on is called by what it is about, with the value that it gives, as both are written."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, quantity, resource, statement, to, weight
from support.coding import DRUGS, concept
from support.judged import tablets, thyroid
from support.plain import kidney

MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


def named(chart: list[Resource]) -> str:
    """The name in the evidence of the one finding on what could not be relied on."""
    (finding,) = (one for one in answer(check(chart)).findings if one.code == "entry-set-aside")
    return finding.evidence[0].says.partition(": ")[0]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"valueQuantity": quantity(38, "kg")}, "Body weight 38 kg"),
        ({"valueQuantity": {"value": 38, "code": "kg"}}, "Body weight 38 kg"),
        ({"valueQuantity": quantity(38, "kg") | {"comparator": ">"}}, "Body weight >38 kg"),
        ({"valueQuantity": quantity(38, "kg") | {"comparator": "<="}}, "Body weight <=38 kg"),
        ({"valueQuantity": quantity(38, "kg") | {"comparator": "about"}}, "Body weight"),
        ({"valueQuantity": quantity(38, "kg") | {"comparator": ["<"]}}, "Body weight"),
        ({"valueInteger": 38}, "Body weight 38"),
        ({"valueQuantity": {"value": 38}}, "Body weight"),
        ({"valueQuantity": {"value": True, "unit": "kg"}}, "Body weight"),
        ({"valueQuantity": {"value": 38, "unit": "kg, as the mother said"}}, "Body weight"),
        ({"valueQuantity": "38 kg"}, "Body weight"),
        ({"valueInteger": True}, "Body weight"),
    ],
)
def test_a_result_is_called_with_its_value_as_it_is_written(value: dict[str, Any], name: str) -> None:
    """Section 2.4: the weight decides under 18 years."""
    newest = weight("38", "2026-11-20", name="newest")
    del newest["valueQuantity"]
    assert named(thyroid(tablets(40), newest | value | MARKED, kilograms="50")) == name


def test_a_drug_has_no_value_and_what_has_no_name_its_kind() -> None:
    drug = statement("drug", concept(DRUGS["ketoconazole"][0])) | MARKED
    assert named(kidney(beside=(drug,))) == "ketoconazole"
    nameless = resource("MedicationStatement", "drug", status="active", subject=to("Patient/patient")) | MARKED
    assert named(kidney(beside=(nameless,))) == "a reported drug"
