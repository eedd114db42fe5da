"""Who did how much: tiers of verbs (led > built > contributed > helped) and words of reach. Pure.

A verb of a higher tier than the source's own is a claim that the source does not make.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from aiplatform.claims.numerals import Quantity, number_words
from aiplatform.claims.split import Piece, is_verb
from aiplatform.claims.words import (
    Folded,
    Token,
    concept,
    irregular,
    lexicon,
    parts,
    stem,
    stop_words,
    tokens,
    words_of,
)

GOVERNED = 16  # characters between a verb of help and the verb it helps with
LEAD, DO, SHARE, CONTRIBUTE, HELP, WATCH = 6, 5, 4, 3, 2, 1
TIER_NAMES = {
    LEAD: "led or managed",
    DO: "did",
    SHARE: "did a share of",
    CONTRIBUTE: "contributed to",
    HELP: "helped with",
    WATCH: "watched",
}


_QUALITIES = words_of("scope", "no_deeds")


@dataclass(frozen=True, slots=True)
class Duty:
    """What one clause says was done: `claimed` is the tier of its strongest words, `granted` the highest tier it supports.

    `start`, `end`: the words that decide the claimed tier. `objects`: the concepts it was done to, verbs of scope left out; `nearest`:
    those up to the next verb.
    """

    start: int
    end: int
    claimed: int
    granted: int
    objects: frozenset[str]
    nearest: frozenset[str]
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a verb governs itself (`direct`) and what stands behind a preposition after it (`beside`): tests, for a tool."""

    is_making: bool
    direct: frozenset[str]
    beside: frozenset[str]


@lru_cache(maxsize=1)
def _tiers() -> dict[str, int]:
    """Every form of every verb of the lists to its tier, the base form too."""
    found: dict[str, int] = {}
    for name, tier in (
        ("do", DO),
        ("share", SHARE),
        ("contribute", CONTRIBUTE),
        ("help", HELP),
        ("watch", WATCH),
        ("lead", LEAD),
    ):
        for word in words_of("scope", name):
            found.update(dict.fromkeys((word,) if "-" in word else _forms(word), tier))
    for form, base in irregular().items():
        if base in found:
            found.setdefault(form, found[base])
    return found


def _forms(base: str) -> tuple[str, ...]:
    """The forms of a regular verb; for those that double a letter both spellings."""
    end = base[-1]
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if end == "y" and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return base, third, base + "ed", base + "ing", base + end + "ed", base + end + "ing"


_PHRASED = (("lead_phrases", LEAD), ("do_phrases", DO), ("contribute_phrases", CONTRIBUTE), ("help_phrases", HELP))


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[re.Pattern[str], int]]:
    found = []
    for name, tier in _PHRASED:
        for phrase in words_of("scope", name):
            found.append((re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])"), tier))
    return found


_ARTICLES = frozenset({"a", "an", "the", "our", "its", "their"})
_NO_VERB_AFTER = _ARTICLES | {"to", "of", "in", "with", "for", "on", "by", "from", "via", "into", "onto", "as"}


def _verb_tier(token: Token, before: str, *, opens: bool) -> int:
    """The tier of a word used as a verb; 0 for a noun or a word of no tier."""
    word = token.lower
    tier = _tiers().get(word, 0) if (word, before) != ("bring", "i") else 0  # "I bring ten years" did nothing
    if (
        not tier
        and "-" in word
        and not word.startswith("co-")
        and word.endswith(("ed", "ing"))
        and before not in _ARTICLES
    ):
        tier = _tiers().get(word.rpartition("-")[2], 0) if opens else 0  # line-managed
    if not tier:
        return SHARE if word.startswith("co-") and is_verb(word[3:]) else 0
    inflected = word.endswith(("ed", "ing")) or word in irregular()
    if inflected and tier == LEAD and before in _NO_VERB_AFTER and (word.endswith("ed") or before in _ARTICLES):
        return 0  # "the managed services", "moved to managed services"
    return tier if inflected or "-" in word or opens or before in ("i", "we", "to", "and", "who", "also") else 0


