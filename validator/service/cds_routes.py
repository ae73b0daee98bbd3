"""CDS Hooks over HTTP: discovery, the two order services, feedback.

Source: CDS Hooks 2.0; the hooks order-sign and order-select.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from validator.client.origin import origin_of
from validator.client.patience import Deadline
from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.report.card_style import CardStyle
from validator.report.cds_card import plain_card
from validator.report.override_reasons import override_reasons
from validator.service import log
from validator.service.call_chart import CallChart
from validator.service.cds_request import BadRequestError, CdsRequest, read_cds_request
from validator.service.consult import Consultation, NotToBeHadError
from validator.service.envelope import Fault, note
from validator.service.feedback import read_feedback
from validator.service.fetch import allowed_server
from validator.service.prefetch import templates
from validator.service.response import json_answer, outcome, refusal
from validator.service.site import Site
from validator.terminology.product import drugs_in_words

READ_AT_ONCE = 32_768
"""The most bytes of a call that is read where it came in; a longer one is read in a thread. A project choice."""

NOT_CHECKED = "labelcheck could not run this check: the orders were not checked. This is a fault of the service."


def fault_card(style: CardStyle) -> dict[str, Any]:
    """The card that stands in the place of the answer after a fault of ours."""
    return plain_card(NOT_CHECKED, (), style, "Check the orders against the label yourself, and report the fault.")


class HookService(Frozen):
    """One service of the discovery document; `{drugs}` in its words stands for the drugs whose labels it has."""

    hook: str
    title: str
    description: str

    @property
    def id(self) -> str:
        """Its name in the address."""
        return f"cabozantinib-{self.hook}"

    @property
    def is_signing(self) -> bool:
        """Whether the order is complete when the service is called."""
        return self.hook == "order-sign"

    def described(self, profiles: Profiles) -> dict[str, Any]:
        """Its entry in the discovery document."""
        drugs = drugs_in_words(profiles.book)
        return {
            "hook": self.hook,
            "title": self.title.format(drugs=drugs.capitalize()),
            "description": self.description.format(drugs=drugs),
            "id": self.id,
            "prefetch": templates(profiles),
            "usageRequirements": "Orders for other drugs are answered without a card and need no prefetch.",
        }


SERVICES = {
    service.id: service
    for service in (
        HookService(
            "order-sign",
            "{drugs} label check",
            "Says whether orders for {drugs} that are about to be signed agree with the FDA label in force.",
        ),
        HookService(
            "order-select",
            "{drugs} label check while ordering",
            "Says early whether an order for {drugs} that is being written agrees with the FDA label in force.",
        ),
    )
}


_UNKNOWN_CARD = "no card of the record has this uuid, so that this counts for no finding."


class CdsRoutes:
    """The endpoints of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def discovery(self, _: Request) -> Response:
        """The services on offer."""
        return json_answer({"services": [service.described(self._site.profiles) for service in SERVICES.values()]})

    async def call(self, request: Request) -> Response:
        """The cards for one call. Always a card when something went wrong on our side, never an empty list."""
        service = SERVICES.get(request.path_params["service"])
        if service is None:
            return _unknown_service()
        style = self._site.style(signing=service.is_signing)
        await self._site.caller(request)
        body = await self._site.body(request)
        fault = Fault()
        with fault:
            return await self._answered(request, service, body, style)
        assert fault.error is not None
        return self._not_checked(request, style, fault.error)

    async def feedback(self, request: Request) -> Response:
        """Takes what became of cards."""
        service = SERVICES.get(request.path_params["service"])
        if service is None:
            return _unknown_service()
        await self._site.caller(request)
        try:
            told = read_feedback(await self._site.body(request), override_reasons(self._site.profiles).codings)
        except BadRequestError as error:
            return refusal(400, "structure", str(error))
        stray = await self._site.told(told.taken, origin=service.id)
        note(request, feedback=len(told.taken), refused=len(told.refused), unknown_cards=len(stray or ()))
        if stray is None:
            return refusal(503, "transient", "The feedback could not be stored.", headers={"Retry-After": "60"})
        remarks = (*told.remarks, *(f"{one.place}.card: {_UNKNOWN_CARD}" for one in stray))
        if not (told.refused or remarks):
            return json_answer({})
        if told.refused:
            self._site.metrics.refused.labels("feedback").inc(len(told.refused))
        issues = [outcome("warning", "structure", f"Not taken: {why}")["issue"][0] for why in told.refused]
        issues += [outcome("information", "informational", remark)["issue"][0] for remark in remarks]
        return json_answer({"resourceType": "OperationOutcome", "issue": issues})

    async def _answered(self, request: Request, service: HookService, body: bytes, style: CardStyle) -> Response:
        try:
            call, consultation = await self._consulted(body, service, style)
        except BadRequestError as error:
            return refusal(400, "structure", str(error))
        except NotToBeHadError as error:
            return refusal(412, "not-found", str(error))
        self._record(call, consultation, service)
        note(
            request,
            cards=len(consultation.cards),
            verdicts=[one.report.verdict.value for one in consultation.judged],
        )
        return json_answer({"cards": consultation.cards})

    def _too_many(self, call: CdsRequest, style: CardStyle) -> Consultation | None:
        """A card in the place of the checks where a call holds more draft orders than are looked at."""
        most = self._site.settings.max_drafts
        if len(call.listed or ()) <= most:
            return None
        says = f"More than {most} draft orders came in one call, so none was checked."
        return Consultation((plain_card(says, (), style, "Sign fewer at a time."),))

    async def _consulted(self, body: bytes, service: HookService, style: CardStyle) -> tuple[CdsRequest, Consultation]:
        site, day, servers = self._site, self._site.today, self._site.settings.fhir_servers
        # The time for what is fetched runs from here: a call that waits for its turn behind others waits no longer.
        until = Deadline(site.settings.fetch_seconds)

        def read() -> tuple[CdsRequest, Consultation | None]:
            """The call, and its answer where no chart has to be built for it: nearly all calls are for other drugs."""
            call = read_cds_request(body, service.hook, site.observation_codes)
            return call, self._too_many(call, style) or site.consultant.at_once(call, style, day=day)

        def answered(call: CdsRequest) -> tuple[CdsRequest, Consultation]:
            return call, site.consultant.checked(call, style, day=day, instant=site.instant, until=until)

        def read_and_answered() -> tuple[CdsRequest, Consultation | None]:
            call, found = read()
            return (call, found) if found is not None or servers else answered(call)

        # To read a short call takes less than the way to a thread and back, and it is strict wherever it is read.
        call, found = read() if len(body) <= READ_AT_ONCE else await site.computed(read_and_answered)
        if found is not None:
            return call, found
        # Whether another server has to be waited for shows only now: complete calls never queue behind those that wait.
        may_wait = allowed_server(call.fhir_server, servers) is not None and bool(
            CallChart(call, call.drafts or (), site.profiles).lacking
        )
        return await site.computed(lambda: answered(call), may_wait=may_wait)

    def _record(self, call: CdsRequest, consultation: Consultation, service: HookService) -> None:
        if consultation.fetched:
            self._site.metrics.fetched.inc()
        origin = origin_of(call.fhir_server) if isinstance(call.fhir_server, str) else None
        server = urlsplit(str(call.fhir_server)).netloc if origin is not None else None
        for one in consultation.judged:
            self._site.judged(one.report, origin=service.id, cards=one.cards, headline=one.headline, server=server)

    def _not_checked(self, request: Request, style: CardStyle, error: BaseException) -> Response:
        self._site.metrics.faults.labels("cds").inc()
        log.fault("check-fault", error, request=request.state.request_id)
        note(request, cards=1, verdicts=["not-checked"])
        return json_answer({"cards": [fault_card(style)]})


def _unknown_service() -> Response:
    return refusal(404, "not-found", "There is no such service; GET /cds-services lists them.")
