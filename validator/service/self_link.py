"""What a list of search results was asked for, by its `self` link.

Source: FHIR R4, RESTful search, Server Conformance: the self link holds the parameters that the server used.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from validator.fhir.resource_type import RESOURCE_TYPES
from validator.fhir.searchset import links_of
from validator.frozen import Frozen

_PATH = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/?(?:_search/?)?", re.DOTALL)
_HARMLESS = frozenset(
    {"patient", "subject", "_count", "_format", "_pretty", "_sort", "_total", "_include", "_revinclude", "_contained"}
    | {"_containedType", "_maxresults", "_bundletype", "_getpages", "_getpagesoffset", "_pageId", "_cursor", "_offset"}
)
"""Parameters that say whose list it is, or how it is given, and leave nothing out. Vendors' own begin with a hyphen."""


class Query(Frozen):
    """A search: the type of resource, the names of the parameters that leave something out, and the values of `code`.

    A parameter that is not known counts as one that filters.
    """

    resource_type: str
    filters: frozenset[str]
    codes: frozenset[str]


def query_of(bundle: dict[str, Any]) -> Query | None:
    """The search that a Bundle answers; None where it does not tell."""
    for link in links_of(bundle, "self"):
        url = link.get("url")
        if not isinstance(url, str):
            continue
        try:
            parts = urlsplit(url)
            given = parse_qsl(parts.query, keep_blank_values=True)
        except ValueError:
            continue
        matched = _PATH.fullmatch(parts.path)
        if matched is None or matched[1] not in RESOURCE_TYPES:
            continue
        names = {name.partition(":")[0] for name, _ in given}
        filters = frozenset(name for name in names if name not in _HARMLESS and not name.startswith("-"))
        codes = frozenset(code for name, value in given if name == "code" for code in value.split(","))
        return Query(matched[1], filters, codes)
    return None
