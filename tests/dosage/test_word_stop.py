"""What is not to be taken beside the drug takes no order back; the drug that is not to be taken does."""

from __future__ import annotations

import pytest
from support.words import Text, told

OTHERS = (
    "Do not take with antacids",
    "Do not take with antacids, iron or zinc",
    "Do not take with ketoconazole",
    "Do not take this with omeprazole",
    "Do not take this medication together with rifampin",
    "Not to be taken with phenytoin",
    "Do not give with apixaban",
    "Do not use with warfarin",
    "Do not take any rifampin while on this",
    "Do not take milk, antacids, or iron at the same time of day",
    "Do not take until 2 hours after eating",
)
STOPS = (
    "Do not take",
    "Do not take tablets",
    "Do not take this medication",
    "Do not take cabozantinib",
    "Do not take until seen",
    "Do not give until labs are back",
    "Do not use this drug",
    "Do not give per Dr. Smith",
)


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", OTHERS)
def test_what_is_not_taken_beside_it_stops_nothing(words: str, where: str) -> None:
    assert "text-takes-order-back" not in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", STOPS)
def test_the_drug_that_is_not_to_be_taken_is_told(words: str, where: str) -> None:
    assert "text-takes-order-back" in {one.code for one in told(Text(words, where))}


OF_ANOTHER = (
    "Nivo on hold",
    "nivo discontinued 6/2026",
    "Monotherapy, nivo discontinued",
    "Completed ipi/nivo x4, nivo maintenance stopped",
    "Lenvatinib on hold, switching to this",
    "Hold nivo",
    "hold not needed",
    "No need to hold",
    "Discontinue St John's wort before starting",
    "Discontinue grapefruit juice",
    "discontinue axitinib before starting",
    "Cancel previous prescription for 40 mg",
    "Void prior prescription",
    "disregard previous Rx",
    "hold for grade 3 toxicity until grade 1",
    "Should rash occur, stop",
    "D/c'd HCTZ",
    "DC'd lisinopril",
    "discontinued HCTZ",
    "Discontinued meds: itraconazole",
    "Do not administer to patients who have had a recent hemorrhage.",
)
OF_THIS = (
    "Discontinued cabozantinib",
    "Held while on clarithromycin",
    "Do not administer to patient",
    "D/c'd, started lisinopril",
    "cabo and nivo on hold",
    "nivo given, cabo held",
    "Cabometyx discontinued",
    "Therapy discontinued",
    "drug stopped",
    "discontinue therapy",
    "cancel this prescription",
    "Hold until ANC > 1.5",
    "Hold cabo until wound heals",
    "Currently on hold until surgery is done",
    "Pt should stop taking this",
    "Do not take capsules, hold drug",
)


@pytest.mark.parametrize("where", ["patientInstruction", "note"])
@pytest.mark.parametrize("words", OF_ANOTHER)
def test_a_stop_of_another_drug_an_earlier_order_or_of_nothing_is_none(words: str, where: str) -> None:
    assert "text-takes-order-back" not in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("where", ["patientInstruction", "note"])
@pytest.mark.parametrize("words", OF_THIS)
def test_a_stop_of_this_drug_and_a_hold_that_ends_with_a_sign_take_it_back(words: str, where: str) -> None:
    assert "text-takes-order-back" in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize(("words", "is_stop"), [("Do not take capsules", False), ("Do not take tablets", True)])
def test_the_other_form_is_not_to_be_taken(words: str, is_stop: bool) -> None:
    assert ("text-takes-order-back" in {one.code for one in told(Text(words, "note"))}) is is_stop
