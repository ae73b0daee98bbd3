"""What words tell of earlier treatment of a cancer: a drug, a class of drugs, or a line.

Clause by clause, and a clause that denies, plans or considers tells nothing. Classes are listed phrases; that they
were had, stands beside them ("history of", "progressed on"). CLARIFICATIONS, a project choice.
"""

from __future__ import annotations

import re

from validator.chart.medication import DRUG_DOMAINS
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS, TREATMENT, TREATMENT_CLASS
from validator.terminology.governing import Sense
from validator.terminology.phrase import mentions_in

_CLAUSE = regex(r"[.;\n]|,\s|\bbut\b", re.IGNORECASE)
_AHEAD = regex(
    r"\b(?:plan(?:s|ned|ning)?|consider\w*|will|candidate|eligible|declin\w+|refus\w+|if|versus|vs|discuss\w*|option\w*|naive"
    r"|na\u00efve|untreated|denie[sd]|future|next|reserve[ds]?|would|could|may|might)\b"
    r"|\b(?:no|not|never|without)\b(?!\s+(?:\w+\s+)?(?:respon|toler|improv|benefit|effect|work|longer))",
    re.IGNORECASE,
)
_LINE = regex(
    r"\b(?:second|third|fourth|fifth|later|subsequent|2nd|3rd|4th|5th|[2-5])[-\s]?line\b"
    r"|\b[2-5]L\s+(?:therapy|treatment|tx|setting|systemic)\b|\bsalvage\s+(?:systemic\s+)?(?:therapy|treatment)\b",
    re.IGNORECASE,
)
_HAD = regex(
    r"\b(?:progress\w*|fail\w*|refractory|resistant|intoleran\w+|s/p|status\s+post|treated|prior|previous(?:ly)?|earlier|past"
    r"|history\s+of|h/o|hx|after|following|post|completed|received|had|cycles?|discontinued|stopped|despite|pretreated)\b",
    re.IGNORECASE,
)
_PROGRESSED_ON = regex(
    r"\b(?:progress(?:ed|ion|ing)|progressive disease|PD)"
    r"\s+(?:on|after|through|despite|following|under|during|while\s+on)\s+(?P<what>.*)",
    re.IGNORECASE,
)
_HAD_IT = regex(
    r"(?:\b(?:failed(?!\s+to)|failure\s+(?:of|on|after)|status\s+post|(?:pre-?)?treated\s+with|received|completed"
    r"|refractory\s+to|resistant\s+to|intoleran\w+\s+(?:of|to)|not\s+(?:respond\s+to|tolerate)|prior(?!\s+to)"
    r"|previous(?:ly\s+on)?)|\bs/p)\s+(?P<what>.*)",
    re.IGNORECASE,
)
"""What is surely said of the drug that stands directly behind it."""
_ANOTHER = regex(
    r"\b(?:then|start\w*|switch\w*|now|chang\w*|before|initiat\w*|beg[aiu]n\w*|followed|while|when|needs?|requir\w*|work-?up)\b",
    re.IGNORECASE,
)
_ABOUT_IT = regex(
    r"\b(?:leaflets?|hand-?outs?|education|counsel\w*|information|teaching|consent|approval|authori[sz]ation|denial|samples?)\b",
    re.I,
)
"""What one may receive or complete for a drug without having had it."""
_LEAD = 3
"""Words among which the drug has to be named: "first-line sorafenib", "treatment with sorafenib"."""
_DOUBTED = regex(
    r"\?|\b(?:possibl[ey]|suspect\w*|suspicio\w*|concern\w*|likely|probabl[ey]|r/o|rule\s+out|until|upon)\b", re.I
)
_ASKS_LINE = regex(
    r"\blines?\s+of\s+(?:\w+\s+)?(?:therapy|treatment)|\b(?:therapy|treatment)\s+lines?\b", re.IGNORECASE
)
_ASKS_PRIOR = regex(
    r"\b(?:prior|previous|earlier|past)\b.*\b(?:therap(?:y|ies)|treatments?|regimens?|lines?)\b", re.IGNORECASE
)
_OTHER_CARE = regex(
    r"\b(?:radi\w+|surg\w+|physical|occupational|speech|psych\w+|hormon\w*|local\w*|adjuvant|dental|wound)\b",
    re.IGNORECASE,
)
_NONE = regex(
    r"^\W*(?:no|none|never|nil|not|n/?a|unknown|naive|na\u00efve|untreated|0|zero|first|1st)\b", re.IGNORECASE
)
_LATER = regex(r"\b(?:second|third|fourth|fifth|later|subsequent|salvage)\b", re.IGNORECASE)
_ALLERGY = regex(r"\ballerg", re.IGNORECASE)
"""Immunotherapy is also what is given against an allergy."""
_NUMBER = regex(r"^\W*(\d{1,2})\b")


