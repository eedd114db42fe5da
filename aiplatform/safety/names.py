"""Names of people, without a language model: titles, phrases that introduce a name, lists of names, endings,
neighbours.

The lists are facts from registry packages (scripts/build_names.py). Precision is bought with context: a word that is
also a common word, a place or a product counts only where a phrase, a title or another name stands beside it.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from careercopilot.places import KNOWN_ANYWHERE, find_place, fold

_FILE = Path(__file__).parent / "data" / "names.txt.gz"
TOKEN = re.compile(r"[^\W\d_]+(?:[-'\u2019\u00b4`][^\W\d_]+)*")


def _blocks() -> dict[str, frozenset[str]]:
    blocks: dict[str, frozenset[str]] = {}
    name = ""
    for line in (_FILE.parent / "name_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            blocks[name] = frozenset()
        elif name:
            blocks[name] |= frozenset(line.split())
    return blocks


WORDS = _blocks()
_TITLE, _PARTICLE, _SUFFIX = WORDS["title"], WORDS["particle"], WORDS["suffix"]
_ORGANIZATION, _GRAMMAR, _TOWN = WORDS["organization"], WORDS["grammar"], WORDS["town"]
_ABBREVIATED = _SUFFIX | _TITLE | {"st", "chr", "wm", "geo", "jos"}
_GERMAN, _ENGLISH = WORDS["german"], WORDS["english"]
_LETTERS = r"[^\W\d_][\w'\u2019-]*"
_INTRODUCED = re.compile(
    r"(?i:\b(?:my name is|my name's|name is|name's|i am|i'm|this is|call me|called|named|named "
    r"(?:him|her|it)|name:|full name:|"
    r"known as|signed by|sincerely,?|regards,?|cheers,?|yours,?|dear|hi|hello|hey|thanks,|written by|directed "
    r"by|starring|featuring|feat\.|ex-\w+|"
    r"mein name ist|ich hei\u00dfe|je m'appelle|me llamo|mi nombre es|mi chiamo|what's your name\?|your "
    r"name\?|attn:?|attention:|contact person:|c/o)\s*)"
    rf"({_LETTERS})"
)
# "Don't", "We've", "C'mon": an apostrophe of grammar; that of "O'Brien", "D'Angelo" and "L'Estrange" is a name's.
_CONTRACTION = re.compile(r"['\u2019\u00b4`](?:t|d|m|re|ve|ll)$|^[^odl]['\u2019\u00b4`]")
# Endings of family names that hardly any other capitalised English word has.
_FAMILY_ENDING = re.compile(
    r"(?:[rnlmktdvs]ov|ova|[kdlnrs]ev|eva|sky|skiy|ski|cki|wicz|czyk|enko|chuk|shvili|[aeiou]nyan|sson|sdottir|dottir|vic|ich|nen|escu|oglu|"
    r"opoulos|akis|idis|elli|etti|ucci|mann|stein|berg|strom|quist|gaard|lund|[dknrt]sen|[ndrt]ez)$"
)
# A capitalised unknown word is a person where people do what people do.
_PERSON_AFTER = re.compile(
    r"(?:'s\b|\u2019s\b|\s+(?:said|says|told|asked|thinks|wrote|sang|lives|lived|works|worked|was born|is "
    r"from|was a|has been|and I|fan|spent|had given|shouted|just has|calls me)\b|,? can (?:I|i)\b)"
)
_PERSON_BEFORE = re.compile(r"(?i)\b(?:meet|met|ask|tell|told|why is|ex-\w+|early|starring)\s+$")
# Characters before a word that are looked at to tell whether it opens a sentence.
LOOK_BACK = 24
# In a line of prose few words are capitalised; a line of headings or tools is full of them.
PROSE_CAPITALS = 0.5
PROSE_WORDS = 4
# A list of people is names for the greater part; a list of tools only holds a "Julia" or a "Ruby".
LISTED_NAMES = 0.6


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    with gzip.open(_FILE, "rt", encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t") for line in lines)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


@lru_cache(maxsize=1)
def _skills() -> frozenset[str]:
    with gzip.open(_FILE.parent / "skill_names.txt.gz", "rt", encoding="utf-8") as lines:
        return frozenset(lines.read().split("\n"))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text with what the lists know of it: letters g, f, c, p as in the file."""

    text: str
    start: int
    end: int
    known: str
    opens: bool
    people: bool
    nouns: bool = False  # in a text that gives every noun a capital

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def plain(self) -> bool:
        """A common word or place: no name without a context."""
        return "c" in self.known or "p" in self.known

    @property
    def name(self) -> bool:
        return "g" in self.known or "f" in self.known


def known_as(word: str) -> str:
    folded = _fold(word)
    table = _words()
    if folded in table:
        return table[folded]
    if _CONTRACTION.search(folded):
        return "c"
    parts = [table.get(part, "") for part in re.split(r"[-'\u2019\u00b4`]", folded) if len(part) > 1]
    if len(parts) > 1 or "'" in folded or "\u2019" in folded:
        return "".join(sorted({letter for part in parts for letter in part}))
    return ""


