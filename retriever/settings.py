"""What retrieval can be told."""

from pydantic import Field

from ingest.settings import IngestSettings


class RetrieverSettings(IngestSettings):
    """How a query is ranked; the index and its embedder are told as for ingest."""

    lexical_weight: float = Field(0.2, ge=0, le=2, description="What the best match of words is worth, in cosine.")
    sentence_weight: float = Field(
        0.3, ge=0, le=1, description="How much of its nearest sentence's lead a passage gains; 0: nothing."
    )
    asked_weight: float = Field(
        0.5, ge=0, le=1, description="How much of the lead of what its article is asked a passage gains; 0: nothing."
    )
    asked_lag_weight: float = Field(
        0.4, ge=0, le=2, description="How much of the lag of all that its article is asked a passage loses; 0: nothing."
    )
    adapter_weight: float = Field(
        1,
        ge=0,
        le=2,
        description="How far the map that was learnt from what is asked moves a query; 0: not at all.",
    )
    article_weight: float = Field(
        0.3, ge=0, le=1, description="Share of an article's best passages in the cosine of each; 0: none."
    )
    section_weight: float = Field(
        0.15, ge=0, le=2, description="What the section that is asked for gains within its article; 0: nothing."
    )
    feedback_weight: float = Field(
        0.4, ge=0, le=2, description="How far the best passages move the query; 0: not at all."
    )
    depth: int = Field(100, ge=10, le=1000, description="Passages taken from each ranking before they are fused.")
