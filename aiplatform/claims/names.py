"""Names in a text: organisations, and capitalised words that the evidence has nowhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.evidence import GENERIC_ORGANIZATION, Evidence, joined
from aiplatform.claims.places import other_names, spelled_out
from aiplatform.claims.split import Piece, is_verb
from aiplatform.claims.words import Folded, Token, lexicon, parts, stem, stop_words, tokens
from aiplatform.safety.names import is_common_word

TITLE_CASE = 0.85  # share of the longer words with a capital from which on a line is in title case
HEADER_WORDS = 12  # a longer line tells something
_INNER = frozenset({"of", "and", "&", "the", "de", "la", "del", "fur", "am", "do", "da", "der"})
_CUES = frozenset({"at", "joined", "joining", "for", "with", "from", "by", "left", "under", "@"})
_FIRM_CUES = frozenset({"at", "joined", "joining", "left", "@"})
_SUFFIX = frozenset(
    {"co", "company", "inc", "ltd", "llc", "plc", "gmbh", "ag", "corp", "corporation", "limited", "bv", "s.a", "pty"}
)
_COMMON_AFTER_AT = frozenset(
    [
        "scale",
        "home",
        "work",
        "peak",
        "least",
        "night",
        "once",
        "times",
        "all",
        "first",
        "last",
        "least",
        "best",
        "any",
        "time",
        "same",
        "present",
        "large",
        "risk",
        "hand",
        "length",
        "cost",
        "rest",
        "speed",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation named in a text; `entries` are those of the evidence that it means, none for an unknown one."""

    start: int
    end: int
    entries: frozenset[int]


