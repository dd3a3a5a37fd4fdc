"""The small map of related terms."""

import dataclasses
import itertools

from server.answering.glossary import Glossary
from server.term_map import map_of


def neighbours(glossary: Glossary, article_id: str) -> list[str]:
    return [term.article_id for term in glossary.graph.related(article_id)]


def test_every_term_stands_on_it_once(beekeeping: Glossary) -> None:
    around = neighbours(beekeeping, "swarming")
    drawn = map_of(["swarming"], around, beekeeping)
    assert sorted(node.article for node in drawn.nodes) == sorted(["swarming", *around])
    assert [node.article for node in drawn.nodes if node.is_centre] == ["swarming"]


def test_a_line_leads_from_the_centre_to_each_related_term(beekeeping: Glossary) -> None:
    around = neighbours(beekeeping, "swarming")
    drawn = map_of(["swarming"], around, beekeeping)
    assert len(drawn.lines) == len(around)
    reasons = {term.reason for term in beekeeping.graph.related("swarming")}
    assert {line.reason for line in drawn.lines} == reasons


def test_names_do_not_lie_over_each_other_and_inside_the_map(beekeeping: Glossary) -> None:
    drawn = map_of(["swarming", "propolis"], neighbours(beekeeping, "swarming"), beekeeping)
    places = [(node.x, node.y) for node in drawn.nodes]
    assert len(set(places)) == len(places)
    for column in {x for x, _ in places}:
        heights = sorted(y for x, y in places if x == column)
        assert all(below - above >= 30 for above, below in itertools.pairwise(heights))
    assert all(0 < x < drawn.width and 16 <= y <= drawn.height - 16 for x, y in places)


def test_the_frame_of_a_centre_leaves_room_for_the_lines(beekeeping: Glossary) -> None:
    drawn = map_of(["swarming", "propolis"], neighbours(beekeeping, "swarming"), beekeeping)
    centres = [node for node in drawn.nodes if node.is_centre]
    right = min(node.x for node in drawn.nodes if node.anchor == "start")
    longest = dataclasses.replace(centres[0], label="N" * 28)
    assert all(node.x + node.half_width + 30 <= right for node in [*centres, longest])
    assert longest.half_width > centres[0].half_width


def test_what_is_in_the_centre_is_not_also_around_it(beekeeping: Glossary) -> None:
    drawn = map_of(["swarming"], ["swarming", "propolis"], beekeeping)
    assert [node.article for node in drawn.nodes] == ["swarming", "propolis"]


def test_without_neighbours_there_is_no_map(beekeeping: Glossary) -> None:
    assert map_of(["swarming"], [], beekeeping) is None
    assert map_of(["swarming"], ["swarming"], beekeeping) is None
    assert map_of([], ["swarming"], beekeeping) is None


def test_the_same_terms_give_the_same_map(beekeeping: Glossary) -> None:
    around = neighbours(beekeeping, "swarming")
    assert map_of(["swarming"], around, beekeeping) == map_of(["swarming"], around, beekeeping)
