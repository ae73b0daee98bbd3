"""What a server offers that a check needs, and what would be missing: the first thing an integrator runs."""

from __future__ import annotations

from typing import Any

from validator.client.asked_lists import FOR_NOTES, REQUIRED
from validator.client.auth import NoAuth
from validator.client.backend_services import BackendServices
from validator.client.chart_client import OPTIONAL, ChartClient, names_of
from validator.client.fault import FetchError
from validator.client.outcome_words import shown
from validator.client.patience import Deadline
from validator.frozen import Frozen
from validator.verdict import Truth

_NEEDED_PARAMS = {"Observation": ("code",)}


class TypeLine(Frozen):
    """One resource type: whether a check needs it, whether it is offered, and the parameters it lacks.

    `is_for_notes`: nothing but a note or a caution rests on it.
    """

    resource_type: str
    is_needed: bool
    is_offered: Truth
    lacks: tuple[str, ...] = ()
    includes_medication: bool | None = None
    scope_granted: bool | None = None
    is_for_notes: bool = False


class ServerPage(Frozen):
    """The page of one server. `missing` keeps a check from being whole, `notes` are good to know.

    `is_known` is False when the server could not be reached or does not say what it offers.
    """

    address: str
    is_known: bool
    software: str | None
    fhir_version: str | None
    authentication: str
    types: tuple[TypeLine, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def server_page(client: ChartClient) -> ServerPage:
    """Asks for the CapabilityStatement and, with SMART, for a token; for no patient's data."""
    missing: list[str] = []
    notes: list[str] = []
    with Deadline(client.settings.chart_seconds).watched():
        trouble = _reached(client)
        authentication = _authentication(client, missing, notes)
    capability = client.capability
    if trouble is not None:
        missing.append(trouble)
    if capability.is_known and capability.version is None:
        missing.append("FHIR R4, R4B or R5: the server names another release")
    types = tuple(_line(client, name) for name in ("Patient", *REQUIRED, "Medication", *OPTIONAL, *FOR_NOTES))
    if capability.is_known:
        for line in types:
            _judge(line, missing, notes)
        if "authoredon" not in _params(client, "MedicationRequest"):
            notes.append("MedicationRequest cannot be searched by authoredon: check --since will not work")
    if not client.base.is_private:
        missing.append("https: everything sent and received can be read on the way")
    return ServerPage(
        client.base.text,
        capability.is_known,
        shown(capability.software) or None,
        shown(capability.fhir_version) or None,
        authentication,
        types,
        tuple(missing),
        tuple(notes),
    )


def server_dict(page: ServerPage) -> dict[str, Any]:
    """The page as data."""
    return {
        "server": page.address,
        "software": page.software,
        "fhir_version": page.fhir_version,
        "authentication": page.authentication,
        "types": [
            {
                "type": line.resource_type,
                "needed": line.is_needed,
                "offered": line.is_offered.value,
                "lacks": list(line.lacks),
                "includes_medication": line.includes_medication,
                "scope_granted": line.scope_granted,
            }
            for line in page.types
        ],
        "missing": list(page.missing),
        "notes": list(page.notes),
    }


def server_text(page: ServerPage) -> str:
    """The page for people, readable in 80 columns."""
    offered = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "?"}
    lines = [
        page.address,
        f"  software        {page.software or 'not said'}",
        f"  FHIR            {page.fhir_version or 'not said'}",
        f"  authentication  {page.authentication}",
        "",
        f"  {'type':26}{'needed':12}{'offered':10}remarks",
    ]
    for line in page.types:
        remarks = [f"no search by {name}" for name in line.lacks]
        if line.includes_medication is False and line.is_offered is Truth.TRUE:
            remarks.append("Medications are read one by one")
        if line.scope_granted is False:
            remarks.append("no scope granted")
        needed = "yes" if line.is_needed else "if kept"
        lines.append(f"  {line.resource_type:26}{needed:12}{offered[line.is_offered]:10}{'; '.join(remarks)}".rstrip())
    lines.append("")
    lines += [f"  missing: {one}" for one in page.missing] or ["  Nothing a check needs is missing."]
    lines += [f"  note: {one}" for one in page.notes]
    return "\n".join(lines)


