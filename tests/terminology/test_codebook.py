"""The lookup over the shipped value sets: what a code means here, and what keeps it from meaning too much."""

import json
import shutil
from pathlib import Path
from threading import Thread

import pytest

from validator.finding import CANONICAL
from validator.profiles import Profiles, shipped
from validator.terminology.codebook import Codebook, codebook
from validator.terminology.coding import ATC, HCPCS, ICD10, ICD10CM, ICD10PCS, ICDO3, LOINC, NDC, RXNORM, SNOMED, UNII
from validator.terminology.valueset import ValueSetError


@pytest.fixture(scope="module")
def book() -> Codebook:
    return shipped().book


@pytest.mark.parametrize(
    ("domain", "system", "code", "groups"),
    [
        ("cyp3a4", RXNORM, "28031", {"strong_inhibitor"}),
        ("cyp3a4", ATC, "j04ab02", {"strong_inducer"}),
        ("cyp3a4", RXNORM, "1601660", {"strong_inhibitor", "strong_inhibitor:conditional"}),
        ("cyp3a4", UNII, "JQ9EK2H6BG", {"avoid:label"}),
        ("prior-therapy", RXNORM, "141704", {"net:systemic", "rcc:prior"}),
        ("prior-therapy", RXNORM, "495881", {"hcc:sorafenib", "dtc:vegfr", "rcc:prior", "vegfr_tki"}),
        ("prior-therapy", RXNORM, "1363281", {"self:cabozantinib", "vegfr_tki"}),
        ("prior-therapy", HCPCS, "A9517", {"dtc:rai"}),
        ("prior-therapy", RXNORM, "9884", {"trap:not_rai"}),
        ("indications", ICD10CM, "C73", {"dtc:histology_required", "mtc:histology_required"}),
        ("indications", ICD10CM, "C7A.012", {"epnet:grade_required"}),
        ("indications", ICD10CM, "C7A.1", {"net:excluded"}),
        ("indications", SNOMED, "702391001", {"rcc"}),
        ("indications", ICDO3, "8260/3", {"rcc:morphology", "dtc:morphology"}),
        ("indications", ICDO3, "C73.9", {"dtc:topography", "mtc:topography"}),
        ("differentiation-grade", SNOMED, "1228851006", {"grade:G3"}),
        ("differentiation-grade", ICDO3, "8249/33", {"diff:well"}),
        ("disease-extent", SNOMED, "94381002", {"metastatic", "metastatic:site"}),
        ("disease-extent", ICD10CM, "C7B.02", {"metastatic:net"}),
        ("disease-extent", SNOMED, "14803004", {"not_a_metastasis_code"}),
        ("observations", LOINC, "29463-7", {"weight"}),
        ("observations", LOINC, "9318-7", {"trap:uacr_not_upcr"}),
        ("observations", "http://unitsofmeasure.org", "U/L", {"unit:alt", "unit:ast"}),
        ("conditions-risk", SNOMED, "77386006", {"pregnancy"}),
        ("drug", RXNORM, "1597876", {"nivolumab"}),
        ("products", NDC, "42388-024-26", {"cabozantinib"}),
    ],
)
def test_a_listed_code_is_in_its_groups_and_no_other(
    book: Codebook, domain: str, system: str, code: str, groups: set[str]
) -> None:
    assert book.groups(domain, system, code) == groups


def test_a_code_of_another_system_or_domain_is_in_no_group(book: Codebook) -> None:
    assert book.groups("cyp3a4", SNOMED, "28031") == frozenset()
    assert book.groups("indications", RXNORM, "28031") == frozenset()
    assert book.groups("cyp3a4", None, "28031") == frozenset()
    assert book.groups("cyp3a4", RXNORM, None) == frozenset()


def test_a_misspelt_domain_is_refused_and_not_read_as_nothing_found(book: Codebook) -> None:
    with pytest.raises(ValueSetError, match="no domain cyp3a5; known are any-cancer, conditions-risk, cyp3a4"):
        book.groups("cyp3a5", RXNORM, "28031")


