"""How long and how often we ask: urllib3's Retry with a time limit over everything, and no URL in any log."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.exceptions import TimeoutError as HttpTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

RETRIED = frozenset({429, 502, 503, 504})
"""Answers that say "not now"; every other 4xx says "not so", and asking again would not help."""
_JITTER = 0.25
"""Up to a quarter is added to each wait, so that many clients do not come back together."""

_DEADLINE: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class OutOfTimeError(HttpTimeoutError):
    """The time for the whole chart is used up, or the server asks to wait longer than what is left of it."""


class Deadline:
    """A moment after which nothing more is asked. Measured on a clock that nobody sets."""

    __slots__ = ("_ends",)

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left; zero when it has passed."""
        return max(0.0, self._ends - time.monotonic())

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Requests of this thread inside the block end by the deadline, and leave no trace in urllib3's log."""
        token = _DEADLINE.set(self)
        try:
            yield
        finally:
            _DEADLINE.reset(token)


def time_left() -> float:
    """Seconds that the requests of this thread still have; infinite outside of any deadline."""
    deadline = _DEADLINE.get()
    return deadline.left if deadline is not None else float("inf")


def pause(seconds: float) -> None:
    """Waits. The one place that does."""
    time.sleep(seconds)


class Patience(Retry):
    """Retries on dropped connections and on RETRIED, waiting as the server asks, else longer each time.

    Retry-After counts as seconds or as a date; one that cannot be read is as good as none. It never waits past the
    deadline: then the request has failed.
    """

    RETRY_AFTER_STATUS_CODES = frozenset({429, 503})
    # Without this a 413 that names a time would be asked again.

    @classmethod
    def of(cls, retries: int, backoff_seconds: float) -> Patience:
        """Up to `retries` further tries; the first waits `backoff_seconds`, each next one twice as long."""
        return cls(
            total=retries,
            redirect=False,
            # A search by POST changes nothing on the server, so it may be asked again as well.
            allowed_methods=frozenset({"GET", "POST"}),
            status_forcelist=RETRIED,
            backoff_factor=backoff_seconds,
            raise_on_status=False,
        )

    def get_backoff_time(self) -> float:
        """The first wait too, where Retry would ask again at once."""
        seconds = self.backoff_factor * 2.0 ** max(0, len(self.history) - 1)
        return min(float(self.backoff_max), seconds * (1 + _JITTER * random.random()))

    def parse_retry_after(self, retry_after: str) -> float:
        """Seconds to wait; zero, which means our own backoff, for a header that is neither seconds nor a date."""
        try:
            return super().parse_retry_after(retry_after)
        except (InvalidHeader, ValueError, OverflowError):
            return 0.0

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Waits as long as the server asked, else as the backoff says. Raises MaxRetryError if that is too long."""
        asked = self.get_retry_after(response) if response is not None else None
        seconds = asked or self.get_backoff_time()
        if seconds >= time_left():
            raise MaxRetryError(None, "", OutOfTimeError())  # type: ignore[arg-type]
        pause(seconds)


class _Discreet(logging.Filter):
    """Drops what urllib3 would log of our requests: a search URL names the patient."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002
        return _DEADLINE.get() is None


for _name in ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.connection"):
    logging.getLogger(_name).addFilter(_Discreet())
