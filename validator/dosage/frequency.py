"""How often a dose is taken, and the one table of the words and abbreviations that say it."""

from __future__ import annotations

from fractions import Fraction

from validator.dosage.pattern import Every, Pattern, every
from validator.frozen import Frozen

MONTH = (Fraction(28), Fraction(31))


class Frequency(Frozen):
    """A pattern and the time of day that goes with it (`MORN`, `HS`), empty where none is meant."""

    pattern: Pattern
    at: tuple[str, ...] = ()


def in_hours(hours: int, most: int | None = None) -> Every:
    """Once in so many hours, or in `hours` to `most`."""
    return every(1, Fraction(hours, 24), period_max=None if most is None else Fraction(most, 24))


def a_day(times: int, most: int | None = None) -> Every:
    """So many times a day, or `times` to `most`."""
    return every(times, Fraction(1), times_max=most)


DAILY = Frequency(a_day(1))
TWICE_DAILY = Frequency(a_day(2))
THREE_TIMES_DAILY = Frequency(a_day(3))
FOUR_TIMES_DAILY = Frequency(a_day(4))
EVERY_OTHER_DAY = Frequency(every(1, Fraction(2)))
WEEKLY = Frequency(every(1, Fraction(7)))
MONTHLY = Frequency(every(1, MONTH[0], period_max=MONTH[1]))
MORNINGS = Frequency(a_day(1), ("MORN",))
AFTERNOONS = Frequency(a_day(1), ("AFT",))
BEDTIMES = Frequency(a_day(1), ("HS",))

# Written as one word: terminals of the sig grammar, and whole texts of Timing.code. Phrases of several words are read
# by the grammar; those that nearly every order holds stand here too, so that the grammar need not be loaded for them.
FREQUENCY_WORDS: dict[str, Frequency] = {
    **dict.fromkeys(("bid", "bd"), TWICE_DAILY),
    **dict.fromkeys(("tid", "tds"), THREE_TIMES_DAILY),
    **dict.fromkeys(("qid", "qds"), FOUR_TIMES_DAILY),
    "qod": EVERY_OTHER_DAY,
    "qam": MORNINGS,
    "qpm": AFTERNOONS,
    "qhs": BEDTIMES,
    "nightly": Frequency(a_day(1), ("NIGHT",)),
}
COMMON_PHRASES: dict[str, Frequency] = {
    **FREQUENCY_WORDS,
    **dict.fromkeys(("qd", "daily", "once daily", "once a day", "every day", "q24h", "every 24 hours"), DAILY),
    **dict.fromkeys(("twice daily", "twice a day"), TWICE_DAILY),
    "every other day": EVERY_OTHER_DAY,
    "every morning": MORNINGS,
    **dict.fromkeys(("at bedtime", "every night at bedtime"), BEDTIMES),
}
