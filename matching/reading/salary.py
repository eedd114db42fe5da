"""The salary a posting offers, told apart from bonus, equity, on-target earnings, funding, revenue and budgets. Pure.

Each figure (or pair of figures) of the text is weighed by the words of its own clause; the best one that has enough
evidence is the salary. Nothing is converted: amounts stay in the currency and per the period in which they are written.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from careercopilot.places import find_places
from matching.reading.labels import until_label
from matching.reading.money import CODES, DEFAULTS, INDIAN, Amount, amounts, currency
from matching.reading.salary_words import (
    BREAK,
    DECOY,
    DECOY_RIGHT,
    FROM,
    HOURLY_PAID,
    MONTHLY,
    NEUTRAL,
    OPEN_END,
    PERIOD_HINTS,
    PERIODS,
    RANGE,
    RANGE_OPENERS,
    SALARY,
    UNITS_PER_DOLLAR,
    UP_TO,
)

ENOUGH = 2  # points of evidence a figure needs
YEARLY_FROM = 9_000  # dollars' worth; a bare figure of at least this much is a yearly salary
MONTHLY_FROM = 350  # dollars' worth; where pay is quoted by the month, a bare figure of at least this much is monthly
INDIAN_MONTHLY = (8_000, 150_000)  # rupees; pay is quoted by the month as well as by the year
HOURLY = (7, 150)  # dollars' worth; a bare figure between them is an hourly rate
HIGHEST_YEARLY = 3_000_000  # dollars' worth; more is a sum of the business
LINE = 70  # characters; a figure on a line this short speaks for itself
REACH = 90  # characters of a clause looked at before and after a figure


_BRACKETED = re.compile(rf"[^\d\n(]{{0,20}}?\(?\b({CODES.replace(' ', '|')})\b")  # "$38.50 per hour (CAD)"


# Shares and rates that no time is paid by.
_NO_TIME = re.compile(
    r"\s?(?:%|percent|prozent|(?:per|an?|/|pro|je)\s?(?:mile|km|kilometer|session|piece|word|unit|visit|"
    r"class|article|user|seat|person|head|delivery|order))",
    re.IGNORECASE,
)
_ENDS_IN_UNIT = re.compile(r"\dk\.$", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"\s+[A-ZÄÖÜ]")


@dataclass(frozen=True, slots=True)
class Salary:
    """min and max (None = open), currency ISO 4217 or None, period hour, day, week, month, year or None."""

    min: float | None
    max: float | None
    currency: str | None
    period: str | None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the batch tool writes them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SalaryRead:
    """A salary with its place in the text and the points of evidence for it."""

    salary: Salary
    start: int
    end: int
    points: int


@dataclass(frozen=True, slots=True)
class _Figure:
    low: Amount
    high: Amount | None
    start: int
    end: int


def find_salary(text: str, country: str | None = None) -> Salary | None:
    """The salary offered in `text`, or None. `country` (ISO2) settles $, kr and ¥, else the places of the text do."""
    read = read_salary(text, country)
    return read.salary if read else None


def read_salary(text: str, country: str | None = None) -> SalaryRead | None:
    """As find_salary, with the span of the figures."""
    figures = _figures(text)
    best: SalaryRead | None = None
    for number, figure in enumerate(figures):
        left_end = figures[number - 1].end if number else 0
        right_end = figures[number + 1].start if number + 1 < len(figures) else len(text)
        read = _weigh(text, figure, left_end, right_end, country)
        if read and read.points >= ENOUGH and (best is None or read.points > best.points):
            best = read
    if best is None or best.salary.currency not in DEFAULTS:
        return best
    place = country or _country_of(text)
    settled = Salary(best.salary.min, best.salary.max, currency(best.salary.currency, place), best.salary.period)
    return SalaryRead(settled, best.start, best.end, best.points)


def _country_of(text: str) -> str | None:
    """The first country that the text's places are in."""
    return next((s.place.country for s in find_places(text) if s.place.country), None)


