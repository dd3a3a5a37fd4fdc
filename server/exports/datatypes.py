"""What an export renders: a titled text of blocks, each line with its footnotes, and the record of its quotes."""

from dataclasses import dataclass

from ingest.datatypes import SegmentKind


@dataclass(frozen=True, slots=True)
class Footnote:
    """One cited place. `label` is unique among answers on a page; addresses are http(s), safe in any markup, or empty.

    `said` is the quote where the text that cites it does not already say it word for word, else empty.
    """

    label: str
    n: int
    term: str
    section: str
    url: str
    origin: str
    licence: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, list item, formula or cell of a table: its text, and the footnotes behind it."""

    text: str
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind that belong together: a paragraph, a list, or one formula."""

    kind: SegmentKind
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what heads it, empty where nothing does, and its cells."""

    heading: str
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with equally many cells. `head` names the columns of the cells; it is empty where nothing does."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def headed(self) -> bool:
        """Whether rows have headings."""
        return any(row.heading for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks below a heading; an answer has one chapter without heading, a brief has several with."""

    heading: str
    blocks: tuple[Block | Table, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation as it was when it was published: where the quote stood, and what it said."""

    n: int
    article_id: str
    passage_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a published answer remembers for later checks: its question, its index generation, and its quotes."""

    question: str
    generation: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A name, and the address that it leads to, or none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Publication:
    """An answer ready for any wiki. Without chapters it is a question that the glossary does not answer.

    `url` is where the live answer stands, empty where the service has no public address.
    """

    title: str
    chapters: tuple[Chapter, ...]
    footnotes: tuple[Footnote, ...]
    nearest: tuple[Link, ...]
    url: str
    record: Record
