"""Answers of every shape that an export has to write, and texts that try to be more than text."""

import pytest

from ingest.datatypes import SegmentKind
from server.answering.datatypes import AnswerPart, Citation
from server.exports.datatypes import Publication
from server.exports.publication import publish

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "-->--><b>out</b>",
    "'''bold''' ''italic'' [[Category:Owned]] {{template}} {{{1}}} __NOTOC__ ~~~~",
    "</nowiki><b>x</b><nowiki> <ref>note</ref> <pre>",
    "[http://evil.example click] http://evil.example www.evil.example me@evil.example",
    "[click](javascript:alert(1)) ![img](http://evil.example/x.png) [^1] *[HTML]: x",
    "`code` ``` ~~gone~~ **bold** _it_ $x^2$ | a | b | # 1. - + = \\ \\[",
    "%% ((note)) [[link|text]] {{image.png}} ~~NOCACHE~~ //it// \\\\ FIXME :-) -> 640x480 (c) -- ... %",
    "]]> ]] }} </code> </file> &lt;b&gt; &amp; & \"quoted\" 'single'",
    "# not a heading",
    "- no list",
    "1. no list",
    "== no heading ==",
    "| no | table |",
    " leading blank",
    "100%",
    "(in brackets)",
    "RFC 1149 ISBN 978-3-16-148410-0",
    "schöne Größe, 価格弾力性, مرحبا",
)
"""Each is one line of text and must stay so, to the letter, wherever it is written."""


def citation(n: int, quote: str, **other: object) -> Citation:
    """A citation of an invented article."""
    fields: dict[str, object] = {
        "article_id": "swarming",
        "term": "Swarming",
        "section": "Signs of Swarming",
        "passage_id": "swarming#signs-of-swarming",
        "quote": quote,
        "start": 10 * n,
        "end": 10 * n + len(quote),
        "source": "swarming.md",
        "licence": "CC BY 4.0",
    }
    return Citation(n=n, **{**fields, **other})


def published(
    *parts: tuple[str, SegmentKind], title: str = "What is it?", public_url: str = "https://g.example/a"
) -> Publication:
    """A publication of parts, each its own quote from its own section."""
    citations = [citation(n, text, passage_id=f"swarming#s{n}") for n, (text, _) in enumerate(parts, start=1)]
    cited = [AnswerPart(text, kind, (n,)) for n, (text, kind) in enumerate(parts, start=1)]
    return publish(title, [("", cited)], citations, generation="abc123", public_url=public_url)


@pytest.fixture
def every_kind() -> Publication:
    """Sentences, a list, a row of a table, a formula, and a comparison of two terms, one place cited before."""
    mites = {"article_id": "mite-load", "term": "Mite Load", "passage_id": "mite-load#formula", "section": "Formula"}
    citations = [
        citation(1, "Bees swarm in May."),
        citation(2, "They leave with the old queen.", passage_id="swarming#departure", section="Departure"),
        citation(3, "queen cells"),
        citation(4, "swarm | 15,000 bees", passage_id="swarming#sizes", section="Sizes"),
        citation(5, "load = mites / bees", **mites),
        citation(6, "Swarms weigh | little."),
        citation(7, "Loads rise.", **mites),
    ]
    parts = [
        AnswerPart("Bees swarm in May.", "sentence", (1,)),
        AnswerPart("They leave with the old queen.", "sentence", (2,)),
        AnswerPart("queen cells", "list_item", (3,)),
        AnswerPart("swarm | 15,000 bees", "table_row", (4,)),
        AnswerPart("load = mites / bees", "formula", (5,)),
        AnswerPart("Swarms weigh | little. | Loads rise.", "table_row", (6, 7)),
    ]
    return publish("Why swarm?", [("", parts)], citations, generation="abc123", public_url="https://g.example/a")
