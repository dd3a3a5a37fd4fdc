"""The glossary that a running service answers from: opened once, and again when an ingest has published."""

import logging
import threading
import time

from ingest.embedders import EMBEDDERS
from ingest.embedders.batching import BatchingEmbedder
from ingest.errors import IngestError
from ingest.index_folder import current_generation
from ingest.open_index import open_index
from retriever.hybrid import HybridRetriever
from server.answering.glossary import Glossary
from server.settings import ServerSettings

_SECONDS_BETWEEN_LOOKS = 1.0

logger = logging.getLogger(__name__)


class LiveGlossary:
    """Holds one generation; a question is answered from one generation from start to end."""

    def __init__(self, settings: ServerSettings) -> None:
        """Open the generation in force.

        Raises:
            IngestError: there is none, or it does not fit the settings; names the command that builds it.
        """
        self._settings = settings
        index = open_index(settings.index)
        embedder = BatchingEmbedder(EMBEDDERS[settings.embedder](settings.model))
        self._glossary = Glossary(HybridRetriever(index, embedder, settings))
        self._refused = ""
        self._looked = time.monotonic()
        self._lock = threading.Lock()

    def current(self) -> Glossary:
        """The glossary to answer from; a new generation is opened aside and taken when it is ready."""
        if time.monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS and self._lock.acquire(blocking=False):
            self._looked = time.monotonic()
            name = current_generation(self._settings.index)
            if name in (None, self._glossary.index.generation, self._refused):
                self._lock.release()
            else:
                threading.Thread(target=self._reopen, args=(name,), daemon=True).start()
        return self._glossary

    def _reopen(self, name: str) -> None:
        try:
            embedder = self._glossary.retriever.embedder
            index = open_index(self._settings.index)
            self._glossary = Glossary(HybridRetriever(index, embedder, self._settings))
            logger.info("answering from generation %s", name)
        except IngestError as error:
            self._refused = name
            logger.warning("generation %s is not used, the one before still answers: %s", name, error)
        finally:
            self._lock.release()
