"""What is said first of a dose: the fact of this patient that decides it, the label's dose, and what is ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from operator import attrgetter

from validator.assessment.adjusting import Applied
from validator.assessment.fit import Fit, Fitted
from validator.assessment.situation import Situation
from validator.assessment.world import World
from validator.chart.drug.treatment import Therapy
from validator.criteria.age import MISSING_AGE, UNREAD_AGE, age_of
from validator.criteria.answer import Answer
from validator.criteria.liver import ChildPugh
from validator.dosage import SimpleDose
from validator.finding import LONGEST_MESSAGE, Evidence, Finding
from validator.label.dose import LabelDose
from validator.quantity import Quantity, plain
from validator.regex import regex
from validator.rules.class_left_open import asking_class, barred_classes, letters, short, without_dose
from validator.rules.dose_alone import most_for_all
from validator.rules.drug_name import asking, cut_name, name_of_drugs
from validator.rules.message import sentence
from validator.rules.schedule import in_words, orders_beside
from validator.terminology.bare_name import without_code

_EVIDENCE = attrgetter("evidence")

_REPLACE = "replace"
_COUNTED = 11
"""Characters that a card needs behind a title for the number of other findings."""
_ROOM = LONGEST_MESSAGE - 20
"""Characters of a title: what stands before and behind it on a card has its place too."""
_SIZE = regex(r"^[\d.,]+ [A-Za-z]\S*(?: \([\d.,]+ [^)]*\))?(?= on |$)")
"""A measurement as evidence says it: `38 kg on 2026-11-16`."""
_LACKING = regex(r"^(?:[A-Z0-9.]+ )?(?P<what>.+) is on file without an? (?P<lacks>.+)$")
_CLASSES = frozenset("ABC")


def shown_by(situation: Situation) -> tuple[Evidence, ...]:
    """What shows that the dose is this one: what decides the regimen or leaves it open, the interacting drugs, the
    liver, the orders beside. What is open may leave one dose all the same: classes B and C leave that of class B."""
    worlds = situation.worlds
    shown = [*chain.from_iterable(map(_EVIDENCE, (*worlds.regimen_evidence, *worlds.open_answers)))]
    for one in worlds.applied:
        shown += (*one.answer.evidence, *one.before.evidence)
    return tuple(dict.fromkeys((*shown, *orders_beside(situation))))


def titled(situation: Situation, simple: SimpleDose, fitted: Fitted, finding: Finding) -> Finding:
    """A finding on a dose that is too high, with the fact that decides it, and with what to do in the label's order."""
    start = fitted.world.start
    if fitted.fit is Fit.NOWHERE and (opposed := _opposed(situation, fitted.world)):
        return replace(
            finding, heading=sentence(f"{opposed} act in opposite directions: the label gives no dose for both")
        )
    if fitted.fit is not Fit.ABOVE:
        return finding
    if start is None:
        return replace(finding, heading=_too_high_for_all(situation, fitted.world, simple))
    if (asking := asking_class(situation, fitted.world, _ordered(simple, start), finding)) is not None:
        return asking
    facts = list(_facts(situation, fitted.world))
    fact = " and ".join(facts)
    to_do = _to_do(situation, fitted.world, start)
    dose = f"{situation.label.product} {start}, not {_ordered(simple, start)}"
    heading = f"{fact}: {dose}" if fact else ""
    # To replace the drug is what the label asks for first, so that it stands before the dose.
    if len(facts) == 1 and to_do.startswith(_REPLACE):
        # When it was begun is told below as well, and gives way.
        told = (*facts, *_facts(situation, fitted.world, is_brief=True))
        every = (f"Replace {one}, or: {dose}" for one in told)
        heading = next((one for one in every if len(one) < LONGEST_MESSAGE - _COUNTED), heading)
    return replace(finding, heading=sentence(heading) if heading else "", to_do=to_do)


def _ordered(simple: SimpleDose, start: LabelDose) -> str:
    return f"{plain(simple.mg)} mg" if simple.interval == start.every_days else in_words(simple)


def _opposed(situation: Situation, world: World) -> str:
    """The drugs of which one raises the dose that another lowers, by name; empty where none do, or one is no drug."""
    if not world.is_opposed:
        return ""
    each = [
        name_of_drugs([drug for one in _applied(situation, adjustment.id) for drug in taken(situation, one.answer)])
        for adjustment in world.adjustments
    ]
    told = " and ".join(each) if all(each) else ""
    return told[:1].upper() + told[1:]


