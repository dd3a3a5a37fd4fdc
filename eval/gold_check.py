"""A glossary and its judged questions in, what is wrong with the questions and judgments, and their counts, out."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.corpus_pages import Finding
from eval.datasets import read_dataset, read_topics
from eval.datatypes import Dataset, Topic
from eval.errors import EvalError
from eval.gold_wording import (
    bounded_overlaps,
    name_in,
    overlap_findings,
    overlap_median,
    overlaps,
    section_text,
    sections_of,
)
from eval.near_duplicates import near_duplicates
from eval.rankers import read_plain_articles
from ingest.datatypes import Article
from ingest.text_cleaning import fold_for_matching

SPLITS = ("dev", "test")
HELPS, ANSWERS = 1, 2
"""The grades of a judgment."""

_GIVEN_AWAY = 0.5
_KINDS = "definition difference example how-to metric misspelled pitfalls signs situational two-article why"
KINDS = (*_KINDS.split(), "reverse-dictionary")
UNANSWERABLE_KINDS = ("far", "near", "false-premise", "instruction")

Told = Iterator[tuple[str, str]]
"""A topic id, or where else, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class GoldReport:
    """Findings, and counts by split and kind. The overlaps leave questions for a definition out."""

    folder: str
    findings: tuple[Finding, ...]
    questions: dict[str, dict[str, int]]
    unanswerable: dict[str, dict[str, int]]
    judgments: dict[str, int]
    overlap_median: float
    overlap_highest: float


def check_gold(folder: Path, corpus: Path) -> GoldReport:
    """Check judged questions against the articles that they ask about.

    Raises:
        EvalError, IngestError: a file is missing or malformed, or the corpus cannot be read.
    """
    articles = {record.article.article_id: record.article for record in read_plain_articles(corpus)}
    sets = {split: read_dataset(folder, split) for split in SPLITS}
    topics = read_topics(folder / "queries.jsonl")
    unanswerable_file = folder / "unanswerable.jsonl"
    if not unanswerable_file.is_file():
        raise EvalError(f"{unanswerable_file} does not exist; write the questions that must not be answered")
    unanswerable = read_topics(unanswerable_file)
    found = overlaps(topics.values(), articles)
    checks: list[tuple[str, Told]] = [
        ("queries.jsonl", _questions(topics, sets)),
        ("queries.jsonl", _sections(sets, articles)),
        ("queries.jsonl", _named_terms(sets, articles)),
        ("queries.jsonl", overlap_findings(found)),
        ("qrels", _judgments(sets, articles)),
        ("qrels", _articles_of_both_splits(sets)),
        ("unanswerable.jsonl", _unanswerable(unanswerable, topics)),
        ("queries.jsonl", _given_away({**topics, **unanswerable}, articles)),
    ]
    bounded = bounded_overlaps(found)
    return GoldReport(
        folder=str(folder),
        findings=tuple(Finding(str(folder / file), where, told) for file, check in checks for where, told in check),
        questions={split: _by_kind(judged.topics) for split, judged in sets.items()},
        unanswerable={split: _by_kind(judged.unanswerable) for split, judged in sets.items()},
        judgments={split: sum(map(len, judged.qrels.values())) for split, judged in sets.items()},
        overlap_median=round(overlap_median(bounded), 4),
        overlap_highest=round(max((overlap.share for overlap in bounded), default=0.0), 4),
    )


def _given_away(topics: Mapping[str, Topic], articles: Mapping[str, Article]) -> Told:
    """Questions that an article says it is asked, word for word or nearly: they would measure nothing."""
    asked = {f"{name} is asked {n}": text for name, article in articles.items() for n, text in enumerate(article.asked)}
    texts = {**{topic_id: topic.text for topic_id, topic in topics.items()}, **asked}
    for one, other, _ in near_duplicates(texts, similarity=_GIVEN_AWAY):
        if (one in asked) != (other in asked):
            topic_id, text = (other, one) if one in asked else (one, other)
            yield (
                topic_id,
                f"is what {text.partition(' is asked ')[0]!r} says it is asked: {asked[text]!r}; ask it anew",
            )


