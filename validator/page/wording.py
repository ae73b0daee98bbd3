"""The words of a report page: fates of entries, indications and doses."""

from __future__ import annotations

from validator.fhir.account import Fate
from validator.label.model import Indication
from validator.quantity import plain
from validator.report.model import Dose, LabelUsed


def fate_name(fate: Fate) -> str:
    """What became of an entry, beside its name."""
    match fate:
        case Fate.USED:
            return "used"
        case Fate.IRRELEVANT:
            return "not about the label"
        case Fate.ANOTHER_PATIENT:
            return "another patient's"
        case Fate.NOT_DECIDED:
            return "decides nothing"
        case Fate.SET_ASIDE:
            return "set aside"


def indication_name(indication: str, used: LabelUsed | None) -> str:
    """The name that label data give an indication; its code where they give none."""
    statement = used.label.statement(indication) if used is not None and used.label is not None else None
    return statement.name if isinstance(statement, Indication) else indication


def dose_words(dose: Dose) -> str:
    """The schedule, and the average a day where that says something else."""
    if dose.daily_mg is None or dose.schedule == f"{plain(dose.daily_mg)} mg once daily":
        return dose.schedule
    return f"{dose.schedule} (on average {plain(dose.daily_mg)} mg a day)"
