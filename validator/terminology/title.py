"""Titles of listed codes: a text that is one, word for word, says what the code would have said.

Charts come without codes, or with those of the house, and name a condition by its title all the same: "Budd-Chiari
syndrome", "Acute embolism and thrombosis of right iliac vein". No list of phrases holds them all, and some phrases lie
in titles of what no list is to hold: "Hemiplegia following cerebral infarction". The titles are the displays of the
value sets, and those of ICD-10-CM (`profiles/titles`) whose codes are listed or that hold a phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from validator.regex import regex
from validator.terminology.coding import ICD10CM
from validator.terminology.domain import OBSERVED, RISK, TREATMENT
from validator.terminology.profiles import profiles_root
from validator.terminology.valueset import ValueSet

TITLED = (RISK, TREATMENT, OBSERVED)
"""The domains whose titles count as words."""

OF_ICD_10_CM = (RISK,)
"""Those of them for which the titles of ICD-10-CM were chosen; in another domain such a title may say anything."""

LONGEST = 300
"""Characters of the longest text that is looked at as a title; the longest title of ICD-10-CM has 228."""

ByTitle = Mapping[str, frozenset[str]]
"""The groups of each title of a domain, by its `title_key`; none where its code is known and in no list."""

_TAG = regex(
    r"\s*\((?:(?i:disorder|finding|procedure|regime/therapy|situation|event|observable(?:\s+entity)?|assessment\s+scale"
    r"|morphologic\s+abnormality)|(?:[A-Z]{3}[-/])?[A-Z]{2,4})\)\s*$"
)
"""What terminologies, billing and writers put behind a title: its kind, a mark, its abbreviation."""
_WORD = regex(r"\w+")


def title_key(text: str) -> str:
    """What two spellings of one title have in common: its words, whatever their case, and British or American.

    A question ("Pulmonary embolism?") is no title, and has no words here.
    """
    if "?" in text:
        return ""
    while (shorter := _TAG.sub("", text)) != text:
        text = shorter
    return " ".join(_WORD.findall(text.casefold())).replace("ae", "e").replace("oe", "e")


@cache
def icd_10_cm_titles() -> tuple[tuple[str, str], ...]:
    """Codes of ICD-10-CM, each with a title that matters here. The same for every site.

    Raises FileNotFoundError where the installation is not whole.
    """
    content = (profiles_root() / "titles" / "icd-10-cm.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in content.splitlines() if not line.startswith("#"))
    return tuple((code, title) for code, title in lines)


def titles_of(domain: str, value_sets: Iterable[ValueSet], groups_of: Callable[[str, str], frozenset[str]]) -> ByTitle:
    """The titles of one domain: the names of its confirmed codes, and those of ICD-10-CM, with the groups of each.

    What several codes are called belongs to the groups of all of them.
    """
    found: dict[str, frozenset[str]] = {}
    official = icd_10_cm_titles() if domain in OF_ICD_10_CM else ()
    titled = ((title, groups_of(ICD10CM, code)) for code, title in official)
    for title, groups in (*_named(value_sets), *titled):
        key = title_key(title)
        found[key] = found.get(key, frozenset()) | groups
    return found


def _named(value_sets: Iterable[ValueSet]) -> Iterator[tuple[str, frozenset[str]]]:
    for value_set in value_sets:
        for concept in value_set.concepts.values():
            if concept.confidence != "unverified":
                yield concept.display, frozenset({value_set.group})
