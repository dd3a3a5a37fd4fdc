"""A request in, the addresses out under which others reach the service."""

from fastapi import Request

from server.settings import ServerSettings


def service_address(request: Request, settings: ServerSettings) -> str:
    """The public address of the service, else the one that was asked; without a slash at its end."""
    return settings.public_url or str(request.base_url).rstrip("/")
