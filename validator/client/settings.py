"""What a site sets for its server: from flags, then the environment, then a TOML file, then the defaults here."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "LABELCHECK_"
"""Before the name of a setting in the environment: LABELCHECK_SERVER, LABELCHECK_TOKEN ..."""

OptionalList = Literal[
    "MedicationStatement",
    "MedicationAdministration",
    "Procedure",
    "ServiceRequest",
    "QuestionnaireResponse",
    "AllergyIntolerance",
    "ResearchSubject",
    "DeviceUseStatement",
    "Encounter",
]


def comma_separated(value: object) -> object:
    """A list that was set as one text, in parts; anything else as it is."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ClientSettingsError(ValueError):
    """A setting cannot be used; the message names it and never its value, which may be a secret."""


class ClientSettings(BaseSettings):
    """Everything that can be set about the connection to a FHIR server. Times are in seconds.

    Secrets (`token`, `password`) are taken from the environment or the file only; there is no flag for them, because
    every user of a machine can read another's command line.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    server: str | None = Field(None, description="base URL of the FHIR server")
    auth: Literal["none", "bearer", "basic", "smart"] | None = Field(
        None, description="how to prove who asks; told by the other settings when it is left out"
    )
    token: SecretStr | None = Field(None, description="bearer token obtained elsewhere")
    username: str | None = Field(None, description="user name for basic authentication")
    password: SecretStr | None = Field(None, description="password for basic authentication")
    client_id: str | None = Field(None, description="SMART Backend Services: client id registered at the server")
    key_file: Path | None = Field(None, description="SMART: private key, as PEM, JWK or a JWKS")
    key_id: str | None = Field(None, description="SMART: which key of a JWKS, or the kid of a PEM key")
    scopes: str | None = Field(None, description="SMART: scopes to ask for, instead of the minimum")
    token_url: str | None = Field(None, description="SMART: token endpoint, where the server does not publish it")
    ca_bundle: Path | None = Field(None, description="PEM file of the certificate authorities to trust")
    connect_seconds: Positive = Field(5.0, description="longest wait for a connection")
    read_seconds: Positive = Field(30.0, description="longest silence while an answer is awaited")
    chart_seconds: Positive = Field(120.0, description="longest time for one chart, waits and retries included")
    retries: int = Field(4, ge=0, le=20, description="further tries after a dropped connection, 429, 502, 503 or 504")
    backoff_seconds: Positive = Field(
        0.5, description="wait before the first further try; each next one is twice as long"
    )
    workers: int = Field(4, ge=1, le=16, description="requests that may run side by side")
    page_size: int = Field(100, ge=1, le=1000, description="resources asked for on one page")
    max_pages: int = Field(100, ge=1, description="pages of one list after which it counts as not fetched")
    max_bytes: int = Field(20_000_000, ge=1, description="size of one answer, decompressed, after which it is refused")
    max_url: int = Field(1850, ge=300, description="length of a search URL above which a list of codes is split")
    search: Literal["get", "post"] = Field("get", description="how to ask for Observations by code")
    export_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="other origins (https://files.example.org) that hold the files of an export; comma-separated"
    )
    export_seconds: Positive = Field(86_400.0, description="longest time for an export and its files, waits included")
    without: Annotated[tuple[OptionalList, ...], NoDecode] = Field(
        (), description="lists this server does not keep and that are not asked for; comma-separated"
    )

    _parted = field_validator("without", "export_hosts", mode="before")(comma_separated)

    def __init__(self, **given: Any) -> None:
        # Given as None is not given: that is how a flag that was not used arrives.
        try:
            super().__init__(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            raise ClientSettingsError(settings_said(error)) from None

    @classmethod
    def load(cls, config: Path | None = None, **flags: Any) -> ClientSettings:
        """The settings from flags, the environment and a TOML file, in this order. Raises ClientSettingsError."""
        given = {name: value for name, value in flags.items() if value is not None}
        if misspelt := near_settings(os.environ, PREFIX, cls.model_fields):
            raise ClientSettingsError(misspelt)
        set_outside = {name.upper() for name, value in os.environ.items() if value}
        from_file = {} if config is None else _file(config)
        return cls(**{name: v for name, v in from_file.items() if f"{PREFIX}{name.upper()}" not in set_outside} | given)


def _file(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # the parser's words may quote a line that holds a secret
        raise ClientSettingsError(f"config: the file cannot be read as TOML ({type(error).__name__})") from None


def near_settings(environment: Iterable[str], prefix: str, fields: Iterable[str], *, strict: bool = False) -> str:
    """What is wrong with the names in the environment that begin as settings do and are none; empty for none.

    A misspelt setting would else count as not given: a token, a limit or an origin that somebody believes to hold. One
    that is near no setting is passed over, unless the prefix is nobody else's (`strict`).
    """
    names = {f"{prefix}{name.upper()}" for name in fields}
    said = []
    for name in sorted(name for name in environment if name.upper().startswith(prefix) and name.upper() not in names):
        near = get_close_matches(name.upper(), names, n=1, cutoff=0.6 if strict else 0.9)
        if near or strict:
            said.append(f"{name} is no setting" + (f"; near it: {near[0]}" if near else ""))
    return ". ".join(said)


def settings_said(error: ValidationError) -> str:
    """What is wrong with settings: the name of each and why, never its value."""
    said = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(step) for step in one["loc"])
        words = "there is no such setting" if one["type"] == "extra_forbidden" else one["msg"]
        words = words.removeprefix("Value error, ")
        said.append(f"{name}: {words}" if name else words)
    return "; ".join(dict.fromkeys(said))
