"""What a site sets for its service: from flags, then the environment, then the defaults here."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from validator.client.origin import PORTS, BaseUrl
from validator.client.settings import comma_separated, settings_said
from validator.report.card_style import Client

PREFIX = "LABELCHECK_SERVE_"
"""Before the name of a setting in the environment: LABELCHECK_SERVE_PORT, LABELCHECK_SERVE_PUBLIC_URL ..."""

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
WordList = Annotated[tuple[str, ...], NoDecode]


class ServiceSettingsError(ValueError):
    """A setting cannot be used; the message names it and never its value, which may be a secret."""


class ServiceSettings(BaseSettings):
    """Everything that can be set about the service. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on")
    workers: int = Field(1, ge=1, le=64, description="processes that answer")
    public_url: str | None = Field(None, description="address of the service as its clients see it")
    profiles: Path | None = Field(None, description="a site's own folder of labels and value sets")
    structure: Literal["full", "read", "off"] = Field("full", description="structural check, as in labelcheck check")
    card_client: Client = Field("standard", description="what the EHR takes: CDS Hooks as written, or no update action")
    clients: WordList = Field((), description="who may call: ISSUER=FILE (a JWKS) or ISSUER=URL (jku); comma-separated")
    allow_unauthenticated: bool = Field(False, description="listen beyond this machine although anyone may call")
    origins: WordList = Field((), description="web origins that may call from a browser (CORS); comma-separated")
    fhir_servers: WordList = Field(
        (), description="FHIR servers that may be asked for missing prefetch; comma-separated"
    )
    max_bytes: int = Field(5_000_000, ge=1, description="size of one request after which it is refused")
    max_drafts: int = Field(500, ge=1, description="draft orders in one call after which none of them is checked")
    max_waiting: int = Field(200, ge=1, description="requests under way in one process after which more are refused")
    token_minutes: float = Field(15.0, gt=0, le=60, description="longest life of a client's token")
    body_seconds: Seconds = Field(10.0, description="longest time for the head of a request to arrive, then its body")
    fetch_seconds: Seconds = Field(8.0, description="longest time for what is fetched from a FHIR server")
    check_seconds: Seconds = Field(20.0, description="longest time for one check")
    shutdown_seconds: int = Field(20, ge=1, description="time that requests under way have to end when it is stopped")
    record: str | None = Field(None, description="database that keeps the record: an SQLAlchemy URL")
    record_key: SecretStr | None = Field(None, description="secret that the identifiers in the record are hashed with")
    replay_file: Path | None = Field(None, description="file in which the processes share the tokens seen")

    _parted = field_validator("clients", "origins", "fhir_servers", mode="before")(comma_separated)

    @field_validator("clients", "origins", "fhir_servers")
    @classmethod
    def _each_without_comma(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # They reach the processes that answer by the environment, as one text.
        if any("," in one for one in value):
            raise ValueError("a comma parts two of them, so none may stand in one")
        return value

    @field_validator("public_url")
    @classmethod
    def _address_if_any(cls, value: str | None) -> str | None:
        return None if value is None else _address(value).text

    @field_validator("fhir_servers")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_address(one).text for one in value)

    @field_validator("origins")
    @classmethod
    def _as_browsers_write_them(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_web_origin(_address(one)) for one in value)

    @field_validator("clients")
    @classmethod
    def _pairs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not all(one.partition("=")[::2]) for one in value):
            raise ValueError("each is ISSUER=FILE or ISSUER=URL")
        return value

    @model_validator(mode="after")
    def _guarded(self) -> ServiceSettings:
        if not self.clients and not self.allow_unauthenticated and not is_loopback(self.host):
            raise ValueError(
                "listening beyond this machine needs clients with their keys (--client), or --allow-unauthenticated"
            )
        if self.clients and self.public_url is None and not is_loopback(self.host):
            raise ValueError("clients sign for the service's address, so public_url is needed (--public-url)")
        return self

    def __init__(self, **given: Any) -> None:
        # Given as None is not given: that is how a flag that was not used arrives.
        try:
            super().__init__(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            raise ServiceSettingsError(settings_said(error)) from None

    @property
    def address(self) -> str:
        """The service's address as its clients see it, without a last slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost could be anything."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(url: str) -> BaseUrl:
    try:
        return BaseUrl(url)
    except ValueError:
        raise ValueError("an http or https address without user name, query or fragment is needed") from None


def _web_origin(address: BaseUrl) -> str:
    """The origin as a browser sends it: in lower case, without the port that goes without saying. Raises ValueError for
    an address with a path, which is none. Source: RFC 6454, 6.2.
    """
    if urlsplit(address.text).path:
        raise ValueError("an origin is a scheme, a host and a port, such as https://ehr.example.org:8443")
    scheme, host, port = address.origin
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" if port == PORTS[scheme] else f"{scheme}://{name}:{port}"
