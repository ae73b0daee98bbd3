"""One code in an ordinary chart, without a display: what it must raise, and what it must leave alone."""

from __future__ import annotations

import pytest
from support.build import Resource, administration, condition, patient, procedure, statement
from support.coding import ICD10CM, RXNORM, SNOMED, coding, concept
from support.judged import judged
from support.plain import kidney, neuroendocrine, without

from validator import Verdict

PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"

CONDITIONS: dict[str, str] = {
    # finding: ICD-10-CM codes of an active problem since two weeks
    "recent-hemorrhage": """
        K25.2 K25.6 K26.2 K26.6 K27.2 K27.6 K28.2 K28.6 K20.81 K20.91 K21.01 K22.11 K50.011 K50.111 K50.911 K51.011
        K51.911 K68.3 N83.7 D78.21 E89.810 I97.610 I97.638 J95.01 J95.830 K91.840 K91.871 K94.01 K94.21
        L76.21 M96.830 N99.820 G97.51 H05.231 R31.0 K92.2 R04.2 I61.9 K57.21
        S06.5X0A S06.6X1D S06.360A S06.4XAA S27.1XXA S26.00XA T79.2XXA T82.838A T83.83XD D62 H43.12 H35.61 H31.313
        H21.02 H59.311 H95.41 D78.31 G97.61 K91.871 L76.31 N99.840 M25.061 M79.81 N30.41 K51.411 K94.31
        N99.520 O72.1 O46.003 O03.6 I71.13 I71.33 I71.8 I77.2 I23.0
    """,
    "perforation-or-fistula": """
        K27.2 K28.6 K35.32 K35.33 K57.01 K57.21 K57.41 K57.81 K63.1 K35.201 K35.211 K25.2 K26.6
        K57.2 K57.4 K11.4 K51.413
    """,
    "thrombotic-event": """
        I82.411 I82.621 I82.A11 I82.B11 I82.C11 I82.210 I82.220 I82.90 I26.99 I80.10 I80.201 I21.4 I63.9 D73.5 N28.0
        H34.11 H34.213 I74.3 I75.011
        H34.10 H34.232 I23.3 I23.6 I75.021 I75.81 I76 I51.3 G95.11 K76.3 I97.821 G43.609 T82.867A T82.868A G08 K75.1
        I82 O22.33 O87.1 O88.23
    """,
    "wound-complication": """
        T81.31XA T81.30XA T81.321A T81.329D T81.33XA
        T87.81 O90.0 O90.2
    """,
    "microscopic-hematuria": """
        R31.1 R31.21 R31.29 N02.9 N02.2
    """,
    "renal-impairment-severe": """
        N18.4 N18.5 N18.6 I12.0 I13.11 I13.2 Z99.2 Z49.01 Z49.02 Z49.31 Z49.32 Z91.151 Z91.A58 I95.3 R88.0 T82.41XA
        T85.611A T85.71XD
    """,
}
OPEN: dict[str, tuple[Verdict, str]] = {
    # finding: its verdict, and codes that leave it open or only hint at it
    "perforation-or-fistula": (Verdict.UNDETERMINED, "K35.2 K35.20 K35.21 K35.209 K35.219"),
    "thrombotic-event": (
        Verdict.WARNING,
        "I20.0 I25.110 I25.700 I25.790 I67.81 M62.28 I24.81 I24.89 I24.9 I80.8 I80.9",
    ),
    "recent-hemorrhage": (
        Verdict.WARNING,
        "R04.0 R31 R31.9 N93.0 N93.8 N93.9 N95.0 N30.01 N30.11 N30.91 N42.1 D68.32",
    ),
    "wound-complication": (Verdict.UNDETERMINED, "T81.89XA T81.89XD T81.41XA T81.42XD O86.01"),
}
# chronic and superficial veins, sequelae, no perforation, and the ordinary problems of the same chapters
SILENT = """
    I82.511 I82.211 I82.221 I82.291 I82.891 I82.91 I82.A21 I82.B22 I82.C29 I82.721 I80.00 I80.03 I82.611 I82.619
    I82.811 I82.819 I83.90 I87.2 I27.82 K35.200 K35.210 K35.30 K35.80 K36 K57.30 K57.32 K57.90 K50.90 K51.90 K21.9
    K21.00 K22.10 K25.9 K26.9 K27.9 K29.70 K64.9 K80.20 K63.5 T81.31XS T81.30XS T81.321S T81.33XS T81.49XA N28.1
    N18.31 N18.32 N39.0 N40.0 N20.0 D64.9 D50.9 I25.10 I48.91 I65.23 I73.9 I50.9 J44.9 J45.909 J18.9 E11.9 E66.9
    E55.9 F41.1 F32.A G47.33 M54.50 M17.11 L30.9 H26.9 H35.30 R11.0 R53.83 R19.7 Z79.01 Z87.891 Z90.5 Z95.5 Z51.11
    S06.5X0S S06.6X1S S27.1XXS T82.838S T83.83XS T82.868S T81.89XS T81.41XS I69.010 I69.251 I69.320 D78.01 K91.61
    D68.311 D69.9 D50.0 I78.0 H11.31 H61.121 R23.3 N83.6 N92.4 N92.3 N30.00 N30.40 K25.7 K57.10 K57.12 K82.2
    K82.A2 K83.2 K35.31 I77.0 I28.0 M25.151 L24.B1 N64.0 H72.01 I20.1 I20.9 I25.118 I25.119 I25.5 I65.22 I66.02
    I67.82 I70.92 H34.8110 H34.8312 H35.82 H47.011 K64.5 M31.10 T79.0XXA T79.1XXA T85.818A G46.4 I82.812 N48.81 I27.24
    I87.001 Z86.72 Z86.718 T81.49XA Z48.01 N17.9 N19 N18.2 N18.9 I12.9 I13.10 D63.1 E11.22 Z94.0 G93.2 H40.051 I27.20
    I87.301 R03.0 M87.151 M27.3 R68.84 Z87.441 E27.8 E04.1 G93.41 G92.8 I25.3 H35.041
"""
SILENT_SAID = {
    # an ordinary entry with the words of its code
    "I69.010": "Attention and concentration deficit following nontraumatic subarachnoid hemorrhage",
    "I69.251": "Hemiplegia and hemiparesis following other nontraumatic intracranial hemorrhage",
    "S06.5X0S": "Traumatic subdural hemorrhage without loss of consciousness, sequela",
    "K25.9": "Gastric ulcer, unspecified as acute or chronic, without hemorrhage or perforation",
    "K82.2": "Perforation of gallbladder",
    "H11.31": "Conjunctival hemorrhage, right eye",
    "I20.9": "Angina pectoris, unspecified",
    "N17.9": "Acute kidney failure, unspecified",
}

