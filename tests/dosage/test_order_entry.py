"""Sigs as order entry, pharmacies and clinics write them: in words alone, and beside a structured dose.

Each chart is an accepted order for advanced kidney cancer, or one for medullary thyroid cancer with its carton. What
each sig means was written down before it was read. All patients are synthetic.
"""

from __future__ import annotations

import pytest
from ordinary.ehr import Ehr, ago
from ordinary.stories import LIVER_METASTASES, PROGRESSION, THYROID, WORSE
from support.build import dosage, every, order, quantity, to
from support.coding import concept, rxnorm
from support.judged import judged
from support.plain import kidney, with_dosage
from support.product import CLINICAL_DRUGS

from validator.report.model import OrderReport
from validator.verdict import Verdict

ONE = quantity(1, "tablet", "{tbl}")
READ = {"dose-agrees", "dose-read-from-text"}
CARTON = rxnorm(
    "1363408",
    "{84 (cabozantinib 20 MG Oral Capsule [Cometriq]) / 28 (cabozantinib 80 MG Oral Capsule [Cometriq]) } Pack "
    "[Cometriq 140 MG Daily Dose Carton]",
)


def told(sig: str, mg: int = 60, *, coded: bool = False) -> OrderReport:
    tablet = concept(CLINICAL_DRUGS["tablet", mg])
    told_in = dosage(ONE, every(), text=sig) if coded else {"text": sig}
    return judged(kidney(with_dosage(told_in, medication=tablet)))


def carton(sig: str, *, coded: bool = False) -> OrderReport:
    chart = Ehr(born="1970-06-06").tumor(THYROID, 1400, text="Medullary thyroid carcinoma")
    chart.problem(LIVER_METASTASES, 300).says(PROGRESSION, 6, WORSE)
    told_in = dosage(quantity(140, "mg"), every(), text=sig) if coded else {"text": sig}
    chart.add(
        order(concept(CARTON, text=CARTON["display"]), [told_in], on=ago(0), subject="Patient/p",
              reasonReference=[to("Condition/tumor")])
    )  # fmt: skip
    return judged(chart.resources)


def codes(report: OrderReport) -> set[str]:
    return {one.code for one in report.findings}


ORDINARY = (
    "1 tablet by mouth nightly at bedtime, at least 2 hours after last meal",
    "1 tab PO daily, empty stomach, swallow whole with water",
    "1 tablet Orally Once a day 30 day(s)",
    "1 tablet on an empty stomach Orally Once a day for 30 days, 30 Tablet, Refills 5",
    "Take 1 tablet (60 mg total) by mouth daily., Disp-30 tablet, R-3",
    "Take 1 tablet (60 mg total) by mouth daily. Take on an empty stomach., Normal, Disp-30 tablet, R-2",
    "Take 1 tablet (60 mg total) by mouth every morning before breakfast (at least 1 hour before eating)",
    "60 mg = 1 tab(s), PO, Daily, # 30 tab(s), 3 Refill(s), Maintenance, Pharmacy: Specialty Pharmacy",
    "60 mg, Oral, Daily, on empty stomach, # 30 Tab, 0 Refills",
    "1 tab(s) orally once a day (in the morning) on empty stomach",
    "take 1 tablet (60 mg) by ORAL route every day",
    "take 1 tablet (60 mg) by oral route once daily swallowing whole with water on an empty stomach",
    "1 T PO QD",
    "1 tab po qhs, empty stomach",
    "1 po qd",
    "ONE to be taken each day on an empty stomach",
    "Take 60 mg by mouth daily at 0600 on an empty stomach",
    "60 mg PO DAILY 0600 - PATIENT'S OWN MED, NON-FORMULARY",
    "60 mg, Oral, DAILY, First dose on Fri 11/20/26 at 0900, Until Discontinued",
    "60 mg, Oral, DAILY, First dose on Fri 11/20/2026 at 0900",
    "Cabozantinib 60 mg PO daily continuous, 28 day cycle",
    "Cabozantinib 60 mg PO once daily days 1-28 every 28 days",
    "Take 1 tablet (60 mg) by mouth once daily (cycle 3 day 1)",
    "Take 1 tablet by mouth daily at approximately the same time each day, on an empty stomach.",
    "Take 1 tablet by mouth daily with a full glass of water (at least 8 ounces) on an empty stomach",
    "1 tab daily, NPO 2 hrs before and 1 hr after",
    "1 tab daily, fasting",
    "Take 1 tablet each morning at 7 AM, 1 hr prior to breakfast",
    "Take 1 tablet daily, at least one hour prior to food or two hours following food",
    "Take 1 tablet daily >=1 hr before or >=2 hrs after meals",
    "Take 1 tablet by mouth every 24 (twenty-four) hours.",
    "Give 60 mg by mouth one time a day related to MALIGNANT NEOPLASM OF KIDNEY, EXCEPT RENAL PELVIS (C64.1)",
    "Take 1 tablet by mouth daily Indications: renal cell cancer",
    "Take 1 tablet (60 mg) by mouth daily. Max daily dose: 60 mg",
    "Take 1 tablet by mouth daily. Do not exceed 1 tablet per day.",
    "Take 1 tablet daily, as directed by oncology clinic",
    "Take 1 tablet (60 mg) daily, with nivolumab 480 mg IV q4wk",
    "Take 1 tablet (60 mg) by mouth daily Do not take with food or grapefruit",
    "Take 1 tablet (60 mg dose) by mouth daily.",
)


