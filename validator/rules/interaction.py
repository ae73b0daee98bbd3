"""Interacting drugs: the label says to avoid the pair even where the dose is right for it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from validator.assessment.adjusting import is_of_inferred_size
from validator.assessment.situation import Situation
from validator.chart.drug.drug_in_words import DRUG_IN_WORDS
from validator.chart.fact import Order
from validator.criteria.answer import Answer
from validator.criteria.co_medication import Taking
from validator.criteria.untouched import answered_by
from validator.dosage import simple_at
from validator.finding import Evidence, Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import WHEN, Adjustment, Precaution
from validator.rules.dose_title import taken
from validator.rules.drug_name import asking, name_of_drugs
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

PAIR = finding_code(
    "interacting-drug",
    "Interacting drug is on file",
    """A drug on file changes the exposure to the ordered drug. The label says to avoid the pair, and which dose to give
    where that cannot be done; the dose itself is judged apart.""",
    to_do="replace the interacting drug if that can be done",
)
UNCLEAR = finding_code(
    "interacting-drug-not-clear",
    "Whether an interacting drug is taken is not clear",
    """An interacting drug is on file, but its status or end does not tell whether it is taken on the order's day.""",
    to_do="ask whether it is still taken, and put the medication list right",
)
WASHOUT = finding_code(
    "interacting-drug-just-stopped",
    "Interacting drug was just stopped",
    """An interacting drug ended less than 2 days before the order. The label resumes the earlier dose 2 to 3 days after
    its end.""",
    to_do="ask when it was last taken before you change the dose",
)
AHEAD = finding_code(
    "interacting-drug-begins-soon",
    "Interacting drug begins soon",
    """An interacting drug is intended, or begins within 28 days after the order (a project choice). Until then the dose
    without it is right, from then on the one with it; both were accepted.""",
    to_do="change the dose when it begins",
)
NOT_TAKEN = finding_code(
    "interacting-drug-not-counted",
    "Interacting drug on file was not counted",
    """An interacting drug is on file and was not counted as taken: its supply was used up long ago, or it begins later
    than 28 days after the order. A supply ends a drug only where its refills are stated. Supplies of more than 14 days
    are over once they have been used up for longer than they lasted and for 30 days, others after 14 days. All these
    numbers are project choices.""",
    issue=IssueType.INFORMATIONAL,
)

IN_WORDS = finding_code(
    "interacting-drug-in-words",
    "Interacting drug is named in words alone",
    """Words of the order say that a drug is taken beside it that changes the exposure, or words of the chart do (a note
    of another drug, an answer on what is taken at home, a line of a list, a flag), and no list of drugs on file holds
    it. The dose was judged without it. Only what is affirmed counts: no condition, no advice against it, nothing that
    was stopped.""",
    to_do="ask whether it is taken, and put it on the medication list",
)


_DRUGS, _DOMAIN = attrgetter("drugs"), attrgetter("domain")


@rule("interaction")
def interaction(situation: Situation) -> Iterator[Finding]:
    """No drug is on file that the label says to avoid or to adjust for."""
    order = situation.order
    names_drugs = any(map(_DRUGS, order.texts)) or DRUG_IN_WORDS in map(_DOMAIN, situation.chart.on_file)
    answers = answered_by(situation.chart, map(WHEN, situation.label.adjustment))
    for adjustment, answer in zip(situation.label.adjustment, answers, strict=True):
        if not adjustment.pair:
            continue
        match answer.truth:
            case Truth.TRUE:
                text = f"{answer.because} is a {adjustment.because}: {adjustment.pair}{_asked(answer)}"
                to_do = _about_pair(situation, adjustment, answer)
                found = _finding(order, adjustment, answer, PAIR, Verdict.WARNING, text=text, to_do=to_do)
                # A step that the label does not give from the dose so far is no advice.
                yield found if _gives_a_step(situation, adjustment) else replace(found, detail="")
            case Truth.UNKNOWN:
                text = f"{answer.because} ({adjustment.because})"
                # What is open weighs no more than the pair itself where no dose hangs on it.
                hangs = answer in situation.worlds.open_answers or not is_of_inferred_size(adjustment)
                verdict = Verdict.UNDETERMINED if hangs else Verdict.WARNING
                yield _finding(order, adjustment, answer, UNCLEAR, verdict, text=text, missing=answer.missing)
            case Truth.FALSE:
                for remark in answer.remarks:
                    yield _finding(order, adjustment, answer, NOT_TAKEN, Verdict.ACCEPT, text=remark)
        if names_drugs:
            yield from _in_words(situation, adjustment, adjustment.because)
    # What the order asks to be taken with it is an error of its own (rule `administration`).
    is_said = "with-grapefruit" in map(attrgetter("kind"), order.instructions)
    for warning in situation.label.precaution if names_drugs and not is_said else ():
        if isinstance(warning.when, Taking):
            yield from _in_words(situation, warning, "a drug of which the label warns")
    for washed in situation.worlds.washout:
        adjustment, answer = washed.adjustment, washed.answer
        text = f"{answer.because} ({adjustment.because}): the earlier dose is resumed 2 to 3 days after its end"
        # Nothing asks to raise a dose by a size that nobody read, so none has to be lowered again.
        is_as_it_was = is_of_inferred_size(adjustment) and _is_start_everywhere(situation)
        verdict = Verdict.ACCEPT if is_as_it_was else Verdict.WARNING
        yield _finding(order, adjustment, answer, WASHOUT, verdict, text=text, missing=answer.missing)
    for coming in situation.worlds.ahead:
        adjustment, answer = coming.adjustment, coming.answer
        text = f"{answer.because} ({adjustment.because}): {adjustment.pair}; the dose changes with it"
        yield _finding(order, adjustment, answer, AHEAD, Verdict.WARNING, text=text)


