"""Titles that a text claims for its person. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.evidence import Evidence, Statement, joined
from aiplatform.claims.names import Mention, known_word
from aiplatform.claims.split import Piece, is_verb
from aiplatform.claims.words import Folded, Token, fold, lexicon, stop_words, tokens, words_of

_SELF = re.compile(
    r"(?:^|\b(?:as|as an?|as the|i am|i'm|am|an? (?:experienced|seasoned|dedicated|skilled|qualified|certified)|role of|position of"
    r"|role as|title of|promoted (?:\w+ )?to|promotion to|became|become|worked as|served as|serving as|hired as|appointed|i was|current"
    r"|(?:role|position|title|job|post|function):"
    r"|currently|former|formerly|advanced to|stepped (?:up to|up as|into)|moved (?:up to|into)|went on to (?:be|become)|rose to"
    r"|progressed to|an?\s+\w+ed))\s*(?:(?:an?|the|their|its)\s+)?"
    r"(?:(?:experienced|seasoned|dedicated|skilled|qualified|motivated|versatile|hands-on|trained|reliable|accomplished)\s+)?$"
)
_AFTER_TITLE = frozenset(
    [
        "at",
        "with",
        "for",
        "in",
        "who",
        "and",
        "from",
        "since",
        "turned",
        "of",
        "by",
        "on",
        "until",
        "to",
        "between",
        "specialising",
        "specializing",
        "during",
        "while",
        "across",
        "skilled",
        "experienced",
        "that",
        "whose",
        "based",
        "certified",
        "responsible",
        "focused",
        "qualified",
        "trained",
    ]
)
_MAY_BE_VERB = frozenset(
    "coach partner chair head lead associate cook principal tutor nurse fellow coaches author host train".split()  # noqa: SIM905  # a word list reads better so
)


@lru_cache(maxsize=1)
def _same_title() -> dict[str, str]:
    return {word: line.split()[0] for line in lexicon()["titles"]["same"].strip().splitlines() for word in line.split()}


_ENDS = re.compile(r"\b(front|back) end\b", re.IGNORECASE)
_CHIEFS = {
    "ceo": "chief executive officer", "cto": "chief technology officer", "cfo": "chief financial officer",
    "coo": "chief operating officer", "cio": "chief information officer", "cmo": "chief marketing officer",
    "cpo": "chief product officer", "ciso": "chief information security officer",
}  # fmt: skip


def title_words(text: str) -> list[str]:
    """The words of a title in one spelling, without articles and punctuation."""
    found = []
    plain = re.sub(r"\b[A-Z]{3,4}\b", lambda match: _CHIEFS.get(match[0].lower(), match[0]), text)
    for token in tokens(fold(_ENDS.sub(lambda match: f"{match[1]}end", plain))):
        word = _same_title().get(token.lower, token.lower)
        word = _same_title().get(joined(word), joined(word)) if word not in ("co-op",) else "co-op"
        if word not in ("a", "an", "the", "of", "and", "in", "for"):
            found.append(word[:-1] if word.endswith("s") and word[:-1] in words_of("titles", "heads") else word)
    return found


@dataclass(frozen=True, slots=True)
class Role:
    """A title that a text gives its person; `is_anchor`: it says where, as in "as Team Leader, ..."."""

    start: int
    end: int
    words: tuple[str, ...]
    is_anchor: bool


def roles(evidence: Evidence, folded: Folded, piece: Piece, mentions: list[Mention]) -> list[Role]:
    """The titles of a sentence that stand for its person, not for those it tells about."""
    words = tokens(folded, piece.start, piece.end)
    jobs = [title_words(entry.title) for entry in evidence.entries if entry.kind == "work"]
    known = frozenset(word for title in jobs for word in title)
    parts = [re.split(r" of |,| and |\(", entry.title)[0] for entry in evidence.entries if entry.kind == "work"]
    ends = frozenset(title_words(part)[-1] for part in parts if title_words(part) and len(title_words(part)[-1]) > 2)
    heads = words_of("titles", "heads")
    found: list[Role] = []
    for at, token in enumerate(words):
        if (
            not (is_head(token.lower, ends) or joined(token.lower) in ends)
            or (found and token.start < found[-1].end)
            or _is_chief_of(folded, words, at)
            or (token.lower == "head" and at + 1 < len(words) and words[at + 1].lower in ("office", "offices", "count"))
        ):
            continue
        first = _leftmost(folded, words, at, known)
        last = _rightmost(folded, words, at, known, heads)
        role = _as_role(folded, piece, words, (first, last), mentions)
        if role is not None:
            found.append(role)
    stranger = None if found else _stranger(evidence, folded, words)
    return [stranger] if stranger else found


def _is_chief_of(folded: Folded, words: list[Token], at: int) -> bool:
    """The first word of "chief technology officer" is no title of its own."""
    ahead = words[at + 1 : at + 4]
    officer = next((token for token in ahead if token.lower == "officer"), None)
    return words[at].lower == "chief" and officer is not None and "," not in folded.text[words[at].end : officer.start]


def _stranger(evidence: Evidence, folded: Folded, words: list[Token]) -> Role | None:
    """A word for one who does something, unknown to the evidence, that a sentence opens with: "Keen beekeeper with ..."."""
    for at, token in enumerate(words[:5]):
        word = token.lower
        if at and not _adjacent(folded, words[at - 1], token):
            return None
        if word in stop_words() or (at == 0 and is_verb(word) and word not in _PRAISE):
            return None
        if len(word) < 6 or not word.endswith(("er", "or", "ist", "ian")) or word in words_of("titles", "no_agents"):
            continue
        following = words[at + 1].lower if at + 1 < len(words) else ""
        gap = folded.text[token.end : words[at + 1].start].strip() if following else ""
        goes_on = (not gap and following in ("with", "who", "since", "experienced", "skilled")) or (
            gap == "," and at > 0
        )
        if goes_on and not known_word(evidence, word):
            return Role(words[0].start, token.end, tuple(title_words(folded.text[words[0].start : token.end])), False)
    return None


_PRAISE = frozenset("experienced seasoned dedicated skilled qualified trained accomplished motivated certified".split())  # noqa: SIM905  # a word list


def is_head(word: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a word can be what a title is of: an engineer, a hydrologist, a word that ends a title of the resume."""
    return word in words_of("titles", "heads") or word in known or (len(word) > 6 and word.endswith(_HEAD_ENDS))


