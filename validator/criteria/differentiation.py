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
        known = [
            d for d in chart.differentiations if d.date is None or d.date.at_or_before(chart.as_of) is not Truth.FALSE
        ]
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
        loose = [d for d in known if d.may_be_of]
        if not loose:
            return self._settled_by(known)
        without = self._settled_by([d for d in known if not d.may_be_of])
        beside = self._settled_by(known)
        if without.truth is beside.truth and without.truth is not Truth.UNKNOWN:
            return without
        says = f"which tumor was graded is not told, and {loose[0].may_be_of} is on file too"
        return unknown(says, *(d.evidence for d in loose), missing=MISSING_GRADE)

    def _settled_by(self, known: list[Differentiation]) -> Answer:
        stated_coded = [d for d in known if d.evidence.basis in (Basis.CODED, Basis.ATTESTED)]
        coded = _newest([d for d in stated_coded if d.level != "GX"])
        if coded and not _unsettled(coded) and _MEANING.keys().isdisjoint(map(_LEVEL, coded)):
            coded = coded + _newest([d for d in stated_coded if d.level in _WORDS])
        derived = [d for d in known if d.evidence.basis is Basis.DERIVED]
        if (coded or derived) and (worse := _said_against(known, coded)):
            says = f"{worse[0].evidence.says} stands against {(coded or derived)[0].evidence.says}"
            all_shown = tuple(d.evidence for d in (*worse, *coded, *derived))
            settled = _settled(coded or derived)
            if settled is not None and settled.truth is Truth.TRUE:
                return unknown(says, *all_shown, missing=MISSING_GRADE)
        if coded:
            settled = _settled(coded)
            against = [
                d
                for d in derived
                if _MEANING.get(d.level) is Truth.TRUE
                and (d.is_graded or (d.caution and not any(one.is_graded for one in coded)))
            ]
            if settled is not None and settled.truth is Truth.FALSE and against:
                says = f"{coded[0].evidence.says} and {against[0].evidence.says} contradict each other"
                return unknown(says, *(d.evidence for d in (*coded, *against)), missing=MISSING_GRADE)
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
        if is_told and not _unsettled(coded):
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


def _newest(statements: list[Differentiation]) -> list[Differentiation]:
    """Those of the newest day, and those that may be as new: of a partial date, or of none."""
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
    return [
        d
        for d in known
        if d.evidence.basis is Basis.TEXT
        and d.about == d.evidence.reference
        and d.level in _SPEAKS_AGAINST
        and not any(d.date and one.date and d.date.before(one.date) is Truth.TRUE for one in coded)
    ]


_LEVEL = attrgetter("level")


def _unsettled(statements: list[Differentiation]) -> bool:
    return not _UNSETTLING.isdisjoint(map(_LEVEL, statements))


def _settled(statements: list[Differentiation]) -> Answer | None:
    evidence = tuple([d.evidence for d in statements])
    if _unsettled(statements):
        return None
    meanings = {_MEANING[d.level] for d in statements if d.level in _MEANING}
    match len(meanings):
        case 1:
            # A G3 beside a statement of good differentiation is a NET G3, and beside a poor one a carcinoma.
            if meanings == {Truth.TRUE}:
                says = next(d.evidence.says for d in statements if _MEANING.get(d.level) is Truth.TRUE)
                return yes(f"{says} is on file", *evidence)
            says = next(d.evidence.says for d in statements if _MEANING.get(d.level) is Truth.FALSE)
            return no(f"{says} is not well-differentiated", *evidence)
        case 2:
            return unknown("grades on file contradict each other", *evidence, missing=MISSING_GRADE)
        case _:
            return None
