"""Make aiplatform/safety/data/names.txt.gz: python scripts/build_names.py CENSUS_FOLDER LEXICON_FILE

Sources, read at build time only: the person providers of the package Faker (MIT); the 1990 US Census name lists as
the package `names` 0.3.0 (MIT; the lists are public domain) carries them in the given folder; Brill's lexicon of the
Brown corpus and the Penn Treebank (MIT; additions CC BY 3.0) as the package textblob 0.20.1 (MIT) carries it in
`textblob/en/en-lexicon.txt`. Words that are also everyday or professional vocabulary (the lexicon's words written
small, our own skill terms, Faker's word list) or places are marked, so that "Will", "Java" and "Austin" are not taken
for names without a context. Line: word, then letters g (given), f (family), c (common word), p (place).
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import re
import sys
import unicodedata
from pathlib import Path

import faker.providers.person as person
from faker.providers.lorem.en_US import Provider as Lorem

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "aiplatform" / "safety" / "data" / "names.txt.gz"
# The rarer half of the census surnames adds little but collisions with words.
CENSUS_FAMILY = 40_000
# Smaller towns share their names with families more often than not.
PLACE_POPULATION = 1_000_000
# Where a region's name is English, a part of it ("York", "Carolina") is met more often than a person so called.
ENGLISH = {"AU", "CA", "GB", "NZ", "US"}
# The commonest given names are names also where a firm or a town is called so.
SURE_GIVEN = 500


def fold(word: str) -> str:
    """Lower case without accents, as the reader of the file folds."""
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char)).lower()


def words(names: object) -> set[str]:
    """The folded words of a provider's list, those of one letter left out."""
    return {fold(word) for name in names if isinstance(name, str) for word in re.findall(r"[^\W\d_]{2,}", name)}  # type: ignore[attr-defined]


def from_faker() -> tuple[set[str], set[str]]:
    """Given and family names of all locales."""
    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for key, value in vars(provider).items():
            if isinstance(value, tuple | list | dict) and "format" not in key:
                if "first_name" in key:
                    given |= words(value)
                elif "last_name" in key:
                    family |= words(value)
    return given, family


def from_census(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """Given names, family names and the commonest given names; the files list the most frequent first."""
    read = {part: [line.split()[0].lower() for line in (folder / f"dist.{part}").read_text().splitlines()] for part in
            ("female.first", "male.first", "all.last")}  # fmt: skip
    given = read["female.first"], read["male.first"]
    return (
        {*given[0], *given[1]},
        set(read["all.last"][:CENSUS_FAMILY]),
        {*given[0][:SURE_GIVEN], *given[1][:SURE_GIVEN]},
    )


def everyday() -> set[str]:
    """Words of daily English."""
    own = (ROOT / "aiplatform" / "safety" / "data" / "common_words.txt").read_text(encoding="utf-8").split()
    return {fold(word) for word in Lorem.word_list} | set(own)


def running(lexicon: Path) -> set[str]:
    """Words that running English writes small: of every part of speech but proper nouns."""
    found = set()
    for line in lexicon.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if re.fullmatch(r"[a-z]{2,}", word) and not tag.startswith("NNP"):
            found.add(word)
    return found


def professional() -> set[str]:
    """Words of skill terms; from the classification's own labels only those it writes small ("John" is no skill)."""
    found = set()
    with gzip.open(ROOT / "resumes" / "data" / "skills.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if parts[0] == "T":
                curated = parts[5] == "c"
                text = parts[2] + " " + (parts[-1] if curated else "")
                found |= {fold(word) for word in re.findall(r"[^\W\d_]{2,}", text) if curated or word.islower()}
    return found


def places() -> tuple[set[str], set[str]]:
    """Single-word names of large cities and regions, and of countries and continents."""
    blocks: dict[str, set[str]] = {"#countries": set(), "#areas": set(), "#regions": set(), "#cities": set()}
    block = ""
    with gzip.open(ROOT / "careercopilot" / "data" / "places.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if line.startswith("#"):
                block = parts[0]
            elif block == "#areas":
                blocks[block].add(parts[0])
            elif block == "#regions":
                english = parts[0] in ENGLISH
                blocks[block] |= set(parts[2].split()) if english else {parts[2]}
            elif block == "#countries" or (block == "#cities" and int(parts[-1]) >= PLACE_POPULATION):
                blocks[block] |= set(parts[:3])
    single = {
        name: {fold(part) for part in parts if re.fullmatch(r"[^\W\d_]{4,}", part)} for name, parts in blocks.items()
    }
    return single["#cities"] | single["#regions"], single["#countries"] | single["#areas"]


def main() -> None:
    given, family = from_faker()
    more_given, more_family, sure = from_census(Path(sys.argv[1]))
    given, family = given | more_given, family | more_family
    daily = everyday() | (running(Path(sys.argv[2])) - sure)
    cities, countries = places()
    towns = (cities - sure) | countries
    ordinary = daily | (professional() - sure)
    rows = [
        f"{word}\t{'g' * (word in given)}{'f' * (word in family)}{'c' * (word in ordinary)}{'p' * (word in towns)}"
        for word in sorted(given | family | ordinary | towns)
    ]
    with OUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(("\n".join(rows) + "\n").encode())
    print(f"{len(rows)} words, {len(given)} given, {len(family)} family, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
