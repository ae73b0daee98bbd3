"""The OpenAPI description as a page. What it needs comes from this service: a hospital network may reach no other.

The assets of Swagger UI are those of the package fastapi-offline; nothing else of it is used.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from validator.service.response import refusal

_TYPES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def docs_page(_: Request) -> Response:
    """The page. Its addresses are relative, so that it also works where a proxy puts a path before them."""
    # Only who opens the page waits for the framework that writes it.
    from fastapi.openapi.docs import get_swagger_ui_html

    page = get_swagger_ui_html(
        openapi_url="openapi.json",
        title="labelcheck",
        swagger_js_url="docs/swagger-ui-bundle.js",
        swagger_css_url="docs/swagger-ui.css",
        swagger_favicon_url="docs/favicon.png",
    )
    page.headers.update(_HEADERS)
    return page


async def docs_asset(request: Request) -> Response:
    """One of the files that the page needs."""
    name = request.path_params["asset"]
    if name not in _TYPES:
        return refusal(404, "not-found", "There is nothing at this address.")
    headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return Response(_asset(name), media_type=_TYPES[name], headers=headers)


@cache
def _asset(name: str) -> bytes:
    return (files("fastapi_offline") / "static" / name).read_bytes()
