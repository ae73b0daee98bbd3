"""What a stretch of an order's words states, as a value."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from validator.frozen import Frozen

PACK = "pack"
"""The form of a count of kits or cards."""


class Kind(StrEnum):
    """What a stretch of words states."""

    MASS = "mass"
    COUNT = "count"
    BARE_COUNT = "bare-count"
    """A number of what is not told: "take 2 daily"."""
    STRENGTH = "strength"
    LIMIT = "limit"
    FREQUENCY = "frequency"
    TIMES = "times"
    """So many doses a day, counted from the parts of the day that each has one."""
    CYCLE = "cycle"
    AS_NEEDED = "as-needed"
    MULTIPLE = "multiple"
    FORM = "form"
    BRAND = "brand"
    STOP = "stop"
    SCHEME = "scheme"


class NamesInWords(Frozen):
    """Names the words may hold, in lower case: of the ordered drug, and of its other products."""

    own: tuple[str, ...]
    other_products: tuple[str, ...] = ()


class Stated(Frozen):
    """One thing the words state. `low` to `high` are milligrams, or units for a count whose unit is `each` milligrams
    (None: not said) and has the dose form `form`. `words` is the stretch, `clause` what it stands in, as written;
    `said` is that clause where it was put into English first."""

    kind: Kind
    words: str
    clause: str
    low: Decimal | None = None
    high: Decimal | None = None
    each: Decimal | None = None
    form: str | None = None
    imperative: bool = False
    said: str = ""
