"""The records of evaluation: judged questions, runs, and measured values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

Qrels = dict[str, dict[str, int]]
"""Topic id -> article id -> grade; higher is more relevant, 0 is judged and not relevant."""

Run = dict[str, dict[str, float]]
"""Topic id -> article id -> score; the order of a topic's articles is the order that the user saw."""


class RankedArticle(NamedTuple):
    """An article in a ranking, and the passage for which it stands there: its id where it has one, and its text."""

    article_id: str
    score: float
    passage_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A judged question; `details` holds the other keys of its line, such as `kind`."""

    topic_id: str
    text: str
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of question, empty where none is given."""
        return str(self.details.get("kind") or "")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A BEIR folder: its questions with judgments, those that must not be answered, and its corpus where it has one."""

    name: str
    folder: Path
    split: str
    topics: tuple[Topic, ...]
    qrels: Qrels
    unanswerable: tuple[Topic, ...]
    corpus: Path | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value: a measure as ir-measures writes it, for one topic."""

    measure: str
    topic_id: str
    value: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over topics with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int
