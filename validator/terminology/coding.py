"""One spelling for a coding: the canonical system and the code as the value sets write it.

Charts write the same code in many ways: with an OID for the system, without the dot of an ICD code, an NDC with or
without hyphens. Codes compare only in the normal form made here. Source: FHIR R4 Coding, terminologies-systems.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from validator.finding import CANONICAL
from validator.regex import regex

SystemCode = tuple[str, str]
"""A code system and a code, both in normal form."""

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD10PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
ICDO3 = "http://terminology.hl7.org/CodeSystem/icd-o-3"
NDC = "http://hl7.org/fhir/sid/ndc"
ATC = "http://www.whocc.no/atc"
UNII = "http://fdasis.nlm.nih.gov"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
UCUM = "http://unitsofmeasure.org"
ABSENT_BECAUSE = frozenset(
    {
        "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "http://hl7.org/fhir/data-absent-reason",
        "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
        "http://hl7.org/fhir/v3/NullFlavor",
        "urn:oid:2.16.840.1.113883.5.1008",
    }
)
"""Systems whose codes say why there is no code, in the spellings of every release."""
EDQM = "http://standardterms.edqm.eu"
ORDERABLE_DRUG_FORM = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
TIMING_ABBREVIATION = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
PHRASE = f"{CANONICAL}/CodeSystem/phrase"
"""Words looked for in free text; never a coding of a chart."""

KNOWN_SYSTEMS = frozenset({RXNORM, SNOMED, LOINC, ICD10CM, ICD10, ICD10PCS, ICDO3, NDC, ATC, UNII, HCPCS, NCIT, UCUM})
"""Systems whose codes can be looked up here. A coding from any other system says nothing that can be checked."""

LISTED_IN_PART = frozenset({SNOMED, NCIT})
"""Systems of whose operations the lists hold the broad ones, and whose codes do not tell by their form what they are
about: that one is in no list says nothing."""

_OIDS = {
    "2.16.840.1.113883.6.88": RXNORM,
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.1": LOINC,
    "2.16.840.1.113883.6.90": ICD10CM,
    "2.16.840.1.113883.6.3": ICD10,
    "2.16.840.1.113883.6.4": ICD10PCS,
    "2.16.840.1.113883.6.43.1": ICDO3,
    "2.16.840.1.113883.6.69": NDC,
    "2.16.840.1.113883.6.73": ATC,
    "2.16.840.1.113883.4.9": UNII,
    "2.16.840.1.113883.6.285": HCPCS,
    "2.16.840.1.113883.6.14": HCPCS,
    "2.16.840.1.113883.3.26.1.1": NCIT,
    "2.16.840.1.113883.6.8": UCUM,
    "0.4.0.127.0.16.1.1.2.1": EDQM,
    "2.16.840.1.113883.5.85": ORDERABLE_DRUG_FORM,
    "2.16.840.1.113883.5.1022": TIMING_ABBREVIATION,
}
_OTHER_URLS = {
    "http://hl7.org/fhir/sid/icd-10-pcs": ICD10PCS,
    "http://hl7.org/fhir/sid/icd-10-us": ICD10CM,
    "http://hl7.org/fhir/sid/icd-o-3": ICDO3,
    "http://terminology.hl7.org/CodeSystem/HCPCS": HCPCS,
    "http://terminology.hl7.org/CodeSystem/HCPCS-all-codes": HCPCS,
    "https://bluebutton.cms.gov/resources/codesystem/hcpcs": HCPCS,
    "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html": HCPCS,
    "http://ncimeta.nci.nih.gov": NCIT,
    "http://fda.gov/unii": UNII,
    "http://hl7.org/fhir/v3/orderableDrugForm": ORDERABLE_DRUG_FORM,
    "http://hl7.org/fhir/v3/GTSAbbreviation": TIMING_ABBREVIATION,
}


def _bare(url: str) -> str:
    """A URL without what people vary: scheme, `www.`, letter case, a `|version`, a trailing slash."""
    url = url.partition("|")[0].strip().lower().rstrip("/")
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.")


_EXACT = {system: system for system in (*KNOWN_SYSTEMS, PHRASE, EDQM, ORDERABLE_DRUG_FORM, TIMING_ABBREVIATION)}
_BARE = {
    **{_bare(system): system for system in _EXACT},
    **{_bare(url): system for url, system in _OTHER_URLS.items()},
    **_OIDS,
    **{f"urn:oid:{oid}": system for oid, system in _OIDS.items()},
}
_SNOMED_EDITION = _bare(SNOMED) + "/"


@lru_cache(maxsize=1024)
def canonical_system(system: str) -> str:
    """The FHIR canonical URL of a code system given by an alias: an OID, https, a trailing slash, a version.

    A SNOMED CT edition URI counts as SNOMED CT. An unknown system comes back trimmed and otherwise as it was.
    """
    bare = _bare(system)
    known = _BARE.get(bare)
    if known is not None:
        return known
    return SNOMED if bare.startswith(_SNOMED_EDITION) else system.strip()


@lru_cache(maxsize=16384)
def normal(system: str | None, code: str | None) -> SystemCode | None:
    """System and code in the one spelling that is compared; None when either is missing or blank.

    ICD codes lose their dot and case, an NDC of known segments becomes eleven digits. A code of an unknown system
    is only trimmed. An NDC of ten digits without hyphens stays ten digits: see `spellings`.
    """
    if not system or not code:
        return None
    canonical = _EXACT.get(system) or canonical_system(system)
    code = code.strip()
    if not canonical or not code:
        return None
    spell = _SPELLING.get(canonical)
    return (canonical, spell(code) if spell is not None else code)


def normal_icd10(code: str) -> str:
    """An ICD-10 or ICD-10-CM code in capitals without its dot: `c7a.01` and `C7A01` are one code."""
    return code.strip().replace(".", "").upper()


_NDC_PACKAGE = regex(r"(\d{4,5})-(\d{3,4})-(\d{1,2})")
_NDC_PRODUCT = regex(r"(\d{4,5})-(\d{3,4})")
_TEN_DIGITS = 10


def normal_ndc(code: str) -> str:
    """A National Drug Code as eleven digits (labeler 5, product 4, package 2), each hyphenated segment zero-filled.

    Known forms are 4-4-2, 5-3-2, 5-4-1 and 5-4-2; a labeler-product code (4-4, 5-3, 5-4) becomes nine digits. Codes
    without hyphens come back as they are: eleven digits are already normal, ten are ambiguous (see `spellings`).
    """
    code = code.strip()
    package = _NDC_PACKAGE.fullmatch(code)
    if package is not None:
        labeler, product, pack = package.groups()
        if len(code) in (_TEN_DIGITS + 2, _TEN_DIGITS + 3):  # 4-3-2 and the like do not exist
            return labeler.zfill(5) + product.zfill(4) + pack.zfill(2)
        return code
    product_only = _NDC_PRODUCT.fullmatch(code)
    if product_only is not None:
        labeler, product = product_only.groups()
        if len(code) > len("4444-333"):
            return labeler.zfill(5) + product.zfill(4)
    return code


_MORPHOLOGY = regex(r"M?-?(\d{4})/?(\d)([1-9])?")


def normal_icdo3(code: str) -> str:
    """An ICD-O-3 morphology as `8240/3` (a grade digit is kept: `8240/31`), a topography as `C649`."""
    code = code.strip().upper()
    morphology = _MORPHOLOGY.fullmatch(code)
    if morphology is not None:
        return f"{morphology[1]}/{morphology[2]}{morphology[3] or ''}"
    return code.replace(".", "")


def morphology_and_grade(code: str) -> tuple[str, str | None]:
    """An ICD-O-3 morphology and its sixth digit, the grade (None: no digit): `8240/31` is `8240/3` and `1`."""
    code = normal_icdo3(code)
    if _MORPHOLOGY.fullmatch(code) and len(code) == len("8240/31"):
        return (code[:-1], code[-1])
    return (code, None)


_SPELLING: dict[str, Callable[[str], str]] = {
    ICD10CM: normal_icd10,
    ICD10: normal_icd10,
    ICD10PCS: str.upper,
    ICDO3: normal_icdo3,
    NDC: normal_ndc,
    LOINC: str.upper,
    ATC: str.upper,
    UNII: str.upper,
    HCPCS: str.upper,
    NCIT: str.upper,
}


SEVERAL_SPELLINGS = frozenset({NDC, ICDO3})
"""Systems in which one written code can stand for more than one listed code."""


def spellings(system: str | None, code: str | None) -> tuple[SystemCode, ...]:
    """Every coding that the written one may mean: itself, and in two systems others.

    An NDC of ten digits without hyphens does not say whether the missing zero belongs to labeler, product or package:
    all three readings are looked up, and a reading that no listed product has is no match. An ICD-O-3 morphology with
    a grade digit is also the morphology without it.
    """
    coding = normal(system, code)
    if coding is None:
        return ()
    canonical, text = coding
    if canonical == NDC and len(text) == _TEN_DIGITS and text.isdecimal():
        readings = ("0" + text, text[:5] + "0" + text[5:], text[:9] + "0" + text[9:])
        return tuple((NDC, reading) for reading in dict.fromkeys(readings))
    if canonical == ICDO3:
        morphology, grade = morphology_and_grade(text)
        return (coding, (ICDO3, morphology)) if grade is not None else (coding,)
    return (coding,)
