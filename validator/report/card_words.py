"""What a card says: what is wrong with which drug, why, and what to do, as a prescriber reads it in ten seconds.

No ids, no paths, no bare codes; text of the chart is data. Source: CDS Hooks 2.0, Card (`summary`, `detail`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Evidence, Finding
from validator.regex import regex
from validator.report.card_doses import WHOLE_WAY, doses_of, drug_of, regimen_named
from validator.report.card_doubt import is_told_by_doubt, leaves_nothing
from validator.report.card_gist import (
    at_stake,
    cut_line,
    is_dose,
    is_of_disease,
    is_told_active,
    news_in,
    of_label,
    possible_doses,
    sentences_of,
)
from validator.report.card_remarks import BRIEFEST, named_alone, remarks
from validator.report.card_said import (
    BEHIND_OTHERS,
    SHAPE,
    Said,
    ordered_dose,
    place_in_words,
    plain_words,
    rests_on_chart,
)
from validator.report.card_to_do import MOST_STEPS, OF_DOSE, to_do, wanted
from validator.report.criterion import Criteria, worded
from validator.report.diagnostics import added_detail
from validator.report.markdown import escaped
from validator.report.model import OrderReport
from validator.report.plain_text import shortened
from validator.rules.dose import ABOVE, NO_STEP, NOT_SETTLED, OPEN
from validator.rules.duplicate import SAME
from validator.rules.gap import ANOTHER_PATIENT, NOT_SUPPLIED
from validator.rules.indication import DISEASE_OPEN
from validator.rules.interaction import PAIR
from validator.rules.patient import NO_PATIENT
from validator.rules.product import CONFLICT
from validator.rules.reservation import STALE
from validator.rules.schedule import ABOVE_MAXIMUM
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.rules.unjudged import UNREADABLE_ORDER
from validator.rules.words import TEXT_CONTRADICTS, TEXT_STOPS, TEXT_UNREAD
from validator.terminology.bare_name import bare_name
from validator.verdict import Basis, Verdict

LONGEST_SUMMARY = 139
"""CDS Hooks wants a summary of less than 140 characters."""
MOST_WORDS = 120
"""Words of a detail, about: a project choice; more is not read before an order is signed."""

_OF_THE_CHART = frozenset({TEXT_CONTRADICTS, TEXT_STOPS, TEXT_UNREAD, SAME, DISEASE_OPEN, CONFLICT})
"""Findings that say nothing of the label: a section behind them would read as if the label said it."""
_MOST_SHOWN = 4
_NOT_ALL = "Not all of the chart could be read."
_TWICE = "The order is there twice or more."
_OF_WHOM = "Possible wrong patient. "
"""Before what is wrong with an order whose patient is not in the chart: it may be about somebody else."""
_COUNTED = 10
"""Characters for the number of other findings behind a headline."""


def headline(said: Sequence[Said]) -> str:
    """The first finding with the drug it is about, below 140 characters, with how many more there are."""
    first = _sentence(said[0])
    more = sum(not is_same_fact(said[0].finding, one.finding) for one in said[1:])
    gap = next((one.finding.message for one in said[1:] if one.finding.code == NOT_SUPPLIED), None)
    # Of a list that is missing the detail would have to tell else, where there is no room for it.
    if gap is None and any(one.finding.code == NO_PATIENT for one in said[1:]):
        named = f"{_OF_WHOM}{first}"
        is_room = len(named) + _COUNTED <= LONGEST_SUMMARY
        first, more = named if is_room else f"{_OF_WHOM}{_sentence(said[0], is_named=False)}", more - 1
    # An error stands whatever the list holds; that the list is missing is said in the same breath.
    for said_of_it in (gap, f"{gap.partition(':')[0]}.", _NOT_ALL) if gap is not None else ():
        # Which list it is matters more than what it would have been asked.
        if len(both := f"{first} {said_of_it}") + _COUNTED <= LONGEST_SUMMARY:
            first, more = both, more - 1
            break
    if any(one.finding.code == SAME for one in said[1:]) and len(f"{first} {_TWICE}") + _COUNTED <= LONGEST_SUMMARY:
        first, more = f"{first} {_TWICE}", more - 1
    count = f" (+{more} more)" if more else ""
    return shortened(first, LONGEST_SUMMARY - len(count)) + count


def detail(
    said: Sequence[Said],
    orders: Sequence[OrderReport],
    criteria: Criteria,
    withheld: Sequence[str] = (),
    unoffered: str = "",
) -> str:
    """The card's text in markdown: ordered, label, why, what to do, in that order; MOST_WORDS words at most.

    `criteria` hold the words for criterion codes, `withheld` are the types of lists without which no dose is offered;
    `unoffered` is what else keeps one from being offered.
    """
    for brief in range(BRIEFEST):
        text = _composed(said, orders, criteria, (withheld, unoffered), brief)
        if len(text.split()) <= MOST_WORDS:
            return text
    return _composed(said, orders, criteria, (withheld, unoffered), BRIEFEST)


_WAYS = (WHOLE_WAY, 2, 1, 1, 1, 0)
"""How far a text is shortened that is too long: the way to the dose to its last two steps, then one (`_WAYS`),
then what is to be done to two, then what the label says, then what shows it, then the way and all else to be done."""


def _composed(
    said: Sequence[Said],
    orders: Sequence[OrderReport],
    criteria: Criteria,
    unsaid: tuple[Sequence[str], str],
    brief: int,
) -> str:
    withheld, unoffered = unsaid
    steps = to_do(said, criteria, MOST_STEPS if brief < 2 else 1 if brief == BRIEFEST else 2)
    title = headline(said)
    gaps = [line for line in _gaps(said) if line.strip("*") not in title]
    if brief > 2:
        # Which list it is stands in the headline.
        gaps = [line for line in gaps if line.strip("*").partition(":")[0] not in title]
    head = [*gaps, *doses_of(orders, steps, way=_WAYS[brief])]
    last = [f"**What to do:** {escaped(steps)}"]
    last += [escaped(plain_words(f"No dose is offered here, {unoffered.rstrip('.')}."))] if unoffered else []
    last += [escaped(line) for line in remarks(said, orders, withheld, brief=brief)]
    room = MOST_WORDS - sum(len(line.split()) for line in (*head, *last))
    # The marks of a list count as words, and that there are more takes four with its own.
    room -= 5 if brief > 2 else 0
    shown: list[str] = []
    seen: set[str] = {_sentence(said[0])}
    several = len(orders) > 1
    told = [one for number, one in enumerate(said) if not any(_tells(before, one) for before in said[:number])]
    # What the label says of the fact that decides the dose is left out before anything else is.
    again = [one for one in told[1:] if said[0].finding.code in OF_DOSE and is_same_fact(said[0].finding, one.finding)]
    told = [*(one for one in told if one not in again), *again]
    for number, one in enumerate(told):
        line = _finding(one, criteria, seen, is_named=several or not number)
        if number and len(line.split()) > room:
            line = escaped(_sentence(one, is_named=several))
        # What is wrong besides is never only counted: who mends the first thing alone would sign the second.
        is_error = one.finding.verdict is Verdict.ERROR and one not in again
        if number and len(line.split()) > room and not is_error:
            left = [other.finding.display for other in told[number:] if other not in again]
            shown += named_alone(left, room if brief == BRIEFEST else MOST_WORDS)
            break
        if brief > 2 and line and number:
            line = escaped(_sentence(one, is_named=several))
        elif brief > 2 and line:
            line = _finding(one, criteria, {_sentence(one)}, is_named=True, is_whole=False) if brief == 3 else ""
        line = line if number and is_error else cut_line(line, room)
        room -= len(line.split()) + (brief > 2)
        shown += [f"- {line}"] if line else []
    return "\n\n".join(part for part in ("\n".join(head), "\n".join(shown), "\n".join(last)) if part)


def _sentence(one: Said, *, is_named: bool = True) -> str:
    """The finding's sentence; `is_named`: with the product, where the sentence does not name the drug itself."""
    order, finding = one.order, one.finding
    label, ordered = order.label, ordered_dose(order)
    if finding.heading and finding.code in _TITLED:
        title = plain_words(finding.heading)
        return title if label is None or label.product in title else f"{label.product}: {title}"
    if finding.code == OPEN and label is not None and ordered and (open_ := wanted(finding.missing, {})):
        asked = " and ".join(open_[:2])
        start = f"{label.product} {ordered}: whether this is the label's dose depends on {asked}"
        why = plain_words(finding.detail.removeprefix(NOT_SETTLED).partition(". ")[0])
        if why.startswith("no "):
            return f"{start}, not on file."
        # What is on file and leaves it open is no less told than what is not.
        whole = f"{label.product} {ordered}: whether this is the label's dose is open: {why}."
        return whole if len(whole) <= LONGEST_SUMMARY - _COUNTED else f"{start}, which is not settled."
    if finding.code == UNREADABLE_ORDER and label is None and (drug := drug_of(order)):
        return f"{_BEFORE_STRENGTH.split(drug, 1)[0]}: {plain_words(finding.message)}"
    if finding.code in SHAPE:
        place = place_in_words(finding, order)
        return f"{place[:1].upper()}{place[1:]} could not be read as written."
    text = regimen_named(plain_words(finding.message), order)
    if label is None or any(word.lower() in text.lower() for word in _drug_words(order)):
        return text
    if not is_named:
        return text
    return f"{label.product} {text}" if ordered and text.startswith(ordered) else f"{label.product}: {text}"


