"""A label that doses by body size is data: a solution in mg/kg twice daily with food, tablets in mg/m2 with or without.

Nothing here exists: neither beetonib, nor BEETOSOL or BEETOTAB, nor beetoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from support.answer import said
from support.build import Resource, condition, dosage, every, order, quantity, statement, to_json, weight
from support.cds_call import INSTANCE, KEYS
from support.coding import DRUGS, coding, concept, loinc, snomed
from support.plain import collection, man
from support.shipped import SHIPPED

from validator import check_bundle
from validator.cli import main
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.service.app import application
from validator.service.settings import ServiceSettings

FIXTURE = Path(__file__).parent / "fixtures" / "dose-by-size"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SOLUTION = concept(coding(RXNORM, "99100010", "beetonib 10 MG/ML Oral Solution [Beetosol]"))
TABLET_25 = concept(coding(RXNORM, "99100025", "beetonib 25 MG Oral Tablet [Beetotab]"))
WITH_FOOD, FASTING = "Take with food", "Take on an empty stomach"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-size") / "profiles"
    shutil.copytree(SHIPPED.root, folder)
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def profiles(folder: Path) -> Profiles:
    return Profiles(folder)


def times(a_day: int) -> Resource:
    return every(frequency=a_day)


def beetoma() -> Resource:
    code = concept(snomed("99100009001", "Beetoma"))
    return condition("beetoma", code, onset="2026-01-01", recorded="2026-01-02")


def area(square_metres: str, on: str = "2026-11-10") -> Resource:
    return {
        "resourceType": "Observation",
        "id": "area",
        "status": "final",
        "code": concept(loinc("3140-1", "Body surface area")),
        "subject": {"reference": f"Patient/{man()['id']}"},
        "effectiveDateTime": on,
        "valueQuantity": quantity(square_metres, "m2"),
    }


def solution(amount: Resource, a_day: int = 2, words: str = WITH_FOOD, **elements: object) -> Resource:
    return order(SOLUTION, [dosage(amount, times(a_day), text=words)], name="beeto") | elements


def tablets(mg: int, a_day: int = 1, medication: Resource = TABLET_25) -> Resource:
    return order(medication, [dosage(quantity(mg, "mg"), times(a_day))], name="beeto")


def asked(profiles: Profiles, *resources: Resource) -> OrderReport:
    """The answer on the order in the chart of a man with beetoma."""
    return check_bundle(to_json(collection([man(), beetoma(), *resources])), profiles=profiles).orders[0]


def codes(found: OrderReport) -> set[str]:
    return {one.code for one in found.findings}


def test_the_data_hold_no_mistake(profiles: Profiles) -> None:
    assert profiles.mistakes() == ()


@pytest.mark.parametrize(
    ("kg", "mg"),
    [
        ("32", 65),  # 64 mg is between 60 and 65, nearer to 65
        ("31", 60),  # 62 mg
        ("31.25", 60),  # 62.5 mg is as near to both: the lower
        ("50", 100),
        ("51", 100),  # 102 mg, and at most 100 mg at one time
        ("120", 100),
    ],
)
def test_the_dose_by_weight_is_rounded_to_what_can_be_measured(profiles: Profiles, kg: str, mg: int) -> None:
    found = asked(profiles, weight(kg, "2026-11-10"), solution(quantity(mg, "mg")))
    assert found.verdict.value == "accept", said(found)
    assert found.expected is not None
    assert found.expected.schedule == f"{mg} mg twice daily"
    assert f"2 mg/kg x {kg} kg" in " ".join(found.expected.because)


@pytest.mark.parametrize(
    ("amount", "a_day", "code"),
    [
        (quantity(70, "mg"), 2, "dose-above-label"),
        (quantity(130, "mg"), 1, "dose-not-a-label-step"),
        (quantity(65, "mg"), 3, "not-once-daily"),
        (quantity(50, "mg"), 2, "dose-not-a-label-step"),
        (quantity("64", "mg"), 2, "dose-not-made-of-whole-units"),
        (quantity(150, "mg"), 2, "dose-above-maximum"),
        (quantity("7", "mL"), 2, "dose-above-label"),
    ],
)
def test_another_dose_than_the_labels_is_an_error(profiles: Profiles, amount: Resource, a_day: int, code: str) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(amount, a_day))
    assert found.verdict.value == "error", said(found)
    assert code in codes(found)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (quantity("6.5", "mL"), WITH_FOOD),
        (quantity("6.5", "mL"), "Take 6.5 mL (65 mg) by mouth twice daily with food"),
        (quantity(65, "mg"), "6.5 mL twice daily with food"),
    ],
)
def test_millilitres_are_the_units_of_a_solution(profiles: Profiles, amount: Resource, words: str) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(amount, words=words))
    assert found.verdict.value == "accept", said(found)


def test_millilitres_in_words_alone_are_read(profiles: Profiles) -> None:
    words = order(SOLUTION, [{"text": "Take 6.5 mL (65 mg) by mouth twice daily with food"}], name="beeto")
    found = asked(profiles, weight("32", "2026-11-10"), words)
    assert "dose-agrees" in codes(found), said(found)


def test_words_that_say_other_millilitres_contradict_the_dose(profiles: Profiles) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words="Take 5 mL with food"))
    assert "text-contradicts-dose" in codes(found), said(found)


@pytest.mark.parametrize("measure", ["one teaspoonful", "one tsp", "one dropperful", "one scoop"])
def test_a_measure_of_no_known_size_is_said_not_to_be_understood(profiles: Profiles, measure: str) -> None:
    words = f"Take {measure} twice daily with food"
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words=words))
    assert "text-not-understood" in codes(found), said(found)
    plain = asked(
        profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), words="Measure with the oral syringe")
    )
    assert "text-not-understood" not in codes(plain), said(plain)


def test_without_a_weight_the_dose_is_not_known(profiles: Profiles) -> None:
    found = asked(profiles, solution(quantity(65, "mg")))
    assert found.verdict.value == "undetermined"
    assert found.expected is None
    (finding,) = [one for one in found.findings if one.code == "dose-depends-on-missing-fact"]
    assert "2 mg/kg twice daily" in finding.message
    assert "no body weight on file" in finding.message


def test_two_weights_of_one_day_leave_the_dose_open(profiles: Profiles) -> None:
    both = [weight("32", "2026-11-10"), weight("45", "2026-11-10", name="second")]
    found = asked(profiles, *both, solution(quantity(65, "mg")))
    assert found.verdict.value == "undetermined", said(found)


def test_weights_that_differ_as_pounds_and_kilograms_leave_the_dose_open(profiles: Profiles) -> None:
    both = [weight("80", "2026-10-20", name="before"), weight("36", "2026-11-10")]
    found = asked(profiles, *both, solution(quantity(70, "mg")))
    assert found.verdict.value == "undetermined", said(found)
    assert found.expected is None
    lighter = [weight("38", "2026-10-20", name="before"), weight("32", "2026-11-10")]
    assert asked(profiles, *lighter, solution(quantity(65, "mg"))).verdict.value == "accept"


@pytest.mark.parametrize(
    ("on", "verdict"), [("2025-11-10", "warning"), ("2023-11-10", "warning"), ("2026-02-10", "accept")]
)
def test_a_dose_by_an_old_size_says_so(profiles: Profiles, on: str, verdict: str) -> None:
    by_weight = asked(profiles, weight("32", on), solution(quantity(65, "mg")))
    by_surface = asked(profiles, area("1.8", on), tablets(125))
    for found in (by_weight, by_surface):
        assert found.verdict.value == verdict, said(found)
        assert ("dose-rests-on-old-measurement" in codes(found)) is (verdict == "warning")


def test_a_stated_weight_answers_with_a_warning_where_none_is_measured(profiles: Profiles) -> None:
    stated = weight("32", "2026-11-10") | {"code": concept(loinc("3142-7", "Body weight Stated"))}
    found = asked(profiles, stated, solution(quantity(65, "mg")))
    assert found.verdict.value == "warning", said(found)
    assert "dose-rests-on-doubtful-weight" in codes(found)
    measured = weight("32", "2026-11-10", name="measured")
    assert (
        asked(
            profiles, stated | {"effectiveDateTime": "2026-03-01"}, measured, solution(quantity(65, "mg"))
        ).verdict.value
        == "accept"
    )


def test_without_a_weight_a_dose_above_every_limit_is_still_an_error(profiles: Profiles) -> None:
    assert "dose-above-maximum" in codes(asked(profiles, solution(quantity(150, "mg"))))


def test_a_weight_on_file_is_shown_as_what_the_dose_rests_on(profiles: Profiles) -> None:
    found = asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg")))
    assert "Observation/weight" in {shown.reference for one in found.findings for shown in one.evidence}


def test_an_interaction_bends_the_dose_by_weight(profiles: Profiles) -> None:
    drug = statement("drug", concept(DRUGS["ketoconazole"][0]), start="2026-10-01")
    chart = [weight("32", "2026-11-10"), drug]
    assert "dose-agrees" in codes(asked(profiles, *chart, solution(quantity(30, "mg"))))
    assert asked(profiles, *chart, solution(quantity(65, "mg"))).verdict.value == "error"


def test_food_is_asked_for_where_the_label_wants_it(profiles: Profiles) -> None:
    chart = [weight("32", "2026-11-10")]
    fasting = asked(profiles, *chart, solution(quantity(65, "mg"), words=FASTING))
    assert (fasting.verdict.value, "without-food" in codes(fasting)) == ("error", True)
    silent = asked(profiles, *chart, solution(quantity(65, "mg"), words="Shake well"))
    assert "the label asks for food with the dose" in said(silent)
    assert "empty stomach" not in said(silent)


@pytest.mark.parametrize("words", [WITH_FOOD, FASTING, None])
def test_food_is_left_open_where_the_label_leaves_it_open(profiles: Profiles, words: str | None) -> None:
    ordered = tablets(125)
    if words is not None:
        ordered["dosageInstruction"][0]["text"] = words
    found = asked(profiles, area("1.8"), ordered)
    assert found.verdict.value == "accept", said(found)
    assert not {"with-food", "without-food", "food-instruction-missing"} & codes(found)


@pytest.mark.parametrize(("square_metres", "mg"), [("1.8", 125), ("1.66", 100), ("2", 150), ("2.3", 150), ("2.4", 175)])
def test_a_dose_by_surface_is_rounded_down_to_tablets(profiles: Profiles, square_metres: str, mg: int) -> None:
    found = asked(profiles, area(square_metres), tablets(mg))
    assert found.verdict.value == "accept", said(found)


def test_a_surface_too_small_for_any_tablet_leaves_the_dose_open(profiles: Profiles) -> None:
    assert asked(profiles, area("0.3"), tablets(25)).verdict.value == "undetermined"


def test_tablets_are_not_judged_by_the_label_of_the_solution(profiles: Profiles) -> None:
    found = asked(profiles, area("1.8"), weight("32", "2026-11-10"), tablets(65))
    assert found.label is not None
    assert found.label.product == "BEETOTAB"


def test_tablets_and_a_solution_are_not_told_apart_by_the_ingredient(profiles: Profiles) -> None:
    ingredient = concept(coding(RXNORM, "99100001", "beetonib"))
    found = asked(profiles, weight("32", "2026-11-10"), tablets(65, 2, ingredient))
    assert found.verdict.value == "undetermined"
    assert "does not tell tablets from oral solution" in said(found)


def test_a_label_that_asks_no_liver_class_is_not_said_to_lack_one(profiles: Profiles) -> None:
    whole = said(asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"))))
    assert "liver" not in whole
    assert "Child-Pugh" not in whole


def test_a_solution_of_another_strength_is_not_marketed(profiles: Profiles) -> None:
    strength = {"numerator": quantity(20, "mg"), "denominator": quantity(1, "mL")}
    drug = {
        "resourceType": "Medication",
        "id": "drug",
        "code": concept(coding(RXNORM, "99100001", "beetonib")),
        "form": {"text": "oral solution"},
        "ingredient": [{"itemCodeableConcept": concept(coding(RXNORM, "99100001", "beetonib")), "strength": strength}],
    }
    ordered = solution(quantity(65, "mg"), contained=[drug], medicationReference={"reference": "#drug"})
    del ordered["medicationCodeableConcept"]
    found = asked(profiles, weight("32", "2026-11-10"), ordered)
    assert "strength-not-marketed" in codes(found), said(found)


def test_the_supply_of_a_solution_is_counted_in_millilitres(profiles: Profiles) -> None:
    def supplied(millilitres: int) -> set[str]:
        request = {"quantity": quantity(millilitres, "mL"), "expectedSupplyDuration": quantity(30, "d")}
        return codes(asked(profiles, weight("32", "2026-11-10"), solution(quantity(65, "mg"), dispenseRequest=request)))

    assert "supply-does-not-fit-dose" in supplied(100)
    assert "supply-does-not-fit-dose" not in supplied(390)


def test_the_label_page_says_the_written_dose_food_and_rounding(folder: Path) -> None:
    page = CliRunner().invoke(main, ["label", "--profiles", str(folder), "--product", "beetosol"]).output
    whole = " ".join(page.split())
    assert "2 mg/kg twice daily, at most 100 mg" in whole
    assert "taken with food" in whole
    assert "oral solution of 10 mg/mL, measured in steps of 0.5 mL, a calculated dose rounded to the nearest" in whole


def test_a_card_proposes_the_millilitres_of_this_patient(folder: Path) -> None:
    lists: dict[str, Any] = {key: {"resourceType": "Bundle", "type": "searchset"} for key in KEYS.values()}
    lists["patient"] = man()
    for one in (beetoma(), weight("32", "2026-11-10")):
        lists[KEYS[one["resourceType"]]].setdefault("entry", []).append({"resource": one})
    draft_orders = {"resourceType": "Bundle", "entry": [{"resource": solution(quantity(90, "mg"), status="draft")}]}
    context = {"userId": "Practitioner/p", "patientId": man()["id"], "draftOrders": draft_orders}
    call = {"hook": "order-sign", "hookInstance": INSTANCE, "context": context, "prefetch": lists}
    settings = ServiceSettings(profiles=folder, structure="read", public_url="http://127.0.0.1:1")
    with TestClient(application(settings)) as service:
        card = service.post("/cds-services/cabozantinib-order-sign", content=to_json(call)).json()["cards"][0]
    suggestion = card["suggestions"][0]
    assert suggestion["label"] == "Label dose: 65 mg twice daily"
    (dose,) = suggestion["actions"][0]["resource"]["dosageInstruction"]
    assert dose["text"] == "6.5 mL (65 mg) by mouth twice daily"
    assert dose["timing"]["repeat"] == {"frequency": 2, "period": 1, "periodUnit": "d"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('rounding = "nearest"\n', "", "rounding is missing"),
        ('food = "with"', 'food = "without"', "lacks before_meal or after_meal"),
        ("measure_ml = 0.5\n", "", "a solution has mg_per_ml and measure_ml"),
        ('after = "1 mg/kg twice daily, at most 50 mg"', 'after = "50 mg twice daily"', "one in mg, one by body size"),
        ('"1 mg/kg twice daily, at most 50 mg"]', '"50 mg twice daily"]', "mixes doses in mg and by body size"),
        ("mg_per_ml = 10", "mg_per_ml = 0", "is not above zero"),
        ('ladder = ["2 mg/kg', 'ladder = ["0 mg/kg', "is no dose"),
        ("max_daily_mg = 200", "max_daily_mg = 20", "more than the daily maximum of 20 mg"),
        ('ladder = ["2 mg/kg', 'ladder = ["0.5 mg/kg', "which is no lower dose"),
        (
            '"1 mg/kg twice daily, at most 50 mg"]',
            '"40 mg/m2 twice daily"]',
            "mixes doses by weight and by surface",
        ),
        ('steps = [{ before = "2 mg/kg', 'steps = [{ before = "1 mg/kg', "its effect is to reduce"),
    ],
)
def test_a_mistake_in_the_doses_stops_the_load(folder: Path, tmp_path: Path, old: str, new: str, told: str) -> None:
    broken = tmp_path / "profiles"
    shutil.copytree(folder, broken)
    label = broken / "labels" / "beetosol" / "2020-01-01.toml"
    text = label.read_text(encoding="utf-8")
    assert old in text
    label.write_text(text.replace(old, new), encoding="utf-8")
    assert any(told in one for one in Profiles(broken).mistakes())
