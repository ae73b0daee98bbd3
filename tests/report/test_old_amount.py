"""An offered dose never stands beside words that tell another one: those go and are named, all others stay."""

from __future__ import annotations

from typing import Any

import pytest
from support.cds_call import call_of, order_in
from support.consulted import cards_for

ELEMENTS = ["text", "patientInstruction", "additionalInstruction"]


def offered(element: str, words: Any) -> tuple[str, Any]:
    """The button for the label's dose, 40 mg in the place of 60 mg, and the words behind it."""
    call = call_of("hcc-child-pugh-b")
    own = order_in(call)["dosageInstruction"][0]
    own[element] = words
    (card,) = cards_for(call)
    (one,) = [one for one in card["suggestions"] if one["label"].startswith("Label dose: 40 mg")]
    resource = one["actions"][-1]["resource"]
    order_in(call).clear()
    order_in(call).update(resource)
    assert cards_for(call) == []
    assert len(one["label"]) <= 80
    said = one["actions"][-1]["description"].removeprefix("Change the order to ")
    return f"Label dose: {said}", resource["dosageInstruction"][0].get(element)


def written(element: str, words: str) -> Any:
    return f"Take 1 tablet (60 mg) once daily. {words}" if element == "text" else _element(element, words)


def kept(element: str, words: str) -> Any:
    if element == "text":
        return f"Take 1 tablet (40 mg) once daily. {words}".strip()
    return _element(element, words) if words else None


def _element(element: str, words: str) -> Any:
    return [{"text": words}] if element == "additionalInstruction" else words


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize(
    "words",
    [
        "Max 60 mg/day",
        "Maximum daily dose 60 mg",
        "Do not exceed 60 mg per day",
        "No more than 80 mg a day",
        "Never take more than 3 tablets a day",
        "MDD 60 mg",
        "Keep at 60 mg unless told otherwise",
        "limit cabozantinib to 100 mg a day, ask the clinic",
    ],
)
def test_a_sentence_that_tells_another_amount_goes_and_the_button_says_so(element: str, words: str) -> None:
    label, left = offered(element, written(element, words))
    assert label == f'Label dose: 40 mg once daily, without the words "{words}"'
    assert left == kept(element, "")


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize(
    "words",
    [
        "Max 40 mg/day",
        "No more than one tablet a day",
        "Maximum 3000 mg acetaminophen a day",
        "Acetaminophen: no more than 3000 mg a day",
        "Take prednisone 60 mg in the morning too",
        "Previously on 60 mg",
        "Tolerated 60 mg before",
        "Do not take more than 3 tablets of loperamide a day",
        "Call us if you have more than 3 loose stools a day",
        "Avoid grapefruit. Swallow whole",
    ],
)
def test_words_that_tell_no_other_amount_of_this_drug_stay(element: str, words: str) -> None:
    label, left = offered(element, written(element, words))
    assert words in str(left)
    assert words not in label


@pytest.mark.parametrize("element", ELEMENTS)
def test_of_several_sentences_only_the_one_goes(element: str) -> None:
    label, left = offered(element, written(element, "Avoid grapefruit. Max 60 mg/day. Swallow whole."))
    assert label == 'Label dose: 40 mg once daily, without the words "Max 60 mg/day"'
    assert left == kept(element, "Avoid grapefruit. Swallow whole.")


def test_a_limit_whose_amount_stood_before_it_leaves_no_rest() -> None:
    label, left = offered("text", "Take 60 mg once daily, 60 mg max")
    assert "max" not in left
    assert label.startswith("Label dose: 40 mg once daily")


def test_beside_a_code_the_whole_instruction_goes() -> None:
    coded = {"coding": [{"system": "urn:local", "code": "MAX60"}], "text": "Max 60 mg/day. Swallow whole."}
    label, left = offered("additionalInstruction", [coded, {"text": "Avoid grapefruit"}])
    assert 'without the words "Max 60 mg/day. Swallow whole"' in label
    assert left == [{"text": "Avoid grapefruit"}]


def test_a_long_label_says_in_short_that_words_go_and_the_description_says_which() -> None:
    call = call_of("rcc-itraconazole")
    order_in(call)["dosageInstruction"][0]["text"] = "60 mg once daily. Go back to 60 mg when it is stopped"
    (card,) = cards_for(call)
    made = [one for one in card["suggestions"] if "actions" in one]
    assert [one["label"] for one in made] == [
        "Label dose: 40 mg once daily, without part of what it says",
        "20 mg once daily (only to reduce for side effects), without part of what it says",
    ]
    assert all("Go back to 60 mg when it is stopped" in one["actions"][0]["description"] for one in made)
