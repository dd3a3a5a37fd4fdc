"""A running service takes what an ingest publishes."""

import time
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from ingest.pipeline import ingest
from server.app import create_app
from server.settings import ServerSettings

DEADLINE_SECONDS = 20


def served(tmp_path: Path) -> ServerSettings:
    return ServerSettings(index=tmp_path / "index", embedder="hashing")


def ask_until(client: TestClient, done: Callable[[dict], bool]) -> bool:
    """Ask which index is in force again and again until it is the one, or for too long."""
    until = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < until:
        if done(client.get("/readyz").json()):
            return True
    return False


def test_a_new_ingest_is_picked_up_by_the_running_service(write_pages, tmp_path: Path) -> None:
    settings = served(tmp_path)
    before = ingest([write_pages({"oar.md": "# Oar\n\nAn oar moves a boat."})], settings)
    client = TestClient(create_app(settings))
    assert client.get("/readyz").json()["generation"] == before.generation
    after = ingest([write_pages({"keel.md": "# Keel\n\nA keel steadies a boat."})], settings)
    assert ask_until(client, lambda ready: ready["generation"] == after.generation)
    assert [term["article"] for term in client.get("/api/terms").json()["terms"]] == ["keel", "oar"]
    assert client.get("/terms/keel").status_code == 200


def test_an_index_that_cannot_be_used_leaves_the_one_before_answering(write_pages, tmp_path: Path) -> None:
    settings = served(tmp_path)
    root = write_pages({"oar.md": "# Oar\n\nAn oar moves a boat."})
    before = ingest([root], settings)
    client = TestClient(create_app(settings))
    (settings.index / "CURRENT").write_text("0000000000000000\n")
    assert not ask_for_seconds(client, before.generation)
    assert client.get("/api/terms/oar").status_code == 200
    (settings.index / "CURRENT").unlink()
    assert client.get("/api/terms/oar").status_code == 200
    write_pages({"keel.md": "# Keel\n\nA keel steadies a boat."})
    after = ingest([root], settings)
    assert ask_until(client, lambda ready: ready["generation"] == after.generation)


def ask_for_seconds(client: TestClient, generation: str) -> list[dict]:
    """Ask for longer than the service waits between two looks; give what was answered by another generation."""
    until = time.monotonic() + 1.5
    others = []
    while time.monotonic() < until:
        ready = client.get("/readyz").json()
        if ready.get("generation") != generation:
            others.append(ready)
    return others
