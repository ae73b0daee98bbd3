"""What is asked of a server, what comes of it, and that nothing missing is ever taken for nothing there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from support.fhir_http import (
    BASE,
    FHIR,
    TYPES,
    about_patient,
    capability,
    next_link,
    order,
    outcome,
    patient,
    renal_cancer,
    searchset,
    serve,
)

from validator import Verdict
from validator.client import Bearer, ChartClient, ClientSettings, check_chart, check_orders, check_patient, check_since
from validator.client.listing import Completeness

SETTINGS = ClientSettings(retries=2, backoff_seconds=0.001, workers=3)


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


@pytest.fixture
def client(mock: responses.RequestsMock) -> Iterator[ChartClient]:
    with ChartClient(BASE, settings=SETTINGS) as one:
        yield one


METFORMIN = {
    "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "860975"}],
    "text": "metformin",
}


def asked(mock: responses.RequestsMock, resource_type: str) -> list[dict[str, list[str]]]:
    """The parameters of every search for a type."""
    urls = [urlsplit(call.request.url) for call in mock.calls]
    return [parse_qs(url.query) for url in urls if url.path == f"/fhir/{resource_type}"]


def the_only(report):
    assert len(report.orders) == 1, report.issues
    return report.orders[0]


# What is asked


def test_a_whole_chart_is_accepted(mock, client):
    serve(mock)
    chart = client.chart_for("MedicationRequest/o1")
    assert chart.not_fetched == chart.not_kept == ()
    assert chart.supplied == set(TYPES) - {"Medication"}
    found = the_only(check_chart(chart))
    assert (found.order, found.verdict) == ("MedicationRequest/o1", Verdict.ACCEPT), found.findings


@pytest.mark.parametrize("reference", ["o1", "MedicationRequest/o1", f"{BASE}/MedicationRequest/o1", "o1/_history/3"])
def test_an_order_may_be_named_in_each_of_these_ways(mock, client, reference):
    serve(mock)
    assert client.chart_for(reference).order == "MedicationRequest/o1"


@pytest.mark.parametrize(
    "reference",
    ["", "../o1", "a/b", "o1?x=1", "https://other.example.org/fhir/MedicationRequest/o1", "Patient/o1", ".."],
)
def test_a_reference_that_is_no_id_of_this_server_is_refused_without_asking(mock, client, reference):
    with pytest.raises(ValueError, match="Expected an id"):
        client.chart_for(reference)
    assert len(mock.calls) == 0


def test_one_order_needs_few_requests_and_the_capability_statement_only_once(mock, client):
    serve(mock)
    first, second = client.chart_for("o1"), client.chart_for("o1")
    assert first.requests <= 19
    assert second.requests == first.requests - 1
    assert sum(call.request.url.endswith("/metadata") for call in mock.calls) == 1


def test_observations_are_asked_for_by_code_in_urls_that_stay_short(mock, client):
    serve(mock)
    client.chart_for("o1")
    searches = asked(mock, "Observation")
    codes = [code for search in searches for code in search["code"][0].split(",")]
    assert len(searches) > 1
    assert len(codes) == len(set(codes))
    assert {"http://loinc.org|29463-7", "http://loinc.org|21908-9"} <= set(codes)
    assert any(code.endswith("CodeSystem/criterion|unresectable") for code in codes)
    assert all(len(call.request.url) <= SETTINGS.max_url for call in mock.calls)


def test_observations_can_be_asked_for_by_post(mock):
    serve(mock, lists={"Observation": None})
    mock.post(f"{BASE}/Observation/_search", json=searchset())
    with ChartClient(BASE, settings=ClientSettings(search="post")) as client:
        assert client.chart_for("o1").not_fetched == ()
    (sent,) = [call.request for call in mock.calls if call.request.method == "POST"]
    assert "patient=p1" in sent.body
    assert "patient" not in sent.url


def test_a_url_too_long_for_the_server_is_put_again_as_a_post(mock, client):
    serve(mock, lists={"Observation": None})
    mock.get(f"{BASE}/Observation", status=414)
    mock.post(f"{BASE}/Observation/_search", json=searchset())
    assert client.chart_for("o1").not_fetched == ()


def test_only_json_is_asked_for(mock, client):
    serve(mock)
    client.chart_for("o1")
    assert all("application/fhir+json" in call.request.headers["Accept"] for call in mock.calls)
    assert not any("xml" in call.request.headers["Accept"] for call in mock.calls)


def test_an_order_that_search_does_not_find_by_id_is_read(mock, client):
    serve(mock, lists={"MedicationRequest": None})
    mock.get(f"{BASE}/MedicationRequest", json=searchset())
    mock.get(f"{BASE}/MedicationRequest/o1", json=order())
    assert client.chart_for("o1").order == "MedicationRequest/o1"


def test_a_server_that_answers_a_read_with_another_resource_is_not_believed(mock, client):
    serve(mock, lists={"MedicationRequest": searchset()})
    mock.get(f"{BASE}/MedicationRequest/o1", json=order("o2"))
    report = check_orders(client, ["o1"])
    assert (report.orders, report.readable) == ((), False)
    assert "another resource" in report.issues[0].message


def test_an_order_that_the_server_does_not_have_yet_is_checked_against_its_chart(mock, client):
    serve(mock, lists={"MedicationRequest": searchset()})
    draft = {name: value for name, value in order(status="draft").items() if name != "id"}
    assert the_only(check_orders(client, [draft])).verdict is Verdict.ACCEPT


# Medications

TABLET = {
    "resourceType": "Medication",
    "id": "m1",
    "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1790175"}]},
}


def by_reference(**more):
    found = order(**more)
    del found["medicationCodeableConcept"]
    return found | {"medicationReference": {"reference": "Medication/m1"}}


def test_an_included_medication_is_used_and_not_read_again(mock, client):
    page = searchset(by_reference(), included=(TABLET,))
    serve(mock, lists={"MedicationRequest": page}, the_order=by_reference())
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT
    assert not any("/Medication/" in call.request.url for call in mock.calls)
    assert asked(mock, "MedicationRequest")[0]["_include"] == ["MedicationRequest:medication"]


def test_an_included_medication_is_no_order_and_no_entry_without_a_mode_is_lost(mock, client):
    page = searchset(by_reference(), included=(TABLET,))
    for entry in page["entry"]:
        del entry["search"]
    serve(mock, lists={"MedicationRequest": page}, the_order=by_reference())
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("reference", ["Medication/m1", f"{BASE}/Medication/m1", "Medication/m1/_history/2"])
def test_a_medication_that_was_not_included_is_read(mock, client, reference):
    found = by_reference() | {"medicationReference": {"reference": reference}}
    serve(mock, lists={"MedicationRequest": searchset(found)}, the_order=found)
    mock.get(f"{BASE}/Medication/m1", json=TABLET)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


def test_a_contained_medication_needs_no_read(mock, client):
    found = by_reference() | {"medicationReference": {"reference": "#m1"}, "contained": [TABLET]}
    serve(mock, lists={"MedicationRequest": searchset(found)}, the_order=found)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


def test_include_is_not_sent_to_a_server_that_says_it_cannot(mock, client):
    serve(mock, lists={"MedicationRequest": searchset(by_reference())}, the_order=by_reference())
    mock.replace("GET", f"{BASE}/metadata", json=capability(includes=False))
    mock.get(f"{BASE}/Medication/m1", json=TABLET)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT
    assert all("_include" not in search for search in asked(mock, "MedicationRequest"))


def test_a_server_that_refuses_an_include_is_asked_without(mock, client):
    serve(mock, lists={"MedicationRequest": None})

    def answer(request):
        if "_include" in request.url:
            return (400, {}, "")
        return (200, {"Content-Type": FHIR}, json.dumps(searchset(order())))

    mock.add_callback("GET", f"{BASE}/MedicationRequest", callback=answer)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_medication_of_another_active_order_that_cannot_be_had_leaves_the_order_undetermined(mock, client, status):
    unknown = about_patient(
        "MedicationRequest", "o2", status="active", intent="order", medicationReference={"reference": "Medication/m9"}
    )
    serve(mock, lists={"MedicationRequest": searchset(order(), unknown)})
    mock.get(f"{BASE}/Medication/m9", status=status)
    found = the_only(check_orders(client, ["o1"]))
    assert found.verdict is Verdict.UNDETERMINED
    assert any("Medication" in finding.message for finding in found.findings if finding.code == "list-not-fetched")


def test_a_medication_on_another_server_is_never_asked_for(mock, client):
    found = by_reference() | {"medicationReference": {"reference": "https://other.example.org/fhir/Medication/m1"}}
    serve(mock, lists={"MedicationRequest": searchset(found)}, the_order=found)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.UNDETERMINED
    assert all(call.request.url.startswith(BASE) for call in mock.calls)


def test_the_reason_of_an_order_is_read_where_no_list_brings_it(mock, client):
    found = order(reasonReference=[{"reference": "Observation/why"}])
    why = about_patient("Observation", "why", status="final", code={"text": "made up"})
    serve(mock, lists={"MedicationRequest": searchset(found)}, the_order=found)
    mock.get(f"{BASE}/Observation/why", json=why)
    assert "dangling-reference" not in {finding.code for finding in the_only(check_orders(client, ["o1"])).findings}
    mock.replace("GET", f"{BASE}/Observation/why", status=404)
    assert "dangling-reference" in {finding.code for finding in the_only(check_orders(client, ["o1"])).findings}


def test_the_reason_of_another_order_is_neither_read_nor_missed(mock, client):
    other = about_patient(
        "MedicationRequest",
        "o2",
        status="active",
        intent="order",
        medicationCodeableConcept=METFORMIN,
        reasonReference=[{"reference": "Observation/why"}],
    )
    serve(mock, lists={"MedicationRequest": searchset(order(), other)})
    report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    assert report.issues == ()


def test_a_server_that_searches_by_subject_only_is_asked_so(mock, client):
    serve(mock)
    said = capability()
    for one in said["rest"][0]["resource"]:
        if one["type"] == "Condition":
            one["searchParam"] = [{"name": "subject", "type": "reference"}]
    mock.replace("GET", f"{BASE}/metadata", json=said)
    assert client.chart_for("o1").not_fetched == ()
    (search,) = asked(mock, "Condition")
    assert (search["subject"], "patient" in search) == (["Patient/p1"], False)


# Lists that do not come

FOR_NOTES = ["AllergyIntolerance", "ResearchSubject", "DeviceUseStatement", "Encounter"]
LISTS = [name for name in TYPES if name not in ("Patient", "Medication", *FOR_NOTES)]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("status", [403, 500])
def test_a_list_that_fails_is_named_and_the_order_is_not_accepted(mock, client, name, status):
    serve(mock, lists={name: None})
    if name == "MedicationRequest":
        mock.get(f"{BASE}/MedicationRequest/o1", json=order())
    mock.get(f"{BASE}/{name}", status=status, json=outcome("forbidden", "no scope for this"))
    chart = client.chart_for("o1")
    assert [part.resource_type for part in chart.not_fetched] == [name]
    assert name not in chart.supplied
    report = check_chart(chart)
    found = the_only(report)
    assert found.verdict is Verdict.UNDETERMINED
    (gap,) = [finding for finding in found.findings if finding.code == "list-not-fetched"]
    assert name in gap.message
    (issue,) = [issue for issue in report.issues if issue.code == "list-not-fetched"]
    assert issue.message.startswith(f"{name}: the server answered {status}")
    assert "no scope for this" in issue.detail
    assert not any("agrees with the" in f.message for f in found.findings if f.code == "order-checked")


@pytest.mark.parametrize("name", FOR_NOTES)
@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_list_that_only_notes_rest_on_fails_without_harm(mock, client, name, status):
    serve(mock, lists={name: None})
    mock.get(f"{BASE}/{name}", status=status, json=outcome("forbidden", "no scope for this"))
    report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    assert [issue.message.partition(":")[0] for issue in report.issues if issue.code == "list-not-supported"] == [name]


def test_a_study_the_patient_is_in_is_fetched_and_told(mock, client):
    study = {"resourceType": "ResearchSubject", "id": "s1", "status": "on-study",
             "individual": {"reference": "Patient/p1"}, "study": {"reference": "ResearchStudy/x"}}  # fmt: skip
    serve(mock, lists={"ResearchSubject": searchset(study)})
    found = the_only(check_orders(client, ["o1"]))
    assert "trial-participant-on-file" in {finding.code for finding in found.findings}
    assert found.verdict is Verdict.ACCEPT
    assert [search["patient"] for search in asked(mock, "ResearchSubject")] == [["p1"]]


def test_an_allergy_to_the_drug_is_fetched_and_told(mock, client):
    allergy = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"},
               "code": {"text": "Cabometyx"}}  # fmt: skip
    serve(mock, lists={"AllergyIntolerance": searchset(allergy)})
    found = the_only(check_orders(client, ["o1"]))
    assert "allergy-to-drug-on-file" in {finding.code for finding in found.findings}
    assert found.verdict is Verdict.ACCEPT
    assert [search["patient"] for search in asked(mock, "AllergyIntolerance")] == [["p1"]]


def test_a_worse_finding_stands_beside_a_list_that_fails(mock, client):
    too_much = order()
    too_much["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = 160
    serve(mock, lists={"MedicationRequest": searchset(too_much), "Procedure": None}, the_order=too_much)
    mock.get(f"{BASE}/Procedure", status=500)
    found = the_only(check_orders(client, ["o1"]))
    assert found.verdict is Verdict.ERROR
    assert {"list-not-fetched"} < {finding.code for finding in found.findings}


def test_what_came_of_a_list_that_broke_off_is_still_evidence(mock, client):
    itraconazole = about_patient(
        "MedicationRequest",
        "o2",
        status="active",
        intent="order",
        authoredOn="2026-11-18",
        medicationCodeableConcept={"text": "itraconazole 100 mg oral capsule"},
    )
    page = searchset(order(), itraconazole, link=next_link(f"{BASE}/MedicationRequest?page=2"))
    serve(mock, lists={"MedicationRequest": None})
    mock.get(
        f"{BASE}/MedicationRequest",
        json=page,
        match=[responses.matchers.query_param_matcher({"patient": "p1"}, strict_match=False)],
    )
    mock.get(
        f"{BASE}/MedicationRequest",
        json=searchset(order()),
        match=[responses.matchers.query_param_matcher({"_id": "o1"}, strict_match=False)],
    )
    mock.get(f"{BASE}/MedicationRequest", status=500, match=[responses.matchers.query_param_matcher({"page": "2"})])
    found = the_only(check_orders(client, ["o1"]))
    assert found.verdict is Verdict.ERROR
    assert {"dose-above-label", "list-not-fetched"} <= {finding.code for finding in found.findings}


@pytest.mark.parametrize("name", ["MedicationStatement", "Procedure", "ServiceRequest", "QuestionnaireResponse"])
def test_an_optional_type_that_the_server_does_not_have_is_a_note(mock, client, name):
    serve(mock, types=tuple(kept for kept in TYPES if kept != name), lists={name: None})
    report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    assert [issue.severity.value for issue in report.issues if issue.code == "list-not-supported"] == ["information"]
    assert asked(mock, name) == []


@pytest.mark.parametrize("name", ["Condition", "Observation", "MedicationRequest"])
def test_a_server_without_a_list_that_every_check_needs_cannot_lead_to_an_accept(mock, client, name):
    serve(mock, types=tuple(kept for kept in TYPES if kept != name))
    mock.get(f"{BASE}/MedicationRequest/o1", json=order())
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.UNDETERMINED


def test_without_a_capability_statement_404_means_that_an_optional_type_is_not_kept(mock, client):
    serve(mock, lists={"QuestionnaireResponse": None})
    mock.replace("GET", f"{BASE}/metadata", status=401)
    mock.get(f"{BASE}/QuestionnaireResponse", status=404, json=outcome("not-supported", "Unknown resource type"))
    chart = client.chart_for("o1")
    assert [part.resource_type for part in chart.not_kept] == ["QuestionnaireResponse"]
    assert the_only(check_chart(chart)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("words", "is_absent"),
    [
        ("Unknown resource type 'Procedure'", True),
        ("Resource type Procedure is not supported", True),
        ("Procedure: not implemented", True),
        ("Unknown search parameter 'patient' for resource type Procedure", False),
        ("The request could not be read", False),
    ],
)
def test_a_400_that_says_there_is_no_such_type_is_a_list_that_is_not_kept(mock, client, words, is_absent):
    serve(mock, lists={"Procedure": None})
    mock.replace("GET", f"{BASE}/metadata", status=500)
    mock.get(f"{BASE}/Procedure", status=400, json=outcome("not-supported", words))
    report = check_orders(client, ["o1"])
    codes = {issue.code for issue in report.issues}
    assert ("list-not-supported" in codes, "list-not-fetched" in codes) == (is_absent, not is_absent)
    assert (the_only(report).verdict is Verdict.ACCEPT) is is_absent


def test_404_for_a_type_that_the_server_says_it_keeps_is_a_failure(mock, client):
    serve(mock, lists={"Procedure": None})
    mock.get(f"{BASE}/Procedure", status=404)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.UNDETERMINED


def test_a_list_that_the_site_does_not_keep_is_not_asked_for(mock):
    serve(mock, lists={"Procedure": None})
    with ChartClient(BASE, settings=ClientSettings(without="Procedure, ServiceRequest")) as client:
        report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    assert asked(mock, "Procedure") == asked(mock, "ServiceRequest") == []


def test_medication_usage_is_asked_for_where_a_server_names_it_so(mock, client):
    types = tuple("MedicationUsage" if name == "MedicationStatement" else name for name in TYPES)
    serve(mock, types=types, lists={"MedicationStatement": None, "MedicationUsage": searchset()})
    assert "MedicationUsage" in client.chart_for("o1").supplied


@pytest.mark.parametrize("name", ["DeviceUseStatement", "DeviceUsage"])
def test_a_list_for_notes_that_fails_is_a_note_by_either_of_its_names(mock, client, name):
    types = tuple(name if one == "DeviceUseStatement" else one for one in TYPES)
    serve(mock, types=types, lists={"DeviceUseStatement": None})
    mock.get(f"{BASE}/{name}", json=outcome("exception", "down"), status=500)
    chart = client.chart_for("o1")
    assert [part.resource_type for part in chart.not_kept] == [name]
    assert the_only(check_chart(chart)).verdict is Verdict.ACCEPT


def test_a_patient_that_cannot_be_read_leaves_the_order_undetermined(mock, client):
    serve(mock)
    mock.replace("GET", f"{BASE}/Patient/p1", status=403)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "subject",
    [
        None,
        {"reference": "https://other.example.org/fhir/Patient/p1"},
        {"display": "made up"},
        {"reference": "Group/p1"},
    ],
)
def test_an_order_whose_patient_is_not_on_this_server_is_not_accepted(mock, client, subject):
    serve(mock, the_order=order(subject=subject))
    assert the_only(check_orders(client, ["o1"])).verdict is not Verdict.ACCEPT
    assert asked(mock, "Condition") == []


def test_resources_of_another_patient_make_a_list_unreliable_and_are_no_evidence(mock, client):
    other = {**renal_cancer()[0], "id": "other", "subject": {"reference": "Patient/p2"}}
    serve(mock, lists={"Condition": searchset(*renal_cancer(), other)})
    chart = client.chart_for("o1")
    assert [part.resource_type for part in chart.not_fetched] == ["Condition"]
    assert "Condition/other" not in [entry["fullUrl"][len(BASE) + 1 :] for entry in chart.bundle["entry"]]
    assert the_only(check_chart(chart)).verdict is Verdict.UNDETERMINED


def test_a_server_that_writes_another_address_of_its_own_is_still_one_server(mock, client):
    inside = "http://internal:8080/fhir"
    conditions = [one | {"subject": {"reference": f"{inside}/Patient/p1"}} for one in renal_cancer()]
    pages = {
        "Condition": searchset(*conditions),
        "MedicationRequest": searchset(order(subject={"reference": f"{inside}/Patient/p1"})),
    }
    for page in pages.values():
        for entry in page["entry"]:
            entry["fullUrl"] = entry["fullUrl"].replace(BASE, inside)
    serve(mock, lists=pages)
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


# Pages


@pytest.mark.parametrize(
    "link",
    [
        f"{BASE}/Condition?_getpages=abc",
        "Condition?_getpages=abc",
        "?_getpages=abc",
        "/fhir/Condition?_getpages=abc",
        f"{BASE}?_getpages=abc&_bundletype=searchset",
    ],
)
def test_a_next_link_is_followed_as_it_is_written(mock, client, link):
    first, second = renal_cancer()
    serve(mock, lists={"Condition": None})
    matcher = responses.matchers.query_param_matcher({"patient": "p1"}, strict_match=False)
    mock.get(f"{BASE}/Condition", json=searchset(first, link=next_link(link)), match=[matcher])
    for url in (f"{BASE}/Condition", BASE):
        mock.get(
            url,
            json=searchset(second),
            match=[responses.matchers.query_param_matcher({"_getpages": "abc"}, strict_match=False)],
        )
    chart = client.chart_for("o1")
    assert chart.not_fetched == ()
    assert the_only(check_chart(chart)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (f"{BASE}/Condition?patient=p1&_count=100", "circle"),
        ("https://other.example.org/fhir/Condition?page=2", "another server"),
        ("http://ehr.example.org/fhir/Condition?page=2", "another server"),
        ("https://ehr.example.org:8443/fhir/Condition?page=2", "another server"),
        ("https://ehr.example.org@other.example.org/fhir", "another server"),
        ("//other.example.org/fhir/Condition", "another server"),
        ("", "no address"),
    ],
)
def test_a_next_link_that_cannot_be_followed_leaves_the_list_incomplete(mock, client, link, why):
    serve(mock, lists={"Condition": searchset(*renal_cancer(), link=next_link(link))})
    chart = client.chart_for("o1")
    (gap,) = chart.not_fetched
    assert why in gap.why
    assert the_only(check_chart(chart)).verdict is Verdict.UNDETERMINED
    assert all(call.request.url.startswith(f"{BASE}/") for call in mock.calls)


def test_pages_without_end_stop_at_the_limit(mock):
    serve(mock, lists={"Condition": None})
    count = iter(range(1000))

    def answer(request):
        number = next(count)
        one = renal_cancer()[0] | {"id": f"c{number}"}
        return (200, {}, json.dumps(searchset(one, link=next_link(f"{BASE}/Condition?page={number + 1}"))))

    mock.add_callback("GET", f"{BASE}/Condition", callback=answer)
    with ChartClient(BASE, settings=ClientSettings(max_pages=5)) as client:
        (gap,) = client.chart_for("o1").not_fetched
    assert gap.why == "there are more than 5 pages"
    assert next(count) == 5


def test_pages_that_repeat_their_resources_under_new_links_are_a_circle(mock, client):
    serve(mock, lists={"Condition": None})
    numbers = iter(range(1000))

    def answer(request):
        return (
            200,
            {},
            json.dumps(searchset(*renal_cancer(), link=next_link(f"{BASE}/Condition?page={next(numbers)}"))),
        )

    mock.add_callback("GET", f"{BASE}/Condition", callback=answer)
    (gap,) = client.chart_for("o1").not_fetched
    assert "circle" in gap.why
    assert next(numbers) == 2


def test_empty_pages_that_lead_to_themselves_are_a_circle(mock, client):
    serve(mock, lists={"Condition": searchset(link=next_link(f"{BASE}/Condition?page=2"))})
    (gap,) = client.chart_for("o1").not_fetched
    assert "circle" in gap.why
    assert len(asked(mock, "Condition")) == 2


@pytest.mark.parametrize("total", [{}, {"total": 0}, {"total": 1}, {"total": 2}, {"total": "2"}])
def test_total_is_not_needed_and_not_believed_when_it_is_too_small(mock, client, total):
    serve(mock, lists={"Condition": searchset(*renal_cancer(), **total)})
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.ACCEPT


def test_fewer_resources_than_the_server_counts_are_no_whole_list(mock, client):
    serve(mock, lists={"Condition": searchset(*renal_cancer(), total=40)})
    (gap,) = client.chart_for("o1").not_fetched
    assert gap.why == "the server counts 40 but gave 2"


@pytest.mark.parametrize("severity", ["warning", "Warning"])
def test_outcomes_among_the_entries_are_not_counted_and_warnings_are_passed_on(mock, client, severity):
    page = searchset(*renal_cancer())
    page["entry"].append(
        {"resource": outcome("incomplete", "older records are archived", severity), "search": {"mode": "outcome"}}
    )
    serve(mock, lists={"Condition": page})
    report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    (issue,) = [issue for issue in report.issues if issue.code == "server-outcome"]
    assert (issue.severity.value, "older records are archived" in issue.detail) == ("warning", True)


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"resource": None},
        {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/p1"}}},
        {"resource": outcome("exception", "index damaged"), "search": {"mode": "outcome"}},
        {"resource": outcome("exception", "index damaged", "ERROR")},
        {"resource": {"resourceType": "OperationOutcome", "issue": [{"code": "exception"}]}},
        {"resource": {"resourceType": "OperationOutcome", "issue": {"severity": "error", "code": "exception"}}},
        {"resource": about_patient("Condition", "c9", meta={"tag": [{"code": "SUBSETTED"}]})},
    ],
    ids=[
        "null",
        "empty",
        "no resource",
        "no id",
        "error outcome",
        "error in capitals",
        "no severity",
        "issue alone",
        "shortened",
    ],
)
def test_a_page_with_an_entry_that_cannot_be_relied_on_leaves_the_list_incomplete(mock, client, entry):
    page = searchset(*renal_cancer())
    page["entry"].append(entry)
    serve(mock, lists={"Condition": page})
    assert the_only(check_orders(client, ["o1"])).verdict is Verdict.UNDETERMINED


def test_the_same_resource_on_two_pages_is_one(mock, client):
    first, second = renal_cancer()
    serve(mock, lists={"Condition": None})
    matcher = responses.matchers.query_param_matcher({"patient": "p1"}, strict_match=False)
    mock.get(
        f"{BASE}/Condition", json=searchset(first, second, link=next_link(f"{BASE}/Condition?page=2")), match=[matcher]
    )
    mock.get(f"{BASE}/Condition", json=searchset(second), match=[responses.matchers.query_param_matcher({"page": "2"})])
    (conditions,) = [part for part in client.chart_for("o1").lists if part.resource_type == "Condition"]
    assert [one["id"] for one in conditions.resources] == ["tumor", "metastases"]
    assert conditions.completeness is Completeness.COMPLETE


# Patients and days


def test_all_orders_of_a_patient_are_checked_against_one_chart(mock, client):
    metformin = about_patient(
        "MedicationRequest", "o2", status="active", intent="order", authoredOn="2026-11-01",
        medicationCodeableConcept=METFORMIN,
    )  # fmt: skip
    serve(mock, lists={"MedicationRequest": searchset(order(), metformin)})
    report = check_patient(client, "Patient/p1")
    assert {one.order: one.verdict for one in report.orders} == {
        "MedicationRequest/o1": Verdict.ACCEPT,
        "MedicationRequest/o2": Verdict.NOT_ASSESSED,
    }
    assert len(asked(mock, "Condition")) == 1


def test_orders_of_a_patient_that_may_be_missing_are_said_to_be(mock, client):
    serve(mock, lists={"MedicationRequest": searchset(order(), link=next_link("https://other.example.org/x"))})
    report = check_patient(client, "p1")
    assert the_only(report).verdict is Verdict.UNDETERMINED
    assert "order-not-fetched" in {issue.code for issue in report.issues}


def test_orders_since_a_day_are_found_without_asking_the_server_to_judge_the_drug(mock, client):
    metformin = about_patient(
        "MedicationRequest", "o2", status="active", intent="order", authoredOn="2026-11-21",
        medicationCodeableConcept=METFORMIN,
    )  # fmt: skip
    metformin["subject"] = {"reference": "Patient/p2"}
    serve(mock, lists={"MedicationRequest": None})
    by_day = responses.matchers.query_param_matcher({"authoredon": "ge2026-11-20"}, strict_match=False)
    of_patient = responses.matchers.query_param_matcher({"patient": "p1"}, strict_match=False)
    mock.get(f"{BASE}/MedicationRequest", json=searchset(order(), metformin), match=[by_day])
    mock.get(f"{BASE}/MedicationRequest", json=searchset(order()), match=[of_patient])
    report = check_since(client, "2026-11-20")
    assert {one.order: one.verdict for one in report.orders} == {
        "MedicationRequest/o1": Verdict.ACCEPT,
        "MedicationRequest/o2": Verdict.NOT_ASSESSED,
    }
    assert "code" not in asked(mock, "MedicationRequest")[0]
    assert not any("p2" in call.request.url for call in mock.calls)


def test_an_order_that_only_came_along_is_not_one_of_the_orders_asked_for(mock, client):
    page = searchset(order(), included=(order("earlier", authoredOn="2026-01-05"),))
    serve(mock, lists={"MedicationRequest": page})
    assert [one["id"] for one in client.orders_since("2026-11-20").resources] == ["o1"]
    assert [one.order for one in check_since(client, "2026-11-20").orders] == ["MedicationRequest/o1"]


def test_an_order_given_by_hand_stands_for_the_one_on_the_server(mock, client):
    serve(mock)
    changed = order()
    changed["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = 160
    found = the_only(check_orders(client, [changed]))
    assert found.verdict is Verdict.ERROR
    assert found.ordered.daily_mg == 160


def test_a_server_that_refuses_a_search_without_a_patient_is_quoted(mock, client):
    serve(mock, lists={"MedicationRequest": None})
    mock.get(f"{BASE}/MedicationRequest", status=400, json=outcome("required", "_id or patient is needed"))
    report = check_since(client, "2026-11-20")
    assert (report.orders, report.readable) == ((), False)
    (issue,) = report.issues
    assert issue.code == "order-not-fetched"
    assert "_id or patient is needed" in issue.detail


def test_orders_of_the_day_whose_chart_fails_are_reported_each(mock, client):
    serve(mock, lists={"MedicationRequest": None})
    by_day = responses.matchers.query_param_matcher({"authoredon": "ge2026-11-20"}, strict_match=False)
    of_patient = responses.matchers.query_param_matcher({"patient": "p1"}, strict_match=False)
    second = order("o2", status="draft")
    mock.get(f"{BASE}/MedicationRequest", json=searchset(order(), second), match=[by_day])
    mock.get(f"{BASE}/MedicationRequest", status=500, match=[of_patient])
    report = check_since(client, "2026-11-20")
    assert [one.order for one in report.orders] == ["MedicationRequest/o1", "MedicationRequest/o2"]
    assert all(one.verdict.rank <= Verdict.UNDETERMINED.rank for one in report.orders)


# Versions


@pytest.mark.parametrize(("said", "stated"), [("4.0.1", "R4"), ("4.3.0", "R4B"), ("5.0.0", "R5")])
def test_the_release_is_the_one_the_server_names(mock, client, said, stated):
    serve(mock)
    mock.replace("GET", f"{BASE}/metadata", json=capability(version=said))
    assert client.chart_for("o1").version == stated


def test_an_r5_server_that_gives_r4_resources_is_read_by_their_shape(mock, client):
    serve(mock)
    mock.replace("GET", f"{BASE}/metadata", json=capability(version="5.0.0"))
    report = check_orders(client, ["o1"])
    assert the_only(report).verdict is Verdict.ACCEPT
    assert "mixed-versions" in {issue.code for issue in report.issues}


def test_a_token_goes_with_every_request_to_the_server(mock):
    serve(mock)
    with ChartClient(BASE, auth=Bearer("synthetic-token"), settings=SETTINGS) as client:
        client.chart_for("o1")
    assert {call.request.headers["Authorization"] for call in mock.calls} == {"Bearer synthetic-token"}


def test_patients_are_told_apart(mock, client):
    serve(mock)
    assert client.chart_of("p1").patient == "Patient/p1"
    mock.get(f"{BASE}/Patient/p2", json=patient("p2"))
    chart = client.chart_of("p2")
    # This server ignores the patient parameter: what it gives is another's, and none of it is evidence.
    assert {part.resource_type for part in chart.not_fetched} == {"Condition", "MedicationRequest"}
    assert [entry["resource"]["id"] for entry in chart.bundle["entry"]] == ["p2"]


# What counts only in the last days


def pressure(systolic: int, on: str = "2026-11-18") -> dict[str, object]:
    value = {"value": systolic, "unit": "mm[Hg]", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    code = {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}
    return about_patient(
        "Observation", "pressure", status="final", code=code, effectiveDateTime=on, valueQuantity=value
    )


def newest(mock: responses.RequestsMock, **answer: object) -> None:
    """What the server answers to the two searches for the newest results; every other search finds nothing."""
    serve(mock, lists={"Observation": None})
    query = responses.matchers.query_param_matcher({"_sort": "-date"}, strict_match=False)
    # Where two answers fit `responses` gives the first one once.
    for _ in range(2):
        mock.get(f"{BASE}/Observation", match=[query], content_type=FHIR, **answer)
    mock.get(f"{BASE}/Observation", json=searchset(), content_type=FHIR)


def test_the_newest_blood_pressures_are_asked_for_and_no_older_ones(mock, client):
    """A high reading before the start reaches the pharmacist; ten years of them are not fetched."""
    newest(mock, json=searchset(pressure(192), link=next_link(f"{BASE}/Observation?page=2")))
    chart = client.chart_for("o1")
    assert chart.not_fetched == ()
    found = the_only(check_chart(chart))
    assert [one.code for one in found.findings if one.verdict is Verdict.WARNING] == ["blood-pressure-high"]
    (search,) = [one for one in asked(mock, "Observation") if "http://loinc.org|8480-6" in one["code"][0]]
    assert search["_sort"] == ["-date"]
    assert int(search["_count"][0]) <= 50
    assert not any("page" in one for one in asked(mock, "Observation"))


def test_an_ordinary_blood_pressure_changes_nothing(mock, client):
    newest(mock, json=searchset(pressure(134)))
    assert the_only(check_chart(client.chart_for("o1"))).verdict is Verdict.ACCEPT


def test_a_server_that_refuses_to_sort_costs_no_order_its_answer_and_is_told_of(mock, client):
    newest(mock, json=outcome("not-supported", "no sorting here"), status=400)
    chart = client.chart_for("o1")
    assert chart.not_fetched == ()
    report = check_chart(chart)
    assert the_only(report).verdict is Verdict.ACCEPT
    told = [issue.message.partition(" did not come")[0] for issue in report.issues]
    assert sorted(told) == [f"Observation: the list of the newest {one}" for one in ("findings", "results")]


@pytest.mark.parametrize(("written", "is_ahead"), [("2062-11-22", True), ("2026-11-20", False)])
def test_an_order_dated_ahead_is_told_of_by_the_client(mock, client, written, is_ahead):
    serve(mock, the_order=order(authoredOn=written))
    report = check_chart(client.chart_for("o1"), instant=datetime(2026, 11, 28, 12, tzinfo=UTC))
    assert ("order-dated-ahead" in {one.code for one in the_only(report).findings}) is is_ahead
