"""Code systems of value sets that no chart will ever write, so that the codes listed in them are never found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.terminology.coding import KNOWN_SYSTEMS, PHRASE
from validator.terminology.valueset import ValueSet

_NEARLY = 0.9
"""How alike two URLs are of which one is the other misspelt: a project choice."""
_OF_HL7 = "http://hl7.org/fhir/sid/"
"""Where the ICD-10 of several countries lie beside each other, each a letter from the next."""


def misspelt_systems(sets: Iterable[ValueSet]) -> Iterator[str]:
    """Each system that is no URI, or nearly one that is known, with its file. A site's own system is left as it is.

    Source: FHIR R4, Coding.system is an absolute URI.
    """
    # Only who looks for mistakes waits for it.
    from difflib import get_close_matches

    for one in sets:
        for system in sorted({system for system, _ in (*one.concepts, *one.excluded)} - KNOWN_SYSTEMS - {PHRASE}):
            if ":" not in system:
                yield f"{one.place}: {system} is no URL of a code system"
            elif not system.startswith(_OF_HL7) and (near := get_close_matches(system, KNOWN_SYSTEMS, 1, _NEARLY)):
                yield f"{one.place}: nothing is known of the code system {system}; is {near[0]} meant?"
