"""Bodies of a rating, and of what the glossary lacks."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.feedback_store import MAX_REASON_CHARACTERS, AskedQuestion
from server.gaps import Gap


class FeedbackRequest(BaseModel):
    """Body of `POST /api/feedback`."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_QUERY_CHARACTERS, description="The question as it was asked.")
    rating: Literal["up", "down"]
    reason: str = Field("", max_length=MAX_REASON_CHARACTERS, description="Why, in the reader's words; may be empty.")


class FeedbackResponse(BaseModel):
    """What was kept."""

    question: str
    rating: Literal["up", "down"]
    reason: str


class GapQuestionBody(BaseModel):
    """A question that was not answered or badly rated."""

    question: str
    asked: int
    unanswered: int
    answered_last: bool
    up: int
    down: int
    reasons: list[str]
    last_asked: str

    @classmethod
    def of(cls, question: AskedQuestion) -> "GapQuestionBody":
        """The body of a question."""
        return cls(
            question=question.question,
            asked=question.asked,
            unanswered=question.unanswered,
            answered_last=question.answered_last,
            up=question.up,
            down=question.down,
            reasons=list(question.reasons),
            last_asked=question.last_asked,
        )


class GapBody(BaseModel):
    """A term and the questions nearest to it that the glossary lacks an answer for; the weightiest first."""

    article: str
    term: str
    weight: int
    questions: list[GapQuestionBody]

    @classmethod
    def of(cls, gap: Gap) -> "GapBody":
        """The body of a gap."""
        questions = [GapQuestionBody.of(question) for question in gap.questions]
        return cls(article=gap.article_id, term=gap.term, weight=gap.weight, questions=questions)


class GapsResponse(BaseModel):
    """All gaps, the weightiest first, and how many questions there are in all."""

    gaps: list[GapBody]
    questions_known: int
