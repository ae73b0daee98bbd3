"""What the service says in FHIR of itself, of orders and of answers, each as a file to be judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from support.build import to_json
from support.cds_call import call_of, open_call
from support.consulted import cards_for
from support.judge import as_file, examples

from validator.service.app import application
from validator.service.media_type import MediaType
from validator.service.response import FHIR_JSON
from validator.service.settings import ServiceSettings

_ASKED = "unresectable=yes&metastatic=no&subject=Patient/p1&source=Practitioner/p2&authored=2026-11-28"
_ANSWERS = {
    "metadata": "/fhir/metadata",
    "operation": "/fhir/OperationDefinition/check-order",
    "no-such-resource": "/fhir/Patient/1",
    "form": f"/questionnaires/cabozantinib-criteria/response?{_ASKED}",
    "form-left-open": "/questionnaires/cabozantinib-criteria/response?subject=Patient/p1",
}
"""What is read from the service, by the name of its file."""

_NO_CALLS = frozenset({"rcc-dose-in-words", "rcc-operation-in-ten-days"})
"""Examples whose patient has no id, so that no call can be about it."""


def served(folder: Path, release: str = "R4") -> Iterator[Path]:
    """The answers of a service to a client that wants a FHIR release."""
    accept = MediaType(FHIR_JSON, release).header
    # Not entered as a context: what is asked here needs no record and no warm start.
    client = TestClient(application(ServiceSettings(structure="read", public_url="https://check.example.org")))
    for name, path in _ANSWERS.items():
        yield as_file(folder, f"served-{name}", client.get(path, headers={"Accept": accept}).text)
    bodies = {"bundle": examples(release)[0].read_text(encoding="utf-8"), "nothing": "{}", "broken": "{"}
    for name, body in bodies.items():
        answer = client.post(
            "/fhir/$check-order", content=body, headers={"Accept": accept, "Content-Type": "application/fhir+json"}
        )
        yield as_file(folder, f"served-check-{name}", answer.text)


def suggested(folder: Path) -> Iterator[Path]:
    """Every resource that a card suggests to create, or to put in an order's place."""
    calls = {one.stem: call_of(one.stem) for one in examples("R4") if one.stem not in _NO_CALLS}
    for name, call in (calls | {"open": open_call()}).items():
        for number, resource in enumerate(_resources(cards_for(call))):
            yield as_file(folder, f"suggested-{name}-{number}", to_json(resource).decode())


def _resources(cards: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for card in cards:
        for suggestion in card.get("suggestions", []):
            for action in suggestion.get("actions", []):
                if "resource" in action:
                    yield action["resource"]