def cased(folded: Folded, piece: Piece, taken: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether capitals mean names here: not in a line of capitals or one in title case. Names known already (`taken`) tell nothing."""
    every = tokens(folded, piece.start, piece.end)
    if _shouts([token for token in every if token.written[0].isalpha()]):
        return False
    free = [token for token in every[1:] if not any(a <= token.start < b for a, b in taken)]
    words = [t for t in free if t.written[0].isalpha() and len(t.lower) > 3]
    capital = sum(t.written[0].isupper() for t in words)
    return len(words) < 4 or capital < TITLE_CASE * len(words)


def organizations(evidence: Evidence, folded: Folded, piece: Piece) -> list[Mention]:
    """The organisations of a sentence in order: known ones in full, shortened ones, and unknown ones after "at" and the like."""
    words = tokens(folded, piece.start, piece.end)
    names = [joined(token.lower) for token in words]
    found = _in_full(evidence, words, names)
    for first, last, cue in _runs(folded, words, cased(folded, piece)):
        if any(m.start < words[last].end and words[first].start < m.end for m in found):
            continue
        stands = cue in _CUES or _stands_apart(folded, piece, words, first, last)
        mention = _short(evidence, words[first : last + 1], cue, stands=stands)
        if mention is not None:
            found.append(mention)
    return sorted(found, key=lambda m: m.start)


def _in_full(evidence: Evidence, words: list[Token], names: list[str]) -> list[Mention]:
    found: list[Mention] = []
    known: dict[tuple[str, ...], set[int]] = {}
    for index, name in enumerate(evidence.organizations):
        for form in (name, tuple(word for word in name if word not in _SUFFIX)):
            if form and any(word not in GENERIC_ORGANIZATION for word in form):
                known.setdefault(form, set()).add(index)
    for statement in evidence.statements:
        # A reader that missed an employer left its name in the entry's first lines.
        if statement.unit.kind == "header" and statement.entry is not None:
            there = [joined(token.lower) for token in statement.words]
            for form in known:
                if any(tuple(there[at : at + len(form)]) == form for at in range(len(there))):
                    known[form].add(statement.entry)
    for name in sorted(known, key=len, reverse=True):
        for at in range(len(names) - len(name) + 1):
            start, end = words[at].start, words[at + len(name) - 1].end
            one_common_word = len(name) == 1 and not words[at].is_capital
            if (
                tuple(names[at : at + len(name)]) == name
                and not one_common_word
                and not any(m.start < end and start < m.end for m in found)
            ):
                found.append(Mention(start, end, frozenset(known[name])))
    return found


def _runs(folded: Folded, words: list[Token], case_tells: bool) -> list[tuple[int, int, str]]:
    """(first, last, cue) of runs of capitalised words; where capitals tell nothing, of the words right after "at"."""
    found = []
    at = 0
    while at < len(words):
        cue = words[at - 1].lower if at else ""
        if cue == "the" and at > 1 and words[at - 2].lower in _FIRM_CUES:
            cue = words[at - 2].lower
        if not case_tells:
            if cue == "at" and words[at].lower not in _COMMON_AFTER_AT and words[at].lower.isalpha() and cue:
                last = at
                while (
                    not _shouts(words)
                    and last + 1 < len(words)
                    and words[last + 1].is_capital
                    and _beside(folded, words, last)
                ):
                    last += 1
                found.append((at, last, "at"))
            at += 1
            continue
        opens = at == 0 and words[at].lower in _CUES  # "At Acme I ..."
        if opens or not words[at].is_capital or words[at].lower[0].isdigit():
            at += 1
            continue
        last = at
        while last + 1 < len(words):
            gap = folded.text[words[last].end : words[last + 1].start]
            ahead = last + 2 < len(words) and words[last + 2].is_capital
            if (
                words[last + 1].written == "I"
                or gap.strip(" &-")
                or not (words[last + 1].is_capital or (words[last + 1].lower in _INNER and ahead))
            ):
                break
            last += 1
        found.append((at, last, cue))
        at = last + 1
    return found


def _beside(folded: Folded, words: list[Token], at: int) -> bool:
    return not folded.text[words[at].end : words[at + 1].start].strip(" &-")


def _shouts(words: list[Token]) -> bool:
    """Whether a line is in capitals throughout."""
    return len(words) > 1 and all(token.written.upper() == token.written for token in words)


def _stands_apart(folded: Folded, piece: Piece, words: list[Token], first: int, last: int) -> bool:
    """Whether a run stands as an organisation does: "Acme: ...", "Acme, ...", "(Acme)", "Engineer, Acme"."""
    before = folded.text[words[first - 1].end : words[first].start].strip() if first else ""
    behind = folded.text[words[last].end : piece.end]
    if first:
        return bool(before) and before[-1] in ",|(:@\u2013\u2014-"
    return re.match(r"\s*(?:[:|(,\u2014\u2013]|\s-\s|'s\b|$)", behind) is not None


def _short(evidence: Evidence, run: list[Token], cue: str, *, stands: bool) -> Mention | None:
    """A run as a shortened or an unknown organisation; None when it reads as something else.

    A place or a common word alone ("tutor in Bath", "Payments engineer") names one only where an organisation stands.
    """
    content = [joined(token.lower) for token in run if token.lower not in _INNER]
    bare = [word for word in content if word not in GENERIC_ORGANIZATION] or content
    if all(len(word) == 1 for word in bare):
        return None
    start, end = run[0].start, run[-1].end
    meant = frozenset(i for i, name in enumerate(evidence.organizations) if name and set(bare) <= set(name))
    if meant and any(word not in GENERIC_ORGANIZATION for word in bare) and _distinct(evidence, bare, meant):
        is_weak = len(content) == 1 and (is_common_word(bare[0]) or _is_place(evidence, bare[0], meant))
        return Mention(start, end, meant) if stands or not is_weak else None
    has_suffix = any(word in _SUFFIX for word in content)
    unknown = [word for word in bare if not known_word(evidence, word)]
    touched = [
        word
        for word in bare
        if any(
            word in name and _distinct(evidence, [word], frozenset({i}))
            for i, name in enumerate(evidence.organizations)
        )
    ]
    apart = cue in _FIRM_CUES and len(bare) > 1 and not meant and not _side_by_side(evidence, content)
    if (cue in _FIRM_CUES or has_suffix) and (unknown or apart or (touched and not meant)):
        return Mention(start, end, frozenset())
    if cue in _CUES and len(run) > 1 and len(unknown) == len(bare):
        return Mention(start, end, frozenset())
    return None


def _side_by_side(evidence: Evidence, words: list[str]) -> bool:
    """Whether a statement has these words one after another: what stands "at Polar Water" is no Polar and no water."""
    size = len(words)
    for statement in evidence.statements:
        known = [joined(token.lower) for token in statement.words if token.lower not in _INNER]
        if any(known[at : at + size] == words for at in range(len(known) - size + 1)):
            return True
    return False


def _is_place(evidence: Evidence, word: str, meant: frozenset[int]) -> bool:
    """Whether a word is the place in the name of a school ("University of Bath"), or stands as one beside another name."""
    if any(set(evidence.organizations[i]) - {word} <= GENERIC_ORGANIZATION for i in meant):
        return any(len(evidence.organizations[i]) > 1 for i in meant)
    return any(
        statement.unit.kind in ("header", "contact")
        and statement.entry not in meant
        and word in {t.lower for t in statement.words}
        for statement in evidence.statements
    )


def _distinct(evidence: Evidence, words: list[str], meant: frozenset[int]) -> bool:
    """Whether one of these words stands nowhere in the evidence but in the names of what is meant."""
    names = {evidence.organizations[index] for index in meant}
    for word in words:
        if word in GENERIC_ORGANIZATION:
            continue
        elsewhere = any(word in name for i, name in enumerate(evidence.organizations) if name not in names)
        in_text = any(
            token.lower == word
            for statement in evidence.statements
            if statement.unit.kind not in ("header", "contact")
            for token in statement.words
        )
        if not elsewhere and not in_text:
            return True
    return False


def known_word(evidence: Evidence, word: str, *, inflected: bool = True) -> bool:
    """Whether a lower-case word stands anywhere in the evidence, joined, as initials or (`inflected`) in another form."""
    vocabulary = evidence.vocabulary
    word = word.removesuffix("'s").removesuffix("\u2019s")
    if (
        word in vocabulary
        or joined(word) in vocabulary
        or (inflected and stem(word) in vocabulary)
        or word in evidence.acronyms
    ):
        return True
    if word.endswith("s") and (word[:-1] in evidence.acronyms or word[:-1] in vocabulary):
        return True
    return "-" in word and all(part in vocabulary or stem(part) in vocabulary for part in word.split("-"))


def strangers(
    evidence: Evidence, folded: Folded, piece: Piece, taken: list[tuple[int, int]], *, is_header: bool = False
) -> list[Token]:
    """Names that the evidence has nowhere: capitalised inside a sentence, or of mixed case, with digits or symbols.

    In a line that names a job or a degree (`is_header`) capitals are names however many there are.
    """
    words = tokens(folded, piece.start, piece.end)
    by_other_name = other_names(evidence, folded, piece.start, piece.end)
    spelled = spelled_out(evidence.statements, folded, piece.start, piece.end)
    taken = [*taken, *by_other_name, *((start, end) for start, end, _ in spelled if _is_name_run(folded, start, end))]
    bare = len(words) <= HEADER_WORDS and not any(is_verb(t.lower) for t in words)
    case_tells = is_header or cased(folded, piece, taken) or (bare and not _shouts(words))
    found = []
    for at, token in enumerate(words):
        if (
            any(a < token.end and token.start < b for a, b in taken)
            or token.lower in plain_words()
            or token.lower[0].isdigit()
        ):
            continue
        if not _is_name(folded, piece, words, at, case_tells=case_tells, is_header=is_header):
            continue
        capital = [part for part in parts(token.lower)[2:] or [token.lower] if _is_written_capital(token, part)]
        short = token.written.removesuffix("s")
        if short.isupper() and 2 <= len(short) <= 4 and short.lower() in evidence.initials:
            continue
        if not known_word(evidence, token.lower, inflected=False) and not all(
            known_word(evidence, part, inflected=False) for part in capital
        ):
            found.append(token)
    return found


def _is_name_run(folded: Folded, start: int, end: int) -> bool:
    """Whether all words but the small ones have a capital."""
    return all(token.is_capital or token.lower in _INNER | {"for", "in"} for token in tokens(folded, start, end))


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Words written with a capital that name nothing."""
    return stop_words() | frozenset(lexicon()["names"]["plain"].split())


def _is_name(folded: Folded, piece: Piece, words: list[Token], at: int, *, case_tells: bool, is_header: bool) -> bool:
    """Whether a word is written as a name is, where it stands."""
    token = words[at]
    written = token.written
    if not any(char.isalpha() for char in written):
        return False
    if written[0] == "." or any(char in "+#" for char in written):
        return True
    if not case_tells:
        return False
    inner = any(char.isupper() for char in written[1:])
    if inner and (not written.isupper() or len(written) > 1):
        return True
    if at == 0:
        heads = _heads_line(folded, piece, words, is_header=is_header)
        return written[0].isupper() and (heads or _is_no_word(token.lower))
    gap = folded.text[words[at - 1].end : token.start].strip()
    opens = gap[-1:] in (":", "(", '"') and is_verb(token.lower)
    goes_on = at + 1 < len(words) and words[at + 1].written[0].islower()
    opens = opens or (goes_on and gap in ("\u2014", "\u2013", "-", ":", "\u00b7") and not _is_no_word(token.lower))
    return written[0].isupper() and not opens


_DERIVED = (
    "ed",
    "ing",
    "ly",
    "tion",
    "sion",
    "ment",
    "ity",
    "ness",
    "ance",
    "ence",
    "er",
    "or",
    "al",
    "ise",
    "ize",
    "ics",
    "ism",
    "ist",
    "able",
    "ive",
    "ous",
    "s",
)


def _is_no_word(word: str) -> bool:
    """Whether a word is none of running English, nor built like one: as the first of a sentence it is a name all the same."""
    if len(word) <= 3 or "-" in word or word.endswith(_DERIVED) or is_common_word(word):
        return False
    halves = ((word[:at], word[at:]) for at in range(2, len(word) - 2))
    return not any(is_common_word(left) and is_common_word(right) for left, right in halves)  # uptime


def _heads_line(folded: Folded, piece: Piece, words: list[Token], *, is_header: bool) -> bool:
    """Whether the first words stand apart as a name does: "Acme: ...", "Acme Works | ...", "Acme (...)", and are no label."""
    first = words[0].lower
    label = first in frozenset(lexicon()["names"]["labels"].split()) or is_verb(first) or first.endswith("ly")
    last = 0
    while last + 1 < len(words) and words[last + 1].written[0].isupper() and _beside(folded, words, last):
        last += 1
    behind = folded.text[words[last].end : piece.end]
    apart = re.match(r"\s*(?:[:|(\u2014]|\s[-\u2013]\s|$)", behind) or (
        is_header and re.match(r",|\s+awarded\b", behind)
    )
    return bool(apart) and not label


def _is_written_capital(token: Token, part: str) -> bool:
    match = re.search(re.escape(part), token.lower)
    return match is not None and any(char.isupper() for char in token.written[match.start() : match.end()])
