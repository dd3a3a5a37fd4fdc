"""Two invented glossaries and a hostile one, indexed once with the shipped model, and applications over them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from eval.scripted_endpoint import ScriptedEndpoint
from eval.scripted_replies import MixedReplies
from ingest.embedders import Embedder
from ingest.open_index import open_index
from ingest.pipeline import ingest
from retriever.hybrid import HybridRetriever
from server.answering.brief import Brief, brief
from server.answering.datatypes import Answer
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.app import create_app
from server.settings import ServerSettings

GLOSSARIES = Path(__file__).parent / "glossaries"

Ask = Callable[..., Answer]
ClientWith = Callable[..., TestClient]


def settings_for(index: Path, **told: object) -> ServerSettings:
    """Settings that nothing in the environment changes."""
    plain = {"embedder": "openvino", "model": None, "vector_store": "faiss", "budget_tokens": 200}
    return ServerSettings(**{**plain, "segment_vectors": True, "index": index, **told})


def indexed(name: str, tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    """Settings for a fresh index of one of the glossaries."""
    settings = settings_for(tmp_path_factory.mktemp(name) / "index")
    ingest([GLOSSARIES / name], settings)
    return settings


@pytest.fixture(scope="session")
def beekeeping_settings(tmp_path_factory: pytest.TempPathFactory, openvino_embedder: Embedder) -> ServerSettings:
    """Settings over an index of the beekeepers' glossary."""
    return indexed("beekeeping", tmp_path_factory)


@pytest.fixture(scope="session")
def letterpress_settings(tmp_path_factory: pytest.TempPathFactory, openvino_embedder: Embedder) -> ServerSettings:
    """Settings over an index of the printers' glossary."""
    return indexed("letterpress", tmp_path_factory)


@pytest.fixture(scope="session")
def hostile_settings(tmp_path_factory: pytest.TempPathFactory, openvino_embedder: Embedder) -> ServerSettings:
    """Settings over an index of pages that try to break out of the pages that show them."""
    return indexed("hostile", tmp_path_factory)


@pytest.fixture(scope="session")
def beekeeping(beekeeping_settings: ServerSettings, openvino_embedder: Embedder) -> Glossary:
    """The beekeepers' glossary."""
    return Glossary(HybridRetriever(open_index(beekeeping_settings.index), openvino_embedder, beekeeping_settings))


@pytest.fixture(scope="session")
def letterpress(letterpress_settings: ServerSettings, openvino_embedder: Embedder) -> Glossary:
    """The printers' glossary."""
    return Glossary(HybridRetriever(open_index(letterpress_settings.index), openvino_embedder, letterpress_settings))


@pytest.fixture(scope="session", params=["beekeeping", "letterpress"])
def each_glossary(request: pytest.FixtureRequest) -> Glossary:
    """Both glossaries in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def ask(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> Ask:
    """Ask the beekeepers' glossary, whatever its confidence."""
    always = beekeeping_settings.model_copy(update={"confidence": 0.0})

    def ask_it(question: str, **options: object) -> Answer:
        return answer_question(question, beekeeping, always, **options)

    return ask_it


@pytest.fixture
def ask_pages(
    write_pages: Callable[..., Path], tmp_path: Path, openvino_embedder: Embedder
) -> Callable[[dict[str, str], str], Answer]:
    """Ask a glossary of the given pages, whatever its confidence."""

    def ask_them(
        pages: dict[str, str], question: str, settings_told: dict[str, object] | None = None, **options: object
    ) -> Answer:
        settings = settings_for(tmp_path / "index", confidence=0.0, **(settings_told or {}))
        ingest([write_pages(pages)], settings)
        glossary = Glossary(HybridRetriever(open_index(settings.index), openvino_embedder, settings))
        return answer_question(question, glossary, settings, **options)

    return ask_them


@pytest.fixture
def brief_pages(
    write_pages: Callable[..., Path], tmp_path: Path, openvino_embedder: Embedder
) -> Callable[[dict[str, str], str], Brief]:
    """A preparation sheet over a glossary of the given pages, whatever its confidence."""

    def brief_them(pages: dict[str, str], situation: str) -> Brief:
        settings = settings_for(tmp_path / "index", confidence=0.0)
        ingest([write_pages(pages)], settings)
        glossary = Glossary(HybridRetriever(open_index(settings.index), openvino_embedder, settings))
        return brief(situation, glossary, settings)

    return brief_them


@pytest.fixture(scope="session")
def good_model() -> Iterator[ScriptedEndpoint]:
    """A language model's endpoint that writes only sentences which stand."""
    with ScriptedEndpoint(MixedReplies(share_good=1.0)) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def ready_settings(beekeeping_settings: ServerSettings, good_model: ScriptedEndpoint) -> ServerSettings:
    """Settings over the beekeepers' glossary with which every answerer can be asked."""
    return beekeeping_settings.model_copy(update={"chat_url": good_model.url})


@pytest.fixture(scope="session")
def client(beekeeping_settings: ServerSettings) -> TestClient:
    """The application over the beekeepers' glossary."""
    return TestClient(create_app(beekeeping_settings))


@pytest.fixture(scope="session")
def hostile_client(hostile_settings: ServerSettings) -> TestClient:
    """The application over the hostile glossary."""
    return TestClient(create_app(hostile_settings))


@pytest.fixture
def client_with(beekeeping_settings: ServerSettings) -> ClientWith:
    """The application over the beekeepers' glossary with other settings."""

    def make(**told: object) -> TestClient:
        return TestClient(create_app(settings_for(beekeeping_settings.index, **told)))

    return make
