"""A BEIR `corpus.jsonl` in, one parsed page a line out."""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from ingest.errors import IngestError, UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.page import Block
from ingest.text_cleaning import clean, decode, one_line


def split(path: str, data: bytes) -> Iterator[SourcePage]:
    r"""One page for each line, lines ending at `\n` only; empty lines are left out. The id is the line's `_id`.

    Raises:
        IngestError: a line is not a JSON object with an `_id`, a number or a text that is not empty.
    """
    for n, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            article_id = _id_of(json.loads(decode(line)[0]))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise IngestError(
                f'{path}: line {n} is not a JSON object with "_id", "title" and "text"; mend that line'
            ) from error
        yield SourcePage(article_id, f"{path}:{n}", PurePath(path).name, line)


def parse(page: SourcePage) -> list[ParsedPage]:
    """The article of one line; none where `text` and `title` are empty. A title alone is its own text.

    Raises:
        UnreadableArticleError: `text` or `title` is not text.
    """
    read, warnings = decode(page.data)
    line = json.loads(read)
    title, text = line.get("title") or "", line.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise UnreadableArticleError('"title" and "text" must be strings')
    blocks = tuple(Block("paragraph", part) for part in (text if text.strip() else title).split("\n") if part.strip())
    if not blocks:
        return []
    metadata = line.get("metadata")
    url = line.get("url") or (metadata.get("url") if isinstance(metadata, dict) else "") or ""
    name = one_line(clean(title))
    return [ParsedPage(title=name, term=name, blocks=blocks, url=one_line(clean(str(url))), warnings=warnings)]


def _id_of(line: Any) -> str:
    found = line["_id"]
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise ValueError(f"_id is {found!r}")
    str(found).encode()  # half a surrogate, escaped in JSON, cannot be written
    return str(found)
