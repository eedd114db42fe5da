"""The parser on layouts and people it was not written for: made with Typst in the tests, seven languages."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from resumes.parsing import outline
from resumes.parsing.formats import read_source
from resumes.tests.parsing_layouts import LAYOUTS, sample
from resumes.tests.parsing_layouts_more import MORE
from resumes.tests.parsing_people import PEOPLE

ALL = {**LAYOUTS, **MORE}
PAIRS = [(layout, (2 * number + step) % len(PEOPLE)) for number, layout in enumerate(ALL) for step in (0, 5)]


def _flat(layout: str, person: int) -> tuple[dict[str, Any], dict[str, Any]]:
    made = sample(layout, PEOPLE[person], ALL)
    return outline(read_source("pdf", made.pdf)), made.gold


def _folded(value: object) -> str:
    return str(value or "").casefold()


def count(flat: dict[str, Any], gold: dict[str, Any]) -> Counter[str]:
    """How many values were there to find, and how many were found exactly (capitals aside), key by key."""
    found: Counter[str] = Counter()
    for key in ("name", "email", "phone", "location"):
        found.update({f"{key} of": 1, key: int(_folded(flat[key]) == _folded(gold[key]))})
    for part, keys in (
        ("experience", ("company", "title", "start", "end")),
        ("education", ("institution", "degree", "end")),
    ):
        rows = [{key: _folded(row[key]) for key in keys} for row in flat[part]]
        found[f"{part} rows"] += len(rows)
        for wanted in gold[part]:
            best = max(rows, key=lambda row: sum(row[key] == _folded(wanted[key]) for key in keys), default=None)
            for key in keys:
                hit = best is not None and best[key] == _folded(wanted[key])
                found.update({f"{part} {key} of": 1, f"{part} {key}": int(hit)})
    skills = {_folded(skill) for skill in flat["skills"]}
    found.update(
        {"skills of": len(gold["skills"]), "skills": sum(_folded(skill) in skills for skill in gold["skills"])}
    )
    points = [_folded(point) for job in flat["experience"] for point in job["bullets"]]
    wanted_points = [_folded(point) for job in gold["experience"] for point in job["bullets"]]
    found.update(
        {"bullets of": len(set(wanted_points)), "bullets": sum(point in points for point in set(wanted_points))}
    )
    return found


def shares(found: Counter[str]) -> dict[str, float]:
    return {
        key.removesuffix(" of"): round(found[key.removesuffix(" of")] / found[key], 4)
        for key in found
        if key.endswith(" of")
    }


@pytest.mark.parametrize(("layout", "person"), PAIRS)
def test_a_layout_is_read(layout: str, person: int) -> None:
    flat, gold = _flat(layout, person)
    found = count(flat, gold)
    poor = {key: share for key, share in shares(found).items() if share < 0.75 and key not in ("bullets", "location")}
    assert poor == {}
    assert found["experience rows"] == len(gold["experience"])


@pytest.mark.slow
def test_all_people_in_all_layouts() -> None:
    total: Counter[str] = Counter()
    jobs = schools = 0
    for layout in ALL:
        for person in range(len(PEOPLE)):
            flat, gold = _flat(layout, person)
            total += count(flat, gold)
            jobs, schools = jobs + len(gold["experience"]), schools + len(gold["education"])
    found = shares(total)
    print(f"{len(ALL)} layouts x {len(PEOPLE)} people: {found}")
    assert {key: share for key, share in found.items() if share < 0.95} == {}
    assert abs(total["experience rows"] - jobs) <= 0.02 * jobs
    assert abs(total["education rows"] - schools) <= 0.03 * schools


def test_two_columns_are_a_signal_and_do_not_mix() -> None:
    parsed = read_source("pdf", sample("equal_columns", PEOPLE[0], ALL).pdf)
    assert (parsed.layout["two_column"], parsed.pages[0].columns) == (True, 2)
    assert parsed.layout["naive_order_differs"] > 0.1
    assert parsed.text.index("Moorfield Care") < parsed.text.index("University of Huddersfield")
    single = read_source("pdf", sample("title_first_date_right", PEOPLE[0], ALL).pdf)
    assert (single.layout["two_column"], single.layout["naive_order_differs"]) == (False, 0.0)


def test_boxes_lie_where_the_words_are() -> None:
    parsed = read_source("pdf", sample("sidebar_right", PEOPLE[0], ALL).pdf)
    assert parsed.name and parsed.email
    (name,), (email,) = parsed.name.boxes, parsed.email.boxes
    assert (name.page, email.page) == (1, 1)
    assert 0.2 < name.x0 < name.x1 < 0.8 and name.y1 < 0.12
    assert email.x0 > 0.6 and email.y0 > name.y1
    jobs = next(section for section in parsed.sections if section.kind == "work")
    assert all(bullet.boxes and bullet.boxes[-1].x1 < 0.72 for entry in jobs.entries for bullet in entry.bullets)


def test_all_visible_text_is_kept_in_the_text() -> None:
    for layout in ("sidebar_left_dark", "ruled_table", "boxed_heads_timeline"):
        person = PEOPLE[1]
        text = "".join(read_source("pdf", sample(layout, person, ALL).pdf).text.split())
        wanted = [person["name"], person["email"], *person["skills"], *(job["company"] for job in person["jobs"])]
        assert [value for value in wanted if "".join(value.split()) not in text] == []
