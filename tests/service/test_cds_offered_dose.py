"""What an offered dose makes of an order: all that was written besides the dose, or the button says what not."""

from __future__ import annotations

import copy
import json

import pytest
from support.cds_call import call_of, order_in, recorded
from support.consulted import cards_for

LABEL = "Label dose: 40 mg once daily"
UNITS = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}


def told_by(suggestion):
    """What a button says, as its action says it whole: a label has room for 80 characters."""
    assert len(suggestion["label"]) <= 80
    said = suggestion["actions"][-1]["description"]
    return f"Label dose: {said.removeprefix('Change the order to ')}"


def offered(service, name):
    """The draft, the button for the label's dose of the only card, and the draft that it makes."""
    call = recorded(f"order-sign-{name}")
    (card,) = service.sign(call).json()["cards"]
    (button,) = [one for one in card.get("suggestions", []) if one["label"].startswith("Label dose")]
    resource = button["actions"][0]["resource"]
    again = copy.deepcopy(call)
    again["context"]["draftOrders"]["entry"][0]["resource"] = resource
    # What the button promises is what the next sign says: nothing.
    assert service.sign(again).json()["cards"] == []
    return order_in(call), button, resource


def test_wrong_words_are_left_out_and_said_and_the_others_stay(service):
    draft, button, made = offered(service, "sig-with-breakfast-and-more")
    (dosage,) = made["dosageInstruction"]
    assert dosage["text"] == "1 tablet (40 mg) by mouth once daily, in the morning. Hold 3 weeks before surgery."
    assert dosage["patientInstruction"] == "Take 40 mg each morning. Call the clinic for a fever."
    assert told_by(button) == f'{LABEL}, without the words "with breakfast"'
    assert button["actions"][0]["description"].endswith('without the words "with breakfast"')
    assert draft["dosageInstruction"][0]["timing"] == dosage["timing"]


def test_where_nothing_is_left_out_the_button_says_no_more_than_the_dose(service):
    _, button, _ = offered(service, "tablets-in-a-local-unit")
    assert told_by(button) == LABEL


def test_ids_limits_and_extensions_of_the_instruction_stay(service):
    draft, button, made = offered(service, "limits-and-ids-in-the-instruction")
    (written,), (dosage,) = draft["dosageInstruction"], made["dosageInstruction"]
    for name in ("id", "sequence", "extension", "maxDosePerPeriod", "maxDosePerAdministration", "timing"):
        assert dosage[name] == written[name]
    assert dosage["text"] == "Take 40 mg daily"
    # The translation tells the old dose, and nobody here can put it right.
    assert "_text" not in dosage
    assert told_by(button) == f"{LABEL}, without the translation or remark attached to the instruction"
    assert "route" not in dosage


def test_a_translation_of_words_that_stay_as_they_are_stays(service):
    call = recorded("order-sign-limits-and-ids-in-the-instruction")
    dosage = order_in(call)["dosageInstruction"][0]
    dosage["text"] = "Take daily on an empty stomach"
    dosage["_text"]["extension"][0]["extension"][1]["valueString"] = "Tomar en ayunas"
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert told_by(button) == LABEL
    assert button["actions"][0]["resource"]["dosageInstruction"][0]["_text"] == dosage["_text"]


def test_a_limit_below_the_offered_dose_is_left_out_and_said(service):
    _, button, made = offered(service, "limit-below-the-label-dose")
    assert "maxDosePerPeriod" not in made["dosageInstruction"][0]
    assert told_by(button) == f"{LABEL}, without the limit of 20 mg in 1 day"


def test_amounts_stay_in_the_units_of_the_prescriber(service):
    draft, _, made = offered(service, "tablets-in-a-local-unit")
    (written,), (dosage,) = draft["dosageInstruction"], made["dosageInstruction"]
    unit = {name: value for name, value in written["doseAndRate"][0]["doseQuantity"].items() if name != "value"}
    assert dosage["doseAndRate"] == [{"doseQuantity": {"value": 2, **unit}}]
    assert dosage["text"] == "2 tablets daily"
    assert dosage["maxDosePerAdministration"] == written["maxDosePerAdministration"]
    # Two a day last as long as three did.
    assert made["dispenseRequest"]["quantity"] == {"value": 60, **unit}
    assert made["dispenseRequest"]["initialFill"]["quantity"] == {"value": 28, **unit}
    assert made["dispenseRequest"]["numberOfRepeatsAllowed"] == 2


