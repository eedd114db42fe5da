"""Characters: what to drop, what to mend, how to fold a text for comparison."""

from __future__ import annotations

import re
import unicodedata

# Characters without ink that can carry text past a human reader (Unicode TR 36): zero-width, bidi controls, tags, fillers.
INVISIBLE = frozenset(
    [0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x061C, 0x115F, 0x1160]
    + [0x3164, 0xFFA0, 0x034F]
    + list(range(0x202A, 0x202F))
    + list(range(0x2066, 0x2070))
    + list(range(0xE0000, 0xE0080))
    + list(range(0xE0100, 0xE01F0))
)
TAGS = range(0xE0020, 0xE007F)

# Ligatures are spelled out: a search for "efficient" must find it. The low codes are TeX's OT1 and T1 font encodings,
# which reach us as control characters when a PDF has no Unicode map.
MENDED = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0x0B: "ff", 0x0E: "ffi", 0x0F: "ffl", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
}  # fmt: skip
# Symbol fonts put their bullets into the private use area at the code of the old symbol encoding.
SYMBOL_BULLETS = frozenset(
    [0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF0FC, 0xF02D, 0xF0A8, 0xF06E, 0xF071, 0xF0E0, 0xF0BE, 0xF0F0]
)
BULLETS = "•◦▪▫■□●○‣⁃∙⋅·◆◇◈❖►▶▸▹➢➤➔→⇒»›✓✔✦★☆♦⚫⚬*"
DASH_BULLETS = "-–—−+~o"
DASHES = "-‐‑‒–—―−"

# Windows-1252 punctuation that lands in the C1 control range when a file is decoded as Latin-1.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_SPACES = re.compile(r"\s+")


def word_set(text: str) -> frozenset[str]:
    """The set of the words of a text; how the modules of this package write their word lists."""
    return frozenset(text.split())


def is_private(code: int) -> bool:
    """Private use code points: icons and symbol fonts, without a meaning of their own."""
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def mend(code: int) -> str:
    """The visible text of one code point: '' for controls, icons and invisibles, ligatures spelled out."""
    if code in MENDED:
        return MENDED[code]
    if code in SYMBOL_BULLETS:
        return "•"
    if code in _WINDOWS:
        return _WINDOWS[code]
    if code < 0x20 or 0x7F <= code < 0xA0 or code in INVISIBLE or code in (0xAD, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF):
        return ""
    if is_private(code) or 0xD800 <= code <= 0xDFFF or 0xFE00 <= code <= 0xFE0F:
        return ""
    return " " if code in (0xA0, 0x2007, 0x202F, 0x3000) or 0x2000 <= code <= 0x200A else chr(code)


def clean(text: str) -> str:
    """Printable text with tabs and line feeds kept; see `mend`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char in "\t\n" else mend(ord(char)) for char in text)


def invisible_runs(text: str) -> list[str]:
    """What invisible characters say: tag characters decoded, the others by name; one string per run, none if harmless.

    A lone zero-width joiner or non-joiner between letters is ordinary spelling in several scripts, and directional marks
    around a right-to-left text too, so runs of fewer than three are left out unless they are tags.
    """
    runs: list[str] = []
    run: list[int] = []
    for char in [*text, "."]:
        code = ord(char)
        if code in INVISIBLE:
            run.append(code)
            continue
        if run:
            words = "".join(chr(item - 0xE0000) for item in run if item in TAGS)
            if words or len(run) > 2:
                runs.append(words or " ".join(f"U+{item:04X}" for item in run[:20]))
        run = []
    return runs


def fold(text: str) -> str:
    """Lower case, compatibility forms and accents removed, blanks single: for comparing, never for showing."""
    flat = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ı", "i"))
    return _SPACES.sub(" ", "".join(char for char in flat if not unicodedata.combining(char))).strip().casefold()


def squash(text: str) -> str:
    """Letters and digits only, folded."""
    return "".join(char for char in fold(text) if char.isalnum())


def unspace(text: str) -> str:
    """Undo letter-spacing ("W O R K  H I S T O R Y" -> "WORK HISTORY"); other text comes back unchanged."""
    parts = text.split()
    if len(parts) < 4 or sum(len(part) == 1 for part in parts) < 0.8 * len(parts):
        return text
    words = re.split(r"\s{2,}|\t", text.strip())
    return " ".join("".join(word.split()) for word in words)
