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
