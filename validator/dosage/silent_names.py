"""The names in a sig that change no amount: those of the drug it is for, and of diseases. Who reads sigs gives them."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.frozen import Frozen
from validator.regex import compiled

_A_DISEASE = "cancer"
"""What a disease is called in the grammar."""


class SilentNames(Frozen):
    """Names as whole words in any case. `drug`: of the ordered drug; `diseases`: of what it may be for, in plural too.

    The name of another drug is not among them: a sig that holds one is not understood.
    """

    drug: frozenset[str] = frozenset()
    diseases: frozenset[str] = frozenset()

    def hushed(self, sig: str) -> str:
        """A sig in lower case without the names of the drug, and with one word for every disease."""
        without = _words(self.drug).sub("", sig)
        return _words(self.diseases, "s?").sub(_A_DISEASE, without)


NO_NAMES = SilentNames()


@lru_cache(maxsize=64)
def _words(names: frozenset[str], ending: str = "") -> re.Pattern[str]:
    longest_first = sorted((name.lower() for name in names), key=lambda name: (-len(name), name))
    either = "|".join(map(re.escape, longest_first))
    return compiled(rf"(?<![^\W_])(?:{either}){ending}(?![^\W_])" if names else r"(?!)")
