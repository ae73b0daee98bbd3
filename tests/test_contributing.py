"""The steps of CONTRIBUTING, done in a copy: a revision by data alone, a criterion and a rule each in one module."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.build import Resource, condition, dosage, every, order, quantity, to_json
from support.coding import concept, snomed
from support.plain import collection, man, neuroendocrine
from support.product import CLINICAL_DRUGS

from validator import check_bundle
from validator.profiles import Profiles

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NEWEST, NEW = "2025-03-26", "2027-01-01"


def commands(chapter: str) -> list[str]:
    """What a chapter tells to run."""
    text = GUIDE.split(f"## {chapter}\n")[1].split("\n## ")[0]
    return re.findall(r"^ +\$ (.+)$", text, re.MULTILINE)


def run(folder: Path, command: str) -> str:
    """A command of the guide, run in a copy; the package is that of the copy where it has one."""
    named = command.replace("labelcheck ", f"{sys.executable} -m labelcheck_of_the_copy ", 1)
    (folder / "labelcheck_of_the_copy.py").write_text("from validator.cli import main\nmain()\n", encoding="utf-8")
    named = re.sub(r"^python ", f"{sys.executable} ", named)
    where = folder if (folder / "validator").is_dir() else ROOT
    environment = os.environ | {"PYTHONPATH": f"{where}{os.pathsep}{folder}"}
    done = subprocess.run(named, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def edited(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


# --- A revision


INDICATION = """
[[indication]]
id = "aardoma"
name = "aardoma"
section = "1.9"
gist = "Aardoma."
confidence = "verified"
source = "made up"
applies = [{ kind = "disease", name = "aardoma" }]
requires = []

[[regimen]]
id = "aardoma-60"
indications = ["aardoma"]
population = "all patients"
section = "2.9"
gist = "60 mg once daily; reduction to 40 mg once daily."
confidence = "verified"
source = "made up"
ladder = ["60 mg once daily", "40 mg once daily"]
"""


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with a made-up revision of 2027: 45 kg where it was 40 kg, and a new indication."""
    folder = tmp_path_factory.mktemp("revision")
    shutil.copytree(ROOT / "profiles", folder / "profiles")
    copy, *others = commands("Add a label revision")
    run(folder, copy)
    new = folder / "profiles" / "labels" / "cabometyx" / f"{NEW}.toml"
    edited(
        new,
        (f"revision = {NEWEST}", f"revision = {NEW}"),
        ('edition = "C25"', 'edition = "C27"'),
        ("kg = 40 }", "kg = 45 }"),
        ("40 kg", "45 kg"),
    )
    new.write_text(new.read_text(encoding="utf-8") + INDICATION, encoding="utf-8")
    made_up = ROOT / "tests" / "fixtures" / "second-drug" / "valuesets" / "diseases"
    shutil.copy(made_up / "aardoma.json", folder / "profiles" / "valuesets" / "diseases")
    said = [run(folder, command) for command in others]
    assert said[0] == "No mistake was found in the label data.\n"
    assert "aardoma" in said[1]
    return folder


def verdict(folder: Path, chart: list[Resource]) -> tuple[str, str | None]:
    """The verdict and the dose the label gives."""
    found = check_bundle(to_json(collection(chart)), profiles=Profiles(folder / "profiles")).orders[0]
    return found.verdict.value, found.expected.schedule if found.expected else None


def tablets(mg: int, day: str) -> Resource:
    return order(concept(CLINICAL_DRUGS["tablet", mg]), [dosage(quantity(mg, "mg"), every())]) | {"authoredOn": day}


@pytest.mark.parametrize(
    ("day", "kilograms", "mg"),
    [
        ("2026-12-31", "39.9", 40),
        ("2026-12-31", "40", 60),
        ("2026-12-31", "44.9", 60),
        ("2027-01-01", "40", 40),
        ("2027-01-01", "44.9", 40),
        ("2027-01-01", "45", 60),
    ],
)
def test_the_new_limit_holds_from_its_day_and_from_its_weight_on(
    revised: Path, day: str, kilograms: str, mg: int
) -> None:
    right = neuroendocrine(tablets(mg, day), born="2012-06-01", kilograms=kilograms)
    assert verdict(revised, right)[1] == f"{mg} mg once daily"
    other = neuroendocrine(tablets(100 - mg, day), born="2012-06-01", kilograms=kilograms)
    assert verdict(revised, other)[0] == ("error" if mg == 40 else "warning")


@pytest.mark.parametrize(("day", "said"), [("2026-12-31", "error"), ("2027-01-01", "accept")])
def test_the_new_indication_holds_from_its_day_on(revised: Path, day: str, said: str) -> None:
    tumor = condition("tumor", concept(snomed("99000009001", "Aardoma")), onset="2026-01-01", recorded="2026-01-02")
    assert verdict(revised, [man(), tumor, tablets(60, day)])[0] == said


