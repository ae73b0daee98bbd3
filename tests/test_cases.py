"""Every story in tests/cases, in every dress, through the front door."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.case import CASES as STORIES
from support.case import Case, read_case, read_cases
from support.chart import dressed
from support.dress import DRESSES, Dress
from support.fhir_models import judge

from validator import check_bundle
from validator.report.model import OrderReport

CASES = read_cases()
TOLD = [pytest.param(case, dress, id=f"{case.name}-{dress.name}") for case in CASES for dress in DRESSES]


def judged(case: Case, dress: Dress) -> list[OrderReport]:
    """The reports of the orders the story is about; the other requests in its chart are not judged."""
    chart = dressed(case, dress)
    report = check_bundle(chart.data, fhir_version="R4B" if dress.fhir == "R4B" else "auto")
    return [order for order in report.orders if order.order in chart.order_references]


def test_no_row_is_told_twice() -> None:
    rows = [case.row for case in CASES]
    assert len(rows) == len(set(rows)), sorted(row for row in set(rows) if rows.count(row) > 1)


@pytest.mark.parametrize("file", sorted(path.name for path in STORIES.rglob("*.toml")))
def test_every_file_tells_orders_of_several_verdicts(file: str) -> None:
    assert len({case.verdict for case in CASES if case.file == file}) > 1


@pytest.mark.parametrize(("case", "dress"), TOLD)
def test_a_case_gets_its_verdict_in_every_dress(case: Case, dress: Dress) -> None:
    orders = judged(case, dress)
    assert orders, "no order of the story was reported"
    for order in orders:
        said = [(finding.code, finding.verdict.value, finding.message) for finding in order.findings]
        assert order.verdict.value == case.verdict, said
        codes = {finding.code for finding in order.findings}
        assert codes >= set(case.findings), said
        if case.route == "oral":
            # where one dress writes the dose as two orders of one day, each of them shows what they come to
            assert order.ordered is not None, said
            assert order.ordered.daily_mg == case.order.daily_mg, said
        if case.edition:
            assert order.label is not None
            assert order.label.revision == case.edition
        if case.expected:
            assert order.expected is not None, said
            assert order.expected.daily_mg == case.expected.daily_mg, order.expected
        if case.no_dose:
            assert order.expected is None or order.expected.daily_mg is None, order.expected
            assert "dose-below-start" not in codes, said


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
