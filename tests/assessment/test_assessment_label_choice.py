"""Which product's label judges an order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.build import Resource, attested, condition
from support.coding import concept, icd, snomed
from support.facts import chart
from support.shipped import choose_label

from validator.assessment.label_choice import LabelChoice
from validator.instant import PartialDate

RCC = condition("t", concept(snomed("702391001", "Renal cell carcinoma")))
MTC = condition("t", concept(snomed("255032005", "Medullary thyroid carcinoma")))
THYROID = condition("t", concept(icd("C73", "Malignant neoplasm of thyroid gland")))
BREAST = condition("t", concept(icd("C50.911", "Malignant neoplasm of breast")))


def choice(form: str | None, day: str, *resources: Resource) -> LabelChoice:
    read = chart(*resources, as_of=day)
    assert read.order is not None
    return choose_label(replace(read.order.product, form=form), read, PartialDate.parse(day))


@pytest.mark.parametrize(
    ("form", "day", "expected"),
    [
        ("tablet", "2026-11-22", ("CABOMETYX", "2025-03-26")),
        ("tablet", "2025-03-26", ("CABOMETYX", "2025-03-26")),
        ("tablet", "2025-03-25", ("CABOMETYX", "2021-09-17")),
        ("tablet", "2016-04-25", ("CABOMETYX", "2016-04-25")),
        ("tablet", "2016-04-24", None),
        ("capsule", "2026-11-22", ("COMETRIQ", "2020-01-31")),
        ("capsule", "2012-11-29", ("COMETRIQ", "2012-11-29")),
        ("capsule", "2012-11-28", None),
    ],
)
def test_the_form_and_the_day_choose(form: str, day: str, expected: tuple[str, str] | None) -> None:
    found = choice(form, day)
    label = found.label
    assert (label and (label.product, label.revision.isoformat())) == expected
    assert found.by_form
    assert found.open_between == ()


def test_the_other_products_of_the_day_are_kept() -> None:
    assert [one.product for one in choice("tablet", "2026-11-22").others] == ["COMETRIQ"]
    assert [one.product for one in choice("capsule", "2026-11-22").others] == ["CABOMETYX"]
    assert choice("capsule", "2014-01-01").others == ()
    assert [one.product for one in choice("tablet", "2014-01-01").others] == ["COMETRIQ"]


def test_a_day_that_allows_two_revisions_chooses_none() -> None:
    found = choice("tablet", "2025-03")
    assert found.label is None
    assert [one and one.revision.isoformat() for one in found.open_between] == ["2021-09-17", "2025-03-26"]
    first = choice("tablet", "2016-04")
    assert [one and one.revision.isoformat() for one in first.open_between] == [None, "2016-04-25"]
    assert choice("tablet", "2025-04").label is not None


@pytest.mark.parametrize(
    ("resources", "product"),
    [
        ([RCC], "CABOMETYX"),
        ([MTC], "COMETRIQ"),
        ([THYROID], "CABOMETYX"),
        ([BREAST], "CABOMETYX"),
        ([], "CABOMETYX"),
    ],
)
def test_without_a_form_the_disease_chooses(resources: list[Resource], product: str) -> None:
    found = choice(None, "2026-11-22", *resources)
    assert found.label is not None
    assert found.label.product == product
    assert not found.by_form


def test_without_a_form_the_label_that_may_have_the_disease_comes_first() -> None:
    """In 2018 only the capsules were for a thyroid cancer."""
    found = choice(None, "2018-06-01", THYROID)
    assert found.label is not None
    assert found.label.product == "COMETRIQ"


def test_without_a_form_the_label_that_names_the_disease_comes_first_though_a_requirement_fails() -> None:
    stable = attested("p", "progressive", "2026-11-01", False)
    found = choice(None, "2026-11-22", MTC, stable)
    assert found.label is not None
    assert found.label.product == "COMETRIQ"


def test_without_a_form_a_month_that_allows_two_revisions_chooses_none() -> None:
    found = choice(None, "2025-03", RCC)
    assert (found.label, found.by_form) == (None, False)
    assert [one and one.revision.isoformat() for one in found.open_between] == ["2021-09-17", "2025-03-26"]
    assert [one.product for one in found.others] == ["COMETRIQ"]


def test_of_another_product_only_the_newest_revision_is_kept() -> None:
    others = choice("capsule", "2025-03").others
    assert [one.revision.isoformat() for one in others] == ["2025-03-26"]


def test_without_a_form_and_before_the_first_label_there_is_none() -> None:
    found = choice(None, "2010-01-01")
    assert (found.label, found.open_between, found.by_form) == (None, (), False)
    assert choice("tablet", "2010-01-01").by_form
    assert LabelChoice(None).by_form
    only_capsules = choice(None, "2014-01-01", RCC)
    assert only_capsules.label is not None
    assert only_capsules.label.product == "COMETRIQ"


def test_a_form_that_no_label_has_chooses_none() -> None:
    assert choice("patch", "2026-11-22").label is None
