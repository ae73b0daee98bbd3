"""A resource's JSON to its partial struct: a wrong element is left out and named, the rest is still read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import msgspec

from validator.fhir.element import is_amount
from validator.fhir.expression import Path, element_at
from validator.fhir.older_place import OLDER_NAMES, in_todays_places
from validator.fhir.resource import Resource
from validator.fhir.shape import is_as_given, righted
from validator.fhir.status_code import KNOWN_WORDS, with_known_words
from validator.finding import Issue, IssueType, finding_code
from validator.frozen import Frozen
from validator.regex import regex
from validator.verdict import Severity

STRUCTURE = finding_code(
    "structure",
    "Element of the wrong type",
    """An element does not have the shape FHIR gives it: text where a number belongs, an object where a list belongs,
    a number written in quotes. The element was left out and everything else was read. Correct the element; what
    depends on it is judged as if it were missing.""",
    issue=IssueType.STRUCTURE,
)

MOST_PROBLEMS = 50
"""Wrong elements after which a resource is given up as a whole."""

_COMPLAINT = regex(r"(?P<says>.*?)(?: - at (?:`key` in )?`\$(?P<path>[^`]*)`)?", re.DOTALL)
_STEP = regex(r"\.(?P<key>[A-Za-z_][A-Za-z0-9_]*)|\[(?P<index>\d+)\]")
_TYPES = regex(r"Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`")
_MISSING = regex(r"Object missing required field `(?P<name>[^`]*)`")
_WORDS = {
    "str": "text", "int": "a whole number", "decimal": "a number with decimals", "int | decimal": "a number",
    "bool": "true or false", "object": "an object", "array": "a list", "null": "null", "float": "a number",
}  # fmt: skip


class Decoded(Frozen):
    """A resource as it was read. `tree` is the JSON the body was read from, `put_right` the places where it differs
    from what was submitted, `problems` an issue for each element that was left out because of its type.
    """

    body: Resource | None
    problems: tuple[Issue, ...]
    tree: dict[str, Any]
    put_right: tuple[str, ...] = ()


def decoded(raw: dict[str, Any], kind: type[Resource], expression: str, *, most: int = MOST_PROBLEMS) -> Decoded:
    """The resource with every shape that can be read without doubt put right, and what is wrong with the rest.

    The body is None when more than `most` elements are wrong: then nothing of the resource is relied on.
    """
    words: tuple[str, ...] = ()
    tree = raw
    name = raw.get("resourceType")
    for element, known in KNOWN_WORDS.get(name, ()) if isinstance(name, str) else ():
        # Nearly every word is as FHIR writes it.
        if isinstance(word := raw.get(element), str) and word not in known:
            tree, words = with_known_words(raw)
    if not tree.keys().isdisjoint(OLDER_NAMES):
        tree, older = in_todays_places(tree)
        words += older
    put_right = tuple([element_at(expression, (word,)) for word in words]) if words else ()
    has_dosages = isinstance(raw.get("dosageInstruction"), dict | list) or isinstance(raw.get("dosage"), dict | list)
    problems: tuple[Issue, ...] = ()
    try:
        # Nearly every resource is as FHIR gives it.
        body = None if has_dosages else msgspec.convert(tree, kind, builtin_types=(Decimal,))
    except msgspec.ValidationError:
        body = None
    if body is None:
        body, problems = _read(tree, kind, expression, most)
    if problems or (has_dosages and not is_as_given(tree)):
        shaped, places = righted(tree, kind)
        if places or problems:
            # Also without a place: what is empty says nothing and is no wrong type.
            body, problems = _read(shaped, kind, expression, most)
            tree = shaped
        put_right += tuple(element_at(expression, place) for place in places)
    return Decoded(body, problems, tree, put_right)


def _read(
    raw: dict[str, Any], kind: type[Resource], expression: str, most: int
) -> tuple[Resource | None, tuple[Issue, ...]]:
    problems: list[Issue] = []
    pruned: dict[Path, list[int]] = {}
    tree: dict[str, Any] = raw
    for name in ("dosageInstruction", "dosage"):
        if isinstance(raw.get(name), dict | list):
            tree = _without_monsters(tree, (name,), expression, problems, most)
    while len(problems) <= most:
        try:
            # Decimal is named as built in, so that a number in quotes is refused and not quietly understood.
            return msgspec.convert(tree, kind, builtin_types=(Decimal,)), tuple(problems)
        except msgspec.ValidationError as error:
            says, path = _complaint(error)
        if not path:
            break
        problems.append(_issue(says, element_at(expression, _original(path, pruned))))
        tree = _without(tree, path, pruned)
    problems.append(
        Issue(STRUCTURE, Severity.ERROR, "Too much of this resource is not FHIR; none of it was read.", (expression,))
    )
    return None, tuple(problems)


def _complaint(error: msgspec.ValidationError) -> tuple[str, Path]:
    matched = _COMPLAINT.fullmatch(str(error))
    if matched is None or not matched["path"]:
        return "", ()
    steps = [step["key"] or int(step["index"]) for step in _STEP.finditer(matched["path"])]
    return matched["says"], tuple(steps)


def _issue(says: str, expression: str) -> Issue:
    name = expression.rpartition(".")[2]
    if types := _TYPES.match(says):
        expected, got = (
            _WORDS.get(types[side].removesuffix(" | null"), "something else") for side in ("expected", "got")
        )
        message = f"{name}: expected {expected}, found {got}; it was left out."
    elif missing := _MISSING.match(says):
        message = f"{name}: has no {missing['name']}; it was left out."
    else:
        message = f"{name}: the number is too large or too fine to be an amount; it was left out."
    return Issue(STRUCTURE, Severity.ERROR, message, (expression,))


def _original(path: Path, pruned: dict[Path, list[int]]) -> Path:
    """The path in the resource as submitted: elements already taken from a list have moved the later ones up."""
    original: Path = ()
    for step in path:
        place = step
        if isinstance(place, int):
            for gone in sorted(pruned.get(original, ())):
                place += gone <= place
        original = (*original, place)
    return original


def _without(tree: Any, path: Path, pruned: dict[Path, list[int]]) -> Any:
    """A copy of the tree without one element; what is not on the way to it is shared."""
    original = _original(path, pruned)
    if isinstance(original[-1], int):
        pruned.setdefault(original[:-1], []).append(original[-1])
    return _dropped(tree, path)


def _dropped(tree: Any, path: Path) -> Any:
    copy = tree.copy()
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _dropped(copy[path[0]], path[1:])
    return copy


def _without_monsters(
    tree: dict[str, Any], path: Path, expression: str, problems: list[Issue], most: int
) -> dict[str, Any]:
    """The tree with null for each number of a Dosage that is no amount; dosages are kept as JSON, so look here."""
    for monster in _monsters(tree[str(path[0])], path)[: most + 1]:
        problems.append(_issue("", element_at(expression, monster)))
        tree = _replaced(tree, monster)
    return tree


def _monsters(value: Any, path: Path) -> list[Path]:
    found: list[Path] = []
    # Walked without recursion, as every Dosage is: what comes last is taken first, so each list is turned round.
    left: list[tuple[Path, Any]] = [(path, value)]
    while left:
        at, one = left.pop()
        if isinstance(one, dict | list):
            within: list[tuple[Path, Any]] = []
            for step, child in one.items() if isinstance(one, dict) else enumerate(one):
                if not isinstance(child, str):
                    within.append(((*at, step), child))
            left += reversed(within)
        elif isinstance(one, int | Decimal) and not is_amount(one):
            found.append(at)
    return found


def _replaced(tree: Any, path: Path) -> Any:
    copy = tree.copy()
    copy[path[0]] = None if len(path) == 1 else _replaced(copy[path[0]], path[1:])
    return copy
