"""A small index served for real, asked one by one and by several at once."""

import pytest

from eval.benchmarks import search_latency as measured
from eval.benchmarks.service import Client, served
from eval.errors import EvalError
from retriever.hybrid import HybridRetriever

QUERIES = ["what is the ebb", "where do boats lie", "quay"]


@pytest.fixture(autouse=True)
def hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")


def test_floor_search_and_http_are_measured_and_load_is_answered(
    retriever: HybridRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "SECONDS_A_LOAD", 0.3)
    found = measured.search_latency(retriever, QUERIES)
    for values in (found.floor_ms, found.search_ms, found.http_ms):
        assert 0 < values["p50"] <= values["p95"] <= values["p99"]
    assert found.search_over_floor == pytest.approx(found.search_ms["p50"] / found.floor_ms["p50"], rel=0.2)
    assert found.http_over_floor > 0
    assert set(found.throughput_qps) == {"1", "8", "32"}
    assert all(rate > 0 for rate in found.throughput_qps.values())
    assert 20 < found.service_mb["now"] <= found.service_mb["peak"]


def test_a_question_that_is_refused_is_an_error_that_names_it(retriever: HybridRetriever) -> None:
    with served(retriever.settings.index) as service:
        client = Client(service.port)
        with pytest.raises(EvalError, match="422"):
            client.search("x" * 1001)
        client.close()


def test_a_service_that_does_not_start_says_why(tmp_path) -> None:
    with pytest.raises(EvalError, match=r"did not start: .*glossator ingest"), served(tmp_path / "none"):
        pass