def _in_words(situation: Situation, statement: Adjustment | Precaution, because: str) -> Iterator[Finding]:
    """A caution where words say that such a drug is taken, and none is on file that may be."""
    if not isinstance(statement.when, Taking):
        return
    groups, others = frozenset(statement.when.groups), frozenset(statement.when.unless)
    for therapy in situation.chart.therapies:
        if therapy.current is not Truth.FALSE and not groups.isdisjoint(therapy.groups):
            return
    told: dict[str, list[str]] = {}
    for text in situation.order.texts:
        for drug in text.drugs:
            if not groups.isdisjoint(drug.groups) and others.isdisjoint(drug.groups):
                told.setdefault(drug.name, []).append(f"{situation.order.expression}.{text.element}")
    for name, places in told.items():
        says = f"The words of the order name {name} ({because}), which no list holds: is it taken?"
        yield said(IN_WORDS, Verdict.WARNING, says, at=tuple(dict.fromkeys(places)), by=statement)
    beside: dict[str, list[Evidence]] = {}
    for one in situation.chart.on_file:
        if one.domain != DRUG_IN_WORDS or one.name in told or groups.isdisjoint(one.groups):
            continue
        if others.isdisjoint(one.groups):
            beside.setdefault(one.name, []).append(one.evidence)
    for name, shown in beside.items():
        says = f"Words of the chart name {name} ({because}), which no list of drugs holds: is it taken?"
        yield said(IN_WORDS, Verdict.WARNING, says, at=situation.order.expression, by=statement, evidence=tuple(shown))


def _gives_a_step(situation: Situation, adjustment: Adjustment) -> bool:
    """Whether the label gives a dose with the adjustment somewhere; of one that meets another nothing is known."""
    adjusted = [world for world in situation.worlds.due if adjustment in world.adjustments]
    return not adjusted or any(
        world.start is not None
        # What lowers the dose is no advice where another drug raises it.
        or (len(world.adjustments) > 1 and not world.is_opposed)
        or world.is_unsized
        for world in adjusted
    )


def _is_start_everywhere(situation: Situation) -> bool:
    """Whether the ordered dose is the recommended one without what just ended, whatever is still open."""
    simple = simple_at(situation.ordered.own, situation.label.intervals)
    starts = situation.worlds.starts
    return simple is not None and all(start == LabelDose(simple.mg, simple.interval) for start in starts)


def _finding(
    order: Order,
    adjustment: Adjustment,
    answer: Answer,
    code: str,
    verdict: Verdict,
    *,
    text: str,
    missing: tuple[str, ...] = (),
    to_do: str = "",
) -> Finding:
    """What one adjustment of the label says of the order, with what answered it."""
    return said(
        code,
        verdict,
        text,
        at=order.expression,
        by=adjustment,
        evidence=answer.evidence,
        missing=missing,
        to_do=to_do,
    )


def _about_pair(situation: Situation, adjustment: Adjustment, answer: Answer) -> str:
    """What to do about the drug itself: one that its prescriber alone stops is not replaced by who reads this."""
    drugs = taken(situation, answer)
    if not drugs:
        return ""
    name = name_of_drugs(drugs)
    if any(drug.kept for drug in drugs):
        return f"do not stop {name} yourself, ask who prescribes it"
    # Beside another adjustment the earlier dose may be none to go back to.
    is_alone = not any(world.apart for world in situation.worlds.worlds)
    back = f", and go back to the earlier dose {adjustment.resumes}" if adjustment.resumes and is_alone else ""
    return f"replace {name} if that can be done ({asking(drugs)}){back}"


def _asked(answer: Answer) -> str:
    """What is doubted of a drug that counts as taken, to stand behind a clause."""
    # The drug is named before it, and a sentence that stands alone has no room for a long name twice.
    return f"; {answer.remarks[0].removeprefix(f'{answer.because} is ')}" if answer.remarks else ""