def test_a_prefix_covers_the_codes_that_begin_with_it(book: Codebook) -> None:
    assert book.groups("conditions-risk", ICD10CM, "I26.99") == {"venous_event"}
    assert book.groups("conditions-risk", ICD10CM, "I26") == {"venous_event"}
    assert book.groups("conditions-risk", ICD10CM, "I2") == frozenset()


def test_the_longest_prefix_names_a_code_and_each_prefix_speaks_once(book: Codebook) -> None:
    assert book.display("conditions-risk", ICD10PCS, "0DTN0ZZ") == "Gastrointestinal System"
    assert [concept.code for concept in book.concepts("conditions-risk", ICD10PCS, "0DTN0ZZ")] == ["0D", "0"]
    assert [concept.code for concept in book.concepts("conditions-risk", ICD10CM, "I26")] == ["I26"]


def test_a_code_without_a_prefix_mark_covers_nothing_but_itself(book: Codebook) -> None:
    assert book.groups("conditions-risk", ICD10CM, "I10") == {"hypertension"}
    assert book.groups("conditions-risk", ICD10CM, "I10.9") == frozenset()


def test_an_exact_code_keeps_what_its_prefix_says(book: Codebook) -> None:
    assert book.groups("conditions-risk", ICD10CM, "K57.20") == {"gi_perforation", "gi_inflammation_risk"}
    assert book.display(
        "conditions-risk",
        ICD10CM,
        "K57.20",
    ) == ("Diverticulitis of large intestine with perforation and abscess without bleeding")


def test_a_code_that_its_group_excludes_is_not_covered_by_the_prefix(book: Codebook) -> None:
    assert book.groups("conditions-risk", ICD10CM, "G45.9") == {"arterial_event"}
    assert book.groups("conditions-risk", ICD10CM, "G45.4") == frozenset()
    assert not book.in_value_set("arterial-thrombotic-event", ICD10CM, "G45.4")


def test_a_world_edition_category_covers_its_subcategories(book: Codebook) -> None:
    assert book.groups("indications", ICD10, "C18.2") == {"epnet:histology_required"}
    assert book.groups("disease-extent", ICD10, "C78.7") == {"metastatic"}


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("0DTN0ZZ", {"surgery:any", "major_surgery"}),
        ("0FB04ZZ", {"surgery:any", "major_surgery"}),
        ("0FB03ZX", {"surgery:any"}),
        ("0DB68ZX", {"surgery:any"}),
        ("0FB00ZX", {"surgery:any"}),
        ("10D00Z1", {"major_surgery"}),
        ("10D07Z3", set()),
        ("0CDWXZ0", {"surgery:any", "dental_surgery"}),
        ("3E03305", set()),
    ],
)
def test_a_minor_or_diagnostic_procedure_is_no_major_surgery(book: Codebook, code: str, groups: set[str]) -> None:
    assert book.groups("conditions-risk", ICD10PCS, code) == groups


def test_notes_of_spread_in_a_diagnosis_are_spread(book: Codebook) -> None:
    assert "metastatic" in book.groups("disease-extent", SNOMED, "1187285005")
    assert book.groups("disease-extent", SNOMED, "13351431000119102") == {"regional_nodes_only"}


def test_an_ambiguous_ndc_is_found_in_any_of_its_readings(book: Codebook) -> None:
    assert book.groups("products", NDC, "4238802326") == {"cabozantinib"}
    assert book.groups("products", "urn:oid:2.16.840.1.113883.6.69", "42388-0023-26") == {"cabozantinib"}
    assert book.groups("products", NDC, "4238902326") == frozenset()


