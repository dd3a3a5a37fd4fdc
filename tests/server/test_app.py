"""The application as a whole: which addresses it has, and how it is made."""

import concurrent.futures
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.errors import IndexMismatchError, IndexMissingError
from server.app import create_app
from server.settings import ServerSettings


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=What+is+swarming%3F",
        "/brief",
        "/brief?q=keep+my+colony+from+swarming+in+spring",
        "/api/brief?q=keep+my+colony+from+swarming+in+spring",
        "/terms",
        "/terms/swarming",
        "/api/search?q=honey",
        "/api/terms",
        "/api/terms/swarming",
        "/api/articles/swarming",
        "/api/suggest?q=sw",
        "/embed?q=What+is+swarming%3F",
        "/embed?term=swarming",
        "/embed.js",
        "/oembed?url=http://testserver/terms/swarming",
        "/healthz",
        "/readyz",
        "/metrics",
        "/docs",
        "/openapi.json",
        "/static/app.js",
        "/static/app.css",
    ],
)
def test_every_address_of_the_contract_answers(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/healthz", "/terms/swarming", "/api/terms", "/static/app.css", "/docs"])
def test_head_answers_as_get_does_without_a_body(client: TestClient, address: str) -> None:
    response = client.head(address)
    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["content-type"] == client.get(address).headers["content-type"]


def test_head_of_what_is_not_there_says_so(client: TestClient) -> None:
    assert client.head("/api/terms/no-such-term").status_code == 404


def test_what_the_docs_load_comes_from_here(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "https://" not in page
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(loaded) >= 3
    assert [client.get(address).status_code for address in loaded] == [200] * len(loaded)


def test_the_documented_schema_names_every_api_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/search", "/api/terms", "/api/terms/{name}", "/api/articles/{article_id}"} <= set(paths)


def test_settings_come_from_the_environment_where_none_are_given(
    monkeypatch: pytest.MonkeyPatch, beekeeping_settings: ServerSettings
) -> None:
    monkeypatch.setenv("GLOSSATOR_INDEX", str(beekeeping_settings.index))
    monkeypatch.setenv("GLOSSATOR_PUBLIC_URL", "https://wiki.example/ask/")
    app = create_app()
    assert app.state.settings.public_url == "https://wiki.example/ask"
    assert TestClient(app).get("/readyz").json()["articles"] == 12


def test_without_an_index_no_application_is_made(tmp_path: Path, beekeeping_settings: ServerSettings) -> None:
    with pytest.raises(IndexMissingError, match="glossator ingest"):
        create_app(beekeeping_settings.model_copy(update={"index": tmp_path / "nowhere"}))


def test_over_an_index_of_another_embedder_no_application_is_made(beekeeping_settings: ServerSettings) -> None:
    with pytest.raises(IndexMismatchError, match="glossator ingest"):
        create_app(beekeeping_settings.model_copy(update={"embedder": "hashing"}))


def test_16_threads_get_the_answers_that_one_gets(client: TestClient) -> None:
    questions = ["What is swarming?", "How is the mite load calculated?", "What is the capital of France?", "Varroa"]

    def answer(question: str) -> dict:
        return {**client.post("/api/ask", json={"question": question}).json(), "timings_ms": None}

    alone = [answer(question) for question in questions]
    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        together = list(threads.map(answer, questions * 16))
    assert together == alone * 16


def test_a_long_page_is_compressed_where_the_browser_takes_it(client: TestClient) -> None:
    assert client.get("/terms", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/terms", headers={"Accept-Encoding": "identity"}).headers