UNSURE_TUMORS = "D41.0 D41.01 D49.511 D37.6 C22 C25"

DRUGS: dict[str, str] = {
    "moderate inducers": """
        2550714 2670644 308725 197580 197582 205290 349477 643066 864661 352143 1482517 1482527 754761 1052660 205324
        226426 352066 656659 198200 103899 2103169 2103177 2265695 2283503 311897
    """,
    "strong inhibitors": """
        2625882 1727280 477141 2467588 2467592 311204 197853
    """,
    "strong inducers": """
        2049106 1670350 1670194 1863365 451284 198202
    """,
}
QUIET_DRUGS = """
    197361 966222 312087 198051 314076 313782 617310 861007 310429 866924 312938 1049621 854181 1364445 312617
    197699
"""
OPERATIONS = "0HTT0ZZ 0Y6C0Z1 0WJG0ZZ 03LA0ZZ 07T10ZZ 0CTM0ZZ 0KTF0ZZ 0NT10ZZ 0PT10ZZ 0X6J0Z0 0DTN0ZZ 0TT00ZZ 0MRN0KZ"
QUIET_OPERATIONS = "0HBT3ZX 0Y9C3ZX 0W9G3ZZ 3E0P3GC 4A023N7 B24BZZZ 0DJD8ZZ"


