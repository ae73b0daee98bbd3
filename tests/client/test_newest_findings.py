"""Risks that Observations state by their code: asked for among the newest findings, and told where they were not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from support.fhir_http import BASE, about_patient, outcome, searchset, serve
from support.shipped import codebook

from validator import Verdict
from validator.client import ChartClient, ClientSettings, check_chart
from validator.client.observation_codes import NEWEST_FINDINGS, newest_searches
from validator.profiles import shipped
from validator.report.exit_code import exit_code
from validator.report.model import Report
from validator.terminology.domain import RISK

SNOMED = "http://snomed.info/sct"


def melena(**answer: Any) -> dict[str, Any]:
    code = {"coding": [{"system": SNOMED, "code": "2901004", "display": "Melena"}]}
    found = about_patient("Observation", "melena", status="final", code=code, effectiveDateTime="2026-11-15")
    return found | (answer or {"valueBoolean": True})


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


def checked(mock: responses.RequestsMock, *findings: dict[str, Any], status: int = 200, **more: Any) -> Report:
    """The report on a chart of a server that finds Observations by their code system alone."""

    def found(request: Any) -> tuple[int, dict[str, str], str]:
        asked = parse_qs(urlsplit(request.url).query)
        if f"{SNOMED}|" not in asked["code"][0].split(","):
            return 200, {}, json.dumps(searchset())
        assert asked["_sort"] == ["-date"]
        answer = searchset(*findings, **more) if status == 200 else outcome("invalid", "code: a code is needed")
        return status, {}, json.dumps(answer)

    serve(mock, lists={"Observation": None})
    mock.add_callback(responses.GET, f"{BASE}/Observation", found, content_type="application/fhir+json")
    with ChartClient(BASE, settings=ClientSettings(retries=0, backoff_seconds=0.001)) as client:
        return check_chart(client.chart_for("o1"))


def test_a_bleeding_that_an_observation_states_is_found_on_a_server(mock: responses.RequestsMock) -> None:
    report = checked(mock, melena())
    assert "recent-hemorrhage" in {finding.code for finding in report.orders[0].findings}
    assert report.orders[0].verdict is not Verdict.ACCEPT


def test_one_that_is_denied_and_findings_of_other_things_are_silent(mock: responses.RequestsMock) -> None:
    other = melena() | {"id": "gait", "code": {"coding": [{"system": SNOMED, "code": "8116006", "display": "Gait"}]}}
    report = checked(mock, melena(valueBoolean=False), other)
    assert (report.orders[0].verdict, report.issues) == (Verdict.ACCEPT, ())


def test_that_older_findings_follow_is_no_gap(mock: responses.RequestsMock) -> None:
    following = [{"relation": "next", "url": f"{BASE}/Observation?page=2"}]
    report = checked(mock, melena(valueBoolean=False), link=following, total=900)
    assert (report.orders[0].verdict, report.issues) == (Verdict.ACCEPT, ())


def test_a_server_that_does_not_search_by_a_code_system_leaves_the_order_and_is_told(
    mock: responses.RequestsMock,
) -> None:
    report = checked(mock, status=400)
    (issue,) = report.issues
    assert issue.code == "list-not-supported"
    assert issue.message.startswith("Observation: the list of the newest findings did not come (")
    assert report.orders[0].verdict is Verdict.ACCEPT
    assert exit_code(report, Verdict.ERROR) == 0


def test_every_code_system_of_a_risk_is_asked_for_and_operations_are_no_findings() -> None:
    asked = newest_searches(shipped())[NEWEST_FINDINGS]["code"].split(",")
    (bleeding,) = [one for one in codebook().sets_of(RISK) if one.group == "hemorrhage"]
    assert {f"{system}|" for system, _ in bleeding.concepts} <= set(asked)
    assert not any("www.cms.gov" in one for one in asked)
