"""How a query is read before it is searched for."""

import pytest

from retriever.hybrid import HybridRetriever
from retriever.query_reading import QueryReader


@pytest.fixture(scope="module")
def reader(harbour: HybridRetriever) -> QueryReader:
    return QueryReader(harbour.index, harbour.graph, lambda word: False)


@pytest.mark.parametrize("query", ["what is an MB", "what is an mb?", "two MBs"])
def test_a_short_form_gets_its_term_in_brackets(reader: QueryReader, query: str) -> None:
    assert "(Mooring Buoy)" in reader.read(query)


def test_a_short_form_is_spelt_out_once(reader: QueryReader) -> None:
    assert reader.read("MB or MB") == "MB (Mooring Buoy) or MB"


def test_a_short_form_beside_its_term_stays_as_it_is(reader: QueryReader) -> None:
    assert reader.read("is MB a mooring buoy") == "is MB a mooring buoy"


def test_letters_inside_a_word_are_no_short_form(reader: QueryReader) -> None:
    assert reader.read("number") == "number"


def test_a_misspelt_word_is_searched_for_as_the_glossary_spells_it(harbour: HybridRetriever) -> None:
    found = harbour.search("what is a windlas")
    assert found.query == "what is a windlas"
    assert found.read_as == "what is a windlass"
    assert found.hits[0].passage.article_id == "gear/windlass"


def test_a_short_form_of_two_terms_stands_for_neither(open_pages) -> None:
    pages = {
        "tide-gate.md": "---\nterm: Tide Gate\naliases: [TG]\n---\nA tide gate lets water out.",
        "tow-gear.md": "---\nterm: Tow Gear\naliases: [TG]\n---\nTow gear pulls a barge.",
    }
    assert open_pages(pages).search("TG").read_as == "TG"
