"""Liver tests and signs of a patient with cirrhosis, as FHIR. All patients are synthetic."""

from __future__ import annotations

from decimal import Decimal

from support.build import Resource, condition, observation, quantity
from support.coding import Coding, concept, icd, loinc

BILIRUBIN = loinc("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma")
ALBUMIN = loinc("1751-7", "Albumin [Mass/volume] in Serum or Plasma")
INR = loinc("6301-6", "INR in Platelet poor plasma by Coagulation assay")
CIRRHOSIS = icd("K74.60", "Unspecified cirrhosis of liver")
ASCITES = icd("R18.8", "Other ascites")
ENCEPHALOPATHY = icd("K76.82", "Hepatic encephalopathy")
RECENT = "2026-11-15"
"""A week before the order of the tests."""


def result(name: str, code: Coding, value: str, unit: str, on: str | None = RECENT) -> Resource:
    """One result."""
    made = observation(name, code, on or RECENT, value=quantity(Decimal(value), unit))
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


def bilirubin(value: str, on: str | None = RECENT, unit: str = "mg/dL", name: str = "bilirubin") -> Resource:
    """A total bilirubin."""
    return result(name, BILIRUBIN, value, unit, on)


def albumin(value: str, on: str | None = RECENT, unit: str = "g/dL", name: str = "albumin") -> Resource:
    """An albumin."""
    return result(name, ALBUMIN, value, unit, on)


def inr(value: str, on: str | None = RECENT, unit: str = "{INR}", name: str = "inr") -> Resource:
    """An INR."""
    return result(name, INR, value, unit, on)


def liver_tests(bili: str, alb: str, ratio: str, on: str = RECENT) -> list[Resource]:
    """All three results of one day."""
    return [bilirubin(bili, on), albumin(alb, on), inr(ratio, on)]


def on_problem_list(code: Coding, name: str, status: str | None = "active") -> Resource:
    """A Condition beside the cancer."""
    return condition(name, concept(code), status=status, onset="2026-06-01")


def cirrhosis() -> Resource:
    """Cirrhosis without a class."""
    return on_problem_list(CIRRHOSIS, "cirrhosis")
