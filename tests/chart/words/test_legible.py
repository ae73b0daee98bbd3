"""A note as it is read: arrows, markup, unseen signs and wrapped lines."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.plain import kidney, sixty

from validator.chart.words.legible import legible
from validator.verdict import Verdict

LONG = "no bleeding, no pain, no cough, no fever, no chills"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hgb 9 -> melena", "Hgb 9  \u2192  melena"),
        ("=> acute DVT", " \u2192  acute DVT"),
        ("=> grade 3", "=> grade 3"),
        ("> acute DVT", " \u2192  acute DVT"),
        ("Hgb <7, ANC > 1000, > Grade 2, >ULN", "Hgb <7, ANC > 1000, > Grade 2, >ULN"),
        ("<p>GI <b>bleed</b></p>", "\nGI bleed\n"),
        ("GI&nbsp;bleed &gt;7", "GI bleed >7"),
        ("GI&NBSP;bleed &ge;7 &deg;C", "GI bleed ≥7 °C"),
        ("GI&#xA0;bleed, pt&#39;s H&P; labs&notes;", "GI bleed, pt's H&P; labs&notes;"),
        ("GI ble\u200bed\u00a0now", "GI bleed now"),
        ("\uff27\uff29 \uff42\uff4c\uff45\uff45\uff44", "GI bleed"),
        ("a\xadcu\u200bte\u200c D\u200dV\u2060T\ufeff", "acute DVT"),
        ("\uff01\uff5e\uff5f", "!~\uff5f"),
        ("\xa0\u202f\u205f\u3000\u2000\u200a", "      "),
        ("&#160;&#xa0;&NBSP;&amp; &lt;7 &quot;a&#34; &apos;b&#39; &rarr; c", "   & <7 \"a\" 'b' \u2192 c"),
        ("Xarelto\u2122 \u00bd", "Xarelto\u2122 \u00bd"),
        ("Currently on\nnivolumab.\nno bleeding", "Currently on nivolumab.\nno bleeding"),
        ("had a tooth\r\n extraction", "had a tooth extraction"),
        ("had a tooth\rextraction", "had a tooth extraction"),
        ("had no tooth\nextraction", "had no tooth\nextraction"),
        ("HTN\nmelena\nMI", "HTN\nmelena\nMI"),
        ("Denies melena,\nhematemesis", "Denies melena, hematemesis"),
        ("on\n- nivolumab\n* Eliquis", "on\n- nivolumab\n* Eliquis"),
        (f"{LONG} and no\nacute events", f"{LONG} and no acute events"),
        (f"{LONG}\nacute DVT", f"{LONG}\nacute DVT"),
        (f"{'x' * 45}\nmelena", f"{'x' * 45} melena"),
        (f"{'x' * 44}\nmelena", f"{'x' * 44}\nmelena"),
        (f"{LONG}\nor melena", f"{LONG} or melena"),
    ],
)  # fmt: skip
def test_a_note_is_read_without_what_is_only_its_form(written: str, read: str) -> None:
    assert legible(written) == read


def told(note: str) -> set[str]:
    found = answer(check(kidney(sixty(note=[{"text": note}]))))
    return {one.code for one in found.findings if one.verdict is not Verdict.ACCEPT}


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("-> acute DVT 11/19", "danger-in-words"),
        ("> acute DVT 11/19", "danger-in-words"),
        ("anemia->melena", "danger-in-words"),
        ("Age >65, acute PE 11/18", "danger-in-words"),
        ("Hgb <7 from GI bleed 11/18", "danger-in-words"),
        ("acute DVT -> no filter", "danger-in-words"),
        ("BP>200/120", "danger-in-words"),
        ("BP >185/115 today", "danger-in-words"),
        ("<p>acute DVT 11/19</p>", "danger-in-words"),
        ("had a tooth\nextraction 11/18", "danger-in-words"),
        ("-> Pt takes ketoconazole", "interacting-drug-in-words"),
        ("itraconazole -> voriconazole", "interacting-drug-in-words"),
        ("Currently on\nnivolumab q4w.", "partner-in-words"),
    ],
)
def test_what_a_sign_or_a_line_break_hid_is_asked_about(note: str, code: str) -> None:
    assert code in told(note)


@pytest.mark.parametrize(
    "note",
    [
        "Call for BP >200/120",
        "BP >180/110 -> ED",
        "Hold for grade >=3 hemorrhage",
        ">= 3 hemorrhage",
        "SBP >180 or stroke: call",
        "If bleeding -> call clinic",
        "No hx of\ngi bleed",
        "Denies melena,\nhematemesis or gi bleed",
        "Previously on\nnivolumab q4w",
        "PD on nivolumab -> cabozantinib",
        "ketoconazole -> stopped",
        "Stroke -> none; MI -> no",
        "Melena -> call clinic",
        "itraconazole -> cabozantinib",
        "Educated on side effects including hypertension, diarrhea,\nbleeding, and perforation",
    ],
)
def test_bounds_denials_and_what_was_before_stay_quiet(note: str) -> None:
    assert told(note) == set()


@pytest.mark.parametrize(
    ("written", "read"),
    [("a   b\t\tc", "a b\tc"), ("a\n\n\n\n b", "a\n\nb"), ("a\n\nb", "a\n\nb"), ("a  \n\n  \n b", "a \n\nb")],
)
def test_many_blanks_say_no_more_than_one(written: str, read: str) -> None:
    assert legible(written) == read
