"""The record of a published answer, written where a wiki does not show it, and found again in the wiki's text.

It is JSON in an HTML comment. Where a wiki has no comments, it is packed into the fragment of the link to the live
answer, which a browser does not send and a page does not show.
"""

import base64
import binascii
import html
import json
import re
import zlib
from collections.abc import Iterator

from server.exports.datatypes import Quote, Record

_FORMAT = 1
_COMMENT = re.compile(r"<!-- glossator-record (\{.*?\}) -->")
_FRAGMENT = re.compile(r"#glossator-record=([A-Za-z0-9_-]+)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARKS = re.compile(r"[<>&{}]|--+|~~+|\[\[+|\]\]+")
_LARGEST = 1_000_000


def record_comment(record: Record) -> str:
    """The record as an HTML comment that ends nowhere else, and in which no wiki or template language finds a mark."""
    # braces are escaped inside strings alone: those of the document itself never stand two together
    text = _STRING.sub(lambda string: _MARKS.sub(lambda m: "".join(map(_escape, m[0])), string[0]), _json(record))
    return f"<!-- glossator-record {text} -->"


def record_address(record: Record, url: str) -> str:
    """An address with the record in its fragment."""
    packed = base64.urlsafe_b64encode(zlib.compress(_json(record).encode(), 9)).decode().rstrip("=")
    return f"{url}#glossator-record={packed}"


def records_in(text: str) -> Iterator[Record]:
    """The records in a page's source, or in a wiki's XML dump, in order; what is not whole is left out."""
    found = [*_COMMENT.finditer(text), *_FRAGMENT.finditer(text)]
    if not found and "&lt;!-- glossator-record" in text:
        text = html.unescape(text)
        found = [*_COMMENT.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        record = _read(_unpacked(match[1]) if match.re is _FRAGMENT else match[1])
        if record:
            yield record


def _json(record: Record) -> str:
    quotes = [
        {"n": q.n, "article": q.article_id, "passage": q.passage_id, "start": q.start, "end": q.end, "quote": q.text}
        for q in record.quotes
    ]
    document = {"format": _FORMAT, "question": record.question, "generation": record.generation, "quotes": quotes}
    return json.dumps(document, ensure_ascii=False)


def _escape(mark: str) -> str:
    return f"\\u{ord(mark):04x}"


def _unpacked(packed: str) -> str:
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return zlib.decompressobj().decompress(data, _LARGEST).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return ""


def _read(text: str) -> Record | None:
    try:
        document = json.loads(text)
        if document["format"] != _FORMAT:
            return None
        quotes = tuple(
            Quote(int(q["n"]), str(q["article"]), str(q["passage"]), int(q["start"]), int(q["end"]), str(q["quote"]))
            for q in document["quotes"]
        )
        return Record(str(document["question"]), str(document["generation"]), quotes)
    except (ValueError, KeyError, TypeError):
        return None
