"""Degrees and certifications that a text claims for its person. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aiplatform.claims.evidence import Evidence, Statement, joined
from aiplatform.claims.places import adjectives
from aiplatform.claims.split import Piece, is_verb
from aiplatform.claims.words import Folded, Token, concept, concepts, lexicon, stem, stop_words, tokens, words_of

_STOPS = re.compile(
    r"[,;.()|]|\s(?:from|at|with|and|by|while|where|which|in\s+(?:[a-z]+\.?\s+)?(?:19|20)\d\d|who|after|before|completed|plus|,"
    r"|(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a)\s+(?:years?|months?)\b|later|then|the\s+(?:following|next|same)\s+year|between|during)\b"
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree named: its level (a key of the lexicon, or "any") and the concepts of its subject."""

    start: int
    end: int
    level: str
    area: tuple[str, ...]


@lru_cache(maxsize=1)
def _degree_names() -> list[tuple[re.Pattern[str], str, bool]]:
    found = []
    for level, names in lexicon()["degrees"].items():
        if level == "honours":
            continue
        for name in names.split(","):
            plain = name.strip()
            short = len(plain.replace(".", "")) <= 4
            found.append((re.compile(rf"(?<![\w.]){re.escape(plain)}(?![\w])"), level, short))
    return sorted(found, key=lambda one: -len(one[0].pattern))


def degrees(folded: Folded, start: int, end: int) -> list[Degree]:
    """The degrees named between two places, in order."""
    found: list[Degree] = []
    for pattern, level, short in _degree_names():
        for match in pattern.finditer(folded.lower, start, end):
            written = folded.text[match.start() : match.end()]
            after_figure = re.search(r"\d\s?$", folded.text[start : match.start()]) is not None  # "900 MS"
            if (short and (after_figure or not written[0].isupper())) or (
                short and "." not in written and sum(c.isupper() for c in written) < 2
            ):
                continue
            if (
                level in ("master", "bachelor", "associate")
                and match[0] in ("master", "masters")
                and not _is_degree_word(folded, match, end)
            ):
                continue
            if match[0] in ("licence", "diploma") and _belongs_to_a_trade(folded, start, match.start()):
                continue  # a forklift licence
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Degree(match.start(), *_with_area(folded, match.end(), end, level)))
    for match in re.finditer(r"\bdegree\b", folded.lower[start:end]):
        at = start + match.start()
        if not any(one.start <= at < one.end for one in found):
            found.append(Degree(at, *_with_area(folded, at + 6, end, "any")))
    for match in _STUDIED.finditer(folded.text, start, end):
        if not any(one.start <= match.start(1) < one.end for one in found):
            found.append(
                Degree(match.start(1), match.end(1), "any", tuple(concepts(folded, match.start(1), match.end(1))))
            )
    return sorted(found, key=lambda one: one.start)


_STUDIED = re.compile(
    r"\b[Ss](?:tudied|tudying|tudies in)\s+([A-Z][\w-]*(?:\s+(?:of|and|&|with|[A-Z][\w-]*))*\s+[A-Z][\w-]*|[A-Z][\w-]+)"
)


def _belongs_to_a_trade(folded: Folded, start: int, at: int) -> bool:
    """Whether a word stands right before that the licence is for."""
    before = re.search(r"([^\W\d_]+)\s$", folded.lower[start:at])
    return before is not None and before[1] not in stop_words() and before[1] not in ("higher", "completed", "holds")


def _is_degree_word(folded: Folded, match: re.Match[str], end: int) -> bool:
    before = folded.lower[max(0, match.start() - 8) : match.start()].rstrip()
    following = re.match(r"\s*(?:degree|in|of|,|\(|$)", folded.lower[match.end() : end])
    return (
        not before.endswith("scrum")
        and following is not None
        and folded.text[match.start()].isupper()
        or before.endswith((" my", " a"))
        and following is not None
    )


