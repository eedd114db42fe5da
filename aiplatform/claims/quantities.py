"""Figures of a text with what they measure: numbers in digits and words, percent, money, times, sizes, factors. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from aiplatform.claims.counted import is_plural, surrounded
from aiplatform.claims.hedges import CHANGED_BY, hedge, period, period_before, role
from aiplatform.claims.numerals import Quantity, number_words, spelled
from aiplatform.claims.spoken import halves, spoken
from aiplatform.claims.units import CURRENCIES, GLUED, MEASURES
from aiplatform.claims.words import Folded, concept, tokens

_DIGITS = (
    r"\d{1,3}(?:[, '\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:\.\d+|,\d{1,2}(?!\d))?(?![.,]?\d)"
)
_SYMBOL = re.compile(
    rf"(?P<cur>[$\u20ac\u00a3\u00a5\u20b9]|\b(?:usd|eur|gbp|chf|inr|sgd|cad|aud)\s?)?\s?(?<![\w.])(?P<num>{_DIGITS})"
    r"(?P<glued>(?:k|m|mm|mn|mio|b|bn|x|%|ms|s|h|gb|tb|mb|pb|kw|mw|db|st|nd|rd|th|\+)*)(?![\w])"
)
_TO = re.compile(
    r"(?:\s*\((?:19|20)\d\d\)|\s+in\s+(?:19|20)\d\d)?\s*(?:[-\u2013\u2014\u2192]+|->|(?:[a-z]+\s+){0,3}?(?:down\s+|up\s+)?(?:to|into)"
    r"(?:\s+(?:only|just|about|under|over|less than|more than))?|(?:instead of|rather than)|,\s+not"
    r"|(?:[a-z]+\s*)?,?\s*(?:down\s+|up\s+|was\s+)?from(?:\s+(?:only|about|over))?)\s*"
)
_ORDINALS = re.compile(r"(?:st|nd|rd|th)$")


def quantities(
    folded: Folded, start: int, end: int, taken: list[tuple[int, int]], *, is_source: bool = False
) -> list[Quantity]:
    """The figures between two places, left to right; what stands in `taken` (dates, names) is passed over.

    In a source a bare figure counts what the one before it counts; a claim is held against all that a source may mean.
    """
    clocks = _clocks(folded, start, end)
    taken = [*taken, *((one.start, one.end) for one in clocks)]
    found = [
        *_symbols(folded, start, end),
        *spelled(folded, start, end),
        *spoken(folded, start, end),
        *halves(folded, start, end),
    ]
    free = [q for q in found if not any(a < q.end and q.start < b for a, b in taken)]
    free += clocks
    free.sort(key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for one in free:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    measured = _merged(folded, [_measured(folded, one, end) for one in kept])
    ranged = _ranges(folded, [replace(one, role=role(folded, one, start, end)) for one in measured])
    told = [surrounded(folded, one, start, end) for one in ranged]
    if is_source:
        told = [_of_name(folded, one, start) for one in told]
    return _inherited(folded, told, is_source=is_source)


_NAMED = re.compile(r"([A-Z][A-Za-z]*)\s$")


def _of_name(folded: Folded, one: Quantity, start: int) -> Quantity:
    """The 5 of "HTML 5, CSS 3" counts no languages: a bare figure behind a name is of that name."""
    before = _NAMED.search(folded.text, max(start, one.start - 30), one.start)
    if one.kind != "count" or one.noun or one.order or before is None or before.start() == start:
        return one
    name = concept(before[1].lower())
    return replace(one, noun=(name,), head=name)


_CLOCK = re.compile(
    r"\b(\d{1,2}):([0-5]\d)(?=(?:\s*(?:to|down to|up to|[-\u2013\u2014\u2192])\s*\d{1,2}:[0-5]\d)?\s*(?:min\b|mins\b|minutes?\b|m\b))"
    r"(\s*min(?:ute)?s?\b)?"
)


def _clocks(folded: Folded, start: int, end: int) -> list[Quantity]:
    """ "From 9:20 to 7:45 minutes" in seconds."""
    return [
        Quantity(m.start(), m.end(), int(m[1]) * 60.0 + int(m[2]), "measure", "s", raw_unit="min")
        for m in _CLOCK.finditer(folded.lower, start, end)
    ]


_REST = re.compile(r"\s*,?\s*(?:and\s+)?")


def _merged(folded: Folded, found: list[Quantity]) -> list[Quantity]:
    """ "Two years and four months" is one length of time; what a longer figure has taken in goes."""
    result: list[Quantity] = []
    for one in found:
        last = result[-1] if result else None
        if last is not None and one.start < last.end:
            continue
        joined = last is not None and _REST.fullmatch(folded.lower, last.end, one.start) is not None
        if (
            last is not None
            and joined
            and last.raw_unit[:2] in ("ye", "yr")
            and one.raw_unit[:2] == "mo"
            and one.value < 12
        ):
            result[-1] = replace(last, value=last.value + one.value, end=one.end, raw_unit=one.raw_unit)
        elif last is not None and joined and _is_rest(last, one):
            result[-1] = replace(last, value=last.value + one.value, end=one.end)
        else:
            result.append(one)
    return result


def _is_rest(last: Quantity, one: Quantity) -> bool:
    """Whether a time goes on in a smaller unit: 5 h 30 min, 9 minutes 20 seconds."""
    sizes = [MEASURES.get(each.raw_unit, ("", 0.0))[1] for each in (last, one)]
    return (
        last.unit == one.unit == "s" and (sizes[0], sizes[1]) in ((3600.0, 60.0), (60.0, 1.0)) and one.value < sizes[0]
    )


def value_of(digits: str) -> float:
    """The number that digits print: thousands apart by comma, blank, apostrophe or repeated points."""
    plain = re.sub(r"[ '\u2009\u202f\u00a0]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))


def _symbols(folded: Folded, start: int, end: int) -> list[Quantity]:
    found = []
    for match in _SYMBOL.finditer(folded.lower, start, end):
        one = Quantity(match.start("num"), match.end(), value_of(match["num"]))
        glued = match["glued"]
        if match["cur"]:
            one = replace(one, start=match.start(), kind="money", unit=CURRENCIES[match["cur"].strip()])
        scale = re.match(r"(mm|mn|mio|bn|k|m|b)(?![a-z])", glued)
        if scale:
            one = replace(one, value=one.value * GLUED[scale[1]])
        elif glued.startswith("%"):
            one = replace(one, kind="percent")
        elif glued.startswith("x"):
            one = replace(one, kind="factor")
        elif _ORDINALS.match(glued):
            one = replace(one, kind="ordinal")
        elif (unit := glued.rstrip("+%")) in MEASURES and not (unit == "s" and folded.text[match.end() - 1] == "S"):
            one = replace(
                one, kind="measure", unit=MEASURES[unit][0], value=one.value * MEASURES[unit][1], raw_unit=unit
            )
        elif glued.strip("+"):
            continue  # a number inside a name, such as 5S
        if glued.endswith("+"):
            one = replace(one, hedge="least")
        found.append(one)
    return found


def _measured(folded: Folded, one: Quantity, end: int) -> Quantity:
    """The quantity with the scale word, unit, hedge and period that stand around it."""
    rest = folded.lower[one.end : min(end, one.end + 60)]
    scale = re.match(r"[\s-]*(hundred|thousand|million|billion|lakh|crore|bn|mn|m|k)\b", rest)
    if scale and one.kind in ("count", "money") and folded.text[one.end - 1].isdigit():
        one = replace(one, value=one.value * _scale(scale[1]), end=one.end + scale.end())
        rest = folded.lower[one.end : min(end, one.end + 60)]
    half = re.match(r"\s+and\s+a\s+half\b", rest)
    if half and one.kind == "count":
        one, rest = replace(one, value=one.value + 0.5, end=one.end + half.end()), rest[half.end() :]
    plus = re.match(r"\s?\+", rest)
    if plus:
        one, rest = replace(one, hedge="least", end=one.end + plus.end()), rest[plus.end() :]
    before = folded.lower[max(0, one.start - 40) : one.start]
    word = re.match(r"[\s-]*([A-Z]{1,2})\s+[A-Z][a-z]", folded.text[one.end : one.end + 8])
    if one.kind == "count" and (
        _FACTOR_OF.search(before) or (CHANGED_BY.search(before) and re.match(r"\s+times\b", rest))
    ):
        one = replace(one, kind="factor")
    elif _IN_NAME.match(folded.text, one.end):
        pass  # 28 Year 9 pupils
    elif not (word and word[1].lower() in _LETTERS):  # thirty MS Word files take no milliseconds
        one = _with_unit(one, rest)
    # "40+" says what it is by itself; "over two dozen" is over and no longer about.
    told = one.hedge if one.hedge == "least" else hedge(folded.lower[max(0, one.start - 60) : one.start])
    return replace(
        one,
        hedge=told or one.hedge,
        period=period(folded.lower[one.end : end]) or period_before(folded.lower[max(0, one.start - 48) : one.start]),
    )


def _scale(word: str) -> float:
    return GLUED.get(word) or float(number_words()[1][word])


def _as_share(one: Quantity, rest: str) -> Quantity | None:
    """The figure as percent or points, where the words behind it say so."""
    percent = re.match(
        r"\s*(?:(percentage\s+points?|pct\s+points?|points|pp\b|ppts?\b)|(%|percent\b|per\s+cent\b|pct\b))", rest
    )
    if percent and one.kind in ("count", "percent"):
        more = re.match(r"\s*(?:%|percent|per\s+cent)[\s-]+points?\b", rest)
        kind = "points" if percent[1] or more else "percent"
        return replace(one, kind=kind, end=one.end + (more.end() if more else percent.end()))
    is_points = one.kind == "percent" and re.match(r"[\s-]+points?\b", rest)
    return replace(one, kind="points") if is_points else None


def _with_unit(one: Quantity, rest: str) -> Quantity:
    shared = _as_share(one, rest)
    if shared is not None:
        return shared
    word = re.match(
        r"[\s-]*(?:\+\s*)?(?:(?:us|full|whole|business|working|calendar|consecutive)\s+)?([a-z]+)(?=(?:'s?)?(?![a-z]))",
        rest,
    )
    if not word or one.kind not in ("count", "vague"):
        return one
    area = _AREA.match(rest)
    if area and one.kind == "count":
        return replace(
            one,
            kind="measure",
            unit=_space(area),
            raw_unit=area[0].strip(),
            end=one.end + area.end(),
        )
    name = word[1]
    if name == "second" and one.value != 1 and not rest.startswith("-"):
        return one  # 25 second-line tickets
    if name in CURRENCIES:
        return replace(one, kind="money", unit=CURRENCIES[name], end=one.end + word.end())
    if (
        name == "x"
        or name in ("fold", "times")
        and re.match(r"\s*(?:times\s+(?:faster|more|higher|lower|as)|-?fold|x\b)", rest)
    ):
        return replace(one, kind="factor", end=one.end + word.end())
    if name in MEASURES and one.kind == "count":
        base, factor = MEASURES[name]
        return replace(
            one, kind="measure", unit=base, value=one.value * factor, raw_unit=name, end=one.end + word.end()
        )
    return one


_IN_NAME = re.compile(r"\s+[A-Z][a-z]+\s+\d")
_FACTOR_OF = re.compile(r"\bfactor\s+of\s+(?:about\s+|over\s+|nearly\s+|more\s+than\s+)?$")
_LETTERS = frozenset({"ms", "s", "h", "g"})
_AREA = re.compile(
    r"[\s-]*(?:sq\.?|square)[\s-]*(f(?:ee|oo)?t|met(?:re|er)s?|m|kilomet(?:re|er)s?|km|yards?)\b|\s*(m|km|ft)2\b|\s*()sqm\b"
    r"|[\s-]*cubic[\s-]*(?P<cubic>met(?:re|er)s?|m|f(?:ee|oo)?t|yards?)\b|\s*(?P<cube>m|ft)3\b|\s*(?P<cbm>cbm)\b"
)
_AREAS = {"f": "sq ft", "m": "sq m", "k": "sq km", "y": "sq yd"}


def _space(match: re.Match[str]) -> str:
    """The unit of an area or a volume: "31,000 m2", "46,000 cubic metres"."""
    cubic = match["cubic"] or match["cube"] or (match["cbm"] and "m")
    if cubic:
        return {"m": "cu m", "f": "cu ft", "y": "cu yd"}[cubic[0]]
    return _AREAS[(match[1] or match[2] or "m")[0]]


def _ranges(folded: Folded, found: list[Quantity]) -> list[Quantity]:
    """Ends of "from A to B" and "A-B" share unit and period; the order is kept."""
    result = list(found)
    for at in range(len(result) - 1):
        first, second = result[at], result[at + 1]
        between = folded.lower[first.end : second.start]
        joined = _TO.fullmatch(between)
        if not joined or first.role == "change" or first.order == 2 or _goes_to(folded, first, second):
            continue
        is_from = between.rstrip().endswith("from")
        if is_from and "," not in between and first.role != "level":
            continue
        backwards = is_from or "instead" in between or "rather" in between or between.strip() == ", not"
        if (
            first.kind == "count"
            and second.kind in ("percent", "money", "measure", "points")
            and between.strip() in ("to", "-", "\u2013", "\u2014", "down to", "up to", "->", "\u2192")
        ):
            factor = _factor(second) if second.kind == "measure" else _shared_scale(folded, first, second)
            first = replace(
                first, kind=second.kind, unit=second.unit, value=first.value * factor, raw_unit=second.raw_unit
            )
        elif second.kind == "count" and first.kind in ("percent", "money", "measure"):
            second = _like(first, second)
        result[at] = replace(first, order=2 if backwards else 1, period=first.period or second.period)
        result[at + 1] = replace(second, order=1 if backwards else 2, period=second.period or first.period)
    return result


def _goes_to(folded: Folded, first: Quantity, second: Quantity) -> bool:
    """ "45 trips a day to 130 shops": each figure counts a thing of its own, and "to" tells where."""
    between = [token.lower for token in tokens(folded, first.end, second.start)]
    behind = tokens(folded, second.end, min(len(folded.text), second.end + 40))[:1]
    is_count = first.kind == second.kind == "count" and bool(between) and between[-1] == "to"
    things = {concept(word) for word in between if is_plural(word)}
    return is_count and bool(things) and bool(behind) and concept(behind[0].lower) not in things | {concept("percent")}


def _shared_scale(folded: Folded, first: Quantity, second: Quantity) -> float:
    """ "2 to 3 million": the first end has the second's scale."""
    if (
        second.value >= 1000
        and first.value < 1000
        and re.search(r"million|billion|thousand|[kmb]\b", folded.lower[second.start : second.end])
    ):
        for scale in (1e9, 1e6, 1e3):
            if second.value >= scale:
                return scale
    return 1.0


