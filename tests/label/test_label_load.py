"""A label file with one mistake is not loaded at all, and the message says where the mistake is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from support.shipped import SHIPPED

from validator.label.load import LabelError
from validator.profiles import Profiles

DAY = date(2020, 1, 1)
FILE = "testdrug/2020-01-01.toml"
SMALL = """
product = "TESTDRUG"
ingredient = "testinib"
set_id = "00000000-0000-0000-0000-000000000000"
edition = "T20"
revision = 2020-01-01
form = "tablet"
strengths_mg = [20]
max_daily_mg = 40
dose_section = "2.1"
strength_section = "3"
reduction_section = "2.2"
interchange_section = "2.1"

[[indication]]
id = "rcc"
name = "kidney cancer"
section = "1"
gist = "Kidney cancer."
confidence = "verified"
source = "made up"
applies = [{ kind = "disease", name = "rcc" }]
requires = [{ words = "advanced disease", ask = { kind = "advanced", disease = ["rcc"] } }]

[[regimen]]
id = "rcc-20"
indications = ["rcc"]
population = "all patients"
section = "2.1"
gist = "20 mg once daily."
confidence = "verified"
source = "made up"
ladder = ["20 mg once daily"]

[[adjustment]]
id = "inducer"
factor = "inducer"
effect = "raise"
because = "strong CYP3A4 inducer"
section = "2.3"
gist = "Plus 20 mg."
confidence = "inferred"
source = "made up"
when = { kind = "taking", groups = ["strong_inducer"] }
steps = [{ before = "20 mg once daily", after = "40 mg once daily", regimens = ["rcc-20"] }]

[administration]
id = "administration"
section = "2.1"
gist = "By mouth."
confidence = "verified"
source = "made up"
food = "without"
before_meal = 60
after_meal = 120
forbidden = ["crush"]
routes = ["oral"]

