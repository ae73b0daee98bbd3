"""What the form of an order asks: each answer changes something, and whatever an answer would settle is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.build import condition, order, service_request, statement, to_json
from support.coding import DRUGS, OPERATIONS, concept, icd, rxnorm
from support.judged import tablets, with_nivolumab
from support.plain import collection, kidney, neuroendocrine, sixty, without

from validator.check import check_documents
from validator.profiles import shipped
from validator.report.criterion import criteria_of
from validator.report.model import OrderReport
from validator.report.order_form import order_form
from validator.verdict import Verdict

CRITERIA = criteria_of(shipped())
ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "examples").glob("*.json")), *sorted((ROOT / "tests" / "ordinary" / "charts").glob("*.json"))]
AXITINIB = statement("axitinib", concept(rxnorm("1242999", "axitinib")), start="2026-01-01", end="2026-06-01",
                     status="completed")  # fmt: skip
PLANNED = service_request("resection", OPERATIONS["nephrectomy"], "2027-03-01")
BREAST = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")), onset="2026-01-01")
HOME = order(concept(DRUGS["metformin"][0]), name="home", on="2026-01-01")
BUILT = {
    "a metastatic tumor with a resection": [*without(neuroendocrine(), "unresectable"), PLANNED],
    "advanced by a drug alone": [*without(kidney(sixty()), "metastasis"), AXITINIB],
    "two cancers and one metastasis": [*kidney(sixty()), BREAST],
    "a first line that is inferred": [*without(with_nivolumab(), "line"), HOME],
    "nothing told": without(neuroendocrine(), "unresectable", "extent", "everolimus"),
    "a lower dose without a reason": kidney(tablets(40)),
}


def checked(chart: dict[str, Any]) -> dict[str, OrderReport]:
    orders = check_documents([to_json(chart)], structure="off", form=True).orders
    return {one.order: one for one in orders if one.verdict is not Verdict.NOT_ASSESSED}


def charts() -> Iterator[Any]:
    for file in FILES:
        chart = json.loads(file.read_bytes())
        if any(finding.verdict is not Verdict.ACCEPT for one in checked(chart).values() for finding in one.findings):
            yield pytest.param(chart, id=file.stem)
    for name, resources in BUILT.items():
        yield pytest.param(collection(resources), id=name)


def open_in(found: OrderReport) -> set[tuple[str, str]]:
    return {(one.code, one.message) for one in found.findings if one.verdict is not Verdict.ACCEPT}


def answered(chart: dict[str, Any], found: OrderReport, code: str) -> list[OrderReport]:
    day = found.as_of or date(2026, 11, 22)
    said = [CRITERIA[code].observation(is_so, subject=str(found.patient), day=day) for is_so in (True, False)]
    asked = [chart | {"entry": [*chart["entry"], {"fullUrl": f"urn:uuid:{'1' * 8}-1111-4111-8111-{'1' * 12}",
                                                  "resource": one | {"id": "answer"}}]} for one in said]  # fmt: skip
    return [checked(one)[found.order] for one in asked]


@pytest.mark.parametrize("chart", [*charts()])
def test_every_question_changes_something_and_what_an_answer_settles_is_asked(chart: dict[str, Any]) -> None:
    for found in checked(chart).values():
        form = order_form(found, shipped())
        if form is None:
            continue
        before, left = open_in(found), {}
        for code in CRITERIA:
            left[code] = [open_in(one) for one in answered(chart, found, code)]
        for code in form.questions:
            assert any(one != before for one in left[code]), f"{code} is asked, and no answer changes anything"
        for finding in before:
            settling = {
                code for code, after in left.items() if any(one < before and finding not in one for one in after)
            }
            assert not settling or settling & set(form.questions), f"{finding} would be settled by {settling}"
