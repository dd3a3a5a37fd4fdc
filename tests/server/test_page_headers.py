"""Who may frame and call the service, and what its pages may load."""

import re

import pytest
from fastapi.testclient import TestClient

WIKI = "https://wiki.example"
PAGES = (
    "/",
    "/docs",
    "/?q=What+is+swarming%3F",
    "/terms",
    "/terms/swarming",
    "/terms/no-such-term",
    "/embed?term=swarming",
)


def policy_of(client: TestClient, address: str) -> dict[str, list[str]]:
    """The directives of a page's Content-Security-Policy."""
    policy = client.get(address).headers["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("address", [*PAGES, "/api/terms", "/static/app.js", "/healthz", "/no-such-page"])
def test_nothing_from_elsewhere_and_nothing_inline_is_allowed(client: TestClient, address: str) -> None:
    policy = policy_of(client, address)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert not any("unsafe" in value for values in policy.values() for value in values)
    assert client.get(address).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES)
def test_pages_hold_no_script_and_no_style_of_their_own(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:js|css|svg|png|woff2?)"', page) == []


def test_by_default_only_the_service_itself_frames(client: TestClient) -> None:
    for address in ("/embed?term=swarming", "/", "/terms/swarming"):
        assert policy_of(client, address)["frame-ancestors"] == ["'self'"]


def test_allowed_origins_may_frame_embeds_and_nothing_else(client_with) -> None:
    client = client_with(allowed_origins=(WIKI, "http://intranet.example:8080"))
    allowed = ["'self'", WIKI, "http://intranet.example:8080"]
    assert policy_of(client, "/embed?q=What+is+swarming%3F")["frame-ancestors"] == allowed
    for address in ("/", "/terms/swarming", "/terms"):
        assert policy_of(client, address)["frame-ancestors"] == ["'self'"]


def test_a_term_called_embed_is_not_framed(client_with) -> None:
    client = client_with(allowed_origins=(WIKI,))
    assert policy_of(client, "/terms/embed")["frame-ancestors"] == ["'self'"]


def test_the_star_lets_everyone_frame_embeds(client_with) -> None:
    assert policy_of(client_with(allowed_origins=("*",)), "/embed?term=swarming")["frame-ancestors"] == ["*"]


def test_embeds_below_a_path_prefix_are_framed_too(client_with) -> None:
    client = client_with(allowed_origins=(WIKI,), public_url="https://glossary.example/ask")
    for address in ("/embed?term=swarming", "/ask/embed?term=swarming"):
        assert policy_of(client, address)["frame-ancestors"] == ["'self'", WIKI]


def test_an_allowed_origin_may_call_the_api(client_with) -> None:
    client = client_with(allowed_origins=(WIKI,))
    asked = client.post("/api/ask", json={"question": "What is swarming?"}, headers={"Origin": WIKI})
    assert asked.headers["access-control-allow-origin"] == WIKI
    assert "Origin" in asked.headers["vary"]
    preflight = {
        "Origin": WIKI,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = client.options("/api/ask", headers=preflight)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == WIKI
    assert "POST" in before.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "https://wiki.example.evil.example", "http://wiki.example", "null"]
)
def test_another_origin_may_not(client_with, origin: str) -> None:
    client = client_with(allowed_origins=(WIKI,))
    asked = client.post("/api/ask", json={"question": "What is swarming?"}, headers={"Origin": origin})
    assert "access-control-allow-origin" not in asked.headers


def test_by_default_no_other_origin_may_call(client: TestClient) -> None:
    asked = client.get("/api/terms", headers={"Origin": WIKI})
    assert "access-control-allow-origin" not in asked.headers


def test_an_error_reaches_an_allowed_origin_too(client_with) -> None:
    client = client_with(allowed_origins=(WIKI,))
    refused = client.post("/api/ask", json={"question": ""}, headers={"Origin": WIKI})
    assert refused.status_code == 422
    assert refused.headers["access-control-allow-origin"] == WIKI


def test_every_page_may_load_the_web_component(client: TestClient) -> None:
    assert client.get("/embed.js", headers={"Origin": WIKI}).headers["access-control-allow-origin"] == "*"
