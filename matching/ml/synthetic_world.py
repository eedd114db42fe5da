"""The made-up labour market behind the synthetic training data: professions, places, pay and phrases. All our own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profession:
    """A line of work: its titles, the taxonomy groups its skills come from (main one first), its pay beside the average."""

    titles: tuple[str, ...]
    groups: tuple[str, ...]
    pay: float
    remote: float  # share of its jobs that are not on site


PROFESSIONS: tuple[Profession, ...] = (
    Profession(
        ("Backend Developer", "Software Engineer", "Python Developer"),
        ("backend", "programming", "data-stores"),
        1.4,
        0.7,
    ),
    Profession(("Frontend Developer", "Web Developer", "React Engineer"), ("web", "programming", "testing"), 1.3, 0.7),
    Profession(
        ("DevOps Engineer", "Cloud Engineer", "Site Reliability Engineer"),
        ("cloud", "it-operations", "programming"),
        1.5,
        0.7,
    ),
    Profession(
        ("System Administrator", "IT Support Specialist", "Network Engineer"),
        ("it-operations", "business-software", "security"),
        1.0,
        0.4,
    ),
    Profession(("Security Analyst", "Information Security Engineer"), ("security", "it-operations", "cloud"), 1.4, 0.6),
    Profession(("QA Engineer", "Test Automation Engineer"), ("testing", "programming", "it-methods"), 1.1, 0.6),
    Profession(
        ("Data Scientist", "Machine Learning Engineer"), ("machine-learning", "statistics", "programming"), 1.5, 0.6
    ),
    Profession(
        ("Data Analyst", "Business Intelligence Analyst"), ("analytics", "data-stores", "business-software"), 1.1, 0.5
    ),
    Profession(("Database Administrator", "Data Engineer"), ("data-stores", "cloud", "programming"), 1.3, 0.6),
    Profession(("Product Designer", "UX Designer"), ("ux", "graphic-design", "web"), 1.1, 0.6),
    Profession(("Graphic Designer", "Art Director"), ("graphic-design", "audio-video", "ux"), 0.9, 0.4),
    Profession(
        ("Marketing Manager", "Digital Marketing Specialist"), ("marketing", "analytics", "business-software"), 1.0, 0.5
    ),
    Profession(("Sales Manager", "Account Executive"), ("sales", "customer-service", "business-software"), 1.1, 0.4),
    Profession(
        ("Accountant", "Financial Accountant", "Bookkeeper"),
        ("accounting", "financial-planning", "business-software"),
        1.0,
        0.3,
    ),
    Profession(
        ("Financial Analyst", "Controller"), ("financial-planning", "banking-investment", "accounting"), 1.3, 0.4
    ),
    Profession(("HR Manager", "Recruiter"), ("hr", "administration", "business-software"), 1.0, 0.5),
    Profession(("Office Manager", "Executive Assistant"), ("administration", "business-software", "hr"), 0.8, 0.2),
    Profession(("Project Manager", "Programme Manager"), ("project-management", "it-methods", "strategy"), 1.3, 0.4),
    Profession(("Operations Manager", "Business Analyst"), ("strategy", "project-management", "analytics"), 1.2, 0.4),
    Profession(
        ("Supply Chain Planner", "Logistics Coordinator"), ("supply-chain", "procurement", "transport"), 0.9, 0.2
    ),
    Profession(("Mechanical Engineer", "Design Engineer"), ("mechanical", "cad-design", "quality"), 1.1, 0.2),
    Profession(
        ("Electrical Engineer", "Electronics Engineer"), ("electrical", "automation-robotics", "cad-design"), 1.1, 0.2
    ),
    Profession(
        ("Civil Engineer", "Structural Engineer"), ("civil-structural", "cad-design", "building-trades"), 1.0, 0.1
    ),
    Profession(("Quality Engineer", "Quality Manager"), ("quality", "production", "maintenance"), 1.0, 0.1),
    Profession(("Registered Nurse", "Staff Nurse"), ("nursing-care", "health-systems", "medicine"), 0.9, 0.02),
    Profession(
        ("Laboratory Technician", "Research Associate"), ("pharmacy-lab", "life-sciences", "research"), 0.8, 0.05
    ),
    Profession(("Teacher", "Lecturer"), ("teaching", "training", "social-sciences"), 0.8, 0.1),
    Profession(("Legal Counsel", "Paralegal"), ("law", "public-administration", "administration"), 1.2, 0.3),
    Profession(("Electrician", "Service Technician"), ("building-services", "electrical", "safety"), 0.8, 0.0),
    Profession(("Chef", "Restaurant Manager"), ("hospitality-service", "food-production", "safety"), 0.6, 0.0),
)

# City, as a place parser reads it; currency; a mid-level year's pay of an average profession there.
CITIES: tuple[tuple[str, str, int], ...] = (
    ("Berlin, Germany", "EUR", 58_000), ("Munich, Germany", "EUR", 66_000), ("Hamburg, Germany", "EUR", 60_000),
    ("Vienna, Austria", "EUR", 55_000), ("Zurich, Switzerland", "CHF", 105_000), ("Paris, France", "EUR", 52_000),
    ("Madrid, Spain", "EUR", 38_000), ("Lisbon, Portugal", "EUR", 32_000), ("Amsterdam, Netherlands", "EUR", 60_000),
    ("Warsaw, Poland", "PLN", 130_000), ("Dublin, Ireland", "EUR", 60_000), ("London, United Kingdom", "GBP", 52_000),
    ("Leeds, United Kingdom", "GBP", 40_000), ("Stockholm, Sweden", "SEK", 520_000), ("New York, NY, United States", "USD", 98_000),
    ("Chicago, IL, United States", "USD", 84_000), ("Austin, TX, United States", "USD", 86_000),
    ("Seattle, WA, United States", "USD", 100_000), ("Toronto, Canada", "CAD", 80_000), ("Vancouver, Canada", "CAD", 78_000),
    ("São Paulo, Brazil", "BRL", 110_000), ("Bengaluru, India", "INR", 1_500_000), ("Singapore, Singapore", "SGD", 78_000),
    ("Sydney, Australia", "AUD", 98_000), ("Cape Town, South Africa", "ZAR", 480_000), ("Tokyo, Japan", "JPY", 6_500_000),
)  # fmt: skip

LEVEL_WORDS = ("Intern", "Junior", "", "Senior", "Lead", "Head of")
LEVEL_PAY = (0.35, 0.7, 1.0, 1.35, 1.6, 2.1)
LEVEL_SHARES = (0.04, 0.18, 0.4, 0.26, 0.1, 0.02)

FIRMS = ("Northgate", "Bluefield", "Meridian", "Halden", "Corvid", "Lumen", "Tidewater", "Arbour", "Kestrel", "Foundry")
FIRM_KINDS = ("Works", "Systems", "Group", "Partners", "Labs", "Services", "Collective", "Industries")

DID = (
    "Built and ran {a} for {n} people, with {b}",
    "Improved {a} and cut errors by {n} percent",
    "Took over {a}; introduced {b} in the team",
    "Responsible for {a} and {b}",
    "Planned and delivered a project around {a} in {n} weeks",
    "Trained {n} colleagues in {a}",
    "Used {a}, {b} and {c} in daily work",
    "Moved a legacy process to {a} and {b}",
    "Led {a} for {n} customers",
)
ASKED = (
    "Solid experience with {a}",
    "Hands-on knowledge of {a}",
    "{years}+ years of experience with {a}",
    "Very good command of {a}",
    "Experience with {a} and {b}",
    "You know {a} from practice",
)
DUTIES = (
    "You plan and deliver work around {a} together with the team.",
    "You are the first contact for questions about {a}.",
    "You improve how we use {a} and {b}.",
    "You report on progress and document your work.",
    "You work closely with colleagues from other departments.",
    "You help to shape the next steps of {a}.",
)
OFFERED = (
    "30 days of leave and a learning budget.",
    "Flexible hours and a modern workplace.",
    "A friendly team and short decisions.",
)
GOALS = (
    "{title} with a focus on {a} and {b}.",
    "I look for a role as {title} where I can use {a}.",
    "{title}, {years} years in the field, at home with {a}, {b} and {c}.",
)
