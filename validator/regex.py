"""Regular expressions compiled when they are first used: most of those for the words of an order never are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _Regex:
    """A pattern until something is asked of it; from then on its methods are those of the compiled one."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet."""
        compiled = re.compile(self.pattern, self._flags)
        for one in _METHODS:
            setattr(self, one, getattr(compiled, one))
        return getattr(compiled, name)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")

if TYPE_CHECKING:

    def regex(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
        """A pattern that is compiled at its first use. A mistake in it shows then: a test compiles all of them."""
        ...

else:
    regex = _Regex
