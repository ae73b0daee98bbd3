"""SUSHI takes the FHIR package as a dependency: its profiles are parents, its value sets can be included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.judge import ROOT
from support.shipped import SHIPPED
from support.sushi import NotReachableError, compiled, kitchen, missing

from validator.finding import CANONICAL
from validator.report.fhir_package import example_resources, package

ORDER = f"{CANONICAL}/StructureDefinition/cabozantinib-order"
WEIGHT = f"{CANONICAL}/StructureDefinition/weight-observation"
PRODUCTS = f"{CANONICAL}/ValueSet/cabozantinib-products"
SITE = f"""
Profile: SiteOrder
Parent: {ORDER}
Id: site-order
Title: "order of the site"
Description: "An order for cabozantinib that says who wrote it."
* requester 1..1

Instance: order
InstanceOf: SiteOrder
Usage: #example
* status = #active
* intent = #order
* medicationCodeableConcept.text = "cabozantinib"
* subject.reference = "Patient/patient"
* requester.reference = "Practitioner/doctor"
* authoredOn = "2026-11-18"
* dosageInstruction.timing.repeat.frequency = 1
* dosageInstruction.timing.repeat.period = 1
* dosageInstruction.timing.repeat.periodUnit = #d
* dosageInstruction.route = http://snomed.info/sct#26643006
* dosageInstruction.doseAndRate.doseQuantity = 60 'mg'

Instance: weight
InstanceOf: {WEIGHT}
Usage: #example
* status = #final
* category = http://terminology.hl7.org/CodeSystem/observation-category#vital-signs
* code = http://loinc.org#29463-7
* subject.reference = "Patient/patient"
* effectiveDateTime = "2026-11-18"
* valueQuantity = 80 'kg'

Extension: SiteBrand
Parent: {CANONICAL}/StructureDefinition/brand
Id: site-brand
Title: "brand of the site"
Description: "A brand name in at least one letter."
* valueString 1..1

ValueSet: SiteProducts
Id: site-products
Title: "products of the site"
Description: "The products, and one of the site's own."
* include codes from valueset {PRODUCTS}
* http://example.org/site/products#own-capsule
"""
LOOSE = f"""
Profile: LooseOrder
Parent: {ORDER}
Id: loose-order
Title: "order without a dose"
Description: "Allows what its parent rules out: no dosage at all."
* dosageInstruction 0..*

Profile: Orphan
Parent: {CANONICAL}/StructureDefinition/unheard-of
Id: orphan
Title: "a profile of nothing"
Description: "Its parent is in no package."
* id 1..1
"""


@pytest.fixture(scope="module")
def sushi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if (why := missing()) is not None:
        pytest.skip(why)
    try:
        return kitchen(tmp_path_factory.mktemp("sushi"), package(SHIPPED, example_resources(ROOT / "examples")))
    except NotReachableError as error:
        pytest.skip(f"SUSHI cannot be had here ({error})")


@pytest.mark.slow
def test_a_site_builds_on_its_profiles_and_value_sets_and_cannot_loosen_them(sushi: Path, tmp_path: Path) -> None:
    """One test of both, since fetching takes most of the time."""
    made = compiled(sushi, tmp_path / "site", SITE)
    assert (made.errors, made.told) == (0, ())
    held: dict[str, dict[str, Any]] = {one.stem: json.loads(one.read_text()) for one in made.resources.iterdir()}
    assert held.keys() == {
        "StructureDefinition-site-order",
        "StructureDefinition-site-brand",
        "MedicationRequest-order",
        "Observation-weight",
        "ValueSet-site-products",
    }
    assert held["StructureDefinition-site-order"]["baseDefinition"] == ORDER
    assert held["Observation-weight"]["meta"]["profile"] == [WEIGHT]
    assert held["ValueSet-site-products"]["compose"]["include"][0]["valueSet"] == [PRODUCTS]
    refused = compiled(sushi, tmp_path / "loose", LOOSE)
    assert refused.errors == 2
    assert any("dosageInstruction" in one or "0..*" in one for one in refused.told)
    assert any("unheard-of" in one for one in refused.told)
