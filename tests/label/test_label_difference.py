"""The difference of two revisions names every statement that is new, gone or reads otherwise, and nothing else."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from support.shipped import BOOK, describe, in_words, load_label, products, revision_dates

from validator.finding import Confidence
from validator.frozen import replace
from validator.label.difference import Change, LabelDifference, difference
from validator.label.model import Label

C21B, C25 = date(2021, 9, 17), date(2025, 3, 26)


@pytest.fixture
def of_2025() -> LabelDifference:
    return difference(load_label("cabometyx", C21B), load_label("cabometyx", C25))


def changes(found: LabelDifference, identifier: str) -> dict[str, Change]:
    return {change.field: change for statement, some in found.changed for change in some if statement.id == identifier}


def test_what_march_2025_added(of_2025: LabelDifference) -> None:
    assert [statement.id for statement in of_2025.added] == [
        "pnet", "epnet", "net-60", "net-40", "moderate-inducer", "adult-under-40-kg",
        "crossed-40-kg",
    ]  # fmt: skip


def test_what_march_2025_removed(of_2025: LabelDifference) -> None:
    assert [statement.id for statement in of_2025.removed] == ["inducer-class-disputed"]


def test_the_thyroid_rule_of_march_2025_in_words(of_2025: LabelDifference) -> None:
    when = changes(of_2025, "dtc-40")["when"]
    pediatric = "pediatric (under 17; under 18 by common practice)"
    assert when.was(BOOK) == f"{pediatric} and not body surface area of 1.2 m2 or more"
    assert when.now(BOOK) == f"{pediatric} and not weight of 40 kg or more"
    assert "ladder" not in changes(of_2025, "dtc-40")


def test_steps_are_told_with_their_regimens_and_confidence(of_2025: LabelDifference) -> None:
    steps = changes(of_2025, "strong-inhibitor")["steps"]
    assert "20 mg once daily becomes 20 mg every other day (dtc-40), verified" in steps.was(BOOK)
    assert "20 mg once daily becomes 20 mg every other day (dtc-40, net-40), inferred" in steps.now(BOOK)


def test_lists_and_sections_are_told_in_words(of_2025: LabelDifference) -> None:
    taken = changes(of_2025, "administration")
    assert (taken["forbidden"].was(BOOK), taken["forbidden"].now(BOOK)) == (
        "crush, feeding-tube",
        "crush, chew, split, feeding-tube",
    )
    assert (taken["section"].was(BOOK), taken["section"].now(BOOK)) == ("2.9", "2.1")


def test_what_belongs_to_the_label_as_a_whole(of_2025: LabelDifference) -> None:
    header = {change.field: (change.was(BOOK), change.now(BOOK)) for change in of_2025.header}
    assert header["reduction_section"] == ("2.5", "2.6")
    assert header.keys() == {"reduction_section", "remarks"}
    assert header["remarks"][0] == "nothing"


def test_yes_and_no_and_lists_of_statements_are_told_in_words() -> None:
    change = Change("combination", False, True)
    assert (change.was(BOOK), change.now(BOOK)) == ("no", "yes")
    asked = load_label("cabometyx", C25).indication[0].requires
    assert in_words(asked[:1]) == f"{asked[0].words} [{describe(asked[0].ask)}]"
    assert in_words((asked[0], asked[0])) == f"{in_words(asked[0])}; {in_words(asked[0])}"
    assert in_words(("crush", "chew")) == "crush, chew"


@pytest.mark.parametrize("product", products())
def test_a_revision_does_not_differ_from_itself(product: str) -> None:
    for day in revision_dates(product):
        assert difference(load_label(product, day), load_label(product, day)).is_empty


LAST_READ = date(2025, 3, 26)


@pytest.mark.parametrize("product", products())
def test_added_and_removed_change_places_when_the_order_is_turned(product: str) -> None:
    for first, second in pairwise(revision_dates(product)):
        there = difference(load_label(product, first), load_label(product, second))
        back = difference(load_label(product, second), load_label(product, first))
        # a label may be issued again with nothing changed that is asked here
        assert not there.is_empty or second > LAST_READ
        assert set(ids(there.added)) == set(ids(back.removed))
        assert set(ids(there.removed)) == set(ids(back.added))
        assert {s.id for s, _ in there.changed} == {s.id for s, _ in back.changed}


@pytest.mark.parametrize("product", products())
def test_every_change_between_revisions_can_be_said_in_words(product: str) -> None:
    for first, second in pairwise(revision_dates(product)):
        found = difference(load_label(product, first), load_label(product, second))
        for statement, some in found.changed:
            for change in some:
                assert change.was(BOOK), (statement.id, change.field)
                assert change.was(BOOK) != change.now(BOOK), (statement.id, change.field)


def test_where_a_statement_was_read_is_no_difference() -> None:
    label = load_label("cabometyx", C25)
    elsewhere = with_regimen(label, source="another copy")
    assert difference(label, elsewhere).is_empty


def test_how_well_a_statement_is_known_is_a_difference() -> None:
    label = load_label("cabometyx", C25)
    found = difference(label, with_regimen(label, confidence=Confidence.INFERRED))
    assert {k: (c.was(BOOK), c.now(BOOK)) for k, c in changes(found, "rcc-mono-60").items()} == {
        "confidence": ("verified", "inferred")
    }


def test_two_products_are_not_compared() -> None:
    with pytest.raises(ValueError, match="COMETRIQ and CABOMETYX are two products"):
        difference(load_label("cometriq", date(2020, 1, 31)), load_label("cabometyx", C25))


def with_regimen(label: Label, **changed: object) -> Label:
    first, *others = label.regimen
    return replace(label, regimen=(replace(first, **changed), *others))


def ids(statements: tuple[object, ...]) -> list[str]:
    return [str(getattr(statement, "id", "")) for statement in statements]
