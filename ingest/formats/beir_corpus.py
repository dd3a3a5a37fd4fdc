"""A BEIR `corpus.jsonl` in, one parsed page a line out."""

import json
from collections.abc import Iterator
from pathlib import PurePath

from ingest.errors import IngestError, UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.page import Block
from ingest.text_cleaning import decode, one_line


def split(path: str, data: bytes) -> Iterator[SourcePage]:
    r"""One page for each line, lines ending at `\n` only; empty lines are left out. The id is the line's `_id`.

    Raises:
        IngestError: a line is not a JSON object with an `_id`.
    """
    text, _ = decode(data)
    for n, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            article_id = json.loads(line)["_id"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise IngestError(
                f'{path}: line {n} is not a JSON object with "_id", "title" and "text"; mend that line'
            ) from error
        yield SourcePage(str(article_id), f"{path}:{n}", PurePath(path).name, line.encode())


def parse(page: SourcePage) -> list[ParsedPage]:
    """The article of one line; none where `text` and `title` are empty. A title alone is its own text.

    Raises:
        UnreadableArticleError: `text` or `title` is not text.
    """
    line = json.loads(page.data)
    title, text = line.get("title") or "", line.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise UnreadableArticleError('"title" and "text" must be strings')
    blocks = tuple(Block("paragraph", part) for part in (text if text.strip() else title).split("\n") if part.strip())
    if not blocks:
        return []
    url = line.get("url") or (line.get("metadata") or {}).get("url") or ""
    name = one_line(title)
    return [ParsedPage(title=name, term=name, blocks=blocks, url=str(url))]
