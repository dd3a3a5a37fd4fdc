"""THE FLOW of `glossator bench`: floor, search and HTTP -> load -> the plain peer -> growth -> one document."""

import tempfile
from pathlib import Path
from typing import Any

from eval.benchmarks.growth import growth
from eval.benchmarks.machine import machine
from eval.benchmarks.search_latency import search_latency
from eval.benchmarks.synthetic_corpus import RealTexts
from eval.benchmarks.unchanged_ingest import unchanged_ingest
from eval.benchmarks.versus_peer import versus_peer
from eval.datasets import read_dataset
from ingest.pipeline import Progress
from ingest.settings import IngestSettings
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings

GOLD = Path(__file__).resolve().parents[1] / "gold"
N_QUESTIONS = 250


def bench(settings: RetrieverSettings, *, with_growth: bool = False, progress: Progress) -> dict[str, Any]:
    """Measure speed and cost of the index in force on this machine; the JSON of `glossator bench`.

    With growth also indexes of made articles of up to a million passages, and an ingest of what did not change.

    Raises:
        IngestError, EvalError: there is no index, or a part could not be measured; each says what to do.
    """
    progress("measuring", 0, 3)
    about = machine()
    retriever = open_retriever(settings)
    queries = questions()
    latency = search_latency(retriever, queries)
    progress("measuring", 1, 3)
    with tempfile.TemporaryDirectory(prefix="glossator-bench-") as scratch:
        parts = versus_peer(retriever, queries, latency.service_mb["now"], Path(scratch))
    progress("measuring", 2, 3)
    index = retriever.index
    document: dict[str, Any] = {
        "machine": about,
        "corpus": {"articles": len(index.articles), "passages": len(index.passages)},
        "encoder_floor_ms": latency.floor_ms,
        "search_ms": latency.search_ms,
        "http_ms": latency.http_ms,
        "search_over_floor": latency.search_over_floor,
        "http_over_floor": latency.http_over_floor,
        "ingest": parts["ingest"],
        "throughput_qps": latency.throughput_qps,
        "cold_start_s": parts["ours"]["cold_start_s"],
        "rss_mb": latency.service_mb["now"],
        "rss_peak_mb": latency.service_mb["peak"],
        "index_mb": index_mb(settings.index / index.generation),
        "vs_sentence_transformers": parts["vs_sentence_transformers"],
        "beside_peer": {"ours": parts["ours"], "sentence_transformers": parts["peer"]},
    }
    progress("measuring", 3, 3)
    if with_growth:
        with tempfile.TemporaryDirectory(prefix="glossator-growth-") as scratch:
            own = IngestSettings.model_validate(settings.model_dump(include=set(IngestSettings.model_fields)))
            document["unchanged_ingest"] = unchanged_ingest(RealTexts.of(index), own, retriever.embedder, Path(scratch))
            document["growth"] = growth(index, queries, Path(scratch), progress=progress)
    return document


def questions() -> list[str]:
    """Questions about the shipped glossary, of the split for development; their judgments play no part here."""
    return [topic.text for topic in read_dataset(GOLD, "dev").topics][:N_QUESTIONS]


def index_mb(generation: Path) -> float:
    """Size of a generation on disk, in MB."""
    return round(sum(file.stat().st_size for file in generation.rglob("*") if file.is_file()) / 2**20, 2)
