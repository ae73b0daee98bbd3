"""One service for most tests of this folder; and whatever any of them logs is searched for patients' values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cds_call import EXAMPLES, RECORDED
from support.running_service import RunningService, running_service

FHIR_SERVER = "http://127.0.0.1:9"
"""On the allow list of the shared service; nothing listens there."""


@pytest.fixture(scope="session")
def log_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where every service of the session writes its log. When the last one has ended, all of it is searched."""
    folder = tmp_path_factory.mktemp("service-logs")
    yield folder
    found = leaks("\n".join(path.read_text() for path in folder.glob("*.log")))
    assert not found, f"patients' values in the log: {found}"


@pytest.fixture(scope="session")
def service(log_folder: Path) -> Iterator[RunningService]:
    """A service on this machine with a record, an allowed FHIR server and an allowed origin."""
    with running_service(
        log_folder,
        "--structure", "read",
        "--record", f"sqlite:///{log_folder}/record.sqlite",
        "--origin", "https://sandbox.example.org",
        "--fhir-server", FHIR_SERVER,
    ) as running:  # fmt: skip
        yield running


def leaks(log: str) -> list[str]:
    """Every value of a patient of the examples or the recorded calls that stands in the log."""
    return sorted(value for value in patient_values() if re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w-])", log))


def patient_values() -> set[str]:
    """Names, identifiers, dates, numbers with a unit, diagnoses: what a log must never hold."""
    found: set[str] = set()
    for path in (*EXAMPLES.glob("*.json"), *RECORDED.glob("*.json")):
        _collect(json.loads(path.read_text()), found)
    return found


_TELLING = ("family", "birthDate", "authoredOn", "effectiveDateTime", "onsetDateTime", "recordedDate")
_SPEAKING = ("display", "text", "patientId", "reference", "access_token")


def _collect(value: object, found: set[str], name: str = "") -> None:
    if isinstance(value, dict):
        for key, child in value.items():
            _collect(child, found, key)
    elif isinstance(value, list):
        for child in value:
            _collect(child, found, name)
    elif isinstance(value, str) and name in ("given", "value", *_TELLING, *_SPEAKING) and len(value) > 4:
        # "patient" is the id of each patient here and a word of every route; its references are looked for.
        found.add(value)
    found -= {"patient", "order"}


@pytest.fixture(scope="session")
def full_service(log_folder: Path) -> Iterator[RunningService]:
    """A service with every default."""
    with running_service(log_folder) as running:
        yield running