def test_an_amount_to_dispense_whose_days_nobody_knows_is_left_out_and_said(service):
    call = recorded("order-sign-tablets-in-a-local-unit")
    order_in(call)["dispenseRequest"] = {"quantity": {"value": 1, "unit": "bottle"}}
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert told_by(button) == f"{LABEL}, without the amount to dispense"
    assert "dispenseRequest" not in button["actions"][0]["resource"]


def test_what_a_second_instruction_asks_for_stays_and_that_it_is_gone_is_said(service):
    _, button, made = offered(service, "two-instructions-in-sequence")
    (dosage,) = made["dosageInstruction"]
    assert dosage["additionalInstruction"] == [{"text": "Avoid grapefruit"}]
    assert dosage["patientInstruction"] == "Take in the morning"
    assert "sequence" not in dosage
    assert told_by(button) == f'{LABEL}, without the other instruction and the words "at bedtime"'


def test_as_needed_goes_with_the_dose_and_is_said(service):
    call = call_of("hcc-child-pugh-b")
    order_in(call)["dosageInstruction"][0]["asNeededBoolean"] = True
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert told_by(button) == f'{LABEL}, without "as needed"'
    assert "asNeededBoolean" not in button["actions"][0]["resource"]["dosageInstruction"][0]


def test_where_words_that_stay_would_contradict_the_dose_the_card_says_so_and_keeping_stays(service):
    (card,) = service.sign(recorded("order-sign-words-to-the-patient-of-two-doses")).json()["cards"]
    assert [one["label"] for one in card["suggestions"]] == ["Keep 60 mg once daily, with reason"]
    assert "No dose is offered here, since this would be left: The text says" in card["detail"]


@pytest.mark.parametrize("example", ["rcc-with-breakfast", "rcc-coughing-blood", "nec-of-the-pancreas"])
def test_where_no_dose_is_the_answer_nothing_is_said_of_one(service, example):
    (card,) = service.sign(call_of(example)).json()["cards"]
    assert "No dose is offered" not in card["detail"]
    assert not [one for one in card.get("suggestions", []) if one["label"].startswith("Keep")]


def test_times_of_day_that_the_dose_does_not_have_are_said(service):
    call = call_of("hcc-child-pugh-b")
    dosage = order_in(call)["dosageInstruction"][0]
    dosage["timing"]["repeat"] |= {"frequency": 2, "when": ["MORN", "EVE"]}
    dosage["doseAndRate"] = [{"doseQuantity": {"value": 20, **UNITS}}]
    dosage["text"] = "20 mg twice daily"
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert told_by(button).endswith("without the times of day")
    assert "EVE" not in json.dumps(button["actions"])


@pytest.mark.parametrize(
    ("timed", "left"),
    [
        ({"dayOfWeek": ["mon", "tue", "wed", "thu", "fri", "sat"]}, "the days of the week"),
        ({"frequencyMax": 2}, "the higher number of times"),
        ({"periodMax": 2}, "the longer interval"),
    ],
)
def test_a_timing_that_no_label_has_is_left_out_and_said(service, timed, left):
    call = call_of("hcc-child-pugh-b")
    dosage = order_in(call)["dosageInstruction"][0]
    dosage.pop("text", None)
    dosage["timing"]["repeat"] |= {**timed, "when": ["MORN"]}
    (card,) = service.sign(call).json()["cards"]
    assert "No dose is offered" not in card["detail"]
    button = card["suggestions"][0]
    assert told_by(button) == f"{LABEL}, without {left}"
    (made,) = button["actions"][0]["resource"]["dosageInstruction"]
    assert made["timing"]["repeat"]["when"] == ["MORN"]
    assert timed.keys().isdisjoint(made["timing"]["repeat"])


def test_every_day_of_the_week_is_once_daily_and_stays(service):
    call = call_of("hcc-child-pugh-b")
    dosage = order_in(call)["dosageInstruction"][0]
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    dosage["timing"]["repeat"]["dayOfWeek"] = days
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert told_by(button) == LABEL
    (made,) = button["actions"][0]["resource"]["dosageInstruction"]
    assert made["timing"]["repeat"]["dayOfWeek"] == days