def read_words(text: str) -> list[_Word]:
    words = []
    for match in TOKEN.finditer(text):
        word, end = match.group(), match.end()
        owner = re.search(r"['\u2019]s$", word, re.IGNORECASE)
        if owner:
            word, end = word[: owner.start()], match.start() + owner.start()
        before = text[max(0, match.start() - LOOK_BACK) : match.start()].rstrip(" \"'\u201c\u2018(>*-\u2022")
        opens = not before or before[-1] in ".!?:\n"
        words.append(_Word(word, match.start(), end, known_as(word), opens, False))
    return _with_lines(text, words, _capital_nouns(words))


def _capital_nouns(words: list[_Word]) -> bool:
    """True for a German text, in which a capital shows a noun and no name."""
    small = [word.text for word in words if word.text.islower()]
    german = sum(word in _GERMAN for word in small)
    return german > sum(word in _ENGLISH for word in small)


def _with_lines(text: str, words: list[_Word], nouns: bool) -> list[_Word]:
    """The words, told apart by the line they stand in: prose or a list of people, or a line of headings and tools."""
    lines: dict[int, list[_Word]] = {}
    for word in words:
        lines.setdefault(text.rfind("\n", 0, word.start), []).append(word)
    told = []
    for line in lines.values():
        capitals = [word for word in line if word.capital]
        prose = len(line) >= PROSE_WORDS and len(capitals) <= PROSE_CAPITALS * len(line)
        listed = sum(word.name and not word.plain for word in capitals) >= LISTED_NAMES * len(capitals)
        told += [replace(word, people=prose or listed, nouns=nouns) for word in line]
    return told


def _lower_text(text: str) -> bool:
    """True for text typed without capitals, where case tells nothing."""
    return not any(char.isupper() for char in text)


def _joined(text: str, left: _Word, right: _Word) -> bool:
    """True when only a blank, an initial's dot or a hyphen stands between two words of one name."""
    dotted = len(left.text) == 1 or left.text.lower() in _ABBREVIATED
    return re.fullmatch(r"\.? {1,2}|-" if dotted else r" {1,2}|-", text[left.end : right.start]) is not None


def _extends(word: _Word, lower: bool) -> bool:
    """True when the word may be a further part of a name begun before it."""
    folded = word.text.lower()
    if folded in _ORGANIZATION | _TITLE | _GRAMMAR:
        return False
    if lower:
        return word.name and not word.plain
    return word.capital and (word.name or not word.plain) and not (word.plain and not word.name)


def _grow(text: str, words: list[_Word], at: int, lower: bool) -> int:
    """The index after the last word of the name that starts at `at`; particles count when a name follows."""
    end = at + 1
    while end < len(words) and end - at < 6 and _joined(text, words[end - 1], words[end]):
        word = words[end]
        if _extends(word, lower) or word.text.lower() in _SUFFIX:
            end += 1
            continue
        skip = end
        while skip < len(words) and words[skip].text.lower() in _PARTICLE and skip - end < 3:
            skip += 1
        if (
            skip > end
            and skip < len(words)
            and _joined(text, words[skip - 1], words[skip])
            and (lower or words[skip].capital)
        ):
            end = skip + 1
            continue
        break
    return end


def _company(text: str, words: list[_Word], end: int) -> bool:
    return end < len(words) and words[end].text.lower() in _ORGANIZATION and _joined(text, words[end - 1], words[end])


def _town(text: str, words: list[_Word], at: int) -> bool:
    """True where a town's first word stands before another: "San Francisco", "New York"."""
    pair = words[at : at + 2]
    return len(pair) == 2 and pair[0].text.lower() in _TOWN and pair[1].capital and _joined(text, *pair)


def _heads(text: str, words: list[_Word], at: int) -> bool:
    """True for a line of two or three capitalised words that begins with a given name: the head of a letter or resume.

    None of the others may be a common word or place alone, and one at least is no word at all but a name's.
    """
    stop = text.find("\n", words[at].start)
    line = [word for word in words[at : at + 4] if stop == -1 or word.start < stop]
    before = text[: words[at].start].rstrip(" \t")
    whole = not before or before.endswith("\n")
    rest = line[1:]
    return (
        whole
        and len(line) in (2, 3)
        and "g" in line[0].known
        and all(word.capital and (word.name or not word.plain) for word in line)
        and all(_joined(text, *pair) for pair in zip(line, rest, strict=False))
        and not text[line[-1].end : stop if stop != -1 else None].strip(" \t.,")
        and any(not word.plain for word in rest)
    )


def _single(text: str, word: _Word, lower: bool) -> bool:
    """True when one word alone is a name: a given name in no other use, or a family name shown by ending or
    neighbours.
    """
    done = _PERSON_AFTER.match(text, word.end) is not None
    if len(word.text) < 3 or word.plain or (word.text.isupper() and not lower) or not (word.people or lower or done):
        return False
    if "g" in word.known:
        return lower or word.capital
    if lower or not word.capital:
        return False
    if word.nouns and "f" not in word.known and not done:
        return False
    shown = done or _PERSON_BEFORE.search(text, max(0, word.start - 20), word.start) is not None
    foreign = not word.text.isascii() and not word.opens
    return (
        _FAMILY_ENDING.search(_fold(word.text)) is not None
        or "f" in word.known
        or foreign
        or (shown and not word.opens)
    )


