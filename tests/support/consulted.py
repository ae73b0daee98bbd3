"""The cards for a call, as the service makes them, without HTTP."""

from __future__ import annotations

import json
from datetime import date, datetime
from itertools import count
from typing import Any

from support.shipped import SHIPPED

from validator.report.card_style import CardStyle, Client
from validator.report.criterion import criteria_of
from validator.report.model import OrderReport
from validator.report.override_reasons import override_reasons
from validator.service.cds_request import read_cds_request
from validator.service.consult import Consultant, Consultation

DAY = date(2026, 11, 28)


def cards_for(
    call: dict[str, Any], *, client: Client = "standard", instant: datetime | None = None
) -> list[dict[str, Any]]:
    """The cards for a call made on DAY or at an instant, each uuid a number."""
    return list(consultation_for(call, client=client, instant=instant).cards)


def reports_for(call: dict[str, Any]) -> list[OrderReport]:
    """The reports behind the cards for a call made on DAY."""
    return [one.report for one in consultation_for(call).judged]


def consultation_for(
    call: dict[str, Any], *, client: Client = "standard", instant: datetime | None = None
) -> Consultation:
    """All that a call made on DAY, or at an instant, leads to, each uuid a number."""
    numbers = count()
    hook = call["hook"]
    style = CardStyle(
        "https://check.example.org",
        hook == "order-sign",
        override_reasons(SHIPPED),
        lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
        criteria_of(SHIPPED),
        client,
    )
    request = read_cds_request(json.dumps(call).encode(), hook)
    day = DAY if instant is None else instant.date()
    return Consultant("read", SHIPPED).answer(request, style, day=day, instant=instant)
