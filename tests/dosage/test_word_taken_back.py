"""An order is taken back, or put right, in words that hold no bare stop or name other drugs beside it."""

from __future__ import annotations

from support.noted import not_quiet, without

TAKEN_BACK = """
Stop HCTZ and cabozantinib
Stop omeprazole and cabo
Stop nivo and cabo
Hold lisinopril & Cabometyx
d/c pembro/cabo
no more cabo
No longer taking cabo
off cabo since 11/1
Off cabo per pt, starting hospice
Pt enrolled in hospice 11/28, no further treatment
patient declined cabozantinib
Patient refuses to start cabo
patient refuses treatment
Pt not interested in cabo
elected not to start cabozantinib
Pt not a candidate for cabozantinib
cabozantinib contraindicated
Cabo held for diarrhea, not yet resumed
pt deceased
patient expired 11/20
Spoke w/ daughter, patient passed away Friday
Pt died 11/28
pt has passed
wife reports patient expired 11/20
Daughter states pt passed away
Per wife patient passed away 11/20
notified by son that patient died
wife reports pt declines cabo
does not tolerate cabo
No cabo for this patient
Patient will not be taking cabo
wrong strength
STOP: hctz, cabozantinib
Hold: HCTZ, cabozantinib
Hold: HCTZ, cabo due to grade 3 fatigue
Stop HCTZ and cabo d/t severe diarrhea
D/C: HCTZ, cabo
Meds to stop: HCTZ, cabozantinib
Stop the following: HCTZ, cabo
Meds stopped: HCTZ, cabozantinib
no more cabo, grade 3 diarrhea
does not tolerate cabo due to severe diarrhea
No cabo for this patient, grade 3 HFS
cabozantinib not tolerated, grade 3 HFS
Cabo held for diarrhea, not yet resumed, grade 3
Pt not a candidate for cabozantinib, severe HTN
patient refuses treatment due to severe nausea
Not tolerating cabo due to severe nausea
""".strip().splitlines()
STANDS = """
Declined cabo teaching, already familiar
Do not take cabozantinib with food
Do not take cabozantinib with grapefruit
Pt passed swallow eval
Stop HCTZ
Stop omeprazole, start famotidine
Stop HCTZ and cabozantinib 3 weeks before surgery
do not stop HCTZ and cabo
Stop sunitinib and start cabozantinib
no more cabo refills remaining
off cabo x 3 weeks for hernia, resuming today
While off cabo had no AEs
No further treatment changes
Declined cabo in 2024, now agrees
Patient declined treatment for depression
Declined radiation therapy
Patient declined pembro, prefers cabo
has not started cabo yet
Cabo contraindicated with strong CYP3A4 inhibitors
Pt's mother died of RCC
Patient's wife passed away
deceased donor kidney transplant 2010
PA expired 11/20, renewed
Pt expired card, new copay card sent
expired medication discarded
No more than 60 mg daily
Meds stopped: HCTZ. Meds cont'd: cabo
Stopped: HCTZ
STOP: HCTZ; start cabozantinib
D/C: home, cabo to follow
D/C: HCTZ, start cabo
Stop: HCTZ, cabo unchanged at 60 mg
If diarrhea hold: HCTZ, cabo
Do not stop: HCTZ, cabo
Hold before procedure: aspirin, cabo
Hold: HCTZ, cabo today if vomiting
Hold: HCTZ, cabo per surgeon before procedure
Wife of patient passed away
wife reports pt's father died
wife reports pt mother died
Pt mother died
Per wife, mother of patient died
wife reports her father expired
Hold HCTZ and cabo if severe diarrhea
If patient expired, return tablets
""".strip().splitlines()
IN_ITS_PLACE = """
progression - switching to lenvatinib
PD, switching to Lenvima
changing to axitinib + pembro
transitioning to nivolumab
Pt to start lenvatinib instead
Switched to axitinib 11/25
pt transitioned to lenvatinib
""".strip().splitlines()
BEHIND_IT = """
Progressed on pazopanib - switching to cabo
Switching from lenvatinib to cabozantinib
switching to lenvatinib if progression
1L ipi/nivo, switched to axitinib 5/12, PD, now cabo
Stop omeprazole, switching to famotidine
switching to losartan for BP
""".strip().splitlines()
ANOTHER_DOSE = """
should be 40 not 60
Should be 40, not 60
40 not 60
dose should be 40
s/b 20 not 60
Dose escalated to 80
needs to be 40 instead of 60
ok to dispense 120 mg daily
should be 40 not 60 per MD
Dr. Lee: should be 40 not 60
Called clinic, dose should be 40 not 60, thanks
pt states should be 40 not 60 daily
should be 40 mg not 60 mg, please correct
""".strip().splitlines()
SAME_DOSE = """
should be 60 not 40
Dose should be 60
Dose increased to 60
BP should be 130
ANC should be 1500 not 1000
age 62 not 26
should be 60 not 40 per MD
lisinopril should be 40 not 60 per MD
Weight should be 80 not 60 per MD
Dr. Lee: should be 40 not 60 minutes
pt asked if it should be 40 not 60
Disp 60 mg #30
Dispense: 30
Okay to dispense 30 day supply
""".strip().splitlines()


def test_an_order_that_its_note_takes_back_is_asked_about() -> None:
    assert without("text-takes-order-back", TAKEN_BACK) == []


def test_other_drugs_other_people_and_what_goes_on_take_nothing_back() -> None:
    assert not_quiet(STANDS) == []


def test_another_drug_that_is_begun_in_its_place_is_told() -> None:
    assert without("text-not-understood", IN_ITS_PLACE) == []


def test_what_came_before_it_or_may_come_is_silent() -> None:
    assert not_quiet(BEHIND_IT) == []


def test_the_dose_it_should_have_had_contradicts_without_its_unit() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_the_ordered_dose_and_other_numbers_are_silent() -> None:
    assert not_quiet(SAME_DOSE) == []
