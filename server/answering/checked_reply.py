"""A language model's sentences in, those that stand as parts out; the others are counted by fault."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from ingest.text_cleaning import fold_for_matching
from server.answering.chat_prompt import NumberedPassage
from server.answering.chat_reply import Claim, ClaimedSentence
from server.answering.datatypes import DraftPart
from server.answering.quote_check import PUT_RIGHT, CheckedQuote, check_quote
from server.answering.support_check import TermsIn, lacks_support

_MOST_DROPPED = 12
"""A reply with so many sentences that do not stand is not read to its end."""

_ENDS = (".", "!", "?", "…", ")", "”", '"', "。")
"""How a sentence ends that was not cut off where the reply reached its longest."""


class CheckedReply:
    """One reply as it comes: `given` are the parts that stand, `faults` counts what does not or had to be put right."""

    def __init__(self, passages: Sequence[NumberedPassage], max_words: int, terms_in: TermsIn) -> None:
        """Check against the passages that the model was shown; `terms_in` gives the articles that a text names."""
        self._passages = passages
        self._terms_in = terms_in
        self._max_words = max_words
        self._said: set[str] = set()
        self.given: list[DraftPart] = []
        self.faults: Counter[str] = Counter()

    def parts(self, sentences: Generator[ClaimedSentence]) -> Iterator[DraftPart]:
        """A part for each sentence that stands, until the words or the patience are used up; then hangs up."""
        with closing(sentences):
            for sentence in sentences:
                part = self._checked(sentence)
                if part and words_of([*self.given, part]) > self._max_words:
                    return
                if part:
                    self.given.append(part)
                    yield part
                elif self.dropped >= _MOST_DROPPED:
                    return

    @property
    def dropped(self) -> int:
        """How many sentences do not stand."""
        return sum(count for fault, count in self.faults.items() if fault not in PUT_RIGHT)

    def shortcoming(self) -> str:
        """Why a reply that came to its end is too little; empty where it is enough."""
        if not self.given and not self.dropped:
            return "The language model found no answer in the passages."
        if not self.given:
            return "Nothing that the language model wrote could be verified."
        if self.dropped > len(self.given):
            return "Most of what the language model wrote could not be verified."
        return ""

    def _checked(self, sentence: ClaimedSentence) -> DraftPart | None:
        """The sentence as a part; None where it does not stand. Either way its first fault is counted."""
        checked = self._quotes(sentence)
        fault = self._fault(sentence, checked)
        if fault:
            self.faults[fault] += 1
            return None
        self._said.add(fold_for_matching(sentence.text))
        put_right = next((one.fault for one in checked if one.fault), "")
        if put_right:
            self.faults[put_right] += 1
        return DraftPart(sentence.text, "sentence", tuple(one.quote for one in checked if one.quote))

    def _quotes(self, sentence: ClaimedSentence) -> list[CheckedQuote]:
        claims = [claim for claim in sentence.claims if claim.quote]
        if claims:
            return [check_quote(claim, self._passages) for claim in claims]
        # a sentence that is itself copied needs no quote beside it
        copied = [check_quote(Claim(claim.n, sentence.text), self._passages) for claim in sentence.claims]
        return [one for one in copied if one.quote]

    def _fault(self, sentence: ClaimedSentence, checked: Sequence[CheckedQuote]) -> str:
        if fold_for_matching(sentence.text) in self._said:
            return "repeated"
        if not sentence.text or not checked:
            return "uncited"
        for one in checked:
            if one.quote is None:
                return one.fault
        if not sentence.text.endswith(_ENDS):
            return "unfinished"
        quotes = [one.quote for one in checked if one.quote]
        return "unsupported" if lacks_support(sentence.text, quotes, self._terms_in) else ""


def words_of(parts: Sequence[DraftPart]) -> int:
    """Words of the texts of parts."""
    return sum(len(part.text.split()) for part in parts)
