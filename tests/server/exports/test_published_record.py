"""What a page remembers of a published answer."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.exports.datatypes import Quote, Record
from server.exports.published_record import record_address, record_comment, records_in
from tests.server.exports.conftest import HOSTILE

TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=80)


def record(text: str) -> Record:
    return Record(text, "abc123", (Quote(1, "swarming", "swarming#signs", 3, 3 + len(text), text),))


@given(TEXTS)
def test_any_record_is_read_back_as_it_was(text: str) -> None:
    assert list(records_in(record_comment(record(text)))) == [record(text)]
    assert list(records_in(f"[[{record_address(record(text), 'https://g.example/?q=x')}|Answer]]")) == [record(text)]


@given(TEXTS)
def test_a_comment_holds_no_mark_but_its_own(text: str) -> None:
    inside = record_comment(record(text)).removeprefix("<!--").removesuffix("-->")
    assert not re.search(r"--|[<>&]|\{\{|\}\}|\{%|~~|\[\[|\]\]", inside)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_survives_a_dump_in_xml(text: str) -> None:
    dump = f"<page><text>{html.escape(record_comment(record(text)))}</text></page>"
    assert list(records_in(dump)) == [record(text)]


def test_a_comment_is_json_that_any_program_reads() -> None:
    text = record_comment(record("Bees swarm.")).removeprefix("<!-- glossator-record ").removesuffix(" -->")
    assert json.loads(text)["quotes"][0] == {
        "n": 1,
        "article": "swarming",
        "passage": "swarming#signs",
        "start": 3,
        "end": 14,
        "quote": "Bees swarm.",
    }


@pytest.mark.parametrize(
    "page",
    [
        "no record at all",
        "<!-- glossator-record {} -->",
        '<!-- glossator-record {"format": 99, "question": "", "generation": "", "quotes": []} -->',
        "<!-- glossator-record {broken} -->",
        "#glossator-record=broken",
        "#glossator-record=eJw",
        '<!-- glossator-record {"format": 1, "question": "q", "generation": "g", "quotes": [1]} -->',
    ],
)
def test_what_is_no_whole_record_is_left_out(page: str) -> None:
    assert list(records_in(page)) == []