@pytest.mark.parametrize(
    ("element", "written", "told", "left"),
    [
        (
            "text",
            "Take 60 mg daily. Ondansetron 8 mg for nausea.",
            "Take 40 mg daily. Ondansetron 8 mg for nausea.",
            "",
        ),
        (
            "patientInstruction",
            "60 mg in the morning. Do not take 2 tablets to make up for a missed dose.",
            "40 mg in the morning. Do not take 2 tablets to make up for a missed dose.",
            "",
        ),
        (
            "text",
            "Take 60 mg by mouth daily with dinner. Swallow whole.",
            "1 tablet (40 mg) by mouth once daily. Swallow whole.",
            'the words "with dinner"',
        ),
        (
            "text",
            "Take 60 mg daily. Then 20 mg at night.",
            "1 tablet (40 mg) by mouth once daily",
            "Then 20 mg at night",
        ),
        ("patientInstruction", "Tomar en ayunas", "Tomar en ayunas", ""),
    ],
)
def test_each_sentence_stays_or_is_said_to_be_left_out(service, element, written, told, left):
    call = call_of("hcc-child-pugh-b")
    order_in(call)["dosageInstruction"][0][element] = written
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert button["actions"][0]["resource"]["dosageInstruction"][0][element] == told
    assert left in told_by(button) if left else told_by(button) == LABEL


def test_words_in_another_element_do_not_cost_the_sig(service):
    call = call_of("hcc-child-pugh-b")
    dosage = order_in(call)["dosageInstruction"][0]
    dosage |= {"text": "Take 60 mg daily on an empty stomach", "patientInstruction": "Tomar en ayunas"}
    (card,) = service.sign(call).json()["cards"]
    made = card["suggestions"][0]["actions"][0]["resource"]["dosageInstruction"][0]
    assert made["text"] == "Take 40 mg daily on an empty stomach"


