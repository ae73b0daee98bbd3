"""Listed phrases in free text, where no negation, doubt or condition stands before them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words looked for in free text, and the groups of the domain they are evidence for."""

    text: str
    groups: frozenset[str]
