"""A sentence and the quotes it rests on in, why the quotes do not bear it out; an overlap of words, not entailment."""

import re
from collections.abc import Callable, Iterable, Sequence

from ingest.lexical_index import stems
from server.answering.datatypes import Quote

_LEAST_IN_PASSAGES = 0.8
_LEAST_IN_SEGMENTS = 0.5
_MOST_UNKNOWN = 2
_LEAST_DISTINCT = 0.5

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[\w,;:’'\")] )[A-Z][\w’'-]*")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nothing|nobody|neither|nor|cannot|without)\b|n['’]t\b", re.IGNORECASE)
_STOP = re.compile(r"[.;:!?](?=\s)|\s[–—]\s|—")
_MARKUP = re.compile(r"\w+://\S*|\bwww\.\S+|\bmailto:\S*|\]\([^)]*\)|</?[a-zA-Z!][^>]*>?|\S+@\S+\.\w+")


TermsIn = Callable[[str], Iterable[str]]


def _no_terms(text: str) -> Iterable[str]:
    return ()


def lacks_support(sentence: str, quotes: Sequence[Quote], terms_in: TermsIn = _no_terms) -> str:
    """What of a sentence its quotes do not bear out; empty where the check finds nothing.

    Numbers and addresses must stand in the sentences that the quotes are taken from; names in the quoted passages or
    their headings; four of five content words, by stem and all but two, in the passages, and half of them in the quoted
    sentences. Of sentence and quoted clauses both or none say "not". Right words in a wrong relation pass: this is no
    proof that the sentence follows.

    Every term of the glossary that the sentence names, by `terms_in` as article ids, must be named by the quoted
    sentences or be what their article is about: else what is said of one term would pass for another. And a sentence
    that goes round in a few words says nothing.
    """
    around = " ".join(_segments_around(quote) for quote in quotes)
    passages = " ".join(" ".join([*q.article.names, *q.passage.heading_path, q.passage.text]) for q in quotes)
    content = stems(sentence)
    if not content or len(set(content)) < _LEAST_DISTINCT * len(content):
        return "no content"
    about = {quote.article.article_id for quote in quotes}
    if set(terms_in(sentence)) - about - set(terms_in(around)):
        return "terms"
    if set(_NUMBER.findall(sentence)) - set(_NUMBER.findall(around)):
        return "numbers"
    if any(found not in around for found in _MARKUP.findall(sentence)):
        return "addresses or markup"
    folded = passages.casefold()
    if any(name.casefold() not in folded for name in _NAME.findall(sentence)):
        return "names"
    if bool(_NEGATION.search(sentence)) != bool(_NEGATION.search(" ".join(map(_clauses_around, quotes)))):
        return "negation"
    known, near = set(stems(passages)), set(stems(around))
    unknown = sum(stem not in known for stem in content)
    if unknown > min(_MOST_UNKNOWN, len(content) * (1 - _LEAST_IN_PASSAGES)):
        return "words"
    if sum(stem in near for stem in content) < _LEAST_IN_SEGMENTS * len(content):
        return "words"
    return ""


def _segments_around(quote: Quote) -> str:
    """The whole sentences or items that a quote touches."""
    touched = [s for s in quote.article.segments if s.start < quote.end and quote.start < s.end]
    return quote.article.text[touched[0].start : touched[-1].end] if touched else quote.text


def _clauses_around(quote: Quote) -> str:
    """The quote with what stands about it up to the next stop, semicolon, colon or dash: a cut cannot hide a "not"."""
    around = _segments_around(quote)
    start = max(around.find(quote.text), 0)
    end = start + len(quote.text)
    stops = [match.end() for match in _STOP.finditer(around, 0, start)]
    following = _STOP.search(around, max(end - 1, 0))
    return around[stops[-1] if stops else 0 : following.start() if following else len(around)]
