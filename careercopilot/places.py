"""Places named in text: city, country, coordinates, time zone. Pure; data: a cut of GeoNames (CC BY 4.0).

The file is made by scripts/build_places.py and read once, on the first question (about 0.1 s).
"""

import gzip
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).resolve().parent / "data" / "places.tsv.gz"
EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)
LARGE_CITY = 100_000  # people; below that a name in running text needs its region, its country or a "based in"
KNOWN_ANYWHERE = 250_000  # people; below that a name among other words of a short text ("2 Metro Tech") is not trusted
LONGEST_NAME = 5  # words

PlaceKind = Literal["city", "region", "country", "area"]


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or a region, country or area (EU, DACH) with a city's coordinates standing for it.

    `country` is ISO 3166-1 alpha-2 ("" for an area), `admin1` the GeoNames code ("TX", "08"), degrees WGS 84,
    `timezone` an IANA name, `covers` the countries of an area. Only a city's coordinates are exact enough for a
    distance: ask `kind`.
    """

    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    timezone: str
    population: int
    kind: PlaceKind = "city"
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place and where the text names it (characters, end exclusive)."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Country:
    """iso, iso3: ISO 3166-1; continent: GeoNames code; currency: ISO 4217."""

    iso: str
    iso3: str
    name: str
    continent: str
    currency: str
    population: int
    capital: str


@dataclass(frozen=True, slots=True)
class _Data:
    countries: dict[str, Country]
    country_names: dict[str, str]
    areas: dict[str, Place]
    region_names: dict[str, list[tuple[str, str]]]  # folded name -> [(country, admin1)]
    region_titles: dict[tuple[str, str], str]
    cities: list[str]
    names: dict[str, str]
    common: frozenset[str]  # also ordinary words or people's names


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int
    clause: int  # words of one clause are not parted by a comma, bracket, slash or line end


@dataclass(frozen=True, slots=True)
class _Hit:
    """One run of words that can be a place, with every reading of it."""

    first: int
    last: int
    name: str
    countries: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]
    area: Place | None
    cities: bool
    beside: bool  # a bare code (DE, IN): says where the city before it lies, never a place by itself


_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ı": "i"}
)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[,;()\[\]/|\n•·:]|\s[-–—]\s")
_STREET = re.compile(
    r"\b\d[\d-]*\s+(?:[\w.']+\s+){1,3}?(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|place|plaza|square|broadway|expressway|expway"
    r"|parkway|pkwy|way|court|ct|concourse|terrace|highway|hwy)\b\.?|\b\d+\s+broadway\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\b(?:in|at|near|from|around|to|based|located|location|office|offices|standort|raum|bei|nach|aus)\b[\s:]*(?:the\s|our\s)?)$",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return `text` for look-up: no case, accents or full stops, hyphens and apostrophes as spaces, St as Saint."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(ch for ch in text if not unicodedata.combining(ch))
    plain = text.casefold().replace(".", "")
    words = plain.split() if plain.isalnum() else re.sub(r"[^\w]+", " ", plain).split()
    return " ".join("saint" if w == "st" else w for w in words)


@cache
def _data() -> _Data:
    """Read the shipped file; cities stay unparsed lines until one is asked for."""
    sections: dict[str, list[str]] = {}
    for part in gzip.decompress(DATA.read_bytes()).decode().split("#")[1:]:
        title, _, body = part.partition("\n")
        sections[title] = body.rstrip("\n").split("\n")
    countries: dict[str, Country] = {}
    country_names: dict[str, str] = {}
    for line in sections["countries"]:
        iso, iso3, name, continent, currency, population, capital, others = line.split("\t")
        countries[iso] = Country(iso, iso3, name, continent, currency, int(population), capital)
        country_names.update({fold(n): iso for n in (name, *others.split("|")) if n})
    areas: dict[str, Place] = {}
    for line in sections["areas"]:
        name, lat, lon, zone, members, others = line.split("\t")
        place = Place(name, "", "", float(lat), float(lon), zone, 0, "area", tuple(members.split()))
        areas.update({fold(n): place for n in (name, *others.split("|")) if n})
    region_names: dict[str, list[tuple[str, str]]] = {}
    region_titles: dict[tuple[str, str], str] = {}
    for line in sections["regions"]:
        country, code, name, others = line.split("\t")
        region_titles[country, code] = name
        for n in (name, *others.split("|")):
            region_names.setdefault(fold(n), []).append((country, code))
    region_names["n y"] = [("US", "NY")]
    names = dict(line.split("\t") for line in sections["names"])
    return _Data(
        countries,
        country_names,
        areas,
        region_names,
        region_titles,
        sections["cities"],
        names,
        frozenset(sections["common"]),
    )


def countries() -> tuple[Country, ...]:
    """Every country, by code."""
    return tuple(_data().countries.values())


@cache
def _city(number: int) -> Place:
    name, country, admin1, lat, lon, zone, population = _data().cities[number].split("\t")
    return Place(name, country, admin1, float(lat), float(lon), zone, int(population))


def _candidates(name: str) -> list[Place]:
    """Cities of that folded name, likeliest first."""
    return [_city(int(number)) for number in _data().names.get(name, "").split()]


@cache
def _largest(country: str, admin1: str | None) -> Place | None:
    """The most populous city of a region or, with None, the capital (else most populous) of a country."""
    data = _data()
    if admin1 is None and country in data.countries:
        for place in _candidates(fold(data.countries[country].capital)):
            if place.country == country:
                return place
    mark = f"\t{country}\t" if admin1 is None else f"\t{country}\t{admin1}\t"
    return next((_city(n) for n, line in enumerate(data.cities) if mark in line), None)


def _country_place(iso: str) -> Place | None:
    c, seat = _data().countries[iso], _largest(iso, None)
    return seat and replace(seat, name=c.name, admin1="", population=c.population, kind="country", covers=(iso,))


def _region_place(country: str, admin1: str) -> Place | None:
    seat = _largest(country, admin1)
    return seat and replace(seat, name=_data().region_titles[country, admin1], kind="region", covers=(country,))


def _words(text: str) -> list[_Word]:
    streets = [m.span() for m in _STREET.finditer(text)]
    breaks = [m.start() for m in _CLAUSE.finditer(text)]
    words, clause = [], 0
    for m in _WORD.finditer(text):
        while clause < len(breaks) and breaks[clause] < m.start():
            clause += 1
        if not any(a <= m.start() < b for a, b in streets):
            words.append(_Word(m[0], fold(m[0]), m.start(), m.end(), clause))
    return words


def _read(words: list[_Word], first: int, last: int, follows_city: bool) -> _Hit | None:
    """Every reading of words[first..last] as a place, or None."""
    data, name = _data(), " ".join(w.folded for w in words[first : last + 1])
    surface = words[first].text.rstrip(".")
    code = first == last and len(surface.replace(".", "")) <= 3
    if code and not surface.isupper() and not ((follows_city or name == "ny") and surface.istitle()):
        return None  # "in", "or", "me" are words; IN, OR, ME are states
    named = name in data.country_names or name in data.areas or name in data.names
    named = name in data.country_names or name in data.areas or name in data.names
    iso = [data.country_names[name]] if name in data.country_names else []
    if code and len(name) == 2 and name.upper() in data.countries and name.upper() not in iso and follows_city:
        iso.append(name.upper())
    if code and len(name) == 3 and follows_city:
        iso += [c.iso for c in data.countries.values() if c.iso3 == name.upper() and c.iso not in iso]
    regions = [] if code and len(name) == 2 and not follows_city and name != "ny" else data.region_names.get(name, [])
    area = data.areas.get(name)
    cities = name in data.names and (len(name) > 2 or not follows_city)
    if not (iso or regions or area or cities):
        return None
    return _Hit(first, last, name, tuple(iso), tuple(regions), area, cities, code and not named and name != "ny")


def _hits(words: list[_Word]) -> Iterator[_Hit]:
    """Longest runs of words that are places, left to right, within a clause.

    A small letter never starts one, unless all letters are small.
    """
    cased = any(w.text[:1].isupper() for w in words)
    position, after_city = 0, -9
    while position < len(words):
        found = None
        if not cased or words[position].text[:1].isupper():
            limit = min(len(words), position + LONGEST_NAME)
            for last in range(limit - 1, position - 1, -1):
                if words[last].clause == words[position].clause:
                    found = _read(words, position, last, words[position].clause - after_city <= 2)
                    if found:
                        break
        if found:
            after_city = words[found.last].clause
            yield found
        position = found.last + 1 if found else position + 1


def _settle(hit: _Hit, context: list[_Hit], hint: str | None) -> tuple[Place | None, int]:
    """The city meant by `hit`, and the index of the last context hit that confirms it (-1: none does)."""
    candidates = _candidates(hit.name) if hit.cities else []
    best: tuple[Place | None, int] = (None, -1)
    pool = candidates
    for number, other in enumerate(context):
        by_region = [c for c in pool if (c.country, c.admin1) in other.regions]
        by_country = [
            c for c in pool if c.country in other.countries or (other.area and c.country in other.area.covers)
        ]
        narrowed = by_region or by_country
        if not narrowed:
            break
        pool, best = narrowed, (narrowed[0], number)
    if best[0] is None and candidates:
        hinted = [c for c in candidates if hint and c.country == hint]
        best = ((hinted or candidates)[0], -1)
    return best


def _spans(text: str, hint: str | None) -> list[tuple[PlaceSpan, bool, bool]]:
    """(span, confirmed by its context, alone in its clause) for each place named, context consumed."""
    words = _words(text)
    hits = list(_hits(words))
    clause_sizes: dict[int, int] = {}
    for w in words:
        clause_sizes[w.clause] = clause_sizes.get(w.clause, 0) + 1
    found, position = [], 0
    while position < len(hits):
        hit = hits[position]
        context: list[_Hit] = []
        for other in hits[position + 1 : position + 4]:
            previous = context[-1] if context else hit
            gap = other.first - previous.last - 1
            near = words[other.first].clause - words[previous.last].clause <= 2 and gap <= 1
            if not near or not (other.countries or other.regions or other.area):
                break
            context.append(other)
        place, used = _settle(hit, context, hint)
        last = context[used].last if used >= 0 else hit.last
        region = _named_region(hit, context)
        if region is not None and used < 1 and not _city_first(hit, place):
            place, used, last = region, 0, context[0].last
        elif used < 0 and hit.beside:
            place = None
        elif used < 0 and (hit.countries or hit.regions or hit.area) and not _city_first(hit, place):
            place = _wider(hit, hint)
        if place is not None:
            alone = clause_sizes[words[hit.first].clause] == hit.last - hit.first + 1
            found.append((PlaceSpan(place, words[hit.first].start, words[last].end), used >= 0, alone))
        position += 2 + used if used >= 0 else 1
    return found


def _city_first(hit: _Hit, city: Place | None) -> bool:
    """Whether a bare name that is also a region or country means the city: New York, Singapore yes; Georgia no."""
    return city is not None and city.population > 500_000 and not (hit.countries and city.country not in hit.countries)


def _named_region(hit: _Hit, context: list[_Hit]) -> Place | None:
    """The region of "Georgia, USA": a region's name followed at once by its own country."""
    if not context or len(context[0].name) == 2 and context[0].regions:
        return None  # "Ontario, CA" is a city of California
    return next((_region_place(*r) for r in hit.regions if r[0] in context[0].countries and len(hit.name) > 3), None)


