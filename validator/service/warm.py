"""The first check, made before the first call: labels, value sets and models are then in memory."""

from __future__ import annotations

import gc
import json

from validator.check import check_documents
from validator.service.example import order_sign_request
from validator.service.published import definitions


def warm_up(structure: str) -> None:
    """Checks the synthetic order of the documentation once; nothing of it is counted or recorded."""
    definitions()
    check_documents([json.dumps(order_sign_request())], structure=structure)
    # Labels and value sets stay for good: looking through them for garbage would only make some calls slow.
    gc.collect()
    gc.freeze()
