"""An index and queries in, how searching it goes by stage out; run in a process of its own, whose memory is measured.

Run as `python -m eval.benchmarks.grown_search INDEX QUERIES`: the folder of an index, and a JSON list of texts.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from eval.benchmarks.machine import resident_mb
from eval.benchmarks.timing import quantiles
from ingest.lexical_index import stems
from ingest.vector_stores.probing import nearest_exactly, recall
from retriever.dense import nearest_rows
from retriever.hybrid import HybridRetriever, open_retriever
from retriever.lexical import matches
from retriever.settings import RetrieverSettings

_WARM = 20


def searched(retriever: HybridRetriever, queries: Sequence[str]) -> dict[str, object]:
    """Milliseconds of the stages of a search, and recall@10 of the dense one against exact search."""
    index, depth = retriever.index, retriever.settings.depth
    vectors = retriever.embed_queries(queries)
    for query in queries[:_WARM]:
        retriever.search(query)

    def lexical(n: int) -> None:
        passages, articles = matches(index, stems(queries[n]))
        passages.best(depth)
        passages.highest()
        articles.highest()

    stages: dict[str, Callable[[int], object]] = {
        "dense": lambda n: nearest_rows(index, vectors[n], depth),
        "lexical": lexical,
        "retrieve": lambda n: list(retriever.ranked_passages(queries[n], vectors[n], 10)),
        "search": lambda n: retriever.search(queries[n]),
    }
    taken: dict[str, list[float]] = {name: [] for name in stages}
    for n in range(len(queries)):
        for name, act in stages.items():
            begin = time.perf_counter()
            act(n)
            taken[name].append((time.perf_counter() - begin) * 1e3)
    memory = resident_mb(os.getpid())  # before exact search touches every vector
    every = index.vectors.vectors(np.arange(len(index.passages), dtype=np.int64))
    found = [index.vectors.search(vector, 10)[1] for vector in vectors]
    return {
        "stages_ms": {name: quantiles(values) for name, values in taken.items()},
        "recall_at_10": round(recall(found, nearest_exactly(every, vectors)), 4),
        "rss_mb": memory["now"],
    }


def main() -> None:
    """Open the index, search it, print one JSON document."""
    index, queries = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    begin = time.perf_counter()
    retriever = open_retriever(RetrieverSettings.read(index=index))
    opened = round(time.perf_counter() - begin, 2)
    sys.stdout.write(json.dumps({"open_s": opened, **searched(retriever, queries)}) + "\n")


if __name__ == "__main__":
    main()
