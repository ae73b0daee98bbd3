"""Other orders of the drug that run at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validator.assessment.beside import Relation
from validator.assessment.indication import choose_indication
from validator.assessment.situation import Situation
from validator.chart.fact import Order
from validator.dosage import Schedule, render
from validator.finding import HOLD, Finding, IssueType, finding_code
from validator.quantity import plain, rounded
from validator.rules.registry import rule
from validator.rules.said import said
from validator.rules.schedule import most_of
from validator.terminology.product import IN_WORDS
from validator.verdict import Verdict

SAME = finding_code(
    "duplicate-order",
    "The same order is on file twice",
    """Another order of the same product, dose and schedule was written on the same day. It may be one prescription
    that was written twice, or twice the dose. Stop one of the two, or give both one groupIdentifier where both are
    meant.""",
    to_do="remove the order that repeats the other",
)
BOTH_FORMS = finding_code(
    "tablets-beside-capsules",
    "Tablets and capsules are ordered together",
    """Orders of tablets and of capsules of the drug run at the same time. The products are not interchangeable and have
    different doses.""",
    to_do="remove one of the two",
)
ADDED = finding_code(
    "orders-added-up",
    "Orders were added up",
    """Other orders of the drug, written on the same day or of the same group, were added to this one before the dose
    was judged.""",
    issue=IssueType.INFORMATIONAL,
)
STILL_ACTIVE = finding_code(
    "order-may-replace-another",
    "Earlier order is still active",
    """An order of an earlier day is still active beside this one, or an active one beside this draft, and nothing says
    that it is replaced (priorPrescription) or that its supply is used up. This order was judged alone; the sum is
    told, and where the two make up a dose of the label the worse of both judgements stands. Stop the earlier order, or
    link the two.""",
    to_do="stop the earlier order if this one replaces it",
)
RENEWS = finding_code(
    "order-renews-another",
    "Order renews an earlier one",
    """The order names the earlier one, or begins when the supply of the earlier one is used up but for ten days
    (fifteen where a fill lasts 12 weeks or more; project choices, the label says nothing). They are not added up.""",
    issue=IssueType.INFORMATIONAL,
)
NEWER = finding_code(
    "newer-order-on-file",
    "A newer order is on file",
    """An order of a later day runs beside this one; the sum of both is told there. This one was judged alone.""",
    issue=IssueType.INFORMATIONAL,
)
SETTINGS = finding_code(
    "order-in-two-settings",
    "Ordered in hospital and for home",
    """An inpatient order and one for outpatients, the community or discharge are one treatment in two settings of care.
    They are not added up. A different dose is a caution: one of the two was not brought up to date.""",
    to_do="correct one of the two",
)
KEPT = finding_code(
    "draft-kept-under-another-id",
    "Draft is on file under another id",
    """The system keeps this draft under another id as well. It is one order and was counted once.""",
    issue=IssueType.INFORMATIONAL,
)
UNDATED = finding_code(
    "order-without-a-day-beside",
    "Another order has no usable day",
    """Another active order has no day, or one that leaves open whether it is of the same day as this one. Whether this
    order replaces it or is taken with it cannot be told.""",
    issue=IssueType.REQUIRED,
    to_do="date the other order, or stop it",
)

SHOWN = 5
"""How many other orders a finding names; it says how many there are."""


@rule("duplicate")
def duplicate(situation: Situation) -> Iterator[Finding]:
    """No other order of the drug runs unnoticed beside this one."""
    ordered = situation.ordered
    if not ordered.others:
        return
    if same := ordered.of(Relation.TWICE):
        count = len(same) + 1
        times = "twice" if count == 2 else f"{count} times"
        left = "Remove one of the two" if count == 2 else "Remove all but one"
        text = f"The same order is there {times}: one prescription, or {_times(ordered.own, count)}? {left}"
        to_do = "" if count == 2 else "remove all of these orders but one"
        yield _say(situation, SAME, Verdict.UNDETERMINED, text, same, missing=_links(same), to_do=to_do)
    for other in ordered.of(Relation.OTHER_FORM)[:SHOWN]:
        beside = IN_WORDS[other.product.form] if other.product.form is not None else "another form"
        these = "these" if situation.label.strengths_mg else "this"
        text = (
            f"{beside} of {situation.label.ingredient} {'are' if beside.endswith('s') else 'is'} ordered beside "
            f"{these} {situation.label.pieces}: the same drug twice, and not interchangeable"
        )
        section, to_do = situation.label.interchange_section, _to_remove(situation, other)
        yield _say(situation, BOTH_FORMS, Verdict.ERROR, text, (other,), section=section, to_do=to_do)
    if undated := ordered.of(Relation.UNDATED):
        text = f"Another active order has no usable day; together {_sum(ordered.with_earlier)}: date it, or stop it"
        yield _say(situation, UNDATED, Verdict.UNDETERMINED, text, undated, missing=_days(undated))
    if earlier := ordered.of(Relation.EARLIER):
        total = _sum(ordered.with_earlier)
        above = _above(situation, ordered.with_earlier)
        text = f"{_named(earlier)} still active; with this one {total}: stop what is replaced"
        if above:
            text = f"{_named(earlier)} still active: {total} in all, {above}; stop one"
        heading = f"{HOLD}{total} in all, {above}." if above else ""
        yield _say(situation, STILL_ACTIVE, Verdict.WARNING, text, earlier, heading=heading)
    yield from _settings(situation, ordered.of(Relation.OTHER_SETTING))
    for relation, code, text in _NOTES:
        if found := ordered.of(relation):
            whole = text.format(names=_named(found), total=ordered.total_in_words or _NO_SUM)
            yield _say(situation, code, Verdict.ACCEPT, whole, found)


_NOTES = (
    (Relation.RENEWED, RENEWS, "{names} renewed by this one, so the two were not added up"),
    (Relation.LATER, NEWER, "{names} newer than this one, which was judged alone"),
    (Relation.ITSELF, KEPT, "This draft is on file under another id as well and was counted once"),
    (Relation.ADDED, ADDED, "{names} taken with this one; together {total}"),
)


def _settings(situation: Situation, others: tuple[Order, ...]) -> Iterator[Finding]:
    own = situation.ordered.own
    for other in others[:SHOWN]:
        there = other.directions.schedule_at(situation.body)
        when, written = other.authored, situation.order.authored
        is_newest = when is None or written is None or when.order_key <= written.order_key
        if there.doses == own.doses or not is_newest:
            text = f"{_named((other,), other.setting)} the same treatment, so the two were not added up"
            yield _say(situation, SETTINGS, Verdict.ACCEPT, text, (other,))
        else:
            dose = render(there) or "an unknown dose"
            text = f"{_named((other,), other.setting)} for {dose}, this one is not: correct one of them"
            yield _say(situation, SETTINGS, Verdict.WARNING, text, (other,))


def _say(
    situation: Situation,
    code: str,
    verdict: Verdict,
    text: str,
    others: tuple[Order, ...],
    *,
    section: str = "",
    missing: tuple[str, ...] = (),
    heading: str = "",
    to_do: str = "",
) -> Finding:
    shown = others[:SHOWN]
    return said(
        code,
        verdict,
        text,
        at=(situation.order.expression, *(other.expression for other in shown)),
        section=section or situation.dose_section,
        evidence=tuple(other.evidence for other in shown),
        missing=missing,
        detail=f"{len(others)} other orders: {', '.join(other.reference for other in shown)}."
        if len(others) > 1
        else "",
        heading=heading,
        to_do=to_do,
    )


def _named(orders: tuple[Order, ...], setting: str | None = None) -> str:
    """The orders and their verb; which they are stands in the evidence."""
    if len(orders) > 1:
        return f"{len(orders)} other orders are"
    written = orders[0].authored or orders[0].starts
    kind = f"{setting} order" if setting else "order"
    return f"The {kind} of {written.text[:10]} is" if written is not None else f"Another {kind} is"


def _times(own: Schedule, count: int) -> str:
    daily = own.daily_mg.exact if own.daily_mg is not None else None
    return f"{plain(rounded(daily * count, 3))} mg a day" if daily is not None else f"{count} times the dose"


def _sum(total: Schedule) -> str:
    daily = _most(total)
    return f"{plain(rounded(daily, 3))} mg a day" if daily is not None else _NO_SUM


_NO_SUM = "a sum that is not known"


def _most(total: Schedule) -> Decimal | None:
    """The milligrams of the day on which most are taken; None where they are not one known amount."""
    daily = total.peak.daily_mg if total.peak is not None else None
    return daily.exact if daily is not None else None


def _to_remove(situation: Situation, other: Order) -> str:
    """Which of the two forms is to be removed, where the disease is an indication of one of them alone; else empty."""
    own = situation.label
    for label in situation.choice.others:
        if label.ingredient != own.ingredient or label.form != other.product.form:
            continue
        choices = ((situation.indication, own, label), (choose_indication(label, situation.chart), label, own))
        right = [found for found in choices if found[0].certain and found[0].chosen]
        if len(right) == 1:
            choice, kept, removed = right[0]
            named = choice.chosen[0].indication.name.partition(",")[0]
            return f"remove the {removed.pieces}: {named} is an indication of the {kept.pieces} ({kept.product})"
    return ""


def _above(situation: Situation, total: Schedule) -> str:
    """What the sum is above: the label's most, else its dose for this patient; empty where it is above neither."""
    daily = _most(total)
    if daily is None:
        return ""
    if daily > situation.label.max_daily_mg:
        return f"the label's most is {most_of(situation.label)}"
    world = situation.worlds.expected if situation.indication.certain and situation.has_label_dose else None
    start = world.start if world is not None else None
    return f"the label's dose is {start}" if start is not None and daily > start.daily_mg else ""


def _links(orders: tuple[Order, ...]) -> tuple[str, ...]:
    return tuple(f"status, priorPrescription or groupIdentifier of {other.reference}" for other in orders[:SHOWN])


def _days(orders: tuple[Order, ...]) -> tuple[str, ...]:
    return tuple(f"authoredOn of {other.reference}" for other in orders[:SHOWN])
