"""Official taxonomy files, the lists made from them, and what `load_taxonomy` writes."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from resumes.models import Skill, SkillAlias
from resumes.taxonomy import Taxonomy
from resumes.taxonomy.building import american, compile_lines, with_tools
from resumes.taxonomy.curated import parse_line, read_curated, read_groups
from resumes.taxonomy.sources import EscoTerm, UnreadableTaxonomy, read_esco, read_occupations, read_technologies
from resumes.taxonomy.store import SHIPPED, Store, load

URI = "http://data.europa.eu/esco/skill/"
SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description\n"
    f'KnowledgeSkillCompetence,{URI}b,knowledge,sector-specific,sheep shearing,"shearing of sheep\nwool cutting",released,About wool.\n'
    f"KnowledgeSkillCompetence,{URI}a,skill/competence,transversal,calm sheep,,released,About calm.\n"
    f"KnowledgeSkillCompetence,{URI}c,knowledge,sector-specific,old craft,,obsolete,Gone.\n"
)
RELATIONS = f"conceptType,conceptUri,broaderType,broaderUri\nK,{URI}b,SkillGroup,http://data.europa.eu/esco/skill/S1\n"
GROUPS = "conceptType,conceptUri,preferredLabel\nSkillGroup,http://data.europa.eu/esco/skill/S1,handling animals\n"
TOOLS = (
    "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\n"
    "11-1011.00\tFleecemaster\t1\tAnalytical software\tN\n11-1012.00\tFleecemaster\t1\tAnalytical software\tN\n"
    "11-1012.00\tPython\t2\tProgramming software\tY\n"
)


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    folder = tmp_path / "esco"
    folder.mkdir()
    for name, text in (
        ("skills_en.csv", SKILLS),
        ("broaderRelationsSkillPillar_en.csv", RELATIONS),
        ("skillGroups_en.csv", GROUPS),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    folder = tmp_path / "onet"
    folder.mkdir()
    (folder / "Technology Skills.txt").write_text(TOOLS, encoding="utf-8")
    (folder / "Occupation Data.txt").write_text(
        "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tShepherds\tKeep sheep.\n", encoding="utf-8"
    )
    (folder / "Alternate Titles.txt").write_text(
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n11-1011.00\tSheep Herder\tn/a\t9\n", encoding="utf-8"
    )
    (folder / "Job Zones.txt").write_text("O*NET-SOC Code\tJob Zone\tDate\n11-1011.00\t2\t01/2020\n", encoding="utf-8")
    return folder


def test_official_esco_files(esco: Path) -> None:
    assert read_esco(esco) == [
        EscoTerm(URI + "a", "calm sheep", "skill", (), "About calm."),
        EscoTerm(
            URI + "b",
            "sheep shearing",
            "knowledge",
            ("shearing of sheep", "wool cutting"),
            "About wool.",
            unsplit="handling animals",
        ),
    ]


def test_official_onet_files(onet: Path) -> None:
    assert [(t.label, t.occupations) for t in read_technologies(onet)] == [
        ("Fleecemaster", ("11-1011.00", "11-1012.00")),
        ("Python", ("11-1012.00",)),
    ]
    (occupation,) = read_occupations(onet)
    assert (occupation.title, occupation.other_titles, occupation.job_zone) == ("Shepherds", ["Sheep Herder"], 2)


def test_compressed_tables_are_read_too(shared_data: Path) -> None:
    folder = shared_data / "taxonomy"
    assert len(read_esco(folder)) > 13_000
    assert len(read_technologies(folder)) > 8_000
    occupations = read_occupations(folder)
    assert len(occupations) > 1_000
    assert sum(len(o.other_titles) for o in occupations) > 50_000


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "skills_en.csv",
            "uri,label\n",
            "skills_en.csv has no column conceptUri, skillType, preferredLabel, altLabels.",
        ),
        ("other.csv", "x\n", "holds neither skills_en.csv nor esco_skills.csv."),
    ],
)
def test_unreadable_esco_folders_say_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableTaxonomy, match=reason):
        read_esco(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "esco_skills.csv.gz").write_bytes(gzip.compress(b"uri,type,label,alt_labels\n\xff\xfe\n"))
    with pytest.raises(UnreadableTaxonomy, match="cannot be read"):
        read_esco(tmp_path)
    with pytest.raises(UnreadableTaxonomy, match="is not a folder"):
        read_esco(tmp_path / "nowhere")


def test_curated_lines_take_all_parts() -> None:
    term = parse_line("~Go = Go language > Systems, Tools ; golang, ^GO", "programming")
    assert (term.label, term.esco, term.implies, term.aliases) == (
        "~Go",
        "Go language",
        ("Systems", "Tools"),
        ("golang", "^GO"),
    )
    assert parse_line("(skill) Empathy", "values").kind == "skill"


def test_our_lists_fit_the_shipped_file() -> None:
    """Each line that we wrote is in the file that ships: it was built after the last change."""
    store = load(SHIPPED)
    data = SHIPPED.parent
    curated = read_curated(data / "curated")
    ours = [store.rows[row][2] for row in range(len(store.rows)) if store.origin(row) == "c"]
    assert ours == [term.label for term in curated]
    assert [rule.group for rule in read_groups(data / "groups.txt")] == list(store.groups.values())


def test_an_unknown_name_in_our_lists_is_an_error() -> None:
    groups = read_groups(SHIPPED.parent / "groups.txt")
    with pytest.raises(ValueError, match="no ESCO term is called 'nothing'"):
        compile_lines(groups, [parse_line("A = nothing", "programming")], [])
    with pytest.raises(ValueError, match=r"implies \['nothing'\]"):
        compile_lines(groups, [parse_line("A > nothing", "programming")], [])


def test_spelling_variants() -> None:
    assert [american(w) for w in ("optimisation", "labour law", "exercise", "paediatrics")] == [
        "optimization", "labor law", "exercise", "pediatrics",
    ]  # fmt: skip


def test_tools_join_a_list_once(onet: Path) -> None:
    groups = read_groups(SHIPPED.parent / "groups.txt")
    lines, _ = compile_lines(groups, [parse_line("Python ; py3", "programming")], [])
    tax = Taxonomy(Store(with_tools(lines, groups, read_technologies(onet))))
    assert [term.key for term in tax.all()] == ["python", "fleecemaster"]
    assert [s.key for s in tax.recognise("Fleecemaster, fleecemaster")] == ["fleecemaster"]


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_fills_the_tables_and_goes_back(
    esco: Path, onet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREERCOPILOT_HOME", str(tmp_path / "home"))
    out = io.StringIO()
    call_command("load_taxonomy", "--json", stdout=out)
    shipped = json.loads(out.getvalue())
    assert shipped["skills"] == Skill.objects.using("owner").count() == len(load(SHIPPED).rows)
    assert shipped["aliases"] == SkillAlias.objects.using("owner").count()
    call_command("load_taxonomy", "--esco", str(esco), "--onet", str(onet), stdout=out)
    assert set(Skill.objects.using("owner").values_list("origin", flat=True)) == {"shipped", "esco", "onet"}
    assert not Skill.objects.using("owner").filter(key="manage-musical-staff").exists()
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_taxonomy", "--esco", str(tmp_path / "nowhere"))
    call_command("load_taxonomy", "--shipped", stdout=out)
    assert Skill.objects.using("owner").count() == shipped["skills"]
