"""What can be wrong when an answer is asked for or served."""


class ServerError(Exception):
    """The request or the settings are wrong; the message says what, where and what to do."""


class PortTakenError(ServerError):
    """Something else listens where the service should."""


class FeedbackUnavailableError(ServerError):
    """Questions and ratings cannot be kept or read; answering goes on."""


class OwnerOnlyError(ServerError):
    """The page is for the glossary's owner, and nothing says that this is the owner."""


class ChatEndpointError(ServerError):
    """The language model's endpoint does not do its part; the message tells a reader how, as in "it ..."."""
