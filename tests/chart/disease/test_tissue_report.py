"""What a report of tissue concludes in free text, beside an older grade. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation, resource, to
from support.coding import M_CATEGORY, STAGE_GROUP, concept
from support.judged import judged
from support.plain import kidney, pancreas, without


def report(conclusion: str, on: str = "2026-10-10", name: str = "Surgical pathology", **elements: Any) -> Resource:
    about = {"code": concept(text=name), "subject": to("Patient/patient"), "effectiveDateTime": on}
    return resource("DiagnosticReport", "report", **({"status": "final", "conclusion": conclusion} | about | elements))


@pytest.mark.parametrize(
    "one",
    [
        report("Poorly differentiated neuroendocrine carcinoma, Ki-67 80%."),
        report("Liver, core biopsy: high-grade neuroendocrine carcinoma"),
        report("Ki-67 proliferation index: 70%"),
        report("See code", conclusionCode=[concept(text="Poorly differentiated neuroendocrine carcinoma")]),
    ],
)
def test_a_newer_report_against_good_differentiation_is_no_silence(one: Resource) -> None:
    assert judged(pancreas(one)).verdict == "undetermined"


@pytest.mark.parametrize(
    "one",
    [
        report("Well differentiated neuroendocrine tumor, WHO grade 2, Ki-67 8%."),
        report("Poorly differentiated neuroendocrine carcinoma", "2025-01-01"),
        report("No poorly differentiated neuroendocrine carcinoma"),
        report("Poorly differentiated adenocarcinoma of the prostate, Gleason 9"),
        report("Poorly differentiated neuroendocrine carcinoma", name="Tumor board letter"),
        report("Poorly differentiated neuroendocrine carcinoma", status="entered-in-error"),
        report("Poorly differentiated neuroendocrine carcinoma", status="cancelled"),
    ],
)
def test_what_is_older_of_another_tumor_or_denied_changes_nothing(one: Resource) -> None:
    assert judged(pancreas(one)).verdict == "accept"


@pytest.mark.parametrize("status", ["preliminary", "partial", "prelim", None])
def test_a_report_that_is_not_closed_is_no_silence_either(status: str | None) -> None:
    def told(conclusion: str) -> Resource:
        made = report(conclusion, status=status)
        return {name: one for name, one in made.items() if one is not None}

    found = judged(pancreas(told("Poorly differentiated neuroendocrine carcinoma, Ki-67 80%.")), ledger=True)
    assert found.verdict == "undetermined"
    assert [one.reference for one in found.ledger.set_aside] == ["DiagnosticReport/report"]
    assert judged(pancreas(told("Well differentiated neuroendocrine tumor, G2"))).verdict == "accept"
    unread = told("Well differentiated neuroendocrine tumor, G2")
    assert judged(pancreas(unread, grade=None)).verdict == "undetermined"


@pytest.mark.parametrize(
    "one",
    [
        report("Poorly differentiated neuroendocrine carcinoma", name="Chest X-ray", status="preliminary"),
        resource(
            "DiagnosticReport",
            "report",
            status="registered",
            code=concept(text="Surgical pathology"),
            subject=to("Patient/patient"),
        ),
    ],
)
def test_an_open_report_of_something_else_or_without_a_conclusion_is_quiet(one: Resource) -> None:
    assert judged(pancreas(one)).verdict == "accept"


def test_a_report_proves_no_good_differentiation() -> None:
    found = judged(pancreas(report("Well differentiated neuroendocrine tumor, G2"), grade=None))
    assert found.verdict == "undetermined"


@pytest.mark.parametrize("words", ["cM1", "pM1", "cM1a", "cM1 (lung)"])
@pytest.mark.parametrize("question", [STAGE_GROUP, M_CATEGORY])
def test_an_m_category_is_one_under_either_question(words: str, question: dict[str, str]) -> None:
    said = observation("said", question, "2026-08-01", text=words, focus="Condition/tumor")
    assert judged([*without(kidney(), "metastasis"), said]).verdict == "accept"


@pytest.mark.parametrize("words", ["cM0", "pM0", "MX", "T1"])
def test_another_category_shows_no_spread(words: str) -> None:
    said = observation("said", STAGE_GROUP, "2026-08-01", text=words, focus="Condition/tumor")
    assert judged([*without(kidney(), "metastasis"), said]).verdict == "undetermined"
