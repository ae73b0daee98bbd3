"""Whether the words of a form, a product or a dose say that a drug acts where it is applied alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from validator.regex import regex
from validator.verdict import Truth

_NOT_SYSTEMIC = regex(
    r"\b(?:topical(?:ly)?|cream|crm|ointment|oint|lotion|shampoo|sham|foam|gel|paste|medicated pad|nail lacquer|scalp"
    r"|patch for skin|cutaneous|ophthalmic|ophth|eye (?:drops?|gtts)|ocular|otic|ear drops?|vaginal(?:ly)?|pessary"
    # as order entry cuts it: external, ophthalmic, otic, vaginal
    r"|dental|mouthwash|irrigation|ex (?:crea|soln|liqd)|o[pt] (?:soln|susp|oint)|va (?:crea|supp))\b",
    re.IGNORECASE,
)
_SYSTEMIC = regex(
    r"\b(?:oral(?:ly)?|tablets?|tabs?|capsules?|caps?|injection|injectable|infusion|intravenous|iv|suspension"
    r"|by mouth|po|subcutaneous|intramuscular)\b",
    re.IGNORECASE,
)
_INTO_THE_EYE = regex(r"\b(?:intravitreal(?:ly)?|intraocular(?:ly)?|subconjunctival(?:ly)?)\b", re.IGNORECASE)
_INJECTED = regex(r"\b(?:injection|injectable)\b", re.IGNORECASE)
_SPAT_OUT = regex(r"\b(?:swish|rinse|gargle)\b[^.;]*\b(?:spit|expectorate)\b", re.IGNORECASE)
_SWALLOWED = regex(r"\b(?:swallow(?:ed)?|not (?:spit|expectorate)|don't spit)\b", re.IGNORECASE)


def is_local_dose(words: str) -> bool:
    """Whether a dose is a mouth rinse that is not swallowed, or one into an eye, whatever form or route is coded."""
    if _SPAT_OUT.search(words) is not None and _SWALLOWED.search(words) is None:
        return True
    return _INTO_THE_EYE.search(words) is not None and not _is_systemic_beside_injection(words)


def _is_systemic_beside_injection(words: str) -> bool:
    """What goes into an eye has the form of any injection, and is no less local for it."""
    return _SYSTEMIC.search(_INJECTED.sub("", words)) is not None


def words_are_systemic(words: Iterable[str]) -> Truth:
    """FALSE where words say skin, eye, ear or vagina, TRUE for mouth or injection, else UNKNOWN.

    Skin and the like count before mouth: "oral gel" stays UNKNOWN.
    """
    return _is_systemic(" | ".join(words))


@lru_cache(maxsize=8192)
def _is_systemic(text: str) -> Truth:
    """The same of words that are joined; the names of products come again and again."""
    if _INTO_THE_EYE.search(text) is not None and not _is_systemic_beside_injection(text):
        return Truth.FALSE
    is_local, is_systemic = _NOT_SYSTEMIC.search(text) is not None, _SYSTEMIC.search(text) is not None
    return Truth.UNKNOWN if is_local is is_systemic else Truth.TRUE if is_systemic else Truth.FALSE
