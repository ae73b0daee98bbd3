"""The server's own words, made safe to show: one line, short, without control characters, tokens or keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from validator.fhir.searchset import as_list

_LONGEST = 300
_MOST = 5
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_SECRETS = re.compile(
    r"(?i)eyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?"  # a JSON Web Token
    r"|\b(?:bearer|basic)\s+[\w\-.~+/]{8,}=*"
    r"|\b(?:access_token|refresh_token|client_assertion|client_secret|password)\b[\"']?\s*[=:]\s*[\"']?[^\s\"'&,}]+"
)


def shown(text: object, secrets: Iterable[str | None] = ()) -> str:
    """The text as one short line in which neither a known secret nor anything that looks like a token is left."""
    if not isinstance(text, str):
        return ""
    line = " ".join(_UNPRINTABLE.sub(" ", text[: 20 * _LONGEST]).split())
    for secret in secrets:
        for part in (secret or "").split():
            if len(part) >= 8:
                line = line.replace(part, "(removed)")
    line = _SECRETS.sub("(removed)", line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def outcome_words(resource: object, secrets: Iterable[str | None] = ()) -> tuple[str, ...]:
    """What an OperationOutcome says, one line an issue: severity, code and text. Empty for anything else."""
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "OperationOutcome":
        return ()
    secrets = tuple(secrets)
    lines: list[str] = []
    for issue in as_list(resource.get("issue")):
        if isinstance(issue, Mapping) and len(lines) < _MOST:
            details = issue.get("details")
            text = details.get("text") if isinstance(details, Mapping) else None
            head = " ".join(str(issue[name]) for name in ("severity", "code") if isinstance(issue.get(name), str))
            said = " ".join(part for part in (text, issue.get("diagnostics")) if isinstance(part, str))
            lines.append(shown(f"{head}: {said}" if said else head, secrets))
    return tuple(line for line in lines if line)
