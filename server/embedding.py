"""What is embedded in, the markup that shows it in a page or a wiki out: one row a wiki."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import quote

FRAME_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""No `allow-same-origin`: the frame needs neither cookies nor storage. Links open unsandboxed pages of their own."""

FRAME_WIDTH = 640
_HEIGHTS: dict[str, int] = {"question": 320, "term": 180}

Kind = Literal["question", "term"]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A question or a term of the service at `base`, to be shown elsewhere; `name` is what readers know it by."""

    base: str
    kind: Kind
    text: str
    name: str = ""

    @property
    def frame_address(self) -> str:
        """What an iframe loads."""
        return f"{self.base}/embed?{'q' if self.kind == 'question' else 'term'}={quote(self.text, safe='')}"

    @property
    def page_address(self) -> str:
        """The page that shows the same to a reader, and that link previews are made of."""
        if self.kind == "question":
            return f"{self.base}/?q={quote(self.text, safe='')}"
        return f"{self.base}/terms/{quote(self.text)}"

    @property
    def height(self) -> int:
        """How tall a frame is, in pixels, that nothing makes as tall as what it shows."""
        return _HEIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Snippet:
    """How a wiki takes an embed: what its administrator does once, and what an editor writes."""

    wiki: str
    needs: str
    write: Callable[[Embedded], str]


def frame_html(embedded: Embedded, *, width: int | None = None, height: int | None = None) -> str:
    """The iframe as HTML, sandboxed; without a size as wide as its place, and as tall as its kind."""
    title = escape(f"Glossary answer: {embedded.name or embedded.text}")
    return (
        f'<iframe class="glossary-answer" src="{escape(embedded.frame_address)}" title="{title}" '
        f'width="{width or "100%"}" height="{height or embedded.height}" sandbox="{FRAME_SANDBOX}" '
        'referrerpolicy="no-referrer" loading="lazy" style="border:0"></iframe>'
    )


def component_html(embedded: Embedded) -> str:
    """The web component, with a link for readers without scripts."""
    name, text = embedded.kind, escape(embedded.text)
    return (
        f'<script src="{escape(embedded.base)}/embed.js" async></script>\n'
        f'<glossary-answer {name}="{text}"><a href="{escape(embedded.page_address)}">{text}</a></glossary-answer>'
    )


def wiki_tag(embedded: Embedded) -> str:
    """The tag of our MediaWiki extension and of our DokuWiki plugin. What cannot stand between tags is an attribute."""
    text = embedded.text
    if embedded.kind == "question" and "</glossaryanswer" not in text.lower() and "\n" not in text:
        return f"<glossaryanswer>{text}</glossaryanswer>"
    name = "q" if embedded.kind == "question" else "term"
    return f'<glossaryanswer {name}="{escape(" ".join(text.split()))}" />'


def confluence_macro(embedded: Embedded) -> str:
    """Storage format for the iframe macro of Confluence Data Center and of common macro apps."""
    return (
        '<ac:structured-macro ac:name="iframe">'
        f'<ac:parameter ac:name="src"><ri:url ri:value="{escape(embedded.frame_address)}" /></ac:parameter>'
        '<ac:parameter ac:name="width">100%</ac:parameter>'
        f'<ac:parameter ac:name="height">{embedded.height}</ac:parameter>'
        "</ac:structured-macro>"
    )


SNIPPETS: dict[str, Snippet] = {
    "html": Snippet("any page", "nothing but its origin among allowed_origins", frame_html),
    "component": Snippet("any page that may load scripts", "a policy that allows this script", component_html),
    "mediawiki": Snippet("MediaWiki", "the extension GlossaryAnswer of server/integrations", wiki_tag),
    "dokuwiki": Snippet("DokuWiki", "the plugin glossaryanswer of server/integrations", wiki_tag),
    "confluence": Snippet("Confluence", "an iframe macro that allows this service", confluence_macro),
    "bookstack": Snippet("BookStack", "ALLOWED_IFRAME_SOURCES with this service in .env", frame_html),
    "wikijs": Snippet("Wiki.js", "Rendering > HTML > Security: Allow iframes", frame_html),
    "sharepoint": Snippet("SharePoint", "HTML field security that allows this service", frame_html),
    "outline": Snippet("Outline", "nothing; paste into an Embed block", lambda e: e.frame_address),
    "notion": Snippet("Notion", "nothing; paste as /embed; Notion must reach the service", lambda e: e.frame_address),
    "gitbook": Snippet("GitBook", "a public service; paste the link, it unfurls by oEmbed", lambda e: e.page_address),
}
