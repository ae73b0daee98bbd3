"""labelcheck: does a cabozantinib order agree with the FDA label in force on the day it was written?

The public face of the library; everything else may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validator.finding import Evidence, Finding, Issue
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.verdict import Severity, Truth, Verdict
from validator.version import VERSION

if TYPE_CHECKING:
    from validator.check import check_bundle, check_documents, check_order
    from validator.profiles import Profiles

__all__ = [
    "Dose",
    "Evidence",
    "Finding",
    "Issue",
    "LabelUsed",
    "OrderReport",
    "Profiles",
    "Report",
    "Severity",
    "Truth",
    "Verdict",
    "__version__",
    "check_bundle",
    "check_documents",
    "check_order",
]

__version__ = VERSION

_CHECKS = frozenset({"check_bundle", "check_documents", "check_order"})


def __getattr__(name: str) -> Any:
    # The engine is imported on first use, so that naming a Verdict costs no more than the enum.
    if name in _CHECKS:
        from validator import check

        return getattr(check, name)
    if name == "Profiles":
        from validator.profiles import Profiles

        return Profiles
    raise AttributeError(f"module 'validator' has no attribute {name!r}")
