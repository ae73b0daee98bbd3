"""The stories in tests/cases: one table of a TOML file is one patient, one order and the verdict expected."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent.parent / "cases"
TODAY = date(2026, 11, 22)

PRIOR = {"hcc": ("sorafenib",), "dtc": ("lenvatinib",), "pnet": ("everolimus",), "epnet": ("everolimus",)}
"""What "all indication criteria are met" means for prior treatment; a case that names `prior` replaces it."""

_DOSE = re.compile(r"(?P<mg>\d+) mg (?P<times>once daily|twice daily|three times a day|every other day)")
_AVERAGE = {
    "once daily": Decimal(1),
    "twice daily": Decimal(2),
    "three times a day": Decimal(3),
    "every other day": Decimal("0.5"),
}


@dataclass(frozen=True, slots=True)
class Sig:
    """An amount in mg and how often."""

    mg: int
    times: str

    @classmethod
    def parse(cls, text: str) -> Sig:
        """Reads `20 mg every other day`."""
        matched = _DOSE.fullmatch(text)
        if matched is None:
            raise ValueError(f"not a dose the cases know: {text!r}")
        return cls(int(matched["mg"]), matched["times"])

    @property
    def daily_mg(self) -> Decimal:
        """The average a day."""
        return self.mg * _AVERAGE[self.times]


@dataclass(frozen=True, slots=True)
class Problem:
    """A further condition, by its group in the value sets; since when, and until when where it is over.

    `snomed` is its group in SNOMED CT where that differs: some systems have a code for what is past, others have none.
    """

    name: str
    since: date
    until: date | None = None
    snomed: str = ""


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug taken beside cabozantinib."""

    name: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Nivolumab beside cabozantinib: `amount` in mg or mg/kg, every so many weeks."""

    amount: int
    unit: str
    weeks: int
    since: date


@dataclass(frozen=True, slots=True)
class Case:
    """One story: who, what disease, what else, the order, and the verdict the label gives it."""

    row: int
    title: str
    story: str
    section: str
    verdict: str
    disease: str
    order: Sig
    on: date
    born: str
    sex: str = "male"
    weight_kg: Decimal | None = None
    exact_weight: bool = False
    height_cm: Decimal | None = None
    form: str = "tablet"
    unit_mg: int | None = None
    stage: str = ""
    grade: str = ""
    not_shown: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    prior: tuple[str, ...] = ()
    no_prior_therapy: bool = False
    child_pugh: str = ""
    taking: tuple[Drug, ...] = ()
    partner: Partner | None = None
    problems: tuple[Problem, ...] = ()
    planned_operation: date | None = None
    past_operation: date | None = None
    operation: str = "laparotomy"
    earlier: tuple[Sig, ...] = ()
    pregnancy_test: bool = False
    ends: date | None = None
    when: str = ""
    offset: int | None = None
    route: str = "oral"
    instruction: str = ""
    findings: tuple[str, ...] = ()
    expected: Sig | None = None
    no_dose: bool = False
    edition: date | None = None
    file: str = ""

    @property
    def name(self) -> str:
        """How the test is called."""
        return f"{self.row:03d}"


_PLAIN = {"row", "title", "story", "section", "verdict", "disease", "sex", "form", "unit_mg", "stage", "grade"} | {
    "no_prior_therapy", "child_pugh", "planned_operation", "past_operation", "operation", "pregnancy_test", "ends",
    "when", "offset", "route", "instruction", "edition", "exact_weight", "no_dose",
}  # fmt: skip


def read_case(table: dict[str, Any]) -> Case:
    """One table as a Case. An unknown key is refused: a misspelt fact would be a fact that is not there."""
    table = dict(table)
    on: date = table.pop("on", TODAY)
    given: dict[str, Any] = {"on": on, "order": Sig.parse(table.pop("order"))}
    born, age = table.pop("born", None), table.pop("age", None)
    if (born is None) == (age is None):
        raise ValueError("a case gives either `age` or `born`")
    given["born"] = str(born) if born is not None else _birthday(on, age).isoformat()
    given["disease"] = table["disease"]
    given["prior"] = tuple(table.pop("prior", PRIOR.get(table["disease"], ())))
    for key in ("not_shown", "denied", "stated"):
        given[key] = frozenset(table.pop(key, ()))
    if "weight" in table:
        given["weight_kg"], at_forty = _kilograms(table.pop("weight"))
        given["exact_weight"] = table.pop("exact_weight", False) or at_forty
    if "height" in table:
        given["height_cm"] = Decimal(table.pop("height").removesuffix(" cm"))
    if "expected" in table:
        given["expected"] = Sig.parse(table.pop("expected"))
    given["earlier"] = tuple(Sig.parse(one) for one in table.pop("earlier", ()))
    given["findings"] = tuple(table.pop("findings", ()))
    given["taking"] = tuple(_drug(one, on) for one in table.pop("taking", ()))
    given["problems"] = tuple(Problem(**one) for one in table.pop("problems", ()))
    if "partner" in table:
        given["partner"] = _partner(table.pop("partner"), table.pop("partner_since", on))
    unknown = set(table) - _PLAIN
    if unknown:
        raise ValueError(f"a case knows no {', '.join(sorted(unknown))}; known are {', '.join(sorted(_known()))}")
    return Case(**(table | given))


def _known() -> set[str]:
    return {field.name for field in fields(Case)} | {"age", "weight", "height", "partner_since"}


def read_cases(folder: Path = CASES) -> list[Case]:
    """Every case of every file below the folder, in the order of their row numbers."""
    found = []
    for path in sorted(folder.rglob("*.toml")):
        for table in tomllib.loads(path.read_text())["case"]:
            try:
                found.append(replace(read_case(table), file=path.name))
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{path.name}, row {table.get('row')}: {error}") from error
    return sorted(found, key=lambda case: case.row)


def _birthday(on: date, age: int) -> date:
    """Half a year past the birthday, so that neither edge of the year of life is near."""
    passed = on - timedelta(days=182)
    return passed.replace(year=passed.year - age, day=min(passed.day, 28))


def _kilograms(text: str) -> tuple[Decimal, bool]:
    amount, unit = text.split()
    if unit == "lb":
        return Decimal(amount) * Decimal("0.45359237"), False
    return Decimal(amount), Decimal(amount) == 40


def _drug(given: str | dict[str, Any], on: date) -> Drug:
    if isinstance(given, str):
        return Drug(given, on - timedelta(days=10))
    return Drug(**({"since": on - timedelta(days=40)} | given))


def _partner(text: str, since: date) -> Partner:
    matched = re.fullmatch(r"nivolumab (\d+) (mg|mg/kg) every (\d) weeks", text)
    if matched is None:
        raise ValueError("a partner reads `nivolumab 240 mg every 2 weeks`")
    return Partner(int(matched[1]), matched[2], int(matched[3]), since)
