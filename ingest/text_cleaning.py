"""Bytes in, clean text out; and the foldings under which two texts count as the same."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    # byte order mark, zero-width characters, soft hyphen; then marks that reorder what a reader sees
    [0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
)
_BLANKS = dict.fromkeys([160, 8201, 8202, 8239, 12288, 9, 133, 8232, 8233, 11, 12], " ")
_CONTROLS = {
    # half surrogates come from escapes such as JSON's \ud83d, and cannot be written as UTF-8
    code: None
    for code in [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]
    if code not in (0x0A,)
}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "…": "..."})


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text of a file, and a warning where it was not UTF-8 and was read as Windows-1252."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        warning = f"byte {error.start} is not UTF-8: read as Windows-1252"
        return data.decode("cp1252", errors="replace"), (warning,)


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding read here: a NUL, or many control characters, near the start."""
    head = data[:8192]
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x0b" for byte in head)
    return b"\0" in head or controls > len(head) // 20


def clean(text: str) -> str:
    """Text in NFC with LF line ends; invisible and control characters and half surrogates gone, odd blanks made plain.

    Cleaning what is clean changes nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_BLANKS).translate(_INVISIBLE).translate(_CONTROLS))


def one_line(text: str) -> str:
    """The text with each run of white space made one blank, none at the ends."""
    return " ".join(text.split())


def fold_for_matching(text: str) -> str:
    """Key under which texts are equal that differ in case, white space, quotes, dashes or the form of three dots."""
    return one_line(unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold())


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, letters of any script kept; `section` where nothing is left."""
    words = re.findall(r"[^\W_]+", fold_for_matching(text).replace("'", ""))
    return "-".join(words) or "section"
