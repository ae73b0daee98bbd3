"""From what is said to where it stands, in whatever shape a chart came; and nothing that leads elsewhere or nowhere."""

from __future__ import annotations

import json

import pytest
from support.browser import looking_at, paste, settled, verdict
from support.build import to_json
from support.example_chart import example, part


def called(chart) -> dict:
    """The chart as a CDS Hooks call."""
    resources = {one["resource"]["id"]: one["resource"] for one in chart["entry"]}
    order, patient = resources.pop("order"), resources.pop("patient")
    listed = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources.values()]}
    drafts = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order}]}
    return {
        "hook": "order-sign",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/1", "patientId": "patient", "draftOrders": drafts},
        "prefetch": {"patient": patient, "chart": listed},
    }


def sent(chart) -> dict:
    """The chart as Parameters of an operation."""
    return {"resourceType": "Parameters", "parameter": [{"name": "chart", "resource": chart}]}


def listed(chart) -> list:
    """Its order, patient and weight side by side, and the two conditions, of which no path can tell which it is."""
    return [part(chart, name) for name in ("patient", "weight", "tumor", "liver-metastases", "order")]


@pytest.mark.parametrize("shape", [called, sent, listed], ids=lambda shape: shape.__name__)
def test_a_place_leads_to_its_lines_in_a_chart_of_any_shape(sandbox, browser, shape) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, shape(example()))
        page.locator("#answer-body .place", has_text="Observation/weight").first.click()
        assert '"value": 38' in "\n".join(page.locator(".line.marked").all_inner_texts())
        page.locator(".line.marked.used .user").first.click()
        assert page.locator(".users a").count() >= 1
        fates = page.locator("#chart-body .fate-of").all_inner_texts()
        assert "the order" in fates
        assert "used" in fates


def test_a_place_that_several_resources_have_leads_to_none_of_them(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, listed(example()))
        named = page.locator("#answer-body .place", has_text="Condition/tumor").first
        assert named.is_disabled()


def test_a_call_that_was_pasted_is_the_call_that_its_cards_answer(sandbox, browser) -> None:
    call = called(example())
    with looking_at(browser, sandbox) as page:
        paste(page, call)
        page.locator("#as-cards > summary").click()
        page.wait_for_selector(".card")
        assert json.loads(page.locator('[data-text="call"]').text_content()) == json.loads(to_json(call))


def test_a_path_is_never_cut_in_a_name(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, called(example()))
        for words in page.locator("#answer-body .place code").all_inner_texts():
            assert words.startswith(("$this.", "….")), words


def test_orders_of_several_patients_say_whose_they_are(sandbox, browser) -> None:
    chart, other = example(), example("rcc-itraconazole")
    part(other, "patient")["id"] = "other"
    text = to_json(other["entry"]).decode().replace("Patient/patient", "Patient/other").replace("/order", "/order-2")
    part(entries := {"entry": json.loads(text)}, "order")["id"] = "order-2"
    with looking_at(browser, sandbox) as page:
        assert "Patient\n" not in page.locator("#answer-body .doses").inner_text()
        paste(page, {**chart, "entry": chart["entry"] + entries["entry"]})
        whose = [one.inner_text() for one in page.locator("#answer-body .doses").all()]
        assert ["Patient/patient" in one for one in whose].count(True) == 1
        assert ["Patient/other" in one for one in whose].count(True) == 1


def test_a_label_that_was_chosen_is_not_said_to_be_in_force(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        assert "in force on 2026-11-22" in page.locator("#answer-body .doses").inner_text()
        page.locator('.strip [data-label="2019-01-14"]').click()
        settled(page)
        said = page.locator("#answer-body .doses").inner_text()
        assert "2019-01-14, chosen for an order of 2026-11-22" in said
        assert "in force" not in said


def test_a_card_is_not_overridden_without_a_reason(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#as-cards > summary").click()
        page.wait_for_selector(".card")
        page.locator("[data-override]").click()
        page.wait_for_selector('#card-said:has-text("Choose why")')
        assert page.locator('[data-part="feedback"]').is_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SELECT"


@pytest.mark.parametrize("fragment", ["#1.xVZbb5swFP4riO", "#2.xVZbb5swFP4riO", "#1."])
def test_a_link_that_was_cut_is_said_to_be(sandbox, browser, fragment: str) -> None:
    with looking_at(browser, sandbox + fragment) as page:
        page.wait_for_selector('#link-said:has-text("not whole")')
    with looking_at(browser, sandbox + "#answer") as page:
        settled(page)
        assert page.locator("#link-said").inner_text() == ""


def test_an_answer_that_does_not_come_leaves_none_standing(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.route("**/check", lambda route: route.fulfill(status=400, json={"refused": "Too much."}))
        assert verdict(page) == "Error"
        page.locator("#what-kilograms").fill("40")
        settled(page)
        assert "Too much." in page.locator("#answer-body").inner_text()
        assert page.locator("#answer-body .verdict").count() == 0
