"""The builders' codes come from the value sets, of those shipped and of any other folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.coding import CONDITIONS, DRUGS, ICD10CM, OPERATIONS, RXNORM, SNOMED
from support.listed import code, drug

FIXTURE = Path(__file__).parent / "fixtures" / "second-drug"


def test_a_code_is_asked_by_group_and_system() -> None:
    assert code("osteonecrosis_jaw", SNOMED) == {
        "system": SNOMED,
        "code": "441809006",
        "display": "Osteonecrosis of jaw",
    }


def test_one_of_a_group_is_asked_by_its_name_or_ingredient() -> None:
    assert code("hemorrhage/melena", ICD10CM)["display"] == "Melena"
    assert code("strong_inhibitor/itraconazole", RXNORM)["display"] == "itraconazole"


def test_a_category_is_written_as_a_whole_code() -> None:
    assert code("nephrotic_syndrome", ICD10CM)["code"] == "N04.9"


def test_a_drug_has_its_ingredient_first_and_a_product_second() -> None:
    ingredient, product = drug("Ketoconazole")
    assert ingredient["display"] == "ketoconazole"
    assert "200 MG" in product["display"]


def test_another_folder_is_asked_like_the_one_shipped() -> None:
    assert code("aardoma", SNOMED, FIXTURE)["display"] == "Aardoma"
    assert drug("aardonib", FIXTURE)[0]["display"] == "aardonib"
    with pytest.raises(LookupError, match="list no hemorrhage"):
        code("hemorrhage", SNOMED, FIXTURE)


def test_what_no_value_set_lists_is_refused() -> None:
    with pytest.raises(LookupError, match="no drug named wonderdrug"):
        DRUGS["wonderdrug"]
    with pytest.raises(LookupError, match="no hemorrhage/of the moon"):
        CONDITIONS["hemorrhage/of the moon"]
    with pytest.raises(LookupError, match="no operation named moonwalk"):
        OPERATIONS["moonwalk"]
