"""The names of the ordered drug and of diseases change no amount in a sig; all other names leave it unread."""

from __future__ import annotations

import pytest
from support.shipped import SHIPPED

from validator.chart.order.sig_names import all_drugs, sig_names
from validator.dosage import parse_sig, render
from validator.dosage.silent_names import NO_NAMES, SilentNames

OWN = sig_names(SHIPPED.book, frozenset({"cabozantinib"}))


@pytest.mark.parametrize(
    "sig",
    [
        "Take cabozantinib 60 mg once daily",
        "CABOMETYX 60 mg once daily",
        "Cabozantinib, Cabometyx, 60 mg once daily for RCC",
        "cabometyx\u00ae: 60 mg daily for metastatic pNET",
        "60 mg daily for NETs",
    ],
)
def test_the_name_of_the_drug_and_of_what_it_is_for_change_nothing(sig: str) -> None:
    assert render(parse_sig(sig, names=OWN)) == "60 mg once daily"


@pytest.mark.parametrize("sig", ["aardomo 60 mg daily", "60 mg daily for aardoma", "cabometyxa 60 mg daily"])
def test_the_name_of_another_drug_or_disease_leaves_the_sig_unread(sig: str) -> None:
    found = parse_sig(sig, names=OWN)
    assert not found.known
    assert found.unknown[0].says == "The text could not be read whole."
    both = SilentNames(OWN.drug | {"Aardomo", "cabometyxa"}, OWN.diseases | {"aardoma"})
    assert render(parse_sig(sig, names=both)) == "60 mg once daily"


def test_without_names_a_sig_that_holds_one_is_unread() -> None:
    assert not parse_sig("cabometyx 60 mg daily", names=NO_NAMES).known
    assert render(parse_sig("60 mg daily for kidney cancer")) == "60 mg once daily"


def test_the_salt_is_still_told() -> None:
    notes = [note.code.value for note in parse_sig("cabozantinib s-malate 60 mg daily", names=OWN).notes]
    assert "salt-named" in notes


def test_the_names_are_those_of_the_value_sets() -> None:
    assert {name.lower() for name in OWN.drug} >= {"cabozantinib", "cabometyx", "cometriq"}
    assert OWN.diseases >= SHIPPED.book.diseases.names
    assert sig_names(SHIPPED.book, frozenset()).drug == frozenset()
    assert all_drugs(SHIPPED.book) == {"cabozantinib"}
