"""What an ingest can be told: environment variables GLOSSATOR_* over `glossator.toml` over defaults."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ingest.embedders import EMBEDDERS
from ingest.errors import IngestError
from ingest.vector_stores import VECTOR_STORES

CONFIGURATION_FILE = "glossator.toml"
ENVIRONMENT_PREFIX = "GLOSSATOR_"


class GlossatorSettings(BaseSettings):
    """Settings of one folder of the project; read once at an edge, never changed, passed as an argument."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, toml_file=CONFIGURATION_FILE, extra="ignore", frozen=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Settings in force; what is given as None is left to the environment, the file and the defaults.

        Raises:
            IngestError: a value is wrong, or the file is not TOML; names the value and where it came from.
        """
        said = {name: value for name, value in given.items() if value is not None}
        try:
            return cls(**said)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else "settings"
            where = origin_of(name, said)
            told = first["msg"].removeprefix("Value error, ")
            if not first["loc"]:  # a rule over several settings: what was found would be all of them, keys too
                raise IngestError(f"settings: {told}") from None
            found = (
                "a value that is not shown"
                if name.endswith(("_key", "_token")) or name == "chat_url"
                else repr(first["input"])
            )
            raise IngestError(f"setting {name} ({where}): {told}; found {found}") from None
        except ValueError as error:
            raise IngestError(f"{CONFIGURATION_FILE} cannot be read: {error}") from error


def origin_of(name: str, given: dict[str, Any] | None = None) -> str:
    """Where the value of a setting comes from: argument, environment variable, file or default."""
    import os

    if given and name in given:
        return "argument"
    variable = ENVIRONMENT_PREFIX + name.upper()
    if any(key.upper() == variable for key in os.environ):
        return f"environment, {variable}"
    return CONFIGURATION_FILE if name in _told_by_file() else "default"


def names_of_no_setting(known: Iterable[str]) -> list[tuple[str, str]]:
    """Names that the file or the environment give a value to and that are none of the known settings, with where."""
    import os

    names = set(known)
    variables = [name for name in os.environ if name.upper().startswith(ENVIRONMENT_PREFIX)]
    return [(name, CONFIGURATION_FILE) for name in _told_by_file() if name not in names] + [
        (name, "environment")
        for name in sorted(variables)
        if name.upper().removeprefix(ENVIRONMENT_PREFIX).lower() not in names
    ]


def _told_by_file() -> dict[str, Any]:
    import tomllib

    file = Path(CONFIGURATION_FILE)
    return tomllib.loads(file.read_text()) if file.is_file() else {}


class IngestSettings(GlossatorSettings):
    """How articles become an index. All but `index` is written to the manifest and checked when the index is opened."""

    index: Path = Field(Path(".index"), description="Folder of the index.")
    embedder: str = Field("openvino", description=f"Who computes vectors: {', '.join(sorted(EMBEDDERS))}.")
    model: Path | None = Field(
        None, description="A local sentence-transformers folder; empty: the shipped English MiniLM."
    )
    vector_store: str = Field("faiss", description=f"Where vectors are searched: {', '.join(sorted(VECTOR_STORES))}.")
    budget_tokens: int = Field(200, ge=16, le=8192, description="Longest passage, in tokens of cl100k_base.")
    segment_vectors: bool = Field(
        True, description="Keep a vector for each sentence and list item, for faster answers."
    )

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for field, table in (("embedder", EMBEDDERS), ("vector_store", VECTOR_STORES)):
            if getattr(self, field) not in table:
                raise ValueError(f"{field} {getattr(self, field)!r} is not one of {', '.join(sorted(table))}")
        return self
