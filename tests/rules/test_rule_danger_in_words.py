"""Dangers that only a note of the order tells of, and the many notes that tell of none."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import Resource, condition, dosage, every, quantity
from support.coding import concept, icd
from support.judged import tablets, thyroid
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"


def noted(*texts: str) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text} for text in texts]))))


@pytest.mark.parametrize(
    "text",
    [
        "recent GI bleed",
        "Pt had MI last month",
        "Approved by insurance. Patient with acute stroke 11/2026",
        "wound dehiscence",
        "nephrotic syndrome",
        "uncontrolled HTN",
    ],
)
def test_a_note_that_would_be_an_error_leaves_the_order_undetermined(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.UNDETERMINED, said(found)
    (finding,) = [one for one in found.findings if one.code == CODE]
    assert finding.expression[0].endswith("note[0].text")


@pytest.mark.parametrize("text", ["pt pregnant", "Pt is 12 weeks pregnant", "patient has fistula", "Breastfeeding"])
def test_a_note_that_would_be_a_caution_is_one(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.WARNING, said(found)
    assert [one.verdict for one in found.findings if one.code == CODE] == [Verdict.WARNING]


@pytest.mark.parametrize(
    "text",
    [
        "hx GI bleed 2015",
        "MI 2010",
        "Report any GI bleed or black stools",
        "Monitor for GI perforation, fistula, hemorrhage",
        "Warnings: hemorrhage, perforations and fistulas, thrombotic events",
        "Pregnancy test negative 11/15",
        "Pregnancy category D",
        "Wife is pregnant",
        "ok to start, no active bleeding",
        "Counseled on bleeding risk",
        "Stop for perforation",
        "TSH monitored; hypothyroidism on levothyroxine",
    ],
)
def test_notes_of_care_of_the_past_and_of_others_are_none(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.ACCEPT, said(found)
    assert CODE not in {one.code for one in found.findings}


def test_what_is_on_file_is_not_told_again() -> None:
    bleeding = condition("bleeding", concept(icd("K92.2", "Gastrointestinal hemorrhage")), recorded="2026-11-10")
    found = answer(check(kidney(sixty(note=[{"text": "recent GI bleed"}]), beside=(bleeding,))))
    assert {"recent-hemorrhage"} <= {one.code for one in found.findings} - {CODE}
    assert CODE not in {one.code for one in found.findings}


def test_each_warning_and_each_sentence_is_told_once_at_its_worst() -> None:
    def quoted(*texts: str) -> list[tuple[str, str]]:
        found = [one for one in noted(*texts).findings if one.code == CODE]
        return [(one.verdict.value, one.message.split('"')[1]) for one in found]

    assert quoted("GI bleed 6/2026", "GI bleed 11/12") == [("undetermined", "GI bleed 11/12")]
    assert quoted("GI bleed 6/2026", "bleeding 7/2026") == [("warning", "GI bleed 6/2026")]
    repaired = "Bowel perforation 11/2, repaired"
    assert quoted(repaired, "fistula 10/2026, healed") == [("warning", repaired)]
    assert [one for one, _ in quoted("GI bleed and PE last week, has fistula")] == ["undetermined"]
    assert quoted("surgery 11/2", "tooth extraction 11/20") == [
        ("undetermined", "tooth extraction 11/20"),
        ("warning", "surgery 11/2"),
    ]


def test_what_the_label_only_remarks_on_is_not_asked_about() -> None:
    found = noted("aortic aneurysm")
    assert found.verdict is Verdict.ACCEPT
    assert CODE not in {one.code for one in found.findings}


def test_it_says_whose_note_it_is_and_quotes_sixty_characters() -> None:
    def begins(*chart: Resource) -> str:
        return next(one for one in answer(check(list(chart))).findings if one.code == CODE).message

    text = "GI bleed 11/12"
    of_condition = condition("noted", {"text": "Hypertension"}, recorded="2026-11-01", note=text)
    sig = dosage(quantity(60, "mg"), every(), text=f"60 mg daily. {text}")
    assert begins(*kidney(sixty(note=[{"text": text}]))).startswith("A note of the order says")
    assert begins(*kidney(beside=(of_condition,))).startswith("A note of a condition says")
    assert begins(*kidney(sixty(dosageInstruction=[sig]))).startswith("An instruction of the order says")
    whole = f"{text} {'x' * 45}"
    assert f'"{whole}"' in begins(*kidney(sixty(note=[{"text": whole}])))
    assert f'"{whole}\u2026"' in begins(*kidney(sixty(note=[{"text": f"{whole}y"}])))


TO_BE_LOWERED = [{"text": "G3 diarrhea, dose to be reduced"}]
NO_DOSE = [dosage(None, None, text="take as directed")]


@pytest.mark.parametrize(
    ("chart", "is_told"),
    [
        (kidney(tablets(60, note=TO_BE_LOWERED)), True),
        (kidney(tablets(40, note=TO_BE_LOWERED)), False),
        (kidney(sixty(note=TO_BE_LOWERED, dosageInstruction=NO_DOSE)), True),
        (thyroid(tablets(20, note=TO_BE_LOWERED), kilograms=None), False),
        (thyroid(tablets(40, note=TO_BE_LOWERED), kilograms=None), True),
        (kidney(tablets(40, note=[{"text": "Grade 3 diarrhea"}])), True),
    ],
)
def test_a_dose_that_was_to_be_lowered_is_where_less_is_ordered_than_any_start(
    chart: list[Resource], is_told: bool
) -> None:
    found = [one.expression[0] for one in answer(check(chart)).findings if one.code == CODE]
    assert [place.endswith("note[0].text") for place in found] == [True] * is_told
