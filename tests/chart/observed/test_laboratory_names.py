"""Results of laboratories under the names that systems have for them, without a listed code. Patients are synthetic."""

from __future__ import annotations

from typing import Any

from support.build import Resource, observation
from support.coding import coding
from support.judged import judged, tablets, with_nivolumab
from support.plain import kidney

LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"


def named(name: str, value: str, unit: str | None, **more: Any) -> Resource:
    told = {"valueQuantity": {"value": float(value), "unit": unit}} if unit else {"valueString": value}
    made = observation("entry", coding(LOCAL, "14"), "2026-11-18") | {"code": {"text": name}}
    return made | told | more


def renal(name: str, value: str = "11", unit: str | None = "mL/min/1.73m2") -> bool:
    found = judged(kidney(beside=(named(name, value, unit),))).findings
    return any(one.code == "renal-impairment-severe" for one in found)


RATES = (
    "eGFR",
    "EGFR (CKD-EPI 2021)",
    "GFR, Estimated",
    "Est. GFR",
    "Creatinine clearance",
    "CrCl",
    "Estimated CrCl",
    "eGFRcr",
    "eGFR-cr-cys",
    "DFG",
    "DFGe",
    "Filtrado glomerular",
    "Glomeruläre Filtrationsrate",
    "eGFR non-Afr American",
    "eGFR IF NONAFRICN AM",
    "eGFR IF AFRICN AM",
    "GFR MDRD Non Af Amer",
    "Glom Filt Rate, Est",
    "CKD-EPI",
    "MDRD",
    "Cockcroft",
    "ClCr",
    "Creat Cl",
    "Creatinine Clearance, Urine",
    "TFG",
    "VFG",
    "Kreatinin-Clearance",
    "Clairance de la créatinine",
    "Depuración de creatinina",
    "推算GFR",
    "СКФ",
)


def test_a_filtration_rate_is_known_by_its_names() -> None:
    assert {name: renal(name) for name in RATES} == dict.fromkeys(RATES, True)
    assert {name: renal(name, unit=None) for name in RATES} == dict.fromkeys(RATES, True)


def test_a_good_rate_and_what_is_none_stay_quiet() -> None:
    assert {name: renal(name, "78") for name in RATES} == dict.fromkeys(RATES, False)
    others = ("Creatinine", "Urine creatinine", "eGFR goal", "eGFR decline", "GFR stage", "EGFR mutation exon 19")
    others += ("Creatinine, urine", "FGFR2", "VEGFR", "Calcium/creatinine clearance ratio", "GFR left kidney", "FG")
    assert {name: renal(name) for name in others} == dict.fromkeys(others, False)


def enzymes(name: str, value: str) -> bool:
    range_of = [{"high": {"value": 40, "unit": "U/L"}}]
    found = judged(with_nivolumab(tablets(40), named(name, value, "U/L", referenceRange=range_of))).findings
    return any(one.code == "liver-enzymes-high" for one in found)


def test_liver_enzymes_are_known_by_their_names() -> None:
    names = ("ALT", "ALT (SGPT)", "SGOT", "AST, serum", "Alanine transaminase")
    assert {name: enzymes(name, "250") for name in names} == dict.fromkeys(names, True)
    assert {name: enzymes(name, "25") for name in names} == dict.fromkeys(names, False)
    others = ("AST/ALT ratio", "Alternaria", "Alk phos", "Bilirubin, urine")
    assert {name: enzymes(name, "250") for name in others} == dict.fromkeys(others, False)
