"""One service for most tests of this folder; and whatever any of them logs is searched for patients' values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.leak import leaks
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


@pytest.fixture(scope="session")
def full_service(log_folder: Path) -> Iterator[RunningService]:
    """A service with every default."""
    with running_service(log_folder) as running:
        yield running
