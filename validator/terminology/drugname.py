"""Drug names in words, for medications that carry no code that is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from validator.frozen import Frozen
from validator.regex import compiled, regex
from validator.terminology.valueset import ValueSet

_JOINT = regex(r"[\s._\-\u2010-\u2014]+")
_CLIPPED = regex(
    r"(?<![^\W_])(?:[^\W\d_]{5,}(?=[ ]?[-&/])|(?<=[-&/])[^\W\d_]{5,}|(?<=[-&/][ ])[^\W\d_]{5,}|[^\W\d_]{7,})"
    r"(?![^\W_])"
)
"""A word of five letters or more in a chain joined by `-`, `&` or `/`, or of seven or more that stands alone; shorter
ones begin too many names."""
_APOSTROPHE = regex("['`\u00b4\u2018\u2019\u00ad\u200b-\u200d\u2060\ufeff]")
"""Apostrophes, and signs inside a word that nobody sees."""
_ENDS = r"(?!(?!\d{1,4} ?(?:mg|mcg|g|ml)(?!\w))\w)"
"""A name ends here, or its strength is written at it: `itraconazole200mg`."""


_NO_GROUPS: frozenset[str] = frozenset()


class DrugNames(Frozen, dict=True, eq=False):
    """Ingredient and brand names of one domain and the groups each belongs to."""

    groups: Mapping[str, frozenset[str]]
    written: Mapping[str, str]
    ingredients: tuple[str, ...] = ()

    @classmethod
    def of(cls, value_sets: Iterable[ValueSet]) -> DrugNames:
        """The names the value sets give their codes.

        An ingredient name counts from codes of that ingredient alone: a combination says nothing about the class of
        one of its parts. A brand has the groups of all its codes. Products that are not systemic give no group; their
        brands are known all the same, so that a longer one (a shampoo) hides the tablet's brand inside it.
        """
        groups: dict[str, set[str]] = {}
        written: dict[str, str] = {}
        ingredients: set[str] = set()
        for value_set in value_sets:
            for concept in (*value_set.concepts.values(), *value_set.phrases):
                if concept.systemic:
                    alone = concept.ingredients if len(concept.ingredients) == 1 else ()
                    ingredients.update(map(_key, alone))
                    for name in (*alone, *concept.brands):
                        groups.setdefault(_key(name), set()).add(value_set.group)
                        written.setdefault(_key(name), name)
                else:
                    for name in concept.brands:
                        groups.setdefault(_key(name), set())
                        written.setdefault(_key(name), name)
        return cls(
            MappingProxyType({name: frozenset(found) for name, found in groups.items()}),
            MappingProxyType(written),
            tuple(sorted(ingredients)),
        )

    def groups_in(self, text: str) -> frozenset[str]:
        """The groups of every name in the text, clipped names included; empty when it names none."""
        named = [*self._pattern.findall(_key(text)), *self._clipped(text)]
        return frozenset().union(*[self.groups[name] for name in named]) if named else _NO_GROUPS

    def names_in(self, text: str) -> tuple[str, ...]:
        """Every name in the text, in the order of first mention."""
        found = self._pattern.findall(_key(text))
        return tuple([self.written[name] for name in dict.fromkeys(found)]) if found else ()

    def _clipped(self, text: str) -> list[str]:
        """The ingredients whose first word a token begins, as `darunav-cobicist` and `ITRACONAZ 100` do."""
        found: list[str] = []
        for written in _CLIPPED.findall(text):
            token = written.lower()
            for name in self.ingredients:
                if name.startswith(token) and len(token) < len(name.partition(" ")[0]):
                    found.append(name)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Longest first, so that "peginterferon alfa-2a" is not read as a shorter name that begins the same way.
        names = sorted(self.groups, key=lambda name: (-len(name), name))
        return compiled(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))}){_ENDS}" if names else r"(?!)")


def _key(text: str) -> str:
    """Lower case, hyphens and dots as spaces, no apostrophes: `St. John's-wort` and `st johns wort` are one name."""
    return _JOINT.sub(" ", _APOSTROPHE.sub("", text.lower())).strip()
