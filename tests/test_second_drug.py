"""A second drug is data: a made-up drug, brand and disease beside those shipped, with a folder name that sorts first.

Nothing here exists: neither aardonib, nor AARDOMO, nor aardoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient
from support.answer import said
from support.build import Resource, condition, dosage, every, icdo3, order, quantity, statement, to_json
from support.cds_call import INSTANCE, KEYS
from support.coding import CONDITIONS, DRUGS, SNOMED, concept, snomed
from support.form import printed
from support.listed import code
from support.plain import METFORMIN, collection, kidney, man, sixty
from support.product import medication as made_of
from support.product import products
from support.shipped import SHIPPED, shipped_with

from validator import check_bundle
from validator.cli import main
from validator.profiles import Profiles
from validator.report.model import OrderReport, Report
from validator.service.app import application
from validator.service.settings import ServiceSettings

FIXTURE = Path(__file__).parent / "fixtures" / "second-drug"
AARDONIB = products(FIXTURE, "aardonib")
IN_WORDS = {"text": "Aardomo 100 mg tablet"}
KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped label data with the second drug laid over them."""
    return shipped_with(FIXTURE, tmp_path_factory.mktemp("second") / "profiles")


@pytest.fixture(scope="module")
def profiles(folder: Path) -> Profiles:
    return Profiles(folder)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """The second drug without any label of cabozantinib; the value sets are those of both."""
    folder = tmp_path_factory.mktemp("alone") / "profiles"
    shutil.copytree(SHIPPED.root, folder)
    shutil.rmtree(folder / "labels")
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    return Profiles(folder)


def tablets(mg: int = 100) -> Resource:
    return concept(AARDONIB.branded_drugs["tablet", mg])


def second(mg: int = 100, name: str = "second", medication: Resource | None = None, **elements: object) -> Resource:
    """An order for the second drug, once daily."""
    return (
        order(medication or tablets(50 if mg == 50 else 100), [dosage(quantity(mg, "mg"), every())], name=name)
        | elements
    )


def tumor(code: Resource, **elements: object) -> Resource:
    return condition("aardoma", code, onset="2026-01-01", recorded="2026-01-02") | elements


def aardoma() -> Resource:
    return tumor(concept(code("aardoma/aardoma", SNOMED, FIXTURE)))


def asked(profiles: Profiles, resources: list[Resource], name: str = "second") -> OrderReport:
    """The answer on one order."""
    report = check_bundle(to_json(collection(resources)), profiles=profiles)
    return next(one for one in report.orders if one.order == f"MedicationRequest/{name}")


def codes(found: OrderReport) -> set[str]:
    return {one.code for one in found.findings}


def test_the_data_of_the_second_drug_hold_no_mistake(profiles: Profiles) -> None:
    assert profiles.mistakes() == ()


def test_its_order_is_judged_by_its_own_label(profiles: Profiles) -> None:
    found = asked(profiles, [man(), aardoma(), second()])
    assert found.verdict.value == "accept", said(found)
    assert "AARDOMO" in said(found)


def test_its_lower_step_is_asked_for_a_reason_by_its_own_ladder(profiles: Profiles) -> None:
    found = asked(profiles, [man(), aardoma(), second(50)])
    assert "dose-agrees" not in codes(found)
    assert "CABOMETYX" not in said(found)


def test_it_has_a_form_of_the_criteria_its_own_label_asks(profiles: Profiles, folder: Path) -> None:
    whole = profiles.definitions["Questionnaire/aardonib-criteria"]
    assert [item["linkId"] for item in whole["item"]] == ["dose-reduced-for-adverse-reaction"]
    chart = [man(), aardoma(), second(50)]
    made = printed(chart, "--profiles", str(folder))
    assert made.questions == ("dose-reduced-for-adverse-reaction",)
    response = made.answered({"dose-reduced-for-adverse-reaction": True})["entry"][1]["resource"] | {"id": "filed"}
    assert "dose-agrees" in codes(asked(profiles, [*chart, response]))
    response["questionnaire"] = response["questionnaire"].replace("aardonib", "cabozantinib")
    assert "dose-agrees" not in codes(asked(profiles, [*chart, response]))


