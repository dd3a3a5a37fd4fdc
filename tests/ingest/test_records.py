"""Articles to lines of JSON and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.datatypes import Article, Passage
from ingest.page import Block, compose
from ingest.records import article_from_json, article_to_json

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(texts, min_size=1, max_size=4), texts, st.booleans())
def test_an_article_comes_back_from_its_line(paragraphs: list[str], name: str, truncated: bool) -> None:
    page = compose([Block("paragraph", text) for text in paragraphs])
    article = Article(
        name, name, name, page.text, page.sections, page.segments,
        aliases=(name, "b"), see_also=(name,), asked=(name, "?"), url=name, truncated=truncated, warnings=(name,),
    )  # fmt: skip
    passages = tuple(
        Passage(f"{name}#{n}", name, ("Definition", name), s.start, s.end, page.text[s.start : s.end], 3, 5)
        for n, s in enumerate(page.segments)
    )
    line = article_to_json(article, passages, "digest")
    assert "\n" not in line
    assert article_from_json(line) == (article, passages, "digest")


@pytest.mark.parametrize("line", ["", "{}", "[]", "no JSON", '{"article_id": "ebb"}'])
def test_any_other_line_is_refused(line: str) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        article_from_json(line)
