"""The application: every route in one table, and what surrounds them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from validator.report.cds_card import FORM_PAGES
from validator.service.cds_routes import SERVICES, CdsRoutes, fault_card
from validator.service.client_jwt import RefusedError
from validator.service.docs_page import docs_asset, docs_page
from validator.service.envelope import Envelope, note
from validator.service.fhir_routes import FhirRoutes
from validator.service.metrics import CONTENT_TYPE
from validator.service.openapi import OPERATION_PATHS, Described, openapi
from validator.service.page_routes import PageRoutes
from validator.service.request_body import DamagedError, TooLargeError, TooSlowError
from validator.service.response import json_answer, refusal
from validator.service.settings import ServiceSettings
from validator.service.site import Site
from validator.version import VERSION

Endpoint = Callable[[Request], Awaitable[Response]]


class TableRoute(Route):
    """One line of the table. A request that it is for carries it from then on, so that what is noted of the request
    names the route and not the path.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for this route, and what follows for its scope."""
        match, found = super().matches(scope)
        return match, found if match is Match.NONE else {**found, "route": self}


_TEXTS = {
    404: ("not-found", "There is nothing at this address. The services are at /cds-services, all addresses at /docs."),
    405: ("not-supported", "This address does not take that method."),
}


def application(settings: ServiceSettings) -> Starlette:
    """The ASGI application for these settings. Raises ServiceSettingsError for a key set or record of no use."""
    site = Site(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await site.start()
        yield
        await site.stop()

    app = Starlette(routes=_routes(site), lifespan=lifespan)
    # A redirect would lead to the address that this process has, which its clients may not reach.
    app.router.redirect_slashes = False
    _add_refusals(app, site)
    app.add_middleware(
        Envelope, metrics=site.metrics, max_waiting=settings.max_waiting, fallback=lambda asked: _last_word(asked, site)
    )
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept", "Prefer", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After"],
            max_age=600,
        )
    return app


def _routes(site: Site) -> list[TableRoute]:
    cds, fhir, pages = CdsRoutes(site), FhirRoutes(site), PageRoutes(site.profiles)
    table: list[Described] = []

    def get(path: str, endpoint: Endpoint, text: str) -> None:
        table.append(Described("GET", path, endpoint, text))

    def post(path: str, endpoint: Endpoint, text: str) -> None:
        table.append(Described("POST", path, endpoint, text))

    # What is called most is looked for first.
    post("/cds-services/{service}", cds.call, "Cards for the draft orders of a call")
    post("/cds-services/{service}/feedback", cds.feedback, "What became of cards")
    get("/cds-services", cds.discovery, "The CDS services on offer")
    for path in OPERATION_PATHS:
        post(path, fhir.check_order, "Checks orders; answers an OperationOutcome")
    get("/fhir/metadata", fhir.metadata, "The CapabilityStatement")
    get("/fhir/{type}/{id}", fhir.definition, "A published definition")
    get("/prefetch", pages.prefetch_page, "The prefetch queries, to register by hand")
    get("/labels/{product}/{revision}", pages.label_page, "A label revision in words")
    form = f"/{FORM_PAGES}/{{form}}"
    get(form, pages.questionnaire_page, "The criteria questionnaire of a drug as a form")
    get(f"{form}/response", pages.questionnaire_response, "The answers of the form as a QuestionnaireResponse")

    async def health(_: Request) -> Response:
        record = site.record
        return json_answer({"status": "up", "labelcheck": VERSION} | ({} if record is None else {"record": record}))

    async def ready(_: Request) -> Response:
        why = await site.unready()
        return json_answer({"status": why or "ready"}, status=503 if why else 200)

    async def metrics(_: Request) -> Response:
        return Response(site.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    get("/health", health, "Whether the process answers, and what becomes of the record")
    get("/ready", ready, "Whether checks can be made")
    get("/metrics", metrics, "Counts for Prometheus")

    @cache
    def description() -> dict[str, Any]:
        # Made at the first look: the examples in it are answers of the engine.
        return openapi(tuple(table), site.settings.address, site.profiles)

    async def described(_: Request) -> Response:
        return json_answer(description())

    routes = [TableRoute(one.path, one.endpoint, methods=[one.method]) for one in table]
    undescribed = {"/openapi.json": described, "/docs": docs_page, "/docs/{asset}": docs_asset}
    return [*routes, *(TableRoute(path, endpoint, methods=["GET"]) for path, endpoint in undescribed.items())]


def _add_refusals(app: Starlette, site: Site) -> None:
    def refused(request: Request, status: int, code: str, text: str, **headers: str) -> Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return refusal(status, code, text, fhir=_is_fhir(request), headers=names)

    async def too_large(request: Request, _: Exception) -> Response:
        site.metrics.refused.labels("too-large").inc()
        limit = site.settings.max_bytes
        # The rest of the body is not read, so the connection cannot be used again.
        return refused(request, 413, "too-long", f"More than {limit} bytes are not read.", Connection="close")

    async def too_slow(request: Request, _: Exception) -> Response:
        site.metrics.refused.labels("too-slow").inc()
        return refused(request, 408, "timeout", "The body did not arrive in time.", Connection="close")

    async def damaged(request: Request, _: Exception) -> Response:
        site.metrics.refused.labels("damaged").inc()
        text = "The body is packed (gzip) and damaged or cut short, so that it cannot be unpacked. Send it again."
        return refused(request, 400, "structure", text)

    async def not_let_in(request: Request, error: Exception) -> Response:
        site.metrics.refused.labels(str(error)).inc()
        note(request, refused=str(error))
        return refused(
            request, 401, "login", "The caller's token is missing or refused.",
            WWW_Authenticate='Bearer error="invalid_token"',
        )  # fmt: skip

    async def no_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code, text = _TEXTS.get(error.status_code, ("processing", "The request cannot be answered."))
        return refused(request, error.status_code, code, text, **(dict(error.headers or {})))

    app.add_exception_handler(TooLargeError, too_large)
    app.add_exception_handler(TooSlowError, too_slow)
    app.add_exception_handler(DamagedError, damaged)
    app.add_exception_handler(RefusedError, not_let_in)
    app.add_exception_handler(HTTPException, no_route)


def _last_word(request: Request, site: Site) -> Response:
    """The answer to a request whose own answer failed where no other boundary caught it."""
    parts = request.url.path.strip("/").split("/")
    if request.method == "POST" and parts[0] == "cds-services" and len(parts) == 2 and parts[1] in SERVICES:
        style = site.style(signing=SERVICES[parts[1]].is_signing)
        return json_answer({"cards": [fault_card(style)]})
    return refusal(500, "exception", "The request could not be answered. This is our fault.", fhir=_is_fhir(request))


def _is_fhir(request: Request) -> bool:
    return request.url.path.startswith("/fhir/")
