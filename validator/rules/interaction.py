"""Interacting drugs: the label says to avoid the pair even where the dose is right for it."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.criteria.answer import Answer
from validator.finding import Finding, IssueType, finding_code
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.verdict import Truth, Verdict

PAIR = finding_code(
    "interacting-drug",
    "Interacting drug is on file",
    """A drug on file changes the exposure to the ordered drug. The label says to avoid the pair, and which dose to give
    where that cannot be done; the dose itself is judged apart.""",
)
UNCLEAR = finding_code(
    "interacting-drug-not-clear",
    "Whether an interacting drug is taken is not clear",
    """An interacting drug is on file, but its status or end does not tell whether it is taken on the order's day.""",
)
WASHOUT = finding_code(
    "interacting-drug-just-stopped",
    "Interacting drug was just stopped",
    """An interacting drug ended less than 2 days before the order. The label resumes the earlier dose 2 to 3 days after
    its end.""",
)
AHEAD = finding_code(
    "interacting-drug-begins-soon",
    "Interacting drug begins soon",
    """An interacting drug is intended, or begins within 28 days after the order (a project choice). Until then the dose
    without it is right, from then on the one with it; both were accepted.""",
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


@rule("interaction")
def interaction(situation: Situation) -> Iterator[Finding]:
    """No drug is on file that the label says to avoid or to adjust for."""
    order = situation.order
    for adjustment in situation.label.adjustment:
        if not adjustment.pair:
            continue
        answer: Answer = adjustment.when.answer(situation.chart)
        match answer.truth:
            case Truth.TRUE:
                yield Finding(
                    PAIR,
                    Verdict.WARNING,
                    sentence(f"{answer.because} is a {adjustment.because}: {adjustment.pair}{_asked(answer)}"),
                    section=adjustment.section,
                    expression=(order.expression,),
                    evidence=answer.evidence,
                    detail=adjustment.gist,
                    statement=adjustment.id,
                    confidence=adjustment.confidence,
                )
            case Truth.UNKNOWN:
                yield Finding(
                    UNCLEAR,
                    Verdict.UNDETERMINED,
                    sentence(f"{answer.because} ({adjustment.because})"),
                    section=adjustment.section,
                    expression=(order.expression,),
                    evidence=answer.evidence,
                    missing=answer.missing,
                    detail=adjustment.gist,
                    statement=adjustment.id,
                    confidence=adjustment.confidence,
                )
            case Truth.FALSE:
                for remark in answer.remarks:
                    yield Finding(
                        NOT_TAKEN,
                        Verdict.ACCEPT,
                        sentence(remark),
                        section=adjustment.section,
                        expression=(order.expression,),
                        evidence=answer.evidence,
                        detail=adjustment.gist,
                        statement=adjustment.id,
                        confidence=adjustment.confidence,
                    )
    for washed in situation.worlds.washout:
        adjustment, answer = washed.adjustment, washed.answer
        yield Finding(
            WASHOUT,
            Verdict.WARNING,
            sentence(f"{answer.because} ({adjustment.because}): the earlier dose is resumed 2 to 3 days after its end"),
            section=adjustment.section,
            expression=(order.expression,),
            evidence=answer.evidence,
            missing=answer.missing,
            detail=adjustment.gist,
            statement=adjustment.id,
            confidence=adjustment.confidence,
        )
    for coming in situation.worlds.ahead:
        adjustment, answer = coming.adjustment, coming.answer
        yield Finding(
            AHEAD,
            Verdict.WARNING,
            sentence(f"{answer.because} ({adjustment.because}): {adjustment.pair}; the dose changes with it"),
            section=adjustment.section,
            expression=(order.expression,),
            evidence=answer.evidence,
            detail=adjustment.gist,
            statement=adjustment.id,
            confidence=adjustment.confidence,
        )


def _asked(answer: Answer) -> str:
    """What is doubted of a drug that counts as taken, to stand behind a clause."""
    return f"; {answer.remarks[0]}" if answer.remarks else ""
