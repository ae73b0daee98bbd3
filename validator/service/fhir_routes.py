"""The FHIR side over HTTP: `$check-order`, the CapabilityStatement, and the definitions they name.

Source: FHIR R4 and R5, RESTful API, Operations.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from validator.label.criteria_form import in_r5
from validator.report.operation_outcome import outcome_dict
from validator.service import log
from validator.service.envelope import Fault, note
from validator.service.media_type import MediaType, UnsupportedTypeError, accepted, content_type
from validator.service.operation import BadParameterError, checked
from validator.service.published import capability_statement
from validator.service.response import json_answer, refusal
from validator.service.site import Site

ORIGIN = "check-order"


class FhirRoutes:
    """The endpoints of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def metadata(self, request: Request) -> Response:
        """The CapabilityStatement of the release asked for, R4 by default."""
        try:
            wanted = _accepted(request)
        except UnsupportedTypeError as error:
            return refusal(406, "not-supported", str(error), fhir=True)
        return json_answer(
            capability_statement(wanted.release or "R4", self._site.settings.address, self._site.profiles),
            media_type=wanted.header,
        )

    async def definition(self, request: Request) -> Response:
        """One published definition."""
        try:
            wanted = _accepted(request)
        except UnsupportedTypeError as error:
            return refusal(406, "not-supported", str(error), fhir=True)
        found = self._site.profiles.definitions.get(f"{request.path_params['type']}/{request.path_params['id']}")
        if found is None:
            return refusal(404, "not-found", "There is no such resource; only definitions are served.", fhir=True)
        if wanted.release == "R5" and found["resourceType"] == "Questionnaire":
            found = in_r5(found)
        return json_answer(found, media_type=wanted.header)

    async def check_order(self, request: Request) -> Response:
        """The OperationOutcome for the orders in a body."""
        await self._site.caller(request)
        try:
            given = content_type(request.headers.get("content-type"))
        except UnsupportedTypeError as error:
            return refusal(415, "not-supported", str(error), fhir=True)
        try:
            wanted = _accepted(request)
        except UnsupportedTypeError as error:
            return refusal(406, "not-supported", str(error), fhir=True)
        body = await self._site.body(request)
        fault = Fault()
        with fault:
            return await self._answered(request, body, given, wanted)
        assert fault.error is not None
        self._site.metrics.faults.labels("operation").inc()
        log.fault("check-fault", fault.error, request=request.state.request_id)
        return refusal(
            500, "exception", "The check could not run, so the orders were not checked. This is our fault.", fhir=True
        )

    async def _answered(self, request: Request, body: bytes, given: MediaType, wanted: MediaType) -> Response:
        structure, profiles = self._site.settings.structure, self._site.profiles
        try:
            status, report = await self._site.computed(
                lambda: checked(body, given.release or "auto", structure, profiles, instant=self._site.instant)
            )
        except BadParameterError as error:
            return refusal(400, "value", str(error), fhir=True)
        for order in report.orders:
            self._site.judged(order, origin=ORIGIN)
        note(request, verdicts=[order.verdict.value for order in report.orders])
        answer, applied = _preferred(outcome_dict(report), request.headers.getlist("prefer"))
        headers = {"Preference-Applied": applied} if applied else None
        release = wanted if wanted.release is not None else MediaType(wanted.name, given.release)
        return json_answer(answer, status=status, media_type=release.header, headers=headers)


def _accepted(request: Request) -> MediaType:
    return accepted(request.headers.get("accept"), request.query_params.get("_format"))


def _preferred(outcome: dict[str, Any], headers: list[str]) -> tuple[dict[str, Any], str | None]:
    """The outcome as `Prefer: return=` asks: `minimal` leaves out the basis of each finding, never a finding.

    The answer of this operation is an OperationOutcome anyway, so `representation` and `OperationOutcome` are the same.
    """
    wanted = {part.strip().replace(" ", "") for header in headers for part in header.replace(";", ",").split(",")}
    for name in ("representation", "OperationOutcome"):
        if f"return={name}" in wanted:
            return outcome, f"return={name}"
    if "return=minimal" not in wanted:
        return outcome, None
    issues = [{name: part for name, part in issue.items() if name != "diagnostics"} for issue in outcome["issue"]]
    return outcome | {"issue": issues}, "return=minimal"
