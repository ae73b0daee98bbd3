"""A treatment that is ended, or an order that is handed back, in words without a verb of stopping."""

from __future__ import annotations

from support.noted import found_in_note, not_quiet, without

ENDED = """
wrong pt
not for this patient
Return to stock
see new rx
Rx replaced
Pt should no longer be on cabo
stop cabo after this fill
last dose of cabo 11/20
comfort care only
GOC: hospice, no more chemo
hold start date until further notice
start date TBD, do not ship
Not tolerating cabo
Didn't tolerate 60 mg
Intolerance: cabozantinib
ADR to cabo: anaphylaxis
incorrect dose
inappropriate dose
dose error
Wrong directions
incorrect strength selected
for a different patient
Rx for another clinic's patient, not this pt
Pt should no longer be on cabo or HCTZ
cabozantinib allergy - rash
Cabo should no longer be taken
Cabo is no longer to be taken
cabozantinib must not be continued
cabo cannot be continued due to fatigue
This medication should not be taken any longer
will not start
Pt will not start cabo
Pt called, wife says he is not going to take it
Never picked up from specialty, does not want to start
never started
pursuing hospice
enrolled hospice 11/19
Awaiting hospice eval 11/24
comfort care per family
new onc will change tx
on hold x2 wks for diarrhea
Pt opted for best supportive care
BSC only
will defer treatment until after wedding 12/20
Pat. ist verstorben 20.11.2026
Paciente fallecido
""".strip().splitlines()
ANOTHER_BEGUN = """
Tx changed to axitinib
moved to lenvatinib
Started Inlyta 11/20 instead
Tx changed to axitinib + pembro
therapy changed to lenvatinib/everolimus
Tx changed to lenva/pembro per Dr. K
going with lenvatinib instead of cabo
Plan change: axitinib instead
Onc going with Inlyta instead
""".strip().splitlines()
GOES_ON = """
Last dose of sunitinib 11/1
hospice info given
Patient volunteers at hospice
Verified with prescriber, not wrong patient
Return to stock if not picked up in 14 days
See new rx for dose reduction to 60 mg
Rx replaced lost tablets
Should not be taken with food
Last dose of cabo 11/28, refill needed
Not tolerating sunitinib, start cabo
Didn't tolerate 80 mg
Did not tolerate 60 mg sunitinib
Intolerance: sunitinib
No intolerance to cabozantinib
Denies allergy to cabozantinib
Allergies: penicillin (anaphylaxis)
Reaction to nivolumab: anaphylaxis; start cabozantinib
Hold for anaphylaxis; ADR to cabo: diarrhea
Tx changed to cabozantinib
moved to lenvatinib 2024, PD, now cabo
Started Inlyta 3/2025, PD
Started cabo 11/20 instead of axitinib
Start date TBD pending teaching
hold start until PA approved
Should no longer be on axitinib
Axitinib should no longer be taken
Cabo should not be taken with food
Cabo should not be taken if pregnant
Grapefruit and cabo should not be taken together
Cabo should not be stopped
Cabo was not given 11/20
s/p FOLFOX, no more chemo
To prevent dosing errors use pill box
No dose errors
cabozantinib allergy: none
No cabozantinib allergy
Cabo intolerance: diarrhea, dose reduced to 60 mg
Regimen changed to nivolumab + cabo
Tx changed to nivolumab/cabozantinib
Stop cabo with end of cycle if PD
will not start until PA approved
Pt will not take with food
never started sunitinib
Never started axitinib due to cost
Discussed hospice vs tx, pt wants tx
not interested in hospice
Not pursuing hospice
Mother admitted to hospice
would consider transition to hospice if PD
onc will change tx if PD
was on hold x2 wks in Sept for rash
Was on hold for 2 weeks, resumed 11/10
Tx changed to cabo per Dr. K
going with cabo instead of lenvatinib
using Tylenol instead of ibuprofen
Ehefrau verstorben 2019
Declines best supportive care, wants tx
Supportive care meds sent
defer treatment if ANC low
Loperamide 2 mg prn, up to 16 mg daily
Zofran 8 mg q8h prn, up to 24 mg daily
""".strip().splitlines()


def test_what_ends_a_treatment_or_hands_the_order_back_is_asked_about() -> None:
    assert without("text-takes-order-back", ENDED) == []


def test_another_drug_that_was_begun_instead_is_told() -> None:
    assert without("text-not-understood", ANOTHER_BEGUN) == []


def test_other_drugs_conditions_denials_and_what_goes_on_are_silent() -> None:
    assert not_quiet(GOES_ON) == []


def test_the_weeks_after_any_operation_are_the_labels_and_those_after_one_of_a_day_are_an_end() -> None:
    advice = ("Do not give for 2 wks after major surgery.", "do not give for at least 2 weeks after surgery")
    assert not_quiet(advice) == []
    of_now = ("do not give for 2 weeks after surgery on 11/20", "Do not give for 2 weeks after her surgery")
    assert without("text-takes-order-back", of_now) == []


def test_half_a_dose_for_some_weeks_is_another_dose_and_one_on_condition_or_of_before_is_none() -> None:
    assert without("text-contradicts-dose", ("half dose for 2 wks", "take half dose x 14 days", "Half dose")) == []
    of_then = ("half dose if diarrhea", "Tolerated half dose for 2 weeks", "Was on half dose for 2 wks")
    assert [text for text in of_then if "text-contradicts-dose" in found_in_note(text)] == []


def test_an_amount_to_start_with_and_tablets_called_by_their_strength_need_no_unit() -> None:
    other = ("start at 40, go up to 60 if tol", "starting at 40", "pt taking two 60s a day", "takes 2 60s daily")
    assert without("text-contradicts-dose", other) == []
    assert not_quiet(("start at 60", "start at 40 if not tolerated", "BP in the 60s daily")) == []


def test_an_amount_behind_another_drug_and_this_ones_name_is_this_ones() -> None:
    assert without("text-not-understood", ("Imodium 2 mg prn, cabo up to 60 mg", "take, up to 60 mg daily")) == []
