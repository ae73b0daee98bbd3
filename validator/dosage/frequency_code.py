"""What the codes of Timing.code say: HL7 timing abbreviations and their SNOMED CT equivalents."""

from __future__ import annotations

from validator.dosage.frequency import (
    AFTERNOONS,
    BEDTIMES,
    DAILY,
    EVERY_OTHER_DAY,
    FOUR_TIMES_DAILY,
    MONTHLY,
    MORNINGS,
    THREE_TIMES_DAILY,
    TWICE_DAILY,
    WEEKLY,
    Frequency,
    a_day,
    in_hours,
)
from validator.terminology.coding import SNOMED, TIMING_ABBREVIATION, canonical_system

# JB, JE, JH and the holidays below them name days and no number of doses; they are left out on purpose.
_GTS = {
    "QD": DAILY,
    "BID": TWICE_DAILY,
    "TID": THREE_TIMES_DAILY,
    "QID": FOUR_TIMES_DAILY,
    "QOD": EVERY_OTHER_DAY,
    "AM": MORNINGS,
    "PM": AFTERNOONS,
    "BED": BEDTIMES,
    "WK": WEEKLY,
    "MO": MONTHLY,
    **{f"Q{hours}H": Frequency(in_hours(hours)) for hours in (1, 2, 3, 4, 5, 6, 8, 10, 12, 24, 36, 48, 72)},
}

_SNOMED = {
    "69620002": DAILY,
    "229797004": DAILY,
    "229799001": TWICE_DAILY,
    "229798009": THREE_TIMES_DAILY,
    "307439001": FOUR_TIMES_DAILY,
    "307440004": Frequency(a_day(5)),
    "307441000": Frequency(a_day(6)),
    "396107007": Frequency(a_day(1, 2)),
    "396108002": Frequency(a_day(1, 3)),
    "396109005": Frequency(a_day(1, 4)),
    "396111001": Frequency(a_day(2, 4)),
    "225750008": Frequency(in_hours(2)),
    "225753005": Frequency(in_hours(3)),
    "225756002": Frequency(in_hours(4)),
    "307468000": Frequency(in_hours(6)),
    "307469008": Frequency(in_hours(8)),
    "307470009": Frequency(in_hours(12)),
    "396125000": Frequency(in_hours(24)),
    "396126004": Frequency(in_hours(36)),
    "396131002": Frequency(in_hours(48)),
    "396143001": Frequency(in_hours(72)),
    "225752000": Frequency(in_hours(2, 4)),
    "225754004": Frequency(in_hours(3, 4)),
    "396127008": Frequency(in_hours(3, 6)),
    "396139000": Frequency(in_hours(6, 8)),
    "396140003": Frequency(in_hours(8, 12)),
}


def knows_system(system: str | None) -> bool:
    """Whether codes of this system are understood here; a code of any other system is left to its text."""
    return system is not None and canonical_system(system) in (TIMING_ABBREVIATION, SNOMED)


def frequency_of_code(system: str | None, code: str) -> Frequency | None:
    """The frequency a code of a known system means; None for codes that name no frequency.

    Codes are as HL7 writes them, in capitals. Source: HL7 v3 GTSAbbreviation; SNOMED CT frequency qualifiers.
    """
    meant = canonical_system(system) if system is not None else None
    if meant == TIMING_ABBREVIATION:
        return _GTS.get(code)
    return _SNOMED.get(code) if meant == SNOMED else None