SNOMED_CONDITIONS: dict[str, str] = {
    "recent-hemorrhage": "12063002 232355001 110265006 142851000119103 291571000119106 1078001000000105",
    "perforation-or-fistula": "271503005 28085001 1085201000119107",
    "thrombotic-event": "38739001 14534009 710167004 54329005 394659003 38742007 80475003",
    "uncontrolled-hypertension": "78975002 83105008",
    "wound-complication": "236098008 441737006",
    "microscopic-hematuria": "714827005",
    "renal-impairment-severe": "236435004 105502003 265764009",
    "nephrotic-syndrome": "713695001",
}
# stones, an enlarged prostate, varicose veins, stage 3 disease, gastritis, a cold, smoking, unfit sleep, back pain
SNOMED_SILENT = "95570007 266569009 128060009 433144002 4556007 82272006 77176002 193462001 279039007 423697000"


def said(*beside: Resource) -> dict[str, Verdict]:
    """The findings on a man with kidney cancer whose order is right, by code, notes left out."""
    order = judged(kidney(beside=beside))
    return {finding.code: finding.verdict for finding in order.findings if finding.verdict is not Verdict.ACCEPT}


def problem(code: str, system: str = ICD10CM) -> Resource:
    return condition("probe", concept(coding(system, code)), onset="2026-11-08", recorded="2026-11-08")


@pytest.mark.parametrize(
    ("finding", "code"), [(finding, code) for finding, codes in CONDITIONS.items() for code in codes.split()]
)
def test_a_risk_is_known_by_its_code_alone(finding: str, code: str) -> None:
    assert finding in said(problem(code))


@pytest.mark.parametrize(
    ("finding", "verdict", "code"),
    [(finding, verdict, code) for finding, (verdict, codes) in OPEN.items() for code in codes.split()],
)
def test_a_code_that_leaves_a_risk_open_says_so(finding: str, verdict: Verdict, code: str) -> None:
    assert said(problem(code)) == {finding: verdict}


@pytest.mark.parametrize(("code", "display"), SILENT_SAID.items())
def test_an_ordinary_problem_is_left_alone_with_its_words(code: str, display: str) -> None:
    entry = condition("probe", concept(coding(ICD10CM, code, display)), onset="2026-11-08", recorded="2026-11-08")
    assert said(entry) == {}


@pytest.mark.parametrize("code", SILENT.split())
def test_an_ordinary_problem_is_left_alone(code: str) -> None:
    assert said(problem(code)) == {}


@pytest.mark.parametrize(
    ("finding", "code"), [(finding, code) for finding, codes in SNOMED_CONDITIONS.items() for code in codes.split()]
)
def test_a_risk_is_known_by_its_snomed_code_alone(finding: str, code: str) -> None:
    assert finding in said(problem(code, SNOMED))


@pytest.mark.parametrize("code", SNOMED_SILENT.split())
def test_an_ordinary_problem_in_snomed_is_left_alone(code: str) -> None:
    assert said(problem(code, SNOMED)) == {}


@pytest.mark.parametrize("code", [code for codes in DRUGS.values() for code in codes.split()])
def test_an_interacting_drug_is_known_by_its_code_alone(code: str) -> None:
    found = said(statement("probe", concept(coding(RXNORM, code)), start="2026-10-01"))
    assert "interacting-drug" in found


@pytest.mark.parametrize("code", QUIET_DRUGS.split())
def test_an_ordinary_drug_is_left_alone(code: str) -> None:
    drug = concept(coding(RXNORM, code, "an ordinary drug"))
    assert "interacting-drug" not in said(statement("probe", drug, start="2026-10-01"))


