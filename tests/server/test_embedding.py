"""What an editor pastes."""

import html
import re

import pytest

from server.embedding import SNIPPETS, Embedded, wiki_tag

TYPED = "What is \"R&D\" <b>&lt;'price'</b> |}} ü?"
SERVICE = "https://g.example/ask"


@pytest.mark.parametrize("wiki", SNIPPETS)
@pytest.mark.parametrize("kind", ["question", "term"])
def test_every_snippet_names_what_is_shown_and_breaks_out_of_nothing(wiki: str, kind: str) -> None:
    snippet = SNIPPETS[wiki].write(Embedded(SERVICE, kind, TYPED))
    if SNIPPETS[wiki].write is wiki_tag:
        assert TYPED in html.unescape(snippet) or TYPED in snippet
    else:
        assert "<b>" not in snippet
        assert re.search(re.escape(SERVICE) + r"/[\w/?=%.~-]*R%26D%22", snippet)


def test_a_wikis_tag_takes_a_question_as_typed() -> None:
    assert wiki_tag(Embedded(SERVICE, "question", TYPED)) == f"<glossaryanswer>{TYPED}</glossaryanswer>"


def test_what_would_end_a_wikis_tag_is_an_attribute() -> None:
    tag = wiki_tag(Embedded(SERVICE, "question", "Why </glossaryanswer> x?"))
    assert tag == '<glossaryanswer q="Why &lt;/glossaryanswer&gt; x?" />'


def test_a_term_is_an_attribute() -> None:
    assert wiki_tag(Embedded(SERVICE, "term", "R&D")) == '<glossaryanswer term="R&amp;D" />'
