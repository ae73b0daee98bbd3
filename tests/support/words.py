"""The corpora of words: each text in its place of a plain order, and what is said of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.build import Resource, dosage, every, quantity
from support.coding import concept
from support.judged import judged
from support.plain import kidney, with_dosage
from support.product import CLINICAL_DRUGS

from validator.finding import Finding
from validator.verdict import Verdict

FOLDER = Path(__file__).parents[1] / "corpus" / "words"
ABOUT_WORDS = frozenset(
    {
        "dose-not-known",
        "text-contradicts-dose",
        "text-takes-order-back",
        "text-not-understood",
        "with-food",
        "meal-gap-not-told",
        "with-grapefruit",
        "not-swallowed-whole",
    }
)


@dataclass(frozen=True)
class Text:
    """Words in one place of an order for one tablet of `mg` once daily."""

    words: str
    where: str = "text"
    mg: int = 60


def corpus(name: str) -> list[Text]:
    """The texts of one corpus."""
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [Text(one["words"], one["where"], one["mg"]) for one in content["texts"]]


def ordered(text: Text, **elements: Any) -> Resource:
    """The order that holds the text, coded as one tablet once daily."""
    made = dosage(quantity(text.mg, "mg"), every())
    match text.where:
        case "additionalInstruction":
            made["additionalInstruction"] = [concept(text=text.words)]
        case "timing.code":
            made["timing"]["code"] = {"text": text.words}
        case "note":
            elements["note"] = [{"text": text.words}]
        case place:
            made[place] = text.words
    return with_dosage(made, medication=concept(CLINICAL_DRUGS["tablet", text.mg])) | elements


def told(text: Text, **elements: Any) -> list[Finding]:
    """What is said about the words: warnings and errors, notes left out."""
    report = judged(kidney(ordered(text, **elements)))
    return [one for one in report.findings if one.code in ABOUT_WORDS and one.verdict is not Verdict.ACCEPT]
