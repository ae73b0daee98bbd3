"""What is pasted, dropped or chosen: lines of resources, long texts, and what is no chart at all."""

from __future__ import annotations

import json

import pytest
from support.browser import looking_at, paste, running_sandbox, settled, verdict
from support.build import to_json
from support.example_chart import example, part

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def in_lines(chart) -> str:
    """The resources of a chart as NDJSON."""
    return "".join(f"{to_json(one['resource']).decode()}\n" for one in chart["entry"])


def clip(page, text: str) -> None:
    """Pastes with the keyboard, in the place of all that the field has."""
    page.locator('input[value="paste"]').check()
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.locator("#document").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    settled(page)


def test_lines_of_resources_that_are_pasted_are_one_chart(sandbox, browser) -> None:
    with looking_at(browser, sandbox, **CLIPBOARD) as page:
        clip(page, in_lines(example("rcc-itraconazole")))
        assert verdict(page) == "Error"
        assert "itraconazole" in page.locator("#answer-body").inner_text()
        assert "lines of NDJSON as one Bundle" in page.locator("#file-said").inner_text()
        shown = json.loads(page.locator("#document").input_value())
        assert len(shown["entry"]) == len(example("rcc-itraconazole")["entry"])


def test_a_file_of_lines_is_one_chart_alone_and_beside_others(sandbox, browser, tmp_path) -> None:
    chart = example()
    order = part(chart, "order")
    chart["entry"] = [one for one in chart["entry"] if one["resource"] is not order]
    (tmp_path / "chart.ndjson").write_text(in_lines(chart))
    (tmp_path / "order.json").write_bytes(to_json(order))
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="paste"]').check()
        page.locator("#files").set_input_files([tmp_path / "chart.ndjson", tmp_path / "order.json"])
        settled(page)
        assert verdict(page) == "Error"
        assert "60 mg once daily is above" in page.locator("#answer-body").inner_text()


def test_a_broken_line_keeps_its_number(sandbox, browser) -> None:
    lines = in_lines(example()).splitlines()
    lines[3] = lines[3].replace(":", "", 1)
    with looking_at(browser, sandbox, **CLIPBOARD) as page:
        clip(page, "\n".join(lines))
        assert "Line 5," in page.locator("#answer-body").inner_text()
        assert page.locator("#answer-body .banner").count() == 0


def test_a_text_with_a_fault_leads_to_its_line(sandbox, browser) -> None:
    text = to_json(example()).decode().replace("{", "\n{").replace('"authoredOn": ', '"authoredOn"', 1)
    with looking_at(browser, sandbox) as page:
        paste(page, text)
        page.locator("#answer-body .place", has_text="show line").click()
        assert '"authoredOn"' in page.locator(".line.marked").inner_text()
        paste(page, example())
        assert page.locator("#answer-body .place", has_text="show line").count() == 0


def test_a_long_chart_is_pasted_at_once(sandbox, browser) -> None:
    chart = example()
    note = {"text": "A long note. " * 20}
    chart["entry"] += [
        {"resource": {**part(chart, "tsh"), "id": f"tsh-{number}", "note": [note]}} for number in range(1500)
    ]
    text = json.dumps(json.loads(to_json(chart)), indent=2)
    assert len(text) > 1_000_000
    with looking_at(browser, sandbox, **CLIPBOARD) as page:
        clip(page, text)
        page.wait_for_selector("#chart-body .name:has-text('tsh-1499')", state="attached")
        assert page.locator("#document").input_value() == text


def test_a_text_that_is_pasted_between_others_stays_between_them(sandbox, browser) -> None:
    with looking_at(browser, sandbox, **CLIPBOARD) as page:
        paste(page, "[]")
        page.evaluate("(text) => navigator.clipboard.writeText(text)", to_json(example()).decode() + " " * 100_000)
        page.locator("#document").evaluate("(area) => area.setSelectionRange(1, 1)")
        page.locator("#document").press("Control+V")
        settled(page)
        assert page.locator("#document").input_value().startswith("[{")
        assert page.locator("#document").input_value().endswith(" ]")


@pytest.mark.parametrize(
    ("content", "words"), [(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "is no text"), (b" " * 3_000_000, "is larger than 2 MB")]
)
def test_a_file_that_can_be_no_chart_is_said_to_be_none(sandbox, browser, tmp_path, content, words) -> None:
    (tmp_path / "photo.json").write_bytes(content)
    with looking_at(browser, sandbox) as page:
        page.locator('input[value="paste"]').check()
        page.evaluate("document.getElementById('files').dataset.most = '2000000'")
        before = page.locator("#document").input_value()
        page.locator("#files").set_input_files(tmp_path / "photo.json")
        page.wait_for_selector(f"#file-said:has-text('photo.json {words}')")
        assert page.locator("#document").input_value() == before


def test_a_change_that_is_refused_says_that_the_others_wait_for_it(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#what-milligrams").fill("40")
        page.locator("#what-kilograms").fill("heavy")
        settled(page)
        assert "no other change is made" in page.locator("#what-refused").inner_text()


def test_a_chart_is_fetched_once_however_often_the_button_is_pressed(browser) -> None:
    with (
        running_sandbox("--fhir-server", "http://127.0.0.1:9/fhir") as address,
        looking_at(browser, address) as page,
    ):
        asked = []

        def held(route) -> None:
            asked.append(route)

        page.route("**/fetch", held)
        page.locator('input[value="server"]').check()
        page.locator("#server-order").fill("order")
        page.locator("#server-form button").click()
        page.wait_for_selector("#server-form button:disabled")
        page.locator("#server-form button").dispatch_event("click")
        page.wait_for_timeout(200)
        assert len(asked) == 1
        asked[0].fulfill(status=400, json={"refused": "The order was not fetched: nobody answers."})
        page.wait_for_selector("#server-said:has-text('nobody answers')")
        assert page.locator("#server-form button").is_enabled()
