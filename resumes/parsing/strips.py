"""Where to cut a page: blank strips that run down it, and what stands on their two sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from resumes.parsing.dates import DURATION, is_date_text
from resumes.parsing.headings import exact_kind
from resumes.parsing.lines import Word
from resumes.parsing.rows import Row, make_rows

MIN_STRIP = 6.5  # points: a narrower blank strip is a gap between words
MIN_ROWS = 3
COLUMN_WEIGHT = 4.0  # columns are cut before margins: a margin is found again inside its column
_PLACE = re.compile(r"^[(]?(?:[A-ZÀ-Þ][\w.'’-]*[ -]?){1,4}(?:, ?[A-ZÀ-Þ][\w.'’ -]{1,30}){1,2}[)]?$")
_LABEL = re.compile(  # what stands before the values of a table about a person
    r"(?:full |first |last )?name|address|(?:mobile|phone|telephone|cell)(?: (?:no\.?|number))?|tel\.?|e-?mail(?: address)?|"
    r"(?:date|place) of birth|born|birth ?date|age|sex|gender|(?:civil|marital) status|nationality|citizenship|religion|"
    r"height|weight|languages?|"
    r"vorname|nachname|anschrift|geburts(?:datum|ort)|geboren|familienstand|staatsangehörigkeit|telefon|nom|prénom|adresse|"
    r"date de naissance|nationalité|nombre|dirección|fecha de nacimiento|nacionalidad|estado civil|naam|adres|geboortedatum",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:ph\.?d|m\.?sc?|b\.?sc?|b\.?a|m\.?a|m\.?b\.?a|b\.?eng|m\.?eng|b\.?tech|m\.?tech|ll\.?[bm]|dipl\.?|a\.?a\.?s?)\.?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Strip:
    x: float
    top: float
    bottom: float
    kind: str
    score: float


def best_strip(words: list[Word]) -> Strip | None:
    """The best blank strip of a region, or None when it reads straight down."""
    size = sorted(word.size for word in words)[len(words) // 2]
    half = max(MIN_STRIP, 0.75 * size) / 2
    best: Strip | None = None
    for x in _candidates(words, half):
        for top, bottom in _parted(words, x, _bands(words, x, half)):
            inside = [word for word in words if top <= word.baseline <= bottom]
            left = [word for word in inside if word.x1 <= x + 1]
            right = [word for word in inside if word.x1 > x + 1]
            if not left or not right:
                continue
            height = max(word.baseline for word in inside) - min(word.baseline for word in inside)
            bound = height * min(len(left), len(right))
            if best and bound * COLUMN_WEIGHT <= best.score:
                continue
            found = _classify(left, right)
            if found:
                factor = COLUMN_WEIGHT if found == "columns" else 1.0
                if best is None or bound * factor > best.score:
                    best = Strip(x, top, bottom, found, bound * factor)
    return best


def _candidates(words: list[Word], half: float) -> list[float]:
    """Middles of possible strips: left of each frequent left edge, and right of each frequent right edge."""
    edges: dict[int, list[float]] = {}
    for word in words:
        edges.setdefault(round(word.x0 / 3), []).append(word.x0)
    spots = [min(group) - half - 0.5 for group in edges.values() if len(group) >= MIN_ROWS]
    low, high = min(word.x0 for word in words), max(word.x1 for word in words)
    step = (high - low) / 40
    spots += [low + step * index for index in range(2, 39)]
    return sorted({round(spot, 1) for spot in spots if low + 2 * half < spot < high - 2 * half})


def _bands(words: list[Word], x: float, half: float) -> list[tuple[float, float]]:
    """Vertical ranges in which no word touches the strip around x, tallest first."""
    crossing = sorted(word.baseline for word in words if word.x0 < x + half and word.x1 > x - half)
    edges = [-1e9, *crossing, 1e9]
    margin = 0.5
    bands = [(low + margin, high - margin) for low, high in pairwise(edges) if high - low > 30]
    return sorted(bands, key=lambda band: band[0] - band[1])[:3]


def _parted(words: list[Word], x: float, bands: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Bands cut at headings that stand alone: with two or more on one side, each with a blank beside it, and none on the
    other, they head both sides, as section titles over a grid do; in a sidebar the other side runs past its headings."""
    result: list[tuple[float, float]] = []
    for top, bottom in bands:
        inside = [word for word in words if top <= word.baseline <= bottom]
        sides = [make_rows([w for w in inside if w.x1 <= x + 1]), make_rows([w for w in inside if w.x1 > x + 1])]
        heads = [[row for row in side if exact_kind(row.text)] for side in sides]
        headed, other = (0, sides[1]) if heads[0] else (1, sides[0])
        alone = [
            row for row in heads[headed] if not any(abs(item.baseline - row.baseline) < row.size for item in other)
        ]
        few = len(alone) < 2 and not (alone and other and _aligned(other, sides[headed]) >= 0.6)
        if heads[1 - headed] or few or len(alone) < len(heads[headed]):
            result.append((top, bottom))
            continue
        edges = [top, *(row.baseline for row in alone), bottom]
        result += [(low + 0.5, high - 0.5) for low, high in pairwise(edges) if high - low > 20]
    return result


