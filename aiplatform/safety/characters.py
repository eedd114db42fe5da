"""What a text hides in its characters: a readable view of it, and the places where eye and machine part.

Sources: Unicode Technical Standard 39 (security mechanisms: confusables, mixed scripts, bidirectional controls) and
UTS 51 (tag sequences are legitimate in three flag emoji only).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Cyrillic, Greek and Armenian letters that look like a Latin one in common fonts (UTS 39, the everyday part of its
# table).
CONFUSABLE = dict(
    zip(
        "аеорсухіјѕԁһԛԝвнктмгАВЕКМНОРСТУХІЈЅԌԚԜɡοαερτυικνχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧաօսոհցզքգ",
        "aeopcyxijsdhqwbhktmrABEKMHOPCTYXIJSGQWgoaeptuikvxyABEZHIKMNOPTYXwounhgqpq",
        strict=True,
    )
)
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u034f\u115f\u1160\u3164\uffa0")
_BIDI_OVERRIDE = frozenset("\u202d\u202e")
_BIDI_OTHER = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_BIDI_EMBEDDING = frozenset("\u202a\u202b\u2066\u2067\u2068")
_SOFT_HYPHEN = "\u00ad"
_TAGS = re.compile("[\U000e0001\U000e0020-\U000e007f]+")
_FLAG = "\U0001f3f4"
_WORD = re.compile(r"[^\W\d_]{2,}")
# One zero-width character inside a word is often left by a web page's line-break hint; three words are no accident.
INNER_ZERO_WIDTH_LIMIT = 3
# Two symbols carry one bit each: eight in a row already spell a letter (the "zero-width steganography" trick).
ZERO_WIDTH_RUN_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the original text (characters, end exclusive); `serious` ones alone are reason enough to flag."""

    kind: str
    start: int
    end: int
    serious: bool


@dataclass(frozen=True, slots=True)
class View:
    """`text` as a machine reader takes it; `index[i]` is the original offset of its character i (one more for the
    end).
    """

    text: str
    index: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original span that covers view characters start..end."""
        if end <= start:
            return self.index[start], self.index[start]
        return self.index[start], self.index[end - 1] + 1


def is_invisible(char: str) -> bool:
    """True for characters that take no room on the page and carry no meaning for Latin text."""
    return (
        char in _ZERO_WIDTH
        or char in _BIDI_OVERRIDE
        or char in _BIDI_OTHER
        or char == _SOFT_HYPHEN
        or 0xE0000 <= ord(char) <= 0xE007F
        or 0xFE00 <= ord(char) <= 0xFE0F
        or 0xE0100 <= ord(char) <= 0xE01EF
    )


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if is_invisible(char):
        return ""
    if char in "\u2028\u2029\x0b\x0c\x85\r":
        return "\n"
    if unicodedata.category(char) == "Zs":
        return " "
    return unicodedata.normalize("NFKC", char)


def readable(text: str) -> View:
    """NFKC, invisible characters dropped, look-alike letters in mixed words turned Latin; offsets kept."""
    chars: list[str] = []
    index: list[int] = []
    for at, char in enumerate(text):
        plain = char if char < "\x7f" and char != "\r" else _plain(char)
        for piece in plain:
            chars.append(piece)
            index.append(at)
    index.append(len(text))
    for word in _mixed_words("".join(chars)):
        for at in range(*word):
            chars[at] = CONFUSABLE.get(chars[at], chars[at])
    return View("".join(chars), tuple(index))


def _script(char: str) -> str:
    if char < "\u0250":
        return "LATIN"
    name = unicodedata.name(char, "")
    return name.split(" ", 1)[0]


def _mixed_words(text: str) -> list[tuple[int, int]]:
    """Words in which a look-alike of another script stands among Latin letters."""
    if text.isascii():
        return []
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        foreign = [char for char in word if _script(char) in {"CYRILLIC", "GREEK", "ARMENIAN"}]
        latin = sum(_script(char) == "LATIN" for char in word)
        # Units and symbols of science (kΩ, μm, βCD) carry one Greek letter, at an edge.
        science = len(foreign) == 1 and foreign[0] in (word[0], word[-1]) and _script(foreign[0]) == "GREEK"
        if foreign and latin and not science and all(char in CONFUSABLE for char in foreign):
            found.append(match.span())
    return found


def _tag_marks(text: str) -> list[Mark]:
    marks = []
    for match in _TAGS.finditer(text):
        after_flag = match.start() > 0 and text[match.start() - 1] == _FLAG
        if not (after_flag and match.end() - match.start() <= 7):
            marks.append(Mark("tag_characters", *match.span(), True))
    return marks


def _inside_latin_word(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start] + text[end : end + 1]
    return len(around) == 2 and around.isascii() and around.isalpha()


def _zero_width_marks(text: str) -> list[Mark]:
    spans = [match.span() for match in re.finditer(f"[{''.join(sorted(_ZERO_WIDTH))}]+", text)]
    spans = [(start, end) for start, end in spans if (start, text[start:end]) != (0, "\ufeff")]
    inner = [span for span in spans if _inside_latin_word(text, *span)]
    hides_words = len(inner) >= INNER_ZERO_WIDTH_LIMIT
    marks = []
    for start, end in spans:
        kinds = set(text[start:end])
        secret = end - start >= ZERO_WIDTH_RUN_LIMIT and len(kinds) > 1 and "\u034f" not in kinds
        emoji_or_script = text[start:end] in {"\u200c", "\u200d"} and (start, end) not in inner
        if not emoji_or_script:
            marks.append(Mark("zero_width", start, end, secret or (hides_words and (start, end) in inner)))
    return marks


def marks(text: str) -> list[Mark]:
    """All invisible or confusable places of a text, in order."""
    if text.isascii():
        return []
    found = _tag_marks(text) + _zero_width_marks(text)
    right_to_left = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    for at, char in enumerate(text):
        if char in _BIDI_OVERRIDE:
            found.append(Mark("bidi_override", at, at + 1, True))
        elif char in _BIDI_EMBEDDING and not right_to_left:
            found.append(Mark("bidi_control", at, at + 1, False))
    view = View(text, tuple(range(len(text) + 1)))
    found += [Mark("mixed_script", *view.original(*span), True) for span in _mixed_words(text)]
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.kind))
