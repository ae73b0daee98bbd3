"""The page in a real Chromium: pick, paste, point, change, and follow with nothing but a keyboard."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from support.browser import looking_at, paste, settled, verdict
from support.build import to_json
from support.example_chart import EXAMPLES, example, judged, part, reported

SHIFTS = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 600);
})
"""


def test_the_page_opens_with_the_first_example_answered(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        assert verdict(page) == "Error"
        answer = page.locator("#answer-body").inner_text()
        for said in ("60 mg once daily", "40 mg once daily", "38 kg on 2026-11-16", "section 2.5", "2025-03-26"):
            assert said in answer


def test_every_example_of_the_gallery_can_be_picked_and_ends_as_its_story_says(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        buttons = page.locator("[data-example]")
        assert buttons.count() == len(list(EXAMPLES.glob("*.json")))
        for button in buttons.all():
            button.click()
            page.wait_for_selector(f'[data-example="{button.get_attribute("data-example")}"][aria-pressed="true"]')
            settled(page)
            assert verdict(page) == button.locator(".tag").inner_text()


def test_a_pasted_chart_is_judged_and_so_is_what_is_typed_into_it(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, example("net-adolescent-40mg"))
        assert verdict(page) == "Accept"
        chart = example("net-adolescent-40mg")
        part(chart, "weight")["status"] = "preliminary"
        paste(page, chart)
        assert verdict(page) == "Undetermined"


@pytest.mark.parametrize("text", ["", "{", "[1, 2", '"a"', '{"resourceType": "Bundle"}', "{}" * 3, "[" * 5000])
def test_what_is_no_chart_is_said_to_be_none_and_never_agrees(sandbox, browser, text: str) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, text)
        answer = page.locator("#answer-body").inner_text()
        assert answer.strip()
        assert "agrees with the label" not in answer
        assert page.locator(".banner").count() == 0


def test_files_that_are_chosen_together_are_one_chart(sandbox, browser, tmp_path) -> None:
    chart = example()
    files = []
    for number, entry in enumerate(chart["entry"]):
        path = tmp_path / f"{number}.json"
        path.write_bytes(to_json(entry["resource"]))
        files.append(path)
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="paste"]').check()
        page.locator("#files").set_input_files(files)
        settled(page)
        assert verdict(page) == "Error"
        assert f"{len(files)} files as one Bundle" in page.locator("#file-said").inner_text()


