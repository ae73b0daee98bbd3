"""What must hold for every shipped label file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from support.shipped import SHIPPED, describe, load_label, products, revision_dates

import validator.criteria  # noqa: F401  (registers the vocabulary)
from validator.finding import LONGEST_MESSAGE, Confidence
from validator.label.dose import LabelDose
from validator.label.model import Adjustment, Indication, Label, Precaution, Regimen, Statement
from validator.verdict import Verdict

LONGEST_GIST = 240
LABELS = [
    pytest.param(load_label(product, day), id=f"{product} {day}")
    for product in products()
    for day in revision_dates(product)
]
every_label = pytest.mark.parametrize("label", LABELS)


def every_dose(label: Label) -> set[LabelDose]:
    """Every dose the label writes: starts, reduction steps, adjusted doses."""
    doses = {dose for regimen in label.regimen for dose in regimen.ladder}
    return doses | {dose for change in label.adjustment for step in change.steps for dose in (step.before, step.after)}


def makeable(mg: Decimal, strengths: tuple[Decimal, ...]) -> bool:
    """Whether whole units of these strengths add up to the amount."""
    return mg == 0 or any(mg >= strength and makeable(mg - strength, strengths) for strength in strengths)


@every_label
def test_every_statement_has_id_section_gist_source_and_confidence(label: Label) -> None:
    for statement in label.statements():
        assert statement.id.strip(), statement
        assert statement.section.strip(), statement.id
        assert statement.gist.strip().endswith("."), statement.id
        assert statement.source.strip(), statement.id
        assert isinstance(statement.confidence, Confidence), statement.id


@every_label
def test_no_gist_is_longer_than_240_characters(label: Label) -> None:
    assert {s.id: len(s.gist) for s in label.statements() if len(s.gist) > LONGEST_GIST} == {}


@every_label
def test_every_precaution_uses_a_finding_code_with_a_page(label: Label) -> None:
    assert {precaution.code for precaution in label.precaution} - SHIPPED.labels.pages.keys() == set()
    assert all(label.title_of(precaution.code) for precaution in label.precaution)


@every_label
def test_every_precaution_says_something_that_fits_a_card(label: Label) -> None:
    for precaution in label.precaution:
        for message in (precaution.message, precaution.open_message):
            assert len(message) <= LONGEST_MESSAGE, precaution.id
        assert precaution.message.endswith("."), precaution.id
        assert precaution.unknown_message.endswith((".", "")), precaution.id
        assert precaution.verdict is not Verdict.NOT_ASSESSED, precaution.id


@every_label
def test_an_open_question_that_is_not_accepted_has_its_own_words(label: Label) -> None:
    """Where the answer can be unknown, the message for "it is so" would claim too much."""
    never_unknown = {
        "taking",
        "not-measured",
        "pregnancy-not-checked",
        "partner-dose-not-among",
        "condition-in-history",
    }
    for precaution in label.precaution:
        if (
            precaution.if_unknown not in (Verdict.ACCEPT, Verdict.NOT_ASSESSED)
            and precaution.when.kind not in never_unknown
        ):
            assert precaution.unknown_message, precaution.id


@every_label
def test_every_question_can_be_said_in_words(label: Label) -> None:
    for statement in label.statements():
        for question in questions(statement):
            assert describe(question).strip(), statement.id


@every_label
def test_every_written_dose_is_made_of_whole_units_and_within_the_limit(label: Label) -> None:
    for dose in every_dose(label):
        assert makeable(dose.mg, label.strengths_mg), str(dose)
        assert dose.daily_mg <= label.max_daily_mg, str(dose)


@every_label
def test_only_a_raise_reaches_the_highest_daily_dose(label: Label) -> None:
    raised = {step.after.daily_mg for change in label.adjustment if change.effect == "raise" for step in change.steps}
    plain = {dose.daily_mg for regimen in label.regimen for dose in regimen.ladder}
    assert max(raised) == label.max_daily_mg
    assert max(plain) < label.max_daily_mg


@every_label
def test_a_ladder_only_goes_down(label: Label) -> None:
    for regimen in label.regimen:
        assert len(regimen.ladder) == 3, regimen.id
        assert all(higher.daily_mg > lower.daily_mg for higher, lower in pairwise(regimen.ladder)), regimen.id


@every_label
def test_an_adjustment_moves_every_dose_its_own_way(label: Label) -> None:
    for change in label.adjustment:
        for step in change.steps:
            if change.effect == "raise":
                assert step.after.daily_mg > step.before.daily_mg, change.id
            else:
                assert step.after.daily_mg < step.before.daily_mg, change.id


@every_label
def test_one_dose_of_one_regimen_has_one_adjusted_dose(label: Label) -> None:
    for change in label.adjustment:
        for regimen in label.regimen:
            befores = [step.before for step in change.steps if step.regimens is None or regimen.id in step.regimens]
            assert len(befores) == len(set(befores)), (change.id, regimen.id)


@every_label
def test_every_start_has_a_dose_with_a_strong_inhibitor_and_with_a_strong_inducer(label: Label) -> None:
    for factor in ("strong-inhibitor", "strong-inducer"):
        change = label.statement(factor)
        assert isinstance(change, Adjustment)
        for regimen in label.regimen:
            steps = [s for s in change.steps if s.regimens is None or regimen.id in s.regimens]
            assert regimen.ladder[0] in {step.before for step in steps}, (factor, regimen.id)


@every_label
def test_food_means_two_hours_after_and_one_hour_before_it_in_every_revision(label: Label) -> None:
    assert (label.administration.before_meal, label.administration.after_meal) == (60, 120)
    assert label.administration.routes == ("oral",)


@pytest.mark.parametrize(
    ("product", "made", "not_made"),
    [
        ("cabometyx", (20, 40, 60, 80, 100, 140), (10, 15, 25, 30, 35, 45, 50, 70)),
        ("cometriq", (40, 60, 80, 100, 120, 140, 160, 180), (30, 50, 70, 90, 110, 130, 150)),
    ],
)
def test_marketed_strengths_make_these_amounts_and_no_others(
    product: str, made: tuple[int, ...], not_made: tuple[int, ...]
) -> None:
    for day in revision_dates(product):
        strengths = load_label(product, day).strengths_mg
        assert [mg for mg in made if not makeable(Decimal(mg), strengths)] == []
        assert [mg for mg in not_made if makeable(Decimal(mg), strengths)] == []


@pytest.mark.parametrize("product", products())
def test_an_id_means_the_same_statement_in_every_revision(product: str) -> None:
    meanings: dict[str, set[object]] = defaultdict(set)
    for day in revision_dates(product):
        for statement in load_label(product, day).statements():
            meanings[statement.id].add(meaning(statement))
    assert {id_: sorted(map(str, found)) for id_, found in meanings.items() if len(found) > 1} == {}


def meaning(statement: Statement) -> object:
    """What may not change under one id."""
    match statement:
        case Indication():
            return ("indication", statement.name, statement.family, statement.combination)
        case Regimen():
            return ("regimen", statement.indications, statement.ladder)
        case Adjustment():
            return ("adjustment", statement.factor, statement.effect, statement.because)
        case Precaution():
            return ("precaution", statement.code)
        case _:
            return (type(statement).__name__,)


@pytest.mark.parametrize("product", products())
def test_the_revisions_of_a_product_agree_on_what_it_is(product: str) -> None:
    labels = [load_label(product, day) for day in revision_dates(product)]
    assert len({(one.product, one.ingredient, one.set_id, one.form, one.strengths_mg) for one in labels}) == 1
    assert len({one.edition for one in labels}) == len(labels)


def test_the_two_products_are_told_apart_by_form_and_set_id() -> None:
    newest = [load_label(product, max(revision_dates(product))) for product in products()]
    assert sorted((one.product, one.form) for one in newest) == [("CABOMETYX", "tablet"), ("COMETRIQ", "capsule")]
    assert len({one.set_id for one in newest}) == 2


@every_label
def test_each_disease_is_in_the_label_of_one_product_only(label: Label) -> None:
    other = [one.values[0] for one in LABELS if one.values[0].product != label.product]
    mine = {describe(question) for indication in label.indication for question in indication.applies}
    theirs = {describe(q) for one in other for indication in one.indication for q in indication.applies}
    assert not mine & theirs - {"not taking nivolumab", "taking nivolumab"}


@every_label
def test_what_was_not_read_says_so_in_its_source(label: Label) -> None:
    words = ("carried back", "not read", "memory", "our reading", "against")
    for statement in label.precaution:
        if statement.confidence is Confidence.INFERRED:
            assert any(word in statement.source for word in words), (statement.id, statement.source)


def questions(statement: Statement) -> list[object]:
    match statement:
        case Indication():
            return [*statement.applies, *(requirement.ask for requirement in statement.requires)]
        case Regimen():
            return [statement.when] if statement.when is not None else []
        case Adjustment():
            return [statement.when, *([statement.stopped] if statement.stopped is not None else [])]
        case Precaution():
            return [statement.when]
        case _:
            return []


def test_the_file_of_a_day_is_the_file_of_that_day_only() -> None:
    assert load_label("cabometyx", date(2025, 3, 26)) is load_label("cabometyx", date(2025, 3, 26))


@pytest.mark.parametrize(
    ("product", "ended"),
    [
        ("cabometyx", {"hemorrhage-intracranial", "child-pugh-a-or-b", "inducer-class-disputed"}),
        ("cometriq", {"hepatic-moderate-or-severe"}),
    ],
)
def test_a_statement_keeps_its_id_until_the_label_no_longer_makes_it(product: str, ended: set[str]) -> None:
    """An id that is gone in the next revision is a statement the label dropped, never one that was renamed."""
    labels = [load_label(product, day) for day in revision_dates(product)]
    gone: set[str] = set()
    for before, after in pairwise(labels):
        gone |= {one.id for one in before.statements()} - {one.id for one in after.statements()}
    assert gone == ended