def _too_high_for_all(situation: Situation, world: World, simple: SimpleDose) -> str:
    """The most that fits all that meets here, where the label has no single dose; empty where none can be told."""
    most = most_for_all(world) if world.apart else None
    if most is None:
        return ""
    met = " and ".join(_facts(situation, world))
    return sentence(f"{met}: {situation.label.product} {most} at most, not {_ordered(simple, most)}")


def _facts(situation: Situation, world: World, *, is_brief: bool = False) -> Iterator[str]:
    if world.regimen.when is not None and (sizes := sizes_in(_deciding(situation))):
        yield _with_age(situation, " and ".join(sizes))
    for adjustment in world.adjustments:
        drugs = [drug for one in _applied(situation, adjustment.id) for drug in taken(situation, one.answer)]
        if not drugs:
            yield adjustment.because[:1].upper() + adjustment.because[1:]
            continue
        parts = dict.fromkeys(part for drug in drugs for part in drug.kept if part not in drug.name.lower())
        contains = f"contains {', '.join(parts)}, " if parts else ""
        is_told = world.before is not None and not is_brief
        before = f", begun while the dose was {world.before}" if is_told else ""
        yield f"{name_of_drugs(drugs)} ({contains}{adjustment.because}{before})"


def sizes_in(evidence: Iterable[Evidence]) -> list[str]:
    """The measurements among the evidence, each once and without its day: `38 kg`, `38 kg (83.8 lb)`."""
    found: dict[str, None] = {}
    for shown in evidence:
        if (size := _SIZE.match(shown.says)) is not None:
            found[size[0]] = None
    return list(found)


def _with_age(situation: Situation, told: str) -> str:
    """Words on the size of the body behind the age, which tells a weight that fits nobody so old; alone where the age
    is not known in years."""
    age = age_of(situation.chart)
    return f"{age}, {told}" if age is not None and age.youngest == age.oldest else told


def size_of(world: World) -> str:
    """The size of the body for which the regimen of a world is; empty where it is for everybody."""
    found = _CASE_OF_SIZE.match(world.regimen.population)
    return found[1] if found is not None else ""


def _deciding(situation: Situation) -> Iterator[Evidence]:
    return chain.from_iterable(map(_EVIDENCE, situation.worlds.regimen_evidence))


def _applied(situation: Situation, identifier: str) -> Iterator[Applied]:
    return (one for one in situation.worlds.applied if one.adjustment.id == identifier)


def taken(situation: Situation, answer: Answer) -> tuple[Therapy, ...]:
    """The drugs on file that an answer rests on."""
    return tuple(one for one in situation.chart.therapies if one.evidence in answer.evidence)


def _to_do(situation: Situation, world: World, start: LabelDose) -> str:
    """The safe act in the label's order; empty where it is the dose alone."""
    if len(world.adjustments) != 1 or not world.adjustments[0].pair:
        return ""
    adjustment = world.adjustments[0]
    drugs = [drug for one in _applied(situation, adjustment.id) for drug in taken(situation, one.answer)]
    if not drugs:
        return ""
    back = f", and go back to {world.base[0]} {adjustment.resumes}" if adjustment.resumes else ""
    name = name_of_drugs(drugs)
    if any(drug.kept for drug in drugs):
        return f"order {start} while {name} is taken{back}; do not stop {name} yourself, ask who prescribes it"
    return f"{_REPLACE} {name} if that can be done ({asking(drugs)}); if it must stay, order {start}{back}"


def opened(situation: Situation, simple: SimpleDose, fits: Sequence[Fitted], finding: Finding) -> Finding:
    """A finding on a dose that hangs on what is open, with the dose in every case; as it is where the cases have no
    words or no room."""
    cases = _by_age(situation, fits) or list(
        dict.fromkeys(case for fitted in fits if (case := _case(situation, fitted.world)))
    )
    starts = {fitted.world.start for fitted in fits}
    cases += [f"class {letters} avoid" for letters in without_dose(situation)]
    why = _why_open(situation)
    if not why or len(cases) < len(starts):
        return finding
    told = f": {', '.join(cases).replace(', class ', ', ')}"
    is_ordered = f"; {situation.label.product} {in_words(simple)} is ordered"
    first = _with_age(situation, why[:1].lower() + why[1:]) if _is_by_size(situation) else why
    for heading in (f"{first}{told}{is_ordered}", f"{first}{told}", f"{why}{told}"):
        if len(heading) < _ROOM:
            return replace(finding, heading=sentence(heading))
    return finding


