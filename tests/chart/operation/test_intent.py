"""Curative intent in codes speaks for a tumor that is to be removed. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, snomed
from support.judged import judged
from support.plain import kidney, neuroendocrine, without

CURATIVE = snomed("373808002", "Curative - procedure intent")
PALLIATIVE = snomed("363676003", "Palliative - procedure intent")
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"


def intent(coded: dict[str, str], name: str = "procedure-intent") -> dict[str, Any]:
    return {"extension": [{"url": f"{MCODE}{name}", "valueCodeableConcept": concept(coded)}]}


def radiation(on: str = "2026-08-01", status: str = "completed", **elements: Any) -> Resource:
    about = {"code": {"text": "Radiotherapy"}, "subject": to("Patient/patient"), "performedDateTime": on}
    return resource("Procedure", "radiation", status=status, **about) | elements


def plan(coded: dict[str, str], status: str = "active", **elements: Any) -> Resource:
    about = {"intent": "plan", "subject": to("Patient/patient"), "category": [concept(coded)]}
    return resource("CarePlan", "plan", status=status, **about) | elements


def referral(coded: dict[str, str]) -> Resource:
    about = {"intent": "order", "code": {"text": "Surgical oncology"}, "subject": to("Patient/patient")}
    return resource("ServiceRequest", "referral", status="active", authoredOn="2026-11-10", **about) | intent(coded)


def chart(*entries: Resource, **of_order: Any) -> list[Resource]:
    """A metastatic tumor of which nothing says whether it can be removed: a note."""
    base = without(neuroendocrine(), "unresectable")
    return [*base[:-1], *entries, base[-1] | of_order]


def verdict(resources: list[Resource]) -> str:
    return judged(resources).verdict.value


@pytest.mark.parametrize(
    "entry", [radiation(**intent(CURATIVE)), plan(CURATIVE), plan(CURATIVE, status="on-hold"), referral(CURATIVE)]
)
def test_curative_intent_is_a_caution(entry: Resource) -> None:
    found = judged(chart(entry))
    assert [one.code for one in found.findings if one.verdict.value == "warning"] == ["indication-caution"]


def test_curative_intent_of_the_order_itself_is_one_too() -> None:
    assert verdict(chart(**intent(CURATIVE, "treatment-intent"))) == "warning"
    assert verdict(chart(**intent(PALLIATIVE, "treatment-intent"))) == "accept"


@pytest.mark.parametrize(
    "entry",
    [
        radiation(**intent(PALLIATIVE)),
        radiation("2024-01-01", **intent(CURATIVE)),
        radiation(status="not-done", **intent(CURATIVE)),
        plan(PALLIATIVE),
        plan(CURATIVE, status="revoked"),
        plan(CURATIVE, status="completed", period={"start": "2023-01-01", "end": "2023-06-01"}),
        plan(CURATIVE, subject=to("Patient/other")),
        radiation(extension=[{"url": "http://example.org/x", "valueString": "curative"}]),
    ],
)
def test_other_intents_and_what_is_over_are_quiet(entry: Resource) -> None:
    assert verdict(chart(entry)) == "accept"


def test_it_says_nothing_where_it_is_not_asked() -> None:
    assert verdict(kidney(beside=(plan(CURATIVE),))) == "accept"
    assert verdict([*neuroendocrine()[:-1], plan(CURATIVE), neuroendocrine()[-1]]) == "accept"


@pytest.mark.parametrize("status", [[], ["active"], {"code": "active"}, 3, "no such word", None])
def test_an_intent_whose_status_is_not_understood_is_a_caution_too(status: Any) -> None:
    odd = plan(CURATIVE) | {"status": status}
    assert "indication-caution" in [one.code for one in judged(chart(odd)).findings]


def test_an_intent_without_a_display_has_the_name_of_its_list() -> None:
    bare = {"system": CURATIVE["system"], "code": CURATIVE["code"]}
    (found,) = [one for one in judged(chart(plan(bare))).findings if one.code == "indication-caution"]
    assert "and Curative - procedure" in found.message


@pytest.mark.parametrize(
    "entry",
    [
        *(radiation("2027-01-10", status, **intent(CURATIVE)) for status in ("preparation", "in-progress", "on-hold")),
        *(plan(CURATIVE, status, period={"end": "2027-03-01"}) for status in ("draft", "active", "on-hold")),
        referral(CURATIVE) | {"occurrenceDateTime": "2027-01-10"},
    ],
)
def test_what_lies_ahead_is_intended_now(entry: Resource) -> None:
    assert verdict(chart(entry)) == "warning"


@pytest.mark.parametrize(
    "entry",
    [
        radiation(status="stopped", **intent(CURATIVE)),
        radiation(status="not-done", **intent(CURATIVE)),
        plan(CURATIVE, status="cancelled"),
        plan(CURATIVE, status="not-done"),
        referral(CURATIVE) | {"status": "revoked"},
        referral(CURATIVE) | {"status": "entered-in-error"},
        referral(CURATIVE) | {"doNotPerform": True},
    ],
)
def test_what_is_given_up_is_not(entry: Resource) -> None:
    assert verdict(chart(entry)) == "accept"


@pytest.mark.parametrize("name", ["occurrenceDateTime", "occurrencePeriod", "performedPeriod"])
def test_what_was_done_long_ago_is_over_wherever_its_day_stands(name: str) -> None:
    day = "2024-01-01"
    done = radiation(**intent(CURATIVE)) | {name: day if name.endswith("DateTime") else {"end": day}}
    del done["performedDateTime"]
    assert verdict(chart(done)) == "accept"


def test_an_operation_without_a_day_counts_and_a_period_counts_by_its_end() -> None:
    undated = radiation(**intent(CURATIVE))
    del undated["performedDateTime"]
    over = undated | {"performedPeriod": {"start": "2023-01-01", "end": "2023-06-01"}}
    assert verdict(chart(undated)) == "warning"
    assert verdict(chart(over)) == "accept"
    assert verdict(chart(over | {"performedPeriod": {"start": "2023-01-01", "end": "2026-08-01"}})) == "warning"


@pytest.mark.parametrize(
    "entry",
    [
        plan(CURATIVE, period={"start": "2022-01-01", "end": "2023-06-01"}),
        plan(CURATIVE, status="on-hold", period={"end": "2023-06-01"}),
        radiation("2023-06-01", "in-progress", **intent(CURATIVE)),
        referral(CURATIVE) | {"occurrenceDateTime": "2023-06-01"},
        referral(CURATIVE) | {"occurrencePeriod": {"start": "2023-05-01", "end": "2023-06-01"}},
    ],
)
def test_what_nobody_closed_is_over_by_its_own_end(entry: Resource) -> None:
    assert verdict(chart(entry)) == "accept"


@pytest.mark.parametrize("period", [{"start": "2022-01-01"}, {"end": "2026-06-01"}, {"end": "2026-11-22"}, {}])
def test_a_plan_without_an_end_or_that_ended_lately_still_counts(period: dict[str, str]) -> None:
    assert verdict(chart(plan(CURATIVE, period=period))) == "warning"
