"""Words as evidence: they can show a thing, and a denial in any form shows nothing."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said, verdict
from support.build import (
    Resource,
    attested,
    condition,
)
from support.coding import (
    concept,
    snomed,
)
from support.plain import (
    kidney,
    kidney_cancer,
    neuroendocrine,
    replaced,
    without,
)


def with_note(text: str) -> list[Resource]:
    """A kidney cancer whose extent stands nowhere but in a note."""
    return replaced(without(kidney(), "metastasis"), kidney_cancer(note=[{"text": text}]))


@pytest.mark.parametrize("text", ["Metastatic disease.", "Now metastatic", "Advanced, for systemic therapy"])
def test_words_can_show_the_extent(text: str) -> None:
    reported = answer(check(with_note(text)))
    assert reported.verdict.value == "accept", said(reported)


@pytest.mark.parametrize(
    "text",
    [
        "No metastatic disease.",
        "Not metastatic",
        "non-metastatic",
        "Without metastatic spread",
        "No evidence of metastatic disease",
        "Potentially metastatic",
        "Metastatic?",
        "Ruled out: metastatic disease",
        "If metastatic, consider systemic therapy",
        "Denies metastatic disease",
        "Antimetastatics discussed",
        "",
    ],
)
def test_words_that_deny_or_doubt_show_nothing(text: str) -> None:
    chart = with_note(text) if text else replaced(without(kidney(), "metastasis"), kidney_cancer())
    assert verdict(chart) == "undetermined"


def test_words_never_overrule_a_coded_negative() -> None:
    chart = without(neuroendocrine(), "unresectable")
    said_so = condition(
        "tumor",
        concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine")),
        note="Unresectable.",
    )
    denied = attested("resectable", "unresectable", "2026-11-01", False)
    assert verdict(replaced(chart, said_so)) == "accept"
    assert verdict([*replaced(chart, said_so), denied]) == "error"
