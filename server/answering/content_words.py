"""A question in, the words that carry what it asks about out, and the names among them that no article covers."""

import re

from ingest.lexical_index import stems
from server.answering.glossary import Glossary

# fmt: off
FUNCTION_WORDS = frozenset((
    "what", "who", "whom", "whose", "which", "when", "where", "why", "how", "whether", "whats", "whos", "hows", "i",
    "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "yours", "he", "him", "his", "she", "her", "hers",
    "its", "them", "those", "one", "ones", "someone", "anyone", "everyone", "something", "anything", "everything",
    "do", "does", "did", "done", "doing", "don't", "doesn't", "didn't", "is", "isn't", "aren't", "were", "been",
    "being", "am", "i'm", "im", "i've", "i'd", "we're", "we've", "you're", "it's", "that's", "what's", "who's",
    "how's", "let's", "have", "has", "had", "having", "can", "can't", "could", "would", "should", "shall", "may",
    "might", "must", "won't", "wouldn't", "shouldn't", "couldn't", "cannot", "from", "about", "than", "so", "too",
    "very", "just", "only", "also", "again", "ever", "never", "yet", "still", "any", "some", "all", "each", "every",
    "both", "either", "neither", "other", "another", "own", "same", "more", "most", "much", "many", "few", "less",
    "least", "here", "now", "because", "while", "until", "after", "before", "during", "between", "through", "over",
    "under", "up", "down", "out", "off", "per", "via", "without", "within", "against", "please", "thanks", "hello",
    "hi", "hey", "ok", "okay", "yes", "tell", "give", "show", "explain", "describe", "mean", "means", "like",
    "want", "need", "get", "go", "pro", "pros", "con", "cons",
))
# fmt: on
"""English words that say how something is asked, not what about; beside the stop words that no index holds."""

# fmt: off
CALENDAR_WORDS = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays",
    "thursdays", "fridays", "january", "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december",
))
# fmt: on
"""Days and months: they have capitals, but say when, not what about."""

_NO_NAMES = FUNCTION_WORDS | CALENDAR_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_TOKEN = re.compile(r"[^\s\"“”()\[\]{}<>|]+|[\"“”()\[\]{}<>|]")
_BREAKS = frozenset('"“”()[]{}<>|')
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EDGES = ".,;:!?…'‘’*_`~-–—/\\"
_ENDS_NAME = (",", ";", ":", ".", "!", "?", "…", "'s", "’s")
_JOINS_NAMES = frozenset({"of", "the", "&", "and", "for"})


def content_stems(question: str) -> list[str]:
    """Stems of the words that carry meaning, in order; the plural of a short form in capitals is that short form."""
    words = _WORD.findall(_PLURAL.sub(r"\1", question))
    return stems(" ".join(word for word in words if word.replace("’", "'").casefold() not in _NO_NAMES))


def sentences_of(question: str) -> list[str]:
    """The sentences of a question, in order."""
    return _SENTENCE_END.split(question.strip())


def missing_names(question: str, glossary: Glossary) -> tuple[str, ...]:
    """What a question names and no article covers, as typed, once, in order: words, and names of several words.

    A name is a run of capitalised words and numbers that no bracket or quote breaks; it is missing where no article
    holds a word of it, or holds them nowhere side by side.
    """
    missing: dict[str, str] = {}
    for run in _runs(_TAG.sub(" ", question), glossary):
        name = " ".join(run)
        if len(run) == 1 and not _unknown(name, glossary):
            continue
        if len(run) > 1 and not any(_unknown(word, glossary) for word in run) and _stands(name, glossary):
            continue
        missing.setdefault(name.casefold(), name)
    return tuple(missing.values())


def _runs(question: str, glossary: Glossary) -> list[list[str]]:
    """Names as the words they are made of; every other content word by itself."""
    runs: list[list[str]] = []
    open_run = False
    begins = True  # of a sentence, where any word has a capital
    tokens = _TOKEN.findall(question)
    for n, token in enumerate(tokens):
        if token in _BREAKS:  # "SLO (Service Level Objective)" are two names
            open_run = False
            continue
        word = token.strip(_EDGES).removesuffix("'s").removesuffix("’s")
        ends = token.endswith(_ENDS_NAME)
        name_like = word[:1].isupper() and word.casefold() not in _NO_NAMES
        if begins and name_like and not word.isupper() and not _unknown(word, glossary):
            name_like = False
        joins = open_run and word in _JOINS_NAMES and n + 1 < len(tokens) and tokens[n + 1][:1].isupper()
        if open_run and (name_like or joins or word.isdecimal()):
            runs[-1].append(word)
            open_run = not ends
        elif word and not word.isdecimal():
            runs.append([word])
            open_run = name_like and not ends
        begins = token.endswith((".", "!", "?"))
    return [run for run in runs if run]


def _unknown(word: str, glossary: Glossary) -> bool:
    """Whether no article holds a word; a word without content is never missed."""
    if word.replace("’", "'").casefold() in _NO_NAMES or word.isdecimal():
        return False
    found = stems(_PLURAL.sub(r"\1", word))
    return bool(found) and not any(map(glossary.index.lexical.knows, found))


def _stands(name: str, glossary: Glossary) -> bool:
    """Whether an article or one of its names holds the words of a name side by side."""
    phrase = re.compile(r"\W+".join(map(re.escape, name.split())), re.IGNORECASE)
    words = frozenset(stems(name))
    holders = (r.article for article_id, r in glossary.index.articles.items() if words <= glossary.stems_of(article_id))
    return any(phrase.search(text) for a in holders for text in (a.title, *a.aliases, a.text))
