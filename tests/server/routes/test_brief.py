"""The preparation sheet over HTTP."""

import re

import pytest
from fastapi.testclient import TestClient

SITUATION = "keep my strong colony from swarming in spring"


def test_get_and_post_give_the_same_sheet(client: TestClient) -> None:
    got = client.get("/api/brief", params={"q": SITUATION}).json()
    posted = client.post("/api/brief", json={"situation": SITUATION}).json()
    for body in (got, posted):
        body.pop("timings_ms")
    assert got == posted
    assert got["status"] == "answered"


def test_every_quote_stands_at_its_place_in_the_article(client: TestClient) -> None:
    sheet = client.get("/api/brief", params={"q": SITUATION}).json()
    assert sheet["citations"]
    for citation in sheet["citations"]:
        text = client.get(f"/api/articles/{citation['article']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_the_page_shows_every_section_and_every_line(client: TestClient) -> None:
    sheet = client.get("/api/brief", params={"q": SITUATION}).json()
    page = client.get("/brief", params={"q": SITUATION}).text
    assert [s["heading"] for s in sheet["sections"]] == re.findall(r'<h2 id="sheet-\w+">([^<]*)</h2>', page)
    assert page.count('<li class="part">') == len(sheet["citations"])


def test_the_page_without_a_situation_asks_for_one(client: TestClient) -> None:
    page = client.get("/brief")
    assert page.status_code == 200
    assert 'name="q"' in page.text
    assert "sheet-" not in page.text


def test_a_situation_that_the_glossary_does_not_know_gets_the_nearest_terms(client: TestClient) -> None:
    page = client.get("/brief", params={"q": "refinance my mortgage before the wedding"})
    assert page.status_code == 200
    assert "This glossary has nothing for that situation." in page.text
    assert "Nearest terms" in page.text


def test_what_is_typed_is_shown_as_text(hostile_client: TestClient) -> None:
    page = hostile_client.get("/brief", params={"q": '<script>alert(1)</script> "><b>'}).text
    assert "<script>alert(1)" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("situation", ["", "x" * 1001])
def test_an_empty_or_overlong_situation_is_a_problem(client: TestClient, situation: str) -> None:
    got = client.get("/api/brief", params={"q": situation})
    posted = client.post("/api/brief", json={"situation": situation})
    for response in (got, posted):
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"


def test_an_overlong_situation_is_told_on_the_page(client: TestClient) -> None:
    page = client.get("/brief", params={"q": "x" * 1001})
    assert page.status_code == 422
    assert "1001 characters" in page.text
