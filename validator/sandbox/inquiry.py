"""What the page asks for: a document, what is changed in it, and the label to judge it by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from validator.sandbox.what_if import WhatIf, WhatIfError


class InquiryError(ValueError):
    """A request that cannot be answered; the text says why, and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`document` is the chart as text; `label_day` the day whose labels judge it, None: that of the order."""

    document: str = field(repr=False)
    what: WhatIf = field(default_factory=WhatIf, repr=False)
    label_day: date | None = None

    @classmethod
    def of(cls, body: bytes) -> Inquiry:
        """The question in a body. Raises InquiryError."""
        asked = asked_in(body)
        if not isinstance(asked.get("document"), str):
            raise InquiryError("The request has no chart in it.")
        day = asked.get("label")
        try:
            return cls(asked["document"], WhatIf.of(asked.get("what")), date.fromisoformat(day) if day else None)
        except WhatIfError as error:
            raise InquiryError(str(error)) from None
        except (TypeError, ValueError):
            raise InquiryError("The day of the label is no day of the calendar.") from None


def asked_in(body: bytes) -> dict[str, Any]:
    """The object in a body. Raises InquiryError."""
    try:
        asked = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise InquiryError("The request is not JSON.") from None
    if not isinstance(asked, dict):
        raise InquiryError("The request is no object.")
    return asked
