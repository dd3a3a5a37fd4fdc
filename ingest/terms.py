"""A page's title and opening text in, its term, its other names, and the key under which names are compared, out."""

import re
import unicodedata
from collections.abc import Iterator

from ingest.text_cleaning import fold_for_matching, one_line

_SUFFIXES = (
    re.compile(r"(?:\s*:|\s+-|\s*[–—])\s*(?:an?\s+|the\s+|your\s+)?(?:[\w'’]+\s+){0,2}guide$", re.IGNORECASE),
    re.compile(r"\s+(?:in\s+product\s+management|for\s+(?:product\s+managers|pms))$", re.IGNORECASE),
    re.compile(r"\s+(?:explained|overview|meaning|101)$", re.IGNORECASE),
)
_DEFINITION = re.compile(r"\s+definition$", re.IGNORECASE)
_LAST_BRACKET = re.compile(r"\s*\(([^()]*)\)$")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_ALSO = re.compile(
    r"^(?:also\s+)?(?:known\s+as|called|aka|a\.k\.a\.|or|abbreviated(?:\s+(?:as|to))?|short:)\s+", re.IGNORECASE
)
_HASHES = re.compile(r"^#+\s+")
_CAPITALS = re.compile(r"\b[A-Z]{3,8}\b")
_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?][\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)")
_SMALL = (
    "a an and as at but by for from in into it its of off on onto or our over per than the to up via vs what with your"
)
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that stay in lower case inside a title and that name nothing by themselves."""

_SINGULAR_IN_S = (
    "alias atlas aws bias bus canvas chaos cms css dns ethos gas gps ios kudos lens news nps pos series sms species"
)
_SINGULAR_ENDINGS = ("aas", "nis", "ris", "sis", "ss", "tis", "us", "vis", "xis")
_KEEP_S = frozenset(_SINGULAR_IN_S.split())
_SINGULARS = {
    "aliases": "alias",
    "atlases": "atlas",
    "axes": "axis",
    "biases": "bias",
    "buses": "bus",
    "caches": "cache",
    "calories": "calorie",
    "canvases": "canvas",
    "cookies": "cookie",
    "criteria": "criterion",
    "crises": "crisis",
    "gases": "gas",
    "gurus": "guru",
    "indices": "index",
    "lenses": "lens",
    "matrices": "matrix",
    "menus": "menu",
    "movies": "movie",
    "niches": "niche",
    "quizzes": "quiz",
    "shoes": "shoe",
    "vertices": "vertex",
}


def canonical_term(title: str, definition: str) -> str:
    """The term a title speaks of: "X Explained: A Practical Guide for Product Managers" gives X.

    A closing "Definition" goes only where the first sentence of `definition` speaks of the rest and not of the whole.
    A short form in brackets at the end goes as well. Nothing is taken away that would leave no word, or only a small
    one like "the". The term of a term is the term; an empty title gives an empty term.
    """
    term = _HASHES.sub("", one_line(title))
    while True:
        shorter = _without_last_part(term, definition)
        if not shorter or fold_for_matching(shorter) in SMALL_WORDS:
            return term
        term = shorter


def aliases_of(title: str, definition: str) -> tuple[str, ...]:
    """Other forms of the canonical term: the title as found, then short and long forms that brackets name.

    Brackets count in the title, and in the first sentence of `definition` right after the term. A word in capitals
    made of the term's first letters, three at least, counts wherever it stands in `definition`. Forms that differ from
    the term only in letter case or typographic marks are left out, and so are repeats.
    """
    term = canonical_term(title, definition)
    found = [
        _HASHES.sub("", one_line(title)),
        *_forms_in_title(title, term),
        *_forms_in_text(_first_sentence(definition), term),
        *(word for word in _CAPITALS.findall(definition) if _is_short_for(word, term)),
    ]
    unique = {fold_for_matching(form): form for form in reversed(found) if form}
    unique.pop(fold_for_matching(term), None)
    return tuple(dict.fromkeys(form for form in found if unique.get(fold_for_matching(form)) == form))


def name_key(name: str) -> str:
    """Key under which two names are the same: letter case, punctuation, spaces and a plural last word are forgiven.

    "Feature Flags", "feature-flag" and "FeatureFlag" share a key. A name without letters or digits is its own key.
    """
    words = _words(name)
    if not words:
        return fold_for_matching(name)
    return "".join([*words[:-1], _singular(words[-1])])


def _without_last_part(term: str, definition: str) -> str:
    """The term without one suffix, or empty where it has none."""
    for suffix in _SUFFIXES:
        if suffix.search(term):
            return suffix.sub("", term).rstrip(" :,-–—")
    if _DEFINITION.search(term):
        shorter = _DEFINITION.sub("", term).rstrip(" :,-–—")
        return shorter if _speaks_of(definition, shorter) and not _speaks_of(definition, term) else ""
    bracket = _LAST_BRACKET.search(term)
    if bracket:
        shorter = term[: bracket.start()]
        return shorter if any(_forms_in_bracket(bracket[1], shorter)) else ""
    return ""


def _speaks_of(definition: str, name: str) -> bool:
    """Whether the first sentence holds the words of the name, in any number of the last."""
    words, sought = _words(_first_sentence(definition)), _words(name)
    if not sought:
        return False
    last = _singular(sought[-1])
    starts = range(len(words) - len(sought) + 1)
    return any(
        words[at : at + len(sought) - 1] == sought[:-1] and _singular(words[at + len(sought) - 1]) == last
        for at in starts
    )


def _forms_in_title(title: str, term: str) -> Iterator[str]:
    for bracket in _BRACKET.finditer(one_line(title)):
        yield from _forms_in_bracket(bracket[1], term)


def _forms_in_text(sentence: str, term: str) -> Iterator[str]:
    for bracket in _BRACKET.finditer(sentence):
        before = sentence[: bracket.start()]
        words, sought = _words(before), _words(term)
        if sought and words[-len(sought) :] and name_key(" ".join(words[-len(sought) :])) == name_key(term):
            yield from _forms_in_bracket(bracket[1], term)
        elif name_key(bracket[1]) == name_key(term) and _is_short_for(bracket[1], before):
            yield re.sub(r"^(?:an?|the)\s+", "", before, flags=re.IGNORECASE)


def _forms_in_bracket(inside: str, term: str) -> Iterator[str]:
    """The names of the term that a bracket behind it gives; none where it says something else about it."""
    told = _ALSO.sub("", inside.strip())
    if told != inside.strip():
        if len(told.split()) <= 6:
            yield told.strip("\"'“”‘’ ")
        return
    if _is_short_for(term, inside):
        yield inside.strip()
        return
    parts = [part.strip("\"'“”‘’ ") for part in re.split(r",|\s+or\s+", inside)]
    if parts and all(_is_short_form(part) or _is_short_for(part, term) for part in parts):
        yield from parts


def _is_short_form(text: str) -> bool:
    """One word with two capitals or more, or a letter with a number: FaaS, MVP, P&L, OKRs, a11y."""
    capitals = sum(char.isupper() for char in text)
    numeronym = any(char.isdigit() for char in text) and any(char.isalpha() for char in text)
    return bool(text) and " " not in text and len(text) <= 12 and (capitals >= 2 or numeronym)


def _is_short_for(short: str, long: str) -> bool:
    """Whether `short` is made of the first letters of the words of `long`, small words counted or not."""
    letters = "".join(_words(short))
    words = _words(long)
    if " " in short.strip() or len(words) < 2 or len(letters) < 2:
        return False
    initials = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL_WORDS)}
    return letters in initials or letters.removesuffix("s") in initials


def _first_sentence(text: str) -> str:
    line = one_line(text)
    end = _SENTENCE_END.search(line)
    return line[: end.end()] if end else line


def _words(text: str) -> list[str]:
    """Folded words: letters, marks and digits, and the signs that tell C, C++ and C# apart; "&" reads "and"."""
    folded = fold_for_matching(text).replace("'", "").replace("&", " and ")
    plain = "".join(char if unicodedata.category(char)[0] in "LNM" or char in "+#" else " " for char in folded)
    joined = re.sub(r"(?<!\S)[+#]+", " ", plain)
    return joined.split()


def _singular(word: str) -> str:
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) <= 2 or word in _KEEP_S or word.endswith(_SINGULAR_ENDINGS) or not word.endswith("s"):
        return word
    if word.endswith(("yses", "otheses")):
        return word[:-2] + "is"
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "oes", "tuses", "nuses", "ruses", "puses", "cuses")):
        return word[:-2]
    return word[:-1]
