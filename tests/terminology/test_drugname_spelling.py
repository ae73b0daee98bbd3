"""Drug names with their strength written at them, or with signs inside that nobody sees. All patients are synthetic.

CLARIFICATIONS A446.
"""

from __future__ import annotations

import pytest
from support.build import resource, to
from support.coding import concept
from support.judged import judged
from support.plain import kidney, sixty


def codes(name: str) -> set[str]:
    taken = resource(
        "MedicationStatement",
        "taken",
        subject=to("Patient/patient"),
        status="active",
        medicationCodeableConcept=concept(text=name),
        effectivePeriod={"start": "2026-10-01"},
    )
    report = judged([sixty(), *kidney(), taken])
    return {one.code for one in report.findings if one.verdict is not None and one.verdict.value != "accept"}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("itraconazole200mg", "itraconazole 200 mg"),
        ("rifampin_200mg", "rifampin 200 mg"),
        ("rifampin600 mg", "rifampin 600 mg"),
        ("itra\u00adconazole", "itraconazole"),
        ("itra\u200bconazole 200 mg", "itraconazole 200 mg"),
        ("St John`s wort", "St John's wort"),
        ("St John\u00b4s wort", "St John's wort"),
    ],
)
def test_a_name_is_the_same_however_it_is_typed(name: str, plain: str) -> None:
    assert codes(name)
    assert codes(name) == codes(plain)


@pytest.mark.parametrize("name", ["metformin500mg", "metformin_500mg", "met\u00adformin", "rifaximin550mg"])
def test_another_drug_stays_what_it_is(name: str) -> None:
    assert codes(name) == set()
