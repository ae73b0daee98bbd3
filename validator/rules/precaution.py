"""Warnings and populations: every checkable statement of the label's data. Their codes are data too (`label.pages`)."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.criteria.answer import Answer
from validator.criteria.co_medication import Taking
from validator.finding import Finding, IssueType, finding_code
from validator.label.model import BECAUSE, Precaution
from validator.regex import regex
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

NOTE = finding_code(
    "precaution-looked-at",
    "What was looked at for a warning",
    """A warning of the label does not apply, and what on file shows that is worth knowing: a negative pregnancy test,
    an old bleeding, an event before treatment.""",
    issue=IssueType.INFORMATIONAL,
)

_FALSE = Truth.FALSE
_SENTENCE = regex(r"(?<=[.]) (?=[A-Z0-9])")


@rule("precaution")
def precaution(situation: Situation) -> Iterator[Finding]:
    """Every warning of the label that can be checked is asked about."""
    asked = situation.warnings
    for statement, answer in zip(asked, situation.answers_to(asked), strict=True):
        # Nearly every warning: it does not hold, and there is nothing to say of it.
        if answer.truth is _FALSE and not answer.cautions and not answer.remarks:
            continue
        match answer.truth:
            case Truth.TRUE:
                message = (statement.message_derived if answer.is_derived else "") or statement.message
                message = message.replace(BECAUSE, answer.because)
                yield _say(situation, statement, answer, statement.verdict, message)
            case Truth.UNKNOWN if statement.if_unknown is Verdict.NOT_ASSESSED:
                pass
            case Truth.UNKNOWN:
                message = answer.told or statement.open_message
                yield _say(situation, statement, answer, statement.if_unknown, message)
            case Truth.FALSE:
                # Only a drug that begins soon makes a warning of what does not hold yet.
                for caution in answer.cautions if isinstance(statement.when, Taking) else ():
                    verdict = max(statement.verdict, Verdict.WARNING, key=lambda one: one.rank)
                    yield _say(situation, statement, answer, verdict, f"{caution}; {statement.message}")
                for remark in answer.remarks:
                    yield _say(situation, statement, answer, Verdict.ACCEPT, remark, code=NOTE)


def _say(
    situation: Situation,
    statement: Precaution,
    answer: Answer,
    verdict: Verdict,
    message: str,
    *,
    code: str | None = None,
) -> Finding:
    named = code or statement.code
    gist = statement.gist
    if answer.because.endswith(" is active"):
        # How long ago counts as recent decides nothing of what is going on.
        gist = " ".join(one for one in _SENTENCE.split(gist) if "project choice" not in one)
    return said(
        named,
        verdict,
        message,
        at=situation.order.expression,
        by=statement,
        evidence=answer.evidence,
        missing=answer.missing if verdict is Verdict.UNDETERMINED else (),
        detail=f"{sentence(answer.because)} {gist}",
        issue_type=IssueType.INFORMATIONAL if verdict is Verdict.ACCEPT else None,
        title=situation.label.title_of(named),
        # What is not known is asked for before anything else is done.
        to_do="" if verdict is Verdict.UNDETERMINED and answer.missing else situation.label.to_do_of(named),
    )
