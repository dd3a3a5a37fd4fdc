"""A glossary in, the lists out from which wikis underline terms and show their definitions: one row a format."""

import re
from collections.abc import Callable, Iterator

from ingest.datatypes import Article
from ingest.terms import name_key
from ingest.text_cleaning import one_line
from retriever.term_graph import TermGraph
from server.exports import markdown_text, mediawiki_text

_PLAIN_NAME = re.compile(r"[^\W_](?:[^\W_]|[ .,&+'’/()–-])*")
_ABSTRACT = ("ing", "ness", "ment", "ism")


def named_terms(articles: list[Article], graph: TermGraph) -> Iterator[tuple[str, str]]:
    """Each name by which a text may mention a term, with the term's definition: term, aliases, and their plurals.

    A name is given as written and as it stands inside a sentence. Of several articles with one name the longest has
    it. Names that a list cannot hold, since they are more than words, are left out, as are terms without definition.
    """
    seen: set[str] = set()
    for article in sorted(articles, key=lambda a: (a.term.casefold(), a.article_id)):
        definition = one_line(article.definition)
        for name in (article.term, *article.aliases):
            for form in _forms(one_line(name)):
                owner = graph.find_one(form).article_id if graph.find(form) else article.article_id
                if definition and form not in seen and owner == article.article_id and _PLAIN_NAME.fullmatch(form):
                    seen.add(form)
                    yield form, definition


def plural(name: str) -> str:
    """The plural of an English name, or nothing where it is one already or has none."""
    last = name.rpartition(" ")[2]
    if not last.isalpha() or len(last) < 3 or last.endswith(_ABSTRACT) or name_key(last) != last.casefold():
        return ""
    if last.isupper():
        return f"{name}s"
    if last.endswith("is"):
        return f"{name[:-2]}es"
    if re.search(r"(?:s|x|z|ch|sh)$", last):
        return f"{name}es"
    if re.search(r"[^aeiou]y$", last):
        return f"{name[:-1]}ies"
    return f"{name}s"


def lingo(names: list[tuple[str, str]]) -> str:
    """The page `Terminology` of MediaWiki's Lingo extension; it ends a term at the first colon."""
    return "".join(f";{name}:{mediawiki_text.escaped(definition)}\n" for name, definition in names)


def dokuwiki_acronyms(names: list[tuple[str, str]]) -> str:
    """DokuWiki's `conf/acronyms.local.conf`; it knows single words alone, and `#` begins a comment."""
    rows = [(name, definition.replace("#", "\\#")) for name, definition in names if " " not in name]
    return "".join(f"{name}  {definition}\n" for name, definition in rows)


def markdown_abbreviations(names: list[tuple[str, str]]) -> str:
    """Abbreviations of Markdown Extra, as Python-Markdown, PHP Markdown and markdown-it read them."""
    return "".join(f"*[{name}]: {markdown_text.escaped(definition)}\n" for name, definition in names)


TERM_LISTS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "lingo": lingo,
    "dokuwiki-acronyms": dokuwiki_acronyms,
    "markdown-abbreviations": markdown_abbreviations,
}


def _forms(name: str) -> Iterator[str]:
    for form in filter(None, (name, plural(name))):
        yield form
        yield " ".join(w.lower() if w[:1].isupper() and w[1:].islower() else w for w in form.split())