@pytest.mark.parametrize("code", OPERATIONS.split())
def test_an_open_operation_of_any_body_system_is_major(code: str) -> None:
    assert "surgery-too-recent" in said(procedure("probe", coding(PCS, code), "2026-11-15"))


@pytest.mark.parametrize("code", QUIET_OPERATIONS.split())
def test_a_biopsy_a_drainage_or_an_endoscopy_is_not(code: str) -> None:
    assert "surgery-too-recent" not in said(procedure("probe", coding(PCS, code), "2026-11-15"))


PREGNANT = """
    O10.919 O14.90 O20.9 O24.419 O26.90 O42.90 O47.9 O48.0 O60.00 O15.00 O25.10 O28.3 O29.60 O32.1XX0 O33.5XX0 O34.211
    O35.9XX0 O99.89 O9A.111 Z36.1 Z03.72
"""
DELIVERED = "O10.03 O12.05 O14.95 O24.430 O25.3 O99.355 O80 O82 O86.4 O02.1 O94 Z30.02"


@pytest.mark.parametrize("code", UNSURE_TUMORS.split())
def test_a_tumor_whose_kind_or_behavior_is_not_told_is_neither_accepted_nor_refused(code: str) -> None:
    chart = [one for one in kidney() if one["resourceType"] != "Condition"]
    tumor = condition("tumor", concept(coding(ICD10CM, code)), onset="2026-01-08", recorded="2026-01-08")
    assert judged([*chart, tumor]).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("code", PREGNANT.split())
def test_an_obstetric_code_without_weeks_is_a_pregnancy(code: str) -> None:
    resources = [patient(born="1990-05-04", sex="female"), *kidney()[1:], problem(code)]
    found = {finding.code for finding in judged(resources).findings if finding.verdict is not Verdict.ACCEPT}
    assert "pregnancy" in found


@pytest.mark.parametrize(
    "code",
    ["O10.03", "O12.05", "O14.95", "O24.430", "O25.3", "O99.355", "O80", "O82", "O86.4", "O02.1", "O94", "Z30.02"],
)
def test_a_code_of_the_weeks_after_a_birth_is_no_pregnancy(code: str) -> None:
    resources = [patient(born="1990-05-04", sex="female"), *kidney()[1:], problem(code)]
    assert "pregnancy" not in {finding.code for finding in judged(resources).findings}


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("Johanniskraut Laif 900", "grapefruit-or-st-johns-wort"),
        ("millepertuis", "grapefruit-or-st-johns-wort"),
        ("phenobarbitone 30 mg", "interacting-drug"),
        ("Luminal", "interacting-drug"),
        ("Sustiva", "interacting-drug"),
        ("Tracleer 62.5 mg", "interacting-drug"),
        ("Braftovi", "interacting-drug"),
        ("Oriahnn", "interacting-drug"),
    ],
)
def test_a_drug_is_known_by_a_brand_or_its_name_in_another_language(name: str, finding: str) -> None:
    assert finding in said(statement("probe", concept(text=name), start="2026-10-01"))


@pytest.mark.parametrize("name", ["metformin 500 mg", "Metoprololsuccinat 47,5", "paracétamol 1 g"])
def test_an_ordinary_drug_in_words_is_left_alone(name: str) -> None:
    assert said(statement("probe", concept(text=name), start="2026-10-01")) == {}


INFUSED: dict[str, str] = {
    # HCPCS level II code of one infusion or injection two weeks before the order: the finding it raises
    "J9299": "partner-may-go-on",
    "C9453": "partner-may-go-on",
    "J9271": "drug-may-go-on",
    "J9228": "drug-may-go-on",
    "J9022": "drug-may-go-on",
    "J9035": "drug-may-go-on",
    "Q5107": "drug-may-go-on",
    "Q5118": "drug-may-go-on",
    "Q5126": "drug-may-go-on",
    "Q5129": "drug-may-go-on",
    "J9173": "drug-may-go-on",
    "J1930": "drug-may-go-on",
    "J2353": "drug-may-go-on",
    "A9513": "drug-may-go-on",
}
# an amount for the eye, ibritumomab, a flu vaccine, filgrastim, iron, an office visit's supply, a wheelchair
QUIET_INFUSIONS = "C9257 A9543 Q2035 J1442 J1756 A4206 E1130"