def _by_age(situation: Situation, fits: Sequence[Fitted]) -> list[str]:
    """For whom the lowest dose is, and that the other is for everybody else; empty unless the age is open and two doses
    are left.

    A size alone would say nothing of adults, whose dose it is not.
    """
    of_age = {*MISSING_AGE, *UNREAD_AGE}
    asks_age = any(not of_age.isdisjoint(answer.missing) for answer in situation.worlds.open_answers)
    starts = {one.world.start: one.world for one in fits if one.world.start is not None and not one.world.adjustments}
    if not asks_age or len(starts) != 2 or len(fits) != 2:
        return []
    low, high = sorted(starts, key=attrgetter("daily_mg"))
    return [f"{short(low)} for {starts[low].regimen.population}", f"{short(high)} for everybody else"]


def _why_open(situation: Situation) -> str:
    """Why the dose is open, as a few words; empty where several things leave it open."""
    answers = list(dict.fromkeys((answer.because, answer.evidence) for answer in situation.worlds.open_answers))
    if len(answers) != 1:
        return ""
    because, evidence = answers[0]
    sizes = sizes_in(evidence)
    if len(sizes) > 1:
        return f"{' and '.join(sizes)} on file conflict{_as_pounds(sizes)}"
    lacking = _LACKING.match(because)
    text = f"{cut_name(without_code(lacking['what']))}, no {lacking['lacks']} on file" if lacking else because
    text = text.removesuffix(" is on file") + " on file" if text.endswith(" is on file") else text
    return text[:1].upper() + text[1:] if len(text) <= LONGEST_MESSAGE // 2 else ""


def _as_pounds(sizes: Sequence[str]) -> str:
    """What one of two weights would be if it were in pounds, where that is the other; else empty."""
    kilograms = [Decimal(number) for one in sizes for number, _, unit in (one.partition(" "),) if unit == "kg"]
    for heavy in kilograms:
        meant = round(Quantity(heavy, "[lb_av]").to("kg"))
        if any(abs(meant - other) < 1 for other in kilograms):
            return f" ({plain(heavy)} lb is {meant} kg)"
    return ""


def _case(situation: Situation, world: World) -> str:
    """For whom a dose is the label's, and the dose; empty where that has no few words."""
    if world.start is None and not world.apart:
        return ""
    whom = [size_of(world)] if _is_by_size(situation) else []
    asked = [one.when for one in world.adjustments if isinstance(one.when, ChildPugh)]
    left = _classes_left(situation) if not asked else frozenset()
    if classes := [*(letters(one.classes) for one in asked), *([letters(left)] if left else [])]:
        whom.append(f"class {' or '.join(classes)}")
    elif not world.adjustments and _is_with_or_without(situation):
        whom.append("without")
    # What holds in every case tells none from another.
    others = [one for one in world.adjustments if not isinstance(one.when, ChildPugh)]
    always = {one.adjustment.id for one in situation.worlds.applied} if whom else set()
    whom += [f"with {one.because}" for one in others if one.id not in always]
    dose = short(world.start) if world.start is not None else "no single dose"
    if len(whom) == 1 and _is_by_size(situation):
        return f"{dose} {'' if whom[0].startswith('under') else 'at '}{whom[0]}"
    return f"{' and '.join(whom)} {dose}" if whom else ""


_CASE_OF_SIZE = regex(r"^.*?(?:of )?((?:under )?[\d.]+ (?:kg|m2|m\u00b2)(?: or more)?)$")
"""The size in the words of a regimen's population: `pediatric patients under 40 kg`."""


def _is_by_size(situation: Situation) -> bool:
    regimens = {world.regimen.id: world.regimen for world in situation.worlds.worlds}
    return len(regimens) > 1 and all(_CASE_OF_SIZE.match(one.population) for one in regimens.values())


def _open_adjustments(situation: Situation) -> list[ChildPugh | None]:
    """Of each adjustment that may apply its question about the liver; None for another one."""
    found = {one.id: one for world in situation.worlds.worlds for one in world.adjustments}
    applied = {one.adjustment.id for one in situation.worlds.applied}
    return [one.when if isinstance(one.when, ChildPugh) else None for one in found.values() if one.id not in applied]


def _is_with_or_without(situation: Situation) -> bool:
    return any(one is None for one in _open_adjustments(situation))


def _classes_left(situation: Situation) -> frozenset[str]:
    """The classes with which the dose is not adjusted and may be given; empty where the class is not what is open."""
    asked = {letter for one in _open_adjustments(situation) if one is not None for letter in one.classes}
    # A class with which the label gives no dose has none in words either, though it be surely not this patient's.
    barred = {letter for _, classes in barred_classes(situation.label) for letter in classes}
    return frozenset(_CLASSES - asked - barred) if asked else frozenset()
