"""Impact ratios after New York City's Local Law 144 (6 RCNY 5-301): how often each group scores above the median.

Scoring rate: share of a group's scores above the median of the full sample, unknown categories included. Impact ratio:
that rate over the highest rate of a compared group. Groups under 2 % of the people with a known category, and groups of
fewer people than asked for, are shown with their rate and compared with nobody. Under 0.80 is flagged: the four-fifths
rule of the EEOC (29 CFR 1607.4 D), which the law does not ask for.

Intervals are Clopper and Pearson's exact ones (95 %). Where people have several scores each, they are counted over people
and not over scores, as if all scores of a person were one: the careful end. A ratio's interval takes both rates at
97.5 % (Bonferroni), so that it holds at 95 % at least; that the highest group was chosen by its rate is left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

SMALL_SHARE = 0.02
FOUR_FIFTHS = 0.80
LEVEL = 0.95
# A group of fewer people is compared with nobody: its rate says next to nothing.
LEAST_PEOPLE = 10
UNKNOWN = ""

Interval = tuple[float, float]
By = Literal["sex", "race_ethnicity", "intersection"]
BY: tuple[By, ...] = ("sex", "race_ethnicity", "intersection")
Standing = Literal["compared", "under 2 %", "too few", "withheld"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One score of one person; an unknown category is empty."""

    person: str
    sex: str
    race_ethnicity: str
    score: float


@dataclass(frozen=True, slots=True)
class Count:
    """A group's people and scores, and how many of these are above the median (None: not told, too few people).

    `sex` is None where the count is over all, the same for `race_ethnicity`; empty is unknown."""

    sex: str | None
    race_ethnicity: str | None
    people: int
    scores: int
    above: int | None


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that the report is computed from: counts for each sex, each race, each pair of them, and over all."""

    median: float
    counts: tuple[Count, ...]

    @property
    def whole(self) -> Count:
        """Over everybody."""
        return next(one for one in self.counts if one.sex is None and one.race_ethnicity is None)


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the report. `ratio_interval`'s upper end is None where the highest rate may be 0."""

    name: tuple[str, ...]
    people: int
    scores: int
    above: int | None
    standing: Standing
    rate: float | None
    rate_interval: Interval | None
    ratio: float | None = None
    ratio_interval: tuple[float, float | None] | None = None
    is_highest: bool = False

    @property
    def is_flagged(self) -> bool:
        return self.ratio is not None and self.ratio < FOUR_FIFTHS

    def to_dict(self) -> dict[str, Any]:
        names = ("people", "scores", "above", "standing", "rate", "ratio", "is_highest", "is_flagged")
        ends = {
            name: list(value) if (value := getattr(self, name)) else None
            for name in ("rate_interval", "ratio_interval")
        }
        return {"name": list(self.name)} | {name: getattr(self, name) for name in names} | ends


@dataclass(frozen=True, slots=True)
class Table:
    """One way to group: its groups in order of name, and who is in none because a category is unknown."""

    by: By
    groups: tuple[Group, ...]
    unknown_people: int
    unknown_scores: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "groups": [group.to_dict() for group in self.groups],
            "unknown_people": self.unknown_people,
            "unknown_scores": self.unknown_scores,
        }


def sample_of(rows: Iterable[Judged]) -> Sample:
    """Counts of scores; raises ValueError when there is none."""
    kept = list(rows)
    if not kept:
        raise ValueError("There is no score to count.")
    middle = float(median(row.score for row in kept))
    groups: dict[tuple[str | None, str | None], list[Judged]] = {}
    for row in kept:
        for key in ((None, None), (row.sex, None), (None, row.race_ethnicity), (row.sex, row.race_ethnicity)):
            groups.setdefault(key, []).append(row)
    counts = [
        Count(sex, race, len({row.person for row in rows}), len(rows), sum(row.score > middle for row in rows))
        for (sex, race), rows in groups.items()
    ]
    return Sample(middle, tuple(counts))


def impact(sample: Sample, *, least: int = LEAST_PEOPLE) -> tuple[Table, ...]:
    """The tables by sex, by race or ethnicity, and by both."""
    return tuple(_table(by, sample.counts, least) for by in BY)


def _of(by: By, count: Count) -> bool:
    """Whether a count belongs to this way of grouping."""
    return (count.sex is not None) == (by != "race_ethnicity") and (count.race_ethnicity is not None) == (by != "sex")


def _name(count: Count) -> tuple[str, ...]:
    return tuple(part for part in (count.sex, count.race_ethnicity) if part is not None)


def _table(by: By, counts: Sequence[Count], least: int) -> Table:
    mine = [count for count in counts if _of(by, count)]
    known = sorted((count for count in mine if UNKNOWN not in _name(count)), key=_name)
    unknown = [count for count in mine if UNKNOWN in _name(count)]
    people = sum(count.people for count in known)
    standing = {_name(count): _standing(count, people, least) for count in known}
    compared = [count for count in known if standing[_name(count)] == "compared"]
    highest = max(compared, key=_rate, default=None)
    groups = tuple(_group(count, standing[_name(count)], highest) for count in known)
    return Table(by, groups, sum(one.people for one in unknown), sum(one.scores for one in unknown))


def _standing(count: Count, people: int, least: int) -> Standing:
    if count.above is None:
        return "withheld"
    if count.people < SMALL_SHARE * people:
        return "under 2 %"
    return "compared" if count.people >= least else "too few"


def _rate(count: Count) -> float:
    return (count.above or 0) / count.scores


def _group(count: Count, standing: Standing, highest: Count | None) -> Group:
    if count.above is None:
        return Group(_name(count), count.people, count.scores, None, standing, None, None)
    rate = _rate(count)
    plain = Group(
        _name(count), count.people, count.scores, count.above, standing, rate, exact(rate * count.people, count.people)
    )
    if standing != "compared" or highest is None or not _rate(highest):
        return plain
    is_highest = rate == _rate(highest)
    return Group(
        *(plain.name, plain.people, plain.scores, plain.above, standing, rate, plain.rate_interval),
        ratio=rate / _rate(highest),
        ratio_interval=None if is_highest else _ratio_interval(count, highest),
        is_highest=is_highest,
    )


def _ratio_interval(count: Count, highest: Count) -> tuple[float, float | None]:
    each = 1 - (1 - LEVEL) / 2
    low, high = exact(_rate(count) * count.people, count.people, level=each)
    best_low, best_high = exact(_rate(highest) * highest.people, highest.people, level=each)
    return low / best_high, high / best_low if best_low else None


def exact(hits: float, trials: int, *, level: float = LEVEL) -> Interval:
    """Clopper and Pearson's interval of a share (Biometrika 1934), by the quantiles of the beta distribution.

    `hits` may be a fraction where shares of several scores are counted over people. Raises ValueError outside 0..trials.
    """
    if not 0 <= hits <= trials or trials < 1:
        raise ValueError(f"{hits} of {trials} is no share.")
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, trials - hits + 1, tail))
    high = 1.0 if hits == trials else float(betaincinv(hits + 1, trials - hits, 1 - tail))
    return low, high
