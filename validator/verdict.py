"""Two scales that must never be mixed: is it so (Truth), and what do we say about the order (Verdict)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, StrEnum
from operator import attrgetter


class Truth(Enum):
    """Three-valued logic (Kleene): UNKNOWN is a fact we do not have, never a soft FALSE."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    # There is one of each, so that nothing of it has to be looked at; that of Enum is written in Python.
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        """Refused: `if truth:` would silently read UNKNOWN as one of the other two."""
        raise TypeError("a Truth has three values; compare with `is Truth.TRUE`")

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """TRUE or FALSE for a bool, UNKNOWN for None."""
        if value is None:
            return cls.UNKNOWN
        return cls.TRUE if value else cls.FALSE

    def negated(self) -> Truth:
        """NOT: UNKNOWN stays UNKNOWN."""
        match self:
            case Truth.TRUE:
                return Truth.FALSE
            case Truth.FALSE:
                return Truth.TRUE
            case Truth.UNKNOWN:
                return Truth.UNKNOWN

    @staticmethod
    def all_of(truths: Iterable[Truth]) -> Truth:
        """AND: FALSE wins over UNKNOWN, UNKNOWN over TRUE; TRUE when there are none."""
        found = Truth.TRUE
        for truth in truths:
            if truth is Truth.FALSE:
                return truth
            if truth is Truth.UNKNOWN:
                found = truth
        return found

    @staticmethod
    def any_of(truths: Iterable[Truth]) -> Truth:
        """OR: TRUE wins over UNKNOWN, UNKNOWN over FALSE; FALSE when there are none."""
        found = Truth.FALSE
        for truth in truths:
            if truth is Truth.TRUE:
                return truth
            if truth is Truth.UNKNOWN:
                found = truth
        return found


class Basis(StrEnum):
    """How a fact is known, strongest first: a coded fact beats a text one."""

    CODED = "coded"
    ATTESTED = "attested"
    DERIVED = "derived"
    TEXT = "text"


class Severity(StrEnum):
    """OperationOutcome.issue.severity (FHIR IssueSeverity); `fatal` is for input that could not be read at all."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Verdict(StrEnum):
    """What is said about an order. An order's verdict is the worst of its findings, in the order written here."""

    ERROR = "error"
    UNDETERMINED = "undetermined"
    WARNING = "warning"
    ACCEPT = "accept"
    NOT_ASSESSED = "not-assessed"

    @property
    def severity(self) -> Severity:
        """The OperationOutcome severity of a finding with this verdict."""
        match self:
            case Verdict.ERROR:
                return Severity.ERROR
            case Verdict.UNDETERMINED | Verdict.WARNING:
                return Severity.WARNING
            case Verdict.ACCEPT | Verdict.NOT_ASSESSED:
                return Severity.INFORMATION

    rank: int
    """0 is worst."""

    @staticmethod
    def worst(verdicts: Iterable[Verdict]) -> Verdict:
        """The worst of several; ACCEPT when there are none."""
        return min(verdicts, key=_RANK, default=Verdict.ACCEPT)


_RANK = attrgetter("rank")
for _rank, _verdict in enumerate(Verdict):
    _verdict.rank = _rank
