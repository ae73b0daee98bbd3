"""The first check, made before the first call: labels, value sets and models are then in memory."""

from __future__ import annotations

import gc
import json

from validator.check import check_documents
from validator.fhir.structure import load_judge
from validator.profiles import Profiles
from validator.service.example import order_sign_request


def warm_up(structure: str, profiles: Profiles) -> None:
    """Checks the synthetic order of the documentation once; nothing of it is counted or recorded."""
    _ = profiles.definitions
    if structure == "full":
        load_judge()
    check_documents([json.dumps(order_sign_request())], structure=structure, profiles=profiles)
    # Labels and value sets stay for good: looking through them for garbage would only make some calls slow.
    gc.collect()
    gc.freeze()
