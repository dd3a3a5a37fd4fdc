"""What can be wrong with a query."""


class RetrieverError(Exception):
    """The query or its options are wrong; the message says what, where and what to do."""


class UnknownTermError(RetrieverError):
    """No article has this term, alias or id; the message names the nearest."""
