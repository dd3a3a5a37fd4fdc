"""Articles and passages to lines of JSON, and back: what stands in the files of a generation."""

import json
from dataclasses import fields
from typing import Any

from ingest.datatypes import Article, Passage, Section, Segment

_PLAIN = [f.name for f in fields(Article) if f.name not in ("sections", "segments")]
_TUPLES = {"aliases", "see_also", "asked", "warnings"}


def article_to_json(article: Article, passages: tuple[Passage, ...], digest: str) -> str:
    """One line that holds an article, its passages as offsets, and the digest of the page it came from."""
    record: dict[str, Any] = {name: getattr(article, name) for name in _PLAIN}
    record["sections"] = [[list(s.heading_path), s.slug, s.start, s.end] for s in article.sections]
    record["segments"] = [[s.kind, s.start, s.end] for s in article.segments]
    record["passages"] = [
        [p.passage_id, list(p.heading_path), p.start, p.end, p.n_tokens, p.n_wordpieces] for p in passages
    ]
    record["digest"] = digest
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def article_from_json(line: str) -> tuple[Article, tuple[Passage, ...], str]:
    """The article, its passages and its digest from one line.

    Raises:
        KeyError, ValueError, TypeError: the line is not what `article_to_json` writes.
    """
    record = json.loads(line)
    plain: dict[str, Any] = {name: tuple(record[name]) if name in _TUPLES else record[name] for name in _PLAIN}
    article = Article(
        **plain,
        sections=tuple(Section(tuple(path), slug, start, end) for path, slug, start, end in record["sections"]),
        segments=tuple(Segment(kind, start, end) for kind, start, end in record["segments"]),
    )
    passages = tuple(
        Passage(passage_id, article.article_id, tuple(path), start, end, article.text[start:end], tokens, wordpieces)
        for passage_id, path, start, end, tokens, wordpieces in record["passages"]
    )
    return article, passages, record["digest"]
