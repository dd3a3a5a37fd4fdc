"""A small judged set about bread, written as a BEIR folder, and runs over it; and a small sound glossary of tides."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

BREAD = {
    "sourdough": ("Sourdough", "Sourdough is bread raised by wild yeast and bacteria kept alive in a starter."),
    "proofing": ("Proofing", "Proofing is the last rest of shaped dough before it goes into the oven."),
    "gluten": ("Gluten", "Gluten is the elastic net of proteins that holds the gas in a dough."),
    "crumb": ("Crumb", "The crumb is the soft inside of a loaf with its pattern of holes."),
    "scoring": ("Scoring", "Scoring is cutting the top of a loaf so that it opens where the baker wants."),
    "poolish": ("Poolish", "A poolish is a wet dough of equal weights of flour and water left to ferment overnight."),
}
QUESTIONS = {
    "q1": "what raises bread without bought yeast",
    "q2": "last rest before baking",
    "q3": "why does dough stretch",
    "q4": "holes inside a loaf",
}
QRELS = [
    ("q1", "sourdough", 2),
    ("q1", "poolish", 1),
    ("q2", "proofing", 2),
    ("q3", "gluten", 2),
    ("q3", "crumb", 0),
    ("q4", "crumb", 2),
]

WriteDataset = Callable[..., Path]


def write_lines(file: Path, records: Sequence[Mapping[str, object]]) -> None:
    """JSON lines, each record a line."""
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


@pytest.fixture
def write_dataset(tmp_path: Path) -> WriteDataset:
    """Write a BEIR folder, about bread where nothing else is given, and return it; qrels by split."""

    def write(
        name: str = "bread",
        *,
        questions: Mapping[str, str] | Sequence[Mapping[str, object]] = QUESTIONS,
        qrels: Mapping[str, Sequence[tuple[str, str, int]]] | None = None,
        corpus: Mapping[str, tuple[str, str]] | Sequence[Mapping[str, object]] | None = BREAD,
    ) -> Path:
        folder = tmp_path / name
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        if isinstance(questions, Mapping):
            questions = [{"_id": topic, "text": text} for topic, text in questions.items()]
        write_lines(folder / "queries.jsonl", questions)
        for split, judgments in (qrels or {"test": QRELS}).items():
            lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, judgment)) for judgment in judgments)]
            (folder / "qrels" / f"{split}.tsv").write_text("\n".join(lines) + "\n")
        if isinstance(corpus, Mapping):
            corpus = [{"_id": key, "title": title, "text": text} for key, (title, text) in corpus.items()]
        if corpus is not None:
            write_lines(folder / "corpus.jsonl", corpus)
        return folder

    return write


@pytest.fixture
def write_trec(tmp_path: Path) -> Callable[..., Path]:
    """Write a TREC run of (topic, article, score) in the order given, and return its file."""

    def write(name: str, lines: Sequence[tuple[str, str, object]]) -> Path:
        file = tmp_path / f"{name}.trec"
        file.write_text("".join(f"{topic} Q0 {article} 0 {score} {name}\n" for topic, article, score in lines))
        return file

    return write


HEADINGS = (
    "Example",
    "Why It Matters",
    "Where It Creates Value",
    "How Product Managers Use It",
    "Best Practices",
    "Common Mistakes to Avoid",
    "Questions to Ask",
    "Signs It Is Working",
)
LISTS = HEADINGS[3:7]
TIDES = ("ebb", "flow", "neap", "spring")

_SYLLABLES = ["ba", "co", "du", "fe", "gi", "ho", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo"]


def sentence(seed: str, n_words: int = 14) -> str:
    """Invented words that the seed alone determines, with a capital at the start and a full stop at the end."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(_SYLLABLES, k=3)) for _ in range(n_words)]
    return f"{' '.join(words).capitalize()}."


def page(term: str, related: tuple[str, ...]) -> str:
    """An article in the shape that the shipped corpus asks for; every sentence is its own."""
    head = f"---\nterm: {term.title()}\naliases: []\ncategory: Tides\nrelated: [{', '.join(related)}]\n"
    body = [f"{head}summary: {sentence(f'{term} summary')}\n---", f"{term.title()} is {sentence(f'{term} lead')}"]
    for heading in HEADINGS:
        body.append(f"## {heading}")
        parts = [sentence(f"{term} {heading} {n}") for n in range(4)]
        if heading == "Questions to Ask":
            parts = [f"{part[:-1]}?" for part in parts]
        body.append("\n".join(f"- {part}" for part in parts) if heading in LISTS else " ".join(parts))
    return "\n\n".join(body) + "\n"


@pytest.fixture
def sound_pages() -> dict[str, str]:
    """Four articles by file name that name each other as related, and the licence of all."""
    pages = {f"{term}.md": page(term, tuple(other for other in TIDES if other != term)) for term in TIDES}
    return {**pages, "_index.md": "---\ncascade:\n  licence: CC BY 4.0\n---\n"}
