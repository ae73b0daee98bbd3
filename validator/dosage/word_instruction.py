"""Whether a clause of a note tells somebody to give another dose, in words that are not understood any further.

A note holds much that is not about the drug, so its left-over words count only where the clause is an instruction: it
begins with a verb of dosing, or holds such words of another language.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.dosage.word_kind import Kind
from validator.dosage.word_topic import DATE, OTHER_THING
from validator.regex import regex

_OPENING = (
    r"(?:(?:please|pls|pt|patient|rn|nurse|nursing|pharmacist|pharmacy|he|she|they|ok(?:ay)?|should|must|can|may|will"
    r"|to"
    r"|then|and|now|only|just)\W+)*"
)
_GIVE = regex(rf"\W*{_OPENING}(?:take|takes|give|administer|swallow|use|dispense)(?!\w)")
_CHANGE = regex(
    rf"\W*{_OPENING}(?:increase|decrease|reduce|lower|raise|halve|double|cut|skip|omit|alternate|taper|titrate"
    rf"|change)(?!\w)"
)
_LEAVE_OUT = regex(rf"\W*{_OPENING}(?:skip|omit|alternate|double)(?!\w)")
_THE_DOSE = regex(
    r"\w+ (?:(?:the|this|his|her|their|your|each|every|next|daily|morning|evening|a|an|one) )*"
    r"(?:dos(?:e|es|age|ing)|tablets?|pills?|capsules?)\b"
)
_A_DAY = regex(rf"\W*{_OPENING}(?:skip|omit)\W+(?:today|tonight|tomorrow|{DATE})")
_ADJECTIVE = regex(rf"\W*{_OPENING}lower dos(?:e|es|age)\b")
_PART = regex(r"\b(?:half|halves|thirds?|quarters?|fourths?)\b")
_ELSEWHERE = regex(
    r"(?<!\w)(?:tom(?:ar|e|en|ad|a dos|a una)|administrar|tabletas?|comprimidos?|c[a\u00e1]psulas?|pastillas?|mitad"
    r"|dosis|suspender|prendre|prenez|donner|comprim[e\u00e9]s?|g[e\u00e9]lules?|moiti[e\u00e9]|arr[e\u00ea]ter"
    r"|nehmen|einnehmen|nimm|einnahme|tabletten?|kapseln?|h[a\u00e4]lfte|t[a\u00e4]glich|absetzen|pausieren|metade"
    r"|prendere|compresse|capsul[ae]|met[a\u00e0]|sospendere|innemen|helft|dagelijks)(?!\w)"
)
_LESS = regex(r"\b(?:one|two|half|\d) (?:a |an )?(?:tablets? |pills? |doses? )?(?:less|fewer|more|extra)\b")
_OTHER_THING = regex(OTHER_THING)
_FOREIGN_SCRIPT = regex(r"[\u0370-\u1dff\u2e80-\uffff]")


def instructs(clause: str, left: Sequence[str], telling: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Whether a clause of a note is an instruction about the dose that is not understood.

    `left` are its words that nobody understood, `telling` those that hold a number or change a dose, `kinds` what it
    states besides.
    """
    text, rest = clause.lower(), " ".join(left).lower()
    if is_of_another_thing(text):
        return False
    if _ELSEWHERE.search(rest) or _FOREIGN_SCRIPT.search(rest):
        return True
    if _GIVE.match(text):
        return bool(telling) or _PART.search(rest) is not None or _LESS.search(text) is not None
    changed = _CHANGE.match(text)
    if changed is None or _ADJECTIVE.match(text):
        return False
    if _A_DAY.match(text) or (_LEAVE_OUT.match(text) and Kind.FREQUENCY in kinds):
        return True
    verb = text[: changed.end()].split()[-1]
    beyond = [word for one in telling for word in one.lower().split() if word != verb]
    is_amount = any(word[:1].isdigit() or word in _AMOUNTS for word in beyond)
    # "reduce dose for grade 2 toxicity" is a condition, of which nothing is left over.
    return is_amount or (bool(telling) and _THE_DOSE.match(text[changed.end() - len(verb) :]) is not None)


def speaks_elsewhere(words: str) -> bool:
    """Whether left-over words hold those by which a dose is ordered in another language."""
    return _ELSEWHERE.search(words.lower()) is not None


def is_of_another_thing(clause: str) -> bool:
    """Whether what a clause says to take, use or change is something else: a blood pressure, a cream, fluids."""
    return _OTHER_THING.search(clause.lower()) is not None


_AMOUNTS = frozenset({"half", "one", "two", "three", "four", "double", "twice", "triple"})
