"""The dose or the start of an order is left open by its words."""

from __future__ import annotations

from support.noted import found_in_note, not_quiet, without

from validator.dosage.word_left_open import LEFT_OPEN

DOSE_OPEN = """
dose TBD
dose to be confirmed
dose to be determined
dose per pharmacy
dose pending LFTs
dose depends on LFTs
dosage unclear - call
verify dose w/ MD
confirm dose with Dr Lee
clarify dose
please verify strength
unsure of dose
needs dose adjustment
dose adj needed
titrate
titrate as tolerated
NPO
pt NPO
""".strip().splitlines()
ANOTHER_DOSE = """
60 or 40
40 vs 60?
40 or 60 mg?
not sure 40 or 60
40 then 60
dose reduced 40
""".strip().splitlines()
START_OPEN = """
pending echo
start pending echo
start date TBD pending labs
start TBD
start once labs back
awaiting echo
await cardiology clearance
needs cardiac clearance first
wait for wound to heal
changed mind re: chemo
""".strip().splitlines()
QUIET = """
dose confirmed with MD
dose verified
verified dose w/ MD 11/19
dose confirmed by pharmacy
dose unchanged
dose appropriate
no dose adjustment needed
no dose adj needed
dose adjustment needed if LFTs rise
dose per label
warfarin dose per pharmacy
confirm delivery address
verify address
titrate BP meds
echo done
echo 11/30
labs pending
PA pending
PA denied
start date TBD pending insurance
start date TBD pending teaching
start 11/25
start Monday
start when drug arrives
cleared for start by cardiology
wound healed
no clearance needed
cardiac clearance obtained
NPO after midnight for CT 12/1
dose reductions: 40, 20
age 60 or older
2 or 3 L water
ECOG 0 or 1
pain 6 then 4
discussed dose
""".strip().splitlines()


def test_a_dose_that_is_not_decided_is_not_understood() -> None:
    assert without("text-not-understood", DOSE_OPEN) == []


def test_two_amounts_of_which_one_is_another_contradict_the_codes() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_a_start_that_waits_for_what_is_looked_at_takes_the_order_back() -> None:
    assert without("text-takes-order-back", START_OPEN) == []


def test_what_is_settled_or_a_matter_of_supply_is_quiet() -> None:
    assert not_quiet(QUIET) == []


def test_a_sig_is_read_so_too() -> None:
    assert found_in_note("", dosageInstruction=[{"text": "Dose TBD"}])
    assert LEFT_OPEN
