"""Products as orders name them: RxNorm at each level, NDC, or a Medication resource; codes come from the value sets."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from support.coding import CAPSULE, NDC, TABLET, UCUM, Coding, concept
from support.listed import SHIPPED, Listed, listed

FORMS: dict[str, Coding] = {"tablet": TABLET, "capsule": CAPSULE}
_Key = TypeVar("_Key", bound=Hashable)


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
    of_drug = [one for one in listed(profiles) if (one.domain, one.group) == ("products", drug)]

    def unit(one: Listed) -> tuple[str, int] | None:
        form, mg = one.said.get("dose-form"), one.said.get("strength-mg")
        return (form, mg) if form and mg and not daily_mg(one) else None

    def daily_mg(one: Listed) -> int | None:
        return one.said.get("pack-daily-dose-mg")

    return Products(
        ingredient=next(one.coding for one in of_drug if one.said["product-level"] == "ingredient:IN"),
        clinical_drugs=_first(of_drug, "clinicaldrug:SCD", unit),
        branded_drugs=_first(of_drug, "clinicaldrug:SBD", unit),
        branded_forms=_first(of_drug, "form:SBDF", lambda one: one.said.get("dose-form")),
        cartons=_first(of_drug, "pack:BPCK", daily_mg),
        packages=_first(of_drug, "ndc:package", unit),
        carton_packages=_first(of_drug, "ndc:package", daily_mg),
    )


def _first(of_drug: list[Listed], level: str, key: Callable[[Listed], _Key | None]) -> dict[_Key, Coding]:
    found: dict[_Key, Coding] = {}
    for one in of_drug:
        at = key(one)
        if one.said["product-level"] == level and at is not None:
            found.setdefault(at, one.coding | {"code": _written(one.coding["system"], one.coding["code"])})
    return found


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
