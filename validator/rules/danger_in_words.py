"""What a note of the order tells of a danger that nothing on file shows, by the warning of the label it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.chart.fact import Chart
from validator.chart.risk.told_in_note import ToldInNote
from validator.chart.words.statement import LONGEST
from validator.dosage.named_day import simple_at
from validator.finding import Evidence, Finding, finding_code
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import Precaution
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

IN_WORDS = finding_code(
    "danger-in-words",
    "Danger is named in a note alone",
    """A sentence in a note, of the order or of a condition, or in an instruction tells of something that the label
    warns of, and nothing on file shows it. The order was judged without it. Where it would be an error the order is
    undetermined, else it is a caution. What is only to be watched for, is old by its own day, is of others or is denied
    is passed over.""",
    to_do="ask whether it is so, and put it on the problem list",
)
_MOST_QUOTED = 60
"""Characters of a sentence that are quoted."""


@rule("danger_in_words")
def danger_in_words(situation: Situation) -> Iterator[Finding]:
    """One finding for each warning of the label that a note would bring up, and one for each sentence: the worst."""
    told = situation.chart.told_in_notes
    if not told:
        return
    asked = [one for one in situation.warnings if one.verdict.rank <= Verdict.WARNING.rank]
    before = dict(zip((one.id for one in asked), situation.answers_to(asked), strict=True))
    worst_first = sorted(asked, key=lambda one: one.verdict.rank)
    seen: set[str] = set()
    quoted: set[Evidence] = set()
    # What would hold goes before what would be left open: a sentence is quoted for its worst.
    for is_open in (False, True):
        for statement in worst_first:
            truth = before[statement.id].truth
            if (
                statement.code in seen
                or truth is Truth.TRUE
                or (is_open and (truth, _asks(statement)) != (Truth.FALSE, True))
            ):
                continue
            told_so = (one for one in told if one.evidence not in quoted)
            wanted = Truth.UNKNOWN if is_open else Truth.TRUE
            one = next((one for one in told_so if _makes(situation.chart, statement, one) is wanted), None)
            if one is not None:
                seen.add(statement.code)
                quoted.add(one.evidence)
                yield _finding(situation, statement, one, is_open=is_open)
    yield from _unread(situation, told)
    graded = next(
        (
            one
            for one in told
            if one.is_high_grade
            and one.evidence not in quoted
            and not (one.is_to_be_lowered and _is_below_every_start(situation))
        ),
        None,
    )
    resumption = next(iter(situation.label.resumption), None)
    if graded is not None and resumption is not None:
        yield said(
            IN_WORDS,
            Verdict.WARNING,
            f'{_whose(situation, graded)} says "{_short(graded)}": is it so? The label withholds until it is mild',
            at=graded.evidence.expression or situation.order.expression,
            by=resumption,
            evidence=(graded.evidence,),
        )


def _unread(situation: Situation, told: tuple[ToldInNote, ...]) -> Iterator[Finding]:
    """One caution where a note goes on behind all that is looked at: what it tells there is not known."""
    behind = [one.evidence for one in told if one.is_unread]
    if behind:
        yield said(
            IN_WORDS,
            Verdict.WARNING,
            f"A note of a condition has more than {LONGEST:,} characters: read for yourself what stands behind them",
            at=situation.order.expression,
            evidence=tuple(behind),
        )


def _is_below_every_start(situation: Situation) -> bool:
    """Whether less is ordered than the label starts with, whatever is open: then a dose that was to be lowered is."""
    simple = simple_at(situation.ordered.own, situation.label.intervals)
    if simple is None:
        return False
    daily = LabelDose(simple.mg, simple.interval).daily_mg
    starts = situation.worlds.starts
    return bool(starts) and all(one is not None and not one.is_by_size and daily < one.daily_mg for one in starts)


def _makes(chart: Chart, statement: Precaution, one: ToldInNote) -> Truth:
    """Whether the warning would hold if what a note tells were on file; FALSE where that is not what makes it so."""
    answer = statement.when.answer(
        replace(
            chart,
            conditions=(*chart.conditions, *one.conditions),
            surgeries=(*chart.surgeries, *one.surgeries),
            measurements=(*chart.measurements, *one.measurements),
        )
    )
    return answer.truth if one.evidence in answer.evidence else Truth.FALSE


def _finding(situation: Situation, statement: Precaution, one: ToldInNote, *, is_open: bool) -> Finding:
    verdict = Verdict.UNDETERMINED if statement.verdict is Verdict.ERROR else statement.verdict
    return said(
        IN_WORDS,
        Verdict.WARNING if is_open or one.is_caution else verdict,
        f'{_whose(situation, one)} says "{_short(one)}", and nothing on file shows it: is it so?',
        at=one.evidence.expression or situation.order.expression,
        by=statement,
        evidence=(one.evidence,),
    )


def _whose(situation: Situation, one: ToldInNote) -> str:
    place = one.evidence.expression or ""
    if not place.startswith(situation.order.expression):
        return "A note of a condition"
    return "A note of the order" if ".note[" in place else "An instruction of the order"


def _short(one: ToldInNote) -> str:
    quoted = " ".join(one.evidence.says.strip('"').split())
    return quoted if len(quoted) <= _MOST_QUOTED else f"{quoted[:_MOST_QUOTED].rstrip()}\u2026"


def _asks(statement: Precaution) -> bool:
    """Whether the label's warning says anything where it cannot be told whether it holds."""
    return statement.if_unknown in (Verdict.WARNING, Verdict.UNDETERMINED, Verdict.ERROR)
