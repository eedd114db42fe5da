"""Load the skill taxonomy into the database: the shipped terms, or the official ESCO and O*NET files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from resumes.models import Skill, SkillAlias
from resumes.taxonomy.building import compile_lines, read_never, with_tools
from resumes.taxonomy.curated import read_curated, read_groups
from resumes.taxonomy.sources import UnreadableTaxonomy, read_esco, read_technologies
from resumes.taxonomy.store import SHIPPED, Store, active, exported, load, pack, read_lines

DATABASE = "owner"  # reference data: the web role may only read it
BATCH = 5_000
ORIGINS = {"c": "shipped", "e": "esco", "o": "onet"}


class Command(BaseCommand):
    help = (
        "Loads the skill terms into the database, replacing those there (idempotent). Without options: the list in use, at first the"
        " shipped one (uses the ESCO classification of the European Commission). --esco and --onet read folders with the official"
        " files (skills_en.csv, broaderRelationsSkillPillar_en.csv; 'Technology Skills.txt') or compressed tables of them"
        " (esco_skills.csv.gz; onet_technology_skills.csv.gz), write a new list into the data folder and use it from the next"
        " start on; --shipped goes back."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--esco", type=Path, metavar="FOLDER", help="ESCO files to use instead of the shipped terms"
        )
        parser.add_argument("--onet", type=Path, metavar="FOLDER", help="O*NET files whose tools are added")
        parser.add_argument("--shipped", action="store_true", help="forget a list made from official files")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def version(self) -> str:
        """Version of the list in use; the set-up loads it again when this changes."""
        return load(active()).version

    def handle(self, *args: Any, **options: Any) -> None:
        """Load; raises CommandError when a folder cannot be read, leaving everything as it was."""
        if options["shipped"]:
            exported().unlink(missing_ok=True)
        elif options["esco"] or options["onet"]:
            try:
                lines = official_lines(options["esco"], options["onet"])
            except (UnreadableTaxonomy, OSError) as error:
                raise CommandError(str(error)) from error
            exported().parent.mkdir(parents=True, exist_ok=True)
            exported().write_bytes(pack(lines))
        store = load(active())
        report = {"version": store.version, **write(store)}
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.stdout.write(f"{report['skills']} skills with {report['aliases']} aliases ({report['version']}).")


def official_lines(esco: Path | None, onet: Path | None) -> list[str]:
    """The list made from official files under our own groups and with our own terms; without `esco`, from the shipped list."""
    data = SHIPPED.parent
    groups = read_groups(data / "groups.txt")
    tools = read_technologies(onet) if onet else []
    if esco:
        never = read_never(data / "too_general.txt")
        lines, _ = compile_lines(groups, read_curated(data / "curated"), read_esco(esco), never, strict=False)
    else:
        lines = read_lines(SHIPPED)
    return with_tools(lines, groups, tools) if tools else lines


def write(store: Store) -> dict[str, int]:
    """Make the tables hold exactly the terms of a list; one transaction, returns how many rows there are."""
    custom = active() != SHIPPED
    terms = [store.term(row) for row in range(len(store.rows))]
    skills = [
        Skill(
            key=term.key[:160],
            label=term.label[:300],
            kind=term.kind,
            esco_uri=term.esco_uri or "",
            group=term.group,
            domain=term.domain,
            implies=list(term.implies),
            origin=ORIGINS[store.origin(row)] if custom else "shipped",
        )
        for row, term in enumerate(terms)
    ]
    aliases = [
        SkillAlias(skill_id=term.key[:160], name=name)
        for term in terms
        for name in dict.fromkeys(a[:300] for a in term.aliases)
    ]
    changed = ["label", "kind", "esco_uri", "group", "domain", "implies", "origin"]
    with transaction.atomic(using=DATABASE):
        SkillAlias.objects.using(DATABASE).all().delete()
        Skill.objects.using(DATABASE).exclude(key__in=[skill.key for skill in skills]).delete()
        Skill.objects.using(DATABASE).bulk_create(
            skills, batch_size=BATCH, update_conflicts=True, unique_fields=["key"], update_fields=changed
        )
        SkillAlias.objects.using(DATABASE).bulk_create(aliases, batch_size=BATCH)
    return {"skills": len(skills), "aliases": len(aliases)}
