"""A glossary of ships' words, and a function that opens a retriever over any pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.open_index import open_index
from ingest.pipeline import ingest
from retriever.hybrid import HybridRetriever, open_retriever
from retriever.settings import RetrieverSettings
from retriever.term_graph import TermGraph

OpenPages = Callable[..., HybridRetriever]

HARBOUR = {
    "anchor.md": """---
term: Anchor
aliases: [Bower Anchor]
related: [gear/anchor-chain, gear/windlass.md, Mooring Buoy]
---
An anchor holds a ship to the sea bed. Its flukes dig into sand and mud.

## Common Mistakes

- Letting go too little chain in a strong wind.
- Dropping the anchor on rock.
""",
    "gear/anchor-chain.md": """---
term: Anchor Chain
aliases: [Cable]
related: [../anchor.md, windlass]
---
An anchor chain joins the ship to her anchor. A heavy chain lies flat and eases each jerk.

## Care

Rinse the links with fresh water after each voyage.
""",
    "gear/windlass.md": """---
term: Windlass
related: [/gear/anchor-chain.md#care]
---
A windlass is a machine that hauls in the anchor chain.

## Care

Rinse the links with fresh water after each voyage.
""",
    "mooring-buoy.md": """---
term: Mooring Buoy
aliases: [MB]
---
A mooring buoy is a float to which ships make fast instead of dropping an anchor.
""",
    "fairway.md": """---
term: Fairway
---
A fairway is the deep part of a channel. The harbour master keeps the fairway clear.
""",
    "harbour-master.md": """---
term: Harbour Master
aliases: [Port Captain]
---
A harbour master gives each ship a berth.
""",
    "port-captain.md": """---
term: Port Captain
---
Some ports give the office another name.
""",
}


@pytest.fixture
def open_pages(write_pages: Callable[..., Path], tmp_path: Path) -> OpenPages:
    """Ingest pages with the embedder that loads no model, and open a retriever over them."""

    def open_them(pages: dict[str, str], **told: object) -> HybridRetriever:
        chosen = RetrieverSettings(embedder="hashing", index=tmp_path / "index", **told)
        ingest([write_pages(pages)], chosen)
        return open_retriever(chosen)

    return open_them


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> HybridRetriever:
    """A retriever over the harbour glossary."""
    root = tmp_path_factory.mktemp("harbour")
    for name, content in HARBOUR.items():
        file = root / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    settings = RetrieverSettings(embedder="hashing", index=root / "index")
    ingest([root / "pages"], settings)
    return open_retriever(settings)


@pytest.fixture(scope="session")
def graph(harbour: HybridRetriever) -> TermGraph:
    """The term graph of the harbour glossary."""
    return TermGraph(open_index(harbour.settings.index))