def names_title(text: str) -> bool:
    """Whether a text reads as a job title: it names what somebody is."""
    return any(is_head(token.lower) for token in tokens(fold(text)))


_HEAD_ENDS = ("ologist", "icist", "ician", "grapher", "therapist", "keeper", "wright", "nomist", "omist")


def _adjacent(folded: Folded, left: Token, right: Token) -> bool:
    gap = folded.text[left.end : right.start]
    return not gap.strip(" /-") or (gap.strip() == "." and left.lower in ("sr", "jr", "snr", "jnr"))


def _leftmost(folded: Folded, words: list[Token], at: int, known: frozenset[str]) -> int:
    modifiers = words_of("titles", "modifiers")
    first = at
    while first > 0 and at - first < 5 and _adjacent(folded, words[first - 1], words[first]):
        word = words[first - 1]
        capital = (
            word.written[0].isupper()
            and words[at].written[0].isupper()
            and (word.lower not in stop_words() or word.written == "IT")
            and not (first - 1 == 0 and is_verb(word.lower))
        )
        is_small = word.lower in stop_words() and word.written != "IT"
        if not (capital or word.lower in modifiers or joined(word.lower) in known) or is_small:
            break
        first -= 1
    return first


def _rightmost(folded: Folded, words: list[Token], at: int, known: frozenset[str], heads: frozenset[str]) -> int:
    """Over further head nouns ("Assistant Manager") and "of ..." ("Head of Works")."""
    last = at
    while (
        last + 1 < len(words)
        and _adjacent(folded, words[last], words[last + 1])
        and words[last + 1].lower in heads | {"co-op"}
        and words[last + 1].lower != "lead"
    ):
        last += 1
    if (
        last + 2 < len(words)
        and words[last + 1].lower in ("of", "de")
        and _adjacent(folded, words[last], words[last + 1])
    ):
        stop = last + 2
        while (
            stop < len(words)
            and stop - last < 5
            and _adjacent(folded, words[stop - 1], words[stop])
            and (
                words[stop].written[0].isupper()
                or words[stop].lower in words_of("titles", "modifiers")
                or joined(words[stop].lower) in known
            )
        ):
            stop += 1
        last = stop - 1 if stop > last + 2 else last
    return last


_OF_OTHERS = re.compile(
    r"\b(?:with|for|to|by|from|under|alongside|between)\s+(?:an?|another|two|three|four|five|six|\d+|several|our|my)\s+$"
)


_OTHERS_ROSE = re.compile(
    r"\b(?:(?:them|they|whom|who|all|both|half|\d+|two|three|four|five|six|\w+s) (?:were|are now|have been)"
    r"|(?:them|they|whom|\d+|two|three|four|five|six) (?:later |then )?(?:became|become|rose|advanced))"
    r"\s+(?:later |then |since )?(?:promoted )?(?:to )?(?:the |an? )?$"
)


