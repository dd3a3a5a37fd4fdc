"""`POST /api/ask`, whole and streamed, through the real application."""

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

ASKED = {"question": "What mistakes should I avoid with swarming?"}
STREAM = {"Accept": "text/event-stream"}


def events_of(text: str) -> list[tuple[str, str]]:
    """Names and data of the events of a stream."""
    events = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            events.append((lines["event"], lines["data"]))
    return events


def test_a_stream_gives_each_part_and_then_the_whole(client: TestClient) -> None:
    response = client.post("/api/ask", json=ASKED, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    *parts, (last, whole) = events_of(response.text)
    assert last == "done"
    assert {name for name, _ in parts} == {"part"}
    assert [json.loads(data) for _, data in parts] == json.loads(whole)["answer"]


def test_a_stream_ends_with_what_the_whole_answer_would_be(client: TestClient) -> None:
    _, whole = events_of(client.post("/api/ask", json=ASKED, headers=STREAM).text)[-1]
    assert {**json.loads(whole), "timings_ms": 0} == {**client.post("/api/ask", json=ASKED).json(), "timings_ms": 0}


def test_a_stream_without_an_answer_is_done_at_once(client: TestClient) -> None:
    events = events_of(client.post("/api/ask", json={"question": "Who is king?"}, headers=STREAM).text)
    assert [name for name, _ in events] == ["done"]
    assert json.loads(events[0][1])["status"] == "not_in_glossary"


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["whole", "stream"])
@pytest.mark.parametrize(
    "body", [{"question": ""}, {"question": " \n"}, {"question": "x" * 1001}, {}, {**ASKED, "answerer": "oracle"}]
)
def test_a_wrong_request_is_refused_before_anything_streams(client: TestClient, headers: dict, body: dict) -> None:
    response = client.post("/api/ask", json=body, headers=headers)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_an_error_while_answering_is_an_event(client_with: Callable[..., TestClient], tmp_path) -> None:
    client = client_with(abstention_model=tmp_path / "nowhere.json")
    (name, told), *rest = events_of(client.post("/api/ask", json=ASKED, headers=STREAM).text)
    assert (name, rest) == ("error", [])
    assert "glossator eval fit" in told
