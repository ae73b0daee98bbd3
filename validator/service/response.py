"""Bodies to send: JSON with exact amounts, FHIR resources, OperationOutcomes for what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

FHIR_JSON = "application/fhir+json"
JSON = "application/json"

# Amounts are Decimal inside; as text they would be no FHIR decimal.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def json_answer(
    value: object, *, status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON body. Decimals are numbers with all their digits."""
    return Response(_ENCODER.encode(value), status_code=status, media_type=media_type, headers=headers)


def outcome(severity: str, code: str, text: str) -> dict[str, Any]:
    """An OperationOutcome with one issue. `text` is ours and repeats nothing of the request."""
    issue = {"severity": severity, "code": code, "details": {"text": text}}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def refusal(
    status: int, code: str, text: str, *, fhir: bool = False, headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal with its reason as an OperationOutcome, whatever was asked for."""
    return json_answer(
        outcome("error", code, text), status=status, media_type=FHIR_JSON if fhir else JSON, headers=headers
    )
