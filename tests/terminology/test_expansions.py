"""Value sets written out for tools that do not know our extensions: fresh, and with exactly what the lists hold."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from support.expansions import FOLDER, as_text, expansions
from support.icd_10_cm import table
from support.shipped import BOOK

from validator.terminology.coding import ICD10CM, ICD10PCS, NDC

made = cache(expansions)
SETS = {f"{one.name}-codes": one for one in BOOK.value_sets}


def included(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made()[name]["compose"]["include"]
    return found


def test_the_files_are_those_that_the_value_sets_make() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == made().keys()
    stale = [name for name, one in made().items() if (FOLDER / f"{name}.json").read_text("utf-8") != as_text(one)]
    assert stale == [], "python tests/support/expansions.py writes them anew"
    assert all(json.loads(as_text(one)) == one for one in made().values())


def test_of_the_table_exactly_the_codes_stand_there_that_the_list_holds() -> None:
    assert {name: different for name in made() if (different := _listed(name) ^ _held(name))} == {}


def _listed(name: str) -> set[str]:
    listed = {one["code"] for part in included(name) if part["system"] == ICD10CM for one in part.get("concept", [])}
    return listed & table().titles.keys()


def _held(name: str) -> set[str]:
    unconfirmed = {concept.code for concept in SETS[name].concepts.values() if concept.confidence == "unverified"}
    codes = _in_domain(SETS[name].domain)
    return {code for code in codes if BOOK.in_value_set(SETS[name].name, ICD10CM, code)} - unconfirmed


@cache
def _in_domain(domain: str) -> list[str]:
    return [code for code in table().titles if BOOK.groups(domain, ICD10CM, code)]


def test_every_list_with_a_code_that_stands_for_more_is_written_out_without_our_extensions() -> None:
    more = {f"{one.name}-codes" for one in BOOK.value_sets if any(part.prefix for part in one.concepts.values())}
    assert more == made().keys()
    assert max(len(name) for name in made()) <= 64, "an id has at most 64 characters"
    assert [
        name for name, one in made().items() if "labelcheck.example.org/fhir/StructureDefinition" in as_text(one)
    ] == []


def test_a_beginning_is_written_out_and_what_the_list_leaves_out_is_not() -> None:
    codes = {one["code"] for part in included("cancer-of-any-kind-codes") for one in part.get("concept", [])}
    assert {"C64", "C64.1", "C7B.02"} <= codes
    assert "D49.0" in codes or not BOOK.in_value_set("cancer-of-any-kind", ICD10CM, "D49.0")


def test_a_beginning_of_a_system_without_a_table_is_a_filter_that_matches_its_codes_and_no_others() -> None:
    (told,) = (part["filter"][0] for part in included("dialysis-codes") if "filter" in part)
    pattern = re.compile(told["value"])
    for code, expected in (("5A1D70Z", True), ("5A1C60Z", False), ("05A1D70", False)):
        assert (pattern.fullmatch(code) is not None) is expected
        assert BOOK.in_value_set("dialysis", ICD10PCS, code) is expected


def test_beginnings_of_drug_codes_are_told_in_a_warning() -> None:
    (warning,) = made()["cabozantinib-products-codes"]["extension"]
    assert "package" in warning["valueMarkdown"]
    assert any(part["system"] == NDC for part in included("cabozantinib-products-codes"))
    assert "extension" not in made()["dialysis-codes"]
