"""The wire to a language model: a real server on loopback that does what servers do, and what they should not."""

import json
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from eval.scripted_endpoint import ScriptedEndpoint, ScriptedReply, events, saying
from server.answering.chat_endpoint import ChatEndpoint
from server.errors import ChatEndpointError

MESSAGES = [{"role": "user", "content": "What is swarming?"}]
Serve = Callable[..., ScriptedEndpoint]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start an endpoint that gives one reply to everything; all end with the test."""
    started: list[ScriptedEndpoint] = []

    def start(reply: ScriptedReply) -> ScriptedEndpoint:
        started.append(ScriptedEndpoint(lambda request: reply).__enter__())
        return started[-1]

    yield start
    for endpoint in started:
        endpoint.__exit__(None, None, None)


def asked(url: str, *, timeout: float = 20, stall: float = 20, key: str = "", model: str = "small") -> ChatEndpoint:
    return ChatEndpoint(url=url, model=model, api_key=key, timeout_seconds=timeout, stall_seconds=stall)


def reply_of(endpoint: ChatEndpoint, **options: object) -> str:
    return "".join(endpoint.stream(MESSAGES, threading.Event(), **options))


def until_released(*first: bytes) -> tuple[Iterator[bytes], threading.Event]:
    """Chunks, then silence until the event is set."""
    released = threading.Event()

    def chunks() -> Iterator[bytes]:
        yield from first
        released.wait(30)

    return chunks(), released


def test_a_streamed_reply_comes_whole(serve: Serve) -> None:
    text = 'Grüße, 潮 and "quotes"\nand a second line.'
    assert reply_of(asked(serve(saying(text)).url)) == text


def test_a_reply_that_is_not_streamed_comes_whole(serve: Serve) -> None:
    body = json.dumps({"choices": [{"message": {"content": "All at once."}}]}).encode()
    assert reply_of(asked(serve(ScriptedReply([body], content_type="application/json")).url)) == "All at once."


def test_comments_and_empty_events_are_passed_over(serve: Serve) -> None:
    chunks = [b": alive\n\n", b'data: {"choices": []}\n\n', *events("Said."), b"data: [DONE]\n\n"]
    assert reply_of(asked(serve(ScriptedReply(chunks)).url)) == "Said."


def test_the_request_is_that_of_a_chat_completion(serve: Serve) -> None:
    endpoint = serve(saying("Said."))
    reply_of(asked(endpoint.url, key="sk-secret"), max_tokens=9)
    assert endpoint.requests == [
        {"model": "small", "messages": MESSAGES, "stream": True, "temperature": 0, "max_tokens": 9}
    ]
    assert endpoint.headers[0]["Authorization"] == "Bearer sk-secret"


def test_without_key_and_model_neither_is_sent(serve: Serve) -> None:
    endpoint = serve(saying("Said."))
    reply_of(asked(endpoint.url + "/chat/completions", model=""))
    assert "model" not in endpoint.requests[0]
    assert "Authorization" not in endpoint.headers[0]


def test_the_key_is_not_in_what_is_printed() -> None:
    assert "sk-secret" not in repr(asked("http://127.0.0.1:9/v1", key="sk-secret"))


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (ScriptedReply([b"no"], status=500), "answered with HTTP 500"),
        (ScriptedReply([b"no"], status=401), "answered with HTTP 401"),
        (ScriptedReply([b""], status=302), "answered with HTTP 302"),
        (ScriptedReply([b"<html>hello"], content_type="text/html"), "sent what is no chat completion"),
        (ScriptedReply([b"{}"], content_type="application/json"), "sent what is no chat completion"),
        (ScriptedReply([b"[1"], content_type="application/json"), "sent what is no chat completion"),
        (ScriptedReply([b"data: {broken\n\n"]), "sent what is no chat completion"),
        (ScriptedReply([b"data: " + b"[" * 100_000 + b"\n\n"]), "sent what is no chat completion"),
        (ScriptedReply([b"data: no gzip\n\n"], content_encoding="gzip"), "sent what is no chat completion"),
        (ScriptedReply([b"data: 7\n\n"]), "sent what is no chat completion"),
        (ScriptedReply([b'data: {"choices": [{"text": "x"}]}\n\n']), "sent what is no chat completion"),
        (ScriptedReply([b'data: {"error": {"message": "full"}}\n\n']), "reported an error of its own"),
        (ScriptedReply(list(events("Half", finish=None))), "hung up in the middle"),
        (ScriptedReply([]), "hung up in the middle"),
        (ScriptedReply([b"data: " + b"x" * 1_000_000] * 6), "sent more than 4 megabytes"),
        (ScriptedReply([b"x" * 1_000_000] * 6, content_type="application/json"), "sent more than 4 megabytes"),
        (ScriptedReply([*events("y" * 9, piece=1)] * 9000), "sent more than 4 megabytes"),
    ],
)
def test_a_bad_reply_is_told_apart(serve: Serve, reply: ScriptedReply, told: str) -> None:
    with pytest.raises(ChatEndpointError, match=told):
        reply_of(asked(serve(reply).url))


def test_an_endpoint_that_is_not_there_is_told_apart() -> None:
    with pytest.raises(ChatEndpointError, match="cannot be reached"):
        reply_of(asked("http://127.0.0.1:9/v1"))


def test_silence_before_the_first_word_is_a_stall(serve: Serve) -> None:
    chunks, released = until_released()
    with pytest.raises(ChatEndpointError, match=r"said nothing for 0\.2 seconds"):
        reply_of(asked(serve(ScriptedReply(chunks)).url, stall=0.2))
    released.set()


def test_silence_in_the_middle_is_a_stall_and_what_came_before_was_given(serve: Serve) -> None:
    chunks, released = until_released(*events("Half a", finish=None))
    pieces = asked(serve(ScriptedReply(chunks)).url, stall=0.2).stream(MESSAGES, threading.Event())
    assert next(pieces) == "Half a"
    with pytest.raises(ChatEndpointError, match="said nothing"):
        next(pieces)
    released.set()


def test_comments_that_keep_the_line_open_are_no_sign_of_life(serve: Serve) -> None:
    pulse = threading.Event()

    def chunks() -> Iterator[bytes]:
        while not pulse.wait(0.05):
            yield b": alive\n\n"

    with pytest.raises(ChatEndpointError, match="said nothing"):
        reply_of(asked(serve(ScriptedReply(chunks())).url, stall=0.3))
    pulse.set()


def test_a_reply_that_trickles_for_ever_takes_too_long(serve: Serve) -> None:
    pulse = threading.Event()

    def chunks() -> Iterator[bytes]:
        while not pulse.wait(0.05):
            yield from events("on and on ", finish=None)

    with pytest.raises(ChatEndpointError, match=r"took longer than 0\.4 seconds"):
        reply_of(asked(serve(ScriptedReply(chunks())).url, timeout=0.4))
    pulse.set()


@pytest.mark.parametrize("how", ["cancelled", "cancelled while nobody asks on", "closed"])
def test_who_goes_away_hangs_up(serve: Serve, how: str) -> None:
    pulse = threading.Event()

    def chunks() -> Iterator[bytes]:
        while not pulse.wait(0.02):
            yield from events("on and on ", finish=None)

    endpoint, cancelled = serve(ScriptedReply(chunks())), threading.Event()
    pieces = asked(endpoint.url).stream(MESSAGES, cancelled)
    assert next(pieces)
    if how == "closed":
        pieces.close()
    else:
        cancelled.set()
        if how == "cancelled":
            with pytest.raises(ChatEndpointError, match="cancelled"):
                list(pieces)
    assert endpoint.hung_up.wait(10)
    pulse.set()


def test_a_wait_for_the_first_word_can_be_broken_off(serve: Serve) -> None:
    chunks, released = until_released()
    cancelled = threading.Event()
    pieces = asked(serve(ScriptedReply(chunks)).url).stream(MESSAGES, cancelled)
    threading.Timer(0.2, cancelled.set).start()
    begin = time.monotonic()
    with pytest.raises(ChatEndpointError, match="cancelled"):
        next(pieces)
    assert time.monotonic() - begin < 15  # the stall limit is 20
    released.set()
