"""A treatment that is not begun, declined, put off or was ordered by mistake, in words that name no drug."""

from __future__ import annotations

from support.noted import not_quiet, without

TAKEN_BACK = """
Pt wants to wait until after the holidays
wants to wait
asks to wait for CT results
pt never picked up last 2 fills
hasn't picked up refill
didn't pick up his cabo
not indicated
Not indicated at this time
D/C order
CXL per MD
Holding off until after holidays
Not a candidate for TKI
Active surveillance chosen
Pt elects observation
no longer indicated
meant for Mr. Smith
No systemic tx at this time
Treatment refused
Therapy declined by patient
On hospice as of Friday
Never took it, doesn't want it
Insurance denied, not starting
Won't be starting
Pt will not be starting this med
ran out 3 weeks ago and not restarting
no longer planned
not before 12/10
pt declines
pt refused
Pt opts out
Family called, patient refuses further therapy
no tx per pt
changed mind, wants no tx
Never filled; pt not interested
cannot tolerate
off tx
off drug since 11/10
tx holiday
Plan changed
lost to f/u
has passed
Hospice pt
DNR, hospice
Hospice: yes
Patient in hospice care
hospice eval pending
transitioning to comfort
Order placed by mistake
Entered inadvertently
accidental order
Start deferred
Start postponed to January
delay until after surgery
await MRI before start
wait for path before starting
not going to start cabo
Pt has decided against cabozantinib
""".strip().splitlines()
QUIET = """
wants to wait until delivery
wants to wait on the flu shot
called pt, did not pick up
has not picked up lisinopril
never picked up the phone
dose reduction not indicated
imaging not indicated
Prophylaxis not indicated
Prior auth refused, appeal approved
Drug declined by insurance at first, now covered
Never took warfarin
Treatment refused in 2021, resumed 2022
Pt declined counseling
Counseling offered, pt declined
Copay card offered; patient has coverage
Interpreter offered, patient declined
Pt refused transport assistance
Not starting nivolumab
Not starting new meds
Sunitinib 2024, not tolerated
Prior sunitinib, could not tolerate
If not starting by 12/10 call clinic
Wife declined
Wife is in hospice
Hospice declined
Hospice discussed, not ready
Not hospice
hospice info given
Verified, not entered by mistake
Accidentally sent to wrong pharmacy, resent
Old order was a mistake, this one is right
Start delayed due to insurance
Start delayed due to shipping, now received
Pt declined at first, now agrees
Pt was refusing, now willing
Off therapy since 2022, now progressing
Passed swallow eval
Pt has passed kidney stone
Wait for delivery before starting
Tolerating well, not stopping
Patient will not be home for delivery 12/1
Wants no phone calls after 5 pm
Patient not interested in copay card
s/p FOLFOX, no more chemo
Declined flu shot
Start deferred labs
HCTZ no longer indicated
D/C HCTZ
Not a candidate for surgery
Was on active surveillance until 2025
Lost to follow-up 2019-2021, now re-established
""".strip().splitlines()


def test_what_is_not_begun_or_not_wanted_takes_the_order_back() -> None:
    assert without("text-takes-order-back", TAKEN_BACK) == []


def test_another_thing_another_person_a_denial_and_what_goes_on_are_silent() -> None:
    assert not_quiet(QUIET) == []
