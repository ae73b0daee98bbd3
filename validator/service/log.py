"""One JSON object a line: what happened, to which request, how long it took. Never what was in it.

Only fields of this module's own making are written. A record of another library is reduced to the name of its logger
and the type of its exception, because messages and tracebacks can quote what a client sent.
"""

from __future__ import annotations

import errno
import json
import logging
import traceback
from datetime import UTC, datetime

ERROR = logging.ERROR

_LOGGER = logging.getLogger("labelcheck")
_FIELDS = "labelcheck_fields"


class JsonLines(logging.Formatter):
    """The form of every line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one JSON object."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, _FIELDS, None)
        if record.name == _LOGGER.name and isinstance(fields, dict):
            line["event"] = record.msg
            line |= fields
        else:
            line |= {"event": "library", "logger": record.name}
            if isinstance(record.msg, OSError):
                # The server says so that it cannot listen; the name of the error is all an operator needs.
                line["why"] = errno.errorcode.get(record.msg.errno or 0, type(record.msg).__name__)
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
        return json.dumps(line)


def event(name: str, *, level: int = logging.INFO, **fields: str | int | float | list[str] | None) -> None:
    """Writes one line. Fields hold ids of our own, codes, counts and times; never a value that a client sent."""
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, name, extra={_FIELDS: {key: value for key, value in fields.items() if value is not None}})


def fault(name: str, error: BaseException, **fields: str | int | float | None) -> None:
    """Writes one line about a fault of our own: the type of the exception and where it was raised, not its text."""
    at = traceback.extract_tb(error.__traceback__)
    where = f"{at[-1].filename.rpartition('validator/')[2]}:{at[-1].lineno}" if at else None
    event(name, level=logging.ERROR, fault=type(error).__name__, where=where, **fields)


def to_stderr(level: int = logging.INFO) -> None:
    """Sends every log line of this process, also those of the libraries, to stderr as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    # Each of its lines holds the path that was asked for, which may name a patient; ours say the same without it.
    logging.getLogger("uvicorn.access").disabled = True
