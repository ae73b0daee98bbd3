"""Codes of an instruction or a timing without words: known ones say it, others are told."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import dosage, every, quantity
from support.judged import judged
from support.plain import kidney, with_dosage

from validator.chart.order.instruction_code import _WORDS
from validator.verdict import Verdict

SNOMED = "http://snomed.info/sct"
TIMING = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
UNREAD = "text-not-understood"
FOOD = {"309612007", "311503006", "311504000", "225758001", "24863003"}
STOPS = {"421484000", "422327006"}
FORMS = {"417995008", "418991002", "419111009", "419529008"}
OPEN = {"307165006", "311500009", "311501008", "424616004"}
LIMIT = {"419437002"}


def bare(code: str, system: str | None = SNOMED) -> dict[str, Any]:
    return {"coding": [{"code": code} | ({"system": system} if system else {})]}


def codes(**elements: Any) -> dict[str, Verdict]:
    made = dosage(quantity(60, "mg"), every())
    timing = elements.pop("timing", None)
    if timing is not None:
        made["timing"]["code"] = timing
    report = judged(kidney(with_dosage(made | elements)))
    return {one.code: one.verdict for one in report.findings if one.verdict is not Verdict.ACCEPT}


@pytest.mark.parametrize("code", sorted(set(_WORDS) - FOOD - STOPS - FORMS - OPEN - LIMIT))
def test_a_known_code_of_other_matters_is_quiet(code: str) -> None:
    assert codes(additionalInstruction=[bare(code)]) == {}


@pytest.mark.parametrize("code", sorted(FOOD))
def test_a_known_code_for_food_is_an_error(code: str) -> None:
    assert codes(additionalInstruction=[bare(code)]) == {"with-food": Verdict.ERROR}


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_known_code_against_swallowing_it_whole_is_an_error(code: str) -> None:
    assert codes(additionalInstruction=[bare(code)])["not-swallowed-whole"] is Verdict.ERROR


@pytest.mark.parametrize("code", sorted(STOPS))
def test_a_known_code_that_stops_the_drug_is_told(code: str) -> None:
    assert codes(additionalInstruction=[bare(code)]) == {"text-takes-order-back": Verdict.WARNING}


@pytest.mark.parametrize(
    "instructions",
    [
        [bare("H12", "urn:oid:1.2.3")],
        [bare("H12", None)],
        [bare("418443006")],
        [bare("717154004", "urn:oid:1.2.3")],
        [bare("H12", "urn:oid:1.2.3"), bare("H13", "urn:oid:1.2.3")],
    ],
)
def test_a_code_that_says_nothing_here_is_one_caution_with_the_code(instructions: list[dict[str, Any]]) -> None:
    report = judged(kidney(with_dosage(dosage(quantity(60, "mg"), every()) | {"additionalInstruction": instructions})))
    (found,) = (one for one in report.findings if one.code == UNREAD)
    assert found.verdict is Verdict.WARNING
    assert len(found.expression) == len(instructions)
    assert str(instructions[0]["coding"][0]["code"]) in found.message


def test_a_local_code_with_words_or_beside_a_known_one_is_its_words() -> None:
    local = {"system": "urn:oid:1.2.3", "code": "H12"}
    assert codes(additionalInstruction=[{"coding": [local | {"display": "Swallow whole"}]}]) == {}
    assert codes(additionalInstruction=[{"coding": [local], "text": "Swallow whole"}]) == {}
    assert codes(additionalInstruction=[{"coding": [local, *bare("717154004")["coding"]]}]) == {}


@pytest.mark.parametrize("system", [TIMING, f"{TIMING}/", TIMING.replace("http:", "https:"), None])
def test_a_known_timing_is_read_however_its_system_is_spelt(system: str | None) -> None:
    assert codes(timing=bare("QD", system)) == {}
    assert codes(timing=bare("BID", system)) == {"dose-not-known": Verdict.UNDETERMINED}


@pytest.mark.parametrize("code", [bare("T7", "urn:oid:1.2.3"), bare("T7", None), bare("JB", TIMING)])
def test_a_timing_that_is_not_known_beside_the_rules_is_a_caution(code: dict[str, Any]) -> None:
    assert codes(timing=code) == {UNREAD: Verdict.WARNING}
    assert codes(timing=code | {"text": "Daily"}) == {}


def test_the_tag_of_a_fully_specified_name_is_no_word_of_the_order() -> None:
    """As one EHR sends every daily order."""
    local = {"system": "urn:oid:1.2.3", "code": "2018623", "display": "Daily"}
    snomed = {"system": SNOMED, "code": "69620002", "display": "Daily (qualifier value)"}
    assert codes(timing={"coding": [local, snomed], "text": "Daily"}) == {}
    assert codes(timing={"coding": [{"system": SNOMED, "code": "69620002"}]}) == {}
    assert codes(
        additionalInstruction=[
            {"coding": [bare("225758001")["coding"][0] | {"display": "After food (qualifier value)"}]}
        ]
    ) == {"with-food": Verdict.ERROR}
