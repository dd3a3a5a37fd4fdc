"""Headed tables and plots in, one self-contained HTML page out: no script, no request, fit for print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.errors import writing
from eval.provenance import provenance

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a plot, an `<svg>` element, or a table, or both; `numbers` and `texts` are columns from 0."""

    heading: str
    note: str = ""
    figure: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = field(default_factory=frozenset)
    texts: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Page:
    """A report: its title, a line that says what it is of, and its sections in order."""

    title: str
    summary: str
    sections: tuple[Section, ...]


def render(page: Page) -> str:
    """The page as HTML."""
    return _environment().get_template("report.html").render(page=page)


def render_fragment(page: Page) -> str:
    """The page's sections alone, for a notebook, which has its own styles."""
    heading = Markup("<h1>{}</h1><p>{}</p>").format(page.title, page.summary)
    return heading + _environment().get_template("sections.html").render(page=page)


def write_report(page: Page, file: Path) -> None:
    """Write the page to a file, making its folder.

    Raises:
        EvalError: the file cannot be written.
    """
    with writing("report", file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(page), encoding="utf-8")


def _environment() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def to_repeat(**about: object) -> Section:
    """The section with all that is needed to repeat what the page shows: the command, what was said to it, versions."""
    rows = tuple(_flat({**provenance(), **about}))
    return Section("To repeat this", columns=("what", "value"), rows=rows, texts=frozenset({1}))


def _flat(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name} · ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{above}{name}", ", ".join(map(str, value))
        elif value not in ("", None):
            yield f"{above}{name}", str(value)
