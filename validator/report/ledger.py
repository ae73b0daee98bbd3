"""The fate of everything that was submitted, for one order: nothing that came may vanish."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from validator.fhir.account import Account, Fate, Why
from validator.frozen import Frozen

if TYPE_CHECKING:
    from validator.fhir.entry import Entry


class SetAside(Frozen):
    """One entry that could not be relied on, why, and the finding code of the question it could have answered."""

    reference: str
    expression: str
    reason: str
    question: str | None = None


class Ledger(Frozen):
    """How many entries came, and where each of them ended; the counts and `set_aside` add up to `entries`.

    `listed` holds every entry with its fate where it was asked for, else nothing. `others` are another patient's,
    `undecided` those that say themselves that they decide nothing, by reference; for people alone.
    """

    entries: int
    used: int
    irrelevant: int
    another_patient: int
    not_decided: int
    set_aside: tuple[SetAside, ...] = ()
    listed: tuple[Account, ...] = ()
    others: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`23 entries: 9 used, 12 not about the label, 1 another patient's, 1 set aside`; what is none is left out."""
        parts = [
            (self.used, "used"),
            (self.irrelevant, "not about the label"),
            (self.another_patient, "another patient's"),
            (self.not_decided, "not decided"),
            (len(self.set_aside), "set aside"),
        ]
        told: list[str] = []
        for count, words in parts:
            told += (f"{count} {words}",) if count else ()
        said = ", ".join(told)
        return f"{self.entries} {'entry' if self.entries == 1 else 'entries'}: {said}" if said else "no entries"


def reason_words(reason: str) -> str:
    """A reason as people read it; the word a resource says of itself stays as it is."""
    return Why(reason).words if reason in _REASONS else reason


_REASONS, _FATES = frozenset(Why), tuple(Fate)


def _set_aside(one: Account, questions: dict[str, str]) -> SetAside:
    return SetAside(one.reference, one.expression, one.reason, questions.get(one.expression))


def ledger_of(
    fates: Iterable[tuple[Entry, Fate, str]], others: Iterable[Account], questions: dict[str, str], *, listed: bool
) -> Ledger:
    """The fates of entries and the accounts of what is no entry, counted.

    `questions` holds the finding code at stake by the FHIRPath of an entry.
    """
    count = dict.fromkeys(_FATES, 0)
    aside: list[SetAside] = []
    kept: list[Account] = []
    named: dict[Fate, list[str]] = {Fate.ANOTHER_PATIENT: [], Fate.NOT_DECIDED: []}
    for entry, fate, reason in fates:
        count[fate] += 1
        if fate in named:
            named[fate].append(entry.reference)
        if listed or fate is Fate.SET_ASIDE:
            one = Account(entry.reference, entry.expression, fate, reason)
            kept.append(one)
            aside += (_set_aside(one, questions),) if fate is Fate.SET_ASIDE else ()
    for one in others:
        count[one.fate] += 1
        kept.append(one)
        aside += (_set_aside(one, questions),) if one.fate is Fate.SET_ASIDE else ()
    return Ledger(
        sum(count.values()),
        count[Fate.USED],
        count[Fate.IRRELEVANT],
        count[Fate.ANOTHER_PATIENT],
        count[Fate.NOT_DECIDED],
        tuple(aside),
        tuple(kept) if listed else (),
        tuple(named[Fate.ANOTHER_PATIENT]),
        tuple(named[Fate.NOT_DECIDED]),
    )
