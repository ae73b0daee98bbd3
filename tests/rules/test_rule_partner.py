"""A partner drug given at intervals: asked for where the dose hangs on it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, administration, attested, dosage, every, order, quantity
from support.coding import DRUGS, concept, rxnorm
from support.judged import judged, liver_cancer, named, tablets, taking, verdicts
from support.plain import kidney

from validator.finding import IssueType
from validator.verdict import Verdict

NIVOLUMAB = concept(DRUGS["nivolumab"][0])
PEMBROLIZUMAB = concept(rxnorm("1547545", "pembrolizumab"))


def infused(drug: Any = NIVOLUMAB, on: str = "2026-11-08", name: str = "infusion") -> Resource:
    """One infusion two weeks ago."""
    return administration(name, drug, start=on, end=on)


@pytest.mark.parametrize(
    ("mg", "frequency", "verdict", "code"),
    [
        (60, None, "undetermined", "undetermined"),
        (40, None, "warning", "warning"),
        (20, None, "warning", "warning"),
        (20, every(2), "undetermined", "undetermined"),
        (80, None, "error", None),
    ],
)
def test_a_dose_is_compared_with_both_regimens(mg: int, frequency: Any, verdict: str, code: str | None) -> None:
    report = judged(kidney(tablets(mg, frequency), beside=(infused(),)))
    assert report.verdict.value == verdict
    assert verdicts(report, "partner-may-go-on") == ([code] if code else [])


def test_sixty_mg_names_what_would_settle_it() -> None:
    report = judged(kidney(beside=(infused(),)))
    (found,) = named(report, "partner-may-go-on")
    assert found.missing == ("partner-ended",)
    assert found.kind is IssueType.REQUIRED
    assert named(report, "drug-may-go-on") == []
    assert report.expected is None
    assert len(found.message) <= 140
    ended = attested("ended", "partner-ended", "2026-11-20", True)
    assert judged(kidney(beside=(infused(), ended))).verdict is Verdict.ACCEPT
    goes_on = attested("ended", "partner-ended", "2026-11-20", False)
    assert judged(kidney(beside=(infused(), goes_on))).verdict is Verdict.ERROR
    assert named(judged(kidney(tablets(40), beside=(infused(), goes_on))), "dose-agrees")


def test_forty_mg_agrees_with_a_caution() -> None:
    report = judged(kidney(tablets(40), beside=(infused(),)))
    assert [one.code for one in named(report, "dose-agrees")] == ["dose-agrees"]
    assert named(report, "dose-below-start") == []
    assert named(report, "drug-may-go-on") == []
    (caution,) = named(report, "partner-may-go-on")
    assert caution.kind is IssueType.BUSINESS_RULE


def test_an_open_dose_stays_open_beside_a_partner_that_may_go_on() -> None:
    both = [taking("itraconazole"), taking("rifampin")]
    report = judged(kidney(tablets(40), beside=(*both, infused())))
    assert report.verdict is Verdict.UNDETERMINED
    assert verdicts(report, "dose-label-silent") == ["undetermined"]
    assert verdicts(report, "drug-may-go-on") == ["accept"]


def test_an_infusion_long_ago_leaves_sixty_mg_alone() -> None:
    assert judged(kidney(beside=(infused(on="2026-09-01"),))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("as_request", [True, False])
@pytest.mark.parametrize(
    "drug",
    [PEMBROLIZUMAB, concept(rxnorm("1792776", "atezolizumab")), concept(rxnorm("337525", "bevacizumab"))],
    ids=["pembrolizumab", "atezolizumab", "bevacizumab"],
)
def test_another_drug_three_weeks_ago_is_a_note_at_most(drug: Any, as_request: bool) -> None:
    given = order(drug, [dosage(quantity(200, "mg"), None)], name="c", on="2026-11-05", status="completed")
    report = judged(kidney(beside=(given if as_request else infused(drug, "2026-11-05"),)))
    assert report.verdict is Verdict.ACCEPT
    assert verdicts(report, "drug-may-go-on") == ["accept"]


def test_an_active_order_of_the_partner_counts_as_taken() -> None:
    active = order(NIVOLUMAB, [dosage(quantity(480, "mg"), every(4, "wk", boundsPeriod={"start": "2026-12-01"}))],
                   name="n", on="2026-11-01")  # fmt: skip
    report = judged(kidney(beside=(active, infused())))
    assert report.verdict is Verdict.ERROR
    assert named(report, "partner-may-go-on") == []


def test_the_partner_of_another_disease_is_a_note() -> None:
    report = judged(liver_cancer(tablets(60), infused()))
    assert named(report, "indication-not-met") == []
    assert verdicts(report, "drug-may-go-on") == ["accept"]
