"""Which published answers are out of date."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.open_index import OpenIndex, open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from server.errors import ServerError
from server.exports.datatypes import Quote, Record
from server.exports.published_check import changed_quotes, check_published
from server.exports.published_record import record_comment

SAID = "The ebb falls twice a day."


@pytest.fixture
def index_of(settings: IngestSettings, write_pages: Callable[..., Path]) -> Callable[[dict[str, str]], OpenIndex]:
    """An index of pages."""

    def build(pages: dict[str, str]) -> OpenIndex:
        ingest([write_pages(pages)], settings)
        return open_index(settings.index)

    return build


def record(start: int = 0, article: str = "ebb") -> Record:
    return Record(
        "What falls?", "before", (Quote(1, article, f"{article}#definition", start, start + len(SAID), SAID),)
    )


def test_a_quote_that_stands_is_not_changed(index_of) -> None:
    assert changed_quotes(record(), index_of({"ebb.md": SAID}).articles) == ()


def test_a_quote_that_is_gone_is_named(index_of) -> None:
    (changed,) = changed_quotes(record(), index_of({"ebb.md": "The ebb falls once a day."}).articles)
    assert (changed.change, changed.start, changed.quote.text) == ("quote_gone", -1, SAID)


def test_a_quote_that_has_moved_is_found_where_it_stands_now(index_of) -> None:
    (changed,) = changed_quotes(record(), index_of({"ebb.md": f"Tides turn. {SAID}"}).articles)
    assert (changed.change, changed.start) == ("moved", len("Tides turn. "))


def test_an_article_that_is_gone_is_named(index_of) -> None:
    (changed,) = changed_quotes(record(article="flood"), index_of({"ebb.md": SAID}).articles)
    assert changed.change == "article_gone"


def test_folders_are_searched_and_files_without_answers_passed_over(index_of, tmp_path: Path) -> None:
    wiki = tmp_path / "wiki"
    (wiki / "deep").mkdir(parents=True)
    (wiki / "deep" / "ebb.txt").write_text(f"Before\n{record_comment(record())}\nAfter")
    (wiki / "two.md").write_text(record_comment(record(start=5)) * 2)
    (wiki / "plain.md").write_text("nothing")
    (wiki / "picture.png").write_bytes(b"\x89PNG\0\0")
    found = check_published([wiki], index_of({"ebb.md": SAID}).articles)
    assert [(p.path.name, len(p.changed)) for p in found] == [("ebb.txt", 0), ("two.md", 1), ("two.md", 1)]


def test_pages_without_any_published_answer_are_an_error(index_of, tmp_path: Path) -> None:
    (tmp_path / "plain.md").write_text("nothing")
    articles = index_of({"ebb.md": SAID}).articles
    with pytest.raises(ServerError, match="no answer that `glossator export` wrote"):
        check_published([tmp_path / "plain.md"], articles)
    with pytest.raises(ServerError, match="no file or folder"):
        check_published([tmp_path / "nowhere"], articles)
