"""Results against the upper limit that the laboratory reports with them."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, quantity
from support.coding import concept, loinc

from validator.criteria.registry import read_criterion

ABOVE = {"kind": "above-upper-limit", "groups": ["alt", "ast"], "times": 3, "days": 30}
FROM = {"kind": "above-upper-limit", "groups": ["bilirubin_total"], "times": 2, "inclusive": True, "days": 30}
ALT = loinc("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
AST = loinc("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
BILIRUBIN = loinc("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma")


def limit(high: int | str, unit: str | None = "U/L", **more: Any) -> dict[str, Any]:
    return {"high": quantity(high, unit) if unit else {"value": high}} | more


def alt(value: int | str, *ranges: dict[str, Any], on: str = "2026-11-10", name: str = "alt", **more: Any) -> Resource:
    result = observation(name, ALT, on, value=quantity(value, "U/L") | more)
    return result | ({"referenceRange": list(ranges)} if ranges else {})


FORTY = limit(40)


def typed(text: str, *ranges: dict[str, Any]) -> Resource:
    """ALT as many laboratories send it: what was typed."""
    result = {name: one for name, one in alt(0, *ranges).items() if name != "valueQuantity"}
    return result | {"valueString": text}


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (typed(">120", FORTY), "true"),
        (typed("350", FORTY), "true"),
        (typed("350 (H)", FORTY), "true"),
        (typed("1,250 H", FORTY), "true"),
        (typed("> 500 U/L", FORTY), "true"),
        (typed("220 U/L", {"text": "7-56 U/L"}), "true"),
        (alt(220, {"text": "7 - 56"}), "true"),
        (alt(220, {"text": "< 40"}), "true"),
        (alt(220, limit(40, "IU/L")), "true"),
        # The ordinary result, and what says too little.
        (typed("28", FORTY), "false"),
        (typed("<5", FORTY), "false"),
        (typed(">100", FORTY), "unknown"),
        (alt(100, {"text": "7-56 U/L"}), "false"),
        (alt(220, {"text": "men 7-56, women 5-40"}), "unknown"),
        (alt(220, {"text": "7-56 g/L"}), "unknown"),
    ],
    ids=str,
)
def test_a_result_or_its_range_in_words_is_compared_as_one_in_numbers(result: Resource, expected: str) -> None:
    assert truth(ABOVE, result) == expected


@pytest.mark.parametrize("text", ["350", "see note", "350 last week, 40 today"])
def test_words_without_a_range_or_with_more_than_a_number_are_no_amount(text: str) -> None:
    assert truth(ABOVE, typed(text, *([FORTY] if " " in text else []))) != "true"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], "false"),
        ([alt(24, FORTY)], "false"),
        ([alt(120, FORTY)], "false"),
        ([alt("120.1", FORTY)], "true"),
        ([alt(500, FORTY)], "true"),
        ([alt(121, limit(40, None))], "true"),
        ([alt(500)], "unknown"),
        ([alt(500, {"text": "normal"})], "unknown"),
        ([alt(500, limit(40, "g"))], "unknown"),
        ([alt(130, limit(40), limit(45))], "unknown"),
        ([alt(136, limit(40), limit(45))], "true"),
        ([alt(100, limit(30, type={"coding": [{"code": "treatment"}]}), FORTY)], "false"),
        ([alt(500, FORTY, on="2026-10-23")], "true"),  # 30 days
        ([alt(500, FORTY, on="2026-10-22")], "false"),
        ([alt(500, FORTY, on="2026-11-23")], "false"),
        ([alt(500, FORTY, on="2026-11-01", name="old"), alt(30, FORTY)], "false"),
        ([alt(30, FORTY, on="2026-11-01", name="old"), alt(500, FORTY)], "true"),
        ([alt(500, FORTY, name="same"), alt(30, FORTY)], "unknown"),
        ([alt(500, FORTY, comparator=">")], "true"),
        ([alt(100, FORTY, comparator=">")], "unknown"),
        ([alt(5, FORTY, comparator="<")], "false"),
    ],
)
def test_the_newest_result_is_compared_with_its_own_limit(results: list[Resource], expected: str) -> None:
    assert truth(ABOVE, *results) == expected
    assert truth(ABOVE, *results[::-1]) == expected


def test_one_of_the_groups_is_enough() -> None:
    ast = observation("ast", AST, "2026-11-10", value=quantity(500, "U/L")) | {"referenceRange": [FORTY]}
    found = ask(ABOVE, alt(24, FORTY), ast)
    assert found.truth.value == "true"
    assert [one.reference for one in found.evidence] == ["Observation/ast"]


@pytest.mark.parametrize(("value", "expected"), [("2.39", "false"), ("2.4", "true"), ("3", "true")])
def test_a_limit_that_counts_itself(value: str, expected: str) -> None:
    result = observation("b", BILIRUBIN, "2026-11-10", value=quantity(value, "mg/dL"))
    assert truth(FROM, result | {"referenceRange": [limit("1.2", "mg/dL")]}) == expected


def test_what_would_tell_is_named() -> None:
    assert ask(ABOVE, alt(500)).missing == ("referenceRange.high of Observation/alt",)


@pytest.mark.parametrize(
    ("comparator", "value", "above", "at_least"),
    [
        (">", "120", "true", "true"),
        (">", "119", "unknown", "unknown"),
        (">=", "120", "unknown", "true"),
        (">=", "121", "true", "true"),
        (">=", "119", "unknown", "unknown"),
        ("<", "120", "false", "false"),
        ("<", "121", "unknown", "unknown"),
        ("<=", "120", "false", "unknown"),
        ("<=", "119", "false", "false"),
        ("<=", "121", "unknown", "unknown"),
    ],
)
def test_a_result_that_is_only_bounded_counts_as_far_as_it_tells(
    comparator: str, value: str, above: str, at_least: str
) -> None:
    result = alt(value, FORTY, comparator=comparator)
    assert truth(ABOVE, result) == above
    assert truth(ABOVE | {"inclusive": True}, result) == at_least


@pytest.mark.parametrize(
    ("value", "unit", "high", "of_limit", "expected"),
    [
        ("4", "ukat/L", "40", "U/L", "true"),
        ("4", "\u00b5kat/l", "40", "U/l", "true"),
        ("2", "ukat/L", "40", "U/L", "false"),  # three times the limit, and not more
        ("0.6", "ukat/L", "40", "U/L", "false"),
        ("4000", "nkat/L", "40", "U/L", "true"),
        ("240", "U/L", "0.67", "ukat/L", "true"),
        ("30", "IU/L", "0.67", "\u03bckat/L", "false"),
    ],
)
def test_an_enzyme_in_katals_is_compared_with_a_limit_in_units(
    value: str, unit: str, high: str, of_limit: str, expected: str
) -> None:
    assert truth(ABOVE, alt(value, {"high": {"value": high, "unit": of_limit}}, unit=unit, code=unit)) == expected


def test_a_newest_result_in_a_unit_that_is_not_read_hides_an_older_one() -> None:
    unread = observation("unread", ALT, "2026-11-15", value={"value": 500, "unit": "foo"}) | {"referenceRange": [FORTY]}
    assert truth(ABOVE, unread, alt(30, FORTY)) == "unknown"


def test_the_page_of_a_label_says_whether_the_bound_counts_itself() -> None:
    said = [read_criterion(one).clause(" or ".join) for one in (ABOVE, FROM)]
    assert said == [
        "more than 3 times the upper limit of normal in the 30 days before: alt or ast",
        "at least 2 times the upper limit of normal in the 30 days before: bilirubin_total",
    ]


def test_the_limit_that_came_with_a_part_of_a_panel_is_that_of_the_part() -> None:
    def panel(value: int) -> Resource:
        part = {"code": concept(ALT), "valueQuantity": quantity(value, "U/L"), "referenceRange": [FORTY]}
        return observation("panel", loinc("24325-3", "Hepatic function panel"), "2026-11-10") | {"component": [part]}

    assert truth(ABOVE, panel(121)) == "true"
    assert truth(ABOVE, panel(120)) == "false"
