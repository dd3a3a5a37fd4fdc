"""The ablation: a row a part, measured on judged pages."""

import json
from pathlib import Path

import pytest

from eval.benchmarks.ablation import PARTS, ablation
from eval.benchmarks.section_accuracy import section_accuracy
from eval.datasets import read_dataset
from eval.datatypes import Dataset
from ingest.pipeline import ingest
from retriever.hybrid import HybridRetriever, open_retriever
from retriever.settings import RetrieverSettings

PAGES = {
    "anchor.md": "# Anchor\n\nAn anchor holds a ship.\n\n## Common Mistakes\n\nToo little chain in a strong wind.",
    "fairway.md": "# Fairway\n\nDeep part between shoals.\n\n## Common Mistakes\n\nStopping there.",
}
QUERIES = [
    {"_id": "q1", "text": "fairwya fairwya for a ship", "sections": ["fairway#definition"]},
    {"_id": "q2", "text": "what should I avoid with an anchor", "sections": ["anchor#common-mistakes"]},
]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    folder = tmp_path / "judged"
    (folder / "qrels").mkdir(parents=True)
    (folder / "queries.jsonl").write_text("".join(json.dumps(query) + "\n" for query in QUERIES))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tfairway\t1\nq2\tanchor\t1\n")
    return read_dataset(folder)


@pytest.fixture
def retriever(write_pages, tmp_path: Path) -> HybridRetriever:
    settings = RetrieverSettings(embedder="hashing", index=tmp_path / "index", section_weight=2.0)
    ingest([write_pages(PAGES)], settings)
    return open_retriever(settings)


def test_each_part_is_taken_out_once(dataset: Dataset, retriever: HybridRetriever) -> None:
    rows = {row.variant: row for row in ablation([(dataset, retriever)])}
    assert list(rows) == list(PARTS)
    assert rows["default"].ndcg == {"judged": 1.0}
    # a query that is not read keeps its slip, and its other words stand on the page of the anchor alone
    assert rows["without reading the query"].mean < 1.0
    assert rows["default"].section_first == {"judged": 1.0}
    assert rows["without the section asked for"].section_first["judged"] < 1.0


def test_parts_are_settings_that_exist() -> None:
    for taken_out in PARTS.values():
        assert taken_out.keys() <= RetrieverSettings.model_fields.keys()


def test_section_accuracy_counts_questions_whose_first_passage_is_judged(
    dataset: Dataset, retriever: HybridRetriever
) -> None:
    vectors = retriever.embed_queries([topic.text for topic in dataset.topics])
    found = section_accuracy(retriever, dataset.topics, vectors)
    assert found is not None
    assert (found.n, found.first, found.first_three) == (2, 1.0, 1.0)


def test_questions_without_judged_sections_have_no_section_accuracy(
    dataset: Dataset, retriever: HybridRetriever
) -> None:
    assert section_accuracy(retriever, [], retriever.embed_queries(["x"])[:0]) is None