def _questions(topics: Mapping[str, Topic], sets: Mapping[str, Dataset]) -> Told:
    first: dict[str, str] = {}
    for topic_id, topic in topics.items():
        splits = [split for split, judged in sets.items() if topic_id in judged.qrels]
        if len(splits) != 1:
            yield topic_id, f"is judged in {' and '.join(splits) or 'no split'}; judge it in one"
        if topic.kind not in KINDS:
            yield topic_id, f"is of kind {topic.kind!r}; known are {', '.join(sorted(KINDS))}"
        other = first.setdefault(fold_for_matching(topic.text), topic_id)
        if other != topic_id:
            yield topic_id, f"asks what {other} asks, word for word"
    for split, judged in sets.items():
        missing = sorted(set(KINDS) - {topic.kind for topic in judged.topics})
        if missing:
            yield f"split {split}", f"holds no question of kind {', '.join(missing)}"


def _judgments(sets: Mapping[str, Dataset], articles: Mapping[str, Article]) -> Told:
    for judged in sets.values():
        for topic_id, grades in judged.qrels.items():
            for article_id, grade in grades.items():
                if article_id not in articles:
                    yield topic_id, f"judges {article_id!r}, which is no article"
                if grade not in (HELPS, ANSWERS):
                    yield topic_id, f"gives {article_id!r} the grade {grade}; {HELPS} helps, {ANSWERS} answers"
            if ANSWERS not in grades.values():
                yield topic_id, f"has no article that answers it, grade {ANSWERS}"


def _articles_of_both_splits(sets: Mapping[str, Dataset]) -> Told:
    split_of: dict[str, dict[str, str]] = defaultdict(dict)
    for split, judged in sets.items():
        for topic_id, grades in judged.qrels.items():
            for article_id in grades:
                split_of[article_id].setdefault(split, topic_id)
    for article_id, found in sorted(split_of.items()):
        if len(found) > 1:
            where = ", ".join(f"{split} ({topic_id})" for split, topic_id in found.items())
            yield article_id, f"is relevant in {where}; an article belongs to one split"


def _sections(sets: Mapping[str, Dataset], articles: Mapping[str, Article]) -> Told:
    for judged in sets.values():
        for topic in judged.topics:
            grades = judged.qrels[topic.topic_id]
            named = sections_of(topic)
            for section in named:
                if not section_text(articles, section):
                    yield topic.topic_id, f"names {section!r}, which is no section of an article"
                if section.partition("#")[0] not in grades:
                    yield topic.topic_id, f"names {section!r}, whose article is not judged"
            first = named[0].partition("#")[0] if named else ""
            if grades.get(first) != ANSWERS:
                yield topic.topic_id, f"names no section first of an article that answers it, grade {ANSWERS}"


def _named_terms(sets: Mapping[str, Dataset], articles: Mapping[str, Article]) -> Told:
    """Reverse-dictionary questions that give away the term they ask for."""
    for judged in sets.values():
        for topic in judged.topics:
            answering = [a for a, grade in judged.qrels[topic.topic_id].items() if grade == ANSWERS and a in articles]
            for article_id in answering if topic.kind == "reverse-dictionary" else ():
                name = name_in(topic.text, articles[article_id])
                if name:
                    yield topic.topic_id, f"asks for a term and names it: {name!r}"


def _unanswerable(unanswerable: Mapping[str, Topic], topics: Mapping[str, Topic]) -> Told:
    first = {fold_for_matching(topic.text): topic_id for topic_id, topic in topics.items()}
    for topic_id, topic in unanswerable.items():
        if topic_id in topics:
            yield topic_id, "is the id of an answerable question too"
        if topic.kind not in UNANSWERABLE_KINDS:
            yield topic_id, f"is of kind {topic.kind!r}; known are {', '.join(UNANSWERABLE_KINDS)}"
        if topic.details.get("split") not in SPLITS:
            yield topic_id, f"names no split of {', '.join(SPLITS)}"
        other = first.setdefault(fold_for_matching(topic.text), topic_id)
        if other != topic_id:
            yield topic_id, f"asks what {other} asks, word for word"


def _by_kind(topics: tuple[Topic, ...]) -> dict[str, int]:
    return dict(sorted(Counter(topic.kind for topic in topics).items()))
