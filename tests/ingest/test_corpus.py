"""Sources to pages: ids, what is skipped and why, what is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.corpus import read_corpus
from ingest.errors import IngestError

WritePages = Callable[..., Path]


def ids(*sources: Path) -> list[str]:
    return [found.page.article_id for found in read_corpus(sources).pages]


def skipped(source: Path) -> dict[str, str]:
    return {Path(page.path).name: page.reason for page in read_corpus([source]).skipped}


def test_the_id_of_a_page_is_its_path_below_the_source_without_its_ending(write_pages: WritePages) -> None:
    folder = write_pages({"tide.md": "x", "sea/ebb.v2.html": "x", "sea/deep/flow.TXT": "x"})
    assert ids(folder) == ["sea/deep/flow", "sea/ebb.v2", "tide"]


def test_the_id_of_a_single_file_is_its_name(write_pages: WritePages) -> None:
    assert ids(write_pages({"sea/ebb.md": "x"}) / "sea" / "ebb.md") == ["ebb"]


def test_the_id_of_a_beir_line_is_its_own(write_pages: WritePages) -> None:
    folder = write_pages({"sea/corpus.jsonl": '{"_id": "7", "text": "x"}\n{"_id": "a/b", "text": "y"}\n'})
    assert ids(folder) == ["7", "a/b"]


def test_pages_come_in_order_of_id_from_all_sources(write_pages: WritePages) -> None:
    one = write_pages({"b.md": "x"}, "one")
    other = write_pages({"a.md": "x", "c.md": "x"}, "other")
    assert ids(one, other) == ["a", "b", "c"]


def test_what_is_no_article_is_skipped_with_its_reason(write_pages: WritePages) -> None:
    folder = write_pages(
        {
            "ebb.md": "x",
            "README.md": "x",
            "readme.txt": "x",
            "LICENSE": "x",
            "LICENCE.txt": "x",
            "NOTICE.md": "x",
            "_draft.md": "x",
            ".hidden.md": "x",
            ".git/config.txt": "x",
            "photo.png": "x",
            "notes": "x",
        }
    )
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    assert ids(folder) == ["ebb"]
    assert skipped(folder) == {
        "README.md": "not an article, by its name",
        "readme.txt": "not an article, by its name",
        "LICENSE": "not an article, by its name",
        "LICENCE.txt": "not an article, by its name",
        "NOTICE.md": "not an article, by its name",
        "_draft.md": "name begins with _",
        ".hidden.md": "name begins with .",
        ".git": "name begins with .",
        "photo.png": "unknown ending .png",
        "notes": "unknown ending (none)",
        "gone.md": "link to a file that does not exist",
    }


def test_a_link_to_a_folder_above_is_not_followed(write_pages: WritePages) -> None:
    folder = write_pages({"sea/ebb.md": "x"})
    (folder / "sea" / "loop").symlink_to(folder)
    assert ids(folder) == ["sea/ebb"]
    assert skipped(folder) == {"loop": "link to a folder that holds it"}


def test_links_to_other_files_and_folders_are_followed(write_pages: WritePages) -> None:
    folder = write_pages({"sea/ebb.md": "x"})
    far = write_pages({"flow.md": "x"}, "far")
    (folder / "river").symlink_to(far)
    (folder / "tide.md").symlink_to(far / "flow.md")
    assert ids(folder) == ["river/flow", "sea/ebb", "tide"]


def test_a_name_that_is_not_utf_8_is_skipped_and_can_be_printed(write_pages: WritePages) -> None:
    folder = write_pages({"ebb.md": "x"})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("x")
    assert ids(folder) == ["ebb"]
    assert skipped(folder) == {"caf?.md": "name is not UTF-8"}


def test_a_named_pipe_is_skipped(write_pages: WritePages) -> None:
    folder = write_pages({"ebb.md": "x"})
    os.mkfifo(folder / "pipe.md")
    assert skipped(folder) == {"pipe.md": "not a regular file"}


def test_two_files_with_one_id_are_refused_naming_both(write_pages: WritePages) -> None:
    folder = write_pages({"ebb.md": "x", "ebb.txt": "y"})
    with pytest.raises(IngestError, match=r"the id 'ebb': .*ebb\.md and .*ebb\.txt; rename one"):
        read_corpus([folder])


def test_two_sources_with_one_id_are_refused_naming_both(write_pages: WritePages) -> None:
    one, other = write_pages({"ebb.md": "x"}, "one"), write_pages({"ebb.md": "y"}, "other")
    with pytest.raises(IngestError, match=r"one/ebb\.md and .*other/ebb\.md"):
        read_corpus([one, other])


def test_two_lines_with_one_id_are_refused_naming_both(write_pages: WritePages) -> None:
    folder = write_pages({"corpus.jsonl": '{"_id": "7", "text": "x"}\n{"_id": 7, "text": "y"}\n'})
    with pytest.raises(IngestError, match=r"corpus\.jsonl:1 and .*corpus\.jsonl:2"):
        read_corpus([folder])


def test_a_source_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"source .*nowhere does not exist; give a file or folder"):
        read_corpus([tmp_path / "nowhere"])


def test_a_single_file_with_an_unknown_ending_is_refused(write_pages: WritePages) -> None:
    with pytest.raises(IngestError, match=r"photo\.png has an unknown ending; .txt, .md, .html and .jsonl are read"):
        read_corpus([write_pages({"photo.png": "x"}) / "photo.png"])


def test_an_empty_folder_holds_no_pages(tmp_path: Path) -> None:
    corpus = read_corpus([tmp_path])
    assert (corpus.pages, corpus.skipped) == ((), ())


def test_a_folder_gives_defaults_to_its_pages_and_those_below(write_pages: WritePages) -> None:
    folder = write_pages(
        {
            "_index.md": "---\nCascade:\n  Licence: CC0\n  category: sea\n---\n",
            "ebb.md": "x",
            "deep/_index.md": "---\ncascade:\n  category: deep sea\n---\n",
            "deep/eel.md": "x",
        }
    )
    defaults = {found.page.article_id: dict(found.page.defaults) for found in read_corpus([folder]).pages}
    assert defaults == {
        "ebb": {"licence": "CC0", "category": "sea"},
        "deep/eel": {"licence": "CC0", "category": "deep sea"},
    }


def test_defaults_that_cannot_be_read_are_reported(write_pages: WritePages) -> None:
    folder = write_pages({"_index.md": "---\ncascade: [\n---\n", "ebb.md": "x"})
    reasons = [page.reason for page in read_corpus([folder]).skipped]
    assert any("front matter is not YAML" in reason for reason in reasons)


@pytest.mark.parametrize(
    "change",
    [
        {"ebb.md": "y"},
        {"_index.md": "---\ncascade:\n  licence: MIT\n---\n"},
    ],
    ids=["content", "defaults"],
)
def test_a_digest_changes_with_whatever_changes_the_parse(write_pages: WritePages, change: dict[str, str]) -> None:
    folder = write_pages({"ebb.md": "x", "_index.md": ""})
    (before,) = read_corpus([folder]).pages
    write_pages(change)
    (after,) = read_corpus([folder]).pages
    assert before.digest != after.digest


def test_a_digest_changes_with_the_ending_of_the_file(write_pages: WritePages) -> None:
    folder = write_pages({"ebb.md": "x"})
    (before,) = read_corpus([folder]).pages
    (folder / "ebb.md").rename(folder / "ebb.markdown")
    (after,) = read_corpus([folder]).pages
    assert before.digest != after.digest


def test_a_digest_does_not_depend_on_where_the_source_stands(write_pages: WritePages) -> None:
    one, other = write_pages({"ebb.md": "x"}, "one"), write_pages({"ebb.md": "x"}, "other")
    assert read_corpus([one]).pages[0].digest == read_corpus([other]).pages[0].digest
