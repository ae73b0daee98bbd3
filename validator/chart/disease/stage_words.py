"""What an answer about a tumor's spread says that is written out: a stage, a category, a site, yes or no.

The whole of it has to be understood; a text of which one word is not known says nothing here, and is not taken for
absent (`validator.chart.entry.understood`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from validator.chart.concept import NO_GROUPS
from validator.regex import regex
from validator.terminology.role import Role
from validator.terminology.set_extension import ExtentKind
from validator.verdict import Truth

Spread = Mapping[str, frozenset[str]]
"""Kinds of extent, in alphabetical order, each with the diseases it is said of; none: of any tumor."""

STAGE_OR_M: tuple[Role, ...] = ("stage-group-question", "m-category-question")
METASTATIC: ExtentKind = "metastatic"
_NOT: Mapping[str, ExtentKind] = MappingProxyType(
    {METASTATIC: "not-metastatic", "unresectable": "resectable", "resectable": "unresectable"}
)
"""What is so where the other is not."""

_NUMBER = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NONE_SEEN = regex(
    r"(?:no evidence of (?:the )?(?:residual |recurrent )?(?:disease|cancer|tumou?r|malignancy|recurrence)|ned"
    r"|no residual (?:disease|cancer|tumou?r)|(?:disease|cancer|tumou?r)[- ]free"
    r"|(?:in )?(?:complete|full) (?:(?:clinical|radiographic|radiologic(?:al)?|patholog(?:ic|ical)|metabolic) )?"
    r"(?:remission|response)|cr)(?: \((?:ned|cr|pcr)\))?"
)
_ORGANS = (
    r"liver|hepatic|lungs?|pulmonary|bones?|osseous|skelet(?:al|on)|brain|cerebral|peritone(?:al|um)|omentum|adrenals?"
    r"(?: glands?)?|pleura(?:l)?|spleen|skin|pancreas|ovar(?:y|ies)|spine|vertebra(?:l|e)?|pelvis|thyroid"
    r"|contralateral kidney|soft tissues?|distant (?:lymph )?nodes?|mediastin(?:al|um)(?: (?:lymph )?nodes?)?|distant"
)
_TNM = r"y?[cpra]?"
_STAGE = r"(?:stage|stadium|est[a\u00e1][dg][i\u00ed]o|stade|stadio)"
"""The word in the languages of which more is read: CLARIFICATIONS A467, A519."""
_ITEM = regex(
    r"(?P<confined>no (?:evidence of )?(?:(?:distant|known) )?(?:metasta\w+|mets)(?: disease)?|non[- ]?metastatic"
    r"|without (?:distant )?(?:metasta\w+|mets))"
    r"|(?P<spread>(?:distant(?:ly)? )?(?:metasta(?:tic|sis|ses)|mets)(?: (?:disease|to))?)"
    r"|(?P<local>locally advanced)"
    rf"|(?P<m>(?:yp|[cpra])?m(?P<category>[01])[a-d]?(?:\(?[a-z]{{3}}\)?)?)"
    rf"|(?P<t>{_TNM}t(?:is|x|[0-4])[a-d]?(?:\([a-z0-9]+\))?|{_TNM}n[0-3x][a-d]?(?:\([a-z0-9+]+\))?|{_TNM}mx)"
    r"|(?P<edition>(?:ajcc|uicc|tnm)?[ ,]*(?:v(?:ersion)?\.? ?)?(?:[5-9](?:th)?|(?:fif|six|seven|eigh|nin)th)"
    r"(?: ed(?:ition|n|\.)?)?)"
    r"|(?P<plain>ajcc|uicc|tnm|clinical(?:ly)?|patholog(?:ic(?:al)?(?:ly)?|y)|prognostic|anatomic|group|cancer|carcinoma|tumou?r"
    r"|disease|edition|by|per|the|of|to|in|with|at diagnosis|classification|system|manual)"
    rf"|(?P<organ>{_ORGANS})"
    rf"|(?P<stage>(?:{_STAGE} ?)?(?:group ?)?(?P<number>iv|i{{1,3}}|[1-4])[ -]?(?P<letter>[a-d])?[1-3]?)"
    rf"|(?P<word>{_STAGE})"
)
"""The parts that a written stage is made of. Stage IVC is distant spread by definition, as its code is."""
_BETWEEN = regex(r"(?:[\s,;:()/|.\u2013-]|\band\b|&|\+)*")
_ENDS = regex(r"(?![a-z0-9])")

_SITES = regex(
    rf"(?:(?:multiple|bilateral|left|right|metastas[ei]s|mets|to|in|site|sites)\s+)*(?:{_ORGANS})(?:\s+(?:metastas[ei]s|mets|lesions?))?"
)
_YES = frozenset({"yes", "y", "present", "positive", "true", "identified", "found", "confirmed", "1 or more"})
_NO = frozenset(
    {"no", "n", "none", "absent", "negative", "false", "nil", "not present", "not identified", "none identified"}
    | {"none known", "none seen", "not found", "none found", "no metastases", "no known metastases", "0"}
)


def written_kinds(text: str, questions: frozenset[Role] = frozenset(STAGE_OR_M)) -> Spread | None:
    """What a stage, M category or disease status says that is written out, when it was asked for; empty: nothing of
    spread. None where not all of it is understood.
    """
    words = _plain(text)
    if "disease-status-question" in questions and _NONE_SEEN.fullmatch(words):
        return {"none-seen": NO_GROUPS}
    if questions.isdisjoint(STAGE_OR_M):
        return None
    if "stage-group-question" not in questions and words in ("0", "1"):
        words = f"m{words}"
    found = tuple(_items(words))
    kinds: set[str] = set()
    for one in found:
        kinds |= _kinds_of(one, questions)
    if not found or None in found or not _answers(found, questions):
        return None
    return dict.fromkeys(sorted(kinds), NO_GROUPS)


def _answers(found: tuple[re.Match[str] | None, ...], questions: frozenset[Role]) -> bool:
    """Whether the parts are an answer: a stage, several categories, or an M category (cM1)."""
    names = [one.lastgroup for one in found if one is not None]
    if "m-category-question" in questions and not {"m", "confined", "spread"}.isdisjoint(names):
        return True
    is_stage = not {"stage", "local", "confined", "spread"}.isdisjoint(names)
    # A category that tells how it was found is one wherever it stands; "M1" alone may be a slip of another answer.
    is_stage = is_stage or any(one is not None and one["m"] and not one[0].startswith("m") for one in found)
    is_stage = is_stage or len([one for one in names if one in ("m", "t")]) > 1
    return "stage-group-question" in questions and is_stage


def _items(words: str) -> Iterator[re.Match[str] | None]:
    """The parts a text is made of, in order; None, and nothing more, for the first that is not known."""
    at = _end_of_gap(words, 0)
    while at < len(words):
        found = _ITEM.match(words, at)
        # Categories may be written together: T3N0M0.
        if found is not None and not _ENDS.match(words, found.end()) and found.lastgroup not in ("m", "t"):
            found = None
        yield found
        if found is None:
            return
        at = _end_of_gap(words, found.end())


def _end_of_gap(words: str, at: int) -> int:
    found = _BETWEEN.match(words, at)
    return found.end() if found is not None else at


def _kinds_of(found: re.Match[str] | None, questions: frozenset[Role]) -> set[str]:
    if found is None:
        return set()
    if found["stage"]:
        if "stage-group-question" not in questions:
            return set()
        number = _NUMBER.get(found["number"], found["number"])
        is_distant = (number, found["letter"]) == ("4", "c")
        return {METASTATIC, f"stage-{number}"} if is_distant else {f"stage-{number}"}
    if found["m"]:
        return {METASTATIC if found["category"] == "1" else _NOT[METASTATIC]}
    if found["confined"]:
        return {_NOT[METASTATIC]}
    if found["local"]:
        return {"locally-advanced"}
    return {METASTATIC} if found["spread"] else set()


def yes_or_no(text: str, kind: str) -> Truth | None:
    """What a text answers to the question whether a tumor is so; sites, or their number, answer that it has spread."""
    words = _plain(text).rstrip("?")
    if words in _YES:
        return Truth.TRUE
    if words in _NO or (kind and words in (f"not {kind}", f"non-{kind}", f"non{kind}")):
        return Truth.FALSE
    if kind != METASTATIC:
        return None
    if words.isdecimal():
        return Truth.of(int(words) > 0)
    sites = [one for one in re.split(r"\s*(?:[,;/&+]|\band\b)\s*", words) if one]
    return Truth.TRUE if sites and all(_SITES.fullmatch(one) for one in sites) else None


def answer_kinds(kind: str, truth: Truth) -> Spread:
    """What is so where a tumor is said to be of a kind, or not to be."""
    said = kind if truth is Truth.TRUE else _NOT.get(kind)
    return {said: NO_GROUPS} if said is not None and truth is not Truth.UNKNOWN else {}


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split()).strip(" .")
