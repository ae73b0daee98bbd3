"""A stop, a hold or a dose told of now stands in no condition, and a dose of before stands behind one of now."""

from __future__ import annotations

import time

from support.noted import not_quiet, without

STOPPED_NOW = """
Pt to stop cabo 11/20 for progression
Stop cabo for progression
Stopped cabo for progression
cabo stopped for PD 11/17
Holding cabo for diarrhea
Held cabo 11/15 for HFS
cabo on hold for HFS
On treatment break till January
On break until Jan
Pt is on a 2 week drug holiday
Last day of therapy today
pt refuses to take
Not tolerating 60
could not tolerate 60
Hold cabo x 2 wks for HFS
Pt self-d/c'd med 2 wks ago
order placed in error
60 mg too much for pt
60 not tolerated
""".strip().splitlines()
GOES_ON = """
Stop for disease progression or unacceptable toxicity
Stop cabo for progression or unacceptable toxicity
Hold cabo for grade 3 diarrhea
Pt will stop cabo if progression
cabo held for HFS, resumed 11/10 at 60
cabo held for dental work in Aug
cabo held 9/1-9/14 for HFS
back on after break
Hold Cabometyx for 3 weeks before surgery
stop cabo 28 days before surgery
self-d/c'd HCTZ
last day of work today
not tolerating 80
if not tolerating 60, call
sertraline 60 too much
Tolerating 60 well
""".strip().splitlines()
ANOTHER_DOSE = """
60 -> 40 today
60 mg -> 40 mg
dose 60\u219240 today
going down to 40
Tolerates 40 only
dose to be decreased to 40 mg starting w/ next fill
60 mg too much, going down to 40
dropped to 40
Started at 60 mg, now 40 mg
Dose was reduced to 40 mg. Now back to 80 mg
Started 40 mg today
""".strip().splitlines()
OF_BEFORE = """
Dose was reduced to 40 mg. Now back to 60 mg
Started at 40 mg, now 60 mg
Started at 40 mg. Now on 60 mg
Reduced to 40 mg in Aug, back to 60 mg now
reduced to 40 mg 9/3 then increased to 60 mg 10/1
Dose escalated to 60 mg after tolerating 40 mg x 4 wks
40 mg -> 60 mg
If not tolerating 60, go to 40
may drop to 40
on tamoxifen 20 mg
trazodone 100 mg qhs
methadone 20 mg
Lipitor 40->80 mg
""".strip().splitlines()


def test_a_stop_that_is_told_of_now_takes_the_order_back_whatever_it_is_for() -> None:
    assert without("text-takes-order-back", STOPPED_NOW) == []


def test_another_dose_of_now_contradicts_the_ordered_one() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_advice_and_what_went_on_again_take_nothing_back() -> None:
    assert not_quiet(GOES_ON) == []


def test_a_dose_of_before_and_of_another_drug_contradict_nothing() -> None:
    assert not_quiet(OF_BEFORE) == []


def test_a_long_row_of_arrows_costs_no_more_than_it_is_long() -> None:
    started = time.process_time()
    assert not_quiet([f"{'60 -> ' * 60}seen"]) == []
    assert time.process_time() - started < 5
