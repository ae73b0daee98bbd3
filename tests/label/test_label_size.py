"""A label that doses by body size is data: a solution in mg/kg twice daily with food, tablets in mg/m2 with or without.

Nothing here exists: neither beetonib, nor BEETOSOL or BEETOTAB, nor beetoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from support.answer import said
from support.build import Resource, dosage, every, order, quantity, statement, to_json, weight
from support.by_size import (
    FASTING,
    RXNORM,
    SOLUTION,
    TABLET_25,
    WITH_FOOD,
    area,
    asked,
    beetoma,
    codes,
    copied_to,
    height,
    rewritten,
    solution,
    solution_in_words,
    tablets,
    tablets_of,
)
from support.cds_call import INSTANCE, KEYS
from support.coding import DRUGS, coding, concept, loinc
from support.plain import collection, kidney, man

from validator import check_bundle
from validator.cli import main
from validator.profiles import Profiles
from validator.service.app import application
from validator.service.settings import ServiceSettings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_to(tmp_path_factory.mktemp("by-size") / "profiles")


@pytest.fixture(scope="module")
def profiles(folder: Path) -> Profiles:
    return Profiles(folder)


def test_the_data_hold_no_mistake(profiles: Profiles) -> None:
    assert profiles.mistakes() == ()


@pytest.mark.parametrize(
    ("kg", "mg"),
    [
        ("32", 65),  # 64 mg is between 60 and 65, nearer to 65
        ("31", 60),  # 62 mg
        ("31.25", 60),  # 62.5 mg is as near to both: the lower
        ("50", 100),
        ("51", 100),  # 102 mg, and at most 100 mg at one time
        ("120", 100),
    ],
)
def test_the_dose_by_weight_is_rounded_to_what_can_be_measured(profiles: Profiles, kg: str, mg: int) -> None:
    found = asked(profiles, weight(kg, "2026-11-10"), solution(quantity(mg, "mg")))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert found.expected.schedule == f"{mg} mg twice daily"
    assert f"2 mg/kg x {kg} kg" in " ".join(found.expected.because)


@pytest.mark.parametrize(
    ("amount", "a_day", "code"),
    [
        (quantity(70, "mg"), 2, "dose-above-label"),
        (quantity(130, "mg"), 1, "dose-not-a-label-step"),
        (quantity(65, "mg"), 3, "not-once-daily"),
        (quantity(50, "mg"), 2, "dose-not-a-label-step"),
        (quantity("64", "mg"), 2, "dose-not-made-of-whole-units"),
        (quantity(150, "mg"), 2, "dose-above-maximum"),
        (quantity("7", "mL"), 2, "dose-above-label"),
    ],
)
def test_another_dose_than_the_labels_is_an_error(profiles: Profiles, amount: Resource, a_day: int, code: str) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(amount, a_day))
    assert found.verdict.value == "error", said(found)
    assert code in codes(found)
    # One that is rarer than the label's is not divided.
    assert ("not-once-daily" in codes(found)) is (code == "not-once-daily")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (quantity("6.5", "mL"), WITH_FOOD),
        (quantity("6.5", "mL"), "Take 6.5 mL (65 mg) by mouth twice daily with food"),
        (quantity(65, "mg"), "6.5 mL twice daily with food"),
    ],
)
def test_millilitres_are_the_units_of_a_solution(profiles: Profiles, amount: Resource, words: str) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(amount, words=words))
    assert found.verdict.value == "accept", said(found)


def test_millilitres_in_words_alone_are_read(profiles: Profiles) -> None:
    words = order(SOLUTION, [{"text": "Take 6.5 mL (65 mg) by mouth twice daily with food"}], name="beeto")
    found = asked(profiles, weight("32", "2026-11-10"), words)
    assert "dose-agrees" in codes(found), said(found)


def test_words_that_say_other_millilitres_contradict_the_dose(profiles: Profiles) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words="Take 5 mL with food"))
    assert "text-contradicts-dose" in codes(found), said(found)


@pytest.mark.parametrize("measure", ["one teaspoonful", "one tsp", "one dropperful", "one scoop"])
def test_a_measure_of_no_known_size_is_said_not_to_be_understood(profiles: Profiles, measure: str) -> None:
    words = f"Take {measure} twice daily with food"
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words=words))
    assert "text-not-understood" in codes(found), said(found)
    plain = asked(
        profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words="Measure with the oral syringe")
    )
    assert "text-not-understood" not in codes(plain), said(plain)


def test_without_a_weight_the_dose_is_not_known(profiles: Profiles) -> None:
    found = asked(profiles, solution(quantity(65, "mg")))
    assert found.verdict.value == "undetermined"
    assert found.expected is None
    (finding,) = [one for one in found.findings if one.code == "dose-depends-on-missing-fact"]
    assert "2 mg/kg twice daily" in finding.message
    assert "no body weight is on file" in finding.message


def test_two_weights_of_one_day_leave_the_dose_open(profiles: Profiles) -> None:
    both = [weight("32", "2026-11-10"), weight("45", "2026-11-10", name="second")]
    found = asked(profiles, *both, solution(quantity(65, "mg")))
    assert found.verdict.value == "undetermined", said(found)


def test_weights_that_differ_as_pounds_and_kilograms_leave_the_dose_open(profiles: Profiles) -> None:
    both = [weight("80", "2026-10-20", name="before"), weight("36", "2026-11-10")]
    found = asked(profiles, *both, solution(quantity(70, "mg")))
    assert found.verdict.value == "undetermined", said(found)
    assert found.expected is None
    lighter = [weight("38", "2026-10-20", name="before"), weight("32", "2026-11-10")]
    assert asked(profiles, *lighter, solution(quantity(65, "mg"))).verdict.value == "accept"


@pytest.mark.parametrize(
    ("on", "verdict"), [("2025-11-10", "warning"), ("2023-11-10", "warning"), ("2026-02-10", "accept")]
)
def test_a_dose_by_an_old_size_says_so(profiles: Profiles, on: str, verdict: str) -> None:
    by_weight = asked(profiles, weight("32", on), solution(quantity(65, "mg")))
    by_surface = asked(profiles, area("1.8", on), tablets(125))
    for found in (by_weight, by_surface):
        assert found.verdict.value == verdict, said(found)
        assert ("dose-rests-on-old-measurement" in codes(found)) is (verdict == "warning")


def test_a_stated_weight_answers_with_a_warning_where_none_is_measured(profiles: Profiles) -> None:
    stated = weight("32", "2026-11-10") | {"code": concept(loinc("3142-7", "Body weight Stated"))}
    found = asked(profiles, stated, solution(quantity(65, "mg")))
    assert found.verdict.value == "warning", said(found)
    assert "dose-rests-on-doubtful-weight" in codes(found)
    measured = weight("32", "2026-11-10", name="measured")
    assert (
        asked(
            profiles, stated | {"effectiveDateTime": "2026-03-01"}, measured, solution(quantity(65, "mg"))
        ).verdict.value
        == "accept"
    )


def test_without_a_weight_a_dose_above_every_limit_is_still_an_error(profiles: Profiles) -> None:
    assert "dose-above-maximum" in codes(asked(profiles, solution(quantity(150, "mg"))))


def test_a_weight_on_file_is_shown_as_what_the_dose_rests_on(profiles: Profiles) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg")))
    assert "Observation/weight" in {shown.reference for one in found.findings for shown in one.evidence}


def test_a_dose_that_cannot_be_measured_is_told_with_the_steps_of_the_measure(profiles: Profiles) -> None:
    solved = asked(profiles, weight("32", "2026-11-10"), solution(quantity(62, "mg")))
    assert "62 mg of 10 mg/mL cannot be measured in steps of 0.5 mL." in said(solved)
    pressed = asked(profiles, area("1.8"), tablets(60))
    assert "No whole tablets of 25, 100 mg make a dose of 60 mg." in said(pressed)


def test_an_interaction_bends_the_dose_by_weight(profiles: Profiles) -> None:
    drug = statement("drug", concept(DRUGS["ketoconazole"][0]), start="2026-10-01")
    chart = [weight("32", "2026-11-10"), drug]
    assert "dose-agrees" in codes(asked(profiles, *chart, solution(quantity(30, "mg"))))
    assert asked(profiles, *chart, solution(quantity(65, "mg"))).verdict.value == "error"


def test_food_is_asked_for_where_the_label_wants_it(profiles: Profiles) -> None:
    chart = [weight("32", "2026-11-10")]
    fasting = asked(profiles, *chart, solution(quantity(65, "mg"), words=FASTING))
    assert (fasting.verdict.value, "without-food" in codes(fasting)) == ("error", True)
    free = asked(profiles, *chart, solution(quantity(65, "mg"), words="Take with or without food"))
    assert [one.verdict.value for one in free.findings if one.code == "without-food"] == ["warning"]
    silent = asked(profiles, *chart, solution(quantity(65, "mg"), words="Shake well"))
    assert "the label asks for food with the dose" in said(silent)
    assert "empty stomach" not in said(silent)


@pytest.mark.parametrize(
    ("when", "minutes", "told"),
    [
        ("C", None, None),
        ("PCM", None, None),  # right after a meal
        ("PC", 60, "after a meal"),
        ("AC", None, "before a meal"),
        ("AC", 60, "before a meal"),
    ],
)
def test_a_dose_with_food_is_not_taken_apart_from_a_meal(
    profiles: Profiles, when: str, minutes: int | None, told: str | None
) -> None:
    ordered = solution(quantity(65, "mg"))
    ordered["dosageInstruction"] = [
        dosage(quantity(65, "mg"), every(frequency=2, when=[when], **({"offset": minutes} if minutes else {})))
    ]
    found = asked(profiles, weight("32", "2026-11-10"), ordered)
    assert ("without-food" in codes(found)) is (told is not None), said(found)
    if told is not None:
        assert f"ordered {told}; the label asks for food with it" in said(found)


@pytest.mark.parametrize("words", [WITH_FOOD, FASTING, None])
def test_food_is_left_open_where_the_label_leaves_it_open(profiles: Profiles, words: str | None) -> None:
    ordered = tablets(125)
    if words is not None:
        ordered["dosageInstruction"][0]["text"] = words
    found = asked(profiles, area("1.8"), ordered)
    assert found.verdict.value == "accept", said(found)
    assert not {"with-food", "without-food", "food-instruction-missing"} & codes(found)


@pytest.mark.parametrize(("square_metres", "mg"), [("1.8", 125), ("1.66", 100), ("2", 150), ("2.3", 150), ("2.4", 175)])
def test_a_dose_by_surface_is_rounded_down_to_tablets(profiles: Profiles, square_metres: str, mg: int) -> None:
    found = asked(profiles, area(square_metres), tablets(mg))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert f"{mg} mg once daily (75 mg/m2 x {square_metres} m2 = " in found.expected.because[0]


@pytest.mark.parametrize(
    ("weights", "arithmetic"),
    [
        (["32"], "(2 mg/kg x 32 kg = 64 mg, rounded to 65 mg)"),
        (["32.5"], "(2 mg/kg x 32.5 kg = 65 mg)"),
        (["50"], "(2 mg/kg x 50 kg = 100 mg)"),
        (["51"], "(2 mg/kg x 51 kg = 102 mg, at most 100 mg)"),
        (["32", "32.5"], "(2 mg/kg x 32 to 32.5 kg = 64 to 65 mg, rounded to 65 mg)"),
        (["49", "52"], "(2 mg/kg x 49 to 52 kg = 98 to 104 mg, at most 100 mg, rounded to 100 mg)"),
    ],
)
def test_the_arithmetic_of_a_dose_is_shown(profiles: Profiles, weights: list[str], arithmetic: str) -> None:
    chart = [weight(kg, "2026-11-10", name=f"weight-{kg}") for kg in weights]
    found = asked(profiles, *chart, solution(quantity(65 if weights[0] < "40" else 100, "mg")))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert arithmetic in found.expected.because[0]


def test_a_surface_too_small_for_any_tablet_leaves_the_dose_open(profiles: Profiles) -> None:
    assert asked(profiles, area("0.3"), tablets(25)).verdict.value == "undetermined"


def test_tablets_are_not_judged_by_the_label_of_the_solution(profiles: Profiles) -> None:
    found = asked(profiles, area("1.8"), weight("32", "2026-11-10"), tablets(65))
    assert found.label is not None
    assert found.label.product == "BEETOTAB"


def test_tablets_and_a_solution_are_not_told_apart_by_the_ingredient(profiles: Profiles) -> None:
    ingredient = concept(coding(RXNORM, "99100001", "beetonib"))
    found = asked(profiles, weight("32", "2026-11-10"), tablets(65, 2, ingredient))
    assert found.verdict.value == "undetermined"
    assert "does not tell tablets from oral solution" in said(found)


def test_of_a_product_in_one_form_the_form_is_asked_for(tmp_path: Path) -> None:
    one = copied_to(tmp_path / "profiles")
    shutil.rmtree(one / "labels" / "beetotab")
    ingredient = concept(coding(RXNORM, "99100001", "beetonib"))
    found = asked(Profiles(one), weight("32", "2026-11-10"), tablets(65, 2, ingredient))
    assert "The order does not tell the dose form" in said(found)


def test_a_label_that_asks_no_liver_class_is_not_said_to_lack_one(profiles: Profiles) -> None:
    whole = said(asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"))))
    assert "liver" not in whole
    assert "Child-Pugh" not in whole


def test_a_solution_of_another_strength_is_not_marketed(profiles: Profiles) -> None:
    strength = {"numerator": quantity(20, "mg"), "denominator": quantity(1, "mL")}
    drug = {
        "resourceType": "Medication",
        "id": "drug",
        "code": concept(coding(RXNORM, "99100001", "beetonib")),
        "form": {"text": "oral solution"},
        "ingredient": [{"itemCodeableConcept": concept(coding(RXNORM, "99100001", "beetonib")), "strength": strength}],
    }
    ordered = solution(quantity(65, "mg"), contained=[drug], medicationReference={"reference": "#drug"})
    del ordered["medicationCodeableConcept"]
    found = asked(profiles, weight("32", "2026-11-10"), ordered)
    assert "strength-not-marketed" in codes(found), said(found)


def test_the_supply_of_a_solution_is_counted_in_millilitres(profiles: Profiles) -> None:
    def supplied(millilitres: int) -> set[str]:
        request = {"quantity": quantity(millilitres, "mL"), "expectedSupplyDuration": quantity(30, "d")}
        return codes(asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), dispenseRequest=request)))

    assert "supply-does-not-fit-dose" in supplied(100)
    assert "supply-does-not-fit-dose" not in supplied(390)


def test_the_label_page_says_the_written_dose_food_and_rounding(folder: Path) -> None:
    page = CliRunner().invoke(main, ["label", "--profiles", str(folder), "--product", "beetosol"]).output
    whole = " ".join(page.split())
    assert "2 mg/kg twice daily, at most 100 mg" in whole
    assert "taken with food" in whole
    assert "oral solution of 10 mg/mL, measured in steps of 0.5 mL, a calculated dose rounded to the nearest" in whole


def test_a_card_proposes_the_millilitres_of_this_patient(folder: Path) -> None:
    lists: dict[str, Any] = {key: {"resourceType": "Bundle", "type": "searchset"} for key in KEYS.values()}
    lists["patient"] = man()
    for one in (beetoma(), weight("32", "2026-11-10")):
        lists[KEYS[one["resourceType"]]].setdefault("entry", []).append({"resource": one})
    draft = solution(quantity(90, "mg"), status="draft")
    draft["dosageInstruction"][0]["text"] = "Take 9 mL (90 mg) twice daily with food"
    draft_orders = {"resourceType": "Bundle", "entry": [{"resource": draft}]}
    context = {"userId": "Practitioner/p", "patientId": man()["id"], "draftOrders": draft_orders}
    call = {"hook": "order-sign", "hookInstance": INSTANCE, "context": context, "prefetch": lists}
    settings = ServiceSettings(profiles=folder, structure="read", public_url="http://127.0.0.1:1")
    with TestClient(application(settings)) as service:
        card = service.post("/cds-services/cabozantinib-order-sign", content=to_json(call)).json()["cards"][0]
    suggestion = card["suggestions"][0]
    assert suggestion["label"] == "Label dose: 65 mg twice daily"
    (dose,) = suggestion["actions"][0]["resource"]["dosageInstruction"]
    assert dose["text"] == "Take 6.5 mL (65 mg) twice daily with food"
    assert dose["timing"]["repeat"] == {"frequency": 2, "period": 1, "periodUnit": "d"}


def taken_at(*doses: tuple[Resource, str]) -> Resource:
    """An order with one line for each dose and its part of the day."""
    lines = [dosage(amount, every(when=[part]), text=WITH_FOOD) for amount, part in doses]
    return order(SOLUTION, lines, name="beeto")


THIRTY_TWO = weight("32", "2026-11-10")


@pytest.mark.parametrize(
    ("amount", "verdict", "code"),
    [
        (quantity(2, "mg/kg"), "accept", "dose-agrees"),
        # A program that works the rate out of the rounded dose: 64.96 mg.
        (quantity("2.03", "mg/kg"), "accept", "dose-agrees"),
        (quantity(1, "mg/kg"), "warning", "dose-below-start"),
        (quantity(3, "mg/kg"), "error", "dose-above-label"),
        (quantity("1.5", "mg/kg"), "error", "dose-not-a-label-step"),
        (quantity(2, "mg/kg/dose"), "accept", "dose-agrees"),
        (quantity(4, "mg/kg/day"), "accept", "dose-agrees"),
        (quantity(4, "mg/kg/d"), "accept", "dose-agrees"),
        (quantity(2, "mg/kg/d"), "warning", "dose-below-start"),
        (quantity(8, "mg/kg/d"), "error", "dose-above-label"),
    ],
)
def test_a_dose_ordered_by_weight_is_rounded_as_the_label_rounds(
    profiles: Profiles, amount: Resource, verdict: str, code: str
) -> None:
    found = asked(profiles, THIRTY_TWO, solution(amount))
    assert found.verdict.value == verdict, said(found)
    assert code in codes(found)
    assert "dose-not-made-of-whole-units" not in codes(found)


@pytest.mark.parametrize(
    ("kg", "limit", "verdict"),
    [
        ("50", None, "accept"),
        ("51", None, "accept"),
        ("60", None, "error"),
        ("60", 100, "accept"),
        ("60", 110, "error"),
    ],
)
def test_a_dose_ordered_by_weight_without_the_labels_limit_is_too_much_for_a_heavy_patient(
    profiles: Profiles, kg: str, limit: int | None, verdict: str
) -> None:
    ordered = solution(quantity(2, "mg/kg"))
    if limit is not None:
        ordered["dosageInstruction"][0]["maxDosePerAdministration"] = quantity(limit, "mg")
    found = asked(profiles, weight(kg, "2026-11-10"), ordered)
    assert found.verdict.value == verdict, said(found)


def test_an_amount_of_a_day_without_times_a_day_is_not_known(profiles: Profiles) -> None:
    for frequency in (every(period=2), None):
        line = {"text": WITH_FOOD, "doseAndRate": [{"doseQuantity": quantity(4, "mg/kg/d")}]}
        line |= {"timing": frequency} if frequency is not None else {}
        found = asked(profiles, THIRTY_TWO, order(SOLUTION, [line], name="beeto"))
        assert found.verdict.value == "undetermined", said(found)
        assert "dose-not-known" in codes(found)
        assert found.ordered is None or found.ordered.daily_mg is None


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        ("Take 2 mg/kg by mouth twice daily with food", "65 mg twice daily"),
        ("2 mg/kg/dose by mouth twice daily with food", "65 mg twice daily"),
        ("2 mg per kg per dose by mouth BID with food", "65 mg twice daily"),
        ("4 mg/kg/day by mouth in 2 divided doses with food", "65 mg twice daily"),
        ("Take 4 mg/kg/day divided BID with food", "65 mg twice daily"),
        ("4 mg/kg per day divided in two doses with food", "65 mg twice daily"),
        ("4 mg/kg/day divided every 12 hours with food", "65 mg twice daily"),
        ("65 mg (2 mg/kg) by mouth twice daily with food", "65 mg twice daily"),
        ("Take 2 mg/kg/dose (64 mg) twice daily with food", "65 mg twice daily"),
        ("Give 6.5 mL (65 mg, 2 mg/kg/dose) by mouth 2 times a day with food", "65 mg twice daily"),
        ("2 mg/kg/day twice daily with food", "30 mg twice daily"),
        ("Take 65 mg in the morning and 65 mg in the evening with food", "65 mg twice daily"),
    ],
)
def test_a_dose_by_weight_in_words_is_read(profiles: Profiles, words: str, schedule: str) -> None:
    found = asked(profiles, THIRTY_TWO, solution_in_words(words))
    assert found.ordered is not None, said(found)
    assert found.ordered.schedule == schedule
    if schedule == "65 mg twice daily":
        coded = asked(profiles, THIRTY_TWO, solution(quantity(65, "mg"), words=words))
        assert coded.verdict.value == "accept", said(coded)


@pytest.mark.parametrize(
    "words",
    [
        "4 mg/kg/day with food",  # into how many doses?
        "65 mg divided BID with food",  # of a day, or each?
        "4 mg/kg divided BID with food",
        "65 mg (3 mg/kg) twice daily with food",
        "6.5 mL (65 mg, 3 mg/kg/dose) twice daily with food",
        "4 mg/kg/day divided in two doses three times daily with food",
    ],
)
def test_a_dose_by_weight_in_words_that_leave_it_open_is_not_known(profiles: Profiles, words: str) -> None:
    found = asked(profiles, THIRTY_TWO, solution_in_words(words))
    assert found.verdict.value == "undetermined", said(found)
    assert "dose-not-known" in codes(found)


def test_words_that_say_another_dose_by_weight_contradict_the_codes(profiles: Profiles) -> None:
    found = asked(profiles, THIRTY_TWO, solution(quantity(65, "mg"), words="3 mg/kg twice daily with food"))
    assert "text-contradicts-dose" in codes(found), said(found)


def test_a_calculated_an_ordered_and_a_measured_amount_are_one_dose(profiles: Profiles) -> None:
    def ordered(*amounts: tuple[str, Resource]) -> Resource:
        kinds = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
        typed = [{"type": concept(coding(kinds, kind, kind)), "doseQuantity": amount} for kind, amount in amounts]
        return order(SOLUTION, [{"text": WITH_FOOD, "timing": every(frequency=2), "doseAndRate": typed}], name="beeto")

    by_weight = ("ordered", quantity(2, "mg/kg"))
    one = ordered(("calculated", quantity(64, "mg")), by_weight, ("admin-amount", quantity("6.5", "mL")))
    assert asked(profiles, THIRTY_TWO, one).verdict.value == "accept"
    two = ordered(("calculated", quantity(70, "mg")), by_weight)
    assert "dose-not-known" in codes(asked(profiles, THIRTY_TWO, two))


def test_a_rate_by_weight_and_day_beside_the_dose_agrees_or_contradicts(profiles: Profiles) -> None:
    def ordered(rate: int) -> Resource:
        made = solution(quantity(65, "mg"))
        made["dosageInstruction"][0]["doseAndRate"][0]["rateQuantity"] = quantity(rate, "mg/kg/d")
        return made

    assert asked(profiles, THIRTY_TWO, ordered(4)).verdict.value == "accept"
    assert "dose-not-known" in codes(asked(profiles, THIRTY_TWO, ordered(2)))


@pytest.mark.parametrize(
    ("morning", "evening", "code"),
    [
        (65, 65, "dose-agrees"),
        (70, 70, "dose-above-label"),
        (60, 70, "schedule-not-in-label"),
    ],
)
def test_a_line_for_the_morning_and_one_for_the_evening_are_one_regimen(
    profiles: Profiles, morning: int, evening: int, code: str
) -> None:
    ordered = taken_at((quantity(morning, "mg"), "MORN"), (quantity(evening, "mg"), "EVE"))
    found = asked(profiles, THIRTY_TWO, ordered)
    assert code in codes(found), said(found)
    assert (found.verdict.value == "accept") is (code == "dose-agrees")


def test_two_lines_of_one_time_of_day_are_taken_together(profiles: Profiles) -> None:
    twice = taken_at((quantity(65, "mg"), "MORN"), (quantity(65, "mg"), "MORN"))
    found = asked(profiles, THIRTY_TWO, twice)
    assert found.ordered is not None
    assert found.ordered.schedule == "130 mg once daily"
    by_weight = taken_at((quantity(2, "mg/kg"), "MORN"), (quantity(2, "mg/kg"), "EVE"))
    assert asked(profiles, THIRTY_TWO, by_weight).verdict.value == "accept"


@pytest.mark.parametrize(
    ("kg", "other", "verdict"),
    [
        ("32", "32.4", "accept"),  # 64 and 64.8 mg
        ("60", "70", "accept"),  # both more than the most, 100 mg
        ("32", "31.25", "undetermined"),  # 62.5 mg is 60 mg
    ],
)
def test_two_weights_that_come_to_one_dose_leave_nothing_open(
    profiles: Profiles, kg: str, other: str, verdict: str
) -> None:
    both = [weight(kg, "2026-11-10"), weight(other, "2026-11-10", name="second")]
    mg = 65 if kg == "32" else 100
    found = asked(profiles, *both, solution(quantity(mg, "mg")))
    assert found.verdict.value == verdict, said(found)
    if kg == "32":
        assert asked(profiles, *both, solution(quantity(2, "mg/kg"))).verdict.value == verdict
        shown = " ".join(found.expected.because) if found.expected is not None else "2 mg/kg x 32 to 32.4 kg"
        assert "2 mg/kg x 32 to 32.4 kg" in shown


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        (quantity(75, "mg/m2"), "accept"),  # 135 mg, down to 125
        (quantity(70, "mg/m2"), "accept"),  # 126 mg: the same tablets
        (quantity(80, "mg/m2"), "error"),  # 144 mg is nearest to 150
        (quantity(50, "mg/m2"), "warning"),
    ],
)
def test_rounding_down_hides_no_dose_by_surface_that_is_too_high(
    profiles: Profiles, amount: Resource, verdict: str
) -> None:
    found = asked(profiles, area("1.8"), tablets_of(amount))
    assert found.verdict.value == verdict, said(found)


def test_the_labels_own_dose_by_surface_agrees_wherever_it_lies_between_two_tablets(profiles: Profiles) -> None:
    for square_metres in ("1.67", "1.8", "1.9", "1.99"):  # 125.25 to 149.25 mg, all down to 125
        found = asked(profiles, area(square_metres), tablets_of(quantity(75, "mg/m2")))
        assert found.verdict.value == "accept", said(found)


@pytest.mark.parametrize(("kg", "cm", "mg"), [("70", "170", 125), ("80", "180", 150), ("79", "180", 125)])
def test_a_surface_area_is_worked_out_by_the_formula_the_label_names(
    profiles: Profiles, kg: str, cm: str, mg: int
) -> None:
    chart = [weight(kg, "2026-11-10"), height(cm)]
    found = asked(profiles, *chart, tablets(mg))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert f"Mosteller, the root of {cm} cm x {kg} kg / 3600" in " ".join(found.expected.because)
    shown = {evidence.reference for one in found.findings for evidence in one.evidence}
    assert {"Observation/weight", "Observation/height"} <= shown
    assert asked(profiles, *chart, tablets(mg + 25)).verdict.value == "error"


def test_a_measured_surface_area_stands_before_the_formula_unless_it_is_older(profiles: Profiles) -> None:
    by_formula = [weight("70", "2026-11-10"), height("170")]  # 1.82 m2
    assert asked(profiles, area("2"), *by_formula, tablets(150)).verdict.value == "accept"
    assert asked(profiles, area("2", "2026-10-01"), *by_formula, tablets(125)).verdict.value == "accept"


@pytest.mark.parametrize("measured", [weight("70", "2026-11-10"), height("170")])
def test_half_of_what_the_formula_needs_leaves_the_dose_open(profiles: Profiles, measured: Resource) -> None:
    found = asked(profiles, measured, tablets(125))
    assert found.verdict.value == "undetermined", said(found)
    (finding,) = [one for one in found.findings if one.code == "dose-depends-on-missing-fact"]
    assert "Observation body weight and body height" in finding.missing


def test_without_a_formula_in_the_label_the_surface_area_is_asked(folder: Path, tmp_path: Path) -> None:
    plain = copied_to(tmp_path / "profiles")
    rewritten(plain, "beetotab", 'surface_area_formula = "mosteller"\n', "")
    found = asked(Profiles(plain), weight("70", "2026-11-10"), height("170"), tablets(125))
    assert found.verdict.value == "undetermined", said(found)
    (finding,) = [one for one in found.findings if one.code == "dose-depends-on-missing-fact"]
    assert finding.missing == ("Observation body surface area",)


def test_cabozantinib_beside_a_drug_by_weight_is_judged_by_its_own_label(profiles: Profiles) -> None:
    cancer = [one for one in kidney() if one["resourceType"] not in ("Patient", "Observation")]
    chart = [man(), beetoma(), THIRTY_TWO, *cancer]
    for amount in (quantity(65, "mg"), quantity(2, "mg/kg")):
        both = check_bundle(to_json(collection([*chart, solution(amount)])), profiles=profiles)
        found = {one.order: one for one in both.orders}
        alone = check_bundle(to_json(collection(chart)), profiles=profiles).orders[0]
        own, other = found["MedicationRequest/order"], found["MedicationRequest/beeto"]
        assert own.label is not None
        assert (own.label.product, own.verdict) == ("CABOMETYX", alone.verdict)
        assert {one.code for one in own.findings} == {one.code for one in alone.findings}
        assert other.label is not None
        assert (other.label.product, other.verdict.value) == ("BEETOSOL", "accept"), said(other)


def test_no_calculated_dose_comes_to_more_than_the_daily_maximum(tmp_path: Path) -> None:
    bounded = copied_to(tmp_path / "profiles")
    rewritten(bounded, "beetosol", ", at most 100 mg", "")
    rewritten(bounded, "beetosol", "max_daily_mg = 200", "max_daily_mg = 100")
    found = asked(Profiles(bounded), THIRTY_TWO, solution(quantity(50, "mg")))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert "64 mg, at most 50 mg)" in found.expected.because[0]


def test_the_words_of_one_line_are_compared_with_its_dose_by_weight(profiles: Profiles) -> None:
    ordered = taken_at((quantity(2, "mg/kg"), "MORN"), (quantity(2, "mg/kg"), "EVE"))
    for line, part in zip(ordered["dosageInstruction"], ("morning", "evening"), strict=True):
        line["text"] = f"Take 65 mg in the {part} with food"
    assert asked(profiles, THIRTY_TWO, ordered).verdict.value == "accept"
    ordered["dosageInstruction"][1]["text"] = "Take 70 mg in the evening with food"
    assert "text-contradicts-dose" in codes(asked(profiles, THIRTY_TWO, ordered))


def test_the_daily_maximum_is_that_of_the_days_between_two_doses(tmp_path: Path) -> None:
    rare = copied_to(tmp_path / "profiles")
    rewritten(rare, "beetotab", "once daily", "every 3 days")
    rewritten(rare, "beetotab", "max_daily_mg = 300", "max_daily_mg = 40")
    ordered = order(TABLET_25, [dosage(quantity(100, "mg"), every(period=3))], name="beeto")
    found = asked(Profiles(rare), area("1.8"), ordered)
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert found.expected.schedule == "100 mg every 3 days"


@pytest.mark.parametrize(("square_metres", "verdict"), [("0.35", "undetermined"), ("0.5", "error")])
def test_a_step_that_no_tablet_makes_leaves_the_label_silent(tmp_path: Path, square_metres: str, verdict: str) -> None:
    small = copied_to(tmp_path / "profiles")
    rewritten(small, "beetotab", '["75 mg/m2 once daily", "50 mg/m2 once daily"]', '["75 mg/m2 once daily"]')
    inhibitor = statement("drug", concept(DRUGS["ketoconazole"][0]), start="2026-10-01")
    found = asked(Profiles(small), area(square_metres), inhibitor, tablets(25 if verdict == "undetermined" else 50))
    assert found.verdict.value == verdict, said(found)
    assert "not-checked" not in codes(found)
    assert ("dose-label-silent" in codes(found)) is (verdict == "undetermined")


@pytest.mark.parametrize(
    ("rounding", "kg", "mg"),
    [
        ("up", "31", 65),  # 62 mg
        ("up", "32.5", 65),
        ("up", "49.5", 100),
        ("down", "32", 60),  # 64 mg
        ("down", "32.5", 65),
        ("down", "51", 100),
    ],
)
def test_a_dose_is_rounded_up_or_down_where_the_label_says_so(tmp_path: Path, rounding: str, kg: str, mg: int) -> None:
    other = copied_to(tmp_path / "profiles")
    rewritten(other, "beetosol", 'rounding = "nearest"', f'rounding = "{rounding}"')
    for amount in (quantity(mg, "mg"), quantity(2, "mg/kg")):
        found = asked(Profiles(other), weight(kg, "2026-11-10"), solution(amount))
        assert found.expected is not None, said(found)
        assert found.expected.schedule == f"{mg} mg twice daily"
        assert (found.verdict.value == "accept") or (kg == "51" and rounding == "up"), said(found)
