"""A small invented label, whole and valid, for tests that need no real one."""

from __future__ import annotations

from datetime import date
from typing import Any

from validator.label.model import Label
from validator.label.part_reader import read_label


def indication(**changes: Any) -> dict[str, Any]:
    return {
        "id": "warts",
        "name": "warts",
        "section": "1.1",
        "gist": "Warts from 12 years.",
        "confidence": "verified",
        "source": "invented",
        "applies": [{"kind": "disease", "name": "warts"}],
        "requires": [{"words": "an age of 12 years or more", "ask": {"kind": "age-at-least", "years": 12}}],
        **changes,
    }


def regimen(**changes: Any) -> dict[str, Any]:
    return {
        "id": "warts-60",
        "section": "2.1",
        "gist": "60 mg once daily.",
        "confidence": "verified",
        "source": "invented",
        "indications": ["warts"],
        "population": "all patients",
        "ladder": ["60 mg once daily", "20 mg every other day"],
        **changes,
    }


def adjustment(**changes: Any) -> dict[str, Any]:
    return {
        "id": "strong-inhibitor",
        "section": "2.7",
        "gist": "Lower by 20 mg with a strong inhibitor.",
        "confidence": "single-source",
        "source": "invented",
        "factor": "inhibitor",
        "effect": "reduce",
        "because": "a strong inhibitor",
        "when": {"kind": "taking", "groups": ["strong_inhibitor"]},
        "steps": [{"before": "60 mg once daily", "after": "40 mg once daily", "confidence": "inferred"}],
        **changes,
    }


def label(**changes: Any) -> Label:
    """The label of EXAMPLINIB, an invented drug."""
    made, mistakes = read_label(label_data(**changes))
    assert made is not None, mistakes
    return made


def label_data(**changes: Any) -> dict[str, Any]:
    """What its file would hold."""
    administration = {
        "id": "administration",
        "section": "2.9",
        "gist": "On an empty stomach.",
        "confidence": "inferred",
        "source": "invented",
        "food": "without",
        "before_meal": 60,
        "after_meal": 120,
        "forbidden": ["crush"],
        "routes": ["oral"],
    }
    whole = {
        "product": "EXAMPLINIB",
        "ingredient": "examplinib",
        "set_id": "00000000-0000-4000-8000-000000000000",
        "edition": "E1",
        "revision": date(2020, 1, 1),
        "form": "tablet",
        "strengths_mg": [20, 60],
        "max_daily_mg": 80,
        "dose_section": "2.1",
        "strength_section": "3",
        "reduction_section": "2.5",
        "interchange_section": "2.1",
        "indication": [indication()],
        "regimen": [regimen()],
        "adjustment": [adjustment()],
        "administration": administration,
    }
    return whole | changes
