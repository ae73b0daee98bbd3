"""What a card leaves out of names and units: what only a program or a laboratory reads."""

from __future__ import annotations

import pytest

from validator.report.card_said import plain_words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bilirubin.total [Mass/volume] in Serum or Plasma 0.9 mg/dL", "Bilirubin.total 0.9 mg/dL"),
        ("Albumin [Mass/volume] in Serum, Plasma or Blood 3.8 g/dL", "Albumin 3.8 g/dL"),
        ("Hemoglobin [Mass/volume] in Blood 9 g/dL", "Hemoglobin 9 g/dL"),
        ("INR in Platelet poor plasma by Coagulation assay 1.1 {INR}", "INR 1.1"),
        ("38 kg (83.8 [lb_av]) on 2026-11-10", "38 kg (83.8 lb) on 2026-11-10"),
        ("83.8 lb_av on 2026-11-10", "83.8 lb on 2026-11-10"),
        ("70 [in_i]", "70 in"),
    ],
)
def test_names_of_tests_and_units_are_as_people_say_them(text: str, told: str) -> None:
    assert plain_words(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "cabozantinib 60 MG Oral Tablet [Cabometyx], draft",
        "Glucose in Urine 9 mg/dL",
        "ALT 250 U/L (limit 40)",
    ],
)
def test_the_brand_and_the_specimen_that_matters_stay(text: str) -> None:
    assert plain_words(text) == text
