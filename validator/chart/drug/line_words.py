"""What words tell of earlier treatment of a cancer: a drug, a class of drugs, or a line.

Clause by clause, and a clause that denies, plans or considers tells nothing. Classes are listed phrases; that they
were had, stands beside them ("history of", "progressed on"). CLARIFICATIONS, a project choice.
"""

from __future__ import annotations

import re

from validator.chart.words.sure_words import SureTold, drugs_but, surely_told
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS, TREATMENT_CLASS
from validator.terminology.governing import Sense
from validator.terminology.phrase import mentions_in

_CLAUSE = regex(r"[.;\n]|,\s|\bbut\b", re.IGNORECASE)
_AHEAD = regex(
    r"\b(?:plan(?:s|ned|ning)?|consider\w*|will|candidate|eligible|declin\w+|refus\w+|if|versus|vs|discuss\w*|option\w*|naive"
    r"|na\u00efve|untreated|denie[sd]|future|next|reserve[ds]?|would|could|may|might|prefer\w*|compar\w*|superior|instead|than|cycle\s+\d+\s+of)\b"
    r"|\b(?:no|not|never|without)\b(?!\s+(?:\w+\s+)?(?:respon|toler|improv|benefit|effect|work|longer|control|suffic|adequat))",
    re.IGNORECASE,
)
_LINE = regex(
    r"\b(?:second|third|fourth|fifth|later|subsequent|2nd|3rd|4th|5th|[2-5])[-\s]?line\b"
    r"(?!\s+of\s+(?:insurance|defen[cs]e|text))|\b(?:now|as|in|on)\s+[2-5]L\b(?!\s*(?:nc|o2|/|nasal|oxygen))|\b(?:heavily|previously)\s+pre-?treated\b"
    r"|\b(?:one|two|three|four|several|multiple|[1-9])\s+(?:prior|previous)\s+(?:lines?|systemic|regimens?)\b|\b[2-5]L\s+(?:therapy|treatment|tx|setting|systemic)\b|\bsalvage\s+(?:systemic\s+)?(?:therapy|treatment)\b"
    r"|^\W*[2-5]L\s+(?!(?:nc|o2|iv|ivf|ns|lr|of|via|per|on|by|at|or|to|in|x|hfnc|cpap|bipap)\b|nasal|oxygen|fluid|bolus|flow|saline"
    r"|water|drain|remov|paracent|tank|bag|day|daily)[a-z]{2,}"
    r"|(?<!central )(?<!iv )\blines?\s+of\s+(?:therapy|treatment)\W{1,3}[2-5]\b|(?-i:\bLOT)\W{0,2}\s?[2-5]\b(?!\w|[-/])"
    r"|\b(?:segunda|tercera|cuarta|2\.?[\u00aaa]|3\.?[\u00aaa])\s+l[i\u00ed]nea\b"
    r"|\b(?:[2-5]\s?(?:e|\u00e8me|eme)|deuxi[e\u00e8]me|troisi[e\u00e8]me|seconde)\s+ligne\b"
    r"|\b(?:zweit|dritt)linie\w*|\b[2-4]\.\s?linie\b|\b(?:seconda|terza|segunda|terceira)\s+lin(?:ea|ha)\b",
    re.IGNORECASE,
)
_HAD = regex(
    r"\b(?:progress\w*|fail\w*|refractory|resistant|intoleran\w+|s/p|status\s+post|treated|prior|previous(?:ly)?|earlier|past"
    r"|history\s+of|h/o|hx|(?<!hours )(?<!days )(?<!minutes )(?:after|following|post)|completed|received|had"
    r"|discontinued|stopped|despite|pretreated|experienced|exposed|relapsed|tras|sous|apr[e\u00e8]s|nach|unter|dopo|previo|previa"
    r"|ant[e\u00e9]rieur\w*|fracaso|[e\u00e9]chec|vorbehand\w*|bajo)\b",
    re.IGNORECASE,
)
_HAD_ITSELF = (
    r"(?:progress(?:ed|ion|ing)|PD|fail(?:ed|ure)|refractory|resistant|previously\s+treated|previous\s+treatment|prior\s+treatment"
    r"|rechallenged?|re-challenged?|retreat(?:ed|ment)|relapsed)\s+(?:(?:on|of|to|with|after|while\s+on)\s+)?(?:prior\s+|previous\s+)?$"
)
_OWN_HAD = regex(_HAD_ITSELF, re.IGNORECASE)
"""Before the name of the drug of the order: it was had as an earlier line."""
_ASKS_LINE = regex(
    r"\blines?\s+of\s+(?:\w+\s+)?(?:therapy|treatment)|\b(?:therapy|treatment)\s+lines?\b", re.IGNORECASE
)
_ASKS_PRIOR = regex(
    r"\b(?:prior|previous|earlier|past)\b.*\b(?:therap(?:y|ies)|treatments?|regimens?|lines?)\b", re.IGNORECASE
)
_OF_CANCER = regex(
    r"\b(?:systemic|cancer|tumou?r|antineoplastic|anti-?cancer|oncolog\w*|chemo\w*|immuno\w*|targeted|lines?)\b",
    re.IGNORECASE,
)
_CONDITION = regex(r"^\s*(?:if|when|once|upon|in\s+case|should)\b", re.IGNORECASE)
_OTHER_CARE = regex(
    r"\b(?:radi\w+|surg\w+|physical|occupational|speech|psych\w+|hormon\w*|local\w*|adjuvant|dental|wound)\b",
    re.IGNORECASE,
)
_NONE = regex(
    r"^\W*(?:no|none|never|nil|not|n/?a|unknown|denie[sd]|naive|na\u00efve|untreated|0|zero|first|1st)\b", re.IGNORECASE
)
_LATER = regex(r"\b(?:second|third|fourth|fifth|later|subsequent|salvage|2nd|3rd|[2-5]L)\b", re.IGNORECASE)
_ALLERGY = regex(r"\ballerg", re.IGNORECASE)
"""Immunotherapy is also what is given against an allergy."""
_IN_THE_EYE = regex(r"\b(?:wet\s+amd|macul\w*|retin\w*|intravitreal|eyes?|ophthalm\w*)\b", re.IGNORECASE)
"""Where some of the same drugs are injected for what is no cancer."""
_NUMBER = regex(r"^\W*(\d{1,2})\b")


