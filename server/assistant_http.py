"""An MCP server in, the web application that serves it out."""

from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from server.settings import ServerSettings


def assistant_app(server: MCPServer, settings: ServerSettings, listens_at: str) -> Starlette:
    """Streamable HTTP at /mcp without sessions: each request stands alone, so a restart cuts off nobody.

    Only requests to the address listened at, to loopback, or to the public address are answered, and from pages only
    those of the allowed origins: a page elsewhere cannot reach a service on this machine by a name of its own.
    """
    port = listens_at.rpartition(":")[2]
    hosts = [listens_at, f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"]
    if settings.public_url:
        hosts.append(urlsplit(settings.public_url).netloc)
    guard = TransportSecuritySettings(
        enable_dns_rebinding_protection="*" not in settings.allowed_origins,
        allowed_hosts=hosts,
        allowed_origins=list(settings.allowed_origins),
    )
    return server.streamable_http_app(json_response=True, stateless_http=True, transport_security=guard)
