"""Facts that the prescriber stated, because no code carries them, beside what the rest of the chart records.

An attestation settles silence and what is older than it. A later record that contradicts it wins; an earlier one that
makes it impossible, and one of which nothing says which is newer, leave the question open. Both are named each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Attestation, Chart
from validator.criteria.answer import Answer, no, unknown, yes
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.verdict import Truth

LATE_DAYS = 30
"""How long after the order (inclusive) an answer is surely about it. CLARIFICATIONS, a project choice."""


class Side(Enum):
    """When a record is of, seen from an attestation."""

    EARLIER = auto()
    LATER = auto()
    UNCLEAR = auto()


class Contrary(Frozen):
    """An entry of the chart that speaks against an attestation, called `name` in messages.

    `day` is the day it speaks of, None where it is not told; `over` then is a day by which it was so, and `begun` one
    before which it was not. With `lasts` what it says cannot be undone (an earlier treatment, a metastasis), so it
    speaks against every later attestation too.
    """

    name: str
    evidence: Evidence
    day: PartialDate | None
    over: PartialDate | None = None
    lasts: bool = False
    begun: PartialDate | None = None

    def side(self, stated: Attestation) -> Side:
        """Whether the record is surely earlier or surely later than the attestation; one of its day is neither."""
        if stated.date is None:
            return Side.UNCLEAR
        if self.day is None and self.begun is not None and stated.date.before(self.begun) is Truth.TRUE:
            return Side.LATER
        if self.day is None:
            was = self.over is not None and self.over.before(stated.date) is Truth.TRUE
            return Side.EARLIER if was else Side.UNCLEAR
        if stated.date.before(self.day) is Truth.TRUE:
            return Side.LATER
        return Side.EARLIER if self.day.before(stated.date) is Truth.TRUE else Side.UNCLEAR


class Claim(Frozen):
    """What an attestation of yes, or of no, means as an answer, and the records that speak against it."""

    because: str
    against: tuple[Contrary, ...] = ()


def given(therapies: Iterable[Therapy]) -> tuple[Contrary, ...]:
    """Earlier treatments as records: what was given stays given."""
    return tuple(
        Contrary(therapy.name, therapy.evidence, therapy.start, therapy.stop, lasts=True) for therapy in therapies
    )


def attested(chart: Chart, code: str) -> Attestation | None:
    """The attestation of `code` that says true or false; None when there is none or it says unknown."""
    found = _newest(chart, code)
    return None if found is None or found.truth is Truth.UNKNOWN else found


def disputed(chart: Chart, codes: Iterable[str]) -> Attestation | None:
    """The first of `codes` that is attested with yes and with no. It answers nothing, and is not as if nobody had been
    asked.
    """
    found = (_newest(chart, code) for code in codes)
    return next((one for one in found if one is not None and one.contested), None)


def both_ways(name: str) -> str:
    """That a criterion of this name is disputed, in words."""
    return f"{name} is attested with yes and with no"


def answered(chart: Chart, code: str, recorded: Answer, *, true: Claim, false: Claim) -> Answer:
    """The answer of an attestation beside what the chart records; `recorded` alone where nothing is attested.

    An attestation of yes and no, of which neither is surely newer, leaves the question open unless records decide it.
    """
    stated = _newest(chart, code)
    if stated is None:
        return recorded
    found = _answered(stated, recorded, true, false)
    if stated.evidence not in found.evidence or found.truth is Truth.UNKNOWN or not _is_late(chart, stated):
        return found
    caution = f"{_words(stated)} came over {LATE_DAYS} days after the order, so it may tell of a later time"
    return replace(found, cautions=(*found.cautions, caution))


def _answered(stated: Attestation, recorded: Answer, true: Claim, false: Claim) -> Answer:
    code = stated.code
    match stated.truth:
        case Truth.TRUE:
            return settled(stated, yes(true.because, stated.evidence), true.against, recorded)
        case Truth.FALSE:
            return settled(stated, no(false.because, stated.evidence), false.against, recorded)
        case Truth.UNKNOWN:
            decided = recorded.truth is Truth.FALSE or (
                recorded.truth is Truth.TRUE and not recorded.cautions and not recorded.is_derived
            )
            if decided or not stated.contested:
                return recorded
            return unknown(both_ways(code.replace("-", " ")), stated.evidence, *recorded.evidence, missing=(code,))


def settled(stated: Attestation, says: Answer, against: Iterable[Contrary], recorded: Answer) -> Answer:
    """What an attestation answers beside the records against it: `says`, `recorded` where a later one wins, or UNKNOWN.

    Records that come to the same answer as the attestation do not contradict it.
    """
    if recorded.truth is says.truth:
        return says
    sides = [(record, record.side(stated)) for record in against]
    if later := [record for record, side in sides if side is Side.LATER]:
        because = f"{later[0].name} came after {_words(stated)}"
        evidence = dict.fromkeys((*recorded.evidence, later[0].evidence, stated.evidence))
        missing = () if recorded.truth is not Truth.UNKNOWN else (stated.code, *recorded.missing)
        return replace(recorded, because=because, evidence=tuple(evidence), missing=tuple(dict.fromkeys(missing)))
    for record, side in sides:
        if side is Side.UNCLEAR:
            says_so = f"{record.name} and {_words(stated)} contradict each other, and neither is surely newer"
        elif record.lasts:
            says_so = f"{record.name} was on file before {_words(stated)}, which it contradicts"
        else:
            continue
        missing = (stated.code, f"date and content of {record.evidence.reference}")
        return unknown(says_so, record.evidence, stated.evidence, missing=missing)
    return says


def _is_late(chart: Chart, stated: Attestation) -> bool:
    """Whether the attestation was surely made long after the day judged."""
    return stated.date is not None and chart.as_of.plus_days(LATE_DAYS).before(stated.date) is Truth.TRUE


def _words(stated: Attestation) -> str:
    return f"the answer recorded on {stated.date.text[:10]}" if stated.date else "a recorded answer without a date"


def _newest(chart: Chart, code: str) -> Attestation | None:
    for one in chart.attestations:
        if one.code == code:
            return one
    return None


def is_attested(chart: Chart, code: str) -> bool:
    """Whether anybody answered it at all; where nobody did, what would speak against an answer is not asked for."""
    return _newest(chart, code) is not None
