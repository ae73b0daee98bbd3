"""A small HTTP proxy before a FHIR server that misbehaves on purpose: it drops, delays, truncates, repeats, refuses.

Good answers are remembered, so that a thousand charts cost the server behind no more than the first of each.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

Chooser = Callable[[str, str], str | None]
"""From method and path to the name of a fault, or None for a good answer."""

TRANSIENT = ("drop", "cut", "429", "429-seconds", "429-date", "502", "503", "504")
"""Faults after which asking again helps."""
LASTING = (
    "delay",
    "truncate",
    "html",
    "empty",
    "500",
    "403",
    "repeat-next",
    "foreign-next",
    "outcome",
    "no-entries-left",
)
"""Faults that leave a list incomplete."""


@dataclass
class FaultyProxy:
    """`upstream` is the root (without path) of the server behind. `choose` says what goes wrong, request by request."""

    upstream: str
    choose: Chooser = lambda method, path: None
    delay: float = 1.0
    seen: Counter[str] = field(default_factory=Counter)
    received: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    keep_received: bool = False
    _answers: dict[tuple[str, str, bytes, str], tuple[int, str, bytes]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _session: requests.Session = field(default_factory=requests.Session)

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """What the server behind says; a good answer is asked for once."""
        key = (method, path, body, headers.get("Authorization", ""))
        if key not in self._answers:
            wanted = {name: headers[name] for name in ("Accept", "Authorization", "Content-Type") if name in headers}
            with self._lock:
                got = self._session.request(method, f"{self.upstream}{path}", data=body, headers=wanted, timeout=30)
            found = (got.status_code, got.headers.get("Content-Type", ""), got.content)
            if got.status_code != 200 or "/auth/" in path:
                return found
            self._answers[key] = found
        return self._answers[key]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one piece: sent apart they would wait for each other's acknowledgement, 40 ms a request.
    wbufsize = -1
    proxy: FaultyProxy

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""

    def _serve(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = self.proxy
        if proxy.keep_received:
            proxy.received.append((method, self.path, dict(self.headers)))
        fault = proxy.choose(method, self.path)
        proxy.seen[fault or "good"] += 1
        if fault in ("drop", "429", "429-seconds", "429-date", "502", "503", "504", "500", "403"):
            self._refuse(fault)
            return
        status, kind, content = proxy.answer(method, self.path, body, dict(self.headers))
        match fault:
            case "delay":
                time.sleep(proxy.delay)
            case "cut":
                self._send(status, kind, content, length=len(content) + 100)
                self._hang_up()
                return
            case "truncate":
                content = content[: len(content) // 2]
            case "html":
                kind, content = "text/html", b"<html><body>Maintenance</body></html>"
            case "empty":
                content = b""
            case "outcome":
                issue = {"severity": "error", "code": "exception", "diagnostics": "the index is being rebuilt"}
                content = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()
            case "repeat-next" | "foreign-next" | "no-entries-left":
                content = self._relinked(content, fault)
            case _:
                pass
        self._send(status, kind, content)

    def _relinked(self, content: bytes, fault: str) -> bytes:
        bundle = json.loads(content)
        if bundle.get("resourceType") != "Bundle":
            return content[: len(content) // 2]
        links = [link for link in bundle.get("link", []) if link["relation"] != "next"]
        if fault == "no-entries-left":
            bundle["entry"] = []
            bundle["total"] = bundle.get("total", 0) + 1
        else:
            here = f"http://{self.headers['Host']}{self.path}"
            url = here if fault == "repeat-next" else "http://127.0.0.1:9/fhir?page=2"
            links.append({"relation": "next", "url": url})
        return json.dumps(bundle | {"link": links}).encode()

    def _refuse(self, fault: str) -> None:
        if fault == "drop":
            self._hang_up()
            return
        again = {"429-seconds": "0", "429-date": formatdate(time.time() - 1, usegmt=True)}.get(fault)
        self._send(int(fault[:3]), "text/plain", b"not now", extra={} if again is None else {"Retry-After": again})

    def _send(
        self, status: int, kind: str, content: bytes, *, length: int | None = None, extra: dict[str, str] | None = None
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content) if length is None else length))
            for name, value in (extra or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news here."""


@contextmanager
def faulty_proxy(proxy: FaultyProxy, port: int = 0) -> Iterator[str]:
    """The root URL of the proxy, running."""
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    server = _Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
