"""Clauses by which the dose of an order is left open: "dose TBD", "verify dose w/ MD", "needs dose adjustment".

Nobody decided it yet, whatever the codes say, or asks somebody to look at it again. That it was verified, confirmed or
not changed leaves nothing open. Patterns for `word_otherwise`, for clauses in small letters. Source: READINGS 4.
CLARIFICATIONS A522.
"""

from __future__ import annotations

_OF = r"(?:(?:the|this|his|her|cabo\w*|final|exact|correct|starting|initial|actual|daily|drug|pt|patient|rx|sig)\W+)*"
_DOSE = r"(?:dose|dosage|dosing|strength|mg)"
_NOT_DECIDED = (
    r"(?:tbd|tba|to be (?:determined|confirmed|decided|announced|adjusted|verified|clarified|finali[sz]ed|discussed)"
    r"|un(?:clear|known|decided|certain|confirmed|verified)|in question|questionable|not (?:yet |been )*"
    r"(?:clear|decided|determined|confirmed|known|set|finali[sz]ed|sure|verified|specified|given)"
    r"|depend(?:s|ent|ing) (?:on|upon) (?!weight\b)[^,;]{2,40}|pending(?: [^,;]{2,40})?"
    r"|per (?:pharmacy|pharmacist|rph|pharmd)(?: to dose)?)"
)
_ASK = r"(?:verify|confirm|clarify|double[- ]check|re-?check|clarification (?:of|on|re)|confirmation of)"
_PLEASE = r"(?:(?:please|pls|must|to|need(?:s|ed)?|will|rn|pharmacy|pharmacist|rph|call|and|would|you)\W+)*"
_CHANGE = (
    r"(?:adj(?:ust(?:ment|ed|ing)?)?\.?|modification|change|reduction|increase|clarification|verification|confirmation)"
)

LEFT_OPEN = (
    rf"^\W*{_OF}{_DOSE}\W+(?:(?:is|was|still|currently|yet|remains?)\W+)*{_NOT_DECIDED}\W*$",
    rf"^\W*{_PLEASE}{_ASK} {_OF}{_DOSE}(?: (?:with|w/|by|from|before|prior|per) [^,;]{{2,40}})?\W*$",
    rf"^\W*{_OF}{_PLEASE}(?<!no )(?:a )?(?:dose|dosage|dosing) {_CHANGE}"
    r"(?: (?:is |still )*(?:needed|required|necessary|pending))\W*$",
    rf"^\W*{_OF}(?:needs?|requires?) (?:a |renal |hepatic )*(?:dose|dosage|dosing) {_CHANGE}\W*$",
    r"^\W*(?:pt |patient |md |rn |i am |we are |is |are )*"
    r"(?:unsure|not sure|uncertain|unclear|unknown|don't know|do not know)(?: (?:of|about|on|re|what|which|if))* "
    rf"{_OF}{_DOSE}(?: (?:is|to (?:give|take|use)|pt (?:is )?on|is on|was))*\W*$",
    r"^\W*(?:(?:please|pls|will|to|may|can|md)\W+)*(?:up-?|down-?)?titrate"
    r"(?: (?:the )?(?:dose|cabo\w*))?(?: (?:up|down))?"
    r"(?: (?:as tolerated|per (?:md|tolerance|tolerability|protocol|clinic)|to (?:effect|tolerance|response)))?\W*$",
    # who may swallow nothing takes no tablet either
    r"^\W*(?:(?:pt|patient|is|currently|now|strict(?:ly)?|made|remains?|kept|still)\W+)*npo"
    r"(?: (?:now|currently|status|since \d[\d/]*|for now|today))*\W*$",
)
