"""Which words carry a question, and what it names that no article covers."""

import pytest

from server.answering.content_words import content_stems, missing_names
from server.answering.glossary import Glossary


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("mortgage of a Zeppelin, mortgage!", ("mortgage", "Zeppelin")),
        ("the honey of the bees", ()),
        ("", ()),
        ("swarms swarming swarmed", ()),
        ("What would I do with Who and Why?", ()),
        ("Does the hive need SOC 2?", ("SOC 2",)),
        ("Is a hive covered by ISO 27001, or by GDPR?", ("ISO 27001", "GDPR")),
        ("Who at the Bank of England keeps bees?", ("Bank of England",)),
        ("How much is Amplitude's hive?", ("Amplitude",)),
        ("Figma for bees", ("Figma",)),
        ("Keep bees in 1998", ()),
        ("Ask Marta Oduya about swarming.", ()),  # her name stands in an article
        ("Ask Oduya Marta about swarming.", ("Oduya Marta",)),  # both words stand there, but not side by side
        ("<b>zeppelin</b>", ("zeppelin",)),
        ("Oduya (Marta) swarms", ()),  # a bracket ends a name
        ("Does it swarm on Mondays in January?", ()),
        ("Pros and cons of swarming", ()),
        ("Do VDMs swarm?", ()),
        ("Do the VDM (Varroa Mite) and bees swarm?", ()),
    ],
)
def test_what_no_article_covers_is_named_as_typed(beekeeping: Glossary, question: str, missing: tuple) -> None:
    assert missing_names(question, beekeeping) == missing


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is a swarm?", ["swarm"]),
        ("How would you tell that it's swarming, please?", ["swarm"]),
        ("Who are they?", []),
        ("", []),
        ("swarms of QMPs on Monday", ["swarm", "qmp"]),
    ],
)
def test_what_carries_a_question_is_neither_question_word_nor_pronoun(question: str, found: list[str]) -> None:
    assert content_stems(question) == found
