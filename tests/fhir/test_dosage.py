"""Dosages are read once, as typed structs: a wrong element hides no other and is never mistaken for none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.submitted import a_dosage, an_order, the_order

from validator.fhir.dosage import Dosage


def the_dosage(**changes: Any) -> Dosage:
    (only,) = the_order(an_order(dosageInstruction=[a_dosage(**changes)])).dosages.read
    assert only is not None
    return only


def test_a_dosage_is_read_into_its_elements() -> None:
    found = the_dosage(text="60 mg daily", sequence=1, asNeededBoolean=False)
    assert (found.text, found.sequence, found.as_needed_boolean) == ("60 mg daily", 1, False)
    assert found.timing is not None
    assert found.timing.repeat is not None
    assert (found.timing.repeat.frequency, found.timing.repeat.period_unit) == (1, "d")
    (entry,) = found.dose_and_rate
    assert entry is not None
    assert entry.dose_quantity is not None
    assert (entry.dose_quantity.value, entry.dose_quantity.code) == (Decimal(60), "mg")


def test_the_dosages_of_a_resource_are_read_once() -> None:
    entry = the_order(an_order())
    assert entry.dosages is entry.dosages


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"text": 5}, "dosageInstruction[0].text"),
        ({"sequence": "first"}, "dosageInstruction[0].sequence"),
        ({"timing": "daily"}, "dosageInstruction[0].timing"),
        ({"timing": {"repeat": {"frequency": "often"}}}, "dosageInstruction[0].timing.repeat.frequency"),
        ({"timing": {"repeat": {"when": ["MORN", 5]}}}, "dosageInstruction[0].timing.repeat.when"),
        ({"doseAndRate": [{"doseQuantity": {"value": "x"}}]}, "dosageInstruction[0].doseAndRate[0].doseQuantity.value"),
        ({"doseAndRate": "60 mg"}, "dosageInstruction[0].doseAndRate"),
        ({"asNeededBoolean": "perhaps"}, "dosageInstruction[0].asNeededBoolean"),
    ],
)  # fmt: skip
def test_an_element_that_cannot_be_read_is_told_from_one_that_is_not_there(changes: dict[str, Any], place: str) -> None:
    found = the_order(an_order(dosageInstruction=[a_dosage(**changes)])).dosages
    assert place in found.wrong
    assert the_order(an_order(dosageInstruction=[a_dosage(**dict.fromkeys(changes, ...))])).dosages.wrong == frozenset()


def test_one_bad_element_hides_no_other() -> None:
    found = the_dosage(
        text=5, patientInstruction="with water", timing={"code": 1, "repeat": {"period": "x", "count": 28}}
    )
    assert (found.text, found.patient_instruction) == (None, "with water")
    assert found.timing is not None
    assert found.timing.repeat is not None
    assert found.timing.repeat.count == 28


def test_a_member_that_is_no_object_keeps_its_place() -> None:
    entry = the_order(an_order(dosageInstruction=[5, a_dosage()]))
    assert [one is None for one in entry.dosages.read] == [True, False]
    assert [place for place, _ in entry.dosages.objects] == ["dosageInstruction[1]"]
    assert entry.dosages.wrong == {"dosageInstruction[0]"}


def test_what_is_not_a_list_of_dosages_is_wrong_and_not_an_empty_list() -> None:
    assert the_order(an_order(dosageInstruction="60 mg daily")).dosages.wrong == {"dosageInstruction"}
    assert the_order(an_order(dosageInstruction=...)).dosages.wrong == frozenset()


def test_codes_keep_their_places_beside_one_that_cannot_be_read() -> None:
    found = the_dosage(timing={"repeat": {"when": [5, "C"]}})
    assert found.timing is not None
    assert found.timing.repeat is not None
    assert found.timing.repeat.when == ("", "C")
