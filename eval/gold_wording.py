"""Judged questions and the articles that answer them in, how near a question's words are to its answer's out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from eval.datatypes import Topic
from ingest.datatypes import Article
from ingest.lexical_index import stem_word
from ingest.terms import name_key
from ingest.text_cleaning import fold_for_matching

HIGHEST_OVERLAP = 0.7
HIGHEST_MEDIAN = 0.35

DEFINITION = "definition"
"""The kind whose questions can hardly avoid the words of their answer, and so are left out of the bounds."""

_FUNCTION_WORDS = frozenset(
    """
    a about after again all also am an and any anyone are as at be because been before being between both but by can
    can't cannot could couldn't did didn't do does doesn't doing don't down each few for from further get gets getting
    give go got had has hasn't have haven't having he her here hers him his how i i'd i'll i'm i've if in into is isn't
    it it's its itself just let like make makes may me might mine more most much must my need no nor not of off on once
    one ones only onto or other our ours out over own per please same shall she should shouldn't so some such tell than
    that that's the their theirs them then there there's these they they're this those through to too under until up us
    very want was wasn't we we'd we're we've were weren't what what's when where whether which while who who's whom
    whose why will with without won't would wouldn't you you're your yours
    """.split()  # noqa: SIM905  # a list of two hundred quoted words is no easier to read
)
"""Words that say nothing of a subject, question words among them."""

_STEMMED = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WORD = re.compile(r"[^\W_]+(?:['’/-][^\W_]+)*")
_LONGEST_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Overlap:
    """The share of a question's content stems that stand in the section of its answer; the highest of its sections."""

    topic_id: str
    kind: str
    share: float


def overlaps(topics: Iterable[Topic], articles: Mapping[str, Article]) -> list[Overlap]:
    """The overlap of each question that names a section of an article; sections that are not there count 0."""
    found: list[Overlap] = []
    for topic in topics:
        asked = content_stems(topic.text)
        shares = [
            len(asked & content_stems(section_text(articles, section))) / max(len(asked), 1)
            for section in sections_of(topic)
        ]
        if shares:
            found.append(Overlap(topic.topic_id, topic.kind, max(shares)))
    return found


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, words that say nothing of a subject left out."""
    words = _STEMMED.findall(fold_for_matching(text))
    return frozenset(stem_word(word.removesuffix("'s")) for word in words if word not in _FUNCTION_WORDS)


def overlap_findings(found: Iterable[Overlap]) -> Iterator[tuple[str, str]]:
    """Topic id and what to do, for each question that says too much of its answer, and for all of them together."""
    bounded = bounded_overlaps(found)
    for overlap in bounded:
        if overlap.share > HIGHEST_OVERLAP:
            yield (
                overlap.topic_id,
                f"{overlap.share:.2f} of its content words stand in the answer, {HIGHEST_OVERLAP} at most; "
                "ask in the words of someone who has not read it",
            )
    middle = overlap_median(bounded)
    if middle > HIGHEST_MEDIAN:
        yield "all questions", f"the median of their overlap with the answer is {middle:.2f}, {HIGHEST_MEDIAN} at most"


def bounded_overlaps(found: Iterable[Overlap]) -> list[Overlap]:
    """The overlaps that the bounds hold for: of all questions but those for a definition."""
    return [overlap for overlap in found if overlap.kind != DEFINITION]


def overlap_median(found: Iterable[Overlap]) -> float:
    """The median share, 0 where there is none."""
    shares = [overlap.share for overlap in found]
    return median(shares) if shares else 0.0


def sections_of(topic: Topic) -> list[str]:
    """The sections that answer a question, `<article>#<slug>`, best first; none where it names none."""
    sections = topic.details.get("sections")
    return [str(section) for section in sections] if isinstance(sections, list) else []


def section_text(articles: Mapping[str, Article], section: str) -> str:
    """The text of `<article>#<slug>`; empty where there is no such section."""
    article_id, _, slug = section.partition("#")
    article = articles.get(article_id)
    for found in article.sections if article else ():
        if article and found.slug == slug:
            return article.text[found.start : found.end]
    return ""


def name_in(text: str, article: Article) -> str:
    """The term or alias of an article that stands in a text, letter case and plural forgiven; empty where none does."""
    names = {name_key(name): name for name in (*article.aliases, article.term)}
    words = _WORD.findall(text)
    for length in range(_LONGEST_NAME_WORDS, 0, -1):
        for at in range(len(words) - length + 1):
            key = name_key(" ".join(words[at : at + length]))
            if key in names:
                return names[key]
    return ""
