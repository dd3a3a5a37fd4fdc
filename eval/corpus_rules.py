"""One article of a glossary in, what breaks the rules for a single article out: front matter, sections, length."""

import re
from collections.abc import Iterator
from pathlib import Path

from eval.corpus_pages import CorpusPage, Finding, n_words
from ingest.datatypes import LEAD_HEADING
from ingest.formats.scraped_lines import EXAMPLE, LIST_HEADINGS
from ingest.terms import name_key

SECTIONS = (
    LEAD_HEADING,
    EXAMPLE,
    "Why It Matters",
    "Where It Creates Value",
    *LIST_HEADINGS,
    "Signs It Is Working",
)
"""What every article holds, in this order; the first is the text above the first heading."""

FEWEST_WORDS, MOST_WORDS = 350, 900

_TEXT_KEYS = ("term", "category", "summary")
_LIST_KEYS = ("aliases", "related", "asked")
_FEWEST_RELATED, _MOST_RELATED = 3, 6
_LONGEST_SUMMARY = 160
_FEWEST_ITEMS = 3
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def article_findings(page: CorpusPage) -> Iterator[Finding]:
    """All that is wrong with an article by itself."""
    file = page.file
    for rule, messages in (
        ("front matter", _front_matter(page)),
        ("sections", _sections(page)),
        ("lists", _lists(page)),
        ("length", _length(page)),
    ):
        yield from (Finding(file, rule, message) for message in messages)


def _front_matter(page: CorpusPage) -> Iterator[str]:
    keys, article = page.keys, page.article
    if not _SLUG.fullmatch(article.article_id):
        yield f"the name {Path(page.file).name!r} is no slug; use lower-case words joined by hyphens"
    for key in keys.keys() - {*_TEXT_KEYS, *_LIST_KEYS}:
        yield f"unknown key {key!r}; known are {', '.join((*_TEXT_KEYS, *_LIST_KEYS))}"
    for key in _TEXT_KEYS:
        if not isinstance(keys.get(key), str) or not keys[key].strip():
            yield f"{key!r} is missing or no text; write one line"
    for key in _LIST_KEYS:
        value = keys.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            yield f"{key!r} is no list of texts; write [one, two]"
    yield from _names_and_summary(page)
    if not article.licence:
        yield "has no licence; give one to all articles under `cascade` in _index.md"


def _names_and_summary(page: CorpusPage) -> Iterator[str]:
    keys = page.keys
    related, aliases, summary = keys.get("related", []), keys.get("aliases", []), keys.get("summary", "")
    if isinstance(related, list):
        if not _FEWEST_RELATED <= len(related) <= _MOST_RELATED:
            yield f"names {len(related)} related articles; name {_FEWEST_RELATED} to {_MOST_RELATED}"
        yield from (f"names {slug!r} twice under related" for slug in _repeated(related))
    if isinstance(aliases, list):
        yield from (f"gives the name {name!r} twice" for name in _repeated([*map(name_key, aliases)]))
        own = name_key(page.article.term)
        yield from (f"alias {name!r} is the term itself; remove it" for name in aliases if name_key(name) == own)
    if isinstance(summary, str) and summary.strip():
        if len(summary) > _LONGEST_SUMMARY:
            yield f"the summary has {len(summary)} characters; {_LONGEST_SUMMARY} at most"
        if not summary.rstrip().endswith("."):
            yield "the summary is no sentence; end it with a full stop"


def _sections(page: CorpusPage) -> Iterator[str]:
    found = [" / ".join(section.heading_path) for section in page.article.sections]
    missing = [heading for heading in SECTIONS if heading not in found]
    yield from (f"{heading!r} is missing or empty" for heading in missing)
    yield from (f"unknown section {heading!r}" for heading in found if heading not in SECTIONS)
    yield from (f"section {heading!r} stands there twice" for heading in _repeated(found))
    known = [heading for heading in dict.fromkeys(found) if heading in SECTIONS]
    wanted = [heading for heading in SECTIONS if heading in known]
    for heading, other in zip(known, wanted, strict=True):
        if heading != other:
            yield f"{heading!r} stands where {other!r} should; the order is {', '.join(SECTIONS)}"
            return


def _lists(page: CorpusPage) -> Iterator[str]:
    for section in page.article.sections:
        if section.heading not in LIST_HEADINGS:
            continue
        items = [text for kind, text in page.segments_of(section) if kind == "list_item"]
        if len(items) < _FEWEST_ITEMS:
            yield f"{section.heading!r} has {len(items)} list items; write {_FEWEST_ITEMS} or more"
        if section.heading == "Questions to Ask":
            yield from (f"{text!r} is no question" for text in items if not text.endswith("?"))


def _length(page: CorpusPage) -> Iterator[str]:
    count = n_words(page)
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        yield f"{count} words; {FEWEST_WORDS} to {MOST_WORDS} are allowed"


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
