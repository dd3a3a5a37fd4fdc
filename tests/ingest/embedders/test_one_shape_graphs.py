"""Graphs for short texts: the same bits as the graph for all texts, or they are not used."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.embedders.one_shape_graphs import CALLS_BEFORE, LENGTHS, OneShapeGraphs
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

    length = 0

    def read_model(self, *, model: bytes, weights: Any) -> "Core":
        return Core()

    def clone(self) -> "Core":
        return Core()

    def reshape(self, shapes: dict[str, list[int]]) -> None:
        self.length = shapes["input_ids"][1]

    def compile_model(self, model: "Core", device: str, options: dict[str, object]) -> "Core":
        return model

    def create_infer_request(self) -> str:
        return f"length {self.length}" if self.length else "every shape, compiled anew"


@pytest.fixture
def graphs_that_compute(tmp_path: Path) -> Callable[..., OneShapeGraphs]:
    """Graphs over a made model that give the vector of their name, by default all the same one."""
    (tmp_path / "encoder.xml").write_bytes(b"<net/>")
    (tmp_path / "encoder.bin").write_bytes(b"weights")

    def made(vectors: dict[str, float] | None = None, core: Core | None = None) -> OneShapeGraphs:
        def compute(request: str, ids: Any, mask: Any) -> Any:
            return np.full((1, 4), (vectors or {}).get(request, 0.5), dtype=np.float32)

        def tensor(array: Any, *, shared_memory: bool) -> Any:
            return array

        return OneShapeGraphs(core or Core(), tensor, tmp_path / "encoder.xml", {}, compute, "every shape")

    return made


def test_short_texts_get_the_same_bits_before_and_after(openvino_embedder: OpenvinoEmbedder) -> None:
    together = openvino_embedder.embed(TEXTS)
    for text in TEXTS * (CALLS_BEFORE // len(TEXTS)):
        openvino_embedder.embed([text])
    graphs = openvino_embedder._graphs
    graphs.compiling.join()
    assert graphs.request((1, 32)) is not graphs.request((1, 40))
    np.testing.assert_array_equal(np.concatenate([openvino_embedder.embed([text]) for text in TEXTS]), together)


def test_a_graph_with_the_same_bits_is_used_for_single_texts_of_its_length(
    graphs_that_compute: Callable[..., OneShapeGraphs],
) -> None:
    graphs = compiled(graphs_that_compute())
    for n in LENGTHS:
        assert graphs.request((1, n)) == f"length {n}"
        assert graphs.request((2, n)) == "every shape, compiled anew"
    assert graphs.request((1, 40)) == "every shape, compiled anew"


def test_a_graph_with_other_bits_is_not_used(graphs_that_compute: Callable[..., OneShapeGraphs]) -> None:
    graphs = compiled(graphs_that_compute({f"length {n}": 0.500001 for n in LENGTHS}))
    assert {graphs.request((1, n)) for n in LENGTHS} == {"every shape, compiled anew"}


def test_where_the_graph_of_every_shape_gets_other_bits_all_stays_as_it_was(
    graphs_that_compute: Callable[..., OneShapeGraphs],
) -> None:
    graphs = compiled(graphs_that_compute({"every shape, compiled anew": 0.500001}))
    assert {graphs.request((1, n)) for n in (*LENGTHS, 40)} == {"every shape"}


def test_what_cannot_be_compiled_is_done_without(
    graphs_that_compute: Callable[..., OneShapeGraphs], caplog: pytest.LogCaptureFixture
) -> None:
    class BrokenCore(Core):
        def read_model(self, *, model: bytes, weights: Any) -> "Core":
            raise RuntimeError("no memory")

    graphs = compiled(graphs_that_compute(core=BrokenCore()))
    assert graphs.request((1, LENGTHS[0])) == "every shape"
    assert "no memory" in caplog.text


def test_nothing_is_compiled_for_who_embeds_a_few_texts_or_batches(
    graphs_that_compute: Callable[..., OneShapeGraphs],
) -> None:
    graphs = graphs_that_compute()
    for _ in range(CALLS_BEFORE - 1):
        graphs.request((1, 32))
    for _ in range(CALLS_BEFORE):
        graphs.request((32, 32))
    assert graphs.compiling is None
