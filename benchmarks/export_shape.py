"""The shapes in which real exports write the same order: how the product is told, and how the line is spelt."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from export_chart import BASE, NDC, RXNORM, Resource, concept
from export_story import DAILY_PACK, TABLET, Answer, Story

BOTTLE_OF_20 = ("42388-0024-26", "Cabometyx 20 mg, bottle of 30")
"""An NDC in eleven digits with hyphens: the bottle whose strength is known from two sources."""
PRODUCT_SHAPES = {
    "coded": 10, "contained": 4, "referenced": 4, "referenced-absolute": 3, "ndc": 3, "text": 2,
}  # fmt: skip
LINE_SHAPES = {"plain": 12, "escaped": 2, "spaced": 2, "type-last": 1}
WORDS_ONLY = "product-known-by-text-only"
"""The finding of a product that no code tells (a warning)."""
DOES_NOT_FIT = "strength-does-not-fit-dose"
"""The finding of a dose that no whole tablets of the ordered strength make (an error)."""

_WORST_FIRST = ("error", "undetermined", "warning", "accept")


def worse(answer: Answer, verdict: str, code: str) -> Answer:
    """The answer with one more finding."""
    verdicts = sorted((answer.verdict, verdict), key=_WORST_FIRST.index)
    return replace(answer, verdict=verdicts[0], codes=(*answer.codes, code))


def ordered(story: Story, rng: random.Random) -> tuple[Resource, str, Answer]:
    """The order of a story in one of the shapes of its product: the order, the shape, and what must be said then."""
    shape = rng.choices(list(PRODUCT_SHAPES), list(PRODUCT_SHAPES.values()))[0]
    if story.pack and shape in ("ndc", "text"):
        shape = "coded"
    name = f"cabozantinib {story.milligrams} MG Oral Tablet"
    code = concept(*DAILY_PACK) if story.pack else concept(RXNORM, TABLET[story.milligrams], name)
    answer, chart = story.answer, story.chart
    match shape:
        case "coded":
            medication = {"medicationCodeableConcept": code}
        case "contained":
            held = {"resourceType": "Medication", "id": "med", "code": code}
            medication = {"contained": [held], "medicationReference": {"reference": "#med"}}
        case "referenced" | "referenced-absolute":
            base = f"{BASE}/" if shape == "referenced-absolute" else ""
            medication = {"medicationReference": {"reference": f"{base}Medication/{chart.medication(code)['id']}"}}
        case "ndc":
            number, display = BOTTLE_OF_20
            medication = {"medicationCodeableConcept": concept(NDC, number, display)}
            # Tablets of 20 mg make every dose that is a multiple of theirs.
            answer = replace(answer, codes=tuple(code for code in answer.codes if code != DOES_NOT_FIT))
        case _:
            words = rng.choice(("CABOMETYX {} mg tablets", "cabozantinib {} mg oral tablet", "Cabozantinib {}MG Tab"))
            medication = {"medicationCodeableConcept": {"text": words.format(story.milligrams)}}
            if answer.verdict != "not-assessed":
                answer = worse(answer, "warning", WORDS_ONLY)
    return chart.order(medication, story.dosage, status=story.status, reason=story.reason), shape, answer


def spelt(resource: Resource, shape: str) -> bytes:
    """The line of a resource, without its end; all shapes are the same JSON value."""
    match shape:
        case "escaped":
            text = json.dumps(resource, separators=(",", ":"))
            for plain, escaped in (
                ("cabozantinib", r"cab\u006fzantinib"), ("Cabozantinib", r"\u0043abozantinib"),
                ("CABOMETYX", r"CABOM\u0045TYX"), ("Cabometyx", r"Cab\u006Fmetyx"), ("Cometriq", r"Com\u0065triq"),
                ('"1790', r'"\u003179\u0030'), ('"1363', r'"13\u00363'), ('"42388', r'"4238\u0038'),
                ("Medication/", r"Medication\/"), ("Patient/", r"Patient\/"),
            ):  # fmt: skip
                text = text.replace(plain, escaped)
        case "spaced":
            text = " " + json.dumps(resource, separators=(" ,\t", " :  ")) + " \t"
        case "type-last":
            last = {key: value for key, value in resource.items() if key != "resourceType"}
            text = json.dumps(last | {"resourceType": resource["resourceType"]}, separators=(",", ":"))
        case _:
            text = json.dumps(resource, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
