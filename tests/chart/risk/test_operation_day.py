"""Operations of a problem list whose name has words between them and their day. Patients are synthetic."""

from __future__ import annotations

from support.answer import answer, check
from support.build import condition
from support.coding import concept
from support.plain import kidney


def codes(text: str, recorded: str = "2026-11-18") -> set[str]:
    listed = condition("listed", concept(text=text), recorded=recorded)
    found = answer(check(kidney(beside=(listed,)))).findings
    return {one.code for one in found if one.verdict.value != "accept"}


RECENT = (
    "Right nephrectomy (open) 11/15/2026",
    "Nephrectomy, right, 11/15/2026",
    "lap chole w/ IOC 11/12/26",
    "s/p cholecystectomy by Dr. Smith 11/12/26",
    "s/p colectomy for diverticulitis 11/12/26",
    "colectomy performed on 11/12/2026",
    "Colectomy (Dr Lee) on Nov 12, 2026",
    "11/12/26 colectomy",
    "2026-11-12: s/p left nephrectomy",
    "Tooth extractions #18, #19 11/17/2026",
    "POD 5 s/p colectomy",
    "S/P ex lap, SBR by Dr. Ng 11/14/2026",
    "ex lap + LOA 11/14/2026",
    "Post-op day 4 from hip ORIF",
)


def test_an_operation_is_of_the_day_that_its_name_gives_among_other_words() -> None:
    assert {one: "surgery-too-recent" in codes(one) for one in RECENT} == dict.fromkeys(RECENT, True)
    assert "surgery-too-close" in codes("Colectomy scheduled for 12/5/2026")


QUIET = (
    "s/p nephrectomy for clear cell RCC 6/5/2025",
    "s/p nephrectomy by Dr. Lee 6/5/2025",
    "s/p colectomy, next visit 11/12/2026",
    "s/p CABG 2010, seen 11/12/26",
    "s/p nephrectomy (path reviewed 11/12/26)",
    "s/p nephrectomy lung mets 11/12/2026",
    "s/p nephrectomy with recurrence 11/12/2026",
    "s/p lap chole healed 11/12/26",
    "colectomy not done 11/12/26",
    "s/p left nephrectomy on chemo 11/12/26",
    "s/p whipple 45/67/26",
    "s/p colectomy, CT 11/12/26",
    "s/p colectomy + PET 11/12/26",
)


def test_a_day_of_long_ago_or_of_another_thing_is_none_of_it() -> None:
    assert {one: sorted(codes(one)) for one in QUIET} == {one: [] for one in QUIET}
