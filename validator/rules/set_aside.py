"""What could not be relied on, said once for an order: entries that were set aside, and lists that did not come whole.

What each of them weighs is worked out elsewhere (`validator.checking.weighing`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.entry.understood import fault_of_unit
from validator.fhir.account import Account, Why
from validator.fhir.entry import Entry
from validator.fhir.resource_type import TYPE_NAME
from validator.finding import Evidence, Finding, IssueType, finding_code
from validator.rules.entry_name import is_measured, value_in_words
from validator.rules.gap import asks_for, not_relied_on
from validator.rules.message import ROOM_BESIDE_PRODUCT
from validator.rules.said import said
from validator.rules.stake import Stake
from validator.terminology.bare_name import bare_name
from validator.verdict import Verdict

ENTRY_SET_ASIDE = finding_code(
    "entry-set-aside",
    "Part of the chart could not be relied on",
    """Something on file could have changed the answer and cannot be relied on: its status is missing or not understood,
    it carries a modifier that is not known, it came in copies that differ, it could not be read. It was neither
    believed nor taken for absent. The finding names each entry and why. Correct it, or look at it yourself.""",
    issue=IssueType.REQUIRED,
)

_MOST_NAMED = 5
_ROOM_BESIDE = ROOM_BESIDE_PRODUCT - 10
"""Characters of a sentence that stands on a card behind the product, where other findings may be counted behind it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that was set aside, as it is told: its name, why, and where; `weight` is the verdict it may lead to.

    `question` is the finding code at stake and `stake` what that would say; None where it cannot be told. `day` is the
    one that it gives for itself, empty where there is none.
    """

    reference: str
    expression: str
    name: str
    why: Why
    weight: Verdict
    question: str | None = None
    day: str = ""
    stake: Stake | None = None
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    @property
    def called(self) -> str:
        """Its name, cut where it is long, with the day it gives for itself."""
        return f"{self.bare} of {self.day}" if self.day else self.bare

    @property
    def bare(self) -> str:
        """Its name, cut where it is long; that of a drug without strength and form, which its evidence has."""
        return _short(bare_name(self.name) if _are_drugs([self]) and self.why is not Why.NAME_UNCLEAR else self.name)


def of_place(account: Account) -> Aside:
    """A place that holds no readable resource, or a whole document that is no chart: it may have held anything."""
    what = "an entry that came without content" if account.expression else "a whole file"
    reference = account.expression or account.reference
    return Aside(reference, account.expression, what, Why.UNREADABLE, Verdict.UNDETERMINED)


def of_unknown_kind(entry: Entry) -> Aside:
    """A resource of a type that FHIR does not have: misspelt, or of another release, so that it may hold anything."""
    kind = str(entry.resource_type)
    what = f"an entry of the unknown kind {kind}" if TYPE_NAME.fullmatch(kind) else "an entry of an unknown kind"
    return Aside(entry.reference, entry.expression, what, Why.UNREADABLE, Verdict.UNDETERMINED)


def set_aside(asides: Sequence[Aside], expression: str) -> tuple[Finding, ...]:
    """The one finding for everything that was set aside and weighs something; nothing where nothing does."""
    if not asides:
        return ()
    listed = sorted(asides, key=lambda one: one.weight.rank)
    weight = listed[0].weight
    heavy = [one for one in listed if one.weight is weight]
    first, reason = heavy[0], _reason(heavy[0])
    more = f" and {len(heavy) - 1} more" if len(heavy) > 1 else ""
    named = listed[:_MOST_NAMED]
    rest = f" And {len(listed) - len(named)} more." if len(listed) > len(named) else ""
    text = f"On file but not relied on, and would be a caution: {first.called} ({reason}){more}"
    if weight is Verdict.UNDETERMINED:
        text = _open(heavy, reason, more)
    if all(one.why is Why.CODE_UNKNOWN for one in heavy):
        text = f"Look at {first.called}{more} in the chart: {reason}"
    if all(one.why is Why.NAME_UNCLEAR for one in heavy):
        text = f"Which drug is meant by {first.called}{more} in the chart? It may count"
    return (
        said(
            ENTRY_SET_ASIDE,
            weight,
            text,
            at=(expression, *dict.fromkeys(one.expression for one in named if one.expression)),
            evidence=tuple(
                Evidence(one.reference, f"{one.name}: {_reason(one)}", one.expression or None) for one in named
            ),
            missing=tuple(settled(one.reference) for one in named if one.weight is weight)
            if weight is Verdict.UNDETERMINED
            else (),
            detail=f"{len(listed)} set aside: "
            + "; ".join(f"{one.reference}, {_reason(one)}" for one in named)
            + f".{rest}{_at_stake(heavy, text)}",
            issue_type=IssueType.REQUIRED if weight is Verdict.UNDETERMINED else IssueType.INFORMATIONAL,
            to_do=_looking_at(heavy),
            heading=f"Not decided: {first.called} on file could not be relied on."
            if weight is Verdict.UNDETERMINED
            else "",
        ),
    )


def settled(reference: str) -> str:
    """What is missing where an entry leaves an order open."""
    return f"{reference}, corrected or settled"


def _open(heavy: Sequence[Aside], reason: str, more: str) -> str:
    """Whether it counts, why that is asked, and what hangs on it: the longest of these that a card has room for.

    A dose that is too high with what stands without it comes first.
    """
    first = heavy[0]
    if more and all(one.why is Why.UNREADABLE and not one.entries for one in heavy):
        return f"{_capital(first.called)}{more} could not be read: they may have held anything"
    if more:
        return f"Do {first.called} ({reason}){more} on file count?"
    if first.why is Why.UNREADABLE and not first.entries:
        return f"{_capital(first.called)} could not be read: it may have held anything"
    # The reason matters more than the day, and what hangs on it more than the reason.
    # That it may be gone is the question itself, and is said in any case.
    whys = (f" ({reason})",) if first.why is Why.MAY_BE_DELETED else (f" ({reason})", "")
    named = [(name, why) for why in whys for name in (first.called, first.bare)]
    ways = [way for told in _stakes(first) for name, why in named if len(way := told(name, why)) < _ROOM_BESIDE]
    return ways[0] if ways else _asked(first, first.bare)


def _stakes(aside: Aside) -> Iterator[Callable[[str, str], str]]:
    """Ways to say what hangs on something, the longest first, each of a name for it and a reason."""
    stake = aside.stake
    if stake is not None and stake.is_dose and not stake.counts:
        clause = _CLAUSES[_asks(aside)][0]
        yield lambda name, why: f"{_capital(stake.dose)}, unless {name} {clause}{why}"
    if stake is not None:
        told = stake.dose if _is_open_result(aside) else stake.sentence
        for one in dict.fromkeys((told, stake.dose, stake.words)):
            yield partial(_with_stake, aside, one, _answer(aside, stake).capitalize())
    yield partial(_asked, aside)


def _with_stake(aside: Aside, told: str, answer: str, name: str, reason: str) -> str:
    return f"{_asked(aside, name, reason)} {answer}: {told}"


def _asked(aside: Aside, name: str, reason: str = "") -> str:
    """What is to be found out of something, as a question."""
    ask = _asks(aside)
    return f"Does {name} count{reason}?" if ask == _COUNTS else f"Is {name} {ask}{reason}?"


_COUNTS = "counts"
_CLAUSES = {
    "taken": ("is taken", "are taken"),
    "right": ("is right", "are right"),
    "this patient's": ("is this patient's", "are this patient's"),
    _COUNTS: ("counts", "count"),
}


def _asks(aside: Aside) -> str:
    """What is asked of something: a patient can be asked about a drug, and a result may be right or not."""
    if aside.why is Why.SUBJECT_UNKNOWN:
        return "this patient's"
    if _are_drugs([aside]):
        return "taken"
    return "right" if _is_result(aside) else _COUNTS


def _answer(aside: Aside, stake: Stake) -> str:
    """Which answer of the question leads to what hangs on it. A result whose value is in doubt may be any other one."""
    if not stake.counts:
        return "if not"
    return "if not, perhaps" if _is_open_result(aside) else "if so"


_VALUE_IN_DOUBT = frozenset(
    {Why.VALUE_CALLED_WRONG, Why.WRONG_TYPE, Why.SUBSETTED, Why.MODIFIER, Why.IMPLICIT_RULES, Why.UNREADABLE}
)


def _is_open_result(aside: Aside) -> bool:
    """Whether it is a result of which other values than its own were tried: one that it does not have is never told."""
    if not _is_result(aside) or aside.why in _VALUE_IN_DOUBT:
        return _is_result(aside)
    is_own = aside.stake is None or any(
        f" {value_in_words(one.tree)}" in f" {aside.stake.heading}" for one in aside.entries
    )
    return not is_own and aside.stake is not None and aside.stake.is_dose and aside.stake.counts


def _is_result(aside: Aside) -> bool:
    return {entry.resource_type for entry in aside.entries} == {"Observation"}


def as_set_aside(
    findings: Sequence[Finding], tried: Sequence[Sequence[Finding]], asides: Sequence[Aside]
) -> tuple[Finding, ...]:
    """The findings in words that never say that nothing is on file where something that was set aside may be it.

    `tried` are the findings with each thing that an entry may mean; of an entry that cannot be read its type is known.
    """
    said_in = [{one.message for one in meant} for meant in tried]
    unread = {entry.resource_type for aside in asides if aside.question is None for entry in aside.entries}
    told: list[Finding] = []
    for one in findings:
        is_same = all(one.message in messages for messages in said_in)
        told.append(one if is_same and not any(asks_for(one, kind) for kind in unread) else not_relied_on(one))
    return tuple(told)


def _looking_at(heavy: Sequence[Aside]) -> str:
    names = list(dict.fromkeys(one.called for one in heavy))
    if any(one.why is Why.UNREADABLE and not one.entries for one in heavy):
        return "look at the chart itself, since part of it could not be read"
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    asked = {_asks(one) for one in heavy}
    clause = _CLAUSES[asked.pop() if len(asked) == 1 else _COUNTS][len(names) > 1]
    again = "measure again, or " if all(is_measured(entry) for one in heavy for entry in one.entries) else ""
    return f"{again}find out whether {' and '.join(names[:2])}{more} {clause}, and have the entry put right"


def _at_stake(heavy: Sequence[Aside], text: str) -> str:
    """What hangs on them all as a sentence, where it is the same and the text does not say it already."""
    told = _common([_told(one) for one in heavy]) or _common([one.stake.words if one.stake else "" for one in heavy])
    answers = {_answer(one, one.stake) for one in heavy if one.stake is not None}
    if not told or len(answers) != 1 or told.lower() in text.lower():
        return ""
    return f" {_capital(answers.pop())}: {told}."


def _told(aside: Aside) -> str:
    """What hangs on it, at length; empty where that cannot be told."""
    if aside.stake is None:
        return ""
    return aside.stake.dose if _is_open_result(aside) else aside.stake.told


def _are_drugs(asides: Sequence[Aside]) -> bool:
    """Whether all of them are drugs that a patient may take or not, and can be asked about."""
    kinds = {entry.resource_type for one in asides for entry in one.entries}
    return bool(kinds) and kinds <= _DRUGS


_DRUGS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationDispense"})


def _common(texts: Sequence[str]) -> str:
    """The text that all have; empty where they differ."""
    return texts[0] if len(set(texts)) == 1 else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _reason(aside: Aside) -> str:
    """Why it was set aside; a unit that was not read is named, and so is what of its standing is in doubt."""
    for entry in aside.entries:
        match standing(entry):
            case Doubtful(why=aside.why, elements=("intent",)) as doubtful:
                return doubtful.words("whether it is an order or a plan")
            case _:
                pass
    if aside.why is not Why.UNREADABLE:
        return aside.why.words
    return next((fault for entry in aside.entries if (fault := fault_of_unit(entry))), aside.why.words)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59].rstrip()}…"
