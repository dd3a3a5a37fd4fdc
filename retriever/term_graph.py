"""Articles in; which article a name means, and which articles are related to one, each with the reason, out."""

import posixpath
import re
from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingest.datatypes import Article
from ingest.open_index import OpenIndex
from ingest.terms import name_key
from ingest.text_cleaning import fold_for_matching
from retriever.datatypes import Reason, RelatedTerm
from retriever.errors import UnknownTermError
from retriever.term_evidence import articles_near, mentioning, shared_neighbours

_LINKED, _LINKED_BACK, _ALIAS = 1.0, 0.85, 0.95
_MENTIONED, _MENTIONED_BY, _SHARED = 0.7, 0.3, 0.3
"""What a mention either way and shared neighbours are worth beside the cosine; docs/retrieval.md has the figures."""

_MOST_UNLINKED = 0.8
_LONGEST_NAME_WORDS = 6
_SHORTEST_VERB = 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=65536)
def _plain_key(word: str) -> str:
    """The key of a word inside a name."""
    return "".join(re.findall(r"[^\W_]+", fold_for_matching(word.removesuffix("'s").removesuffix("’s"))))


@lru_cache(maxsize=65536)
def _last_key(word: str) -> str:
    """The key of a word that ends a name, its plural forgiven."""
    return name_key(word.removesuffix("'s").removesuffix("’s"))


def without_ing(name: str) -> tuple[str, ...]:
    """How the verb may be written that begins a name of several words: "giving up" gives "giv up" and "give up"."""
    first, _, rest = name.partition(" ")
    stem = first.removesuffix("ing")
    if not rest or stem == first or len(stem) < _SHORTEST_VERB:
        return ()
    undoubled = (f"{stem[:-1]} {rest}",) if stem[-1:] == stem[-2:-1] else ()
    return (f"{stem} {rest}", f"{stem}e {rest}", *undoubled)


