"""The report for people."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rich.text import Text
from support.reports import (
    CHECKED,
    DOSE,
    checked_finding,
    dose_finding,
    flagship,
    missing_finding,
    order_report,
    two_orders,
    unreadable,
)

from validator import check_bundle
from validator.finding import Evidence, Finding
from validator.report.model import Dose, Report
from validator.terminology.profiles import examples_root
from validator.verdict import Verdict


@pytest.mark.parametrize(
    ("name", "report"), [("flagship", flagship()), ("two-orders", two_orders()), ("unreadable", unreadable())]
)
def test_the_whole_report(golden, name, report):
    golden(f"text/{name}.txt", report.to_text())


def test_the_verdict_comes_first_and_the_label_last():
    lines = [line for line in flagship().to_text().splitlines() if line]
    assert lines[0] == "ERROR  The order conflicts with the label: dose differs from the label."
    assert lines[-1] == "  Label         CABOMETYX, revision of 2025-03-26, in force on 2026-11-20"
    assert "set id 1a0c3bea-c87b-4d25-bb44-5f0174da6b34" in flagship().to_text(verbose=True)


def test_the_worst_order_and_the_worst_finding_come_first():
    text = two_orders().to_text()
    assert text.index("MedicationRequest/bad") < text.index("MedicationRequest/good")
    text = flagship().to_text()
    assert (
        text.index("60 mg a day is ordered") < text.index("chart does not show") < text.index("Dose, age, indication")
    )


def test_several_orders_are_counted():
    assert two_orders().to_text().startswith("2 orders: 1 error, 1 accept\n")


def test_what_could_not_be_read_comes_before_everything():
    assert unreadable().to_text().startswith("Nothing could be read, so nothing was checked\n")


def test_an_average_a_day_is_told_where_the_schedule_is_not_daily():
    assert "20 mg every other day (on average 10 mg a day)" in two_orders().to_text()


def test_a_dose_that_cannot_be_known_has_no_amount():
    text = Report((order_report(dose_finding(), ordered=Dose(None, "60 mg, how often is not told")),)).to_text()
    assert "  Ordered       CABOMETYX 60 mg, how often is not told\n" in text


def test_there_is_no_colour_unless_asked_for():
    assert "\x1b" not in flagship().to_text()
    colored = flagship().to_text(color=True)
    assert "\x1b[1;31mERROR\x1b[0m" in colored
    assert Text.from_ansi(colored).plain.split() == flagship().to_text().split()


def test_the_environment_does_not_change_the_report(monkeypatch):
    before = flagship().to_text()
    for name, value in (("COLUMNS", "30"), ("FORCE_COLOR", "1"), ("TERM", "dumb"), ("TTY_COMPATIBLE", "1")):
        monkeypatch.setenv(name, value)
    assert flagship().to_text() == before


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_asked_for(width):
    assert max(len(line) for line in two_orders().to_text(width=width).splitlines()) <= width


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[2J\x1b[31m", "\x9b31m", "\x1b]0;title\x07", "\r", "\x08\x08", "\u202e", "\x00"],
)
def test_text_from_resources_cannot_drive_the_terminal(hostile):
    evidence = Evidence(f"Observation/w{hostile}", f"38{hostile} kg")
    finding = Finding(DOSE, Verdict.ERROR, f"Too much{hostile}.", evidence=(evidence,), detail=hostile)
    report = Report((order_report(finding, order=f"MedicationRequest/x{hostile}"),))
    text = report.to_text()
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "Too much" in text
    assert "title" not in text


def test_markup_in_a_resource_is_shown_and_not_obeyed():
    finding = Finding(DOSE, Verdict.ERROR, "[red]60 mg[/red] :pill: [link=file:///x]y[/link]")
    text = Report((order_report(finding),)).to_text()
    assert "[red]60 mg[/red] :pill: [link=file:///x]y[/link]" in text


def test_every_verdict_has_a_sentence():
    texts = {
        verdict: Report((order_report(checked_finding(), verdict=verdict, as_of=date(2026, 1, 1)),)).to_text()
        for verdict in Verdict
    }
    assert len({text.splitlines()[0] for text in texts.values()}) == len(Verdict)


def test_an_order_without_a_label_says_so():
    assert "none was used" in Report((order_report(missing_finding(), label=None),)).to_text()


def test_orders_that_were_not_judged_are_one_line_after_all_others():
    other = [
        order_report(
            Finding(
                CHECKED,
                Verdict.NOT_ASSESSED,
                f"Not assessed: {why}.",
                evidence=(Evidence(f"MedicationRequest/{name}", name),),
            ),
            order=f"MedicationRequest/{name}",
        )
        for name, why in (
            ("aspirin", "the order is not for cabozantinib"),
            ("metformin", "the order is not for cabozantinib"),
            ("old", "the order's status is stopped"),
            ("older", "the order's status is stopped"),
        )
    ]
    text = Report((*other, order_report(dose_finding()))).to_text()
    assert text.startswith("ERROR  ")
    said = " ".join(" ".join(text.splitlines()[-2:]).split())
    assert said == "Not judged aspirin, metformin (not for cabozantinib); 2 orders (status is stopped)"


def test_an_order_that_was_not_judged_is_named_even_where_nothing_was_said():
    assert "    MedicationRequest/x\n" in Report((order_report(verdict=Verdict.NOT_ASSESSED),)).to_text()


def test_no_order_is_not_an_approval():
    assert "nothing was judged" in Report(()).to_text()


def test_the_expected_dose_shows_its_steps():
    steps = ("60 mg start", "minus 20 mg for itraconazole = 40 mg")
    order = order_report(dose_finding(), expected=Dose(Decimal(40), "40 mg once daily", steps))
    text = Report((order,)).to_text()
    assert text.index("40 mg once daily") < text.index(steps[0]) < text.index(steps[1])


def test_a_detail_that_starts_with_the_message_does_not_say_it_twice():
    finding = Finding(DOSE, Verdict.ERROR, "Too much.", detail="Too much. The label gives 40 mg.")
    report = Report((order_report(finding),))
    assert report.to_text().count("Too much.") == 1
    assert "The label gives 40 mg." in report.to_text()
    (issue,) = report.to_operation_outcome("R4").issue
    assert issue.diagnostics.startswith("The label gives 40 mg.")


def test_what_was_stated_has_the_name_of_its_criterion_and_no_code():
    chart = (examples_root() or Path()) / "rcc-reduced-after-reaction.json"
    text = " ".join(check_bundle(chart.read_bytes()).to_text(verbose=True).split())
    assert "Dose reduced for an adverse reaction: yes on" in text
    assert "dose-reduced-for-adverse-reaction: yes" not in text


def _example_with(change) -> str:
    """What is read of the example order, after a change of its one instruction."""
    bundle = json.loads((examples_root() / "net-adolescent-60mg.json").read_text())
    change(next(one["resource"] for one in bundle["entry"] if one["resource"]["id"] == "order")["dosageInstruction"][0])
    return " ".join(check_bundle(bundle).to_text(width=200).split())


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [("ug", 60, "Ordered CABOMETYX 60 mcg (0.06 mg) once daily"), ("mg", 40, "Ordered CABOMETYX 40 mg once daily")],
)
def test_an_amount_below_1_mg_is_told_in_micrograms_too(unit, value, words):
    quantity = {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    change = {"text": "By mouth", "doseAndRate": [{"doseQuantity": quantity}]}
    assert words in _example_with(lambda instruction: instruction.update(change))


@pytest.mark.parametrize(
    ("sig", "says"),
    [
        ("take tablets in the morning", "no amount of one dose was found in the text"),
        ("as discussed with the nurse", "no amount of one dose was found in the text"),
        ("take three tablets as discussed", "the text could not be read whole"),
        ("60 mg as discussed with the nurse", "the text could not be read whole"),
    ],
)
def test_a_sig_without_any_amount_is_said_to_be_one(sig, says):
    def change(instruction):
        instruction.clear()
        instruction["text"] = sig

    assert f"UNDETERMINED Hold: {says}." in _example_with(change)


def test_a_reason_for_an_open_dose_is_told_once():
    bundle = json.loads((examples_root() / "net-adolescent-60mg.json").read_text())
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["id"] == "order"]
    told = " ".join(check_bundle(bundle).to_text(width=200).split())
    assert "weight. No date of birth is readable and no body weight is on file. section" in told
