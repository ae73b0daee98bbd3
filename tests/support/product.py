"""Products as orders name them: RxNorm at each level, NDC, or a Medication resource; codes come from the value sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from support.coding import CAPSULE, NDC, TABLET, UCUM, Coding, coding, concept

from validator.terminology.valueset import value_set_files

SHIPPED = Path(__file__).parents[2] / "profiles"
FORMS: dict[str, Coding] = {"tablet": TABLET, "capsule": CAPSULE}
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Listed:
    """One code of a products value set; None where the set does not say."""

    coding: Coding
    level: str
    form: str | None
    mg: int | None
    daily_mg: int | None


@dataclass(frozen=True)
class Products:
    """The products of one drug, by dose form and unit strength in mg, or by the daily mg of a carton."""

    ingredient: Coding
    clinical_drugs: dict[tuple[str, int], Coding]
    branded_drugs: dict[tuple[str, int], Coding]
    branded_forms: dict[str, Coding]
    cartons: dict[int, Coding]
    packages: dict[tuple[str, int], Coding]
    carton_packages: dict[int, Coding]


def products(profiles: Path, drug: str) -> Products:
    """What the value sets of a profiles folder list of a drug; of several codes for one product, the first."""
    listed = [one for file in value_set_files(profiles) for one in _listed(file, drug)]

    def unit(one: Listed) -> tuple[str, int] | None:
        return (one.form, one.mg) if one.form and one.mg and not one.daily_mg else None

    return Products(
        ingredient=next(one.coding for one in listed if one.level == "ingredient:IN"),
        clinical_drugs=_first(listed, "clinicaldrug:SCD", unit),
        branded_drugs=_first(listed, "clinicaldrug:SBD", unit),
        branded_forms=_first(listed, "form:SBDF", lambda one: one.form),
        cartons=_first(listed, "pack:BPCK", lambda one: one.daily_mg),
        packages=_first(listed, "ndc:package", unit),
        carton_packages=_first(listed, "ndc:package", lambda one: one.daily_mg),
    )


def _first(listed: list[Listed], level: str, key: Callable[[Listed], _Key | None]) -> dict[_Key, Coding]:
    found: dict[_Key, Coding] = {}
    for one in listed:
        at = key(one)
        if one.level == level and at is not None:
            found.setdefault(at, one.coding)
    return found


def _listed(file: Path, drug: str) -> Iterator[Listed]:
    value_set = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    if {one["value"] for one in value_set.get("identifier", ())} != {"products", drug}:
        return
    for include in value_set["compose"]["include"]:
        for one in include["concept"]:
            said: dict[str, Any] = {}
            for extension in one["extension"]:
                (value,) = (value for key, value in extension.items() if key.startswith("value"))
                said.setdefault(extension["url"].rpartition("/")[2], value)
            yield Listed(
                coding=coding(include["system"], _written(include["system"], one["code"]), one["display"]),
                level=said.get("product-level", ""),
                form=said.get("dose-form"),
                mg=said.get("strength-mg"),
                daily_mg=said.get("pack-daily-dose-mg"),
            )


def _written(system: str, code: str) -> str:
    """An NDC is listed with eleven digits; packages print it with ten and hyphens (5-3-2)."""
    if system != NDC or len(code) != 11:
        return code
    return f"{code[:5]}-{code[6:9]}-{code[9:]}"


CABOZANTINIB = products(SHIPPED, "cabozantinib")
INGREDIENT = CABOZANTINIB.ingredient
CLINICAL_DRUGS = CABOZANTINIB.clinical_drugs
BRANDED_DRUGS = CABOZANTINIB.branded_drugs
BRANDED_FORMS = CABOZANTINIB.branded_forms
CARTONS = CABOZANTINIB.cartons
PACKAGES = CABOZANTINIB.packages
CARTON_PACKAGES = CABOZANTINIB.carton_packages


def medication(
    made_of: Coding,
    *,
    form: str,
    strength_mg: int | None,
    fhir: str = "R4",
    name: str | None = "medication",
    substance: Coding = INGREDIENT,
) -> dict[str, Any]:
    """A Medication with a dose form and the strength of one unit of it."""
    unit = {"value": 1, "unit": form, "system": UCUM, "code": "{" + form + "}"}
    ingredient: dict[str, Any] = {"isActive": True}
    if fhir == "R5":
        ingredient["item"] = {"concept": concept(substance)}
    else:
        ingredient["itemCodeableConcept"] = concept(substance)
    if strength_mg is not None:
        ratio = {"numerator": {"value": strength_mg, "unit": "mg", "system": UCUM, "code": "mg"}, "denominator": unit}
        ingredient["strengthRatio" if fhir == "R5" else "strength"] = ratio
    made: dict[str, Any] = {"resourceType": "Medication"}
    if name:
        made["id"] = name
    made["code"] = concept(made_of)
    made["doseForm" if fhir == "R5" else "form"] = concept(FORMS[form])
    made["ingredient"] = [ingredient]
    return made
