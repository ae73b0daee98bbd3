"""What every reader of one chart shares: the codes, the day, the settings, and the list of what was set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from validator.chart.entry.standing import Doubtful, NotDecided, Stands, standing
from validator.chart.settings import ChartSettings
from validator.fhir.element import Period, Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Resource
from validator.fhir.submission import Submission
from validator.finding import Evidence
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.verdict import Basis

if TYPE_CHECKING:
    from validator.chart.order.order_text import OrderText

R = TypeVar("R", bound=Resource)
T = TypeVar("T")


class Reader:
    """Reads entries of one submission as of one day.

    `unread` collects, in order and once each, what was on file but not used and why; it names places, never values.
    """

    __slots__ = (
        "_looks", "_said", "as_of", "book", "instant", "settings", "submission", "trusted", "words_read",
    )  # fmt: skip

    def __init__(
        self,
        submission: Submission,
        as_of: PartialDate,
        settings: ChartSettings,
        book: Codebook,
        instant: datetime | None = None,
    ) -> None:
        self.submission = submission
        self.book = book
        self.as_of = as_of
        self.instant = instant
        self.settings = settings
        self.trusted: frozenset[Entry] = frozenset()
        """Conditions that the order gives as its reason: they count as present although their status is not told."""
        self.words_read: tuple[OrderText, ...] = ()
        """The words of the order as they were read before it was written otherwise."""
        self._said: dict[str, None] = {}
        self._looks: dict[tuple[object, Entry], tuple[object, tuple[str, ...]]] = {}

    @property
    def unread(self) -> tuple[str, ...]:
        """What was set aside, in the order met."""
        return tuple(self._said)

    @property
    def quiet(self) -> Reader:
        """Another reader of the same, for looking without saying what was set aside."""
        other = Reader(self.submission, self.as_of, self.settings, self.book, self.instant)
        other._looks = self._looks
        return other

    def look(self, entry: Entry, at: Callable[[Reader, Entry], T], *, says: bool = True) -> T:
        """What an entry shows, read by `at`, which may depend on nothing else: once for this reader and its quiet ones.

        What is set aside by it is said by each, unless it only looks (`says` False).
        """
        known = self._looks.get((at, entry))
        if known is None:
            own, trusted = self._said, self.trusted
            self._said, self.trusted = {}, frozenset()
            try:
                known = self._looks[at, entry] = (at(self, entry), tuple(self._said))
            finally:
                self._said, self.trusted = own, trusted
        shown, said = known
        if said and says:
            self._said |= dict.fromkeys(said)
        return shown  # type: ignore[return-value] # kept by what read it

    def set_aside(self, entry: Entry, why: str) -> None:
        """Says that the entry, or part of it, was not used; `why` reads after the reference."""
        self.note(f"{entry.reference} {why}")

    def note(self, words: str) -> None:
        """Says, in words that stand for themselves, what was not used."""
        self._said[words] = None

    def body(self, entry: Entry, kind: type[R]) -> R | None:
        """The decoded resource, or None with a word in `unread` when nothing may be concluded from it."""
        body = entry.body
        match standing(entry):
            case Doubtful(why=why) if entry not in self.trusted:
                self.set_aside(entry, f"was set aside: {why.words}")
                return None
            case NotDecided(is_void=True):
                return None
            case Stands() | NotDecided() | Doubtful():
                return body if isinstance(body, kind) else None

    def date(self, text: str | None, entry: Entry, element: str) -> PartialDate | None:
        """The date in an element; None, with a word in `unread`, when it is not one."""
        if text is None:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.set_aside(entry, f"{element} is not a date")
            return None

    def start_of(self, period: Period | None, entry: Entry, element: str) -> PartialDate | None:
        """The start of a period."""
        return self.date(period.start, entry, f"{element}.start") if period else None

    def end_of(self, period: Period | None, entry: Entry, element: str) -> PartialDate | None:
        """The end of a period."""
        return self.date(period.end, entry, f"{element}.end") if period else None

    def resolve(self, reference: Reference | None, at: Entry) -> Entry | None:
        """The entry a reference names; None when there is none."""
        return self.submission.resolve(reference, at) if reference is not None else None


def evidence(entry: Entry, says: str, element: str = "", basis: Basis = Basis.CODED) -> Evidence:
    """The evidence that one element of an entry gives; the whole resource when no element is named."""
    return Evidence(entry.reference, says, f"{entry.expression}.{element}" if element else entry.expression, basis)


def dated(says: str, day: PartialDate | None) -> str:
    """`38 kg on 2026-11-01`; without the day where there is none."""
    return f"{says} on {day.text}" if day else says


def between(start: PartialDate | None, stop: PartialDate | None) -> str:
    """`, from 2025-01-10 to 2026-06-01`, or the part of it that is known; `, on 2026-11-06` where both are one time."""
    if start is not None and stop is not None and start.text == stop.text:
        return f", on {start.text[:10]}"
    words = (f" from {start.text}" if start else "") + (f" to {stop.text}" if stop else "")
    return f",{words}" if words else ""


def first_date(*dates: PartialDate | None) -> PartialDate | None:
    """The first that is known."""
    for one in dates:
        if one is not None:
            return one
    return None
