"""What the statements of how far a disease has spread weigh beside one another: coded or in words, older or newer.

A stage I or II that is not surely older than any stage III or IV takes it back or is another tumor's: nobody can tell.
Spread of which nothing tells whether it is still there counts for 24 months (READINGS 2), then it is open.
CLARIFICATIONS A336, A485.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.chart.fact import Extent
from validator.criteria.answer import Answer, unknown
from validator.criteria.attested import Contrary
from validator.verdict import Basis, Truth

MISSING_STAGE = "Condition.stage or a stage Observation"
_MONTH = 30
"""The most days from the first to the last of a month."""
_STAGES = ("stage-3", "stage-4")
_ON_THE_LIST = ".code"
"""Where a metastasis stands that is a Condition of its own, and no answer of a stage."""


def shown(extent: Extent) -> str:
    """What a statement says, with its source where that is only text."""
    source = " (from text)" if extent.evidence.basis is Basis.TEXT else ""
    return f"{extent.evidence.says}{source}"


def is_coded(found: Iterable[Extent]) -> tuple[Extent, ...]:
    """Without those that only text says: text never stands against an attestation."""
    coded: list[Extent] = []
    for extent in found:
        if extent.evidence.basis is not Basis.TEXT:
            coded.append(extent)
    return tuple(coded)


def against(found: Iterable[Extent], *, lasts: bool = False) -> tuple[Contrary, ...]:
    """Statements of spread as records; with `lasts` those that a later attestation cannot undo."""
    told: list[Contrary] = []
    for extent in found:
        told.append(Contrary(shown(extent), extent.evidence, extent.date, lasts=lasts))
    return tuple(told)


def surely_older(extent: Extent, than: Extent) -> bool:
    """Whether both are dated and the one is certainly older; an undated statement is never outdated."""
    return extent.date is not None and than.date is not None and extent.date.before(than.date) is Truth.TRUE


def sure_now(found: tuple[Extent, ...]) -> tuple[tuple[Extent, ...], tuple[Extent, ...]]:
    """Those that are there on the order's day, and those of which nothing tells it."""
    sure: list[Extent] = []
    untold: list[Extent] = []
    for one in found:
        (untold if one.present is Truth.UNKNOWN else sure).append(one)
    return (tuple(sure), tuple(untold)) if untold else (found, ())


def why_counted(found: tuple[Extent, ...]) -> tuple[str, ...]:
    """The note where nothing tells of any of them whether it is still there, and they count as present."""
    for one in found:
        if not one.note:
            return ()
    return (f"{found[0].evidence.says}: {found[0].note}",)


def perhaps_over(untold: Extent, code: str) -> Answer:
    """UNKNOWN: what shows it has no clinical status, and is not surely recent enough to count as present."""
    missing = (code, f"clinicalStatus of {untold.evidence.reference}")
    return unknown(f"{shown(untold)} has no clinical status", untold.evidence, missing=missing)


def taken_back(signs: tuple[Extent, ...], early: tuple[Extent, ...], code: str) -> Answer | None:
    """UNKNOWN, both named, where an early stage, by code or in the words of a Condition's own stage, is not surely
    older than any sign, and all of them are answers.

    One without a day is neither outdated by another nor does it outdate one: nothing tells which came last.
    """
    if not early or not all(map(_is_answer, signs)):
        return None
    for later in early:
        if _is_staged(later) and not any(surely_older(later, one) for one in signs):
            says = f"{shown(signs[0])} is on file, and {shown(later)} is not older"
            return unknown(says, signs[0].evidence, later.evidence, missing=(code, MISSING_STAGE))
    return None


def _is_staged(early: Extent) -> bool:
    """Whether it is a stage by code, or one of a Condition; one typed as an answer is asked about as it is read."""
    return early.evidence.basis is not Basis.TEXT or ".stage[" in (early.evidence.expression or "")


def _is_answer(sign: Extent) -> bool:
    """Whether it is a stage, or an answer to one, as M1 is; a metastasis on a problem list is none."""
    return sign.kind in _STAGES or ".value" in (sign.evidence.expression or "")


def denied_on_its_day(signs: Sequence[Extent], confined: tuple[Extent, ...]) -> Answer | None:
    """UNKNOWN, both named, where a coded M0 is, or by its month or year may be, of the day of every sign of spread: one
    of the two is wrong, or nothing tells which came last."""
    for beside in confined:
        if all(_is_of_one_day(one, beside) for one in signs):
            is_sure = beside.date is not None and beside.date.is_exact
            when = "of the same day" if is_sure else "which may be of the same day"
            says = f"{shown(signs[0])} is on file, and {shown(beside)} {when}"
            return unknown(says, signs[0].evidence, beside.evidence, missing=("metastatic", MISSING_STAGE))
    return None


def _is_of_one_day(sign: Extent, denial: Extent) -> bool:
    """Whether a sign lies within the day or month of what denies it; an answer, whether both may be of one day.

    An active metastasis on a problem list stands beside a stage of its year: a tumor is staged and spreads later.
    """
    day, within = sign.date, denial.date
    if day is None or within is None:
        # Without a day nothing tells of two answers which came last; a metastasis on a problem list stands.
        return not (sign.evidence.expression or "").endswith(_ON_THE_LIST)
    if not (sign.evidence.expression or "").endswith(_ON_THE_LIST):
        return day.first <= within.last and within.first <= day.last
    if (within.last - within.first).days > _MONTH:
        return day.text[:10] == within.text[:10]
    return within.first <= day.first and day.last <= within.last


def later_in_words(signs: tuple[Extent, ...], early: Extent, code: str) -> Answer | None:
    """UNKNOWN, both named, where a stage III or IV, or metastatic disease, in the words of a stage stands beside a
    coded early one.

    A stage that is typed is no less a stage, so the code does not refute it; nor does it show what the code denies.
    What a note or a name mentions says nothing against a code, nor does an answer "metastatic" that is surely older
    than it; the stage of a Condition has no day of its own.
    """
    for one in signs:
        place = one.evidence.expression or ""
        is_answer = one.kind == "metastatic" and ".value" in place and not surely_older(one, early)
        is_staged = one.kind == "metastatic" and ".stage[" in place
        if (one.kind in _STAGES and "note[" not in place) or is_answer or is_staged:
            says = f"{shown(early)} is on file, and {shown(one)}"
            return unknown(says, one.evidence, early.evidence, missing=(code, MISSING_STAGE))
    return None
