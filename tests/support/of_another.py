"""A chart as another patient's: the same facts under ids that no other chart has, so that many make one export."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_NAMED = re.compile(r"(?P<before>(?:.*/)?[A-Z][A-Za-z]+/|urn:(?:uuid|oid):)(?P<id>[^/|?#]+)(?P<after>.*)")


def as_another(value: Any, prefix: str) -> Any:
    """The JSON with `prefix` before each id of a resource, in what refers to it, and before values of identifiers."""
    if isinstance(value, list):
        return [as_another(one, prefix) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: as_another(one, prefix) for key, one in value.items()}
    if isinstance(made.get("resourceType"), str) and isinstance(made.get("id"), str):
        made["id"] = prefix + made["id"]
    for key in ("reference", "fullUrl"):
        if isinstance(text := made.get(key), str):
            made[key] = _renamed(text, prefix)
    if "identifier" in made:
        several = made["identifier"] if isinstance(made["identifier"], list) else [made["identifier"]]
        for one in several:
            if isinstance(one, dict) and isinstance(one.get("value"), str):
                one["value"] = prefix + one["value"]
    return made


def _renamed(text: str, prefix: str) -> str:
    if text.startswith("#"):
        return "#" + prefix + text[1:]
    if "?" in text:
        head, mark, value = text.rpartition("|")
        return head + mark + prefix + value if mark else text
    found = _NAMED.fullmatch(text)
    return text if found is None else f"{found['before']}{prefix}{found['id']}{found['after']}"
