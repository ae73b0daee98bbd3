"""The OperationOutcome: valid FHIR for two independent judges, never empty, and readable on its own."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import fhirkit
import pytest
from fhir.resources.operationoutcome import OperationOutcome as R5Outcome
from fhir.resources.R4B.operationoutcome import OperationOutcome as R4BOutcome
from fhir.resources.R4B.structuredefinition import StructureDefinition
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.reports import (
    BROKEN,
    DANGLING,
    DOSE,
    MISSING,
    checked_finding,
    dose_finding,
    flagship,
    missing_finding,
    order_report,
    two_orders,
    unreadable,
)

from validator import check_bundle
from validator.finding import CANONICAL, Confidence, Evidence, Finding, Issue
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.report.operation_outcome import ORDER_VERDICT, outcome_dict
from validator.verdict import Basis, Severity, Verdict

PROFILE = Path(__file__).parents[2] / "profiles" / "structuredefinitions" / "order-verdict.json"

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))


def issues_of(report: Report) -> list[dict]:
    return json.loads(report.to_operation_outcome("R4").model_dump_json())["issue"]


@pytest.mark.parametrize("version", ["R4", "R4B", "R5"])
def test_the_whole_outcome(golden, version):
    outcome = flagship().to_operation_outcome(version)
    golden(
        f"outcome/flagship-{version.lower()}.json", json.dumps(json.loads(outcome.model_dump_json()), indent=2) + "\n"
    )


def test_each_release_is_built_by_its_own_model():
    assert type(flagship().to_operation_outcome("R4")) is R4BOutcome
    assert type(flagship().to_operation_outcome("R4B")) is R4BOutcome
    assert type(flagship().to_operation_outcome("R5")) is R5Outcome


def test_an_unknown_release_is_refused():
    with pytest.raises(ValueError, match="can be built for R4, R4B, R5"):
        flagship().to_operation_outcome("STU3")


@pytest.mark.parametrize("report", [flagship(), two_orders(), unreadable(), Report(())])
def test_a_second_judge_finds_nothing_wrong(report):
    assert fhirkit.validate(report.to_operation_outcome("R4").model_dump_json()) == []


def test_every_finding_of_every_order_is_one_issue_and_so_is_every_issue():
    issues = issues_of(two_orders())
    assert [issue["details"]["coding"][0]["code"] for issue in issues] == ["example-checked", DOSE, DANGLING]
    assert [issue["severity"] for issue in issues] == ["information", "error", "warning"]
    assert [issue["code"] for issue in issues] == ["informational", "business-rule", "not-found"]


def test_a_missing_fact_is_of_type_required():
    assert [issue["code"] for issue in issues_of(Report((order_report(missing_finding()),)))] == ["required"]


def test_the_coding_names_the_finding():
    assert issues_of(Report((order_report(dose_finding()),)))[0]["details"]["coding"] == [
        {"system": f"{CANONICAL}/CodeSystem/finding", "code": DOSE, "display": "Dose differs from the label"}
    ]


def test_the_diagnostics_give_evidence_arithmetic_label_and_section():
    assert issues_of(Report((order_report(dose_finding()),)))[0]["diagnostics"] == (
        "Evidence: Observation/w: 38 kg on 2026-11-01; Condition/net: well-differentiated (read from text). "
        "Children from 12 years below 40 kg take 40 mg once daily. "
        "Label CABOMETYX, revision 2025-03-26, section 2.5, statement net-dose-below-40-kg."
    )


def test_what_would_settle_an_open_question_is_named():
    assert (
        "would settle it: unresectable; locally-advanced."
        in issues_of(Report((order_report(missing_finding()),)))[0]["diagnostics"]
    )


@pytest.mark.parametrize(
    ("confidence", "remark"),
    [
        (Confidence.INFERRED, "This statement is inferred, not read in the label"),
        (Confidence.SINGLE_SOURCE, "This statement rests on one source"),
    ],
)
def test_a_statement_that_is_not_verified_says_so(confidence, remark):
    finding = Finding(DOSE, Verdict.ERROR, "Too much.", confidence=confidence)
    assert remark in issues_of(Report((order_report(finding),)))[0]["diagnostics"]
    verified = Finding(DOSE, Verdict.ERROR, "Too much.")
    assert "This statement" not in issues_of(Report((order_report(verified),)))[0]["diagnostics"]


def test_a_message_longer_than_a_card_allows_is_cut_and_kept_whole_in_the_diagnostics():
    long = "The dose " + "is much too high " * 12 + "indeed."
    issue = issues_of(Report((order_report(Finding(DOSE, Verdict.ERROR, long)),)))[0]
    assert len(issue["details"]["text"]) <= 140
    assert issue["details"]["text"].endswith("…")
    assert issue["diagnostics"].startswith(long)


def test_the_expression_is_the_place_in_what_was_submitted():
    assert issues_of(Report((order_report(dose_finding()),)))[0]["expression"] == [
        "Bundle.entry[3].resource.dosageInstruction[0]"
    ]


def test_each_order_carries_its_verdict_as_an_extension():
    assert outcome_dict(two_orders())["extension"][1] == {
        "url": f"{CANONICAL}/StructureDefinition/order-verdict",
        "extension": [
            {"url": "order", "valueReference": {"reference": "MedicationRequest/bad"}},
            {"url": "verdict", "valueCode": "error"},
            {"url": "label", "valueString": "CABOMETYX"},
            {"url": "revision", "valueDate": "2025-03-26"},
        ],
    }


def test_an_order_without_identity_is_named_by_its_place():
    report = Report((order_report(dose_finding(), order="Bundle.entry[0].resource"),))
    assert outcome_dict(report)["extension"][0]["extension"][0] == {
        "url": "order",
        "valueString": "Bundle.entry[0].resource",
    }


@pytest.mark.parametrize(
    "reference",
    ["urn:uuid:0c3e1d0a-5f5e-4b8e-9d25-2f7e1c9be0a1", "#rx", "https://ehr.example/fhir/MedicationRequest/1"],
)
def test_every_form_of_reference_stays_a_reference(reference):
    report = Report((order_report(dose_finding(), order=reference),))
    assert outcome_dict(report)["extension"][0]["extension"][0] == {
        "url": "order",
        "valueReference": {"reference": reference},
    }


def test_an_order_that_no_label_was_used_for_has_a_verdict_alone():
    report = Report((order_report(verdict=Verdict.NOT_ASSESSED, label=None),))
    assert [part["url"] for part in outcome_dict(report)["extension"][0]["extension"]] == ["order", "verdict"]


def test_an_accepted_order_has_an_informational_issue_that_says_what_was_checked():
    (issue,) = issues_of(Report((order_report(checked_finding()),)))
    assert (issue["severity"], issue["code"]) == ("information", "informational")
    assert "revision of 2025-03-26" in issue["details"]["text"]


def test_no_order_at_all_is_an_issue_and_no_approval():
    (issue,) = issues_of(Report(()))
    assert issue["severity"] == "warning"
    assert issue["details"]["text"] == "No medication order was found in what was submitted."


def test_an_order_about_which_nothing_was_said_is_not_approved():
    (issue,) = issues_of(Report((order_report(),)))
    assert issue["severity"] == "warning"
    assert issue["expression"] == ["Bundle.entry[3].resource"]


def test_text_from_resources_stays_as_it_is_but_for_control_characters():
    finding = Finding(DOSE, Verdict.ERROR, "<b>60 mg</b> & \x1b[31mred\x1b[0m\x00\u202e text")
    assert issues_of(Report((order_report(finding),)))[0]["details"]["text"] == "<b>60 mg</b> & red text"


def test_the_profile_of_the_extension_is_valid_and_says_what_is_emitted():
    text = PROFILE.read_text()
    assert [str(issue) for issue in fhirkit.validate(text)] == []
    profile = StructureDefinition.model_validate_json(text)
    assert profile.url == ORDER_VERDICT
    slices = {e.sliceName for e in profile.differential.element if e.sliceName}
    emitted = outcome_dict(flagship())["extension"][0]["extension"]
    assert {part["url"] for part in emitted} == slices
    types = {
        e.id.removeprefix("Extension.extension:").removesuffix(".value[x]"): {
            f"value{t.code[0].upper()}{t.code[1:]}" for t in e.type
        }
        for e in profile.differential.element
        if e.id.endswith(".value[x]") and e.type
    }
    assert all({key for key in part if key != "url"} <= types[part["url"]] for part in emitted)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_outcome_of_every_example_is_valid_for_both_judges(path):
    report = check_bundle(path.read_bytes(), structure="read")
    outcome = report.to_operation_outcome("R4")
    assert [str(issue) for issue in fhirkit.validate(outcome.model_dump_json())] == []
    assert len(outcome.extension) == len(report.orders)
    assert len(outcome.issue) == len(report.findings) + len(report.issues)
    assert all(len(issue.details.text) <= 140 for issue in outcome.issue)
    assert len(report.to_operation_outcome("R5").issue) == len(outcome.issue)


TEXT = st.text(max_size=400)
CODES = st.sampled_from([DOSE, MISSING, BROKEN, DANGLING])
EXPRESSIONS = st.lists(TEXT, max_size=3).map(tuple)
EVIDENCE = st.builds(Evidence, TEXT, TEXT, st.none() | TEXT, st.sampled_from(Basis))
FINDINGS = st.builds(
    Finding,
    code=CODES,
    verdict=st.sampled_from(Verdict),
    message=TEXT,
    section=st.none() | TEXT,
    expression=EXPRESSIONS,
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    missing=EXPRESSIONS,
    detail=TEXT,
    statement=st.none() | TEXT,
    confidence=st.sampled_from(Confidence),
)
LABELS = st.builds(LabelUsed, TEXT, st.dates(), TEXT)
DOSES = st.builds(Dose, st.none() | st.decimals(allow_nan=False, allow_infinity=False), TEXT, EXPRESSIONS)
ORDERS = st.builds(
    OrderReport,
    order=TEXT,
    expression=TEXT,
    verdict=st.sampled_from(Verdict),
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    label=st.none() | LABELS,
    indication=st.none() | TEXT,
    ordered=st.none() | DOSES,
    expected=st.none() | DOSES,
    as_of=st.none() | st.dates(min_value=date(1900, 1, 1)),
)
ISSUES = st.builds(Issue, CODES, st.sampled_from(Severity), TEXT, EXPRESSIONS, TEXT)
REPORTS = st.builds(
    Report, st.lists(ORDERS, max_size=2).map(tuple), st.lists(ISSUES, max_size=2).map(tuple), st.booleans()
)


@given(REPORTS)
def test_any_report_is_a_valid_outcome_with_an_issue_for_every_judge(report):
    for version in ("R4", "R5"):
        text = report.to_operation_outcome(version).model_dump_json()
        issues = json.loads(text)["issue"]
        assert issues
        assert all(0 < len(issue["details"]["text"]) <= 140 for issue in issues)
    assert [str(issue) for issue in fhirkit.validate(report.to_operation_outcome("R4").model_dump_json())] == []


def test_an_amount_of_any_size_can_be_printed():
    assert Dose(Decimal("1E+25"), "").in_words == f" (on average 1{'0' * 25} mg a day)"
    assert Dose(Decimal(40), "20 mg twice daily").in_words == "20 mg twice daily (40 mg a day)"
    both = "20 mg every other day and 40 mg once daily"
    assert Dose(Decimal(50), both).in_words == f"{both} (on average 50 mg a day)"
    assert Dose(Decimal("28.5714285"), "once weekly").in_words == "once weekly (on average 28.571 mg a day)"


@given(REPORTS)
def test_any_report_can_be_printed_within_eighty_columns_without_control_characters(report):
    text = report.to_text()
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    assert all(character.isprintable() or character == "\n" for character in text if not character.isspace())


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("label", [None, LabelUsed("\x1bA", date(2026, 1, 1), "\x1bB")])
def test_no_words_of_an_order_can_move_the_cursor(verdict, label):
    mark = "\x1b\u202eC"
    finding = Finding("example-dose", verdict, mark, detail=mark, missing=(mark,), title=mark, to_do=mark, heading=mark)
    text = Report((OrderReport(mark, mark, verdict, (finding,), label=label, indication=mark),)).to_text()
    assert [character for character in text if not character.isprintable() and character != "\n"] == []


@given(REPORTS)
def test_any_report_is_json(report):
    assert len(json.loads(report.to_json())["orders"]) == len(report.orders)
