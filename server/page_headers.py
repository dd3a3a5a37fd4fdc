"""Security headers on every response: nothing from elsewhere is loaded, and only allowed origins may frame an embed."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PageHeaders:
    """ASGI middleware that sets Content-Security-Policy and its kin."""

    def __init__(self, app: ASGIApp, allowed_origins: Sequence[str], base_path: str = "") -> None:
        """Let `allowed_origins` frame /embed, with or without the path of the public address; "*" lets everyone."""
        self._app = app
        self._embeds = {"/embed", f"{base_path}/embed"}
        self._ancestors = " ".join(["'self'", *allowed_origins]) if "*" not in allowed_origins else "*"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add headers to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy(path))
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _policy(self, path: str) -> str:
        ancestors = self._ancestors if path.rstrip("/") in self._embeds else "'self'"
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            f"form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors {ancestors}"
        )
