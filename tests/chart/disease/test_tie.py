"""Which of two tumors a finding of pathology is of: by focus, specimen, report and organ; else it is open."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, verdict
from support.asked import ask
from support.build import Resource, condition, icdo3, observation, resource, to
from support.coding import GRADE, GRADE_2, POOR, Coding, concept, icd, loinc, snomed
from support.plain import neuroendocrine, replaced

from validator.verdict import Truth

QUESTION = {"kind": "well-differentiated"}
KI67 = loinc("29593-1", "Cells.Ki-67 nuclear Ag/100 cells in Tissue by Immune stain")
NET = condition("net", concept(icd("C25.4", "Malignant neoplasm of endocrine pancreas")), onset="2026-03-01")
COLON = condition("colon", concept(icd("C18.2", "Malignant neoplasm of ascending colon")), onset="2026-01-01")
PROSTATE = condition("prostate", concept(snomed("399068003", "Malignant tumor of prostate")), onset="2026-01-01")
BREAST = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")), onset="2026-01-01")
OTHERS = [COLON, PROSTATE, BREAST]
LIVER = condition("spread", concept(icd("C78.7", "Secondary malignant neoplasm of liver")), onset="2026-05-01")
PERCENT = {"value": 8, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
WELL = snomed("28844007", "Well differentiated")
PANCREAS = concept(snomed("15776009", "Pancreatic structure"))
ASCENDING = concept(icdo3("C18.2", "Ascending colon"))


def ki67(**more: Any) -> Resource:
    return observation("pathology", KI67, "2026-03-05", value=PERCENT) | more


def grade(coded: Coding = GRADE_2, **more: Any) -> Resource:
    return observation("pathology", GRADE, "2026-03-05", coded=coded) | more


def specimen(name: str = "tissue", site: dict[str, Any] | None = None) -> Resource:
    collected = {"bodySite": site} if site else None
    return resource("Specimen", name, status="available", subject=to("Patient/patient"), collection=collected)


def report(*results: str, **more: Any) -> Resource:
    return resource(
        "DiagnosticReport",
        "report",
        status="final",
        code=concept(loinc("60568-3", "Pathology synoptic report")),
        subject=to("Patient/patient"),
        result=[to(f"Observation/{one}") for one in results],
        **more,
    )


FINDINGS = pytest.mark.parametrize("finding", [ki67, grade], ids=["ki67", "grade"])


@FINDINGS
@pytest.mark.parametrize("other", OTHERS, ids=lambda one: one["id"])
def test_a_finding_that_may_be_of_another_tumor_is_open_and_both_are_named(finding: Any, other: Resource) -> None:
    found = ask(QUESTION, NET, other, finding())
    assert found.truth is Truth.UNKNOWN
    if finding is grade:
        assert "which tumor was graded is not told" in found.because
        assert [one.reference for one in found.evidence] == ["Observation/pathology"]


@FINDINGS
def test_of_the_only_tumor_it_needs_no_tie(finding: Any) -> None:
    again = condition("again", concept(snomed("717919005", "Neuroendocrine tumor of pancreas")), onset="2026-03-02")
    over = condition("over", concept(icd("C18.2", "Malignant neoplasm of ascending colon")), status="resolved")
    doubted = condition("doubted", concept(icd("C18.2", "Malignant neoplasm of colon")), verification="differential")
    for beside in ((), (again,), (LIVER,), (doubted,)):
        assert ask(QUESTION, NET, *beside, finding()).truth is Truth.TRUE
    assert ask(QUESTION, NET, over, grade()).truth is Truth.TRUE


@FINDINGS
@pytest.mark.parametrize("other", OTHERS, ids=lambda one: one["id"])
@pytest.mark.parametrize(
    ("own", "beside"),
    [
        ({"focus": [to("Condition/net")]}, ()),
        ({"focus": [to("Specimen/tissue")]}, (specimen(site=PANCREAS),)),
        ({"specimen": to("Specimen/tissue")}, (specimen(site=PANCREAS),)),
        ({"specimen": to("Specimen/tissue")}, (specimen(site={"concept": PANCREAS}),)),
        ({"bodySite": PANCREAS}, ()),
        ({"bodySite": concept(icdo3("C25.9", "Pancreas, NOS"))}, ()),
        ({"bodySite": {"text": "tail of pancreas"}}, ()),
        ({}, (report("pathology", specimen=[to("Specimen/tissue")]), specimen(site=PANCREAS))),
        ({}, (report("pathology", conclusionCode=[concept(snomed("717919005", "NET of pancreas"))]),)),
        ({}, (report("pathology", conclusionCode=[concept(icd("C25.4", "Endocrine pancreas"))]),)),
        (
            {},
            (
                report("pathology", "beside"),
                observation("beside", KI67, "2026-03-05", value=PERCENT, focus="Condition/net"),
            ),
        ),
        (
            {"specimen": to("Specimen/tissue")},
            (
                specimen(),
                observation("beside", KI67, "2026-03-05", value=PERCENT, focus="Condition/net")
                | {"specimen": to("Specimen/tissue")},
            ),
        ),
    ],
)
def test_a_finding_tied_to_the_tumor_counts(
    finding: Any, other: Resource, own: dict[str, Any], beside: tuple[Resource, ...]
) -> None:
    assert ask(QUESTION, NET, other, finding(**own), *beside).truth is Truth.TRUE


@FINDINGS
def test_what_the_diagnosis_names_as_its_evidence_is_of_it(finding: Any) -> None:
    shown = NET | {"evidence": [{"detail": [to("Observation/pathology")]}]}
    staged = NET | {"stage": [{"assessment": [to("DiagnosticReport/report")]}]}
    fifth = NET | {"evidence": [{"reference": to("Observation/pathology")}]}
    assert ask(QUESTION, shown, COLON, finding()).truth is Truth.TRUE
    assert ask(QUESTION, staged, COLON, finding(), report("pathology")).truth is Truth.TRUE
    assert ask(QUESTION, fifth, COLON, finding()).truth is Truth.TRUE
    assert ask(QUESTION, NET, COLON | {"evidence": shown["evidence"]}, finding()).truth is Truth.UNKNOWN


@FINDINGS
@pytest.mark.parametrize(
    ("own", "beside"),
    [
        ({"focus": [to("Condition/colon")]}, ()),
        ({"bodySite": ASCENDING}, ()),
        ({"specimen": to("Specimen/tissue")}, (specimen(site=ASCENDING),)),
        ({}, (report("pathology", conclusionCode=[concept(icd("C18.2", "Ascending colon"))]),)),
        ({}, (report("pathology", specimen=[to("Specimen/tissue")]), specimen(site=ASCENDING))),
    ],
)
def test_a_finding_of_the_other_tumor_says_nothing_of_this_one(
    finding: Any, own: dict[str, Any], beside: tuple[Resource, ...]
) -> None:
    assert ask(QUESTION, NET, COLON, finding(**own), *beside).truth is Truth.UNKNOWN
    poor = ask(
        QUESTION, condition("net", NET["code"] | {"text": "well differentiated"}), COLON, grade(POOR, **own), *beside
    )
    assert poor.truth is Truth.TRUE


def test_where_a_tumor_has_spread_to_tells_no_other_tumor() -> None:
    liver = concept(icdo3("C22.0", "Liver"))
    assert ask(QUESTION, NET, LIVER, grade(bodySite=liver)).truth is Truth.TRUE
    assert ask(QUESTION, NET, COLON, LIVER, grade(bodySite=liver)).truth is Truth.UNKNOWN
    hepatic = condition("liver", concept(icd("C22.0", "Liver cell carcinoma")), onset="2026-01-01")
    found = ask(QUESTION, NET, hepatic, LIVER, grade(POOR, bodySite=liver))
    assert (found.truth, "which tumor was graded is not told" in found.because) == (Truth.UNKNOWN, True)


@pytest.mark.parametrize(
    "broken",
    [
        (
            report("pathology", specimen=[to("Specimen/tissue")]) | {"status": "entered-in-error"},
            specimen(site=PANCREAS),
        ),
        (report("pathology", specimen=[to("Specimen/elsewhere")]),),
        (
            report("pathology", specimen=[to("Specimen/tissue")]),
            specimen(site=PANCREAS) | {"status": "entered-in-error"},
        ),
        (report("pathology", specimen=[to("Specimen/tissue")]), specimen()),
        (report("pathology", specimen=[to("Specimen/tissue")]), specimen(site={"text": "biopsy"})),
    ],
)
def test_a_tie_that_cannot_be_read_ties_nothing(broken: tuple[Resource, ...]) -> None:
    assert ask(QUESTION, NET, COLON, grade(), *broken).truth is Truth.UNKNOWN


def test_a_loose_grade_that_changes_nothing_leaves_the_answer() -> None:
    tied = observation("own", GRADE, "2026-03-05", coded=GRADE_2, focus="Condition/net")
    assert ask(QUESTION, NET, COLON, tied, grade()).truth is Truth.TRUE
    assert ask(QUESTION, NET, COLON, tied, grade(POOR)).truth is Truth.UNKNOWN


def test_an_order_is_not_accepted_for_the_grade_of_another_tumor() -> None:
    tumor = condition("tumor", concept(icd("C7A.8", "Other malignant neuroendocrine tumors")), onset="2025-01-10")
    chart = [*replaced(neuroendocrine(), tumor), grade()]
    assert verdict(chart) == "accept"
    beside = answer(check([*chart, COLON]))
    assert beside.verdict.value == "undetermined"
    assert any("which tumor was graded" in one.message for one in beside.findings)


SIZE = loinc("33728-7", "Size.maximum dimension in Tumor")
CENTIMETERS = {"value": 2, "unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm"}


def sized(specimen: str = "tissue", **more: Any) -> Resource:
    """A result that says nothing of grade, and of which tumor it is."""
    found = observation("beside", SIZE, "2026-03-05", value=CENTIMETERS, focus="Condition/net")
    return found | {"specimen": to(f"Specimen/{specimen}")} | more


@FINDINGS
@pytest.mark.parametrize(
    ("beside", "truth"),
    [
        ((specimen(), sized()), Truth.TRUE),
        ((specimen(), specimen("elsewhere"), sized("elsewhere")), Truth.UNKNOWN),
        ((specimen(), sized(status="entered-in-error")), Truth.UNKNOWN),
        ((specimen() | {"status": "entered-in-error"}, sized()), Truth.UNKNOWN),
        ((report("pathology", "beside"), sized("nowhere")), Truth.TRUE),
        ((report("beside"), sized("nowhere")), Truth.UNKNOWN),
        ((report("pathology", "beside"), sized("nowhere", status="cancelled")), Truth.UNKNOWN),
    ],
)
def test_another_result_of_its_report_or_specimen_ties_it(
    finding: Any, beside: tuple[Resource, ...], truth: Truth
) -> None:
    found = ask(QUESTION, NET, COLON, finding(specimen=to("Specimen/tissue")), *beside)
    assert found.truth is truth


@FINDINGS
def test_a_site_in_words_that_begin_like_the_organ_of_neither_ties_nothing(finding: Any) -> None:
    assert ask(QUESTION, NET, COLON, finding(bodySite={"text": "pannus"})).truth is Truth.UNKNOWN
