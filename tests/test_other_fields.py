"""Labels of other fields are data: doses by surface area three times daily in two forms, by age; every other day for
high blood pressure; once weekly by weight bands and kidney function. None of them is for a cancer.

Nothing here exists: neither colonase, deelopril and efforazole, nor their brands, codes and diseases but hypertension.
All charts are synthetic. Each row names the verdict and the codes that were wanted before the order was judged.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.answer import said
from support.build import (
    Resource,
    condition,
    dosage,
    every,
    observation,
    order,
    patient,
    quantity,
    statement,
    to_json,
    weight,
)
from support.coding import DRUGS, concept, icd, loinc, rxnorm, snomed
from support.plain import collection, kidney
from support.shipped import shipped_with

from validator import check_bundle
from validator.cli import main
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.report.order_words import ordered_words

FIXTURE = Path(__file__).parent / "fixtures" / "other-fields"
TODAY = "2026-11-18"
SOLUTION = concept(rxnorm("99000302", "colonase 20 MG/ML Oral Solution [Collosol]"))
COLONASE = concept(rxnorm("99000301", "colonase"))
CAPSULE = concept(rxnorm("99000304", "colonase 100 MG Oral Capsule [Collocap]"))
TABLET_10, TABLET_20 = (
    concept(rxnorm(code, f"deelopril {mg} MG [Deelo]")) for code, mg in (("99000402", 10), ("99000403", 20))
)
CAPSULE_25, CAPSULE_100 = (
    concept(rxnorm(code, f"efforazole {mg} MG [Effora]")) for code, mg in (("99000502", 25), ("99000503", 100))
)
THREE_TIMES, EVERY_OTHER_DAY, WEEKLY = every(times=3), every(2), every(1, "wk")
ON_MONDAY: Resource = {"repeat": {"dayOfWeek": ["mon"], "frequency": 1, "period": 1, "periodUnit": "wk"}}


def disease(code: Resource, **elements: Any) -> Resource:
    return condition("disease", concept(code), onset="2024-01-01", recorded="2024-01-02") | elements


COLLOSIS = disease(snomed("99100029009", "Collosis"))
HYPERTENSION = disease(icd("I10", "Essential (primary) hypertension"))
EFFOSIS = disease(snomed("99100039006", "Effosis infection"))
KIDNEY_CANCER = disease(icd("C64.1", "Malignant neoplasm of right kidney"), id="cancer")


def height(centimetres: int) -> Resource:
    return observation("height", loinc("8302-2", "Body height"), TODAY, value=quantity(centimetres, "cm"))


def filtration(value: int) -> Resource:
    return observation("egfr", loinc("62238-1", "eGFR"), TODAY, value=quantity(value, "mL/min/{1.73_m2}"))


def light(kilograms: str) -> Resource:
    """A weight with a place behind the point, as JSON reads it."""
    read: Resource = json.loads(to_json(weight(kilograms, TODAY)))
    return read


CHILD = [patient(born="2018-05-04"), COLLOSIS, weight("30", TODAY), height(130)]  # 1.04 m2: 62.4 mg, and 46.8 mg
GROWN = [patient(born="1980-05-04"), COLLOSIS, weight("80", TODAY), height(180)]  # 2 m2: 80 mg
ADULT = patient(born="1960-01-01")
HEAVY = [ADULT, EFFOSIS, weight("70", TODAY)]  # 210 mg, at most 200 mg


def of(
    medication: Resource, amount: Resource, timing: Resource, instruction: str | None = None, **more: Any
) -> Resource:
    return order(medication, [dosage(amount, timing, instruction=instruction, text=more.pop("sig", None))]) | more


def liquid(amount: Resource, timing: Resource = THREE_TIMES, instruction: str | None = None) -> Resource:
    return of(SOLUTION, amount, timing, instruction)


def twenty(timing: Resource = EVERY_OTHER_DAY, mg: int = 20, **more: Any) -> Resource:
    return of(TABLET_20 if mg == 20 else TABLET_10, quantity(mg, "mg"), timing, **more)


def weekly(mg: int = 200, timing: Resource = WEEKLY, instruction: str | None = None, **more: Any) -> Resource:
    return of(CAPSULE_100 if mg % 100 == 0 else CAPSULE_25, quantity(mg, "mg"), timing, instruction, **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped label data with those of the three drugs laid over them."""
    return shipped_with(FIXTURE, tmp_path_factory.mktemp("other-fields") / "profiles")


