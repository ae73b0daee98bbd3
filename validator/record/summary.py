"""What a pharmacy committee asks first: how often each finding fires, and how often it is overridden and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Engine, and_, func, inspect, or_, select

from validator.frozen import Frozen
from validator.record.table import CARDS, CHECKS, FEEDBACK, FINDINGS
from validator.report.cds_card import SHAPE
from validator.report.suggestion import SuggestionKind
from validator.verdict import Verdict

UNKNOWN = "unknown"
_KINDS = frozenset(SuggestionKind)
_FIRING = (Verdict.ERROR.value, Verdict.UNDETERMINED.value, Verdict.WARNING.value)


class CodeSummary(Frozen):
    """One finding code. `fired` counts checks with it, `cards` the cards that spoke of it; a card may speak of several.

    `headlines` counts those that named it first. `accepted` and `overridden` count the cards by the last feedback on
    each. `taken` counts the kinds of suggestions that were taken of the accepted ones.
    """

    code: str
    fired: int
    cards: int
    accepted: int
    overridden: int
    reasons: tuple[tuple[str, int], ...]
    headlines: int = 0
    taken: tuple[tuple[str, int], ...] = ()


class Summary(Frozen):
    """The record in numbers. `checks` counts orders judged, those for other drugs left out."""

    checks: int
    verdicts: tuple[tuple[str, int], ...]
    codes: tuple[CodeSummary, ...]

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON types; rates are between 0 and 1, None where nothing is divided."""
        return {
            "checks": self.checks,
            "verdicts": dict(self.verdicts),
            "codes": [
                {
                    "code": one.code,
                    "fired": one.fired,
                    "firing_rate": _rate(one.fired, self.checks),
                    "cards": one.cards,
                    "headlines": one.headlines,
                    "accepted": one.accepted,
                    "overridden": one.overridden,
                    "override_rate": _rate(one.overridden, one.accepted + one.overridden),
                    "reasons": dict(one.reasons),
                    "taken": dict(one.taken),
                }
                for one in self.codes
            ],
        }

    def to_text(self) -> str:
        """The summary as a table for people."""
        if not self.checks:
            return "No order is in the record.\n"
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in self.verdicts)
        widest = max([len(one.code) for one in self.codes], default=7)
        lines = [
            f"{self.checks} {'order' if self.checks == 1 else 'orders'} judged: {verdicts}",
            "",
            f"{'finding':{widest}}  fired  of orders  accepted  overridden  override rate",
        ]
        for one in self.codes:
            answered = one.accepted + one.overridden
            lines.append(
                f"{one.code:{widest}}  {one.fired:5}  {_percent(one.fired, self.checks):>9}  {one.accepted:8}  "
                f"{one.overridden:10}  {_percent(one.overridden, answered):>13}"
            )
            lines += [f"{'':{widest}}    {number} x {reason}" for reason, number in one.reasons]
            lines += [f"{'':{widest}}    {number} x taken: {kind}" for kind, number in one.taken]
        return "\n".join(lines) + "\n"


def is_empty(engine: Engine) -> bool:
    """Whether the database has no record in it yet. Raises SQLAlchemyError."""
    return not inspect(engine).has_table(CHECKS.name)


def summarize(engine: Engine, *, since: date | None = None) -> Summary:
    """The record in numbers, from `since` (inclusive, UTC) on. Raises SQLAlchemyError."""
    if is_empty(engine):
        return Summary(0, (), ())
    wanted = CHECKS.c.verdict != Verdict.NOT_ASSESSED.value
    if since is not None:
        wanted = and_(wanted, CHECKS.c.at >= datetime.combine(since, time.min))
    # A card without a headline is from when there was one a verdict.
    of_before = CARDS.c.verdict == FINDINGS.c.verdict
    # What became of a card is said of what it showed; a remark on shape is on none.
    shown = or_(FINDINGS.c.verdict != Verdict.WARNING.value, FINDINGS.c.code.not_in(SHAPE))
    with engine.connect() as connection:
        verdicts = {
            str(row[0]): int(row[1])
            for row in connection.execute(
                select(CHECKS.c.verdict, func.count()).where(wanted).group_by(CHECKS.c.verdict)
            )
        }
        fired = {
            str(row[0]): int(row[1])
            for row in connection.execute(
                select(FINDINGS.c.code, func.count(FINDINGS.c.check_id.distinct()))
                .join(CHECKS, CHECKS.c.id == FINDINGS.c.check_id)
                .where(wanted, FINDINGS.c.verdict.in_(_FIRING))
                .group_by(FINDINGS.c.code)
            )
        }
        spoken = connection.execute(
            select(FINDINGS.c.code, CARDS.c.uuid, CARDS.c.headline)
            .distinct()
            .join(CHECKS, CHECKS.c.id == FINDINGS.c.check_id)
            .join(CARDS, CARDS.c.check_id == CHECKS.c.id)
            .where(wanted, FINDINGS.c.verdict.in_(_FIRING), shown, or_(CARDS.c.headline.is_not(None), of_before))
        ).all()
        told = connection.execute(
            select(FEEDBACK.c.card, FEEDBACK.c.outcome, FEEDBACK.c.reason, FEEDBACK.c.suggestion).order_by(
                FEEDBACK.c.at
            )
        ).all()
    last = {card: (outcome, reason, taken) for card, outcome, reason, taken in told}
    cards: dict[str, dict[str, bool]] = defaultdict(dict)
    for code, card, headline in spoken:
        cards[code][card] = headline == code or cards[code].get(card, False)
    codes = [_code(code, number, cards[code], last) for code, number in fired.items()]
    return Summary(
        sum(verdicts.values()),
        tuple((one.value, verdicts[one.value]) for one in Verdict if one.value in verdicts),
        tuple(sorted(codes, key=lambda one: (-one.fired, one.code))),
    )


def _code(
    code: str, fired: int, cards: dict[str, bool], last: dict[str, tuple[str, str | None, str | None]]
) -> CodeSummary:
    answers = [last[card] for card in cards if card in last]
    outcomes = Counter(outcome for outcome, _, _ in answers)
    reasons = Counter(reason for outcome, reason, _ in answers if outcome == "overridden" and reason is not None)
    taken = Counter(kind for outcome, _, told in answers if outcome == "accepted" for kind in _kinds(told))
    return CodeSummary(
        code,
        fired,
        len(cards),
        outcomes["accepted"],
        outcomes["overridden"],
        tuple(reasons.most_common()),
        sum(cards.values()),
        tuple(taken.most_common()),
    )


def _kinds(told: str | None) -> list[str]:
    """The kinds of suggestions that were taken; a record of before has the uuid of one, which tells nothing."""
    return [kind if kind in _KINDS else UNKNOWN for kind in (told or UNKNOWN).split(",")]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
