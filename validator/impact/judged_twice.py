"""The orders of one chart under two revisions, and what makes the difference where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from validator.check import check_documents
from validator.fhir.submission import Document
from validator.finding import Confidence, Issue
from validator.impact.revisions import RevisionPair
from validator.label.mixed import WHOLE
from validator.label.model import Label, Statement
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.verdict import Verdict

Outcome = tuple[Verdict, Decimal | None, str | None]
"""What is compared: the verdict, and the expected dose as milligrams a day and as a schedule (None: not one dose)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The statements that make a difference, of one product; empty where no statement of a label does.

    `statements` are as the later revision has them, else (gone) the earlier one. `inferred`: the difference rests on
    what nobody read in the label.
    """

    product: str
    ids: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Differing:
    """One order that is answered otherwise under the later revision, and the cause of it. `source` names its chart."""

    source: str
    before: OrderReport
    after: OrderReport
    cause: Cause


@dataclass(frozen=True, slots=True)
class PlacedIssue:
    """What could not be read; `source` names its file, and its line where it has lines."""

    source: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class TwiceJudged:
    """One chart under two revisions: how many orders were judged, and those that differ.

    `not_assessed` orders are those that are not to be acted on (stopped, completed, another drug's). `issues` are what
    could not be read, `readable` False where nothing could.
    """

    source: str
    judged: int
    not_assessed: int
    differing: tuple[Differing, ...]
    issues: tuple[PlacedIssue, ...] = ()
    readable: bool = True
    code: int = 0
    """The exit code of both checks, verdicts aside: 0, or 3 where something was not read or could not be checked."""


def outcome(order: OrderReport) -> Outcome:
    """What two answers are compared by."""
    dose = order.expected
    return (order.verdict, None, None) if dose is None else (order.verdict, dose.daily_mg, dose.schedule)


def judged_twice(documents: Sequence[Document], pair: RevisionPair, *, source: str = "", **options: Any) -> TwiceJudged:
    """Judges every order of one chart under both revisions. Options are those of `check_documents`.

    The revision is held, not the day: ages and what is recent stay those of the order's day, or of `as_of`.
    """
    from validator.report.exit_code import NOT_CHECKED, exit_code

    check = partial(check_documents, documents, **options)
    before, after = (check(profiles=profiles) for profiles in (pair.judging_before, pair.judging_after))
    earlier = {order.expression: order for order in before.orders}
    is_checked = earlier.keys() == {order.expression for order in after.orders}
    found = []
    judged = [order for order in after.orders if order.verdict is not Verdict.NOT_ASSESSED]
    for order in judged:
        was = earlier.get(order.expression)
        if was is not None and outcome(was) != outcome(order):
            again = partial(_again, check, order.expression)
            found.append(Differing(source, was, order, _cause(was, order, pair, again)))
    # A check that could not run under one of the two hides a difference, or makes one.
    codes = {exit_code(report, Verdict.ERROR) for report in (before, after)}
    return TwiceJudged(
        source,
        len(judged),
        len(after.orders) - len(judged),
        tuple(found),
        tuple(PlacedIssue(source, issue) for issue in dict.fromkeys((*before.issues, *after.issues))),
        after.readable,
        NOT_CHECKED if NOT_CHECKED in codes or not is_checked else 0,
    )


def _again(check: Callable[..., Any], place: str, profiles: Profiles) -> Outcome | None:
    """The outcome of one order under other labels; None where it is not among the orders."""
    orders = check(profiles=profiles, places=frozenset({place})).orders
    return outcome(orders[0]) if orders else None


def _cause(
    before: OrderReport, after: OrderReport, pair: RevisionPair, again: Callable[[Profiles], Outcome | None]
) -> Cause:
    """The statements that make the difference, found by giving the order one of them at a time.

    One that alone turns the earlier answer into the later one, and whose loss alone turns it back; else one whose loss
    does; else one that does; else the fewest that do together: each of them is needed beside the others.
    """
    used = (after.label or before.label, before.label)
    products = dict.fromkeys(one.product.lower() for one in used if one is not None)
    for product in (*(one for one in products if one in pair.changed), *(x for x in pair.changed if x not in products)):
        ids = pair.statements(product)
        if not ids:
            continue
        whole = frozenset(ids)
        if again(pair.with_taken(product, whole)) != outcome(after):
            continue
        adding = [one for one in ids if again(pair.with_taken(product, frozenset({one}))) == outcome(after)]
        losing = [one for one in ids if again(pair.with_taken(product, whole - {one})) == outcome(before)]
        both = [one for one in losing if one in adding]
        alone = tuple((both or losing or adding)[:1])
        return _named(product, alone or tuple(_fewest(product, ids, pair, again, outcome(after))), pair, after)
    return Cause(next(iter(products), ""), ())


def _fewest(
    product: str,
    ids: tuple[str, ...],
    pair: RevisionPair,
    again: Callable[[Profiles], Outcome | None],
    wanted: Outcome,
) -> Iterator[str]:
    kept = set(ids)
    # The precautions stand last in a label and hang on nothing else, so they are tried first.
    for one in reversed(ids):
        if again(pair.with_taken(product, frozenset(kept - {one}))) == wanted:
            kept.discard(one)
    yield from (one for one in ids if one in kept)


def _named(product: str, ids: tuple[str, ...], pair: RevisionPair, after: OrderReport) -> Cause:
    statements = tuple(
        statement
        for one in ids
        if (statement := _statement(pair.after[product], pair.before[product], one)) is not None
    )
    rests = any(one.statement in ids and one.confidence is Confidence.INFERRED for one in after.findings)
    inferred = rests or any(one.confidence is Confidence.INFERRED for one in statements)
    return Cause(product, ids, statements, inferred)


def _statement(after: Label, before: Label, name: str) -> Statement | None:
    return None if name == WHOLE else after.statement(name) or before.statement(name)
