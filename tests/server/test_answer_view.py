"""What the web box shows of an answer."""

import pytest

from server.answer_view import answer_blocks, answer_view
from server.answering.glossary import Glossary
from server.schemas import AskResponse, PartBody
from tests.server.conftest import Ask


@pytest.fixture
def response(ask: Ask):
    """The response to a question."""
    return lambda question, **options: AskResponse.of(ask(question, **options), "")


def test_every_part_stands_in_one_block_in_order(response) -> None:
    for question in ("What are the signs of swarming?", "How is the mite load calculated?", "What is propolis?"):
        answer = response(question)
        shown = [part for block in answer_blocks(answer) for part in block.parts]
        assert shown == answer.answer


def test_a_block_holds_one_kind(response) -> None:
    answer = response("How is the mite load calculated?")
    blocks = answer_blocks(answer)
    assert "formula" in {block.kind for block in blocks}
    assert all(part.kind == block.kind for block in blocks for part in block.parts)


def test_rows_that_compare_have_the_terms_at_their_head(response) -> None:
    answer = response("What is the difference between swarming and a winter cluster?")
    block = next(block for block in answer_blocks(answer) if block.kind == "table_row")
    assert block.header == ("Swarming", "Winter Cluster")
    assert all(block.row_heading(part, answer.citations) for part in block.parts)


def test_lists_from_several_sections_say_where_each_stands(response) -> None:
    answer = response("What are the signs of swarming?")
    citation = answer.citations[0]
    elsewhere = citation.model_copy(update={"n": 2, "section": "Mistakes"})
    of_another = elsewhere.model_copy(update={"article": "other", "term": "Other"})

    def places(*citations) -> list[str]:
        parts = [PartBody(text="Look.", kind="list_item", citations=[n]) for n in range(1, len(citations) + 1)]
        shown = answer.model_copy(update={"answer": parts, "citations": list(citations)})
        return [block.place for block in answer_blocks(shown)]

    assert places(citation, citation.model_copy(update={"n": 2})) == [""]
    assert places(citation, elsewhere) == [citation.section, "Mistakes"]
    assert places(citation, of_another) == [f"{citation.term} › {citation.section}", "Other › Mistakes"]


def test_a_preview_is_the_text_around_the_quote(response, beekeeping: Glossary) -> None:
    answer = response("What are the signs of swarming?")
    view = answer_view(answer, beekeeping)
    assert set(view.previews) == {citation.n for citation in answer.citations}
    for citation in answer.citations:
        preview = view.previews[citation.n]
        text = beekeeping.index.article(citation.article).text
        before, after = preview.before.removeprefix("… "), preview.after.removesuffix(" …")
        assert preview.quote == citation.quote
        assert before + preview.quote + after in text
        assert len(before) <= 180
        assert len(after) <= 180


def test_sources_stand_by_section_and_hold_every_citation(response, beekeeping: Glossary) -> None:
    answer = response("What are the signs of swarming?")
    sources = answer_view(answer, beekeeping).sources
    assert sorted(c.n for source in sources for c in source.citations) == [c.n for c in answer.citations]
    assert len({(source.first.article, source.first.section) for source in sources}) == len(sources)


def test_what_the_answer_did_not_quote_is_offered(response, beekeeping: Glossary) -> None:
    answer = response("What are the signs of swarming?")
    view = answer_view(answer, beekeeping)
    quoted = {citation.section for citation in answer.citations}
    assert view.more
    assert not quoted & {heading for heading, _ in view.more}
    slugs = {section.slug for section in view.more_of.sections}
    assert {slug for _, slug in view.more} <= slugs


def test_related_terms_say_what_they_are_and_why(response, beekeeping: Glossary) -> None:
    answer = response("What are the signs of swarming?")
    cards = answer_view(answer, beekeeping).related
    assert [card.term for card in cards] == [term.term for term in answer.related_terms]
    assert all(card.reason and card.definition for card in cards)


def test_without_an_answer_the_nearest_terms_are_shown(beekeeping: Glossary, client) -> None:
    answer = AskResponse.model_validate(client.post("/api/ask", json={"question": "Who won the cup?"}).json())
    view = answer_view(answer, beekeeping)
    assert [card.article for card in view.related] == [term.article for term in answer.suggestions]
    assert view.sources == view.more == ()
    assert view.map is None
