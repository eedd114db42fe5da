"""The rules for awards, patents, publications and being called the best. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from aiplatform.claims.evidence import Statement
from aiplatform.claims.figures import LOOSELY, coverage
from aiplatform.claims.reading import Found, Sentence, Text
from aiplatform.claims.words import lexicon, stem, stop_words, tokens, words_of


def awards(under: Text, sentence: Sentence) -> list[Found]:
    """Awards, patents, publications: the resume must speak of one with the same words."""
    found: list[Found] = []
    low = under.folded.lower
    for cue in sorted(words_of("awards", "cues"), key=len, reverse=True):
        for match in re.finditer(
            rf"(?<![\w-]){re.escape(cue)}(?![\w-])", low[sentence.piece.start : sentence.piece.end]
        ):
            start, end = sentence.piece.start + match.start(), sentence.piece.start + match.end()
            given = cue == "awarded" and sentence.degrees  # a degree is awarded
            if given or any(one.start < end and start < one.end for one in found):
                continue
            needed = {stem(word) for word in re.split(r"[ -]", cue) if word not in stop_words()} - {"win"}
            holder = next(
                (
                    s
                    for s in under.evidence.statements
                    if needed <= {stem(p) for t in s.words for p in t.lower.split("-")}
                ),
                None,
            )
            holder = holder or _won_or_published(under, sentence, cue, end) or _printed(under, sentence, cue)
            holder = holder or _named(under, sentence, cue, end) or _listed_works(under, cue)
            if holder is None:
                found.append(Found(start, end, "award", "unsupported", f"The resume tells of no \u201c{cue}\u201d."))
            else:
                found.append(
                    Found(start, end, "award", "supported", "The resume tells of it.", holder.unit.span, holder.entry)
                )
    return found


def _won_or_published(under: Text, sentence: Sentence, cue: str, at: int) -> Statement | None:
    """The statement that tells of the prize awarded or of the works published in other words: "won a travel grant", "4 papers"."""
    wanted, told = {"awarded": ("prizes", "got"), "published": ("works", "")}.get(cue, ("", ""))
    clause = sentence.clauses[sentence.clause_of(at - 1)]
    stop = re.compile(r"[,;:.](?!\d)|\b(?:for|in|on|by|from|at|to)\b").search(under.folded.lower, at, clause.end)
    words = {stem(t.lower) for t in tokens(under.folded, at, stop.start() if stop else clause.end)} if wanted else set()
    plain = {word for word in words if word.isalpha()} - {stem(w) for w in stop_words()} - _numbers()
    if not words & {stem(word) for word in words_of("awards", wanted or "works")}:
        return None
    for statement in under.evidence.statements:
        known = {stem(token.lower) for token in statement.words}
        if plain <= known and (not told or known & {stem(word) for word in words_of("awards", told)}):
            return statement
    return None


_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w'\u2019-]+(?:\s+(?:(?:of|the|de|du|der|des)\s+)?[A-Z\u00c0-\u00de][\w'\u2019-]+)+"
)


def _named(under: Text, sentence: Sentence, cue: str, at: int) -> Statement | None:
    """The statement that has, by its name, what was awarded: "awarded a Bib Gourmand"; not one that tells of a lower place."""
    match = _NAME.search(under.folded.text, at, min(at + 40, sentence.piece.end)) if cue == "awarded" else None
    words = {stem(token.lower) for token in tokens(under.folded, *match.span())} if match else set()
    return next(
        (
            one
            for one in under.evidence.statements
            if words and words <= {stem(token.lower) for token in one.words} and not _LOST.search(one.folded.lower)
        ),
        None,
    )


def _listed_works(under: Text, cue: str) -> Statement | None:
    """ "My publications include ...": the first of those that the resume lists; how many there are is for the figures."""
    if cue not in ("publication", "publications"):
        return None
    works = {index for index, entry in enumerate(under.evidence.entries) if entry.kind == "publications"}
    return next((one for one in under.evidence.statements if one.entry in works), None)


@lru_cache(maxsize=1)
def _numbers() -> frozenset[str]:
    return frozenset(stem(pair.split(":")[0]) for pair in lexicon()["numbers"]["units"].split())


_PRINTS = re.compile(
    r"\b(?:journal|proceedings|conference|transactions|letters|review|arxiv|doi|press|isbn|symposium|workshop)\b"
)


def _printed(under: Text, sentence: Sentence, cue: str) -> Statement | None:
    """The statement that gives a publication as a list of them does: names, a year and where it came out, which the text repeats."""
    if not cue.startswith("publi"):
        return None
    about = under.concepts(sentence.piece)
    return next(
        (
            one
            for one in under.evidence.statements
            if one.moments and _PRINTS.search(one.folded.lower) and coverage(about, one.concepts) >= LOOSELY
        ),
        None,
    )


_RANKS = {
    word: place for place, words in enumerate(("first 1st", "second 2nd runner-up", "third 3rd", "fourth 4th", "fifth 5th"), 1)
    for word in words.split()
}  # fmt: skip
_RANK = re.compile(
    rf"\b({'|'.join(_RANKS)})[ -](?:prize|place|rank|position|out of \d|of \d|among)\b"
    rf"|\b(?:came|finished|placed|ranked)\s+({'|'.join(_RANKS)})\b"
    r"|\b(won)\s+(?:a|the)\s+(?:[\w-]+\s+){0,2}(?:competition|contest|hackathon|olympiad|challenge|tournament|championship)\b"
)
_TOLD_RANK = re.compile(rf"\b({'|'.join([*_RANKS, 'winner', 'won', 'winning', 'gold'])})\b")


_PRIZES = (
    "award|prize|prix|premio|preis|cook-off|competition|contest|championships?|cup|hackathon|tournament|medal|challenge|trophy|"
    "olympiad"
)
_WON = re.compile(rf"\b(?:winner|winners) of\b|\b(?:won|winning)\b(?=[^.;]{{0,60}}\b(?:{_PRIZES})\b)")
_PRIZE = re.compile(rf"\b(?:{_PRIZES}|won|winner|winning|first|1st|gold|awarded)s?\b")
_LOST = re.compile(
    r"\b(?:finalist|shortlist\w*|nominat\w*|nominee\w*|runner-up|commend\w*|honou?rable mention|took part|participa\w*|entered|competed"
    r"|second|third|fourth|fifth|2nd|3rd|\dth)\b"
)


def wins(under: Text, sentence: Sentence) -> list[Found]:
    """ "Winner of", "won the": a statement about the same that does not tell of a lower place."""
    found = []
    about = under.concepts(sentence.piece)
    for match in _WON.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        told = [(coverage(about, s.concepts), s) for s in under.evidence.statements if s.unit.kind != "contact"]
        score, best = max(told, key=lambda one: one[0], default=(0.0, None))
        if best is None or score < LOOSELY or _LOST.search(best.folded.lower) or not _PRIZE.search(best.folded.lower):
            why = f"The resume does not say \u201c{under.said(*match.span())}\u201d here."
            found.append(Found(*match.span(), "award", "unsupported", why))
    return found


def ranks(under: Text, sentence: Sentence) -> list[Found]:
    """ "First prize", "came second": a statement about the same must give the same place."""
    found = []
    for match in _RANK.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        place = _RANKS.get(match[1] or match[2] or "", 1)
        about = under.concepts(sentence.clauses[sentence.clause_of(match.start())])
        told = [s for s in under.evidence.statements if coverage(about, s.concepts) >= LOOSELY]
        holder = next((s for s in told if place in map(_place, _TOLD_RANK.findall(s.folded.lower))), None)
        if holder is None:
            why = f"The resume does not say \u201c{under.said(*match.span())}\u201d here."
            found.append(Found(*match.span(), "award", "unsupported", why))
        else:
            why, span = "The resume tells of it.", holder.unit.span
            found.append(Found(*match.span(), "award", "supported", why, span, holder.entry))
    return found


def _place(word: str) -> int:
    return _RANKS.get(word, 1)


_BEST = re.compile(
    r"\b(?:named|voted|selected|chosen|recogni[sz]ed|crowned|honou?red|picked)\s+(?:as\s+)?(?:the\s+|a\s+)?(?:[\w-]+\s+){0,2}?"
    r"(best|top|outstanding|number one)\b"
    r"|\b(best)-\w+ (?:winner|award|prize)"
    r"|\b(best|top|outstanding)\s+(?:[\w-]+\s+){1,3}of the (?:year|month|quarter|season|class|cohort)\b"
    r"|\b(?!end\b)[\w-]+ of the (year|month|quarter)\b"
    r"|\b(top|head|best) (?:of|in) (?:the|my|his|her|our) (?:class|year|cohort)\b|\b(best|top) (?:student|graduate|apprentice|trainee)\b"
)


_AUTHOR = re.compile(
    r"\bauthors? of (?:an?|the|two|three|four|five|several|\d+) (?:[\w-]+ ){0,2}?"
    r"(books?|novels?|papers?|articles?|textbooks?|monographs?)\b"
)


def authors(under: Text, sentence: Sentence) -> list[Found]:
    """ "Author of a book": the resume must speak of a book."""
    found = []
    for match in _AUTHOR.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        work = stem(match[1])
        is_short = work in (stem("paper"), stem("article")) and _printed(under, sentence, "published") is not None
        if not is_short and not any(work == stem(t.lower) for s in under.evidence.statements for t in s.words):
            why = f"The resume tells of no \u201c{under.said(match.start(1), match.end(1))}\u201d."
            found.append(Found(*match.span(), "award", "unsupported", why))
    return found


def praises(under: Text, sentence: Sentence) -> list[Found]:
    """ "Named best team", "of the year": a statement must have the same word."""
    found = []
    for match in _BEST.finditer(under.folded.lower, sentence.piece.start, sentence.piece.end):
        word = next(group for group in match.groups() if group)
        told = rf"\b{re.escape(match[0].split()[0][:5])}[\w-]* of the {word}\b" if match[4] else rf"\b{word}\b"
        holder = next((s for s in under.evidence.statements if re.search(told, s.folded.lower)), None)
        own = _LOST.search(under.folded.lower, sentence.piece.start, sentence.piece.end)
        if holder is not None and _LOST.search(holder.folded.lower) and not own:
            holder = None  # a nominee was not named
        if holder is None:
            why = f"The resume tells of no \u201c{under.said(*match.span())}\u201d."
            found.append(Found(*match.span(), "award", "unsupported", why))
        else:
            why, span = "The resume tells of it.", holder.unit.span
            found.append(Found(*match.span(), "award", "supported", why, span, holder.entry))
    return found


AWARD_RULES = (awards, authors, wins, ranks, praises)
