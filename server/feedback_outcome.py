"""An answer in, what the feedback store keeps of it out."""

from server.answering.datatypes import Answer
from server.feedback_store import Outcome


def outcome_of(answer: Answer) -> Outcome:
    """The outcome of a question; one that leans on the question before has the term that it is about in front.

    The nearest article is the one cited first, else the first suggestion.
    """
    cited = [(citation.article_id, citation.term) for citation in answer.citations]
    near = [(suggestion.article_id, suggestion.term) for suggestion in answer.suggestions]
    article_id, term = next(iter([*cited, *near]), ("", ""))
    return Outcome(
        question=f"{answer.about}: {answer.question}" if answer.about else answer.question,
        articles=tuple(dict.fromkeys(article_id for article_id, _ in cited)),
        nearest=article_id,
        nearest_term=term,
        generation=answer.generation,
    )
