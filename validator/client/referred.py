"""What lists do not bring: Medications a server does not include, and what the order gives as its reason."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from validator.client.chart import medication_references
from validator.client.connection import Connection
from validator.client.fault import FetchError, Reason
from validator.client.listing import Completeness, FetchedList
from validator.client.origin import local_reference
from validator.client.patience import Deadline
from validator.client.side_by_side import side_by_side
from validator.fhir.json_text import ResourceJson
from validator.fhir.reference import judged_references
from validator.frozen import Frozen

THERAPIES = ("MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationAdministration")
_MAY_STILL_BE_TAKEN = frozenset({"active", "on-hold", "draft", "unknown", "intended", "recorded", "in-progress"})
_MOST_REASONS = 10


class Asking(Frozen):
    """Reads single resources for one chart. References below `bases` are this server's, all others are left alone."""

    connection: Connection
    pool: ThreadPoolExecutor
    deadline: Deadline
    bases: tuple[str, ...]

    def medications(self, resources: Sequence[ResourceJson]) -> FetchedList:
        """The Medications that therapies refer to and that are not among the resources yet.

        One that the server no longer has does not make the list incomplete where the therapy is over or names its drug
        in words too: the check reports the dangling reference.
        """
        known = {resource["id"] for resource in resources if resource["resourceType"] == "Medication"}
        wanted: dict[str, bool] = {}
        for resource in resources:
            if resource["resourceType"] not in THERAPIES:
                continue
            for reference, is_named in medication_references(resource):
                target = local_reference(reference, self.bases)
                if target is not None and target[0] == "Medication" and target[1] not in known:
                    status = resource.get("status")
                    may_be_taken = not isinstance(status, str) or status in _MAY_STILL_BE_TAKEN
                    matters = may_be_taken and not is_named
                    wanted[target[1]] = wanted.get(target[1], False) or matters
        found: list[ResourceJson] = []
        worst: FetchError | None = None
        for matters, result in zip(wanted.values(), self._read([("Medication", one) for one in wanted]), strict=True):
            if not isinstance(result, FetchError):
                found.append(result)
            elif result.reason is not Reason.ABSENT or matters:
                worst = result
        if worst is None:
            return FetchedList("Medication", tuple(found))
        return FetchedList(
            "Medication", tuple(found), completeness=Completeness.INCOMPLETE, why=worst.why, said=worst.said
        )

    def reasons(self, order: ResourceJson, resources: Sequence[ResourceJson]) -> tuple[ResourceJson, ...]:
        """What the order gives as its reason, or as the order it replaces, where no list brought it.

        What cannot be had is left out: the check reports the dangling reference.
        """
        known = {(resource["resourceType"], resource["id"]) for resource in resources}
        wanted: dict[tuple[str, str], None] = {}
        for reference, _, expected in judged_references(order, "MedicationRequest"):
            text = reference.get("reference")
            target = local_reference(text, self.bases) if isinstance(text, str) else None
            if target is not None and target not in known and target[0] in expected - {"Patient", "Medication"}:
                wanted[target] = None
        return tuple(one for one in self._read(list(wanted)[:_MOST_REASONS]) if not isinstance(one, FetchError))

    def _read(self, wanted: Sequence[tuple[str, str]]) -> list[ResourceJson | FetchError]:
        return side_by_side(self.pool, self.deadline, [partial(self._one, *target) for target in wanted])

    def _one(self, resource_type: str, identity: str) -> ResourceJson | FetchError:
        try:
            return self.connection.read(resource_type, identity).resource
        except FetchError as error:
            return error
