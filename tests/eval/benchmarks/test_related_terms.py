"""Lost links, found again by what else speaks for them."""

from pathlib import Path

import pytest

from eval.benchmarks.related_terms import held_out, related_term_quality
from ingest.open_index import OpenIndex, open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings


def test_what_is_held_out_depends_on_the_seed_alone_and_covers_both_directions() -> None:
    links = {f"t{n}": tuple(f"t{m}" for m in range(20) if m != n) for n in range(20)}
    held = held_out(links, 0.3, 1)
    assert held == held_out(dict(reversed(links.items())), 0.3, 1)
    assert held != held_out(links, 0.3, 2)
    assert 30 <= len(held) <= 85  # 0.3 of the 190 pairs is 57
    assert held_out(links, 0.0, 1) == set()
    assert len(held_out(links, 1.0, 1)) == 190


@pytest.fixture
def index(write_pages, settings: IngestSettings) -> OpenIndex:
    pages: dict[str, str] = {}
    words = {"anchor": "oakum", "berth": "pitch", "capstan": "tallow"}
    for first, second in (("anchor", "berth"), ("berth", "capstan"), ("capstan", "anchor")):
        pages[f"{first}.md"] = f"---\nterm: {first.title()}\nrelated: [{second}]\n---\n{words[first]} for the {second}."
    source: Path = write_pages(pages)
    ingest([source], settings)
    return open_index(settings.index)


def test_a_lost_link_that_a_mention_gives_away_is_found(index: OpenIndex) -> None:
    found = related_term_quality(index, share=1.0)
    # each of three articles loses its one link, three seeds; the one other article that it names comes among the first
    assert found.lost_links == 9
    assert found.recall.mean == 1.0
    assert found.precision.mean == pytest.approx(1 / 5)


def test_without_lost_links_there_is_nothing_to_measure(index: OpenIndex) -> None:
    found = related_term_quality(index, share=0.0)
    assert (found.lost_links, found.recall.n) == (0, 0)
