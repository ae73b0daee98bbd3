"""`check --format html`: one file that holds the answer, asks nobody for anything, and runs nothing."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from base64 import b64encode
from datetime import date
from html.parser import HTMLParser

import pytest
from support.answer import check
from support.build import administration, to_json
from support.coding import DRUGS, concept
from support.example_chart import EXAMPLES, FLAGSHIP, example, part, reported
from support.plain import kidney

from validator.page.document import html_report
from validator.profiles import shipped
from validator.report.model import Report
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import judged


class Outline(HTMLParser):
    """Which elements and attributes a page has, what it says, and whether they close as they open."""

    VOID = frozenset({"meta", "br", "hr", "input", "link", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_the_file_says_verdict_doses_findings_evidence_and_the_fate_of_every_entry() -> None:
    report = reported(example())
    page = html_report(report)
    words = " ".join(Outline(page).words)
    for said in ("Error", "60 mg once daily", "40 mg once daily", "38 kg on 2026-11-16", "section 2.5", "Dose ladder"):
        assert said in words
    (order,) = [one for one in report.orders if one.ledger is not None and one.label is not None]
    assert order.ledger is not None
    assert all(account.reference in words for account in order.ledger.listed)
    assert len(order.ledger.listed) == order.ledger.entries


def told(report: Report) -> str:
    return " ".join(" ".join(Outline(html_report(report)).words).split())


def test_a_page_that_is_forwarded_says_who_wrote_the_order_and_when() -> None:
    report = reported(example())
    assert "Written 2026-11-22 by Dr. Rowan Sample, synthetic prescriber" in told(report)
    assert "2026-11-22 by Dr. Rowan Sample, synthetic prescriber" in report.to_text()


def test_a_dose_that_cannot_be_read_is_said_where_doses_are_looked_for() -> None:
    report = reported((EXAMPLES / "rcc-no-frequency.json").read_bytes())
    assert "Ordered CABOMETYX 60 mg, how often is not told" in told(report)
    assert "how often is not told" not in told(reported(example()))


def test_whether_the_order_is_for_the_drug_alone_is_said_to_be_open_as_in_words() -> None:
    infused = administration("infusion", concept(DRUGS["nivolumab"][0]), start="2026-11-08", end="2026-11-08")
    for beside, is_open in (((infused,), True), ((), False)):
        report = check(kidney(beside=beside))
        assert ("alone or with the partner drug: open" in told(report)) is is_open
        assert ("alone or with the partner drug: open" in " ".join(report.to_text().split())) is is_open


def test_what_would_settle_a_finding_is_told_in_words() -> None:
    page = html_report(reported((EXAMPLES / "dtc-without-weight.json").read_bytes()))
    assert "<li>the body weight</li>" in page
    assert "29463-7" not in page


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_makes_a_page_that_closes_what_it_opens_and_fetches_nothing(path) -> None:
    page = html_report(reported(path.read_bytes()))
    outline = Outline(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {*outline.names}
    assert not [name for name, _ in outline.attributes if name.startswith("on") or name in ("href", "src", "style")]
    assert not re.search(r"url\(|@import", page)


def test_the_policy_of_the_file_allows_its_own_style_and_nothing_else() -> None:
    page = html_report(reported(example()))
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;" in page


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eab\u2066cd", "A" * 10_000, "&lt;b&gt;"],
)
def test_text_of_the_chart_is_shown_and_never_markup(hostile: str) -> None:
    chart = example()
    part(chart, "tumor")["code"]["text"] = hostile
    for one in part(chart, "tumor")["code"]["coding"]:
        one["display"] = hostile
    part(chart, "order")["note"] = [{"text": hostile}]
    page = html_report(reported(chart))
    outline = Outline(page)
    assert not {"script", "img", "b"} & {*outline.names}
    assert not [name for name, _ in outline.attributes if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


def test_what_could_not_be_read_stands_before_the_answer() -> None:
    chart = example()
    chart["entry"].insert(0, {"resource": "not a resource"})
    page = html_report(reported(chart))
    assert "About what was submitted" in page
    assert page.index("About what was submitted") < page.index("Findings")


def test_nothing_but_no_order_is_said_to_be_no_answer() -> None:
    page = html_report(reported({"resourceType": "Bundle", "type": "collection", "entry": []}))
    assert "nothing was judged" in page
    assert "agrees" not in page


def test_a_label_that_was_chosen_is_not_said_to_be_in_force_on_the_day_of_the_order() -> None:
    day = date(2016, 4, 25)
    report = judged(Inquiry(to_json(example()).decode(), label_day=day), shipped()).report
    page = html_report(report, label_day=day)
    assert "Judged by the label in force on 2016-04-25, as chosen" in page
    assert "revision of 2016-04-25, chosen" in page
    assert "in force on 2026" not in page
    assert "as chosen" not in html_report(reported(example()))


def test_the_command_writes_the_file_with_the_exit_code_of_the_verdict() -> None:
    command = [sys.executable, "-c", "from validator.cli import main; main()", "check", "--format", "html"]
    done = subprocess.run(
        [*command, str(EXAMPLES / f"{FLAGSHIP}.json")], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("<!doctype html>\n<html")
    assert "What became of every entry" in done.stdout
    Outline(done.stdout)
