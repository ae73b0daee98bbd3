"""A result that somebody typed is one number among marks, or could not be read; it is never missing. Patients are
synthetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import loinc
from support.judged import judged, tablets, with_nivolumab
from support.plain import kidney

from validator.chart.observed.typed_result import is_called_normal, is_no_result, typed_result

ALT = loinc("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
AST = loinc("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
RATE = loinc("98979-8", "Glomerular filtration rate")
PANEL = loinc("85354-9", "Blood pressure panel with all children optional")
SYSTOLIC = loinc("8480-6", "Systolic blood pressure")


@pytest.mark.parametrize(
    ("text", "number", "bound", "unit"),
    [
        ("\u2265 300", "300", ">=", None),
        ("H 250", "250", None, None),
        ("250 units/L", "250", None, "units/L"),
        ("ALT: 250 U/L", "250", None, "U/L"),
        ("*250*", "250", None, None),
        ("250 - critical", "250", None, None),
        ("250 U/L (ref 0-40)", "250", None, "U/L"),
        ("14 mL/min/1.73 m2 (L)", "14", None, "mL/min/1.73 m2"),
        ("1,250 H", "1250", None, None),
        ("12,4", "12.4", None, None),
        ("8,25 mL/min", "8.25", None, "mL/min"),
        ("1,234,567", "1234567", None, None),
    ],
)
def test_one_number_among_marks_is_a_result(text: str, number: str, bound: str | None, unit: str | None) -> None:
    found = typed_result(text)
    assert found is not None
    assert (found.number, found.comparator, found.unit) == (Decimal(number), bound, unit)


@pytest.mark.parametrize(
    "text", [None, "", "250-300", "~250", "5x ULN", "2026-03-01", "3 of 5", "250 last week, 40 today"]
)
def test_more_than_a_number_is_none(text: str | None) -> None:
    assert typed_result(text) is None


def test_no_result_and_a_normal_one_are_told_from_what_cannot_be_read() -> None:
    assert is_no_result("Hemolyzed")
    assert is_no_result("not done")
    assert not is_no_result("5x ULN")
    assert is_called_normal("WNL")
    assert not is_called_normal("abnormal")
    assert not is_called_normal(None)


def _enzymes(text: str, **more: Any) -> list[tuple[str, str]]:
    limits: dict[str, Any] = {"referenceRange": [{"high": {"value": 40, "unit": "U/L"}}]} | more
    results: tuple[Resource, ...] = tuple(
        observation(name, code, "2026-11-18", text=text if name == "alt" else "22") | limits
        for name, code in (("alt", ALT), ("ast", AST))
    )
    return [(one.code, one.message) for one in judged(with_nivolumab(tablets(40), *results)).findings]


@pytest.mark.parametrize("text", ["\u2265 300", "H 250", "250 units/L", "ALT 250", "*250*", "250 - critical"])
def test_high_liver_enzymes_are_heard_however_they_are_typed(text: str) -> None:
    assert "liver-enzymes-high" in dict(_enzymes(text))
    assert "liver-enzymes-high" in dict(_enzymes(text, referenceRange=[{"text": "ULN 40"}]))
    assert "liver-enzymes-high" not in dict(_enzymes(text.replace("250", "30").replace("\u2265 300", "< 30")))


@pytest.mark.parametrize("text", ["250-300", "~250", "5x ULN"])
def test_liver_enzymes_that_cannot_be_read_are_not_called_missing(text: str) -> None:
    told = " ".join(message for _, message in _enzymes(text))
    assert "could not be read" in told
    assert "on file: with nivolumab" not in told


def test_liver_enzymes_that_are_missing_are_called_missing_and_good_ones_nothing() -> None:
    assert "No ALT and AST" in " ".join(message for _, message in _enzymes("hemolyzed"))
    quiet = " ".join(message for _, message in _enzymes("24 (N)"))
    assert "ALT" not in quiet


@pytest.mark.parametrize("text", ["12", "<15", "14 (L)", "eGFR: 12", "8-10", "8 - 10 mL/min/1.73m2", "12 to 14"])
def test_a_low_filtration_rate_is_heard_however_it_is_typed(text: str) -> None:
    found = judged(kidney(beside=(observation("rate", RATE, "2026-11-18", text=text),)))
    assert "renal-impairment-severe" in [one.code for one in found.findings]


@pytest.mark.parametrize(
    ("text", "is_quoted"),
    [
        ("15-20", True),
        ("8-15", True),
        ("0.9-1.1", True),
        ("60-90", True),
        ("82", False),
        (">60", False),
        ("Normal", False),
    ],
)
def test_a_filtration_rate_that_cannot_be_read_is_a_note_and_a_good_one_is_quiet(text: str, is_quoted: bool) -> None:
    older = observation("older", RATE, "2026-10-18", text="80")
    for beside in ((), (older,)):
        found = judged(kidney(beside=(*beside, observation("rate", RATE, "2026-11-18", text=text))))
        assert found.verdict.value == "accept"
        assert any("could not be read" in one.message for one in found.findings) is is_quoted
    newer = observation("newer", RATE, "2026-11-19", text="80")
    found = judged(kidney(beside=(newer, observation("rate", RATE, "2026-11-18", text=text))))
    assert not any("could not be read" in one.message for one in found.findings)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("panel", "212/118"),
        ("panel", "BP 212/118 mmHg"),
        ("panel", ">200/110"),
        ("panel", "BP > 180/>120"),
        ("panel", "180-190/100"),
        ("panel", "150-184/90-100"),
        ("panel", "150/110-125"),
        ("panel", "(!) 196/102 left arm"),
        ("panel", "196/102 sitting, 150/90 standing"),
        ("systolic", "212"),
        ("systolic", "> 200"),
    ],
)
def test_a_high_blood_pressure_is_heard_however_it_is_typed(name: str, text: str) -> None:
    code = PANEL if name == "panel" else SYSTOLIC
    found = judged(kidney(beside=(observation(name, code, "2026-11-18", text=text),)))
    assert "blood-pressure-high" in [one.code for one in found.findings]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("panel", "128/76"),
        ("panel", "130-140/80"),
        ("panel", "128/76 sitting, 118/70 standing"),
        ("panel", "see note"),
        ("systolic", "128"),
    ],
)
def test_an_ordinary_blood_pressure_is_quiet(name: str, text: str) -> None:
    code = PANEL if name == "panel" else SYSTOLIC
    found = judged(kidney(beside=(observation(name, code, "2026-11-18", text=text),)))
    assert found.verdict.value == "accept"
    assert not any("ressure" in one.message for one in found.findings)


LOCAL = {"coding": [{"system": "urn:oid:1.2.3.4.707679", "code": "5", "display": "BP"}]}


@pytest.mark.parametrize("code", [LOCAL, {"text": "Blood pressure"}, {"text": "BP sitting (mmHg)"}])
def test_a_blood_pressure_is_known_by_its_name(code: dict[str, object]) -> None:
    found = judged(kidney(beside=(observation("panel", PANEL, "2026-11-18", text="196/102") | {"code": code},)))
    assert "blood-pressure-high" in [one.code for one in found.findings]
    quiet = judged(kidney(beside=(observation("panel", PANEL, "2026-11-18", text="128/76") | {"code": code},)))
    assert quiet.verdict.value == "accept"


@pytest.mark.parametrize("name", ["Blood pressure goal", "Mean BP", "BP control discussed", "Home BP log reviewed"])
def test_another_question_that_names_the_blood_pressure_is_none(name: str) -> None:
    found = judged(
        kidney(beside=(observation("panel", PANEL, "2026-11-18", text="180/120") | {"code": {"text": name}},))
    )
    assert found.verdict.value == "accept"
