"""The generative answerer: a language model's sentences, each checked against its quotes; else what is extracted."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from threading import BoundedSemaphore, Event

from retriever.datatypes import Retrieval
from server.answering import Answerer
from server.answering.chat_endpoint import ChatEndpoint
from server.answering.chat_grammar import grammar_of
from server.answering.chat_prompt import NumberedPassage, messages_for, numbered_passages
from server.answering.chat_reply import ClaimedSentence, sentences_of
from server.answering.checked_reply import CheckedReply, words_of
from server.answering.datatypes import DraftPart, Quote, Verification
from server.answering.glossary import Glossary
from server.errors import ChatEndpointError, ServerError
from server.settings import ServerSettings

_MOST_CALLS = 16
"""So many questions at once wait for the model; others are answered without it, so that no queue holds up the pages."""

_calls = BoundedSemaphore(_MOST_CALLS)


class ChatAnswerer:
    """Asks a language model and passes on only what stands; holds nothing between questions."""

    def __init__(self, settings: ServerSettings, extractive: Answerer) -> None:
        """Ask the endpoint of the settings; `extractive` answers where the model does not.

        Raises:
            ServerError: the settings name no endpoint.
        """
        if not settings.chat_url:
            raise ServerError("answerer 'chat' needs the setting chat_url, the base of an OpenAI-compatible API")
        self._settings = settings
        self._extractive = extractive

    def answer(
        self, question: str, retrieval: Retrieval, glossary: Glossary, *, max_words: int, cancelled: Event
    ) -> Iterator[DraftPart | Verification]:
        """The model's sentences that pass every check; where it fails or too little passes, the extracted parts follow.

        The model is shown first the passages that the extractive answer quotes, then the hits.
        """
        steps = self._extractive.answer(question, retrieval, glossary, max_words=max_words, cancelled=cancelled)
        extracted = [step for step in steps if isinstance(step, DraftPart)]
        if not extracted:
            return
        candidates = [quote.passage for part in extracted for quote in part.quotes]
        candidates += [hit.passage for hit in retrieval.hits]
        passages = numbered_passages(question, candidates, glossary, self._settings.chat_budget_tokens)
        checked = CheckedReply(passages, max_words, glossary.graph.mentions)
        failure = ""
        try:
            yield from checked.parts(self._sentences(question, passages, cancelled))
        except ChatEndpointError as error:
            failure = f"The language model {error}."
        replaced = failure or checked.shortcoming()
        if replaced:
            yield from _not_yet_quoted(extracted, checked.given, max_words)
        yield Verification(kept=len(checked.given), faults=dict(checked.faults), replaced=replaced)

    def _sentences(
        self, question: str, passages: Sequence[NumberedPassage], cancelled: Event
    ) -> Generator[ClaimedSentence]:
        settings = self._settings
        endpoint = ChatEndpoint(
            url=settings.chat_url,
            model=settings.chat_model,
            api_key=settings.chat_api_key.get_secret_value(),
            timeout_seconds=settings.chat_timeout_seconds,
            stall_seconds=settings.chat_stall_seconds,
        )
        if not passages:
            raise ChatEndpointError("was not asked: no passage fits chat_budget_tokens")
        options: dict[str, object] = {"max_tokens": settings.chat_max_tokens}
        if settings.chat_grammar:
            options["grammar"] = grammar_of(passages)
        if not _calls.acquire(blocking=False):
            raise ChatEndpointError("is busy with other questions")
        try:
            with closing(endpoint.stream(messages_for(question, passages), cancelled, **options)) as pieces:
                yield from sentences_of(pieces)
        finally:
            _calls.release()


def _not_yet_quoted(extracted: Sequence[DraftPart], given: Sequence[DraftPart], max_words: int) -> Iterator[DraftPart]:
    """The extracted parts that quote nothing which a given part quotes, as many as the words allow; one in any case."""
    quoted = [quote for part in given for quote in part.quotes]
    words = words_of(given)
    nothing = not given
    for part in extracted:
        fits = nothing or words + words_of([part]) <= max_words
        if fits and not any(_overlap(one, other) for one in part.quotes for other in quoted):
            nothing = False
            words += words_of([part])
            yield part


def _overlap(one: Quote, other: Quote) -> bool:
    return one.article is other.article and one.start < other.end and other.start < one.end
