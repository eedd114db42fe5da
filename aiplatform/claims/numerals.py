"""Numbers in words, and what a figure is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.units import FACTORS, FRACTIONS, HALVED, VAGUE
from aiplatform.claims.words import Folded, Token, lexicon, tokens

Words = list[tuple[Token, str]]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure: `kind` count, percent, points, money, measure, factor, ordinal or vague; `unit` a currency or base unit.

    `after` and `before` are the concepts around it, `noun` the words right behind it, `head` the one of them that is counted,
    `also` the words behind an "and" right after them, `is_people` whether that is people. `period` is what it is per, `hedge`
    about, over or under, `order` its place in "from A to B" (1, 2, or 0), `role` change ("by A", "A fewer"), level ("down to A"),
    whole ("two of A"), parted ("A, two of which") or unknown, `high` the upper end of a vague figure, `raw_unit` the unit as
    written, or what a verb says by itself: "grew" (doubled), "fell" (halved).
    """

    start: int
    end: int
    value: float
    kind: str = "count"
    unit: str = ""
    noun: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    period: str = ""
    hedge: str = ""
    order: int = 0
    high: float = 0.0
    raw_unit: str = ""
    role: str = ""
    is_people: bool = False
    head: str = ""
    also: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def number_words() -> tuple[dict[str, int], dict[str, int]]:
    table = {
        key: {p.split(":")[0]: int(p.split(":")[1]) for p in lexicon()["numbers"][key].split()}
        for key in ("units", "scales")
    }
    return table["units"], table["scales"]


def _word_value(words: list[str]) -> float | None:
    """The number that words spell (three hundred and fifty), None if they spell none."""
    small, scales = number_words()
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in small:
            current += small[word]
            seen = True
        elif word in scales and (seen or word != "lakh"):
            current = max(current, 1.0) * scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0.0
            seen = True
        elif word != "and" or not seen:
            return None
    return total + current if seen else None


def spelled(folded: Folded, start: int, end: int) -> list[Quantity]:
    small, scales = number_words()
    words = [(token, token.lower) for whole in tokens(folded, start, end) for token in _opened(whole)]
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        token, word = words[at]
        single = _single_word(words, at)
        if single is not None and not (word in ("single", *_BASES) and folded.text[token.end : token.end + 1] == "-"):
            found.append(single)
            at += 1
            continue
        run, stop = _number_run(folded, words, at, small, scales)
        value = _word_value(run) if run else None
        is_counted = bool(run) and (run[0] not in scales or (at > 0 and words[at - 1][1] == "a" and run[0] != "dozen"))
        if value is not None and not (run == ["one"] and _pronoun_one(words, at)) and is_counted:
            is_round = run[-1] == "dozen"  # two dozen may be 25
            found.append(Quantity(token.start, words[stop - 1][0].end, value, hedge="about" if is_round else ""))
            at = stop
        elif run and run[0] == "dozen":
            found.append(Quantity(token.start, token.end, 12.0, hedge="about"))
            at += 1
        else:
            at += 1
    return found


def _opened(token: Token) -> list[Token]:
    """A word with hyphens as its parts, each with its place."""
    found, at = [], token.start
    for part in token.lower.rstrip("+").split("-"):
        if part:
            found.append(
                Token(at, at + len(part), part, token.written[at - token.start : at - token.start + len(part)])
            )
        at += len(part) + 1
    return found


def _pronoun_one(words: Words, at: int) -> bool:
    following = words[at + 1][1] if at + 1 < len(words) else ""
    before = words[at - 1][1] if at else ""
    return following in ("", "of", "another", "that", "who", "which", "and", "or") or before in (
        "no",
        "any",
        "each",
        "every",
        "only",
        "this",
        "that",
        "the",
    )


def _number_run(
    folded: Folded, words: Words, at: int, small: dict[str, int], scales: dict[str, int]
) -> tuple[list[str], int]:
    """The words of one spelled number from `at` on, hyphens opened, and the place behind it."""
    run: list[str] = []
    stop = at
    while stop < len(words):
        token, word = words[stop]
        pieces = word.split("-")
        if stop > at and folded.text[words[stop - 1][0].end : token.start].strip(" -"):
            break
        if all(piece in small or piece in scales for piece in pieces):
            # "seven to one a year", "two, three": two small numbers side by side are two numbers
            if run and pieces[0] in small and run[-1] in small and not (small[run[-1]] >= 20 and small[pieces[0]] < 10):
                break
            run += pieces
        elif (
            word == "and"
            and run
            and run[-1] in scales
            and stop + 1 < len(words)
            and words[stop + 1][1].split("-")[0] in small
        ):
            run.append(word)
        else:
            break
        stop += 1
    return run, stop


_MANY = {word: value for value, word in enumerate("two three four five six seven eight nine".split(), 2)}  # noqa: SIM905  # a word list
_BASES = ("double", "triple", "quadruple")
_DOUBLES = frozenset(
    "booked checked check entry room rooms glazing digit shift shifts blind major degree bill counted".split()  # noqa: SIM905  # a word list
)


def _single_word(words: Words, at: int) -> Quantity | None:
    token, word = words[at]
    before = words[at - 1][1] if at else ""
    following = words[at + 1][1] if at + 1 < len(words) else ""
    if word in HALVED:
        return Quantity(token.start, token.end, 50.0, "percent", raw_unit="fell")
    if word in FACTORS and (word not in _BASES or following not in _DOUBLES):
        way = "grew" if word.endswith(("ed", "ing", "es")) else ""
        return Quantity(token.start, token.end, FACTORS[word], "factor", raw_unit=way)
    if (
        word in FRACTIONS
        and before in ("a", "one", "by", "in", "nearly", "almost", "about", "over", "under", "than", "roughly", *_MANY)
        and following not in ("party",)
    ):
        many = _MANY.get(before, 1)
        if word.endswith("s") and before not in _MANY:
            return None
        value = FRACTIONS[word] * many
        return Quantity(token.start if many == 1 else words[at - 1][0].start, token.end, value, "percent")
    if word == "half" and following in ("of", "the", "a", "as"):
        return Quantity(token.start, token.end, 50.0, "percent")
    if word == "single" and before in ("a", "one", "in"):
        return Quantity(token.start, token.end, 1.0)
    if word in ("twice",):
        return Quantity(token.start, token.end, 2.0)
    if word in ("a", "an") and before in ("within", "in") and following in ("year", "month", "week", "day", "quarter"):
        return Quantity(token.start, token.end, 1.0)
    if word in VAGUE and (before not in ("two", "three", "four", "few") or word == "dozens"):
        low, high = VAGUE[word]
        return Quantity(token.start, token.end, low, "vague", high=high)
    return None
