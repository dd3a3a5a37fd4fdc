"""Answers over two invented glossaries with the shipped model."""

import itertools
import random

import pytest

from retriever.errors import RetrieverError
from server.answering import ANSWERERS
from server.answering.datatypes import Answer
from server.answering.follow_up import PreviousTurn
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.settings import ServerSettings

ASKED = (
    "What is {}?",
    "What mistakes should I avoid with {}?",
    "How do I know that {} is going well?",
    "Why does {} matter?",
    "How is {} calculated?",
    "How do I use {}?",
    "Give me an example of {}",
    "Which questions should I ask about {}?",
    "{}",
    "what are the drawbacks of {} and its steps",
)


def questions_of(glossary: Glossary, n: int) -> list[str]:
    """n questions about terms, pairs of terms, and words drawn from the texts; the same ones every time."""
    draw = random.Random(7)
    terms = [record.article.term for record in glossary.index.articles.values()]
    texts = [record.article.text.split() for record in glossary.index.articles.values()]
    about = [pattern.format(term) for term in terms for pattern in ASKED]
    pairs = [f"What is the difference between {a} and {b}?" for a, b in itertools.combinations(terms, 2)]
    drawn = [" ".join(draw.choices(words, k=draw.randint(1, 12))) for words in texts for _ in range(8)]
    return draw.sample(about + pairs + drawn, n)


def faults(answer: Answer, glossary: Glossary, max_words: int) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    found = []
    if answer.status == "not_in_glossary":
        return ["parts without an answer"] if answer.parts or answer.citations else []
    for citation in answer.citations:
        article = glossary.index.article(citation.article_id)
        if article.text[citation.start : citation.end] != citation.quote or not citation.quote.strip():
            found.append(f"not verbatim: {citation}")
        passage = next(p for p in glossary.index.passages if p.passage_id == citation.passage_id)
        if passage.article_id != citation.article_id or not passage.start <= citation.start < passage.end:
            found.append(f"not in its passage: {citation}")
    if [citation.n for citation in answer.citations] != list(range(1, len(answer.citations) + 1)):
        found.append("citations are not numbered 1..n")
    for part in answer.parts:
        if not part.citations or not all(1 <= n <= len(answer.citations) for n in part.citations):
            found.append(f"not cited: {part}")
        elif " | ".join(answer.citations[n - 1].quote for n in part.citations) != part.text:
            found.append(f"says something else than its quote: {part}")
    if len({part.text for part in answer.parts}) != len(answer.parts):
        found.append("says one thing twice")
    if sum(len(part.text.split()) for part in answer.parts) > max_words:
        found.append(f"longer than {max_words} words")
    return [f"{answer.question!r}: {fault}" for fault in found]


@pytest.mark.parametrize("answerer", sorted(ANSWERERS))
def test_200_answers_are_verbatim_cited_and_short(
    each_glossary: Glossary, ready_settings: ServerSettings, answerer: str
) -> None:
    always = ready_settings.model_copy(update={"confidence": 0.0})
    for n, question in enumerate(questions_of(each_glossary, 100)):
        max_words = (30, 60, 120)[n % 3]  # no segment of the glossaries is longer than 30 words
        answer = answer_question(question, each_glossary, always, answerer=answerer, max_words=max_words)
        assert answer.status == "answered"
        assert faults(answer, each_glossary, max_words) == []