def test_the_confidence_of_a_code_is_that_of_its_group(book: Codebook) -> None:
    assert book.confidence("cyp3a4", RXNORM, "28031") == "verified2"
    assert book.confidence("prior-therapy", HCPCS, "J1930", "net:ssa") == "verified1"
    assert book.confidence("prior-therapy", HCPCS, "J1930", "net:prrt") is None
    assert book.confidence("cyp3a4", RXNORM, "1") is None


def test_a_skin_product_is_not_systemic(book: Codebook) -> None:
    assert book.systemic("prior-therapy", RXNORM, "572984") is False
    assert book.systemic("prior-therapy", RXNORM, "4492") is True


@pytest.mark.parametrize("name", ["strong-cyp3a4-inhibitors", f"{CANONICAL}/ValueSet/strong-cyp3a4-inhibitors"])
def test_a_value_set_is_found_by_name_and_by_url(book: Codebook, name: str) -> None:
    assert book.in_value_set(name, RXNORM, "6135")
    assert not book.in_value_set(name, RXNORM, "4450")
    assert book.value_set(f"{name}|2026-11-22").title == "strong CYP3A4 inhibitors"


def test_an_unknown_value_set_is_refused(book: Codebook) -> None:
    with pytest.raises(ValueSetError, match="strong-inhibitors: no value set of this name"):
        book.in_value_set("strong-inhibitors", RXNORM, "6135")


@pytest.mark.parametrize(
    ("system", "known"),
    [
        (RXNORM, True),
        ("urn:oid:2.16.840.1.113883.6.69", True),
        ("https://www.nlm.nih.gov/research/umls/rxnorm/", True),
        ("urn:oid:1.2.840.114350.1.13.0.1.7.2.698288", False),
        (None, False),
        ("", False),
        (f"{CANONICAL}/CodeSystem/phrase", False),
    ],
)
def test_known_systems_are_those_that_can_be_looked_up(book: Codebook, system: str | None, known: bool) -> None:
    assert book.known_system(system) is known


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Itraconazole 100 mg cap", {"strong_inhibitor"}),
        ("KETOCONAZOLE", {"strong_inhibitor"}),
        ("Paxlovid", {"strong_inhibitor"}),
        ("St. John's-wort 300 mg", {"avoid:label"}),
        ("st johns wort", {"avoid:label"}),
        ("St John\u2019s Wort", {"avoid:label"}),
        ("grapefruit juice", {"avoid:label"}),
        ("darunavir-cobicistat", {"strong_inhibitor", "strong_inhibitor:conditional"}),
        ("cobicistat", {"strong_inhibitor"}),
        ("isoniazid", set()),
        ("hydroxyitraconazole", set()),
        ("", set()),
    ],
)
def test_a_drug_is_known_by_the_whole_words_of_its_name(book: Codebook, text: str, groups: set[str]) -> None:
    assert book.drug_groups_by_name("cyp3a4", text) == groups


def test_the_longer_of_two_names_counts(book: Codebook) -> None:
    assert book.drug_groups_by_name("prior-therapy", "sodium iodide I-131") == {"dtc:rai"}
    assert book.drug_groups_by_name("prior-therapy", "sodium iodide") == {"trap:not_rai"}
    assert book.drug_names_in("cyp3a4", "levoketoconazole") == ("levoketoconazole",)


def test_a_skin_brand_is_no_evidence_of_chemotherapy(book: Codebook) -> None:
    assert book.drug_groups_by_name("prior-therapy", "Efudex 5 % cream") == frozenset()


