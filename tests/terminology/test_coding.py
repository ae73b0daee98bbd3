"""Spellings of codings: every way a chart writes a code leads to one normal form, and no two codes to the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.terminology.coding import (
    ATC,
    HCPCS,
    ICD10,
    ICD10CM,
    ICD10PCS,
    ICDO3,
    KNOWN_SYSTEMS,
    LOINC,
    NDC,
    RXNORM,
    SNOMED,
    UNII,
    canonical_system,
    morphology_and_grade,
    normal,
    normal_icd10,
    normal_ndc,
    spellings,
)


def digit_string(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


@pytest.mark.parametrize(
    ("oid", "system"),
    [
        ("2.16.840.1.113883.6.90", ICD10CM),
        ("2.16.840.1.113883.6.96", SNOMED),
        ("2.16.840.1.113883.6.88", RXNORM),
        ("2.16.840.1.113883.6.1", LOINC),
        ("2.16.840.1.113883.6.69", NDC),
        ("2.16.840.1.113883.6.3", ICD10),
        ("2.16.840.1.113883.4.9", UNII),
        ("2.16.840.1.113883.6.73", ATC),
        ("2.16.840.1.113883.6.4", ICD10PCS),
        ("2.16.840.1.113883.6.285", HCPCS),
        ("2.16.840.1.113883.6.14", HCPCS),
    ],
)
def test_an_oid_is_the_system_it_names(oid: str, system: str) -> None:
    assert canonical_system(f"urn:oid:{oid}") == system
    assert canonical_system(oid) == system


def test_oids_that_begin_alike_stay_apart() -> None:
    assert canonical_system("urn:oid:2.16.840.1.113883.6.9") == "urn:oid:2.16.840.1.113883.6.9"


@pytest.mark.parametrize(
    "written",
    [
        "https://snomed.info/sct",
        "http://snomed.info/sct/",
        " http://snomed.info/sct ",
        "HTTP://SNOMED.INFO/SCT",
        "http://snomed.info/sct|http://snomed.info/sct/731000124108",
        "http://snomed.info/sct/731000124108/version/20250901",
    ],
)
def test_a_system_is_recognised_however_its_url_is_written(written: str) -> None:
    assert canonical_system(written) == SNOMED
    assert normal(written, "128462008") == (SNOMED, "128462008")


def test_a_post_coordination_system_is_not_taken_for_snomed() -> None:
    assert canonical_system("http://snomed.info/xsct") == "http://snomed.info/xsct"
    assert canonical_system("http://snomed.info/sctx") not in KNOWN_SYSTEMS


def test_a_code_of_an_unknown_system_is_trimmed_and_compared_exactly() -> None:
    assert normal(" urn:example:meds ", " ab.C ") == ("urn:example:meds", "ab.C")
    assert normal("urn:example:meds", "AB.c") != normal("urn:example:meds", "ab.C")


@pytest.mark.parametrize(
    ("system", "code"), [(None, "1"), (SNOMED, None), ("", "1"), (SNOMED, ""), (SNOMED, "  "), ("  ", "1")]
)
def test_a_coding_without_system_or_code_has_no_normal_form(system: str | None, code: str | None) -> None:
    assert normal(system, code) is None
    assert spellings(system, code) == ()


@pytest.mark.parametrize("written", ["C7A.012", "c7a.012", "C7A012", " C7A.012 ", "c7a012"])
def test_the_dot_and_the_case_of_an_icd_code_do_not_matter(written: str) -> None:
    assert normal(ICD10CM, written) == (ICD10CM, "C7A012")


def test_the_same_letters_in_two_editions_of_icd_are_two_codes() -> None:
    assert normal(ICD10CM, "C64.9") != normal(ICD10, "C64.9")


@given(
    letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    category=digit_string(2),
    rest=st.text("0123456789ABX", max_size=4),
    lower=st.booleans(),
)
def test_every_spelling_of_an_icd_code_has_one_normal_form(letter: str, category: str, rest: str, lower: bool) -> None:
    plain = letter + category + rest
    dotted = f"{letter}{category}.{rest}" if rest else plain
    written = dotted.lower() if lower else dotted
    assert normal_icd10(written) == normal_icd10(plain) == plain


@pytest.mark.parametrize("written", ["42388-023-26", "42388-0023-26", "42388002326", " 42388-023-26 "])
def test_every_form_of_one_package_code_is_one_ndc(written: str) -> None:
    assert normal(NDC, written) == (NDC, "42388002326")


def test_a_four_digit_labeler_and_a_one_digit_package_are_filled_with_zeros() -> None:
    assert normal_ndc("0002-8215-01") == "00002821501"
    assert normal_ndc("12345-6789-1") == "12345678901"


def test_a_product_code_without_package_has_nine_digits() -> None:
    assert normal_ndc("42388-023") == "423880023"
    assert normal_ndc("0002-8215") == "000028215"


@pytest.mark.parametrize(
    "written", ["4238-023-26", "4238-023", "4238-02", "042388-023-26", "42388-023-2", "42388/023/26"]
)
def test_a_form_no_ndc_has_is_never_filled_up_to_eleven_digits(written: str) -> None:
    assert not normal_ndc(written).isdecimal()


@given(labeler=digit_string(5), product=digit_string(4), package=digit_string(2))
def test_all_unambiguous_ndc_forms_of_a_package_agree(labeler: str, product: str, package: str) -> None:
    eleven = labeler + product + package
    forms = [eleven, f"{labeler}-{product}-{package}"]
    if labeler[0] == "0":
        forms.append(f"{labeler[1:]}-{product}-{package}")
    if product[0] == "0":
        forms.append(f"{labeler}-{product[1:]}-{package}")
    if package[0] == "0":
        forms.append(f"{labeler}-{product}-{package[1:]}")
    assert {normal_ndc(form) for form in forms} == {eleven}


@given(segments=st.sampled_from([(4, 4, 2), (5, 3, 2), (5, 4, 1)]), ten=digit_string(10))
def test_ten_digits_without_hyphens_mean_every_reading_and_no_other(segments: tuple[int, int, int], ten: str) -> None:
    first, second, third = segments
    hyphenated = f"{ten[:first]}-{ten[first : first + second]}-{ten[first + second :]}"
    readings = spellings(NDC, ten)
    assert (NDC, normal_ndc(hyphenated)) in readings
    assert 1 <= len(readings) <= 3
    assert all(len(code) == 11 for _, code in readings)
    assert len(ten[-third:]) == third


@given(first=digit_string(11), second=digit_string(11))
def test_two_different_packages_never_become_one(first: str, second: str) -> None:
    assert (normal_ndc(first) == normal_ndc(second)) is (first == second)


@pytest.mark.parametrize("written", ["8240/3", "M8240/3", "M-8240/3", "82403", "m8240/3"])
def test_a_morphology_is_recognised_with_and_without_its_letter_and_slash(written: str) -> None:
    assert normal(ICDO3, written) == (ICDO3, "8240/3")


def test_a_morphology_with_a_grade_digit_is_also_the_morphology() -> None:
    assert morphology_and_grade("8240/31") == ("8240/3", "1")
    assert morphology_and_grade("8240/3") == ("8240/3", None)
    assert spellings(ICDO3, "8240/31") == ((ICDO3, "8240/31"), (ICDO3, "8240/3"))


def test_a_topography_loses_its_dot_and_is_no_morphology() -> None:
    assert normal(ICDO3, "c25.4") == (ICDO3, "C254")
    assert morphology_and_grade("C25.4") == ("C254", None)


def test_case_counts_in_ucum_only() -> None:
    assert normal("http://unitsofmeasure.org", "Mg") != normal("http://unitsofmeasure.org", "mg")
    assert normal(LOINC, "la15173-0") == (LOINC, "LA15173-0")
    assert normal(UNII, "1c39jw444g") == (UNII, "1C39JW444G")
