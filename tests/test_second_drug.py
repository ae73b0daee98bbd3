"""A second drug is data: a made-up drug, brand and disease beside those shipped, with a folder name that sorts first.

Nothing here exists: neither aardonib, nor AARDOMO, nor aardoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.answer import said
from support.build import Resource, condition, dosage, every, icdo3, order, quantity, statement, to_json
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


def tumor(code: Resource, **elements: object) -> Resource:
    return condition("aardoma", code, onset="2026-01-01", recorded="2026-01-02") | elements


def aardoma() -> Resource:
    return tumor(concept(snomed("99000009001", "Aardoma")))


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


# --- its diseases: a code that leaves others open, a family, a word that looks like it; all of it data

OF_NO_ORGAN = concept(snomed("99000009003", "Aardoma, organ not told"))


def in_organ(code: str) -> Resource:
    return tumor(OF_NO_ORGAN, bodySite=[concept(icdo3(code, "an organ"))])


def test_its_organ_alone_leaves_another_disease_open(profiles: Path) -> None:
    found = asked(profiles, [man(), tumor(concept(snomed("99000009002", "Malignant tumor of the aard"))), second()])
    assert found.verdict.value == "undetermined", said(found)
    assert "leaves other diseases possible" in said(found)


@pytest.mark.parametrize(("organ", "verdict"), [("C99.9", "accept"), ("C18.0", "error")])
def test_its_family_is_told_apart_by_the_organ(profiles: Path, organ: str, verdict: str) -> None:
    found = asked(profiles, [man(), in_organ(organ), second()])
    assert found.verdict.value == verdict, said(found)


def test_its_family_without_an_organ_is_open(profiles: Path) -> None:
    found = asked(profiles, [man(), tumor(OF_NO_ORGAN), second()])
    assert found.verdict.value == "undetermined", said(found)
    assert "organ not told leaves other diseases possible" in said(found)


@pytest.mark.parametrize(
    ("words", "verdict"), [("Cancer of the aard, left", "undetermined"), ("Cancer of lip", "error")]
)
def test_a_word_that_looks_like_it_leaves_it_open(profiles: Path, words: str, verdict: str) -> None:
    found = asked(profiles, [man(), tumor(concept(snomed("99000009999", words))), second()])
    assert found.verdict.value == verdict, said(found)


def test_a_folder_that_names_an_unknown_disease_is_told_so(profiles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    shutil.copytree(profiles, folder)
    file = folder / "valuesets" / "aardoma-ambiguous.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    url = "https://labelcheck.example.org/fhir/StructureDefinition/disease"
    content["extension"] = [{"url": url, "valueCode": "aardo"}]
    file.write_text(json.dumps(content), encoding="utf-8")
    (mistake,) = all_mistakes(folder)
    assert mistake.startswith("valuesets/aardoma-ambiguous.json.extension: aardo is no disease; known are aard, ")
