"""A label revision as a FHIR Bundle: every statement whole and once, every dose for those it is for and no others."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.build import Resource
from support.by_size import copied_to
from support.label import adjustment, indication, label, regimen
from support.labelled import newest_revisions, references, resources, shipped_revisions, statements
from support.shipped import BOOK, LABELS, load_label

from validator.cli import main
from validator.criteria.registry import read_criterion
from validator.fhir.version import FhirVersion
from validator.label.model import Label
from validator.profiles import Profiles
from validator.report.label_fhir import label_bundle
from validator.report.label_population import ways

R4B, R5 = FhirVersion.R4B, FhirVersion.R5
NEWEST = load_label("cabometyx", date(2025, 3, 26))
ALL = pytest.mark.parametrize("one", list(shipped_revisions()), ids=lambda one: f"{one.product}-{one.revision}")
RELEASES = pytest.mark.parametrize("release", [R4B, R5])


def bundle(one: Label = NEWEST, release: FhirVersion = R5) -> Resource:
    return label_bundle(one, BOOK, release)


def use(statement: str, one: Label = NEWEST, release: FhirVersion = R5) -> Resource:
    (found,) = (
        use
        for use in resources(bundle(one, release), "ClinicalUseDefinition")
        if use["id"] == f"{one.product.lower()}-{one.revision}-{statement}"
    )
    return found


def guidelines(one: Label, indication: str) -> list[Resource]:
    """The dosing guidelines of an indication."""
    (knowledge,) = resources(bundle(one), "MedicationKnowledge")
    (found,) = (
        guideline["dosingGuideline"]
        for guideline in knowledge["indicationGuideline"]
        if guideline["indication"][0]["reference"]["reference"].endswith(f"-{indication}")
    )
    return list(found)


def fits(characteristics: list[Resource], person: dict[str, str]) -> bool:
    """Whether a person (UCUM unit: amount) has each characteristic."""
    for one in characteristics:
        limit = one["valueQuantity"]
        told, bound = Decimal(person[limit["code"]]), Decimal(str(limit["value"]))
        if not (told < bound if limit["comparator"] == "<" else told >= bound):
            return False
    return True


def start(guideline: Resource) -> str:
    dose: str = guideline["dosage"][0]["dosage"][0]["text"]
    return dose.partition(",")[0]


def starts(person: dict[str, str], one: Label = NEWEST, indication: str = "dtc") -> set[str]:
    """The starts of all guidelines that a person fits in."""
    found = guidelines(one, indication)
    return {start(guideline) for guideline in found if fits(guideline.get("patientCharacteristic", []), person)}


@ALL
@RELEASES
def test_every_statement_of_a_label_stands_in_its_bundle_as_the_data_have_it(one: Label, release: FhirVersion) -> None:
    told = {found["id"][0]: found for found in statements(bundle(one, release))}
    meant = {statement.id: statement for statement in one.statements() if statement not in one.interval}
    assert told.keys() == meant.keys()
    for name, statement in meant.items():
        parts = {part: told[name][part] for part in ("section", "gist", "confidence", "source")}
        assert parts == {
            "section": [statement.section],
            "gist": [statement.gist],
            "confidence": [statement.confidence.value],
            "source": [statement.source],
        }


@ALL
@RELEASES
def test_every_reference_leads_to_a_resource_of_the_bundle_and_each_is_there_once(
    one: Label, release: FhirVersion
) -> None:
    whole = bundle(one, release)
    there = Counter(f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in whole["entry"])
    assert set(there.values()) == {1}
    assert set(references(whole)) <= there.keys()
    assert all(entry["fullUrl"].endswith(name) for entry, name in zip(whole["entry"], there, strict=True))


@RELEASES
def test_the_models_of_a_release_read_every_resource(release: FhirVersion) -> None:
    package = "fhir.resources.R4B" if release is R4B else "fhir.resources"
    for one in newest_revisions():
        for entry in bundle(one, release)["entry"]:
            kind = entry["resource"]["resourceType"]
            model = getattr(import_module(f"{package}.{kind.lower()}"), kind)
            model.model_validate(json.loads(json.dumps(entry["resource"])))


@ALL
def test_the_doses_of_an_indication_are_the_ladders_of_its_regimens(one: Label) -> None:
    for indication_of in one.indication:
        ladders = {regimen.id: regimen.ladder for regimen in one.regimen if indication_of.id in regimen.indications}
        found = guidelines(one, indication_of.id)
        assert {told["id"][0] for guideline in found for told in statements(guideline)} == ladders.keys()
        for guideline in found:
            (told,) = statements(guideline)
            for step, dose in zip(guideline["dosage"], ladders[told["id"][0]], strict=True):
                (dosage,) = step["dosage"]
                repeat = dosage["timing"]["repeat"]
                assert dosage["text"].startswith(f"{dose}, ")
                assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == dose.mg
                assert (repeat["frequency"] * dose.every_days, repeat["periodUnit"]) == (repeat["period"], "d")


@pytest.mark.parametrize(
    ("years", "kilograms", "expected"),
    [
        ("12", "39.9", {"40 mg once daily"}),
        ("12", "40", {"60 mg once daily"}),
        ("16", "39.9", {"40 mg once daily"}),
        ("16", "40", {"60 mg once daily"}),
        ("17", "40", {"60 mg once daily"}),
        ("18", "39.9", {"60 mg once daily"}),
        ("60", "80", {"60 mg once daily"}),
    ],
)
def test_a_person_fits_in_the_guidelines_of_one_start(years: str, kilograms: str, expected: set[str]) -> None:
    assert starts({"a": years, "kg": kilograms}) == expected


def test_of_a_patient_whom_the_label_leaves_open_nothing_is_said() -> None:
    # Under 40 kg, 17 years may be a child or not: the check is undetermined, and no guideline is for them.
    assert starts({"a": "17", "kg": "39.9"}) == set()


@pytest.mark.parametrize(("square_metres", "expected"), [("1.19", {"40 mg once daily"}), ("1.2", {"60 mg once daily"})])
def test_the_limit_by_body_surface_is_that_of_its_revision(square_metres: str, expected: set[str]) -> None:
    one = load_label("cabometyx", date(2021, 9, 17))
    assert starts({"a": "14", "m2": square_metres}, one) == expected


def test_each_way_into_a_population_is_a_group_that_the_doses_name() -> None:
    whole = bundle()
    groups = {one["id"]: one for one in resources(whole, "Group")}
    (under,) = (one for name, one in groups.items() if "-dtc-40-" in name)
    assert under["name"] == "age under 17 years and body weight under 40 kg"
    assert under["membership"] == "definitional"
    assert [fits(under["characteristic"], {"a": "16", "kg": weight}) for weight in ("39.9", "40")] == [True, False]
    told = {told["id"][0]: told.get("population", []) for told in statements(resources(whole, "MedicationKnowledge"))}
    assert [one["reference"] for one in told["dtc-40"]] == [f"Group/{under['id']}"]
    assert len(told["dtc-60"]) == 2
    assert told["rcc-mono-60"] == []


@pytest.mark.parametrize("kind", ["diabetic", "disease"])
def test_a_population_that_characteristics_cannot_say_has_its_words_alone(kind: str) -> None:
    other = {"kind": "disease", "name": "rcc"}
    question: Any = {
        "diabetic": {"kind": "all", "of": [{"kind": "age-at-least", "years": 12}, other]},
        "disease": other,
    }[kind]
    one = label(regimen=[regimen(when=question, population="people with another disease")])
    (found,) = guidelines(one, "warts")
    assert "patientCharacteristic" not in found
    assert found["dosage"][0]["dosage"][0]["text"] == "60 mg once daily, people with another disease"
    assert resources(bundle(one), "Group") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"kind": "not", "of": {"kind": "child-pugh", "classes": ["C"]}}, None),
        ({"kind": "child-pugh", "classes": ["A", "B"]}, ["Child-Pugh class A or B"]),
        (
            {"kind": "not", "of": {"kind": "any", "of": [{"kind": "weight-at-least", "kg": 40}] * 2}},
            ["body weight under 40 kg and body weight under 40 kg"],
        ),
        (
            {"kind": "not", "of": {"kind": "all", "of": [{"kind": "age-at-least", "years": 12}] * 2}},
            ["age under 12 years", "age under 12 years"],
        ),
    ],
)
def test_a_question_is_said_in_characteristics_exactly_or_not_at_all(question: Any, expected: list[str] | None) -> None:
    found = ways(read_criterion(question))
    told = None if found is None else [" and ".join(axis.words for axis in way) for way in found]
    assert told == expected


def test_a_dose_by_size_is_told_for_each_kilogram_with_its_limit(tmp_path: Path) -> None:
    profiles = Profiles(copied_to(tmp_path / "profiles"))
    one = profiles.labels.newest("beetosol")
    assert one is not None
    (knowledge,) = resources(label_bundle(one, profiles.book), "MedicationKnowledge")
    dosage = knowledge["indicationGuideline"][0]["dosingGuideline"][0]["dosage"][0]["dosage"][0]
    assert dosage["text"] == "2 mg/kg twice daily, at most 100 mg, all patients"
    assert dosage["timing"]["repeat"] == {"frequency": 2, "period": 1, "periodUnit": "d"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["code"] == "mg/kg"
    assert dosage["maxDosePerAdministration"]["value"] == 100


def test_what_is_never_exceeded_stands_with_the_product_and_is_no_limit_of_a_dose() -> None:
    (product,) = resources(bundle(), "MedicinalProductDefinition")
    most = {one["type"]["text"]: one["valueQuantity"] for one in product["characteristic"]}["never more a day"]
    assert (most["value"], most["code"]) == (80, "mg/d")
    assert "maxDose" not in json.dumps(bundle())


def test_a_change_for_the_liver_is_one_warning_and_no_table_of_doses() -> None:
    found = use("child-pugh-b")
    assert found["type"] == "warning"
    assert "60 mg once daily becomes 40 mg once daily." in found["warning"]["description"]
    (group,) = found["population"]
    (whom,) = (one for one in resources(bundle(), "Group") if group["reference"].endswith(one["id"]))
    assert whom["characteristic"][0]["valueCodeableConcept"]["text"] == "Child-Pugh class B"


def test_an_interaction_names_the_drugs_and_each_change_of_dose_with_how_well_it_is_known() -> None:
    found = use("strong-inhibitor")["interaction"]
    assert found["interactant"] == [{"itemCodeableConcept": {"text": "strong CYP3A4 inhibitors"}}]
    told = [one["text"] for one in found["management"]]
    assert "60 mg once daily becomes 40 mg once daily." in told
    assert any("20 mg every other day" in one and one.endswith("(inferred).") for one in told)
    assert any("differentiated thyroid cancer (pediatric patients under 40 kg)" in one for one in told)


def test_the_partner_of_an_indication_is_named_in_each_release() -> None:
    for release, name in ((R4B, "therapy"), (R5, "treatment")):
        (partner,) = use("rcc-nivo", release=release)["indication"]["otherTherapy"]
        assert partner[name]["concept"]["text"] == "nivolumab"
    assert "otherTherapy" not in use("rcc-mono")["indication"]


def precaution(**changes: Any) -> dict[str, Any]:
    return {
        "id": "bleeding",
        "code": "label-precaution",
        "section": "5.1",
        "gist": "Not for people who bleed.",
        "confidence": "verified",
        "source": "invented",
        "when": {"kind": "condition-active", "groups": ["hemorrhage"]},
        "verdict": "error",
        "message": "The patient bleeds.",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "warning"),
        ({"section": "4"}, "contraindication"),
        ({"section": "4", "verdict": "accept"}, "warning"),
        ({"section": "6.2"}, "undesirable-effect"),
        ({"section": "7.1", "when": {"kind": "taking", "groups": ["strong_inhibitor"]}}, "interaction"),
    ],
)
def test_a_precaution_is_of_the_kind_that_its_section_and_its_question_say(changes: Any, kind: str) -> None:
    one = label(precaution=[precaution(**changes)])
    assert use("bleeding", one)["type"] == kind


def test_no_shipped_label_has_a_contraindication_as_none_of_them_names_one() -> None:
    kinds = {
        one["type"] for label_of in shipped_revisions() for one in resources(bundle(label_of), "ClinicalUseDefinition")
    }
    assert kinds == {"indication", "interaction", "undesirable-effect", "warning"}


def test_a_warning_of_some_uses_names_them() -> None:
    (told,) = statements(use("pediatric-not-established"))
    assert [one["reference"].rpartition("26-")[2] for one in told["indication"]] == ["rcc-mono", "rcc-nivo", "hcc"]
    assert "indication" not in next(statements(use("hemorrhage")))


def test_words_of_a_label_cannot_become_markup() -> None:
    one = label(indication=[indication(gist="Warts <b>& more</b>")])
    assert "<p>Warts &lt;b&gt;&amp; more&lt;/b&gt;</p>" in use("warts", one)["text"]["div"]


def test_an_id_that_fhir_does_not_allow_becomes_another_that_is_always_the_same() -> None:
    one = label(adjustment=[adjustment(id="a_change_" + "x" * 60)])
    names = [entry["resource"]["id"] for entry in bundle(one)["entry"]]
    assert all(len(name) <= 64 and "_" not in name for name in names)
    assert bundle(one) == bundle(one)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["label", *arguments])


def test_the_command_prints_a_bundle_a_line_with_the_days_it_was_in_force() -> None:
    lines = run("--format", "fhir").stdout.splitlines()
    assert [json.loads(line)["id"].partition("-")[0] for line in lines] == list(LABELS.products)
    (line,) = run("--format", "fhir", "--product", "cabometyx", "--date", "2022").stdout.splitlines()
    (authorization,) = resources(json.loads(line), "RegulatedAuthorization")
    assert authorization["validityPeriod"] == {"start": "2021-09-17", "end": "2025-03-25"}
    (line,) = run("--format", "fhir", "--product", "cabometyx").stdout.splitlines()
    (authorization,) = resources(json.loads(line), "RegulatedAuthorization")
    assert authorization["validityPeriod"] == {"start": "2025-03-26"}


def test_the_command_writes_r4b_when_asked_and_no_r4_which_has_no_such_types() -> None:
    (line,) = run("--format", "fhir", "--fhir-version", "R4B", "--product", "cometriq").stdout.splitlines()
    (knowledge,) = resources(json.loads(line), "MedicationKnowledge")
    assert {"administrationGuidelines", "doseForm"} <= knowledge.keys()
    assert run("--format", "fhir", "--fhir-version", "R4").exit_code == 2