def _factor(one: Quantity) -> float:
    """How many base units one of the unit as written is; areas are never converted."""
    return MEASURES.get(one.raw_unit, ("", 1.0))[1]


def _like(first: Quantity, second: Quantity) -> Quantity:
    """ "from nine days to four": the bare second end is in the unit of the first."""
    if first.kind == "measure":
        return replace(
            second,
            kind="measure",
            unit=first.unit,
            value=second.value * _factor(first),
            raw_unit=first.raw_unit,
        )
    return replace(second, kind=first.kind, unit=first.unit)


def _inherited(folded: Folded, found: list[Quantity], *, is_source: bool) -> list[Quantity]:
    """ "3,200 parcels a day, 7,500 in sale weeks", "in five days; it took 12 before": a bare figure is of what the last one is."""
    result: list[Quantity] = []
    for one in found:
        last = result[-1] if result else None
        is_bare = one.kind == "count" and not one.noun and not one.order
        counts = is_source and last is not None and is_bare and last.kind == "count" and one.start - last.end < NEAR_ROW
        if last is not None and counts and _ROW.search(folded.lower, last.end, one.start):
            one = replace(one, noun=last.noun, head=last.head, is_people=last.is_people)
        elif last is not None and (_is_of_them(folded, last, one) or _is_ends_of(folded, last, one)):
            one = _like(last, one)
        elif last is not None and is_bare and _is_earlier(folded, last, one):
            result[-1] = replace(last, order=2)
            one = replace(_like(last, one), order=1)
        result.append(one)
    return result