def given(system: str, code: str) -> tuple[Resource, Resource]:
    """The same gift of a drug as MedicationAdministration and as Procedure, as claims are turned into them."""
    on = "2026-11-10"
    drug = concept(coding(system, code))
    return (administration("probe", drug, start=on, end=on), procedure("probe", coding(system, code), on))


@pytest.mark.parametrize(("code", "finding"), INFUSED.items())
def test_an_infusion_is_known_by_its_billing_code(code: str, finding: str) -> None:
    for resource in given(HCPCS, code):
        assert finding in {one.code for one in judged(kidney(beside=(resource,))).findings}


@pytest.mark.parametrize("code", QUIET_INFUSIONS.split())
def test_another_billing_code_is_no_partner(code: str) -> None:
    for resource in given(HCPCS, code):
        codes = {one.code for one in judged(kidney(beside=(resource,))).findings}
        assert codes.isdisjoint({"partner-may-go-on", "drug-may-go-on", "interacting-drug", "dose-above-label"})


@pytest.mark.parametrize(
    "system",
    [
        "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "urn:oid:2.16.840.1.113883.6.285",
        "urn:oid:2.16.840.1.113883.6.14",
        "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
        "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html",
    ],
)
def test_a_billing_code_is_known_by_every_name_of_its_system(system: str) -> None:
    for resource in given(system, "j9299"):
        assert "partner-may-go-on" in said(resource)


@pytest.mark.parametrize("code", ["J1165", "Q2009", "J2560", "J3465", "J1835", "S0032", "J8540"])
def test_an_interacting_drug_is_known_by_its_billing_code(code: str) -> None:
    assert "interacting-drug" in said(statement("probe", concept(coding(HCPCS, code)), start="2026-10-01"))


@pytest.mark.parametrize("code", ["J7312", "J1095", "J1096", "C9257"])
def test_a_drug_put_into_the_eye_interacts_with_nothing(code: str) -> None:
    assert said(statement("probe", concept(coding(HCPCS, code)), start="2026-10-01")) == {}


COMBINATIONS = """
    Prezcobix|Rezolsta|Symtuza|Evotaz|Stribild|Genvoya|Viekira Pak|Viekira XR|Viekirax|Holkira Pak|Technivie|Kaletra
    Aluvia|Paxlovid|Prevpac|Omeclamox-Pak|Talicia|Voquezna Triple Pak|Rifamate|Rifater|Rifinah|Atripla|Symfi Lo
    Orkambi|Oriahnn|Donnatal
"""
BRANDS = """
    Biaxin|Klacid|Noxafil|Vfend|Sporanox|Tolsura|Recorlev|Norvir|Tybost|Zykadia|Tukysa|Zydelig|Krazati|Xocova
    Carbatrol|Epanutin|Sesquient|Mysoline|Eremfat|Priftin|Erleada|Xtandi|Lysodren|Tibsovo|Braftovi
    Mycobutin|Stocrin|Intelence|Ontozry|Finlee|Decadron|Hemady|Modiodal|Lumykras|Aptiom|Lorviqua|Turalio|Augtyro
    Orilissa|Novalgin|metamizole 500 mg|dipyrone|rifampicin 600 mg
"""
# parts of the same packs, drugs of the same kind without the effect, products for skin and eye, names that sound alike
QUIET_BRANDS = """
    Voquezna Dual Pak|Voquezna 20 mg|Pylera|Helidac|Akynzeo|Emend 80 mg|Myfembree|Orgovyx|Nuvigil 150 mg|Odefsey
    Biktarvy|Juluca|Descovy|Mavyret|Epclusa|Xifaxan 550 mg|rifaximin|Nizoral A-D|Nizoral 2 % shampoo
    KETOCONAZOLE 2 % EX CREA|KETOCONAZOLE 2 % EX SHAM|DEXAMETHASONE 0.1 % OP SUSP
    CIPROFLOXACIN-DEXAMETHASONE 0.3-0.1 % OT SUSP
    ketoconazole 2% cream|ketoconazole ophthalmic|Targretin gel 1 %|Maxidex|TobraDex eye drops|Ciprodex otic
    Ozurdex|Dexilant 60 mg|Dexedrine|Trileptal 300 mg|Lexapro|Norvasc|Rifamycin eye drops|azithromycin
    Skyclarys|Xermelo|Provera|Victoza
"""


