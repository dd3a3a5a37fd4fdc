"""Made articles in; what a second ingest of them costs, beside the first, out."""

import json
import time
from pathlib import Path

from eval.benchmarks.synthetic_corpus import RealTexts, synthetic_articles
from ingest.embedders import Embedder
from ingest.pipeline import ingest
from ingest.settings import IngestSettings

ARTICLES = 5_000


def unchanged_ingest(
    real: RealTexts, settings: IngestSettings, embedder: Embedder, scratch: Path, *, n_articles: int = ARTICLES
) -> dict[str, float]:
    """Ingest so many one-passage articles twice into an empty index: seconds of both, and the second's share."""
    corpus = scratch / "corpus.jsonl"
    with corpus.open("w", encoding="utf-8") as lines:
        for n, record in enumerate(synthetic_articles(real, n_articles, passages_an_article=1)):
            line = {"_id": f"made-{n}", "title": record.article.term, "text": record.article.text}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    own = settings.model_copy(update={"index": scratch / "twice"})
    taken = []
    for _ in range(2):
        begin = time.perf_counter()
        ingest([corpus], own, embedder=embedder)
        taken.append(time.perf_counter() - begin)
    return {
        "articles": n_articles,
        "first_s": round(taken[0], 2),
        "second_s": round(taken[1], 2),
        "second_over_first": round(taken[1] / taken[0], 4),
    }
