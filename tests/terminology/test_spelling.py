"""Names of drugs with a slip, and in other languages: near a listed one, and never another drug's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from validator.profiles import shipped
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, INTERACTION, OTHER_NAMES, PRODUCTS, TREATMENT
from validator.terminology.spelling import letters_apart, slips_in, sound

TESTS = Path(__file__).parents[1]
ORDINARY = json.loads((TESTS / "corpus" / "names" / "ordinary.json").read_text(encoding="utf-8"))["names"]


@pytest.fixture(scope="module")
def book() -> Codebook:
    return shipped().book


def meant(book: Codebook, text: str) -> list[str]:
    return [slip.name for slip in slips_in(book, text)]


def asked(book: Codebook, text: str) -> set[str]:
    """The names that a text is near without naming their groups anyway."""
    domains = (PRODUCTS, INTERACTION, TREATMENT, DRUG)
    named = {group for domain in domains for group in book.drug_groups_by_name(domain, text)}
    return {
        name
        for name in meant(book, text)
        if not {group for domain in domains for group in book.drug_groups_by_name(domain, name)} <= named
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("clarithromycin", "claritromicina"),
        ("ketoconazole", "cetoconazol"),
        ("ketoconazole", "kétoconazole"),
        ("phenytoin", "fenitoína"),
        ("rifampicin", "rifampicinum"),
        ("rifampicin", "ryfampicyna"),
        ("carbamazepine", "karbamazepin"),
        ("cabozantinib", "kabozantynibum"),
        ("cabozantinib", "cabozantinibe"),
        ("Cabometyx", "Cabometix"),
        ("hypericum", "Ipericum"),
        ("efavirenz", "effavirenz"),
    ],
)
def test_a_name_sounds_alike_in_every_language(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_what_sounds_alike_is_not_every_name() -> None:
    assert sound("nivolumab") != sound("ipilimumab")
    assert sound("rifampicin") != sound("rifaximin")


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("rifampicin", "rifampicin", 0),
        ("rifampicin", "rifampacin", 1),
        ("rifampicin", "rifampcin", 1),
        ("rifampicin", "riffampicin", 1),
        ("rifampicin", "rifapmicin", 1),
        ("cabozantinib", "cabzantinb", 2),
        ("", "abc", 3),
    ],
)
def test_letters_left_out_added_changed_or_exchanged_are_counted(one: str, other: str, letters: int) -> None:
    assert letters_apart(one, other) == letters_apart(other, one) == letters


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("cabozantanib", "cabozantinib"),
        ("Carbozantinib 60mg tablets", "cabozantinib"),
        ("cabozatinib", "cabozantinib"),
        ("Cabometrix", "Cabometyx"),
        ("Cometrique", "Cometriq"),
        ("ketokonazole", "ketoconazole"),
        ("keto conazole 200 mg", "ketoconazole"),
        ("rifampacin", "rifampicin"),
        ("claritromicina", "clarithromycin"),
        ("Fenitoina", "phenytoin"),
        ("Fenobarbital", "phenobarbital"),
        ("nivolumabe", "nivolumab"),
        ("St Jons wort", "st. john's wort"),
        ("Johaniskraut", "Johanniskraut"),
        ("itraconzaole", "itraconazole"),
        ("ritonavirum", "ritonavir"),
    ],
)
def test_a_slip_is_near_the_name_it_may_be_meant_for(book: Codebook, written: str, name: str) -> None:
    assert meant(book, written) == [name]


def test_a_slip_is_put_right_where_it_stands(book: Codebook) -> None:
    (slip,) = slips_in(book, "Take ketokonazole 200 mg daily")
    assert slip.put_right("Take ketokonazole 200 mg daily") == "Take ketoconazole 200 mg daily"


@pytest.mark.parametrize(
    "name",
    ["nivolumab", "ipilimumab", "cabotegravir", "cabergoline", "ritonavir", "lopinavir", "fluconazole", "voriconazole",
     "rifaximin", "rifamycin", "carbimazole", "azithromycin", "azitromicina", "erlotinib", "pentobarbital",
     "armodafinil", "cycloserine"],
)  # fmt: skip
def test_the_name_of_another_drug_is_no_slip(book: Codebook, name: str) -> None:
    assert meant(book, name) == []


def test_a_slip_of_another_drug_that_looks_like_a_listed_one_is_quiet(book: Codebook) -> None:
    assert meant(book, "azythromycn") == []
    assert meant(book, "gefitanib") == []


def test_ordinary_names_are_asked_about_never(book: Codebook) -> None:
    assert len(ORDINARY) >= 1000
    assert {name: found for name in ORDINARY if (found := asked(book, name))} == {}


def test_every_name_of_the_lists_is_itself(book: Codebook) -> None:
    names = [
        name
        for domain in (PRODUCTS, INTERACTION, TREATMENT, DRUG)
        for name in book.drug_names(domain).written.values()
    ]  # fmt: skip
    assert {name: found for name in names if (found := asked(book, name))} == {}


def test_the_displays_of_every_drug_of_the_lists_are_quiet(book: Codebook) -> None:
    displays = {
        concept.display
        for domain in (PRODUCTS, INTERACTION, TREATMENT, DRUG)
        for one in book.sets_of(domain)
        for concept in one.concepts.values()
    }
    told = {name: found for name in displays if (found := asked(book, name))}
    # St. John's wort by its Latin name, and a salt of what becomes isavuconazole: they are what they are near.
    assert told.keys() <= {"Hyperici herba", "Injection, isavuconazonium, 1 mg"}, told


def test_a_name_of_another_drug_is_in_no_list_and_near_one(book: Codebook) -> None:
    others = [phrase.code for one in book.value_sets if one.domain == OTHER_NAMES for phrase in one.phrases]
    assert len(others) > 200
    for name in others:
        assert meant(book, name) == [], name
        domains = (PRODUCTS, INTERACTION, TREATMENT, DRUG)
        assert not any(book.drug_groups_by_name(domain, name) for domain in domains), name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("nivolmb", ["nivolumab"]),  # of nine letters two may be wrong
        ("nivlmb", []),
        ("phenyton", ["phenytoin"]),  # of eight one
        ("fentoi", []),
        ("Decadrn", ["Decadron"]),  # of a brand of eight letters one
        ("Dcadrn", []),
        ("Alrtec", []),  # of one of seven none: brands are short and alike
    ],
)
def test_the_longer_a_name_the_more_letters_may_be_wrong(book: Codebook, written: str, names: list[str]) -> None:
    assert meant(book, written) == names
