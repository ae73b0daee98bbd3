"""What an Observation is about is remembered by how its code is written: never another answer than a closer look gives.

An empty element that Observations do not have says nothing, and has one looked at closely. All charts are synthetic.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.build import Resource, observation
from support.coding import coding, concept
from support.judged import judged
from support.law import fates
from support.plain import kidney

EXPANSIONS = Path(__file__).parents[3] / "profiles" / "expansions"
LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
LOINC = "http://loinc.org"


def listed() -> list[dict[str, Any]]:
    """Codings that the lists of the project hold, of whatever they are: some of every list and system."""
    found = []
    for path in sorted(EXPANSIONS.glob("*.json")):
        for group in json.loads(path.read_text())["compose"]["include"]:
            concepts = group.get("concept", [])
            for one in concepts[:: len(concepts) // 3 + 1]:
                found.append({"coding": [{"system": group["system"], **one}]})
    return found


def written() -> list[Any]:
    """Codes that name a question by their words, name nothing, or are not what FHIR allows."""
    words = ["Stage group", "Tumor grade", "Ki-67 index", "Child-Pugh class", "Body weight", "Histology", "Sodium"]
    sodium = coding(LOINC, "2951-2", "Sodium")
    return [
        *({"coding": [coding(LOCAL, "1", one)]} for one in words),
        *({"coding": [coding(LOCAL, "1", "Local")], "text": one} for one in words),
        *({"coding": [sodium, coding(LOCAL, "1", one)]} for one in words),
        {"coding": [coding(ABSENT, "unknown", "Unknown")]},
        {"coding": [coding(ABSENT, "unknown", "Unknown")], "text": "Sodium"},
        {"coding": [sodium, coding(ABSENT, "unknown", "Unknown")]},
        {"coding": [{"system": LOINC, "code": ""}]},
        {"coding": [{"system": LOINC, "code": 29463}]},
        {"coding": [{"system": LOINC, "code": None, "display": "Sodium"}]},
        {"coding": [{"display": "Stage group"}]},
        {"coding": [None, sodium]},
        {"coding": ["29463-7"]},
        {"coding": {"system": LOINC, "code": "29463-7"}},
        {"coding": [], "text": "Tumor grade"},
        {"coding": [], "text": ""},
        {"coding": [sodium], "text": 7},
        {"coding": [sodium] * 20 + [coding(LOCAL, "1", "Tumor grade")]},
        {"coding": [sodium], "text": "Tumor grade" + " " * 1000},
        {"text": "Child-Pugh class"},
        {},
        "29463-7",
        [concept(sodium)],
        None,
    ]


def of_code(number: int, code: Any) -> Resource:
    entry = observation(f"o{number}", coding(LOINC, "2951-2"), "2026-11-10")
    return entry | {"code": code, "valueQuantity": {"value": 1, "unit": "1"}}


def test_it_is_what_a_closer_look_tells() -> None:
    codes = [*written(), *listed()]
    assert len(codes) > 250
    plain = [of_code(number, code) for number, code in enumerate(codes)]
    closely = [one | {"medication": {}} for one in plain]
    first, second = judged(kidney(beside=tuple(plain)), ledger=True), judged(kidney(beside=tuple(closely)), ledger=True)
    before, after = fates(first), fates(second)
    assert {place: fate for place, fate in before.items() if after[place] != fate} == {}
    assert set(before.values()) >= {"irrelevant", "set-aside"}


def test_a_code_that_is_in_no_list_is_irrelevant_and_a_question_in_words_is_not() -> None:
    """Both are written under the same code of the same system: the words tell them apart, not what was remembered."""
    entries = [of_code(n, {"coding": [coding(LOCAL, "1", one)]}) for n, one in enumerate(["Sodium", "Tumor grade"])]
    for few in (entries, entries[::-1]):
        ledger = judged(kidney(beside=tuple(few)), ledger=True).ledger
        assert ledger is not None
        told = {one.reference: one.fate for one in ledger.listed}
        assert (told["Observation/o0"], told["Observation/o1"]) == ("irrelevant", "set-aside")