@pytest.fixture(scope="module")
def profiles(folder: Path) -> Profiles:
    return Profiles(folder)


def asked(profiles: Profiles, resources: list[Resource]) -> OrderReport:
    report = check_bundle(to_json(collection(resources)), profiles=profiles)
    return next(one for one in report.orders if one.order == "MedicationRequest/order")


def test_the_data_hold_no_mistake(profiles: Profiles) -> None:
    assert profiles.mistakes() == ()


SOLUTION_CHARTS = [
    ("a child, by area", CHILD, liquid(quantity(60, "mg")), "accept", "dose-agrees"),
    ("in mL with meals", CHILD, liquid(quantity(3, "mL"), instruction="with meals"), "accept", "dose-agrees"),
    ("twice a day", CHILD, liquid(quantity(60, "mg"), every(times=2)), "error", "not-once-daily"),
    ("four times a day", CHILD, liquid(quantity(60, "mg"), every(times=4)), "error", "not-once-daily"),
    ("all at one time", CHILD, liquid(quantity(180, "mg"), every()), "error", "dose-not-a-label-step"),
    ("the step", CHILD, liquid(quantity(50, "mg")), "warning", "dose-below-start"),
    ("the ladder of adults", CHILD, liquid(quantity(40, "mg")), "error", "dose-not-a-label-step"),
    ("an adult", GROWN, liquid(quantity(80, "mg")), "accept", "dose-agrees"),
    ("capsules, nearest", GROWN, of(CAPSULE, quantity(100, "mg"), THREE_TIMES), "accept", "dose-agrees"),
    ("fasting", GROWN, liquid(quantity(80, "mg"), instruction="on an empty stomach"), "error", "without-food"),
    ("no height", GROWN[:3], liquid(quantity(80, "mg")), "undetermined", "dose-depends-on-missing-fact"),
    ("twelve, or not yet", [patient(born="2014"), *GROWN[1:]], liquid(quantity(80, "mg")), "undetermined",
     "dose-depends-on-missing-fact"),
    ("too young", [patient(born="2025-06-01"), *CHILD[1:]], liquid(quantity(60, "mg")), "error", "indication-not-met"),
]  # fmt: skip
TABLET_CHARTS = [
    ("right", [ADULT, HYPERTENSION], twenty(), "accept", "dose-agrees"),
    ("one tablet", [ADULT, HYPERTENSION], of(TABLET_20, quantity(1, "{tablet}"), EVERY_OTHER_DAY), "accept",
     "dose-agrees"),
    ("each day", [ADULT, HYPERTENSION], twenty(every()), "error", "dose-above-maximum"),
    ("half of it each day", [ADULT, HYPERTENSION], twenty(every(), 10), "error", "dose-not-a-label-step"),
    ("with breakfast", [ADULT, HYPERTENSION], twenty(instruction="with breakfast"), "accept", "dose-agrees"),
    ("by its purpose", [ADULT, HYPERTENSION], order(TABLET_20, [{"text": "1 tab po qod for high blood pressure"}]),
     "warning", "dose-agrees"),
    ("beside a cancer", [ADULT, HYPERTENSION, KIDNEY_CANCER], twenty(), "accept", "dose-agrees"),
    ("a cancer alone", [ADULT, KIDNEY_CANCER], twenty(), "undetermined", "disease-not-shown"),
    ("another disease alone", [ADULT, COLLOSIS], twenty(), "undetermined", "disease-not-shown"),
    ("nothing on file", [ADULT], twenty(), "undetermined", "disease-not-shown"),
    ("a cancer in words", [ADULT, disease({}) | {"code": {"text": "Kidney cancer"}}], twenty(), "undetermined",
     "disease-not-shown"),
    ("another reason", [ADULT, HYPERTENSION], twenty(reasonCode=[concept(icd("M10.9", "Gout, unspecified"))]), "error",
     "indication-not-in-label"),
    ("its own reason", [ADULT], twenty(reasonCode=[concept(icd("I10", "Essential (primary) hypertension"))]), "accept",
     "dose-agrees"),
    ("to be avoided", [ADULT, HYPERTENSION, statement("drug", concept(DRUGS["ketoconazole"][0]), start="2026-10-01")],
     twenty(), "warning", "deelopril-inhibitor"),
    ("raised", [ADULT, HYPERTENSION, statement("drug", concept(DRUGS["rifampin"][0]), start="2026-10-01")],
     twenty(mg=30), "accept", "dose-agrees"),
    ("not raised", [ADULT, HYPERTENSION, statement("drug", concept(DRUGS["rifampin"][0]), start="2026-10-01")],
     twenty(), "warning", "dose-not-raised"),
    ("raised for nothing", [ADULT, HYPERTENSION], twenty(mg=30), "error", "dose-above-label"),
    ("as needed", [ADULT, HYPERTENSION],
     order(TABLET_20, [dosage(quantity(20, "mg"), EVERY_OTHER_DAY) | {"asNeededBoolean": True}]), "error", "as-needed"),
]  # fmt: skip
WEEKLY_CHARTS = [
    ("at most 200 mg", HEAVY, weekly(), "accept", "dose-agrees"),
    ("on Monday", HEAVY, weekly(timing=ON_MONDAY), "accept", "dose-agrees"),
    ("every Monday in words", HEAVY, weekly(sig="Take 2 capsules (200 mg) by mouth every Monday on an empty stomach"),
     "accept", "dose-agrees"),
    ("every Friday in words", HEAVY, weekly(timing=ON_MONDAY, sig="Take 2 capsules (200 mg) by mouth every Friday"),
     "warning", "text-contradicts-dose"),
    ("Monday and Thursday", HEAVY, weekly(timing={"repeat": {"dayOfWeek": ["mon", "thu"]}}), "error",
     "schedule-not-in-label"),
    ("every second Monday", HEAVY, weekly(timing={"repeat": {**ON_MONDAY["repeat"], "period": 2}}), "error",
     "schedule-not-in-label"),
    ("each day", HEAVY, weekly(timing=every()), "error", "dose-above-maximum"),
    ("rounded down", [ADULT, EFFOSIS, weight("30", TODAY)], weekly(75), "accept", "dose-agrees"),
    ("the second band", [ADULT, EFFOSIS, light("19.9")], weekly(50), "accept", "dose-agrees"),
    ("the first band", [patient(born="2026-05-01"), EFFOSIS, light("9.9")], weekly(25), "accept",
     "dose-agrees"),
    ("above the first band", [patient(born="2026-05-01"), EFFOSIS, light("9.9")], weekly(50), "error",
     "dose-above-label"),
    ("kidneys", [*HEAVY, filtration(20)], weekly(100), "accept", "dose-agrees"),
    ("kidneys, full dose", [*HEAVY, filtration(20)], weekly(), "error", "dose-above-label"),
    ("kidneys that do well", [*HEAVY, filtration(80)], weekly(), "accept", "dose-agrees"),
    ("no weight", [ADULT, EFFOSIS], weekly(), "undetermined", "dose-depends-on-missing-fact"),
    ("an hour before a meal", HEAVY, weekly(instruction="Take 1 hour before a meal"), "error", "with-food"),
    ("two hours before", HEAVY, weekly(instruction="Take 2 hours before a meal"), "accept", "dose-agrees"),
    ("two hours after", HEAVY, weekly(instruction="Take 2 hours after a meal"), "error", "with-food"),
    ("three hours after", HEAVY, weekly(instruction="Take 3 hours after a meal"), "accept", "dose-agrees"),
]  # fmt: skip
CHARTS = [*SOLUTION_CHARTS, *TABLET_CHARTS, *WEEKLY_CHARTS]


