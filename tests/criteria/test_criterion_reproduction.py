"""Pregnancy, and whether it was looked at before a first order."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, patient, procedure, quantity
from support.coding import HCG_URINE, NEGATIVE, PREGNANCY_STATUS, Coding, icd, loinc, snomed
from support.judged import judged, problem, tablets
from support.plain import kidney

PREGNANT = {"kind": "pregnant", "groups": ["pregnancy"]}
CHECKED = {"kind": "pregnancy-not-checked", "from_age": 12, "to_age": 50, "days": 30}
YES, NO = snomed("77386006", "Pregnant"), snomed("60001007", "Not pregnant")
POSSIBLE, OPEN = snomed("146799005", "Possible pregnancy"), snomed("261665006", "Unknown")
POSITIVE = snomed("10828004", "Positive")
SERUM = loinc("2118-8", "Choriogonadotropin (pregnancy test) [Presence] in Serum or Plasma")
REPORTED = loinc("11449-6", "Pregnancy status - Reported")
DIPSTICK = loinc("20454-5", "Protein [Presence] in Urine by Test strip")
CONDITION = icd("Z33.1", "Pregnant state, incidental")
WOMAN = patient(born="1996-05-04", sex="female")


def status(answer: Coding, on: str = "2026-11-20", name: str = "status") -> Resource:
    return observation(name, PREGNANCY_STATUS, on, coded=answer)


def undated(made: Resource) -> Resource:
    return {key: one for key, one in made.items() if key != "effectiveDateTime"}


def urine(answer: Coding, on: str = "2026-11-20", name: str = "hcg") -> Resource:
    return observation(name, HCG_URINE, on, coded=answer)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "false"),
        ([status(YES)], "true"),
        ([status(NO)], "false"),
        ([status(OPEN)], "false"),
        ([status(POSSIBLE)], "unknown"),
        ([urine(POSITIVE)], "true"),
        ([urine(NEGATIVE)], "false"),
        ([observation("hcg", SERUM, "2026-11-20", coded=POSITIVE)], "true"),
        ([observation("status", REPORTED, "2026-11-20", coded=YES)], "true"),
        ([observation("protein", DIPSTICK, "2026-11-20", coded=POSITIVE)], "false"),
        ([undated(status(YES))], "unknown"),
        ([undated(status(POSSIBLE))], "unknown"),
        ([undated(urine(POSITIVE))], "unknown"),
        ([undated(status(NO))], "false"),
        ([undated(status(OPEN))], "false"),
        ([undated(observation("protein", DIPSTICK, "2026-11-20", coded=POSITIVE))], "false"),
        ([undated(status(YES)), urine(NEGATIVE)], "unknown"),
        ([undated(status(YES)), urine(POSITIVE)], "true"),
        ([status(YES, "2026-11-10"), status(NO, "2026", "partial")], "true"),  # neither is surely newer
        ([status(YES, "2026", "partial"), status(NO, "2026-11-10")], "true"),
        ([status(POSSIBLE, "2026", "partial"), status(NO, "2026-11-10")], "unknown"),
        ([status(YES, "2026-11-20T08:00:00Z"), status(NO, "2026-11-20T15:00:00Z", "later")], "false"),
        ([observation("hcg", loinc("19080-1", "hCG"), "2026-11-20", value=quantity(500, "m[IU]/mL"))], "false"),
        ([problem(CONDITION)], "true"),
        ([problem(CONDITION, status=None)], "unknown"),
        ([problem(CONDITION, status="resolved")], "false"),
        ([problem(CONDITION, onset="2026-11-23")], "false"),
        ([status(NO), problem(CONDITION)], "true"),
        ([status(NO), problem(CONDITION, status=None)], "false"),
        ([status(YES, "2026-06-01", "old"), status(NO)], "false"),
        ([status(NO, "2026-06-01", "old"), status(YES)], "true"),
        ([status(YES), status(NO, name="other")], "true"),
        ([status(NO, "2026-06-01", "old"), status(POSSIBLE)], "unknown"),
        ([status(YES, "2026-06-01", "old"), status(OPEN)], "true"),
        ([urine(NEGATIVE, "2026-11-19"), status(YES, "2026-11-18")], "false"),
        ([status(YES, "2026-01-26")], "true"),  # 300 days
        ([status(YES, "2026-01-25")], "false"),
        ([status(YES, "2026-11-23")], "false"),
        ([status(YES, "2026-11-22")], "true"),
        ([status(YES, "2026")], "true"),
    ],
)
def test_the_newest_word_counts(resources: list[Resource], expected: str) -> None:
    assert truth(PREGNANT, *resources, who=WOMAN) == expected
    assert truth(PREGNANT, *resources[::-1], who=WOMAN) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "true"),
        ([status(NO)], "false"),
        ([status(YES)], "false"),
        ([status(OPEN)], "true"),
        ([status(POSSIBLE)], "true"),
        ([urine(NEGATIVE, "2026-10-23")], "false"),  # 30 days
        ([urine(NEGATIVE, "2026-10-22")], "true"),
        ([urine(NEGATIVE, "2026-11-22")], "false"),
        ([urine(NEGATIVE, "2026-11-23")], "true"),
        ([urine(NEGATIVE, "2026-11")], "true"),
        ([undated(urine(NEGATIVE))], "true"),
        ([observation("hcg", SERUM, "2026-11-20", coded=NEGATIVE)], "false"),
        ([observation("status", REPORTED, "2026-11-20", coded=NO)], "false"),
        ([observation("protein", DIPSTICK, "2026-11-20", coded=NEGATIVE)], "true"),
        ([problem(CONDITION)], "false"),
        ([problem(CONDITION, status="resolved")], "true"),
        ([tablets(60, name="before", status="completed", on="2026-05-01")], "false"),
    ],
)
def test_a_status_or_test_of_the_days_before_is_enough(resources: list[Resource], expected: str) -> None:
    assert truth(CHECKED, *resources, who=WOMAN) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"born": "2014-11-22", "sex": "female"}, "true"),
        ({"born": "2014-11-23", "sex": "female"}, "false"),
        ({"born": "1975-11-23", "sex": "female"}, "true"),
        ({"born": "1975-11-22", "sex": "female"}, "false"),
        ({"born": "2014", "sex": "female"}, "true"),
        ({"born": "1975", "sex": "female"}, "true"),
        ({"born": "1974", "sex": "female"}, "false"),
        ({"born": None, "sex": "female"}, "true"),
        ({"born": "1996-01-01", "sex": "male"}, "false"),
        ({"born": "1996-01-01", "sex": "unknown"}, "true"),
        ({"born": "1996-01-01", "sex": "other"}, "true"),
        ({"born": "1996-01-01", "sex": None}, "true"),
        ({"born": None, "sex": "male"}, "false"),
    ],
)
def test_it_is_asked_of_everyone_but_males_from_12_to_50(who: dict[str, Any], expected: str) -> None:
    assert truth(CHECKED, who=patient(**who)) == expected


US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
SEX_PARAMETER = "http://terminology.hl7.org/CodeSystem/sex-parameter-for-clinical-use"


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        ({"url": f"{US_CORE}/us-core-birthsex", "valueCode": "F"}, "true"),
        ({"url": f"{US_CORE}/us-core-birthsex", "valueCode": "M"}, "false"),
        ({"url": f"{US_CORE}/us-core-sex", "valueCode": "248152002"}, "true"),
        ({"url": f"{US_CORE}/us-core-sex", "valueCoding": snomed("248152002", "Female")}, "true"),
        (
            {
                "url": "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse",
                "extension": [
                    {
                        "url": "value",
                        "valueCodeableConcept": {"coding": [{"system": SEX_PARAMETER, "code": "female-typical"}]},
                    }
                ],
            },
            "true",
        ),
        ({"url": f"{US_CORE}/us-core-genderIdentity", "valueCode": "F"}, "false"),
    ],
    ids=["birth sex F", "birth sex M", "sex by code", "sex by coding", "sex parameter", "gender identity"],
)
def test_a_recorded_female_sex_outranks_the_gender(extension: dict[str, Any], expected: str) -> None:
    man = patient(born="1996-05-04", sex="male") | {"extension": [extension]}
    assert truth(CHECKED, who=man) == expected


@pytest.mark.parametrize("sex", ["male", "other", None])
def test_a_pregnancy_counts_whatever_the_gender(sex: str | None) -> None:
    assert truth(PREGNANT, urine(POSITIVE), who=patient(born="1996-05-04", sex=sex)) == "true"
    assert truth(PREGNANT, problem(CONDITION), who=patient(born="1996-05-04", sex=sex)) == "true"


@pytest.mark.parametrize(
    ("ruled_out", "expected"),
    [
        (problem(icd("Z90.710", "Acquired absence of both cervix and uterus")), "false"),
        (
            problem(icd("Z90.711", "Acquired absence of uterus with remaining cervical stump"), status="resolved"),
            "false",
        ),
        (problem(icd("Z90.712", "Acquired absence of cervix with remaining uterus")), "true"),
        (problem(icd("Z90.722", "Acquired absence of ovaries, bilateral")), "false"),
        (problem(icd("Z90.721", "Acquired absence of ovaries, unilateral")), "true"),
        (problem(icd("Z78.0", "Asymptomatic menopausal state")), "false"),
        (problem(icd("N95.1", "Menopausal and female climacteric states")), "true"),
        (procedure("out", snomed("236886002", "Hysterectomy"), "2020-03-01"), "false"),
        (procedure("out", snomed("236886002", "Hysterectomy"), "2026-12-01", status="preparation"), "true"),
        (procedure("out", snomed("236886002", "Hysterectomy"), None), "false"),
        (procedure("out", {"display": "Bilateral salpingo-oophorectomy"}, "2020-03-01"), "false"),
        (procedure("out", {"display": "Unilateral oophorectomy"}, "2020-03-01"), "true"),
    ],
)
def test_it_is_not_asked_without_uterus_or_ovaries_or_after_menopause(ruled_out: Resource, expected: str) -> None:
    assert truth(CHECKED, ruled_out, who=WOMAN) == expected


def test_a_test_without_a_date_says_what_would_settle_it() -> None:
    found = ask(PREGNANT, undated(urine(POSITIVE)), who=WOMAN)
    assert found.because.endswith("is on file without a date")
    assert found.missing == ("date of Observation/hcg",)
    assert [one.reference for one in found.evidence] == ["Observation/hcg"]


def test_a_negative_test_is_a_remark_and_the_question_shows_whom_it_is_about() -> None:
    found = ask(CHECKED, urine(NEGATIVE), who=WOMAN)
    (said,) = found.remarks
    # Not by the long name of its code, which is that of the hormone.
    assert said == f"Pregnancy test (urine): {found.evidence[0].says.partition(': ')[2]}"
    asked = ask(CHECKED, who=WOMAN)
    assert asked.because == "no pregnancy status or test in the 30 days before"
    assert [(one.reference, one.says) for one in asked.evidence] == [
        ("Patient/patient", "recorded as female, 30 years")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settling", "says"),
    [
        (observation("hcg", SERUM, "2026-11-20", coded=NEGATIVE), "Pregnancy test (blood): "),
        (urine(NEGATIVE), "Pregnancy test (urine): "),
        (status(NO), "Pregnancy status: "),
    ],
    ids=["blood", "urine", "status"],
)
def test_a_remark_says_what_was_tested_and_a_status_by_its_own_name(settling: Resource, says: str) -> None:
    found = ask(CHECKED, settling, who=WOMAN)
    (said,) = found.remarks
    assert (found.truth.value, said.startswith(says)) == ("false", True), said


LOCAL = {"coding": [{"system": "urn:oid:1.2.840.114350.1.13.999.2.7", "code": "7", "display": "Pregnant"}]}


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        (PREGNANCY_STATUS, {"valueString": "Pregnant"}, "true"),
        (PREGNANCY_STATUS, {"valueString": "yes"}, "true"),
        (PREGNANCY_STATUS, {"valueCodeableConcept": {"text": "PREGNANT"}}, "true"),
        (PREGNANCY_STATUS, {"valueCodeableConcept": LOCAL}, "true"),
        (PREGNANCY_STATUS, {"valueString": "Not pregnant"}, "false"),
        (PREGNANCY_STATUS, {"valueString": "No"}, "false"),
        (HCG_URINE, {"valueString": "POS"}, "true"),
        (HCG_URINE, {"valueString": "+"}, "true"),
        (HCG_URINE, {"valueString": "Positive (A)"}, "true"),
        (HCG_URINE, {"valueString": "Negative (N)"}, "false"),
        (HCG_URINE, {"valueString": "Weakly positive"}, "true"),
        (HCG_URINE, {"valueCodeableConcept": {"text": "faint positive (A)"}}, "true"),
        (HCG_URINE, {"valueString": "neg"}, "false"),
    ],
)
def test_an_answer_in_words_affirms_and_clears_nobody(code: Coding, answer: dict[str, Any], expected: str) -> None:
    made = observation("words", code, "2026-11-20") | answer
    assert truth(PREGNANT, made, who=WOMAN) == expected
    assert truth(CHECKED, made, who=WOMAN) == ("false" if expected == "true" else "true")


def test_a_test_whose_words_clear_nobody_is_shown_beside_the_question() -> None:
    made = observation("words", HCG_URINE, "2026-11-20", text="Negative")
    assert [one.reference for one in ask(CHECKED, made, who=WOMAN).evidence] == ["Patient/patient", "Observation/words"]
    old = observation("words", HCG_URINE, "2026-08-20", text="Negative")
    assert [one.reference for one in ask(CHECKED, old, who=WOMAN).evidence] == ["Patient/patient"]


@pytest.mark.parametrize("words", ["12 weeks", "gravid", "see note"])
def test_an_answer_that_is_not_understood_is_named(words: str) -> None:
    made = observation("words", PREGNANCY_STATUS, "2026-11-20", text=words)
    for who in (WOMAN, patient(born="1996-05-04", sex="male")):
        found = judged([who, *kidney(beside=(made,))[1:]])
        assert [one.verdict.value for one in found.findings if one.code == "entry-set-aside"] == ["accept"]


@pytest.mark.parametrize("words", ["Not pregnant", "No", "Unknown", "Invalid", "negative"])
def test_an_answer_that_denies_or_tells_nothing_is_quiet(words: str) -> None:
    for code in (PREGNANCY_STATUS, HCG_URINE):
        made = observation("words", code, "2026-11-20", text=words)
        found = judged([WOMAN, *kidney(beside=(made,))[1:]])
        assert "entry-set-aside" not in {one.code for one in found.findings}
