"""What a client sends and wants: FHIR JSON under its names, and the FHIR release that goes with it.

Source: FHIR R4 and R5, RESTful API, Content Types and encodings and FHIR Version Parameter; RFC 9110, 12.5.1.
"""

from __future__ import annotations

from email.message import Message

from validator.frozen import Frozen
from validator.service.response import FHIR_JSON

_JSON = frozenset({FHIR_JSON, "application/json+fhir", "application/json", "text/json"})
_ANY = frozenset({"*/*", "application/*"})
_RELEASES = {"4.0": "R4", "4.3": "R4B", "5.0": "R5"}
FHIR_VERSIONS = {"R4": "4.0.1", "R4B": "4.3.0", "R5": "5.0.0"}
"""The published version of each release."""


class UnsupportedTypeError(Exception):
    """The type, or the FHIR release it names, is not read or not written here."""


class MediaType(Frozen):
    """A type of the ones above; `release` is None where none is named."""

    name: str
    release: str | None = None

    @property
    def header(self) -> str:
        """The value of a Content-Type header."""
        if self.release is None:
            return self.name
        return f"{self.name}; fhirVersion={FHIR_VERSIONS[self.release].rpartition('.')[0]}"


def content_type(header: str | None) -> MediaType:
    """The type of a body. Raises UnsupportedTypeError for anything but JSON of R4, R4B or R5."""
    found = _parsed(header or "")
    if found is None or found.name not in _JSON:
        raise UnsupportedTypeError("Content-Type: application/fhir+json is read, nothing else.")
    return found


def accepted(header: str | None, form: str | None = None) -> MediaType:
    """The type to answer with: the most wanted one that is FHIR JSON. Raises UnsupportedTypeError when none is.

    `form` is the `_format` parameter, which goes before the header.
    """
    named = f"application/fhir+{form}" if form is not None and "/" not in form else form
    wanted = named or header or "*/*"
    # Sorted by q alone: the sort is stable, so among equals the first that was written is taken.
    for _, part in sorted(((_quality(part), part) for part in wanted.split(",")), key=lambda pair: -pair[0]):
        if _quality(part) <= 0:
            continue
        try:
            found = _parsed(part)
        except UnsupportedTypeError:
            continue
        if found is not None and found.name in _JSON | _ANY:
            return MediaType(FHIR_JSON if found.name in _ANY else found.name, found.release)
    raise UnsupportedTypeError("Accept: answers are application/fhir+json of FHIR 4.0, 4.3 or 5.0.")


def _parsed(text: str) -> MediaType | None:
    message = Message()
    message["Content-Type"] = text.strip().replace("fhir json", "fhir+json")  # a plus sign in a URL is a blank
    name = text.partition(";")[0].strip().replace("fhir json", "fhir+json").lower()
    if "/" not in name:
        return None
    stated = message.get_param("fhirVersion")
    if stated is None:
        return MediaType(name)
    release = _RELEASES.get(".".join(str(stated).split(".")[:2]))
    if release is None:
        raise UnsupportedTypeError("fhirVersion: 4.0, 4.3 and 5.0 are read and written.")
    return MediaType(name, release)


def _quality(part: str) -> float:
    for parameter in part.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