@pytest.mark.parametrize(
    ("chart", "ordered", "wanted"), [(*row[1:3], row[3:]) for row in CHARTS], ids=[r[0] for r in CHARTS]
)
def test_an_order_is_judged_by_its_own_label(
    profiles: Profiles, chart: list[Resource], ordered: Resource, wanted: tuple[str, str]
) -> None:
    verdict, code = wanted
    found = asked(profiles, [*chart, ordered])
    assert (found.verdict.value, code in {one.code for one in found.findings}) == (verdict, True), said(found)
    told = " ".join((said(found), *(found.expected.because if found.expected is not None else ())))
    assert not [word for word in ("cancer", "tumor", "CABOMETYX", "cabozantinib") if word in told], told


@pytest.mark.parametrize(
    ("chart", "ordered", "lines"),
    [
        (CHILD, liquid(quantity(60, "mg")), ("For collosis", "Ordered COLLOSOL 60 mg three times daily")),
        ([ADULT], twenty(), ("Not decided without a diagnosis that names the disease.",)),
        (HEAVY, weekly(), ("Ordered EFFORA 200 mg once weekly (on average 28.571 mg a day)",)),
    ],
)
def test_the_text_speaks_of_its_own_disease_and_schedule(
    folder: Path, chart: list[Resource], ordered: Resource, lines: tuple[str, ...]
) -> None:
    command = ["check", "--profiles", str(folder), "--format", "text", "-"]
    done = CliRunner().invoke(main, command, input=to_json(collection([*chart, ordered])))
    text = " ".join(done.output.split())
    assert [line for line in lines if line not in text] == [], done.output
    assert not [word for word in ("cancer", "tumor", "once daily") if word in text], done.output


