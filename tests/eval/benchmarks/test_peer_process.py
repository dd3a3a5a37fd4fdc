"""The plain peer: sentence-transformers and FAISS in a process of their own."""

from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.cold_start import cold_start_seconds
from eval.benchmarks.peer_process import peer_command, running_peer
from eval.errors import EvalError
from ingest.embedders import Embedder
from ingest.embedders.model_folder import shipped_model


def test_a_peer_ingests_searches_and_answers_from_a_cold_start(tmp_path: Path, openvino_embedder: Embedder) -> None:
    texts = [f"The ebb is falling water number {n}." for n in range(12)]
    with running_peer(shipped_model(), tmp_path) as peer:
        assert peer.ingest(texts) > 0
        assert peer.search("falling water") > 0
        np.save(tmp_path / "vectors.npy", openvino_embedder.embed(texts[:10]))
        peer.take(tmp_path / "vectors.npy", texts[:10])
        assert peer.search("falling water") > 0
    taken = cold_start_seconds({"peer": peer_command(shipped_model(), tmp_path, "falling water")}, runs=1)
    assert taken["peer"] > 0


def test_a_command_that_fails_from_a_cold_start_is_an_error_that_tells_why(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="ended with 1"):
        cold_start_seconds({"peer": peer_command(tmp_path / "none", tmp_path, "water")}, runs=1)
