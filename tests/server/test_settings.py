"""What answering and serving can be told."""

from pathlib import Path

import pytest

from ingest.errors import IngestError
from server.commands import config_command
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


SECRETS = [
    {"GLOSSATOR_CHAT_API_KEY": "sk-secret", "GLOSSATOR_EMBEDDER": "crystal-ball"},
    {"GLOSSATOR_CHAT_API_KEY": "sk-secret", "GLOSSATOR_ANSWERER": "oracle"},
    {"GLOSSATOR_CHAT_API_KEY": "sk-secret", "GLOSSATOR_ANSWERER": "chat"},
    {"GLOSSATOR_CHAT_URL": "http://me:sk-secret@models.example/v1"},
]


@pytest.mark.parametrize("environment", SECRETS)
def test_no_message_about_settings_shows_a_key(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(IngestError) as raised:
        ServerSettings.read()
    assert "sk-secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_key_that_is_no_text_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "glossator.toml").write_text("chat_api_key = 424242\n")
    with pytest.raises(IngestError, match="chat_api_key") as raised:
        ServerSettings.read()
    assert "424242" not in str(raised.value)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_configuration_is_printed_without_the_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    monkeypatch.setenv("GLOSSATOR_CHAT_API_KEY", "sk-secret")
    config_command(as_json=bool(options))
    printed = capsys.readouterr().out
    assert "chat_api_key" in printed
    assert "sk-secret" not in printed


def test_a_name_that_is_no_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "glossator.toml").write_text("confidnece = 0.5\nport = 8001\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSATOR_PROT", "8002")
    config_command(as_json=True)
    told = " ".join(capsys.readouterr().err.split())
    assert "confidnece (glossator.toml) is no setting" in told
    assert "GLOSSATOR_PROT (environment) is no setting" in told
    assert "port (" not in told.replace("GLOSSATOR_PROT", "")


@pytest.mark.parametrize(
    "url", ["models.example/v1", "ftp://models.example", "http://", "http://a:99999/v1", "http://[::1/v1"]
)
def test_an_address_of_a_model_is_http(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GLOSSATOR_CHAT_URL", url)
    with pytest.raises(IngestError, match="GLOSSATOR_CHAT_URL"):
        ServerSettings.read()
