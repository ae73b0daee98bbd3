"""A code of another edition, of a misspelt system or of none: what it may mean is asked about, never taken for absent.

Each chart is an accepted order for advanced kidney cancer with one entry more. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.build import Resource, condition, observation, statement
from support.judged import judged, named, thyroid
from support.plain import kidney, sixty

from validator.terminology.akin import akin
from validator.terminology.coding import ATC, ICD10CM, KNOWN_SYSTEMS, LOINC, RXNORM, SNOMED
from validator.verdict import Verdict

WHO = "http://hl7.org/fhir/sid/icd-10"
OF_ICD = (
    None,
    WHO,
    "urn:oid:2.16.840.1.113883.6.3",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    "urn:oid:1.2.276.0.76.5.409",
    "http://hl7.org/fhir/sid/icd-10-au",
    "ICD-10",
    "ICD10CM",
    "ICD-10-CM",
)


def coded(system: str | None, code: str, display: str | None = None) -> dict[str, Any]:
    told = {"system": system, "code": code, "display": display}
    return {"coding": [{name: one for name, one in told.items() if one is not None}]}


def with_problem(code: dict[str, Any], **dates: Any) -> list[Resource]:
    return kidney(beside=(condition("problem", code, **({"onset": "2026-11-15"} | dates)),))


@pytest.mark.parametrize("system", OF_ICD)
@pytest.mark.parametrize("code", ["R04.2", "R042", "I26.99", "K63.1", "I16.1"])
def test_a_danger_by_a_code_alone_is_asked_about(system: str | None, code: str) -> None:
    report = judged(with_problem(coded(system, code)))
    assert report.verdict is Verdict.UNDETERMINED
    (found,) = named(report, "entry-set-aside")
    assert f"a condition coded {code}" in found.message


@pytest.mark.parametrize("system", OF_ICD)
@pytest.mark.parametrize("code", ["E78.5", "J45.909", "M54.5", "Z00.00", "I10"])
def test_an_ordinary_problem_by_a_code_alone_is_quiet(system: str | None, code: str) -> None:
    report = judged(with_problem(coded(system, code)))
    assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.ACCEPT, [])


@pytest.mark.parametrize("system", ["urn:oid:1.2.840.114350.1.13.999.2.7", "urn:oid:1.2.276.0.77.5.9", "our-codes"])
@pytest.mark.parametrize("code", ["R04.2", "66857006", "E78.5"])
def test_a_local_code_is_none_of_a_list_whose_codes_look_alike(system: str, code: str) -> None:
    report = judged(with_problem(coded(system, code)))
    assert report.verdict is Verdict.WARNING
    (found,) = named(report, "entry-set-aside")
    assert f"a condition coded {code}" in found.message


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (None, "66857006"),
        ("SNOMED-CT", "66857006"),
        ("http://snomed.org/sct", "66857006"),
        ("http://hl7.org/fhir/sid/snomedct", "59282003"),
    ],
)
def test_so_is_one_of_another_listed_system(system: str | None, code: str) -> None:
    assert judged(with_problem(coded(system, code))).verdict is Verdict.UNDETERMINED


def test_a_weight_that_decides_is_asked_about_under_a_code_without_its_system() -> None:
    """A child is dosed by her size: 38 kg of last week asks for 40 mg, and 60 mg was ordered by the 42 kg before."""
    chart = thyroid(sixty(), kilograms="42")
    lighter = observation("lighter", {"code": "29463-7"}, "2026-11-20") | {
        "valueQuantity": {"value": 38, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    }
    before, after = judged(chart), judged([*chart, lighter])
    assert named(before, "entry-set-aside") == []
    assert named(after, "entry-set-aside") != []


@pytest.mark.parametrize("system", ["RxNorm", "http://www.nlm.nih.gov/rxnorm", "urn:rx-norm"])
def test_a_drug_by_a_misspelt_system_is_a_caution_that_says_so(system: str) -> None:
    taken = statement("drug", coded(system, "6135"), start="2026-10-01")
    report = judged(kidney(beside=(taken,)))
    assert report.verdict.rank <= Verdict.WARNING.rank
    assert named(report, "entry-set-aside") != []


def test_a_mere_number_is_no_drug_that_it_would_be_by_another_system() -> None:
    """6135 is ketoconazole in RxNorm, and may be anything in a list of a hospital."""
    report = judged(kidney(beside=(statement("drug", coded(None, "6135"), start="2026-10-01"),)))
    assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.WARNING, [])
    assert len(named(report, "other-drug-not-identified")) == 1


def test_words_that_say_the_same_make_it_sure() -> None:
    report = judged(with_problem(coded(None, "R04.2", "Hemoptysis")))
    assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.ERROR, [])


def test_a_confirmed_code_beside_it_makes_it_sure() -> None:
    both = {"coding": [*coded(ICD10CM, "R04.2")["coding"], *coded(WHO, "R04.2")["coding"]]}
    assert judged(with_problem(both)).verdict is Verdict.ERROR
    quiet = {"coding": [*coded(ICD10CM, "E78.5")["coding"], *coded(WHO, "E78.5")["coding"]]}
    assert judged(with_problem(quiet)).verdict is Verdict.ACCEPT


@given(st.sampled_from(sorted(KNOWN_SYSTEMS - {WHO})), st.text(max_size=12))
def test_a_system_that_is_looked_up_is_akin_to_none(system: str, code: str) -> None:
    assert akin(system, code) == ()


@given(st.none() | st.text(max_size=30), st.text(max_size=20))
def test_what_it_may_mean_is_a_coding_of_a_listed_system(system: str | None, code: str) -> None:
    assert {one for one, _ in akin(system, code)} <= {ATC, ICD10CM, LOINC, RXNORM, SNOMED}
