"""What was set aside, weighed: an order is judged without it and with each thing it may mean, and what differs is open.

An unknown weighs at most what its worst answer weighs: an error or an open question leaves the order undetermined, a
caution is one note, no difference is for the ledger only. What holds in every reading is the answer. See
docs/architecture.md, under what may be missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from validator.assessment.label_choice import choose_label
from validator.assessment.situation import Situation
from validator.chart.drug.plan import names_of
from validator.chart.entry.doubt import Doubt, Readings
from validator.chart.entry.reading import fewest_readings, readings_of
from validator.chart.entry.reading_case import ReadingNeeds
from validator.chart.entry.subject import FOR_NOTES
from validator.chart.entry.when import day_of_condition, day_told
from validator.chart.record import OrderEntry, orders_in, read_chart
from validator.chart.risk import carrier
from validator.checking.judging import Judged, judge
from validator.checking.options import Options
from validator.checking.weight import weight_of_type, weight_of_unknown_code
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission
from validator.finding import Finding
from validator.frozen import Frozen, replace
from validator.rules.aside import Aside
from validator.rules.dose import AGREES, OPEN
from validator.rules.entry_name import kind_of_entry, name_of_entry
from validator.rules.set_aside import as_set_aside
from validator.rules.stake import Stake, stake_of
from validator.verdict import Verdict

MOST_READINGS = 120
"""How many readings of one chart are tried. A doubt beyond them is not tried, so it leaves the order undetermined:
tried together with others, a worse one could hide behind a newer one."""
_MOST_FAULTS = 4
"""How many things may be in doubt in one entry before it is weighed as one of which nothing is known."""
_OF_ITS_DAY = frozenset({Why.NO_USABLE_DATE, Why.PERIOD_REVERSED})
_UNCONFIRMED_DAYS = 30
"""How long an unconfirmed danger leaves the order undetermined. CLARIFICATIONS, a project choice."""

Retry = Callable[[Readings], Judged | None]
_Key = tuple[str, Verdict]


class Weighed(Frozen):
    """The findings that hold whatever was set aside means, and what it weighed.

    `asides` are all that could change something. `is_open`: a dose or an indication may differ between the readings.
    """

    findings: tuple[Finding, ...]
    asides: tuple[Aside, ...] = ()
    is_open: bool = False


def weigh_in(base: Judged, found: OrderEntry, submission: Submission, options: Options) -> Weighed:
    """The findings that hold whatever the doubtful entries of the submission mean: its orders are read and judged anew
    with each meaning."""
    situation, book = base.situation, options.profiles.book
    if not situation.chart.doubts:
        return Weighed(base.findings)
    when, label = situation.chart.as_of, situation.label

    def retry(readings: Readings) -> Judged | None:
        again = submission.read_as(readings)
        for one in orders_in(again, book, settings=options.settings, known=found.files):
            if one.order.expression == found.order.expression:
                chart, _ = read_chart(
                    again,
                    one,
                    when,
                    book,
                    supplied=options.supplied,
                    settings=options.settings,
                    instant=options.instant,
                )
                order = chart.order or one.order
                choice = choose_label(order.product, chart, when, options.profiles.labels)
                meant = Situation(order, chart, choice.label or label, choice, options.places, options.instant)
                return judge(meant)
        return None

    patient = found.files.index.reference_to(found.patient)
    return weigh(base, ReadingNeeds(when, patient, label.names.limits, book), retry)


def weigh(base: Judged, asked: ReadingNeeds, retry: Retry) -> Weighed:
    """Judges the order with every reading of every doubt of its chart, one doubt at a time and then all together."""
    doubts = base.situation.chart.doubts
    if not doubts:
        return Weighed(base.findings)
    tried: list[Judged] = []
    asides: list[Aside] = []
    together: dict[Entry, dict[str, Any] | None] = {}
    for doubt in doubts:
        if len(tried) + fewest_readings(doubt) > MOST_READINGS:
            asides.append(_aside(doubt, Verdict.UNDETERMINED, None))
            continue
        readings = readings_of(doubt, asked)
        if not readings:
            # No answer of it changes anything but a note: that it is there is for the ledger.
            asides += [] if doubt.entry.resource_type in FOR_NOTES else [_unassigned(doubt, base)]
            continue
        if len(tried) + len(readings) > MOST_READINGS:
            asides.append(_aside(doubt, Verdict.UNDETERMINED, None))
            continue
        outcome = _outcome(doubt, readings, asked, retry)
        tried += outcome.judged
        together.update(outcome.readings[0] if outcome.readings else {})
        worst = _worst(base, outcome.judged) if outcome.is_settled else (Verdict.UNDETERMINED, None)
        if worst is not None:
            weight = _limited(doubt, worst[0], base)
            is_far = weight is Verdict.UNDETERMINED and not _is_near(doubt, base, asked, retry)
            stake = _stake(worst[1], base, outcome.judged)
            asides.append(_aside(doubt, Verdict.ACCEPT if is_far else weight, worst[1], stake))
    if len(doubts) > 1 and together and all(one.weight is not Verdict.UNDETERMINED for one in asides):
        everything = retry(together)
        asides += _together(base, doubts, asides, everything)
        tried += [everything] if everything is not None else []
    weighing = [one for one in asides if one.weight is not Verdict.ACCEPT]
    if not weighing:
        return Weighed(base.findings, tuple(asides))
    certain = as_set_aside(_certain(base, tried), [one.findings for one in tried], weighing)
    return Weighed(certain, tuple(asides), is_open=_differ(base, tried))


class _Outcome(Frozen):
    """What an order comes to with each reading of one doubt. `is_settled`: every reading could be judged."""

    judged: tuple[Judged, ...]
    readings: tuple[Readings, ...]
    is_settled: bool


def _outcome(
    doubt: Doubt, readings: Iterable[Readings], asked: ReadingNeeds, retry: Retry, most: int = _MOST_FAULTS
) -> _Outcome:
    """Judges the order with each reading, and reads on where something else in the same entry is in doubt then.

    A reading in which the same is still in doubt says nothing that the other ones do not say.
    """
    judged: list[Judged] = []
    settled: list[Readings] = []
    is_settled = True
    for reading in readings:
        one = retry(reading)
        again = _still_in_doubt(doubt, one) if one is not None else None
        if one is not None and again is None:
            judged.append(one)
            settled.append(reading)
        elif again is not None and (again.why, again.elements) == (doubt.why, doubt.elements):
            continue
        elif again is None or most == 0:
            is_settled = False
        else:
            deeper = _outcome(again, _further(reading, again, asked), asked, retry, most - 1)
            judged += deeper.judged
            settled += deeper.readings
            is_settled &= deeper.is_settled
    return _Outcome(tuple(judged), tuple(settled), is_settled and bool(judged))


def _still_in_doubt(doubt: Doubt, judged: Judged) -> Doubt | None:
    """The doubt that is left about the same entry once it was read in one way."""
    places = {entry.expression for entry in doubt.entry.copies or (doubt.entry,)}
    return next((one for one in judged.situation.chart.doubts if one.entry.expression in places), None)


def _is_near(doubt: Doubt, base: Judged, asked: ReadingNeeds, retry: Retry) -> bool:
    """Whether what a doubt weighs does not come from drugs alone that a plan only thinks of, or has far ahead."""
    near = tuple(one for one in doubt.planned if not one.is_remote)
    if not near or len(near) == len(doubt.planned):
        return near == doubt.planned
    part = replace(doubt, planned=near)
    worst = _worst(base, _outcome(part, readings_of(part, asked), asked, retry).judged)
    return worst is not None and _limited(part, worst[0], base) is Verdict.UNDETERMINED


def _further(reading: Readings, again: Doubt, asked: ReadingNeeds) -> Iterator[Readings]:
    """One reading, and with it each reading of what is still in doubt; as changes of what was submitted."""
    submitted = {entry.expression: entry for entry in reading}
    for further in readings_of(again, asked):
        yield {**reading, **{submitted.get(entry.expression, entry): tree for entry, tree in further.items()}}


def _together(
    base: Judged, doubts: Sequence[Doubt], asides: list[Aside], everything: Judged | None
) -> tuple[Aside, ...]:
    """What only several doubts at once change."""
    worst = _worst(base, [everything]) if everything is not None else None
    if everything is None or worst is None or worst[0].rank > Verdict.UNDETERMINED.rank:
        return ()
    named, stake = {one.expression for one in asides}, _stake(worst[1], base, (everything,))
    return tuple(
        _aside(doubt, Verdict.UNDETERMINED, worst[1], stake) for doubt in doubts if doubt.entry.expression not in named
    )


def _keys(judged: Judged) -> Counter[_Key]:
    return Counter((finding.code, finding.verdict) for finding in judged.findings)


def _worst(base: Judged, tried: Iterable[Judged]) -> tuple[Verdict, str] | None:
    """The worst finding that is not the same in every reading; None where all that differs is a note."""
    certain = _keys(base)
    differing: list[_Key] = []
    for one in tried:
        other = _keys(one)
        differing += (certain - other).keys()
        differing += (other - certain).keys()
    heavy = [key for key in differing if key[1].rank <= Verdict.WARNING.rank]
    if not heavy:
        return None
    code, verdict = min(heavy, key=lambda key: key[1].rank)
    return verdict, code


def _limited(doubt: Doubt, worst: Verdict, base: Judged) -> Verdict:
    """What a doubt weighs: nothing is worse than undetermined, a caution is a note, an old unconfirmed danger too.

    What only an unverified code says keeps its caution (see `terminology.believed`), and so does a name near another.
    """
    if worst is Verdict.WARNING:
        # Its standing is not in doubt, only what it names: a caution stays one, and says so.
        return Verdict.WARNING if doubt.why in (Why.CODE_UNCONFIRMED, Why.NAME_UNCLEAR) else Verdict.ACCEPT
    if doubt.why is Why.UNCONFIRMED:
        kind, tree = doubt.entry.resource_type, doubt.entry.tree
        day = carrier.day_in(kind, tree) if kind != "Condition" else day_of_condition(tree)
        if day is not None and day.days_until(base.situation.chart.as_of)[0] > _UNCONFIRMED_DAYS:
            return Verdict.ACCEPT
    return Verdict.UNDETERMINED


def _unassigned(doubt: Doubt, base: Judged) -> Aside:
    """An entry that no question can be found for weighs as its type does; one whose code is unknown is a caution."""
    if doubt.why is not Why.CODE_UNKNOWN:
        return _aside(doubt, weight_of_type(doubt.entry.resource_type, base), None)
    return _aside(doubt, weight_of_unknown_code(doubt.entry.tree, base.situation.chart.as_of), None)


def _certain(base: Judged, tried: Sequence[Judged]) -> tuple[Finding, ...]:
    """The findings of the chart without what was set aside, as far as they hold with it too."""
    others = [_keys(one) for one in tried]

    def holds(finding: Finding) -> bool:
        return all((finding.code, finding.verdict) in other for other in others)

    errors = [finding for finding in base.findings if finding.verdict is Verdict.ERROR]
    # An error in every reading, though another one in each, is an error all the same.
    is_error_anyway = not any(map(holds, errors)) and all(
        any(verdict is Verdict.ERROR for _, verdict in other) for other in others
    )
    kept: list[Finding] = []
    for finding in base.findings:
        if holds(finding) or (finding.verdict is Verdict.ERROR and is_error_anyway):
            kept.append(finding)
        elif finding.verdict is Verdict.ERROR:
            detail = f"{finding.detail} This holds only if what was set aside does not count.".strip()
            kept.append(replace(finding, verdict=Verdict.UNDETERMINED, detail=detail))
        elif finding.code != AGREES:
            kept.append(finding)
    return tuple(kept)


def _differ(base: Judged, tried: Sequence[Judged]) -> bool:
    own = base.situation
    return any(
        one.situation.worlds.starts != own.worlds.starts
        or one.situation.indication.code != own.indication.code
        or one.situation.has_label_dose != own.has_label_dose
        for one in tried
    )


def _stake(question: str | None, base: Judged, tried: Sequence[Judged]) -> Stake | None:
    told = [finding for one in tried for finding in one.findings]
    is_settling = any(all(finding.code != OPEN for finding in one.findings) for one in tried)
    return stake_of(question, base.findings, told, is_settling=is_settling)


def _aside(doubt: Doubt, weight: Verdict, question: str | None, stake: Stake | None = None) -> Aside:
    entry, name = doubt.entry, name_of_entry(doubt.entry)
    if doubt.why is Why.CODE_UNKNOWN and not name.startswith(kind := kind_of_entry(entry)):
        name = f'{kind} called "{name}"'
    if (planned := names_of(doubt.planned)) and planned not in name:
        name = f"{planned} in {name}"
    if doubt.meant:
        name = f"{name} ({' or '.join(one.name for one in doubt.meant)}?)"
    day = day_told(entry.tree) if doubt.why not in _OF_ITS_DAY else None
    told, copies = day.text[:10] if day is not None else "", entry.copies or (entry,)
    return Aside(entry.reference, entry.expression, name, doubt.why, weight, question, told, stake, copies, doubt.fault)
