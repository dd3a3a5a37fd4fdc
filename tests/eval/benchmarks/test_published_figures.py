"""Markdown pages as a judged set that the plain baselines read as they read any other."""

from pathlib import Path

from eval.benchmarks.published_figures import GIVEN, glossary_as_it_stands
from eval.datasets import read_corpus_texts, read_dataset
from eval.rankers import PRESETS


def test_pages_keep_their_marks_and_what_is_no_article_is_left_out(write_dataset, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "crumb.md").write_text(
        "---\r\nTitle: Crumb\r\ntags: [bread]\r\n---\r\n\r\nThe inside.\r\n## Why\r\n---\r\nHoles.\r\n"
    )
    (pages / "_index.md").write_text("---\ntitle: Bread\n---\nAll of it.\n")
    (pages / "search.md").write_text("---\ntitle: Search\n---\n")
    folder = glossary_as_it_stands(pages, write_dataset(corpus=None), tmp_path / "as-it-stands")
    assert read_corpus_texts(folder / "corpus.jsonl") == {"crumb": "Crumb\nThe inside.\n## Why\n---\nHoles."}
    assert len(read_dataset(folder).topics) == 4


def test_every_set_has_a_figure_for_each_preset() -> None:
    assert all(given.keys() == set(PRESETS) for given in GIVEN.values())
