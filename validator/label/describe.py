"""A question of the label in words, for people who read a revision or the difference of two."""

from __future__ import annotations

from pathlib import Path

from validator.criteria.age import AgeAtLeast, Pediatric
from validator.criteria.answer import Criterion
from validator.criteria.body import BsaAtLeast, WeightAtLeast
from validator.criteria.co_medication import StoppedWithin, Taking
from validator.criteria.composite import AllOf, AnyOf, Not
from validator.criteria.differentiation import WellDifferentiated
from validator.criteria.disease import Disease
from validator.criteria.event import ConditionActive, ConditionInHistory, ConditionOnTherapy, ConditionRecent
from validator.criteria.extent import Advanced, LocallyAdvancedOrMetastatic, Metastatic, Unresectable
from validator.criteria.kidney import FiltrationBelow
from validator.criteria.liver import ChildPugh
from validator.criteria.measured import NotMeasured
from validator.criteria.operation import SurgeryPlannedWithin, SurgeryWithinAfter, WoundNotHealed
from validator.criteria.partner import PartnerDoseNotAmong, PartnerLongerThan
from validator.criteria.radioiodine import RadioiodineRefractoryOrIneligible
from validator.criteria.reproduction import PregnancyNotChecked, Pregnant
from validator.criteria.therapy import (
    FirstLine,
    PreviouslyTreated,
    PriorTherapy,
    ProgressedOn,
    Progressive,
)
from validator.quantity import plain
from validator.terminology.codebook import codebook


def describe(question: Criterion, root: Path | None = None) -> str:
    """The question as a clause that reads after "when": its kind, limits (inclusive or not) and value sets by title.

    Raises TypeError for a kind that has no words here, so that a new one cannot be shown half.
    """
    match question:
        case AllOf() | AnyOf():
            joiner = " and " if isinstance(question, AllOf) else " or "
            return joiner.join(_part(part, root) for part in question.of)
        case Not():
            return f"not {_part(question.of, root)}"
        case AgeAtLeast():
            return f"age of {question.years} years or more"
        case Pediatric():
            return f"pediatric (under {question.under}; under {question.adult_from} by common practice)"
        case WeightAtLeast():
            return f"weight of {plain(question.kg)} kg or more"
        case BsaAtLeast():
            return f"body surface area of {plain(question.m2)} m2 or more"
        case ChildPugh():
            return f"Child-Pugh class {' or '.join(question.classes)}"
        case Pregnant():
            return "pregnant"
        case PregnancyNotChecked():
            return (
                f"female of {question.from_age} to {question.to_age} years without a pregnancy status or test "
                f"in the {question.days} days before a first order"
            )
        case _:
            return _about_disease(question, root)


def _part(question: Criterion, root: Path | None) -> str:
    words = describe(question, root)
    return f"({words})" if isinstance(question, AllOf | AnyOf) else words


def _about_disease(question: Criterion, root: Path | None) -> str:
    match question:
        case Disease():
            return _titles((question.name,), root)
        case Advanced():
            return "advanced disease"
        case Metastatic():
            return f"metastatic disease{_stage_four(question.stage_four)}"
        case LocallyAdvancedOrMetastatic():
            return f"locally advanced or metastatic disease{_stage_four(question.stage_four)}"
        case Unresectable():
            remark = " (metastatic disease: with a caution)" if question.metastatic_is_caution else ""
            return f"unresectable disease{remark}"
        case WellDifferentiated():
            return "a well-differentiated tumor"
        case Progressive():
            return "progressive disease"
        case RadioiodineRefractoryOrIneligible():
            return "RAI-refractory or RAI-ineligible disease"
        case _:
            return _about_drugs(question, root)


def _stage_four(counts: bool) -> str:
    return " (stage IV counts)" if counts else ""


def _about_drugs(question: Criterion, root: Path | None) -> str:
    match question:
        case PreviouslyTreated():
            narrow = f"; {_titles(question.narrow, root)} alone: with a caution" if question.narrow else ""
            return f"previous treatment ({_titles(question.groups, root)}{narrow})"
        case PriorTherapy():
            return f"earlier treatment with {question.name} ({_titles(question.groups, root)})"
        case ProgressedOn():
            return f"progression after {question.name} ({_titles(question.groups, root)})"
        case FirstLine():
            adjuvant = f"; adjuvant {_titles(question.adjuvant, root)}: with a caution" if question.adjuvant else ""
            ignored = f"; {_titles(question.ignore, root)} not counted" if question.ignore else ""
            return f"first-line treatment (none before of: {_titles(question.groups, root)}{adjuvant}{ignored})"
        case Taking():
            return f"taking {_titles(question.groups, root)}{_unless(question.unless, root)}"
        case StoppedWithin():
            drugs = f"{_titles(question.groups, root)}{_unless(question.unless, root)}"
            return f"{drugs} stopped less than {question.days} days before"
        case PartnerDoseNotAmong():
            paced = f", or more often than every {', '.join(question.days)} days" if question.days else ""
            return f"{_titles(question.groups, root)} at another dose than {', '.join(question.mg)} mg{paced}"
        case PartnerLongerThan():
            return f"{_titles(question.groups, root)} given for {question.months} months or more"
        case _:
            return _about_events(question, root)


def _unless(groups: tuple[str, ...], root: Path | None) -> str:
    return f" (but not {_titles(groups, root)})" if groups else ""


def _about_events(question: Criterion, root: Path | None) -> str:
    match question:
        case ConditionActive():
            return f"active: {_titles(question.groups, root)}"
        case ConditionRecent():
            return (
                f"active, or ended at most {question.days} days before: {_titles(question.groups, root)} "
                f"(up to {question.unclear_months} months: not clear)"
            )
        case ConditionOnTherapy():
            return f"active or begun on treatment: {_titles(question.groups, root)}"
        case ConditionInHistory():
            return f"on file: {_titles(question.groups, root)}"
        case SurgeryPlannedWithin():
            return f"planned less than {question.days} days after a dose: {_titles(question.groups, root)}"
        case SurgeryWithinAfter():
            return f"done less than {question.days} days before: {_titles(question.groups, root)}"
        case WoundNotHealed():
            return f"healing not shown after one of the last {question.days} days: {_titles(question.groups, root)}"
        case FiltrationBelow():
            values = f"eGFR or creatinine clearance under {plain(question.limit)} mL/min"
            return f"{values}, or {_titles(question.groups, root)}"
        case NotMeasured():
            return f"not measured in the {question.days} days before a first order: {_titles(question.groups, root)}"
        case _:
            raise TypeError(f"no words for the criterion {question.kind}")


def _titles(groups: tuple[str, ...], root: Path | None) -> str:
    """The titles of the value sets of these groups; a group of several domains has the title of each."""
    named = [value_set.title for group in groups for value_set in codebook(root).value_sets if value_set.group == group]
    return " or ".join(dict.fromkeys(named)) if named else " or ".join(groups)
