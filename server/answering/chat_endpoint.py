"""Messages in, the pieces of a language model's reply out as they arrive; the only user of httpx and httpx_sse."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event
from typing import Any

import httpx
from anyio.from_thread import start_blocking_portal
from httpx_sse import EventSource, SSEError

from server.errors import ChatEndpointError

_MOST_BYTES = 4_000_000
_SECONDS_TO_CONNECT = 5.0
_SECONDS_BETWEEN_LOOKS = 0.05

_NO_COMPLETION = (
    SSEError,
    httpx.DecodingError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What reading a reply raises where it has another shape than a chat completion."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """An OpenAI-compatible chat endpoint, and how long a reply may take, in seconds, in all and between two events."""

    url: str
    model: str
    api_key: str
    timeout_seconds: float
    stall_seconds: float

    def __repr__(self) -> str:
        """Without the key."""
        return f"ChatEndpoint({self.url!r}, {self.model!r})"

    def stream(self, messages: list[dict[str, str]], cancelled: Event, **options: Any) -> Generator[str]:
        """The pieces of the reply to some messages. Closing the iterator, or setting `cancelled`, hangs up.

        Options go into the request as they are: `max_tokens`, `grammar`.

        Raises:
            ChatEndpointError: it cannot be reached, refuses, is too slow, stalls, hangs up early, or sends too much or
                what is no chat completion. The message is fit for a reader: it names no address.
        """
        body = {"messages": messages, "stream": True, "temperature": 0, **options}
        if self.model:
            body["model"] = self.model
        arrived: SimpleQueue[str | Exception | None] = SimpleQueue()
        with start_blocking_portal() as portal:  # a loop of its own, so that a wait can be broken off from outside
            task = portal.start_task_soon(self._read_until_cancelled, arrived, body, cancelled)
            try:
                while (piece := arrived.get()) is not None:
                    if isinstance(piece, Exception):
                        raise piece
                    yield piece
            finally:
                task.cancel()

    async def _read_until_cancelled(
        self, arrived: SimpleQueue[str | Exception | None], body: dict[str, Any], cancelled: Event
    ) -> None:
        """Read though nobody may be asking for the next piece: who goes away must not leave the model at work."""
        reading = asyncio.create_task(self._read_into(arrived, body))
        try:
            while not reading.done() and not cancelled.is_set():
                await asyncio.wait([reading], timeout=_SECONDS_BETWEEN_LOOKS)
            if not reading.done():
                arrived.put(ChatEndpointError("was cancelled"))
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read_into(self, arrived: SimpleQueue[str | Exception | None], body: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                await self._read(arrived, body)
            arrived.put(None)
        except TimeoutError:
            arrived.put(ChatEndpointError(f"took longer than {self.timeout_seconds:g} seconds"))
        except _NO_COMPLETION as error:
            logger.warning("chat endpoint %s sent what is no chat completion: %r", self.url, error)
            arrived.put(ChatEndpointError("sent what is no chat completion"))
        except httpx.ReadTimeout:
            arrived.put(ChatEndpointError(f"said nothing for {self.stall_seconds:g} seconds"))
        except httpx.TransportError as error:
            logger.warning("chat endpoint %s: %r", self.url, error)
            lost = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            arrived.put(ChatEndpointError("cannot be reached" if lost else "hung up in the middle"))
        except Exception as error:
            arrived.put(error)

    async def _read(self, arrived: SimpleQueue[str | Exception | None], body: dict[str, Any]) -> None:
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        timeout = httpx.Timeout(self.stall_seconds, connect=min(_SECONDS_TO_CONNECT, self.timeout_seconds))
        async with (
            httpx.AsyncClient(timeout=timeout, event_hooks={"response": [_limit]}) as client,
            client.stream("POST", _address(self.url), json=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                logger.warning("chat endpoint %s answers HTTP %d", self.url, response.status_code)
                raise ChatEndpointError(f"answered with HTTP {response.status_code}")
            if response.headers.get("content-type", "").startswith("application/json"):
                await response.aread()
                arrived.put(str(response.json()["choices"][0]["message"]["content"]))
                return
            await self._read_events(EventSource(response), arrived)

    async def _read_events(self, source: EventSource, arrived: SimpleQueue[str | Exception | None]) -> None:
        finished = False
        events = source.aiter_sse()
        while True:
            try:
                # comments that only keep the line open are no sign of life: they end no wait
                async with asyncio.timeout(self.stall_seconds):
                    event = await anext(events, None)
            except TimeoutError:
                raise httpx.ReadTimeout("no event") from None
            if event is None or event.data == "[DONE]":
                break
            chunk = json.loads(event.data)
            if "error" in chunk:
                logger.warning("chat endpoint %s: %s", self.url, chunk["error"])
                raise ChatEndpointError("reported an error of its own")
            for choice in chunk["choices"][:1]:
                arrived.put(str(choice["delta"].get("content") or ""))
                finished = finished or bool(choice.get("finish_reason"))
        if not finished and event is None:
            raise ChatEndpointError("hung up in the middle")


class _LimitedStream(httpx.AsyncByteStream):
    """The bytes of a response up to a limit; a line without an end would else be gathered for ever."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        count = 0
        async for piece in self._stream:
            count += len(piece)
            if count > _MOST_BYTES:
                raise ChatEndpointError(f"sent more than {_MOST_BYTES // 1_000_000} megabytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _limit(response: httpx.Response) -> None:
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _LimitedStream(response.stream)


def _address(url: str) -> str:
    path = "/chat/completions"
    return url if url.endswith(path) else url.rstrip("/") + path
