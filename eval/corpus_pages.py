"""A folder of glossary articles in, each article with what its author wrote around it out; and what was found wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.rankers import read_plain_corpus
from ingest.corpus import NOT_AN_ARTICLE
from ingest.datatypes import Article, Section
from ingest.formats.front_matter import split_front_matter
from ingest.formats.markdown_page import markdown_blocks
from ingest.page import sentence_spans
from ingest.text_cleaning import clean, decode


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that breaks a rule: in which file, which rule, and what to do about it."""

    file: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """An article as the product reads it, with the front matter as written and the targets of the links in its text."""

    file: str
    article: Article
    keys: Mapping[str, Any]
    links: tuple[str, ...]

    def segments_of(self, section: Section) -> list[tuple[str, str]]:
        """Kind and text of each sentence, list item, table row and formula of a section, in order."""
        text = self.article.text
        inside = [s for s in self.article.segments if section.start <= s.start < section.end]
        return [(segment.kind, text[segment.start : segment.end]) for segment in inside]

    def sentences(self) -> list[str]:
        """All sentences of the article, those inside list items too; formulas and table rows whole."""
        text = self.article.text
        found: list[str] = []
        for segment in self.article.segments:
            part = text[segment.start : segment.end]
            spans = sentence_spans(part) if segment.kind == "list_item" else [(0, len(part))]
            found.extend(part[start:end] for start, end in spans)
        return found


def read_pages(folder: Path) -> tuple[list[CorpusPage], list[Finding]]:
    """The articles of a folder in order of id, and a finding for each file that is none though it should be.

    Raises:
        EvalError: the folder does not exist or holds no article.
        IngestError: two files give one id.
    """
    if not folder.is_dir():
        raise EvalError(f"{folder} is not a folder; give the folder of the articles")
    read = read_plain_corpus(folder)
    findings = [
        Finding(page.path, "page", f"{page.reason}; mend it or move it out")
        for page in read.skipped
        if page.reason != NOT_AN_ARTICLE and not page.reason.startswith("name begins with")
    ]
    pages: list[CorpusPage] = []
    for record in read.articles:
        file = folder / record.article.file
        if file.suffix == ".md":
            keys, body = split_front_matter(clean(decode(file.read_bytes())[0]))
            pages.append(CorpusPage(str(file), record.article, keys, markdown_blocks(body)[1]))
        else:
            findings.append(Finding(str(file), "page", "is not Markdown; write it as .md with front matter"))
    if not pages:
        why = f"; {findings[0].file}: {findings[0].message}" if findings else ""
        raise EvalError(f"{folder} holds no article to check{why}; give the folder of the .md files")
    return pages, findings


def n_words(page: CorpusPage) -> int:
    """Words of an article's text, separated by white space, headings and front matter left out."""
    article = page.article
    return sum(len(article.text[segment.start : segment.end].split()) for segment in article.segments)


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Findings by file, within a file as found."""
    return sorted(findings, key=lambda finding: finding.file)