def _is_ends_of(folded: Folded, last: Quantity, one: Quantity) -> bool:
    """Whether bare figures behind a change are its ends: "by 11 minutes, from 52 to 41"."""
    gap = folded.lower[last.end : one.start]
    if last.role == "change" and one.kind == "count" and not one.noun and _DOWN_TO.search(gap):
        return last.kind in ("measure", "money")
    is_open = one.kind == "count" and one.order != 0 and (last.role == "change" or last.order != 0)
    return is_open and last.kind in ("measure", "money") and _ENDS.search(gap) is not None


_OF_THEM = re.compile(r"\s+of\s+(?:them|which|those|these)\b")
_AMONG = re.compile(r",?\s+(?:including|among them|of which)\s+$")


def _is_of_them(folded: Folded, last: Quantity, one: Quantity) -> bool:
    """Whether a bare figure is a part of the years before it: "nine years in banking, six of them", "including six in"."""
    if last.unit != "mo" or one.kind != "count" or one.order:
        return False
    if _OF_THEM.match(folded.lower, one.end):
        return True
    if one.noun:
        return False
    gap = folded.lower[last.end : one.start]
    if re.fullmatch(r"[^.;]*,\s+(?:the\s+)?(?:last|first|past)\s+", gap):
        return True
    return _AMONG.search(gap) is not None and re.match(r"\s+(?:in|as|at|with)\b", folded.lower[one.end :]) is not None


_DOWN_TO = re.compile(r"^,\s+(?:down\s+|up\s+)?to\s+(?:only\s+|just\s+)?$")
_ENDS = re.compile(r",\s+(?:down\s+|up\s+)?from\s+$|^\s+(?:down\s+|up\s+)?to\s+(?:only\s+|just\s+)?$")


def _is_earlier(folded: Folded, last: Quantity, one: Quantity) -> bool:
    told = _EARLIER.match(folded.lower, one.end) or _ONCE.search(folded.lower, last.end, one.start)
    return last.kind == "measure" and not last.order and told is not None


_EARLIER = re.compile(r"\s+(?:before|previously|earlier|until then|beforehand|at first|originally)\b")
_ONCE = re.compile(r"\b(?:once|formerly|previously|used\s+to|before\s+it)\s+(?:took|take|was|were|needed|need|be)?\s*$")
NEAR_ROW = 40  # characters
_ROW = re.compile(r"(?:[,;]\s*|\s(?:and|later|then)\s+)(?:up to\s+|even\s+|later\s+|then\s+|reduced to\s+)*$")
