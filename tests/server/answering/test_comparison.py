"""How two terms are set side by side."""

from dataclasses import replace

import pytest

from retriever.question_kinds import kind_of
from server.answering.comparison import compared_articles
from server.answering.glossary import Glossary

SUPER = """# Honey Super

Every summer needs room. A honey super is a shallow box above the brood box where workers store honey.

## Why It Matters

A honey super decides how much honey a colony stores. Bees of one hive share it.

## Best Practices

- Add a super before the last one is full.
"""
BROOD = """# Brood Box

A brood box is the deep box where the queen lays. Unlike the honey super, the brood box is never harvested.

## Why It Matters

A brood box decides how strong a colony grows. Bees of one hive share it.

## Best Practices

- Add a second box before the first is full.
"""
PAGES = {"honey-super.md": SUPER, "brood-box.md": BROOD, "veil.md": "# Veil\n\nA veil is a net.\n"}


@pytest.mark.parametrize(
    "question",
    [
        "What is the difference between a honey super and a brood box?",
        "honey super vs brood box",
        "Honey super or brood box?",
        "Is a honey super part of a brood box, or are these two things?",
        "Please compare the honey super with the brood box.",
        "Honey super and brood box: we use both words. What is the actual difference?",
        "How does a honey super relate to a brood box?",
        "Isn't a honey super just a brood box?",
    ],
)
def test_two_terms_are_set_side_by_side_however_it_is_asked(ask_pages, question: str) -> None:
    answer = ask_pages(PAGES, question)
    rows = [part for part in answer.parts if part.kind == "table_row"]
    assert len(rows) >= 2
    for row in rows:
        assert {answer.citations[n - 1].article_id for n in row.citations} == {"honey-super", "brood-box"}


def test_the_first_row_says_what_both_are(ask_pages) -> None:
    first = ask_pages(PAGES, "honey super vs brood box").parts[0]
    assert first.text == (
        "A honey super is a shallow box above the brood box where workers store honey."
        " | A brood box is the deep box where the queen lays."
    )


def test_a_row_holds_like_sections(ask_pages) -> None:
    answer = ask_pages(PAGES, "honey super vs brood box")
    for part in answer.parts:
        if part.kind == "table_row":
            assert len({answer.citations[n - 1].section for n in part.citations}) == 1


def test_a_sentence_that_sets_the_two_apart_stands_below(ask_pages) -> None:
    last = ask_pages(PAGES, "honey super vs brood box").parts[-1]
    assert (last.kind, last.text) == ("sentence", "Unlike the honey super, the brood box is never harvested.")


def test_what_both_say_in_the_same_words_makes_no_row(ask_pages) -> None:
    texts = [part.text for part in ask_pages(PAGES, "honey super vs brood box", max_words=300).parts]
    assert not any(text.count("Bees of one hive share it.") for text in texts)


def test_what_cannot_be_compared_is_not(ask_pages) -> None:
    answer = ask_pages(PAGES, "honey super vs zeppelin")
    assert {citation.article_id for citation in answer.citations} == {"honey-super"}
    assert all(part.kind != "table_row" for part in answer.parts)


def test_without_words_for_a_row_a_sentence_of_each_stands_by_itself(ask_pages) -> None:
    parts = ask_pages(PAGES, "honey super vs brood box", max_words=26).parts
    assert {part.kind for part in parts} == {"sentence"}
    assert sum(len(part.text.split()) for part in parts) <= 26


@pytest.mark.parametrize("question", ["super vs brood box?", "super vs brood: what is the difference?"])
def test_a_term_is_set_side_by_side_when_only_a_word_of_its_name_is_given(ask_pages, question: str) -> None:
    first = ask_pages(PAGES, question).parts[0]
    assert first.kind == "table_row"
    assert first.text.startswith("A honey super is")


def test_a_term_is_meant_by_its_name_with_another_ending_though_nothing_of_it_was_found(
    each_glossary: Glossary,
) -> None:
    first, second = list(each_glossary.index.articles)[:2]
    terms = [each_glossary.index.article(article_id).term for article_id in (first, second)]
    question = f"What is the difference between {terms[0]} and {terms[1]}ing?"
    found = each_glossary.retriever.search(question)
    alone = replace(found, hits=tuple(hit for hit in found.hits if hit.passage.article_id == first))
    compared = compared_articles(question, kind_of(question), [first], alone, each_glossary)
    assert [article.article_id for article in compared] == [first, second]


def test_quotes_about_different_things_make_no_row(ask_pages) -> None:
    pages = {
        "honey-super.md": SUPER.replace("A honey super decides how much honey a colony stores.", "Paint it white."),
        "brood-box.md": BROOD.replace("A brood box decides how strong a colony grows.", "Queens quarrel in June."),
    }
    answer = ask_pages(pages, "honey super vs brood box")
    assert all("Paint it white." not in part.text for part in answer.parts)


def test_where_each_is_used_makes_a_row_that_need_not_be_alike(ask_pages) -> None:
    pages = {
        "honey-super.md": SUPER + "\n## Where It Helps\n\nStrong colonies in a summer flow need one.\n",
        "brood-box.md": BROOD + "\n## Where It Helps\n\nSmall colonies live in one all year.\n",
    }
    answer = ask_pages(pages, "honey super vs brood box")
    rows = [part for part in answer.parts if part.kind == "table_row"]
    assert [answer.citations[row.citations[0] - 1].section for row in rows[1:2]] == ["Where It Helps"]


def test_what_names_the_other_term_is_no_cell(ask_pages) -> None:
    pages = {
        "honey-super.md": SUPER + "\n## Where It Helps\n\nColonies of bees in long flows fill it.\n",
        "brood-box.md": BROOD + "\n## Where It Helps\n\nColonies of bees in long flows fill a honey super first.\n",
    }
    answer = ask_pages(pages, "honey super vs brood box")
    assert all("first" not in part.text.split("|")[-1] for part in answer.parts if "flows" in part.text)
    assert "Where It Helps" not in {
        c.section
        for part in answer.parts
        if part.kind == "table_row"
        for c in (answer.citations[n - 1] for n in part.citations)
    }


def test_a_term_that_is_a_choice_itself_is_not_set_beside_another(ask_pages) -> None:
    pages = PAGES | {"buy.md": "# Buy vs. Rear\n\nBuy vs. rear is the choice between a bought queen and one's own.\n"}
    answer = ask_pages(pages, "Where does the brood box go in a buy vs. rear calculation?")
    assert all(part.kind != "table_row" for part in answer.parts)
