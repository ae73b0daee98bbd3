"""Ordinary patients with a right order each: nothing is asked that a pharmacist would not ask. All are synthetic."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ordinary import diseases, histories, home_drugs, renewals, twins
from ordinary.stories import STORIES, Story
from support.build import to_json

from validator import Verdict, check_bundle
from validator.report.model import OrderReport

TOLD_IN = (diseases, histories, home_drugs, renewals, twins)
"""Further stories; a module adds its own to `STORIES` when it is read."""
FOLDER = Path(__file__).parent / "ordinary" / "charts"
ASKED = {
    # the label asks for a fact that these charts do not hold
    "39-dtc": (Verdict.UNDETERMINED, "RAI-refractory"),
    "41-dtc": (Verdict.UNDETERMINED, "RAI-refractory"),
    "43-dtc": (Verdict.UNDETERMINED, "RAI-refractory"),
    "47-pnet": (Verdict.UNDETERMINED, "well-differentiated"),
    "57-epnet": (Verdict.UNDETERMINED, "well-differentiated"),
    "59-mtc": (Verdict.UNDETERMINED, "progressi"),
    # a class A that nobody wrote down, and a first line that only a list of home drugs speaks for
    "33-hcc": (Verdict.WARNING, "ascites"),
    "37-hcc": (Verdict.WARNING, "ascites"),
    "19-nivo": (Verdict.WARNING, "first line"),
    "21-nivo": (Verdict.WARNING, "first line"),
    "23-nivo": (Verdict.WARNING, "first line"),
    "25-nivo": (Verdict.WARNING, "first line"),
    "27-nivo": (Verdict.WARNING, "first line"),
    "29-nivo": (Verdict.WARNING, "first line"),
}


def judged(data: bytes) -> OrderReport:
    """The newest order for the drug in the chart."""
    orders = check_bundle(data, structure="read").orders
    return [order for order in orders if order.verdict is not Verdict.NOT_ASSESSED][-1]


def said(order: OrderReport) -> str:
    return " ".join(finding.message for finding in order.findings if finding.verdict is not Verdict.ACCEPT)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_is_answered_as_a_pharmacist_would_want_it(story: Story) -> None:
    order = judged(to_json(story.chart()))
    assert order.verdict.value in story.wants, said(order)
    assert story.says in said(order)


@pytest.mark.parametrize("chart", sorted(FOLDER.glob("*.json")), ids=lambda chart: chart.stem)
def test_an_ordinary_chart_is_asked_only_for_what_the_label_asks(chart: Path) -> None:
    verdict, words = ASKED.get(chart.stem, (Verdict.ACCEPT, ""))
    order = judged(chart.read_bytes())
    assert (order.verdict, words in said(order)) == (verdict, True), said(order)


def test_few_ordinary_orders_are_undetermined_and_few_are_warned_of() -> None:
    found = Counter(judged(to_json(story.chart())).verdict for story in STORIES)
    found += Counter(judged(chart.read_bytes()).verdict for chart in FOLDER.glob("*.json"))
    assert found.total() == 121
    assert found[Verdict.ERROR] == 0
    assert found[Verdict.UNDETERMINED] <= 0.08 * found.total(), found
    assert found[Verdict.WARNING] <= 0.15 * found.total(), found