def _reached(client: ChartClient) -> str | None:
    """Asks for metadata once by itself, so that what went wrong can be told."""
    try:
        found = client.connection.get(client.base.at("metadata"), "metadata").resource
    except FetchError as error:
        said = "; ".join(error.said)
        return f"a CapabilityStatement: {error.why}{f' ({said})' if said else ''}"
    kind = found["resourceType"]
    return None if kind == "CapabilityStatement" else f"a CapabilityStatement: the server answered a {shown(kind)}"


def _authentication(client: ChartClient, missing: list[str], notes: list[str]) -> str:
    auth = client.connection.auth
    offered = ", ".join(shown(name) for name in client.capability.security)
    if isinstance(auth, NoAuth) and any("smart" in name.lower() for name in client.capability.security):
        notes.append(
            "the server names SMART, and no credentials are set: give --client-id and --key-file, or a token "
            "(LABELCHECK_TOKEN)"
        )
    if not isinstance(auth, BackendServices):
        used = "none" if isinstance(auth, NoAuth) else type(auth).__name__.lower()
        return f"{used} used; the server names {offered or 'none'}"
    try:
        client.connection.authorize()
    except FetchError as error:
        said = "; ".join(error.said)
        missing.append(f"an access token: {error.why}{f' ({said})' if said else ''}")
        return "SMART Backend Services, no token"
    if auth.granted is None:
        notes.append("the server does not say which scopes it granted")
    return "SMART Backend Services, token granted"


def _line(client: ChartClient, name: str) -> TypeLine:
    capability = client.capability
    is_list = name not in ("Patient", "Medication")
    kind = capability.first_kept(names_of(name))
    kept = capability.keeps(kind, "search-type" if is_list else "read")
    said = _params(client, kind)
    wanted = (capability.patient_param(kind), *_NEEDED_PARAMS.get(kind, ())) if is_list else ()
    lacks = tuple(param for param in wanted if said and param not in said) if kept is Truth.TRUE else ()
    includes = capability.includes(kind, "medication") if kind in ("MedicationRequest", "MedicationStatement") else None
    is_needed, is_for_notes = name in ("Patient", *REQUIRED), name in FOR_NOTES
    return TypeLine(kind, is_needed, kept, lacks, includes, _granted(client, kind), is_for_notes)


def _judge(line: TypeLine, missing: list[str], notes: list[str]) -> None:
    if line.is_offered is Truth.FALSE:
        if line.is_needed:
            missing.append(f"{line.resource_type}: not offered, so no order can be accepted")
        else:
            notes.append(f"{line.resource_type}: not offered; what only it shows counts as not shown")
    lacking = notes if line.is_for_notes else missing
    for param in line.lacks:
        lacking.append(f"{line.resource_type}: cannot be searched by {param}")
    if line.scope_granted is False and line.is_offered is not Truth.FALSE:
        hint = "" if line.is_needed else ", or name it in `without`"
        lacking.append(f"{line.resource_type}: no scope granted; ask for system/{line.resource_type}.rs{hint}")


def _params(client: ChartClient, name: str) -> frozenset[str]:
    found = client.capability.types.get(name)
    return found.search_params if found is not None else frozenset()


def _granted(client: ChartClient, name: str) -> bool | None:
    """Whether the token's scopes let the type be read; None when they are not known."""
    auth = client.connection.auth
    if not isinstance(auth, BackendServices) or auth.granted is None:
        return None
    for scope in auth.granted.split():
        context, _, rest = scope.partition("/")
        kind, _, rights = rest.partition(".")
        rights = rights.partition("?")[0]
        reads = rights in ("read", "*") or {"r", "s"} <= set(rights)
        if context in ("system", "user") and kind in ("*", name) and reads:
            return True
    return False