class TermGraph:
    """Terms, their names, and links between them: written by authors, found in texts, or by nearness of meaning."""

    def __init__(self, index: OpenIndex) -> None:
        """Read the names and links of all articles; mentions and similarity are found when first asked for."""
        self._index = index
        self._articles = {name: record.article for name, record in index.articles.items()}
        self._names: dict[str, list[str]] = defaultdict(list)
        for article in self._articles.values():
            for key in dict.fromkeys(map(name_key, article.names)):
                if key:
                    self._names[key].append(article.article_id)
        self._done = self._names_as_done()
        self._longest = self._longest_names()
        self._links = {name: self._resolved(article) for name, article in self._articles.items()}
        self._linked_back: dict[str, list[str]] = defaultdict(list)
        for name, targets in self._links.items():
            for target in targets:
                self._linked_back[target].append(name)
        self._neighbours = {name: {*self._links[name], *self._linked_back.get(name, ())} for name in self._links}
        self._article_row = {name: row for row, name in enumerate(self._articles)}
        self.related = lru_cache(maxsize=4096)(self._related)

    def find(self, name: str) -> tuple[str, ...]:
        """Ids of the articles with this id, term, title or alias; letter case, punctuation and plural forgiven."""
        return (name,) if name in self._articles else tuple(self._names.get(name_key(name), ()))

    def find_one(self, name: str) -> Article:
        """The article of a name; of several with one name the one with the longest text.

        Raises:
            UnknownTermError: no article has the name; names the nearest.
        """
        found = self.find(name)
        if not found:
            nearest = ", ".join(repr(self._articles[article_id].term) for article_id in self.nearest_names(name, 3))
            raise UnknownTermError(f"no term {name!r} in this glossary" + (f"; nearest: {nearest}" if nearest else ""))
        return max((self._articles[article_id] for article_id in found), key=lambda article: len(article.text))

    def nearest_names(self, name: str, n: int, *, at_least: float = 60.0) -> list[str]:
        """Ids of the articles whose names look most like this one, best first; typing errors forgiven.

        Those that are like it as a whole or at their beginning come before those that are like it somewhere within.
        """
        wanted = name_key(name)
        near = process.extract(wanted, self._names.keys(), scorer=fuzz.WRatio, limit=None, score_cutoff=0.8 * at_least)
        scores = {key: max(score, fuzz.ratio(wanted, key[: len(wanted)])) for key, score, _ in near}
        best = sorted((key for key, score in scores.items() if score >= at_least), key=lambda key: -scores[key])
        ids = [article_id for key in best for article_id in self._names[key]]
        return list(dict.fromkeys(ids))[:n]

    def linked_to(self, article_id: str) -> tuple[str, ...]:
        """Ids of the articles that this one links to, in its order."""
        return self._links.get(article_id, ())

    def linked_from(self, article_id: str) -> tuple[str, ...]:
        """Ids of the articles that link to this one."""
        return tuple(self._linked_back.get(article_id, ()))

    def mentions(self, text: str, *, but: str = "") -> list[str]:
        """Ids of the articles whose names stand in a text, in order of appearance; longest names first at one place.

        A name of several words that begins with a doing, "giving feedback", is also meant by "give feedback".
        """
        words = _WORD.findall(text)
        plain, last = [_plain_key(word) for word in words], [_last_key(word) for word in words]
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            longest = max(self._longest.get(plain[at], 1), self._longest.get(last[at], 1))
            for length in range(min(longest, len(words) - at), 0, -1):
                key = "".join([*plain[at : at + length - 1], last[at + length - 1]])
                named = self._names.get(key) or self._done.get(key)
                if named and (ids := [article_id for article_id in named if article_id != but]):
                    found.update(dict.fromkeys(ids))
                    at += length - 1
                    break
            at += 1
        return list(found)

    def _related(self, article_id: str, n: int = 8) -> tuple[RelatedTerm, ...]:
        """The n terms most related to an article, best first, equal scores by id; each with its strongest reason.

        Links come first, then shared names; the others by what speaks for them together: that either text names the
        other's term, how near the articles are, and which neighbours they share.
        """
        article = self._articles[article_id]
        near = articles_near(self._index, self._article_row[article_id])
        mentioned = set(self.mentions(article.text, but=article_id))
        mentioned_by = set(mentioning(self._index, article, self.mentions))
        shared = shared_neighbours(article_id, self._neighbours)
        best: dict[str, tuple[float, Reason]] = {}
        for other in {*near, *mentioned, *mentioned_by} - {article_id}:
            evidence = (
                _MENTIONED * (other in mentioned)
                + _MENTIONED_BY * (other in mentioned_by)
                + max(near.get(other, 0.0), 0.0)
                + _SHARED * shared.get(other, 0.0)
            )
            reason: Reason = "mentioned" if other in mentioned or other in mentioned_by else "similar"
            best[other] = (_MOST_UNLINKED * evidence / (_MENTIONED + _MENTIONED_BY + 1 + _SHARED), reason)
        named_alike = [self._names[name_key(name)] for name in (article.term, *article.aliases)]
        best.update(dict.fromkeys(self._linked_back.get(article_id, ()), (_LINKED_BACK, "linked")))
        best.update({other: (_ALIAS, "alias") for ids in named_alike for other in ids if other != article_id})
        for place, other in enumerate(self._links[article_id]):
            best[other] = (_LINKED - 0.01 * min(place, 9), "linked")
        ranked = sorted(best.items(), key=lambda item: (-(item[1][0] + 0.1 * near.get(item[0], 0.0)), item[0]))
        return tuple(
            RelatedTerm(other, self._articles[other].term, round(score, 4), reason)
            for other, (score, reason) in ranked[:n]
        )

    def _names_as_done(self) -> dict[str, list[str]]:
        """Ids by the keys of names that begin with a verb's "-ing", as they are written without it."""
        found: dict[str, list[str]] = defaultdict(list)
        for article in self._articles.values():
            for name in article.names:
                for plain in without_ing(name):
                    found[name_key(plain)].append(article.article_id)
        return dict(found)

    def _longest_names(self) -> dict[str, int]:
        """For the key of each first word of a name, the most words that a name beginning so has."""
        longest: dict[str, int] = {}
        for article in self._articles.values():
            for name in article.names:
                for written in (name, *without_ing(name)):
                    words = _WORD.findall(written)
                    if words:
                        first = _plain_key(words[0])
                        longest[first] = min(max(longest.get(first, 1), len(words)), _LONGEST_NAME_WORDS)
        return longest

    def _resolved(self, article: Article) -> tuple[str, ...]:
        """Ids that an article's links and named relations mean, in order; what means nothing here is left out."""
        found: dict[str, None] = {}
        for target in article.see_also:
            ids = self._link_targets(target, article.article_id)
            found.update(dict.fromkeys(other for other in ids if other != article.article_id))
        return tuple(found)

    def _link_targets(self, target: str, origin: str) -> tuple[str, ...]:
        path = re.sub(r"\.(?:md|markdown|html?|txt)$", "", re.split(r"[?#]", target)[0].strip(), flags=re.IGNORECASE)
        path = re.sub(r"^\{\{<\s*(?:rel)?ref\s+\"?|\"?\s*>\}\}$", "", path).rstrip("/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path)) if path else ""
        for name in (path, beside, path.lstrip("/"), posixpath.basename(path)):
            if name in self._articles:
                return (name,)
        return tuple(self._names.get(name_key(posixpath.basename(path)), ()))
