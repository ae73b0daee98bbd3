"""A first line that nothing says and the history infers: a note where the history could show another, else a caution.

What is attested, and what is on file, stands in test_criterion_therapy.
"""

from __future__ import annotations

import pytest
from ordinary import stories
from support.asked import ask
from support.build import CLINICAL, Resource, attested, condition, observation, procedure, statement
from support.coding import DISEASE_STATUS, DRUGS, OPERATIONS, WORSENED, Coding, coding, concept, icd, rxnorm, snomed
from support.judged import judged

from validator.verdict import Verdict

FIRST = {"kind": "first-line", "groups": ["rcc:prior"], "adjuvant": ["pembrolizumab"], "ignore": ["nivolumab"]}
INFERRED = "first line is only inferred (no earlier therapy is on file)"
HINTS = {"hints": ["any:systemic", "any:other", "any:infusion"], "removals": ["rcc:resection"]}
HINTED = FIRST | HINTS
INFUSION = coding("http://www.cms.gov/Medicare/Coding/ICD10", "3E04305", "Antineoplastic into central vein")
HOME = statement("home", concept(DRUGS["metformin"][0]), start="2026-01-01")
OVER = statement("over", concept(DRUGS["metformin"][0]), start="2026-01-01", end="2026-02-01", status="completed")


def test_a_first_line_that_a_list_of_home_drugs_infers_is_a_caution() -> None:
    assert ask(FIRST, HOME).cautions == (INFERRED,)
    for code, truth in (("first-line", True), ("previously-treated", False)):
        assert ask(FIRST, HOME, attested("a", code, "2026-11-01", truth)).cautions == ()


def kidney_cancer(found: str | None) -> Resource:
    return condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney")), onset=found)


@pytest.mark.parametrize(
    ("resources", "cautious"),
    [
        ([OVER], False),
        ([kidney_cancer("2026-05-26")], False),
        ([kidney_cancer("2026-05-25")], True),
        ([kidney_cancer("2026")], True),
        ([kidney_cancer(None)], True),
        ([kidney_cancer("2020-01-01"), OVER], False),
    ],
)
def test_a_history_that_could_show_an_earlier_line_makes_it_a_note(resources: list[Resource], cautious: bool) -> None:
    found = ask(HINTED, HOME, *resources)
    assert (found.truth.value, bool(found.cautions), bool(found.remarks)) == ("true", cautious, not cautious)


@pytest.mark.parametrize("recorded", ["2026-05-25", "2026-10-01", "2026-11-21"])
def test_a_day_of_recording_alone_shows_no_new_cancer_and_takes_none_back(recorded: str) -> None:
    code = concept(icd("C64.1", "Malignant neoplasm of right kidney"))
    assert ask(HINTED, HOME, condition("tumor", code, recorded=recorded)).cautions == (INFERRED,)
    assert ask(HINTED, HOME, condition("tumor", code, recorded=recorded, onset="2026-06-01")).cautions == ()
    assert ask(HINTED, HOME, OVER, condition("tumor", code, recorded=recorded)).cautions == ()


def test_a_code_in_the_order_repeats_the_cancer_and_tells_no_day_of_it() -> None:
    chart = stories.kidney_with_nivolumab_new()
    order = next(one for one in chart.resources if one["id"] == "order")
    del order["reasonReference"]
    order["reasonCode"] = [concept(stories.KIDNEY)]
    assert judged(chart.resources).verdict is Verdict.ACCEPT
    tumor = next(one for one in chart.resources if one["id"] == "tumor")
    tumor["onsetDateTime"] = "2025-11-20"
    assert "indication-caution" in {one.code for one in judged(chart.resources).findings}


def cancer(name: str, found: str, status: str = "active") -> Resource:
    code = concept(icd("C64.2", "Malignant neoplasm of left kidney"))
    return condition(name, code, onset=found, status=status, abated="2024-01-01" if status == "resolved" else None)


def test_of_two_cancers_both_have_to_be_new_and_one_that_is_over_does_not_count() -> None:
    new = kidney_cancer("2026-10-01")
    assert ask(HINTED, HOME, new, cancer("other", "2020-01-01")).cautions == (INFERRED,)
    assert ask(HINTED, HOME, new, cancer("other", "2026-09-01")).cautions == ()
    assert ask(HINTED, HOME, new, cancer("over", "2020-01-01", "resolved")).cautions == ()


def test_the_partner_that_ended_is_no_sign_that_the_history_shows_what_is_over() -> None:
    partner = statement(
        "partner", concept(DRUGS["nivolumab"][0]), start="2026-09-01", end="2026-10-01", status="completed"
    )
    assert ask(HINTED, HOME, kidney_cancer("2020-01-01"), partner).cautions == (INFERRED,)


