"""Which product a code or a text names; what it does not say stays unknown."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from support.shipped import product_from_text, product_of

from validator.finding import CANONICAL
from validator.terminology import product
from validator.terminology.codebook import codebook
from validator.terminology.coding import ATC, NDC, RXNORM, SNOMED, UNII
from validator.terminology.product import ProductCode


def known(product: ProductCode | None) -> ProductCode:
    assert product is not None
    return product


def mg(*amounts: int) -> frozenset[Decimal]:
    return frozenset(Decimal(amount) for amount in amounts)


@pytest.mark.parametrize(
    ("system", "code", "said", "strengths", "daily"),
    [
        (RXNORM, "1363268", ("ingredient:IN", None, None), mg(), None),
        (RXNORM, "1363269", ("component:SCDC", None, None), mg(20), None),
        (RXNORM, "1363271", ("doseformgroup:SCDG", None, None), mg(), None),
        (RXNORM, "1790162", ("brand:BN", "tablet", "Cabometyx"), mg(), None),
        (RXNORM, "1790160", ("form:SCDF", "tablet", None), mg(), None),
        (RXNORM, "1363281", ("clinicaldrug:SCD", "capsule", None), mg(80), None),
        (RXNORM, "1790175", ("clinicaldrug:SBD", "tablet", "Cabometyx"), mg(60), None),
        (RXNORM, "1363408", ("pack:BPCK", "capsule", "Cometriq"), mg(20, 80), Decimal(140)),
        (RXNORM, "1363409", ("pack:GPCK", "capsule", None), mg(20, 80), Decimal(100)),
        (RXNORM, "1364581", ("pack:BPCK", "capsule", "Cometriq"), mg(20), Decimal(60)),
        (ATC, "L01EX07", ("class", None, None), mg(), None),
        (SNOMED, "718844003", ("substance", None, None), mg(), None),
        (NDC, "42388-024-26", ("ndc:package", "tablet", "Cabometyx"), mg(20), None),
        (NDC, "42388-0011-14", ("ndc:package", "capsule", "Cometriq"), mg(20, 80), Decimal(140)),
        (NDC, "42388001425", ("ndc:package", "capsule", "Cometriq"), mg(20), None),
    ],
)
def test_a_code_says_what_its_level_can_say(
    system: str,
    code: str,
    said: tuple[str, str | None, str | None],
    strengths: frozenset[Decimal],
    daily: Decimal | None,
) -> None:
    product = known(product_of(system, code))
    assert product.drug == "cabozantinib"
    assert (product.level, product.form, product.brand) == said
    assert (product.strengths_mg, product.pack_daily_mg) == (strengths, daily)
    assert product.conflict == ""


@pytest.mark.parametrize("written", ["42388-023-26", "42388-0023-26", "42388002326", "4238802326"])
def test_one_package_is_one_product_in_every_spelling(written: str) -> None:
    assert product_of(NDC, written) == product_of(NDC, "42388-023-26")
    assert known(product_of(NDC, written)).strengths_mg == mg(60)


def test_an_unlisted_package_of_a_listed_product_is_that_product() -> None:
    product = known(product_of(NDC, "42388-025-99"))
    assert (product.level, product.form, product.strengths_mg) == ("ndc:product-prefix", "tablet", mg(40))


def test_a_strength_that_was_never_confirmed_says_so() -> None:
    assert known(product_of(NDC, "42388-023-26")).unverified
    assert known(product_of(NDC, "42388-013")).unverified
    assert not known(product_of(NDC, "42388-024-26")).unverified
    assert not known(product_of(RXNORM, "1790175")).unverified


def test_a_salt_no_labelled_product_contains_says_so() -> None:
    assert not known(product_of(UNII, "L8G2779TE5")).labelled_salt
    assert known(product_of(UNII, "DR7ST46X58")).labelled_salt


@pytest.mark.parametrize(
    ("system", "code"), [(RXNORM, "28031"), (NDC, "42388-099-01"), (SNOMED, None), (None, "1363268")]
)
def test_a_code_of_another_drug_is_no_product(system: str | None, code: str | None) -> None:
    assert product_of(system, code) is None


@pytest.mark.parametrize(
    ("text", "form", "strengths", "brand"),
    [
        ("Cabometyx 40 mg tablet", "tablet", mg(40), "Cabometyx"),
        ("cabozantinib (Cometriq) 80 mg caps", "capsule", mg(80), "Cometriq"),
        ("CABOZANTINIB S-MALATE 60 MG PO TABS", "tablet", mg(60), None),
        ("cabozantinib 20 mg and 80 mg capsules", "capsule", mg(20, 80), None),
        ("Cabometyx", "tablet", mg(), "Cabometyx"),
        ("cabozantinib", None, mg(), None),
        ("cabozantinib 60mg", None, mg(60), None),
        ("cabozantinib 60 mg daily", None, mg(), None),
        ("cabozantinib 60 mg by mouth once daily", None, mg(), None),
        ("Cabometyx 60 mg tablet once daily", "tablet", mg(60), "Cabometyx"),
        ("cabozantinib 20-60 mg", None, mg(), None),
        ("cabozantinib 20/80 mg capsule", "capsule", mg(), None),
        ("cabozantinib 20 mg/mL suspension", None, mg(), None),
        ("cabozantinib 60", None, mg(), None),
        ("cabozantinib 0.06 g tablet", "tablet", mg(), None),
    ],
)
def test_text_says_only_what_it_writes(
    text: str, form: str | None, strengths: frozenset[Decimal], brand: str | None
) -> None:
    product = known(product_from_text(text))
    assert (product.drug, product.level, product.conflict) == ("cabozantinib", "text", "")
    assert (product.form, product.strengths_mg, product.brand) == (form, strengths, brand)
    assert product.pack_daily_mg is None


def test_a_carton_in_text_has_a_daily_dose_and_its_unit_strengths() -> None:
    product = known(product_from_text("Cometriq 140 mg daily-dose carton"))
    assert (product.pack_daily_mg, product.strengths_mg, product.form) == (Decimal(140), mg(20, 80), "capsule")


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("Cometriq 20 mg tablet", "tablets as well as capsules"),
        ("Cabometyx / Cometriq", "more than one brand"),
        ("cabozantinib tablets or capsules", "tablets as well as capsules"),
    ],
)
def test_text_that_contradicts_itself_has_no_form_and_says_why(text: str, conflict: str) -> None:
    product = known(product_from_text(text))
    assert product.form is None
    assert conflict in product.conflict


@pytest.mark.parametrize("text", ["nivolumab 240 mg", "", "Cabometyxa", "tablet 60 mg"])
def test_text_that_names_no_listed_drug_is_no_product(text: str) -> None:
    assert product_from_text(text) is None


def _another_drug(root: Path) -> Path:
    confidence = {"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "verified1"}

    def concept(code: str, display: str, *extension: dict[str, object]) -> dict[str, object]:
        return {"code": code, "display": display, "extension": [confidence, *extension]}

    def extension(name: str, **value: object) -> dict[str, object]:
        return {"url": f"{CANONICAL}/StructureDefinition/{name}", **value}

    topic = root / "valuesets" / "products"
    topic.mkdir(parents=True)
    tablet = extension("dose-form", valueCode="tablet")
    value_set = {
        "resourceType": "ValueSet",
        "id": "examplinib-products",
        "url": "https://site.example/ValueSet/examplinib-products",
        "identifier": [
            {"system": f"{CANONICAL}/domain", "value": "products"},
            {"system": f"{CANONICAL}/group", "value": "examplinib"},
        ],
        "version": "1",
        "name": "ExamplinibProducts",
        "title": "examplinib products",
        "status": "active",
        "compose": {
            "include": [
                {
                    "system": RXNORM,
                    "concept": [
                        concept("9000001", "examplinib", extension("ingredient", valueString="examplinib")),
                        concept("9000002", "Examplix", extension("brand", valueString="Examplix"), tablet),
                    ],
                },
                {
                    # One product whose ten digits fit two of the eleven-digit readings.
                    "system": NDC,
                    "concept": [
                        concept("01111111111", "first", tablet, extension("strength-mg", valueDecimal=5)),
                        concept("11111011111", "second", tablet, extension("strength-mg", valueDecimal=10)),
                    ],
                },
            ]
        },
    }
    (topic / "examplinib-products.json").write_text(json.dumps(value_set), encoding="utf-8")
    return root


def test_another_drug_is_data_only(tmp_path: Path) -> None:
    book = codebook(_another_drug(tmp_path))
    assert known(product.product_of(book, RXNORM, "9000001")).drug == "examplinib"
    found = known(product.product_from_text(book, "EXAMPLIX 5 mg"))
    assert (found.drug, found.form, found.strengths_mg) == ("examplinib", "tablet", mg(5))
    assert product.product_from_text(book, "Cabometyx 5 mg") is None


def test_digits_that_fit_two_products_keep_only_what_both_say(tmp_path: Path) -> None:
    found = known(product.product_of(codebook(_another_drug(tmp_path)), NDC, "1111111111"))
    assert (found.form, found.strengths_mg) == ("tablet", frozenset())
    assert found.conflict == "the code without hyphens fits more than one product"
    assert found.unverified
