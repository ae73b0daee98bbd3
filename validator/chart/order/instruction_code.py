"""What the codes of an instruction say by themselves, in words; and which codes say nothing that is known here.

Source: FHIR R4 ValueSet additional-instruction-codes; SNOMED CT qualifiers of meals.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.concept import words_of
from validator.dosage.frequency_code import frequency_of_code
from validator.dosage.frequency_text import frequency_of_text
from validator.fhir.element import CodeableConcept
from validator.terminology.coding import SNOMED, canonical_system

_WORDS = {
    "24863003": "after meals",
    "225758001": "after food",
    "307165006": "before meals",
    "309612007": "during meals",
    "309613002": "between meals",
    "311500009": "before food",
    "311501008": "half to one hour before food",
    "311502001": "an hour before food or on an empty stomach",
    "311503006": "with or after meals",
    "311504000": "with or after food",
    "417995008": "dissolve in water before taking",
    "418071006": "may cause drowsiness; do not drive",
    "418194009": "may cause side effects like aspirin",
    "418281004": "do not take any aspirin",
    "418521000": "avoid sunlight",
    "418577003": "complete the course unless otherwise directed",
    "418637003": "do not take with other paracetamol",
    "418639000": "may cause drowsiness",
    "418693002": "swallow whole, do not chew",
    "418849000": "follow printed instructions",
    "418914006": "may cause drowsiness; do not drive; avoid alcohol",
    "418954008": "may cause drowsiness; do not drive",
    "418991002": "chew",
    "419111009": "dissolve under the tongue",
    "419115000": "do not take with milk, antacids, iron or zinc",
    "419303009": "with plenty of water",
    "419437002": "do not take more than 2 tablets",
    "419444006": "do not stop unless advised",
    "419529008": "dissolve under the tongue",
    "419822006": "avoid alcohol",
    "419974005": "may cause discoloration of the urine",
    "420082003": "do not take with antacids, iron or zinc",
    "420110001": "do not take with antacids",
    "420652005": "until finished",
    "421484000": "discontinue",
    "421769005": "follow directions",
    "421984009": "until finished",
    "422327006": "stop",
    "424616004": "without regard to meals",
    "428579001": "use with caution",
    "717154004": "on an empty stomach",
}


def words_of_instruction(concept: CodeableConcept) -> tuple[str, ...]:
    """The words of an instruction: its own, else those of its codes that are known here."""
    own = tuple(words_of(concept))
    if any(one.strip() for one in own):
        return own
    known = (
        _WORDS.get(coding.code or "")
        for coding in concept.coding
        if coding.system is not None and canonical_system(coding.system) == SNOMED
    )
    return tuple(words for words in dict.fromkeys(known) if words is not None)


def bare_instruction(concept: CodeableConcept) -> str | None:
    """The codes of an instruction that has no words, where none of them is known here; None where it says something."""
    if any(one.strip() for one in words_of_instruction(concept)):
        return None
    return _named(concept)


def bare_frequency(concept: CodeableConcept) -> str | None:
    """The codes of a timing that has no words, where none of them names a frequency that is known here."""
    if any(one.strip() for one in words_of(concept)):
        return None
    for coding in concept.coding:
        code = coding.code or ""
        if frequency_of_code(coding.system, code) is not None:
            return None
        if not coding.system and frequency_of_text(code) is not None:
            return None
    return _named(concept)


def _named(concept: CodeableConcept) -> str:
    return ", ".join(_codes(concept)) or "no code"


def _codes(concept: CodeableConcept) -> Iterator[str]:
    for coding in concept.coding:
        if coding.code:
            yield f"{coding.code} ({coding.system})" if coding.system else coding.code