_HONOURS = re.compile(r"\s*\(hon(?:ou?r)?s\.?\)|\s+(?:with\s+)?hon(?:ou?r)?s\b")


_SECOND_SUBJECT = re.compile(
    r"\s+with\s+(?!Hono|Distinction|Merit|First|Upper|Lower|Commendation|GPA)[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+)*(?=\s*(?:[,.;)]|$|\sfrom\b|\sat\b))"
)


def _with_area(folded: Folded, at: int, end: int, level: str) -> tuple[int, str, tuple[str, ...]]:
    """(end, level, area) of a degree whose name ends at `at`."""
    honours = _HONOURS.match(folded.lower, at, end)
    at = honours.end() if honours else at
    link = re.match(
        r"(?:'s)?(?:\s+degree)?(?:\s+with honou?rs)?\s*(?:\s+in\s+|\s*,\s*|\s*\(\s*|\s+of\s+|\s*[-\u2013:]\s*)",
        folded.lower[at:end],
    )
    if not link and honours:
        link = re.match(r"\s+(?=[A-Z])", folded.text[at:end])
    if not link:
        return at, level, ()
    begin = at + link.end()
    if link[0].strip() in (",", "(", "-", "\u2013") and not folded.text[begin : begin + 1].isupper():
        return at, level, ()
    if re.match(r"(?:I|We|My|It)\b", folded.text[begin:end]) or (
        link[0].strip() == "," and re.match(r"[A-Z]{2,}\b", folded.text[begin:end])
    ):
        return at, level, ()  # a clause of its own
    stop = _STOPS.search(folded.lower, begin, end)
    second = _SECOND_SUBJECT.match(folded.text, stop.start(), end) if stop else None
    stop = _STOPS.search(folded.lower, second.end(), end) if second else stop
    finish = stop.start() if stop else end
    if link[0].strip() == "in" and _WHEN.match(folded.lower, begin, finish):
        return at, level, ()
    return finish, level, tuple(concepts(folded, begin, finish)[:6])


_WHEN = re.compile(
    r"(?:(?:early|late|mid|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?[\s-]+)?(?:19|20)\d\d\b"
)


