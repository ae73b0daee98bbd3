"""Words an order may hold that state nothing of the dose, and the names of other drugs (`word_list.json`)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from validator.regex import regex

_LISTS: dict[str, list[str]] = json.loads(Path(__file__).with_name("word_list.json").read_text(encoding="utf-8"))


def _set(name: str) -> frozenset[str]:
    return frozenset(word for row in _LISTS[name] for word in row.split())


KNOWN = _set("known")
"""Read and of no weight: the verbs, particles and nouns of prescriptions, pharmacy labels and order entry."""
TELLING = _set("telling")
"""These change a dose: a left-over stretch that holds one is told, whatever stands around it."""

_STEMS = regex(
    r"[a-z]{2,}(?:mab|nib|ciclib|parib|rafenib|limus|statin|pril|sartan|olol|dipine|azole?|setron|prazole?"
    r"|tidine|cillin|mycin|floxacin|"
    r"cycline|gliptin|gliflozin|glutide|xaban|gatran|parin|caine|azepam|zolam|oxetine|triptan|thiazide"
    r"|semide|profen|coxib|dronate|"
    r"sone|solone|vir|platin|taxel|rubicin|tecan|bicin|fungin|zosin|barbital|azine|amide|morphone|codone"
    r"|thyroxine|lukast|terol|"
    r"tropium|afil|dopa|gabalin|bamate|racetam|trigine|pidem|clone|peridol|apine|idone|piprazole|triptyline|ipramine)"
)
_DRUGS = _set("other-drugs")
SHORT_NAMES = _set("short-names")
"""What oncologists call other cancer drugs: the beginnings of their names."""
SHORT_FOR = dict(pair.split("=") for pair in _set("short-interacting"))
"""What clinics call drugs that interact with one of these: the short name, and the first word of the whole one."""
OF_ANOTHER = {one: frozenset(told.split(",")) for one, told in (row.split("=") for row in _set("short-of-another"))}
"""Short names that another drug has too, and the amounts in mg by which it is that one."""
LEFT_OPEN = _set("short-left-open")
"""Those of them that are more often the other drug: with no amount they may be either."""
BOOSTERS = dict(pair.split("=") for pair in _set("boosters"))
"""The letters behind a slash by which the drug is told that raises another one."""
_IN_ITS_PLACE = _set("in-its-place")
_OF_A_KIND = regex(r"[a-z]{3,}(?:nib|rolimus|lizumab|lumab)")
"""The endings of drugs for one cancer of which one is given after the other."""
_SHORTEST_ABROAD = 8
"""Letters of a name that is known by its English one; shorter words are near too many others."""
_NOT_DRUGS = frozenset(("enzyme", "amide", "sone", "vir", "clone", "environ"))

_UNIT_WORD = regex(
    r"(?:mg|mcg|g|ml|tab(?:let)?s?|cap(?:sule)?s?|pills?|hours?|hrs?|daily|weekly|monthly|days?|weeks?"
    r"|months?|tsps?|tbsps?"
    r"|(?:tea|table)spoons?|(?:tea|table)?spoons?fuls?|dropperfuls?|scoop(?:ful)?s?|puffs?|ampo?ules?|sachets?"
    r"|patch(?:es)?)\.?"
)


@lru_cache(maxsize=8192)
def is_other_drug(word: str) -> bool:
    """Whether a word, in lower case, is the name of some drug by the list or by its ending, in English or as another
    language ends it: "ketoconazol", "itraconazolo", "rifampicina"."""
    if word in _DRUGS or (len(word) > 5 and word not in _NOT_DRUGS and _STEMS.fullmatch(word) is not None):
        return True
    if len(word) < _SHORTEST_ABROAD:
        return False
    stem = word.rstrip("aeo")
    return not _DRUGS.isdisjoint((stem, f"{stem}e")) or _STEMS.fullmatch(stem) is not None


def is_listed_drug(word: str) -> bool:
    """Whether a word, in lower case, is the name of some drug by the list alone; an ending may be that of a slip."""
    return word in _DRUGS


def is_short_for_a_drug(word: str) -> bool:
    """Whether a word, in lower case, is what oncologists call another drug: the beginning of its name."""
    return word in SHORT_NAMES


def takes_its_place(word: str) -> bool:
    """Whether a word, in lower case, names a drug that is given in the place of one of these, and not beside it."""
    return word in _IN_ITS_PLACE or is_short_for_a_drug(word) or _OF_A_KIND.fullmatch(word) is not None


def tells(word: str) -> bool:
    """Whether a left-over word may change a dose; one in letters that are not ours cannot be told, so it does."""
    return word in TELLING or word[:1].isdigit() or not word.isascii() or _UNIT_WORD.fullmatch(word) is not None
