"""What asks whether somebody is pregnant by its name alone, and what is newer than a test that clears.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, icd, loinc, snomed
from support.judged import judged, named
from support.plain import kidney

SUBJECT = {"subject": to("Patient/patient")}
POSITIVE, NEGATIVE = snomed("10828004", "Positive"), snomed("260385009", "Negative")


def told(asks: str, on: str = "2026-11-12", **value: Any) -> Resource:
    answer = {"status": "final", "code": concept(text=asks), "effectiveDateTime": on}
    return resource("Observation", "told", **SUBJECT, **answer, **value)


def a_test(on: str) -> Resource:
    code = concept(loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"))
    about = {"status": "final", "code": code, "effectiveDateTime": on, "valueCodeableConcept": concept(NEGATIVE)}
    return resource("Observation", "test", **SUBJECT, **about)


def woman(*beside: Resource) -> list[Resource]:
    who = resource("Patient", "patient", gender="female", birthDate="1992-03-01")
    return [who, *(one for one in kidney(beside=beside) if one["resourceType"] != "Patient")]


def says_pregnant(*beside: Resource) -> bool:
    return bool(named(judged(woman(*beside)), "pregnancy"))


@pytest.mark.parametrize(
    "one",
    [
        told("Pregnant?", valueString="Yes"),
        told("Currently pregnant", valueBoolean=True),
        told("Is the patient currently pregnant?", valueString="yes"),
        told("Urine pregnancy test", valueString="POSITIVE"),
        told("UPT", valueString="+"),
        told("Serum pregnancy test", valueCodeableConcept=concept(POSITIVE)),
        told("Pregnancy test", valueCodeableConcept=concept(POSITIVE)),
        told("Preg test", valueString="detected"),
        told("Test de embarazo", valueString="positivo"),
        told("Prueba de embarazo en orina", valueString="Positiva"),
        told("Test de grossesse urinaire", valueString="positif"),
        told("Schwangerschaftstest", valueString="positiv"),
    ],
)
def test_a_question_or_test_known_by_its_name_that_says_so_is_a_pregnancy(one: Resource) -> None:
    assert says_pregnant(one)


@pytest.mark.parametrize(
    "one",
    [
        told("Pregnant?", valueString="No"),
        told("UPT", valueString="Negative"),
        told("Test de embarazo", valueString="negativo"),
        told("Test de grossesse", valueString="négatif"),
        told("Schwangerschaftstest", valueString="negativ"),
        told("Pregnancy history", valueString="Yes"),
        told("Number of pregnancies", valueInteger=2),
        told("Planning pregnancy?", valueString="Yes"),
        told("Pregnancy test ordered", valueBoolean=True),
        told("Partner pregnant", valueString="Yes"),
        told("Last pregnancy", valueString="2019"),
    ],
)
def test_what_denies_it_or_asks_another_thing_is_none(one: Resource) -> None:
    assert not says_pregnant(one)


def test_what_tells_of_a_pregnancy_after_a_negative_test_outweighs_it() -> None:
    stated = told("", "2026-11-12", valueBoolean=True) | {"code": concept(snomed("77386006", "Pregnant"))}
    visit = {"status": "finished", "class": {"code": "AMB"}, "period": {"start": "2026-11-12", "end": "2026-11-12"}}
    reason = [concept(icd("O09.90", "Supervision of high risk pregnancy, unspecified"))]
    for one in (stated, resource("Encounter", "visit", **SUBJECT, **visit, reasonCode=reason)):
        assert says_pregnant(a_test("2026-11-01"), one)
        assert not says_pregnant(a_test("2026-11-15"), one)
