"""Texts of problem lists and operations as charts of the USA hold them: abbreviations, dates, what came of what.

For each stands what a pharmacist would want: a risk of today is told, one of years ago or that was ruled out is not.
"""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource, condition, resource, to
from support.coding import coding, concept, snomed
from support.judged import named
from support.plain import kidney, kidney_cancer, replaced

from validator.report.model import OrderReport

WRITTEN = "2026-11-10"
TOLD = (
    "s/p PE 10/2026 on Eliquis",
    "PE dx'd 11/3/26",
    "pe",
    "pe and dvt",
    "pe on ct chest",
    "pe, rll",
    "acute pe",
    "Pe (submassive)",
    "mi, inferior",
    "s/p NSTEMI 10/2026 w/ DES to LAD",
    "CVA w/ R hemiparesis 9/2026",
    "Afib c/b CVA",
    "Diverticulitis c/b perforation",
    "Diverticulitis c/b abscess and colovesical fistula",
    "Screening colonoscopy with perforation",
    "Screening EGD complicated by GI bleed",
    "Perforation during colonoscopy 10/26",
    "s/p colonoscopy c/b perf",
    "Ulcer, perf'd, s/p Graham patch 10/2026",
    "s/p Hartmann's for perforated diverticulitis 10/26",
    "GIB 2/2 AVMs",
    "UGIB",
    "ICH 2/2 brain met",
    "SDH s/p burr hole 10/2026",
    "Cancer-associated VTE on LMWH",
    "LE DVT (provoked, post-op)",
    "RUE DVT 2/2 port",
    "Wound dehisc s/p ex lap",
    "Delayed wound healing R hip",
    "BRONJ",
    "HTN urgency in ED",
    "PRES syndrome 2026-10",
    "ESRD on iHD MWF",
    "CKD stage IV, eGFR 22",
    "Cirrhosis (CP-B)",
    "?TIA vs migraine",
    "?stroke, CT normal",
    "r/o stroke, CTA neg",
    "r/o MI, EKG normal",
    "r/o GI bleed, EGD neg",
    "Enterocutaneous fistula 2015",
    "Nephrotic syndrome 2015",
    "hemoptysis x 3 d",
    "s/p ORIF 2 weeks ago",
    "ORIF L hip 11/10/26",
    "s/p lap chole POD #3",
    "CABG x3 10/30/2026",
)
NOT_TOLD = (
    "h/o DVT 2019, completed 6 mo apixaban",
    "Hx PE 2/2018",
    "r/o PE - negative CTA",
    "r/o PE, CTA neg",
    "r/o DVT, dopplers negative",
    "PE ruled out by CTA 11/1",
    "pe: physical exam normal",
    "PE: WNL",
    "PE: lungs clear, heart regular",
    "annual pe",
    "sports pe",
    "pe tubes",
    "MI, old",
    "Inferior MI 2009 s/p PCI",
    "s/p CVA 2011 with residual L weakness",
    "TIA 2013",
    "LGIB 2017, resolved",
    "GI bleed Mar 2015",
    "Hemorrhoidal bleed 2014",
    "SAH s/p coiling 2008",
    "No e/o VTE",
    "VTE ppx",
    "DVT ppx with heparin",
    "Colonoscopy 2019 normal",
    "Screening for colon cancer",
    "HTN, well controlled",
    "HTN - not at goal",
    "AKI resolved",
    "s/p R TKA 2015",
    "Status post nephrectomy",
    "THA, left",
    "CAD s/p CABG 2012",
)


def loud(found: OrderReport) -> list[tuple[str, str]]:
    return [(one.code, one.verdict.value) for one in found.findings if one.verdict.value != "accept"]


def beside(code: Resource, **dates: str) -> OrderReport:
    made = condition("words", code, **({"recorded": WRITTEN} | dates))
    return answer(check(kidney(beside=(made,)), structure="off"))


@pytest.mark.parametrize("is_coded", [False, True])
@pytest.mark.parametrize("words", TOLD)
def test_a_risk_of_now_is_told_however_it_is_abbreviated(words: str, *, is_coded: bool) -> None:
    code = concept(coding("urn:example:problems", "7", words)) if is_coded else concept(text=words)
    assert loud(beside(code))


