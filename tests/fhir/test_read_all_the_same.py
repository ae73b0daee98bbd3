"""What FHIR writes otherwise and was read without doubt: a remark, and no reason to leave an order open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, dosage, every, quantity, statement
from support.coding import DRUGS, concept
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

REMARKED = ("structure-value", Verdict.ACCEPT)


def asked(chart: list[Resource], name: str = "MedicationRequest/order") -> OrderReport:
    return answer(check(chart, structure="full"), name)


def shape(order: OrderReport) -> set[tuple[str, Verdict]]:
    return {(one.code, one.verdict) for one in order.findings if one.code.startswith("structure")}


def changed(kind: str, **elements: Any) -> list[Resource]:
    """An ordinary chart in which the first resource of a type has other elements."""
    chart = kidney()
    first = next(one for one in chart if one["resourceType"] == kind)
    first.update(elements)
    return chart


def renamed(old: str, new: str) -> list[Resource]:
    """The chart with one of its ids, and whatever refers to it, written otherwise."""
    told = json.dumps(kidney())
    kinds = ("Patient", "Condition", "MedicationRequest")
    for kind in kinds:
        told = told.replace(f'"{kind}/{old}"', f'"{kind}/{new}"')
    found: list[Resource] = json.loads(told.replace(f'"id": "{old}"', f'"id": "{new}"'))
    return found


@pytest.mark.parametrize("new", ["p_1", "a:b", "a b"])
@pytest.mark.parametrize("old", ["patient", "tumor", "order"])
def test_an_id_in_other_letters_names_its_entry_all_the_same(old: str, new: str) -> None:
    found = asked(renamed(old, new), f"MedicationRequest/{new if old == 'order' else 'order'}")
    assert (found.verdict, shape(found)) == (Verdict.ACCEPT, {REMARKED})


@pytest.mark.parametrize(
    ("kind", "elements"),
    [
        ("Condition", {"onsetDateTime": "2025-09-01T00:00:00"}),
        ("Condition", {"recordedDate": "2025-09-02T10:30"}),
        ("Condition", {"recordedDate": "2025-09-02T10:30:00.000+0000"}),
        ("Patient", {"birthDate": "1964-05-04T00:00:00Z"}),
        ("Condition", {"code": concept({"system": "http://snomed.info/sct", "code": "702391001 "})}),
    ],
)
def test_a_time_without_a_zone_a_birth_date_with_one_and_a_code_with_a_space_are_read(
    kind: str, elements: dict[str, Any]
) -> None:
    found = asked(changed(kind, **elements))
    assert (found.verdict, shape(found)) == (Verdict.ACCEPT, {REMARKED})


@pytest.mark.parametrize(
    ("kind", "elements"),
    [("Condition", {"onsetDateTime": "September"}), ("Patient", {"birthDate": "04/05/1964"})],
)
def test_a_day_that_cannot_be_told_is_no_remark(kind: str, elements: dict[str, Any]) -> None:
    assert asked(changed(kind, **elements)).verdict is not Verdict.ACCEPT


def test_an_interacting_drug_of_a_time_without_a_zone_is_still_seen() -> None:
    drug = statement("drug", concept(DRUGS["itraconazole"][0]), start="2026-11-09T08:00:00")
    found = asked(kidney(beside=(drug,)))
    assert "dose-above-label" in {one.code for one in found.findings}


def ordered_in(**unit: Any) -> OrderReport:
    dose = {key: value for key, value in (quantity(60, "mg") | unit).items() if value is not None}
    return asked(kidney(sixty(dosageInstruction=[dosage(dose, every())])))


def test_a_unit_without_its_system_that_leaves_no_doubt_is_a_remark_on_shape() -> None:
    assert shape(ordered_in(system=None)) == {("structure-invariant", Verdict.WARNING)}


def test_one_that_is_no_unit_is_an_error() -> None:
    assert ("structure-invariant", Verdict.ERROR) in shape(ordered_in(system=None, code="MGS", unit="milligrams"))


def test_when_a_note_was_written_is_not_read_and_its_words_are() -> None:
    told = sixty(note=[{"time": "22.11.2026", "text": "ok"}])
    assert shape(asked(kidney(told))) == {("structure-value", Verdict.WARNING)}
    spoken = sixty(note=[{"time": "22.11.2026", "text": "HOLD cabozantinib, do not give"}])
    assert any(one.code.startswith("text-") for one in asked(kidney(spoken)).findings)
