"""How the dose is taken: by mouth, whole, without food or with it, as the label has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.chart.fact import Instruction
from validator.finding import Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.model import Administration
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Basis, Verdict

_KIND = attrgetter("kind")

ROUTE = finding_code(
    "route-not-oral",
    "Route is not oral",
    """The label knows only the oral route. The product is not given by another route.""",
    to_do="order it by mouth",
)
ROUTE_UNREAD = finding_code(
    "route-not-read",
    "Route cannot be read",
    """The order states a route that is not recognised as oral, or a method that is not known as one by which a dose is
    swallowed. Use a coded route (SNOMED CT 26643006).""",
    issue=IssueType.NOT_SUPPORTED,
    to_do="write that it is taken by mouth",
)
FOOD = finding_code(
    "with-food",
    "Dose is to be taken with food or too close to it",
    """The label has the dose taken on an empty stomach, with the hours before and after eating that it names. The order
    says with food, or leaves less time. Where it only leaves the patient free to eat ("with or
    without food"), it is a caution: nothing tells that the dose will meet a meal.""",
)
WITHOUT_FOOD = finding_code(
    "without-food",
    "Dose is to be taken without food",
    """The label has the dose taken with food. The order says on an empty stomach, or before or after a meal. Where it
    only leaves the patient free to eat or not, it is a caution.""",
)
FOOD_OPEN = finding_code(
    "meal-gap-not-told",
    "Time between dose and meal is not told",
    """The order places the dose before or after a meal without saying how long; the label asks for a time between.""",
)
FOOD_SILENT = finding_code(
    "food-instruction-missing",
    "No food instruction",
    """The order says nothing about food and the label does. Tell the patient.""",
    issue=IssueType.INFORMATIONAL,
)
GRAPEFRUIT = finding_code(
    "with-grapefruit",
    "Dose is to be taken with grapefruit",
    """The words of the order have the dose taken with grapefruit or its juice; the label says to avoid grapefruit.""",
    to_do="take the grapefruit out of the instructions",
)
NOT_WHOLE = finding_code(
    "not-swallowed-whole",
    "Dose is not swallowed whole",
    """The order has the tablet or capsule crushed, chewed, split, opened or given by a tube; the label says to swallow
    it whole.""",
    to_do="write that it is swallowed whole, or ask whether it can be",
)

_WANTED = {"without": "an empty stomach", "with": "food with the dose"}
"""What a label asks for as to food, in words; one that leaves it open asks for nothing."""

_FOOD_KINDS = frozenset({"with-food", "food-allowed", "fasting", "before-meal", "after-meal"})


def food_words(statement: Administration) -> str:
    """What the label says of food and the dose, as an order says it; empty where it leaves that open."""
    match statement.food:
        case "without":
            assert statement.before_meal is not None
            assert statement.after_meal is not None
            before, after = _hours(statement.before_meal), _hours(statement.after_meal)
            return f"on an empty stomach, {before} before or {after} after eating"
        case "with":
            return "with food"
        case "either":
            return ""


def _to_write(statement: Administration) -> str:
    """What the order says instead, where it speaks of food otherwise than the label."""
    return f'write instead: "{words}"' if (words := food_words(statement)) else ""


def _hours(minutes: int) -> str:
    if minutes % 60:
        return f"at least {minutes} minutes"
    return "at least 1 hour" if minutes == 60 else f"at least {minutes // 60} hours"


_ABOUT_FOOD = frozenset({FOOD, WITHOUT_FOOD, FOOD_OPEN})


@rule("administration")
def administration(situation: Situation) -> Iterator[Finding]:
    """Route, food and handling of the dose agree with the label."""
    statement = situation.label.administration
    instructions = situation.order.instructions
    alike: dict[tuple[str, str], list[Finding]] = {}
    for instruction in instructions:
        for finding in _one(situation, instruction):
            # Said in code and again in words is one finding with two places.
            alike.setdefault((finding.code, finding.message), []).append(finding)
    yield from map(_joined, alike.values())
    wanted = _WANTED.get(statement.food)
    if wanted is not None and _FOOD_KINDS.isdisjoint(map(_KIND, instructions)):
        yield said(
            FOOD_SILENT,
            Verdict.ACCEPT,
            f"The order says nothing about food; the label asks for {wanted}.",
            at=situation.order.dosage_places,
            by=statement,
        )


def _joined(findings: Sequence[Finding]) -> Finding:
    if len(findings) == 1:
        return findings[0]
    return replace(
        findings[0],
        expression=tuple(dict.fromkeys(place for one in findings for place in one.expression)),
        evidence=tuple(dict.fromkeys(shown for one in findings for shown in one.evidence)),
    )