def _figures(text: str) -> list[_Figure]:
    """Single figures and ranges, in order."""
    found, position, all_amounts = [], 0, amounts(text)
    while position < len(all_amounts):
        low = all_amounts[position]
        high = all_amounts[position + 1] if position + 1 < len(all_amounts) else None
        if high and _is_range(text, low, high):
            found.append(_Figure(low, high, low.start, high.end))
            position += 2
        else:
            found.append(_Figure(low, None, low.start, low.end))
            position += 1
    return found


def _is_range(text: str, low: Amount, high: Amount) -> bool:
    gap = text[low.end : high.start]
    if len(gap) > 40 or not RANGE.fullmatch(gap):
        return False
    joined_by_and = re.search(r"\b(?:and|und|et|y|e|en|og|och|i|a)\b", gap, re.IGNORECASE)
    opener = RANGE_OPENERS.search(text[max(0, low.start - 40) : low.start])
    if joined_by_and and joined_by_and[0].lower() != "a" and not opener:
        return False
    if low.sign and high.sign and low.sign != high.sign and not {low.sign, high.sign} & set(DEFAULTS):
        return False
    bottom, top = _values(low, high)
    return bottom <= (top or 0) <= max(bottom, 1) * 12


def _values(low: Amount, high: Amount | None) -> tuple[float, float | None]:
    """Both amounts with the multiplier they share: 90-110k, $150K-175, 0.8-1.2 million, 12 - 18 LPA."""
    if high is None:
        return low.value * low.factor, None
    low_factor, high_factor = low.factor, high.factor
    if not low.unit and high.unit and low.value <= high.value and not low.grouped:
        low_factor = high_factor
    elif low.unit and not high.unit and high.value >= low.value and not high.grouped and high.value < 1000:
        high_factor = low_factor
    return low.value * low_factor, high.value * high_factor


def _weigh(text: str, figure: _Figure, left_end: int, right_end: int, country: str | None) -> SalaryRead | None:
    """The salary a figure would be, with points for it; None when it is something else."""
    low, high = figure.low, figure.high
    sign = next((a.sign for a in (low, high) if a and a.sign and a.sign not in DEFAULTS), None)
    sign = sign or low.sign or (high.sign if high else None)
    bracketed = _BRACKETED.match(text, figure.end)
    if bracketed and (sign is None or sign in DEFAULTS):
        sign = bracketed[1]
    units = {a.unit for a in (low, high) if a}
    if sign is None and units & INDIAN:
        sign = "INR"
    left, right = _clauses(text, figure, left_end, right_end)
    if figure.low.value == 401 or _NO_TIME.match(right):
        return None
    named = _named(left, right)
    if named < 0 or (sign is None and not _counts_without_sign(figure, named)):
        return None
    bottom, top = _values(low, high)
    period = "year" if "lpa" in units else _period(text, figure, left, right)
    period, plausible = _plausible(bottom if top is None else top, sign, country, period, figure)
    if not plausible:
        return None
    points = 3 * named + 2 * (period is not None and _says_period(left, right)) + 2 * (high is not None)
    points += _alone(text, figure) + (sign is not None and (period is not None or bottom == 0))
    return SalaryRead(Salary(*_open_ended(text, figure, bottom, top), sign, period), figure.start, figure.end, points)


def _clauses(text: str, figure: _Figure, left_end: int, right_end: int) -> tuple[str, str]:
    """What is said of the figure before and after it: its clause, with the heading above when it begins its line."""
    left = text[max(left_end, figure.start - REACH) : figure.start]
    line_start = text.rfind("\n", 0, figure.start) + 1
    if line_start > figure.start - REACH and not re.search(r"[^\W\d_]{3}", text[line_start : figure.start]):
        above = text[max(0, line_start - 60) : max(0, line_start - 1)].rpartition("\n")[2]
        left = above + " : " + text[line_start : figure.start] if len(above) < 45 else text[line_start : figure.start]
    breaks = list(BREAK.finditer(left))
    left = left[breaks[-1].end() :] if breaks else left
    # "£45k. Bonus": the full stop behind the unit ends the sentence too.
    end = figure.end - bool(
        _ENDS_IN_UNIT.search(text, figure.start, figure.end) and _NEW_SENTENCE.match(text, figure.end)
    )
    return left, text[end : min(right_end, figure.end + REACH)]


