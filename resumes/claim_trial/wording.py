"""Truthful rewordings of the claim trial: what a person or a model may do to a statement without changing what it says. Pure."""

from __future__ import annotations

import random
import re
from typing import Any

from resumes.claim_trial.sources import FAMILIES, Family, Job, table

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER = re.compile(r"(?<![\w.,$-])\d{1,3}(?:,\d{3})+(?![\w.-])|(?<![\w.,$-])\d+(?:\.\d+)?(?![\w,-]|\.\d)")
_SPELLED = re.compile(rf"\b(?:{'|'.join(_WORDS[2:])})\b", re.IGNORECASE)
# Verbs of one tier that say the same; the second word of a pair is used in one family each.
_SWAPS = {family: dict(pair.split(":") for pair in table("templates")[family]["swaps"].split()) for family in FAMILIES}
_PAST = dict(pair.split(":") for pair in table("templates")["past"].split())


def spelled(number: int) -> str | None:
    """A number from 2 to 99 in words."""
    if 2 <= number <= 20:
        return _WORDS[number]
    if 20 < number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_WORDS[rest]}" if rest else "")
    return None


def low(text: str) -> str:
    """The statement inside a sentence: its first letter small unless it opens with a name."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def past(text: str) -> str:
    """The statement after "I": a known opening verb in the past."""
    first, _, rest = low(text).partition(" ")
    return f"{_PAST.get(first, first)} {rest}"


def swap_verb(text: str, family: Family) -> str:
    """The opening verb replaced by one of the same tier."""
    first, _, rest = text.partition(" ")
    other = _SWAPS[family].get(first.lower())
    return f"{other.capitalize()} {rest}" if other else text


def respell(rng: random.Random, text: str) -> str:
    """Figures printed otherwise: words for digits and back, signs for percent, k and M, digits of another script."""
    kind = rng.randrange(5)
    if kind == 0:
        return NUMBER.sub(
            lambda m: (spelled(int(m[0])) if m[0].isdigit() and not _percent(text, m.end()) else None) or m[0],
            text,
            count=1,
        )
    if kind == 1:
        return _SPELLED.sub(lambda m: str(_WORDS.index(m[0].lower())), text)
    if kind == 2:
        return re.sub(r"(\d) percent\b", r"\1%", text)
    if kind == 3:
        return re.sub(r"\b(\d{1,3}),(\d)00(?![\d,])", lambda m: f"{m[1]}.{m[2]}k" if m[2] != "0" else f"{m[1]}k", text)
    return (
        re.sub(r"\d", lambda m: chr(0x660 + int(m[0])), text)
        if rng.random() < 0.5
        else re.sub(r"\d", lambda m: chr(0xFF10 + int(m[0])), text)
    )


def _percent(text: str, at: int) -> bool:
    return text[at : at + 9].lstrip().startswith(("percent", "%"))


def about(rng: random.Random, text: str) -> str:
    """One large figure rounded, and said so."""

    def rounded(match: re.Match[str]) -> str:
        value = int(match[0].replace(",", ""))
        if "," not in match[0] and 1950 < value < 2050:
            return match[0]  # a year
        size = 10 ** (len(str(value)) - 2)
        near = round(value / size) * size
        return f"{rng.choice(['about', 'roughly', 'approximately'])} {near:,}"

    return re.sub(r"(?<![\w.,$-])(?<!about )(?:\d{1,3}(?:,\d{3})+|\d{3,})(?![\w.,-]|\d)", rounded, text, count=1)


def shortened(text: str) -> str:
    """The first part of a statement alone."""
    cut = re.split(r"; |, which |, and | which ", text)[0]
    return cut if len(cut.split()) >= 4 else text


def cases(rng: random.Random, text: str) -> str:
    """Capitals, as headings and lists print them."""
    kind = rng.randrange(3)
    if kind == 0:
        return text.upper()
    return re.sub(r"\b[a-z](?=\w{3,})", lambda m: m[0].upper(), text) if kind == 1 else text


def framed(rng: random.Random, text: str, job: Job, words: dict[str, Any], *, at: bool) -> str:
    """The statement in one of a family's sentences, with its employer or without."""
    pattern = rng.choice(words["at" if at else "plain"])
    return fill(pattern, job, cap=text)


def fill(pattern: str, job: Job, *, cap: str = "", **more: str) -> str:
    """A template with the job's names and dates in it."""
    title = job.title.split(",")[0]
    values = {
        "org": job.org,
        "title": title,
        "title_low": title.lower(),
        "start": readable(job.start),
        "end": readable(job.end),
    }
    if cap:
        values |= {"cap": cap[:1].upper() + cap[1:], "low": low(cap), "past": past(cap)}
    values |= more
    return pattern.format(**values)


def readable(month: str) -> str:
    """A month as people write it."""
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return "present" if month == "present" else f"{names[int(month[5:]) - 1]} {month[:4]}"
