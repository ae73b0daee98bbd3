"""What is to be done about what could not be relied on: first what to ask, then the safe step for the answer."""

from __future__ import annotations

from collections.abc import Sequence

from validator.fhir.account import Why
from validator.rules.aside import Aside, asked_of
from validator.rules.entry_name import is_measured

_PUT_RIGHT = "have the entry put right"
UNTIL = "do not sign until"
"""What a step begins with that leaves no other way: no reason makes it right to sign before."""


def safe_step(heavy: Sequence[Aside]) -> str:
    """The step for all of them, as an imperative without a full stop; what hangs on them decides it, where it is the
    same."""
    if any(one.is_place for one in heavy):
        return "look at the chart itself, since part of it could not be read"
    names = list(dict.fromkeys(one.called for one in heavy))
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    listed = f"{' and '.join(names[:2])}{more}"
    whether = f"whether {listed} {'are' if len(names) > 1 else 'is'} {asked_of(heavy)}"
    whether = f"whether the patient takes {listed}" if all(one.is_by_name for one in heavy) else whether
    entries = [entry for one in heavy for entry in one.entries]
    can_measure = bool(entries) and all(map(is_measured, entries))
    if can_measure and (doses := _common([one.open_doses for one in heavy])):
        return f"measure again, and {_PUT_RIGHT}: {doses}"
    if can_measure and (dose := _common([one.dose_without for one in heavy])):
        return f"order {dose}, or measure again first, and {_PUT_RIGHT}"
    if all(_is_to_be_confirmed(one) for one in heavy):
        return f"{UNTIL} it is settled {whether}; then {_PUT_RIGHT}"
    again = "measure again, or " if can_measure else ""
    question = f"{again}{'ask' if all(one.is_drug for one in heavy) else 'find out'} {whether}"
    step, answers = _common([_then(one) for one in heavy]) or _dose(heavy), {one.answer for one in heavy}
    if step and answers == {"if so"}:
        return f"{question}. If so: {step}. If not: {_PUT_RIGHT}"
    if step and answers == {"if not"}:
        return f"{question}. If not: {step}. If so: {_PUT_RIGHT}"
    return f"{question}, and {_PUT_RIGHT}"


def _is_to_be_confirmed(aside: Aside) -> bool:
    """Whether it is a result that is still to be confirmed and would bar the order."""
    return aside.is_result and aside.why is Why.PRELIMINARY and aside.stake is not None and aside.stake.is_barring


def _then(aside: Aside) -> str:
    """What to do where it is so, the first of what can be done: to correct the record is said of every answer. Empty
    where nothing can be told."""
    if aside.stake is None:
        return ""
    if aside.dose_without:
        return f"order {aside.dose_without}"
    return aside.stake.to_do.partition(", or ")[0] or aside.open_doses


def _dose(heavy: Sequence[Aside]) -> str:
    """The dose, where every one of them asks for the same."""
    dose = _common([one.stake.dose if one.stake is not None and one.stake.is_dose else "" for one in heavy])
    return f"order {dose}" if dose else ""


def _common(texts: Sequence[str]) -> str:
    """The text that all have; empty where they differ."""
    return texts[0] if len(set(texts)) == 1 else ""