_BEFORE_STRENGTH = regex(r"\s+(?=\d)")

_TITLED = frozenset({ABOVE, NO_STEP, OPEN, STALE})
"""Findings whose title says the fact, the dose and what is ordered, which is more than their sentence."""


_OF_CHART = regex(r"(?:Patient|Observation|Condition)\b|[a-z-]+$")
"""What is asked for and stands in the chart of a patient: resources, and the codes of criteria."""
_SAID_WHOLE = frozenset({ENTRY_SET_ASIDE, UNREADABLE_ORDER, SAME}) | SHAPE
"""Findings whose sentence, with what shows them, says all that their detail says."""


def is_same_fact(first: Finding, other: Finding) -> bool:
    """Whether another finding is said of the same fact, so that nobody who knows the first has to be told of it."""
    if is_told_by_doubt(first, other):
        return True
    if first.code in OF_DOSE and other.code in OF_DOSE | {PAIR} and other.evidence:
        # The dose that follows from a drug or a weight, and what the label says of that drug itself.
        return set(other.evidence) <= set(first.evidence)
    if first.code == NO_PATIENT:
        # Nothing is known of whom it is for, so that what rests on this chart says nothing of the order.
        asks = any(_OF_CHART.match(word) for word in other.missing) and other.code not in BEHIND_OTHERS
        is_open = other.verdict is Verdict.UNDETERMINED and asks
        return is_open or other.code == ANOTHER_PATIENT or rests_on_chart(other)
    if first.code == ABOVE_MAXIMUM and other.code == ABOVE and not other.evidence:
        # Too high for anybody, and so for this patient.
        return True
    if first.code == NOT_SUPPLIED:
        lists = {word.removesuffix(" of the patient") for word in first.missing}
        return bool(other.missing) and any(word.startswith(one) for word in other.missing for one in lists)
    return bool(first.missing) and set(first.missing) == set(other.missing)


