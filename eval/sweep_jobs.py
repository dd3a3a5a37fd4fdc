"""Settings, a judged set and its articles in; values of every question, latency and size out, kept for the next time.

Each function that a process of its own runs stands here, takes and gives plain values, and opens what it needs itself.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from eval.datasets import read_dataset
from eval.experiment import INDEX_SETTINGS, RANKING_SETTINGS, RUNS, latency_ms, run_topics
from eval.measures import measure_run
from eval.rankers import HybridRanker
from ingest.open_index import open_index
from ingest.pipeline import ingest
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings


@dataclass(frozen=True, slots=True)
class Job:
    """One setting on one split; `source` is what its index is built of; None: the settings name an index."""

    name: str
    settings: Mapping[str, Any]
    folder: Path
    split: str
    measures: tuple[str, ...]
    source: Path | None

    def opened(self) -> RetrieverSettings:
        """The settings with the index of this job."""
        settings = RetrieverSettings(**self.settings)
        if not self.source:
            return settings
        shape = json.dumps([str(self.source.resolve()), *(str(self.settings[name]) for name in INDEX_SETTINGS)])
        folder = RUNS / "indexes" / f"sweep-{hashlib.sha256(shape.encode()).hexdigest()[:12]}"
        return settings.model_copy(update={"index": folder})


def build_index(job: Job) -> str:
    """Build the job's index, or bring it up to date; what did not change is not embedded again. Gives its folder."""
    settings = job.opened()
    if job.source:
        ingest([job.source], settings)
    return str(settings.index)


def rank_and_measure(job: Job) -> dict[str, Any]:
    """Values by measure and topic, and the size of the index; read where they were kept, else measured and kept."""
    kept = _kept(job)
    if kept.is_file():
        return dict(json.loads(kept.read_text()))
    dataset, settings = read_dataset(job.folder, job.split), job.opened()
    retriever = open_retriever(settings)
    run = run_topics(HybridRanker(retriever), dataset.topics)
    values: dict[str, dict[str, float]] = {}
    for found in measure_run(dataset.qrels, run, job.measures):
        values.setdefault(found.measure, {})[found.topic_id] = found.value
    generation = settings.index / retriever.index.generation
    size = sum(file.stat().st_size for file in generation.rglob("*") if file.is_file())
    document = {"values": values, "index_mb": round(size / 1e6, 3), "passages": len(retriever.index.passages)}
    _keep(kept, document)
    return document


def time_queries(job: Job) -> dict[str, float]:
    """Milliseconds a question, p50 and p95; to be run when nothing else of the sweep runs. Kept like the values."""
    kept = _kept(job)
    document = json.loads(kept.read_text())
    if "latency_ms" not in document:
        dataset = read_dataset(job.folder, job.split)
        document["latency_ms"] = latency_ms(HybridRanker(open_retriever(job.opened())), dataset.topics)
        _keep(kept, document)
    return dict(document["latency_ms"])


def is_kept(job: Job) -> bool:
    """Whether the job was measured before: same settings, judgments, articles and code."""
    return _kept(job).is_file()


def _kept(job: Job) -> Path:
    """Where the outcome is kept: the name is a digest of all that it depends on."""
    dataset = read_dataset(job.folder, job.split)
    manifest = asdict(open_index(job.opened().index).manifest)
    ranked_by = {name: str(job.settings[name]) for name in RANKING_SETTINGS}
    content = json.dumps([dataset.sha256, manifest, ranked_by, job.measures, _code_digest()], sort_keys=True)
    return RUNS / "sweeps" / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}.json"


def _keep(file: Path, document: Mapping[str, object]) -> None:
    """Write all or nothing, so that a process that is stopped leaves no half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(document))
    part.replace(file)


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """SHA-256 of the code that rankings and values come from."""
    root = Path(__file__).parents[1]
    files = [file for folder in ("ingest", "retriever") for file in sorted((root / folder).rglob("*.py"))]
    files += [root / "eval" / name for name in ("rankers.py", "measures.py", "experiment.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
