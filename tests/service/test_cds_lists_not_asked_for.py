"""Lists that the service does not ask for are evidence where an EHR sends them under a key of its own.

All patients are synthetic.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from support.build import resource
from support.cds_call import call_of, order_in
from support.coding import concept, snomed
from support.consulted import cards_for

BLEEDING = concept(snomed("74474003", "Gastrointestinal hemorrhage"))


def told(kind: str, day: str, subject: dict[str, str]) -> dict[str, Any]:
    match kind:
        case "AdverseEvent":
            return resource(kind, "told", actuality="actual", subject=subject, event=BLEEDING, date=day)
        case "Flag":
            return resource(kind, "told", status="active", subject=subject, code=BLEEDING, period={"start": day})
        case _:
            about = {"status": "final", "subject": subject, "code": concept(text="CT"), "effectiveDateTime": day}
            return resource(kind, "told", **about, conclusionCode=[BLEEDING])


@pytest.mark.parametrize("kind", ["AdverseEvent", "Flag", "DiagnosticReport"])
def test_an_event_under_a_key_of_the_sites_own_is_a_critical_card(kind: str) -> None:
    call = call_of("rcc-reduced-after-reaction")
    assert cards_for(call) == []
    order = order_in(call)
    one = told(kind, order["authoredOn"][:10], order["subject"])
    more = copy.deepcopy(call)
    more["prefetch"]["ours"] = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one}]}
    (card,) = cards_for(more)
    assert card["indicator"] == "critical"
