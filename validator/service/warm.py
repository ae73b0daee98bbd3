"""The first call, made before anyone calls: labels, value sets and models are then in memory."""

from __future__ import annotations

import json
from datetime import date
from typing import Literal

from validator.report.cds_card import CardStyle
from validator.service.cds_request import read_cds_request
from validator.service.consult import Consultant
from validator.service.example import order_sign_request
from validator.service.published import definitions


def warm_up(structure: Literal["full", "read", "off"]) -> None:
    """Answers the synthetic call of the documentation once; nothing of it is counted or recorded."""
    definitions()
    call = read_cds_request(json.dumps(order_sign_request()).encode(), "order-sign")
    Consultant(structure).answer(call, CardStyle("", signing=True, override_reasons=(), new_id=str), day=date.min)