def _as_role(
    folded: Folded, piece: Piece, words: list[Token], ends: tuple[int, int], mentions: list[Mention]
) -> Role | None:
    first, last = ends
    start, end = words[first].start, words[last].end
    if words[last].lower == "lead" and (
        first == last
        or re.match(
            r"\s+(?!at\b|with\b|for\b|in\b|on\b|who\b|and\b|from\b|since\b)[a-z]", folded.lower[end : piece.end]
        )
    ):
        return None
    before = folded.lower[piece.start : start]
    beside = _beside_employer(folded, piece, (start, end), mentions)
    opens = start == piece.start or (first in (1, 2) and all(_describes(folded, words, at) for at in range(first)))
    if opens and first == last and words[first].lower in _MAY_BE_VERB and not beside:
        return None
    if opens and re.match(
        r"\s+of\s+(?:an?|the|\d|one|two|three|four|five|six|seven|eight|nine|ten)\b", folded.lower[end : piece.end]
    ):
        return None  # "Supervisor of two interns" tells what was done
    cue = opens or _SELF.search(before)
    if (not cue and _OF_OTHERS.search(before)) or _OTHERS_ROSE.search(before):
        return None
    if not (cue or beside) or (opens and _tells_of_others(folded, piece, (start, end))):
        return None
    text = folded.text[start:end]
    anchored = beside or (bool(before.strip()) and words[last].written[0].isupper())
    return Role(start, end, tuple(title_words(text)), anchored)


def _beside_employer(folded: Folded, piece: Piece, title: tuple[int, int], mentions: list[Mention]) -> bool:
    """Whether an organisation stands right after a title ("at X", ", X") or right before it."""
    start, end = title
    here = re.match(
        r"\s*(?:at|with|for|,|\||\(|[\u2013\u2014-]|@|of|from)\s*(?:the\s+)?", folded.lower[end : piece.end]
    )
    if here is not None and any(m.start <= end + here.end() <= m.end and m.end > end for m in mentions):
        return True
    return any(m.end <= start and not folded.text[m.end : start].strip(" ,|:(\u2013\u2014-") for m in mentions)


def _describes(folded: Folded, words: list[Token], at: int) -> bool:
    """Whether a word right before a title only describes it: "Independent consultant"."""
    word = words[at].lower
    is_plain = (
        word.isalpha()
        and word not in stop_words()
        and not word.endswith("ly")
        and (not is_verb(word) or word in _PRAISE)
    )
    return is_plain and not folded.text[words[at].end : words[at + 1].start].strip()


_GERUND = re.compile(r"\s+([a-z]+ing)\s+[a-z]")
_DOING = re.compile(
    r"\s+[a-z]+ing\s+(?:an?|the|our|its|their|all|up to|over|more than|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)


def _tells_of_others(folded: Folded, piece: Piece, title: tuple[int, int]) -> bool:
    """ "Manager feedback improved", "Customer support tickets": a title word that only describes what follows."""
    end = title[1]
    if _DOING.match(folded.lower, end, piece.end):
        return False
    words = folded.text[title[0] : end].split()
    gerund = _GERUND.match(folded.lower, end, piece.end)
    if (
        gerund
        and len(words) > 1
        and all(word[0].isupper() for word in words)
        and gerund[1] not in words_of("titles", "gerunds")
    ):
        return False  # "Finance Manager preparing monthly accounts"
    following = re.match(r"\s+([a-z][a-z-]*)", folded.text[end : piece.end])
    return following is not None and following[1] not in _AFTER_TITLE


def title_fits(claimed: tuple[str, ...], title: str) -> bool:
    """Whether a claimed title says no more than a title of the evidence: no word added, no lowering word left out."""
    for segment in re.split(r"[,|(/]|\s[\u2013\u2014-]\s|\sand\s", title):
        source = title_words(segment)
        whole = set(title_words(title))
        heads = {word for word in source if is_head(word)} or set(source[-1:])
        if not heads & set(claimed) and not (set(claimed) & set(source)):
            continue
        guards = (set(source) & words_of("titles", "guards")) - set(claimed)
        if (
            set(claimed) <= whole
            and len(set(claimed)) == len(claimed)
            and set(claimed) & (heads | {"lead"})
            and not guards
            and heads & set(claimed)
        ):
            return True
    return False


def abbreviates(claimed: tuple[str, ...], title: str) -> bool:
    """Whether a claimed title gives the first letters of a title, and no more than it behind them: "CRA I"."""
    words = [word for word in title_words(title) if not re.fullmatch(r"[ivx]+|\d+", word)]
    return (
        len(words) > 1
        and claimed[:1] == ("".join(word[0] for word in words),)
        and set(claimed[1:]) <= set(title_words(title))
    )


def said_of_self(claimed: tuple[str, ...], statement: Statement) -> bool:
    """Whether a statement itself gives the person this title, word for word."""
    size = len(claimed)
    words = title_words(statement.unit.text)
    if statement.unit.kind == "bullet":
        return tuple(words[:size]) == claimed or _after_as(claimed, statement)
    return any(tuple(words[at : at + size]) == claimed for at in range(len(words) - size + 1)) and (
        statement.unit.kind in ("summary", "contact", "fact")
    )


def _after_as(claimed: tuple[str, ...], statement: Statement) -> bool:
    match = re.search(r"\bas (?:an? |the )?(.{0,80})", statement.folded.lower)
    return match is not None and tuple(title_words(match[1])[: len(claimed)]) == claimed