def _named(left: str, right: str) -> int:
    """1 = called a salary, 0 = nothing, -1 = something else; the nearest name wins, the one behind first."""
    after = until_label(BREAK.split(right, maxsplit=1)[0])
    after = re.split(
        r"\s(?:plus|and|with|und|including|incl|inkl|zzgl|or|oder)\b|\s/\s|[+&(|;,]",
        after,
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    decoy, salary = DECOY_RIGHT.search(after), SALARY.search(after)
    if decoy and (not salary or decoy.start() < salary.start() or salary.end() <= decoy.end()):
        return -1
    if salary and salary.start() < 30:
        return 1
    left = NEUTRAL.sub(" ", left)
    last_decoy = max((m.end() for m in DECOY.finditer(left)), default=-1)
    last_salary = max((m.end() for m in SALARY.finditer(left)), default=-1)
    if last_decoy >= max(last_salary, 0):
        return -1
    return int(last_salary >= 0)


def _counts_without_sign(figure: _Figure, named: int) -> bool:
    """Whether a figure without a currency can be pay: it is called so and written like money."""
    low, high = figure.low, figure.high
    bottom, top = _values(low, high)
    written = all(a.grouped or a.unit or a.value >= 10_000 for a in (low, high or low))
    return named == 1 and (top or bottom) >= 1000 and written


def _says_period(left: str, right: str) -> bool:
    return any(p.match(right) for p in PERIODS.values()) or any(p.search(left) for p in PERIOD_HINTS.values())


def _period(text: str, figure: _Figure, left: str, right: str) -> str | None:
    """The period named right behind the figures, between them, further behind, or before them."""
    between = text[figure.low.end : figure.high.start] if figure.high else ""
    near = [name for name, p in PERIODS.items() if p.match(right) or p.match(between)]
    if near:
        return near[0]
    clause = BREAK.split(right, maxsplit=1)[0][:45]
    places = [(m.start(), name) for name, p in PERIOD_HINTS.items() for m in p.finditer(clause)]
    if places:
        return min(places)[1]
    places = [(-m.end(), name) for name, p in PERIOD_HINTS.items() for m in p.finditer(left)]
    return min(places)[1] if places else None


def _plausible(
    amount: float, sign: str | None, country: str | None, period: str | None, figure: _Figure
) -> tuple[str | None, bool]:
    """The period, by the size of the amount when the text has none, and whether the amount can be pay at all."""
    code = currency(sign, country)
    worth = amount / UNITS_PER_DOLLAR.get(code or "", 1.0)
    if period is None and worth >= YEARLY_FROM:
        period = "year"
    elif period is None and code in MONTHLY and worth >= MONTHLY_FROM:
        period = "month"
    elif period is None and code == "INR" and amount >= INDIAN_MONTHLY[0]:
        period = "year" if amount >= INDIAN_MONTHLY[1] else "month"
    elif period is None and HOURLY[0] <= worth <= HOURLY[1] and code in HOURLY_PAID:
        period = "hour"
    highest = {"hour": 2_000, "day": 15_000, "week": 50_000, "month": 250_000}.get(period or "", HIGHEST_YEARLY)
    if amount == 0:
        return None, figure.high is not None
    return period, worth <= highest


def _alone(text: str, figure: _Figure) -> int:
    """1 when the figure stands on a short line of its own."""
    start = text.rfind("\n", 0, figure.start) + 1
    end = text.find("\n", figure.end)
    return int((end if end >= 0 else len(text)) - start <= LINE)


def _open_ended(text: str, figure: _Figure, bottom: float, top: float | None) -> tuple[float | None, float | None]:
    """(min, max): both ends of a range, one figure twice, None where "from" or "up to" leaves it open."""
    if top is not None:
        return bottom, top
    before, after = text[max(0, figure.start - 40) : figure.start], text[figure.end : figure.end + 40]
    if UP_TO.search(before):
        return None, bottom
    if FROM.search(before) or OPEN_END.match(after) or "+" in text[figure.start : figure.end]:
        return bottom, None
    return bottom, bottom
