"""The value[x] of an Observation: whether there is one, and whether the resource says itself that it is none.

Source: FHIR R4 and R5 Observation (obs-6), data-absent-reason.
"""

from __future__ import annotations

from typing import Any

DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_AROUND_A_VALUE = frozenset({"unit", "system", "code", "id", "extension", "_value"})


def has_answer(tree: dict[str, Any]) -> bool:
    """Whether an Observation, or a component of one, has a value or an interpretation."""
    # Written out, without generators: this is asked of every Observation that a list knows.
    for name, value in tree.items():
        if value is None or not name.startswith("value"):
            continue
        if not isinstance(value, dict) or not value.keys() <= _AROUND_A_VALUE or _is_value(value):
            return True
    if tree.get("interpretation"):
        return True
    components = tree.get("component")
    for one in components if isinstance(components, list) else ():
        if isinstance(one, dict) and has_answer(one):
            return True
    return False


def written_parts(tree: dict[str, Any], count: int) -> tuple[dict[str, Any], ...]:
    """What is written of each of so many decoded components: more than is decoded of it. One that cannot be found
    again may say anything.
    """
    written = tree.get("component")
    found = written if isinstance(written, list) and len(written) == count else (None,) * count
    parts: list[dict[str, Any]] = []
    for one in found:
        parts.append(one if isinstance(one, dict) else {"value": True})
    return tuple(parts)


def without_answer(tree: dict[str, Any]) -> dict[str, Any]:
    """An Observation, or a component of one, without what `has_answer` asks for in it; its components stay."""
    return {name: one for name, one in tree.items() if not name.startswith(("value", "_value", "interpretation"))}


def _is_value(value: object) -> bool:
    """Whether a value[x] holds anything; a Quantity of a unit alone, or one that only says why it has no number, is
    none. What another extension says in the place of a value is one that nobody here understands.
    """
    if not isinstance(value, dict) or not value:
        return value is not None
    if not value.keys() <= _AROUND_A_VALUE:
        return True
    return ("extension" in value and not says_absent(value)) or ("_value" in value and not says_absent(value["_value"]))


def words_said(tree: dict[str, Any]) -> str:
    """The words of an answer that is a text, or a concept with one; empty for any other."""
    concept = tree.get("valueCodeableConcept")
    text = concept.get("text") if isinstance(concept, dict) else tree.get("valueString")
    return text if isinstance(text, str) else ""


def is_called_wrong(tree: dict[str, Any]) -> bool:
    """Whether a value stands beside a dataAbsentReason, or its own extension says that it is absent (FHIR R4 obs-6)."""
    for name, value in tree.items():
        # Where there is no number, its word that there is none is no contradiction.
        if value is None or not name.startswith("value"):
            continue
        if isinstance(value, dict) and value.keys() <= _AROUND_A_VALUE and not _is_value(value):
            continue
        beside = tree.get(f"_{name}")
        if tree.get("dataAbsentReason") is not None or (beside is not None and says_absent(beside)):
            return True
        if isinstance(value, dict) and "extension" in value and says_absent(value):
            return True
        for part in value.values() if isinstance(value, dict) else ():
            if isinstance(part, dict) and "extension" in part and says_absent(part):
                return True
    components = tree.get("component")
    for one in components if isinstance(components, list) else ():
        if isinstance(one, dict) and is_called_wrong(one):
            return True
    return False


def says_absent(element: object) -> bool:
    """Whether an element, or what stands beside a primitive one (`_value`), says that there is no value."""
    extensions = element.get("extension") if isinstance(element, dict) else None
    return isinstance(extensions, list) and any(
        isinstance(one, dict) and one.get("url") == DATA_ABSENT_REASON for one in extensions
    )
