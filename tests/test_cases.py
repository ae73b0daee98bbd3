"""Every story in tests/cases, in every dress, through the front door."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.case import Case, read_case, read_cases
from support.chart import dressed
from support.dress import DRESSES, Dress
from support.judge import judge

from validator import check_bundle
from validator.report.model import OrderReport

CASES = read_cases()
TOLD = [pytest.param(case, dress, id=f"{case.name}-{dress.name}") for case in CASES for dress in DRESSES]

ROWS = [
    *(1, 2, 4, 5, 7, 8, 10, 11, 13, 14),
    *(16, 17, 19, 20, 22, 23, 25, 26, 28, 29),
    *(31, 32, 34, 35, 37, 38),
    *(40, 41, 43, 44, 46, 47, 49, 50, 52, 53, 55, 56, 58, 59, 61, 62),
    *(64, 65, 67, 68, 70, 71, 73, 74, 76, 77, 79, 80, 82, 83, 85),
    *(86, 88, 89, 91, 92, 94, 95, 97, 98, 100, 101, 103, 104, 105, 106),
    *(107, 109, 110, 112, 113, 115, 116, 118, 119, 121, 122),
    *(124, 125, 127, 128, 130, 131, 133, 134),
    *(136, 137, 139, 140, 142, 143, 145, 146, 148, 149, 151, 152, 154, 155),
    *(156, 157),
]


def judged(case: Case, dress: Dress) -> list[OrderReport]:
    """The reports of the orders the story is about; the other requests in its chart are not judged."""
    chart = dressed(case, dress)
    report = check_bundle(chart.data, fhir_version="R4B" if dress.fhir == "R4B" else "auto")
    return [order for order in report.orders if order.order in chart.order_references]


def test_every_worked_case_is_told_once() -> None:
    assert [case.row for case in CASES] == ROWS


@pytest.mark.parametrize(("case", "dress"), TOLD)
def test_a_case_gets_its_verdict_in_every_dress(case: Case, dress: Dress) -> None:
    orders = judged(case, dress)
    assert orders, "no order of the story was reported"
    for order in orders:
        said = [(finding.code, finding.verdict.value, finding.message) for finding in order.findings]
        assert order.verdict.value == case.verdict, said
        codes = {finding.code for finding in order.findings}
        assert codes >= set(case.findings), said
        if case.edition:
            assert order.label is not None
            assert order.label.revision == case.edition
        if case.expected:
            assert order.expected is not None, said
            assert order.expected.daily_mg == case.expected.daily_mg, order.expected


@pytest.mark.parametrize(("case", "dress"), [one for one in TOLD if one.values[0].route == "oral"])
def test_a_case_is_read_at_the_dose_it_was_written(case: Case, dress: Dress) -> None:
    # where one dress writes the dose as two orders of one day, each of them shows what they come to
    orders = judged(case, dress)
    for order in orders:
        assert order.ordered is not None
        assert order.ordered.daily_mg == case.order.daily_mg


@pytest.mark.parametrize(("case", "dress"), [one for one in TOLD if one.values[0].no_dose])
def test_no_dose_is_suggested_where_the_label_gives_none(case: Case, dress: Dress) -> None:
    for order in judged(case, dress):
        assert order.expected is None or order.expected.daily_mg is None
        assert "dose-below-start" not in {finding.code for finding in order.findings}


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.name)
def test_the_dresses_are_sound_fhir(dress: Dress) -> None:
    for case in CASES:
        for one in dressed(case, dress).resources:
            judge(one, dress.fhir)


def test_a_case_refuses_a_fact_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="a case knows no wieght"):
        read_case({"row": 1, "disease": "rcc", "age": 50, "order": "60 mg once daily", "wieght": "70 kg"})


def test_a_weight_in_pounds_is_the_same_weight() -> None:
    case = next(case for case in CASES if case.row == 76)
    assert case.weight_kg == Decimal("39.91612856")
