"""`/api/export`: an answer as wiki text."""

import pytest
from fastapi.testclient import TestClient

from server.exports import EXPORTS
from server.exports.published_record import records_in
from tests.server.exports.reading import Page, read_markdown

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


@pytest.mark.parametrize("name", EXPORTS)
def test_a_preparation_sheet_is_exported_by_its_sections(client: TestClient, name: str) -> None:
    situation = "Preparing a colony for the swarming season"
    sheet = client.get("/api/brief", params={"q": situation}).json()
    assert sheet["status"] == "answered"
    text = client.get("/api/export", params={"q": situation, "kind": "brief", "format": name}).text
    places = [text.index(section["heading"]) for section in sheet["sections"]]
    assert places == sorted(places)
    (record,) = records_in(text)
    assert sorted(q.text for q in record.quotes) == sorted(c["quote"] for c in sheet["citations"])


@pytest.mark.parametrize("name", ["html", "markdown", "confluence"])
@pytest.mark.parametrize("question", ["What is cross site injection?", "What are signs of an injection attack?"])
def test_a_hostile_article_is_inert_in_every_format_that_is_read_here(
    hostile_client: TestClient, name: str, question: str
) -> None:
    text = hostile_client.get("/api/export", params={"q": question, "format": name}).text
    assert next(records_in(text)).quotes
    page = read_markdown(text) if name == "markdown" else Page(text)
    harmless = {"h2", "p", "ul", "ol", "li", "pre", "code", "sup", "a", "section", "hr", "table", "tbody", "tr", "td"}
    known = {"ac:link", "ac:plain-text-link-body", "ac:structured-macro", "ac:parameter"}
    assert page.tags <= harmless | (known if name == "confluence" else set())
    assert all(link.startswith(("http://testserver/", "#")) for link in page.links)
