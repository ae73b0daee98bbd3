"""The last lines of a card: what did not come, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.fhir.searchset import LIST_INCOMPLETE
from validator.report.card_said import Said, plain_words
from validator.report.diagnostics import confidence_remark
from validator.report.markdown import escaped
from validator.report.model import OrderReport
from validator.rules.closing import CHECKED
from validator.rules.gap import NOT_SENT, lists_in_words

BRIEFEST = 5
"""The last of the ways in which a text that is too long is shortened."""


def remarks(
    said: Sequence[Said], orders: Sequence[OrderReport], withheld: Sequence[str], *, brief: int = 0
) -> Iterator[str]:
    """The last lines: how sure the label data are, which lists did not come, and that no dose is offered without some.
    `withheld` are their types. From 1 on `brief` names "list of" once, at `BRIEFEST` all is said in the fewest words.
    """
    yield from dict.fromkeys(remark for one in said[:1] if (remark := confidence_remark(one.finding.confidence)))
    checked = next((finding for order in orders for finding in order.findings if finding.code == CHECKED), None)
    said_last = checked.detail if checked is not None else ""
    _, told, lists = said_last.partition(NOT_SENT)
    if not told:
        if withheld:
            yield _why_no_dose(withheld, "", is_brief=False)
        return
    # It is a sentence, and one of the last ones of the statement.
    every = lists.partition(". ")[0].rstrip(".").split(", ")
    in_part = " ".join(one.finding.message for one in said if one.finding.code == LIST_INCOMPLETE)
    left = [one for one in every if one not in in_part]
    named = _once_a_list(left) if brief else ", ".join(left)
    yield " ".join(
        filter(
            None, (f"{NOT_SENT}{named}." if named else "", _why_no_dose(withheld, named, is_brief=brief >= BRIEFEST))
        )
    )


def named_alone(titles: Sequence[str], room: int) -> list[str]:
    """A line that names what there is no room to tell: nobody signs over what cannot be seen. As many as `room` words
    hold; no line where they hold none."""
    told: list[str] = []
    for title in dict.fromkeys(map(plain_words, titles)):
        if len(" ".join((*told, title)).split()) + _ALSO <= room:
            told.append(title)
    return [f"- Also: {escaped('; '.join(told))}."] if told else []


_ALSO = 2
"""Words of the line besides the titles: the mark of a list, and what stands before them."""


def _once_a_list(named: Sequence[str]) -> str:
    """The lists by name, with "list of" before the first only."""
    return ", ".join([*named[:1], *(one.removeprefix("list of ") for one in named[1:])])


def _why_no_dose(withheld: Sequence[str], named: str, *, is_brief: bool) -> str:
    """That no dose is offered, and why, behind the names of the lists that did not come; empty where one may be."""
    if not withheld:
        return ""
    if is_brief:
        return "Without them there is no button that orders a dose."
    lists = lists_in_words(withheld)
    which = f"The {lists}" if len(withheld) == 1 else "Some of them"
    if named in (lists, _once_a_list(lists.split(", "))):
        which = "They" if len(withheld) > 1 else "It"
    return f"{which} may change the dose, so there is no button that orders one."
