"""What is quoted in answers stands to the letter in the articles that the service gives out."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.pipeline import ingest
from server.app import create_app
from server.settings import ServerSettings

ROOT = Path(__file__).resolve().parents[3]
PATTERNS = ("What is {}?", "Why does {} matter?", "How do I use {}?", "What should I avoid with {}?", "{} vs {}")
SHIPPED = 100
INVENTED = 100


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, beekeeping_settings: ServerSettings) -> TestClient:
    """The application over fifty articles of the shipped glossary."""
    pages = sorted((ROOT / "corpus").glob("[a-z]*.md"))[::4]
    folder = tmp_path_factory.mktemp("shipped")
    for page in pages:
        (folder / page.name).write_bytes(page.read_bytes())
    settings = beekeeping_settings.model_copy(update={"index": folder / "index", "confidence": 0.0})
    ingest([folder], settings)
    return TestClient(create_app(settings))


def gold_questions() -> list[str]:
    """Judged questions of the dev split, the same ones every time."""
    dev = {line.split("\t")[0] for line in (ROOT / "eval/gold/qrels/dev.tsv").read_text().splitlines()[1:]}
    lines = (ROOT / "eval/gold/queries.jsonl").read_text(encoding="utf-8").splitlines()
    topics = [topic for line in lines if (topic := json.loads(line))["_id"] in dev]
    return [topic["text"] for topic in topics[:: len(topics) // SHIPPED]][:SHIPPED]


def misquoted(client: TestClient, questions: list[str]) -> list[str]:
    """Questions and the citations of their answers that do not stand at their place."""
    texts: dict[str, str] = {}
    wrong: list[str] = []
    for question in questions:
        answer = client.post("/api/ask", json={"question": question}).json()
        if not answer["citations"]:
            wrong.append(f"{question}: nothing cited")
        for citation in answer["citations"]:
            article = citation["article"]
            if article not in texts:
                texts[article] = client.get(f"/api/articles/{article}").json()["text"]
            if texts[article][citation["start"] : citation["end"]] != citation["quote"]:
                wrong.append(f"{question}: {citation}")
    return wrong


def test_100_gold_questions_over_shipped_articles_are_quoted_to_the_letter(shipped: TestClient) -> None:
    questions = gold_questions()
    assert len(set(questions)) == SHIPPED
    assert misquoted(shipped, questions) == []


def test_100_questions_over_an_invented_glossary_are_quoted_to_the_letter(client_with) -> None:
    client = client_with(confidence=0.0)
    terms = [term["term"] for term in client.get("/api/terms").json()["terms"]]
    about = [pattern.format(term, terms[n - 1]) for n, term in enumerate(terms) for pattern in PATTERNS]
    headings = [
        f"{term}: {section['heading']}"
        for term in terms
        for section in client.get(f"/api/terms/{term}").json()["sections"]
    ]
    questions = list(dict.fromkeys([*about, *headings, *(term.lower() for term in terms), *map(str.upper, terms)]))
    assert len(questions) >= INVENTED
    assert misquoted(client, questions[:INVENTED]) == []
