"""The answerers table; nothing here knows HTTP."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from retriever.datatypes import Retrieval
    from server.answering.datatypes import Selection
    from server.answering.glossary import Glossary

__all__ = ["ANSWERERS", "Answerer"]


class Answerer(Protocol):
    """Chooses what is quoted for a question from what was retrieved."""

    def select(self, question: str, retrieval: "Retrieval", glossary: "Glossary", max_words: int) -> "list[Selection]":
        """The segments that answer, in reading order; none where nothing was retrieved."""
        ...


def _extractive() -> Answerer:
    from server.answering.extractive import ExtractiveAnswerer

    return ExtractiveAnswerer()


ANSWERERS: dict[str, Callable[[], Answerer]] = {"extractive": _extractive}
