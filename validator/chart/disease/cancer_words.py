"""Whether a diagnosis that stands in no list is a cancer at all: by its ICD-10 block, its profile, or its words.

Blocks and words are data, the value set of the domain `any-cancer`; here is only how they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from validator.chart.concept import sure_groups, words_of
from validator.chart.words.past_words import is_of_the_past, says_it_is_over
from validator.fhir.element import CodeableConcept
from validator.frozen import Frozen
from validator.regex import any_of, regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, normal
from validator.terminology.domain import ANY_CANCER
from validator.terminology.governing import Sense, sense_of
from validator.terminology.role import Role
from validator.terminology.set_extension import NamedByWords, UnlessWords

_LOCAL: Role = "never-spreads"
_ANOTHER: Role = "of-another-disease"
_NOT_NOW = regex(r"\b(?:remission|NED|survivors?|cured|remote)\b", re.IGNORECASE)
_PROFILE = "-cancer-condition"
"""How mCODE's profiles of a cancer end."""


class _Words(Frozen):
    """Words for cancer, words beside which they name none, and the first letters of its codes in both cases; `local`
    are words for one that does not spread, `another` for one that no label names."""

    named: re.Pattern[str]
    unless: re.Pattern[str]
    letters: str
    local: re.Pattern[str]
    another: re.Pattern[str]


@lru_cache(maxsize=16)
def _words(book: Codebook) -> _Words:
    every = book.sets_of(ANY_CANCER)
    of_role = {role: book.of_role(ANY_CANCER, role) for role in (_LOCAL, _ANOTHER)}
    sets = [one for one in every if not any(one.group in groups for groups in of_role.values())]
    local, another = (
        [said.value_string for one in every if one.group in of_role[role] for said in one.said(NamedByWords)]
        for role in (_LOCAL, _ANOTHER)
    )
    named = [one.value_string for value_set in sets for one in value_set.said(NamedByWords)]
    unless = [one.value_string for value_set in sets for one in value_set.said(UnlessWords)]
    letters = sorted({code[:1] for value_set in sets for _, code in value_set.concepts})
    first = "".join(letters)
    return _Words(any_of(named), any_of(unless), first.upper() + first.lower(), any_of(local), any_of(another))


def is_cancer(book: Codebook, concept: CodeableConcept | None, profiles: Iterable[str] = ()) -> bool:
    """Whether a diagnosis outside the lists is a malignant neoplasm, or one of uncertain behavior.

    An ICD-10 block of the list, an mCODE cancer profile, or words for cancer in its text or displays. Anything else,
    such as an unlisted SNOMED CT code for hypertension, is not: an unknown code is no cancer. Raises ValueSetError
    where a folder has no such list.
    """
    if profiles and any(_PROFILE in profile for profile in profiles):
        return True
    return concept is not None and _is_named(book, concept)


@lru_cache(maxsize=8192)
def _is_named(book: Codebook, concept: CodeableConcept) -> bool:
    """Whether the codes of a concept are of a cancer, else its words."""
    codes = [normal(coding.system, coding.code) for coding in concept.coding]
    icd = [code for code in codes if code is not None and code[0] in (ICD10CM, ICD10)]
    if icd:
        return any(sure_groups(book, ANY_CANCER, *code) for code in icd)
    words = _words(book)
    return any(words.named.search(text) and not words.unless.search(text) for text in words_of(concept))


def may_spread(book: Codebook, concept: CodeableConcept | None) -> bool:
    """Whether a metastasis on file may be of this cancer: True unless every code, or all the words, name one that does
    not spread."""
    if concept is None:
        return True
    local = book.of_role(ANY_CANCER, _LOCAL)
    codes = [code for coding in concept.coding if (code := normal(coding.system, coding.code)) is not None]
    told = [groups for code in codes if (groups := sure_groups(book, ANY_CANCER, *code))]
    if told:
        return any(groups.isdisjoint(local) for groups in told)
    words, known = words_of(concept), _words(book)
    return not words or any(
        known.named.search(known.local.sub("", text)) or not known.local.search(text) for text in words
    )


def names_another(book: Codebook, text: str) -> tuple[str, bool]:
    """The text without its words for cancers that no label names, and whether it states one as present."""
    words = _words(book)
    is_stated = any(
        sense_of(text, one.start(), one.end()) is Sense.STATED
        and not is_of_the_past(text, one.start(), one.end())
        and not says_it_is_over(text, one.start(), one.end())
        for one in words.another.finditer(text)
    )
    is_over = _NOT_NOW.search(text) is not None or words.unless.search(text) is not None
    return words.another.sub(" ", text), is_stated and not is_over


@lru_cache(maxsize=4096)
def names_another_at_all(book: Codebook, text: str) -> bool:
    """Whether a text names a cancer that no label names, in whatever sense."""
    return _words(book).another.search(text) is not None


def may_be_cancer(book: Codebook, code: object, profiles: object = "") -> bool:
    """A first look at an undecoded code: False only where `is_cancer` would be. Cheap: nothing is decoded."""
    if _PROFILE in str(profiles):
        return True
    if not isinstance(code, dict):
        return False
    known = _words(book)
    words = [code.get("text")]
    codings = code.get("coding")
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            written = coding.get("code")
            if isinstance(written, str) and (first := written.strip()[:1]) and first in known.letters:
                return True
            words.append(coding.get("display"))
    return known.named.search(" ".join(word for word in words if isinstance(word, str))) is not None