def test_a_disease_that_is_no_tumor_changes_nothing_for_an_order_beside_it(profiles: Profiles) -> None:
    """Hypertension was once "the other cancer" beside a kidney cancer, and left open which of the two has spread."""
    chart = [*kidney(), disease(icd("I10", "Essential (primary) hypertension"))]
    found = asked(profiles, chart)
    shipped = next(one for one in check_bundle(to_json(collection(chart))).orders if one.label is not None)
    told = [(one.code, one.message) for one in found.findings]
    assert (found.verdict.value, told) == ("accept", [(one.code, one.message) for one in shipped.findings])


def test_what_would_show_the_disease_is_no_cancer(profiles: Profiles) -> None:
    found = next(one for one in asked(profiles, [ADULT, twenty()]).findings if one.code == "disease-not-shown")
    assert found.message == "What the order is for is not shown: no diagnosis that the label names is on file."
    assert found.missing == ("Condition that names the disease",)


def test_two_forms_that_are_taken_together_are_named_as_they_are_called(profiles: Profiles) -> None:
    other = of(CAPSULE, quantity(100, "mg"), THREE_TIMES) | {"id": "other"}
    found = asked(profiles, [*GROWN, liquid(quantity(80, "mg")), other])
    told = next(one.message for one in found.findings if one.verdict.value == "error")
    assert told.startswith("Capsules of colonase are ordered beside this oral solution: ")


def test_an_average_of_a_weekly_dose_is_told_in_three_places(profiles: Profiles) -> None:
    found = asked(profiles, [*HEAVY, weekly()])
    assert found.ordered is not None
    assert found.ordered.in_words == "200 mg once weekly (on average 28.571 mg a day)"


def test_a_label_that_forbids_nothing_has_no_line_for_it(folder: Path) -> None:
    page = CliRunner().invoke(main, ["label", "--profiles", str(folder), "--product", "deelo"]).output
    assert "never more than 15 mg a day" in " ".join(page.split())
    assert not [line for line in page.splitlines() if line.strip() == "never"]


_RESUMED = """
[[resumption]]
id = "after"
section = "2"
gist = "A step lower."
confidence = "verified"
source = "made up"
dose = "step-lower"
once = "it is over"

"""