def test_a_dose_that_only_the_other_label_knows_is_an_error(profiles: Profiles) -> None:
    """60 mg once daily is right for kidney cancer and cabozantinib, and was once accepted here."""
    found = asked(profiles, [*kidney(), second(60)])
    assert found.verdict.value == "error", said(found)
    assert "CABOMETYX" not in said(found)


def test_a_disease_of_the_other_label_is_none_of_its_own(profiles: Profiles) -> None:
    found = asked(profiles, [*kidney(), second()])
    assert found.verdict.value == "error"


def test_its_interaction_bends_its_dose(profiles: Profiles) -> None:
    chart = [man(), aardoma(), statement("drug", KETOCONAZOLE, start="2026-10-01")]
    assert asked(profiles, [*chart, second()]).verdict.value == "error"
    reduced = asked(profiles, [*chart, second(50)])
    assert (reduced.verdict.value, "dose-agrees" in codes(reduced)) == ("warning", True)


def again() -> list[Resource]:
    """The same dose once more after an order that was stopped for an adverse reaction."""
    stopped = second(name="before", status="stopped", authoredOn="2026-03-01", statusReason={"text": "Toxicity"})
    return [man(), aardoma(), stopped, second()]


def test_after_a_reaction_it_is_resumed_as_its_own_label_says(profiles: Profiles) -> None:
    (told,) = [one for one in asked(profiles, again()).findings if one.code == "dose-resumed-unchanged"]
    assert told.section == "2.9"
    assert "one step lower when the skin is clear" in told.detail


def test_a_label_that_says_nothing_of_a_reaction_leaves_the_same_dose_alone(folder: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(folder, tmp_path / "profiles")) / "labels" / "aardomo" / "2020-01-01.toml"
    text = path.read_text(encoding="utf-8")
    silent = re.sub(r"\[\[resumption\]\]\n(?:.+\n)+\n", "", text)
    assert silent != text
    path.write_text(silent, encoding="utf-8")
    assert "dose-resumed-unchanged" not in codes(asked(Profiles(tmp_path / "profiles"), again()))


def test_an_order_by_name_is_its_own_drug_too(profiles: Profiles) -> None:
    found = asked(profiles, [man(), aardoma(), second(medication=IN_WORDS)])
    assert "AARDOMO" in said(found)
    assert "CABOMETYX" not in said(found)


def test_an_order_by_a_medication_resource_is_its_own_drug_too(profiles: Profiles) -> None:
    tablet = made_of(AARDONIB.ingredient, form="tablet", strength_mg=100, name=None, substance=AARDONIB.ingredient)
    ordered = second(contained=[tablet | {"id": "drug"}], medicationReference={"reference": "#drug"})
    del ordered["medicationCodeableConcept"]
    found = asked(profiles, [man(), aardoma(), ordered])
    assert found.verdict.value == "accept", said(found)
    assert "AARDOMO" in said(found)


@pytest.mark.parametrize("name", ["order", "second"])
def test_orders_of_two_drugs_are_not_added_up(profiles: Profiles, name: str) -> None:
    """Two cancers in one chart are a caution of their own."""
    found = asked(profiles, [*kidney(), aardoma(), second()], name)
    assert found.verdict.value in ("accept", "warning"), said(found)
    assert "dose-agrees" in codes(found)
    assert not {"duplicate-order", "dose-above-label"} & codes(found)


def test_a_cabozantinib_order_goes_to_its_own_label_beside_a_folder_that_sorts_first(profiles: Profiles) -> None:
    found = asked(profiles, kidney(), "order")
    assert found.verdict.value == "accept", said(found)
    assert "CABOMETYX" in said(found)


def test_orders_of_one_drug_still_add_up(profiles: Profiles) -> None:
    group = {"system": "urn:oid:1.2.3", "value": "r-1"}
    both = [second(groupIdentifier=group), second(name="again", groupIdentifier=group)]
    found = asked(profiles, [man(), aardoma(), *both])
    assert found.verdict.value == "error", said(found)
    twice = kidney(sixty(groupIdentifier=group), sixty(id="again", groupIdentifier=group))
    assert asked(profiles, twice, "order").verdict.value == "error"
    # Without a group they may be one prescription written twice.
    unlinked = asked(profiles, [man(), aardoma(), second(), second(name="again")])
    assert unlinked.verdict.value == "undetermined", said(unlinked)


