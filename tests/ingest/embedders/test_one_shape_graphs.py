"""Graphs for short texts: the same bits as the graph for all texts, or they are not used."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.embedders.one_shape_graphs import CALLS_BEFORE, LENGTHS, OneShapeGraphs, forget_pages
from ingest.embedders.openvino_encoder import OpenvinoEmbedder

TEXTS = [f"How does the ebb run {'past the harbour mole ' * n}?" for n in range(10)]


def compiled(graphs: OneShapeGraphs) -> OneShapeGraphs:
    for _ in range(CALLS_BEFORE):
        graphs.request((1, 8))
    assert graphs.compiling
    graphs.compiling.join()
    return graphs


class Core:
    """An engine whose graphs are named by their length."""

    def read_model(self, file: str) -> "Core":
        return self

    def clone(self) -> "Core":
        return Core()

    def reshape(self, shapes: dict[str, list[int]]) -> None:
        self.length = shapes["input_ids"][1]

    def compile_model(self, model: "Core", device: str, options: dict[str, object]) -> "Core":
        return model

    def create_infer_request(self) -> str:
        return f"length {self.length}"


def graphs_that_compute(vectors: dict[str, float], core: Any = None) -> OneShapeGraphs:
    def compute(request: str, ids: Any, mask: Any) -> Any:
        return np.full((1, 4), vectors[request], dtype=np.float32)

    return OneShapeGraphs(core or Core(), Path("encoder.xml"), {}, compute, "every shape")


def test_short_texts_get_the_same_bits_before_and_after(openvino_embedder: OpenvinoEmbedder) -> None:
    together = openvino_embedder.embed(TEXTS)
    for text in TEXTS * (CALLS_BEFORE // len(TEXTS)):
        openvino_embedder.embed([text])
    graphs = openvino_embedder._graphs
    graphs.compiling.join()
    assert graphs.request((1, 32)) is not graphs.request((1, 40))
    np.testing.assert_array_equal(np.concatenate([openvino_embedder.embed([text]) for text in TEXTS]), together)


def test_a_graph_with_the_same_bits_is_used_for_single_texts_of_its_length() -> None:
    graphs = compiled(graphs_that_compute({"every shape": 0.5, **{f"length {n}": 0.5 for n in LENGTHS}}))
    for n in LENGTHS:
        assert graphs.request((1, n)) == f"length {n}"
        assert graphs.request((2, n)) == "every shape"
    assert graphs.request((1, 40)) == "every shape"


def test_a_graph_with_other_bits_is_not_used() -> None:
    graphs = compiled(graphs_that_compute({"every shape": 0.5, **{f"length {n}": 0.500001 for n in LENGTHS}}))
    assert {graphs.request((1, n)) for n in LENGTHS} == {"every shape"}


def test_what_cannot_be_compiled_is_done_without(caplog: pytest.LogCaptureFixture) -> None:
    class BrokenCore(Core):
        def read_model(self, file: str) -> "Core":
            raise RuntimeError("no memory")

    graphs = compiled(graphs_that_compute({}, BrokenCore()))
    assert graphs.request((1, LENGTHS[0])) == "every shape"
    assert "no memory" in caplog.text


def test_nothing_is_compiled_for_who_embeds_a_few_texts_or_batches() -> None:
    graphs = graphs_that_compute({})
    for _ in range(CALLS_BEFORE - 1):
        graphs.request((1, 32))
    for _ in range(CALLS_BEFORE):
        graphs.request((32, 32))
    assert graphs.compiling is None


def test_pages_that_were_forgotten_come_back_when_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "weights with a space.bin"
    file.write_bytes(b"weights" * 10_000)
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped[:7] == b"weights"
        forget_pages(file)
        assert mapped[:7] == b"weights"
