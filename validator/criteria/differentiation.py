"""Whether a neuroendocrine tumor is well-differentiated."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import ClassVar

from validator.chart.fact import Chart, Differentiation
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Contrary, answered, is_attested
from validator.criteria.registry import criterion
from validator.frozen import Frozen, replace
from validator.verdict import Basis, Truth

MISSING_GRADE = ("well-differentiated", "Observation of tumor grade or differentiation")

_MEANING = {
    "well": Truth.TRUE,
    "G1": Truth.TRUE,
    "G2": Truth.TRUE,
    "low-grade": Truth.TRUE,
    "intermediate-grade": Truth.TRUE,
    "poor": Truth.FALSE,
    "undifferentiated": Truth.FALSE,
    "G4": Truth.FALSE,
}
"""What a grade alone says. A bare G3 or "high grade" may be a NET G3 (well) or a carcinoma (poor): unknown;
"moderately differentiated" is no class of these tumors: unknown."""

_UNSETTLING = frozenset({"moderate", "uncertain"})
_WORDS = frozenset({"well", "poor", "undifferentiated"})
_SPEAKS_AGAINST = frozenset({"poor", "undifferentiated", "high-grade"})
"""What the words of a diagnosis may say against its own code."""


_BEYOND = "beyond-G3"
"""A growth that hardly any well-differentiated tumor has: a G3 that no word makes a NET G3."""


@criterion("well-differentiated")
class WellDifferentiated(Frozen):
    """The tumor is well-differentiated: G1, G2 and NET G3 are, a neuroendocrine carcinoma is not.

    An attestation counts unless something coded is newer; coded grades before what a diagnosis implies by
    classification, and that before text. Two coded grades of different days: the newer; of one day that contradict each
    other: UNKNOWN. A newer G3 leaves the newest word on differentiation standing: a well-differentiated tumor is then a
    NET G3. GX says nothing. The code of a secondary carcinoid (C7B.0-) makes its tumor well-differentiated, with a
    caution; beside the code of a carcinoma that nobody graded the two contradict each other: UNKNOWN. The grade of a
    tumor that is over counts only where it goes on by its metastasis, with a caution. A Ki-67 index of 20 % or less
    makes a digestive tumor well-differentiated where no grade is on file; against a poor one it leaves it open. Words
    of the diagnosis make nothing FALSE: where they say poorly differentiated and no newer grade is coded, UNKNOWN.
    """

    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return "a well-differentiated tumor"

    def names(self) -> Names:
        return (
            names_of("differentiation-grade")
            | names_of("differentiation-grade", "question:grade", "question:histology", "question:ki67")
            | names_of("indications")
            | names_of(ATTESTED, "well-differentiated")
        )

    def answer(self, chart: Chart) -> Answer:
        """The newest statement of the strongest kind."""
        known: list[Differentiation] = []
        for one in chart.differentiations:
            if one.date is None or one.date.at_or_before(chart.as_of) is not Truth.FALSE:
                known.append(one)
        recorded = self._recorded(known)
        if not is_attested(chart, "well-differentiated"):
            return recorded
        return answered(
            chart,
            "well-differentiated",
            recorded,
            true=Claim("a well-differentiated tumor is attested", _contrary(known, Truth.FALSE)),
            false=Claim("the tumor is attested not to be well-differentiated", _contrary(known, Truth.TRUE)),
        )

    def _recorded(self, known: list[Differentiation]) -> Answer:
        """What is on file of this tumor; what may be of another counts only where it changes nothing."""
        loose = [*filter(_MAY_BE_OF, known)]
        if not loose:
            return self._settled_by(known)
        without = self._settled_by([d for d in known if not d.may_be_of])
        beside = self._settled_by(known)
        if without.truth is beside.truth and without.truth is not Truth.UNKNOWN:
            return without
        says = f"which tumor was graded is not told, and {loose[0].may_be_of} is on file too"
        return unknown(says, *(d.evidence for d in loose), missing=MISSING_GRADE)

    def _settled_by(self, known: list[Differentiation]) -> Answer:
        stated_coded, derived = [], []
        for one in known:
            if one.evidence.basis in (Basis.CODED, Basis.ATTESTED):
                stated_coded.append(one)
            elif one.evidence.basis is Basis.DERIVED:
                derived.append(one)
        coded = _newest([d for d in stated_coded if d.level != "GX"]) if stated_coded else []
        if coded and not _unsettled(coded) and _MEANING.keys().isdisjoint(map(_LEVEL, coded)):
            coded = coded + _newest([d for d in stated_coded if d.level in _WORDS])
        if (coded or derived) and (worse := _said_against(known, coded)):
            says = f"{worse[0].evidence.says} stands against {(coded or derived)[0].evidence.says}"
            all_shown = tuple(d.evidence for d in (*worse, *coded, *derived))
            settled = _settled(coded or derived)
            if settled is not None and settled.truth is Truth.TRUE:
                return unknown(says, *all_shown, missing=MISSING_GRADE)
        if coded:
            settled = _settled(coded)
            against = _well_by_codes(derived, coded) if derived else []
            if settled is not None and settled.truth is Truth.FALSE and against:
                says = f"{coded[0].evidence.says} and {against[0].evidence.says} contradict each other"
                return unknown(says, *(d.evidence for d in (*coded, *against)), missing=MISSING_GRADE)
            if settled is not None and settled.truth is Truth.TRUE and _BEYOND in map(_LEVEL, coded):
                says = f"{coded[0].evidence.says} and good differentiation are on file"
                return unknown(says, *map(_EVIDENCE, coded), missing=MISSING_GRADE)
            if settled is not None:
                return settled
        texts = [d for d in known if d.evidence.basis is Basis.TEXT]
        is_told = _say_well(texts)
        firm = [d for d in derived if not d.caution]
        if derived and not coded and (firm or not is_told):
            # What rests on less counts only where nothing that rests on more is on file.
            settled = _settled(firm or derived)
            if settled is not None:
                cautions = () if firm else tuple(dict.fromkeys(d.caution for d in derived))
                settled = replace(settled, cautions=(*settled.cautions, *cautions))
                source = next((d.evidence.says for d in firm if d.is_graded), "the diagnosis code")
                return settled.with_remarks(f"differentiation follows from {source}, no grade is on file")
        if is_told and not _unsettled(coded) and _BEYOND not in map(_LEVEL, coded):
            return yes(f"{texts[0].evidence.says} (from text)", *(d.evidence for d in texts))
        shown = coded or texts or stated_coded
        if shown:
            return unknown(
                f"{shown[0].evidence.says} does not settle the differentiation",
                *(d.evidence for d in shown),
                missing=MISSING_GRADE,
            )
        return unknown("no grade or differentiation is on file", missing=MISSING_GRADE)


def _contrary(known: list[Differentiation], truth: Truth) -> tuple[Contrary, ...]:
    """Coded grades, and what a diagnosis code implies, that mean the one or the other; text stands against nothing.

    A newer word replaces each of them: a tumor is graded again when it is looked at again.
    """
    meant = [one for one in known if one.evidence.basis is not Basis.TEXT and _MEANING.get(one.level) is truth]
    return tuple([Contrary(one.evidence.says, one.evidence, one.date) for one in meant])


def _well_by_codes(derived: list[Differentiation], coded: list[Differentiation]) -> list[Differentiation]:
    """What follows from codes and says good differentiation as surely as a grade, or where none is stated."""
    is_graded = any(map(attrgetter("is_graded"), coded))
    found: list[Differentiation] = []
    for one in derived:
        if _MEANING.get(one.level) is Truth.TRUE and (one.is_graded or (one.caution and not is_graded)):
            found.append(one)
    return found


def _newest(statements: list[Differentiation]) -> list[Differentiation]:
    """Those of the newest day, and those that may be as new: of a partial date, or of none."""
    if len(statements) <= 1:
        return statements
    days = [d.date.first for d in statements if d.date is not None]
    newest = max(days, default=date.min)
    return [d for d in statements if d.date is None or d.date.last >= newest]


def _say_well(texts: list[Differentiation]) -> bool:
    """Whether all that words say is good differentiation; a G3 of a tumor called well-differentiated is a NET G3."""
    levels = {d.level for d in texts}
    if "well" in levels:
        levels.discard("G3")
    return bool(levels) and all(_MEANING.get(level) is Truth.TRUE for level in levels)


def _said_against(known: list[Differentiation], coded: list[Differentiation]) -> list[Differentiation]:
    """The words in which a diagnosis itself says poorly differentiated, but for those older than a coded grade."""
    found: list[Differentiation] = []
    for d in known:
        if d.evidence.basis is not Basis.TEXT or d.about != d.evidence.reference or d.level not in _SPEAKS_AGAINST:
            continue
        if not any(d.date and one.date and d.date.before(one.date) is Truth.TRUE for one in coded):
            found.append(d)
    return found


_LEVEL, _EVIDENCE, _MAY_BE_OF = map(attrgetter, ("level", "evidence", "may_be_of"))


def _unsettled(statements: list[Differentiation]) -> bool:
    return not _UNSETTLING.isdisjoint(map(_LEVEL, statements))


def _settled(statements: list[Differentiation]) -> Answer | None:
    if _unsettled(statements):
        return None
    evidence = tuple(map(_EVIDENCE, statements))
    meanings: dict[Truth, str] = {}
    for one in statements:
        if one.level in _MEANING:
            meanings.setdefault(_MEANING[one.level], one.evidence.says)
    match len(meanings):
        case 1:
            # A G3 beside a statement of good differentiation is a NET G3, and beside a poor one a carcinoma.
            ((meaning, says),) = meanings.items()
            if meaning is Truth.TRUE:
                return yes(f"{says} is on file", *evidence)
            return no(f"{says} is not well-differentiated", *evidence)
        case 2:
            return unknown("grades on file contradict each other", *evidence, missing=MISSING_GRADE)
        case _:
            return None
