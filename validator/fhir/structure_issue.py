"""The words in which structure is criticised, shared by the judges, so that two of them never say one thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from validator.fhir.content import STRUCTURE
from validator.fhir.expression import element_at
from validator.fhir.limits import DEFAULT
from validator.finding import Issue, IssueType, finding_code
from validator.verdict import Severity

REQUIRED = finding_code(
    "structure-required",
    "Required element is missing",
    """FHIR requires an element that the resource does not have: an order without status, intent, subject or medication
    is no order a pharmacy could act on. Add the element.""",
    issue=IssueType.REQUIRED,
)
VALUE = finding_code(
    "structure-value",
    "Value outside what the element can hold",
    """A value has the right type but cannot be what it says: a day that no calendar has, a time of day with a time
    zone, a dose of zero or less. Correct the value; what depends on it is not judged from a guess.""",
    issue=IssueType.VALUE,
)
INVARIANT = finding_code(
    "structure-invariant",
    "Elements that do not go together",
    """Two elements exclude each other or one lacks the other: both medication choices, a period without its unit, a
    comparator in a dose, a unit code without its system, a range whose low end is above its high end. The message
    names the FHIR rule (tim-2, qty-3 ...) where it has a name.""",
    issue=IssueType.INVARIANT,
)
CODE = finding_code(
    "structure-code",
    "Code outside its required value set",
    """The element takes only the codes FHIR lists for it, and this is none of them. Codes are case-sensitive: `d`, not
    `day`; `active`, not `Active`.""",
    issue=IssueType.CODE_INVALID,
)


@dataclass(slots=True)
class Complaints:
    """Issues about one resource, collected up to the limit; `base` is its FHIRPath.

    `wrong` are the elements that could not be read, as FHIRPaths below the resource, however many there are.
    """

    base: str
    issues: list[Issue] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def add(self, code: str, path: Sequence[str | int], says: str, *, severity: Severity = Severity.ERROR) -> None:
        """Adds an issue about the element at `path`; the message starts with the element's name."""
        if self._has_room():
            expression = element_at(self.base, path)
            self.issues.append(Issue(code, severity, f"{short_name(expression)}: {says}", (expression,)))

    def take(self, issues: Iterable[Issue]) -> None:
        """Adds what another judge said of the same resource."""
        for issue in issues:
            if not self._has_room():
                return
            self.issues.append(issue)

    def unread(self, path: Sequence[str | int], says: str = "", *, code: str = STRUCTURE) -> None:
        """The element at `path` is there and cannot be read; with words it is an issue too."""
        self.wrong.add(element_at("", path)[1:])
        if says:
            self.add(code, path, says)

    def _has_room(self) -> bool:
        if len(self.issues) == DEFAULT.max_issues:
            message = "More is wrong with this resource than is listed."
            self.issues.append(Issue(STRUCTURE, Severity.ERROR, message, (self.base,)))
        return len(self.issues) < DEFAULT.max_issues


def short_name(expression: str) -> str:
    """The last element of a FHIRPath, as a message names it: `periodUnit`, `dosageInstruction[0]`."""
    return expression.rpartition(".")[2]


def missing(expression: str, *, severity: Severity = Severity.ERROR) -> Issue:
    """The issue of a required element that is not there."""
    return Issue(REQUIRED, severity, f"{short_name(expression)}: required, but missing.", (expression,))


def several_choices(base: str, names: Iterable[str], *, severity: Severity = Severity.ERROR) -> Issue:
    """The issue of a choice element (`medication[x]`) that was given more than once."""
    given = sorted(names)
    message = f"{' and '.join(given[:3])}: only one of them may be given."
    return Issue(INVARIANT, severity, message, tuple(f"{base}.{name}" for name in given))


def wrong_type(expression: str, expected: str, found: object, *, severity: Severity = Severity.ERROR) -> Issue:
    """The issue of an element that has another JSON type than FHIR gives it."""
    message = f"{short_name(expression)}: expected {expected}, found {json_type(found)}."
    return Issue(STRUCTURE, severity, message, (expression,))


def json_type(value: object) -> str:
    """What a JSON value is, in words; never the value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text"
        case dict():
            return "an object"
        case list():
            return "a list"
        case int():
            return "a whole number"
        case _:
            return "a number with decimals"