def _classify(left: list[Word], right: list[Word]) -> str | None:
    """ "columns", "left" or "right" (that side is a margin of the other), or None: not a strip to cut at."""
    rows_left, rows_right = make_rows(left), make_rows(right)
    if min(len(rows_left), len(rows_right)) < MIN_ROWS:
        return None
    heads = (_headed(rows_left), _headed(rows_right))
    if all(heads):
        return "columns"
    chars_left, chars_right = sum(len(word.text) for word in left), sum(len(word.text) for word in right)
    smaller, other, kind = (
        (rows_left, rows_right, "left") if chars_left <= chars_right else (rows_right, rows_left, "right")
    )
    dated = sum(is_date_text(row.text) for row in smaller) / len(smaller)
    if _margin_share(smaller) >= 0.6 or dated >= 0.4 and _mean_words(smaller) <= 4 and not any(heads):
        return kind
    if any(heads):
        headed, plain = (rows_left, rows_right) if heads[0] else (rows_right, rows_left)
        if len(plain) <= len(headed) and _aligned(plain, headed) >= 0.85:
            return None  # cells beside the lines of a list
    if heads[0 if kind == "left" else 1]:
        return "columns"
    if _aligned(smaller, other) >= 0.8 and _mean_words(smaller) <= 4.5:
        return kind
    if _mean_words(smaller) >= 2.0 and _mean_words(other) >= 2.0 and min(len(smaller), len(other)) >= 4:
        return "columns"
    return None


def _headed(rows: list[Row]) -> bool:
    """True if a known heading in these rows is followed by content of its own."""
    for row, following in pairwise(rows):
        owned = exact_kind(row.text) and not exact_kind(following.text) and not is_date_text(following.text)
        if owned and following.baseline - row.baseline < 4 * max(following.size, row.size):
            return True
    return False


def _margin_share(rows: list[Row]) -> float:
    """How much of a side is what people put into a margin: dates, durations, places, degrees, headings, labels."""

    def marginal(text: str) -> bool:
        core = text.strip(" |·•-–—")
        if core.endswith(":") or core.isdigit() or not any(char.isalnum() for char in core):
            return True
        dated = is_date_text(core) or DURATION.fullmatch(core)
        labelled = _LABEL.fullmatch(core)
        return bool(dated or labelled or _PLACE.match(core) or _DEGREE.match(core) or exact_kind(core))

    return sum(marginal(row.text) for row in rows) / len(rows)


def _aligned(rows: list[Row], others: list[Row]) -> float:
    baselines = [row.baseline for row in others]
    return sum(any(abs(row.baseline - base) < 1.5 for base in baselines) for row in rows) / len(rows)


def _mean_words(rows: list[Row]) -> float:
    return sum(len(row.words) for row in rows) / len(rows)
