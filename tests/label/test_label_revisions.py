"""What changed on which day: each date-aware check stands in the right revisions and in no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from support.shipped import load_label, revision_dates, revision_in_force

from validator.criteria.answer import Criterion
from validator.criteria.body_size import BsaAtLeast, WeightAtLeast
from validator.criteria.composite import AllOf, AnyOf, Not
from validator.criteria.event import ConditionRecent
from validator.criteria.liver import ChildPugh
from validator.criteria.surgery import SurgeryPlannedWithin, SurgeryWithinAfter
from validator.criteria.therapy import PriorTherapy
from validator.finding import Confidence
from validator.label.dose import LabelDose
from validator.label.model import Adjustment, Indication, Label, Precaution, Regimen
from validator.verdict import Verdict

TABLETS = "cabometyx"
CAPSULES = "cometriq"


def in_force(product: str, day: str) -> Label:
    label = revision_in_force(product, date.fromisoformat(day))
    assert label is not None
    return label


def regimen(label: Label, identifier: str) -> Regimen:
    found = label.statement(identifier)
    assert isinstance(found, Regimen)
    return found


def adjustment(label: Label, identifier: str) -> Adjustment:
    found = label.statement(identifier)
    assert isinstance(found, Adjustment)
    return found


def precaution(label: Label, identifier: str) -> Precaution:
    found = label.statement(identifier)
    assert isinstance(found, Precaution)
    return found


def parts(question: Criterion) -> list[Criterion]:
    """The questions without all, any and not around them."""
    match question:
        case AllOf() | AnyOf():
            return [inner for part in question.of for inner in parts(part)]
        case Not():
            return parts(question.of)
        case _:
            return [question]


def step(label: Label, change: str, regimen_id: str, before: str) -> tuple[str, Confidence] | None:
    """The adjusted dose of one dose of one regimen, and how well it is known."""
    for one in adjustment(label, change).steps:
        if str(one.before) == before and (one.regimens is None or regimen_id in one.regimens):
            return str(one.after), one.confidence
    return None


@pytest.mark.parametrize(
    ("indication", "first_day", "last_day_without"),
    [
        ("rcc-nivo", "2021-01-22", "2021-01-21"),
        ("hcc", "2019-01-14", "2019-01-13"),
        ("dtc", "2021-09-17", "2021-09-16"),
        ("pnet", "2025-03-26", "2025-03-25"),
        ("epnet", "2025-03-26", "2025-03-25"),
    ],
)
def test_an_indication_stands_from_its_day_on(indication: str, first_day: str, last_day_without: str) -> None:
    assert in_force(TABLETS, last_day_without).statement(indication) is None
    first = date.fromisoformat(first_day)
    later = [load_label(TABLETS, day) for day in revision_dates(TABLETS) if day >= first]
    assert later
    assert all(isinstance(label.statement(indication), Indication) for label in later)


def test_kidney_cancer_asked_for_earlier_anti_angiogenic_therapy_until_december_2017() -> None:
    def asks_for_it(day: str) -> bool:
        found = in_force(TABLETS, day).statement("rcc-mono")
        assert isinstance(found, Indication)
        return any(isinstance(requirement.ask, PriorTherapy) for requirement in found.requires)

    assert asks_for_it("2017-12-18")
    assert not asks_for_it("2017-12-19")
    assert not asks_for_it("2026-11-22")


@pytest.mark.parametrize(
    ("day", "question"),
    [("2025-03-25", BsaAtLeast(Decimal("1.2"))), ("2025-03-26", WeightAtLeast(Decimal(40)))],
    ids=["body surface area until 2025-03-25", "weight from 2025-03-26"],
)
def test_children_with_thyroid_cancer_are_told_apart_by(day: str, question: Criterion) -> None:
    label = in_force(TABLETS, day)
    for identifier in ("dtc-60", "dtc-40"):
        asked = parts(regimen(label, identifier).when)
        assert [part for part in asked if isinstance(part, BsaAtLeast | WeightAtLeast)] == [question]


@pytest.mark.parametrize(
    ("identifier", "ladder"),
    [
        ("rcc-mono-60", ["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        ("rcc-nivo-40", ["40 mg once daily", "20 mg once daily", "20 mg every other day"]),
        ("hcc-60", ["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        ("dtc-60", ["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        ("dtc-40", ["40 mg once daily", "20 mg once daily", "20 mg every other day"]),
        ("net-60", ["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        ("net-40", ["40 mg once daily", "20 mg once daily", "20 mg every other day"]),
    ],
)
def test_the_ladder_of_a_regimen(identifier: str, ladder: list[str]) -> None:
    assert [str(dose) for dose in regimen(in_force(TABLETS, "2026-11-22"), identifier).ladder] == ladder


def test_moderate_inducers_have_a_rule_from_2025_only_and_before_it_a_disputed_class_is_a_warning() -> None:
    before, after = in_force(TABLETS, "2025-03-25"), in_force(TABLETS, "2025-03-26")
    assert before.statement("moderate-inducer") is None
    assert precaution(before, "inducer-class-disputed").verdict is Verdict.WARNING
    assert after.statement("inducer-class-disputed") is None
    assert adjustment(after, "moderate-inducer").confidence is Confidence.INFERRED
    asked = adjustment(after, "moderate-inducer").when
    assert {"moderate_inducer", "strong_inducer:conditional"} <= set(asked.groups)


@pytest.mark.parametrize(
    ("day", "days"), [("2016-04-25", 28), ("2020-01-30", 28), ("2020-01-31", 21), ("2026-11-22", 21)]
)
@pytest.mark.parametrize("product", [TABLETS, CAPSULES])
def test_days_without_a_dose_before_surgery(product: str, day: str, days: int) -> None:
    asked = precaution(in_force(product, day), "surgery-ahead").when
    assert isinstance(asked, SurgeryPlannedWithin)
    assert asked.days == days
    assert set(asked.groups) == {"major_surgery", "dental_surgery"}


@pytest.mark.parametrize("product", [TABLETS, CAPSULES])
def test_days_after_surgery_are_asked_about_since_2020_only(product: str) -> None:
    before, after = in_force(product, "2020-01-30"), in_force(product, "2020-01-31")
    assert before.statement("surgery-behind") is None
    assert (before.statement("wound-healing") is None) is (product == TABLETS)
    asked = precaution(after, "surgery-behind").when
    assert isinstance(asked, SurgeryWithinAfter)
    assert asked.days == 14
    assert after.statement("wound-healing") is not None


@pytest.mark.parametrize(
    ("product", "day", "identifier", "classes", "start"),
    [
        (TABLETS, "2016-04-25", "child-pugh-a-or-b", ("A", "B"), "40 mg once daily"),
        (TABLETS, "2019-01-13", "child-pugh-a-or-b", ("A", "B"), "40 mg once daily"),
        (TABLETS, "2019-01-14", "child-pugh-b", ("B",), "40 mg once daily"),
        (TABLETS, "2026-11-22", "child-pugh-b", ("B",), "40 mg once daily"),
        (CAPSULES, "2016-07-27", "child-pugh-a-or-b", ("A", "B"), "80 mg once daily"),
        (CAPSULES, "2026-11-22", "child-pugh-a-or-b", ("A", "B"), "80 mg once daily"),
    ],
)
def test_hepatic_impairment_that_lowers_the_start(
    product: str, day: str, identifier: str, classes: tuple[str, ...], start: str
) -> None:
    label = in_force(product, day)
    assert [change.id for change in label.adjustment if change.factor == "hepatic"] == [identifier]
    asked = adjustment(label, identifier).when
    assert isinstance(asked, ChildPugh)
    assert asked.classes == classes
    assert step(label, identifier, label.regimen[0].id, str(label.regimen[0].ladder[0])) == (start, Confidence.VERIFIED)


def test_the_first_capsule_label_excludes_moderate_impairment_and_has_no_lower_start() -> None:
    label = in_force(CAPSULES, "2016-07-26")
    assert [change.id for change in label.adjustment if change.factor == "hepatic"] == []
    excluded = precaution(label, "hepatic-moderate-or-severe")
    assert excluded.when.classes == ("B", "C")
    assert excluded.verdict is Verdict.ERROR


@pytest.mark.parametrize("product", [TABLETS, CAPSULES])
def test_severe_hepatic_impairment_is_an_error_in_every_revision(product: str) -> None:
    for day in revision_dates(product):
        label = load_label(product, day)
        found = [p for p in label.precaution if isinstance(p.when, ChildPugh) and "C" in p.when.classes]
        assert [p.verdict for p in found] == [Verdict.ERROR], label.edition


@pytest.mark.parametrize(
    ("day", "forbidden"),
    [
        ("2016-04-25", {"crush", "feeding-tube"}),
        ("2025-03-25", {"crush", "feeding-tube"}),
        ("2025-03-26", {"crush", "chew", "split", "feeding-tube"}),
    ],
)
def test_chewing_and_splitting_tablets_are_named_from_2025_on(day: str, forbidden: set[str]) -> None:
    assert set(in_force(TABLETS, day).administration.forbidden) == forbidden


def test_capsules_are_not_opened_in_any_revision() -> None:
    for day in revision_dates(CAPSULES):
        assert set(load_label(CAPSULES, day).administration.forbidden) == {"open", "crush", "feeding-tube"}


def test_the_first_tablet_label_excludes_severe_hemorrhage_only() -> None:
    first, second = in_force(TABLETS, "2017-12-18"), in_force(TABLETS, "2017-12-19")
    assert precaution(first, "hemorrhage").verdict is Verdict.UNDETERMINED
    assert precaution(first, "hemorrhage-intracranial").verdict is Verdict.ERROR
    assert precaution(second, "hemorrhage").verdict is Verdict.ERROR
    asked = precaution(second, "hemorrhage").when
    assert isinstance(asked, ConditionRecent)
    assert set(asked.groups) == {"hemorrhage", "hemorrhage:intracranial"}
    assert (asked.days, asked.unclear_months) == (90, 24)


@pytest.mark.parametrize(
    ("statement", "first_day"),
    [
        ("osteonecrosis-jaw", "2019-01-14"),
        ("wound-complication", "2020-01-31"),
        ("liver-enzymes", "2021-01-22"),
        ("adrenal-insufficiency", "2021-01-22"),
        ("nivolumab-dose", "2021-01-22"),
        ("hypocalcemia", "2021-09-17"),
        ("thyroid-dysfunction", "2021-09-17"),
        ("adult-under-40-kg", "2025-03-26"),
    ],
)
def test_a_warning_stands_from_its_revision_on(statement: str, first_day: str) -> None:
    held = [day.isoformat() for day in revision_dates(TABLETS) if load_label(TABLETS, day).statement(statement)]
    assert held == [day.isoformat() for day in revision_dates(TABLETS) if day.isoformat() >= first_day]


def test_osteonecrosis_ends_capsules_until_2020_and_pauses_them_since() -> None:
    assert "discontinue" in precaution(in_force(CAPSULES, "2020-01-30"), "osteonecrosis-jaw").message
    assert "withhold" in precaution(in_force(CAPSULES, "2020-01-31"), "osteonecrosis-jaw").message


def test_the_small_pediatric_steps_were_read_for_body_surface_area_and_are_inferred_for_weight() -> None:
    area, weight = in_force(TABLETS, "2025-03-25"), in_force(TABLETS, "2025-03-26")
    below = ("20 mg once daily", "20 mg every other day")
    assert step(area, "strong-inhibitor", "dtc-40", below[0]) == (below[1], Confidence.VERIFIED)
    for identifier in ("dtc-40", "net-40"):
        assert step(weight, "strong-inhibitor", identifier, "40 mg once daily") == (below[0], Confidence.INFERRED)
        assert step(weight, "strong-inhibitor", identifier, below[0]) == (below[1], Confidence.INFERRED)
        assert step(weight, "strong-inducer", identifier, "40 mg once daily") == (
            "60 mg once daily",
            Confidence.INFERRED,
        )
        assert step(weight, "child-pugh-b", identifier, "40 mg once daily") == (below[0], Confidence.INFERRED)


def test_no_step_is_written_where_the_label_says_nothing() -> None:
    label = in_force(TABLETS, "2026-11-22")
    assert step(label, "strong-inhibitor", "rcc-mono-60", "20 mg once daily") is None
    assert step(label, "strong-inhibitor", "rcc-nivo-40", "20 mg once daily") is None
    assert step(label, "strong-inhibitor", "net-40", "20 mg every other day") is None
    assert step(label, "strong-inducer", "rcc-nivo-40", "20 mg every other day") is None
    assert step(label, "child-pugh-b", "rcc-nivo-40", "40 mg once daily") is None
    capsules = in_force(CAPSULES, "2026-11-22")
    assert step(capsules, "strong-inhibitor", "mtc-140", "60 mg once daily") is None
    assert step(capsules, "child-pugh-a-or-b", "mtc-140", "100 mg once daily") is None


@pytest.mark.parametrize(
    ("product", "identifier", "before", "after"),
    [
        (TABLETS, "strong-inhibitor", "60 mg once daily", "40 mg once daily"),
        (TABLETS, "strong-inducer", "60 mg once daily", "80 mg once daily"),
        (CAPSULES, "strong-inhibitor", "140 mg once daily", "100 mg once daily"),
        (CAPSULES, "strong-inhibitor", "100 mg once daily", "60 mg once daily"),
        (CAPSULES, "strong-inducer", "140 mg once daily", "180 mg once daily"),
        (CAPSULES, "strong-inducer", "100 mg once daily", "140 mg once daily"),
    ],
)
def test_a_step_that_stands_in_every_revision(product: str, identifier: str, before: str, after: str) -> None:
    for day in revision_dates(product):
        label = load_label(product, day)
        found = step(label, identifier, label.regimen[0].id, before)
        assert found is not None, label.edition
        assert LabelDose.parse(after) == LabelDose.parse(found[0]), label.edition


def test_the_capsule_label_names_inducers_and_inhibitors_of_its_own() -> None:
    for day in revision_dates(CAPSULES):
        label = load_label(CAPSULES, day)
        assert {"phenobarbital", "rifabutin", "rifapentine"} <= set(adjustment(label, "strong-inducer").when.groups)
        assert "atazanavir" in adjustment(label, "strong-inhibitor").when.groups
        # A drug counted as strong must not be called disputed as well.
        disputed = precaution(label, "inducer-class-disputed").when
        assert set(disputed.unless) >= set(adjustment(label, "strong-inducer").when.groups)


@pytest.mark.parametrize("product", [TABLETS, CAPSULES])
def test_an_earlier_dose_is_due_two_days_after_an_interacting_drug_ended(product: str) -> None:
    for day in revision_dates(product):
        for change in load_label(product, day).adjustment:
            if change.factor in ("inhibitor", "inducer"):
                assert change.stopped is not None, change.id
                assert change.stopped.days == 2, change.id
                assert change.stopped.groups == change.when.groups, change.id
                assert change.stopped.unless == change.when.unless, change.id
                assert change.pair, change.id


def test_pediatric_use_is_a_warning_where_the_indication_names_no_age() -> None:
    for product in (TABLETS, CAPSULES):
        for day in revision_dates(product):
            label = load_label(product, day)
            warned = precaution(label, "pediatric-not-established")
            with_age = {"dtc", "pnet", "epnet"}
            assert warned.verdict is Verdict.WARNING
            assert set(warned.indications or ()) == {one.id for one in label.indication} - with_age


@pytest.mark.parametrize(
    ("product", "day", "statement", "verdict"),
    [
        (CAPSULES, "2012-11-29", "fistula", "error"),
        (CAPSULES, "2016-07-27", "fistula", "error"),
        (CAPSULES, "2020-01-31", "fistula", "warning"),
        (CAPSULES, "2012-11-29", "venous-event", "accept"),
        (CAPSULES, "2020-01-31", "venous-event", "error"),
        (TABLETS, "2016-04-25", "venous-event", "accept"),
        (TABLETS, "2025-03-26", "venous-event", "error"),
        (CAPSULES, "2012-11-29", "wound-complication", "error"),
    ],
)
def test_an_edition_says_what_its_own_text_says(product: str, day: str, statement: str, verdict: str) -> None:
    assert precaution(in_force(product, day), statement).verdict == verdict