def _wider(hit: _Hit, hint: str | None) -> Place | None:
    if hit.area:
        return hit.area
    regions = sorted(hit.regions, key=lambda r: (r[0] != hint, r[0] != "US"))
    if regions and (len(hit.name) <= 3 or not hit.countries or hint == regions[0][0]):
        return _region_place(*regions[0])
    return _country_place(hit.countries[0]) if hit.countries else None


def find_place(text: str, country_hint: str | None = None) -> Place | None:
    """The place a short text ("Paris, TX", "Remote (EU)", "12 High St, Leeds") means, or None.

    The region or country beside a city decides between its namesakes, then `country_hint` (ISO2), then population.
    A city wins over a country elsewhere in the text; the first over later ones.
    """
    spans = _spans(text, country_hint)
    whole = [s for s in spans if s[0].end - s[0].start >= len(text.strip(" .,;:()")) - 1]

    def trust(item: tuple[PlaceSpan, bool, bool]) -> tuple[bool, bool, int]:
        span, confirmed, alone = item
        name = fold(text[span.start : span.end])
        sure = (
            confirmed
            or span.place.kind != "city"
            or (name not in _data().common and (alone or span.place.population >= KNOWN_ANYWHERE))
        )
        return (not (sure or bool(whole)), span.place.kind != "city", span.start)

    best = min(spans, key=trust, default=None)
    return None if best is None or trust(best)[0] else best[0].place


