"""What did not come whole: lists of which there is more than what was submitted, said once for an order.

What each of them weighs is worked out elsewhere (`validator.checking.weighing`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.fhir.account import Gap
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Finding, IssueType
from validator.rules.gap import lists_in_words
from validator.rules.message import ROOM_BESIDE_PRODUCT
from validator.rules.said import said
from validator.verdict import Verdict


def incomplete_lists(found: Sequence[tuple[Verdict, Gap]], expression: str) -> tuple[Finding, ...]:
    """One finding for the lists that did not come whole, each given with what it weighs; nothing for none.

    What weighs most is named first, each list with its own reason where there is room for them.
    """
    if not found:
        return ()
    listed = sorted(found, key=lambda one: one[0].rank)
    weight = listed[0][0]
    is_heavy = weight is Verdict.UNDETERMINED
    reasons: dict[str, dict[str, None]] = {}
    for _, gap in listed:
        reasons.setdefault(gap.why, {})[_lists(gap)] = None
    names = ", ".join(dict.fromkeys(_lists(gap) for _, gap in listed))
    each = ", ".join(f"{', '.join(lists)} ({why})" for why, lists in reasons.items())
    told = next((one for one in (each, f"{names} ({listed[0][1].why})") if len(one) <= _ROOM_FOR_LISTS), names)
    return (
        said(
            LIST_INCOMPLETE,
            weight,
            f"{_DID_NOT_COME}{told}",
            at=(expression, *dict.fromkeys(gap.expression for _, gap in listed)),
            missing=(f"the whole list: {names}",) if is_heavy else (),
            detail="; ".join(f"{_lists(gap)}: {gap.why}" for _, gap in listed) + ".",
            issue_type=IssueType.REQUIRED if is_heavy else IssueType.INFORMATIONAL,
            heading="Not decided: part of the chart did not come." if is_heavy else "",
        ),
    )


_DID_NOT_COME = "Part of the chart did not come: "
_ROOM_FOR_LISTS = ROOM_BESIDE_PRODUCT - len(_DID_NOT_COME) - 1


def _lists(gap: Gap) -> str:
    return lists_in_words(sorted(gap.types)) or "a list"
