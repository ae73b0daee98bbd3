"""What could not be relied on, said once for an order: entries that were set aside, and lists that did not come whole.

What each of them weighs is worked out elsewhere (`validator.checking.weighing`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.entry.understood import fault_of_unit
from validator.fhir.account import Account, Gap, Why
from validator.fhir.entry import Entry
from validator.fhir.resource_type import TYPE_NAME
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import LONGEST_MESSAGE, Evidence, Finding, IssueType, finding_code
from validator.rules.gap import asks_for, lists_in_words, not_relied_on
from validator.rules.said import said
from validator.rules.stake import Stake
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
_ROOM = LONGEST_MESSAGE - 12
"""Characters of a sentence that stands on a card behind the product."""
_ROOM_BESIDE = _ROOM - 10
"""The same where the card may count other findings behind it."""


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
        return f"{_short(self.name)} of {self.day}" if self.day else _short(self.name)


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
            missing=tuple(f"{one.reference}, corrected or settled" for one in named)
            if weight is Verdict.UNDETERMINED
            else (),
            detail=f"{len(listed)} set aside: "
            + "; ".join(f"{one.reference}, {_reason(one)}" for one in named)
            + f".{rest}",
            issue_type=IssueType.REQUIRED if weight is Verdict.UNDETERMINED else IssueType.INFORMATIONAL,
            to_do=_looking_at(heavy),
            heading=f"Not decided: {first.called} on file could not be relied on."
            if weight is Verdict.UNDETERMINED
            else "",
        ),
    )


def _open(heavy: Sequence[Aside], reason: str, more: str) -> str:
    """Whether it counts, why that is asked, and what hangs on it: the longest of these that a card has room for."""
    first = heavy[0]
    if more:
        return f"Do {first.called} ({reason}){more} on file count?"
    if first.why is Why.UNREADABLE and not first.entries:
        return f"{_capital(first.called)} could not be read: it may have held anything"
    stakes: tuple[str, ...] = ("",)
    if first.stake is not None:
        answer = _answer(first, first.stake).capitalize()
        told = (
            first.stake.dose if _is_open_result(first) else first.stake.sentence,
            first.stake.dose,
            first.stake.words,
        )
        stakes = tuple(f" {answer}: {one}" for one in dict.fromkeys(told))
    # The reason matters more than the day, and what hangs on it more than the reason.
    names, reasons = (first.called, _short(first.name)), (f" ({reason})", "")
    ways = [
        f"{_asked(first, *one)}{stake}"
        for stake in stakes
        for one in [(name, why) for why in reasons for name in names]
    ]
    ways.append(_asked(first, names[1], f" ({reason})"))
    return next((one for one in ways if len(one) < _ROOM_BESIDE), _asked(first, names[1]))


def _asked(aside: Aside, name: str, reason: str = "") -> str:
    """What is to be found out of something, as a question."""
    if aside.why is Why.SUBJECT_UNKNOWN:
        return f"Is {name} of this patient{reason}?"
    if _are_drugs([aside]):
        return f"Is {name} taken{reason}?"
    return f"Is {name} right{reason}?" if _is_result(aside) else f"Does {name} count{reason}?"


def _answer(aside: Aside, stake: Stake) -> str:
    """Which answer of the question leads to what hangs on it. A result whose value is in doubt may be any other one."""
    if not stake.counts:
        return "if not"
    return "it may mean" if _is_open_result(aside) else "if so"


_VALUE_IN_DOUBT = frozenset(
    {Why.VALUE_CALLED_WRONG, Why.WRONG_TYPE, Why.SUBSETTED, Why.MODIFIER, Why.IMPLICIT_RULES, Why.UNREADABLE}
)


def _is_open_result(aside: Aside) -> bool:
    """Whether it is a result of which any value was tried: one that it does not have is never told."""
    return _is_result(aside) and aside.why in _VALUE_IN_DOUBT


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
    told = _common([_told(one) for one in heavy]) or _common([one.stake.words if one.stake else "" for one in heavy])
    answers = {_answer(one, one.stake) for one in heavy if one.stake is not None}
    stake = f" ({answers.pop()}: {told})" if told and len(answers) == 1 else ""
    if _are_drugs(heavy):
        taken = f"{'is' if len(names) == 1 else 'are'} taken, and have the entry put right"
        return f"find out whether {' and '.join(names[:2])}{more} {taken}{stake}"
    stake = stake.replace("(if so:", "(if it counts:").replace("(if not:", "(if it does not count:")
    return f"look at {' and '.join(names[:2])}{more} in the chart, and have the entry completed or corrected{stake}"


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


def incomplete_lists(found: Sequence[tuple[Verdict, Gap]], expression: str) -> tuple[Finding, ...]:
    """One finding for the lists that did not come whole, each given with what it weighs; nothing for none.

    What weighs most is named first, each list with its own reason where there is room for them.
    """
    if not found:
        return ()
    listed = sorted(found, key=lambda one: one[0].rank)
    weight = listed[0][0]
    is_heavy = weight is Verdict.UNDETERMINED
    reasons: dict[str, dict[str, None]] = {}
    for _, gap in listed:
        reasons.setdefault(gap.why, {})[_lists(gap)] = None
    names = ", ".join(dict.fromkeys(_lists(gap) for _, gap in listed))
    each = ", ".join(f"{', '.join(lists)} ({why})" for why, lists in reasons.items())
    told = next((one for one in (each, f"{names} ({listed[0][1].why})") if len(one) <= _ROOM_FOR_LISTS), names)
    return (
        said(
            LIST_INCOMPLETE,
            weight,
            f"{_DID_NOT_COME}{told}",
            at=(expression, *dict.fromkeys(gap.expression for _, gap in listed)),
            missing=(f"the whole list: {names}",) if is_heavy else (),
            detail="; ".join(f"{_lists(gap)}: {gap.why}" for _, gap in listed) + ".",
            issue_type=IssueType.REQUIRED if is_heavy else IssueType.INFORMATIONAL,
            heading="Not decided: part of the chart did not come." if is_heavy else "",
        ),
    )


_DID_NOT_COME = "Part of the chart did not come: "
_ROOM_FOR_LISTS = _ROOM - len(_DID_NOT_COME) - 1


def _lists(gap: Gap) -> str:
    return lists_in_words(sorted(gap.types)) or "a list"
