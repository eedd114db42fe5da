"""Random facts for the tests of scoring, and a plain reading of every feature for one pair at a time."""

import math

import numpy as np
from numpy.typing import NDArray

from matching.ml.exact import on_grid
from matching.ml.fact_columns import NEIGHBOUR, OPEN_SPAN, USUAL_YEARS
from matching.ml.pairs import (
    EACH_MORE_LINE,
    EMBEDDING_FLOOR,
    EVIDENCED,
    HEADED,
    IMPLIED,
    MOST_ASKED,
    MOST_MORE_LINES,
    NICE,
    SAME_DOMAIN,
    SAME_GROUP,
    SOFT,
    TOLD,
)  # fmt: skip
from matching.ml.skill_columns import ENOUGH, LEAST_MASS, PRIOR_SHARE, PRIOR_WEIGHT, UNKNOWN_LEVEL, UNSAID
from matching.ml.space import SkillSpace, skill_id
from matching.ml.text_columns import CLOSEST
from matching.ml.types import Claim, JobFacts, Need, Pay, Spot, TalentFacts, Words
from resumes.taxonomy import taxonomy
from resumes.taxonomy.core import GENERAL_DOMAIN

KEYS = (
    "python", "django", "flask", "postgresql", "mysql", "react", "typescript", "aws", "docker", "machine-learning", "pytorch",
    "tensorflow", "accounting", "ifrs", "nursing", "wound-care", "english", "german", "teamwork", "communication",
    "not-in-the-taxonomy", "microsoft-excel", "scrum", "kubernetes",
)  # fmt: skip
SPOTS = (
    Spot(52.52, 13.4, "DE", 1.0), Spot(48.14, 11.58, "DE", 1.0), Spot(40.71, -74.0, "US", -5.0),
    Spot(1.35, 103.8, "SG", 8.0), Spot(46.8, 8.2, "CH", 1.0, False),
)  # fmt: skip
MODES = ("onsite", "hybrid", "remote")


