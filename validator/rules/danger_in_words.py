"""What a note of the order tells of a danger that nothing on file shows, by the warning of the label it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, finding_code
from validator.frozen import replace
from validator.label.model import Precaution
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

IN_WORDS = finding_code(
    "danger-in-words",
    "Danger is named in a note alone",
    """A sentence in a note of the order tells of something that the label warns of, and nothing on file shows it. The
    order was judged without it. Where it would be an error the order is undetermined, else it is a caution. Sentences
    about what to watch for, about the past, about others or that deny it are passed over.""",
    to_do="ask whether it is so, and put it on the problem list",
)
_MOST_QUOTED = 60
"""Characters of a sentence that are quoted."""


@rule("danger_in_words")
def danger_in_words(situation: Situation) -> Iterator[Finding]:
    """One finding for each warning of the label that a note would bring up."""
    told = situation.chart.told_in_notes
    if not told:
        return
    asked = [one for one in situation.warnings if one.verdict.rank <= Verdict.WARNING.rank]
    seen: set[str] = set()
    for statement, answer in zip(asked, situation.answers_to(asked), strict=True):
        if answer.truth is not Truth.TRUE and statement.code not in seen:
            for finding in _would_hold(situation, statement):
                seen.add(statement.code)
                yield finding


def _would_hold(situation: Situation, statement: Precaution) -> Iterator[Finding]:
    """The warning, where one thing that a note tells would make it hold."""
    chart = situation.chart
    for one in chart.told_in_notes:
        answer = statement.when.answer(replace(chart, conditions=(*chart.conditions, one)))
        if answer.truth is Truth.TRUE and one.evidence in answer.evidence:
            quoted = " ".join(one.evidence.says.strip('"').split())
            short = quoted if len(quoted) <= _MOST_QUOTED else f"{quoted[:_MOST_QUOTED].rstrip()}\u2026"
            yield said(
                IN_WORDS,
                Verdict.UNDETERMINED if statement.verdict is Verdict.ERROR else statement.verdict,
                f'A note of the order says "{short}", and nothing on file shows it: is it so?',
                at=one.evidence.expression or situation.order.expression,
                by=statement,
                evidence=(one.evidence,),
            )
            return
