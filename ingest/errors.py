"""What can go wrong while reading a glossary or opening its index; each message says what, where and what to do."""


class IngestError(Exception):
    """The input or the settings are wrong: nothing was written."""


class UnreadableArticleError(IngestError):
    """One page cannot be read; the others can."""


class IndexMissingError(IngestError):
    """No index stands where one was asked for, or it cannot be opened; the message names the command that builds it."""


class IndexMismatchError(IngestError):
    """The index was built with other settings than those in force."""


class EmbedderUnavailableError(IngestError):
    """The embedder cannot be loaded; the message names the way round."""
