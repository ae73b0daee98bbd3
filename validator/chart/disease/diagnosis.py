"""Which disease a diagnosis names: one Condition, or one reason of an order.

Each coding of a concept, each body site and each histology says something; together they narrow what is possible.
Source of the groups: the value sets of the domain `indications`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from validator.chart.concept import Coded, coded, sure_groups, words_of
from validator.chart.disease.cancer_words import is_cancer
from validator.chart.disease.differentiation import without_grade_digit
from validator.chart.disease.extent import DOMAIN as EXTENT
from validator.chart.disease.extent import is_secondary
from validator.chart.fact import OTHER_DISEASE
from validator.fhir.element import CodeableConcept, Coding
from validator.frozen import Frozen, field
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, ICDO3, normal
from validator.terminology.disease import Diseases, kind_of
from validator.terminology.domain import INDICATIONS as DOMAIN
from validator.terminology.domain import SITE

_OTHER = frozenset({OTHER_DISEASE})

DISAGREE_NOTE = "its codes name different diseases"
UNLISTED_NOTE = "its code is in no list of labelled diseases"
UNCODED_NOTE = "named by text or by a code that cannot be looked up"


class Says(StrEnum):
    """What kind of statement a code makes about the disease."""

    NAMED = "names the disease, though perhaps not its grade or site"
    SITE = "names the organ, not the histology"
    HISTOLOGY = "names the histology, not the organ"
    REVIEW = "names a form of the disease a clinician must judge"
    EXCLUDED = "names a disease that resembles a labelled one and is not"
    HISTORY = "names the disease as past"


class CodedStatement(Frozen):
    """What one coding says, `other` among the diseases where it leaves room for one that no label names.

    `settled` False: a grade or a more exact code may still turn it into a disease that is not labelled.
    `is_tumor` False: a neoplasm of which not even the behavior is told, or a disease that is no tumor.
    """

    says: Says
    diseases: frozenset[str]
    display: str
    settled: bool = True
    is_tumor: bool = True


class DiseasesLeft(Frozen):
    """What all statements about one diagnosis leave possible.

    `known` is False where no coding stands in the lists. `organ_alone`: the disease that an organ without a histology
    is taken as in an adult, where nothing but such an organ is told.
    """

    diseases: frozenset[str]
    known: bool = True
    history_only: bool = False
    excluded_because: str = ""
    organ_alone: str | None = None
    is_cancer: bool = True
    is_for_review: bool = False
    notes: tuple[str, ...] = field(default=())


_UNTOLD, _EXCLUDED = "behavior_untold", "excluded"
_OF_SPREAD = frozenset({_EXCLUDED, "extent"})
_KINDS = {
    "": Says.NAMED,
    "grade_required": Says.NAMED,
    "site_required": Says.NAMED,
    "site_and_grade_required": Says.NAMED,
    "morphology_well_diff": Says.NAMED,
    "morphology_grade_required": Says.NAMED,
    "histology_required": Says.SITE,
    "ambiguous": Says.SITE,
    "topography": Says.SITE,
    _UNTOLD: Says.SITE,
    "morphology": Says.HISTOLOGY,
    "review": Says.REVIEW,
    "excluded_unless_grade": Says.REVIEW,
    _EXCLUDED: Says.EXCLUDED,
    "history_only": Says.HISTORY,
}
_OPEN = frozenset({Says.SITE, Says.HISTOLOGY, Says.REVIEW})
_UNSETTLED = frozenset({"grade_required", "site_and_grade_required", "morphology_grade_required", _UNTOLD})
_MIXED = regex(r"\b(?:combined|mixed)\b", re.IGNORECASE)
_TOPOGRAPHY = regex(r"C\d+")


@lru_cache(maxsize=2048)
def statements_of(book: Codebook, concept: CodeableConcept | None) -> tuple[CodedStatement, ...]:
    """What each listed coding of a concept says, in the order of the codings."""
    if concept is None:
        return ()
    found: list[CodedStatement] = []
    for one in coded(book, DOMAIN, without_grade_digit(concept)[0]):
        if not _only_tells_spread(book, one):
            found.extend(said_by(book.diseases, one))
    if not found:
        for coding in concept.coding:
            found.extend(_category(book, coding))
    return tuple(found)


def _only_tells_spread(book: Codebook, one: Coded) -> bool:
    """A metastasis in an organ says where the tumor went; the organ's own tumors are not excluded by it."""
    if not all(kind_of(group) in _OF_SPREAD for group in one.groups):
        return False
    return is_secondary(book, sure_groups(book, EXTENT, one.coding.system, one.coding.code))


