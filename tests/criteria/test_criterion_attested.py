"""Facts the prescriber stated: they settle silence and what is older; what contradicts them is never unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, condition, observation, procedure, questionnaire_response, statement
from support.build import attested as stated
from support.coding import (
    DISEASE_STATUS,
    DRUGS,
    GRADE,
    GRADE_1,
    M0,
    M1,
    M_CATEGORY,
    OPERATIONS,
    POOR,
    STAGE_1,
    STAGE_4,
    STAGE_GROUP,
    WORSENED,
    Coding,
    concept,
    icd,
    rxnorm,
    snomed,
)
from support.facts import chart

from validator.criteria.attested import attested
from validator.verdict import Truth


@pytest.mark.parametrize(("value", "expected"), [(True, Truth.TRUE), (False, Truth.FALSE)])
def test_yes_and_no_are_attested(value: bool, expected: Truth) -> None:
    found = attested(chart(stated("a", "advanced", "2026-11-01", value)), "advanced")
    assert found is not None
    assert (found.truth, found.evidence.reference) == (expected, "Observation/a")


def test_unknown_or_another_criterion_is_nothing() -> None:
    assert attested(chart(stated("a", "advanced", "2026-11-01", None)), "advanced") is None
    assert attested(chart(stated("a", "metastatic", "2026-11-01", True)), "advanced") is None
    both = chart(stated("a", "metastatic", "2026-11-01", True), stated("b", "advanced", "2026-11-01", False))
    found = attested(both, "advanced")
    assert found is not None
    assert found.truth is Truth.FALSE


# --- Beside the rest of the chart

Record = Callable[[str | None], list[Resource]]
Case = tuple[dict[str, Any], str, bool, Record, str, str | None]
RCC = ["rcc"]
KIDNEY = snomed("702391001", "Renal cell carcinoma")
PEMBROLIZUMAB = rxnorm("1547545", "pembrolizumab")
STABLE = snomed("359746009", "Patient's condition stable")
FIRST = {
    "kind": "first-line",
    "groups": ["rcc:prior", "vegfr_tki", "any:systemic"],
    "adjuvant": ["pembrolizumab"],
    "ignore": ["nivolumab"],
}
TREATED = {"kind": "previously-treated", "groups": ["net:systemic"], "narrow": ["net:ssa"], "narrow_caution": "analog"}
SORAFENIB = {"kind": "prior-therapy", "groups": ["hcc:sorafenib"], "name": "sorafenib"}
VEGFR = "progressed-on-vegfr-targeted-therapy"
PROGRESSED = {"kind": "progressed-on", "groups": ["dtc:vegfr"], "name": "VEGFR-targeted therapy", "attested_as": VEGFR}
METASTATIC = {"kind": "metastatic", "disease": RCC}
ADVANCED = {"kind": "advanced", "disease": RCC}
LOCAL = {"kind": "locally-advanced-or-metastatic", "disease": RCC}
UNRESECTABLE = {"kind": "unresectable", "disease": RCC}
WELL = {"kind": "well-differentiated"}
PROGRESSIVE = {"kind": "progressive"}
RADIOIODINE = {
    "kind": "radioiodine-refractory-or-ineligible",
    "groups": ["dtc:rai_refractory", "rai_refractory"],
    "treatments": ["dtc:rai"],
}
HEALED = {"kind": "wound-not-healed", "groups": ["major_surgery"], "days": 90}


def took(name: str) -> Record:
    return lambda on: [statement(name, concept(DRUGS[name][0]), start=on, end=on, status="completed")]


def seen(code: Coding, value: Coding, focus: str | None = "Condition/tumor") -> Record:
    tumor = condition("tumor", concept(KIDNEY), onset="2022-01-01")
    return lambda on: [tumor, observation("seen", code, on or "2026-01-01", coded=value, focus=focus)]


def spread(on: str | None) -> list[Resource]:
    return [condition("spread", concept(icd("C78.01", "Secondary malignant neoplasm of right lung")), onset=on)]


def stopped_for_progression(on: str | None) -> list[Resource]:
    reason = concept(snomed("246450006", "Disease progression"), text="disease progression")
    drug = statement("lenvatinib", concept(DRUGS["lenvatinib"][0]), start="2022-01-01", end=on, status="stopped")
    return [drug | {"statusReason": [reason]}]


def radioiodine(on: str | None) -> list[Resource]:
    return [procedure("rai", snomed("228698009", "Iodine 131 therapy"), on)]


OPEN, STANDS = "unknown", None
CASES = [
    # the question, what is attested, a record against it; the answer of a later record and of an earlier one
    pytest.param((FIRST, "first-line", True, took("sunitinib"), "false", OPEN), id="first line, sunitinib"),
    pytest.param((FIRST, "previously-treated", False, took("sunitinib"), "false", OPEN), id="untreated, sunitinib"),
    pytest.param((TREATED, "previously-treated", False, took("everolimus"), "true", OPEN), id="untreated, everolimus"),
    pytest.param((TREATED, "previously-treated", False, took("octreotide"), "true", OPEN), id="untreated, octreotide"),
    pytest.param((SORAFENIB, "previously-treated", False, took("sorafenib"), "true", OPEN), id="untreated, sorafenib"),
    pytest.param((SORAFENIB, "first-line", True, took("sorafenib"), "true", OPEN), id="first line, sorafenib"),
    pytest.param(
        (PROGRESSED, VEGFR, False, stopped_for_progression, "true", OPEN), id="no progression, stopped for it"
    ),
    pytest.param((METASTATIC, "metastatic", False, spread, "true", OPEN), id="not metastatic, lung metastasis"),
    pytest.param((METASTATIC, "metastatic", False, seen(M_CATEGORY, M1), "true", OPEN), id="not metastatic, M1"),
    pytest.param((METASTATIC, "metastatic", True, seen(M_CATEGORY, M0), "false", STANDS), id="metastatic, M0"),
    pytest.param((ADVANCED, "advanced", False, seen(STAGE_GROUP, STAGE_4), "true", OPEN), id="not advanced, stage IV"),
    pytest.param((ADVANCED, "advanced", False, spread, "true", OPEN), id="not advanced, lung metastasis"),
    pytest.param((ADVANCED, "advanced", True, seen(STAGE_GROUP, STAGE_1), "false", STANDS), id="advanced, stage I"),
    pytest.param((LOCAL, "locally-advanced", True, seen(STAGE_GROUP, STAGE_1), "false", STANDS), id="local, stage I"),
    pytest.param((WELL, "well-differentiated", True, seen(GRADE, POOR, None), "false", STANDS), id="well, poor"),
    pytest.param((WELL, "well-differentiated", False, seen(GRADE, GRADE_1, None), "true", STANDS), id="not well, G1"),
    pytest.param((PROGRESSIVE, "progressive", True, seen(DISEASE_STATUS, STABLE), "false", STANDS), id="worse, stable"),
    pytest.param(
        (PROGRESSIVE, "progressive", False, seen(DISEASE_STATUS, WORSENED), "true", STANDS), id="not, worsened"
    ),
    pytest.param((RADIOIODINE, "rai-refractory", True, radioiodine, OPEN, STANDS), id="refractory, radioiodine"),
    pytest.param((RADIOIODINE, "rai-ineligible", True, radioiodine, OPEN, STANDS), id="ineligible, radioiodine"),
]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", [False, True], ids=["observation", "form"])
def test_a_record_that_contradicts_an_attestation_is_weighed_by_its_day(case: Case, form: bool) -> None:
    question, code, value, record, later, earlier = case
    says = questionnaire_response({code: value}, "2025-06-01") if form else stated("says", code, "2025-06-01", value)
    alone = truth(question, says)
    assert alone in ("true", "false") or question is LOCAL or code == "previously-treated"

    def answer(on: str) -> str:
        found = ask(question, says, *record(on))
        named = {one.reference for one in found.evidence}
        if found.truth.value != alone:
            assert f"{says['resourceType']}/{says['id']}" in named
            assert len(named) > 1, "the record is named too"
        return found.truth.value

    assert answer("2025-10-01") == later
    assert answer("2025-02-01") == (earlier or alone)
    assert answer("2025-06-01") == "unknown", "of one day, neither is surely newer"
    assert answer("2025") == "unknown", "nor where a year is all that is told"


@pytest.mark.parametrize("case", CASES)
def test_without_a_day_of_the_attestation_a_contradiction_leaves_the_question_open(case: Case) -> None:
    question, code, value, record, _, _ = case
    says = stated("says", code, "2025-06-01", value)
    undated = {name: part for name, part in says.items() if not name.startswith("effective")}
    assert truth(question, undated, *record("2025-02-01")) == "unknown"


@pytest.mark.parametrize(
    ("question", "code", "value", "record"),
    [
        (FIRST, "first-line", True, took("sunitinib")),
        (METASTATIC, "metastatic", False, spread),
        (PROGRESSED, VEGFR, False, stopped_for_progression),
        (RADIOIODINE, "rai-refractory", True, radioiodine),
    ],
)
def test_without_a_day_of_the_record_it_is_open_too(
    question: dict[str, Any], code: str, value: bool, record: Record
) -> None:
    assert truth(question, stated("says", code, "2025-06-01", value), *record(None)) == "unknown"


@pytest.mark.parametrize(
    ("question", "code", "value", "records"),
    [
        (FIRST, "first-line", True, took("nivolumab")("2026-10-01")),
        (
            FIRST,
            "first-line",
            True,
            [statement("adjuvant", concept(PEMBROLIZUMAB), start="2025-02-01", end="2025-04-01")],
        ),
        (FIRST, "first-line", True, took("metformin")("2025-10-01")),
        (FIRST, "first-line", True, [procedure("chemo", snomed("367336001", "Chemotherapy"), "2020-02-01")]),
        (FIRST, "first-line", False, took("sunitinib")("2025-10-01")),
        (PROGRESSED, VEGFR, False, took("lenvatinib")("2025-10-01")),
        (PROGRESSED, VEGFR, True, seen(DISEASE_STATUS, STABLE)("2025-10-01")),
        (METASTATIC, "metastatic", True, spread("2025-10-01")),
        (METASTATIC, "metastatic", False, [condition("tumor", concept(KIDNEY), note="metastatic disease")]),
        (METASTATIC, "metastatic", True, seen(STAGE_GROUP, STAGE_1)("2025-02-01")),
        (ADVANCED, "advanced", True, seen(STAGE_GROUP, STAGE_4)("2025-10-01")),
        (UNRESECTABLE, "unresectable", False, spread("2025-10-01")),
        (PROGRESSIVE, "progressive", True, seen(DISEASE_STATUS, WORSENED)("2025-10-01")),
        (RADIOIODINE, "rai-refractory", True, radioiodine("2024-10-01")),
    ],
)
def test_what_agrees_or_speaks_of_something_else_leaves_an_attestation_alone(
    question: dict[str, Any], code: str, value: bool, records: list[Resource]
) -> None:
    says = stated("says", code, "2025-06-01", value)
    assert truth(question, says, *records) == ("true" if value else "false")


def test_a_contradiction_says_what_is_against_what() -> None:
    says = stated("says", "first-line", "2024-12-22", True)
    later = ask(FIRST, says, *took("sunitinib")("2026-01-26"))
    assert later.because == "sunitinib came after the answer recorded on 2024-12-22"
    earlier = ask(FIRST, says, *took("sunitinib")("2023-01-26"))
    assert earlier.because == "sunitinib was on file before the answer recorded on 2024-12-22, which it contradicts"
    assert earlier.missing == ("first-line", "date and content of MedicationStatement/sunitinib")
    undated = ask(FIRST, says, *took("sunitinib")(None))
    assert undated.because == (
        "sunitinib and the answer recorded on 2024-12-22 contradict each other, and neither is surely newer"
    )


def test_one_form_that_contradicts_itself_leaves_the_question_open() -> None:
    form = questionnaire_response({"advanced": False, "metastatic": True}, "2026-06-01")
    assert truth(ADVANCED, form) == "unknown"
    never = questionnaire_response({VEGFR: True, "previously-treated": False}, "2026-06-01")
    assert truth(PROGRESSED, never) == "unknown"


@pytest.mark.parametrize(
    ("records", "expected"), [(took("metformin")("2026-01-05"), "unknown"), (took("sunitinib")("2026-02-01"), "false")]
)
def test_yes_and_no_of_one_day_are_no_silence(records: list[Resource], expected: str) -> None:
    both = [stated("a", "first-line", "2026-06-01", True), stated("b", "first-line", "2026-06-01", False)]
    assert truth(FIRST, *both, *records) == expected


@pytest.mark.parametrize(
    ("healed", "complication", "expected"),
    [
        ("2026-11-10", None, "false"),
        ("2026-11-01", None, "false"),
        ("2026-11-10", "2026-11-15", "unknown"),
        ("2026-11-10", "2026-11-05", "false"),
        ("2026-11-10", "2026-11-10", "unknown"),
        (None, None, "unknown"),
        ("2026-10-20", None, "unknown"),  # before the operation
        ("2026", None, "unknown"),
    ],
)
def test_a_wound_is_healed_only_after_its_operation_and_before_no_complication(
    healed: str | None, complication: str | None, expected: str
) -> None:
    says = stated("says", "wound-healed", healed or "2026-01-01", True)
    if healed is None:
        says = {name: part for name, part in says.items() if not name.startswith("effective")}
    dehiscence = concept(icd("T81.31XA", "Disruption of external operation (surgical) wound"))
    beside = [condition("wound", dehiscence, onset=complication)] if complication else []
    done = procedure("operation", OPERATIONS["laparotomy"], "2026-11-01")
    assert truth(HEALED, done, says, *beside) == expected


BY_AXITINIB = ADVANCED | {"shown_by": ["axitinib"]}
(AXITINIB,) = took("axitinib")("2026-03-01")


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (seen(STAGE_GROUP, STAGE_4)("2026-05-01"), "true"),
        (seen(STAGE_GROUP, STAGE_1)("2026-05-01"), "false"),
        ([*seen(STAGE_GROUP, STAGE_4)(None)[:1], AXITINIB], "unknown"),  # derived, so it decides nothing
        ([], "unknown"),
    ],
)
def test_yes_and_no_of_one_day_are_decided_by_what_is_on_file_and_never_by_what_follows_from_a_drug(
    records: list[Resource], expected: str
) -> None:
    both = [stated("a", "advanced", "2026-06-01", True), stated("b", "advanced", "2026-06-01", False)]
    assert truth(BY_AXITINIB, *both, *records) == expected
    assert truth(BY_AXITINIB, *records) == ("true" if AXITINIB in records else expected)


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize(("on", "is_late"), [("2026-12-22", False), ("2026-12-23", True), ("2026-12", False)])
def test_an_answer_that_came_long_after_the_order_may_tell_of_a_later_time(value: bool, on: str, is_late: bool) -> None:
    found = ask(ADVANCED, stated("says", "advanced", on, value))
    assert found.truth is (Truth.TRUE if value else Truth.FALSE)
    assert [one for one in found.cautions if "over 30 days after the order" in one] == list(found.cautions)
    assert bool(found.cautions) is is_late


def test_a_late_answer_that_decided_nothing_is_no_caution() -> None:
    undated = stated("says", "advanced", "2026-12-23", True)
    del undated["effectiveDateTime"]
    assert ask(ADVANCED, undated).cautions == ()
    on_file = ask(ADVANCED, stated("says", "advanced", "2026-12-23", None), *seen(STAGE_GROUP, STAGE_4)("2026-05-01"))
    assert (on_file.truth, on_file.cautions) == (Truth.TRUE, ())
    open_one = ask(ADVANCED, stated("says", "advanced", "2026-12-23", False), *seen(STAGE_GROUP, STAGE_4)("2026-05-01"))
    assert (open_one.truth, open_one.cautions) == (Truth.UNKNOWN, ())


def test_treatment_of_which_only_the_end_is_told_was_before_what_is_attested_after_it() -> None:
    says = stated("says", "first-line", "2024-12-22", True)

    def ended(on: str) -> str:
        drug = statement("sunitinib", concept(DRUGS["sunitinib"][0]), end=on, status="completed")
        return ask(FIRST, says, drug).because

    assert ended("2024-12-21") == "sunitinib was on file before the answer recorded on 2024-12-22, which it contradicts"
    for on in ("2024-12-22", "2024", "2025-06-01"):
        assert ended(on).endswith("contradict each other, and neither is surely newer")


def test_what_a_later_record_leaves_open_says_what_would_settle_it() -> None:
    left_open = ask(RADIOIODINE, stated("says", "rai-refractory", "2025-06-01", True), *radioiodine("2025-10-01"))
    assert (left_open.truth, left_open.missing[0]) == (Truth.UNKNOWN, "rai-refractory")
    settled = ask(FIRST, stated("says", "first-line", "2025-06-01", True), *took("sunitinib")("2025-10-01"))
    assert (settled.truth, settled.missing) == (Truth.FALSE, ())


def test_of_two_attestations_against_one_treatment_the_one_that_is_left_open_counts() -> None:
    never = stated("never", "previously-treated", "2025-06-01", False)
    first = stated("first", "first-line", "2024-06-01", True)
    since = (never | {"effectiveDateTime": "2024-06-01"}, first | {"effectiveDateTime": "2025-06-01"})
    for resources in ((never, first), (first, never), since, since[::-1]):
        assert truth(SORAFENIB, *resources, *took("sorafenib")("2025-02-01")) == "unknown"
    assert truth(SORAFENIB, first, *took("sorafenib")("2025-02-01")) == "true"
