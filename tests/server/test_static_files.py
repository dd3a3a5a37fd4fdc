"""Static files and how long a browser keeps them."""

from pathlib import Path

from fastapi.testclient import TestClient

from server.static_files import StaticFileAddresses


def test_an_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("one")
    before = StaticFileAddresses(tmp_path, "/ask")("a.css")
    (tmp_path / "a.css").write_text("two")
    after = StaticFileAddresses(tmp_path, "/ask")("a.css")
    assert before.startswith("/ask/static/a.css?v=")
    assert before != after


def test_a_file_with_its_digest_is_kept_for_good_and_without_it_asked_about(client: TestClient) -> None:
    address = client.app.state.templates.env.globals["static"]("app.css")
    assert address in client.get("/").text
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/app.css").headers["cache-control"] == "no-cache"