def test_bounds_of_one_of_several_doses_are_not_those_of_the_one_dose(service):
    call = recorded("order-sign-two-instructions-in-sequence")
    first = order_in(call)["dosageInstruction"][0]
    bounds = {"value": 14, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
    first["timing"]["repeat"]["boundsDuration"] = bounds
    first["text"] = "60 mg daily for 14 days"
    (card,) = service.sign(call).json()["cards"]
    button = card["suggestions"][0]
    assert "boundsDuration" not in json.dumps(button["actions"])
    assert 'the words "for 14 days"' in told_by(button)


def test_a_draft_without_an_id_is_offered_no_dose_since_an_update_could_make_a_second_order(service):
    call = call_of("net-adolescent-60mg")
    (named,) = service.sign(call).json()["cards"]
    assert named["suggestions"][0]["label"].startswith("Label dose")
    del order_in(call)["id"]
    (nameless,) = service.sign(call).json()["cards"]
    assert nameless["indicator"] == named["indicator"] == "critical"
    assert "No dose is offered here, since the draft has no id by which it could be changed." in nameless["detail"]
    assert not [one for one in nameless["suggestions"] if "actions" in one]


def test_keeping_orders_that_add_up_speaks_of_the_orders_and_of_one_order_of_its_dose(service):
    call = call_of("net-adolescent-60mg")
    (alone,) = service.sign(call).json()["cards"]
    assert "Keep 60 mg once daily, with reason" in [one["label"] for one in alone["suggestions"]]
    second = copy.deepcopy(order_in(call)) | {"id": "second"}
    second["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = 40
    call["context"]["draftOrders"]["entry"].append({"resource": second})
    (together,) = service.sign(call).json()["cards"]
    assert [one["label"] for one in together["suggestions"]] == ["Keep the orders as they are, with reason"]


@pytest.mark.parametrize("sig", ["60 mg po daily ac", "Take 60 mg by mouth daily before breakfast. Swallow whole."])
def test_hours_that_lack_before_a_meal_are_written_behind_the_words_and_told(sig):
    """Signed again the order has no remark on food: it had the one of which the first card had said what to write."""
    call = call_of("rcc-itraconazole")
    (dosage,) = order_in(call)["dosageInstruction"]
    order_in(call)["dosageInstruction"] = [{**dosage, "text": sig}]
    hours = "n an empty stomach, at least 1 hour before or at least 2 hours after eating"
    (card,) = cards_for(call)
    offered = {told_by(one): one["actions"][0]["resource"] for one in card["suggestions"] if "actions" in one}
    changed = offered[f'Label dose: 40 mg once daily, with "o{hours}"']
    assert changed["dosageInstruction"][0]["text"] == f"{sig.replace('60 mg', '40 mg').rstrip('.')}. O{hours}."
    order_in(call)["dosageInstruction"] = changed["dosageInstruction"]
    order_in(call)["medicationCodeableConcept"] = changed["medicationCodeableConcept"]
    (again,) = cards_for(call)
    assert "meal" not in f"{again['summary']} {again['detail']}"


@pytest.mark.parametrize(
    "sig", ["60 mg po daily", "60 mg po daily on an empty stomach", "60 mg po daily at least 1 hour before breakfast"]
)
def test_nothing_of_food_is_written_where_the_words_are_silent_or_agree(sig):
    call = call_of("rcc-itraconazole")
    (dosage,) = order_in(call)["dosageInstruction"]
    order_in(call)["dosageInstruction"] = [{**dosage, "text": sig}]
    (card,) = cards_for(call)
    offered = {told_by(one): one["actions"][0]["resource"] for one in card["suggestions"] if "actions" in one}
    assert offered["Label dose: 40 mg once daily"]["dosageInstruction"][0]["text"] == sig.replace("60 mg", "40 mg")


@pytest.mark.parametrize(
    ("sig", "told", "left"),
    [
        (
            "Take 60 mg by mouth once daily with food and a full glass of water. Call the clinic if diarrhea.",
            "1 tablet (40 mg) by mouth once daily, with a full glass of water. Call the clinic if diarrhea.",
            "with food",
        ),
        (
            "Take 60 mg by mouth every morning with breakfast and call the clinic for diarrhea",
            "1 tablet (40 mg) by mouth once daily, every morning, call the clinic for diarrhea",
            "with breakfast",
        ),
        (
            "Take 60 mg by mouth daily at bedtime with food, swallow whole",
            "1 tablet (40 mg) by mouth once daily, at bedtime, swallow whole",
            "with food",
        ),
        (
            "Take 60 mg by mouth once daily. Take with food and swallow whole, avoid grapefruit.",
            "1 tablet (40 mg) by mouth once daily. Swallow whole, avoid grapefruit.",
            "Take with food",
        ),
        (
            "Take 60 mg by mouth once daily. Swallow whole and take with food.",
            "1 tablet (40 mg) by mouth once daily. Swallow whole.",
            "with food",
        ),
        # What limits the meal, or is its purpose, goes with it.
        (
            "Take 60 mg by mouth once daily. Take with food, if nauseated.",
            "1 tablet (40 mg) by mouth once daily",
            "Take with food, if nauseated",
        ),
        (
            "Take 60 mg by mouth once daily with food to prevent nausea, swallow whole",
            "1 tablet (40 mg) by mouth once daily, swallow whole",
            "with food to prevent nausea",
        ),
        (
            "Take 60 mg by mouth once daily with breakfast and dinner",
            "1 tablet (40 mg) by mouth once daily",
            "with breakfast and dinner",
        ),
    ],
)
def test_words_on_food_go_without_what_has_nothing_to_do_with_food(sig, told, left):
    call = call_of("net-adolescent-60mg")
    order_in(call)["dosageInstruction"][0]["text"] = sig
    (card,) = cards_for(call)
    offered = {told_by(one): one["actions"][0]["resource"] for one in card["suggestions"] if "actions" in one}
    changed = offered[f'Label dose: 40 mg once daily, without the words "{left}"']
    assert changed["dosageInstruction"][0]["text"] == told


@pytest.mark.parametrize(
    "sig", ["Take 60 mg by mouth once daily. Do not take with food.", "60 mg daily, not with food"]
)
def test_words_on_food_that_are_right_stay_whole(sig):
    call = call_of("net-adolescent-60mg")
    order_in(call)["dosageInstruction"][0]["text"] = sig
    (card,) = cards_for(call)
    offered = {told_by(one): one["actions"][0]["resource"] for one in card["suggestions"] if "actions" in one}
    assert offered["Label dose: 40 mg once daily"]["dosageInstruction"][0]["text"] == sig.replace("60 mg", "40 mg")
