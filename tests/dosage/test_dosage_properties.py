"""Laws of the dosage engine: what must hold for every instruction, not only for those somebody thought of."""

import json
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.dosage import (
    AmountRange,
    Every,
    Line,
    NoteCode,
    Once,
    Phase,
    Schedule,
    TakenDose,
    UnitStrength,
    Weekly,
    parse_sig,
    render,
    schedule_of,
)
from validator.dosage.notes import DosageNotes
from validator.dosage.pattern import DAYS_OF_WEEK, every, weekly
from validator.dosage.phases import together
from validator.instant import PartialDate

UCUM = "http://unitsofmeasure.org"
GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
SNOMED = "http://snomed.info/sct"


def mg(value: Any, unit: str = "mg") -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def dosage(timing: dict[str, Any], quantity: dict[str, Any]) -> dict[str, Any]:
    return {"timing": timing, "doseAndRate": [{"doseQuantity": quantity}]}


def coded(system: str, code: str) -> dict[str, Any]:
    return {"code": {"coding": [{"system": system, "code": code}]}}


# Spellings of one frequency: frequency, period, unit; or a code; or times of the day.
SPELLINGS: dict[str, list[dict[str, Any]]] = {
    "once daily": [
        {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        {"repeat": {"frequency": 1, "period": 24, "periodUnit": "h"}},
        {"repeat": {"frequency": 1, "period": Decimal("1.0"), "periodUnit": "d"}},
        {"repeat": {"frequency": 1, "period": 1440, "periodUnit": "min"}},
        {"repeat": {"timeOfDay": ["08:00:00"]}},
        {"repeat": {"when": ["MORN"]}},
        {"repeat": {"dayOfWeek": list(DAYS_OF_WEEK)}},
        coded(GTS, "QD"),
        coded(SNOMED, "229797004"),
        {"code": {"text": "once daily"}},
    ],
    "twice daily": [
        {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        {"repeat": {"frequency": 1, "period": 12, "periodUnit": "h"}},
        {"repeat": {"timeOfDay": ["08:00:00", "20:00:00"]}},
        {"repeat": {"when": ["MORN", "EVE"]}},
        coded(GTS, "BID"),
        coded(SNOMED, "307470009"),
        {"code": {"text": "twice a day"}},
    ],
    "every other day": [
        {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}},
        {"repeat": {"frequency": 1, "period": 48, "periodUnit": "h"}},
        coded(GTS, "QOD"),
        coded(SNOMED, "396131002"),
        {"code": {"text": "every other day"}},
    ],
}

amounts = st.decimals(min_value="0.1", max_value="999", places=1)


@given(st.sampled_from(sorted(SPELLINGS)), amounts, st.data())
def test_spellings_of_one_schedule_are_equal(frequency: str, amount: Decimal, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(SPELLINGS[frequency])) for _ in range(2))

    assert schedule_of([dosage(one, mg(amount))]) == schedule_of([dosage(other, mg(amount))])


@given(amounts)
def test_twice_a_day_is_not_the_double_dose_once_daily(amount: Decimal) -> None:
    twice = schedule_of([dosage(SPELLINGS["twice daily"][0], mg(amount))])
    once = schedule_of([dosage(SPELLINGS["once daily"][0], mg(amount * 2))])

    assert twice.daily_mg == once.daily_mg
    assert twice != once
    assert twice.simple != once.simple


@given(st.sampled_from([timing for spellings in SPELLINGS.values() for timing in spellings]), amounts)
def test_the_unit_of_mass_makes_no_difference(timing: dict[str, Any], amount: Decimal) -> None:
    found = {
        json.dumps(render(schedule_of([dosage(timing, quantity)])))
        for quantity in (mg(amount), mg(amount / 1000, "g"), mg(amount * 1000, "ug"))
    }
    assert len(found) == 1
    assert schedule_of([dosage(timing, mg(amount))]) == schedule_of([dosage(timing, mg(amount / 1000, "g"))])


@given(st.integers(1, 8), st.sampled_from([Decimal(20), Decimal(40), Decimal(60)]))
def test_counting_tablets_is_the_same_as_weighing_them(count: int, strength: Decimal) -> None:
    timing = SPELLINGS["once daily"][0]
    counted = schedule_of([dosage(timing, mg(count, "{tablet}"))], unit=UnitStrength(strength, "tablet"))

    assert counted == schedule_of([dosage(timing, mg(count * strength))])


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_concurrent_lines_makes_no_difference(parts: list[int], chance: Any) -> None:
    timings = [SPELLINGS[chance.choice(sorted(SPELLINGS))][0] for _ in parts]
    lines = [dosage(timing, mg(part)) for timing, part in zip(timings, parts, strict=True)]
    shuffled = lines[:]
    chance.shuffle(shuffled)

    assert schedule_of(lines) == schedule_of(shuffled)


