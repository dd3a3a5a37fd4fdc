"""What of a sentence its quotes do not bear out."""

import pytest

from ingest.datatypes import Article, Passage, Section, Segment
from server.answering.datatypes import Quote
from server.answering.support_check import lacks_support

SENTENCES = (
    "Oxalic acid kills mites on adult bees in December, when there is no brood.",
    "It does not reach mites under cappings.",
    "A sample of 300 bees with 9 mites has a load of 3.5 percent, see https://mites.example/load.",
    "Do not smoke twice: cool smoke calms the guards; they never sting then.",
    "It does not, as a rule, tire them.",
    "The Warré hive has small boxes that keepers add below the others as the colony grows.",
)
TEXT = " ".join(SENTENCES)
STARTS = [TEXT.index(sentence) for sentence in SENTENCES]
ARTICLE = Article(
    article_id="mites",
    title="Mite Treatment",
    term="Mite Treatment",
    text=TEXT,
    sections=(Section(("Treatment",), "treatment", 0, len(TEXT)),),
    segments=tuple(Segment("sentence", at, at + len(text)) for at, text in zip(STARTS, SENTENCES, strict=True)),
)
PASSAGE = Passage("mites#treatment", "mites", ("Treatment",), 0, len(TEXT), TEXT, 9, 9)


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote(ARTICLE, PASSAGE, start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        (SENTENCES[0], SENTENCES[0]),
        ("With no brood, oxalic acid kills the mites on bees.", "kills mites on adult bees"),
        ("Mites under cappings are not reached.", "does not reach mites"),
        ("The load is 3.5 percent with 9 mites on 300 bees.", "300 bees with 9 mites"),
        ("Cool smoke calms the guards.", "cool smoke calms the guards"),
        ("Boxes of the Warré hive are added below.", "small boxes that keepers add below"),
    ],
)
def test_a_sentence_in_the_words_of_its_quote_passes(sentence: str, quoted: str) -> None:
    assert lacks_support(sentence, [quote(quoted)]) == ""


@pytest.mark.parametrize(
    ("sentence", "quoted", "lacking"),
    [
        ("Formic vapour dissolves no parasite larva.", "kills mites on adult bees", "words"),
        ("Keepers add small boxes to the hive.", "kills mites on adult bees", "negation"),
        ("Hive boxes grow as the colony grows.", "A sample of 300 bees", "words"),
        ("The load is 4 percent.", "has a load of 3.5 percent", "numbers"),
        ("Oxalic acid kills 90 mites and has no brood.", "kills mites on adult bees", "numbers"),
        ("The hive of Langstroth has small boxes.", "small boxes that keepers add below", "names"),
        ("It reaches mites under cappings.", "reach mites under cappings", "negation"),
        ("Smoke twice.", "smoke twice", "negation"),
        ("They sting then.", "sting then.", "negation"),
        ("As a rule it tires them.", "tire them", "negation"),
        ("Small boxes are never added below.", "small boxes that keepers add below", "negation"),
        ("See https://evil.example/load for the load of the sample.", "has a load of", "addresses or markup"),
        ("The load <script>alert</script> of a sample of bees.", "has a load of", "addresses or markup"),
        ("The [load](x:y) of a sample of bees.", "has a load of", "addresses or markup"),
        ("It is.", "has a load of", "no content"),
        ("A load of a load of a load is a load of a load.", "has a load of", "no content"),
        ("!!!", "has a load of", "no content"),
    ],
)
def test_a_sentence_that_says_more_than_its_quote_does_not(sentence: str, quoted: str, lacking: str) -> None:
    assert lacks_support(sentence, [quote(quoted)]) == lacking


def test_a_sentence_may_rest_on_several_quotes_together() -> None:
    quotes = [quote("kills mites on adult bees"), quote("It does not reach mites")]
    assert lacks_support("Oxalic acid kills mites on bees but does not reach those under cappings.", quotes) == ""


def test_what_is_said_of_one_term_is_not_taken_for_another() -> None:
    def terms_in(text: str) -> list[str]:
        return [term for term in ("guards", "drones") if term in text.casefold()]

    stands = [quote("cool smoke calms the guards")]
    assert lacks_support("Cool smoke calms the guards.", stands, terms_in) == ""
    assert lacks_support("Cool smoke calms the guards, twice, of drones.", stands, terms_in) == "terms"
