"""Drugs in a list that is written with bullets, numbers, quotes, kinds and signs. All patients are synthetic.

Source: the label's section 2 on strong inhibitors and inducers of CYP3A4; CLARIFICATIONS A445.
"""

from __future__ import annotations

import pytest
from support.build import resource, to
from support.coding import concept
from support.judged import judged, named
from support.plain import kidney, sixty

CODE = "interacting-drug-in-words"


def noted(words: str) -> set[str]:
    multivitamin = resource(
        "MedicationStatement",
        "reported",
        subject=to("Patient/patient"),
        status="active",
        medicationCodeableConcept=concept(text="multivitamin"),
        effectivePeriod={"start": "2026-10-01"},
        note=[{"text": words}],
    )
    report = judged([sixty(), *kidney(), multivitamin])
    return {CODE} if named(report, CODE) else set()


@pytest.mark.parametrize(
    "words",
    [
        "1. itraconazole",
        "1) itraconazole",
        "a) itraconazole",
        "* itraconazole",
        "- itraconazole",
        "\u2022 itraconazole",
        "\u2192 itraconazole",
        "\u2713 itraconazole",
        "(itraconazole)",
        "[itraconazole]",
        '"itraconazole"',
        "itraconazole\u00ae",
        "Sporanox\u2122",
        "metformin & itraconazole",
        "itraconazole | metformin",
        "antifungal = itraconazole",
        "Rx itraconazole",
        "Active: itraconazole",
        "antifungal: itraconazole",
        "itraconazole (antifungal)",
        "azole (itraconazole) for onychomycosis",
        "Itraconazole: 200 mg daily",
        "itraconazole, since 11/1",
        "itraconazole oral solution",
        "Seen today. Itraconazole soln 200 mg",
        "Seen today. Itraconazole 200 mg capsules",
        "Seen today. Itraconazole 65 mg Kapseln",
        "itraconazole200mg",
        "Biaxin XL",
        "rifampin/isoniazid",
        "darunavir/cobi",
        "1. Itraconazole 2. Metformin",
        "Meds:\n\u2022 Itraconazole 200 mg\n\u2022 Metformin",
        "Medications: 1. Itraconazole 200 mg daily 2. Metformin",
    ],
)
def test_a_drug_is_found_beside_the_marks_of_a_list(words: str) -> None:
    assert noted(words) == {CODE}


@pytest.mark.parametrize(
    "words",
    [
        "avoid itraconazole",
        "no itraconazole",
        "1. avoid itraconazole",
        "\u2022 no itraconazole",
        "(no itraconazole)",
        "check for itraconazole",
        "Allergies: itraconazole",
        "Allergies:\n1. itraconazole",
        "Allergies: \u2022 itraconazole",
        "allergies = itraconazole",
        "d/c'd itraconazole",
        "\u2022 d/c'd itraconazole",
        "itraconazole (stopped)",
        "itraconazole: stopped",
        "Inactive: itraconazole",
        "not Rx itraconazole",
        "avoid metformin & itraconazole",
        "avoid rifampin/isoniazid",
        "strong inhibitors (itraconazole)",
        "Meds:\n\u2022 Metformin\nAllergies:\n\u2022 Itraconazole",
        "1. Metformin 2. Lisinopril",
    ],
)
def test_what_is_avoided_ended_or_an_allergy_stays_quiet_beside_them(words: str) -> None:
    assert noted(words) == set()
