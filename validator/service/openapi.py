"""The OpenAPI description of the endpoints, with examples that the engine itself has answered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.report.cds_card import FORM_PAGES
from validator.service import example
from validator.service.cds_routes import SERVICES
from validator.service.response import FHIR_JSON, JSON
from validator.terminology.product import drugs_in_words
from validator.version import VERSION

Description = dict[str, Any]

HTML = "text/html"


class Described(Frozen):
    """A route as the description has it."""

    method: str
    path: str
    endpoint: Callable[[Request], Awaitable[Response]]
    summary: str


_OBJECT: Description = {"type": "object"}


def _body(media_types: tuple[str, ...], schema: Description, examples: Description) -> Description:
    return {"required": True, "content": {name: {"schema": schema, "examples": examples} for name in media_types}}


def _answer(text: str, media_type: str | None = None, shown: object = None) -> Description:
    if media_type is None:
        return {"description": text}
    content: Description = {"schema": _OBJECT}
    if shown is not None:
        content["example"] = _plain(shown)
    return {"description": text, "content": {media_type: content}}


def _plain(value: object) -> Any:
    return json.loads(json.dumps(value, default=float))


def _refused(media_type: str, *statuses: int) -> Description:
    texts = {
        400: "Not readable, or not what this endpoint takes",
        401: "No token, or one that is refused",
        406: "No such answer",
        408: "The body did not arrive in time",
        412: "The order or the patient can be had neither from the call nor from a FHIR server",
        413: "The body is too large",
        415: "The body is not FHIR JSON",
        422: "Read, but there is no order in it",
        404: "Not found",
        503: "Too busy, or the feedback could not be stored",
    }
    return {str(status): _answer(texts[status], media_type) for status in statuses}


_CALL_SCHEMA: Description = {
    "type": "object",
    "required": ["hook", "hookInstance", "context"],
    "properties": {
        "hook": {"type": "string", "enum": [service.hook for service in SERVICES.values()]},
        "hookInstance": {"type": "string", "format": "uuid"},
        "fhirServer": {"type": "string", "format": "uri"},
        "fhirAuthorization": {"type": "object", "properties": {"access_token": {"type": "string"}}},
        "context": {
            "type": "object",
            "required": ["userId", "patientId", "draftOrders"],
            "properties": {
                "userId": {"type": "string"},
                "patientId": {"type": "string"},
                "selections": {"type": "array", "items": {"type": "string"}},
                "draftOrders": {"type": "object"},
            },
        },
        "prefetch": {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
    },
}
_FEEDBACK_SCHEMA: Description = {
    "type": "object",
    "required": ["feedback"],
    "properties": {
        "feedback": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["card", "outcome"],
                "properties": {
                    "card": {"type": "string", "format": "uuid"},
                    "outcome": {"type": "string", "enum": ["accepted", "overridden"]},
                    "acceptedSuggestions": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}},
                    },
                    "overrideReason": {
                        "type": "object",
                        "properties": {
                            "reason": {"type": "object", "properties": {"code": {"type": "string"}}},
                            "userComment": {"type": "string"},
                        },
                    },
                    "outcomeTimestamp": {"type": "string", "format": "date-time"},
                },
            },
        }
    },
}
_RESOURCE_SCHEMA: Description = {
    "type": "object",
    "required": ["resourceType"],
    "properties": {"resourceType": {"type": "string", "enum": ["Bundle", "Parameters", "MedicationRequest"]}},
}


OPERATION_PATHS = ("/fhir/$check-order", "/fhir/MedicationRequest/$check-order")

_FEEDBACK_SHOWN = {
    "feedback": [
        {
            "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
            "outcome": "overridden",
            "overrideReason": {"reason": {"code": "benefit-outweighs-risk"}},
            "outcomeTimestamp": "2026-11-22T10:05:31Z",
        }
    ]
}
_FORM = f"/{FORM_PAGES}/{{form}}"
_GET: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "/cds-services": ("Services", JSON, ()),
    "/fhir/metadata": ("CapabilityStatement", FHIR_JSON, (406,)),
    "/fhir/{type}/{id}": ("The resource", FHIR_JSON, (404, 406)),
    "/prefetch": ("A page", HTML, ()),
    "/labels/{product}/{revision}": ("A page", HTML, (404,)),
    _FORM: ("A page", HTML, (404,)),
    f"{_FORM}/response": ("A QuestionnaireResponse", FHIR_JSON, (404,)),
    "/health": ("Up", JSON, ()),
    "/ready": ("Ready", JSON, (503,)),
    "/metrics": ("Counts", "text/plain", ()),
}


def openapi(table: Sequence[Described], address: str, profiles: Profiles) -> Description:
    """The description of these routes; `address` is that of the service."""
    # Only who reads the description waits for the framework that writes it.
    from fastapi.openapi.utils import get_openapi
    from fastapi.routing import APIRoute

    routes = [
        APIRoute(
            one.path,
            one.endpoint,
            methods=[one.method],
            summary=one.summary,
            response_model=None,
            operation_id=f"{one.endpoint.__name__}:{one.path}" if one.method == "POST" else None,
        )
        for one in table
    ]
    drugs = drugs_in_words(profiles.book)
    says = f"Checks orders for {drugs} against the FDA label in force: CDS Hooks and a FHIR operation."
    plain = get_openapi(title="labelcheck", version=VERSION, description=says, routes=routes)
    return _described(plain, address, profiles)


def _described(plain: Description, address: str, profiles: Profiles) -> Description:
    """The description that the framework makes from the routes, with what it cannot know: bodies, answers, examples."""
    paths = plain["paths"]
    for path, (text, media_type, refused) in _GET.items():
        kind = FHIR_JSON if path.startswith("/fhir/") else JSON
        paths[path]["get"]["responses"] = {"200": _answer(text, media_type), **_refused(kind, *refused)}
    for name in ("type", "id"):
        paths["/fhir/{type}/{id}"]["get"].setdefault("parameters", []).append(_in_path(name))
    for name in ("product", "revision"):
        paths["/labels/{product}/{revision}"]["get"].setdefault("parameters", []).append(_in_path(name))
    asked = {"name": "ask", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    told = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("subject", "source", "authored")]
    for path, queries in ((_FORM, [asked, told[0]]), (f"{_FORM}/response", told)):
        paths[path]["get"]["parameters"] = [_in_path("form"), *queries]
    call, feedback = paths["/cds-services/{service}"]["post"], paths["/cds-services/{service}/feedback"]["post"]
    service = _in_path("service") | {"schema": {"type": "string", "enum": list(SERVICES)}}
    call |= _call(address, profiles) | {"parameters": [service]}
    feedback |= _feedback() | {"parameters": [service]}
    for path in OPERATION_PATHS:
        paths[path]["post"] |= _operation(profiles)
    _grouped(plain)
    return plain


_GROUPS = {
    "CDS Hooks": "What an EHR calls while an order is written.",
    "FHIR": "The operation, and the definitions that it and the cards name.",
    "Pages": "For people.",
    "Watching": "For whoever runs the service.",
}
_TOKEN = "token"


def _grouped(plain: Description) -> None:
    """Gives each endpoint its group, and those that ask who calls a place for the token."""
    plain["tags"] = [{"name": name, "description": text} for name, text in _GROUPS.items()]
    plain.setdefault("components", {})["securitySchemes"] = {
        _TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The signed token of a client, made for exactly the address that is called. Not needed "
            "where the service was started without --client.",
        }
    }
    for path, methods in plain["paths"].items():
        for method, one in methods.items():
            one["tags"] = [_group(path)]
            if method == "post":
                # The empty one: a service that was started without clients asks nobody.
                one["security"] = [{_TOKEN: []}, {}]


_GROUP_OF = {"cds-services": "CDS Hooks", "fhir": "FHIR"} | dict.fromkeys(("health", "ready", "metrics"), "Watching")


def _group(path: str) -> str:
    return _GROUP_OF.get(path.strip("/").split("/")[0], "Pages")


def _in_path(name: str) -> Description:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _call(address: str, profiles: Profiles) -> Description:
    shown = {
        "order-sign": {"summary": "60 mg where the label says 40 mg", "value": example.order_sign_request()},
        "order-select": {"summary": "The same, being written", "value": example.order_select_request()},
    }
    answer = _answer("Cards; none when every order agrees", JSON, example.order_sign_answer(address, profiles))
    return {
        "requestBody": _body((JSON,), _CALL_SCHEMA, shown),
        "responses": {"200": answer, **_refused(JSON, 400, 401, 404, 408, 412, 413, 503)},
    }


def _feedback() -> Description:
    return {
        "requestBody": _body((JSON,), _FEEDBACK_SCHEMA, {"override": {"value": _FEEDBACK_SHOWN}}),
        "responses": {"200": _answer("Taken", JSON, {}), **_refused(JSON, 400, 401, 404, 408, 413, 503)},
    }


def _operation(profiles: Profiles) -> Description:
    shown = {"parameters": {"value": example.operation_request()}}
    answer = _answer("An issue for each finding", FHIR_JSON, example.operation_answer(profiles))
    return {
        "requestBody": _body((FHIR_JSON, JSON), _RESOURCE_SCHEMA, shown),
        "responses": {"200": answer, **_refused(FHIR_JSON, 400, 401, 406, 408, 413, 415, 422, 503)},
    }
