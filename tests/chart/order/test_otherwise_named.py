"""Words beside the code of the drug that name another drug, listed here or not, or another strength."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.coding import concept
from support.plain import kidney, sixty
from support.product import CLINICAL_DRUGS

CODE = CLINICAL_DRUGS["tablet", 60]


def named(words: str, place: str) -> tuple[str, list[str]]:
    code = {name: value for name, value in CODE.items() if name != "display"}
    match place:
        case "text":
            medication = concept(code) | {"text": words}
        case "display":
            medication = concept(code | {"display": words})
        case _:
            medication = concept(CODE, {"system": "https://ehr.example.org/drugs", "code": "1", "display": words})
    found = answer(check(kidney(sixty(medicationCodeableConcept=medication))))
    return found.verdict.value, [one.code for one in found.findings]


@pytest.mark.parametrize("place", ["text", "display", "local"])
@pytest.mark.parametrize(
    "words", ["acetaminophen 500 mg", "ATORVASTATIN 20 MG TABLET", "Levothyroxine", "lisinopril 60 mg", "tablet, 40 mg"]
)
def test_a_name_or_a_strength_that_is_not_that_of_the_code_contradicts_it(words: str, place: str) -> None:
    verdict, codes = named(words, place)
    assert verdict == "error"
    assert "product-codes-disagree" in codes


@pytest.mark.parametrize("place", ["text", "display", "local"])
@pytest.mark.parametrize(
    "words",
    [
        "Cabometyx 60 mg tablet",
        "cabozantanib 60mg tab",
        "CABO",
        "XL184, 60 mg",
        "60 mg film-coated tablet",
        "oral TKI",
        "chemotherapy (hazardous drug)",
        "bottle of 30",
        "cabozantinib 60 mg, see also apixaban 5 mg",
    ],
)
def test_words_that_name_the_drug_or_none_are_left_alone(words: str, place: str) -> None:
    assert named(words, place)[0] == "accept"


@pytest.mark.parametrize("place", ["text", "display", "local"])
@pytest.mark.parametrize("words", ["placebo", "cabozantinib/placebo (double-blind)", "cabozantinib 60 mcg tablet"])
def test_a_placebo_and_an_amount_in_micrograms_are_no_product_of_it(words: str, place: str) -> None:
    assert "product-codes-disagree" in named(words, place)[1]


@pytest.mark.parametrize("words", ["study drug", "CABOMETYX 60 mg tablet", "Cabozantinib S-Malate 60 mg Tab (blister)"])
def test_a_study_and_the_usual_names_are_quiet(words: str) -> None:
    assert named(words, "text")[0] == "accept"
