"""A condition or an operation named by the title of a code, without the code: judged as the code is.

Each chart is an accepted order for advanced kidney cancer with one entry more. All patients are synthetic.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from support.build import Resource, condition, resource, to, weight
from support.judged import judged, tablets, thyroid
from support.plain import kidney
from support.shipped import BOOK

from validator.report.model import OrderReport
from validator.terminology.coding import ICD10CM, SNOMED
from validator.terminology.domain import RISK
from validator.terminology.title import icd_10_cm_titles
from validator.verdict import Verdict

LOCAL = {"system": "urn:oid:1.2.840.114350.1.13.999.2.7", "code": "99"}


def with_problem(code: dict[str, Any], onset: str = "2026-11-15") -> OrderReport:
    return judged(kidney(beside=(condition("problem", code, onset=onset),)))


def said(report: OrderReport) -> tuple[Verdict, frozenset[str]]:
    return report.verdict, frozenset(one.code for one in report.findings)


def operation(code: dict[str, Any]) -> Resource:
    return resource(
        "ServiceRequest",
        "planned",
        status="active",
        intent="order",
        code=code,
        subject=to("Patient/patient"),
        occurrenceDateTime="2026-12-02",
    )


@pytest.mark.parametrize(
    ("title", "finding"),
    [
        ("Acute embolism and thrombosis of right iliac vein", "thrombotic-event"),
        ("Central retinal artery occlusion, left eye", "thrombotic-event"),
        ("Budd-Chiari syndrome (disorder)", "thrombotic-event"),
        ("DIVERTICULOSIS OF LARGE INTESTINE WITHOUT PERFORATION OR ABSCESS WITH BLEEDING", "recent-hemorrhage"),
        ("Postprocedural hematoma of the spleen following a procedure on the spleen", "recent-hemorrhage"),
    ],
)
def test_a_title_alone_is_the_condition(title: str, finding: str) -> None:
    for code in ({"text": title}, {"text": title, "coding": [LOCAL]}, {"coding": [LOCAL | {"display": title}]}):
        report = with_problem(code)
        assert report.verdict is not Verdict.ACCEPT, title
        assert finding in {one.code for one in report.findings}


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("I69.354", "Hemiplegia and hemiparesis following cerebral infarction affecting left non-dominant side"),
        ("H72.811", "Multiple perforations of tympanic membrane, right ear"),
        ("M25.161", "Fistula, right knee"),
        ("H33.042", "Retinal detachment with retinal dialysis, left eye"),
    ],
)
def test_a_title_that_only_holds_the_words_of_a_risk_is_none(code: str, title: str) -> None:
    assert (code, title) in icd_10_cm_titles()
    for name in ({"coding": [{"system": ICD10CM, "code": code, "display": title}]}, {"text": title}):
        assert with_problem(name).verdict is Verdict.ACCEPT


def test_of_any_titles_code_title_and_both_say_the_same() -> None:
    listed = [one for one in icd_10_cm_titles() if not one[0].startswith("O")]
    for code, title in random.Random(2026).sample(listed, 60):
        coding = {"system": ICD10CM, "code": code}
        by_code = said(with_problem({"coding": [coding]}))
        assert said(with_problem({"coding": [coding | {"display": title}]})) == by_code, title
        by_title = said(with_problem({"text": title}))
        # A history without a code may be told in one more note, and never in fewer.
        assert by_title[0] is by_code[0], title


@pytest.mark.parametrize("name", ["Operative procedure on hip joint", "Operative procedure on lower extremity"])
def test_an_operation_is_known_by_the_name_of_its_code(name: str) -> None:
    assert BOOK.groups_by_title(RISK, name)
    by_code = next(
        code for (system, code), one in BOOK.value_set("major-surgery").concepts.items()
        if system == SNOMED and one.display == name
    )  # fmt: skip
    coded = judged(kidney(beside=(operation({"coding": [{"system": SNOMED, "code": by_code}]}),)))
    assert "recent-surgery" in {one.code for one in coded.findings} or coded.verdict is Verdict.ERROR, said(coded)
    of_house = {"coding": [LOCAL | {"display": name}]}
    for code in ({"text": name}, of_house, {"coding": [{"code": by_code}], "text": name}):
        assert said(judged(kidney(beside=(operation(code),)))) == said(coded)


def weighed(code: dict[str, Any], kilograms: str = "38") -> list[Resource]:
    """An adolescent with thyroid cancer, whose dose hangs on the weight."""
    return thyroid(tablets(40), weight(kilograms, "2026-11-18") | {"code": code}, kilograms=None)


@pytest.mark.parametrize(
    "name", ["Body weight with clothes Measured", "BODY WEIGHT MEASURED", "Body weight (observable)"]
)
def test_a_measurement_is_known_by_the_name_of_its_code(name: str) -> None:
    for code in ({"text": name}, {"coding": [LOCAL | {"display": name}]}, {"coding": [LOCAL], "text": name}):
        report = judged(weighed(code))
        assert "dose-agrees" in {one.code for one in report.findings}, name
        assert "dose-above-label" in {one.code for one in judged(thyroid(
            tablets(60), weight("38", "2026-11-18") | {"code": code}, kilograms=None)).findings}  # fmt: skip


def test_another_name_beside_the_title_is_another_measurement() -> None:
    code = {"coding": [LOCAL | {"display": "Birth weight"}], "text": "Body weight"}
    assert "dose-agrees" not in {one.code for one in judged(weighed(code)).findings}
