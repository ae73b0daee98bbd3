"""A small server of Bulk Data exports in this process: what it answers and what goes wrong is set for each request."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Chooser = Callable[[str, str, int], Answer | str | None]
"""From method, path and how often it was asked before to an answer, or `cut` (half of the body); None: a good one."""


@dataclass
class ExportServer:
    """`files` by name under /files/; `lists` which part of the manifest they stand in (output where it is not said)."""

    files: dict[str, bytes]
    choose: Chooser = lambda method, path, before: None
    lists: dict[str, str] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    """What of the manifest is not as a good server has it."""
    polls: int = 1
    """Answers 202 to so many questions before the export is done."""
    needs_token: bool = False
    is_packed: bool = False
    has_ranges: bool = True
    address: str = ""
    files_at: str | None = None
    """Another origin that the addresses of the files name."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, headers: dict[str, str]) -> Answer | str:
        """What one request is told."""
        with self._lock:
            before = self.counted[f"{method} {path}"]
            self.counted[f"{method} {path}"] += 1
            self.asked.append((method, path, headers))
        chosen = self.choose(method, path, before)
        if chosen is not None and chosen != "cut":
            return chosen
        good = self._good(method, path, before, headers)
        return good if chosen is None else ("cut", good)  # type: ignore[return-value]

    def _good(self, method: str, path: str, before: int, headers: dict[str, str]) -> Answer:
        bare = path.partition("?")[0]
        if bare.endswith("/$export"):
            return 202, {"Content-Location": f"{self.address}/status/1"}, b""
        if bare == "/status/1" and method == "DELETE":
            return 202, {}, b""
        if bare == "/status/1":
            if before < self.polls:
                return 202, {"Retry-After": "600", "X-Progress": f"{before} of {self.polls}"}, b""
            return 200, {"Content-Type": "application/json"}, json.dumps(self._manifest()).encode()
        name = bare.removeprefix("/files/")
        if name not in self.files:
            return 404, {}, b""
        return self._file(self.files[name], headers)

    def _manifest(self) -> dict[str, Any]:
        at = self.files_at if self.files_at is not None else self.address
        listed: dict[str, list[dict[str, Any]]] = {"output": [], "deleted": [], "error": []}
        for name, body in self.files.items():
            one = {"type": name.partition(".")[0], "url": f"{at}/files/{name}", "count": body.count(b"\n")}
            listed[self.lists.get(name, "output")].append(one)
        whole = {"transactionTime": "2026-11-28T00:00:00Z", "requiresAccessToken": self.needs_token, **listed}
        return whole | self.manifest

    def _file(self, body: bytes, headers: dict[str, str]) -> Answer:
        told = {"Content-Type": "application/fhir+ndjson"}
        if self.is_packed:
            body, told = gzip.compress(body, mtime=0), told | {"Content-Encoding": "gzip"}
        if not self.has_ranges:
            return 200, told, body
        told["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        wanted = headers.get("Range", "")
        if wanted and headers.get("If-Range") == told["ETag"]:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                return 416, {"Content-Range": f"bytes */{len(body)}"}, b""
            return 206, told | {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}, body[start:]
        return 200, told, body

    def tokens(self, part: str) -> set[str | None]:
        """What proved who asks, in the requests whose path has this part."""
        return {headers.get("Authorization") for _, path, headers in self.asked if part in path}


@contextmanager
def export_server(server: ExportServer) -> Iterator[ExportServer]:
    """The server, running on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = server.answer(self.command, self.path, dict(self.headers.items()))
            is_cut = found[0] == "cut"
            status, headers, body = found[1] if is_cut else found  # type: ignore[misc,assignment]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if is_cut else body)
            if is_cut:
                self.wfile.flush()
                self.close_connection = True

        do_GET = do_DELETE = do_POST = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = server.address or f"http://127.0.0.1:{httpd.server_address[1]}"
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join(10)
