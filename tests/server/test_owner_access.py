"""Who may see /gaps."""

import base64

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

HERE = "http://127.0.0.1"


def basic(password: str, user: str = "owner") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def from_host(client: TestClient, host: str, url: str = HERE) -> TestClient:
    """The same application, asked by another machine."""
    return TestClient(client.app, base_url=url, client=(host, 50000))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1"])
@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_the_machine_itself_sees_the_page(client: TestClient, host: str, url: str) -> None:
    assert from_host(client, host, url).get("/gaps").status_code == 200


@pytest.mark.parametrize("host", ["192.168.0.7", "10.1.2.3", "2001:db8::1", "testclient", ""])
def test_other_machines_do_not(client: TestClient, host: str) -> None:
    response = from_host(client, host).get("/gaps")
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_on_this_machine_passes_on_does_not(client: TestClient, header: str) -> None:
    assert from_host(client, "127.0.0.1").get("/gaps", headers={header: "127.0.0.1"}).status_code == 403


def test_a_foreign_name_that_resolves_to_this_machine_does_not(client: TestClient) -> None:
    assert from_host(client, "127.0.0.1", "http://rebound.example:8000").get("/gaps").status_code == 403


def test_with_a_token_it_opens_the_page_from_anywhere(client_with) -> None:
    client = from_host(client_with(owner_token=SecretStr("s3cret:ü")), "192.168.0.7", "http://glossary.example")
    assert client.get("/gaps", headers=basic("s3cret:ü")).status_code == 200
    assert client.get("/gaps", headers=basic("s3cret:ü", user="")).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, basic("wrong"), basic(""), {"Authorization": "Basic !"}, {"Authorization": "Bearer s3cret"}]
)
def test_with_a_token_nothing_else_opens_it_not_even_from_this_machine(client_with, headers: dict[str, str]) -> None:
    client = from_host(client_with(owner_token=SecretStr("s3cret")), "127.0.0.1")
    response = client.get("/gaps", headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic ")


def test_the_page_is_not_kept_by_browsers_and_proxies(client: TestClient) -> None:
    assert from_host(client, "127.0.0.1").get("/gaps").headers["cache-control"] == "no-store"
