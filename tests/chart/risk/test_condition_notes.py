"""Notes of conditions: a reaction of a high grade, what is over by its end, and what lies behind all that is read."""

from __future__ import annotations

from support.answer import answer, check
from support.build import condition
from support.noted import found_in_condition, found_in_note, not_quiet, without
from support.plain import kidney, sixty

from validator.chart.words.statement import LONGEST
from validator.verdict import Verdict

CODE = "danger-in-words"
FILL = "Patient seen in clinic, doing well. Labs reviewed and stable. "


def test_a_reaction_of_a_high_grade_is_a_caution_there_too() -> None:
    texts = ("AE grade 3 HFS on 60 mg, dose to be reduced", "grade 3 HFS on 60 mg", "G3 diarrhea, needs dose reduction")
    assert without(CODE, texts, found_in_condition) == []
    quiet = ("grade 3 HFS on sunitinib", "grade 3 HFS resolved", "grade 3 HFS in 2024", "Grade 3 renal cell carcinoma")
    assert not_quiet(quiet, found_in_condition) == []
    assert found_in_condition("grade 3 HFS on 60 mg", recorded="2026-05-01") == set()


def test_a_dose_that_was_to_be_lowered_is_asked_about_until_it_is() -> None:
    assert CODE in found_in_note("G3 HFS, dose to be reduced")


def test_what_is_over_by_its_end_alone_says_nothing_of_now() -> None:
    bleeding = "GI bleed last week"
    assert CODE in found_in_condition(bleeding)
    assert CODE in found_in_condition(bleeding, status=None)
    assert found_in_condition(bleeding, status=None, abated="2026-06-01") == set()
    # A status outranks an end, and an end ahead is none.
    assert CODE in found_in_condition(bleeding, status="active", abated="2026-06-01")
    assert CODE in found_in_condition(bleeding, status=None, abated="2027-06-01")


def test_a_danger_far_down_in_a_long_note_is_heard() -> None:
    text = FILL * (LONGEST // len(FILL) - 2) + "GI bleed last week."
    assert CODE in found_in_note(text)
    assert CODE in found_in_condition(text)


def test_what_lies_behind_all_that_is_read_is_told() -> None:
    text = FILL * (LONGEST // len(FILL) + 2)
    assert found_in_note(text) == {"text-not-understood"}
    assert found_in_condition(text) == {CODE}
    assert found_in_note(text[:LONGEST]) == found_in_condition(text[:LONGEST]) == set()


def test_an_allergy_to_it_that_a_note_tells_is_the_note_that_one_on_file_is() -> None:
    told = """
allergic to cabozantinib
Pt with cabo allergy - rash and throat swelling
anaphylaxis to Cabometyx 2025
Allergies: cabozantinib (rash)
""".strip().splitlines()
    other = """
No allergy to cabozantinib
NKDA, not allergic to cabozantinib
Allergies: PCN; start cabozantinib
allergic to penicillin, start cabozantinib
""".strip().splitlines()

    def notes(text: str) -> list[tuple[str, Verdict]]:
        found = answer(check(kidney(sixty(note=[{"text": text}])), structure="read")).findings
        return [(one.code, one.verdict) for one in found if one.code == "allergy-to-drug-on-file"]

    assert [text for text in told if notes(text) != [("allergy-to-drug-on-file", Verdict.ACCEPT)]] == []
    assert [text for text in other if notes(text)] == []


def test_work_on_teeth_that_may_be_invasive_is_a_caution() -> None:
    texts = """
tooth pull on Friday
cabo to be held for tooth pull on Friday
teeth out next month
dental extraction Tues
root canal next Tues
Root canal 12/3
dental work Fri
""".strip().splitlines()
    assert without(CODE, texts) == []
    root_canal = answer(check(kidney(sixty(note=[{"text": "root canal next Tues"}])), structure="read"))
    assert root_canal.verdict is Verdict.WARNING
    quiet = """
Root canal 2019
hx root canal
No dental work planned
dental cleaning 12/3
Dental work 3 months ago
Avoid dental procedures
notify us before dental procedures
Hold 3 weeks before dental procedures
dental exam Fri
Scan Mon, surgery clinic Tues
pt out of town Fri
Wisdom teeth out 1985
""".strip().splitlines()
    assert not_quiet(quiet) == []


def test_a_repair_and_a_pregnancy_of_years_ago_are_of_then() -> None:
    past = ("Pregnancy, 1998", "UPT positive in 2015", "Pregnancy (1998)", "Positive pregnancy test 2015")
    assert [text for text in past if _named(text)] == []
    now = ("Pregnancy 10/2026", "Pregnancy 5/2026", "Positive pregnancy test 11/2026", "Pregnancy, due 2027")
    assert [text for text in now if "pregnancy" not in _named(text)] == []
    repaired = (
        "Fistula repair 1998",
        "Anal fistula repair 2005",
        "Anal fistula repair",
        "Bowel perforation repair 2012",
    )
    assert [text for text in repaired if _named(text) != {"perforation-history"}] == []
    there = ("Failed fistula repair 2020", "Fistula repair scheduled", "Bowel perforation repair 11/20/2026")
    assert [text for text in there if "perforation-or-fistula" not in _named(text)] == []


def _named(text: str) -> set[str]:
    chart = kidney(beside=(condition("named", {"text": text}, recorded="2026-11-01"),))
    return {one.code for one in answer(check(chart, structure="read")).findings if one.verdict is not Verdict.ACCEPT}
