"""A label revision in words and as JSON, and the difference between two."""

from __future__ import annotations

import json
from datetime import date

import pytest
from support.label import adjustment, indication, label, regimen
from support.shipped import BOOK, difference_text, label_text, load_label

from validator.label.difference import difference
from validator.report.label_difference import difference_dict
from validator.report.label_page import as_data, label_dict


def test_the_whole_page(golden):
    golden("label/page.txt", label_text(label(remarks=["Invented for the tests."])))


def test_the_question_behind_a_change_of_dose_is_told():
    assert "    when        taking strong CYP3A4 inhibitors\n" in label_text(label())


def test_every_statement_stands_with_section_confidence_and_id():
    lines = [line.strip() for line in label_text(label()).splitlines()]
    assert "verified, warts" in lines
    assert "from one source, strong-inhibitor" in lines
    assert "inferred, not read in the label, administration" in lines


def test_what_a_message_quotes_is_words_on_the_page():
    page = label_text(load_label("cabometyx", date(2025, 3, 26)), width=200)
    assert "finding     [what was found] is on file as taken: the label knows no use together" in page
    assert "finding     Blood pressure [what was found]: the label says not to start" in page
    assert "finding     The patient breastfeeds: the label says not to during treatment" in page
    assert "{" not in page


def test_a_single_step_that_is_not_verified_says_so():
    assert "60 mg once daily becomes 40 mg once daily (inferred, not read in the label)" in label_text(
        label(), width=120
    )


def test_the_page_as_data_can_be_read_back_as_the_same_label():
    data = json.loads(json.dumps(label_dict(label())))
    assert data["regimen"][0]["ladder"] == ["60 mg once daily", "20 mg every other day"]
    assert data["indication"][0]["requires"][0]["ask"] == {"kind": "age-at-least", "years": 12}
    assert data["strengths_mg"] == ["20", "60"]
    assert data["revision"] == "2020-01-01"
    assert data["adjustment"][0]["confidence"] == "single-source"


def test_two_equal_revisions_do_not_differ():
    found = difference(label(), label(edition="E2", revision=date(2021, 1, 1)))
    assert (found.header, found.added, found.removed, found.changed) == ((), (), (), ())
    assert difference_text(found) == ("EXAMPLINIB: from 2020-01-01 (E1) to 2021-01-01 (E2)\nNo statement differs.\n")


def test_a_question_is_shown_in_the_words_of_the_label_data():
    when = {
        "kind": "any",
        "of": [
            {"kind": "not", "of": {"kind": "age-at-least", "years": 12}},
            {"kind": "metastatic", "disease": ["rcc"]},
        ],
    }
    text = difference_text(difference(label(), label(adjustment=[adjustment(when=when)])), width=200)
    assert "was taking strong CYP3A4 inhibitors\n" in text
    assert "is  not age of 12 years or more or metastatic disease\n" in text


def test_a_step_that_is_for_one_regimen_says_which():
    step = {"before": "60 mg once daily", "after": "20 mg once daily", "regimens": ["warts-60"]}
    after = label(adjustment=[adjustment(steps=[step])])
    assert "60 mg once daily becomes 20 mg once daily for warts-60\n" in label_text(after)
    text = difference_text(difference(label(), after), width=200)
    assert "is  60 mg once daily becomes 20 mg once daily (warts-60), verified\n" in text


def test_where_a_statement_was_read_is_no_difference():
    assert difference(label(), label(indication=[indication(source="read elsewhere")])).changed == ()


def test_added_removed_and_changed_statements_are_told_apart_by_id():
    after = label(
        indication=[indication(), indication(id="corns", name="corns", gist="Corns.")],
        regimen=[regimen(indications=["warts", "corns"], ladder=["40 mg once daily"])],
        adjustment=[],
        max_daily_mg=60,
    )
    found = difference(label(), after)
    assert [statement.id for statement in found.added] == ["corns"]
    assert [statement.id for statement in found.removed] == ["strong-inhibitor"]
    ((statement, changes),) = found.changed
    assert statement.id == "warts-60"
    assert [(change.field, as_data(change.before), as_data(change.after)) for change in changes] == [
        ("indications", ["warts"], ["warts", "corns"]),
        ("ladder", ["60 mg once daily", "20 mg every other day"], ["40 mg once daily"]),
    ]
    assert [(change.field, change.was(BOOK), change.now(BOOK)) for change in found.header] == [
        ("max_daily_mg", "80", "60")
    ]


def test_the_whole_difference(golden):
    after = label(
        edition="E2",
        revision=date(2021, 1, 1),
        indication=[indication(gist="Warts from 6 years.", requires=[]), indication(id="corns", gist="Corns.")],
        regimen=[regimen(confidence="inferred")],
        adjustment=[],
        max_daily_mg=60,
    )
    found = difference(label(), after)
    golden("label/difference.txt", difference_text(found))
    golden("label/difference.json", json.dumps(difference_dict(found), indent=2) + "\n")


def test_a_question_that_changes_behind_equal_words_is_shown():
    ask = {"kind": "age-at-least", "years": 6}
    after = label(indication=[indication(requires=[{"words": "an age of 12 years or more", "ask": ask}])])
    text = difference_text(difference(label(), after), width=200)
    assert "was an age of 12 years or more [age of 12 years or more]\n" in text
    assert "is  an age of 12 years or more [age of 6 years or more]\n" in text


@pytest.mark.parametrize("field", ["gist", "section", "confidence", "because", "when", "steps"])
def test_every_field_of_a_statement_is_compared(field):
    other = {
        "gist": "Lower by 40 mg.",
        "section": "2.8",
        "confidence": "verified",
        "because": "another reason",
        "when": {"kind": "taking", "groups": ["grapefruit"]},
        "steps": [{"before": "60 mg once daily", "after": "20 mg once daily"}],
    }
    after = label(adjustment=[adjustment(**{field: other[field]})])
    ((_, changes),) = difference(label(), after).changed
    assert [change.field for change in changes] == [field]
