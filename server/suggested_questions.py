"""A glossary in, questions that it can answer out, made of its own terms and section headings."""

from server.answering.glossary import Glossary

_PATTERNS = (
    ("mistake", "What should I avoid with {term}?"),
    ("why", "Why does {term} matter?"),
    ("example", "Can you give an example of {term}?"),
    ("sign", "How do I know that {term} is working?"),
    ("question", "Which questions should I ask about {term}?"),
    ("problem", "Which problem does {term} address?"),
    ("help", "How does {term} help?"),
    ("practice", "What are good practices for {term}?"),
)
_SHOWN = 5


def suggested_questions(glossary: Glossary) -> list[str]:
    """Up to five questions about the terms that most other articles link to, each on another kind of section."""
    articles = [record.article for record in glossary.index.articles.values()]
    articles.sort(key=lambda a: (-len(glossary.graph.linked_from(a.article_id)), a.article_id))
    questions: list[str] = []
    used: set[str] = set()
    for article in articles[: 8 * _SHOWN]:
        headings = " ".join(section.heading.lower() for section in article.sections)
        pattern = next((p for p in _PATTERNS if p[0] in headings and p[0] not in used), None)
        if pattern:
            used.add(pattern[0])
            questions.append(pattern[1].format(term=_in_sentence(article.term)))
        if len(questions) == _SHOWN:
            return questions
    return questions or [f"What is {_in_sentence(article.term)}?" for article in articles[:_SHOWN]]


def _in_sentence(term: str) -> str:
    """The term as it stands inside a sentence: plain words in lower case, names and short forms as they are."""
    return " ".join(word.lower() if word[:1].isupper() and word[1:].islower() else word for word in term.split())
