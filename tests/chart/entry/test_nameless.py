"""Conditions and procedures that nothing names but a code of an unknown system: a caution, never taken for absent.

Each chart is an accepted order for advanced kidney cancer with one entry more. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, procedure, resource, to
from support.judged import judged, named
from support.plain import kidney

from validator.terminology.coding import ICD10CM, SNOMED
from validator.verdict import Verdict

LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"
ICD9 = "http://hl7.org/fhir/sid/icd-9-cm"
CPT = "http://www.ama-assn.org/go/cpt"


def coded(system: str | None, code: str, display: str | None = None, text: str | None = None) -> dict[str, Any]:
    told = {"system": system, "code": code, "display": display}
    coding = {name: one for name, one in told.items() if one is not None}
    return {"coding": [coding]} | ({"text": text} if text else {})


def with_problem(code: dict[str, Any], **more: Any) -> list[Resource]:
    return kidney(beside=(condition("problem", code, **({"onset": "2026-11-15"} | more)),))


def done(code: dict[str, Any], on: str = "2026-11-15", **more: Any) -> Resource:
    return procedure("done", {}, on) | {"code": code} | more


def with_procedure(code: dict[str, Any], on: str = "2026-11-15", **more: Any) -> list[Resource]:
    return kidney(beside=(done(code, on, **more),))


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (LOCAL, "99"),
        (ICD9, "786.30"),
        (ICD10CM, '"I63.9"'),
        (ICD10CM, "0I63.9"),
        (ICD10CM, "I 63.9"),
        (ICD10CM, "E78.5;I63.9"),
        (ICD10CM, "K92_2"),
        (CPT, "44140"),
        (None, "x-17"),
        (None, "1048576"),
        (None, "312-4"),
    ],
)
def test_one_that_nothing_names_is_a_caution_that_names_its_code(system: str | None, code: str) -> None:
    for chart, kind in ((with_problem(coded(system, code)), "condition"),
                        (with_procedure(coded(system, code)), "procedure")):  # fmt: skip
        report = judged(chart)
        (found,) = named(report, "entry-set-aside")
        assert report.verdict is found.verdict is Verdict.WARNING
        assert f"a {kind} coded {code} of 2026-11-" in found.message


PLACEHOLDERS = [
    "Unknown",
    "see note",
    "?",
    "N/A",
    "***",
    "Problem",
    "Diagnosis",
    "[redacted]",
    "TBD",
    "Surgery",
    "OR case",
    "Procedure",
    "I63.9",
    "I63",
    "230690007",
    " - ",
    "ICD-10: I63.9",
    "K92.2 (ICD-10)",
    "SCT 230690007",
    "CPT 27447",
    "Unbekannt",
    "siehe Arztbrief",
    "Event",
    "Elective surgery",
    "\u8133\u51fa\u8840",
    "\u0438\u043d\u0441\u0443\u043b\u044c\u0442",
]


@pytest.mark.parametrize("words", PLACEHOLDERS)
def test_words_that_name_nothing_are_a_caution(words: str) -> None:
    for code in ({"text": words}, coded(LOCAL, "99", words, words)):
        for chart, kind in ((with_problem(code), "condition"), (with_procedure(code), "procedure")):
            report = judged(chart)
            (found,) = named(report, "entry-set-aside")
            assert report.verdict is found.verdict is Verdict.WARNING
            assert f'a {kind} called "{words}" of 2026-11-15' in found.message.replace("  ", " ")


@pytest.mark.parametrize(
    "words",
    [
        "Minor surgery",
        "Eye problem",
        "B12 deficiency",
        "T2DM",
        "CKD 3",
        "H1N1",
        "GERD",
        "None",
        "E11.9",
        "ICD-10: E78.5",
    ],
)
def test_any_name_is_one_though_a_short_or_general_one(words: str) -> None:
    report = judged(with_problem({"text": words}))
    assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.ACCEPT, [])


def test_a_code_that_can_be_looked_up_names_what_its_words_do_not() -> None:
    for code in (coded(ICD10CM, "E78.5", "Unknown"), coded(ICD10CM, "E78.5", text="see note")):
        assert named(judged(with_problem(code)), "entry-set-aside") == []


def test_an_operation_without_a_name_is_a_note_once_it_is_long_ago() -> None:
    report = judged(with_procedure({"text": "Surgery"}, "2026-05-01"))
    assert (report.verdict, len(named(report, "entry-set-aside"))) == (Verdict.ACCEPT, 1)


@pytest.mark.parametrize("system", [SNOMED, "urn:oid:2.16.840.1.113883.6.96", None])
def test_an_operation_in_no_list_by_snomed_alone_is_a_caution_and_a_condition_is_none(system: str | None) -> None:
    hip = coded(system, "52734007")
    (found,) = named(judged(with_procedure(hip)), "entry-set-aside")
    assert (found.verdict, "a procedure coded 52734007 of 2026-11-15" in found.message) == (Verdict.WARNING, True)
    assert judged(asked_for(hip)).verdict is Verdict.WARNING
    assert judged(with_procedure(coded(system, "52734007", "Cleaning of ear"))).verdict is Verdict.ACCEPT
    if system is not None:
        assert judged(with_problem(coded(system, "55822004"))).verdict is Verdict.ACCEPT


def test_many_are_one_finding() -> None:
    problems = tuple(condition(f"p{n}", coded(LOCAL, str(n)), onset="2026-11-15") for n in range(40))
    (found,) = named(judged(kidney(beside=problems)), "entry-set-aside")
    assert "and 39 more" in found.message


@pytest.mark.parametrize(
    "code",
    [
        coded(LOCAL, "99", "Hyperlipidemia"),
        coded(LOCAL, "99", text="Hyperlipidemia"),
        coded(ICD10CM, "E78.5"),
        coded(SNOMED, "55822004", "Hyperlipidemia"),
        coded(SNOMED, "55822004", text="Hyperlipidemia"),
        {"coding": [{"system": SNOMED, "code": "55822004"}, {"system": ICD10CM, "code": "E78.5"}]},
        {"coding": [{"system": LOCAL, "code": "99"}, {"system": ICD10CM, "code": "E78.5"}]},
        {"coding": [{"system": LOCAL, "code": "99"}, {"system": CPT, "code": "99", "display": "Hyperlipidemia"}]},
        coded("http://hl7.org/fhir/sid/icd-10-gm", "E78.5"),
        coded(None, "E78.5"),
        coded(ICD10CM, " e785 "),
        coded(ICD10CM, "E78,5"),
        coded(ICD10CM, "E78.-"),
        coded(ICD10CM, "E11.3511"),
    ],
)
def test_words_or_a_code_that_can_be_looked_up_name_it(code: dict[str, Any]) -> None:
    for chart in (with_problem(code), with_procedure(code)):
        report = judged(chart)
        assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.ACCEPT, [])


def asked_for(code: dict[str, Any], **more: Any) -> list[Resource]:
    """A request beside the order: an operation next week, or a test."""
    told = {"status": "active", "intent": "order", "subject": to("Patient/patient"), "occurrenceDateTime": "2026-12-01"}
    return kidney(beside=(resource("ServiceRequest", "request", code=code, **(told | more)),))


def test_a_request_that_nothing_names_is_a_caution_and_one_of_a_test_is_quiet() -> None:
    assert judged(asked_for(coded(CPT, "27130"))).verdict is Verdict.WARNING
    assert judged(asked_for(coded("http://loinc.org", "24323-8"))).verdict is Verdict.ACCEPT
    assert judged(asked_for(coded(CPT, "80053", "Comprehensive metabolic panel"))).verdict is Verdict.ACCEPT
    assert judged(asked_for(coded(CPT, "27130"), status="completed")).verdict is Verdict.ACCEPT
    assert judged(asked_for(coded(CPT, "27130"), occurrenceDateTime="2026-01-01")).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("word", ["resolved", "inactive", "remission"])
def test_a_condition_that_is_over_is_a_note(word: str) -> None:
    report = judged(with_problem(coded(ICD9, "786.30"), status=word))
    assert (report.verdict, len(named(report, "entry-set-aside"))) == (Verdict.ACCEPT, 1)


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        ("2026-08-23", Verdict.ACCEPT),
        ("2026-08-24", Verdict.WARNING),
        ("2026-08", Verdict.WARNING),
        ("2026-07", Verdict.ACCEPT),
    ],
)
def test_a_procedure_counts_for_ninety_days(on: str, verdict: Verdict) -> None:
    """The order is of 2026-11-22; of a month each of its days may be meant."""
    assert judged(with_procedure(coded(CPT, "44140"), on)).verdict is verdict


def test_a_procedure_without_a_day_or_without_an_end_counts() -> None:
    undated = done(coded(CPT, "44140"))
    del undated["performedDateTime"]
    begun = undated | {"performedPeriod": {"start": "2020-01-01"}}
    assert judged(kidney(beside=(undated,))).verdict is Verdict.WARNING
    assert judged(kidney(beside=(begun,))).verdict is Verdict.WARNING
    ended = undated | {"performedPeriod": {"start": "2020-01-01", "end": "2020-01-02"}}
    assert judged(kidney(beside=(ended,))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("status", ["not-done", "entered-in-error"])
def test_one_that_says_itself_that_it_was_not_is_quiet(status: str) -> None:
    report = judged(with_procedure(coded(CPT, "44140"), status=status))
    assert (report.verdict, named(report, "entry-set-aside")) == (Verdict.ACCEPT, [])
