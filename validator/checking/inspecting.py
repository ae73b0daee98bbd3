"""The structural check at work: of an order, of the evidence it was judged by, and what no order was judged by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.chart.entry.standing import is_harmless
from validator.chart.entry.subject import FOR_NOTES
from validator.chart.record import OrderEntry, evidence_entries
from validator.checking.accounting import rested_on
from validator.checking.judging import attempted
from validator.fhir.entry import Entry
from validator.fhir.order_structure import ORDER
from validator.fhir.structure import judged
from validator.fhir.submission import Submission
from validator.finding import Finding, Issue
from validator.frozen import replace
from validator.rules.structure import structural
from validator.verdict import Severity

_THERAPIES = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationAdministration"})


class Inspection:
    """The structural check of one submission, as far as its orders ask for it. `mode` is `full`, `read` or `off`."""

    def __init__(self, submission: Submission, mode: str) -> None:
        self._submission = submission
        self._mode = mode
        self._inspected: set[int] = set()
        self._told: dict[tuple[str, int], tuple[Finding, ...]] = {}

    def of_another_order(self, submission: Submission, mode: str) -> Inspection:
        """The same of a submission that differs in an order alone: what was said of the same evidence is not asked
        for again. This one has to outlive it, as it holds the evidence.
        """
        other = Inspection(submission, mode)
        other._told = self._told
        return other

    def of(self, entry: Entry, *, is_order: bool) -> tuple[Finding, ...]:
        """What there is to say about the order, or about a resource that became its evidence."""
        self._inspected.add(id(entry))
        # Without the judge of all of FHIR only an order is looked at more closely than it was read.
        is_read_alone = self._mode == "off" or (self._mode == "read" and entry.resource_type != ORDER)
        issues = entry.problems if is_read_alone else judged(entry, entry.version, self._mode)
        issues += self._submission.reference_issues(entry)
        if not issues:
            return ()
        makes_notes = entry.resource_type in FOR_NOTES
        harmless = partial(is_harmless, entry)
        # What hides nothing, such as words that are empty, is a note wherever it stands.
        remarks = tuple([issue for issue in issues if issue.severity is Severity.INFORMATION])
        weighing = [issue for issue in issues if issue not in remarks] if remarks else issues
        found = tuple(structural(weighing, is_order=is_order, makes_notes=makes_notes, is_harmless=harmless))
        return found + tuple(structural(remarks, is_order=is_order, makes_notes=True, is_harmless=harmless))

    def of_evidence(self, found: OrderEntry, situation: Situation, findings: Sequence[Finding]) -> list[Finding]:
        """The same of every resource that something said about this order rests on."""
        shown = (*chain.from_iterable(map(attrgetter("evidence"), findings)), *rested_on(situation))
        entries, new = [], []
        checks: list[tuple[str, str, Callable[[], tuple[Finding, ...]]]] = []
        for entry in evidence_entries(found, shown):
            if entry is found.entry:
                continue
            entries.append(entry)
            if (self._mode, id(entry)) not in self._told:
                new.append(entry)
                checks.append(("structure", entry.expression, partial(self.of, entry, is_order=False)))
        for entry, (made, fault) in zip(new, attempted(checks), strict=True):
            self._told[self._mode, id(entry)] = fault if made is None else made
        said: list[Finding] = []
        for entry in entries:
            said += self._told[self._mode, id(entry)]
        return said

    def issues(self) -> Iterator[Issue]:
        """What was wrong with resources that no order was judged by, so that nothing is lost silently."""
        whole = {*map(attrgetter("code"), self._submission.issues)}
        for entry in self._submission.entries:
            if id(entry) in self._inspected:
                continue
            if entry.resource_type in _THERAPIES:
                yield from self._submission.reference_issues(entry)
            yield from entry.decoded_problems
            # What it weighs is in the verdicts; as an issue it is a remark.
            for issue in entry.unreadable_because:
                if issue.code not in whole:
                    yield replace(issue, severity=Severity.WARNING)
