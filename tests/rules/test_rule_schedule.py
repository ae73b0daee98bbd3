"""The ordered schedule itself: known, one amount at one interval, once daily."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.coding import concept
from support.facts import chart
from support.judged import judged, medullary, named, only, tablets, verdicts
from support.label import adjustment, label, regimen
from support.plain import TABLET_60, kidney, man, with_dosage
from support.product import CLINICAL_DRUGS
from support.shipped import choose_label

from validator.assessment.ordered import Ordered
from validator.assessment.situation import Situation
from validator.dosage import Schedule, SimpleDose
from validator.finding import IssueType
from validator.rules.schedule import in_words, most_of, schedule
from validator.verdict import Verdict


def said(resources: list[Resource]) -> set[str]:
    return {one.code for one in judged(resources).findings}


def test_a_divided_dose_says_how_often() -> None:
    found = only(kidney(tablets(20, every(times=3))), "not-once-daily")
    assert found.message == "20 mg three times daily divides the daily dose; the label gives it once daily."
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    ("ordered", "element"),
    [
        (with_dosage(dosage(quantity(60, "mg"), None)), "timing"),
        (with_dosage(dosage(None, every())), "doseAndRate"),
        (with_dosage(dosage(quantity(1, "{vial}"), every())), "dose"),
        (with_dosage(), "dosageInstruction"),
    ],
)
def test_a_dose_that_cannot_be_worked_out_is_never_assumed(ordered: Resource, element: str) -> None:
    (found,) = named(judged(kidney(ordered)), "dose-not-known")
    assert found.verdict is Verdict.UNDETERMINED
    assert any(element in one for one in found.missing)
    assert judged(kidney(ordered)).verdict is Verdict.UNDETERMINED


CARTON = concept(text="cabozantinib tablet")


@pytest.mark.parametrize(
    ("ordered", "says", "to_do"),
    [
        (
            with_dosage(dosage(quantity(60, "mg"), None)),
            "how often the dose is taken is not stated.",
            "write how often it is taken",
        ),
        (
            with_dosage(dosage(None, every())),
            "the amount of one dose is not stated.",
            "write how much is taken at one time",
        ),
        (
            with_dosage(dosage(quantity(60, "XYZ"), every())),
            "XYZ is neither a mass nor a count of tablets or capsules.",
            "write how much is taken at one time",
        ),
        (
            with_dosage(dosage(quantity(60, "mg") | {"comparator": "<"}, every())),
            "a dose with a comparator is no exact dose.",
            "write how much is taken at one time",
        ),
        (
            with_dosage(dosage(quantity(60, "mg"), every(boundsPeriod={"start": "2026-12-01", "end": "2026-11-01"}))),
            "the period ends before it starts.",
            "correct how long it is to be taken",
        ),
        (
            with_dosage(dosage(quantity(1, "{tablet}"), every()), medication=CARTON),
            "the dose counts tablets and the strength of one is not known.",
            "choose a product with a strength, or write the dose in mg",
        ),
        (
            with_dosage(dosage(quantity(40, "mg/m2"), every())),
            "the dose is in mg/m2 and no body surface area is known.",
            "measure the patient, or write the dose in mg",
        ),
        (with_dosage(), "the order has no dosage instruction.", ""),
    ],
    ids=["how often", "how much", "unit", "comparator", "period", "strength", "surface", "nothing"],
)  # fmt: skip
def test_what_keeps_the_dose_from_being_known_is_said_with_what_to_do(ordered: Resource, says: str, to_do: str) -> None:
    found = only(kidney(ordered), "dose-not-known")
    assert found.message == f"The dose cannot be worked out: {says}"
    assert found.heading == f"Hold: {says}"
    assert found.to_do == to_do


def test_as_needed_is_an_error_and_the_dose_is_judged_too() -> None:
    ordered = with_dosage(dosage(quantity(100, "mg"), every()) | {"asNeededBoolean": True})
    assert "as-needed" in said(kidney(ordered))
    assert "dose-above-maximum" in said(kidney(ordered))


def test_a_dose_from_text_is_a_warning_and_a_contradicting_text_too() -> None:
    words = with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"})
    assert {"dose-agrees", "dose-read-from-text"} <= said(kidney(words))
    both = with_dosage(dosage(quantity(60, "mg"), every(), text="Take 40 mg by mouth once daily"))
    assert "text-contradicts-dose" in said(kidney(both))


@pytest.mark.parametrize(
    "ordered",
    [
        with_dosage(dosage(None, every()) | {"doseAndRate": [
            {"doseRange": {"low": quantity(40, "mg"), "high": quantity(60, "mg")}}]}),
        tablets(60, every(dayOfWeek=["mon", "tue", "wed", "thu", "fri"])),
    ],
    ids=["a range", "five days a week"],
)  # fmt: skip
def test_a_schedule_that_is_not_one_dose_is_an_error(ordered: Resource) -> None:
    assert "schedule-not-in-label" in said(kidney(ordered))


def test_an_order_beside_it_whose_dose_is_not_known_keeps_the_sum_from_being_known() -> None:
    other = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="other")
    found = only(kidney(tablets(20), other), "dose-not-known")
    assert found.evidence[0].reference == "MedicationRequest/other"


@pytest.mark.parametrize(
    ("mg", "interval", "words"),
    [
        (60, Fraction(1), "60 mg once daily"),
        (30, Fraction(1, 2), "30 mg twice daily"),
        (20, Fraction(1, 3), "20 mg three times daily"),
        (60, Fraction(2, 3), "60 mg every 16 hours"),
        (60, Fraction(3, 2), "60 mg every 36 hours"),
        (20, Fraction(2), "20 mg every other day"),
        (60, Fraction(7), "60 mg once weekly"),
    ],
)
def test_a_dose_and_its_interval_are_said_as_people_say_them(mg: int, interval: Fraction, words: str) -> None:
    assert in_words(SimpleDose(Decimal(mg), interval)) == words


def test_what_was_read_from_text_is_a_warning_each() -> None:
    words = with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"})
    both = with_dosage(dosage(quantity(60, "mg"), every(), text="Take 40 mg by mouth once daily"))
    assert only(kidney(words), "dose-read-from-text").verdict is Verdict.WARNING
    assert only(kidney(both), "text-contradicts-dose").verdict is Verdict.WARNING


def test_a_range_that_is_taken_as_needed_is_told_once() -> None:
    span = {"doseRange": {"low": quantity(40, "mg"), "high": quantity(60, "mg")}}
    one = dosage(None, every()) | {"doseAndRate": [span], "asNeededBoolean": True}
    assert {"as-needed", "schedule-not-in-label"} & said(kidney(with_dosage(one))) == {"as-needed"}
    other = dosage(quantity(20, "mg"), every(dayOfWeek=["mon"]))
    assert {"as-needed", "schedule-not-in-label"} <= said(kidney(with_dosage(one, other)))


def test_a_reason_of_this_order_names_this_order_and_one_of_another_names_that() -> None:
    silent = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="other")
    this, that = "Bundle.entry[4].resource", "Bundle.entry[5].resource"
    missing = "dosageInstruction[0].timing"
    alone = only(kidney(silent | {"id": "order"}), "dose-not-known")
    assert (alone.expression, alone.evidence) == ((f"{this}.{missing}",), ())
    beside = only(kidney(silent | {"id": "order"}, tablets(20, name="other")), "dose-not-known")
    assert (beside.expression, beside.evidence) == ((f"{this}.{missing}",), ())
    assert beside.to_do == "write how often it is taken"
    of_the_other = only(kidney(tablets(20), silent), "dose-not-known")
    assert of_the_other.expression == (f"{that}.{missing}",)
    assert [one.reference for one in of_the_other.evidence] == ["MedicationRequest/other"]
    assert of_the_other.to_do == "complete the dose of the other order"


@pytest.mark.parametrize(
    ("frequency", "codes"),
    [
        (every(36, "h"), set()),
        (every(2), set()),
        (every(1), set()),
        (every(23, "h"), {"not-once-daily"}),
        (every(12, "h"), {"not-once-daily"}),
    ],
    ids=["36 hours", "other day", "day", "23 hours", "12 hours"],
)
def test_a_dose_is_divided_over_the_day_where_it_is_given_more_often_than_once(
    frequency: Resource, codes: set[str]
) -> None:
    assert said(kidney(tablets(20, frequency))) & {"not-once-daily"} == codes


@pytest.mark.parametrize(("mg", "expected"), [(80, []), (100, ["error"])])
def test_the_maximum_itself_is_not_above_it(mg: int, expected: list[str]) -> None:
    assert verdicts(judged(kidney(tablets(mg))), "dose-above-maximum") == expected


@pytest.mark.parametrize(("mg", "expected"), [(40, []), (100, ["error"])])
def test_what_is_known_of_a_dose_may_be_above_the_maximum_whatever_else_is_taken(mg: int, expected: list[str]) -> None:
    silent = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="other")
    report = judged(kidney(tablets(mg), silent))
    assert verdicts(report, "dose-above-maximum") == expected
    assert verdicts(report, "dose-not-known") == ["undetermined"]


@pytest.mark.parametrize(
    ("starts", "most", "effect", "words"),
    [
        (["60 mg once daily"], 80, "raise", "80 mg (only with an inducer)"),
        (["60 mg once daily"], 80, "reduce", "80 mg"),
        (["60 mg once daily"], 60, "raise", "60 mg"),
        (["60 mg once daily", "40 mg once daily"], 60, "raise", "60 mg"),
        (["40 mg once daily", "20 mg once daily"], 60, "raise", "60 mg (only with an inducer)"),
    ],
)
def test_the_most_of_a_label_is_told_with_what_alone_it_gives_that_much(
    starts: list[str], most: int, effect: str, words: str
) -> None:
    regimens = [
        regimen(id=f"warts-{number}", ladder=[start, "10 mg once daily"]) for number, start in enumerate(starts)
    ]
    steps = [{"before": starts[0], "after": f"{most} mg once daily"}]
    change = adjustment(factor="inducer", effect=effect, because="a strong inducer", steps=steps)
    assert most_of(label(regimen=regimens, adjustment=[change], max_daily_mg=most)) == words


def test_what_is_missing_is_required_and_what_cannot_be_read_is_a_wrong_value() -> None:
    no_frequency = with_dosage(dosage(quantity(60, "mg"), None))
    no_amount = with_dosage(dosage(quantity(60, "mg") | {"comparator": "<"}, every()))
    assert only(kidney(no_frequency), "dose-not-known").kind is IssueType.REQUIRED
    assert only(kidney(no_amount), "dose-not-known").kind is IssueType.VALUE


SILENT_TABLET = with_dosage(dosage(quantity(60, "mg"), None))
SILENT_CAPSULE = with_dosage(dosage(quantity(140, "mg"), None), medication=concept(CLINICAL_DRUGS["capsule", 20]))


@pytest.mark.parametrize(
    ("resources", "section"),
    [
        (kidney(SILENT_TABLET), "2.2"),
        ([man(), SILENT_TABLET], "2.2, 2.3, 2.4, 2.5"),
        (medullary(SILENT_TABLET), "2"),
        (medullary(SILENT_CAPSULE), "2.1"),
        (kidney(SILENT_CAPSULE), "2.1"),
    ],
    ids=["kidney", "no disease", "no disease of the tablets", "of the capsules", "no disease of the capsules"],
)
def test_the_section_is_that_of_the_dose_that_may_be_due(resources: list[Resource], section: str) -> None:
    """Where the disease is none of the label the chapter is told; no section that is about another disease."""
    assert only(resources, "dose-not-known").section == section


def test_a_schedule_that_is_empty_for_no_reason_is_not_known_either() -> None:
    """The dosage engine always gives a reason; should it ever give none, the order is not passed."""
    read = chart(what=tablets(60))
    assert read.order is not None
    choice = choose_label(read.order.product, read, read.as_of)
    assert choice.label is not None
    situation = Situation(read.order, read, choice.label, choice)
    vars(situation)["ordered"] = Ordered(Schedule(), Schedule())
    (found,) = schedule(situation)
    assert (found.code, found.verdict) == ("dose-not-known", Verdict.UNDETERMINED)
    assert found.missing == ("MedicationRequest.dosageInstruction",)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"start": "2026-10-01", "end": "2026-10-31"}, ["warning"]),
        ({"end": "2026-11-21"}, ["warning"]),
        ({"end": "2026-11"}, []),
        ({"end": "2026-11-22"}, []),
        ({"start": "2026-11-22", "end": "2026-12-21"}, []),
    ],
)
def test_an_order_whose_bounds_ended_before_it_was_written_is_told(bounds: dict[str, str], expected: list[str]) -> None:
    report = judged(kidney(tablets(60, every(boundsPeriod=bounds))))
    assert verdicts(report, "order-ended-before-written") == expected


def test_one_listed_day_is_asked_about_and_one_dose_that_is_said_to_be_one_is_an_error() -> None:
    listed = with_dosage(dosage(quantity(60, "mg"), {"event": ["2026-11-22"]}))
    found = only(kidney(listed), "schedule-not-in-label")
    assert found.verdict is Verdict.UNDETERMINED
    assert "is that the only dose, or the first?" in found.message
    counted = with_dosage(
        dosage(quantity(60, "mg"), {"repeat": {"count": 1, "frequency": 1, "period": 1, "periodUnit": "d"}})
    )
    assert judged(kidney(counted)).verdict is not Verdict.UNDETERMINED
    begun = with_dosage(dosage(quantity(60, "mg"), {"event": ["2026-11-22"], "code": {"text": "QD"}}))
    assert judged(kidney(begun)).verdict is Verdict.ACCEPT


def test_the_words_of_an_order_may_tell_that_it_is_over() -> None:
    def until(day: str) -> Resource:
        return with_dosage(dosage(quantity(60, "mg"), every(), text=f"Take 1 tablet by mouth daily until {day}"))

    assert verdicts(judged(kidney(until("11/02/2026"))), "order-ended-before-written") == ["warning"]
    assert judged(kidney(until("12/02/2026"))).verdict is Verdict.ACCEPT
    earlier = until("11/02/2026") | {"id": "earlier", "authoredOn": "2026-10-01"}
    assert said(kidney(tablets(40), earlier)) & {"order-may-replace-another"} == set()
    still = until("12/30/2026") | {"id": "earlier", "authoredOn": "2026-10-01"}
    assert "order-may-replace-another" in said(kidney(tablets(40), still))


@pytest.mark.parametrize(
    ("limits", "known"),
    [([("120", "d")], True), ([("120", "d"), ("60", "d")], True), ([("120", "d"), ("40", "d")], False),
     ([("40", "d"), ("120", "d")], False), ([("840", "wk"), ("280", "wk")], False)],
)  # fmt: skip
def test_every_limit_for_a_period_counts_in_r5(limits: list[tuple[str, str]], known: bool) -> None:
    most = [{"numerator": quantity(mg, "mg"), "denominator": quantity("1", unit)} for mg, unit in limits]
    ordered = with_dosage(dosage(quantity(60, "mg"), every()) | {"maxDosePerPeriod": most})
    ordered["medication"] = {"concept": ordered.pop("medicationCodeableConcept")}
    report = judged(kidney(ordered), fhir_version="R5")
    assert (named(report, "dose-not-known") == []) is known
    if len(limits) == 1:
        alone = with_dosage(dosage(quantity(60, "mg"), every()) | {"maxDosePerPeriod": most[0]})
        assert named(judged(kidney(alone)), "dose-not-known") == []
