"""What earlier treatment tells of the disease it was given for: drugs that are given for advanced disease alone."""

from __future__ import annotations

from collections.abc import Iterable

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Chart, Diagnosis
from validator.criteria.beginning import beginning_of
from validator.criteria.therapy import evidence_of, said_not_for_it
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.verdict import Truth


class AdvancedSign(Frozen):
    """A drug on file that speaks of advanced disease. `because` says why it may not, and is empty where it does.

    `since` is the day it was begun, None where that is not told.
    """

    therapy: Therapy
    because: str = ""
    beside: tuple[Evidence, ...] = ()

    @property
    def since(self) -> PartialDate | None:
        """The day of its start."""
        return self.therapy.start

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The drug, and what it may have been given for instead."""
        return (*evidence_of((self.therapy,)), *self.beside)


class DrugsOfAdvancedDisease(Frozen):
    """Which drugs are signs: those of `always`, and those of `by_reason` where they were given for one of `disease`.

    None that was begun before the disease is surely one. Given for it: by the reason the entry itself gives, or because
    it is the only cancer on file and no condition of `elsewhere` is, for which the drug is given too.
    """

    disease: tuple[str, ...]
    always: tuple[str, ...]
    by_reason: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def signs(self, chart: Chart) -> tuple[AdvancedSign, ...]:
        """Drugs begun before the order's day, those that are surely signs first, the last begun first among them.

        A drug that was not given, or begun on the day or later, is none; one whose start, giving, dose or purpose is
        not told may be one.
        """
        found = [one for therapy in chart.therapies if (one := self._sign(chart, therapy)) is not None]
        found.sort(key=lambda sign: _newest_first(sign.since))
        found.sort(key=lambda sign: bool(sign.because))
        return tuple(found)

    def _sign(self, chart: Chart, therapy: Therapy) -> AdvancedSign | None:
        is_always = bool(therapy.groups & frozenset(self.always))
        if not is_always and not therapy.groups & frozenset(self.by_reason):
            return None
        begun = _begun_before(therapy, chart.as_of)
        if therapy.given is Truth.FALSE or begun is Truth.FALSE:
            return None
        for_it = AdvancedSign(therapy) if is_always else self._for_the_disease(chart, therapy)
        if for_it is None or for_it.because:
            return for_it
        if therapy.given is Truth.UNKNOWN:
            return AdvancedSign(therapy, f"nothing says whether {therapy.name} was given")
        if begun is Truth.UNKNOWN:
            return AdvancedSign(therapy, f"nothing says whether {therapy.name} was begun before")
        beginning = beginning_of(chart, self.disease)
        if beginning.is_later_than(therapy) or beginning.allows(therapy) is not Truth.TRUE:
            return AdvancedSign(therapy, said_not_for_it((therapy,)))
        if therapy.is_cancer_dose is not Truth.TRUE:
            return AdvancedSign(therapy, f"the dose of {therapy.name} is not told")
        return for_it

    def _for_the_disease(self, chart: Chart, therapy: Therapy) -> AdvancedSign | None:
        """Whether it was given for the disease: by its own reason, which is believed before what else is on file."""
        own = [reason for reason in therapy.reasons if not reason.is_secondary]
        if any(self._is_it(reason) for reason in own):
            return AdvancedSign(therapy)
        if own:
            if all(reason.is_cancer and not self._may_be_it(reason) for reason in own):
                return None
            return AdvancedSign(therapy, f"what {therapy.name} was given for is not certain", _shown(own))
        is_on_file = any(map(self._is_it, chart.diagnoses))
        reasons = chart.order.reasons if chart.order is not None else ()
        # Words for it in the order's reason name no other cancer than the one that is on file.
        on_file = [*chart.diagnoses, *(one for one in reasons if not (is_on_file and self._may_be_it(one)))]
        cancers = [one for one in on_file if one.is_cancer and not one.is_secondary]
        others = [one for one in cancers if not self._is_it(one)]
        told = frozenset(one.evidence.reference for one in others)
        history = [one.evidence for one in chart.conditions if one.groups & frozenset(self.elsewhere)]
        elsewhere = [one for one in history if one.reference not in told]
        if not others and not elsewhere and cancers:
            return AdvancedSign(therapy)
        beside = (*_shown(others), *elsewhere)
        because = f"{beside[0].says} is on file too" if beside else "no cancer is on file"
        return AdvancedSign(therapy, f"{because}, so {therapy.name} may be for that" if beside else because, beside)

    def _is_it(self, diagnosis: Diagnosis) -> bool:
        return bool(diagnosis.diseases) and diagnosis.diseases <= frozenset(self.disease)

    def _may_be_it(self, diagnosis: Diagnosis) -> bool:
        return bool(diagnosis.diseases & frozenset(self.disease))


def _shown(diagnoses: Iterable[Diagnosis]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one.evidence for one in diagnoses))


def _begun_before(therapy: Therapy, day: PartialDate) -> Truth:
    """Whether it was begun before the day: by its start, or by an end before the day; else nothing says so."""
    begun = therapy.start.before(day) if therapy.start is not None else Truth.UNKNOWN
    if begun is not Truth.UNKNOWN:
        return begun
    ended = therapy.stop is not None and therapy.stop.before(day) is Truth.TRUE
    return Truth.TRUE if ended else Truth.UNKNOWN


def _newest_first(day: PartialDate | None) -> int:
    return 0 if day is None else -day.first.toordinal()
