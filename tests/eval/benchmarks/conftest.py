"""A small retriever, and a document as a bench makes it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from retriever.hybrid import HybridRetriever, open_retriever
from retriever.settings import RetrieverSettings

PAGES = {
    "ebb.md": "# Ebb\n\nThe ebb is falling water.\n\n## Signs\n\n- Wet stones.\n- Boats lie lower.\n",
    "flow.md": "# Flow\n\nThe flow is rising water, and it lifts boats.\n",
    "quay.md": "# Quay\n\nBoats lie at a quay. A quay has bollards.\n",
}


@pytest.fixture
def retriever(tmp_path: Path, write_pages: Callable[..., Path]) -> HybridRetriever:
    """Three pages, embedded without a model."""
    settings = IngestSettings(embedder="hashing", index=tmp_path / "index")
    ingest([write_pages(PAGES)], settings)
    return open_retriever(RetrieverSettings(embedder="hashing", index=settings.index))


def entry(passages: int, milliseconds: float) -> dict[str, Any]:
    stages = {name: {"p50": milliseconds} for name in ("dense", "lexical", "retrieve", "search")}
    return {
        "passages": passages,
        "search_ms_p50": milliseconds,
        "recall_at_10": 0.975,
        "build_s": 3.0,
        "rss_mb": 300.0,
        "stages_ms": stages,
        "open_s": 1.0,
        "index_mb": 20.0,
    }


@pytest.fixture
def document() -> dict[str, Any]:
    """What a bench with growth found, invented."""
    quantiles = {"p50": 2.0, "p95": 3.0, "p99": 4.0}
    return {
        "machine": {"processor": "invented", "cores": 2, "memory_gb": 8.0, "load_1m": 0.5},
        "corpus": {"articles": 3, "passages": 4},
        "encoder_floor_ms": quantiles,
        "search_ms": {"p50": 2.5, "p95": 3.5, "p99": 4.5},
        "http_ms": {"p50": 4.0, "p95": 5.0, "p99": 6.0},
        "search_over_floor": 1.25,
        "http_over_floor": 2.0,
        "ingest": {"passages_per_s": 50.0, "texts_per_s": 200.0, "encoder_share": 0.91},
        "throughput_qps": {"1": 200.0, "8": 300.0, "32": 310.0},
        "cold_start_s": 1.1,
        "rss_mb": 300.0,
        "rss_peak_mb": 350.0,
        "index_mb": 12.5,
        "vs_sentence_transformers": {
            "query_speedup": 3.5,
            "ingest_speedup": 2.1,
            "cold_start_speedup": 5.5,
            "rss_ratio": 0.55,
        },
        "beside_peer": {
            "ours": {"query_ms_p50": 2.5, "cold_start_s": 1.1},
            "sentence_transformers": {"query_ms_p50": 9.0, "texts_per_s": 95.0, "cold_start_s": 6.0, "rss_mb": 545.0},
        },
        "growth": [entry(1000, 2.0), entry(10_000, 2.5)],
        "unchanged_ingest": {"articles": 5000, "first_s": 100.0, "second_s": 3.0, "second_over_first": 0.03},
    }
