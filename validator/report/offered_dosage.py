"""The instruction for another dose: all that the prescriber wrote besides the dose, and what of it cannot stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from validator.fhir.element import objects_of
from validator.frozen import Frozen, replace
from validator.label.model import Label
from validator.quantity import plain
from validator.report.made_of import NewDose
from validator.report.offered_quantity import Json, broken_limits, dose_quantity
from validator.report.old_amount import contradicts, is_bare_limit, quoted, without_other_amounts
from validator.report.rewording import TO_PATIENT, by_sentence, counted, kept_words
from validator.report.sig_parts import SigPart, left_of, parts_of, sig_of, tells_how_often

_BOUNDS = ("boundsPeriod", "boundsDuration", "boundsRange")
_TIMES = ("timeOfDay", "when", "dayOfWeek")
_OTHER_TIMES = {
    "dayOfWeek": "the days of the week",
    "frequencyMax": "the higher number of times",
    "periodMax": "the longer interval",
}
"""What makes a timing another one than its frequency and period say, by what a card calls it."""
_AS_NEEDED = ("asNeeded", "asNeededBoolean", "asNeededCodeableConcept", "asNeededFor")
"""What no dose of a label is: one that has it is wrong for that alone."""
_SIG = "text"
_INSTRUCTIONS = "additionalInstruction"
_AMOUNTS = frozenset({"doseQuantity", "doseRange", "rateQuantity", "rateRange", "rateRatio"})
_STU3 = _AMOUNTS | {"doseSimpleQuantity"}


class Wanted(Frozen):
    """How much of the words of an order is to stay. `sig`: the sig with the new dose in it, where that can be. `parts`:
    else those parts of it, behind the dose written anew. `to_patient`: the words to the patient, with the new dose
    where they tell it. `food`: words on food that go behind the sig.
    """

    sig: bool = False
    parts: tuple[SigPart, ...] = ()
    to_patient: bool = False
    food: str = ""


def offered_dosage(order: Json, new: NewDose, wanted: Wanted) -> tuple[Json, tuple[str, ...]]:
    """The one instruction for a dose, and what the instructions of the order say that it does not, as a label says it.

    Whether what stays agrees with the dose is for the check.
    """
    written = objects_of(order.get("dosageInstruction"))
    own = _together(written)
    others = len(written) - 1
    left = [] if others < 1 else ["the other instruction" if others == 1 else f"the {others} other instructions"]
    words, gone = _words(written, own, new, wanted)
    left += gone
    limits = dict(broken_limits(own, new))
    left += dict.fromkeys(limits.values())
    timing, otherwise_timed = _timing(own.get("timing"), new)
    left += otherwise_timed
    as_needed = {name for name in _AS_NEEDED if own.get(name) not in (None, False, [])}
    left += ['"as needed"'] if as_needed else []
    own, gone = _asking(own, new)
    left += gone
    changed = {**words, "timing": timing, "doseAndRate": _dose_and_rate(own, new)}
    dropped = {*_STU3, *limits, *as_needed, _SIG, TO_PATIENT} - changed.keys()
    kept: Json = {}
    for name, value in own.items():
        if name in changed:
            kept[name] = changed[name]
        elif name.startswith("_") and name[1:] in (_SIG, TO_PATIENT):
            if _still_says(value, own.get(name[1:]), changed.get(name[1:])):
                kept[name] = value
            elif name[1:] in changed:
                left.append("the translation or remark attached to the instruction")
        elif name.lstrip("_") not in dropped:
            kept[name] = value
    return {**kept, **{name: value for name, value in changed.items() if name not in kept}}, tuple(left)


def sig_parts(order: Json, label: Label) -> list[SigPart]:
    """What the sigs of an order say besides the dose."""
    return _parts(objects_of(order.get("dosageInstruction")), label)


def _parts(written: list[Json], label: Label) -> list[SigPart]:
    """The parts of all the sigs. What stands in the sentence of a dose is of that dose: it stays where all say it."""
    each = [parts_of(_texts([one], _SIG), label) for one in written]
    every = list(dict.fromkeys(part for parts in each for part in parts))
    return [
        replace(one, may_stay=one.may_stay and (not one.is_tail or all(one in parts for parts in each)))
        for one in every
    ]


def _texts(written: Iterable[Json], element: str) -> Iterator[str]:
    yield from (text for one in written if isinstance(text := one.get(element), str))


def _asking(own: Json, new: NewDose) -> tuple[Json, list[str]]:
    """The instruction with the further ones that stay, and what of those does not."""
    asked = own.get(_INSTRUCTIONS)
    if not isinstance(asked, list):
        return own, []
    each = [_asked(one, new) for one in asked]
    stay = [one for one, _ in each if one is not None]
    others = {name: value for name, value in own.items() if name != _INSTRUCTIONS}
    return others | ({_INSTRUCTIONS: stay} if stay else {}), [one for _, gone in each for one in quoted(gone)]


def _asked(instruction: Any, new: NewDose) -> tuple[Any, tuple[str, ...]]:
    """A further instruction, None where nothing of it stays, and the sentences that do not.

    With the new dose where its words, which are all there is of it, surely tell the old.
    """
    written = instruction.get(_SIG) if isinstance(instruction, dict) else None
    if not isinstance(written, str):
        return instruction, ()
    is_words = instruction.keys() == {_SIG}
    told = by_sentence(written, new.label, new.dose.mg, new.pieces) if is_words else None
    kept, gone = without_other_amounts(written if told is None else told, new)
    if gone:
        # Beside a code its words cannot be cut: what they say goes whole.
        return ({_SIG: kept} if is_words and kept else None), gone if is_words else (written,)
    return (instruction if told is None else {_SIG: told}), ()


def _together(written: list[Json]) -> Json:
    """The first instruction, with what the others ask for besides their dose; where there is one, all of it."""
    if len(written) < 2:
        return written[0] if written else {}
    first = {name: value for name, value in written[0].items() if name != "sequence"}
    if any(one.get("timing") != first.get("timing") for one in written):
        # When one of several doses is taken, and until when, says nothing of one dose in the place of all.
        first.pop("timing", None)
    asked = [one for each in written if isinstance(each.get(_INSTRUCTIONS), list) for one in each[_INSTRUCTIONS]]
    if asked:
        first[_INSTRUCTIONS] = [one for number, one in enumerate(asked) if one not in asked[:number]]
    if told := list(dict.fromkeys(_texts(written, TO_PATIENT))):
        first[TO_PATIENT] = " ".join(told)
    return first


def _words(written: list[Json], own: Json, new: NewDose, wanted: Wanted) -> tuple[dict[str, str], list[str]]:
    """The words by element, and which of those that were written are not among them."""
    amount = f"{plain(new.dose.mg)} mg"
    if new.pieces is not None:
        amount = f"{counted(new.pieces, new.label)} ({amount})"
    anew = f"{amount} by mouth {new.dose.how_often}"
    found: dict[str, str] = {}
    left: list[str] = []
    is_as_often = new.before is None or new.before.every_days == new.dose.every_days
    sig = own.get(_SIG)
    if wanted.sig and len(written) < 2 and (is_as_often or not (isinstance(sig, str) and tells_how_often(sig))):
        found = dict(kept_words({_SIG: own.get(_SIG)}, new.label, new.dose.mg, new.pieces, in_own_words=True))
        left += _without_other_amounts(found, _SIG, new)
    if _SIG not in found:
        parts = _parts(written, new.label)
        stay = [one for one in parts if one in wanted.parts and not _tells_otherwise(one, new)]
        found[_SIG] = sig_of(anew, stay)
        left += left_of(parts, stay)
    if wanted.food:
        told = found[_SIG].rstrip()
        found[_SIG] = f"{told.rstrip('.;,')}. {wanted.food[:1].upper()}{wanted.food[1:]}."
    to_patient = own.get(TO_PATIENT)
    own_words = {TO_PATIENT: to_patient}
    said = dict(kept_words(own_words, new.label, new.dose.mg, new.pieces, in_own_words=wanted.to_patient))
    if isinstance(to_patient, str) and to_patient.strip() and TO_PATIENT not in said:
        # Not quoted: beside another dose, the old one in words would be read as what is offered.
        left.append("the words to the patient, which tell a dose")
    left += _without_other_amounts(said, TO_PATIENT, new)
    return found | said, left


def _without_other_amounts(found: dict[str, str], element: str, new: NewDose) -> list[str]:
    """Takes from the words of an element the sentences that tell another amount; what they were, as a label says it."""
    if element not in found:
        return []
    kept, gone = without_other_amounts(found[element], new)
    if kept:
        found[element] = kept
    else:
        del found[element]
    return [*quoted(gone)]


def _tells_otherwise(part: SigPart, new: NewDose) -> bool:
    """Whether a part of a sig tells another amount, or is what is left of one behind the dose written anew."""
    return contradicts(part.words, new) or (part.is_tail and is_bare_limit(part.words))


def _still_says(extra: object, before: object, now: object) -> bool:
    """Whether what stands beside words, as a translation, may stay: the words did, or it holds no number of its own."""
    return before == now or (now is not None and not any(character.isdigit() for character in _strings(extra)))


def _strings(value: object) -> str:
    """The strings in a value but for addresses."""
    match value:
        case str():
            return value
        case list():
            return " ".join(map(_strings, value))
        case dict():
            return " ".join(_strings(one) for name, one in value.items() if name != "url")
        case _:
            return ""


def _dose_and_rate(own: Json, new: NewDose) -> list[Json]:
    """The dose in the place of every form in which it was written: the entry that is the ordered one stays."""
    entries = objects_of(own.get("doseAndRate")) or [{name: own[name] for name in _STU3 if name in own}]
    base = next((one for one in entries if "ordered" in _strings(one.get("type")).lower().split()), entries[0])
    span = base.get("doseRange")
    quantities = [base.get("doseQuantity"), base.get("doseSimpleQuantity")]
    quantities += [span.get("high"), span.get("low")] if isinstance(span, dict) else []
    quantity = next((one for one in quantities if isinstance(one, dict)), {})
    # Which of several forms of one dose it was is nothing to say of the one that is left.
    replaced = _STU3 if len(entries) == 1 else _STU3 | {"type"}
    rest = {name: value for name, value in base.items() if name.lstrip("_") not in replaced}
    return [{**rest, "doseQuantity": dose_quantity(quantity, new)}]


def _timing(timing: object, new: NewDose) -> tuple[Json, list[str]]:
    """The order's own timing where it is as often as the dose, else how often the dose is, from when and how long.

    Beside it what of the timing had to be left out.
    """
    # A label's interval is a whole number of days, or a day divided by a whole number of times.
    often = {"frequency": new.dose.every_days.denominator, "period": new.dose.every_days.numerator, "periodUnit": "d"}
    if not isinstance(timing, dict):
        return {"repeat": often}, []
    repeat = timing.get("repeat")
    if new.before is not None and new.before.every_days == new.dose.every_days:
        return timing, []
    if isinstance(repeat, dict) and all(repeat.get(name) == value for name, value in often.items()):
        gone = [name for name in _OTHER_TIMES if name in repeat]
        if not gone:
            return timing, []
        # As often, but for days that are left out or a range: the ordered dose has no one interval.
        rest = {name: value for name, value in repeat.items() if name.lstrip("_") not in gone}
        return {**timing, "repeat": rest}, [_OTHER_TIMES[name] for name in gone]
    around = {name: value for name, value in timing.items() if name in ("id", "extension")}
    told = repeat if isinstance(repeat, dict) else {}
    kept = {name: value for name, value in told.items() if name in _BOUNDS}
    return {**around, "repeat": kept | often}, ["the times of day"] if any(name in told for name in _TIMES) else []
