"""What a chart shows of what the label asks, for a form: answered requirements, stated criteria, the one weight."""

from __future__ import annotations

from support.build import Resource, attested, condition, observation, to_json, weight
from support.coding import GRADE, GRADE_2, concept, icd
from support.plain import collection, kidney, kidney_cancer, man, neuroendocrine, sixty

from validator.assessment.shown import Shown
from validator.check import check_documents
from validator.verdict import Truth


def shown(*chart: Resource) -> Shown:
    (order,) = check_documents([to_json(collection(list(chart)))], structure="off", form=True).orders
    assert order.basis is not None
    return order.basis.shown


def test_requirements_that_the_chart_answers_are_shown_and_open_ones_are_not() -> None:
    assert [(one.key, one.answer.truth) for one in shown(*kidney()).requirements] == [
        ("rcc-mono-1", Truth.TRUE),
        ("rcc-mono-2", Truth.TRUE),
    ]
    assert [one.key for one in shown(man(), kidney_cancer(), sixty()).requirements] == ["rcc-mono-2"]


def test_no_requirement_is_shown_where_the_disease_is_open() -> None:
    assert shown(man(), sixty()).requirements == ()


def test_stated_criteria_are_shown_where_the_label_asks_for_them() -> None:
    stated = [attested(code, code, "2026-11-01", None) for code in ("advanced", "progressive")]
    assert [(one.code, one.truth) for one in shown(*kidney(), *stated).stated] == [("advanced", Truth.UNKNOWN)]


def test_one_weight_is_shown_and_two_that_may_count_are_not() -> None:
    only = shown(*neuroendocrine()).weight
    assert only is not None
    assert (str(only.measurement.quantity), only.is_newest) == ("70 kg", True)
    assert shown(*neuroendocrine(kilograms=None)).weight is None
    assert shown(*neuroendocrine(), weight("72", "2026-11-18", name="other")).weight is None


def test_a_weight_beside_one_that_is_not_believed_is_not_the_newest() -> None:
    slipped = weight("7.1", "2026-11-19", name="slipped")
    found = shown(*neuroendocrine(), slipped, weight("71", "2026-11-10", name="before")).weight
    assert found is not None
    assert (found.measurement.evidence.reference, found.is_newest) == ("Observation/weight", False)


def test_a_weight_beside_an_older_one_is_the_newest() -> None:
    found = shown(*neuroendocrine(), weight("71", "2026-11-10", name="before")).weight
    assert found is not None
    assert (found.measurement.evidence.reference, found.is_newest) == ("Observation/weight", True)


def test_nothing_is_kept_that_nobody_asked_for() -> None:
    (order,) = check_documents([to_json(collection(kidney()))], structure="off").orders
    assert order.basis is None


def test_what_two_indications_of_one_family_ask_is_shown_once() -> None:
    secondary = condition("spread", concept(icd("C7B.02", "Secondary carcinoid tumors of liver")), onset="2026-03-01")
    graded = observation("grade", GRADE, "2026-03-10", coded=GRADE_2)
    found = shown(man(), secondary, graded, sixty()).requirements
    said = [(one.words, one.answer.because) for one in found]
    assert said
    assert len(said) == len(set(said))
