"""What notes and a caution are made of, and nothing else asks; of an allergy and a study also what is in doubt."""

from __future__ import annotations

from validator.chart.drug.drug_in_words import drugs_in_words
from validator.chart.files import Files
from validator.chart.reader import Reader
from validator.chart.risk import allergy, trial
from validator.chart.risk.on_file import OnFile
from validator.chart.topic import ALLERGY
from validator.fhir.entry import Entry


def noted(reader: Reader, files: Files, patient: str, order: Entry, drug: str | None) -> tuple[OnFile, ...]:
    """A patient's allergies to the ordered `drug` (None: not told which), studies, and drugs that only words name."""
    found: list[OnFile] = []
    file = files.file(patient, order)
    for entry in file.get("AllergyIntolerance", ()):
        stance = files.stance(reader, entry)
        if stance.topic is not None and allergy.may_be_to(stance.topic.of_domain(ALLERGY), drug):
            found += allergy.of_entry(entry, stance.standing)
    if "note" in order.raw:  # hardly any order has one
        found += allergy.of_words(reader, order, drug)
    for entry in file.get("ResearchSubject", ()):
        found += trial.of_entry(reader, entry, files.stance(reader, entry).standing)
    found += drugs_in_words(reader, file, order)
    return tuple(found)
