"""A check that could not run says so, and never what a patient's chart holds."""

from __future__ import annotations

from validator.finding import IssueType
from validator.label.load import LabelError
from validator.rules.not_checked import not_checked, not_held_against
from validator.verdict import Verdict


def test_a_fault_of_ours_tells_its_kind_and_not_its_words() -> None:
    found = not_checked("dose", ValueError("Ximena Example, born 2012-03-09"), "Bundle.entry[0].resource")
    assert found.message == "The check 'dose' could not run; the rest was checked."
    assert found.detail == "ValueError in dose."
    assert (found.verdict, found.kind) == (Verdict.UNDETERMINED, IssueType.EXCEPTION)
    assert found.expression == ("Bundle.entry[0].resource",)


def test_a_mistake_in_label_data_is_told_to_whoever_wrote_it() -> None:
    found = not_checked("label", LabelError("2026-01-01.toml: regimen[0].ladder is missing"), "Bundle")
    assert found.message == "The label data hold a mistake: the check 'label' could not run; the rest was checked."
    assert found.detail == "2026-01-01.toml: regimen[0].ladder is missing"


def test_the_product_whose_data_hold_a_mistake_is_named() -> None:
    mistake = LabelError("aardomo/2026-01-01.toml: regimen[0].ladder is missing", product="aardomo")
    found = not_checked("label", mistake, "Bundle")
    assert found.message.startswith("The label data of aardomo hold a mistake: the check 'label' could not run")
    (other,) = not_held_against([mistake], "Bundle")
    assert other.message == "The label data of aardomo hold a mistake: the order was checked without them."
    assert (other.verdict, other.detail) == (Verdict.UNDETERMINED, found.detail)
