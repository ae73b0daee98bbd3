"""A second drug is data: a made-up drug, brand and disease beside those shipped, with a folder name that sorts first.

Nothing here exists: neither aardonib, nor AARDOMO, nor aardoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.answer import said
from support.build import Resource, condition, dosage, every, order, quantity, statement, to_json
from support.coding import CONDITIONS, DRUGS, concept, rxnorm, snomed
from support.plain import collection, kidney, man, sixty

from validator.chart.settings import ChartSettings
from validator.check import check_documents
from validator.label.load import all_mistakes
from validator.report.model import OrderReport
from validator.terminology.profiles import profiles_root

FIXTURE = Path(__file__).parent / "fixtures" / "second-drug"
IN_WORDS = {"text": "Aardomo 100 mg tablet"}
KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped label data with the second drug laid over them."""
    folder = tmp_path_factory.mktemp("second") / "profiles"
    shutil.copytree(profiles_root(), folder)
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    return folder


def tablets(mg: int = 100) -> Resource:
    return concept(rxnorm(f"99000{mg:03}", f"aardonib {mg} MG Oral Tablet [Aardomo]"))


def second(mg: int = 100, name: str = "second", medication: Resource | None = None, **elements: object) -> Resource:
    """An order for the second drug, once daily."""
    return (
        order(medication or tablets(50 if mg == 50 else 100), [dosage(quantity(mg, "mg"), every())], name=name)
        | elements
    )


def aardoma() -> Resource:
    return condition("aardoma", concept(snomed("99000009001", "Aardoma")), onset="2026-01-01", recorded="2026-01-02")


def asked(profiles: Path, resources: list[Resource], name: str = "second") -> OrderReport:
    """The answer on one order, by the two drugs' labels. One folder, by either name it has."""
    found = [
        next(one for one in check_documents([to_json(collection(resources))], **options).orders if one.order == wanted)
        for wanted in (f"MedicationRequest/{name}",)
        for options in ({"root": profiles}, {"settings": ChartSettings(profiles=profiles)})
    ]
    assert found[0] == found[1]
    return found[0]


def codes(found: OrderReport) -> set[str]:
    return {one.code for one in found.findings}


def test_the_data_of_the_second_drug_hold_no_mistake(profiles: Path) -> None:
    assert all_mistakes(profiles) == ()


def test_its_order_is_judged_by_its_own_label(profiles: Path) -> None:
    found = asked(profiles, [man(), aardoma(), second()])
    assert found.verdict.value == "accept", said(found)
    assert "AARDOMO" in said(found)


def test_its_lower_step_is_asked_for_a_reason_by_its_own_ladder(profiles: Path) -> None:
    found = asked(profiles, [man(), aardoma(), second(50)])
    assert "dose-agrees" not in codes(found)
    assert "CABOMETYX" not in said(found)


def test_a_dose_that_only_the_other_label_knows_is_an_error(profiles: Path) -> None:
    """60 mg once daily is right for kidney cancer and cabozantinib, and was once accepted here."""
    found = asked(profiles, [*kidney(), second(60)])
    assert found.verdict.value == "error", said(found)
    assert "CABOMETYX" not in said(found)


def test_a_disease_of_the_other_label_is_none_of_its_own(profiles: Path) -> None:
    found = asked(profiles, [*kidney(), second()])
    assert found.verdict.value == "error"


def test_its_interaction_bends_its_dose(profiles: Path) -> None:
    chart = [man(), aardoma(), statement("drug", KETOCONAZOLE, start="2026-10-01")]
    assert asked(profiles, [*chart, second()]).verdict.value == "error"
    reduced = asked(profiles, [*chart, second(50)])
    assert (reduced.verdict.value, "dose-agrees" in codes(reduced)) == ("warning", True)


def test_an_order_by_name_is_its_own_drug_too(profiles: Path) -> None:
    found = asked(profiles, [man(), aardoma(), second(medication=IN_WORDS)])
    assert "AARDOMO" in said(found)
    assert "CABOMETYX" not in said(found)


@pytest.mark.parametrize("name", ["order", "second"])
def test_orders_of_two_drugs_are_not_added_up(profiles: Path, name: str) -> None:
    """Two cancers in one chart are a caution of their own."""
    found = asked(profiles, [*kidney(), aardoma(), second()], name)
    assert found.verdict.value in ("accept", "warning"), said(found)
    assert "dose-agrees" in codes(found)
    assert not {"duplicate-order", "dose-above-label"} & codes(found)


def test_a_cabozantinib_order_goes_to_its_own_label_beside_a_folder_that_sorts_first(profiles: Path) -> None:
    found = asked(profiles, kidney(), "order")
    assert found.verdict.value == "accept", said(found)
    assert "CABOMETYX" in said(found)


def test_orders_of_one_drug_still_add_up(profiles: Path) -> None:
    found = asked(profiles, [man(), aardoma(), second(), second(name="again")])
    assert found.verdict.value == "error", said(found)
    assert asked(profiles, [*kidney(sixty(), sixty(id="again"))], "order").verdict.value == "error"


def test_a_doubtful_order_of_the_other_drug_weighs_nothing_here(profiles: Path) -> None:
    doubtful = second(status="strange")
    assert asked(profiles, [*kidney(), doubtful], "order").verdict.value == "accept"
    own = asked(profiles, [man(), aardoma(), second(name="own"), doubtful], "own")
    assert own.verdict.value == "undetermined"


def test_its_precaution_is_asked_of_its_own_label(profiles: Path) -> None:
    milk = condition("milk", concept(*CONDITIONS["breastfeeding"]), onset="2026-11-01", recorded="2026-11-01")
    found = asked(profiles, [man(), aardoma(), milk, second()])
    assert found.verdict.value == "warning"
    assert "breastfeeding" in codes(found)
