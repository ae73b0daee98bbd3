"""The words of a frequency: what people write in Timing.code where a code is wanted."""

from __future__ import annotations

from validator.dosage.frequency import COMMON_PHRASES, Frequency
from validator.dosage.silent_names import NO_NAMES, SilentNames


def frequency_of_text(text: str, names: SilentNames = NO_NAMES) -> Frequency | None:
    """The frequency a few words mean, in any case; None where they are not understood whole.

    The common phrases come from the table, the rest from the sig grammar, which is loaded on first use.
    """
    plain = " ".join(text.lower().split())
    found = COMMON_PHRASES.get(plain)
    if found is not None:
        return found
    from validator.dosage.sig import frequency_in

    return frequency_in(plain, names)