@given(st.integers(0, 2), amounts)
def test_an_empty_dosage_never_goes_unsaid(position: int, amount: Decimal) -> None:
    good = dosage(SPELLINGS["once daily"][0], mg(amount))
    lines = [good, good]
    lines.insert(position, {})

    found = schedule_of(lines)

    assert not found.known
    assert found.phases == ()
    assert f"dosageInstruction[{position}].doseAndRate" in {unknown.element for unknown in found.unknown}


@given(st.sampled_from(["frequency", "period", "periodUnit"]), amounts)
def test_a_rule_that_lacks_a_part_is_unknown_and_not_once_daily(lost: str, amount: Decimal) -> None:
    rules = {"frequency": 1, "period": 1, "periodUnit": "d"}
    del rules[lost]

    found = schedule_of([dosage({"repeat": rules}, mg(amount))])

    assert not found.known
    assert found.daily_mg is None
    assert [unknown.element for unknown in found.unknown] == [f"dosageInstruction[0].timing.repeat.{lost}"]


# --- what is rendered is read back

ranges = st.tuples(amounts, amounts).map(lambda pair: AmountRange(min(pair), max(pair)))
doses = st.one_of(amounts.map(AmountRange.of), ranges).map(lambda amount: TakenDose(amount, "mg"))
few = st.integers(1, 6)
periods = st.one_of(
    st.integers(1, 30).map(Fraction),
    st.integers(1, 47).map(lambda hours: Fraction(hours, 24)),
    st.integers(1, 90).map(lambda minutes: Fraction(minutes, 1440)),
)
patterns = st.one_of(
    st.builds(every, few, periods),
    st.builds(every, st.integers(1, 24), st.just(Fraction(1))),
    st.builds(every, st.just(1), st.integers(1, 5000).map(lambda seconds: Fraction(seconds, 86400))),
    st.tuples(few, few, periods).map(lambda t: every(min(t[:2]), t[2], times_max=max(t[:2]))),
    st.tuples(few, few, periods, periods).map(
        lambda t: every(min(t[:2]), min(t[2:]), times_max=max(t[:2]), period_max=max(t[2:]))
    ),
    st.builds(weekly, st.frozensets(st.sampled_from(DAYS_OF_WEEK), min_size=1), few, weeks=st.just(1)),
    st.builds(weekly, st.frozensets(st.sampled_from(DAYS_OF_WEEK), min_size=1), st.just(1), weeks=st.integers(2, 4)),
    st.just(Once()),
)
lines = st.builds(Line, doses, patterns, st.booleans())
in_turn = st.tuples(doses, doses).map(
    lambda pair: tuple(Line(dose, Every(1, 1, Fraction(2), Fraction(2), offset)) for offset, dose in enumerate(pair))
)
together_lines = st.lists(lines, min_size=1, max_size=3).map(
    lambda found: together(found, "dosageInstruction", DosageNotes())
)
days = st.one_of(
    st.none(), st.integers(1, 400).map(lambda n: (Fraction(n), Fraction(n))), st.just((Fraction(28), Fraction(31)))
)
dates = st.dates().filter(lambda day: day.year >= 1000).map(PartialDate.on)
cycles = st.tuples(st.integers(1, 60), st.integers(1, 60))


@st.composite
def phases(draw: st.DrawFn, *, last: bool) -> Phase:
    found = draw(st.one_of(together_lines, in_turn))
    if draw(st.booleans()):
        cycle = draw(cycles)
        found = tuple(Line(line.dose, line.pattern, line.as_needed, cycle=cycle) for line in found)
    start, end, length = draw(st.none() | dates), draw(st.none() | dates), draw(days)
    if not last and end is None and length is None:
        length = (Fraction(7), Fraction(7))
    return Phase(found, start, end, length)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    before = draw(st.lists(phases(last=False), max_size=2))
    return Schedule((*before, draw(phases(last=True))))


@given(schedules())
def test_a_rendered_schedule_reads_back_as_itself(schedule: Schedule) -> None:
    read = parse_sig(render(schedule))

    if len(render(schedule)) > 400:
        assert not read.known
        return
    assert (render(schedule), read.unknown) == (render(schedule), ())
    assert read.phases == schedule.phases


def test_the_weekdays_of_a_weekly_pattern_are_shown_and_read_back() -> None:
    schedule = Schedule((Phase((Line(TakenDose(AmountRange.of(Decimal(70)), "mg"), Weekly(("mon", "thu"))),)),))

    assert parse_sig(render(schedule)) == schedule


# --- nothing raises