# --- A criterion and a rule

CRITERION = '''"""The patient was born in a leap year: a question made up to show what a criterion is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Names, Titles, no, unknown, yes
from validator.criteria.registry import criterion


@criterion("born-in-leap-year")
@dataclass(frozen=True, slots=True)
class BornInLeapYear:
    """The year of birth has 366 days. Without a birth date the answer is unknown. Source: made up."""

    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        """The question in words."""
        return "born in a leap year"

    def names(self) -> Names:
        """Nothing but the patient, who is always looked at."""
        return Names()

    def answer(self, chart: Chart) -> Answer:
        """By the year of birth."""
        if chart.person is None or chart.person.birth is None:
            return unknown("no birth date is on file", missing=("Patient.birthDate",))
        year = chart.person.birth.first.year
        said = yes if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else no
        return said(f"born in {year}", chart.person.evidence)
'''

PRECAUTION = """
[[precaution]]
id = "leap-year"
code = "label-precaution"
section = "5.99"
gist = "Made up: born in a leap year."
confidence = "verified"
source = "made up"
when = { kind = "born-in-leap-year" }
verdict = "warning"
message = "Made up: the patient was born in a leap year."
if_unknown = "warning"
unknown_message = "Made up: whether the patient was born in a leap year is not known."
"""

RULE = '''"""Orders written on a thirteenth: a rule made up to show what a rule is."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, finding_code
from validator.rules.registry import rule
from validator.verdict import Verdict

THIRTEENTH = finding_code("written-on-a-thirteenth", "Written on a thirteenth", """Made up for a test.""")


@rule("thirteenth")
def thirteenth(situation: Situation) -> Iterator[Finding]:
    """The day of the order is no thirteenth."""
    if situation.chart.as_of.last.day == 13:
        yield Finding(THIRTEENTH, Verdict.WARNING, "Made up: the order was written on a thirteenth.")
'''


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its data."""
    folder = tmp_path_factory.mktemp("workshop")
    for name in ("validator", "profiles"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def findings(folder: Path, chart: list[Resource]) -> set[str]:
    """What the copy says of an order: codes and messages."""
    (folder / "chart.json").write_bytes(to_json(collection(chart)))
    report: dict[str, Any] = json.loads(run(folder, "labelcheck check --format json --fail-on error chart.json"))
    return {word for one in report["orders"][0]["findings"] for word in (one["code"], one["message"])}


def test_a_criterion_is_one_module(workshop: Path) -> None:
    (workshop / "validator" / "criteria" / "leap_year.py").write_text(CRITERION, encoding="utf-8")
    for label in (workshop / "profiles" / "labels" / "cabometyx").glob("20*.toml"):
        if label.stem >= NEWEST:
            label.write_text(label.read_text(encoding="utf-8") + PRECAUTION, encoding="utf-8")
    mistakes, page = (run(workshop, one.replace("KIND", "born-in-leap-year")) for one in commands("Add a criterion"))
    assert mistakes == "No mistake was found in the label data.\n"
    assert "The year of birth has 366 days." in page
    assert "cabometyx leap-year" in page
    message = "Made up: the patient was born in a leap year."
    day = "2026-11-22"
    assert message in findings(workshop, neuroendocrine(tablets(60, day), born="1972-02-02"))
    assert message not in findings(workshop, neuroendocrine(tablets(60, day), born="1970-02-02"))
    assert "when        born in a leap year" in run(workshop, "labelcheck label --product cabometyx")


def test_a_rule_is_one_module_and_its_line(workshop: Path) -> None:
    (workshop / "validator" / "rules" / "thirteenth.py").write_text(RULE, encoding="utf-8")
    listed = workshop / "validator" / "rules" / "__init__.py"
    edited(
        listed,
        ("    supply,\n", "    supply,\n    thirteenth,\n"),
        ('    "supply",\n', '    "supply",\n    "thirteenth",\n'),
    )
    for command in commands("Add a rule"):
        run(workshop, command)
    published = json.loads((workshop / "profiles" / "codesystems" / "finding.json").read_text(encoding="utf-8"))
    assert "written-on-a-thirteenth" in {one["code"] for one in published["concept"]}
    assert "Made up for a test." in run(workshop, "labelcheck explain written-on-a-thirteenth")
    said = "written-on-a-thirteenth"
    assert said in findings(workshop, neuroendocrine(tablets(60, "2026-11-13")))
    assert said not in findings(workshop, neuroendocrine(tablets(60, "2026-11-14")))
