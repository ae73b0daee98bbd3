"""The structural judge: fhir.resources, asked only about the order and the resources that became evidence.

R4 4.0.1 is judged with the R4B models (every resource type read here is the same in both), R5 with the root models.
The package is imported on first use: it costs more than everything else together. Nearly every R4 resource is plain
(`plain_structure`), and the judge is not asked: it would say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from validator.fhir.content import STRUCTURE
from validator.fhir.entry import Entry
from validator.fhir.expression import element_at
from validator.fhir.limits import DEFAULT
from validator.fhir.order_structure import ORDER, order_issues
from validator.fhir.resource import READ_TYPES
from validator.fhir.structure_issue import VALUE, missing, several_choices, short_name, wrong_type
from validator.fhir.version import FhirVersion
from validator.finding import Issue
from validator.instant import PartialDate
from validator.regex import regex
from validator.verdict import Severity

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_NAMES = frozenset({"id", "versionId"})
"""Elements that tell an entry, or a version of it, from another one, in whatever letters: `pat_1` is as good as
`pat-1`."""
_NOTED = 3
"""Steps to an element of a note: `note`, which of them, its element."""
_CODE = regex(r"\S+(?: \S+)*")
"""A code as FHIR writes it. Source: FHIR R4 datatypes, code."""
_ELEMENT_NAME = regex(r"'([A-Za-z_]+)'")
_EXPECTED = {
    "list_type": "a list", "string_type": "text", "bool_type": "true or false", "bool_parsing": "true or false",
    "int_type": "a whole number", "int_parsing": "a whole number", "int_from_float": "a whole number",
    "dict_type": "an object", "model_type": "an object", "model_validation_format": "an object",
    "json_invalid": "an object",
}  # fmt: skip


def judged(entry: Entry, version: FhirVersion, structure: str) -> tuple[Issue, ...]:
    """Everything said about the structure of one resource, worst judge last, each thing once.

    `structure` is the caller's word: `full` adds fhir.resources, `read` looks at what is read only, `off` says
    nothing. Elements that had to be left out (`entry.problems`) are named by `full` and `read`.
    """
    if structure == "off":
        return ()
    issues = list(entry.problems)
    judges = [order_issues] if entry.resource_type == ORDER else []
    for judge in (*judges, structural_issues) if structure == "full" else judges:
        if more := judge(entry, version):
            named = {expression for issue in issues for expression in issue.expression}
            issues += [one for one in more if named.isdisjoint(one.expression)]
    return tuple(dict.fromkeys(issues))


def structural_issues(entry: Entry, version: FhirVersion) -> tuple[Issue, ...]:
    """An issue for each thing in which a resource that is read differs from its FHIR definition.

    `error` where an element that is read is concerned, else `warning`. What the resource contains is judged on its
    own, when it is evidence itself. Empty for a type that is not read.
    """
    kind = READ_TYPES.get(entry.resource_type)
    if kind is None:
        return ()
    # As the judge itself, the structs are only made where somebody asks for all of FHIR.
    from validator.fhir.plain_structure import is_plain

    raw = {name: value for name, value in entry.tree.items() if name != "contained"}
    if version.family is not FhirVersion.R5 and is_plain(raw, entry.resource_type):
        return ()
    model = _model(entry.resource_type, version.family)
    if model is None:
        return ()
    read = frozenset(kind.__struct_encode_fields__)
    return tuple(_issue(error, raw, entry.expression, read) for error in _errors(model, raw)[: DEFAULT.max_issues])


def load_judge() -> None:
    """Imports the models of what an R4 chart has, which a process that stays does before anybody waits for it."""
    from validator.fhir.plain_structure import PLAIN_TYPES

    for name in PLAIN_TYPES:
        _model(name, FhirVersion.R4)


@cache
def _model(name: str, family: FhirVersion) -> type[BaseModel] | None:
    """The model class of a resource type; None where the release has no such type."""
    if family is FhirVersion.R5:
        from fhir.resources import get_fhir_model_class as model_class
    else:
        from fhir.resources.R4B import get_fhir_model_class as model_class
    try:
        return model_class(name)
    except (KeyError, ValueError):
        return None


def _errors(model: type[BaseModel], raw: dict[str, Any]) -> list[ErrorDetails]:
    from pydantic import ValidationError

    try:
        model.model_validate(raw)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError):
        # The models' own validators trip over some shapes (a resource of unknown type inside another). Whatever they
        # trip over is not FHIR; the exception's text may hold patient values and is dropped.
        return [{"type": "unjudgeable", "loc": (), "msg": "", "input": None}]
    return []


def _issue(error: ErrorDetails, raw: dict[str, Any], base: str, read: frozenset[str]) -> Issue:
    path = tuple(step for step in error["loc"] if step != "root")
    expression = element_at(base, path)
    # Of a note its words are read, and not who wrote them and when.
    is_read = not path or (path[0] in read and (path[0] != "note" or len(path) < _NOTED or path[2] == "text"))
    severity = Severity.ERROR if is_read else Severity.WARNING
    kind, says = error["type"], error["msg"]
    if kind == "model_field_validation.missing":
        return missing(expression, severity=severity)
    if kind == "value_error" and "from this list" in says:
        names = _ELEMENT_NAME.findall(says)
        given = [name for name in names if name in _at(raw, path)]
        if given:
            return several_choices(expression, given, severity=severity)
        return missing(f"{expression}.{_choice(names)}", severity=severity)
    if kind == "extra_forbidden":
        return Issue(STRUCTURE, severity, f"{short_name(expression)}: FHIR has no such element here.", (expression,))
    if kind in _EXPECTED:
        return wrong_type(expression, _EXPECTED[kind], error.get("input"), severity=severity)
    if kind == "unjudgeable":
        return Issue(
            STRUCTURE, severity, "Something in this resource is too far from FHIR to be judged.", (expression,)
        )
    if severity is Severity.ERROR and (read_as := _read_all_the_same(path, error.get("input"))):
        return Issue(VALUE, Severity.INFORMATION, f"{short_name(expression)}: {read_as}", (expression,))
    if kind in ("value_error", "string_pattern_mismatch", "string_too_short", "greater_than_equal", "less_than_equal"):
        return Issue(VALUE, severity, f"{short_name(expression)}: not written as FHIR writes it.", (expression,))
    return Issue(STRUCTURE, severity, f"{short_name(expression)}: not as FHIR defines it.", (expression,))


def _read_all_the_same(path: Sequence[str | int], value: object) -> str:
    """Why a text that FHIR writes otherwise was read without doubt, as a sentence; empty where it was not."""
    if not path or not isinstance(value, str):
        return ""
    if path[-1] in _NAMES:
        return "FHIR has only letters, digits, - and . in it; it was read as it is."
    if path[-1] == "code" and value.strip() and _CODE.fullmatch(value.strip()) is not None:
        return "has a space around it; it was read without."
    try:
        PartialDate.parse(value)
    except ValueError:
        return ""
    return "FHIR writes a day alone, or a time with seconds and a zone; it was read all the same."


def _choice(names: list[str]) -> str:
    """What the names of a choice have in common: `medication` for medicationCodeableConcept and medicationReference."""
    first, last = min(names), max(names)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:length] or first


def _at(value: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    """The object at a path; an empty one where the path leads elsewhere."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return {}
    return value if isinstance(value, dict) else {}
