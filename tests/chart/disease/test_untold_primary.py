"""A secondary carcinoid without a primary: the tumor is known, and where it began is not.

All patients are synthetic.
"""

from __future__ import annotations

import pytest
from support.build import Resource, condition, icdo3, observation, patient, statement
from support.coding import DRUGS, GRADE, GRADE_2, POOR, concept, icd, snomed
from support.judged import judged
from support.plain import sixty

CARCINOID = ("C7B.02", "Secondary carcinoid tumors of liver")


def chart(*resources: Resource) -> list[Resource]:
    treated = statement(
        "old", concept(DRUGS["everolimus"][0]), start="2026-04-01", end="2026-09-30", status="completed"
    )
    return [patient(born="1964-05-04"), treated, *resources, sixty()]


def of(code: str, name: str = "spread", **elements: str) -> Resource:
    return condition(name, concept(icd(code, "as coded")), onset="2026-03-01", **elements)


def found(*resources: Resource) -> tuple[str, str | None, list[str]]:
    report = judged(chart(*resources))
    heavy = [one.code for one in report.findings if one.verdict.value != "accept"]
    return report.verdict.value, report.indication, heavy


def test_the_family_is_shown_with_a_caution() -> None:
    assert found(of(CARCINOID[0])) == ("warning", "net", ["indication-caution"])


def test_a_grade_takes_the_caution_away_and_a_poor_one_bars_the_order() -> None:
    good, poor = (observation("g", GRADE, "2026-03-10", coded=one) for one in (GRADE_2, POOR))
    assert found(of(CARCINOID[0]), good) == ("accept", "net", [])
    assert found(of(CARCINOID[0]), poor) == ("error", "net", ["indication-not-met"])


def test_another_secondary_neuroendocrine_tumor_leaves_its_differentiation_open() -> None:
    assert found(of("C7B.8")) == ("undetermined", "net", ["indication-not-shown"])


@pytest.mark.parametrize("other", ["C61", "C50.912", "C80.1"])
def test_another_cancer_beside_it_is_another_cancer(other: str) -> None:
    assert found(of(CARCINOID[0]), of(other, "other")) == ("warning", "net", ["indication-caution"])


@pytest.mark.parametrize(
    "resources",
    [
        (of("C7B.1"),),
        (of("C78.7"),),
        (of(CARCINOID[0], status="resolved"),),
        (of(CARCINOID[0], verification="provisional"),),
        (of(CARCINOID[0]), of("C7A.1", "other")),
        (of(CARCINOID[0]), of("C25.4", "other", verification="provisional")),
        (
            condition(
                "spread", concept(snomed("94381002", "Secondary malignant neoplasm of liver")), onset="2026-03-01"
            ),
        ),
    ],
)
def test_what_names_no_such_tumor_shows_none(resources: tuple[Resource, ...]) -> None:
    verdict, indication, heavy = found(*resources)
    assert (verdict, indication, heavy) == ("undetermined", None, ["disease-not-shown"])


def test_a_primary_on_file_is_the_disease() -> None:
    assert found(of(CARCINOID[0]), of("C25.4", "primary"))[1] == "pnet"
    assert found(of(CARCINOID[0]), of("C64.1", "kidney"))[1] == "rcc-mono"


def test_what_is_only_inferred_says_so() -> None:
    (note,) = [
        one for one in judged(chart(of(CARCINOID[0]))).findings if one.message.startswith("Only the code of its")
    ]
    assert [one.basis.value for one in note.evidence] == ["derived"]


def test_a_cancer_that_is_poorly_differentiated_by_its_own_code_contradicts_it() -> None:
    large_cell = icdo3("8013/3", "Large cell neuroendocrine carcinoma")
    other = condition("other", concept(icd("C80.1", "as coded")), onset="2026-03-01", histology=large_cell)
    assert found(of(CARCINOID[0]), other)[1] is None
    assert found(of(CARCINOID[0]), of("C80.1", "other"))[1] == "net"