def duties(
    folded: Folded, pieces: Sequence[Piece], figures: Sequence[Quantity], names: Sequence[tuple[int, int]]
) -> list[Duty]:
    """The duty of each clause; verbs in a row ("designed and built a ...") share what they are done to.

    Figures count as objects by their value; what stands in `names` (employers, titles) is none.
    """
    found = [_duty(folded, piece, figures, names) for piece in pieces]
    for at in range(1, len(found)):
        before = pieces[at - 1]
        shared = found[at - 1].claimed in (0, CONTRIBUTE, SHARE) and _jointly().match(
            folded.lower, before.start, before.end
        )
        if shared and found[at].claimed == DO:
            found[at] = replace(found[at], claimed=SHARE)
    for at in range(len(found) - 2, -1, -1):
        if not found[at].objects:
            found[at] = replace(found[at], objects=found[at + 1].objects, nearest=found[at + 1].nearest)
    return found


Mark = tuple[int, int, int]


def _marks(
    folded: Folded, piece: Piece, words: list[Token], names: Sequence[tuple[int, int]]
) -> tuple[list[Mark], set[int]]:
    """(start, end, tier) of the verbs and phrases of a clause in order, outside of names, and which words are verbs."""
    tiers = {at: tier for at in range(len(words)) if (tier := _tier_at(words, at))}
    marks: list[Mark] = [(words[at].start, words[at].end, tier) for at, tier in tiers.items()]
    # "The nurse in charge of the ward" is somebody else.
    for pattern, tier in () if _OTHERS_CHARGE.search(folded.lower, piece.start, piece.end) else _phrases():
        marks += [(m.start(), m.end(), tier) for m in pattern.finditer(folded.lower, piece.start, piece.end)]
    marks = [mark for mark in marks if not any(a <= mark[0] < b for a, b in names)]
    if _WHICH.search(folded.lower, max(0, piece.start - 8), piece.start):
        marks = [mark for mark in marks if mark[2] == LEAD]
    elif not marks and _is_deed(words):
        marks = [(words[0].start, words[0].end, DO)]  # a verb of no list was done all the same
    return sorted(marks, key=lambda mark: (mark[0], -mark[1])), set(tiers)


def _tier_at(words: list[Token], at: int) -> int:
    """The tier of a word of a clause, 0 for none."""
    token = words[at]
    before = words[at - 1].lower if at else ""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    tier = _verb_tier(token, before, opens=at == 0 or (at == 1 and before.endswith("ly")))
    is_thing = before in ("for", "of", "in", "on") and following in ("in", "of", "at", "for", "")
    if token.lower.endswith("ed") and (before.isdigit() or before in number_words()[0]):
        return 0  # "on 16 published case studies"
    if token.lower.endswith("ing") and is_thing:
        return 0  # "key user for planning in ..." names a thing
    if tier == LEAD and following in ("by", "to"):
        return 0  # somebody else led it; or one thing led to another
    return tier


def _is_deed(words: list[Token]) -> bool:
    """Whether a clause opens with a verb in the past that tells of something done."""
    first = words[0].lower if words else ""
    passive = len(words) > 1 and words[1].lower == "by"
    return first.endswith("ed") and "-" not in first and is_verb(first) and first not in _QUALITIES and not passive


def _leads_nobody(folded: Folded, mark: Mark, behind: list[Token]) -> bool:
    """Whether "managed" or "led" is said of a thing that is kept or a session that is held."""
    is_managed, is_led = (folded.lower.startswith(stems, mark[0]) for stems in ("manag", ("lead", "led")))
    return (is_managed and _of_things(behind)) or (is_led and _is_session(behind))


def _is_session(behind: list[Token]) -> bool:
    """Whether what is led is a session that is held: that leads nobody either."""
    held, led = ({concept(word) for word in words_of("scope", name)} for name in ("held", "led"))
    found: set[str] = set()
    for token in behind[:5]:
        if token.lower in _NO_VERB_AFTER - _ARTICLES:
            break
        found.add(concept(token.lower))
    return bool(found & held) and not found & led


