"""Texts inside texts: what a machine reader could decode from a stretch of a document.

Each decoder takes a candidate string and returns readable text or None. A finding is never made from the encoding
alone: hashes, tokens and attachments are encoded too. What counts is whether the decoded text, judged like any other,
instructs.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

# Shorter payloads cannot hold a sentence worth hiding, and short codes are everywhere in real documents.
MIN_PAYLOAD = 16
# Share of letters, digits, blanks and everyday punctuation that tells a sentence from random bytes.
READABLE_SHARE = 0.92
_READABLE = re.compile(r"[\w\s.,;:!?'\"()@/<>\[\]{}#*=_+&%$-]")
# The commonest English function words and the commonest words of instructions, for telling text from its rot13 or
# mirror.
_COMMON = frozenset(
    [
        "the",
        "and",
        "to",
        "of",
        "a",
        "in",
        "is",
        "that",
        "for",
        "it",
        "you",
        "your",
        "with",
        "on",
        "this",
        "all",
        "as",
        "are",
        "be",
        "not",
        "or",
        "from",
        "at",
        "an",
        "i",
        "we",
        "will",
        "do",
        "if",
        "me",
        "my",
        "show",
        "ignore",
        "instructions",
        "previous",
        "system",
        "please",
        "have",
        "no",
        "any",
        "rules",
        "prompt",
        "now",
        "must",
        "reveal",
        "send",
        "answer",
        "so",
        "has",
        "can",
    ]
)


def _sentence(raw: bytes | str) -> str | None:
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError:
        return None
    letters = sum(char.isalpha() for char in text)
    if len(text) < MIN_PAYLOAD // 2 or letters < 0.5 * len(text):
        return None
    return text if len(_READABLE.findall(text)) >= READABLE_SHARE * len(text) else None


def _base64(code: str) -> str | None:
    padded = code.rstrip("=") + "=" * (-len(code.rstrip("=")) % 4)
    try:
        return _sentence(base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True))
    except (binascii.Error, ValueError):
        return None


def _base32(code: str) -> str | None:
    try:
        return _sentence(base64.b32decode(code.rstrip("=") + "=" * (-len(code.rstrip("=")) % 8)))
    except (binascii.Error, ValueError):
        return None


def _hex(code: str) -> str | None:
    digits = re.sub(r"(?i)\\x|0x|[\s,:]", "", code)
    try:
        return _sentence(bytes.fromhex(digits))
    except ValueError:
        return None


def _binary(code: str) -> str | None:
    bits = re.sub(r"\s", "", code)
    if len(bits) % 8:
        return None
    return _sentence(bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)))


def _decimal(code: str) -> str | None:
    values = [int(value) for value in re.findall(r"\d+", code)]
    return _sentence("".join(map(chr, values))) if all(9 <= value < 0x250 for value in values) else None


def _ascii85(code: str) -> str | None:
    try:
        return _sentence(base64.a85decode(code, adobe=True))
    except ValueError:
        return None


def _base85(code: str) -> str | None:
    try:
        return _sentence(base64.b85decode(code))
    except ValueError:
        return None


def _escapes(code: str) -> str | None:
    return _sentence(
        re.sub(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]+);|&#(\d+);", _escaped_char, code)
    )


def _escaped_char(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    value = int(code, 16) if code else int(match[4])
    return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else "\ufffd"


def _percent(code: str) -> str | None:
    return _sentence(unquote(code)) if len(re.findall("%[0-9a-fA-F]{2}", code)) >= 3 else None


_MORSE = dict(
    zip(
        [
            ".-",
            "-...",
            "-.-.",
            "-..",
            ".",
            "..-.",
            "--.",
            "....",
            "..",
            ".---",
            "-.-",
            ".-..",
            "--",
            "-.",
            "---",
            ".--.",
            "--.-",
            ".-.",
            "...",
            "-",
            "..-",
            "...-",
            ".--",
            "-..-",
            "-.--",
            "--..",
        ],
        "abcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
)


def _morse(code: str) -> str | None:
    words = [[_MORSE.get(sign, "") for sign in word.split()] for word in re.split(r"\s*/\s*|\s{2,}", code.strip())]
    return _sentence(" ".join("".join(word) for word in words))


_PAYLOADS: tuple[tuple[str, re.Pattern[str], Callable[[str], str | None]], ...] = (
    ("binary", re.compile(r"\b[01]{8}(?:\s?[01]{8}){7,}"), _binary),
    (
        "hex",
        re.compile(r"(?:\\x[0-9a-fA-F]{2}){8,}|\b(?:0x)?[0-9a-fA-F]{2}(?:[\s,:]?(?:0x)?[0-9a-fA-F]{2}){15,}\b"),
        _hex,
    ),
    ("decimal", re.compile(r"\b\d{2,3}(?:[ ,]+\d{2,3}){15,}\b"), _decimal),
    ("escapes", re.compile(r"(?:\\u\{?[0-9a-fA-F]{4,6}\}?|&#x?[0-9a-fA-F]+;| ){8,}"), _escapes),
    ("percent", re.compile(r"(?<!\S)\S+"), _percent),
    ("base64", re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}"), _base64),
    ("base32", re.compile(r"\b[A-Z2-7]{24,}={0,6}"), _base32),
    ("ascii85", re.compile(r"<~[!-u\sz]{16,}?~>"), _ascii85),
    ("base85", re.compile(r"(?<!\S)(?=\S*[!#$%&*;<>?@^`{|}~])[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{20,}(?!\S)"), _base85),
    ("morse", re.compile(r"(?:[.-]{1,4}[ /]+){12,}[.-]{1,4}"), _morse),
)


def payloads(text: str) -> Iterator[tuple[str, int, int, str]]:
    """(encoding, start, end, decoded text) for every stretch of `text` that decodes to a sentence."""
    for name, pattern, decode in _PAYLOADS:
        for match in pattern.finditer(text):
            decoded = decode(match.group())
            if decoded is not None and decoded != match.group():
                yield name, match.start(), match.end(), decoded


def _common_share(text: str) -> float:
    words = re.findall(r"[a-z]+", text.lower())
    return sum(word in _COMMON for word in words) / len(words) if len(words) >= 4 else 0.0


def turned(sentence: str) -> tuple[str, str] | None:
    """(trick, plain sentence) when rot13 or mirror writing makes a sentence of it, else None."""
    here = _common_share(sentence)
    for trick, plain in (("rot13", codecs.encode(sentence, "rot13")), ("mirror", sentence[::-1])):
        if _common_share(plain) > here + 0.15:
            return trick, plain
    return None


_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ ._*\-]){3,}[^\W\d_](?![^\W_])")
_LEET = str.maketrans("0134578@$!", "oieastbasi")
_LEET_WORD = re.compile(
    r"(?<![\w@./$-])(?=[\w@$!]*[a-zA-Z])(?=[\w@$!]*[013457@$!][a-zA-Z])[a-zA-Z013457@$!]{3,}(?![\w@/])"
)


def straightened(sentence: str) -> str:
    """The sentence with s p a c e d words closed and l33t letters made letters (unchanged when there are none)."""
    closed = _SPACED.sub(lambda match: re.sub(r"[ ._*\-]", "", match.group()), sentence)
    return _LEET_WORD.sub(lambda match: match.group().translate(_LEET), closed)
