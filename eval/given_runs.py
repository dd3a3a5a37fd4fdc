"""A TREC run from anywhere in, an experiment as if it had been ranked here out."""

from collections.abc import Sequence
from pathlib import Path

from eval.compared_runs import shown_articles
from eval.datasets import read_corpus_texts
from eval.datatypes import Dataset, Run
from eval.errors import EvalError
from eval.experiment import Experiment
from eval.measures import DEFAULT_MEASURES, measure_run, refuse_unknown_measures
from eval.trec_files import read_run


def measure_given_run(dataset: Dataset, file: Path, measures: Sequence[str] = DEFAULT_MEASURES) -> Experiment:
    """Measure a TREC run on a dataset; a topic that it misses counts 0, as with `trec_eval -c`.

    Latency and index are unknown and left out.

    Raises:
        EvalError: the run is malformed, ranks nothing for any topic of the dataset, or none of the dataset's articles.
    """
    refuse_unknown_measures(measures)
    run = read_run(file)
    topics = [topic.topic_id for topic in dataset.topics]
    own = {topic_id: run[topic_id] for topic_id in topics if topic_id in run}
    if not own:
        raise EvalError(
            f"run {file} ranks nothing for split {dataset.split} of {dataset.name}: its topics are {min(run)!r} and "
            f"the like, the dataset's {topics[0]!r}; name the dataset that it is of, or another --split"
        )
    _refuse_other_articles(own, file, dataset)
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


def said_of_given_run(experiment: Experiment) -> str:
    """A line on the topics that a given run misses; empty where it misses none, or where the run was made here."""
    missed = experiment.config.get("topics_missed", 0)
    n_topics = len(experiment.dataset.topics)
    return f"the run ranks nothing for {missed} of {n_topics} questions; each counts 0" if missed else ""


def _refuse_other_articles(run: Run, file: Path, dataset: Dataset) -> None:
    """A run must have at least one article of the corpus; without a corpus, at least one that somebody judged."""
    if dataset.corpus:
        known, where = set(read_corpus_texts(dataset.corpus)), str(dataset.corpus)
    else:
        known, where = {a for judged in dataset.qrels.values() for a in judged}, f"judged in {dataset.name}"
    articles = {article for ranking in run.values() for article in ranking}
    if not articles & known:
        raise EvalError(
            f"run {file} ranked another corpus: of its {len(articles)} articles, such as {min(articles)!r}, none is "
            f"{'in ' if dataset.corpus else ''}{where}; name the dataset that it is of"
        )
