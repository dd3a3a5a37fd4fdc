"""Same index, same question: the same JSON, byte for byte apart from timings, however it is asked."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.embedders import Embedder
from ingest.pipeline import ingest
from retriever.hybrid import open_retriever
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.schemas.ask import AskResponse
from server.schemas.search import SearchResponse
from server.settings import ServerSettings

ROOT = Path(__file__).parents[2]
BEEKEEPING = Path(__file__).parent / "glossaries" / "beekeeping"
QUESTIONS = (
    "What is a honey super?",
    "why does the mite load matter",
    "What is the difference between a honey super and a brood box?",
    "How do I tell that a colony is about to swarm, and what should I avoid?",
    "queen",
    "What is the capital of France?",
)


def without_timings(document: dict[str, object]) -> bytes:
    return json.dumps({key: value for key, value in document.items() if key != "timings_ms"}, indent=1).encode()


def searched(settings: ServerSettings) -> list[bytes]:
    """What `search --json` prints for each question, from an index opened anew."""
    retriever = open_retriever(settings)
    found = (SearchResponse.of(retriever.search(question, 12), retriever.index.articles) for question in QUESTIONS)
    return [without_timings(response.model_dump()) for response in found]


def answered(settings: ServerSettings) -> list[bytes]:
    """What `ask --json` prints for each question, from an index opened anew."""
    glossary = Glossary(open_retriever(settings))
    answers = (answer_question(question, glossary, settings) for question in QUESTIONS)
    return [without_timings(AskResponse.of(answer, settings.public_url).model_dump()) for answer in answers]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BEEKEEPING, tmp_path / "pages"))


@pytest.fixture
def fresh_settings(pages: Path, tmp_path: Path, openvino_embedder: Embedder) -> ServerSettings:
    settings = ServerSettings(embedder="openvino", index=tmp_path / "index")
    ingest([pages], settings)
    return settings


def test_a_question_asked_again_gives_the_same_bytes(beekeeping_settings: ServerSettings) -> None:
    assert searched(beekeeping_settings) == searched(beekeeping_settings)
    assert answered(beekeeping_settings) == answered(beekeeping_settings)


def test_a_question_encoded_beside_others_gives_the_same_bytes(beekeeping_settings: ServerSettings) -> None:
    retriever = open_retriever(beekeeping_settings)
    together = retriever.embed_queries([*QUESTIONS, "swarm " * 90])
    for question, vector in zip(QUESTIONS, together, strict=False):
        alone = retriever.search(question, 12)
        assert alone.query_vector.tobytes() == vector.tobytes()
        hits = tuple(retriever.ranked_passages(question, vector, 12))
        beside = SearchResponse.of(replace(alone, hits=hits), retriever.index.articles)
        expected = SearchResponse.of(alone, retriever.index.articles)
        assert without_timings(beside.model_dump()) == without_timings(expected.model_dump())


def test_an_ingest_that_changed_nothing_leaves_every_byte(pages: Path, fresh_settings: ServerSettings) -> None:
    before = searched(fresh_settings), answered(fresh_settings)
    for page in pages.iterdir():
        os.utime(page, (1, 1))
    assert not ingest([pages], fresh_settings).published
    assert (searched(fresh_settings), answered(fresh_settings)) == before


def test_a_page_that_came_and_went_leaves_the_ranking_as_it_was(pages: Path, fresh_settings: ServerSettings) -> None:
    before = searched(fresh_settings)
    page = pages / "smoker.md"
    assert not page.exists()
    page.write_text("# Smoker\n\nA smoker calms the bees of a honey super before the queen is looked for.\n")
    ingest([pages], fresh_settings)
    assert searched(fresh_settings) != before
    page.unlink()
    ingest([pages], fresh_settings)
    assert searched(fresh_settings) == before


def test_another_process_prints_the_same_bytes(beekeeping_settings: ServerSettings) -> None:
    def printed(seed: str) -> bytes:
        command = [sys.executable, "-m", "glossator", "search", QUESTIONS[2], "--json"]
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "GLOSSATOR_INDEX": str(beekeeping_settings.index),
            "GLOSSATOR_EMBEDDER": "openvino",
        }
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        return without_timings(json.loads(done.stdout))

    assert printed("1") == printed("2")