@pytest.mark.parametrize("sig", ORDINARY)
def test_an_ordinary_sig_alone_states_the_dose(sig: str) -> None:
    report = told(sig)
    assert codes(report) >= READ
    assert report.ordered is not None
    assert report.ordered.daily_mg == 60
    assert report.verdict is Verdict.WARNING


@pytest.mark.parametrize("sig", ORDINARY)
def test_an_ordinary_sig_beside_the_dose_says_nothing(sig: str) -> None:
    assert told(sig, coded=True).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "sig",
    [
        "Take 1 tablet in the morning and 1 tablet in the evening, Disp-60 tablet, R-3",
        "1 tablet in the morning, in the evening, #60",
        "1 tablet daily, 1 tablet at bedtime, 30 day(s)",
        "1 tablet Orally Once a week 30 day(s)",
        "120 mg = 2 tab(s), PO, Daily, # 60 tab(s), 3 Refill(s)",
        "60 mg = 2 tab(s), PO, Daily, # 60 tab(s)",
        "60 mg = 1 tab(s), PO, BID, # 60 tab(s), 3 Refill(s)",
        "60 mg, PO, Daily, with breakfast, First Dose 11/21/26 09:00:00",
        "60 mg, Oral, ONCE, 1 dose, On Mon 11/23/26",
        "1 tablet nightly at bedtime and in the morning",
        "1 tablet at bedtime, at least 2 hours after last meal, and on waking",
        "1 tab PO daily, empty stomach, swallow whole with water, repeat at bedtime",
        "1 tab PO daily, again at bedtime",
        "1 tab PO daily, continuous for 2 weeks then off for 1 week",
        "1 tab PO daily, Disp-30 tablet, R-3, then BID",
        "1 tab PO daily, First dose 120 mg on Mon 11/23/26",
        "1 tab PO daily, no need to fast",
        "1 tab PO daily, dispense 2 tablets daily",
        "Take both tablets daily",
        "Take 1 tablet daily - HOLD (non-formulary)",
        "Take 60 mg IV daily",
        "Take 1 tablet daily 0800 2000",
        "Take 1 tablet by mouth daily (and one at night)",
        "Take 1 tablet daily, max daily dose 120 mg, may take 2",
    ],
)
@pytest.mark.parametrize("coded", [False, True], ids=["alone", "beside"])
def test_a_dangerous_sig_is_never_quiet(sig: str, coded: bool) -> None:
    report = told(sig, coded=coded)
    assert report.verdict is not Verdict.ACCEPT
    assert codes(report) & {
        "dose-not-known", "dose-above-label", "schedule-not-in-label", "text-contradicts-dose", "text-not-understood",
        "with-food", "dose-above-maximum", "dose-given-once", "text-takes-order-back",
    }, codes(report)  # fmt: skip


@pytest.mark.parametrize(
    "sig",
    ["2 po qd", "As directed, #30, R-3", "May take imodium, 2 tablets daily", "If able, 1 tab daily, R-3"],
)
def test_what_leaves_the_dose_open_is_left_open(sig: str) -> None:
    assert "dose-not-known" in codes(told(sig))


@pytest.mark.parametrize(
    "sig",
    [
        "Take 1 (80 mg) and 3 (20 mg) capsules by mouth once daily. Do not eat 2 hours before or 1 hour after.",
        "Take 1 orange (80 mg) capsule and 3 gray (20 mg) capsules once daily",
        "Take one 80 mg capsule and three 20 mg capsules by mouth daily, do not open capsules",
    ],
)
@pytest.mark.parametrize("coded", [False, True], ids=["alone", "beside"])
def test_the_capsules_of_a_carton_come_to_its_dose(sig: str, coded: bool) -> None:
    report = carton(sig, coded=coded)
    assert report.ordered is not None
    assert report.ordered.daily_mg == 140
    assert report.verdict is (Verdict.ACCEPT if coded else Verdict.WARNING), codes(report)


def test_the_capsules_may_be_told_beside_the_dose_that_they_come_to() -> None:
    sig = "Take 140 mg by mouth daily. Take 1 (80 mg) and 3 (20 mg) capsules on an empty stomach."
    assert carton(sig, coded=True).verdict is Verdict.ACCEPT
    assert carton(sig.replace("3 (20", "2 (20"), coded=True).verdict is Verdict.WARNING


@pytest.mark.parametrize(
    ("sig", "code"),
    [
        ("Take 2 orange (80 mg) capsules and 3 gray (20 mg) capsules once daily", "dose-above-label"),
        ("Take one 80 mg and three 20 mg capsules daily, open capsules", "not-swallowed-whole"),
    ],
)
def test_other_capsules_do_not(sig: str, code: str) -> None:
    assert carton(sig).verdict in (Verdict.ERROR, Verdict.UNDETERMINED)
    assert carton(sig, coded=True).verdict is not Verdict.ACCEPT


def test_one_time_of_day_told_twice_is_one_dose() -> None:
    told_twice = told("Take 1 tablet in the morning before breakfast, at least 1 hour before food")
    assert told_twice.ordered is not None
    assert told_twice.ordered.daily_mg == 60
    report = told("60 mg in the evening, at bedtime")
    assert report.verdict is Verdict.ERROR
