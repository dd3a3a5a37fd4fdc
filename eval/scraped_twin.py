"""A glossary in, the same articles as a glossary site would have them when saved as plain text out: a harder corpus.

Only title, definition, example and related cards stay a page's own. All else is the boilerplate of its family, word for
word the same on every page of it, with the navigation, suffixed titles and cut-off cards that such pages have.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from eval.errors import EvalError
from eval.rankers import read_plain_articles
from ingest.datatypes import Article
from ingest.formats.scraped_lines import EXAMPLE, LIST_HEADINGS, RELATED
from ingest.text_cleaning import one_line

FAMILIES_FILE = Path(__file__).parent / "scraped_families.yaml"

LONGEST_BLURB = 120

_WRONG_FAMILY = 0.05
_CUT_IN_LAST_CARD = 0.2
_CARDS = 4
_SUFFIXES = (
    "",
    " in Product Management",
    " for Product Managers",
    " Explained",
    ": A Comprehensive Guide",
    " Explained: A Comprehensive Guide for Product Managers",
)
_MARKERS = ("- ", "  • ")
_GAPS = ("\n", "\n\n", "\n\n\n")
_LETTERS = list("ABCDEFGHIJKLMNOPQRSTUVWYZ")
_README = """These pages were generated from a glossary by `glossator corpus twin`: its titles, definitions and
examples, and invented boilerplate in the place of all else. They serve to measure retrieval on such pages.
"""


@dataclass(frozen=True, slots=True)
class Family:
    """The boilerplate of the pages of some categories: by heading a paragraph, or the items of a list."""

    name: str
    categories: tuple[str, ...]
    sections: Mapping[str, str | Sequence[str]]


def write_twin(corpus: Path, out: Path, *, seed: int = 0) -> dict[str, str]:
    """Write a page for each article of a corpus under the article's id; the same seed gives the same bytes.

    Returns:
        Article id -> name of the family whose boilerplate its page holds.

    Raises:
        EvalError: `out` exists and holds something.
        IngestError: the corpus cannot be read.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise EvalError(f"{out} is not empty; name a folder that does not exist yet")
    articles = {record.article.article_id: record.article for record in read_plain_articles(corpus)}
    families = read_families()
    chosen: dict[str, str] = {}
    for article_id, article in articles.items():
        draw = random.Random(f"{seed} {article_id}")
        family = _family(article, families, draw)
        file = out / f"{article_id}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(twin_page(article, family, articles, draw), encoding="utf-8")
        chosen[article_id] = family.name
    (out / "README.md").write_text(_README, encoding="utf-8")
    return chosen


def read_families(file: Path = FAMILIES_FILE) -> tuple[Family, ...]:
    """All families, in order of the file."""
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(
        Family(name, tuple(keys["categories"]), {heading: keys[heading] for heading in keys if heading != "categories"})
        for name, keys in found.items()
    )


def twin_page(article: Article, family: Family, articles: Mapping[str, Article], draw: random.Random) -> str:
    """The page of an article as plain text: navigation, title, definition, example, boilerplate, cards."""
    marker, gap = draw.choice(_MARKERS), draw.choice(_GAPS)
    lines = [
        *_navigation(articles, draw),
        article.term + draw.choice(_SUFFIXES),
        _own_text(article, "definition"),
        EXAMPLE,
        _own_text(article, "example"),
    ]
    for heading, content in family.sections.items():
        lines.append(heading)
        if isinstance(content, str):
            lines.append(content)
        else:
            numbered = heading == LIST_HEADINGS[0] and draw.random() < 0.5
            lines.extend(f"  {n}. {item}" if numbered else f"{marker}{item}" for n, item in enumerate(content, start=1))
    lines += [RELATED, "Read on about ideas nearby.", *_cards(article, articles, draw)]
    text = gap.join(line for line in lines if line)
    return text[: -draw.randint(5, 60)] if draw.random() < _CUT_IN_LAST_CARD else f"{text}\n"


def blurb(title: str) -> str:
    """The text of a card: made from the title by one template, and cut between words with three dots."""
    text = (
        f"Learn what {title.lower()} means in product teams, when it is worth the effort, who relies on it from week "
        "to week, and which"
    )
    words = text[: LONGEST_BLURB - 3].split(" ")
    return " ".join(words[:-1]) + "..."


def _family(article: Article, families: Sequence[Family], draw: random.Random) -> Family:
    """The family of the article's category, the first for a category of none; now and then a wrong one, as found."""
    own = next((family for family in families if article.category in family.categories), families[0])
    wrong = draw.random() < _WRONG_FAMILY
    return draw.choice([family for family in families if family is not own]) if wrong else own


def _navigation(articles: Mapping[str, Article], draw: random.Random) -> list[str]:
    """Nothing, the letters of the alphabet but X, or a whole sidebar with the terms below their letters."""
    kind = draw.choice(("none", "letters", "sidebar"))
    if kind == "none":
        return []
    if kind == "letters":
        return _LETTERS
    lines = ["HarborGlossary.", "PricingTemplatesCoursesBlog"]
    terms = sorted(article.term for article in articles.values())
    for letter in _LETTERS:
        named = [term for term in terms if term.startswith(letter)]
        lines += [letter, *named] if named else []
    return lines


def _own_text(article: Article, slug: str) -> str:
    """A section's text on one line; empty where the article has no such section."""
    section = next((section for section in article.sections if section.slug == slug), None)
    return one_line(article.text[section.start : section.end]) if section else ""


def _cards(article: Article, articles: Mapping[str, Article], draw: random.Random) -> list[str]:
    lines: list[str] = []
    for target in [target for target in article.see_also if target in articles][:_CARDS]:
        title = articles[target].term + draw.choice(_SUFFIXES)
        lines += [title, blurb(title)]
    return lines
