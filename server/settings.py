"""What answering and serving can be told."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from retriever.settings import RetrieverSettings
from server.answering import ANSWERERS


class ServerSettings(RetrieverSettings):
    """How questions are answered and where; retrieval and index are told as for the other commands."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field(
        "", description="Base of every link that leaves the service, such as https://wiki.example/ask."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins that may embed answers and call the API, separated by commas; * for all."
    )
    answerer: str = Field("extractive", description=f"Who answers: {', '.join(sorted(ANSWERERS))}.")
    confidence: float = Field(0.35, ge=0, le=1, description="Below this confidence the answer is that there is none.")
    abstention_model: Path | None = Field(
        None, description="A model that `glossator eval fit` wrote; empty: the shipped."
    )
    max_words: int = Field(120, ge=20, le=1000, description="Longest answer, in words.")
    chat_url: str = Field(
        "", description="Base of an OpenAI-compatible API for the answerer chat, such as http://127.0.0.1:11434/v1."
    )
    chat_model: str = Field("", description="Name of the language model there; empty: the one it serves.")
    chat_api_key: SecretStr = Field(SecretStr(""), description="Key for that API; shown nowhere.")
    chat_timeout_seconds: float = Field(60, gt=0, le=3600, description="Longest wait for a whole reply.")
    chat_stall_seconds: float = Field(20, gt=0, le=3600, description="Longest silence within a reply.")
    chat_budget_tokens: int = Field(
        2000, ge=500, le=200_000, description="Longest prompt, passages included, in tokens of cl100k_base."
    )
    chat_max_tokens: int = Field(400, ge=50, le=8192, description="Longest reply, in the model's tokens.")
    chat_grammar: bool = Field(False, description="Force the reply's form with a GBNF grammar (llama.cpp's server).")
    feedback_db: Path | None = Field(
        None, description="SQLite file of questions asked and ratings; empty: beside the index."
    )
    count_questions: bool = Field(
        True, description="Remember which questions were asked and which were not answered; false: only ratings."
    )
    owner_token: SecretStr = Field(
        SecretStr(""), description="Password of the owner's page /gaps; empty: only from this machine."
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if origin != "*" and (
                parts.scheme not in ("http", "https") or not parts.netloc or parts.path or set(origin) & set(" ;,'\"")
            ):
                raise ValueError(f"{origin!r} is no origin; write https://wiki.example")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError(f"{value!r} is no http address; write https://wiki.example/ask")
        return value.rstrip("/")

    @field_validator("chat_url")
    @classmethod
    def _is_base_of_an_api(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0):
            raise ValueError("no http address; write http://127.0.0.1:11434/v1")
        if parts.username or parts.password:
            raise ValueError("the address holds a password; give it as chat_api_key")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _answerer_is_ready(self) -> Self:
        if self.answerer not in ANSWERERS:
            raise ValueError(f"answerer {self.answerer!r} is not one of {', '.join(sorted(ANSWERERS))}")
        if self.answerer == "chat" and not self.chat_url:
            raise ValueError("answerer 'chat' needs chat_url, the base of an OpenAI-compatible API")
        return self

    @property
    def feedback_file(self) -> Path:
        """Where questions asked and ratings are kept: what is set, else beside the index, which an ingest replaces."""
        return self.feedback_db or self.index.with_name(f"{self.index.name}-feedback.sqlite")

    @property
    def base_path(self) -> str:
        """The path under which pages link to each other: that of the public address."""
        return urlsplit(self.public_url).path.rstrip("/")
