"""Fetches an order and the chart it needs: few requests, independent ones side by side, nothing taken for complete
that is not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from types import TracebackType
from typing import Any

from validator.client.asked_lists import FOR_NOTES, REQUIRED
from validator.client.auth import Auth
from validator.client.capability import Capability, capability_of
from validator.client.chart import FetchedChart, collection, of_patient, server_base
from validator.client.connection import Connection
from validator.client.credentials import auth_from
from validator.client.fault import FetchError
from validator.client.listing import Completeness, FetchedList, fetch_list, fetch_newest, fetch_visits, joined
from validator.client.observation_codes import NEWEST_VISITS, batches, newest_searches, observation_codes
from validator.client.origin import BaseUrl, id_of, local_reference
from validator.client.patience import Deadline
from validator.client.referred import THERAPIES, Asking
from validator.client.settings import ClientSettings, ClientSettingsError
from validator.client.side_by_side import side_by_side
from validator.client.transport import Transport
from validator.fhir.json_text import ResourceJson
from validator.profiles import Profiles, shipped
from validator.verdict import Truth

OPTIONAL = ("MedicationStatement", "MedicationAdministration", "Procedure", "ServiceRequest", "QuestionnaireResponse")
_IN_R5 = {
    "MedicationStatement": ("MedicationStatement", "MedicationUsage"),
    "DeviceUseStatement": ("DeviceUseStatement", "DeviceUsage"),
}


def names_of(resource_type: str) -> tuple[str, ...]:
    """What the releases of FHIR call a list, R4's name first."""
    return _IN_R5.get(resource_type, (resource_type,))


_ONLY_NOTED = frozenset({name for listed in FOR_NOTES for name in names_of(listed)})
_INCLUDE = "medication"


