"""The map from findings to kinds of DetectedIssue: every finding is mapped, or listed as unmapped with the reason.

That both codes of a row exist is for the validator to say (`tests/test_judge.py`).
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from validator.report.operation_outcome import FINDING_SYSTEM
from validator.terminology.profiles import profiles_root

ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def rows() -> dict[str, list[dict[str, Any]]]:
    """The targets of each finding code."""
    text = (profiles_root() / "conceptmaps" / "finding-detected-issue.json").read_text(encoding="utf-8")
    (group,) = json.loads(text)["group"]
    assert (group["source"], group["target"]) == (FINDING_SYSTEM, ACT_CODE)
    assert [code for code, times in Counter(one["code"] for one in group["element"]).items() if times > 1] == []
    return {one["code"]: one["target"] for one in group["element"]}


def test_every_finding_code_has_its_row_and_no_other_has_one() -> None:
    text = (profiles_root() / "codesystems" / "finding.json").read_text(encoding="utf-8")
    assert set(rows()) == {one["code"] for one in json.loads(text)["concept"]}


def test_a_finding_is_a_kind_of_issue_or_is_unmapped_for_a_reason() -> None:
    for code, targets in rows().items():
        unmapped = [one for one in targets if one["equivalence"] == "unmatched"]
        if unmapped:
            assert targets == unmapped, f"{code} is both mapped and unmapped"
            assert all("code" not in one and one["comment"].endswith(".") for one in unmapped), code
        else:
            assert targets, code
            assert all(one["code"] and one["display"] for one in targets), code


def test_what_is_not_wholly_of_its_kind_says_where_it_is() -> None:
    loose = [one for targets in rows().values() for one in targets if one["equivalence"] in ("narrower", "inexact")]
    assert loose
    assert [one for one in loose if not one.get("comment")] == []


def test_findings_that_a_pharmacist_knows_by_their_kind_have_it() -> None:
    wanted = {
        "dose-above-label": "DOSEH",
        "dose-below-start": "DOSEL",
        "not-once-daily": "DOSEIVL",
        "interacting-drug": "DRG",
        "hepatic-impairment-severe": "COND",
        "pregnancy": "PREG",
        "age-not-established": "PEALRT",
        "duplicate-order": "DUPTHPGEN",
    }
    assert {code: rows()[code][0].get("code") for code in wanted} == wanted


def test_what_agrees_or_is_not_known_is_no_issue_of_therapy() -> None:
    for code in ("dose-agrees", "order-checked", "dose-not-known", "indication-not-shown", "entry-set-aside"):
        assert [one["equivalence"] for one in rows()[code]] == ["unmatched"], code
