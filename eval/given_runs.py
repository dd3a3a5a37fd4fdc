"""A TREC run from anywhere in, an experiment as if it had been ranked here out."""

from collections.abc import Sequence
from pathlib import Path

from eval.compared_runs import shown_articles
from eval.datatypes import Dataset
from eval.errors import EvalError
from eval.experiment import Experiment
from eval.measures import DEFAULT_MEASURES, measure_run
from eval.trec_files import read_run


def measure_given_run(dataset: Dataset, file: Path, measures: Sequence[str] = DEFAULT_MEASURES) -> Experiment:
    """Measure a TREC run on a dataset; a topic that it misses counts 0, as with `trec_eval -c`.

    Latency and index are unknown and left out.

    Raises:
        EvalError: the run is malformed, or ranks nothing for any topic of the dataset.
    """
    run = read_run(file)
    topics = [topic.topic_id for topic in dataset.topics]
    own = {topic_id: run[topic_id] for topic_id in topics if topic_id in run}
    if not own:
        raise EvalError(
            f"run {file} ranks nothing for split {dataset.split} of {dataset.name}: its topics are {min(run)!r} and "
            f"the like, the dataset's {topics[0]!r}; name the dataset that it is of, or another --split"
        )
    rankings = {topic_id: tuple(own.get(topic_id, {})) for topic_id in topics}
    return Experiment(
        dataset=dataset,
        config={"run": file.name, "preset": file.stem, "topics_missed": len(topics) - len(own)},
        run=own,
        shown=shown_articles(rankings, dataset),
        measurements=measure_run(dataset.qrels, own, measures),
        latency_ms={},
        index={"generation": "", "corpus_sha256": ""},
    )
