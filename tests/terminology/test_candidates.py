"""Codes and names that were proposed for the lists, and what became of each: in a list, or out for a reason.

`candidates.csv` holds the decisions. A code that a list takes up or lets go later has its row changed with it, so that
nobody weighs it a second time without knowing why it was left out.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from validator.terminology.codebook import Codebook, codebook
from validator.terminology.coding import HCPCS, ICD10CM, ICD10PCS, LOINC, RXNORM, SNOMED

SYSTEMS = {
    "ICD-10-CM": ICD10CM,
    "ICD-10-PCS": ICD10PCS,
    "LOINC": LOINC,
    "RxNorm": RXNORM,
    "HCPCS": HCPCS,
    "SNOMED CT": SNOMED,
}
NOT_LOOKED_UP = {"CDT"}
with (Path(__file__).parent / "candidates.csv").open(encoding="utf-8", newline="") as file:
    CANDIDATES = tuple(csv.DictReader(file))


@pytest.fixture(scope="module")
def book() -> Codebook:
    return codebook(Path("profiles"))


def is_held(book: Codebook, row: dict[str, str]) -> bool:
    """Whether the value set of the row, or any where it names none, holds the code or the name."""
    if row["system"] == "name":
        one = book.value_set(row["value set"])
        return one.group in book.drug_groups_by_name(one.domain, row["display"])
    system, code = SYSTEMS[row["system"]], row["code"]
    if row["value set"]:
        return book.in_value_set(row["value set"], system, code)
    return any(book.groups(domain, system, code) for domain in book.domains)


def test_no_candidate_is_undecided() -> None:
    for row in CANDIDATES:
        assert row["system"] in {*SYSTEMS, *NOT_LOOKED_UP, "name"}, row
        assert row["display"], row
        assert row["decision"] in ("in", "out"), row
        assert bool(row["value set"] if row["decision"] == "in" else row["reason"]), row


def test_no_candidate_is_decided_twice() -> None:
    keys = [(row["system"], row["code"] or row["display"], row["value set"]) for row in CANDIDATES]
    assert len(set(keys)) == len(keys)


def test_the_lists_hold_what_was_decided_in_and_nothing_decided_out(book: Codebook) -> None:
    looked_up = [row for row in CANDIDATES if row["system"] not in NOT_LOOKED_UP]
    assert [row for row in looked_up if is_held(book, row) is not (row["decision"] == "in")] == []


def test_a_code_known_by_name_alone_decides_no_eligibility(book: Codebook) -> None:
    for row in CANDIDATES:
        if row["decision"] == "in" and row["system"] in SYSTEMS:
            one = book.value_set(row["value set"])
            confidence = book.confidence(one.domain, SYSTEMS[row["system"]], row["code"], one.group)
            assert confidence != "unverified" or one.domain in ("conditions-risk", "cyp3a4"), row
