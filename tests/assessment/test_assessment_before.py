"""The dose before an interacting drug, from which its step is taken, and the limits that hold whatever meets."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, observation, quantity, statement
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, concept, snomed
from support.judged import capsules, judged, only, tablets, taking, thyroid, with_nivolumab
from support.plain import kidney

from validator.report.model import OrderReport

SIXTY = tablets(60, name="first", on="2026-05-01", status="completed")
FORTY = tablets(40, name="then", on="2026-08-01", status="stopped")
TWENTY = tablets(20, name="last", on="2026-09-01", status="stopped")
CLASS_B = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])


def after(mg: int, *beside: Resource, interval: int = 1) -> OrderReport:
    """What is said of an order for so many mg beside earlier orders and drugs."""
    return judged(kidney(tablets(mg, every(interval)), beside=beside))


def dose(report: OrderReport) -> list[tuple[str, str]]:
    beside = ("dose-above-maximum", "dose-not-made-of-whole-units")
    found = [one for one in report.findings if one.code.startswith("dose-") and one.code not in beside]
    return [(one.code, one.verdict.value) for one in found]


def expected(report: OrderReport) -> str | None:
    return report.expected.schedule if report.expected else None


AGREES, ABOVE = [("dose-agrees", "accept")], [("dose-above-label", "error")]
SILENT, OPEN = [("dose-label-silent", "undetermined")], [("dose-depends-on-missing-fact", "undetermined")]


@pytest.mark.parametrize(
    ("mg", "earlier", "drug", "said", "due"),
    [
        # Reduced before the drug began: its step is taken from there.
        (40, (SIXTY, FORTY), "itraconazole", ABOVE, "20 mg once daily"),
        (20, (SIXTY, FORTY), "itraconazole", AGREES, "20 mg once daily"),
        (60, (SIXTY, FORTY), "itraconazole", ABOVE, "20 mg once daily"),
        (80, (SIXTY, FORTY), "rifampin", ABOVE, "60 mg once daily"),
        (60, (SIXTY, FORTY), "rifampin", AGREES, "60 mg once daily"),
        (80, (SIXTY, FORTY, TWENTY), "rifampin", ABOVE, "40 mg once daily"),
        (60, (SIXTY, FORTY, TWENTY), "rifampin", ABOVE, "40 mg once daily"),
        (40, (SIXTY, FORTY, TWENTY), "rifampin", AGREES, "40 mg once daily"),
        (80, (SIXTY, FORTY), "efavirenz", ABOVE, "60 mg once daily"),
        # No step is written from 20 mg for an inhibitor.
        (20, (SIXTY, FORTY, TWENTY), "itraconazole", SILENT, None),
        (40, (SIXTY, FORTY, TWENTY), "itraconazole", ABOVE, None),
        # Never reduced: as from the start.
        (40, (SIXTY,), "itraconazole", AGREES, "40 mg once daily"),
        (80, (SIXTY,), "rifampin", AGREES, "80 mg once daily"),
        (40, (), "itraconazole", AGREES, "40 mg once daily"),
    ],
)
def test_the_step_is_taken_from_the_dose_before_the_drug(
    mg: int, earlier: tuple[Resource, ...], drug: str, said: list[tuple[str, str]], due: str | None
) -> None:
    report = after(mg, *earlier, taking(drug))
    assert (dose(report), expected(report)) == (said, due)


def test_every_other_day_after_twenty_with_an_inhibitor_cannot_be_told() -> None:
    report = after(20, SIXTY, FORTY, TWENTY, taking("clarithromycin"), interval=2)
    assert dose(report) == SILENT
    assert report.verdict.value == "undetermined"


def test_an_order_of_the_days_of_the_drug_is_no_dose_before_it() -> None:
    adjusted = tablets(40, name="adjusted", on="2026-10-01", status="stopped")
    later = tablets(40, name="later", on="2026-10-20", status="stopped")
    for one in (adjusted, later):
        assert dose(after(40, SIXTY, one, taking("itraconazole"))) == AGREES
    reduced = after(20, SIXTY, adjusted, taking("itraconazole"))
    assert dose(reduced) == AGREES
    assert expected(reduced) == "40 mg once daily"


def test_a_dose_above_the_start_is_no_dose_before() -> None:
    raised = tablets(80, name="raised", on="2026-08-01", status="stopped")
    assert dose(after(40, SIXTY, raised, taking("itraconazole"))) == AGREES
    child = thyroid(tablets(20), tablets(60, name="first", on="2026-05-01", status="stopped"), taking("itraconazole"))
    assert dose(judged(child)) == AGREES


def test_capsules_tell_no_dose_before_of_tablets() -> None:
    pills = capsules(60, name="pills", on="2026-05-01", status="stopped")
    less = capsules(20, name="less", on="2026-08-01", status="stopped")
    assert dose(after(40, pills, less, taking("itraconazole"))) == AGREES


@pytest.mark.parametrize("status", ["draft", "cancelled", "entered-in-error"])
def test_an_order_that_was_never_carried_out_tells_no_dose_before(status: str) -> None:
    assert dose(after(40, SIXTY, FORTY | {"status": status}, taking("itraconazole"))) == AGREES


# --- The beginning is not known


def test_both_doses_are_tried_where_nobody_knows_when_the_drug_began() -> None:
    unknown = taking("itraconazole", since=None)
    report = after(40, SIXTY, FORTY, unknown)
    assert dose(report) == OPEN
    assert expected(report) is None
    found = only(kidney(tablets(40), beside=(SIXTY, FORTY, unknown)), "dose-depends-on-missing-fact")
    assert "start of MedicationStatement/taking-itraconazole" in found.missing
    assert "itraconazole began" in found.message


def test_what_holds_from_both_doses_is_said() -> None:
    assert dose(after(60, SIXTY, FORTY, taking("itraconazole", since=None))) == ABOVE
    assert dose(after(20, SIXTY, FORTY, taking("itraconazole", since=None))) == AGREES
    assert dose(after(80, SIXTY, FORTY, taking("rifampin", since=None))) == OPEN


def test_an_unknown_beginning_matters_only_where_the_dose_was_changed() -> None:
    for earlier in ((), (SIXTY,)):
        assert dose(after(40, *earlier, taking("itraconazole", since=None))) == AGREES
        assert dose(after(80, *earlier, taking("rifampin", since=None))) == AGREES


def test_a_beginning_in_the_month_of_the_reduction_is_tried_on_both_sides() -> None:
    assert dose(after(40, SIXTY, FORTY, taking("itraconazole", since="2026-08"))) == OPEN
    assert dose(after(40, SIXTY, FORTY, taking("itraconazole", since="2026-09"))) == ABOVE
    assert dose(after(40, SIXTY, FORTY, taking("itraconazole", since="2026-07"))) == AGREES


def test_an_earlier_order_whose_dose_is_not_known_leaves_the_dose_before_open() -> None:
    unclear = tablets(40, name="then", on="2026-08-01", status="stopped")
    unclear["dosageInstruction"] = [dosage(quantity(40, "mg"), None)]
    assert dose(after(40, SIXTY, unclear, taking("itraconazole"))) == OPEN
    assert dose(after(60, SIXTY, unclear, taking("itraconazole"))) == ABOVE


# --- One drug after another


def test_a_drug_that_follows_another_of_its_kind_starts_from_the_dose_before_both() -> None:
    before = taking("ketoconazole", since="2026-06-01", until="2026-09-30")
    adjusted = tablets(40, name="adjusted", on="2026-06-02", status="stopped")
    assert dose(after(40, SIXTY, adjusted, before, taking("itraconazole"))) == AGREES
    assert dose(after(20, SIXTY, adjusted, before, taking("itraconazole"))) == AGREES


def test_the_dose_before_both_is_the_one_reduced_before_the_first_of_them() -> None:
    earlier = (
        tablets(60, name="first", on="2026-04-01", status="completed"),
        tablets(40, name="reduced", on="2026-05-01", status="completed"),
        tablets(20, name="adjusted", on="2026-06-02", status="stopped"),
    )
    before = taking("ketoconazole", since="2026-06-01", until="2026-09-30")
    assert dose(after(40, *earlier, before, taking("itraconazole"))) == ABOVE
    assert dose(after(20, *earlier, before, taking("itraconazole"))) == AGREES


def test_a_course_that_was_over_before_the_reduction_changes_nothing() -> None:
    over = taking("ketoconazole", since="2026-06-01", until="2026-06-30")
    assert dose(after(40, SIXTY, FORTY, over, taking("itraconazole"))) == ABOVE


def test_an_order_under_a_drug_of_the_other_kind_leaves_both_doses() -> None:
    inducer = taking("rifampin", since="2026-06-01", until="2026-08-30")
    assert dose(after(40, SIXTY, FORTY, inducer, taking("itraconazole"))) == OPEN


@pytest.mark.parametrize(("since", "said"), [("2026-07-31", OPEN), ("2026-08-01", OPEN), ("2026-08-02", ABOVE)])
def test_a_drug_of_the_other_kind_leaves_both_doses_where_it_began_by_the_day_of_the_order(
    since: str, said: list[tuple[str, str]]
) -> None:
    inducer = taking("rifampin", since=since, until="2026-08-30")
    assert dose(after(40, SIXTY, FORTY, inducer, taking("itraconazole"))) == said


def test_an_order_under_a_weaker_drug_of_the_same_factor_that_goes_on_is_no_dose_before_both() -> None:
    weaker = taking("efavirenz", since="2026-06-01")
    assert dose(after(80, SIXTY, FORTY, weaker, taking("rifampin"))) == AGREES


def test_a_plan_may_not_have_been_carried_out_so_the_dose_before_it_is_tried_too() -> None:
    plan = tablets(40, name="then", on="2026-08-01", status="completed", intent="plan")
    assert dose(after(40, SIXTY, plan, taking("itraconazole"))) == OPEN
    assert dose(after(20, SIXTY, plan, taking("itraconazole"))) == AGREES


def stopped(mg: int, on: str, frequency: dict[str, Any] | None = None, name: str = "then", **also: Any) -> Resource:
    """An earlier order that was stopped."""
    return tablets(mg, frequency, name=name, on=on, status="stopped", **also)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        # Taken on the day of the order, be it the first or the last of the other drug: an adjusted dose.
        ("2026-07-15", "2026-08-01", AGREES),
        ("2026-08-01", "2026-09-30", AGREES),
        ("2026-07-15", "2026-07-31", ABOVE),
        # It may have begun after the order.
        (None, "2026-09-30", OPEN),
    ],
)
def test_an_order_tells_an_adjusted_dose_on_every_day_of_the_other_drug(
    since: str | None, until: str, said: list[tuple[str, str]]
) -> None:
    before = taking("ketoconazole", since=since, until=until)
    assert dose(after(40, SIXTY, FORTY, before, taking("itraconazole"))) == said


@pytest.mark.parametrize(("since", "until"), [("2026-07-15", "2026-08-15"), ("2026-08-15", "2026-09-30")])
def test_an_order_of_a_month_in_which_another_drug_began_or_ended_leaves_both_doses(since: str, until: str) -> None:
    before = taking("ketoconazole", since=since, until=until)
    assert dose(after(40, SIXTY, stopped(40, "2026-08"), before, taking("itraconazole"))) == OPEN


def test_an_order_of_the_month_in_which_the_drug_began_may_be_of_its_days() -> None:
    began = taking("itraconazole", since="2026-08-15")
    assert dose(after(40, SIXTY, stopped(40, "2026-08"), began)) == OPEN


def test_an_order_of_a_month_may_be_older_than_one_of_a_day_in_it() -> None:
    first = stopped(60, "2026-08-15", name="first")
    assert dose(after(40, first, stopped(40, "2026-08"), taking("itraconazole"))) == OPEN


def test_of_two_drugs_the_first_to_begin_tells_the_dose_before() -> None:
    report = after(40, SIXTY, FORTY, taking("ketoconazole", since="2026-07-15"), taking("itraconazole"))
    assert (dose(report), expected(report)) == (AGREES, "40 mg once daily")


def test_the_dose_before_three_drugs_in_a_row_is_the_one_before_the_first() -> None:
    drugs = (
        taking("clarithromycin", since="2026-06-01", until="2026-07-10"),
        taking("ketoconazole", since="2026-07-15", until="2026-09-30"),
        taking("itraconazole"),
    )
    earlier = (SIXTY, stopped(40, "2026-06-02", name="second"), stopped(20, "2026-08-01"))
    report = after(40, *earlier, *drugs)
    assert (dose(report), expected(report)) == (AGREES, "40 mg once daily")


def test_an_adjusted_dose_alone_leaves_the_start_as_the_dose_before() -> None:
    before = taking("ketoconazole", since="2026-06-01", until="2026-09-30")
    report = after(40, stopped(40, "2026-06-02"), before, taking("itraconazole"))
    assert (dose(report), expected(report)) == (AGREES, "40 mg once daily")


@pytest.mark.parametrize(
    "never",
    [{"status": "not-taken"}, {"dosage": [{"route": concept(snomed("6064005", "Topical route"))}]}],
    ids=["not-taken", "topical"],
)
def test_a_drug_that_was_not_taken_or_only_put_on_the_skin_adjusted_no_dose(never: Resource) -> None:
    before = taking("ketoconazole", since="2026-06-01", until="2026-09-30") | never
    assert dose(after(40, SIXTY, FORTY, before, taking("itraconazole"))) == ABOVE


def test_a_drug_for_the_liver_adjusted_no_dose() -> None:
    lactulose = statement("lactulose", {"text": "lactulose"}, start="2026-06-01", end="2026-09-30")
    assert dose(after(40, SIXTY, FORTY, lactulose, taking("itraconazole"))) == ABOVE


# --- What an earlier order comes to


@pytest.mark.parametrize(
    ("mg", "earlier", "said", "due"),
    [
        # As much as the start, at another interval, is no reduction.
        (40, (stopped(120, "2026-08-01", every(2), unit=60),), AGREES, "40 mg once daily"),
        # Divided over the day it is its daily sum.
        (20, (SIXTY, stopped(20, "2026-08-01", every(times=2))), AGREES, "20 mg once daily"),
        (40, (SIXTY, stopped(20, "2026-08-01", every(times=2))), ABOVE, "20 mg once daily"),
        # At a longer interval it is no daily dose: the label writes no step from it.
        (20, (SIXTY, stopped(60, "2026-08-01", every(36, "h"))), SILENT, None),
        (20, (SIXTY, stopped(120, "2026-08-01", every(3), unit=60)), SILENT, None),
        # Two bottles of one day are one dose, two copies of an order are not.
        (
            40,
            (stopped(20, "2026-05-01", name="one"), stopped(40, "2026-05-01", name="two")),
            AGREES,
            "40 mg once daily",
        ),
        (40, (stopped(40, "2026-05-01", name="one"), stopped(40, "2026-05-01", name="two")), ABOVE, "20 mg once daily"),
    ],
)
def test_an_earlier_order_is_what_was_taken_in_a_day(
    mg: int, earlier: tuple[Resource, ...], said: list[tuple[str, str]], due: str | None
) -> None:
    report = after(mg, *earlier, taking("itraconazole"))
    assert (dose(report), expected(report)) == (said, due)


def test_a_plan_beside_an_order_of_its_day_may_not_have_been_carried_out() -> None:
    both = (stopped(20, "2026-09-01", name="one"), stopped(40, "2026-09-01", name="two", intent="plan"))
    assert dose(after(40, SIXTY, FORTY, *both, taking("itraconazole"))) == OPEN
    # Without the plan the dose before was 20 mg, from which the label writes no step.
    assert dose(after(20, SIXTY, FORTY, *both, taking("itraconazole"))) == OPEN


# --- The days after a drug ended


def test_after_a_drug_ended_its_dose_is_taken_from_the_dose_before_it() -> None:
    ended = taking("itraconazole", until="2026-11-21")
    assert dose(after(20, SIXTY, FORTY, ended)) == AGREES
    assert dose(after(60, SIXTY, FORTY, ended)) == AGREES


# --- Limits before the label is silent


@pytest.mark.parametrize(
    ("mg", "interval", "said"),
    [
        (80, 1, ABOVE),
        (61, 1, ABOVE),
        (60, 1, SILENT),
        (40, 1, SILENT),
        (20, 1, SILENT),
        (20, 2, SILENT),
        (40, 2, [("dose-not-a-label-step", "error")]),
        (60, 2, [("dose-not-a-label-step", "error")]),
        (30, 1, [("dose-not-a-label-step", "error")]),
    ],
)
def test_a_dose_no_reading_gives_is_an_error_where_two_factors_lower_it(
    mg: int, interval: int, said: list[tuple[str, str]]
) -> None:
    assert dose(after(mg, taking("itraconazole"), CLASS_B, interval=interval)) == said


@pytest.mark.parametrize(("mg", "said"), [(80, SILENT), (60, SILENT), (81, ABOVE)])
def test_a_factor_that_raises_leaves_its_own_step_open(mg: int, said: list[tuple[str, str]]) -> None:
    assert dose(after(mg, taking("itraconazole"), taking("rifampin"))) == said


def test_the_most_of_a_smaller_regimen_is_its_own() -> None:
    def asked(mg: int, *beside: Resource) -> list[tuple[str, str]]:
        return dose(judged(with_nivolumab(CLASS_B, *beside, dose=mg)))

    assert asked(40) == SILENT
    assert asked(60) == ABOVE
    assert asked(60, taking("rifampin")) == SILENT
    assert asked(80, taking("rifampin")) == ABOVE


def test_the_message_of_a_limit_names_it() -> None:
    found = only(kidney(tablets(80), beside=(taking("itraconazole"), CLASS_B)), "dose-above-label")
    assert found.message == (
        "80 mg once daily is too high; the label has no single dose for both: strong CYP3A4 inhibitor alone 40 mg, "
        "Child-Pugh class B alone 40 mg."
    )
    assert found.to_do.startswith("lower the dose to 40 mg once daily at most; settle the dose with oncology")
    found = only(kidney(tablets(40, every(2)), beside=(taking("itraconazole"), CLASS_B)), "dose-not-a-label-step")
    assert found.message.startswith("40 mg every other day is not a dose that the label gives")
    found = only(kidney(tablets(40), beside=(SIXTY, FORTY, taking("itraconazole"))), "dose-above-label")
    assert found.message.endswith("with strong CYP3A4 inhibitor begun while the dose was 40 mg once daily.")
    assert "MedicationRequest/then" in {one.reference for one in found.evidence}
    found = only(kidney(tablets(20), beside=(SIXTY, FORTY, TWENTY, taking("itraconazole"))), "dose-label-silent")
    assert "20 mg once daily was the dose so far; with strong" in found.message


def test_a_step_that_the_label_does_not_give_from_the_dose_so_far_is_no_advice() -> None:
    orders = (SIXTY, FORTY, TWENTY, taking("itraconazole"))
    found = only(kidney(tablets(20), beside=orders), "interacting-drug")
    assert "avoid the combination if possible" in found.message
    assert found.detail == ""
    lowered = only(kidney(tablets(20), beside=(SIXTY, FORTY, taking("itraconazole"))), "interacting-drug")
    assert "lower the daily dose by 20 mg" in lowered.detail
    # Where two meet, the label's words on each are all that there is.
    both = only(kidney(tablets(20), beside=(taking("itraconazole"), CLASS_B)), "interacting-drug")
    assert "lower the daily dose by 20 mg" in both.detail
