"""Drugs given at intervals that may go on: what is said where no order tells whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.assessment.worlds import Partner
from validator.chart.drug.drug_in_words import PARTNER_IN_WORDS
from validator.chart.drug.named_drug import NamedDrug
from validator.chart.settings import COURSES
from validator.criteria.co_medication import Taking
from validator.criteria.interval import MayGoOn
from validator.criteria.therapy import SELF
from validator.criteria.untouched import answered_by
from validator.finding import Evidence, Finding, IssueType, finding_code
from validator.label.mistakes import parts_of, questions_of
from validator.label.model import WHEN
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

OPEN = finding_code(
    "partner-may-go-on",
    "A partner drug given at intervals may go on",
    """The partner drug of a combination that the label names was last given at most one and a half of its intervals
    before the order (a project choice), and nothing on file says that it has ended. With it the label's dose is another
    one. Attest `partner-ended`, or stop its order.""",
)
NOTE = finding_code(
    "drug-may-go-on",
    "A drug given at intervals may go on",
    """A drug given at intervals was last given at most one and a half of its intervals before the order (a project
    choice). Nothing on file says that it goes on or has ended; the order was judged as if it had ended.""",
    issue=IssueType.INFORMATIONAL,
)
IN_WORDS = finding_code(
    "partner-in-words",
    "Another cancer drug is named in words alone",
    """Words of the order join another cancer drug to this one (with it, plus it), or a note of a condition says that
    one is given, and none that may be taken is on file. The order was judged without it: with it the label gives
    another dose, or knows no such use.""",
    to_do="ask whether it is given, and put its order on file",
)


@rule("partner")
def partner(situation: Situation) -> Iterator[Finding]:
    """What may go on without changing the dose is told, and no more."""
    judged = situation.worlds.partner
    intervals = situation.label.interval
    for interval, answer in zip(intervals, answered_by(situation.chart, map(WHEN, intervals)), strict=True):
        if answer.truth is Truth.FALSE or (judged is not None and judged.answer == answer):
            continue
        yield said(
            NOTE,
            Verdict.ACCEPT,
            f"{answer.because}; the order was judged without it",
            at=situation.order.expression,
            by=interval,
            evidence=answer.evidence,
        )
    yield from _in_words(situation)


def _in_words(situation: Situation) -> Iterator[Finding]:
    """A caution for each cancer drug that words join to the ordered one, where none on file may be it."""
    texts = [*filter(attrgetter("partners"), situation.order.texts)]
    noted = [one for one in situation.chart.on_file if one.domain == PARTNER_IN_WORDS]
    if not texts and not noted:
        return
    asked = _partners_of(situation)
    told: dict[str, list[str]] = {}
    for text in texts:
        for drug in text.partners:
            asks = drug.groups & (_given_with(situation) if drug.was_given else asked)
            if _is_asked(situation, asks) and not _is_long_ago(situation, drug):
                told.setdefault(drug.name, []).append(f"{situation.order.expression}.{text.element}")
    for name, places in told.items():
        says = f"The words of the order name {name} with it, which no list holds: is it given?"
        yield said(IN_WORDS, Verdict.WARNING, says, at=tuple(dict.fromkeys(places)), section=situation.dose_section)
    beside: dict[str, list[Evidence]] = {}
    for one in noted:
        if one.name not in told and _is_asked(situation, one.groups & asked):
            beside.setdefault(one.name, []).append(one.evidence)
    for name, shown in beside.items():
        says = f"A note of a condition says that {name} is given, which no list holds: is it given with this?"
        place = situation.order.expression
        yield said(IN_WORDS, Verdict.WARNING, says, at=place, section=situation.dose_section, evidence=tuple(shown))


def _is_long_ago(situation: Situation, drug: NamedDrug) -> bool:
    """Whether more than one and a half intervals have passed since a dose whose amount tells its interval."""
    if drug.days_ago is None or not drug.milligrams:
        return False
    rows = [
        row
        for one in situation.label.interval
        if isinstance(one.when, MayGoOn) and not drug.groups.isdisjoint(one.when.groups)
        for row in one.when.interval_days
        if row.amount == f"{drug.milligrams} mg"
    ]
    return bool(rows) and all(drug.days_ago > row.days * COURSES.intervals_back for row in rows)


def _is_asked(situation: Situation, groups: frozenset[str]) -> bool:
    """Whether a drug is a partner of the label, and none on file may be it."""
    known = any(one.current is not Truth.FALSE and one.groups & groups for one in situation.chart.therapies)
    return bool(groups) and not known


def _partners_of(situation: Situation) -> frozenset[str]:
    """The groups of drugs that a use of the label has beside it, or is to have none of."""
    statements = (*situation.label.indication, *situation.label.precaution)
    inner = [part for one in statements for question in questions_of(one) for part in parts_of(question)]
    # Those that may be the ordered drug itself are of its kind; the others are interacting drugs.
    of_kind = [one for one in inner if isinstance(one, Taking) and (one.planned or SELF in one.unless)]
    return frozenset(group for one in of_kind for group in one.groups)


def _given_with(situation: Situation) -> frozenset[str]:
    """The groups of drugs with which a use of the label is given: of others, a dose of before asks nothing."""
    inner = [
        part for one in situation.label.indication for question in questions_of(one) for part in parts_of(question)
    ]
    return frozenset(group for one in inner if isinstance(one, Taking) and one.planned for group in one.groups)


def beside_partner(situation: Situation, partner: Partner, alone: Finding, together: Finding) -> Iterator[Finding]:
    """What is said of a dose two regimens judge: the same error, an open question, or the milder with a caution."""
    verdicts = {alone.verdict, together.verdict}
    answer = partner.answer
    if answer.truth is Truth.TRUE:
        yield together
        return
    if verdicts == {Verdict.ERROR}:
        yield alone
        return
    doses = " or ".join(dict.fromkeys(str(start) for start in situation.worlds.starts if start is not None))
    beside = " or ".join(dict.fromkeys(str(one.start) for one in partner.worlds if one.start is not None))
    if Verdict.ERROR in verdicts:
        others = [str(one) for one in situation.worlds.starts if one is not None and str(one) != beside]
        text = f"{answer.because}: with it the label gives {beside}, without it {' or '.join(dict.fromkeys(others))}"
        yield _say(situation, partner, Verdict.UNDETERMINED, text)
        return
    if Verdict.UNDETERMINED in verdicts:
        yield alone if alone.verdict is Verdict.UNDETERMINED else together
        given = f"the label's dose is {beside}" if beside else "the label gives no one dose here"
        yield _say(situation, partner, Verdict.ACCEPT, f"{answer.because}; with it {given}")
        return
    yield max((alone, together), key=lambda finding: finding.verdict.rank)
    same = verdicts == {Verdict.ACCEPT}
    text = f"{answer.because}: the dose fits either way" if same else f"{answer.because}: the label's dose is {doses}"
    yield _say(situation, partner, Verdict.ACCEPT if same else Verdict.WARNING, text)


def _say(situation: Situation, partner: Partner, verdict: Verdict, text: str) -> Finding:
    """What depends on whether the partner goes on."""
    return said(
        NOTE if verdict is Verdict.ACCEPT else OPEN,
        verdict,
        text,
        at=situation.order.dosage_places,
        by=partner.worlds[0].regimen,
        evidence=partner.answer.evidence,
        missing=partner.answer.missing if verdict is Verdict.UNDETERMINED else (),
        detail=" ".join(dict.fromkeys(world.regimen.gist for world in partner.worlds)),
        confidence=partner.worlds[0].confidence,
        issue_type=IssueType.REQUIRED if verdict is Verdict.UNDETERMINED else None,
    )
