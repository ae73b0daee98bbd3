"""A dose that is typed is taken as often as its label gives it: twice a day of a drug that is given twice a day."""

from __future__ import annotations

import json
from datetime import date

import pytest
from support.by_size import copied_to
from support.shipped import SHIPPED

from validator.profiles import Profiles
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import judged
from validator.sandbox.reply import reply
from validator.sandbox.short_form import ShortForm, chart_of_form, formable
from validator.sandbox.source_part import source_part
from validator.sandbox.what_if import WhatIf
from validator.verdict import Verdict


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    return Profiles(copied_to(tmp_path_factory.mktemp("sized") / "profiles"))


def filled(name: str, profiles: Profiles, milligrams: str) -> str:
    answers = ShortForm(name, age="40", kilograms="30", milligrams=milligrams, day="2026-11-22", met="yes")
    return chart_of_form(answers, profiles)


def repeated(document: str) -> list[dict[str, object]]:
    (order,) = (one["resource"] for one in json.loads(document)["entry"] if one["resource"]["id"] == "order")
    return [one["timing"]["repeat"] for one in order["dosageInstruction"]]


TWICE = {"frequency": 2, "period": 1, "periodUnit": "d"}


def test_a_drug_given_twice_a_day_is_ordered_twice_a_day_and_changed_so(sized: Profiles) -> None:
    (name,) = (one for one in formable(sized) if one.startswith("BEETOSOL/"))
    document = filled(name, sized, "60")
    assert repeated(document) == [TWICE]
    before = judged(Inquiry(document), sized)
    assert before.order is not None
    assert before.order.ordered is not None
    assert before.order.ordered.schedule == "60 mg twice daily"
    assert "dose-above-label" not in {one.code for one in before.order.findings}
    told = reply(before, sized)
    assert (told["dose"], told["now"]["milligrams"]) == ("Dose, mg twice daily", "60")
    # 33.5 mg is not made by whole marks: the dose is written all the same, as often.
    for milligrams in ("90", "33.5"):
        after = judged(Inquiry(document, WhatIf(milligrams=milligrams)), sized)
        assert repeated(after.document) == [TWICE]
        assert reply(after, sized)["now"]["milligrams"] == milligrams


def test_the_form_says_how_often_where_the_labels_differ_and_once_where_they_do_not(sized: Profiles) -> None:
    form = str(source_part("", sized, (), date(2026, 11, 22)))
    assert "(BEETOSOL, twice daily)" in form
    assert "(BEETOTAB, once daily)" in form
    assert "Dose, mg at one time" in form
    shipped = str(source_part("", SHIPPED, (), date(2026, 11, 22)))
    assert "Dose, mg once daily" in shipped
    assert "(CABOMETYX)" in shipped


def test_a_dose_of_an_order_without_a_label_is_not_guessed_where_labels_differ(sized: Profiles) -> None:
    (name,) = (one for one in formable(sized) if one.startswith("BEETOSOL/"))
    before_any = filled(name, sized, "60").replace("2026-11-22", "1999-11-22")
    assert judged(Inquiry(before_any), sized).order.label is None
    answer = judged(Inquiry(before_any, WhatIf(milligrams="90")), sized)
    assert "how often its dose is taken is not known" in answer.refused
    assert answer.document == before_any
    assert answer.order.verdict is not Verdict.ACCEPT
