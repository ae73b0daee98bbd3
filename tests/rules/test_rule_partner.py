"""A partner drug given at intervals: asked for where the dose hangs on it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, administration, attested, dosage, every, observation, order, quantity, statement
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, DRUGS, concept, rxnorm, snomed
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


@pytest.mark.parametrize(
    "drug",
    [
        {"text": "Opdualag"},
        {"coding": [{"system": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": "J9298"}]},
    ],
)
def test_a_combination_that_holds_the_partner_is_the_partner_by_brand_and_code(drug: Any) -> None:
    report = judged(kidney(beside=(infused(drug),)))
    assert verdicts(report, "partner-may-go-on") == ["undetermined"]
    assert judged(kidney(beside=(infused({"text": "relatlimab"}),))).verdict is Verdict.ACCEPT


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


BEVACIZUMAB = concept(rxnorm("337525", "bevacizumab"))
INTO_THE_EYE = snomed("418401004", "Intravitreal route")


@pytest.mark.parametrize(
    ("drug", "given", "verdict"),
    [
        (BEVACIZUMAB, dosage(quantity("1.25", "mg"), None, route=INTO_THE_EYE), "accept"),
        (BEVACIZUMAB, dosage(None, None, route=None, text="1.25 mg intravitreal, right eye"), "accept"),
        (concept(text="Avastin (intravitreal)"), None, "accept"),
        (concept(text="bevacizumab 1.25 mg/0.05 mL intravitreal injection"), None, "accept"),
        (concept(text="Avastin 400 mg/16 mL injection"), None, "error"),
        (BEVACIZUMAB, dosage(quantity("800", "mg"), None), "error"),
    ],
)
def test_what_is_injected_into_an_eye_is_no_partner(drug: Any, given: Any, verdict: str) -> None:
    one = order(drug, [given] if given else [], name="b", on="2026-11-01")
    assert judged(kidney(beside=(one,))).verdict == verdict


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


def test_what_depends_on_the_partner_names_the_dose_with_it_and_without_it() -> None:
    (found,) = named(judged(kidney(tablets(60), beside=(infused(),))), "partner-may-go-on")
    assert found.message.endswith("with it the label gives 40 mg once daily, without it 60 mg once daily.")
    (found,) = named(judged(kidney(tablets(40), beside=(infused(),))), "partner-may-go-on")
    assert found.message.endswith("the label's dose is 60 mg once daily or 40 mg once daily.")


def test_where_the_label_is_silent_with_the_partner_its_dose_without_it_is_not_named_for_it() -> None:
    class_b = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])
    report = judged(kidney(tablets(40), beside=(infused(), class_b)))
    assert report.verdict is Verdict.UNDETERMINED
    said = [one.message for one in report.findings if one.code in ("drug-may-go-on", "partner-may-go-on")]
    assert any(one.endswith("with it the label gives no one dose here.") for one in said), said


def test_a_dose_that_is_open_only_with_the_partner_stays_open() -> None:
    liver = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])
    report = judged(kidney(tablets(40), beside=(infused(), liver)))
    assert (report.verdict, verdicts(report, "dose-label-silent")) == (Verdict.UNDETERMINED, ["undetermined"])


def test_a_dose_that_fits_with_the_partner_and_without_it_is_a_note() -> None:
    reduced = attested("reduced", "dose-reduced-for-adverse-reaction", "2026-11-10", True)
    report = judged(kidney(tablets(40), beside=(infused(), reduced)))
    assert (report.verdict, verdicts(report, "partner-may-go-on")) == (Verdict.ACCEPT, [])
    (note,) = named(report, "drug-may-go-on")
    assert note.message.endswith("the dose fits either way.")


def spoken(words: str, *, note: bool = False, beside: tuple[Resource, ...] = ()) -> list[str]:
    """What is said of an order whose sig or note holds these words, as verdicts of `partner-in-words`."""
    order = tablets(60)
    if note:
        order["note"] = [{"text": words}]
    else:
        order["dosageInstruction"][0]["text"] = words
    return [one.verdict.value for one in named(judged(kidney(order, beside=beside)), "partner-in-words")]


@pytest.mark.parametrize(
    "words",
    [
        "Take 60 mg by mouth daily with lenvatinib",
        "Take 60 mg by mouth daily in combination with nivolumab",
        "Take 60 mg daily plus Opdivo",
        "Lenvatinib is continued, take 60 mg daily with lenvatinib",
        "cabozantinib/nivolumab regimen: take 1 tablet daily",
    ],
)
def test_a_cancer_drug_that_only_words_join_to_it_is_asked_about(words: str) -> None:
    assert spoken(words) == ["warning"]
    assert spoken(words, note=True) == ["warning"]


@pytest.mark.parametrize(
    "words",
    [
        "Take 60 mg by mouth daily after progression on nivolumab plus ipilimumab",
        "Take 60 mg by mouth daily with a full glass of water",
        "Take 60 mg daily; do not take with lenvatinib",
        "has been treated with lenvatinib and everolimus",
        "unable to combine with nivolumab",
        "husband is treated with nivolumab",
        "2nd line after ipi/nivo",
        "with metformin",
    ],
)
def test_what_was_given_before_is_denied_or_is_none_is_no_partner(words: str) -> None:
    assert spoken(words, note=True) == []


@pytest.mark.parametrize(
    "words",
    [
        "on nivolumab q4w",
        "receiving nivolumab",
        "on pembrolizumab q3w",
        "concurrent sunitinib",
        "on everolimus",
        "RCC, currently on Opdivo q4w",
        "Pt is also receiving nivolumab since 2025",
    ],
)
def test_a_cancer_drug_that_a_note_says_is_received_is_asked_about(words: str) -> None:
    assert spoken(words, note=True) == ["warning"]


@pytest.mark.parametrize(
    "words",
    [
        "progressed on nivolumab",
        "was on nivolumab",
        "on everolimus, switching to cabo",
        "Currently on sunitinib. Switch to cabo",
        "currently on everolimus; PD on CT",
        "on nivolumab 2022-2024",
        "on nivolumab, stopped for colitis",
        "rash on nivolumab",
        "nivolumab on hold",
        "plan to add nivolumab later",
        "allergic to everolimus",
        "on sunitinib, to start cabo",
        "wife on nivolumab",
        "Continue cabozantinib",
        "on Cabometyx",
    ],
)
def test_what_ended_is_held_planned_or_gives_way_to_the_order_is_no_partner(words: str) -> None:
    assert spoken(words, note=True) == []


def test_one_that_is_on_file_as_taken_speaks_for_itself() -> None:
    partner = statement("partner", concept(DRUGS["nivolumab"][0]), start="2026-10-01")
    assert spoken("Take 60 mg by mouth daily with nivolumab", beside=(partner,)) == []
