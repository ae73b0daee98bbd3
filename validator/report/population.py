"""How a form filler finds in a chart what the engine filled in: queries of a server, and FHIRPath over their answers.

Only for what one Observation answers, a stated criterion or a measured weight: no expression says what the engine works
out of several entries. Source: SDC, expression-based population; FHIR R4 Observation; FHIRPath 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from validator.chart.concept import CRITERION
from validator.criteria.size import WEIGHT
from validator.label.criteria_form import ANSWERS
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.verdict import Truth

STATED, WEIGHTS = "stated", "weights"
"""The variables that hold what a server answers."""

_LAUNCH_CONTEXT = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext"
_LAUNCH_CODES = "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext"
_VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"
_STANDS = "status=final,amended,corrected"
_NEWEST_FIRST = "_sort=-date"
_ANSWERED = (
    ("true", (ANSWERS[Truth.TRUE]["code"], "LA33-6", "Y")),
    ("false", (ANSWERS[Truth.FALSE]["code"], "LA32-8", "N")),
)
"""Yes and no as `chart.observed.coded_answer` reads them: the boolean, codes of SNOMED CT, LOINC and v2-0136."""


def launch_context() -> dict[str, Any]:
    """The extension that names the patient whose form it is."""
    return {
        "url": _LAUNCH_CONTEXT,
        "extension": [
            {"url": "name", "valueCoding": {"system": _LAUNCH_CODES, "code": "patient"}},
            {"url": "type", "valueCode": "Patient"},
        ],
    }


def stated_query(codes: Iterable[str]) -> dict[str, Any]:
    """The variable with the Observations of these criteria, the newest first."""
    listed = ",".join(f"{CRITERION}|{code}" for code in codes)
    return _variable(STATED, f"code={listed}&{_STANDS}&{_NEWEST_FIRST}")


def weight_query(book: Codebook, day: date) -> dict[str, Any]:
    """The variable with the newest measured weight of a day (inclusive) or earlier."""
    weights = [one for one in book.value_sets if one.domain == OBSERVED and one.group == WEIGHT.group]
    codes = [f"{system}|{code}" for one in weights for system, code in one.concepts]
    return _variable(WEIGHTS, f"code={','.join(codes)}&{_STANDS}&date=le{day.isoformat()}&{_NEWEST_FIRST}&_count=1")


def stated_expression(code: str) -> str:
    """FHIRPath: yes or no as the newest Observation of a criterion says it; empty where it says neither."""
    asked = f"code.coding.exists(system = '{CRITERION}' and code = '{code}')"
    yes, no = (f"$this = {word} or coding.code.exists($this in ({_listed(codes)}))" for word, codes in _ANSWERED)
    return f"%{STATED}.entry.resource.where({asked}).first().value.select(iif({yes}, true, iif({no}, false, {{}})))"


def weight_expression() -> str:
    """FHIRPath: the newest weight as it was recorded."""
    return f"%{WEIGHTS}.entry.resource.first().value"


def _listed(codes: Iterable[str]) -> str:
    return " | ".join(f"'{code}'" for code in codes)


def _variable(name: str, query: str) -> dict[str, Any]:
    expression = f"Observation?patient={{{{%patient.id}}}}&{query}"
    return {
        "url": _VARIABLE,
        "valueExpression": {"name": name, "language": "application/x-fhir-query", "expression": expression},
    }
