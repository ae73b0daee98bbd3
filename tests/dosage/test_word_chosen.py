"""Another drug that was chosen, and the ordered one was not."""

from __future__ import annotations

from support.noted import not_quiet, without

CHOSEN = """
Inlyta chosen over cabo by tumor board
axitinib in lieu of cabo
Using axitinib in place of cabozantinib
axitinib rather than cabozantinib
Chose lenvatinib over cabozantinib
Plan: lenvatinib + everolimus, not cabo
MD wants axitinib not cabo
Cabo replaced with sunitinib
superseded by axitinib
instead: axitinib
Changed plan: sunitinib
Patient prefers sunitinib
will do sunitinib
trial of sunitinib first
""".strip().splitlines()
QUIET = """
Cabo in lieu of axitinib
Chose cabozantinib over axitinib
Cabozantinib rather than sunitinib per tumor board
Rash from axitinib rather than cabo
Sunitinib was considered instead of cabo, pt declined sunitinib
Pt asked about axitinib in place of cabo
Was replaced with sunitinib in 2025
If PD, axitinib rather than cabo rechallenge
Axitinib failed, cabo chosen
Metformin rather than glipizide
Axitinib not covered, cabo ordered
Would use axitinib over cabo if bleeding risk
""".strip().splitlines()


def test_another_drug_in_its_place_takes_the_order_back() -> None:
    assert without("text-takes-order-back", CHOSEN) == []


def test_this_one_in_the_place_of_another_is_silent() -> None:
    assert not_quiet(QUIET) == []
