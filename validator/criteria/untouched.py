"""Questions asked of a chart: each once, and not at all where nothing in the chart touches them.

Nearly all warnings of a label are about conditions and drugs that a patient does not have. What such a question answers
then is the same for every chart and stands in its class (`none`); of questions made of others it follows from theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Criterion
from validator.frozen import Frozen


class Untouched(Frozen):
    """The groups by which a chart touches a question, and what the question answers of a chart that has none."""

    groups: frozenset[str]
    answer: Answer


def answered_by(chart: Chart, questions: Iterable[Criterion]) -> list[Answer]:
    """The answer of each question, which is kept with the chart (`criteria.once`); one that the chart does not touch is
    not entered."""
    kept, groups = chart.worked_out, chart.groups
    found: list[Answer] = []
    for question in questions:
        answer: Answer | None = kept.get(question)
        if answer is None:
            quiet = untouched(question)
            is_quiet = quiet is not None and quiet.groups.isdisjoint(groups)
            answer = kept[question] = quiet.answer if quiet is not None and is_quiet else question.answer(chart)
        found.append(answer)
    return found


@lru_cache(maxsize=1024)
def untouched(question: Criterion) -> Untouched | None:
    """What a question answers of a chart that has none of its groups; None where that is for the chart to say."""
    none, groups = getattr(question, "none", None), getattr(question, "groups", ())
    if isinstance(none, Answer):
        return Untouched(frozenset(groups), none)
    of_parts: Callable[[], Untouched | None] | None = getattr(question, "untouched", None)
    return of_parts() if of_parts is not None else None


def together(questions: Iterable[Criterion], join: Callable[[list[Answer]], Answer]) -> Untouched | None:
    """The same of several questions whose answers are joined."""
    answers: list[Answer] = []
    groups: set[str] = set()
    for question in questions:
        if (quiet := untouched(question)) is None:
            return None
        answers.append(quiet.answer)
        groups |= quiet.groups
    return Untouched(frozenset(groups), join(answers))