def _of_things(behind: list[Token]) -> bool:
    """Whether what is managed is a thing that is kept (accounts, a database): that leads nobody."""
    kept, led = ({concept(word) for word in words_of("scope", name)} for name in ("kept", "led"))
    for token in behind[:7]:
        if token.lower in _NO_VERB_AFTER - _ARTICLES or concept(token.lower) in led:
            return False
        if concept(token.lower) in kept:
            return True
    return False


_WHICH = re.compile(r"\bwhich\s+$")  # "which cut costs": the thing did it
_OTHERS_CHARGE = re.compile(r"\b(?:the|a|an|any|each|every) \w+(?<!\bbeing)(?<!\bperson) in (?:charge|command) of\b")
_AS_HELPER = re.compile(
    r"\bas (?:an?|one of (?:the|two|three|four|several)) (?:contributor|assistant|helper|member|participant|trainee)s?\b"
)


def _duty(folded: Folded, piece: Piece, figures: Sequence[Quantity], names: Sequence[tuple[int, int]]) -> Duty:
    counted = [one for one in figures if piece.start <= one.start < piece.end]
    taken = [*names, *((one.start, one.end) for one in counted)]
    words = tokens(folded, piece.start, piece.end)
    marks, verbs = _marks(folded, piece, words, names)
    objects = frozenset(_objects(words, verbs, taken)) | {f"#{one.value:g}" for one in counted}
    lenient = any(
        token.lower in words_of("scope", "lenient")
        and (at in verbs or not token.lower.startswith("r") or token.lower == "responsible")
        for at, token in enumerate(words)
    )
    if not marks:
        return Duty(piece.start, piece.start, 0, LEAD if lenient else DO, objects, objects)
    first = marks[0][2]
    top = max(marks, key=lambda mark: mark[2])
    # "Helped to lead" is help; "supported ..., was in charge of ..." claims more than its first verb.
    governed = first in (WATCH, HELP, CONTRIBUTE, SHARE) and (top[2] < LEAD or top[0] - marks[0][1] < GOVERNED)
    top = marks[0] if governed else top
    granted = first if governed else max(top[2], DO)
    if not governed and _AS_HELPER.search(folded.lower, piece.start, piece.end):
        return Duty(marks[0][0], marks[0][1], CONTRIBUTE, CONTRIBUTE, objects, objects)
    nearer = _objects([t for t in words if top[1] <= t.start < _next(marks, top, piece.end)], set(), taken)
    here = frozenset(nearer) | {
        f"#{one.value:g}" for one in counted if top[1] <= one.start < _next(marks, top, piece.end)
    }
    jointly = _jointly().search(folded.lower, piece.start, piece.end)
    leads_nobody = _leads_nobody(folded, top, [token for token in words if token.start >= top[1]])
    if top[2] == LEAD and (leads_nobody or (jointly and jointly[0] == "jointly")):
        top = (top[0], top[1], DO)
    claimed = SHARE if top[2] == DO and jointly else top[2]
    return Duty(
        top[0], top[1], claimed, max(granted, LEAD) if lenient and not governed else granted, objects, here or objects,
        _made(folded, top, piece.end, taken),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _jointly() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{lexicon()['scope']['jointly']})(?![\w-])")


_PHRASE_ENDS = re.compile(
    r"[,;:.(]|\s(?:for|in|on|at|with|by|to|from|via|using|into|across|that|which|who|while|when|where|under|during)\s"
)


def _made(folded: Folded, mark: Mark, end: int, taken: Sequence[tuple[int, int]]) -> Made:
    """What a verb governs, up to the first preposition but "of", and the rest of its clause."""
    stop = _PHRASE_ENDS.search(folded.lower, mark[1], end)
    cut = stop.start() if stop else end
    verb = tokens(folded, mark[0], mark[1])
    direct = _objects(tokens(folded, mark[1], cut), set(), taken)
    beside = _objects(tokens(folded, cut, end), set(), taken)
    before = re.search(r"([\w'-]+)\W+$", folded.lower[: mark[0]].rpartition("\n")[2])
    is_verb_here = before is None or before[1].endswith("ly") or before[1] in _BEFORE_A_VERB
    is_making = is_verb_here and len(verb) == 1 and verb[0].lower in _makers()
    return Made(is_making, frozenset(direct), frozenset(beside))


