"""Charts from a short form and from a FHIR server: real Bundles, and what did not come is never taken for absent."""

from __future__ import annotations

import json

import pytest
import responses
from support.fhir_http import BASE, FHIR, serve
from support.fhir_models import judge
from support.shipped import SHIPPED

from validator.client.settings import ClientSettings
from validator.sandbox.fetched import fetched
from validator.sandbox.inquiry import Inquiry, InquiryError
from validator.sandbox.judgement import judged
from validator.sandbox.short_form import ShortForm, chart_of_form, formable
from validator.verdict import Verdict

FORMABLE = formable(SHIPPED)
SERVERS = {BASE: ClientSettings(server=BASE)}


def start(name: str) -> str:
    """The first dose of the label for an adult."""
    label, indication = FORMABLE[name]
    return str(next(one for one in label.regimen if indication.id in one.indications).ladder[0].mg)


def filled(name: str, **more: str) -> str:
    answers = {"indication": name, "age": "60", "kilograms": "80", "milligrams": start(name), "day": "2026-11-22"}
    return chart_of_form(ShortForm(**answers | more), SHIPPED)


def verdict(document: str) -> Verdict:
    order = judged(Inquiry(document), SHIPPED).order
    assert order is not None
    return order.verdict


@pytest.mark.parametrize("name", FORMABLE)
def test_the_form_makes_a_chart_that_the_label_accepts_where_all_is_stated(name: str) -> None:
    assert verdict(filled(name, met="yes")) is Verdict.ACCEPT


@pytest.mark.parametrize("name", FORMABLE)
def test_what_the_form_leaves_open_is_open_in_the_chart(name: str) -> None:
    assert verdict(filled(name)) is Verdict.UNDETERMINED


@pytest.mark.parametrize("name", FORMABLE)
def test_what_the_form_makes_is_sound_fhir(name: str) -> None:
    for entry in json.loads(filled(name, met="yes", liver="B", beside="6135"))["entry"]:
        judge(entry["resource"], "R4")


@pytest.mark.parametrize("name", FORMABLE)
def test_the_form_names_a_disease_as_people_do_and_no_sex_that_nobody_chose(name: str) -> None:
    chart = {entry["resource"]["id"]: entry["resource"] for entry in json.loads(filled(name))["entry"]}
    (coding,) = chart["tumor"]["code"]["coding"]
    assert coding["display"] not in ("Hypernephroma", "Well-differentiated neuroendocrine tumor of the corpus uteri")
    assert "gender" not in chart["patient"]
    female = json.loads(filled(name, gender="female"))["entry"][0]["resource"]
    assert female["gender"] == "female"


def test_kidney_cancer_of_the_form_is_called_renal_cell_carcinoma() -> None:
    name = next(one for one in FORMABLE if one.endswith("/rcc-mono"))
    assert '"display": "Renal cell carcinoma"' in filled(name)


def test_a_liver_class_a_drug_and_a_childs_weight_bend_the_dose() -> None:
    name = next(one for one in FORMABLE if one.endswith("/hcc"))
    assert verdict(filled(name, met="yes", liver="B")) is Verdict.ERROR
    assert verdict(filled(name, met="yes", beside="6135")) is Verdict.ERROR
    name = next(one for one in FORMABLE if one.endswith("/epnet"))
    assert verdict(filled(name, met="yes", age="14", kilograms="38", milligrams="60")) is Verdict.ERROR
    assert (
        verdict(filled(name, met="yes", age="14", kilograms="38", milligrams="40")) is Verdict.WARNING
    )  # no pregnancy test
    assert verdict(filled(name, met="yes", age="14", kilograms="")) is Verdict.UNDETERMINED
    assert verdict(filled(name, met="yes", age="")) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "more",
    [{"indication": "x"}, {"age": "old"}, {"age": "500"}, {"age": "-1"}, {"kilograms": "x"}, {"liver": "D"},
     {"age": "²"}, {"beside": "1"}, {"milligrams": ""}, {"day": "today"}],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_refused_in_words(more: dict[str, str]) -> None:
    with pytest.raises(InquiryError, match=r"\.$"):
        filled(next(iter(FORMABLE)), **more)


@pytest.mark.parametrize("given", [{"x": "1"}, {"age": 14}, {"age": "1" * 100}])
def test_a_form_that_is_none_is_refused(given: dict) -> None:
    with pytest.raises(InquiryError):
        ShortForm.of(given)


@pytest.mark.parametrize("asked", [{"order": "o1"}, {"patient": "p1"}])
def test_a_chart_comes_from_a_server_that_was_named(asked: dict[str, str]) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        serve(mock)
        found = fetched({"server": BASE, **asked}, SERVERS, SHIPPED)
    assert "Everything" in found["said"]
    assert verdict(found["document"]) is Verdict.ACCEPT


def test_a_list_that_did_not_come_is_not_taken_for_absent() -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        serve(mock, lists={"MedicationStatement": None})
        mock.get(f"{BASE}/MedicationStatement", body=b"{", content_type=FHIR)
        found = fetched({"server": BASE, "order": "o1"}, SERVERS, SHIPPED)
    assert "MedicationStatement" in found["said"]
    assert verdict(found["document"]) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "asked",
    [{}, {"server": "https://other.example.org/fhir", "order": "o1"}, {"server": BASE},
     {"server": [BASE], "order": "o1"}, {"server": BASE, "order": "../metadata"}, {"server": BASE, "patient": "a/b/c"}],
)  # fmt: skip
def test_another_server_and_what_is_no_id_are_refused_without_a_request(asked: dict) -> None:
    with responses.RequestsMock(), pytest.raises(InquiryError, match=r"\.$"):
        fetched(asked, SERVERS, SHIPPED)