class LineTold(Frozen):
    """What words tell. `drugs`: the groups of each drug they name. `is_line`, `is_class`: a line, or a class of
    treatment, is told, whatever drug is named. `sure`: what is surely said to have been had."""

    drugs: tuple[frozenset[str], ...] = ()
    is_line: bool = False
    is_class: bool = False
    sure: tuple[SureTold, ...] = ()


class LineWords(Frozen):
    """What words tell of earlier treatment with anything but the `drug` of the order; None: no labelled drug is."""

    book: Codebook
    drug: str | None

    def answered(self, question: str, answer: str) -> LineTold:
        """What an answer tells. A number of lines counts from two, a number of earlier treatments from one."""
        if _ASKS_PRIOR.search(question) and not _OTHER_CARE.search(question):
            drugs = self.drugs(answer)
            if _NONE.search(answer) or not answer.strip() or not (drugs or _OF_CANCER.search(question)):
                return LineTold()
            return LineTold(drugs, is_class=not drugs)
        if _ASKS_LINE.search(question):
            number = _NUMBER.search(answer)
            return LineTold(is_line=int(number[1]) > 1 if number else _LATER.search(answer) is not None)
        return self.tells(answer)

    def tells(self, words: str) -> LineTold:
        """What words tell, clause by clause: one that denies, plans or considers tells nothing."""
        drugs: list[frozenset[str]] = []
        is_line = is_class = False
        is_conditional = False
        for clause in _CLAUSE.split(words):
            hangs, is_conditional = is_conditional, _CONDITION.search(clause) is not None
            if clause.strip() and not hangs and not self.is_ahead(clause):
                drugs += self.drugs(clause) if not _IN_THE_EYE.search(clause) else ()
                is_class = is_class or (_HAD.search(clause) is not None and self.names_class(clause))
                is_class = is_class or self._had_itself(clause)
                is_line = is_line or _LINE.search(clause) is not None
        return LineTold(tuple(drugs), is_line, is_class, surely_told(self.book, words, self.drug))

    def drugs(self, words: str) -> tuple[frozenset[str], ...]:
        """The groups of each drug that words name."""
        return tuple(drugs_but(self.book, words, self.drug).values())

    def _had_itself(self, clause: str) -> bool:
        """Whether words say that the drug of the order was an earlier line itself ("rechallenge with ...")."""
        if self.drug is None:
            return False
        names = [
            n
            for n in self.book.drug_names_in(PRODUCTS, clause)
            if self.drug in self.book.drug_groups_by_name(PRODUCTS, n)
        ]
        starts = [clause.lower().find(name.lower()) for name in names]
        return any(at >= 0 and _OWN_HAD.search(clause[:at]) is not None for at in starts)

    def names_class(self, words: str) -> bool:
        """Whether words name a class of cancer drugs, or systemic treatment as such."""
        if TREATMENT_CLASS not in self.book.domains or _ALLERGY.search(words):
            return False
        found = mentions_in(words, self.book.phrases(TREATMENT_CLASS))
        return any(one.sense is Sense.STATED for one in found)

    def is_ahead(self, words: str) -> bool:
        """Whether words deny, plan or consider what they name."""
        return _AHEAD.search(words) is not None