_BEFORE_A_VERB = frozenset(
    ["and", "i", "we", "who", "also", "then", "have", "has", "by", "while", "was", "were", "am", "after", "before"]
)


@lru_cache(maxsize=1)
def _makers() -> frozenset[str]:
    """Every form of the verbs that say a thing was made."""
    return frozenset(form for word in words_of("scope", "make") for form in _forms(word)) | {"built"}


@lru_cache(maxsize=1)
def _making() -> frozenset[str]:
    """The stems of those verbs and of their nouns: "the build of", "its development"."""
    return frozenset(
        stem(word) for word in (*words_of("scope", "make"), "building", "creation", "setup", "introduction")
    )


def makes_less(claim: Duty, known: Duty) -> bool:
    """Whether a claim says that a thing was made of which a known duty made or did a part or an extra: "tests for a tool"."""
    if claim.made is None or not claim.made.is_making or known.made is None or not claim.made.direct:
        return False
    if claim.made.direct & known.made.direct or not claim.made.direct & known.made.beside:
        return False
    return bool(known.made.direct) and not known.made.direct & {concept(word) for word in _making()}


def _objects(words: list[Token], verbs: set[int], taken: Sequence[tuple[int, int]]) -> list[str]:
    found = []
    for at, token in enumerate(words):
        if at in verbs or any(a <= token.start < b for a, b in taken):
            continue
        for part in parts(token.lower) if "-" in token.lower else [token.lower]:
            if part not in stop_words() and len(part) > 1 and not part[0].isdigit():
                found.append(concept(part))
    return found


def _next(marks: list[tuple[int, int, int]], mark: tuple[int, int, int], end: int) -> int:
    """Where the next verb after a mark starts."""
    return min((start for start, _, _ in marks if start > mark[1]), default=end)


OTHER, SOME = -1, -2  # a reach that only its own words bear out; more than one of something


@lru_cache(maxsize=1)
def _reaches() -> list[tuple[re.Pattern[str], int]]:
    table = lexicon()["reach"]
    lines = table["lines"].strip().splitlines()
    found = [
        (re.compile(rf"(?<![\w-]){re.escape(phrase.strip())}(?![\w-])"), number)
        for number, line in enumerate(lines)
        for phrase in line.split("|")
    ]
    # Only words that take in all of it: "in the company" says less than "across the company".
    over, whole = table["over"], table["whole"].removesuffix("|the")
    own = "(?: (?:our|the|its|their))?"
    wide = "across|throughout|around|all over"
    for kind, what in ((0, table["inside"]), (1, table["outside"])):
        found.append(
            (
                re.compile(
                    rf"\b(?:(?:{wide}) (?:{table['whole']})|(?:{over}) (?:{whole})(?: of)?{own}) (?:\w+ )?(?:{what})\b"
                ),
                kind,
            )
        )
    for kind, what in ((0, table["inside_wide"]), (1, table["outside_wide"])):
        found.append((re.compile(rf"\b(?:{what})[- ]?wide\b"), kind))
    found.append((re.compile(r"\b[a-z]+-wide\b"), OTHER))
    found.append((re.compile(rf"\b(?:{table['some']}) (?:[a-z-]+ )?(?:{table['plural']})\b"), SOME))
    return found


_BY_SO_MANY = re.compile(
    r"\s+by\s+(?:\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)"
)  # the figure is checked


def reaches(folded: Folded, start: int, end: int) -> list[tuple[int, int, int]]:
    """(start, end, kind) of the words of reach between two places; two of one kind say the same."""
    found = [
        (m.start(), m.end(), kind) for pattern, kind in _reaches() for m in pattern.finditer(folded.lower, start, end)
    ]
    found = [one for one in found if not _BY_SO_MANY.match(folded.lower, one[1])]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[tuple[int, int, int]] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept
