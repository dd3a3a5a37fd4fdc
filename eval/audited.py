"""A BEIR folder and runs in, all that can be read of them out, with a finding for each thing that cannot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from eval.datasets import read_corpus_texts, read_dataset, read_qrels, read_topics
from eval.datatypes import Dataset, Qrels, Run
from eval.errors import EvalError
from eval.trec_files import read_run
from ingest.errors import IngestError
from ingest.open_index import open_index

Level = Literal["fault", "warning", "note"]

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a fault makes figures worthless, a warning wants to be known when they are read."""

    check: str
    level: Level
    message: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audited:
    """What could be read: a dataset, the judgments of all its splits, the text of its articles by id, and runs by name.

    `texts` is empty where there is no corpus; then checks of texts find nothing.
    """

    dataset: Dataset
    splits: Mapping[str, Qrels]
    questions: Mapping[str, str]
    texts: Mapping[str, str]
    runs: Mapping[str, Run] = field(default_factory=dict)

    @property
    def relevant(self) -> dict[str, set[str]]:
        """The relevant articles of each topic of the split; empty sets for topics without any."""
        return {topic: {a for a, grade in judged.items() if grade > 0} for topic, judged in self.dataset.qrels.items()}


def read_audited(
    folder: Path, split: str, runs: Sequence[Path], index: Path | None
) -> tuple[Audited | None, list[Finding]]:
    """Read all there is, and say what cannot be read; None where not even questions and judgments can.

    A folder without corpus takes its articles from the index, where there is one.

    Raises:
        EvalError: the folder or the split does not exist.
    """
    if not (folder / "qrels" / f"{split}.tsv").is_file():
        read_dataset(folder, split)
    findings: list[Finding] = []

    def attempt(check: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except EvalError as error:
            findings.append(Finding(check, "fault", str(error)))
        except IngestError as error:
            findings.append(Finding(check, "note", f"no corpus.jsonl, and {error}; articles were not looked at"))
        return None

    dataset = attempt("dataset", partial(read_dataset, folder, split))
    if dataset is None:
        return None, findings
    splits = {split: dataset.qrels}
    for file in sorted((folder / "qrels").glob("*.tsv")):
        qrels = attempt("dataset", partial(read_qrels, file)) if file.stem != split else None
        if qrels:
            splits[file.stem] = qrels
    texts = attempt("corpus", partial(article_texts, dataset, index)) or {}
    read = {file.stem: attempt("run", partial(read_run, file)) for file in runs}
    questions = {topic.topic_id: topic.text for topic in read_topics(folder / "queries.jsonl").values()}
    return Audited(dataset, splits, questions, texts, {name: run for name, run in read.items() if run}), findings


def article_texts(dataset: Dataset, index: Path | None) -> dict[str, str]:
    """Title and text of every article by id: of the dataset's corpus, else of the index; neither gives nothing.

    Raises:
        EvalError: the corpus is malformed.
        IngestError: there is no corpus, and the index cannot be opened.
    """
    if dataset.corpus:
        return read_corpus_texts(dataset.corpus)
    articles = open_index(index).articles if index else {}
    return {name: f"{record.article.title}\n{record.article.text}" for name, record in articles.items()}
