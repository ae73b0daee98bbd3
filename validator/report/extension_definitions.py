"""The StructureDefinitions of the extensions in value sets, as they are published in `profiles/structuredefinitions`.

Each class in `terminology.concept_extension` and `terminology.set_extension` is the definition that decoding holds to;
`python -m validator.report.extension_definitions` writes the FHIR form of all of them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

from validator.finding import CANONICAL
from validator.terminology.concept_extension import AnyExtension
from validator.terminology.profiles import profiles_root
from validator.terminology.set_extension import AnySetExtension
from validator.version import VERSION

_OURS = f"{CANONICAL}/StructureDefinition/"
_ON_A_SET, _ON_A_CODE = "ValueSet", "ValueSet.compose.include.concept"


def definitions() -> dict[str, dict[str, Any]]:
    """Every StructureDefinition (R4 to R5) by its id. Those of HL7 are not ours to define."""
    found = {}
    for classes, where in ((get_args(AnySetExtension), _ON_A_SET), (get_args(AnyExtension), _ON_A_CODE)):
        for one in classes:
            url: str = one.__struct_config__.tag
            if url.startswith(_OURS):
                found[url.removeprefix(_OURS)] = _definition(one, url, where)
    return found


def _definition(one: type[Any], url: str, where: str) -> dict[str, Any]:
    name = url.removeprefix(_OURS)
    first, *_ = inspect.cleandoc(one.__doc__ or "").split("\n\n")
    text = " ".join(first.split())
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": url,
        "version": VERSION,
        "name": one.__name__,
        "title": name.replace("-", " "),
        "status": "active",
        "experimental": False,
        "publisher": "labelcheck",
        "description": text,
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": where}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {"element": list(_elements(one, url, name, text))},
    }


def _elements(one: type[Any], url: str, name: str, text: str) -> Iterator[dict[str, Any]]:
    kind, words = _value(one)
    whole: dict[str, Any] = {
        "id": "Extension",
        "path": "Extension",
        "short": name.replace("-", " "),
        "definition": text,
    }
    if words:
        listed = ", ".join(f"'{word}'" for word in words)
        whole["constraint"] = [
            {
                "key": f"{name}-words",
                "severity": "error",
                "human": f"One of: {', '.join(words)}",
                "expression": f"value in ({listed.replace(', ', ' | ')})",
                "source": url,
            }
        ]
    yield whole
    yield {"id": "Extension.extension", "path": "Extension.extension", "max": "0"}
    yield {"id": "Extension.url", "path": "Extension.url", "fixedUri": url}
    yield {"id": "Extension.value[x]", "path": "Extension.value[x]", "min": 1, "type": [{"code": kind}]}


def _value(one: type[Any]) -> tuple[str, tuple[str, ...]]:
    """The FHIR type of the value, and the words it may have; empty: any."""
    (field,) = one.__struct_fields__
    declared = get_type_hints(one)[field]
    words = get_args(declared) if get_origin(declared) is Literal else ()
    types = {str: field.removeprefix("value_"), bool: "boolean", Decimal: "decimal"}
    return ("code" if words else types[declared]), words


def as_text(definition: dict[str, Any]) -> str:
    """The JSON text of its file."""
    return json.dumps(definition, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, made in definitions().items():
        (profiles_root() / "structuredefinitions" / f"{name}.json").write_text(as_text(made), encoding="utf-8")