@pytest.mark.parametrize(
    ("question", "kind", "first_passage"),
    [
        ("What is swarming?", "definition", "swarming#definition"),
        ("What is Varroa?", "definition", "varroa-mite#definition"),
        ("What mistakes should I avoid with swarming?", "pitfalls", "swarming#common-mistakes"),
        ("How do I know that a nectar flow has begun?", "signs", "seasons/nectar-flow#signs"),
        ("Why does swarming matter?", "why", "swarming#why-it-matters"),
        ("How can I prevent swarming?", "how", "swarming#how-to-prevent-it"),
        ("How do I light a bee smoker?", "how", "tools/bee-smoker#steps"),
        ("How is the mite load calculated?", "metric", "mite-load#formula"),
        ("What are good practices for honey supers?", "practices", "honey-super#best-practices"),
        ("Which benefits does the winter cluster bring?", "why", "seasons/winter-cluster#benefits"),
        ("Show me an example of how a colony swarmed on a brewery roof", "example", "swarming#example"),
        (
            "What questions should I ask: is there an egg in most cells, do the capped cells form a closed oval?",
            "questions",
            "brood-box#questions-to-ask",
        ),
        ("What is the difference between a honey super and a brood box?", "difference", "honey-super#definition"),
    ],
)
def test_each_kind_is_answered_from_the_section_that_answers_it(
    ask, question: str, kind: str, first_passage: str
) -> None:
    answer = ask(question)
    assert answer.kind == kind
    assert answer.citations[0].passage_id == first_passage


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Which questions should I ask about the brood box?", "brood-box#questions-to-ask"),
        ("Can you give an example of swarming?", "swarming#example"),
    ],
)
def test_a_named_article_with_a_section_for_the_kind_is_answered_from_it(ask, question: str, section: str) -> None:
    assert {citation.passage_id for citation in ask(question).citations} == {section}


def test_a_list_question_gives_the_items_of_the_list_in_its_order(ask) -> None:
    answer = ask("What mistakes should I avoid with swarming?")
    assert [part.text for part in answer.parts] == [
        "Cutting out queen cells only once and never looking again.",
        "Giving the colony more room after the cells are already capped.",
        "Opening the hive in cold rain and chilling the brood.",
    ]
    assert {part.kind for part in answer.parts} == {"list_item"}


def test_a_definition_is_the_first_sentences(ask) -> None:
    assert [part.text for part in ask("What is a queen excluder?").parts] == [
        "A queen excluder is a grid of parallel wires that lets workers pass and holds the larger queen back.",
        "It keeps eggs and larvae out of the honey combs.",
    ]


def test_a_formula_comes_with_the_sentences_that_work_it_out(ask) -> None:
    parts = ask("How is the mite load calculated?").parts
    assert (parts[0].kind, parts[0].text) == ("formula", "mite load = mites counted / bees in the sample × 100")
    assert parts[1].text == "A sample of 300 bees with 9 mites has a mite load of 3 percent."


def test_a_difference_gives_a_sentence_of_each_term(ask) -> None:
    answer = ask("What is the difference between a honey super and a brood box?")
    assert {citation.article_id for citation in answer.citations} == {"honey-super", "brood-box"}
    contrasts = {
        "Unlike the brood box, the honey super is lifted off at harvest.",
        "A honey super stands above it, but the brood box stays in place through the year.",
    }
    assert contrasts & {part.text for part in answer.parts}


def test_a_table_is_answered_by_its_rows(ask) -> None:
    parts = ask("What are the mite thresholds in July?").parts
    assert ("table_row", "July | 2") in {(part.kind, part.text) for part in parts}


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(ask) -> None:
    texts = [part.text for part in ask("Does oxalic acid reach the mites that sit under the cappings?").parts]
    assert texts.index("It does not reach mites under cappings.") == 1 + texts.index(
        "Oxalic acid kills mites on adult bees in December, when there is no brood."
    )


def test_an_answer_is_at_most_as_many_words_as_asked_for(ask) -> None:
    long, short = (ask("Why does swarming matter?", max_words=n) for n in (120, 20))
    assert sum(len(part.text.split()) for part in short.parts) <= 20
    assert 0 < len(short.parts) < len(long.parts)


@pytest.mark.parametrize("term", ["Queen Excluder", "Honey Super"])
def test_of_two_articles_with_one_passage_the_named_one_is_cited(ask, term: str) -> None:
    answer = ask(f"Are the parts of a {term} washed in hot soda water?")
    cited = [citation for citation in answer.citations if citation.quote.startswith("Wash the parts")]
    assert [citation.term for citation in cited] == [term]


