"""Charts damaged at random: there is always an answer, and never an accepted order whose dose cannot be read."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.build import to_json
from support.case import Case
from support.chart import dressed
from support.dress import CLINIC, REGISTRY, Dress
from support.plain import collection, kidney, neuroendocrine
from support.strategy import told

from validator import check_bundle
from validator.report.model import Report

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["", "60", "active", "2026", "2026-13-45", "mg", "d", "#x", "Patient/patient", "urn:uuid:0", "\u202e"]
    ),
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["resourceType", "coding", "value", "reference", "code", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a JSON value."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn, charts: st.SearchStrategy[dict[str, Any]], *, inside: str | None = None) -> dict[str, Any]:
    """A chart with one to four values replaced, removed, wrapped or doubled; `inside` keeps to one resource."""
    chart = copy.deepcopy(draw(charts))
    for _ in range(draw(st.integers(1, 4))):
        spots = places(chart)
        if inside is not None:
            spots = [spot for spot in spots if _is_inside(chart, spot, inside)] or spots
        *way, last = draw(st.sampled_from(spots))
        holder = chart
        for step in way:
            holder = holder[step]
        match draw(st.sampled_from(("replace", "remove", "wrap", "double", "rename"))):
            case "remove":
                del holder[last]
            case "wrap":
                holder[last] = [holder[last]]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case "rename" if isinstance(holder, dict):
                holder[f"{last}x"] = holder.pop(last)
            case _:
                holder[last] = draw(JUNK)
        if not chart.get("entry"):
            break
    return chart


def _is_inside(chart: dict[str, Any], spot: tuple[Any, ...], kind: str) -> bool:
    if len(spot) < 4 or spot[0] != "entry" or not isinstance(spot[1], int):
        return False
    entry = chart["entry"][spot[1]] if isinstance(chart["entry"], list) and spot[1] < len(chart["entry"]) else None
    resource = entry.get("resource") if isinstance(entry, dict) else None
    return isinstance(resource, dict) and resource.get("resourceType") == kind


def dressed_body(case: Case, dress: Dress) -> dict[str, Any]:
    """A worked case as plain JSON."""
    return json.loads(dressed(case, dress).data)


CHARTS = st.one_of(
    st.just(json.loads(to_json(collection(kidney())))),
    st.just(json.loads(to_json(collection(neuroendocrine(born="2012-05-05", kilograms="50"))))),
    st.builds(dressed_body, told(), st.sampled_from((CLINIC, REGISTRY))),
)
ACCEPTED = st.just(json.loads(to_json(collection(kidney()))))


def sound(report: Report) -> None:
    """What holds of every report, however bad the chart."""
    json.loads(report.to_json())
    assert report.orders or report.issues
    for order in report.orders:
        assert order.findings
        if order.verdict.value == "accept":
            assert order.ordered is not None
            assert order.ordered.daily_mg is not None
            assert order.label is not None
            assert order.indication is not None


@settings(max_examples=150)
@given(damaged(CHARTS))
def test_a_damaged_chart_always_gets_an_answer(chart: dict[str, Any]) -> None:
    sound(check_bundle(json.dumps(chart)))


@settings(max_examples=150)
@given(damaged(ACCEPTED, inside="MedicationRequest"))
def test_a_damaged_order_is_accepted_only_at_sixty_a_day(chart: dict[str, Any]) -> None:
    report = check_bundle(json.dumps(chart))
    sound(report)
    for order in report.orders:
        if order.verdict.value == "accept":
            assert order.ordered is not None
            assert order.ordered.daily_mg == 60


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), JUNK.map(json.dumps)))
def test_any_bytes_get_an_answer(data: bytes | str) -> None:
    report = check_bundle(data)
    assert report.orders or report.issues
    assert all(order.verdict.value != "accept" for order in report.orders)


@settings(max_examples=60)
@given(st.data())
def test_a_chart_cut_off_anywhere_is_never_accepted(data: st.DataObject) -> None:
    whole = to_json(collection(kidney()))
    report = check_bundle(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert all(order.verdict.value != "accept" for order in report.orders)
    assert report.issues
