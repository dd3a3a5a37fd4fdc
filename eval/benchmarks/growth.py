"""A real index in; how search, recall, build time and memory go when it grows to a million passages, out."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.benchmarks.synthetic_corpus import RealTexts, synthetic_articles, synthetic_vectors
from eval.errors import EvalError
from ingest.index_folder import publish, writing
from ingest.open_index import OpenIndex, write_index
from ingest.pipeline import Progress
from ingest.vector_stores import VECTOR_STORES

SIZES = (1_000, 10_000, 100_000, 1_000_000)


def growth(
    index: OpenIndex, queries: Sequence[str], scratch: Path, *, progress: Progress, sizes: Sequence[int] = SIZES
) -> list[dict[str, Any]]:
    """For each size the `growth` entry of the report: a whole index is built, written, opened and searched.

    Sentence vectors are left out: they are one row a sentence of a passage that was found, whatever the size.

    Raises:
        EvalError: a search failed; says what it said.
    """
    real = RealTexts.of(index)
    questions = scratch / "queries.json"
    questions.write_text(json.dumps(list(queries)), encoding="utf-8")
    entries = []
    for n, size in enumerate(sizes):
        progress("growing", n, len(sizes))
        folder = scratch / f"grown-{size}"
        built = _build(index, real, size, folder)
        found = _search(folder, questions)
        entries.append(
            {
                "passages": size,
                "search_ms_p50": found["stages_ms"]["search"]["p50"],
                "recall_at_10": found["recall_at_10"],
                "build_s": round(sum(built["seconds"].values()), 2),
                "rss_mb": found["rss_mb"],
                "stages_ms": found["stages_ms"],
                "build_seconds": built["seconds"],
                "open_s": found["open_s"],
                "index_mb": built["index_mb"],
                "vector_index": built["vector_index"],
            }
        )
        shutil.rmtree(folder)
    progress("growing", len(sizes), len(sizes))
    return entries


def _build(index: OpenIndex, real: RealTexts, size: int, folder: Path) -> dict[str, Any]:
    """Write an index of made articles; embedding, which costs the same for each passage at any size, is not in it."""
    articles = list(synthetic_articles(real, size))
    vectors = synthetic_vectors(real, size)
    begin = time.perf_counter()
    store = VECTOR_STORES[index.manifest.vector_store]().build(vectors)
    with_vectors = time.perf_counter()
    manifest = replace(
        index.manifest,
        vector_index=store.parameters,
        segment_vectors=False,
        n_articles=len(articles),
        n_passages=size,
        n_segments=0,
        corpus_sha256="",
    )
    none = vectors[:0]
    with writing(folder):
        publish(folder, manifest, lambda generation: write_index(generation, articles, store, none, none, none))
    return {
        "seconds": {
            "vectors": round(with_vectors - begin, 2),
            "words_and_files": round(time.perf_counter() - with_vectors, 2),
        },
        "index_mb": round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20, 1),
        "vector_index": store.parameters,
    }


def _search(folder: Path, questions: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "eval.benchmarks.grown_search", str(folder.resolve()), str(questions.resolve())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2])
    if done.returncode != 0:
        raise EvalError(f"searching {folder} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
