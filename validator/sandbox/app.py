"""The application of the sandbox: its page, its files, and the questions the page asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from validator.checking.judging import guarded
from validator.fhir.limits import DEFAULT
from validator.page.document import style_sheet
from validator.profiles import Profiles
from validator.sandbox.applied import applied
from validator.sandbox.example import examples
from validator.sandbox.fetched import fetched
from validator.sandbox.guard import HEADERS, Guard
from validator.sandbox.inquiry import Inquiry, InquiryError, asked_in
from validator.sandbox.judgement import judged
from validator.sandbox.open_form import answered
from validator.sandbox.outputs import feedback_answer, outputs
from validator.sandbox.page import page
from validator.sandbox.reply import labels_reply, reply
from validator.sandbox.short_form import ShortForm, chart_of_form

if TYPE_CHECKING:
    from validator.client.settings import ClientSettings

_STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
Answering = Callable[[bytes], dict[str, Any]]


def application(profiles: Profiles, guard: Guard, servers: Mapping[str, ClientSettings] | None = None) -> Starlette:
    """The ASGI application for one run; `servers` are the FHIR servers that may be asked, with their settings."""
    known = dict(servers or {})

    async def front(request: Request) -> Response:
        if not guard.is_named_rightly(request.headers):
            return _refused(403, "This server answers only by the name of this machine.")
        return HTMLResponse(
            await run_in_threadpool(page, profiles, guard.token, known, datetime.now().astimezone().date()),
            headers=HEADERS,
        )

    async def static(request: Request) -> Response:
        found = _files().get(request.path_params["name"])
        if found is None or not guard.is_named_rightly(request.headers):
            return _refused(404, "There is nothing at this address.")
        text, kind = found
        return Response(text, headers={**HEADERS, "Content-Type": kind})

    def asked(answering: Answering) -> Callable[[Request], Awaitable[Response]]:
        async def responded(request: Request) -> Response:
            if not guard.is_named_rightly(request.headers) or not guard.is_of_the_page(request.headers):
                return _refused(403, "Only the page of this sandbox may ask.")
            body = await _body(request)
            if body is None:
                return _refused(413, f"More than {DEFAULT.max_bytes} bytes are not read.")
            status, found = await run_in_threadpool(_answer, answering, body)
            return JSONResponse(found, status_code=status, headers=HEADERS)

        return responded

    def check(body: bytes) -> dict[str, Any]:
        return reply(judged(Inquiry.of(body), profiles), profiles)

    def labels(body: bytes) -> dict[str, Any]:
        return labels_reply(Inquiry.of(body), profiles)

    def example(body: bytes) -> dict[str, Any]:
        found = examples().get(Inquiry.of(body).document)
        if found is None:
            raise InquiryError("There is no such example.")
        return {"document": found.text}

    def outcome(body: bytes) -> dict[str, Any]:
        return outputs(Inquiry.of(body), profiles)

    def apply(body: bytes) -> dict[str, Any]:
        judgement = judged(Inquiry.of(body), profiles)
        place = judgement.order.expression if judgement.order is not None else ""
        return {"document": applied(judgement.document, asked_in(body).get("actions"), place)}

    def answer(body: bytes) -> dict[str, Any]:
        judgement = judged(Inquiry.of(body), profiles)
        return answered(judgement.document, judgement.order, asked_in(body).get("answers"), profiles)

    def feedback(body: bytes) -> dict[str, Any]:
        return feedback_answer(body, profiles)

    def form(body: bytes) -> dict[str, Any]:
        return {"document": chart_of_form(ShortForm.of(asked_in(body)), profiles)}

    def fetch(body: bytes) -> dict[str, Any]:
        return fetched(asked_in(body), known, profiles)

    return Starlette(
        routes=[
            Route("/", front),
            Route("/static/{name}", static),
            Route("/check", asked(check), methods=["POST"]),
            Route("/labels", asked(labels), methods=["POST"]),
            Route("/example", asked(example), methods=["POST"]),
            Route("/outputs", asked(outcome), methods=["POST"]),
            Route("/apply", asked(apply), methods=["POST"]),
            Route("/form", asked(form), methods=["POST"]),
            Route("/fetch", asked(fetch), methods=["POST"]),
            Route("/answers", asked(answer), methods=["POST"]),
            Route("/feedback", asked(feedback), methods=["POST"]),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={404: _nothing, 405: _nothing, 500: _own_fault},
    )


@cache
def _files() -> dict[str, tuple[str, str]]:
    found = {path.name: (path.read_text(encoding="utf-8"), _TYPES[path.suffix]) for path in _STATIC.iterdir()}
    return found | {"answer.css": (style_sheet(), _TYPES[".css"])}


async def _body(request: Request) -> bytes | None:
    """The body; None for one that is longer than a document may be."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > DEFAULT.max_bytes:
            return None
    return bytes(found)


def _answer(answering: Answering, body: bytes) -> tuple[int, dict[str, Any]]:
    """The status and the answer. A fault of ours is said, and never a traceback: it could hold what the chart holds."""

    def tried() -> tuple[int, dict[str, Any]]:
        try:
            return 200, answering(body)
        except InquiryError as error:
            return 400, {"refused": str(error)}

    found, fault = guarded("sandbox", "", tried)
    if found is None:
        return 500, {"refused": f"The question could not be answered. This is our fault. {fault[0].detail}".strip()}
    return found


async def _nothing(_: Request, __: Exception) -> Response:
    return _refused(404, "There is nothing at this address.")


async def _own_fault(_: Request, __: Exception) -> Response:
    return _refused(500, "The question could not be answered. This is our fault.")


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"refused": why}, status_code=status, headers=HEADERS)
