"""`/embed`: an answer or a definition inside other pages."""

import re

import pytest
from fastapi.testclient import TestClient

SWARM = "What mistakes should I avoid with swarming?"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_the_whole_answer_stands_in_the_page(client: TestClient) -> None:
    asked = client.post("/api/ask", json={"question": SWARM}).json()
    page = client.get("/embed", params={"q": SWARM})
    assert page.status_code == 200
    assert SWARM in page.text
    for part in asked["answer"]:
        assert part["text"].replace("'", "&#39;") in page.text
    for citation in asked["citations"]:
        assert f'href="{citation["url"]}:~:text=' in page.text


def test_a_place_is_named_once_however_often_it_is_cited(client: TestClient) -> None:
    citations = client.post("/api/ask", json={"question": SWARM}).json()["citations"]
    places = re.findall(r'<a class="source"', client.get("/embed", params={"q": SWARM}).text)
    assert len(places) == len({citation["section"] for citation in citations}) < len(citations)


def test_a_term_shows_its_definition_by_any_of_its_names(client: TestClient) -> None:
    page = client.get("/embed", params={"term": "honey supers"})
    assert page.status_code == 200
    assert client.get("/api/terms/honey-super").json()["definition"].replace("'", "&#39;") in page.text
    assert 'href="/terms/honey-super"' in page.text


def test_what_is_not_answered_says_so_and_names_the_nearest_terms(client: TestClient) -> None:
    page = client.get("/embed", params={"q": "What is the capital of France?"})
    assert page.status_code == 200
    assert "This glossary does not answer that." in page.text
    assert 'href="/terms/' in page.text


def test_an_unknown_term_says_so_and_names_the_nearest(client: TestClient) -> None:
    page = client.get("/embed", params={"term": "swarmin"})
    assert page.status_code == 404
    assert "No term “swarmin”" in page.text
    assert 'href="/terms/swarming"' in page.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=" + "x" * 1001, "?term=" + "x" * 1001])
def test_a_browser_gets_a_sentence_where_a_program_gets_a_problem(client: TestClient, query: str) -> None:
    page = client.get(f"/embed{query}", headers=BROWSER)
    assert page.status_code == 422
    assert page.headers["content-type"].startswith("text/html")
    assert "This cannot be shown:" in page.text
    assert client.get(f"/embed{query}").headers["content-type"] == "application/problem+json"


def test_a_theme_is_fixed_where_one_is_given(client: TestClient) -> None:
    assert 'data-theme="dark"' in client.get("/embed?term=swarming&theme=dark").text
    assert 'data-theme="auto"' in client.get("/embed?term=swarming").text


def test_no_cookie_is_set(client: TestClient) -> None:
    for address in ("/embed?term=swarming", "/embed.js", "/static/embed-frame.js", "/static/app.css"):
        assert "set-cookie" not in client.get(address).headers


def test_nothing_forbids_framing_but_the_list_of_origins(client_with) -> None:
    headers = client_with(allowed_origins=("https://wiki.example",)).get("/embed?term=swarming").headers
    assert "x-frame-options" not in headers
    assert "frame-ancestors 'self' https://wiki.example" in headers["content-security-policy"]


def test_a_hostile_article_is_inert_in_the_frame(hostile_client: TestClient) -> None:
    for query in ({"q": "What is cross site injection?"}, {"term": "evil/cross site"}):
        page = hostile_client.get("/embed", params=query).text
        assert "&lt;script&gt;" in page
        assert re.findall(r"<(?:script(?! src=\"/static/)|img|svg|iframe|b\b)", page) == []
        assert re.findall(r"\shref=\"(?!/|http)", page) == []