def test_a_doubtful_order_of_the_other_drug_weighs_nothing_here(profiles: Profiles) -> None:
    doubtful = second(status="strange")
    assert asked(profiles, [*kidney(), doubtful], "order").verdict.value == "accept"
    own = asked(profiles, [man(), aardoma(), second(name="own"), doubtful], "own")
    assert own.verdict.value == "undetermined"


def test_its_precaution_is_asked_of_its_own_label(profiles: Profiles) -> None:
    found = asked(profiles, [*nursing(), second()])
    assert found.verdict.value == "warning"
    assert OWN_CODE in codes(found)
    assert "breastfeeding" not in codes(found)


@pytest.mark.parametrize("sig", ["Aardomo 100 mg once daily for aardoma", "take aardonib 100 mg daily"])
def test_its_names_are_read_in_its_sig_and_in_no_other(profiles: Profiles, sig: str) -> None:
    own = second(dosageInstruction=[{"text": sig}])
    assert "dose-agrees" in codes(asked(profiles, [man(), aardoma(), own]))
    other = sixty(dosageInstruction=[{"text": sig.replace("100", "60")}])
    assert "dose-not-known" in codes(asked(profiles, kidney(other), "order"))
    named = sixty(dosageInstruction=[{"text": "Cabometyx 60 mg once daily for RCC"}])
    assert "dose-agrees" in codes(asked(profiles, kidney(named), "order"))


# --- A finding code that only its label data know

OWN_CODE, OWN_TITLE = "aardonib-in-milk", "Breastfeeding on aardonib"


def nursing() -> list[Resource]:
    milk = condition("milk", concept(*CONDITIONS["breastfeeding"]), onset="2026-11-01", recorded="2026-11-01")
    return [man(), aardoma(), milk]


def test_its_code_has_its_name_in_the_outcome(profiles: Profiles) -> None:
    outcome = check_bundle(to_json(collection([*nursing(), second()])), profiles=profiles).to_operation_outcome("R4")
    (issue,) = (one for one in outcome.issue if one.details.coding[0].code == OWN_CODE)
    assert issue.details.coding[0].display == OWN_TITLE
    assert (issue.severity, issue.code) == ("warning", "business-rule")


def test_its_code_has_its_page(folder: Path) -> None:
    done = CliRunner().invoke(main, ["explain", "--profiles", str(folder), OWN_CODE])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{OWN_CODE}: {OWN_TITLE}\n\nNo breastfeeding during treatment")
    assert f"{OWN_CODE} " in CliRunner().invoke(main, ["explain", "--profiles", str(folder)]).stdout
    assert CliRunner().invoke(main, ["explain", OWN_CODE]).exit_code == 2


def test_its_code_is_in_the_code_system_of_its_service_and_in_no_other(service: TestClient) -> None:
    concepts = service.get("/fhir/CodeSystem/finding").json()["concept"]
    (own,) = (one for one in concepts if one["code"] == OWN_CODE)
    assert own["display"] == OWN_TITLE
    assert "dose-above-label" in {one["code"] for one in concepts}
    shipped = Profiles(SHIPPED.root).definitions["CodeSystem/finding"]
    assert OWN_CODE not in {one["code"] for one in shipped["concept"]}


def test_a_card_names_its_code(service: TestClient) -> None:
    (card,) = hooked(service, second(status="draft"), nursing())
    assert card["source"]["topic"]["code"] == OWN_CODE
    assert card["source"]["topic"]["display"] == OWN_TITLE


