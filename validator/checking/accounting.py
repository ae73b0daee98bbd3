"""What became of everything that was submitted: the ledger of an order, what of it weighs, and the issues it leaves.

Nothing that came may vanish. See docs/architecture.md, under what may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.chart.entry.fate import fates
from validator.chart.entry.subject import READ_AS_EVIDENCE
from validator.chart.files import Files, OrderEntry
from validator.chart.reader import Reader
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.checking.judging import Judged
from validator.checking.weighing import Weighed
from validator.checking.weight import weighed_gaps
from validator.criteria.answer import asks_about
from validator.fhir.account import Fate, Gap, Why
from validator.fhir.entry import Entry
from validator.fhir.resource_type import RESOURCE_TYPES, is_foreign
from validator.fhir.submission import Submission
from validator.finding import Evidence, Finding, Issue
from validator.frozen import replace
from validator.instant import PartialDate
from validator.report.ledger import Ledger, ledger_of
from validator.rules.aside import Aside, of_place, of_unknown_kind
from validator.rules.entry_name import name_of_entry
from validator.rules.incomplete_list import incomplete_lists
from validator.rules.set_aside import set_aside
from validator.rules.submission import adrift, put_right
from validator.terminology.codebook import Codebook


class Accounts:
    """What is kept of one submission beside the charts of its orders. `listed`: ledgers list every entry."""

    def __init__(self, submission: Submission, book: Codebook, *, listed: bool) -> None:
        self._submission = submission
        self._book = book
        self._listed = listed

    def not_relied_on(self, found: OrderEntry, base: Judged, weighed: Weighed) -> tuple[Finding, ...]:
        """What was set aside and weighs something, and the lists that did not come whole."""
        place = found.order.expression
        index = found.files.index
        is_only_patient = len(index.patients) <= 1 if index.lone is None else index.lone == found.patient
        asides: list[Aside] = [*weighed.asides]
        if is_only_patient:
            for one in self._submission.accounts:
                asides += (of_place(one),) if one.fate is Fate.SET_ASIDE and one.reason == Why.UNREADABLE else ()
            asides += map(of_unknown_kind, self._unknown_types)
        gaps: list[Gap] = []
        for gap in self._submission.gaps:
            gaps += (gap,) if is_only_patient or self._is_of(gap.expression, found) else ()
        return (*set_aside(asides, place), *incomplete_lists(weighed_gaps(gaps, base), place))

    @cached_property
    def _unknown_types(self) -> tuple[Entry, ...]:
        """Resources of a type that FHIR does not have: misspelt, or of another release."""
        found: list[Entry] = []
        for entry in self._submission.entries:
            if entry.resource_type not in RESOURCE_TYPES and is_foreign(entry.raw):
                found.append(entry)
        return tuple(found)

    def _is_of(self, expression: str, found: OrderEntry) -> bool:
        """Whether everything below a place that names a patient names this order's."""
        index = found.files.index
        within = (one for one in self._submission.entries if one.expression.startswith(f"{expression}."))
        patients = {index.owner(one) for one in within if one.resource_type in READ_AS_EVIDENCE}
        return patients == {found.patient}

    def ledger(
        self,
        found: OrderEntry,
        reader: Reader,
        findings: Sequence[Finding],
        base: Judged | None = None,
        weighed: Weighed | None = None,
    ) -> Ledger:
        """The fate of everything for one order; without `base` no label was asked, so nothing but the order is used."""
        shown = [*chain.from_iterable(map(attrgetter("evidence"), findings))]
        shown += rested_on(base.situation) if base is not None else []
        asides = weighed.asides if weighed is not None else ()
        if asides:
            aside = {one.expression for one in asides}
            shown = [one for one in shown if one.expression not in aside]
        accounts = fates(
            self._submission,
            found,
            reader,
            doubts=base.situation.chart.doubts if base is not None else (),
            asks_about=partial(asks_about, base.situation.label.names.groups if base is not None else frozenset()),
            evidence=frozenset(map(attrgetter("reference"), shown)),
        )
        others = self._submission.accounts
        if base is None:
            # Nothing is told of what no label was asked about, neither that it is about it nor that it is not.
            accounts = [(entry, _unasked(fate), reason) for entry, fate, reason in accounts]
            others = tuple([replace(one, fate=_unasked(one.fate)) for one in others])
        questions: dict[str, str] = {}
        for one in asides:
            questions |= dict.fromkeys(map(attrgetter("expression"), one.entries), one.question) if one.question else {}
        return ledger_of(accounts, others, questions, listed=self._listed)

    def ledger_alone(
        self, found: OrderEntry, findings: Sequence[Finding], when: PartialDate, settings: ChartSettings
    ) -> Ledger:
        """The fate of everything for an order that no label could be asked about."""
        return self.ledger(found, Reader(self._submission, when, settings, self._book), findings)

    def issues(self, files: Files | None) -> Iterator[Issue]:
        """What was put right, and what may be of any of several patients where some list knows what it is about."""
        reader = Reader(self._submission, PartialDate.on(date.min), DEFAULT_SETTINGS, self._book)
        between = files.index.open_between if files is not None else ()
        entries: list[Entry] = []
        for one in between:
            entries += (one,) if files is not None and files.stance(reader, one).may_say_something else ()
        if entries:
            yield adrift([one.expression for one in entries], [name_of_entry(one) for one in entries])
        places = [*self._submission.put_right]
        for entry in self._submission.entries:
            places += entry.put_right
        if places:
            yield put_right(places)


def _unasked(fate: Fate) -> Fate:
    return Fate.NOT_DECIDED if fate is Fate.IRRELEVANT else fate


def rested_on(situation: Situation) -> list[Evidence]:
    """The evidence of the answers behind the indication, and the patient."""
    shown: list[Evidence] = []
    for answer in situation.indication.chosen:
        shown += answer.applies.evidence
        for asked in answer.asked:
            shown += asked.answer.evidence
    if situation.chart.person is not None:
        shown.append(situation.chart.person.evidence)
    return shown