@pytest.mark.parametrize(
    "hint",
    [
        condition("hint", concept(icd("Z92.21", "Personal history of antineoplastic chemotherapy"))),
        condition("hint", concept(icd("Z92.22", "Personal history of monoclonal drug therapy"))),
        condition("hint", concept(icd("Z51.11", "Encounter for antineoplastic chemotherapy")), onset="2026-03-01"),
        condition("hint", concept(icd("Z51.12", "Encounter for antineoplastic immunotherapy"))),
        procedure("hint", snomed("367336001", "Chemotherapy"), "2026-03-01"),
        procedure("hint", INFUSION, "2026-03-01"),
        procedure("hint", OPERATIONS["nephrectomy"], "2025-11-01"),
        condition("hint", concept(icd("Z90.5", "Acquired absence of kidney"))),
        observation("hint", DISEASE_STATUS, "2026-10-01", coded=WORSENED),
        condition("hint", concept(icd("C64.2", "Malignant neoplasm of left kidney")), status="recurrence"),
    ],
)
def test_a_hint_at_an_earlier_line_is_a_caution_whatever_the_history_shows(hint: Resource) -> None:
    found = ask(HINTED, HOME, OVER, hint)
    assert (found.truth.value, len(found.cautions)) == ("true", 1)


RADICAL = coding("http://www.ama-assn.org/go/cpt", "50230", "Nephrectomy, including partial ureterectomy, radical")
RESECTED = coding("http://www.cms.gov/Medicare/Coding/ICD10", "0TT04ZZ", "")
LOOKED_INTO = coding("http://www.cms.gov/Medicare/Coding/ICD10", "0TB03ZX", "Excision of Right Kidney, Diagnostic")
NEPHROSTOMY: Coding = {"display": "Percutaneous nephrostomy"}  # type: ignore[typeddict-item]


@pytest.mark.parametrize("operation", [RADICAL, RESECTED, {"display": "Laparoscopic radical nephrectomy"}])
def test_a_kidney_that_was_removed_is_known_by_words_and_codes_of_procedures(operation: Coding) -> None:
    assert len(ask(HINTED, HOME, OVER, procedure("removed", operation, "2024-03-01")).cautions) == 1
    assert ask(HINTED, HOME, OVER, procedure("removed", operation, "2026-02-01")).cautions == ()


def test_a_kidney_removed_before_the_cancer_was_put_on_file_as_new_is_a_hint_too() -> None:
    back = kidney_cancer("2026-09-01")
    assert len(ask(HINTED, HOME, OVER, back, procedure("removed", RADICAL, "2024-03-01")).cautions) == 1
    assert ask(HINTED, HOME, OVER, back, procedure("removed", RADICAL, "2026-08-01")).cautions == ()
    assert ask(HINTED, HOME, OVER, back, procedure("removed", RADICAL, "2024-03-01", status="not-done")).cautions == ()


@pytest.mark.parametrize("operation", [LOOKED_INTO, NEPHROSTOMY])
def test_a_kidney_that_was_looked_into_or_drained_is_there(operation: Coding) -> None:
    assert ask(HINTED, HOME, OVER, procedure("removed", operation, "2024-03-01")).cautions == ()


def test_a_kidney_removed_this_year_is_no_hint() -> None:
    removed = procedure("removed", OPERATIONS["nephrectomy"], "2026-02-01")
    assert ask(HINTED, HOME, OVER, removed).cautions == ()


def had(drug: str, start: str, end: str) -> Resource:
    return statement(drug, concept(DRUGS[drug][0]), start=start, end=end, status="completed")


def test_a_drug_that_may_be_of_before_the_cancer_leaves_the_line_open_and_names_its_beginning() -> None:
    new = kidney_cancer("2026-10-01")
    found = ask(FIRST, HOME, new, had("sunitinib", "2026-06-01", "2026-09-01"))
    assert (found.truth.value, found.missing) == ("unknown", ("first-line", "Condition.onset[x] of the cancer"))
    adjuvant = statement("p", concept(rxnorm("1547545", "pembrolizumab")), start="2026-06-01", end="2026-09-01")
    for ignored in (adjuvant, had("nivolumab", "2026-06-01", "2026-09-01")):
        assert ask(FIRST, HOME, new, ignored).truth.value == "true"


def test_a_partner_that_is_over_does_not_show_that_the_history_holds_what_is_over() -> None:
    over = had("nivolumab", "2026-03-01", "2026-06-01")
    assert bool(ask(HINTED, HOME, over).cautions)
    assert not ask(HINTED, HOME, over, OVER).cautions


def test_every_entry_of_the_cancer_must_be_new_and_another_cancer_may_be_old() -> None:
    old = condition("old", concept(icd("C64.2", "Malignant neoplasm of left kidney")), onset="2020-01-01")
    breast = condition(
        "breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")), onset="2010-01-01"
    )
    resolved = old | {"clinicalStatus": concept(coding(CLINICAL, "resolved"))}
    new = kidney_cancer("2026-10-01")
    for beside, cautious in (([], False), ([old], True), ([breast], False), ([resolved], False)):
        assert bool(ask(HINTED, HOME, new, *beside).cautions) is cautious


@pytest.mark.parametrize(
    ("period", "cautious"),
    [({"start": "2026-02-01"}, False), ({"end": "2026-02-01"}, False), ({"start": "2024-02-01"}, True), ({}, True)],
)
def test_a_removed_kidney_is_a_hint_by_the_one_day_that_is_told(period: dict[str, str], cautious: bool) -> None:
    removed = procedure("removed", OPERATIONS["nephrectomy"], None) | ({"performedPeriod": period} if period else {})
    assert bool(ask(HINTED, HOME, OVER, {k: v for k, v in removed.items() if v}).cautions) is cautious