NAMES = [
    "timing", "repeat", "frequency", "frequencyMax", "period", "periodMax", "periodUnit", "dayOfWeek", "timeOfDay",
    "when", "offset", "count", "countMax", "duration", "durationUnit", "boundsDuration", "boundsRange", "boundsPeriod",
    "start", "end", "low", "high", "code", "coding", "system", "display", "text", "event", "doseAndRate",
    "doseQuantity", "doseRange", "rateQuantity", "type", "value", "unit", "comparator", "asNeededBoolean",
    "asNeededCodeableConcept", "asNeededFor", "sequence", "maxDosePerPeriod", "numerator", "denominator",
    "maxDosePerAdministration", "modifierExtension", "patientInstruction", "extension", "url",
]  # fmt: skip
WORDS = [
    "d", "h", "mo", "mg", "{tablet}", "TAB", "QD", "mon", "MORN", "AC", "08:00:00", "2026-11-01", "2026-13",
    "0001-01-01", "9999-12-31", "60 mg daily", "take 1 tablet", "ordered", UCUM, GTS, SNOMED, "229797004", "1-0-0-0",
    "mg/m2", "60 mg 20 mg and then", "\u00bd tab qd", "1/0 tab daily",
]  # fmt: skip
ODD_NUMBERS = [Decimal(text) for text in ("NaN", "Infinity", "1e999999", "-0", "1E-400")]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-2, 30),
    st.floats(),
    st.decimals(),
    st.sampled_from([*ODD_NUMBERS, 10**400]),
    st.text(max_size=20),
    st.sampled_from(WORDS),
)
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=40,
)


def _check_it_speaks(schedule: Schedule) -> None:
    assert schedule.known is (bool(schedule.phases) and not schedule.unknown)
    assert schedule.phases or schedule.unknown
    assert bool(render(schedule)) is bool(schedule.phases)
    for phase in schedule.phases:
        assert phase.simple is None or phase.simple.mg > 0
        assert phase.daily_mg is None or phase.daily_mg.low <= phase.daily_mg.high


@given(anything)
def test_no_json_makes_it_raise(raw: Any) -> None:
    _check_it_speaks(schedule_of(raw))


@given(st.lists(anything, max_size=4), st.sampled_from([None, UnitStrength(Decimal(20), "tablet")]))
def test_no_list_makes_it_raise(raw: list[Any], unit: UnitStrength | None) -> None:
    _check_it_speaks(schedule_of(raw, unit=unit))


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """A good dosage with one to three elements anywhere in it replaced by something else."""
    good: Any = [
        {
            "sequence": 1,
            "text": "Take 60 mg daily",
            "timing": {
                "repeat": {
                    "frequency": 1,
                    "period": 1,
                    "periodUnit": "d",
                    "boundsPeriod": {"start": "2026-11-01", "end": "2026-11-28"},
                    "count": 28,
                },
                "code": {"coding": [{"system": GTS, "code": "QD"}], "text": "daily"},
                "event": ["2026-11-01"],
            },
            "doseAndRate": [{"type": {"coding": [{"code": "ordered"}]}, "doseQuantity": mg(60)}],
            "maxDosePerPeriod": {"numerator": mg(80), "denominator": mg(1, "d")},
        },
        deepcopy(dosage(SPELLINGS["once daily"][0], mg(20))),
    ]
    for _ in range(draw(st.integers(1, 3))):
        node = good
        while True:
            key = draw(st.sampled_from(sorted(node))) if isinstance(node, dict) else draw(st.integers(0, len(node) - 1))
            if not node[key] or not isinstance(node[key], dict | list) or draw(st.integers(0, 3)) == 0:
                break
            node = node[key]
        node[key] = deepcopy(draw(anything))
    return good


@given(broken())
def test_no_broken_element_makes_it_raise(raw: Any) -> None:
    _check_it_speaks(schedule_of(raw, unit=UnitStrength(Decimal(60), "tablet")))


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    found = parse_sig(text)

    assert found.phases or found.unknown


SIG_WORDS = [
    "take", "60", "1", "2", "1/2", "half", "a", "tablet", "mg", "daily", "and", "then", "once", "every", "other", "day",
    "for", "28", "days", "(", ")", "on", "of", "40", "mg", "twice", "prn", "x", "-", "off", "cycle", "to", "from",
]  # fmt: skip


@given(st.lists(st.sampled_from(SIG_WORDS), max_size=14))
def test_a_text_of_known_words_never_raises_and_never_gives_a_dose_without_a_frequency(words: list[str]) -> None:
    found = parse_sig(" ".join(words))

    _check_it_speaks(found)
    assert not found.known or any(note.code is NoteCode.READ_FROM_TEXT for note in found.notes)


@pytest.mark.parametrize("first", ["not", "unless", "hold", "avoid", "stop"])
def test_a_word_that_is_not_known_makes_the_whole_text_unknown(first: str) -> None:
    assert not parse_sig(f"{first} 60 mg once daily").known
    assert not parse_sig(f"60 mg once daily {first}").known
