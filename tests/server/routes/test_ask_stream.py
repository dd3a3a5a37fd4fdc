"""The stream of `POST /api/ask` from a real server over a real socket: parts at once, and a reader who goes away."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import httpx
import pytest
import uvicorn

from eval.scripted_endpoint import ScriptedEndpoint, ScriptedReply, events
from server.app import create_app
from server.settings import ServerSettings

QUESTION = {"question": "What is a queen excluder?", "answerer": "chat"}
STREAM = {"Accept": "text/event-stream"}
QUOTE = "A queen excluder is a grid of parallel wires that lets workers pass and holds the larger queen back."
GOOD = f'[1] "{QUOTE}" -> A queen excluder is a grid of wires that holds the queen back.\n'


class SlowModel:
    """Writes one sentence, then waits until it is told to go on, breathing so that it notices who hangs up."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, request: dict) -> ScriptedReply:
        return ScriptedReply(self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        yield from events(GOOD, finish=None)
        while not self.go_on.wait(0.02):
            yield from events(" ", finish=None)
        yield from events("\n")


@pytest.fixture
def model() -> Iterator[SlowModel]:
    slow = SlowModel()
    yield slow
    slow.go_on.set()


@pytest.fixture
def endpoint(model: SlowModel) -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint(model) as serving:
        yield serving


@pytest.fixture
def service(beekeeping_settings: ServerSettings, endpoint: ScriptedEndpoint) -> Iterator[str]:
    """Address of the application, served by uvicorn in a thread."""
    settings = beekeeping_settings.model_copy(update={"chat_url": endpoint.url, "confidence": 0.0})
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error", ws="none"))
    ready = threading.Event()
    startup = server.startup

    async def startup_and_tell(sockets: object = None) -> None:
        await startup()
        ready.set()

    server.startup = startup_and_tell
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(30)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


def lines_of(response: httpx.Response) -> Iterator[tuple[str, str]]:
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, line.removeprefix("data: ")


def test_the_first_sentence_arrives_while_the_model_still_writes(service: str, model: SlowModel) -> None:
    with httpx.stream("POST", f"{service}/api/ask", json=QUESTION, headers=STREAM, timeout=30) as response:
        arriving = lines_of(response)
        name, data = next(arriving)
        assert not model.go_on.is_set()
        assert (name, json.loads(data)["text"]) == (
            "part",
            "A queen excluder is a grid of wires that holds the queen back.",
        )
        model.go_on.set()
        name, data = list(arriving)[-1]
    assert name == "done"
    assert json.loads(data)["verification"] == {"kept": 1, "faults": {}, "replaced": ""}


def test_a_reader_who_goes_away_ends_the_call_to_the_model(
    service: str, model: SlowModel, endpoint: ScriptedEndpoint
) -> None:
    with httpx.stream("POST", f"{service}/api/ask", json=QUESTION, headers=STREAM, timeout=30) as response:
        next(lines_of(response))
        assert not endpoint.hung_up.is_set()
    assert endpoint.hung_up.wait(15)
    assert not model.go_on.is_set()


def test_no_more_questions_wait_for_the_model_than_leave_room_for_other_pages(service: str, model: SlowModel) -> None:
    def replaced(client: httpx.Client) -> str:
        with client.stream("POST", "/api/ask", json=QUESTION, headers=STREAM) as response:
            return json.loads(list(lines_of(response))[-1][1])["verification"]["replaced"]

    limits = httpx.Limits(max_connections=100)
    with httpx.Client(base_url=service, timeout=120, limits=limits) as client, ThreadPoolExecutor(40) as threads:
        asked = [threads.submit(replaced, client) for _ in range(40)]
        done_at_once = [question.result() for question in islice(as_completed(asked), 24)]
        assert client.get("/terms/swarming").status_code == 200
        model.go_on.set()
        told = [question.result() for question in asked]
    assert set(done_at_once) == {"The language model is busy with other questions."}
    assert told.count("") == 16
