"""What became of one thing that was submitted: nothing that came may vanish.

Every resource of a submission, and every place where one belongs, ends in exactly one fate. What is set aside is never
taken for absent: it was there, and could not be relied on.
"""

from __future__ import annotations

from enum import StrEnum

from validator.frozen import Frozen


class Fate(StrEnum):
    """Where a submitted resource ended, for one order."""

    USED = "used"
    """Facts were read from it and the label asks about them; or it is the order, its medication or its patient."""
    IRRELEVANT = "irrelevant"
    """Read, and no question of the label is about it."""
    ANOTHER_PATIENT = "another-patient"
    NOT_DECIDED = "not-decided"
    """Read, and it says itself that it decides nothing: entered in error, refuted, not done, replaced; or no label was
    used that could have asked about it."""
    SET_ASIDE = "set-aside"
    """It came and could not be relied on; what it may say is unknown, never absent."""


class Why(StrEnum):
    """Why a resource was set aside."""

    STATUS_MISSING = "status-missing"
    STATUS_NOT_UNDERSTOOD = "status-not-understood"
    PRELIMINARY = "preliminary"
    UNCONFIRMED = "unconfirmed"
    MODIFIER = "modifier"
    IMPLICIT_RULES = "implicit-rules"
    WRONG_TYPE = "wrong-type"
    PERIOD_REVERSED = "period-reversed"
    NO_USABLE_DATE = "no-usable-date"
    COPIES_DIFFER = "copies-differ"
    MAY_BE_DELETED = "may-be-deleted"
    VALUE_CALLED_WRONG = "value-called-wrong"
    SUBJECT_UNKNOWN = "subject-unknown"
    SUBSETTED = "subsetted"
    NOT_WHOLE = "not-whole"
    UNREADABLE = "unreadable"
    CODE_UNCONFIRMED = "code-unconfirmed"
    CODE_UNKNOWN = "code-unknown"
    CODE_AND_TEXT_DIFFER = "code-and-text-differ"
    TWO_MEANINGS = "two-meanings"
    NAME_UNCLEAR = "name-unclear"
    IN_WORDS = "in-words"
    PLAN = "plan"
    GIVEN_UNRECORDED = "given-unrecorded"

    @property
    def words(self) -> str:
        """The reason as people read it, after the name of the resource."""
        return _WORDS[self]


_WORDS = {
    Why.STATUS_MISSING: "its status is missing",
    Why.STATUS_NOT_UNDERSTOOD: "its status is not understood",
    Why.PRELIMINARY: "it is not final",
    Why.UNCONFIRMED: "it is not confirmed",
    Why.MODIFIER: "its entry is marked in a way not understood here",
    Why.IMPLICIT_RULES: "it follows rules that are not known here",
    Why.WRONG_TYPE: "part of it is not written as it should be",
    Why.PERIOD_REVERSED: "it is entered as ending before its start",
    Why.NO_USABLE_DATE: "it has no usable date",
    Why.COPIES_DIFFER: "it came in versions that differ",
    Why.MAY_BE_DELETED: "it may be deleted",
    Why.VALUE_CALLED_WRONG: "its value is marked as not valid",
    Why.SUBJECT_UNKNOWN: "its entry names no patient of this chart",
    Why.SUBSETTED: "its entry is incomplete",
    Why.NOT_WHOLE: "the list it stands for did not come whole",
    Why.UNREADABLE: "it could not be read",
    Why.NAME_UNCLEAR: "which drug is meant is not clear",
    Why.IN_WORDS: "it says so in words only",
    Why.PLAN: "it is only a plan",
    Why.GIVEN_UNRECORDED: "not recorded as given",
    Why.CODE_UNCONFIRMED: "what its code stands for is not confirmed",
    Why.CODE_UNKNOWN: "neither its code nor its name tells here what it is",
    Why.CODE_AND_TEXT_DIFFER: "its code and its words do not agree",
    Why.TWO_MEANINGS: "its words may mean two things",
}


class Account(Frozen):
    """The fate of one submitted thing. `reason` is a `Why`, or the word it says of itself (`refuted`); else empty."""

    reference: str
    expression: str
    fate: Fate
    reason: str = ""


class Gap(Frozen):
    """A list that was to come and did not come whole.

    `types` are the resource types it is a list of, empty where that cannot be told: then it may have held anything.
    `why` reads after the name of the list.
    """

    expression: str
    types: frozenset[str]
    why: str