class ChartClient:
    """Asks one FHIR server (R4, R4B or R5) for orders and charts. Safe in threads; close it, or use it in a `with`.

    `auth` proves who asks; without it the settings tell. `profiles` tell which Observations are asked for
    and what orders are checked by; None: those shipped. Raises ValueError for an address or settings that cannot be
    used. No reference is ever followed beyond the origin of `base_url`, and no token is sent there.
    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        auth: Auth | None = None,
        settings: ClientSettings | None = None,
        profiles: Profiles | None = None,
    ) -> None:
        self.settings = settings or ClientSettings()
        address = base_url or self.settings.server
        if address is None:
            raise ClientSettingsError("server: the base URL of a FHIR server is needed")
        self.base = BaseUrl(address)
        self._transport = Transport(self.settings)
        self.connection = Connection(self.base, auth or auth_from(self.settings), self._transport)
        self.profiles = profiles or shipped()
        self._observation_codes = observation_codes(self.profiles)
        self._pool = ThreadPoolExecutor(self.settings.workers, thread_name_prefix="labelcheck")
        self._capability: Capability | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> ChartClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections; requests still under way are waited for."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._transport.close()

    @property
    def capability(self) -> Capability:
        """What the server says it can do, asked once. A server that does not say is asked for everything."""
        with self._lock:
            if self._capability is None:
                with self._deadline().watched():
                    try:
                        self._capability = capability_of(
                            self.connection.get(self.base.at("metadata"), "metadata").resource
                        )
                    except FetchError:
                        # Not known is not "nothing": each list is asked for and answers for itself.
                        self._capability = Capability()
            return self._capability

    def chart_for(self, order: str | Mapping[str, Any] | FetchedList) -> FetchedChart:
        """The order and the chart of its patient, as complete as the server gave it.

        `order` is an id, `MedicationRequest/id` or its URL on this server; or the order itself, which the server need
        not have yet; or fetched orders of one patient, of which the first is asked about. Raises FetchError when there
        is no order to check, ValueError for a malformed reference. What else fails is told by the chart's lists.
        """
        before = self.connection.requests
        deadline = self._deadline()
        match order:
            case FetchedList():
                found = order
            case str():
                found = self._order(order, deadline)
            case _:
                found = FetchedList("MedicationRequest", ({"id": "order", **order},))
        base = server_base(self.base.text, [found])
        patient = _patient_of(found.resources[0], (base, self.base.text))
        lists = self._lists(patient, deadline) if patient is not None else [_no_patient()]
        return self._assembled(found, lists, patient, deadline, before)

    def chart_of(self, patient: str) -> FetchedChart:
        """The chart of a patient with all orders in it. `patient` is an id, `Patient/id` or its URL on this server.

        Raises ValueError for a malformed reference; what fails is told by the chart's lists.
        """
        before = self.connection.requests
        deadline = self._deadline()
        identity = self._id(patient, "Patient")
        lists = self._lists(identity, deadline)
        return self._assembled(None, lists, identity, deadline, before)

    def orders_since(self, day: date | str) -> FetchedList:
        """All MedicationRequests written on or after a day, of any patient and drug.

        The server is not asked to sort out the drug: an order that names it in words, or by a code the server does not
        know, would be lost. Some servers refuse a search without a patient; the list then says so.
        """
        text = day if isinstance(day, str) else day.isoformat()
        date.fromisoformat(text)
        return self._orders({"authoredon": f"ge{text}"})

    def _orders(self, params: dict[str, str]) -> FetchedList:
        with self._deadline().watched():
            return self._list("MedicationRequest", params, required=True)

    def _deadline(self) -> Deadline:
        return Deadline(self.settings.chart_seconds)

    def _id(self, reference: str, resource_type: str) -> str:
        identity = id_of(reference, resource_type, self.base)
        if identity is None:
            raise ValueError(f"Expected an id, {resource_type}/id, or a URL of that on the configured server")
        return identity

    def _order(self, reference: str, deadline: Deadline) -> FetchedList:
        """The order in a list of one, with its Medication where the server includes it."""
        identity = self._id(reference, "MedicationRequest")
        with deadline.watched():
            found = self._list("MedicationRequest", {"_id": identity}, required=True, plain=True)
            own = tuple(one for one in found.resources if one["id"] == identity)
            if not own:
                # Not every server searches by _id, and a read tells best what is wrong.
                own = (self.connection.read("MedicationRequest", identity).resource,)
        return FetchedList("MedicationRequest", own, found.included, bases=found.bases, told=found.told)

    def _lists(self, patient: str, deadline: Deadline) -> list[FetchedList]:
        """Patient and all lists of a chart, side by side."""
        asked: list[Callable[[], FetchedList]] = [partial(self._patient, patient)]
        for name in (*REQUIRED, *OPTIONAL, *FOR_NOTES):
            if name in self.settings.without:
                asked.append(partial(FetchedList, name, completeness=Completeness.NOT_KEPT, why="see `without`"))
                continue
            kind = self.capability.first_kept(names_of(name))
            params = self.capability.of_patient(kind, patient)
            required = name in REQUIRED
            if name == "Observation":
                coded = [params | {"code": codes} for codes in self._batches()]
                asked += [partial(self._list, name, one, required=True) for one in coded]
                for key, search in newest_searches(self.profiles).items():
                    asked.append(partial(fetch_newest, self.connection, name, params | search, key))
            elif name == "Encounter" and self.capability.keeps(kind) is not Truth.FALSE:
                asked.append(partial(fetch_visits, self.connection, kind, params | NEWEST_VISITS))
            else:
                asked.append(partial(self._list, kind, params, required=required))
        parts = side_by_side(self._pool, deadline, asked)
        whole = [part for part in parts if part.resource_type != "Observation"]
        return [*whole, joined([part for part in parts if part.resource_type == "Observation"])]

    def _batches(self) -> Iterable[str]:
        codes = self._observation_codes
        if self.settings.search == "post":
            return (",".join(codes),)
        room = self.settings.max_url - len(self.base.at("Observation?patient=&code=&_count=1000")) - 64
        return batches(codes, max(room, 100))

    def _patient(self, identity: str) -> FetchedList:
        try:
            return FetchedList("Patient", (self.connection.read("Patient", identity).resource,))
        except FetchError as error:
            return FetchedList("Patient", completeness=Completeness.INCOMPLETE, why=error.why, said=error.said)

    def _list(self, name: str, params: Mapping[str, str], *, required: bool, plain: bool = False) -> FetchedList:
        kept = self.capability.keeps(name)
        if kept is Truth.FALSE:
            if required:
                why = "the server says it does not offer this list"
                return FetchedList(name, completeness=Completeness.INCOMPLETE, why=why)
            return FetchedList(name, completeness=Completeness.NOT_KEPT, why="the server does not offer it")
        asked = dict(params)
        if not plain:
            asked["_count"] = str(self.settings.page_size)
        if name in THERAPIES and (kept is Truth.UNKNOWN or self.capability.includes(name, _INCLUDE)):
            asked["_include"] = f"{name}:{_INCLUDE}"
        return fetch_list(
            self.connection,
            name,
            asked,
            max_pages=self.settings.max_pages,
            post=self.settings.search == "post" and name == "Observation",
            # A server that says it keeps the type and then answers 404 contradicts itself: that is a failure.
            may_be_absent=not required and kept is Truth.UNKNOWN,
        )

    def _assembled(
        self,
        found: FetchedList | None,
        lists: list[FetchedList],
        patient: str | None,
        deadline: Deadline,
        before: int,
    ) -> FetchedChart:
        order = found.resources[0] if found is not None else None
        given = [found] if found is not None else []
        base = server_base(self.base.text, [*given, *lists])
        if patient is not None:
            lists = [part if part.resource_type == "Patient" else of_patient(part, patient, (base,)) for part in lists]
        resources = [one for part in lists for one in (*part.resources, *part.included)]
        if found is not None:
            # What is asked about stands as it was given; a copy that came with the lists would contradict it.
            named = {one["id"] for one in found.resources}
            others = [one for one in resources if one["resourceType"] != "MedicationRequest" or one["id"] not in named]
            resources = [*found.resources, *found.included, *others]
        asking = Asking(self.connection, self._pool, deadline, (base, self.base.text))
        medications = asking.medications(resources)
        resources += (*medications.resources, *(asking.reasons(order, resources) if order is not None else ()))
        lists = [*lists, *([] if medications.is_complete else [medications])]
        return FetchedChart(
            collection(base, resources),
            tuple(map(_told_only, lists)),
            f"MedicationRequest/{order['id']}" if order is not None else None,
            f"Patient/{patient}" if patient is not None else None,
            self.capability.version,
            self.connection.requests - before,
        )


def _told_only(part: FetchedList) -> FetchedList:
    """A list for notes that did not come whole, as one that the server does not keep."""
    is_lacking = part.resource_type in _ONLY_NOTED and part.completeness is Completeness.INCOMPLETE
    return replace(part, completeness=Completeness.NOT_KEPT) if is_lacking else part


def _patient_of(order: ResourceJson, bases: tuple[str, ...]) -> str | None:
    subject = order.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    target = local_reference(reference, bases) if isinstance(reference, str) else None
    return target[1] if target is not None and target[0] == "Patient" else None


def _no_patient() -> FetchedList:
    return FetchedList(
        "Patient", completeness=Completeness.INCOMPLETE, why="the order does not refer to a Patient on this server"
    )
