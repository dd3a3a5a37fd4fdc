"""`/api/export`: an answer as wiki text."""

import pytest
from fastapi.testclient import TestClient

from server.exports import EXPORTS
from server.exports.published_record import records_in

QUESTION = "What mistakes should I avoid with swarming?"


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_of_the_table_is_served_as_plain_text(client: TestClient, name: str) -> None:
    response = client.get("/api/export", params={"q": QUESTION, "format": name})
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    (record,) = records_in(response.text)
    asked = client.post("/api/ask", json={"question": QUESTION}).json()
    assert [q.text for q in record.quotes] == [c["quote"] for c in asked["citations"]]
    assert record.generation == asked["index"]["generation"]


def test_links_lead_to_the_service_that_was_asked(client: TestClient) -> None:
    text = client.get("/api/export", params={"q": QUESTION}).text
    assert "](http://testserver/terms/swarming#" in text


def test_links_lead_to_the_public_address(client_with) -> None:
    text = client_with(public_url="https://wiki.example/ask").get("/api/export", params={"q": QUESTION}).text
    assert "](https://wiki.example/ask/terms/swarming#" in text


def test_a_follow_up_question_keeps_what_came_before_it(client: TestClient) -> None:
    body = {"question": "How do I prevent it?", "previous": [{"question": QUESTION, "articles": ["swarming"]}]}
    asked = client.post("/api/ask", json=body).json()
    (record,) = records_in(client.post("/api/export", params={"format": "dokuwiki"}, json=body).text)
    assert [q.text for q in record.quotes] == [c["quote"] for c in asked["citations"]]
    assert asked["status"] == "answered"


@pytest.mark.parametrize("query", ["", "q=", "q=x&format=word", f"q={'x' * 1001}"])
def test_a_wrong_request_is_a_problem(client: TestClient, query: str) -> None:
    response = client.get(f"/api/export?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