def _tells(before: Said, one: Said) -> bool:
    """Whether what was said before leaves nothing to say of another finding."""
    first, other = before.finding, one.finding
    if leaves_nothing(first, other):
        return True
    return (first.code == NO_PATIENT and is_same_fact(first, other)) or _is_told_by_title(first, other)


def _is_told_by_title(first: Finding, other: Finding) -> bool:
    """Whether the title of the first says all that another finding could add: the dose in every case."""
    is_titled = first.code == OPEN and bool(first.heading)
    return is_titled and other.verdict is Verdict.UNDETERMINED and set(first.missing) == set(other.missing)


def _drug_words(order: OrderReport) -> tuple[str, ...]:
    if order.label is None:
        return ()
    return (order.label.product, *((order.label.label.ingredient,) if order.label.label is not None else ()))


def _gaps(said: Sequence[Said]) -> Iterator[str]:
    told = dict.fromkeys(one.finding.message for one in said[1:] if one.finding.code == NOT_SUPPLIED)
    yield from (f"**{escaped(message)}**" for message in told)


def _finding(one: Said, criteria: Criteria, seen: set[str], *, is_named: bool, is_whole: bool = True) -> str:
    """The finding with its section, what shows it and, `is_whole`, what the label says; nothing `seen` already."""
    parts: list[str] = []
    message = _sentence(one, is_named=is_named)
    is_told = is_dose(one.finding) or (one.finding.code == OPEN and one.finding.heading)
    gist = "" if is_told else regimen_named(plain_words(added_detail(one.finding)), one.order)
    gist = of_label(news_in(gist, f"{message} {plain_words(one.finding.message)}"), one)
    if one.finding.code == NOT_SUPPLIED:
        return ""
    gist = gist if is_whole else ""
    if one.finding.code == ENTRY_SET_ASIDE:
        gist = plain_words(at_stake(one.finding)) if is_whole else ""
    elif one.finding.code in _SAID_WHOLE or (one.finding.code == LIST_INCOMPLETE and "; " not in gist):
        gist = ""
    if is_of_disease(one.finding):
        gist = possible_doses(one.finding)
    if not any(message.rstrip(".") in one for one in seen):
        parts.append(message)
    why = [words for evidence in one.finding.evidence if (words := _shown(evidence, criteria)) not in seen]
    if one.finding.code == UNREADABLE_ORDER:
        # The drug stands in what is ordered.
        why = []
    if one.finding.code == ENTRY_SET_ASIDE and len(why) == 1:
        name, _, reason = why[0].partition(": ")
        why = [] if all(part.lower() in message.lower() for part in (bare_name(name), reason)) else why
    # How many orders say the same, the sentence has told: the evidence names only some of them.
    times = Counter(why) if one.finding.code != SAME else Counter()
    if why := [f"{words} ({times[words]} times)" if times[words] > 1 else words for words in dict.fromkeys(why)]:
        more = f"; {len(why) - _MOST_SHOWN} more" if len(why) > _MOST_SHOWN else ""
        parts.append(f"Why: {'; '.join(why[:_MOST_SHOWN])}{more}.")
    gist = " ".join(one for one in sentences_of(gist) if not is_told_active(one, why))
    if gist and gist not in seen:
        parts.append(f"{gist[:1].upper()}{gist[1:]}")
    seen.update((message, gist, *why))
    if not parts:
        return ""
    # The steps to a dose have their sections.
    told = is_dose(one.finding) or one.finding.code == OPEN
    told = told or one.finding.code in _OF_THE_CHART
    section = f" (section {one.finding.section})" if one.finding.section and not told else ""
    return escaped(" ".join(parts).rstrip(".") + section + ".")


def _shown(evidence: Evidence, criteria: Criteria) -> str:
    return plain_words(worded(evidence.says, criteria)) + (" (read from text)" if evidence.basis is Basis.TEXT else "")