def _starts(text: str, words: list[_Word], at: int, lower: bool) -> bool:
    """True when a name of several words, or of one, starts here."""
    word = words[at]
    if not (lower or word.capital) or word.text.lower() in _TITLE | _ORGANIZATION | _GRAMMAR:
        return False
    end = _grow(text, words, at, lower)
    if _company(text, words, end):
        return False
    if _heads(text, words, at):
        return True
    parts = words[at:end]
    if is_skill(parts):
        return False
    if len(parts) == 1:
        return _single(text, word, lower) and not is_city(word)
    if word.plain and not word.name:
        return False
    sure = [part for part in parts if part.name and not part.plain]
    rare = word.people and not word.nouns and not parts[1].known and parts[1].text[1:].islower()
    given_first = "g" in word.known and ("f" in parts[-1].known or rare)
    tool = word.plain and parts[-1].plain and not word.people
    return bool(sure and (word.name or _single(text, word, lower))) or (
        given_first and not (word.opens and word.plain) and not tool
    )


def is_skill(parts: list[_Word]) -> bool:
    """True for words that name a skill of the taxonomy, alone or before others: "Spring Boot", "MS Word"."""
    folded = [_fold(part.text) for part in parts[:4]]
    return any(" ".join(folded[:count]) in _skills() for count in range(2, len(folded) + 1))


def is_city(word: _Word) -> bool:
    """True for a large city's name that no given name shares."""
    if "g" in word.known:
        return False
    place = find_place(word.text)
    return place is not None and place.population >= KNOWN_ANYWHERE and fold(place.name) == fold(word.text)


def _titled(text: str, words: list[_Word], lower: bool) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(words[:-1]):
        after = words[at + 1]
        if (
            word.text.lower() not in _TITLE
            or is_skill([word, after])
            or re.fullmatch(r"\.? {1,2}", text[word.end : after.start]) is None
        ):
            continue
        short = len(word.text) <= 4
        if (after.capital and (word.capital or short)) or (lower and short):
            shouted = word.text.isupper() and not lower and text[word.end : word.end + 1] != "."
            if not after.name and (after.plain or shouted):  # "Sr Manager"; "MS SQL" is no Ms
                continue
            yield word.start, words[_grow(text, words, at + 1, lower) - 1].end


def _introduced(text: str, words: list[_Word], lower: bool) -> Iterator[tuple[int, int]]:
    by_start = {word.start: at for at, word in enumerate(words)}
    for match in _INTRODUCED.finditer(text):
        at = by_start.get(match.start(1))
        if at is None:
            continue
        word = words[at]
        fits = (word.capital and (word.name or not word.plain)) or (lower and word.name and not word.plain)
        end = _grow(text, words, at, lower)
        if fits and word.text.lower() not in _TITLE and not _company(text, words, end):
            yield word.start, words[end - 1].end


def is_common_word(word: str) -> bool:
    """True for a word that running text also uses for a thing or a place, in any case: "Cook", "Grace", "Austin"."""
    known = known_as(word)
    return "c" in known or "p" in known


def name_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what is taken for a person's name, titles included; spans may overlap."""
    words = read_words(text)
    lower = _lower_text(text)
    yield from _titled(text, words, lower)
    yield from _introduced(text, words, lower)
    at = 0
    found: set[int] = set()
    while at < len(words):
        if _town(text, words, at):
            at += 2
        elif _starts(text, words, at, lower):
            end = _grow(text, words, at, lower)
            yield words[at].start, words[end - 1].end
            found |= set(range(at, end))
            at = end
        else:
            at += 1
    yield from _listed(text, words, found, lower)


def _listed(text: str, words: list[_Word], found: set[int], lower: bool) -> Iterator[tuple[int, int]]:
    """Names that are also common words ("Mark", "Ball"), where a list puts them beside a sure name."""
    grown = True
    while grown:
        grown = False
        for at, word in enumerate(words):
            fits = word.name or (word.people and word.capital and not word.plain)
            shouts = word.text.isupper() and not lower
            if at in found or not fits or shouts or not (lower or word.capital):
                continue
            if word.text.lower() in _PARTICLE | _GRAMMAR | _TOWN:
                continue
            if any(
                near in found and _listing(text, words, *sorted((at, near)))
                for near in (at - 2, at - 1, at + 1, at + 2)
            ):
                found.add(at)
                grown = True
                yield word.start, word.end


def _listing(text: str, words: list[_Word], left: int, right: int) -> bool:
    return re.fullmatch(r",? (?:and |& |or )?", text[words[left].end : words[right].start]) is not None and (
        right == left + 1
        and "," in text[words[left].end : words[right].start]
        or right == left + 2
        and words[left + 1].text.lower() in {"and", "or"}
    )