def sites_of(book: Codebook, concepts: Iterable[CodeableConcept]) -> tuple[CodedStatement, ...]:
    """What body sites say: ICD-O-3 topographies, and ICD-10 codes, which number the organs alike."""
    found: list[CodedStatement] = []
    for concept in concepts:
        for coding in concept.coding:
            code = normal(coding.system, coding.code)
            if code is None or code[0] not in (ICDO3, ICD10, ICD10CM) or not _TOPOGRAPHY.fullmatch(code[1]):
                continue
            if sure_groups(book, SITE, *code) & book.of_role(SITE, "tells-no-organ"):
                continue
            groups = _organ_groups(book, code)
            diseases = frozenset(disease for group in groups for disease in book.diseases.about(DOMAIN, group))
            found.append(CodedStatement(Says.SITE, diseases | _OTHER, coding.display or ""))
    return tuple(found)


def _organ_groups(book: Codebook, code: tuple[str, str]) -> frozenset[str]:
    """The groups of an organ code: as written, as an ICD-O-3 topography, or as its organ "not otherwise specified"."""
    tries = (code, (ICDO3, code[1]), (ICDO3, f"{code[1][:3]}9"))
    return next((groups for system, text in tries if (groups := sure_groups(book, DOMAIN, system, text))), frozenset())


@lru_cache(maxsize=4096)
def read(
    known: Diseases, statements: tuple[CodedStatement, ...], sites: tuple[CodedStatement, ...] = ()
) -> DiseasesLeft | None:
    """What the statements leave possible; None when there are none.

    Statements narrow each other. An organ and a histology that fit make the disease certain. An excluded histology
    turns a code that leaves histology or grade open into a disease that is not labelled; against a code that names the
    disease outright it is a contradiction, and both stay possible.
    """
    by_kind: dict[Says, list[CodedStatement]] = {}
    for one in statements:
        by_kind.setdefault(one.says, []).append(one)
    present = [one for one in statements if one.says is not Says.HISTORY]
    if not present:
        past = by_kind.get(Says.HISTORY, [])
        return DiseasesLeft(_union(past), history_only=True) if past else None
    named, excluded = by_kind.get(Says.NAMED, []), by_kind.get(Says.EXCLUDED, [])
    kinds = {one.says for one in present}
    if excluded:
        settled = [one for one in named if one.settled]
        display = excluded[0].display
        if not settled:
            return DiseasesLeft(_OTHER, excluded_because=display)
        return DiseasesLeft(_union(settled) | _OTHER, notes=(DISAGREE_NOTE,))
    possible = _intersection(present)
    if (family := known.family_of(_union(named))) and Says.HISTOLOGY not in kinds:
        possible = _at_site(known, family, _intersection(named), [*by_kind.get(Says.SITE, []), *sites])
    elif Says.HISTOLOGY in kinds and Says.SITE not in kinds and sites:
        possible = _intersection([*present, *sites])
        kinds.add(Says.SITE)
    if not possible:
        return DiseasesLeft(_union(present) | _OTHER, notes=(DISAGREE_NOTE,))
    notes: tuple[str, ...] = ()
    if {Says.SITE, Says.HISTOLOGY} <= kinds and possible - _OTHER:
        possible -= _OTHER
    if Says.REVIEW in kinds:
        possible |= _OTHER
        notes = tuple(one.display for one in by_kind.get(Says.REVIEW, []) if one.display)
    elif possible in known.elsewhere:
        notes = (known.elsewhere[possible][1],)
    return DiseasesLeft(
        possible,
        notes=notes,
        organ_alone=_organ_alone(known, possible, present),
        is_cancer=any(one.is_tumor for one in present),
        is_for_review=Says.REVIEW in kinds,
    )


def _organ_alone(known: Diseases, possible: frozenset[str], present: Sequence[CodedStatement]) -> str | None:
    if not all(one.says is Says.SITE and one.settled for one in present):
        return None
    return next((one for one in known.organ_alone if possible == {one, OTHER_DISEASE}), None)


