"""From settings to a way of proving who asks."""

from __future__ import annotations

from validator.client.auth import Auth, Basic, Bearer, NoAuth
from validator.client.backend_services import BackendServices
from validator.client.settings import ClientSettings, ClientSettingsError


def auth_from(settings: ClientSettings) -> Auth:
    """The way `settings.auth` names, else the one whose settings are given. Raises ClientSettingsError in doubt."""
    match settings.auth or _told_by(settings):
        case "bearer":
            if settings.token is None:
                raise ClientSettingsError("token: needed for bearer authentication")
            return Bearer(settings.token.get_secret_value())
        case "basic":
            if settings.username is None or settings.password is None:
                raise ClientSettingsError("username and password: both are needed for basic authentication")
            return Basic(settings.username, settings.password.get_secret_value())
        case "smart":
            if settings.client_id is None or settings.key_file is None:
                raise ClientSettingsError("client_id and key_file: both are needed for SMART Backend Services")
            return BackendServices(
                settings.client_id,
                settings.key_file,
                key_id=settings.key_id,
                scopes=settings.scopes,
                token_url=settings.token_url,
            )
        case _:
            return NoAuth()


def _told_by(settings: ClientSettings) -> str:
    given = [
        name
        for name, value in (
            ("bearer", settings.token),
            ("basic", settings.username or settings.password),
            ("smart", settings.client_id or settings.key_file),
        )
        if value is not None
    ]
    if len(given) > 1:
        raise ClientSettingsError(f"auth: settings for {' and '.join(given)} are given; say which is meant")
    return given[0] if given else "none"
