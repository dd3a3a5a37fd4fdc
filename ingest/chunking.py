"""One article in, its passages out: whole segments of one section, within a token budget and the embedder's window."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.datatypes import LEAD_HEADING, Article, Passage, Section, Segment
from ingest.text_cleaning import one_line
from ingest.tokens import count_tokens

Span = tuple[int, int]

_CLAUSE_END = re.compile(r"(?<=[,;:.!?)])\s+|\s+(?=[(–—])|\n+")
_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """What bounds a passage: tokens of its text, and wordpieces of the text with its prefix and special tokens."""

    budget_tokens: int
    max_wordpieces: int
    count_wordpieces: Callable[[Sequence[str]], list[int]]


def embedding_prefix(term: str, heading_path: Sequence[str], window: Window) -> str:
    """What is put in front of a passage for embedding: its term and headings, at most a quarter of the window.

    The text above the first heading gets the term alone. A longer prefix loses words at its end.
    """
    headings = [heading for heading in heading_path if heading != LEAD_HEADING]
    words = one_line(": ".join([term, *headings]) if term else ": ".join(headings)).split()
    while words and window.count_wordpieces([" ".join(words)])[0] > window.max_wordpieces // 4:
        words.pop()
    return " ".join(words)


def text_to_embed(prefix: str, text: str) -> str:
    """The text that the embedder reads for a passage."""
    return f"{prefix}\n{text}" if prefix else text


def chunk(article: Article, window: Window) -> list[Passage]:
    """Cut an article to passages, in order, each a slice of its text.

    Segments stay whole and together as far as budget and window allow, in parts of like length; a segment that alone
    is too long is cut at clauses, then words, then characters. Every character of every segment stands in exactly
    one passage. An article without text gives none.
    """
    passages: list[Passage] = []
    for section in article.sections:
        prefix = embedding_prefix(article.term, section.heading_path, window)
        segments = [s for s in article.segments if section.start <= s.start < section.end]
        sizes = _Sizes(prefix, window)
        for n, (start, end) in enumerate(_pack(article.text, segments, sizes)):
            passage_id, text = _passage_id(article, section, n), article.text[start:end]
            passages.append(
                Passage(passage_id, article.article_id, section.heading_path, start, end, text, *sizes.of(text))
            )
    return passages


class _Sizes:
    """Tokens of texts under one heading, and wordpieces with their prefix; each text is counted once."""

    def __init__(self, prefix: str, window: Window) -> None:
        self.prefix = prefix
        self.window = window
        self.of = cache(self._of)

    def fits(self, text: str) -> bool:
        tokens, wordpieces = self.of(text)
        return tokens <= self.window.budget_tokens and wordpieces <= self.window.max_wordpieces

    def _of(self, text: str) -> tuple[int, int]:
        return count_tokens([text])[0], self.window.count_wordpieces([text_to_embed(self.prefix, text)])[0]


def fitting_spans(text: str, span: Span, fits: Callable[[str], bool]) -> list[Span]:
    """Cut a span of a text in two, again and again, until every part fits; parts of one character are kept as they are.

    The cut nearest the middle is taken: between clauses where there is one, else between words, else inside a word.
    White space at a cut belongs to no part.
    """
    start, end = span
    if fits(text[start:end]) or end - start <= 1:
        return [span]
    left_end, right_start = _cut(text, start, end)
    return fitting_spans(text, (start, left_end), fits) + fitting_spans(text, (right_start, end), fits)


def _passage_id(article: Article, section: Section, n: int) -> str:
    slugs = {other.slug for other in article.sections}
    name = section.slug if n == 0 else f"{section.slug}-{n + 1}"
    while n > 0 and name in slugs:  # a section may itself be called "Step 2"
        name += "-part"
    return f"{article.article_id}#{name}"


def _pack(text: str, segments: Sequence[Segment], sizes: _Sizes) -> list[Span]:
    if not segments:
        return []
    window, whole = sizes.window, (segments[0].start, segments[-1].end)
    if sizes.fits(text[whole[0] : whole[1]]):
        return [whole]
    pieces = [piece for s in segments for piece in fitting_spans(text, (s.start, s.end), sizes.fits)]
    texts = [text[start:end] for start, end in pieces]
    room = window.max_wordpieces - window.count_wordpieces([text_to_embed(sizes.prefix, "")])[0]
    tokens, wordpieces = count_tokens(texts), window.count_wordpieces(texts)
    fill = [max((t + 1) / window.budget_tokens, w / max(room, 1)) for t, w in zip(tokens, wordpieces, strict=True)]
    return _grouped(text, pieces, fill, sizes.fits)


def _grouped(text: str, pieces: Sequence[Span], fill: Sequence[float], fits: Callable[[str], bool]) -> list[Span]:
    """Join neighbouring pieces to spans that fit, of about the same fill: no full span with a scrap after it."""
    target = sum(fill) / math.ceil(sum(fill))
    spans: list[Span] = []
    held = 0.0
    for (start, end), share in zip(pieces, fill, strict=True):
        joins = bool(spans) and held + share / 2 <= target and fits(text[spans[-1][0] : end])
        if joins:
            spans[-1] = (spans[-1][0], end)
            held += share
        else:
            spans.append((start, end))
            held = share
    return spans


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    middle = (start + end) // 2
    for pattern in (_CLAUSE_END, _WORD_END):
        cuts = [m.span() for m in pattern.finditer(text, start, end) if start < m.start() and m.end() < end]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut[0] - middle))
    return middle, middle
