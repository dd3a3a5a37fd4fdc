"""Our retriever and the plain peer, in turn on the same questions and texts: how much faster, how much smaller."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from eval.benchmarks.cold_start import cold_start_seconds
from eval.benchmarks.ingest_cost import IngestCost, ingest_cost, sample_of
from eval.benchmarks.machine import resident_mb
from eval.benchmarks.peer_process import PeerProcess, peer_command, running_peer
from eval.benchmarks.timing import ratio, timed_in_turn
from ingest.commands import SHIPPED_CORPUS
from ingest.embedders.model_folder import open_model_folder
from ingest.settings import IngestSettings
from retriever.hybrid import HybridRetriever

INGESTS = 3
EVERY_PAGE = 4
ROUNDS = 2
BLOCK = 50
"""Queries in a row: after the other process's turn the first few take twice as long, until caches and threads are
back, and both are compared as services in use. What a query takes after a rest stands in docs/performance.md."""


def versus_peer(
    retriever: HybridRetriever, queries: Sequence[str], service_mb: float, scratch: Path
) -> dict[str, dict[str, float]]:
    """Three parts of the report: `vs_sentence_transformers`, `ingest`, and `peer` with the peer's own figures.

    The peer serves the same passages with the same vectors; it encodes the queries itself, and for `ingest` all that
    our ingest encodes, our sentences too. Its time to parse and cut articles is not counted, ours is.

    Raises:
        EvalError: the peer or a command failed.
    """
    model = open_model_folder(retriever.settings.model).path
    passages = [passage.text for passage in retriever.index.passages]
    rows = np.arange(len(passages), dtype=np.int64)
    np.save(scratch / "vectors.npy", retriever.index.vectors.vectors(rows))
    with running_peer(model, scratch) as peer:
        peer.take(scratch / "vectors.npy", passages)
        acts: dict[str, Callable[[str], object]] = {"ours": retriever.search, "peer": peer.search}
        timed_in_turn(acts, queries[:20])
        taken = timed_in_turn(acts, queries, rounds=ROUNDS, block=BLOCK)
        peer_mb = resident_mb(peer.pid)["now"]
        costs, peer_seconds = _ingests(retriever, peer, scratch)
    cold = cold_start_seconds(
        {"ours": _ask_command(queries[0], retriever.settings.index), "peer": peer_command(model, scratch, queries[0])}
    )
    seconds = median(cost.seconds for cost in costs)
    encoder = median(cost.encoder_seconds / cost.seconds for cost in costs)
    ours_ms, peer_ms = median(taken["ours"]), median(taken["peer"])
    return {
        "ingest": {
            "passages_per_s": round(costs[0].n_passages / seconds, 1),
            "texts_per_s": round(len(costs[0].texts) / seconds, 1),
            "encoder_share": round(encoder, 3),
        },
        "vs_sentence_transformers": {
            "query_speedup": ratio(peer_ms, ours_ms),
            "ingest_speedup": ratio(median(peer_seconds), seconds),
            "cold_start_speedup": ratio(cold["peer"], cold["ours"]),
            "rss_ratio": ratio(service_mb, peer_mb),
        },
        "peer": {
            "query_ms_p50": round(peer_ms, 3),
            "texts_per_s": round(len(costs[0].texts) / median(peer_seconds), 1),
            "cold_start_s": cold["peer"],
            "rss_mb": peer_mb,
        },
        "ours": {"cold_start_s": cold["ours"], "query_ms_p50": round(ours_ms, 3)},
    }


def _ingests(retriever: HybridRetriever, peer: PeerProcess, scratch: Path) -> tuple[list[IngestCost], list[float]]:
    """Ours and the peer's, in turn, of a part of the shipped glossary."""
    sample = sample_of(SHIPPED_CORPUS, scratch / "sample", every=EVERY_PAGE)
    settings = IngestSettings.model_validate(retriever.settings.model_dump(include=set(IngestSettings.model_fields)))
    costs, seconds = [], []
    for n in range(INGESTS):
        own = settings.model_copy(update={"index": scratch / f"index-{n}"})
        costs.append(ingest_cost(sample, own, retriever.embedder))
        seconds.append(peer.ingest(costs[-1].texts))
    return costs, seconds


def _ask_command(question: str, index: Path) -> list[str]:
    return [sys.executable, "-m", "glossator", "ask", question, "--json", "--index", str(index.resolve())]
