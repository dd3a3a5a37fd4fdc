"""The answerers table; nothing here knows HTTP."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from threading import Event

    from retriever.datatypes import Retrieval
    from server.answering.datatypes import DraftPart, Verification
    from server.answering.glossary import Glossary
    from server.settings import ServerSettings

__all__ = ["ANSWERERS", "Answerer"]


class Answerer(Protocol):
    """Answers a question from what was retrieved for it."""

    def answer(
        self,
        question: str,
        retrieval: "Retrieval",
        glossary: "Glossary",
        *,
        max_words: int,
        cancelled: "Event",
    ) -> "Iterator[DraftPart | Verification]":
        """The parts that answer, in reading order, each as soon as it is sure; none where nothing was retrieved.

        A part that was given stands: a reader may have seen it. At most one Verification, after the last part, by an
        answerer that gives words of its own. Whoever waits for something outside gives up soon after `cancelled` is
        set.
        """
        ...


def _extractive(settings: "ServerSettings") -> Answerer:
    from server.answering.extractive import ExtractiveAnswerer

    return ExtractiveAnswerer()


def _chat(settings: "ServerSettings") -> Answerer:
    from server.answering.chat_model import ChatAnswerer

    return ChatAnswerer(settings, _extractive(settings))


ANSWERERS: dict[str, Callable[["ServerSettings"], Answerer]] = {"extractive": _extractive, "chat": _chat}
