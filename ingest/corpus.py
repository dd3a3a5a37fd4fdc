"""Sources in, the pages found in them out, with the files that are no articles and why."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.datatypes import SkippedPage
from ingest.errors import IngestError, UnreadableArticleError
from ingest.formats import Format, SourcePage, format_of
from ingest.formats.front_matter import split_front_matter
from ingest.text_cleaning import clean, decode

NOT_AN_ARTICLE = "not an article, by its name"
"""Why a README or a licence is skipped."""

_NOT_ARTICLES = re.compile(r"(README|LICEN[SC]E|NOTICE|COPYING)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page, the format that reads it, and a digest that changes when its parse may."""

    page: SourcePage
    format: Format
    digest: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages of the sources by id, in order of id, and what was left out."""

    pages: tuple[FoundPage, ...]
    skipped: tuple[SkippedPage, ...]


def read_corpus(sources: Sequence[Path]) -> Corpus:
    """Find the pages of files and folders.

    A page's id is its path below the source without its ending (a single file: its name; a BEIR line: its `_id`).

    Raises:
        IngestError: a source does not exist or has an unknown ending, or two pages have one id.
    """
    found: dict[str, FoundPage] = {}
    skipped: list[SkippedPage] = []
    for source in sources:
        if not source.exists():
            raise IngestError(f"source {source} does not exist; give a file or folder of articles")
        walk = _folder(source, source, {}, skipped) if source.is_dir() else _single_file(source)
        for page in walk:
            other = found.get(page.page.article_id)
            if other:
                raise IngestError(
                    f"two pages have the id {page.page.article_id!r}: {other.page.path} and {page.page.path}; "
                    "rename one"
                )
            found[page.page.article_id] = page
    return Corpus(tuple(found[key] for key in sorted(found)), tuple(skipped))


def _single_file(file: Path) -> Iterator[FoundPage]:
    form = format_of(file)
    if form is None:
        raise IngestError(f"source {file} has an unknown ending; .txt, .md, .html and .jsonl are read")
    yield from _pages_of(file, file.stem, form, {})


def _folder(folder: Path, root: Path, defaults: dict[str, str], skipped: list[SkippedPage]) -> Iterator[FoundPage]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise IngestError(f"folder {folder} cannot be read: {error.strerror}") from error
    defaults = {**defaults, **_cascade(folder / "_index.md", skipped)}
    for entry in entries:
        reason = _reason_to_skip(entry)
        if reason:
            skipped.append(SkippedPage(_printable(entry), reason))
        elif entry.is_dir():
            yield from _folder(entry, root, defaults, skipped)
        else:
            form = format_of(entry)
            if form is None:
                skipped.append(SkippedPage(str(entry), f"unknown ending {entry.suffix or '(none)'}"))
                continue
            article_id = PurePosixPath(entry.relative_to(root).with_suffix("")).as_posix()
            try:
                yield from _pages_of(entry, article_id, form, defaults)
            except UnreadableArticleError as error:
                skipped.append(SkippedPage(str(entry), str(error)))


def _reason_to_skip(entry: Path) -> str:
    if entry.name.startswith(("_", ".")):
        return f"name begins with {entry.name[0]}"
    if _NOT_ARTICLES.match(entry.name):
        return NOT_AN_ARTICLE
    if any("\ud800" <= sign <= "\udfff" for sign in entry.name):  # how Python shows bytes that are not UTF-8
        return "name is not UTF-8"
    if entry.is_symlink() and not entry.exists():
        return "link to a file that does not exist"
    if entry.is_symlink() and entry.parent.resolve().is_relative_to(entry.resolve()):
        return "link to a folder that holds it"
    if not entry.is_dir() and not entry.is_file():
        return "not a regular file"
    return ""


def _printable(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")


def _pages_of(file: Path, article_id: str, form: Format, defaults: dict[str, str]) -> Iterator[FoundPage]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableArticleError(f"cannot be read: {error.strerror}") from error
    pages = (
        form.split(str(file), data)
        if form.split
        else iter([SourcePage(article_id, str(file), article_id + file.suffix, data, defaults)])
    )
    for page in pages:
        seed = f"{form.name} {form.version} {page.file} {sorted(defaults.items())}".encode()
        yield FoundPage(page, form, hashlib.sha256(seed + b"\0" + page.data).hexdigest())


def _cascade(index_file: Path, skipped: list[SkippedPage]) -> dict[str, str]:
    """Front matter that a folder's `_index.md` gives to all its pages, under `cascade`."""
    if not index_file.is_file():
        return {}
    try:
        keys, _ = split_front_matter(clean(decode(index_file.read_bytes())[0]))
    except UnreadableArticleError as error:
        skipped.append(SkippedPage(str(index_file), str(error)))
        return {}
    cascade = keys.get("cascade")
    if not isinstance(cascade, dict):
        return {}
    return {str(key).lower(): str(value) for key, value in cascade.items() if isinstance(value, str)}
