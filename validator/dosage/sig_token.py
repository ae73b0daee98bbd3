"""What one word of a sig means by itself: an amount, a form, a part of the day, a clock time, a date."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.bounds import DAYS_IN
from validator.dosage.frequency import MONTH
from validator.dosage.number import decimal_of, number
from validator.dosage.sig_items import Mass, UnreadSigError
from validator.dosage.unit import Measure, unit_of_word
from validator.instant import PartialDate

PARTS_OF_DAY = {
    **dict.fromkeys(("morning", "mornings", "am"), "MORN"),
    **dict.fromkeys(("noon", "midday"), "NOON"),
    **dict.fromkeys(("afternoon", "pm"), "AFT"),
    **dict.fromkeys(("evening", "evenings"), "EVE"),
    **dict.fromkeys(("night", "nights"), "NIGHT"),
    **dict.fromkeys(("bedtime", "hs"), "HS"),
}
MEALS = {"breakfast": "M", "lunch": "D", "dinner": "V", "supper": "V"}
BESIDE_MEAL = {"before": "AC", "with": "C", "after": "PC"}

_UNITS = {"DAY": "d", "WEEK": "wk", "HOUR": "h", "MINUTE": "min", "SECOND": "s"}

Length = tuple[Fraction, Fraction]
"""The fewest and the most days that a unit of time has."""


class Token(str):
    """A word of a sig as it is written, and the terminal of the grammar that it is."""

    __slots__ = ("type",)

    def __new__(cls, terminal: str, text: str) -> Token:
        """A word; its text is the string itself."""
        made = super().__new__(cls, text)
        made.type = terminal
        return made

    type: str


def tokens_of(children: list[object], kind: str) -> list[Token]:
    """The words of one kind among the parts of a rule."""
    return [child for child in children if isinstance(child, Token) and child.type == kind]


def length_of(token: Token) -> Length:
    """`day`, `week`, `month`."""
    return MONTH if token.type == "MONTH" else DAYS_IN[_UNITS[token.type]]


def exact(value: Decimal | Fraction) -> Decimal:
    """A number of a dose or a period, above nothing; raises UnreadSigError for any other."""
    found = number(decimal_of(Fraction(value)))
    if found is None or found <= 0:
        raise UnreadSigError("a number that no dose or period can have")
    return found


def mass_of(token: Token) -> Mass:
    """`60 mg`."""
    value, word = str(token).split(" ", 1)
    unit = unit_of_word(word)
    assert unit is not None
    return Mass(AmountRange.of(exact(Decimal(value))), unit)


def form_of(token: Token) -> str:
    """The dose form that is counted or measured."""
    unit = unit_of_word(str(token))
    assert unit is not None
    return "solution" if unit.measure is Measure.VOLUME else unit.word


def clock_of(text: str) -> str:
    """`8 am` or `20:00` as hours and minutes of 24 hours; raises UnreadSigError where it is none."""
    if ":" in text:
        hour, minute = text.split(":")
        if int(hour) < 24 and int(minute) < 60:
            return f"{int(hour):02}:{minute}"
    else:
        digits, half = text.split(" ")
        if digits.isdigit() and 1 <= int(digits) <= 12:
            return f"{int(digits) % 12 + (12 if half == 'pm' else 0):02}:00"
    raise UnreadSigError("a clock time that is none")


def date_of(token: Token) -> PartialDate:
    """A day, month or year; raises UnreadSigError where it is none."""
    try:
        return PartialDate.parse(str(token))
    except ValueError as error:
        raise UnreadSigError("a date that is none") from error
