"""What answering and serving can be told."""

import pytest

from ingest.errors import IngestError
from server.settings import ServerSettings


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", ()),
        ("https://wiki.example", ("https://wiki.example",)),
        (" https://wiki.example/ , http://localhost:8080,", ("https://wiki.example", "http://localhost:8080")),
        ("*", ("*",)),
    ],
)
def test_allowed_origins_are_split_at_commas(monkeypatch: pytest.MonkeyPatch, given: str, read: tuple) -> None:
    monkeypatch.setenv("GLOSSATOR_ALLOWED_ORIGINS", given)
    assert ServerSettings.read().allowed_origins == read


@pytest.mark.parametrize(
    "value",
    [
        "wiki.example",
        "ftp://wiki.example",
        "https://wiki.example/path",
        "https://",
        "javascript:alert(1)",
        "https://a;b",
    ],
)
def test_what_is_no_origin_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GLOSSATOR_ALLOWED_ORIGINS", value)
    with pytest.raises(IngestError, match="GLOSSATOR_ALLOWED_ORIGINS"):
        ServerSettings.read()


@pytest.mark.parametrize(
    ("given", "read", "path"),
    [
        ("", "", ""),
        ("https://wiki.example", "https://wiki.example", ""),
        ("https://wiki.example/", "https://wiki.example", ""),
        ("https://wiki.example/ask/", "https://wiki.example/ask", "/ask"),
        ("http://wiki.example:81/a/b", "http://wiki.example:81/a/b", "/a/b"),
    ],
)
def test_the_public_url_gives_the_path_below_which_pages_link(given: str, read: str, path: str) -> None:
    settings = ServerSettings(public_url=given)
    assert (settings.public_url, settings.base_path) == (read, path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "65536"),
        ("port", "-1"),
        ("port", "http"),
        ("confidence", "1.5"),
        ("max_words", "19"),
        ("public_url", "wiki.example"),
        ("public_url", "javascript:alert(1)"),
    ],
)
def test_a_wrong_value_is_refused_by_name_origin_and_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"GLOSSATOR_{name.upper()}", value)
    with pytest.raises(IngestError) as refused:
        ServerSettings.read()
    assert name in str(refused.value)
    assert f"GLOSSATOR_{name.upper()}" in str(refused.value)
    assert repr(value) in str(refused.value)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        ServerSettings().port = 1