@pytest.mark.parametrize(
    ("label", "change", "told"),
    [
        (
            "deelo",
            ('applies = [{ kind = "disease", name = "high-blood-pressure" }]', "applies = []"),
            "indication hypertension applies to nothing that is asked: every order would be for it",
        ),
        ("deelo", ('routes = ["oral"]', "routes = []"), "administration has no routes"),
        ("deelo", ('routes = ["oral"]', 'routes = ["nasal"]'), "administration.routes[0]: 'nasal' is not known"),
        (
            "effora",
            ('forbidden = ["chew"]', 'forbidden = ["chewing"]'),
            "administration.forbidden[0]: 'chewing' is not known; known are crush, chew, split, open, feeding-tube",
        ),
        (
            "deelo",
            ('before = "20 mg every other day"', 'before = "25 mg every other day"'),
            "adjustment strong-inducer changes 25 mg every other day, which no regimen gives",
        ),
        (
            "effora",
            ('ladder = ["50 mg once weekly"]', 'ladder = ["60 mg once weekly"]'),
            "60 mg once weekly is made by no capsules of this label",
        ),
        ("effora", ("after_meal = 180", "after_meal = 0"), "administration has 0 minutes to a meal"),
        (
            "collosol",
            ('when = { kind = "age-at-least", years = 12 }\n', ""),
            "regimens from-12-years and under-12-years are both for collosis, and from-12-years has no when",
        ),
        (
            "collosol",
            (
                'indications = ["collosis"]\npopulation = "patients under',
                'indications = []\npopulation = "patients under',
            ),
            "regimen under-12-years is for no indication",
        ),
        ("collosol", ('section = "1"', 'section = " "'), "section of collosis is empty"),
        (
            "deelo",
            ('message = "A strong', 'message = "{drug}: a strong'),
            "precaution strong-inhibitor has {drug} in a message; only {because} is filled in",
        ),
        (
            "deelo",
            ('unknown_message = "A strong CYP3A4 inhibitor', 'unknown_message = "{because}'),
            "precaution strong-inhibitor quotes {because} where it cannot be told",
        ),
        (
            "collosol",
            (
                'when = { kind = "age-at-least", years = 12 }',
                'when = { kind = "not-shown", of = { kind = "age-at-least", years = 12 } }',
            ),
            "from-12-years asks for not-shown",
        ),
        (
            "deelo",
            ('steps = [{ before = "20 mg every other day", after = "30 mg every other day" }]', "steps = []"),
            "adjustment strong-inducer has no steps",
        ),
        (
            "deelo",
            ("give 30 mg every", "give 35 mg every"),
            "adjustment strong-inducer goes to 30 mg every other day, which its gist does not say",
        ),
        (
            "collosol",
            ("reduction to 30 mg/m2", "reduction to 35 mg/m2"),
            "regimen from-12-years gives 30 mg/m2 three times daily, at most 75 mg, which its gist does not say",
        ),
        (
            "effora",
            ("3 hours after a meal", "4 hours after a meal"),
            "administration has 180 minutes to a meal, which its gist does not say",
        ),
        (
            "deelo",
            ("[administration]", _RESUMED + _RESUMED.replace("after", "beyond") + "[administration]"),
            "resumption is given 2 times",
        ),
        ("deelo", ('because = "', 'because = " " # "'), "because of strong-inducer is empty"),
        ("collosol", ('population = "', 'population = "" # "'), "population of from-12-years is empty"),
        ("collosol", ('name = "', 'name = "" # "'), "name of collosis is empty"),
        ("collosol", ('words = "an age of 2 years or more"', 'words = " "'), "words of a requirement"),
        ("deelo", ('message = "A strong', 'message = "" # "A strong'), "message of strong-inhibitor is empty"),
        ("collosol", ("years = 2 ", "months = 24 "), "indication[0].requires[0].ask: age-at-least has no months"),
    ],
)
def test_what_the_data_cannot_say_is_refused_at_its_place(
    folder: Path, tmp_path: Path, label: str, change: tuple[str, str], told: str
) -> None:
    old, new = change
    shutil.copytree(folder, tmp_path / "profiles")
    path = tmp_path / "profiles" / "labels" / label / "2020-01-01.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    mistakes = Profiles(tmp_path / "profiles").mistakes()
    assert any(f"{label}/2020-01-01.toml" in one and told in one for one in mistakes), mistakes