class LineTold(Frozen):
    """What words tell. `drugs`: the groups of each drug they name. `is_alone`: a line or a class of treatment is told,
    whatever drug is named. `had`: those of `drugs` that are surely said to have been had; `progressed_on`: on which the
    disease progressed."""

    drugs: tuple[frozenset[str], ...] = ()
    is_alone: bool = False
    had: tuple[frozenset[str], ...] = ()
    progressed_on: tuple[frozenset[str], ...] = ()


class LineWords(Frozen):
    """What words tell of earlier treatment with anything but the `drug` of the order; None: no labelled drug is."""

    book: Codebook
    drug: str | None

    def answered(self, question: str, answer: str) -> LineTold:
        """What an answer tells. A number of lines counts from two, a number of earlier treatments from one."""
        if _ASKS_PRIOR.search(question) and not _OTHER_CARE.search(question):
            drugs = self.drugs(answer)
            return LineTold() if _NONE.search(answer) or not answer.strip() else LineTold(drugs, not drugs)
        if _ASKS_LINE.search(question):
            number = _NUMBER.search(answer)
            return LineTold(is_alone=int(number[1]) > 1 if number else _LATER.search(answer) is not None)
        return self.tells(answer)

    def tells(self, words: str) -> LineTold:
        """What words tell, clause by clause: one that denies, plans or considers tells nothing."""
        drugs: list[frozenset[str]] = []
        had: list[frozenset[str]] = []
        progressed_on: list[frozenset[str]] = []
        is_alone = False
        for clause in _CLAUSE.split(words):
            if clause.strip() and not self.is_ahead(clause):
                drugs += self.drugs(clause)
                is_class_had = _HAD.search(clause) is not None and self.names_class(clause)
                is_alone = is_alone or is_class_had or _LINE.search(clause) is not None
                if not _DOUBTED.search(clause):
                    had += self._behind(_HAD_IT, clause)
                    progressed_on += self._behind(_PROGRESSED_ON, clause)
        return LineTold(tuple(drugs), is_alone, (*had, *progressed_on), tuple(progressed_on))

    def _behind(self, verb: re.Pattern[str], clause: str) -> tuple[frozenset[str], ...]:
        """The drugs that stand directly behind a verb, and what is named beside them."""
        found = verb.search(clause)
        what = _ANOTHER.split(found["what"])[0] if found is not None and not _ABOUT_IT.search(clause) else ""
        return self.drugs(what) if self.drugs(" ".join(what.split()[:_LEAD])) else ()

    def drugs(self, words: str) -> tuple[frozenset[str], ...]:
        """The groups of each drug that words name."""
        names = self.book.drug_names_in(TREATMENT, words)
        return tuple(self._groups(name) for name in names if not self._is_own(name))

    def _groups(self, name: str) -> frozenset[str]:
        return frozenset[str]().union(*(self.book.drug_groups_by_name(domain, name) for domain in DRUG_DOMAINS))

    def _is_own(self, name: str) -> bool:
        labelled = self.book.drug_groups_by_name(PRODUCTS, name)
        return self.drug in labelled or (self.drug is None and bool(labelled))

    def names_class(self, words: str) -> bool:
        """Whether words name a class of cancer drugs, or systemic treatment as such."""
        if TREATMENT_CLASS not in self.book.domains or _ALLERGY.search(words):
            return False
        found = mentions_in(words, self.book.phrases(TREATMENT_CLASS))
        return any(one.sense is Sense.STATED for one in found)

    def is_ahead(self, words: str) -> bool:
        """Whether words deny, plan or consider what they name."""
        return _AHEAD.search(words) is not None
