"""A glossary in, questions about its own terms and section headings out, each of which it answers."""

import threading
from collections.abc import Iterator

from ingest.datatypes import Article
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.settings import ServerSettings

_PATTERNS = (
    ("mistake", "Which mistakes are common in {term}?"),
    ("example", "Can you give an example of {term}?"),
    ("why", "Why does {term} matter?"),
    ("sign", "How do I know that {term} is working?"),
    ("practice", "What are good practices for {term}?"),
    ("question", "Which questions should I ask about {term}?"),
    ("problem", "Which problem does {term} address?"),
    ("help", "How does {term} help?"),
    ("calculat", "How is {term} calculated?"),
    ("benefit", "What are the benefits of {term}?"),
)
_PLAIN = "What is {term}?"
_ENDINGS_WITHOUT_ARTICLE = ("ing", "tion", "sion", "ment", "ship", "ity", "ness", "ance", "ence", "ics")
_TRIED = 40
SHOWN = 5


class SuggestedQuestions:
    """The questions of the generation in force, found once in the background: finding them takes as many answers."""

    def __init__(self, settings: ServerSettings) -> None:
        """Ask as the settings tell."""
        self._settings = settings
        self._lock = threading.Lock()
        self._generation = ""
        self._found: list[str] = []
        self._done = threading.Event()

    def of(self, glossary: Glossary, *, wait_seconds: float = 0.0) -> list[str]:
        """Those found by now, in order; all of them once the search is done, for which this waits at most so long."""
        with self._lock:
            if self._generation != glossary.index.generation:
                self._generation, self._found, self._done = glossary.index.generation, [], threading.Event()
                search = (glossary, self._found, self._done)
                threading.Thread(target=self._search, args=search, name="suggested questions", daemon=True).start()
            found, done = self._found, self._done
        done.wait(wait_seconds)
        return list(found)

    def _search(self, glossary: Glossary, found: list[str], done: threading.Event) -> None:
        try:
            for question in suggested_questions(glossary, self._settings):
                found.append(question)
        finally:
            done.set()


def suggested_questions(glossary: Glossary, settings: ServerSettings) -> Iterator[str]:
    """Up to five answered questions about the terms that most articles link to, each on another kind of section."""
    articles = [record.article for record in glossary.index.articles.values()]
    articles.sort(key=lambda a: (-len(glossary.graph.linked_from(a.article_id)), a.article_id))
    articles = articles[:_TRIED]
    articles.sort(key=lambda a: not _stands_without_article(a.term))  # stable: the most linked still come first
    used: set[str] = set()
    for article in articles:
        pattern = next((p for p in _PATTERNS if p[0] not in used and _has_section(article, p[0])), None)
        if pattern is None:
            continue
        question = pattern[1].format(term=_in_sentence(article.term))
        if _is_answered_by(article, question, glossary, settings):
            used.add(pattern[0])
            yield question
        if len(used) == SHOWN:
            return
    if not used:
        plain = ((a, _PLAIN.format(term=_in_sentence(a.term))) for a in articles)
        answered = (question for a, question in plain if _is_answered_by(a, question, glossary, settings))
        yield from (question for _, question in zip(range(SHOWN), answered, strict=False))


def _is_answered_by(article: Article, question: str, glossary: Glossary, settings: ServerSettings) -> bool:
    """Whether a question is answered, and from the article that it is about."""
    answer = answer_question(question, glossary, settings, answerer="extractive")
    return bool(answer.citations) and answer.citations[0].article_id == article.article_id


def _has_section(article: Article, word: str) -> bool:
    return any(word in section.heading.lower() for section in article.sections)


def _stands_without_article(term: str) -> bool:
    """Whether a term reads well without "a" or "the": "prioritization" does, "customer interview" does not."""
    return term.lower().endswith(_ENDINGS_WITHOUT_ARTICLE)


def _in_sentence(term: str) -> str:
    """The term as it stands inside a sentence: plain words in lower case, names and short forms as they are."""
    return " ".join(word.lower() if word[:1].isupper() and word[1:].islower() else word for word in term.split())