def test_a_click_on_evidence_marks_its_lines_and_a_marked_line_names_who_used_it(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        finding = page.locator('[data-code="dose-above-label"]')
        finding.locator(".place", has_text="Observation/weight").click()
        marked = page.locator(".line.marked")
        assert '"value": 38' in "\n".join(marked.all_inner_texts())
        box = marked.first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 900
        page.locator(".line.marked.used .user").first.click()
        link = page.locator(".users a", has_text="60 mg once daily is above")
        link.first.click()
        assert "pointed" in (finding.get_attribute("class") or "")


def test_every_entry_of_the_chart_is_shown_with_its_fate(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        fates = page.locator("#chart-body .part .fate-of").all_inner_texts()
        assert len(fates) == len(example()["entry"])
        assert "not about the label" in fates
        page.locator("#answer-body summary", has_text="What became of every entry").click()
        assert "Observation/tsh" in page.locator(".ledger").inner_text()


def test_another_weight_changes_verdict_picture_and_json_at_once_and_can_be_undone(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#what-kilograms").fill("40")
        settled(page)
        assert verdict(page) == "Accept"
        assert "40 kg on" in page.locator("figure", has_text="Weight over time").locator("desc").text_content()
        assert '"value": 40' in page.locator("#chart-body").text_content()
        page.locator("#what-kilograms").fill("39.999")
        settled(page)
        assert verdict(page) == "Error"
        page.locator("#what-reset").click()
        settled(page)
        assert page.locator("#what-kilograms").input_value() == "38"
        assert verdict(page) == "Error"


def test_another_dose_another_drug_and_another_day_are_judged(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#what-milligrams").fill("40")
        settled(page)
        assert verdict(page) == "Accept"
        page.locator("#what-beside").select_option(label="ketoconazole")
        settled(page)
        assert verdict(page) == "Error"
        assert "ketoconazole" in page.locator("#answer-body").inner_text()
        page.locator("#what-beside").select_option("")
        page.locator("#what-day").fill("2031-01-01")
        settled(page)
        assert page.locator("#answer-body").inner_text().count("2031-01-01")


def test_a_change_that_cannot_be_made_is_refused_in_words_and_nothing_is_changed(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#what-kilograms").fill("heavy")
        settled(page)
        assert "no number" in page.locator("#what-refused").inner_text()
        assert verdict(page) == "Error"


def test_the_slider_judges_the_same_order_by_the_labels_of_other_years(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        slider = page.locator("#label-slider")
        page.wait_for_selector(".strip button")
        assert page.locator(".strip button").count() == int(slider.get_attribute("max")) + 1
        slider.focus()
        page.keyboard.press("Home")
        settled(page)
        assert page.locator("#label-day").inner_text() == "2016-04-25"
        assert "revision of 2016-04-25, chosen" in page.locator("#answer-body").inner_text()
        assert "in force on 2026-11-22" not in page.locator("#answer-body").inner_text()
        assert "Judged by the label in force on 2016-04-25, as chosen" in page.locator("#answer-body").inner_text()
        assert page.locator("#answer-about").inner_text().endswith("by the label of 2016-04-25")
        page.locator('.strip [data-label="2021-09-17"]').click()
        settled(page)
        assert "revision of 2021-09-17" in page.locator("#answer-body").inner_text()
        slider.focus()
        page.keyboard.press("End")
        settled(page)
        assert "revision of 2025-03-26" in page.locator("#answer-body").inner_text()
        assert "as chosen" not in page.locator("#answer-body").inner_text()


def test_an_answer_says_which_chart_it_is_to(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        about = page.locator("#answer-about")
        first = page.locator('[data-example][aria-pressed="true"] .name').inner_text()
        assert about.inner_text() == f"To the example {first}"
        page.locator("#what-kilograms").fill("40")
        settled(page)
        assert about.inner_text() == f"To the example {first}, changed: weight"
        paste(page, example("net-adolescent-40mg"))
        assert about.inner_text() == "To the pasted chart"


def test_what_was_tried_in_one_chart_is_not_asked_of_the_next_that_is_pasted(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#what-kilograms").fill("40")
        page.locator("#what-milligrams").fill("40")
        page.locator("#what-beside").select_option(label="ketoconazole")
        settled(page)
        paste(page, example("net-adolescent-60mg"))
        assert page.locator("#what-kilograms").input_value() == "38"
        assert page.locator("#what-milligrams").input_value() == "60"
        assert page.locator("#what-beside").input_value() == ""
        assert "ketoconazole" not in page.locator("#answer-body").inner_text()


def test_an_answer_to_an_earlier_chart_is_marked_while_the_next_is_on_its_way(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.route("**/check", lambda route: (page.wait_for_timeout(1500), route.continue_()))
        page.locator('input[value="paste"]').check()
        page.locator("#document").fill(to_json(example("net-adolescent-40mg")).decode())
        page.wait_for_selector("body[data-old]")
        said = page.locator("#answer-about").inner_text()
        assert said.startswith("Checking … What stands below is the answer to the example")
        page.wait_for_selector("body:not([data-old])")
        assert page.locator("#answer-about").inner_text() == "To the pasted chart"
        assert verdict(page) == "Accept"


def test_a_question_without_an_answer_leaves_no_earlier_answer_unmarked(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="form"]').check()
        page.locator("#form-age").fill("old")
        page.locator("#short-form button").click()
        page.wait_for_selector("body[data-old]")
        assert "Not answered: The age is no whole number" in page.locator("#answer-about").inner_text()
        page.locator("#form-age").fill("71")
        page.locator("#form-milligrams").fill("60")
        page.locator("#short-form button").click()
        page.wait_for_selector("body:not([data-old])")
        assert page.locator("#answer-about").inner_text() == "To the chart of the short form"


def test_a_link_carries_the_state_and_no_request_does(sandbox, browser) -> None:
    with looking_at(browser, sandbox, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("#what-kilograms").fill("40")
        settled(page)
        page.locator("#copy-link").click()
        page.wait_for_selector("#link-said:not(:empty)")
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{sandbox}#1.")
    with looking_at(browser, link) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        settled(page)
        assert page.locator("#what-kilograms").input_value() == "40"
        assert verdict(page) == "Accept"
        assert not [url for url in asked if "#" in url or len(url) > 200]


def test_a_chart_that_is_too_long_for_a_link_is_said_to_be(sandbox, browser) -> None:
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789", k=80_000))
    chart = example()
    part(chart, "patient")["name"] = [{"text": noise}]
    with looking_at(browser, sandbox) as page:
        paste(page, chart)
        page.locator("#copy-link").click()
        page.wait_for_selector("#link-said:not(:empty)")
        assert "too long for a link" in page.locator("#link-said").inner_text()


def test_a_short_form_makes_a_chart_to_see_to_change_and_to_keep(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="form"]').check()
        page.locator("#form-indication").select_option(label="hepatocellular carcinoma (CABOMETYX)")
        page.locator("#form-met").select_option("yes")
        page.locator("#form-age").fill("60")
        page.locator("#form-milligrams").fill("60")
        page.locator("#form-liver").select_option("B")
        page.locator("#short-form button").click()
        page.wait_for_selector("#form-said:not(:empty)")
        settled(page)
        assert verdict(page) == "Error"
        page.locator("#what-milligrams").fill("40")
        settled(page)
        assert verdict(page) == "Accept"
        assert '"resourceType": "Bundle"' in page.locator("#document").input_value()
        page.locator("#form-age").fill("old")
        page.locator("#short-form button").click()
        page.wait_for_selector("#form-said:has-text('age')")


def test_the_short_form_holds_no_clinical_value_that_nobody_typed(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="form"]').check()
        for name in ("age", "kilograms", "milligrams"):
            assert page.locator(f"#form-{name}").input_value() == ""
        page.locator("#form-age").fill("71")
        page.locator("#form-beside").select_option(label="itraconazole")
        page.locator("#short-form button").click()
        page.wait_for_selector("#form-said:has-text('The dose in mg is missing.')")
        page.locator("#form-milligrams").fill("60")
        page.locator("#short-form button").click()
        page.wait_for_selector("#form-said a[href='#answer']")
        assert "minus 20 mg for itraconazole" in page.locator("#answer-body .doses").inner_text()


def test_the_verdict_stands_before_what_is_open_and_only_a_question_is_said_to_be_answerable(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('[data-example="dtc-without-weight"]').click()
        page.wait_for_selector(".open-questions")
        said = page.locator("#answer-body").inner_text()
        assert said.index("Undetermined") < said.index("What is open") < said.index("Findings")
        assert "can be answered" not in said


def test_what_is_missing_in_a_dosage_is_told_in_words(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('[data-example="rcc-no-frequency"]').click()
        page.wait_for_selector(".open-questions:has-text('how often the dose is taken')")
        assert page.locator(".missing", has_text="how often the dose is taken").count() == 1
        assert "MedicationRequest.dosage" not in page.locator("#answer-body").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_label_that_judges_is_in_sight_among_those_that_could(sandbox, browser, width: int) -> None:
    with looking_at(browser, sandbox, width=width) as page:
        page.wait_for_selector(".strip button")
        strip, own = page.locator(".strip").bounding_box(), page.locator('.strip [aria-pressed="true"]').bounding_box()
        assert strip["x"] <= own["x"]
        assert own["x"] + own["width"] <= strip["x"] + strip["width"] + 1


def test_no_report_is_saved_that_was_made_of_what_was_asked_before(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        with page.expect_download():
            page.locator('#answer [data-save="report"]').click()
        saved = []
        page.on("download", lambda one: saved.extend([one]))
        page.route("**/outputs", lambda route: route.fulfill(status=400, json={"refused": "No."}))
        page.locator("#what-kilograms").fill("40")
        settled(page)
        page.locator('[data-save="report"]').click()
        page.wait_for_selector("#save-said:has-text('could not be made')")
        assert saved == []


def test_a_change_that_is_refused_says_so_beside_the_fields(sandbox, browser) -> None:
    with looking_at(browser, sandbox, width=390) as page:
        page.locator("#what-kilograms").fill("heavy")
        settled(page)
        said, slider = page.locator("#what-refused").bounding_box(), page.locator("#label-slider").bounding_box()
        assert said["y"] < slider["y"]


def test_what_is_said_beside_a_bar_of_the_ladder_is_not_cut_off(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator('[data-example="hcc-cirrhosis-without-class"]').click()
        page.wait_for_selector(".picture:has-text('start in one reading, ordered')")
        ends = page.evaluate("""() => [...document.querySelectorAll('.picture')].map((picture) =>
          Math.max(...[...picture.querySelectorAll('text')].map((one) => one.getBBox().x + one.getBBox().width)))""")
        assert max(ends) <= 640


def test_no_server_can_be_named_in_a_page_that_was_started_without_one(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        assert page.locator("#server-form").count() == 0


def test_what_is_open_is_answered_in_a_form_checked_again_and_can_be_kept(sandbox, browser, tmp_path) -> None:
    chart = example("net-adolescent-40mg")
    chart["entry"] = [one for one in chart["entry"] if one["resource"].get("id") != "everolimus"]
    with looking_at(browser, sandbox) as page:
        assert page.locator("#open-form").count() == 0
        paste(page, chart)
        assert verdict(page) == "Undetermined"
        page.locator("#open-form button").click()
        page.wait_for_selector("#form-answered:has-text('stays open')")
        page.locator('#open-form input[value="yes"]').first.check()
        page.locator("#open-form button").click()
        page.wait_for_selector("#save-answers")
        settled(page)
        assert verdict(page) == "Accept"
        with page.expect_download() as saved:
            page.locator("#save-answers").click()
        saved.value.save_as(tmp_path / "answers.json")
        response = json.loads((tmp_path / "answers.json").read_text())
        assert (response["resourceType"], response["status"]) == ("QuestionnaireResponse", "completed")
        page.locator("#what-kilograms").fill("39")
        settled(page)
        assert page.locator("#save-answers").count() == 1
        paste(page, example("dtc-without-weight"))
        assert page.locator("#form-answered").inner_text() == ""


def outputs(page, name: str):
    page.locator(f"#{name} > summary").click()
    page.wait_for_selector('[data-text="commands"]:not(:empty)', state="attached")
    return page.locator(f"#{name}")


def test_the_outcome_is_what_the_command_prints(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        shown = json.loads(outputs(page, "as-outcome").locator("pre").inner_text())
    made = reported(example()).to_operation_outcome("R4").model_dump_json()
    assert shown == json.loads(made)


def test_a_suggestion_of_a_card_is_applied_to_the_chart_and_told_as_feedback(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        cards = outputs(page, "as-cards")
        assert "critical" in cards.locator(".card").inner_text()
        cards.locator("[data-suggestion]", has_text="Label dose: 40 mg once daily").click()
        page.wait_for_selector('#card-said:has-text("Applied")')
        settled(page)
        assert verdict(page) == "Accept"
        assert page.locator("#what-milligrams").input_value() == "40"
        told = json.loads(page.locator('[data-text="feedback"]').text_content())
        assert told["feedback"][0]["outcome"] == "accepted"
        assert "No card" in page.locator("#cards-drawn").inner_text()


def test_an_override_goes_to_feedback_with_its_reason_and_is_kept_nowhere(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        cards = outputs(page, "as-cards")
        cards.locator("select").select_option("benefit-outweighs-risk")
        cards.locator("[data-override]").click()
        page.wait_for_selector("#card-said:not(:empty)")
        assert "overridden (benefit-outweighs-risk)" in page.locator("#card-said").inner_text()
        told = json.loads(page.locator('[data-text="feedback"]').text_content())
        assert told["feedback"][0]["overrideReason"]["reason"]["code"] == "benefit-outweighs-risk"
        assert verdict(page) == "Error"


def test_an_answer_that_a_card_offers_to_record_settles_what_was_open(sandbox, browser) -> None:
    chart = example("net-adolescent-40mg")
    chart["entry"] = [one for one in chart["entry"] if one["resource"].get("id") != "everolimus"]
    with looking_at(browser, sandbox) as page:
        paste(page, chart)
        assert verdict(page) == "Undetermined"
        cards = outputs(page, "as-cards")
        cards.locator("[data-suggestion]", has_text="Record:").first.click()
        page.wait_for_selector('#card-said:has-text("Applied")')
        settled(page)
        assert "Applied: Record" in page.locator("#card-said").inner_text()
        assert verdict(page) != "Undetermined"


@pytest.mark.parametrize(("letter", "says"), [("A", "Accept"), ("B", "Error"), ("C", "Error")])
def test_a_class_of_the_liver_that_a_card_offers_to_record_settles_the_order(sandbox, browser, letter, says) -> None:
    chart = example("hcc-cirrhosis-without-class")
    for one in chart["entry"]:
        if one["resource"]["resourceType"] == "MedicationRequest":
            # What is recorded on a day says nothing of an order that was written before.
            one["resource"]["authoredOn"] = datetime.now(UTC).date().isoformat()
    with looking_at(browser, sandbox) as page:
        paste(page, chart)
        assert verdict(page) == "Undetermined"
        cards = outputs(page, "as-cards")
        cards.locator("[data-suggestion]", has_text=f"Record: Child-Pugh class {letter}").first.click()
        page.wait_for_selector('#card-said:has-text("Applied")')
        settled(page)
        assert verdict(page) == says


def test_texts_can_be_copied_and_chart_and_report_saved(sandbox, browser, tmp_path) -> None:
    with looking_at(browser, sandbox, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("#what-kilograms").fill("40")
        settled(page)
        commands = outputs(page, "as-commands")
        commands.locator("[data-copy]").click()
        page.wait_for_selector('[data-copy="commands"]:has-text("Copied")')
        assert "labelcheck check --ledger chart.json" in page.evaluate("navigator.clipboard.readText()")
        with page.expect_download() as chart:
            page.locator('[data-save="document"]').click()
        chart.value.save_as(tmp_path / "chart.json")
        assert judged((tmp_path / "chart.json").read_bytes()).verdict.value == "accept"
        with page.expect_download() as report:
            page.locator('[data-save="report"]').click()
        report.value.save_as(tmp_path / "report.html")
        assert "Accept" in (tmp_path / "report.html").read_text()


HOSTILE = "<script>window.broken = 1</script>\u202e<img src=x onerror='window.broken = 1'>"


def test_a_chart_with_markup_marks_of_direction_and_endless_words_is_shown_as_text(sandbox, browser) -> None:
    chart = example()
    for name in ("tumor", "weight", "order", "everolimus", "patient"):
        resource = part(chart, name)
        resource["note"] = [{"text": HOSTILE}]
    part(chart, "tumor")["code"]["text"] = HOSTILE
    for one in part(chart, "tumor")["code"]["coding"]:
        one["display"] = HOSTILE + "A" * 10_000
    part(chart, "everolimus")["medicationCodeableConcept"]["text"] = HOSTILE
    part(chart, "tumor")["id"] = "tumor"
    with looking_at(browser, sandbox) as page:
        paste(page, chart)
        for one in page.locator("#chart-body summary").all():
            one.click()
        assert page.evaluate("window.broken") is None
        assert page.locator("#answer-body script, #answer-body img, #chart-body script, #chart-body img").count() == 0
        shown = page.locator("main").inner_text()
        assert "\u202e" not in shown
        assert "\\u202e" in shown
        assert "more characters" in shown
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_all_of_it_can_be_reached_and_used_with_the_keyboard(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "To the answer"
        reached = set()
        for _ in range(160):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate(
                    "document.activeElement.id || document.activeElement.dataset.example"
                    " || document.activeElement.dataset.place || document.activeElement.tagName"
                )
            )
        wanted = {"copy-link", "net-adolescent-60mg", "what-kilograms", "what-day", "what-milligrams", "what-beside"}
        wanted |= {"label-slider", "what-reset", "Bundle.entry[6].resource.valueQuantity", "SUMMARY"}
        assert wanted - reached == set()
        page.locator("#answer-body .place", has_text="Observation/weight").first.focus()
        page.keyboard.press("Enter")
        assert "marked" in page.evaluate("document.activeElement.className")


@pytest.mark.parametrize("width", [360, 768, 1280, 2560])
def test_nothing_moves_while_the_page_comes_and_nothing_is_wider_than_the_screen(sandbox, browser, width: int) -> None:
    with looking_at(browser, sandbox, width=width) as page:
        assert page.evaluate(SHIFTS) == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for summary in page.locator("#answer-body summary, #outputs summary, #chart-body summary").all():
            summary.click()
        page.wait_for_selector(".card")
        page.locator('input[value="form"]').check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_when_a_link_is_opened(sandbox, browser) -> None:
    with looking_at(browser, sandbox, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator('[data-example="rcc-itraconazole"]').click()
        settled(page)
        page.locator("#copy-link").click()
        page.wait_for_selector("#link-said:not(:empty)")
        link = page.evaluate("navigator.clipboard.readText()")
    with looking_at(browser, link) as page:
        assert page.evaluate(SHIFTS) == 0
        assert "itraconazole" in page.locator("#answer-body").inner_text()


def test_nothing_is_kept_by_the_browser(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, example("rcc-itraconazole"))
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        assert page.evaluate("location.hash") == ""
        assert json.loads(page.evaluate("JSON.stringify(history.state)")) is None


def test_the_first_view_is_small_and_soon_there(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        sizes = page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".filter((one) => !/labels$/.test(one.name)).map((one) => one.transferSize)"
        )
        assert 0 < sum(sizes) < 100_000