def level_fits(claimed: str, known: str) -> bool:
    """Whether a claimed level says no more than a known one: the same, or the general name of its group."""
    by_common_name = (claimed, known) == ("doctor_of_philosophy", "doctor")
    return claimed in ("any", known) or known.startswith(claimed + "_of_") or by_common_name


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certification named: the words that must stand together in one statement; `is_named` for those written as names."""

    start: int
    end: int
    words: tuple[str, ...]
    is_named: bool


@lru_cache(maxsize=1)
def _certificate_names() -> list[re.Pattern[str]]:
    names = sorted(words_of("certifications", "names"), key=len, reverse=True)
    return [re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w])") for name in names]


def certificates(folded: Folded, piece: Piece, taken: list[tuple[int, int]]) -> list[Certificate]:
    """The certifications of a sentence: known names, and capitalised words around a word such as certified."""
    words = tokens(folded, piece.start, piece.end)
    cues = words_of("certifications", "cues")
    found = _listed(folded, piece, words)
    seeds = [(at, at) for at, token in enumerate(words) if token.lower in cues]
    for pattern in _certificate_names():
        for match in pattern.finditer(folded.lower, piece.start, piece.end):
            written = folded.text[match.start() : match.end()]
            if len(written) <= 5 and not written.isupper() and " " not in written:
                continue
            inside = [
                at for at, token in enumerate(words) if token.start >= match.start() and token.end <= match.end() + 1
            ]
            if inside:
                seeds.append((inside[0], inside[-1]))
    for seed in sorted(seeds, key=lambda one: (one[0] - one[1], one[0])):
        one = _around(folded, words, seed, cues)
        overlaps = any(one.start < c.end and c.start < one.end for c in found) or any(
            a < words[seed[1]].end and words[seed[0]].start < b for a, b in taken
        )
        if not overlaps and one.words:
            found.append(one)
    return found


def _listed(folded: Folded, piece: Piece, words: list[Token]) -> list[Certificate]:
    """The items after a label such as "Certifications:"."""
    if not words or words[0].lower not in (
        "certificates",
        "certifications",
        "licences",
        "licenses",
        "certification",
        "certificate",
    ):
        return []
    label = re.match(r"\w+(?:\s+\w+)?:\s*", folded.text[piece.start : piece.end])
    if label is None:
        return []
    found = []
    for item in re.finditer(r"[^,;]+", folded.text[piece.start + label.end() : piece.end]):
        start, end = piece.start + label.end() + item.start(), piece.start + label.end() + item.end()
        named = tuple(stem(token.lower) for token in tokens(folded, start, end) if token.lower not in stop_words())
        if named:
            found.append(Certificate(start, end, named, True))
    return found


def _around(folded: Folded, words: list[Token], seed: tuple[int, int], cues: frozenset[str]) -> Certificate:
    first, last = seed
    is_cue = words[first].lower in cues and first == last

    def names(token: Token, other: Token) -> bool:
        gap = folded.text[min(token.end, other.end) : max(token.start, other.start)]
        return not gap.strip(" \u2013\u2014-/") and (
            token.written[0].isupper() or token.lower in cues or token.written.isdigit()
        )

    while last + 1 < len(words) and names(words[last + 1], words[last]):
        last += 1
    while (
        first > 0
        and names(words[first - 1], words[first])
        and not (first == 1 and is_verb(words[0].lower) and words[0].lower not in cues)
    ):
        first -= 1
    run = words[first : last + 1]
    named = range(seed[0], seed[1] + 1) if not is_cue else range(0)
    content = tuple(
        stem(token.lower)
        for at, token in enumerate(run, first)
        if at in named or (token.lower not in cues and token.lower not in stop_words())
    )
    if is_cue and re.match(r"(?:\s+\w+)?:", folded.text[words[last].end :]):
        return Certificate(run[0].start, run[-1].end, (), False)
    if is_cue and not content:
        return _unnamed(folded, words, (first, last), seed[0], cues)
    return Certificate(run[0].start, run[-1].end, content, True)


def _unnamed(folded: Folded, words: list[Token], run: tuple[int, int], cue: int, cues: frozenset[str]) -> Certificate:
    """A certificate told without a name of its own: "certified as a ...", "a scientific diving certificate", "is licensed"."""
    first, last = run
    start, end = words[first].start, words[last].end
    behind = _as_run(folded, words, last)
    if behind:
        return Certificate(start, behind[-1].end, tuple(stem(token.lower) for token in behind), True)
    kind = _kind_before(folded, words, first)
    if kind and words[cue].lower in _PAPERS:
        return Certificate(kind[0].start, end, tuple(stem(token.lower) for token in kind), True)
    near = [
        token
        for token in words[max(0, first - 3) : last + 4]
        if token.lower not in cues and token.lower not in stop_words() and not is_verb(token.lower)
    ]
    return Certificate(start, end, tuple(concept(token.lower) for token in near), False)


_PAPERS = frozenset({"certificate", "certificates", "licence", "license", "certification", "certifications"})


def _kind_before(folded: Folded, words: list[Token], at: int) -> list[Token]:
    """The words right before "certificate" that say which: "a scientific diving certificate"."""
    found: list[Token] = []
    while at > 0 and len(found) < 4:
        token, behind = words[at - 1], words[at]
        is_apart = bool(folded.text[token.end : behind.start].strip()) or token.lower in stop_words()
        if is_apart or token.lower in _GOT or token.lower in _ANY_KIND or token.lower.endswith("ed"):
            break
        found.insert(0, token)
        at -= 1
    return found


_ANY_KIND = words_of("certifications", "any_kind")


def _as_run(folded: Folded, words: list[Token], at: int) -> list[Token]:
    """The capitalised words after "certified as a"."""
    link = re.match(r"\s+as\s+(?:an?\s+|the\s+)?(?=[A-Z])", folded.text[words[at].end : words[-1].end])
    if link is None:
        return []
    begin = words[at].end + link.end()
    behind = [token for token in words if token.start >= begin]
    runs = _capital_runs(folded, behind)
    return runs[0] if runs and runs[0][0].start == begin and (len(runs[0]) > 1 or runs[0][0].written.isupper()) else []


def misnamed(evidence: Evidence, folded: Folded, piece: Piece, taken: list[tuple[int, int]]) -> list[Certificate]:
    """Capitalised names that are nearly a certificate of the evidence: two words of one, and a word that no statement has beside them."""
    words = tokens(folded, piece.start, piece.end)
    found = []
    for run in _capital_runs(folded, words):
        run = run[1:] if run[0] is words[0] and run[0].lower in _GOT else run
        if len(run) < 2 or any(a < run[-1].end and run[0].start < b for a, b in taken):
            continue
        forms = {stem(token.lower) for token in run if token.lower not in stop_words()}
        near = any(
            len(forms & known) >= 2
            and (statement.unit.kind == "certification" or _is_certificate_entry(evidence, statement))
            for statement, known in _stems(evidence)
        )
        if near and not any(forms <= known for _, known in _stems(evidence)):
            found.append(Certificate(run[0].start, run[-1].end, tuple(forms), True))
    return found


_GOT = frozenset(
    "completed passed obtained earned renewed received holds hold certified qualified achieved gained attended trained took".split()  # noqa: SIM905  # a word list
)


def _stems(evidence: Evidence) -> list[tuple[Statement, frozenset[str]]]:
    return [(one, frozenset(stem(token.lower) for token in one.words)) for one in evidence.statements]


def _capital_runs(folded: Folded, words: list[Token]) -> list[list[Token]]:
    """Words with a capital side by side; none where a whole line is in capitals."""
    if words and all(token.written.isupper() for token in words):
        return []
    runs: list[list[Token]] = []
    for token in words:
        if not token.written[0].isupper():
            continue
        beside = runs and not folded.text[runs[-1][-1].end : token.start].strip()
        if beside:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def certificate_statement(evidence: Evidence, one: Certificate) -> Statement | None:
    """The first statement that shows a certification."""
    return next(iter(certificate_statements(evidence, one)), None)


def certificate_statements(evidence: Evidence, one: Certificate) -> list[Statement]:
    """The statements that show a certification: all its words, in a statement that tells of one."""
    return [statement for statement in evidence.statements if _shows(evidence, statement, one)]


def _shows(evidence: Evidence, statement: Statement, one: Certificate) -> bool:
    cues = frozenset(stem(word) for word in words_of("certifications", "cues"))
    forms = frozenset(
        form
        for token in statement.words
        for form in (stem(token.lower), stem(joined(token.lower)), *(stem(p) for p in token.lower.split("-")))
    )
    if not one.is_named:
        tells = (
            bool(forms & cues) or statement.unit.kind == "certification" or _is_certificate_entry(evidence, statement)
        )
        return tells and (bool(statement.concepts & set(one.words)) or not one.words)
    tells = statement.unit.kind == "certification" or bool(forms & cues) or _is_certificate_entry(evidence, statement)
    initials = "".join(t.lower[0] for t in statement.words)
    shown = all(
        word in forms or (len(word) > 1 and word in initials) or _countries().get(word) in forms for word in one.words
    )
    return shown and (tells or _is_known_name(one))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The stem of a country's adjective to the stem of its name: a Scottish licence is one of Scotland."""
    return {stem(adjective): stem(country) for adjective, country in adjectives().items()}


def _is_certificate_entry(evidence: Evidence, statement: Statement) -> bool:
    return statement.entry is not None and evidence.entries[statement.entry].kind == "certifications"


def _is_known_name(one: Certificate) -> bool:
    return any(stem(name) in one.words for name in words_of("certifications", "names") if " " not in name)
