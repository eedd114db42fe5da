"""Made-up resumes as capabilities take them, from a seed: what prompt versions are measured on. Nobody's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from random import Random

from aiplatform.capabilities import CapabilityInput
from aiplatform.examples import Example, register
from resumes.capabilities.analyze_resume import AnalyzeResumeInput
from resumes.capabilities.extract_skills import ExtractSkillsInput
from resumes.capabilities.generate_bullets import GenerateBulletsInput
from resumes.capabilities.optimize_section import OptimizeSectionInput
from resumes.capabilities.optimize_summary import OptimizeSummaryInput
from resumes.capabilities.pieces import EntryPiece, KeywordPiece, Line, ResumePiece

TODAY = dt.date(2026, 6, 1)
# Role, what is worked on, tools, and words that jobs of the kind ask for.
ROLES = (
    ("Data engineer", "order data", ("Python", "PostgreSQL", "Airflow"), ("dbt", "Kafka")),
    (
        "Ward nurse",
        "patients after surgery",
        ("triage", "wound care", "SAP IS-H"),
        ("palliative care", "shift planning"),
    ),
    ("Accountant", "monthly accounts", ("DATEV", "Excel", "IFRS"), ("consolidation", "SAP FI")),
    ("Warehouse lead", "inbound goods", ("forklift", "SAP EWM", "rota planning"), ("lean", "safety training")),
    (
        "Teacher of physics",
        "classes of the upper school",
        ("Moodle", "lab safety", "GeoGebra"),
        ("inclusion", "mentoring"),
    ),
    ("Sales manager", "retail accounts", ("Salesforce", "negotiation", "Excel"), ("forecasting", "key accounts")),
    ("Mechanical fitter", "pump housings", ("CNC", "technical drawings", "welding"), ("maintenance", "SolidWorks")),
    (
        "Product designer",
        "booking pages",
        ("Figma", "user interviews", "prototyping"),
        ("accessibility", "design systems"),
    ),
    ("Cook", "lunch service", ("HACCP", "menu planning", "stock keeping"), ("pastry", "allergens")),
    ("Frontend developer", "a customer portal", ("TypeScript", "React", "Cypress"), ("accessibility", "GraphQL")),
)
ORGANIZATIONS = (
    "Harbour Works",
    "Lindt & Sohn",
    "Nordhaus",
    "Meridian Clinic",
    "Castor Foods",
    "Alder School",
    "Brightline",
)
STATEMENTS = (
    "Led a team of {few} on {work}",
    "Cut the time for {work} from {many} to {fewer} hours with {tool}",
    "Introduced {tool} for {work} and trained {few} colleagues",
    "Responsible for {work}",
    "Handled {many} cases of {work} a month",
    "Worked with {tool} on {work}",
    "Planned the budget of {many} thousand EUR for {work}",
    "Reduced errors in {work} by {share} % within a year",
    "Wrote the guide to {tool} that the whole site uses",
    "Supported colleagues with {work} when needed",
)


def _entry(
    random: Random, number: int, role: tuple[str, str, tuple[str, ...], tuple[str, ...]], last: int
) -> EntryPiece:
    first = last - random.randint(1, 5)
    lines = []
    for place, statement in enumerate(random.sample(STATEMENTS, random.randint(2, 5))):
        text = statement.format(
            few=random.randint(2, 9),
            fewer=random.randint(1, 9),
            many=random.randint(10, 400),
            share=random.randint(5, 60),
            work=role[1],
            tool=random.choice(role[2]),
        )
        lines.append(Line(id=f"sections.1.entries.{number}.bullets.{place}", text=text))
    return EntryPiece(
        id=f"sections.1.entries.{number}",
        kind="work",
        title=role[0],
        organization=random.choice(ORGANIZATIONS),
        start=f"{first}-{random.randint(1, 12):02}",
        end="present" if number == 0 else f"{last}-{random.randint(1, 12):02}",
        lines=tuple(lines),
    )


def made_resume(random: Random) -> tuple[ResumePiece, tuple[str, ...], tuple[str, ...]]:
    """A resume, words that jobs of its kind ask for, and the slices that it belongs to."""
    role = random.choice(ROLES)
    count = random.randint(1, 3)
    entries = tuple(_entry(random, number, role, 2026 - 4 * number) for number in range(count))
    figures = sum(any(sign.isdigit() for sign in line.text) for entry in entries for line in entry.lines)
    resume = ResumePiece(
        summary=f"{role[0]} who knows {role[2][0]} and {role[2][1]}." if random.random() < 0.6 else "",
        entries=entries,
        skills=role[2],
        languages=tuple(random.sample(("German", "English", "Polish", "Turkish"), 2)),
    )
    kind = "knowledge work" if role[0] in {ROLES[n][0] for n in (0, 2, 4, 5, 7, 9)} else "hands-on work"
    slices = (
        kind,
        "one job" if count == 1 else "several jobs",
        "many figures" if figures > 2 * count else "few figures",
    )
    return resume, role[3], slices


def _text(resume: ResumePiece) -> str:
    return resume.text()


def _analyze(random: Random, resume: ResumePiece, wanted: tuple[str, ...]) -> CapabilityInput:
    keywords = tuple(KeywordPiece(label=word, importance="must", jobs=random.randint(1, 5)) for word in wanted)
    return AnalyzeResumeInput(resume=resume, keywords=keywords, ats_score=random.randint(40, 95), ats_version="ats-1")


def _bullets(random: Random, resume: ResumePiece, wanted: tuple[str, ...]) -> CapabilityInput:
    return GenerateBulletsInput(entry=resume.entries[0], today=TODAY, keywords=wanted)


def _section(random: Random, resume: ResumePiece, wanted: tuple[str, ...]) -> CapabilityInput:
    return OptimizeSectionInput(heading="Experience", today=TODAY, entries=resume.entries, keywords=wanted)


def _summary(random: Random, resume: ResumePiece, wanted: tuple[str, ...]) -> CapabilityInput:
    return OptimizeSummaryInput(resume=resume, today=TODAY, target=resume.entries[0].title, keywords=wanted)


def _skills(random: Random, resume: ResumePiece, wanted: tuple[str, ...]) -> CapabilityInput:
    return ExtractSkillsInput(text=_text(resume))


def maker(
    make: Callable[[Random, ResumePiece, tuple[str, ...]], CapabilityInput],
) -> Callable[[int, int], Iterator[Example]]:
    """Inputs of one capability, each about another made-up resume."""

    def made(seed: int, count: int) -> Iterator[Example]:
        for number in range(count):
            random = Random(f"{seed}:{number}")
            resume, wanted, slices = made_resume(random)
            yield Example(make(random, resume, wanted), slices)

    return made


for _key, _make in {
    "analyze_resume": _analyze,
    "generate_bullets": _bullets,
    "optimize_section": _section,
    "optimize_summary": _summary,
    "extract_skills": _skills,
}.items():
    register(_key, maker(_make))
