"""`/oembed`, and the links by which readers of link previews find it."""

import html
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi.testclient import TestClient

BASE = "http://testserver"
QUESTION = 'What is "R&D" <b>swarming</b>/ü?'


def oembed(client: TestClient, url: str, **other: object) -> dict:
    response = client.get("/oembed", params={"url": url, **other})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def frame_of(document: dict) -> dict[str, str]:
    """The attributes of the one iframe that an answer of oEmbed holds."""
    (inside,) = re.fullmatch(r"<iframe ([^<>]*)></iframe>", document["html"]).groups()
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', inside)}


def test_an_answer_is_a_rich_embed_field_by_field(client: TestClient) -> None:
    document = oembed(client, f"{BASE}/?q={quote(QUESTION, safe='')}")
    frame = frame_of(document)
    assert {name: value for name, value in document.items() if name != "html"} == {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Glossator",
        "provider_url": f"{BASE}/",
        "title": QUESTION,
        "width": 640,
        "height": 320,
        "cache_age": 3600,
    }
    assert (frame["width"], frame["height"]) == ("640", "320")
    assert frame["sandbox"] == "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    assert frame["title"] == f"Glossary answer: {QUESTION}"
    assert parse_qs(urlsplit(frame["src"]).query) == {"q": [QUESTION]}
    assert client.get(frame["src"]).status_code == 200


@pytest.mark.parametrize(
    "path", ["swarming", "Swarming", "honey%20supers", "seasons/nectar-flow", "seasons%2Fnectar-flow"]
)
def test_a_term_is_found_as_its_page_finds_it(client: TestClient, path: str) -> None:
    document = oembed(client, f"{BASE}/terms/{path}")
    assert client.get(frame_of(document)["src"]).status_code == 200
    assert f"<h1>{document['title']}</h1>" in client.get(frame_of(document)["src"]).text


@pytest.mark.parametrize(
    ("asked", "given"), [((400, 150), (400, 150)), ((50, 40), (50, 40)), ((4000, 3000), (640, 180))]
)
def test_the_size_stays_within_what_was_asked(client: TestClient, asked: tuple, given: tuple) -> None:
    document = oembed(client, f"{BASE}/terms/swarming", maxwidth=asked[0], maxheight=asked[1])
    assert (document["width"], document["height"]) == given


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/?q=honey",
        "http://testserver.elsewhere.example/?q=honey",
        "http://testserver@elsewhere.example/?q=honey",
        "https://testserver/?q=honey",
        "javascript:alert(1)",
        "//testserver/?q=honey",
        f"{BASE}/",
        f"{BASE}/?q=",
        f"{BASE}/?q={'x' * 1001}",
        f"{BASE}/terms",
        f"{BASE}/terms/no-such-term-at-all",
        f"{BASE}/api/terms/swarming",
    ],
)
def test_what_is_no_answer_and_no_term_of_ours_is_404(client: TestClient, url: str) -> None:
    response = client.get("/oembed", params={"url": url})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("page", [f"/?q={quote(QUESTION, safe='')}", "/terms/swarming", "/terms/seasons/nectar-flow"])
@pytest.mark.parametrize("public_url", ["", "https://wiki.example/ask"])
def test_the_page_leads_to_its_own_embed(client_with, page: str, public_url: str) -> None:
    client = client_with(public_url=public_url)
    text = client.get(page).text
    (href,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]*)"', text)
    address = urlsplit(html.unescape(href))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{public_url or BASE}/oembed"
    document = client.get(f"/oembed?{address.query}").json()
    properties = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', text))
    assert html.unescape(properties["og:title"]) == document["title"]
    assert html.unescape(properties["og:url"]) == parse_qs(address.query)["url"][0]
    assert properties["og:type"] == "article"
    assert properties["og:description"]