def names(table: str) -> list[str]:
    return [name.strip() for line in table.strip().splitlines() for name in line.split("|")]


@pytest.mark.parametrize("name", names(COMBINATIONS) + names(BRANDS))
def test_a_brand_that_holds_an_interacting_drug_is_known(name: str) -> None:
    found = said(statement("probe", concept(text=name), start="2026-10-01"))
    assert not {"interacting-drug", "interaction-class-disputed"}.isdisjoint(found)


@pytest.mark.parametrize("name", names(QUIET_BRANDS))
def test_a_brand_that_only_resembles_one_is_left_alone(name: str) -> None:
    assert said(statement("probe", concept(text=name), start="2026-10-01")) == {}


def treated_with(medication: Resource) -> bool:
    """Whether a tumor of the ileum counts as treated before when this is all its history."""
    chart = [*without(neuroendocrine(), "everolimus"), medication]
    missing = [one.message for one in judged(chart).findings if one.code == "indication-not-shown"]
    return not any("previous treatment" in message for message in missing)


@pytest.mark.parametrize(
    "code", ["A9513", "C9031", "J1930", "J2353", "J2502", "A9590", "J9320", "J9130", "J8520", "J8700", "J9263", "J9035"]
)
def test_an_earlier_treatment_of_a_neuroendocrine_tumor_is_known_by_its_billing_code(code: str) -> None:
    assert treated_with(procedure("probe", coding(HCPCS, code), "2026-03-10"))
    drug = concept(coding(HCPCS, code))
    assert treated_with(administration("probe", drug, start="2026-03-10", end="2026-03-10"))


@pytest.mark.parametrize("code", ["C9257", "A9508", "A9528", "A9582", "J1442", "J9999"])
def test_a_scan_or_a_drug_for_something_else_is_no_earlier_treatment(code: str) -> None:
    assert not treated_with(procedure("probe", coding(HCPCS, code), "2026-03-10"))
    drug = concept(coding(HCPCS, code))
    assert not treated_with(administration("probe", drug, start="2026-03-10", end="2026-03-10"))


@pytest.mark.parametrize("code", ["572984", "562880", "1669870"])
def test_a_cream_against_skin_cancer_is_no_earlier_treatment(code: str) -> None:
    drug = concept(coding(RXNORM, code))
    assert not treated_with(statement("probe", drug, start="2025-03-01", end="2026-09-30", status="completed"))


@pytest.mark.parametrize(
    "name", names("Welireg|Zanosar|Signifor LAR|Bynfezia|Azedra|Lutathera|sulfatinib|Temodal|Somatuline Depot|Torpenz")
)
def test_an_earlier_treatment_of_a_neuroendocrine_tumor_is_known_by_its_brand(name: str) -> None:
    drug = concept(text=name)
    assert treated_with(statement("probe", drug, start="2025-03-01", end="2026-09-30", status="completed"))


@pytest.mark.parametrize(
    "name", names("Pluvicto|Lenvima|AdreView|Netspot|Efudex 5 % cream|Tolak|Creon|Sandoz ondansetron")
)
def test_a_name_that_only_resembles_one_is_no_earlier_treatment(name: str) -> None:
    drug = concept(text=name)
    assert not treated_with(statement("probe", drug, start="2025-03-01", end="2026-09-30", status="completed"))