def unlisted(book: Codebook, concept: CodeableConcept | None) -> DiseasesLeft:
    """What a diagnosis leaves possible whose codes stand in no list.

    An ICD-10 code outside the lists names another disease: the lists hold every code a labelled one can have. A code
    of another known system names another disease too, unless its words speak of an organ or tumor that is labelled.
    Text alone names nothing for certain, but words for a cancer name nothing that is no tumor.
    """
    codings = concept.coding if concept else ()
    if any(code is not None and code[0] in (ICD10CM, ICD10) for code in (normal(c.system, c.code) for c in codings)):
        return DiseasesLeft(_OTHER, known=False, notes=(UNLISTED_NOTE,))
    words = " ".join(words_of(concept))
    if words and any(book.known_system(coding.system) and coding.code for coding in codings):
        return DiseasesLeft(book.diseases.words_for(words) | _OTHER, known=False, notes=(UNLISTED_NOTE,))
    no_tumors = book.diseases.no_tumors if is_cancer(book, concept) else frozenset()
    return DiseasesLeft(book.diseases.names - no_tumors | _OTHER, known=False, notes=(UNCODED_NOTE,))


def said_by(known: Diseases, one: Coded) -> list[CodedStatement]:
    """What one listed coding says, a statement for each kind."""
    display = one.coding.display or one.display or one.coding.code or ""
    code = normal(one.coding.system, one.coding.code)
    is_topography = code is not None and code[0] == ICDO3 and _TOPOGRAPHY.fullmatch(code[1]) is not None
    is_morphology = code is not None and code[0] == ICDO3 and not is_topography
    by_kind: dict[Says, set[str]] = {}
    settled = True
    for group in sorted(one.groups):
        suffix = kind_of(group)
        says = _KINDS.get(suffix)
        if is_topography:
            says = Says.SITE if suffix == "topography" else None
        if says is None:
            continue
        if suffix == "ambiguous" and (is_morphology or _MIXED.search(display)):
            says = Says.REVIEW  # a mixed tumor is a histology of its own, which the organ's code does not settle
        diseases = known.about(DOMAIN, group)
        # The ICD-10 code of all thyroid cancers is read as one of the two labelled ones; any other that names only
        # organ or histology leaves room for a disease no label names.
        if (says in _OPEN and suffix != "histology_required") or (
            suffix == "histology_required" and len(one.groups) == 1
        ):
            diseases |= _OTHER
        by_kind.setdefault(says, set()).update(diseases)
        settled = settled and suffix not in _UNSETTLED and not is_topography
    told = any(kind_of(group) != _UNTOLD for group in one.groups)
    return [
        CodedStatement(says, frozenset(found), display, settled, told and not found <= known.no_tumors)
        for says, found in by_kind.items()
    ]


def _category(book: Codebook, coding: Coding) -> list[CodedStatement]:
    """What an ICD-10 category (`C22`, `C7A`) says when only codes below it are listed: whatever they say together."""
    code = normal(coding.system, coding.code)
    if code is None or code[0] not in (ICD10CM, ICD10) or not code[1].startswith("C") or len(code[1]) > 5:
        return []
    below = _below(book, code[0], code[1])
    groups = [group for one in below for group in one]
    diseases = frozenset(
        disease for group in groups if kind_of(group) != _EXCLUDED for disease in book.diseases.about(DOMAIN, group)
    )
    if not diseases:
        return []
    if book.diseases.family_of(diseases) and not any(kind_of(group) == "ambiguous" for group in groups):
        says = Says.REVIEW if any(kind_of(group) == _EXCLUDED for group in groups) else Says.NAMED
        open_to = diseases | _OTHER if says is Says.REVIEW else diseases
        return [CodedStatement(says, open_to, coding.display or "", settled=False)]
    return [CodedStatement(Says.SITE, diseases | _OTHER, coding.display or "")]


def _below(book: Codebook, system: str, code: str, depth: int = 3) -> list[frozenset[str]]:
    found = []
    for character in "0123456789A":
        longer = code + character
        groups = sure_groups(book, DOMAIN, system, longer)
        if groups:
            found.append(groups)
        elif depth > 1 and len(longer) < 6:
            found.extend(_below(book, system, longer, depth - 1))
    return found


def _union(statements: Iterable[CodedStatement]) -> frozenset[str]:
    return frozenset().union(*(one.diseases for one in statements))


def _intersection(statements: Sequence[CodedStatement]) -> frozenset[str]:
    return frozenset.intersection(*(one.diseases for one in statements))


def _at_site(
    known: Diseases, family: frozenset[str], possible: frozenset[str], sites: Iterable[CodedStatement]
) -> frozenset[str]:
    """One tumor of a family by its organ: the member whose organ it is, else the member of every other organ."""
    told = list(sites)
    elsewhere = frozenset({known.elsewhere[family][0]}) if family in known.elsewhere else frozenset()
    of_organs = {(family - elsewhere) & one.diseases or elsewhere for one in told}
    of_organs.discard(frozenset())
    return possible & of_organs.pop() if len(of_organs) == 1 else possible
