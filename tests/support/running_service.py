"""The service as a process of its own on a free port, called over HTTP; its log is kept for reading."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 90.0
_LOG_SECONDS = 10.0


@dataclass(frozen=True)
class RunningService:
    """A service that answers at `url`; `log` is what it wrote to stderr so far."""

    url: str
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def logged(self, text: str) -> bool:
        """Whether the log comes to hold a text; the line about a request is written after its answer."""
        ends = time.monotonic() + _LOG_SECONDS
        while text not in self.log and time.monotonic() < ends:
            time.sleep(0.02)
        return text in self.log

    def get(self, path: str, **options: object) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=60, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        return httpx.post(f"{self.url}{path}", timeout=60, **options)

    def sign(self, call: object, **options: object) -> httpx.Response:
        """An order-sign call; `call` is a dict or the bytes of a body."""
        return self.hook("order-sign", call, **options)

    def select(self, call: object, **options: object) -> httpx.Response:
        return self.hook("order-select", call, **options)

    def hook(self, hook: str, call: object, **options: object) -> httpx.Response:
        body = {"content": call} if isinstance(call, bytes) else {"json": call}
        return self.post(f"/cds-services/cabozantinib-{hook}", **body, **options)

    def stop(self) -> int:
        """Asks the service to stop and waits until it has."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@contextmanager
def running_service(
    folder: Path,
    *options: str,
    environment: Mapping[str, str] | None = None,
    code: str | None = None,
    path: str = "/ready",
) -> Iterator[RunningService]:
    """`labelcheck serve` with these options, once `path` answers 200.

    `code` runs in the process before the command, to break something.
    """
    port = free_port()
    log_file = folder / f"service-{port}.log"
    program = f"{code or ''}\nfrom validator.cli import main\nmain()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port), *options]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
        service = RunningService(f"http://127.0.0.1:{port}", process, log_file)
        try:
            _await(service, path)
            yield service
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(10)


def _await(service: RunningService, path: str) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and service.process.poll() is None:
        try:
            if httpx.get(f"{service.url}{path}", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the service did not start: {service.log[-3000:]}")