def find_places(text: str, country_hint: str | None = None) -> list[PlaceSpan]:
    """The places running text names, in order, each surely meant.

    Sure is what a region or country confirms, a large city, and what the text says is a place ("based in").
    """
    found = []
    for span, confirmed, _ in _spans(text, country_hint):
        name = fold(text[span.start : span.end])
        led = bool(_LEAD.search(text, max(0, span.start - 24), span.start))
        city = span.place.kind == "city"
        word = " " not in name and text[span.start].isupper() and _written_small(text, text[span.start : span.end])
        if confirmed or not (
            name in _data().common or word or (city and span.place.population < LARGE_CITY and not led)
        ):
            found.append(span)
    return found


def _written_small(text: str, name: str) -> bool:
    """Whether the text also writes `name` without its capital: then it is a word, not a place."""
    return re.search(rf"(?<![\w.@/-]){re.escape(name[:1].lower() + name[1:])}(?![\w.-]*[@/])\b", text) is not None


def haversine_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> npt.NDArray[np.float64]:
    """Great-circle distance in km between points in degrees; floats or arrays of shapes that broadcast."""
    p1, l1, p2, l2 = (np.radians(np.asarray(v, dtype=np.float64)) for v in (lat1, lon1, lat2, lon2))
    h = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin((l2 - l1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0))), dtype=np.float64)


def utc_offset_hours(tz: str, at: datetime) -> float:
    """Hours that zone `tz` (IANA) is ahead of UTC at the aware moment `at`.

    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    offset = at.astimezone(ZoneInfo(tz)).utcoffset() or timedelta()
    return offset.total_seconds() / 3600
