"""A HAPI FHIR server on a free port of this machine, with its data in memory.

The Java program stands in `tests/hapi`; Maven brings its libraries on first use and keeps them in the home folder.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from support.judge import ROOT, classpath
from support.server import free_port

HAPI = ROOT / "tests" / "hapi"
_START_SECONDS = 300.0


@contextmanager
def hapi_server(release: str, folder: Path, packages: Iterable[Path] = ()) -> Iterator[str]:
    """The base URL of a running server of a release (R4, R5), with FHIR packages installed. The folder has its log."""
    port = free_port()
    options = ["-Xmx3g", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
    order = ["java", *options, "-cp", classpath(HAPI), str(HAPI / "Server.java"), release, str(port)]
    log = folder / f"hapi-{release}.log"
    with log.open("wb") as errors:
        pipe = subprocess.PIPE
        process = subprocess.Popen([*order, *map(str, packages)], stdin=pipe, stdout=pipe, stderr=errors, text=True)
        overdue = threading.Timer(_START_SECONDS, process.kill)
        overdue.start()
        try:
            if not _is_ready(process.stdout):
                raise RuntimeError(f"HAPI did not start:\n{log.read_text(errors='replace')[-4000:]}")
            overdue.cancel()
            yield f"http://127.0.0.1:{port}/fhir"
        finally:
            overdue.cancel()
            process.kill()
            process.wait(30)


def _is_ready(lines: IO[str] | None) -> bool:
    return lines is not None and any(line == "ready\n" for line in lines)
