"""Run files of two kinds in, runs that can be compared out; what cannot be compared is refused, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from eval.datasets import read_corpus_texts, read_topics
from eval.datatypes import Dataset, RankedArticle
from eval.errors import EvalError
from eval.measures import DEFAULT_MEASURES, canonical_names, measure_run
from eval.per_query_files import PerQuery, Shown, is_per_query_file, read_per_query_file, snippet
from eval.trec_files import read_run

_EMPTY_SHARE = 0.5
_SHOWN_IDS = 3
_SHOWN_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """One run: its values, measure -> topic -> value over the same topics as its peers, and its best articles.

    `shown` holds the first of them with their passages, `about` what a per-query file says that it is of.
    """

    name: str
    values: dict[str, dict[str, float]]
    rankings: dict[str, tuple[str, ...]]
    texts: dict[str, str]
    kinds: dict[str, str]
    shown: Shown
    about: Mapping[str, str] = field(default_factory=dict)


def read_compared_runs(
    files: Sequence[Path],
    *,
    dataset: Dataset | None,
    measures: Sequence[str] = (),
    allow_other_corpus: bool = False,
    missing_as_zero: bool = False,
) -> list[ComparedRun]:
    """Read TREC runs and per-query files, and measure the former on the dataset.

    Without `measures`: those of the per-query files where there are any, else the default ones.

    Raises:
        EvalError: a file is malformed, or the runs are not of the same questions, judgments and corpus; says which.
    """
    if len(files) < 2:
        raise EvalError("a comparison needs at least two runs; give two files")
    if len({file.resolve() for file in files}) < len(files):
        raise EvalError("a run file is given twice; give different files")
    per_query = {file: read_per_query_file(file) for file in files if is_per_query_file(file)}
    _refuse_other_data(per_query, dataset, allow_other_corpus=allow_other_corpus)
    wanted = canonical_names(measures) or _common_measures(per_query)
    runs = [
        _of_per_query(name, per_query[file], wanted)
        if file in per_query
        else _of_trec_run(name, file, dataset, wanted, missing_as_zero=missing_as_zero)
        for name, file in zip(_short_names(files), files, strict=True)
    ]
    _refuse_other_topics(runs, dataset)
    if not allow_other_corpus:
        _refuse_other_articles(runs, dataset)
    return runs


def _of_per_query(name: str, found: PerQuery, measures: Sequence[str]) -> ComparedRun:
    missing = [measure for measure in measures if measure not in found.values]
    if missing:
        raise EvalError(
            f"run {name} has no values of {missing[0]}, only of {', '.join(found.values)}; "
            "choose with --measures, or measure it again"
        )
    empty = sum(not ranking for ranking in found.rankings.values())
    _refuse_empty(name, empty, len(found.rankings))
    values = {measure: found.values[measure] for measure in measures}
    return ComparedRun(name, values, found.rankings, found.texts, found.kinds, found.shown, found.about)


def _of_trec_run(
    name: str, file: Path, dataset: Dataset | None, measures: Sequence[str], *, missing_as_zero: bool
) -> ComparedRun:
    if dataset is None:
        raise EvalError(f"{file} is a TREC run, which is measured on a dataset; name its folder with --dataset")
    run = read_run(file)
    topics = [topic.topic_id for topic in dataset.topics]
    missing = [topic_id for topic_id in topics if topic_id not in run]
    strange = sorted(run.keys() - read_topics(dataset.folder / "queries.jsonl").keys())
    if strange:
        raise EvalError(
            f"run {name} is of other topics: {_some(strange)} not in {dataset.folder / 'queries.jsonl'}; "
            "compare runs over one dataset"
        )
    if len(missing) == len(topics):
        raise EvalError(f"run {name} ranks nothing for split {dataset.split} of {dataset.name}; choose with --split")
    if missing and not missing_as_zero:
        raise EvalError(
            f"run {name} ranks nothing for {len(missing)} of {len(topics)} topics: {_some(missing)}; run it to its "
            "end, or, where it truly found nothing, count them as 0 with --missing-as-zero (as trec_eval -c does)"
        )
    values: dict[str, dict[str, float]] = {}
    for found in measure_run(dataset.qrels, run, measures):
        values.setdefault(found.measure, {})[found.topic_id] = found.value
    rankings = {topic_id: tuple(run.get(topic_id, {})) for topic_id in topics}
    return ComparedRun(
        name,
        values,
        rankings,
        texts={topic.topic_id: topic.text for topic in dataset.topics},
        kinds={topic.topic_id: topic.kind for topic in dataset.topics},
        shown=shown_articles(rankings, dataset),
    )


def shown_articles(rankings: dict[str, tuple[str, ...]], dataset: Dataset) -> dict[str, tuple[RankedArticle, ...]]:
    """The first articles of each topic with the beginning of their text, where the dataset has a corpus."""
    texts = read_corpus_texts(dataset.corpus) if dataset.corpus else {}
    return {
        topic_id: tuple(
            RankedArticle(article_id, 0.0, text=snippet(texts.get(article_id, "")))
            for article_id in ranking[:_SHOWN_ARTICLES]
        )
        for topic_id, ranking in rankings.items()
    }


def _refuse_other_data(per_query: dict[Path, PerQuery], dataset: Dataset | None, *, allow_other_corpus: bool) -> None:
    """All per-query files must be of one dataset, the given one where one is given, and of one corpus."""
    files = list(per_query)
    if files and dataset:
        first = per_query[files[0]].about
        if first["dataset_sha256"] and first["dataset_sha256"] != dataset.sha256:
            raise EvalError(
                f"{files[0]} was measured on other questions or judgments than {dataset.name}, {dataset.split} "
                f"({first['dataset']}, {first['split']}, {first['dataset_sha256'][:12]} and {dataset.sha256[:12]}); "
                "measure it again on this dataset"
            )
    for file in files[1:]:
        one, other = per_query[files[0]].about, per_query[file].about
        if one["dataset_sha256"] != other["dataset_sha256"]:
            raise EvalError(
                f"{files[0]} and {file} were measured on other questions or judgments: {one['dataset']}, "
                f"{one['split']} {one['dataset_sha256'][:12]} and {other['dataset']}, {other['split']} "
                f"{other['dataset_sha256'][:12]}; measure both on one dataset"
            )
        if one["corpus_sha256"] != other["corpus_sha256"] and not allow_other_corpus:
            raise EvalError(
                f"{files[0]} and {file} ranked other corpora ({one['corpus_sha256'][:12]} and "
                f"{other['corpus_sha256'][:12]}); rank one corpus with both, or say --allow-other-corpus"
            )


def _refuse_other_topics(runs: Sequence[ComparedRun], dataset: Dataset | None) -> None:
    topics = {topic.topic_id for topic in dataset.topics} if dataset else set(runs[0].rankings)
    where = f"split {dataset.split} of {dataset.name}" if dataset else f"run {runs[0].name}"
    for run in runs:
        odd = sorted(topics ^ set(run.rankings))
        if odd:
            raise EvalError(
                f"run {run.name} is of other topics than {where}: {_some(odd)} in one of them only; "
                "compare runs over the same questions"
            )
    if len(topics) < 2:
        raise EvalError(f"{where} holds a single question; nothing can be said of a difference on one, judge more")


def _refuse_other_articles(runs: Sequence[ComparedRun], dataset: Dataset | None) -> None:
    """Every article must be in the dataset's corpus; without a corpus, a run must share some with its peers."""
    if dataset and dataset.corpus:
        known = read_corpus_texts(dataset.corpus).keys()
        for run in runs:
            strange = sorted(_articles(run) - known)
            if strange:
                raise EvalError(
                    f"run {run.name} ranked another corpus: {_some(strange)} not in {dataset.corpus}; rank this one"
                )
        return
    judged = {article_id for grades in dataset.qrels.values() for article_id in grades} if dataset else set()
    for one, other in pairwise(runs):
        if not _articles(one) & _articles(other):
            raise EvalError(
                f"runs {one.name} and {other.name} ranked other corpora: they share no article "
                f"({min(_articles(one))!r} and {min(_articles(other))!r}); rank one corpus with both"
            )
    if judged and not _articles(runs[0]) & judged:
        raise EvalError(
            f"the runs ranked another corpus than the one judged: no judged article is in {runs[0].name} "
            f"({min(_articles(runs[0]))!r} and {min(judged)!r}); name the dataset that they are of"
        )


def _refuse_empty(name: str, empty: int, n_topics: int) -> None:
    if empty >= _EMPTY_SHARE * n_topics:
        raise EvalError(
            f"run {name} found nothing for {empty} of {n_topics} topics: it never ran to its end; run it again"
        )


def _articles(run: ComparedRun) -> set[str]:
    return {article_id for ranking in run.rankings.values() for article_id in ranking}


def _common_measures(per_query: dict[Path, PerQuery]) -> list[str]:
    found = list(per_query.values())
    if not found:
        return list(DEFAULT_MEASURES)
    common = [name for name in found[0].values if all(name in other.values for other in found)]
    if not common:
        raise EvalError(f"{', '.join(map(str, per_query))} share no measure; measure them again with one --measures")
    return common


def _short_names(files: Sequence[Path]) -> list[str]:
    """File names without endings where they differ, else whole paths."""
    names = [file.name.split(".")[0] for file in files]
    return names if len(set(names)) == len(names) else [str(file) for file in files]


def _some(ids: Sequence[str]) -> str:
    shown = ", ".join(map(repr, ids[:_SHOWN_IDS]))
    return f"{shown} and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else shown
