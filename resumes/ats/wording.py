"""Checks of the points (bullets) under work, project and volunteer entries. English only: other languages are not
judged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from resumes.ats.places import at, called, entries, quoted, share
from resumes.ats.types import Observation, Place
from resumes.ats.verbs import is_plain_present, opening
from resumes.parsing.types import Bullet, Entry, ParsedResume

LONG_WORDS = 40
SHORT_WORDS = 4
REPEATED_FROM = 5
# Shares (in thousandths) that cost nothing, see the rules' reasons.
FREE_WEAK, FREE_NO_RESULT, ENOUGH_NUMBERS = 200, 600, 300
# With fewer points than this a share says nothing.
MIN_BULLETS = 4
# Points shown per share; more would only repeat the same advice.
SHOWN = 5
# "Technologies: ..." lists what was used; it is not asked for a verb or a result. Other labels ("Result: cut ...")
# are passed over.
_LABEL = re.compile(r"^\W*(?:[\w/&-]+ ){0,3}[\w/&-]+:\s+")
_TOOLS = re.compile(
    r"^\W*(?:\w+ "
    r")?(?:tech\w*|stack|tools?|environment|skills?|languages?|frameworks?|libraries|platforms?|software|links?|urls?|website)"
    r"(?: \w+){0,2}\s*:",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "a",
        "an",
        "on",
        "by",
        "from",
        "as",
        "using",
        "at",
        "that",
        "which",
        "our",
        "was",
        "were",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_FIGURE = re.compile(
    r"(?<![\w.])(?!(?:19|20)\d\d\b)[$\u20ac\u00a3~<>+]?\d[\d,.]*\s?(?:%|\+|[kKmMx]\b|x\b)?|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundreds?|thousands?|dozens?|millions?|half|doubled?|"
    r"tripled?|halved|twice|percent)\b"
)
# "Python 3", "Java 8", "ISO 9001": a number that belongs to a name measures nothing.
_NAMED = re.compile(
    r"(?:(?<=\S\s)\b[A-Z][\w+#.]*|\b(?i:v|version|iso|level|phase|grade|class|top))[ -]?\d+(?:\.\d+)*\b(?!\s?%)"
)
_RESULT = re.compile(
    r"\b(?:result\w*|reduc\w+|increas\w+|improv\w+|sav(?:ed|es|ing|ings)|grew|grow(?:ing|th)|rais\w+|cut(?:ting)?|boost\w*|decreas\w+|lower\w*|"
    r"eliminat\w+|prevent\w*|avoid\w*|achiev\w+|exceed\w*|won|award\w*|enabl\w+|accelerat\w+|shorten\w*|"
    r"fast(?:er)|so that|which led|leading to|thereby|"
    r"doubl\w+|halv\w+|tripl\w+|streamlin\w+|gain\w*|drove|earned|secured|optimi[sz]\w+|strengthen\w*|on "
    r"time|within budget|ahead of|first\b|success\w*)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?<![\w./&-])(?:I|I'm|I've|I\u2019m|I\u2019ve|[Mm]y|[Mm]yself)(?![\w./&-])(?!\s*[/&])")


def is_english(text: str) -> bool:
    """True when the commonest English function words make at least 8 % of the words (about 25 % in running prose)."""
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) >= 20 and sum(word in _ENGLISH for word in words) >= 0.08 * len(words)


def figures(text: str) -> list[tuple[int, int]]:
    """Places (start, end) of the quantities that a point names; years and numbers that belong to a name do not count."""
    blanked = _NAMED.sub(lambda found: " " * len(found[0]), text)
    return [found.span() for found in _FIGURE.finditer(blanked)]


def has_figure(text: str) -> bool:
    """True when a point names a quantity."""
    return bool(figures(text))


def result_at(text: str) -> tuple[int, int] | None:
    """Place of the first word that tells of an effect ("reduced", "so that", "on time"), None without one."""
    found = _RESULT.search(text)
    return found.span() if found else None


def pronoun_at(text: str) -> tuple[int, int] | None:
    """Place of the first "I" or "my", None without one."""
    found = _PRONOUN.search(text)
    return found.span() if found else None


def is_tool_list(text: str) -> bool:
    """True for a point that only lists what was used ("Technologies: ...")."""
    return _TOOLS.match(text) is not None


def observe(parsed: ParsedResume) -> Iterator[Observation]:
    """All observations of this module."""
    doing = list(entries(parsed, "work", "projects", "volunteer"))
    yield _bare([entry for entry in doing if entry.kind == "work"])
    bullets = [(entry, bullet) for entry in doing for bullet in entry.bullets if bullet.text.strip()]
    lengths = [(bullet, len(_WORD.findall(bullet.text))) for _, bullet in bullets]
    yield Observation(
        "long_bullets",
        sum(count > LONG_WORDS for _, count in lengths),
        tuple(
            at(
                bullet,
                f"This point has {count} words: {quoted(bullet.text)}.",
                "Split it, or keep the action and its result in two lines.",
            )
            for bullet, count in lengths
            if count > LONG_WORDS
        ),
    )
    if not is_english(parsed.text):
        return
    short = [bullet for bullet, count in lengths if 0 < count < SHORT_WORDS and not has_figure(bullet.text)]
    yield Observation(
        "short_bullets",
        len(short),
        tuple(
            at(bullet, f"{quoted(bullet.text)} is too short to show what you did.", "Add the object and the result.")
            for bullet in short
        ),
    )
    yield from _shares([bullet for _, bullet in bullets])
    yield _tense(bullets)
    yield _pronouns([bullet for _, bullet in bullets])
    yield _repeated([bullet for _, bullet in bullets])


def _bare(work: list[Entry]) -> Observation:
    """Entries without a word on what was done; a short sentence is one, or the finding would not be true."""
    told = [[entry.summary, *(bullet.text for bullet in entry.bullets)] for entry in work]
    bare = [entry for entry, texts in zip(work, told, strict=True) if not any(_WORD.search(text) for text in texts)]
    return Observation(
        "bare_work",
        len(bare),
        tuple(
            at(
                entry,
                f"Nothing was found on what you did at {called(entry)}.",
                "Add two to five points: what you did, with what, to what effect.",
            )
            for entry in bare
        ),
    )


def _shares(bullets: list[Bullet]) -> Iterator[Observation]:
    told = [bullet for bullet in bullets if not _TOOLS.match(bullet.text)]
    if len(told) < MIN_BULLETS:
        return
    weak = [bullet for bullet in told if opening(_LABEL.sub("", bullet.text))[1] == "other"]
    yield _share(
        "weak_openings",
        weak,
        told,
        FREE_WEAK,
        "open without a verb",
        "Begin with what you did: built, led, taught, repaired, reduced.",
    )
    plain = [bullet for bullet in told if not has_figure(bullet.text) and not _RESULT.search(bullet.text)]
    fix = "If you know it, add what came of it: faster, cheaper, safer, how many, how often. Do not guess."
    yield _share("no_results", plain, told, FREE_NO_RESULT, "name no result", fix)
    counted = sum(has_figure(bullet.text) for bullet in told)
    under = max(0, ENOUGH_NUMBERS - share(counted, len(told)))
    place = Place(
        f"{counted} of {len(told)} points hold a figure.",
        "Add true figures where you have them: team size, amounts, times, how often. Three in ten points are enough.",
    )
    yield Observation("few_numbers", under, (place,) if under else ())


def _share(rule: str, found: list[Bullet], told: list[Bullet], free: int, what: str, fix: str) -> Observation:
    """The share over what is free; the first few points are shown, the first one with the count."""
    over = max(0, share(len(found), len(told)) - free)
    if not over:
        return Observation(rule, 0)
    head = f"{len(found)} of {len(told)} points {what}, such as "
    places = [
        at(bullet, f"{head if n == 0 else 'Also: '}{quoted(bullet.text)}.", fix)
        for n, bullet in enumerate(found[:SHOWN])
    ]
    return Observation(rule, over, tuple(places))


def _tense(bullets: list[tuple[Entry, Bullet]]) -> Observation:
    places = []
    for entry, bullet in bullets:
        past_job = entry.end_date is not None and entry.end_date.value != "present"
        word, form = opening(bullet.text)
        if past_job and form == "present" and is_plain_present(word):
            fix = "Use the past tense for jobs that have ended, or write \u201cpresent\u201d if this one has not."
            places.append(
                at(bullet, f"{quoted(bullet.text)} is told in the present, but {called(entry)} has ended.", fix)
            )
    return Observation("tense", len(places), tuple(places))


def _pronouns(bullets: list[Bullet]) -> Observation:
    found = [bullet for bullet in bullets if _PRONOUN.search(bullet.text)]
    return Observation(
        "first_person",
        len(found),
        tuple(
            at(
                bullet,
                f"{quoted(bullet.text)} uses \u201cI\u201d or \u201cmy\u201d.",
                "Leave the pronoun out and start with the verb.",
            )
            for bullet in found
        ),
    )


def _repeated(bullets: list[Bullet]) -> Observation:
    by_word: dict[str, list[Bullet]] = defaultdict(list)
    for bullet in bullets:
        word, form = opening(bullet.text)
        if form != "other":
            by_word[word].append(bullet)
    often = {word: found for word, found in by_word.items() if len(found) >= REPEATED_FROM}
    return Observation(
        "repeated_openings",
        len(often),
        tuple(
            at(
                found[-1],
                f"{len(found)} points open with \u201c{word}\u201d.",
                "Vary the verb where another one is truer.",
            )
            for word, found in sorted(often.items())
        ),
    )
