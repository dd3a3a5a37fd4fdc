"""An index in; how long the encoder alone, a search in process and one over HTTP take for the same queries, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.benchmarks.load import throughput
from eval.benchmarks.machine import resident_mb
from eval.benchmarks.service import Client, served
from eval.benchmarks.timing import quantiles, ratio, timed_in_turn
from retriever.hybrid import HybridRetriever

CLIENTS = (1, 8, 32)
SECONDS_A_LOAD = 5.0
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Latency:
    """Quantiles in milliseconds, and queries a second by number of clients.

    `service_mb`: resident memory of the service `now`, after questions one by one, and at its `peak`, after the load.
    """

    floor_ms: dict[str, float]
    search_ms: dict[str, float]
    http_ms: dict[str, float]
    search_over_floor: float
    http_over_floor: float
    throughput_qps: dict[str, float]
    service_mb: dict[str, float]


def search_latency(retriever: HybridRetriever, queries: Sequence[str]) -> Latency:
    """Measure an index, the encoder's floor, search and HTTP in turn on each query.

    The floor is to tokenise and encode the query with the embedder in force, warm.

    Raises:
        EvalError: the service does not start or answers with an error.
    """
    embedder = retriever.embedder
    with served(retriever.settings.index) as service:
        client = Client(service.port)
        acts: dict[str, Callable[[str], object]] = {
            "floor": lambda query: embedder.embed([query]),
            "search": retriever.search,
            "http": client.search,
        }
        timed_in_turn(acts, queries[:20])  # warm: every length of query is compiled once
        taken = timed_in_turn(acts, queries, rounds=_ROUNDS)
        client.close()
        memory = resident_mb(service.pid)["now"]  # as the peer's is taken: after questions by one client
        qps = {str(n): throughput(service.port, queries, clients=n, seconds=SECONDS_A_LOAD) for n in CLIENTS}
        peak = resident_mb(service.pid).get("peak", memory)
    floor, search, http = (quantiles(taken[name]) for name in acts)
    return Latency(
        floor_ms=floor,
        search_ms=search,
        http_ms=http,
        search_over_floor=ratio(search["p50"], floor["p50"]),
        http_over_floor=ratio(http["p50"], floor["p50"]),
        throughput_qps=qps,
        service_mb={"now": memory, "peak": peak},
    )
