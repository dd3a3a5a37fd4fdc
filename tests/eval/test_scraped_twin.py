"""The scraped twin of a glossary: what stays a page's own, what a family shares, that the parser reads it back."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.rankers import read_plain_articles, read_plain_corpus
from eval.scraped_twin import LONGEST_BLURB, blurb, read_families, write_twin
from ingest.commands import SHIPPED_CORPUS
from ingest.datatypes import Article
from ingest.formats.scraped_lines import HEADINGS
from ingest.text_cleaning import one_line

WritePages = Callable[..., Path]

SHARED_HEADINGS = HEADINGS[1:-1]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The twin of the shipped glossary, and the family of each page."""
    folder = tmp_path_factory.mktemp("twin") / "pages"
    return folder, write_twin(SHIPPED_CORPUS, folder)


def articles_of(folder: Path) -> dict[str, Article]:
    return {record.article.article_id: record.article for record in read_plain_articles(folder)}


def text_of(article: Article, heading: str) -> str:
    section = next(section for section in article.sections if section.heading == heading)
    return one_line(article.text[section.start : section.end])


def test_every_article_has_a_page_that_the_parser_reads(twin: tuple[Path, dict[str, str]]) -> None:
    read = read_plain_corpus(twin[0])
    assert [Path(page.path).name for page in read.skipped] == ["README.md"]
    assert {record.article.article_id for record in read.articles} == set(articles_of(SHIPPED_CORPUS))


def test_term_definition_and_example_stay_the_pages_own(twin: tuple[Path, dict[str, str]]) -> None:
    pages = articles_of(twin[0])
    for article_id, article in articles_of(SHIPPED_CORPUS).items():
        page = pages[article_id]
        assert page.term == article.term
        for heading in ("Definition", "Example"):
            assert text_of(page, heading) == text_of(article, heading)


def test_pages_of_a_family_share_all_else_word_for_word(twin: tuple[Path, dict[str, str]]) -> None:
    folder, family_of = twin
    texts: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for article_id, page in articles_of(folder).items():
        assert tuple(section.heading for section in page.sections[2:]) == SHARED_HEADINGS
        texts[family_of[article_id]].add(tuple(text_of(page, heading) for heading in SHARED_HEADINGS))
    assert all(len(shared) == 1 for shared in texts.values())
    assert len(set.union(*texts.values())) == len(texts) == 6


def test_most_pages_share_their_text_with_twenty_others(twin: tuple[Path, dict[str, str]]) -> None:
    families = list(twin[1].values())
    assert sum(families.count(family) > 20 for family in families) > 0.9 * len(families)


def test_blurbs_and_navigation_leave_no_trace_in_the_articles(twin: tuple[Path, dict[str, str]]) -> None:
    assert "Learn what" in "".join(file.read_text(encoding="utf-8") for file in twin[0].glob("*.txt"))
    for page in articles_of(twin[0]).values():
        assert "Learn what" not in page.text
        assert "HarborGlossary" not in page.text
        assert page.see_also


def test_titles_are_suffixed_and_pages_differ_in_layout(twin: tuple[Path, dict[str, str]]) -> None:
    pages = articles_of(twin[0])
    suffixes = {page.title.removeprefix(page.term) for page in pages.values()}
    assert {"", " in Product Management", ": A Comprehensive Guide"} < suffixes
    texts = [file.read_text(encoding="utf-8") for file in twin[0].glob("*.txt")]
    assert any("  • " in text for text in texts)
    assert any("  1. " in text for text in texts)
    assert any(text.startswith("A\n\nB\n") or text.startswith("A\nB\n") for text in texts)
    assert any(page.truncated for page in pages.values())


def test_no_family_repeats_a_sentence_of_another_or_of_the_glossary(twin: tuple[Path, dict[str, str]]) -> None:
    sentences = [
        sentence
        for family in read_families()
        for content in family.sections.values()
        for sentence in ([content] if isinstance(content, str) else content)
    ]
    assert len(sentences) == len(set(sentences))
    glossary = " ".join(one_line(article.text) for article in articles_of(SHIPPED_CORPUS).values())
    assert not [sentence for sentence in sentences if sentence in glossary]


def test_every_category_of_the_glossary_has_one_family() -> None:
    named = [category for family in read_families() for category in family.categories]
    assert sorted(named) == sorted({article.category for article in articles_of(SHIPPED_CORPUS).values()})


def test_the_seed_alone_decides_the_bytes(tmp_path: Path, write_pages: WritePages, sound_pages: dict[str, str]) -> None:
    corpus = write_pages(sound_pages)
    folders = {name: tmp_path / name for name in ("one", "again", "other")}
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_twin(corpus, folders[name], seed=seed)
    one, again, other = ([file.read_bytes() for file in sorted(folder.iterdir())] for folder in folders.values())
    assert one == again
    assert one != other


@pytest.mark.parametrize(
    "title", ["SLO", "Epic Explained", "Value Versus Effort Matrix: A Comprehensive Guide for PMs"]
)
def test_a_blurb_is_cut_between_words_within_its_bound(title: str) -> None:
    text = blurb(title)
    assert text.startswith(f"Learn what {title.lower()} means in ")
    assert text.endswith("...")
    assert 100 < len(text) <= LONGEST_BLURB
    assert f"{text[:-3]} " in f"{blurb_in_full(title)} "


def blurb_in_full(title: str) -> str:
    return (
        f"Learn what {title.lower()} means in product teams, when it is worth the effort, who relies on it from week "
        "to week, and which"
    )


def test_a_folder_that_holds_something_is_refused(tmp_path: Path, write_pages: WritePages) -> None:
    folder = write_pages({"mine.md": "Precious."}, "notes")
    with pytest.raises(EvalError, match="is not empty"):
        write_twin(SHIPPED_CORPUS, folder)
    assert [file.name for file in folder.iterdir()] == ["mine.md"]