def test_its_code_needs_its_page(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "profiles"
    shutil.copytree(folder, broken)
    (broken / "labels" / "aardomo" / "pages.toml").unlink()
    expected = f"labels/aardomo/2020-01-01.toml: lactation has the code {OWN_CODE}, which has no page in pages.toml"
    assert Profiles(broken).mistakes() == (expected,)


# --- its diseases: a code that leaves others open, a family, a word that looks like it; all of it data

OF_NO_ORGAN = concept(code("aard:site_required", SNOMED, FIXTURE))


def in_organ(code: str) -> Resource:
    return tumor(OF_NO_ORGAN, bodySite=[concept(icdo3(code, "an organ"))])


def test_its_organ_alone_leaves_another_disease_open(profiles: Profiles) -> None:
    found = asked(profiles, [man(), tumor(concept(code("aardoma:ambiguous", SNOMED, FIXTURE))), second()])
    assert found.verdict.value == "undetermined", said(found)
    assert "leaves other diseases possible" in said(found)


@pytest.mark.parametrize(("organ", "verdict"), [("C99.9", "accept"), ("C18.0", "error")])
def test_its_family_is_told_apart_by_the_organ(profiles: Profiles, organ: str, verdict: str) -> None:
    found = asked(profiles, [man(), in_organ(organ), second()])
    assert found.verdict.value == verdict, said(found)


def test_its_family_without_an_organ_is_open(profiles: Profiles) -> None:
    found = asked(profiles, [man(), tumor(OF_NO_ORGAN), second()])
    assert found.verdict.value == "undetermined", said(found)
    assert "organ not told leaves other diseases possible" in said(found)


@pytest.mark.parametrize(
    ("words", "verdict"), [("Cancer of the aard, left", "undetermined"), ("Cancer of lip", "error")]
)
def test_a_word_that_looks_like_it_leaves_it_open(profiles: Profiles, words: str, verdict: str) -> None:
    found = asked(profiles, [man(), tumor(concept(snomed("99000009999", words))), second()])
    assert found.verdict.value == verdict, said(found)


def test_a_folder_that_names_an_unknown_disease_is_told_so(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "profiles"
    shutil.copytree(folder, broken)
    file = broken / "valuesets" / "diseases" / "aardoma-ambiguous.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    url = "https://labelcheck.example.org/fhir/StructureDefinition/disease"
    content["extension"] = [{"url": url, "valueCode": "aardo"}]
    file.write_text(json.dumps(content), encoding="utf-8")
    (mistake,) = Profiles(broken).mistakes()
    assert mistake.startswith(
        "valuesets/diseases/aardoma-ambiguous.json.extension: aardo is no disease; known are aard, "
    )


# --- Every edge


def charted(orders: list[Resource], *, beside: bool) -> list[Resource]:
    """A chart with these orders, and where asked for an order for cabozantinib that is right in it."""
    return [*(kidney() if beside else [man()]), aardoma(), *orders]


BESIDE = pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside cabozantinib"])


def own_words(profiles: Profiles, orders: list[Resource], *, beside: bool) -> Report:
    return check_bundle(to_json(collection(charted(orders, beside=beside))), profiles=profiles, structure="read")


def command(*arguments: str, chart: list[Resource] | None = None) -> Result:
    given = to_json(collection(chart)) if chart is not None else None
    return CliRunner().invoke(main, list(arguments), input=given)


@BESIDE
def test_the_report_in_words_names_its_disease_and_label(folder: Path, beside: bool) -> None:
    chart = charted([second()], beside=beside)
    done = command("check", "--profiles", str(folder), "--format", "text", "-", chart=chart)
    assert done.exit_code == 0, done.output
    assert "For           the made-up aardoma\n" in done.output
    assert "AARDOMO, revision of 2020-01-01" in done.output
    assert ("CABOMETYX" in done.output) is beside


@BESIDE
def test_the_report_in_json_gives_its_label_and_dose(folder: Path, beside: bool) -> None:
    chart = charted([second(60)], beside=beside)
    done = command("check", "--profiles", str(folder), "--format", "json", "-", chart=chart)
    assert done.exit_code == 1
    own = {one["order"]: one for one in json.loads(done.output)["orders"]}["MedicationRequest/second"]
    assert (own["verdict"], own["indication"]) == ("error", "aardoma")
    assert (own["label"]["product"], own["expected"]["schedule"]) == ("AARDOMO", "100 mg once daily")


@BESIDE
def test_the_outcome_names_its_label_in_every_issue_of_its_order(profiles: Profiles, beside: bool) -> None:
    report = own_words(profiles, [second(60)], beside=beside)
    order = next(one for one in report.orders if one.order == "MedicationRequest/second")
    outcome = report.to_operation_outcome("R4")
    issues = [one for one in outcome.issue if order.expression in " ".join(one.expression or ())]
    assert issues
    assert all("CABOMETYX" not in (one.diagnostics or "") for one in issues)
    assert any("AARDOMO" in (one.diagnostics or "") for one in issues)


def test_the_label_command_shows_its_revision(folder: Path) -> None:
    done = command("label", "--profiles", str(folder), "--product", "aardomo")
    assert done.exit_code == 0
    assert "AARDOMO (aardonib), in force from 2020-01-01" in done.output
    assert "taking strong CYP3A4 inhibitors" in done.output
    assert command("label", "--product", "aardomo").exit_code == 2


def test_explain_knows_its_value_sets_and_who_asks_for_them(folder: Path) -> None:
    done = command("explain", "--profiles", str(folder), "aardoma")
    assert done.exit_code == 0
    assert "Domain indications, group aardoma: 1 codes" in done.output
    for word in ("taking", "strong-cyp3a4-inhibitors"):
        page = command("explain", "--profiles", str(folder), word).output
        assert "aardomo strong-inhibitor" in " ".join(page.split())
    assert command("explain", "aardoma").exit_code == 2


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[TestClient]:
    settings = ServiceSettings(profiles=folder, structure="read", public_url="http://127.0.0.1:1")
    with TestClient(application(settings)) as client:
        yield client


@BESIDE
def test_the_operation_judges_it_by_its_own_label(service: TestClient, beside: bool) -> None:
    body = to_json(collection(charted([second(60)], beside=beside)))
    answer = service.post("/fhir/$check-order", content=body, headers={"Content-Type": "application/fhir+json"})
    assert answer.status_code == 200
    assert "AARDOMO" in answer.text
    assert ("CABOMETYX" in answer.text) is beside


def hooked(service: TestClient, draft: Resource, chart: list[Resource]) -> list[dict[str, Any]]:
    """The cards at signing this draft beside this chart."""
    lists: dict[str, Any] = {key: {"resourceType": "Bundle", "type": "searchset"} for key in KEYS.values()}
    for one in chart:
        if one["resourceType"] == "Patient":
            lists["patient"] = one
        else:
            lists[KEYS[one["resourceType"]]].setdefault("entry", []).append({"resource": one})
    draft_orders = {"resourceType": "Bundle", "entry": [{"resource": draft}]}
    context = {"userId": "Practitioner/p", "patientId": man()["id"], "draftOrders": draft_orders}
    call = {"hook": "order-sign", "hookInstance": INSTANCE, "context": context, "prefetch": lists}
    answer = service.post("/cds-services/cabozantinib-order-sign", content=to_json(call))
    assert answer.status_code == 200, answer.text
    return answer.json()["cards"]


@BESIDE
def test_a_card_proposes_the_dose_of_its_own_label_and_links_its_page(service: TestClient, beside: bool) -> None:
    chart = [*(kidney() if beside else [man()]), aardoma()]
    card = hooked(service, second(60, status="draft"), chart)[0]
    assert card["indicator"] == "critical"
    assert card["source"]["label"] == "AARDOMO label, revision 2020-01-01"
    suggestion = card["suggestions"][0]
    assert suggestion["label"] == "Label dose: 100 mg once daily"
    assert suggestion["actions"][0]["resource"]["medicationCodeableConcept"]["coding"][0]["code"] == "99000100"
    page = service.get(card["links"][0]["url"].removeprefix("http://127.0.0.1:1"))
    assert page.status_code == 200
    assert "aardonib" in page.text


def test_a_right_draft_of_it_has_no_card(service: TestClient) -> None:
    assert hooked(service, second(status="draft"), [man(), aardoma()]) == []


def test_a_service_with_the_shipped_content_knows_nothing_of_it() -> None:
    settings = ServiceSettings(structure="read", public_url="http://127.0.0.1:1")
    with TestClient(application(settings)) as service:
        assert hooked(service, second(60, status="draft"), [man(), aardoma()]) == []
        assert service.get("/labels/aardomo/2020-01-01").status_code == 404


def test_without_a_label_of_cabozantinib_its_order_is_not_accepted_by_another(alone: Profiles) -> None:
    assert asked(alone, [man(), aardoma(), second()]).verdict.value == "accept"
    other = asked(alone, [*kidney(), aardoma(), second()], "order")
    assert other.verdict.value not in ("accept", "warning")
    assert other.label is None


def test_an_order_for_neither_is_told_the_drugs_there_are(profiles: Profiles) -> None:
    other = order(METFORMIN, [dosage(quantity(500, "mg"), every())], name="other")
    assert said(asked(profiles, [man(), other], "other")).count("the order is not for aardonib or cabozantinib") == 1
    shipped = check_bundle(to_json(collection([man(), other]))).orders[0]
    assert "the order is not for cabozantinib" in shipped.findings[0].message


def test_the_services_say_which_drugs_they_know(service: TestClient) -> None:
    titles = {one["title"] for one in service.get("/cds-services").json()["services"]}
    assert titles == {
        "Aardonib or cabozantinib label check",
        "Aardonib or cabozantinib label check while ordering",
    }
    for page in ("/fhir/metadata", "/openapi.json"):
        assert "Checks orders for aardonib or cabozantinib against" in service.get(page).text


# --- A folder that cannot be used


def test_a_folder_that_is_no_profiles_folder_is_wrong_usage(tmp_path: Path) -> None:
    for arguments in (["check", "--profiles", str(tmp_path), "-"], ["label", "--profiles", str(tmp_path)]):
        done = command(*arguments, chart=[man()])
        assert done.exit_code == 2
        assert "a profiles folder holds valuesets and labels" in done.output


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = command("label", "check", str(tmp_path / "profile"))
    assert done.exit_code == 2
    assert re.search(r"there is no folder\s+\S*profile", done.output)


def test_a_folder_without_a_list_is_told_where_lists_lie(tmp_path: Path) -> None:
    (tmp_path / "valuesets").mkdir()
    done = command("label", "check", str(tmp_path))
    assert done.exit_code == 1
    assert "valuesets: there are no value sets in the folders of its topics" in done.output


def test_lists_of_one_drug_alone_are_told_what_else_every_check_reads() -> None:
    done = command("label", "check", str(FIXTURE))
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith("valuesets: no list is of the domain any-cancer, conditions-risk, cyp3a4, ")


def broken_products(folder: Path, tmp_path: Path, old: str, new: str) -> str:
    """What is said of the folder when its list of the products of the second drug says something else."""
    broken = tmp_path / "profiles"
    shutil.copytree(folder, broken)
    file = broken / "valuesets" / "products" / "aardonib-products.json"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    done = command("label", "check", str(broken))
    assert done.exit_code == 1
    return done.output


def test_a_label_whose_products_no_list_has_is_refused_since_no_order_would_be_judged(
    folder: Path, tmp_path: Path
) -> None:
    said = broken_products(folder, tmp_path, '"value": "aardonib"', '"value": "aardonip"')
    assert "aardomo/2020-01-01.toml: ingredient is aardonib, whose products no value set lists" in said
    assert "listed are those of aardonip, cabozantinib" in said


def test_a_strength_that_no_listed_product_has_is_refused(folder: Path, tmp_path: Path) -> None:
    said = broken_products(folder, tmp_path, '"valueDecimal": 100', '"valueDecimal": 110')
    assert "aardomo/2020-01-01.toml: tablets of 100 mg are no listed product of aardonib" in said


def test_a_form_that_no_listed_product_has_is_refused(folder: Path, tmp_path: Path) -> None:
    said = broken_products(folder, tmp_path, '"valueCode": "tablet"', '"valueCode": "capsule"')
    assert "tablets of 100 mg are no listed product of aardonib" in said


def test_a_service_does_not_start_with_a_folder_that_holds_a_mistake(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "profiles"
    shutil.copytree(folder, broken)
    label = broken / "labels" / "aardomo" / "2020-01-01.toml"
    label.write_text(label.read_text().replace('name = "aardoma" }', 'name = "aardomma" }'))
    done = command("serve", "--check", "--port", "0", "--profiles", str(broken))
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert "labels/aardomo/2020-01-01.toml: aardoma names aardomma, which is no disease" in said
    assert command("serve", "--check", "--port", "0", "--profiles", str(folder)).exit_code == 0
