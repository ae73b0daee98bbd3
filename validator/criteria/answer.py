"""What a criterion answers: true, false or unknown, with its reason and the entries of the chart that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import ClassVar, Protocol

from validator.chart.entry.witness import Limit
from validator.chart.fact import Chart
from validator.chart.topic import ANY, ATTESTED, Group
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.terminology.domain import DRUG
from validator.verdict import Truth


class Answer(Frozen):
    """The answer to one question about one patient.

    `because` is a clause that reads after "because". `missing` names what would settle an UNKNOWN, or a caution:
    criterion codes first, then resources. `cautions` say why an answer rests on less than the label's words, or what
    will soon make a FALSE true; `remarks` are worth a note. `is_derived`: no entry says it, several bound it. `told` is
    a sentence that says an UNKNOWN better than the label's statement can, as where two entries exclude each other.
    """

    truth: Truth
    because: str
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_derived: bool = False
    told: str = ""

    def with_remarks(self, *remarks: str) -> Answer:
        """The same answer with further notes."""
        return replace(self, remarks=self.remarks + remarks)


class Names(Frozen):
    """What a question looks at: groups with their domain (see `validator.chart.topic`), the limits it compares with
    their units, and the diseases it asks about.

    The loader of labels refuses what no list holds, the ledger tells by it what is evidence, and a client searches a
    server for it: nothing of a criterion is listed a second time. Of `recent` groups only the last days count.
    """

    groups: frozenset[Group] = frozenset()
    limits: frozenset[Limit] = frozenset()
    diseases: frozenset[str] = frozenset()
    recent: frozenset[Group] = frozenset()

    def __or__(self, other: Names) -> Names:
        return Names(
            self.groups | other.groups,
            self.limits | other.limits,
            self.diseases | other.diseases,
            self.recent | other.recent,
        )

    def ask_about(self, groups: frozenset[Group]) -> bool:
        """Whether any of the groups is looked at; the group `*` stands for all of its domain, on either side."""
        return asks_about(self.groups, groups)


@lru_cache(maxsize=8192)
def asks_about(asked: frozenset[Group], groups: frozenset[Group]) -> bool:
    """Whether any of the groups is among those asked about; the group `*` stands for all of its domain, on either
    side. Labels are few, and charts are about the same few groups."""
    if not groups.isdisjoint(asked):
        return True
    for domain, group in groups:
        if (domain, ANY) in asked:
            return True
        if group == ANY and any(own == domain for own, _ in asked):
            return True
    return False


ALWAYS_ASKED = Names(
    frozenset(
        {
            ("products", ANY),
            (DRUG, "self"),
            (ATTESTED, "dose-reduced-for-adverse-reaction"),
        }
    )
)
"""What is looked at for every order, whatever the label says: other orders of the drug, and why a dose was reduced."""


@lru_cache(maxsize=1024)
def names_of(domain: str, *groups: str) -> Names:
    """Groups of one domain; all of it where none is named."""
    return Names(frozenset((domain, group) for group in groups or (ANY,)))


Titles = Callable[[tuple[str, ...]], str]
"""Groups as the titles of their value sets, joined by "or"."""


class Criterion(Protocol):
    """A kind of question a label asks. Answers always, never only when it complains; holds no opinion.

    It is whole in its class: the docstring is its page, `clause` its words on a label page, `names` what it looks at
    and so what a client fetches for it.
    """

    kind: ClassVar[str]
    choices: ClassVar[frozenset[str]]

    def __hash__(self) -> int: ...

    def clause(self, titles: Titles) -> str:
        """The question as a clause that reads after "when": limits (inclusive or not) and value sets by title."""
        ...

    def names(self) -> Names:
        """What in a chart could answer the question."""
        ...

    def answer(self, chart: Chart) -> Answer:
        """The answer for this chart as of its day."""
        ...


def yes(
    because: str,
    *evidence: Evidence,
    cautions: Iterable[str] = (),
    remarks: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> Answer:
    """It is so, and this shows it; `missing` would settle the cautions."""
    return Answer(Truth.TRUE, because, evidence, tuple(missing), tuple(cautions), tuple(remarks))


def no(because: str, *evidence: Evidence, cautions: Iterable[str] = (), remarks: Iterable[str] = ()) -> Answer:
    """It is not so, and this shows it."""
    return Answer(Truth.FALSE, because, evidence, (), tuple(cautions), tuple(remarks))


def unknown(because: str, *evidence: Evidence, missing: Iterable[str] = (), remarks: Iterable[str] = ()) -> Answer:
    """The chart does not show whether it is so; `missing` would settle it."""
    return Answer(Truth.UNKNOWN, because, evidence, tuple(missing), (), tuple(remarks))


def all_of(answers: Iterable[Answer]) -> Answer:
    """AND over answers: the reasons and evidence of those that decide the truth, the cautions of all that hold."""
    listed = tuple(answers)
    if len(listed) == 1:
        return listed[0]
    truth = Truth.all_of(map(_TRUTH, listed))
    return _joined(truth, listed, " and ")


def any_of(answers: Iterable[Answer]) -> Answer:
    """OR over answers: the reasons and evidence of those that decide the truth."""
    listed = tuple(answers)
    if len(listed) == 1:
        return listed[0]
    truth = Truth.any_of(map(_TRUTH, listed))
    joiner = " and " if truth is Truth.FALSE else " or "
    if truth is Truth.TRUE:
        # One that holds without reservation is enough; the reservations of the others then do not matter.
        listed = tuple(sorted(listed, key=lambda a: (a.truth is not Truth.TRUE, len(a.cautions))))[:1]
    return _joined(truth, listed, joiner)


def _joined(truth: Truth, answers: tuple[Answer, ...], joiner: str) -> Answer:
    deciding: list[Answer] = []
    for answer in answers:
        if answer.truth is truth:
            deciding.append(answer)
    if len(deciding) == 1:
        return deciding[0]
    because: dict[str, None] = {}
    evidence: dict[Evidence, None] = {}
    missing: dict[str, None] = {}
    cautions: dict[str, None] = {}
    remarks: dict[str, None] = {}
    for answer in deciding:
        because[answer.because] = None
        evidence.update(dict.fromkeys(answer.evidence))
        missing.update(dict.fromkeys(answer.missing))
        cautions.update(dict.fromkeys(answer.cautions))
        remarks.update(dict.fromkeys(answer.remarks))
    return Answer(truth, joiner.join(because), tuple(evidence), tuple(missing), tuple(cautions), tuple(remarks))


_TRUTH = attrgetter("truth")
