"""One running service: its settings and what its routes share. The only place with threads, a clock and a record."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from starlette.requests import Request

from validator.client.observation_codes import observation_codes
from validator.profiles import NoProfilesError, Profiles, shipped
from validator.report.card_style import CardStyle
from validator.report.cds_card import card_verdicts
from validator.report.criterion import Criteria, criteria_of
from validator.report.model import OrderReport
from validator.report.override_reasons import override_reasons
from validator.service import log
from validator.service.client_jwt import KeysError, Trust, trust_in
from validator.service.consult import Consultant
from validator.service.envelope import Fault
from validator.service.feedback import CardFeedback
from validator.service.key_set import KeysWantedError
from validator.service.metrics import Metrics
from validator.service.places import Places
from validator.service.replay import SeenTokens
from validator.service.request_body import read_body
from validator.service.settings import ServiceSettings, ServiceSettingsError
from validator.verdict import Verdict
from validator.version import VERSION

if TYPE_CHECKING:
    from validator.record.recorder import Recorder

_CHECKERS = 2
"""Checks are pure computing: more threads than this would only take the processor from each other."""
_FETCHERS = 64
"""Calls that wait for a FHIR server wait here, so that they keep no other call waiting. More of them than one EHR has
under way at a time, so that its slow server does not keep those of another EHR waiting."""
_KEY_FETCHERS = 4
"""Key sets are fetched here: neither a slow FHIR server nor a slow key server keeps the other from being asked."""
_DOORS = 8
"""Tokens are checked here: neither checks nor slow FHIR servers keep anybody waiting at the door."""
_SPARE = 16
"""Threads that may be lost to work that ran over its time before the service says that it is not ready."""
_DOOR_SECONDS = 10.0
_STORED_SECONDS = 5.0
_STOP_SECONDS = 2.0

T = TypeVar("T")


def profiles_at(folder: Path | None) -> Profiles:
    """A site's own content, or that shipped. Raises ServiceSettingsError with every mistake of a folder that has any.

    What a service is started with it must be able to use: nobody reads the answers to find a mistake of its data.
    """
    if folder is None:
        return shipped()
    try:
        found = Profiles(folder)
    except NoProfilesError as error:
        raise ServiceSettingsError(f"profiles: {error}") from None
    if mistakes := found.mistakes():
        raise ServiceSettingsError(f"profiles: {'; '.join(mistakes)}")
    return found


class Site:
    """What the routes of one application share. `start` before the first request, `stop` after the last."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.profiles = profiles_at(settings.profiles)
        self.consultant = Consultant(settings.structure, self.profiles, settings.fhir_servers, settings.fetch_seconds)
        self.observation_codes = observation_codes(self.profiles)
        self._is_warm = False
        self._criteria: Criteria = criteria_of(self.profiles)
        self._styles: dict[bool, CardStyle] = {}
        self._seen = SeenTokens(settings.replay_file)
        try:
            self._trust: Trust | None = trust_in(settings.clients, self._seen, settings.token_minutes)
        except KeysError as error:
            raise ServiceSettingsError(str(error)) from None
        self._checkers = Places("labelcheck-check", _CHECKERS, spare=_SPARE)
        self._fetchers = Places("labelcheck-call", _FETCHERS, spare=_SPARE)
        self._door = Places("labelcheck-door", _DOORS, spare=_SPARE)
        self._key_fetchers = Places("labelcheck-keys", _KEY_FETCHERS, spare=_SPARE)
        self._recorder: Recorder | None = None
        self._key = b""
        self._is_keyless = False

    async def start(self) -> None:
        """Opens the record, and loads labels and value sets, so that no first call waits for them.

        A service that cannot check the order of its own documentation never says that it is ready; its calls are
        answered with the card that says so.
        """
        from validator.service.warm import warm_up

        self._open_record()
        fault = Fault()
        with fault:
            await asyncio.to_thread(warm_up, self.settings.structure, self.profiles)
            if self._recorder is not None:
                await asyncio.to_thread(self._recorder.wait_until_tried, _STORED_SECONDS)
        if fault.error is not None:
            self.metrics.faults.labels("start").inc()
            log.fault("start-fault", fault.error)
            return
        self._is_warm = True
        log.event("ready", version=VERSION)

    async def stop(self) -> None:
        """Stores what is still to be recorded and ends the threads."""
        self._is_warm = False
        for places in (self._checkers, self._fetchers, self._door, self._key_fetchers):
            # What ran over its time has had its answer, and is not waited for.
            await asyncio.to_thread(places.stop, 0.0 if places.is_stuck else _STOP_SECONDS)
        if self._recorder is not None:
            await asyncio.to_thread(self._recorder.close, float(self.settings.shutdown_seconds))
        self._seen.close()
        log.event("stopped")

    # --- what routes ask for

    async def unready(self) -> str | None:
        """Why no checks can be made and kept, in a word or two; None when they can."""
        if not self._is_warm:
            return "starting"
        if self._checkers.is_stuck or self._fetchers.is_stuck:
            return "stuck"
        if self._is_keyless or (self._recorder is not None and self._recorder.is_file and self._recorder.failing):
            return "record-unusable"
        return None

    @property
    def record(self) -> str | None:
        """Whether checks and feedback are kept, else why not, in a word; None where no record is to be kept."""
        if self._is_keyless:
            return "no-key"
        return None if self._recorder is None else self._recorder.failing or "kept"

    @property
    def today(self) -> date:
        """The day of a call, where the service stands."""
        return self.instant.date()

    @property
    def instant(self) -> datetime:
        """The moment of a call, in the zone where the service stands."""
        return datetime.now().astimezone()

    def style(self, *, signing: bool) -> CardStyle:
        """How cards of this service look."""
        if signing not in self._styles:
            self._styles[signing] = CardStyle(
                self.settings.address,
                signing,
                override_reasons(self.profiles),
                lambda: str(uuid4()),
                self._criteria,
                self.settings.card_client,
            )
        return self._styles[signing]

    async def body(self, request: Request) -> bytes:
        """The request's body within the limits. Raises TooLargeError, TooSlowError and DamagedError."""
        return await read_body(request, max_bytes=self.settings.max_bytes, seconds=self.settings.body_seconds)

    async def computed(self, work: Callable[[], T], *, may_wait: bool = False) -> T:
        """The result of a check, made in a thread. Raises TimeoutError after the time a check may take.

        `may_wait`: the work may have to wait for another server.
        """
        places = self._fetchers if may_wait else self._checkers
        return await places.run(work, self.settings.check_seconds + (self.settings.fetch_seconds if may_wait else 0))

    async def caller(self, request: Request) -> str | None:
        """Who calls; None where the service asks nobody. Raises RefusedError."""
        trust = self._trust
        if trust is None:
            return None
        path = request.url.path
        # The address as the site knows it, and not the Host header, which is whatever a caller writes.
        audience = f"{self.settings.address}{path}"
        header = request.headers.get("authorization")

        def verified() -> str:
            return trust.verify(header, (audience,), now=time.time())

        try:
            return await self._door.run(verified, _DOOR_SECONDS)
        except KeysWantedError as wanted:
            # A slow key server keeps those waiting whose keys are there, and nobody else from the door.
            await self._key_fetchers.run(wanted.ask, _DOOR_SECONDS)
        return await self._door.run(verified, _DOOR_SECONDS)

    # --- what becomes of answers

    def judged(
        self,
        order: OrderReport,
        *,
        origin: str,
        cards: tuple[str, ...] = (),
        headline: str | None = None,
        server: str | None = None,
    ) -> None:
        """Counts an order and puts it on its way into the record. Of an order that is not judged nothing is kept:
        nearly all are for other drugs, and whose they are is nobody's concern here.
        """
        self.metrics.judged(order)
        if self._recorder is None or order.verdict is Verdict.NOT_ASSESSED:
            return
        from validator.record.record_entry import CheckEntry, keyed_hash

        findings = [finding for finding in order.findings if finding.verdict is not Verdict.ACCEPT]
        self._recorder.put(
            CheckEntry(
                datetime.now(UTC),
                origin,
                VERSION,
                order.verdict,
                order.label.product if order.label else None,
                order.label.revision if order.label else None,
                keyed_hash(self._key, "order", server, order.order),
                keyed_hash(self._key, "patient", server, order.patient),
                tuple(dict.fromkeys((finding.code, finding.verdict) for finding in findings)),
                tuple(zip(cards, card_verdicts(order), strict=True)) if cards else (),
                headline,
            )
        )

    async def told(self, feedback: tuple[CardFeedback, ...], *, origin: str) -> tuple[CardFeedback, ...] | None:
        """Counts feedback and stores it. Returns what is on cards that the record does not have, so that it counts for
        no finding; None when the storage did not take it.
        """
        for one in feedback:
            self.metrics.feedback.labels(one.outcome).inc()
        if self._recorder is None:
            return None if self._is_keyless else ()
        from validator.record.record_entry import FeedbackEntry, Stored

        stored = [
            self._recorder.put(FeedbackEntry(datetime.now(UTC), origin, one.card, one.outcome, one.reason, one.kinds))
            for one in feedback
        ]
        waiting = [asyncio.wrap_future(one) for one in stored]
        _, late = await asyncio.wait(waiting, timeout=_STORED_SECONDS)
        if late or any(one.result() is Stored.LOST for one in waiting):
            return None
        fates = zip(feedback, waiting, strict=True)
        return tuple(one for one, fate in fates if fate.result() is not Stored.KEPT)

    def _open_record(self) -> None:
        url = self.settings.record
        if url is None:
            return
        from validator.record.database import RecordUrlError, open_database, record_key
        from validator.record.recorder import Recorder

        given = self.settings.record_key
        try:
            engine = open_database(url)
            self._key = record_key(url, given.get_secret_value() if given else None)
        except RecordUrlError as error:
            raise ServiceSettingsError(str(error)) from None
        except OSError as error:
            # Without a key nothing may be hashed; the service answers all the same and says what it loses.
            self._is_keyless = True
            self._lost("record", 1, type(error).__name__)
            return
        self._recorder = Recorder(engine, self._lost)

    def _lost(self, kind: str, number: int, why: str) -> None:
        self.metrics.lost.labels(kind).inc(number)
        log.event("record-lost", level=log.ERROR, kind=kind, number=number, why=why)