def test_related_terms_leave_out_what_is_cited(ask) -> None:
    answer = ask("What is swarming?")
    related = [term.article_id for term in answer.related]
    assert "tools/bee-smoker" in related
    assert not {citation.article_id for citation in answer.citations} & set(related)
    assert answer.suggestions == ()
    assert answer.missing == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "How do I refinance a mortgage?",
        "Who won the football world cup in 1998?",
        "Write a poem about the sea",
        "zzzz qqqq",
        "???",
        "😀",
    ],
)
def test_what_a_glossary_does_not_hold_is_not_answered(
    each_glossary: Glossary, beekeeping_settings: ServerSettings, question: str
) -> None:
    answer = answer_question(question, each_glossary, beekeeping_settings)
    assert answer.status == "not_in_glossary"
    assert (answer.parts, answer.citations, answer.related) == ((), (), ())
    assert answer.confidence < beekeeping_settings.confidence
    assert answer.suggestions


@pytest.mark.parametrize(
    "question", ["What is swarming?", "How is the mite load calculated?", "What is a queen excluder used for?"]
)
def test_what_a_glossary_holds_is_answered(
    beekeeping: Glossary, beekeeping_settings: ServerSettings, question: str
) -> None:
    answer = answer_question(question, beekeeping, beekeeping_settings)
    assert answer.status == "answered"
    assert beekeeping_settings.confidence <= answer.confidence <= 1


def test_suggestions_begin_with_the_terms_that_the_question_names(
    beekeeping: Glossary, beekeeping_settings: ServerSettings
) -> None:
    never = beekeeping_settings.model_copy(update={"confidence": 1.0})
    answer = answer_question("Who invented the hive tool?", beekeeping, never)
    assert answer.status == "not_in_glossary"
    assert answer.suggestions[0].article_id == "tools/hive-tool"
    assert all(0 <= term.score <= 1 for term in answer.suggestions)


def test_words_that_no_article_knows_are_named(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> None:
    answer = answer_question("Zeppelin mortgages on Jupiter", beekeeping, beekeeping_settings)
    assert {"Zeppelin", "Jupiter"} <= set(answer.missing)


def test_question_words_are_not_named_as_unknown(beekeeping: Glossary, beekeeping_settings: ServerSettings) -> None:
    answer = answer_question("What would I do with Who and Why?", beekeeping, beekeeping_settings)
    assert not {"What", "I", "Who", "Why", "would"} & set(answer.missing)


def test_a_follow_up_is_about_the_term_before(ask) -> None:
    before = [PreviousTurn("What is swarming?", ("swarming",))]
    answer = ask("And what are its signs?", previous=before)
    assert answer.about == "Swarming"
    assert answer.question == "And what are its signs?"
    assert {citation.passage_id for citation in answer.citations} == {"swarming#signs-of-swarming"}


def test_an_answer_names_the_index_and_the_time_of_each_step(ask, beekeeping: Glossary) -> None:
    answer = ask("What is swarming?")
    assert answer.generation == beekeeping.index.generation
    assert (answer.n_articles, answer.n_passages) == (12, len(beekeeping.index.passages))
    assert set(answer.timings_ms) == {"encode", "retrieve", "answer", "total"}
    assert answer.timings_ms["total"] >= max(answer.timings_ms["encode"], answer.timings_ms["answer"])


@pytest.mark.parametrize("question", ["", "  \n", "x" * 1001])
def test_an_empty_or_overlong_question_is_refused(ask, question: str) -> None:
    with pytest.raises(RetrieverError):
        ask(question)


def test_an_unknown_answerer_is_refused_with_the_known_ones(ask) -> None:
    with pytest.raises(RetrieverError, match="'oracle' is not one of chat, extractive"):
        ask("What is swarming?", answerer="oracle")


@pytest.mark.parametrize("question", ["x" * 1000, "潮" * 1000, "?" * 1000, "hive " * 199])
def test_a_question_of_1000_characters_is_read_with_what_came_before(ask, question: str) -> None:
    assert ask(question, previous=[PreviousTurn("What is swarming?", ("swarming",))]).question == question


def test_the_same_question_has_the_same_answer(ask) -> None:
    first, second = (ask("How can I prevent swarming?") for _ in range(2))
    assert (first.parts, first.citations, first.related, first.confidence) == (
        second.parts,
        second.citations,
        second.related,
        second.confidence,
    )
