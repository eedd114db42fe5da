"""Names that are known or stand at the head of a text, and every place where they stand again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aiplatform.safety.names import TOKEN, WORDS, is_city, is_skill, known_as, read_words

_PARTICLE, _NO_PERSON = WORDS["particle"], WORDS["organization"] | WORDS["grammar"] | WORDS["town"]
_HEAD = 400  # characters in which a first line stands
_HEADINGS = frozenset(("curriculum vitae", "resume", "r\u00e9sum\u00e9", "cv", "lebenslauf"))


def head_name(text: str) -> str | None:
    """The name that a resume or letter begins with: a first line of two to four words of a name, in capitals too.

    At least two words are no common word or place, and none is one alone; what follows a bar, a comma or a dash is left.
    """
    lines = [line.strip() for line in text[:_HEAD].split("\n") if line.strip()]
    if len(lines) > 1 and lines[0].strip(":").lower() in _HEADINGS:
        lines = lines[1:]
    if len(lines) < 2:
        return None
    line = re.split(r"\s*[|,\u2022\u00b7/(]|\s+[-\u2013\u2014]\s+", lines[0])[0].strip()
    words = read_words(line)
    if not 2 <= len(words) <= 4 or re.sub(r"[.\s'\u2019-]", "", line) != re.sub(
        r"[.\s'\u2019-]", "", "".join(w.text for w in words)
    ):
        return None
    parts = [word for word in words if word.text.lower() not in _PARTICLE and len(word.text) > 1]
    named = all(word.capital and (word.name or not word.plain) for word in parts)
    known = sum(word.name for word in parts)
    sure = sum(not word.plain for word in parts)
    other = any(word.text.lower() in _NO_PERSON for word in parts)
    if not named or other or len(parts) < 2 or not known or sure < 2 or is_skill(words) or any(map(is_city, parts)):
        return None
    return line


def given_spans(text: str, names: list[str]) -> Iterator[tuple[int, int]]:
    """Every place where a known person's name, or a part of it, stands; parts that are common words count
    capitalised only.
    """
    for name in names:
        parts = {name, *(part for part in TOKEN.findall(name) if len(part) > 1 and part.lower() not in _PARTICLE)}
        for part in sorted(parts, key=lambda value: (-len(value), value)):
            flags = 0 if part != name and "c" in known_as(part) else re.IGNORECASE
            body = r"\s+".join(re.escape(word) for word in part.split())
            yield from (match.span() for match in re.finditer(rf"(?<!\w){body}(?!\w)", text, flags))
