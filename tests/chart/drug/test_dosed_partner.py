"""A note that is nothing but another cancer drug with its dose or cycle: it is given at the same time."""

from __future__ import annotations

from support.noted import found_in_note, without

GIVEN = """
keep sutent going
keep nivo
ongoing nivo
Ongoing nivolumab q4w
Fotivda 1.34 mg 21/28
Keytruda 200 mg q3w
sorafenib 400 bid
nivo 480 q4w
Inf: ipi/nivo C1
nivolumab
Opdivo 480
pembro q3w
ipi/nivo induction
lenvatinib 20
belzutifan 120
C2D1 nivo
Infusion nivo + labs
axitinib 5 mg bid
everolimus 5 mg daily
avec nivolumab
junto con nivolumab
Kombination mit Nivolumab
""".strip().splitlines()
NOT_NOW = """
keep off sutent
did not keep sunitinib down, stopped 2024
ongoing colitis from nivo
ongoing nivo discussion, not yet
Prior: pazopanib, nivolumab
Prior tx: nivolumab; sunitinib 50 mg
2L after ipi/nivo
last pembro 9/2026
PD on nivo 480 q4w
s/p ipi/nivo x4
Failed sunitinib 50 mg
1L: nivo 480 q4w. 2L: cabo
Consider pembro q3w
Stopped Keytruda 200 mg q3w
Hx: axitinib 5 mg bid
Options: axitinib 5 mg bid or cabo
everolimus 1 mg bid
everolimus 5 mg daily for kidney transplant
sunitinib 2023, nivolumab 2024
Sunitinib. Nivolumab.
ondansetron 8 mg
""".strip().splitlines()


def test_a_dose_of_another_cancer_drug_is_told() -> None:
    assert without("partner-in-words", GIVEN) == []


def test_what_was_before_and_what_may_come_is_silent() -> None:
    assert [text for text in NOT_NOW if "partner-in-words" in found_in_note(text)] == []
