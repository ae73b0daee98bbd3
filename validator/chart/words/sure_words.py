"""Words that surely say that a drug was had, or that the disease progressed on it.

What a label asks for is proved by them, so that the whole clause has to be understood: who or what it is said of, the
verb, the drug directly behind it, and no more than when. A sentence that asks, plans, doubts or quotes somebody else's
words says nothing here. CLARIFICATIONS, a project choice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.disease.cancer_words import is_cancer
from validator.chart.drug.medication import DRUG_DOMAINS
from validator.fhir.element import CodeableConcept
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INDICATIONS, PRODUCTS, TREATMENT

_SENTENCE = regex(r"[.;\n](?!\d)")
_CLAUSE = regex(r",\s|\bbut\b", re.IGNORECASE)
_QUOTED = regex(
    r"\b(?:criteri\w+|indicat\w+|eligib\w+|trials?|study|label\w*|approv\w+|authori[sz]\w+|must|guidelines?|nccn|policy|coverage|payer|insurer|insurance|requires?|document\s|verify|missing)\b",
    re.IGNORECASE,
)
"""Words of texts that say for whom a drug is, wherever in the text they stand."""
_NOT_SO = regex(
    r"\?|\b(?:if|when|once|unless|until|till|upon|pending|await\w*|whether|should|would|could|may|might|can|will|plan\w*|consider\w*"
    r"|expect\w*|possibl[ey]|suspect\w*|concern\w*|likely|probabl[ey]|equivocal|indeterminate|r/o|rule[ds]?|risk|monitor\w*"
    r"|no|not(?!\s+(?:respond|tolerate))|non|never|without|nil|zero|negative|denie[sd]|\w+n't|brother|sister|mother|father"
    r"|parents?|family|wife|husband|son|daughter|aunt|uncle|cousin|who|whose|that|candidate|declin\w+|refus\w+)\b",
    re.IGNORECASE,
)
_PART = regex(r"[.,;:&/()\n]|\b(?:and|with)\b", re.IGNORECASE)
_PROGRESSED = (
    r"(?:progress(?:ed|ion|ing)(?:\s+of\s+(?:the\s+|his\s+|her\s+)?(?:disease|cancer|tumou?r))?|progressive\s+disease)"
    r"\s+(?:on|after|through|despite|following|under|during|while\s+on)|PD\s+(?:on|while\s+on)"
)
_HAD = (
    r"failed|failure\s+(?:of|on|after)|status\s+post|s/p|(?:pre-?)?treated\s+with|received|completed|refractory\s+to|resistant\s+to"
    r"|intoleran\w+\s+(?:of|to)|did\s+not\s+(?:respond\s+to|tolerate)|prior|previous(?:ly\s+on)?"
)
_SAID = regex(rf"(?:^|\s)(?:(?P<progressed>{_PROGRESSED})|(?:{_HAD}))\s+(?P<what>.*)$", re.IGNORECASE)
_OF_WHOM = regex(
    r"patient|pt|he|she|disease|cancer|carcinoma|tumor|tumour|has|had|have|been|was|is|with|and|now|known"
    r"|metastatic|advanced|recurrent|stage|i|ii|iii|iv|refractory|rai|iodine|radioactive|unresectable|locally"
    r"|radiographic|clinical|confirmed|documented|previously|already|also|the|her|his|of|to|in|a|an|on|since|hx"
    r"|history"
)
_BEFORE_NAME = regex(
    r"first|second|third|fourth|1st|2nd|3rd|first-line|second-line|third-line|line|1l|2l|prior|previous|therapy"
    r"|treatment|with|on|of|single|single-agent|agent|monotherapy|oral|full-dose|a|the|course|courses|cycle"
    r"|cycles|months|month|weeks|years|both|adjuvant|systemic"
)
_BEHIND_NAME = regex(
    r"and|then|in|from|to|since|for|x|ct|mri|pet|imaging|scan|scans|restaging|per|by|on|therapy|treatment"
    r"|monotherapy|alone|mg|daily|months|month|weeks|years|year|cycles|cycle|ago|last|early|late|mid|jan|feb"
    r"|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september"
    r"|october|november|december|progressed|progression|toxicity|intolerance|stopped|discontinued|now"
)
_TOKEN = regex(r"[\w'/.+-]+|\x00")
_DRUG = "\x00"
_MINUS = regex(r"\(\s*[-\u2212]\s*\)|^\s*[-\u2212\u00d8]")
"""A minus that denies what stands behind it."""


class SureTold(Frozen):
    """`drugs`: the groups of each drug that was had; `progressed`: the disease progressed on them. `diseases`: those it
    may be said of by its words; empty: it is not told of which. `clause`: the words themselves."""

    drugs: tuple[frozenset[str], ...]
    progressed: bool
    diseases: frozenset[str]
    clause: str


def is_quoted(sentence: str) -> bool:
    """Whether a sentence says for whom a drug is: a label, a trial, the criteria of an insurer."""
    return _QUOTED.search(sentence) is not None


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def surely_told(book: Codebook, words: str, drug: str | None) -> tuple[SureTold, ...]:
    """What words surely say of any drug but the `drug` of the order; None: of no labelled drug."""
    if _QUOTED.search(words):
        return ()
    found = (
        _of_clause(book, clause.strip(), words, drug)
        for sentence in _SENTENCE.split(words)
        if not _NOT_SO.search(sentence)
        for clause in _CLAUSE.split(sentence)
    )
    return tuple(one for one in found if one is not None)


def _of_clause(book: Codebook, clause: str, words: str, drug: str | None) -> SureTold | None:
    said = _SAID.search(clause)
    if said is None:
        return None
    own = _said_of(book, clause[: said.start()])
    named = drugs_but(book, said["what"], drug)
    if own is None or not named:
        return None
    rest = said["what"].lower()
    for name in sorted(named, key=len, reverse=True):
        rest = rest.replace(name.lower(), f" {_DRUG} ")
    tokens = [token.strip(".-'") for token in _TOKEN.findall(rest)]
    if _DRUG not in tokens or re.search(r"[^\w\s'/.+()\x00-]", rest):
        return None
    first = tokens.index(_DRUG)
    if not (all(map(_is_before, tokens[:first])) and all(map(_is_behind, tokens[first:]))):
        return None
    diseases = own or _named_in(book, words)
    if diseases is None:
        return None
    return SureTold(tuple(named.values()), said["progressed"] is not None, diseases, " ".join(clause.split()))


def _is_before(token: str) -> bool:
    return _BEFORE_NAME.fullmatch(token) is not None or token.isdigit()


def _is_behind(token: str) -> bool:
    return (
        not token
        or token in (_DRUG, "/", "+")
        or _BEHIND_NAME.fullmatch(token) is not None
        or token[0].isdigit()
        or _is_before(token)
    )


def drugs_but(book: Codebook, words: str, drug: str | None) -> dict[str, frozenset[str]]:
    """The drugs that words name, with the groups of each, but for the `drug` of the order; None: no labelled one."""
    found: dict[str, frozenset[str]] = {}
    for name in book.drug_names_in(TREATMENT, words):
        labelled = book.drug_groups_by_name(PRODUCTS, name)
        if drug not in labelled and not (drug is None and labelled):
            found[name] = frozenset().union(*(book.drug_groups_by_name(one, name) for one in DRUG_DOMAINS))
    return found


def _said_of(book: Codebook, words: str) -> frozenset[str] | None:
    """The diseases that words may name; empty: they name none. None where a word is not known, which may be another's,
    and where they name a disease of no label: the words of an organ ("colon") are those of its other cancers too."""
    if _MINUS.search(words):
        return None
    tokens = [token for token in re.findall(r"[a-z0-9']+", words.lower()) if not _OF_WHOM.fullmatch(token)]
    if not tokens:
        return frozenset()
    diseases = book.diseases.words_for(words)
    for token in tokens:
        diseases &= _names_of_diseases(book).get(token, frozenset())
    return diseases or None


def _named_in(book: Codebook, words: str) -> frozenset[str] | None:
    """The diseases that all of a text may be about ("HCC, s/p sorafenib"); empty: it names none. None where it names
    another cancer, or several."""
    found: list[frozenset[str]] = []
    for part in _PART.split(words):
        named = book.diseases.words_for(part)
        is_told = re.sub(r"[^a-z0-9' ]", " ", part.lower()).split()
        if named or (is_cancer(book, CodeableConcept(text=part)) and not all(map(_OF_WHOM.fullmatch, is_told))):
            found.append(named)
    return frozenset[str].intersection(*found) or None if found else frozenset()


@lru_cache(maxsize=8)
def _names_of_diseases(book: Codebook) -> dict[str, frozenset[str]]:
    """The words by which the value sets name the diseases of labels, each with those it is used for."""
    found: dict[str, set[str]] = {}
    for one in book.sets_of(INDICATIONS):
        name = one.group.partition(":")[0]
        diseases = book.diseases.families.get(name, {name})
        found.setdefault(name, set()).update(diseases)
        texts = [concept.display or "" for concept in one.concepts.values()] + [phrase.code for phrase in one.phrases]
        for text in texts:
            for word in re.findall(r"[a-z][a-z-]+", text.lower()):
                found.setdefault(word, set()).update(diseases)
    return {word: frozenset(diseases) for word, diseases in found.items()}
