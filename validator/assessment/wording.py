"""What the words of an order say beside its codes: agreement, contradiction, a stop, or something not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter

from validator.assessment.history import came_before
from validator.assessment.situation import Situation
from validator.assessment.stated_dose import StatedDose, frequency_said
from validator.chart.fact import Order
from validator.chart.order.order_text import OrderText, TextKind
from validator.dosage.named_day import simple_at
from validator.dosage.pattern import may_be_one
from validator.dosage.schedule import MILLIGRAM, Line, NoteCode, UnknownKind
from validator.dosage.word_amount import is_beside_an_amount
from validator.dosage.word_instruction import is_of_another_thing
from validator.dosage.word_kind import Kind, NamesInWords, Stated
from validator.dosage.word_other_drug import is_of_unknown, is_sig_of_another
from validator.dosage.word_relative import Compared
from validator.dosage.words import Words, read_words
from validator.frozen import Frozen, replace
from validator.label.dose import LabelDose
from validator.regex import regex


class Wording(Frozen):
    """What was made of one text of the order. Each of `against`, `stops`, `telling` and `left` quotes it: what says
    another dose, frequency or product than the codes; what takes the order back; what nobody understood and may change
    the dose; what nobody understood and holds no number. `foreign`: more than half of it was not understood. `code` is
    one without words that is not known here."""

    text: OrderText
    against: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    foreign: bool = False
    code: str | None = None


def wordings(situation: Situation) -> Iterator[Wording]:
    """What every text of the order says, in their order; the same words in two places are two."""
    if not situation.order.texts:
        return
    dose = StatedDose.of(situation)
    names = _names(situation)
    own = situation.ordered.own
    source = {note.element for note in own.notes if note.code is NoteCode.READ_FROM_TEXT} if own.notes else set()
    unread = {why.element for why in own.unknown if why.kind is UnknownKind.UNREAD_TEXT} if own.unknown else set()
    for text in situation.order.texts:
        if text.kind is TextKind.CODE:
            # Where the timing needs the code, that it cannot be read is said of the dose.
            if not any(why.element == text.element for why in own.unknown):
                yield Wording(text, code=text.text)
            continue
        words = read_words(text.text, names)
        # A stop of another amount than the ordered one, or of the other form, concerns what was taken before; and a
        # dose in a note some other drug.
        other: list[Stated] = []
        for one in words.stated:
            if one.kind is Kind.STOP and (not dose.has_amount(one) or _is_of_another_form(one, dose)):
                other.append(one)
        if text.kind is TextKind.NOTE:
            other += _of_unknown_drugs(words, names)
        words = replace(words, stated=tuple(one for one in words.stated if one not in other)) if other else words
        verdict = None if text.element in source else _read_whole(situation, text, dose)
        if verdict is False:
            against: tuple[str, ...] = (text.text,)
        else:
            agreed = verdict is True or text.element in source
            found: Sequence[Stated] = words.stated
            if agreed and found:
                found = [one for one in found if one.kind not in _READ_BY_THE_GRAMMAR]
            against = tuple(dict.fromkeys(map(_quoted, _against(found, text, dose)))) if found else ()
        if words.compared:
            asked = [one.words for one in words.compared if _is_otherwise(situation, one.asked)]
            against = tuple(dict.fromkeys((*against, *asked)))
        if text.kind is TextKind.INSTRUCTION and text.element.endswith(_SIGS) and not words.stated:
            against = (text.text,) if is_sig_of_another(text.text, names.own) else against
        yield _wording(text, words, against, is_read=verdict is True or text.element in source | unread)


def _is_of_another_form(one: Stated, dose: StatedDose) -> bool:
    return one.form is not None and dose.form is not None and one.form != dose.form


def _of_unknown_drugs(words: Words, names: NamesInWords) -> list[Stated]:
    """What a clause of a note states of a drug that nobody knows, with how often it is taken."""
    theirs = {
        one.clause
        for one in words.stated
        if one.kind is Kind.MASS and is_of_unknown(one.clause, one.words, one.low, names.own)
    }
    return [one for one in words.stated if one.clause in theirs and one.kind is not Kind.STOP]


_SIGS = ("].text", "enderedDosageInstruction")
"""How the elements end that hold the whole of a sig; others may speak of other drugs."""


def _is_otherwise(situation: Situation, asked: Compared) -> bool:
    """Whether "a lower dose" or "a higher dose" is another one than the ordered, whatever is open: a lower one where
    the recommended dose is ordered, a higher one where no more than that is and no lower dose came before, a share of
    the ordered dose always."""
    if asked is Compared.SHARE:
        return True
    given = situation.label.intervals
    simple = simple_at(situation.ordered.own, given)
    if simple is None:
        return False
    ordered = LabelDose(simple.mg, simple.interval)
    if asked is Compared.LOWER:
        return all(start == ordered for start in situation.worlds.starts)
    earlier = (simple_at(one.directions.schedule_at(situation.body), given) for one in _earlier(situation))
    lower = (*situation.worlds.starts, *(LabelDose(one.mg, one.interval) for one in earlier if one is not None))
    return not any(dose is None or dose.is_by_size or dose.daily_mg < ordered.daily_mg for dose in lower)


def _earlier(situation: Situation) -> Iterator[Order]:
    return (other for other in situation.chart.orders if came_before(situation.order, other))


_READ_BY_THE_GRAMMAR = frozenset(
    {
        Kind.MASS,
        Kind.COUNT,
        Kind.BARE_COUNT,
        Kind.STRENGTH,
        Kind.FREQUENCY,
        Kind.TIMES,
        Kind.CYCLE,
        Kind.AS_NEEDED,
        Kind.SCHEME,
        Kind.LIMIT,
        Kind.FORM,
    }
)


def _wording(text: OrderText, words: Words, against: tuple[str, ...], *, is_read: bool) -> Wording:
    stops = tuple(dict.fromkeys([one.clause for one in words.stated if one.kind is Kind.STOP])) if words.stated else ()
    if is_read:
        return Wording(text, against, stops)
    if text.kind is TextKind.NOTE:
        telling = (*(() if against else words.instructions), *((words.beyond,) if words.beyond else ()))
        unread = [one.said or one.clause for one in _unread(words) if _is_all(one) or is_beside_an_amount(one)]
        return Wording(text, against, stops, tuple(dict.fromkeys((*telling, *unread))), words.left)
    left = tuple([one for one in words.left if one not in words.telling]) if words.left else ()
    return Wording(text, against, stops, (*words.telling, *map(_quoted, _unread(words))), left, words.foreign)


def _unread(words: Words) -> list[Stated]:
    """The words of a frequency that nobody understood."""
    found: list[Stated] = []
    for one in words.stated:
        if one.kind is Kind.FREQUENCY and frequency_said(one.words) is None:
            found.append(one)
    return found


def _names(situation: Situation) -> NamesInWords:
    label, product = situation.label, situation.order.product
    own = {label.product, label.ingredient, *([product.brand] if product.brand else [])}
    others = set(map(_PRODUCT, situation.choice.others))
    if not situation.choice.by_form:
        # Neither product contradicts an order that tells none.
        own |= others
    return NamesInWords(tuple(sorted(map(str.lower, own))), tuple(sorted(map(str.lower, others - own))))


_PRODUCT, _KIND, _LINES = map(attrgetter, ("product", "kind", "lines"))


def _quoted(one: Stated) -> str:
    """What is quoted of a thing that is stated: its words, or all of a clause in another language."""
    return one.said or one.words


def _read_whole(situation: Situation, text: OrderText, dose: StatedDose) -> bool | None:
    """Whether a text that the sig grammar reads whole agrees with the codes; None where it does not read so."""
    if text.kind is TextKind.FREQUENCY or not dose.lines:
        return None
    from validator.dosage.sig import parse_sig  # the grammar is loaded on first use

    own = situation.order.directions
    sig = parse_sig(text.text, unit=own.unit, body=situation.body, element="dosageInstruction[0].text", names=own.names)
    if UnknownKind.CONTRADICTORY in map(_KIND, sig.unknown):
        # Another strength or form is looked at below, where those of the orders beside this one count too.
        return None
    said = [*chain.from_iterable(map(_LINES, sig.phases))]
    if not said:
        return None
    if len(sig.phases) > dose.phases or len(said) < len(sig.phases):
        return False
    return all(any(_says(line, one, dose) for one in dose.lines) for line in said)


def _says(text: Line, line: Line, dose: StatedDose) -> bool:
    if not may_be_one(text.pattern, line.pattern) or text.as_needed != line.as_needed:
        return False
    if text.cycle not in (None, line.cycle):
        return False
    if text.cycle is None and line.cycle is not None:
        return False
    if text.dose.unit == line.dose.unit:
        return text.dose == line.dose
    if line.dose.unit == MILLIGRAM and text.dose.items and text.dose.items[0].units is not None:
        return dose.may_be_counted(text.dose.items[0].units, line.dose.amount)
    # So much for each kilogram or square metre is another amount than one in milligrams, whatever it comes to.
    return line.dose.unit != MILLIGRAM


_ONLY = regex(
    r"^\W*only\b|\bonly\W*$"
    r"|^\W*(?:(?:the |this )?(?:pt|patient|he|she) )?(?:is )?(?:takes|taking)(?: (?:it|this|cabo))?\b"
    r"|\s*\b(?:x|for) ?\d+ ?(?:d|days?|w|wks?|weeks?|mos?|months?)\W*$",
    re.I,
)


def _is_all(one: Stated) -> bool:
    """Whether a clause says nothing else, so that it can only be about the drug: a note "q48h", "weekdays only"."""
    return one.words.strip(" .,") == _ONLY.sub("", one.clause).strip(" .,")


def _against(stated: Sequence[Stated], text: OrderText, dose: StatedDose) -> Iterator[Stated]:
    """What is stated otherwise than by the codes. In a note a frequency or a count alone concerns anything."""
    amounts = [one for one in stated if one.kind in (Kind.COUNT, Kind.MASS, Kind.STRENGTH)]
    wrong = [one for one in amounts if not dose.has_amount(one)] if amounts else amounts
    if wrong and not dose.adds_up(amounts):
        yield from wrong
    for one in stated:
        in_note = (
            text.kind is TextKind.NOTE
            and not _is_all(one)
            and (not one.imperative or is_of_another_thing(one.clause))
            and not is_beside_an_amount(one)
        )
        match one.kind:
            case Kind.FREQUENCY if not in_note and not dose.has_frequency(one.words):
                yield one
            case Kind.TIMES if not in_note and not dose.has_times(one):
                yield one
            case Kind.BARE_COUNT if not in_note and not dose.has_amount(one):
                yield one
            case Kind.AS_NEEDED if not in_note and not dose.as_needed and dose.lines:
                yield one
            case Kind.CYCLE | Kind.SCHEME if not dose.has_cycle and dose.lines:
                if one.kind is Kind.CYCLE or not dose.has_scheme(one.words):
                    yield one
            case Kind.LIMIT if not dose.is_within(one):
                yield one
            case Kind.FORM if one.form is not None and dose.form is not None and one.form != dose.form:
                yield one
            case Kind.BRAND | Kind.MULTIPLE:
                yield one
            case _:
                pass