@pytest.mark.parametrize("is_coded", [False, True])
@pytest.mark.parametrize("words", NOT_TOLD)
def test_what_is_long_past_or_was_ruled_out_or_is_another_thing_is_not_told(words: str, *, is_coded: bool) -> None:
    code = concept(coding("urn:example:problems", "7", words)) if is_coded else concept(text=words)
    assert loud(beside(code)) == []


def in_tumor(words: str) -> OrderReport:
    code = concept(snomed("702391001", "Renal cell carcinoma"), text=words)
    return answer(check(replaced(kidney(), kidney_cancer(code=code)), structure="off"))


@pytest.mark.parametrize(
    "words",
    [
        "RCC with PE",
        "mRCC c/b DVT, on apixaban",
        "Metastatic RCC complicated by GI bleed",
        "Metastatic renal cell carcinoma with hemorrhagic brain mets",
        "RCC with possible PE",
        "clear cell RCC, hemoptysis",
        "RCC c/b bowel perforation 10/26",
        "RCC s/p nephrectomy c/b wound dehiscence",
    ],
)
def test_a_risk_in_the_words_of_the_tumor_is_open_as_its_day_is_not_told(words: str) -> None:
    found = in_tumor(words)
    assert found.verdict.value == "undetermined", loud(found)
    assert not named(found, "entry-set-aside")


@pytest.mark.parametrize(
    "words",
    [
        "RCC s/p nephrectomy, no PE",
        "ccRCC w/ IVC thrombus",
        "RCC with IVC tumor thrombus s/p thrombectomy",
        "RCC, h/o DVT 2015",
        "RCC w/ lung mets, r/o PE - negative CTA",
        "RCC, history of stroke",
        "Renal cell carcinoma with renal vein thrombus",
        "RCC, MI 2009",
    ],
)
def test_a_tumor_that_names_no_risk_of_now_is_left_alone(words: str) -> None:
    assert loud(in_tumor(words)) == []


def test_a_day_of_the_condition_itself_goes_before_one_in_its_words() -> None:
    assert loud(beside(concept(text="TIA 2013"), onset=WRITTEN)) == [("thrombotic-event", "error")]
    assert loud(beside(concept(text="Stroke"), recorded="2026-11-10")) == [("thrombotic-event", "error")]
    assert loud(beside(concept(text="Stroke, on and off since 2013"))) == [("thrombotic-event", "error")]


def test_an_operation_in_words_counts_by_its_own_day_only() -> None:
    assert ("surgery-too-recent", "error") in loud(beside(concept(text="s/p ORIF 2 days ago"), recorded="2026-11-21"))
    assert loud(beside(concept(text="s/p ORIF"), recorded="2026-11-21")) == []
    ahead = beside(concept(text="TKA 12/1/2026"))
    assert [code for code, _ in loud(ahead)] == ["surgery-too-close"], loud(ahead)


@pytest.mark.parametrize(
    "words", ["s/p ORIF", "R TKA", "Lap chole", "Ex lap, SBR", "CABG x3", "C-section", "Lumbar fusion L4-5"]
)
def test_an_operation_in_the_words_of_a_procedure_counts(words: str) -> None:
    done = resource("Procedure", "op", status="completed", code=concept(text=words), subject=to("Patient/patient"))
    found = answer(check(kidney(beside=(done | {"performedDateTime": "2026-11-18"},)), structure="off"))
    assert ("surgery-too-recent", "error") in loud(found)


@pytest.mark.parametrize(
    "words", ["PT after ORIF", "Pre-op eval for TKA", "EGD w/ banding", "Port placement", "Rehab s/p TKA"]
)
def test_what_goes_around_an_operation_is_none(words: str) -> None:
    done = resource("Procedure", "op", status="completed", code=concept(text=words), subject=to("Patient/patient"))
    assert loud(answer(check(kidney(beside=(done | {"performedDateTime": "2026-11-18"},)), structure="off"))) == []