[[precaution]]
id = "hemorrhage"
code = "recent-hemorrhage"
section = "5.1"
gist = "Not with bleeding."
confidence = "single-source"
source = "made up"
when = { kind = "condition-active", groups = ["hemorrhage"] }
verdict = "error"
message = "Bleeding is active."
indications = ["rcc"]
"""


def profiles_with(folder: Path, text: str, name: str = "2020-01-01.toml") -> Path:
    """A profiles folder with the shipped value sets that its questions look at, and this one label file."""
    (folder / "labels" / "testdrug").mkdir(parents=True)
    (folder / "labels" / "testdrug" / name).write_text(text, encoding="utf-8")
    (folder / "labels" / "pages.toml").symlink_to(SHIPPED.root / "labels" / "pages.toml")
    asked = ("stage-group", "t-category", "n-category", "m-category", "cancer-disease-status")
    # A domain comes with a set for each role that the program reads in it.
    read = ["major-surgery", "pregnancy", "not-pregnant-condition", "transplanted-organ-or-tuberous-sclerosis"]
    read += ["slight-or-possible-hemorrhage"]
    questions = [f"{question}-questions.json" for question in asked] + [f"{one}.json" for one in read]
    for name_of_set in ("strong-cyp3a4-inducers.json", "hemorrhage.json", *questions):
        (shipped,) = (SHIPPED.root / "valuesets").rglob(name_of_set)
        topic = folder / "valuesets" / shipped.parent.name
        topic.mkdir(parents=True, exist_ok=True)
        (topic / name_of_set).symlink_to(shipped)
    return folder


def test_a_whole_small_label_loads(tmp_path: Path) -> None:
    root = profiles_with(tmp_path, SMALL)
    label = Profiles(root).labels.revision("testdrug", DAY)
    assert (label.product, label.revision) == ("TESTDRUG", DAY)
    assert [statement.id for statement in label.statements()] == [
        "rcc", "rcc-20", "inducer", "administration", "hemorrhage",
    ]  # fmt: skip
    assert Profiles(root).labels.products == ("testdrug",)
    assert Profiles(root).labels.revision_dates("testdrug") == (DAY,)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        pytest.param('form = "tablet"', 'form = "tablet"\ntaste = "none"', ".taste: ", id="an unknown key"),
        pytest.param('edition = "T20"\n', "", ".edition: ", id="a missing key of the label"),
        pytest.param('form = "tablet"', 'form = "syrup"', ".form: ", id="a dose form outside the vocabulary"),
        pytest.param('name = "kidney cancer"', 'nam = "kidney cancer"', ".indication[0].nam", id="a misspelt key"),
        pytest.param('gist = "Plus 20 mg."\n', "", ".adjustment[0].gist: ", id="a statement without its gist"),
        pytest.param('confidence = "inferred"', 'confidence = "sure"', ".adjustment[0].confidence", id="no confidence"),
        pytest.param(
            '{ kind = "disease", name = "rcc" }', '{ kind = "diseas", name = "rcc" }',
            ".indication[0].applies[0]: .*'diseas' is no criterion", id="an unknown criterion",
        ),
        pytest.param(
            '{ kind = "disease", name = "rcc" }', '{ kind = "disease", nam = "rcc" }',
            ".indication[0].applies[0]: .*disease has no nam", id="an unknown field of a criterion",
        ),
        pytest.param(
            '{ kind = "advanced", disease = ["rcc"] }', '{ kind = "advanced" }',
            ".indication[0].requires[0].ask: .*advanced needs disease", id="a criterion without a field it needs",
        ),
        pytest.param(
            '{ kind = "advanced", disease = ["rcc"] }', '{ kind = "not", of = { kind = "advance" } }',
            ".indication[0].requires[0].ask: .*.of.kind: 'advance'", id="a mistake inside a nested criterion",
        ),
        pytest.param(
            '{ kind = "advanced", disease = ["rcc"] }', '{ kind = "advanced", disease = "rcc" }',
            ".indication[0].requires[0].ask: .*.disease: a list of words", id="a word where a list is needed",
        ),
        pytest.param(
            'ladder = ["20 mg once daily"]', 'ladder = ["20 mg twice a day"]',
            ".regimen[0].ladder[0]: .*'20 mg twice a day' is no dose", id="a schedule the label does not have",
        ),
        pytest.param('effect = "raise"', 'effect = "more"', ".adjustment[0].effect: ", id="an unknown effect"),
        pytest.param('verdict = "error"', 'verdict = "bad"', ".precaution[0].verdict: ", id="an unknown verdict"),
        pytest.param("before_meal = 60", 'before_meal = "60"', ".administration.before_meal", id="a number as text"),
        pytest.param("revision = 2020-01-01", 'revision = "2020-01-01"', ".revision: ", id="a date written as text"),
        pytest.param("max_daily_mg = 40\n", "max_daily_mg = \n", ": ", id="a file that is not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_key_or_value_stops_the_load_with_its_path(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in SMALL
    root = profiles_with(tmp_path, SMALL.replace(right, wrong, 1))
    with pytest.raises(LabelError, match="^" + re.escape(FILE) + _pattern(message)):
        Profiles(root).labels.revision("testdrug", DAY)


def _pattern(message: str) -> str:
    path, dots, rest = message.partition(".*")
    return re.escape(path) + (dots + re.escape(rest) if dots else "")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        pytest.param("revision = 2020-01-01", "revision = 2020-01-02",
            "revision is 2020-01-02, the file name says 2020-01-01", id="another date than the file name"),
        pytest.param('id = "hemorrhage"', 'id = "inducer"', "the id inducer is used twice", id="an id used twice"),
        pytest.param('indications = ["rcc"]\npopulation', 'indications = ["rcc", "hcc"]\npopulation',
            "regimen rcc-20 names no indication hcc", id="a regimen of an indication that is not there"),
        pytest.param('id = "rcc-20"\nindications = ["rcc"]', 'id = "rcc-20"\nindications = []',
            "indication rcc has no regimen", id="an indication without a regimen"),
        pytest.param('regimens = ["rcc-20"]', 'regimens = ["rcc-60"]',
            "adjustment inducer names no regimen rcc-60", id="a step of a regimen that is not there"),
        pytest.param('message = "Bleeding is active."\nindications = ["rcc"]',
            'message = "Bleeding is active."\nindications = ["hcc"]',
            "precaution hemorrhage names no indication hcc", id="a precaution of an indication that is not there"),
        pytest.param('message = "Bleeding is active."', f'message = "{"b" * 141}"',
            "precaution hemorrhage has a message of 141 characters", id="a message that is too long for a card"),
        pytest.param('groups = ["strong_inducer"]', 'groups = ["strong_inducers"]',
            "inducer asks for the group strong_inducers, which no value set holds", id="an unknown group"),
        pytest.param('{ kind = "condition-active", groups = ["hemorrhage"] }',
            '{ kind = "all", of = [{ kind = "not", of = { kind = "condition-active", groups = ["hemorage"] } }] }',
            "hemorrhage asks for the group hemorage", id="an unknown group inside a nested criterion"),
        pytest.param('groups = ["strong_inducer"] }', 'groups = ["strong_inducer"], unless = ["nothing"] }',
            "inducer asks for the group nothing", id="an unknown group that is excepted"),
        pytest.param("steps = [{", 'stopped = { kind = "stopped-within", groups = ["gone"], days = 2 }\nsteps = [{',
            "inducer asks for the group gone", id="an unknown group in the washout"),
        pytest.param('applies = [', 'applies = [{ kind = "taking", groups = ["nowhere"] }, ',
            "rcc asks for the group nowhere", id="an unknown group in what an indication is for"),
        pytest.param('{ kind = "advanced", disease = ["rcc"] }', '{ kind = "taking", groups = ["nowhere"] }',
            "rcc asks for the group nowhere", id="an unknown group in what an indication asks for"),
        pytest.param('ladder = [', 'when = { kind = "taking", groups = ["nowhere"] }\nladder = [',
            "rcc-20 asks for the group nowhere", id="an unknown group in when a regimen is for"),
        pytest.param('{ kind = "taking", groups = ["strong_inducer"] }',
            '{ kind = "previously-treated", groups = ["strong_inducer"], narrow = ["nowhere"] }',
            "inducer asks for the group nowhere", id="an unknown group among the narrow ones"),
        pytest.param('{ kind = "taking", groups = ["strong_inducer"] }',
            '{ kind = "first-line", groups = ["strong_inducer"], adjuvant = ["nowhere"] }',
            "inducer asks for the group nowhere", id="an unknown group among the adjuvant ones"),
        pytest.param('{ kind = "taking", groups = ["strong_inducer"] }',
            '{ kind = "first-line", groups = ["strong_inducer"], ignore = ["nowhere"] }',
            "inducer asks for the group nowhere", id="an unknown group among the ignored ones"),
    ],
)  # fmt: skip
def test_a_mistake_between_statements_stops_the_load_with_the_file(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in SMALL
    root = profiles_with(tmp_path, SMALL.replace(right, wrong, 1))
    with pytest.raises(LabelError, match=f"^{re.escape(FILE)}: {re.escape(message)}"):
        Profiles(root).labels.revision("testdrug", DAY)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('edition = "T20"\n', "").replace('gist = "Plus 20 mg."\n', "")
    with pytest.raises(LabelError, match=r"\.edition: .*; testdrug/2020-01-01\.toml\.adjustment\[0\]\.gist: "):
        Profiles(profiles_with(tmp_path, text)).labels.revision("testdrug", DAY)


def test_a_message_of_exactly_140_characters_is_short_enough(tmp_path: Path) -> None:
    root = profiles_with(tmp_path, SMALL.replace("Bleeding is active.", "b" * 140))
    assert len(Profiles(root).labels.revision("testdrug", DAY).precaution[0].message) == 140


@pytest.mark.parametrize("name", ["newest.toml", "2020.toml", "2020-1-1.toml", "T20_2020-01-01.toml"])
def test_a_file_that_is_not_named_after_its_date_is_refused(tmp_path: Path, name: str) -> None:
    root = profiles_with(tmp_path, SMALL, name)
    with pytest.raises(LabelError, match=f"^testdrug/{re.escape(name)}: a label file is named after its date"):
        Profiles(root).labels.revision_dates("testdrug")


def test_a_revision_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"^testdrug/2021-01-01\.toml: "):
        Profiles(profiles_with(tmp_path, SMALL)).labels.revision("testdrug", date(2021, 1, 1))


def test_an_indication_is_no_combination_unless_it_says_so(tmp_path: Path) -> None:
    (made,) = Profiles(profiles_with(tmp_path, SMALL)).labels.revision("testdrug", DAY).indication
    assert made.combination is False
    current = SHIPPED.labels.newest("cabometyx")
    assert [indication.id for indication in current.indication if indication.combination] == ["rcc-nivo"]


def test_a_loaded_label_cannot_be_changed(tmp_path: Path) -> None:
    label = Profiles(profiles_with(tmp_path, SMALL)).labels.revision("testdrug", DAY)
    with pytest.raises(AttributeError, match="immutable"):
        label.product = "OTHER"
