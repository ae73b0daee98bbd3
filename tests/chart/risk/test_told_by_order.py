"""Dangers that the order names as its reason: they count as present."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import to
from support.coding import concept, icd
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict


def for_reasons(*reasons: dict[str, Any], version: str = "R4") -> OrderReport:
    """What is said of an order for the kidney cancer on file that gives these reasons too."""
    return answer(check(kidney(sixty(reasonReference=[to("Condition/tumor")], reasonCode=list(reasons)))))


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (concept(icd("K92.2", "Gastrointestinal hemorrhage, unspecified")), "recent-hemorrhage"),
        (concept(icd("I21.4", "Non-ST elevation (NSTEMI) myocardial infarction")), "thrombotic-event"),
        ({"text": "recent GI bleed"}, "recent-hemorrhage"),
        ({"text": "s/p PE 2 weeks ago"}, "thrombotic-event"),
        ({"text": "Bowel perforation"}, "perforation-or-fistula"),
        ({"text": "GI perf"}, "perforation-or-fistula"),
        ({"text": "RP hematoma"}, "recent-hemorrhage"),
        ({"text": "Exposed bone jaw"}, "osteonecrosis-of-jaw"),
        ({"text": "Arterial clot leg"}, "thrombotic-event"),
    ],
)
def test_a_danger_as_the_reason_is_one_of_now(reason: dict[str, Any], code: str) -> None:
    found = for_reasons(reason)
    assert found.verdict.value == "error", said(found)
    (finding,) = [one for one in found.findings if one.code == code]
    assert [one.expression for one in finding.evidence if "reasonCode[0]" in (one.expression or "")]


@pytest.mark.parametrize(
    "reason",
    [
        concept(icd("I10", "Essential (primary) hypertension")),
        concept(icd("Z51.11", "Encounter for antineoplastic chemotherapy")),
        {"text": "Hx of GI bleed 2015"},
        {"text": "no evidence of bleeding"},
        {"text": "Renal cell carcinoma"},
        {"text": "Family history of stroke"},
    ],
)
def test_other_reasons_are_no_danger(reason: dict[str, Any]) -> None:
    assert for_reasons(reason).verdict.value == "accept", said(for_reasons(reason))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Major surgery 1 week ago", "surgery-too-recent"),
        ("Nephrectomy 11/10", "surgery-too-recent"),
        ("s/p nephrectomy 11/10/2026", "surgery-too-recent"),
        ("tooth extraction 12/2", "surgery-too-close"),
    ],
)
def test_an_operation_among_the_reasons_is_one_of_its_day(text: str, code: str) -> None:
    found = for_reasons({"text": text})
    (finding,) = [one for one in found.findings if one.code == code]
    assert finding.verdict is Verdict.ERROR, said(found)
    assert [one.expression for one in finding.evidence if "reasonCode[0]" in (one.expression or "")]


@pytest.mark.parametrize(
    "text", ["RCC s/p nephrectomy 2019", "s/p nephrectomy", "RCC, surgery declined", "Metastatic RCC"]
)
def test_an_old_or_undated_operation_among_the_reasons_is_quiet(text: str) -> None:
    assert for_reasons({"text": text}).verdict is Verdict.ACCEPT, said(for_reasons({"text": text}))
