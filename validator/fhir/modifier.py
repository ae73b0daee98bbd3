"""What makes a resource mean something else than it seems to: modifier extensions and implicit rules.

FHIR R4 2.4.1: a reader that does not understand a modifierExtension must not act on the element that holds it. None is
understood here, so each one makes its resource unreadable, and says so.
"""

from __future__ import annotations

from typing import Any

from validator.fhir.expression import Path, element_at
from validator.fhir.limits import DEFAULT
from validator.fhir.resource import READ_TYPES
from validator.finding import Issue, IssueType, finding_code
from validator.verdict import Severity

MODIFIER_EXTENSION = finding_code(
    "modifier-extension",
    "Modifier extension that is not understood",
    """The resource carries a modifierExtension: something that can change its meaning, up to the opposite. No modifier
    extension is understood here, so the resource is not relied on. Read it yourself, or have the sender say the same
    in standard elements.""",
    issue=IssueType.NOT_SUPPORTED,
)
IMPLICIT_RULES = finding_code(
    "implicit-rules",
    "Written under rules that are not known",
    """The resource names implicitRules: a private agreement without which it cannot be understood safely. No such
    agreement is known here, so the resource is not relied on.""",
    issue=IssueType.NOT_SUPPORTED,
)

_READ_ELEMENTS = {
    name: frozenset(kind.__struct_encode_fields__) | {f"_{field}" for field in kind.__struct_encode_fields__}
    for name, kind in READ_TYPES.items()
}


def unknown_modifier_extensions(raw: dict[str, Any]) -> tuple[Path, ...]:
    """The paths of every modifierExtension on the resource itself or inside an element that is read.

    Contained resources speak for themselves. In a resource type that is not read, every element counts.
    """
    read = _READ_ELEMENTS.get(raw.get("resourceType", ""))
    found: list[Path] = []
    for key, child in raw.items():
        if key == "modifierExtension":
            if child not in (None, []):
                found.append((key,))
        elif key != "contained" and isinstance(child, dict | list) and (read is None or key in read):
            _search(child, (key,), found)
    return tuple(found)


def modified_because(raw: dict[str, Any], expression: str) -> tuple[Issue, ...]:
    """An issue for each thing that could change the meaning of this resource; empty when there is none."""
    issues = [
        Issue(
            MODIFIER_EXTENSION,
            Severity.ERROR,
            "A modifierExtension that is not understood can change what this resource means, so it was not relied on.",
            (element_at(expression, path),),
        )
        for path in unknown_modifier_extensions(raw)[: DEFAULT.max_issues]
    ]
    if raw.get("implicitRules") is not None or "_implicitRules" in raw:
        issues.append(implicit_rules(expression))
    return tuple(issues)


def entry_modified(expression: str) -> Issue:
    """The issue of a Bundle entry whose meaning a modifierExtension may change."""
    message = "A modifierExtension that is not understood can change what this entry means; it was not relied on."
    return Issue(MODIFIER_EXTENSION, Severity.ERROR, message, (expression,))


def implicit_rules(expression: str) -> Issue:
    """The issue of a resource written under rules that are not known here."""
    return Issue(
        IMPLICIT_RULES,
        Severity.ERROR,
        "implicitRules names an agreement that is not known here, so the resource was not relied on.",
        (f"{expression}.implicitRules",),
    )


def _search(value: Any, path: Path, found: list[Path]) -> None:
    if isinstance(value, dict):
        for key, child in value.items():
            if key == "modifierExtension":
                if child not in (None, []):
                    found.append((*path, key))
            elif isinstance(child, dict | list):
                _search(child, (*path, key), found)
    else:
        for index, child in enumerate(value):
            if isinstance(child, dict | list):
                _search(child, (*path, index), found)
