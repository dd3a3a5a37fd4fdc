"""A static file's name in, an address that changes with its content out; so browsers may keep it for good."""

import hashlib
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


class StaticFileAddresses:
    """Addresses of files below /static; each file is read once."""

    def __init__(self, folder: Path, base_path: str) -> None:
        """Address the files of a folder below a path."""
        self._folder = folder
        self._base_path = base_path
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The address of a file, with the beginning of its digest."""
        if name not in self._known:
            digest = hashlib.sha256((self._folder / name).read_bytes()).hexdigest()[:8]
            self._known[name] = f"{self._base_path}/static/{name}?v={digest}"
        return self._known[name]


class LastingStaticFiles(StaticFiles):
    """Static files that a browser keeps for good where their address names their content, else asks about anew."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with the header that says how long it may be kept."""
        response = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = _KEPT_FOR_GOOD if named else "no-cache"
        return response
