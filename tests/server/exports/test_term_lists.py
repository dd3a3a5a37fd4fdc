"""Lists of terms for the tooltips of wikis."""

import pytest

from ingest.terms import name_key
from server.answering.glossary import Glossary
from server.exports.term_lists import TERM_LISTS, dokuwiki_acronyms, lingo, markdown_abbreviations, named_terms, plural


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Churn Rate", "Churn Rates"),
        ("Epic", "Epics"),
        ("User Story", "User Stories"),
        ("Survey", "Surveys"),
        ("Bias", "Biases"),
        ("Hypothesis", "Hypotheses"),
        ("Pitch", "Pitches"),
        ("OKR", "OKRs"),
        ("Daily Active Users", ""),
        ("Beta Testing", ""),
        ("A/B", ""),
        ("", ""),
    ],
)
def test_plurals_are_what_english_makes_of_them(name: str, expected: str) -> None:
    assert plural(name) == expected


def test_terms_aliases_and_plurals_are_listed_as_written_and_as_in_a_sentence(beekeeping: Glossary) -> None:
    articles = [record.article for record in beekeeping.index.articles.values()]
    names = dict(named_terms(articles, beekeeping.graph))
    definition = beekeeping.index.article("honey-super").definition
    for name in ("Honey Super", "honey super", "Honey Supers", "honey supers"):
        assert names[name] == " ".join(definition.split())
    for article in articles:
        for alias in article.aliases:
            assert alias in names or not article.definition


def test_a_plural_means_the_same_term(beekeeping: Glossary) -> None:
    articles = [record.article for record in beekeeping.index.articles.values()]
    for name, _ in named_terms(articles, beekeeping.graph):
        assert beekeeping.graph.find(name), (name, name_key(name))


def test_hostile_names_are_left_out_and_hostile_definitions_stay_text(hostile_client) -> None:
    glossary = hostile_client.app.state.live.current()
    names = list(named_terms([r.article for r in glossary.index.articles.values()], glossary.graph))
    assert not [name for name, _ in names if set(name) & set("<>:[]{}'\"|;#*")]
    for render in TERM_LISTS.values():
        assert len(render(names).splitlines()) <= len(names)


def test_lingo_ends_a_term_at_the_colon_and_reads_no_marks() -> None:
    assert lingo([("Ebb", "It falls: twice, see [[Tide]].")]) == (
        ";Ebb:<nowiki>It falls: twice, see [[Tide]].</nowiki>\n"
    )


def test_dokuwiki_knows_single_words_and_no_comments() -> None:
    assert dokuwiki_acronyms([("Ebb", "Sign #1 of a tide"), ("Ebb Tide", "Two words")]) == "Ebb  Sign \\#1 of a tide\n"


def test_markdown_abbreviations_read_no_marks() -> None:
    assert markdown_abbreviations([("Ebb Tide", "A *tide*")]) == "*[Ebb Tide]: A \\*tide\\*\n"
