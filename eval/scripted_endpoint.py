"""An OpenAI-compatible chat endpoint on loopback that plays a language model by script: real sockets, known faults."""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_PASSAGE = re.compile(r'<passage n="(\d+)">\n.*\n((?:.|\n)*?)\n</passage>')


@dataclass(frozen=True, slots=True)
class ScriptedReply:
    """What goes over the wire: the chunks one by one, the line cut after the last."""

    chunks: Iterable[bytes]
    status: int = 200
    content_type: str = "text/event-stream"
    content_encoding: str = "identity"


Script = Callable[[dict[str, Any]], ScriptedReply]


def saying(text: str, *, piece: int = 7) -> ScriptedReply:
    """A well-formed stream that says a text in pieces of so many characters."""
    return ScriptedReply([*events(text, piece=piece), b"data: [DONE]\n\n"])


def events(text: str, *, piece: int = 7, finish: str | None = "stop") -> Iterator[bytes]:
    """The events of a text, and the one that says why it ends; None leaves that one out."""
    for at in range(0, len(text), piece):
        yield _event({"delta": {"content": text[at : at + piece]}, "finish_reason": None})
    if finish:
        yield _event({"delta": {}, "finish_reason": finish})


def passages_in(request: dict[str, Any]) -> dict[int, str]:
    """The numbered passages that a request shows the model."""
    prompt = "\n".join(message["content"] for message in request["messages"] if message["role"] == "user")
    return {int(n): text.replace("&lt;", "<") for n, text in _PASSAGE.findall(prompt)}


@dataclass
class ScriptedEndpoint:
    """Serves while it is entered; `requests` and `headers` are what came, `hung_up` is set when a caller goes away."""

    script: Script
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Listen on a free port of loopback."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Base of the API."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"


def _event(choice: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}).encode() + b"\n\n"


def _handler_of(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.requests.append(request)
            endpoint.headers.append(dict(self.headers))
            reply = endpoint.script(request)
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Encoding", reply.content_encoding)
                self.end_headers()
                for chunk in reply.chunks:
                    self.wfile.write(chunk)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                endpoint.hung_up.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named so by the standard library
            pass

    return Handler
