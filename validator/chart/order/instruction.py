"""How the order says the dose is to be taken: route, method, food, swallowing; coded, by timing, and in words.

Source: FHIR R4 Dosage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from validator.chart.concept import words_of
from validator.chart.fact import Instruction
from validator.chart.order.instruction_code import words_of_instruction
from validator.chart.order.instruction_text import Told, told_in
from validator.chart.order.order_text import OrderText, TextKind
from validator.chart.order.route import LOCAL, OTHER, UNKNOWN, told_route
from validator.chart.reader import evidence
from validator.fhir.dosage import Repeat
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.regex import regex
from validator.terminology.coding import SNOMED, canonical_system
from validator.verdict import Basis

_CODE, _PLACE_AND_WORDS = attrgetter("code"), attrgetter("evidence.expression", "evidence.says")

_WHEN = {
    **dict.fromkeys(("AC", "ACM", "ACD", "ACV"), "before-meal"),
    **dict.fromkeys(("PC", "PCM", "PCD", "PCV"), "after-meal"),
    **dict.fromkeys(("C", "CM", "CD", "CV"), "with-food"),
    "HS": "bedtime",
}
_WHEN_WORDS = {
    "before-meal": "before a meal",
    "after-meal": "after a meal",
    "with-food": "with a meal",
    "bedtime": "at bedtime",
}

# SNOMED CT, children of "Additional dosage instructions" and of "Dosing instruction imperative" that matter here.
_ADDITIONAL = {
    "717154004": Told("fasting"),  # Take on an empty stomach
    "311501008": Told("before-meal", 30),  # Half to one hour before food: the shorter time counts
    "311504000": Told("with-food"),  # With or after food
    "418693002": Told("whole"),  # Swallowed whole, not chewed
    "418991002": Told("chew"),  # Sucked or chewed
    "417995008": Told("crush"),  # Dissolve or mix with water before taking
}
_METHODS = {
    "421521009": Told("method"),  # Swallow
    "738995006": Told("method"),
    "419652001": Told("method"),  # Take
    "738990001": Told("method"),  # Administer
    "421984009": Told("method"),
    "421538008": Told("method"),
    "738992009": Told("chew"),
}
_CHEW_WORDS = ("chew", "suck")
_SWALLOWED = regex(
    r"swallow|\b(?:tak(?:e|en|ing)|administ\w+|ingest\w*|oral\w*|mouth|giv(?:e|en|ing)|drink|dispense|use|consume|po)\b"
    r"|schluck|einnehm|einnahme|aval|prendre|prenez|tomar|tome|ingerir|deglut|tragar|assum|innem|\u5185\u670d|\u7d4c\u53e3",
    re.IGNORECASE,
)
"""Words of a method by which a dose is swallowed, or of none in particular."""


def instructions_of(entry: Entry, texts: Iterable[OrderText], own: frozenset[str]) -> tuple[Instruction, ...]:
    """Every administration statement of the order, each with where it stands; nothing is filled in.

    `texts` are the words of the order, `own` the names of its drug in lower case.
    """
    found: list[Instruction] = []
    for place, dosage in entry.dosages.objects:
        found.extend(_route(entry, dosage.route, f"{place}.route"))
        found.extend(_method(entry, dosage.method, f"{place}.method"))
        if dosage.timing is not None and dosage.timing.repeat is not None:
            found.extend(_when(entry, dosage.timing.repeat, f"{place}.timing.repeat"))
        for number, one in enumerate(dosage.additional_instruction):
            found.extend(_additional(entry, one, f"{place}.additionalInstruction[{number}]"))
    coded = {*map(_PLACE_AND_WORDS, found)}
    for text in texts:
        if text.kind is TextKind.CODE:
            continue
        # A code that is known here says what its display says, and better.
        if (f"{entry.expression}.{text.element}", text.text) not in coded:
            # "PC" among the words of a frequency is after meals; elsewhere capitals may stand for other things.
            words = text.text.lower() if text.kind is TextKind.FREQUENCY else text.text
            for told in told_in(words, own):
                found.append(_told(entry, told, text.text, text.element))
    return tuple(found)


def _route(entry: Entry, concept: CodeableConcept | None, place: str) -> Iterator[Instruction]:
    if concept is None:
        return
    route = told_route(concept) or UNKNOWN
    # Skin, eye and the like are only told apart from each other where a therapy's reach is judged.
    value = OTHER if route == LOCAL else route
    by_code = any(map(_CODE, concept.coding))
    says = next(iter(words_of(concept)), None) or next((c.code for c in concept.coding if c.code), "a route")
    basis = Basis.CODED if by_code else Basis.TEXT
    yield Instruction("route", evidence(entry, f"route {says}", place, basis), value)


def _method(entry: Entry, concept: CodeableConcept | None, place: str) -> Iterator[Instruction]:
    if concept is None:
        return
    says = next(iter(words_of(concept)), None) or next((c.code for c in concept.coding if c.code), "a method")
    for coding in concept.coding:
        told = _METHODS.get(coding.code or "")
        if told is not None and coding.system and canonical_system(coding.system) == SNOMED:
            yield Instruction(told.kind, evidence(entry, f"method {says}", place), says)
            return
    told_words = [told for words in words_of(concept) for told in told_in(words)]
    if told_words:
        yield from (_told(entry, told, says, place) for told in dict.fromkeys(told_words))
    elif any(word in says.lower() for word in _CHEW_WORDS):
        yield Instruction("chew", evidence(entry, f"method {says}", place, Basis.TEXT))
    else:
        value = says if _SWALLOWED.search(says) else UNKNOWN
        yield Instruction("method", evidence(entry, f"method {says}", place, Basis.TEXT), value)


def _when(entry: Entry, repeat: Repeat, place: str) -> Iterator[Instruction]:
    minutes = repeat.offset if repeat.offset is not None and repeat.offset >= 0 else None
    for number, code in enumerate(repeat.when):
        kind = _WHEN.get(code)
        if kind is None:
            continue
        is_timed = kind in ("before-meal", "after-meal")
        says = f"{minutes} minutes {_WHEN_WORDS[kind]}" if is_timed and minutes is not None else _WHEN_WORDS[kind]
        yield Instruction(
            kind, evidence(entry, f"{says} ({code})", f"{place}.when[{number}]"), minutes=minutes if is_timed else None
        )


def _additional(entry: Entry, concept: CodeableConcept, place: str) -> Iterator[Instruction]:
    for coding in concept.coding:
        told = _ADDITIONAL.get(coding.code or "")
        if told is not None and coding.system and canonical_system(coding.system) == SNOMED:
            says = coding.display or concept.text or next(iter(words_of_instruction(concept)), "")
            yield Instruction(told.kind, evidence(entry, says, place), minutes=told.minutes)


def _told(entry: Entry, told: Told, says: str, place: str) -> Instruction:
    return Instruction(told.kind, evidence(entry, says, place, Basis.TEXT), minutes=told.minutes)
