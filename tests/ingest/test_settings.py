"""Where settings come from, and what is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.errors import IngestError
from ingest.settings import IngestSettings, origin_of


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_work_without_any_configuration() -> None:
    settings = IngestSettings.read()
    assert (settings.embedder, settings.vector_store, settings.index) == ("openvino", "faiss", Path(".index"))
    assert origin_of("embedder") == "default"


def test_an_argument_goes_before_the_environment_and_that_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("glossator.toml").write_text('budget_tokens = 100\nvector_store = "exact"\nembedder = "hashing"\n')
    monkeypatch.setenv("GLOSSATOR_BUDGET_TOKENS", "120")
    monkeypatch.setenv("GLOSSATOR_VECTOR_STORE", "faiss")
    settings = IngestSettings.read(budget_tokens=140, index=None)
    assert (settings.budget_tokens, settings.vector_store, settings.embedder) == (140, "faiss", "hashing")
    assert origin_of("budget_tokens", {"budget_tokens": 140}) == "argument"
    assert origin_of("vector_store") == "environment, GLOSSATOR_VECTOR_STORE"
    assert origin_of("embedder") == "glossator.toml"


@pytest.mark.parametrize(
    ("name", "value"),
    [("embedder", "word2vec"), ("vector_store", "paper"), ("budget_tokens", "15"), ("budget_tokens", "many")],
)
def test_a_wrong_value_is_refused_naming_it_and_where_it_came_from(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"GLOSSATOR_{name.upper()}", value)
    with pytest.raises(IngestError) as refused:
        IngestSettings.read()
    assert value in str(refused.value)
    assert name in str(refused.value)


def test_a_wrong_number_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_BUDGET_TOKENS", "15")
    with pytest.raises(IngestError, match=r"setting budget_tokens \(environment, GLOSSATOR_BUDGET_TOKENS\).*'15'"):
        IngestSettings.read()


def test_a_file_that_is_not_toml_is_named() -> None:
    Path("glossator.toml").write_text("embedder =")
    with pytest.raises(IngestError, match=r"glossator\.toml cannot be read"):
        IngestSettings.read()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        IngestSettings().budget_tokens = 300  # type: ignore[misc]


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in IngestSettings.model_fields.values())
