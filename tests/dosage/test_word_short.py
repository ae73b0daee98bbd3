"""Notes in shorthand: other drugs by their short names, a dose that was changed, and plans for a progression."""

from __future__ import annotations

from support.noted import not_quiet, without

ANOTHER_DOSE = """
MD approved 120mg daily
MD approved 80 mg daily
dose was reduced to 40 mg
Dose was increased to 80 mg
changed to 40
takes QOD
pt takes every other day
pred 10 mg, reduce cabo to 40 mg
dex 4 mg premed, cut dose to 40 mg
60 mg not in stock, use 40 mg tabs
Give 400 mg
""".strip().splitlines()
IN_ITS_PLACE = """
Please switch to lenvatinib
Switch to lenvatinib after progression on cabo
""".strip().splitlines()
SILENT = """
pred 10 mg
pred 20 mg daily
amlo 5 mg
omep 20 mg
APAP 650 mg prn
Mg 400 mg
B12 1000 mcg
Dex 4 mg premed
levo 100 mcg
oxy 5 mg prn
ondansetron 8 mg 30 min before cabo prn nausea
MD approved 60 mg daily
Approved 12/1
Auth approved 123456
Dose was increased to 60 mg
Dose was reduced to 40 mg in 2024, now 60 mg
changed to 60
pt takes daily
pt takes Tylenol every other day
takes walks every other day
May switch to lenvatinib if PD
Will switch to lenvatinib/everolimus on progression
40 mg tabs not in stock, use 60
ROS neg incl melena, hematochezia, hemoptysis
Neg incl. PE, DVT
Neg ROS incl. chest pain, melena
ROS neg, incl. CP, SOB, melena
""".strip().splitlines()


def test_another_dose_in_shorthand_contradicts() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_a_switch_that_waits_for_nothing_is_told() -> None:
    assert without("text-not-understood", IN_ITS_PLACE) == []


def test_a_danger_behind_a_denied_list_is_heard() -> None:
    assert without("danger-in-words", ["Neg for fever, now with melena", "ROS neg incl rash, has hemoptysis"]) == []


def test_other_drugs_plans_and_the_ordered_dose_are_silent() -> None:
    assert not_quiet(SILENT) == []
