"""What went wrong between us and the server, said without a URL, a token or a value of the patient."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """The kinds of trouble that are treated differently; everything else is FAILED."""

    FAILED = "failed"
    ABSENT = "absent"
    """404, 410 or, for a whole type, 405 and 501: the server does not have it."""
    URL_TOO_LONG = "url-too-long"
    REJECTED = "rejected"
    """400 or 422: the server does not take the search as it was put."""


class FetchError(Exception):
    """Something was not fetched.

    `what` names it (`Condition`, `MedicationRequest`), `why` says the cause in a few words, `said` holds the server's
    own words (cleaned of control characters and tokens). The text of the exception is `what` and `why` only, because
    the server's words may speak of the patient.
    """

    def __init__(
        self,
        what: str,
        why: str,
        *,
        status: int | None = None,
        said: tuple[str, ...] = (),
        reason: Reason = Reason.FAILED,
    ) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why
        self.status = status
        self.said = said
        self.reason = reason