def unit(rng, *shape):
    rows = rng.normal(size=(*shape, 384)).astype(np.float32)
    return on_grid(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


def maybe(rng, value, share=0.75):
    return value if rng.random() < share else None


def some_words(rng):
    if rng.random() < 0.1:
        return None
    count = int(rng.integers(0, 40))
    ids = np.sort(rng.choice(200, count, replace=False)).astype(np.uint32) * np.uint32(20_000_003)
    weights = rng.random(count).astype(np.float32)
    language = str(rng.choice(["", "en", "de"], p=[0.3, 0.6, 0.1]))
    return Words(np.sort(ids), weights / max(float(np.linalg.norm(weights)), 1e-9), language)


def some_pay(rng):
    low = float(rng.integers(20, 120)) * 1000
    low, high = maybe(rng, low), maybe(rng, low * float(rng.uniform(1.0, 1.5)))
    return Pay(low, high, str(rng.choice(["EUR", "USD"]))) if low or high else None


def some_claim(rng, key):
    years, mastery = maybe(rng, float(rng.uniform(0, 8)), 0.5), maybe(rng, float(rng.random()), 0.4)
    return Claim(key, int(rng.integers(0, 6)), bool(rng.random() < 0.4), years, mastery, bool(rng.random() < 0.2))


def some_need(rng, key):
    group = int(rng.integers(2)) if rng.random() < 0.4 else None
    years = maybe(rng, float(rng.integers(1, 6)), 0.3)
    return Need(key, bool(rng.random() < 0.6), group, int(rng.integers(1, 9)), years, bool(rng.random() < 0.2))


def some_talent(rng: np.random.Generator) -> TalentFacts:
    keys = rng.choice(KEYS, int(rng.integers(0, 9)), replace=False)
    return TalentFacts(
        skills=tuple(some_claim(rng, str(key)) for key in keys),
        skills_known=bool(rng.random() < 0.95),
        level=maybe(rng, int(rng.integers(6))),
        years=maybe(rng, float(rng.uniform(0, 15))),
        spots=tuple(SPOTS[i] for i in rng.choice(5, int(rng.integers(0, 3)), replace=False)),
        remote_wishes=frozenset(mode for mode in MODES if rng.random() < 0.4),
        pay=maybe(rng, some_pay(rng)),
        words=some_words(rng),
        titles=maybe(rng, unit(rng, int(rng.integers(1, 4)))),
        chunks=maybe(rng, unit(rng, int(rng.integers(1, 6)))),
        skills_vector=maybe(rng, unit(rng)),
        experience_vector=maybe(rng, unit(rng)),
        goals_vector=maybe(rng, unit(rng), 0.5),
        denied=frozenset(set(KEYS[:6]) - set(keys.tolist())) if rng.random() < 0.3 else frozenset(),
    )  # fmt: skip


def some_job(rng: np.random.Generator) -> JobFacts:
    keys = rng.choice(KEYS, int(rng.integers(0, 10)), replace=False)
    return JobFacts(
        needs=tuple(some_need(rng, str(key)) for key in keys),
        level=maybe(rng, int(rng.integers(6))),
        min_years=maybe(rng, float(rng.integers(0, 10))),
        spots=tuple(SPOTS[i] for i in rng.choice(5, int(rng.integers(0, 3)), replace=False)),
        remote=maybe(rng, str(rng.choice(MODES))),
        pay=maybe(rng, some_pay(rng)),
        words=some_words(rng),
        title=maybe(rng, unit(rng)),
        chunks=maybe(rng, unit(rng, int(rng.integers(1, 6)))),
        description_vector=maybe(rng, unit(rng)),
        requirements_vector=maybe(rng, unit(rng), 0.6),
        title_words=maybe(rng, some_words(rng)),
    )  # fmt: skip


NAN = float("nan")


def soft(key):
    return key in taxonomy() and taxonomy().skill(key).kind == "skill"


def believed(claim):
    if not (claim.mentions or claim.evidenced or claim.headed):
        return 0.0
    more = min(max(claim.mentions - 1, 0), MOST_MORE_LINES)
    return (EVIDENCED if claim.evidenced else TOLD) + EACH_MORE_LINE * more


def emphasis(talent, key):
    """As `has`, doubled for what stands in a title."""
    if key in talent.denied:
        return 0.0
    best = 0.0
    for claim in talent.skills:
        own = believed(claim) * (HEADED if claim.headed else 1)
        if claim.key == key:
            best = max(best, own)
        elif key in taxonomy().implied([claim.key]):
            best = max(best, IMPLIED * own)
    return best


def has(talent, key):
    """Belief in a skill named or implied."""
    tax = taxonomy()
    best = 0.0
    if key in talent.denied:
        return best
    for claim in talent.skills:
        if claim.key == key:
            best = max(best, believed(claim))
        elif key in tax.implied([claim.key]):
            best = max(best, IMPLIED * believed(claim))
    return best


def near(talent, key):
    tax = taxonomy()
    best = has(talent, key)
    if key not in tax:
        return best
    term = tax.skill(key)
    for claim in talent.skills:
        if claim.key in tax and term.domain != GENERAL_DOMAIN:
            other = tax.skill(claim.key)
            credit = SAME_GROUP if other.group == term.group else SAME_DOMAIN if other.domain == term.domain else 0
            best = max(best, credit * believed(claim))
    return best


def alike(talent, key, space, labels):
    def vector(one):
        row = int(space.rows(np.array([skill_id(one)], np.uint32))[0])
        return labels[row].astype(np.float64) if row >= 0 else np.zeros(384)

    best = has(talent, key)
    for claim in talent.skills:
        cosine = float(vector(key) @ vector(claim.key))
        best = max(best, believed(claim) * min(max((cosine - EMBEDDING_FLOOR) / (1 - EMBEDDING_FLOOR), 0), 1))
    return best


def slots(job):
    groups = {}
    for number, need in enumerate(job.needs):
        groups.setdefault(("one", number) if need.any_of is None else ("any", need.any_of), []).append(need)
    return list(groups.values())


def weight(need):
    often = (1 + math.log(min(max(need.mentions, 1), MOST_ASKED))) / (1 + math.log(MOST_ASKED))
    return (1 if need.must else NICE) * (HEADED if need.titled else 1) * (SOFT if soft(need.key) else 1) * often


def share(talent, job, value, keep=lambda group: True):
    if not job.needs or not talent.skills_known:
        return NAN
    kept = [(max(map(weight, group)), max(value(need) for need in group)) for group in slots(job) if keep(group)]
    total = sum(one for one, _ in kept)
    if not total:
        return NAN
    return (sum(one * two for one, two in kept) + PRIOR_WEIGHT * PRIOR_SHARE) / (total + PRIOR_WEIGHT)


def skill_years(talent, group):
    """Value of the needs of one slot by the years told, as `by_years`."""
    named = {claim.key: claim for claim in talent.skills}
    stated = [n.min_years for n in group if n.min_years]
    told = max((named[n.key].years or 0) if n.key in named else 0 for n in group)
    if not any(has(talent, n.key) for n in group):
        return 0.0
    return max(min(told / max(stated), 1), UNSAID if told == 0 else 0)


def skill_fit(talent, job, group):
    """Value of the needs of one slot by the proficiency told, as `proficiency`."""
    named = {claim.key: claim for claim in talent.skills}
    if not any(has(talent, n.key) for n in group):
        return 0.0
    told = max((named[n.key].proficiency or 0) if n.key in named else 0 for n in group)
    enough = ENOUGH[UNKNOWN_LEVEL if job.level is None else job.level]
    return max(min(told / enough, 1), UNSAID) if told else UNSAID


def shared_skills(talent, job):
    """skill_overlap and skill_jaccard of a talent and a job that name skills."""
    named = {claim.key: claim for claim in talent.skills}
    kind = {key: SOFT if soft(key) else 1.0 for key in (*named, *(need.key for need in job.needs))}
    both = sum(kind[n.key] * emphasis(talent, n.key) * weight(n) for n in job.needs)
    asked = sum(weight(n) ** 2 for n in job.needs)
    wanted = {n.key for n in job.needs}
    plain = {k: kind[k] * believed(c) for k, c in named.items()}  # a title stresses only what is asked
    outside = sum(own**2 for k, own in plain.items() if k not in wanted)
    held = {k for k, own in plain.items() if own}
    overlap = both / math.sqrt((asked + LEAST_MASS) * (both + outside + LEAST_MASS))
    return overlap, sum(kind[k] for k in wanted & held) / max(sum(kind[k] for k in wanted | held), 1e-9)


def skill_features(talent, job, space, labels):
    def by_group(value, keep=lambda group: True):
        owner = {id(n): group for group in slots(job) for n in group}
        return share(talent, job, lambda n: value(owner[id(n)]), keep)

    overlap, jaccard = shared_skills(talent, job) if job.needs and talent.skills_known else (NAN, NAN)
    return {
        "skill_overlap": overlap,
        "skill_jaccard": jaccard,
        "required_coverage": share(
            talent, job, lambda n: float(has(talent, n.key) > 0), lambda g: any(n.must for n in g)
        ),
        "skill_coverage": share(talent, job, lambda n: has(talent, n.key)),
        "years_coverage": by_group(lambda g: skill_years(talent, g), lambda g: any(n.min_years for n in g)),
        "proficiency_fit": by_group(lambda g: skill_fit(talent, job, g)),
        "nearest_taxonomy": share(talent, job, lambda n: near(talent, n.key)),
        "nearest_meaning": NAN if labels is None else share(talent, job, lambda n: alike(talent, n.key, space, labels)),
    }


def fact_features(talent, job):
    known = lambda *values: all(value is not None for value in values)  # noqa: E731
    km, countries, hours = [], [], []
    for a in talent.spots:
        for b in job.spots:
            countries.append(float(a.country == b.country))
            hours.append(max(8 - min(abs(a.utc_offset - b.utc_offset), 24 - abs(a.utc_offset - b.utc_offset)), 0) / 8)
            if a.exact and b.exact:
                p, q = math.radians(a.lat), math.radians(b.lat)
                h = (
                    math.sin((q - p) / 2) ** 2
                    + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
                )
                km.append(2 * 6371.0088 * math.asin(math.sqrt(h)))
    out = dict.fromkeys(("remote_fit", "salary_overlap", "salary_ratio"), NAN)
    if job.remote and talent.remote_wishes:
        wishes, beside = talent.remote_wishes, "hybrid"
        close = bool(wishes) if job.remote == "hybrid" else beside in wishes
        out["remote_fit"] = 1.0 if job.remote in wishes else NEIGHBOUR if close else 0.0
    if known(talent.pay, job.pay) and talent.pay.currency == job.pay.currency:
        low, high = talent.pay.low or talent.pay.high / OPEN_SPAN, talent.pay.high or talent.pay.low * OPEN_SPAN
        offer_low, offer_high = job.pay.low or job.pay.high / OPEN_SPAN, job.pay.high or job.pay.low * OPEN_SPAN
        out["salary_ratio"] = min(offer_high / low, 1.25)
        cut_low, cut_high = min(offer_low, high), min(offer_high, high)
        union = max(high, cut_high) - min(low, cut_low)
        shared = max(min(high, cut_high) - max(low, cut_low), 0)
        out["salary_overlap"] = 1.0 if offer_low >= high else shared / union if union > 0 else float(offer_high >= low)
    level, years = known(talent.level, job.level), talent.years
    return out | {
        "level_gap": max(job.level - talent.level, 0) if level else NAN,
        "years_ratio": NAN if not known(job.min_years, years) else 1.0 if job.min_years <= 0 else min(years / max(job.min_years, 0.5), 1),
        "seniority": min((years + 1) / (USUAL_YEARS[job.level] + 1), 1) if known(job.level, years) else NAN,
        "distance_km": NAN if job.remote == "remote" or not km else min(km),
        "same_country": max(countries, default=NAN),
        "workday_overlap": max(hours, default=NAN),
    }  # fmt: skip


def text_features(talent, job):
    def cosine(a, b):
        return NAN if a is None or b is None else float(a.astype(np.float64) @ b.astype(np.float64))

    words = NAN
    if talent.words is not None and job.words is not None and len(talent.words.ids) and len(job.words.ids):
        left = dict(zip(talent.words.ids.tolist(), talent.words.weights.tolist(), strict=True))
        words = sum(
            left.get(i, 0.0) * w for i, w in zip(job.words.ids.tolist(), job.words.weights.tolist(), strict=True)
        )
    shares = NAN
    if talent.words is not None and job.title_words is not None and len(talent.words.ids) and len(job.title_words.ids):
        used = set(talent.words.ids.tolist())
        told = zip(job.title_words.ids.tolist(), job.title_words.weights.tolist(), strict=True)
        shares = sum(share for number, share in told if number in used)
    nearest = close = None
    if talent.chunks is not None and job.chunks is not None:
        nearest = [max(cosine(a, b) for a in talent.chunks) for b in job.chunks]
        back = [max(cosine(a, b) for b in job.chunks) for a in talent.chunks]
        sides = [sorted(side, reverse=True)[:CLOSEST] for side in (nearest, back)]
        close = sum(sum(side) / len(side) for side in sides) / 2
    titles = [] if talent.titles is None else [cosine(one, job.title) for one in talent.titles]
    found = {
        "word_cosine": words,
        "chunk_coverage": NAN if nearest is None else sum(nearest) / len(nearest),
        "close_passages": NAN if close is None else close,
        "skills_requirements": cosine(talent.skills_vector, job.requirements_vector),
        "story_description": cosine(talent.experience_vector, job.description_vector),
        "goals_description": cosine(talent.goals_vector, job.description_vector),
    }
    languages = {side.words.language for side in (talent, job) if side.words is not None} - {""}
    if len(languages) > 1:
        found = dict.fromkeys(found, NAN)
    return found | {"title_words": shares, "title_match": max(titles, default=NAN)}


def one_pair(
    talent: TalentFacts, job: JobFacts, space: SkillSpace, labels: NDArray[np.float16] | None
) -> dict[str, float]:
    """Every feature of one pair, the slow and plain way."""
    return skill_features(talent, job, space, labels) | fact_features(talent, job) | text_features(talent, job)
