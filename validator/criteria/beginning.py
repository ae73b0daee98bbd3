"""When the disease of an order may have begun, and which earlier treatment cannot have been for it.

A treatment that ended before the disease began was for something else, as is one that says so by its own reason. When a
diagnosis was recorded says nothing of when it began, except that it was there by then. CLARIFICATIONS; the days are a
project choice.
"""

from __future__ import annotations

from operator import attrgetter

from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.fact import OTHER_DISEASE, Chart, Diagnosis
from validator.criteria.disease import relevant
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.verdict import Truth

_DISEASES, _ONSET = map(attrgetter, ("diseases", "onset"))

SHORTLY_DAYS = 90
"""How long before the day that is recorded as its beginning a disease may already have been treated; inclusive."""

LONG_DAYS = 365
"""How long before it a treatment whose end is not told was begun, to be in doubt; exclusive."""

_ONE_DOSE = frozenset({TherapyKind.ADMINISTRATION, TherapyKind.PROCEDURE, TherapyKind.DISPENSE})


class Beginning(Frozen):
    """The earliest day on which the disease may have begun, None where it is not told, and the diseases it may be."""

    day: PartialDate | None
    diseases: frozenset[str]

    def allows(self, therapy: Therapy) -> Truth:
        """Whether the therapy can have been for the disease.

        FALSE: it was given for another cancer by its own reason, or ended more than 90 days before. UNKNOWN: it ended
        in these days, or was begun more than a year before and is over, and its end is not told. TRUE as well where
        nothing is told, and where its own reason names the disease.
        """
        if self._is_for_another(therapy):
            return Truth.FALSE
        if self.day is None or self._is_its_reason(therapy):
            return Truth.TRUE
        end = therapy.stop or (therapy.start if therapy.kind in _ONE_DOSE else None)
        if end is not None:
            if end.before(self.day.plus_days(-SHORTLY_DAYS)) is Truth.TRUE:
                return Truth.FALSE
            return Truth.UNKNOWN if end.before(self.day) is Truth.TRUE else Truth.TRUE
        is_long_ago = self.is_later_than(therapy, by_days=LONG_DAYS)
        return Truth.UNKNOWN if therapy.current is Truth.FALSE and is_long_ago else Truth.TRUE

    def is_later_than(self, therapy: Therapy, *, by_days: int = SHORTLY_DAYS) -> bool:
        """Whether the therapy was surely begun more than so many days before, and not for it by its own reason."""
        if self.day is None or self._is_its_reason(therapy):
            return False
        begun = therapy.start or therapy.stop
        return begun is not None and begun.before(self.day.plus_days(-by_days)) is Truth.TRUE

    def _is_for_another(self, therapy: Therapy) -> bool:
        """Whether every cancer that the therapy gives as its reason is surely another than this one."""
        if not therapy.reasons:
            return False
        own = [reason for reason in therapy.reasons if reason.is_cancer and not reason.is_secondary]
        return bool(own and self.diseases) and all(_told(reason).isdisjoint(self.diseases) for reason in own)

    def _is_its_reason(self, therapy: Therapy) -> bool:
        return any(_told(reason) & self.diseases for reason in therapy.reasons) if therapy.reasons else False


def _told(reason: Diagnosis) -> frozenset[str]:
    """The diseases that a reason may be: the one that its words name, where its code leaves several."""
    return frozenset({reason.by_words}) if reason.by_words is not None else reason.told


def beginning_of(chart: Chart, disease: tuple[str, ...] = ()) -> Beginning:
    """When the disease the order is for (one of `disease`, where one of these is on file) may have begun.

    Every entry that may be of the same disease counts, also what is over and what shows its spread, and the earliest
    day of all. Where one of them has no beginning, or the disease has come back, no day is told.
    """
    named = frozenset().union(*map(_DISEASES, filter(_is_present, relevant(chart)))) - {OTHER_DISEASE}
    named = named & frozenset(disease) or named
    kin = [one for one in chart.diagnoses if one.is_cancer and one.diseases & named]
    has_come_back = "recurrent" in map(attrgetter("kind"), chart.extents)
    if not kin or None in map(_ONSET, kin) or has_come_back:
        return Beginning(None, named)
    return Beginning(min(_days(chart, kin), key=attrgetter("first")), named)


def _is_present(one: Diagnosis) -> bool:
    return one.is_cancer and one.confirmed and one.active is not Truth.FALSE


def _days(chart: Chart, kin: list[Diagnosis]) -> list[PartialDate]:
    of_them: set[str | None] = {None}
    found: list[PartialDate | None] = []
    for one in kin:
        of_them.add(one.evidence.reference)
        found += (one.onset, one.recorded)
    for extent in chart.extents:
        found += (extent.date,) if extent.about in of_them else ()
    for seen in chart.differentiations:
        found += (seen.date,) if seen.about in of_them else ()
    return [*filter(None, found)]