def test_a_wrong_key_hides_no_mistake_of_another_kind_and_its_block_is_named(folder: Path, tmp_path: Path) -> None:
    """A key, a code, a group and a page in one run; what is right beside them is not named."""
    shutil.copytree(folder, tmp_path / "profiles")
    labels = tmp_path / "profiles" / "labels"
    deelo = labels / "deelo" / "2020-01-01.toml"
    text = deelo.read_text(encoding="utf-8")
    text = text.replace('verdict = "warning"', 'verdikt = "warning"').replace('"deelopril-inhibitor"', '"no-such-code"')
    deelo.write_text(text.replace('groups = ["strong_inducer"]', 'groups = ["no_such_group"]'), encoding="utf-8")
    mistakes = Profiles(tmp_path / "profiles").mistakes()
    own = "labels/deelo/2020-01-01.toml"
    assert f"{own}.precaution[0].verdict: is missing (in strong-inhibitor)" in mistakes
    assert f"{own}: strong-inhibitor has the code no-such-code, which has no page in pages.toml" in mistakes
    assert any(one.startswith(f"{own}: strong-inducer asks for the group no_such_group") for one in mistakes)
    assert len(mistakes) == 4, mistakes
    with (labels / "pages.toml").open("a", encoding="utf-8") as pages:
        pages.write('\n[Shouted]\ntitle = "A title"\npage = "A page."\n')
    mistakes = Profiles(tmp_path / "profiles").mistakes()
    assert "labels/pages.toml.Shouted: a code is of small letters, digits and single hyphens" in mistakes
    assert f"{own}.precaution[0].verdict: is missing (in strong-inhibitor)" in mistakes
    assert len(mistakes) == 3, mistakes


_OWN_QUESTION = """when = { kind = "weight-at-least", kg = 100 }
verdict = "warning"
message = "The patient weighs 100 kg or more: the label gives no dose for that."
"""


@pytest.mark.parametrize("if_unknown", ["", "undetermined", "warning", "accept", "not-assessed"])
def test_what_nobody_words_for_an_open_question_is_said_as_one(folder: Path, tmp_path: Path, if_unknown: str) -> None:
    shutil.copytree(folder, tmp_path / "profiles")
    path = tmp_path / "profiles" / "labels" / "deelo" / "2020-01-01.toml"
    text = path.read_text(encoding="utf-8")
    head, _, _ = text.rpartition("when = {")
    head = head.replace('gist = "Avoid strong CYP3A4 inhibitors."', 'gist = "No dose is given from 100 kg on."')
    path.write_text(head + _OWN_QUESTION + (if_unknown and f'if_unknown = "{if_unknown}"\n'), encoding="utf-8")
    own = Profiles(tmp_path / "profiles")
    assert own.mistakes() == ()

    def told(*weights: Resource) -> list[str]:
        order = asked(own, [ADULT, HYPERTENSION, *weights, twenty()])
        return [one.message for one in order.findings if one.statement == "strong-inhibitor"]

    holds = "The patient weighs 100 kg or more: the label gives no dose for that."
    assert told(weight("120", TODAY)) == [holds]
    assert told(weight("80", TODAY)) == []
    assert told() == ([] if if_unknown == "not-assessed" else [f"Not known whether this holds: {holds}"])


def test_an_order_that_tells_no_form_shows_every_product_that_it_may_be(profiles: Profiles) -> None:
    by_name = of(COLONASE, quantity(80, "mg"), THREE_TIMES)
    untold = asked(profiles, [*GROWN, by_name])
    assert ordered_words(untold).startswith("COLLOCAP or COLLOSOL 80 mg three times daily")
    assert ordered_words(asked(profiles, [*GROWN, liquid(quantity(80, "mg"))])).startswith("COLLOSOL 80 mg")
