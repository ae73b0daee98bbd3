"""The structural judge of the tests: fhir.resources, with the models of the version a resource is written in."""

from __future__ import annotations

from typing import Any

from fhir.resources import get_fhir_model_class as r5_model
from fhir.resources.R4B import get_fhir_model_class as r4b_model
from pydantic import BaseModel
from support.build import to_json


def judge(resource: dict[str, Any], fhir: str) -> BaseModel:
    """The resource as a model; R4 is judged with the R4B models. Raises ValidationError where it is not sound."""
    model = (r5_model if fhir == "R5" else r4b_model)(resource["resourceType"])
    return model.model_validate_json(to_json(resource))
