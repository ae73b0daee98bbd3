"""When the disease began: treatment that was over before is none for it; the day of its recording is no beginning."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import verdict
from support.asked import ask
from support.build import Resource, administration, condition, dosage, every, observation, order, quantity, statement
from support.coding import DRUGS, INTRAVENOUS, STAGE_1, STAGE_GROUP, concept, icd, rxnorm, snomed
from support.judged import liver_cancer, tablets
from support.plain import kidney, kidney_cancer, neuroendocrine, replaced, sixty, without

from validator.verdict import Truth

ADVANCED = {
    "kind": "advanced",
    "disease": ["rcc"],
    "shown_by": ["axitinib"],
    "shown_by_reason": ["nivolumab", "everolimus"],
    "elsewhere": ["von_hippel_lindau"],
}
TREATED = {
    "kind": "previously-treated",
    "groups": ["rcc:prior", "vegfr_tki"],
    "narrow": ["net:ssa"],
    "narrow_caution": "",
}
SUNITINIB = {"kind": "prior-therapy", "groups": ["vegfr_tki"], "name": "a kinase inhibitor"}
PROGRESSED = {
    "kind": "progressed-on",
    "groups": ["vegfr_tki"],
    "name": "a kinase inhibitor",
    "attested_as": "progressed-on-vegfr-targeted-therapy",
}
FIRST = {"kind": "first-line", "groups": ["rcc:prior", "vegfr_tki"], "ignore": ["nivolumab"]}
LONG = {"kind": "partner-longer-than", "groups": ["nivolumab"], "months": 24}
KIDNEY = concept(icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis"))
HOME = statement("home", concept(DRUGS["metformin"][0]), start="2026-01-01")


def tumor(onset: str | None = "2025-06-01", **more: Any) -> Resource:
    return condition("tumor", concept(snomed("702391001", "Renal cell carcinoma")), onset=onset, **more)


def had(drug: str, start: str | None, end: str | None, status: str = "completed", **more: Any) -> Resource:
    return statement(drug, concept(DRUGS[drug][0]), start=start, end=end, status=status) | more


def infused(start: str, end: str) -> Resource:
    return administration("infusion", concept(DRUGS["nivolumab"][0]), start=start, end=end)


EARLY = had("sunitinib", "2019-01-01", "2020-06-01")
SINCE = had("sunitinib", "2025-08-01", "2026-06-01")
OWN = {"reasonReference": [{"reference": "Condition/tumor"}]}


@pytest.mark.parametrize("question", [TREATED, SUNITINIB, PROGRESSED], ids=lambda one: one["kind"])
def test_treatment_that_was_over_before_the_cancer_began_is_not_treatment_of_it(question: dict[str, Any]) -> None:
    found = ask(question, tumor(), EARLY)
    assert (found.truth, "before this cancer began" in found.because) == (Truth.UNKNOWN, True)
    assert [one.reference for one in found.evidence] == ["MedicationStatement/sunitinib"]


@pytest.mark.parametrize(
    "resources",
    [
        (tumor(), SINCE),
        (tumor(), had("sunitinib", "2019-01-01", "2025-06-01")),
        (tumor(), EARLY | OWN),
        (tumor(onset=None, recorded="2025-06-01"), EARLY),
        (tumor(onset="2019"), EARLY),
        (tumor(recorded="2018-02-01"), EARLY),
        (tumor(status="recurrence"), EARLY),
        (tumor(), condition("old", KIDNEY, status="resolved", onset="2018-03"), EARLY),
        (tumor(), condition("old", KIDNEY, status="inactive"), EARLY),
        (tumor(), condition("spread", concept(icd("C78.01", "Metastasis in the lung")), onset="2018-03-01"), EARLY),
        (EARLY,),
    ],
    ids=["since", "later", "reason", "recorded", "year", "earlier", "again", "old", "undated", "spread", "none"],
)
def test_treatment_that_can_have_been_for_the_cancer_counts(resources: tuple[Resource, ...]) -> None:
    assert ask(TREATED, *resources).truth is Truth.TRUE
    assert ask(SUNITINIB, *resources).truth is Truth.TRUE


@pytest.mark.parametrize(
    ("end", "treated", "first"),
    [
        ("2025-03-02", "unknown", "true"),
        ("2025-03-03", "unknown", "unknown"),
        ("2025-05-31", "unknown", "unknown"),
        ("2025-06-01", "true", "false"),
        ("2025", "true", "false"),
    ],
)
def test_the_months_before_the_recorded_beginning_leave_both_questions_open(end: str, treated: str, first: str) -> None:
    drug = had("sunitinib", "2024-09-01", end)
    assert ask(TREATED, tumor(), drug).truth.value == treated
    assert ask(FIRST, tumor(), drug).truth.value == first


def test_an_earlier_course_for_something_else_is_no_earlier_line_and_is_named() -> None:
    found = ask(FIRST, tumor(), EARLY, HOME)
    assert (found.truth, found.cautions) == (Truth.TRUE, ())
    assert "sunitinib was given before this cancer began" in found.remarks[-1]
    assert ask(FIRST, tumor(), EARLY | OWN, HOME).truth is Truth.FALSE
    open_ended = order(concept(DRUGS["sunitinib"][0]), name="s", on="2019-01-01", status="completed")
    assert ask(FIRST, tumor(), open_ended, HOME).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("drug", "expected"),
    [
        (infused("2019-01-01", "2019-12-01"), "unknown"),
        (had("everolimus", "2019-01-01", None, "active"), "unknown"),
        (order(concept(DRUGS["nivolumab"][0]), name="n", on="2019-01-01", status="completed"), "unknown"),
        (had("axitinib", "2019-01-01", "2019-12-01"), "unknown"),
        (infused("2025-08-01", "2025-12-01"), "true"),
        (infused("2025-05-01", "2025-12-01"), "true"),
        (had("axitinib", "2025-03-04", "2025-12-01"), "true"),
        (infused("2019-01-01", "2019-12-01") | OWN, "true"),
    ],
)
def test_a_drug_begun_before_the_only_cancer_does_not_show_that_it_is_advanced(drug: Resource, expected: str) -> None:
    assert ask(ADVANCED, tumor(), drug).truth.value == expected


def test_the_day_of_recording_tells_no_beginning_of_a_new_cancer() -> None:
    assert ask(FIRST, tumor("2026-10-01"), HOME).cautions == ()
    assert ask(FIRST, tumor(None, recorded="2026-10-01"), HOME).cautions != ()
    assert ask(FIRST, tumor("2020-10-01", recorded="2026-10-01"), HOME).cautions != ()


def test_a_partner_is_counted_from_the_course_for_this_cancer() -> None:
    goes_on = dosage(quantity(480, "mg"), every(4, "wk"), route=INTRAVENOUS)
    now = order(concept(DRUGS["nivolumab"][0]), [goes_on], name="now", on="2025-08-01")
    assert ask(LONG, tumor(), now, infused("2019-01-01", "2019-12-01")).truth is Truth.FALSE
    assert ask(LONG, tumor("2018-12-01"), now, infused("2019-01-01", "2019-12-01")).truth is Truth.TRUE


def test_an_order_is_not_accepted_for_treatment_of_an_earlier_disease() -> None:
    everolimus = had("everolimus", "2019-01-01", "2020-06-01")
    tumors = replaced(neuroendocrine(), everolimus)
    assert verdict(tumors) == "undetermined"
    sorafenib = had("sorafenib", "2019-01-01", "2020-06-01")
    assert verdict(replaced(liver_cancer(tablets(60)), sorafenib)) == "undetermined"
    nivolumab = infused("2019-01-01", "2019-12-01")
    alone = without(kidney(sixty(), beside=(nivolumab,)), "metastasis")
    assert verdict(alone) == "undetermined"


def test_an_ordinary_second_line_stays_accepted() -> None:
    assert verdict(neuroendocrine()) == "accept"
    recorded = {name: value for name, value in kidney_cancer().items() if name != "onsetDateTime"}
    later = administration("later", concept(rxnorm("1597876", "nivolumab")), start="2025-10-01", end="2026-03-01")
    assert verdict(replaced(kidney(sixty(), beside=(later,)), recorded)) == "accept"


GIST = {"reasonCode": [concept(icd("C49.A3", "Gastrointestinal stromal tumor of small intestine"))]}
SPREAD = {"reasonCode": [concept(icd("C79.51", "Secondary malignant neoplasm of bone"))]}
CHEMOTHERAPY = {"reasonCode": [concept(icd("Z51.11", "Encounter for antineoplastic chemotherapy"))]}
UNTOLD = {"reasonCode": [{"text": "Cancer"}]}


@pytest.mark.parametrize("question", [TREATED, SUNITINIB, PROGRESSED], ids=lambda one: one["kind"])
def test_treatment_that_was_for_another_cancer_by_its_own_reason_is_none_of_this_one(question: dict[str, Any]) -> None:
    found = ask(question, tumor(), SINCE | GIST)
    assert (found.truth, "was given for another cancer" in found.because) == (Truth.UNKNOWN, True)
    assert ask(FIRST, tumor(), SINCE | GIST, HOME).truth is Truth.TRUE


@pytest.mark.parametrize("question", [TREATED, SUNITINIB, PROGRESSED], ids=lambda one: one["kind"])
def test_each_treatment_that_may_be_none_of_this_cancer_is_told_with_its_own_reason(question: dict[str, Any]) -> None:
    elsewhere = had("pazopanib", "2025-08-01", "2026-06-01") | GIST
    for resources in ((tumor(), EARLY, elsewhere), (tumor(), elsewhere, EARLY)):
        assert ask(question, *resources).because == (
            "pazopanib was given for another cancer, and sunitinib was given before this cancer began, so may be for "
            "something else"
        )


@pytest.mark.parametrize("reason", [{}, OWN, SPREAD, CHEMOTHERAPY, UNTOLD, {"reasonCode": GIST["reasonCode"]} | OWN])
def test_treatment_whose_reason_can_be_this_cancer_counts(reason: dict[str, Any]) -> None:
    assert ask(TREATED, tumor(), SINCE | reason).truth is Truth.TRUE
    assert ask(FIRST, tumor(), SINCE | reason, HOME).truth is Truth.FALSE


def test_treatment_of_another_cancer_does_not_let_an_order_pass() -> None:
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")), onset="2024-01")
    everolimus = had("everolimus", "2025-03-01", "2026-09-30")
    assert verdict([*replaced(neuroendocrine(), everolimus), breast]) == "accept"
    for_it = everolimus | {"reasonReference": [{"reference": "Condition/breast"}]}
    assert verdict([*replaced(neuroendocrine(), for_it), breast]) == "undetermined"


def test_a_drug_of_one_disease_was_for_it_only_where_its_reason_is_that_disease() -> None:
    thyroid_cancer = condition("thyroid", concept(snomed("255028004", "Follicular thyroid carcinoma")), onset="2024-01")
    sorafenib = had("sorafenib", "2025-01-01", "2026-01-01")
    chart = [*replaced(liver_cancer(tablets(60)), sorafenib), thyroid_cancer]
    for reason, expected in (
        ({}, "accept"),
        ({"reasonReference": [{"reference": "Condition/thyroid"}]}, "undetermined"),
    ):
        assert verdict(replaced(chart, sorafenib | reason)) == expected


def test_a_stage_of_another_tumor_tells_nothing_of_when_this_one_began() -> None:
    tumor = condition("tumor", KIDNEY, onset="2026-06-01")
    other = condition("other", concept(icd("C50.911", "Malignant neoplasm of right breast")), onset="2020-01-01")
    sunitinib = statement(
        "sunitinib", concept(DRUGS["sunitinib"][0]), start="2021-01-01", end="2021-06-01", status="completed"
    )
    of_other = observation("stage", STAGE_GROUP, "2020-02-01", coded=STAGE_1, focus="Condition/other")
    of_this = of_other | {"focus": [{"reference": "Condition/tumor"}]}
    assert ask(FIRST, tumor, other, HOME, sunitinib, of_other).truth is Truth.TRUE
    assert ask(FIRST, tumor, other, HOME, sunitinib, of_this).truth is Truth.FALSE
    assert ask(FIRST, tumor, other, HOME, sunitinib).truth is Truth.TRUE


BREAST = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")), onset="2018-03-01")
PAPILLARY = concept(snomed("255029007", "Papillary thyroid carcinoma"))


@pytest.mark.parametrize(
    "beside",
    [
        BREAST,
        condition("fever", concept(icd("J30.1", "Allergic rhinitis due to pollen")), onset="2018-03-01"),
        condition("thyroid", PAPILLARY, onset="2018-03-01", status="resolved"),
        condition("thyroid", PAPILLARY, onset="2018-03-01", verification="provisional"),
        condition("thyroid", PAPILLARY, onset="2018-03-01", verification="refuted"),
    ],
    ids=["breast", "no cancer", "over", "not confirmed", "refuted"],
)
def test_another_disease_of_long_ago_does_not_make_an_earlier_course_treatment_of_this_cancer(beside: Resource) -> None:
    for question in (TREATED, SUNITINIB):
        for resources in ((tumor(), beside, EARLY), (beside, tumor(), EARLY)):
            found = ask(question, *resources)
            assert (found.truth, "before this cancer began" in found.because) == (Truth.UNKNOWN, True)


def test_a_reason_that_names_no_cancer_does_not_make_an_earlier_course_treatment_of_this_one() -> None:
    for reason in (CHEMOTHERAPY, SPREAD):
        assert ask(TREATED, tumor(), EARLY | reason).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("focus", "expected"), [("Condition/tumor", "true"), (None, "true"), ("Condition/breast", "unknown")]
)
def test_a_stage_of_years_ago_shows_that_its_own_cancer_had_begun(focus: str | None, expected: str) -> None:
    stage = observation("stage", STAGE_GROUP, "2018-06-01", coded=STAGE_1, focus=focus)
    assert ask(TREATED, tumor(), BREAST, stage, EARLY).truth.value == expected
