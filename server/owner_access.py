"""Who is the glossary's owner: whoever sits at this machine, or knows the owner's token."""

import base64
import binascii
import ipaddress
import secrets
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from server.dependencies import Settings
from server.errors import OwnerOnlyError

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def owner_only(request: Request, settings: Settings) -> None:
    """Let the owner pass: with the token where one is set, by HTTP Basic and whatever user name; else from loopback.

    A request that a proxy passed on does not count as one from loopback, wherever the proxy runs; nor does one whose
    Host is another name, which a foreign page may have been made to resolve to this machine.

    Raises:
        HTTPException: 401, the token is wrong or missing.
        OwnerOnlyError: no token is set, and the request comes from elsewhere.
    """
    token = settings.owner_token.get_secret_value()
    if token:
        if not secrets.compare_digest(_password(request).encode(), token.encode()):
            raise HTTPException(401, "give the owner's token as password", {"WWW-Authenticate": 'Basic realm="owner"'})
        return
    host = request.client.host if request.client else ""
    named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    passed_on = any(name in request.headers for name in _FORWARDED)
    if passed_on or not _is_loopback(host) or not _is_loopback(named):
        raise OwnerOnlyError(
            "this page is for the glossary's owner: open it on the machine of the service, or set owner_token"
        )


def _password(request: Request) -> str:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
