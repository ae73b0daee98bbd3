"""What is displayed of a reference that leads nowhere, in what tells of events. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

BLEED = {"reference": "Condition/elsewhere", "display": "Upper GI bleed"}
SUBJECT = {"subject": to("Patient/patient")}


def visit(on: str = "2026-11-10", **elements: Any) -> Resource:
    about = {"class": {"code": "IMP"}, "period": {"start": on, "end": on}}
    return resource("Encounter", "visit", **SUBJECT, status="finished", **about, **elements)


def considered(**problem: Any) -> Resource:
    about = {"status": "completed", "effectiveDateTime": "2026-11-10", "problem": [problem]}
    return resource("ClinicalImpression", "a", **SUBJECT, **about)


def assessed(**finding: Any) -> Resource:
    return resource(
        "ClinicalImpression", "a", **SUBJECT, status="completed", effectiveDateTime="2026-11-10", finding=[finding]
    )


@pytest.mark.parametrize(
    "one",
    [
        visit(diagnosis=[{"condition": BLEED}]),
        visit(reasonReference=[BLEED]),
        assessed(itemReference=BLEED),
        assessed(item={"reference": BLEED}),
        considered(**BLEED),
        resource(
            "AdverseEvent", "e", **SUBJECT, actuality="actual", event=concept(text="Fall"), date="2026-11-10",
            resultingCondition=[BLEED],
        ),
    ],
)  # fmt: skip
def test_its_display_is_a_word_on_the_chart(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


@pytest.mark.parametrize(
    "beside",
    [
        (visit(diagnosis=[{"condition": BLEED | {"display": "Acute kidney injury"}}]),),
        (visit("2015-02-01", diagnosis=[{"condition": BLEED | {"display": "Acute MI"}}]),),
        (considered(**BLEED | {"display": "Acute kidney injury"}),),
        (considered(**BLEED | {"display": "Old MI"}),),
        (
            condition("elsewhere", concept(text="GI bleed"), onset="2026-11-10", verification="refuted"),
            visit(diagnosis=[{"condition": BLEED}]),
        ),
    ],
)
def test_another_thing_another_time_and_what_is_here_speak_for_themselves(beside: tuple[Resource, ...]) -> None:
    assert judged(kidney(beside=beside)).verdict == "accept"
