"""The server process: uvicorn around the application, in one or several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validator.scratch import scratch_folder
from validator.service.settings import PREFIX, ServiceSettings

if TYPE_CHECKING:
    from starlette.applications import Starlette

_CANNOT_LISTEN = 3
_METRICS = "PROMETHEUS_MULTIPROC_DIR"


def from_environment() -> Starlette:
    """The application for the settings in the environment; what uvicorn calls in each of several processes."""
    from validator.service import log
    from validator.service.app import application

    log.to_stderr()
    _end_with_parent()
    return application(ServiceSettings())


def serve_forever(settings: ServiceSettings) -> None:
    """Answers until it is told to stop, then finishes what is under way. The settings are `checked` ones. Raises
    SystemExit with 3 where nothing can listen there.
    """
    import uvicorn

    from validator.service import log
    from validator.service.listening import unheard_at

    log.to_stderr()
    # uvicorn raises the signal again when all is answered; it then ends this process in good order.
    signal.signal(signal.SIGTERM, _end)
    with _shared(settings) as shared:
        # Settings reach the processes by the environment, which no other user of the machine can read.
        os.environ.update(_as_environment(shared))
        log.event("starting", port=shared.port, number=shared.workers, record="kept" if shared.record else "none")
        # Said before the content is read, which takes seconds, and once, however many processes would start.
        if (unheard := unheard_at(shared.host, shared.port)) is not None:
            log.event("cannot-listen", level=log.ERROR, why=unheard.error, says=f"{unheard.words}.")
            raise SystemExit(_CANNOT_LISTEN)
        uvicorn.run(
            "validator.service.server:from_environment",
            factory=True,
            host=shared.host,
            port=shared.port,
            workers=shared.workers,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=shared.shutdown_seconds,
            timeout_keep_alive=30,
            http="validator.service.head_time:TimedProtocol",
            h11_max_incomplete_event_size=65_536,
        )


def checked(settings: ServiceSettings) -> None:
    """Nothing, when content, keys and record can be used; else raises ServiceSettingsError, before anything listens."""
    from validator.service.client_jwt import KeysError, trust_in
    from validator.service.replay import SeenTokens
    from validator.service.settings import ServiceSettingsError
    from validator.service.site import profiles_at

    profiles_at(settings.profiles)
    try:
        trust_in(settings.clients, SeenTokens())
    except KeysError as error:
        raise ServiceSettingsError(str(error)) from None
    if settings.record is not None:
        from validator.record.database import RecordUrlError, open_database, record_key

        try:
            open_database(settings.record).dispose()
            record_key(settings.record, settings.record_key.get_secret_value() if settings.record_key else None)
        except RecordUrlError as error:
            raise ServiceSettingsError(str(error)) from None
        except OSError as error:
            raise ServiceSettingsError(f"record: its key cannot be kept beside it ({_trouble(error)})") from None


def _trouble(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such folder"
        case PermissionError():
            return "the folder or the key may not be used"
        case _:
            return type(error).__name__


def unready_record(settings: ServiceSettings) -> str | None:
    """Why the service would start and never be ready: the file of the record is no database, or only to be read. The
    settings are `checked` ones.
    """
    from validator.record.database import open_database
    from validator.record.record_file import why_unusable

    if settings.record is None:
        return None
    engine = open_database(settings.record)
    why = why_unusable(engine)
    return None if why is None else f"record: {engine.url.database} {why}"


def _end_with_parent() -> None:
    """Ends a process that answers when the one that started it was killed: it would keep the port, and nobody would
    know of it. Does nothing in a service of one process.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        log.event("parent-ended", level=log.ERROR)
        os.kill(os.getpid(), signal.SIGTERM)

    from validator.service import log

    threading.Thread(target=wait, name="labelcheck-parent", daemon=True).start()


def _end(*_: object) -> None:
    raise SystemExit(0)


@contextmanager
def _shared(settings: ServiceSettings) -> Iterator[ServiceSettings]:
    """The settings with what several processes have to share, in a folder that goes when they end."""
    if settings.workers == 1:
        yield settings
        return
    with scratch_folder() as folder:
        metrics = folder / "metrics"
        metrics.mkdir()
        os.environ[_METRICS] = str(metrics)
        yield settings.model_copy(update={"replay_file": settings.replay_file or folder / "tokens.sqlite"})


def _as_environment(settings: ServiceSettings) -> dict[str, str]:
    found = {}
    for name, value in settings:
        if value is None:
            continue
        if isinstance(value, tuple):
            text = ",".join(value)
        elif hasattr(value, "get_secret_value"):
            text = value.get_secret_value()
        else:
            text = str(value)
        found[f"{PREFIX}{name.upper()}"] = text
    return found
