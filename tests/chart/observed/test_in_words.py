"""What an Observation says against the label in words alone: no evidence, and no silence either.

A coded grade, spread or criterion stays what it is; the order is open beside it. All patients are synthetic.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.build import Resource, attested, observation
from support.coding import GRADE, HISTOLOGY, M1, M_CATEGORY, STAGE_GROUP, Coding, concept, loinc
from support.judged import judged, tablets, thyroid
from support.plain import kidney, pancreas, without

from validator.report.model import OrderReport

REPORT = loinc("60568-3", "Pathology Synoptic report")
ON = "2026-11-10"


def attested_kidney(*entries: Resource) -> list[Resource]:
    """Kidney cancer of which only an attestation says that it is advanced."""
    return without(kidney(beside=(attested("advanced", "advanced", "2026-03-01"), *entries)), "metastasis")


def panel(*parts: tuple[Coding, dict[str, Any]]) -> Resource:
    return observation("entry", REPORT, ON) | {"component": [{"code": concept(code)} | value for code, value in parts]}


def words(text: str) -> dict[str, Any]:
    return {"valueString": text}


def reasons(report: OrderReport) -> list[str]:
    assert report.ledger is not None
    return [one.reason.value for one in report.ledger.set_aside]


@pytest.mark.parametrize(
    "chart",
    [
        attested_kidney(observation("entry", STAGE_GROUP, ON, text="Stage I")),
        attested_kidney(observation("entry", STAGE_GROUP, ON, text="Stage IIB")),
        kidney(beside=(observation("entry", M_CATEGORY, ON, text="M0"),)),
        pancreas(observation("entry", GRADE, ON, text="poor")),
        pancreas(observation("entry", GRADE, ON, text="G3")),
        pancreas(observation("entry", GRADE, ON, text="G4")),
        pancreas(observation("entry", GRADE, ON, text="high grade")),
        pancreas(observation("entry", GRADE, ON, text="moderately differentiated")),
        pancreas(observation("entry", HISTOLOGY, ON, text="undifferentiated")),
        pancreas(panel((GRADE, words("poor")))),
        pancreas(panel((HISTOLOGY, words("Neuroendocrine tumor")), (GRADE, words("poor")))),
        pancreas(panel((GRADE, words("poor")), (STAGE_GROUP, words("Stage IV")))),
    ],
)
def test_words_against_what_is_coded_leave_the_order_open(chart: list[Resource]) -> None:
    without_it = without(chart, "entry")
    assert judged(without_it).verdict == "accept"
    report = judged(chart)
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])
    (finding,) = [one for one in report.findings if one.verdict == "undetermined"]
    assert re.search(r"^Is .+ right( \(.+\))?\?", finding.message)
    assert finding.evidence[0].says.endswith(": it says so in words only")


@pytest.mark.parametrize(
    "chart",
    [
        attested_kidney(observation("entry", STAGE_GROUP, ON, text="Stage IV")),
        kidney(beside=(observation("entry", M_CATEGORY, ON, text="M1"),)),
        pancreas(observation("entry", GRADE, ON, text="G1")),
        pancreas(panel((GRADE, words("well")), (STAGE_GROUP, words("Stage IV")))),
        pancreas(panel((M_CATEGORY, {"valueCodeableConcept": concept(M1)}), (GRADE, words("G2")))),
    ],
)
def test_words_that_agree_are_quiet(chart: list[Resource]) -> None:
    report = judged(chart)
    assert (report.verdict, reasons(report)) == ("accept", [])


def test_a_part_in_words_takes_nothing_from_the_parts_in_codes() -> None:
    alone = without(pancreas(), "spread")
    mixed = panel((M_CATEGORY, {"valueCodeableConcept": concept(M1)}), (GRADE, words("poor")))
    report = judged([*alone[:-1], mixed, alone[-1]])
    # It may be for no indication at all, as a code for the grade would say.
    assert report.indication is None
    assert [one.code for one in report.findings if one.verdict == "undetermined"] == ["entry-set-aside"]


@pytest.mark.parametrize(
    "parts",
    [
        ((GRADE, words("poor")), (STAGE_GROUP, words("Stage IV"))),
        ((HISTOLOGY, words("Neuroendocrine tumor")), (GRADE, words("poor"))),
    ],
)
def test_each_part_in_words_is_weighed_as_its_code_would_be(parts: tuple[tuple[Coding, dict[str, Any]], ...]) -> None:
    report = judged(pancreas(panel(*parts)))
    assert (report.verdict, report.indication) == ("undetermined", None)


@pytest.mark.parametrize("answer", [{"valueString": "no"}, {"valueBoolean": False}])
def test_a_criterion_that_is_denied_under_its_own_name_leaves_an_attested_one_open(answer: dict[str, Any]) -> None:
    denied = observation("entry", GRADE, ON) | {"code": {"text": "Radioactive iodine refractory"}} | answer
    assert judged(thyroid(tablets(40))).verdict == "accept"
    report = judged(thyroid(denied, tablets(40)))
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])
    affirmed = denied | {name: "yes" if name == "valueString" else True for name in answer}
    assert judged(thyroid(affirmed, tablets(40))).verdict == "accept"
