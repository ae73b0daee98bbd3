"""What only notes are made of. Nothing else is asked of it, so what is in doubt is told here as well."""

from __future__ import annotations

from validator.chart import allergy, trial
from validator.chart.files import Files
from validator.chart.on_file import OnFile
from validator.chart.reader import Reader
from validator.chart.topic import ALLERGY
from validator.fhir.entry import Entry


def noted(reader: Reader, files: Files, patient: str, order: Entry, drug: str | None) -> tuple[OnFile, ...]:
    """A patient's allergies to the ordered `drug` (None: not told which) and the studies they are on."""
    found: list[OnFile] = []
    for entry in files.of(patient, order, "AllergyIntolerance"):
        stance = files.stance(reader, entry)
        if stance.topic is not None and allergy.may_be_to(stance.topic.of_domain(ALLERGY), drug):
            found += allergy.of_entry(entry, stance.standing)
    for entry in files.of(patient, order, "ResearchSubject"):
        found += trial.of_entry(reader, entry, files.stance(reader, entry).standing)
    return tuple(found)