def _one(situation: Situation, instruction: Instruction) -> Iterator[Finding]:
    statement = situation.label.administration
    pieces = situation.label.pieces
    match instruction.kind:
        case "route" if instruction.value == "unknown":
            yield _say(
                situation, instruction, ROUTE_UNREAD, Verdict.WARNING, "The order's route is not recognised as oral"
            )
        case "method" if instruction.value == "unknown":
            text = "The order's method is not known here as one by which a dose is swallowed: read it"
            yield _say(situation, instruction, ROUTE_UNREAD, Verdict.WARNING, text)
        case "route" if instruction.value not in statement.routes:
            yield _say(
                situation,
                instruction,
                ROUTE,
                Verdict.ERROR,
                f"The order's route is not oral; {pieces} {_are(pieces)} taken by mouth",
            )
        case kind if kind in _FOOD_KINDS:
            yield from _about_food(situation, instruction)
        case "with-grapefruit" if instruction.kind in statement.avoid:
            text = "The dose is ordered with grapefruit; the label says to avoid it"
            yield _say(situation, instruction, GRAPEFRUIT, Verdict.ERROR, text)
        case "not-whole" if "crush" in statement.forbidden:
            text = f"The {situation.label.form} is not to be swallowed whole; the label says to swallow it whole"
            yield _say(situation, instruction, NOT_WHOLE, Verdict.ERROR, text)
        case kind if kind in statement.forbidden:
            how = {"crush": "crushed", "chew": "chewed", "split": "split", "open": "opened"}.get(
                kind, "given by a tube"
            )
            whole = "to swallow it whole" if situation.label.strengths_mg else "to swallow it"
            text = f"The {situation.label.form} is to be {how}; the label says {whole}"
            yield _say(situation, instruction, NOT_WHOLE, Verdict.ERROR, text)
        case _:
            pass


def _about_food(situation: Situation, instruction: Instruction) -> Iterator[Finding]:
    """What the order says of food, against a label that has the dose taken without it, with it, or either way."""
    match situation.label.administration.food:
        case "without":
            yield from _on_empty_stomach(situation, instruction)
        case "with":
            if instruction.kind == "after-meal" and not instruction.minutes:
                # Right after a meal is with food.
                return
            if instruction.kind == "food-allowed":
                text = "The order leaves the patient free not to eat with the dose; the label asks for food with it"
                yield _say(situation, instruction, WITHOUT_FOOD, Verdict.WARNING, text)
            elif instruction.kind != "with-food":
                text = f"The dose is ordered {_ORDERED[instruction.kind]}; the label asks for food with it"
                yield _say(situation, instruction, WITHOUT_FOOD, Verdict.ERROR, text)
        case "either":
            return


_ORDERED = {"fasting": "on an empty stomach", "before-meal": "before a meal", "after-meal": "after a meal"}


def _on_empty_stomach(situation: Situation, instruction: Instruction) -> Iterator[Finding]:
    statement = situation.label.administration
    match instruction.kind:
        case "with-food":
            yield _say(
                situation,
                instruction,
                FOOD,
                Verdict.ERROR,
                "The dose is ordered with food; the label asks for an empty stomach",
            )
        case "food-allowed":
            text = "The order leaves the patient free to eat with the dose; the label asks for an empty stomach"
            yield _say(situation, instruction, FOOD, Verdict.WARNING, text)
        case "before-meal" | "after-meal":
            limit = statement.before_meal if instruction.kind == "before-meal" else statement.after_meal
            assert limit is not None
            where = "before" if instruction.kind == "before-meal" else "after"
            if instruction.minutes is None and _gap_is_told(situation, instruction.kind, limit):
                if instruction.kind == "after-meal" and _is_in_words(instruction):
                    text = "The dose is ordered after a meal, and the hours to it stand apart: write them together"
                    yield _say(situation, instruction, FOOD_OPEN, Verdict.WARNING, text)
                return
            if instruction.minutes is None and instruction.kind == "after-meal" and _is_in_words(instruction):
                text = (
                    f"The dose is ordered after a meal; the label asks for {limit} minutes between, or an empty stomach"
                )
                yield _say(situation, instruction, FOOD, Verdict.ERROR, text)
            elif instruction.minutes is None:
                text = (
                    f"The dose is ordered {where} a meal without the time between; the label asks for {limit} minutes"
                )
                yield _say(situation, instruction, FOOD_OPEN, Verdict.WARNING, text)
            elif instruction.minutes < limit:
                gap = f"{instruction.minutes} minutes" if instruction.minutes else "right"
                text = f"The dose is ordered {gap} {where} a meal; the label asks for at least {limit} minutes"
                yield _say(situation, instruction, FOOD, Verdict.ERROR, text)
        case _:
            return


def _are(pieces: str) -> str:
    return "are" if pieces.endswith("s") else "is"


def _gap_is_told(situation: Situation, kind: str, limit: int) -> bool:
    """Whether another place of the order leaves enough time on that side of a meal."""
    return any(
        one.kind == kind and one.minutes is not None and one.minutes >= limit for one in situation.order.instructions
    )


def _is_in_words(instruction: Instruction) -> bool:
    return instruction.evidence.basis is Basis.TEXT


def _say(situation: Situation, instruction: Instruction, code: str, verdict: Verdict, text: str) -> Finding:
    statement = situation.label.administration
    return said(
        code,
        verdict,
        text,
        at=(instruction.evidence.expression,) if instruction.evidence.expression else situation.order.dosage_places,
        by=statement,
        evidence=(instruction.evidence,),
        to_do=_to_write(statement) if code in _ABOUT_FOOD else "",
    )
