"""Another drug that was chosen, and the ordered one was not."""

from __future__ import annotations

import pytest
from support.noted import not_quiet, without

from validator.dosage.word_chosen import chosen_instead

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
instead of cabozantinib, axitinib
in place of cabozantinib: use axitinib
Instead of cabo 60 mg, will start axitinib
lenvatinib picked over cabo
not covered, will use votrient
using sutent for now
denied by insurance, Lenvima approved
sunitinib approved, cabo denied
cabo not approved; Inlyta approved
sw to lenva
switch to lenva
cabo -> lenva
cabozantinib → sunitinib
Cabometyx to Lenvima
lenva started 11/15
insurance wants sunitinib first
insurer requires sunitinib first
step therapy: sunitinib first
must try pazopanib first
plan is sunitinib
tx plan: sorafenib
rx sent for pazopanib
ordered sunitinib
""".strip().splitlines()
QUIET = """
pazopanib -> cabo
sunitinib -> cabozantinib 60 mg
sunitinib approved 2019
lenvatinib started 10/1, stopped 11/1
switched to axitinib, PD, now cabozantinib
insurance requires prior sunitinib, met
ordered labs
plan: labs in 2 weeks
plan: CT in 8 weeks
plan lenvatinib at progression
considered sunitinib, chose cabo
if PD, will use sutent
used sutent before
tolerated sunitinib
metformin started 11/15
amlodipine approved
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
instead of axitinib, cabo
instead of cabo in 2024 sunitinib
Instead of cabo 60 mg, pt asked about axitinib
""".strip().splitlines()


def test_another_drug_in_its_place_takes_the_order_back() -> None:
    assert without("text-takes-order-back", CHOSEN) == []


def test_this_one_in_the_place_of_another_is_silent() -> None:
    assert not_quiet(QUIET) == []


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("will do nivolumab first", True),
        ("will do nivolumab", False),
        ("will do sunitinib", True),
        ("changed plan: nivolumab", False),
        ("sunitinib + nivolumab not cabo", True),
        ("will do sunitinib + nivolumab", False),
        ("axitinib rather than sunitinib", False),
        ("cabo rather than axitinib", False),
        ("cabozantinib rather than cabo", False),
        ("exitinibo rather than cabo", False),
        ("failed: axitinib rather than cabo", False),
    ],
)
def test_what_may_stand_beside_it_takes_no_place_unless_it_comes_first(clause: str, *, told: bool) -> None:
    assert bool(list(chosen_instead(clause, frozenset({"cabo"})))) is told


def test_a_clause_tells_every_way_in_which_it_says_so() -> None:
    """A first pattern that finds nothing keeps no later one from being asked."""
    assert len(list(chosen_instead("instead: axitinib rather than cabo", frozenset()))) == 1
    assert len(list(chosen_instead("replaced by axitinib", frozenset()))) == 1
