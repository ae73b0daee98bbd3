"""What Timing.code says: HL7 timing abbreviations, their SNOMED CT equivalents, and the words people write instead."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from validator.dosage.pattern import Every, Pattern, every

GTS_SYSTEMS = frozenset(
    {
        "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation",
        "http://hl7.org/fhir/v3/GTSAbbreviation",
        "urn:oid:2.16.840.1.113883.5.1022",
    }
)
SNOMED = "http://snomed.info/sct"

MONTH = (Fraction(28), Fraction(31))
YEAR = (Fraction(365), Fraction(366))


@dataclass(frozen=True, slots=True)
class Frequency:
    """A pattern and the time of day that goes with it (`MORN`, `HS`), empty where none is meant."""

    pattern: Pattern
    at: tuple[str, ...] = ()


def _hours(hours: int, most: int | None = None) -> Every:
    return every(1, Fraction(hours, 24), period_max=None if most is None else Fraction(most, 24))


def _a_day(times: int, most: int | None = None) -> Every:
    return every(times, Fraction(1), times_max=most)


DAILY = Frequency(_a_day(1))
TWICE_DAILY = Frequency(_a_day(2))
EVERY_OTHER_DAY = Frequency(every(1, Fraction(2)))
WEEKLY = Frequency(every(1, Fraction(7)))
MONTHLY = Frequency(every(1, MONTH[0], period_max=MONTH[1]))

# JB, JE, JH and the holidays below them name days and no number of doses; they are left out on purpose.
_GTS = {
    "QD": DAILY,
    "BID": TWICE_DAILY,
    "TID": Frequency(_a_day(3)),
    "QID": Frequency(_a_day(4)),
    "QOD": EVERY_OTHER_DAY,
    "AM": Frequency(_a_day(1), ("MORN",)),
    "PM": Frequency(_a_day(1), ("AFT",)),
    "BED": Frequency(_a_day(1), ("HS",)),
    "WK": WEEKLY,
    "MO": MONTHLY,
    **{f"Q{hours}H": Frequency(_hours(hours)) for hours in (1, 2, 3, 4, 5, 6, 8, 10, 12, 24, 36, 48, 72)},
}

_SNOMED = {
    "229797004": DAILY,
    "229799001": TWICE_DAILY,
    "229798009": Frequency(_a_day(3)),
    "307439001": Frequency(_a_day(4)),
    "307440004": Frequency(_a_day(5)),
    "307441000": Frequency(_a_day(6)),
    "396107007": Frequency(_a_day(1, 2)),
    "396108002": Frequency(_a_day(1, 3)),
    "396109005": Frequency(_a_day(1, 4)),
    "396111001": Frequency(_a_day(2, 4)),
    "225750008": Frequency(_hours(2)),
    "225753005": Frequency(_hours(3)),
    "225756002": Frequency(_hours(4)),
    "307468000": Frequency(_hours(6)),
    "307469008": Frequency(_hours(8)),
    "307470009": Frequency(_hours(12)),
    "396125000": Frequency(_hours(24)),
    "396126004": Frequency(_hours(36)),
    "396131002": Frequency(_hours(48)),
    "396143001": Frequency(_hours(72)),
    "225752000": Frequency(_hours(2, 4)),
    "225754004": Frequency(_hours(3, 4)),
    "396127008": Frequency(_hours(3, 6)),
    "396139000": Frequency(_hours(6, 8)),
    "396140003": Frequency(_hours(8, 12)),
}

_TEXT = {
    **dict.fromkeys(("qd", "q.d.", "daily", "once daily", "once a day", "once per day", "every day", "each day",
                     "1x daily", "1x/day", "q24h", "every 24 hours", "once every 24 hours"), DAILY),
    **dict.fromkeys(("bid", "b.i.d.", "twice daily", "twice a day", "2x daily", "2 times daily", "2 times a day"),
                    TWICE_DAILY),
    **dict.fromkeys(("tid", "t.i.d.", "three times daily", "3 times daily"), Frequency(_a_day(3))),
    **dict.fromkeys(("qid", "q.i.d.", "four times daily", "4 times daily"), Frequency(_a_day(4))),
    **dict.fromkeys(("qod", "q.o.d.", "every other day", "every 2 days", "every second day", "every 48 hours", "q48h"),
                    EVERY_OTHER_DAY),
    **dict.fromkeys(("qam", "every morning", "in the morning", "am"), Frequency(_a_day(1), ("MORN",))),
    **dict.fromkeys(("qhs", "nightly", "at bedtime", "every night at bedtime"), Frequency(_a_day(1), ("HS",))),
    **dict.fromkeys(("weekly", "once weekly", "once a week", "every week"), WEEKLY),
}  # fmt: skip


def knows_system(system: str | None) -> bool:
    """Whether codes of this system are understood here; a code of any other system is left to its text."""
    return system in GTS_SYSTEMS or system == SNOMED


def frequency_of_code(system: str | None, code: str) -> Frequency | None:
    """The frequency a code of a known system means; None for codes that name no frequency.

    Codes are as HL7 writes them, in capitals. Source: HL7 v3 GTSAbbreviation; SNOMED CT frequency qualifiers.
    """
    if system in GTS_SYSTEMS:
        return _GTS.get(code)
    return _SNOMED.get(code) if system == SNOMED else None


def frequency_of_text(text: str) -> Frequency | None:
    """The frequency a few words mean, in any case; None where they are not understood whole."""
    plain = " ".join(text.lower().split())
    found = _TEXT.get(plain)
    if found is not None:
        return found
    from validator.dosage.sig import frequency_in  # the grammar is loaded on first use

    return frequency_in(plain)
