"""Orders that repeat one another: which one can go, and what is lost with it."""

from __future__ import annotations

import copy

from support.cds_call import call_of, order_in, recorded


def signed(service, call):
    (card,) = service.sign(call).json()["cards"]
    return card, {
        one["label"]: [each["resourceId"] for each in one.get("actions", [])] for one in card.get("suggestions", [])
    }


def without(call, names):
    made = copy.deepcopy(call)
    entries = made["context"]["draftOrders"]["entry"]
    entries[:] = [one for one in entries if f"MedicationRequest/{one['resource']['id']}" not in names]
    return made


def test_the_draft_that_says_more_is_left(service):
    call = recorded("order-sign-second-draft-says-more")
    _, offered = signed(service, call)
    assert offered == {"Remove the first of the two orders (the second says more)": ["MedicationRequest/draft-0"]}
    assert service.sign(without(call, ["MedicationRequest/draft-0"])).json()["cards"] == []


def test_of_two_drafts_that_say_the_same_the_first_is_left(service):
    call = recorded("order-sign-second-draft-says-more")
    del call["context"]["draftOrders"]["entry"][1]["resource"]["note"]
    _, offered = signed(service, call)
    assert offered == {"Remove the second of the two orders": ["MedicationRequest/draft-1"]}


def test_one_drug_written_as_two_releases_write_it_is_none_of_its_own(service):
    call = recorded("order-sign-r4-and-r5")
    _, offered = signed(service, call)
    assert [label for label in offered if label.startswith("Remove")] == ["Remove the second of the two orders"]
    first = call["context"]["draftOrders"]["entry"][0]["resource"]
    first["medicationCodeableConcept"]["text"] = "take this one"
    _, offered = signed(service, call)
    assert [label for label in offered if label.startswith("Remove")] == [
        "Remove the second of the two orders (the first says more)"
    ]


def test_where_each_draft_says_something_of_its_own_the_prescriber_chooses(service):
    call = recorded("order-sign-two-drafts-that-each-say-more")
    card, offered = signed(service, call)
    assert card["selectionBehavior"] == "at-most-one"
    assert offered == {
        "Remove the second of the two orders (it alone says: words to the patient)": ["MedicationRequest/draft-1"],
        "Remove the first of the two orders (it alone says: the notes of the order)": ["MedicationRequest/draft-0"],
    }
    for names in offered.values():
        assert service.sign(without(call, names)).json()["cards"] == []


def test_of_seven_drafts_the_one_that_says_more_is_left_and_the_step_is_about_all(service):
    call = recorded("order-sign-seven-drafts-of-one")
    call["context"]["draftOrders"]["entry"][3]["resource"]["note"] = [{"text": "Call the clinic"}]
    card, offered = signed(service, call)
    ((label, names),) = offered.items()
    assert label == "Keep the fourth of these orders, which says more, remove the other 6"
    assert "MedicationRequest/draft-3" not in names
    assert "**What to do:** Remove all of these orders but one" in card["detail"]


def test_of_seven_drafts_that_differ_in_words_the_words_alone_are_named(service):
    call = recorded("order-sign-seven-drafts-of-one")
    drafts = [one["resource"] for one in call["context"]["draftOrders"]["entry"]]
    drafts[3]["note"] = [{"text": "Call the clinic"}]
    drafts[5]["dosageInstruction"][0]["patientInstruction"] = "With water"
    _, offered = signed(service, call)
    (label,) = offered
    assert label == "Keep the fourth of these orders, remove the other 6 (they differ in words to the patient)"
    drafts[6]["dosageInstruction"][0]["text"] = "Take 60 mg by mouth once daily, please"
    _, offered = signed(service, call)
    (label,) = offered
    assert label.endswith("remove the other 6 (they differ in words to the patient and words on the dose)")


def test_a_draft_that_repeats_an_order_on_file_is_named_as_that(service):
    call = call_of("net-adolescent-40mg")
    kept = order_in(call) | {"id": "on-file", "status": "active"}
    order_in(call)["status"] = "draft"
    call["prefetch"]["medicationRequests"].setdefault("entry", []).append({"resource": kept})
    _, offered = signed(service, call)
    assert offered == {"Remove this order, which repeats one on file": ["MedicationRequest/order"]}


def test_two_drafts_that_add_up_tell_both_doses(service):
    card, offered = signed(service, recorded("order-sign-two-drafts-of-two-doses"))
    assert (
        "**Ordered:** CABOMETYX 60 mg once daily (2 orders together: 40 mg once daily and 20 mg once daily)."
        in card["detail"]
    )
    assert "Stop one of the orders, or order 40 mg once daily in all" in card["detail"]
    assert not [label for label in offered if label.startswith(("Remove", "Label dose"))]


def test_copies_under_one_id_name_their_drug_in_the_headline(service):
    card, _ = signed(service, recorded("order-sign-drafts-under-one-id"))
    assert card["summary"].startswith("cabozantinib: The order cannot be relied on")