def test_threads_see_one_and_the_same_codebook() -> None:
    profiles = Profiles(shipped().root)
    seen: list[frozenset[str]] = []
    threads = [Thread(target=lambda: seen.append(profiles.book.groups("cyp3a4", RXNORM, "28031"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [frozenset({"strong_inhibitor"})] * 8
    assert profiles.book is profiles.book


def _site(root: Path, **changes: object) -> Path:
    topic = root / "valuesets" / "interactions"
    topic.mkdir(parents=True, exist_ok=True)
    value_set = {
        "resourceType": "ValueSet",
        "id": "site-drug",
        "url": "https://site.example/ValueSet/site-drug",
        "identifier": [
            {"system": f"{CANONICAL}/domain", "value": "cyp3a4"},
            {"system": f"{CANONICAL}/group", "value": "strong_inhibitor"},
        ],
        "version": "1",
        "name": "SiteDrug",
        "title": "drugs of one site",
        "status": "active",
        "compose": {
            "include": [
                {
                    "system": "urn:site",
                    "concept": [
                        {
                            "code": "x1",
                            "display": "a drug",
                            "extension": [
                                {"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "verified1"}
                            ],
                        }
                    ],
                }
            ]
        },
    } | changes
    (topic / f"{value_set['id']}.json").write_text(json.dumps(value_set), encoding="utf-8")
    return root


def test_a_site_can_bring_its_own_folder_without_changing_the_shipped_one(tmp_path: Path) -> None:
    own = codebook(_site(tmp_path))
    assert own.groups("cyp3a4", "urn:site", "x1") == {"strong_inhibitor"}
    assert own.groups("cyp3a4", RXNORM, "28031") == frozenset()
    assert shipped().book.groups("cyp3a4", "urn:site", "x1") == frozenset()


def test_a_code_is_as_sure_as_its_least_sure_group(tmp_path: Path) -> None:
    recalled = {
        "include": [
            {
                "system": "urn:site",
                "concept": [
                    {
                        "code": "x1",
                        "display": "a drug",
                        "extension": [
                            {"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "unverified"}
                        ],
                    }
                ],
            }
        ]
    }
    identifier = [
        {"system": f"{CANONICAL}/domain", "value": "cyp3a4"},
        {"system": f"{CANONICAL}/group", "value": "strong_inducer"},
    ]
    own = codebook(_site(_site(tmp_path), id="a", url="urn:a", identifier=identifier, compose=recalled))
    assert own.groups("cyp3a4", "urn:site", "x1") == {"strong_inhibitor", "strong_inducer"}
    assert own.confidence("cyp3a4", "urn:site", "x1") == "unverified"
    assert own.confidence("cyp3a4", "urn:site", "x1", "strong_inhibitor") == "verified1"


def test_two_value_sets_with_one_url_are_refused(tmp_path: Path) -> None:
    _site(_site(tmp_path), id="twin")
    with pytest.raises(ValueSetError, match=r"twin\.json\.url: the same as in interactions/site-drug\.json"):
        codebook(tmp_path)


def test_two_value_sets_with_one_group_are_refused(tmp_path: Path) -> None:
    _site(_site(tmp_path), id="twin", url="https://site.example/ValueSet/twin")
    with pytest.raises(
        ValueSetError, match=r"twin\.json\.identifier: the same domain and group as in interactions/site-drug\.json"
    ):
        codebook(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueSetError, match=r"^valuesets: there are no value sets in the folders"):
        codebook(tmp_path)


@pytest.mark.parametrize("folder", [".", "interactions/strong"])
def test_a_value_set_outside_the_folders_of_topics_is_named_and_not_passed_over(tmp_path: Path, folder: str) -> None:
    root = _site(tmp_path)
    stray = root / "valuesets" / folder / "stray.json"
    stray.parent.mkdir(exist_ok=True)
    (root / "valuesets" / "interactions" / "site-drug.json").rename(stray)
    with pytest.raises(ValueSetError, match=r"stray\.json: a value set lies in a folder of its topic"):
        codebook(root)


def test_two_value_sets_of_one_name_in_two_folders_are_refused(tmp_path: Path) -> None:
    root = _site(tmp_path)
    other = root / "valuesets" / "risks"
    other.mkdir()
    shutil.copy(root / "valuesets" / "interactions" / "site-drug.json", other)
    with pytest.raises(ValueSetError, match=r"risks/site-drug\.json\.url: the same as in interactions/site-drug"):
        codebook(root)
