"""The exports table: how a publication is written for each kind of wiki."""

from collections.abc import Callable
from dataclasses import dataclass

from server.exports.confluence_storage import confluence
from server.exports.datatypes import Publication
from server.exports.dokuwiki_text import dokuwiki
from server.exports.html_fragment import html_fragment
from server.exports.markdown_text import markdown
from server.exports.mediawiki_text import mediawiki

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of wiki: what writes its text, with native footnotes and every text escaped, and its files' ending."""

    render: Callable[[Publication], str]
    suffix: str


EXPORTS: dict[str, Export] = {
    "markdown": Export(markdown, ".md"),
    "html": Export(html_fragment, ".html"),
    "mediawiki": Export(mediawiki, ".wiki"),
    "dokuwiki": Export(dokuwiki, ".txt"),
    "confluence": Export(confluence, ".xml"),
}
