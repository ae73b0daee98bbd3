"""What a verb is about: the drug and its dose, or some other thing (a parking spot, a formulary, a room).

Only the words that follow count, up to the end of the clause. Where nothing follows, or only how, when and why, the
verb is about the drug: that side is the careful one.
"""

from __future__ import annotations

from validator.regex import regex

_WORD = regex(r"[a-z][a-z'-]*")
_REMARK = regex(r"\([^()]*\)")
_BETWEEN = frozenset(
    """
    the this that these those each every any all both his her their your my its a an one two of up whole oral large
    larger big film coated scored patient's patients pt pt's from off out daily current usual previous old new next
    morning evening home please mg g mcg x
    """.split()  # noqa: SIM905
)
"""Words that may stand between a verb and what it is about."""
_OF_THE_DRUG = regex(
    r"(?:tab(?:let)?|cap(?:sule)?|caplet|pill|dos(?:e|age|ing)|med(?:ication|icine)?|drug|agent|therap(?:y|ies)|treatment"
    r"|chemo(?:therapy)?|tki|inhibitor|rx|script|prescription|order|refill|cabo\w*|regimen|strength|supply)s?"
    r"|it|them|everything|half|halves|quarters?|pieces?|powder|ones?"
)
_AROUND = frozenset(
    """
    in into if when whenever while until till unless before after prior for to with without within by as at and or may
    can could is are be was were per via using then than on over once twice again now today tonight tomorrow temporarily
    under beneath onto
    because since due pending starting beginning only instead not no so but needed prn mix mixed crush crushed chew
    chewed split break open dissolve dissolved swallow grind small smaller fine ok okay well apart between through
    during taking giving using date week weeks wk wks day days month months hour hours monday tuesday wednesday thursday
    friday saturday sunday mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec january february
    march april june july august september october november december indefinitely permanently immediately further first
    last about she he they patient
    """.split()  # noqa: SIM905
)
"""Words of how, when, why and by whom."""


def is_about_another_thing(after: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether the words `after` a verb begin with another thing, and never name the drug or its dose.

    `own` are further names of the drug, in lower case.
    """
    if any(_OF_THE_DRUG.fullmatch(word) or word in own for word in _words(after)):
        return False
    return thing_after(after) is not None


def thing_after(after: str) -> str | None:
    """The first word `after` a verb that may be what it is about, and not how, when or why."""
    first = next((word for word in _words(after) if word not in _BETWEEN), None)
    return None if first is None or first in _AROUND or first.endswith("ly") else first


def _words(text: str) -> list[str]:
    # A remark in brackets is nothing that a verb is about: "hold (non-formulary)".
    text = _REMARK.sub(" ", text)
    return [word.strip("'-") for word in _WORD.findall(text.lower())]
