"""Every page in both themes and three widths: no sideways scrolling, no serious accessibility fault, within its budget."""

from __future__ import annotations

import gzip

import pytest

PUBLIC = ["/", "/jobs/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
SEEKER = [
    "/overview/", "/resumes/", "/matches/", "/applications/", "/applications/reveals/", "/jobs/", "/jobs/new/",
    "/account/", "/account/wishes/", "/account/runs/", "/accounts/2fa/", "/accounts/email/", "/accounts/sessions/",
]  # fmt: skip
RECRUITER = ["/hiring/", "/hiring/postings/", "/hiring/postings/new/", "/account/company/"]
WIDTHS = (390, 768, 1440)
HTML_LIMIT, ALL_LIMIT = 14 * 1024, 60 * 1024


def first_links(page) -> list[str]:
    """One of each kind of page that only rows lead to."""
    found = []
    for listing, selector in (("/resumes/", "article h2 a"), ("/matches/", "article h3 a"), ("/jobs/", "article h2 a")):
        page.goto(listing)
        found.append(page.locator(selector).first.get_attribute("href"))
    return [
        found[0],
        found[0] + "ats/",
        found[0] + "skills/",
        found[0] + "versions/",
        found[0] + "analysis/",
        found[0] + "help/",
        found[1] + "history/",
        found[1] + "improvements/",
        *found[1:],
    ]


def check(page, addresses: list[str], axe) -> None:
    faults = []
    for address in addresses:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{address} scrolls sideways at {width}")
        for violation in axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                where = violation["nodes"][0]["target"]
                faults.append(f"{address}: {violation['id']} at {where}")
    assert faults == []


@pytest.fixture
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_public_pages(new_page, axe, theme):
    check(new_page(color_scheme=theme), PUBLIC, axe)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_seeker_pages(new_page, sign_in, axe, theme):
    page = new_page(color_scheme=theme)
    sign_in(page, "seeker@example.com")
    check(page, SEEKER + first_links(page), axe)


LONG_WORK = """
from accounts.models import Run, User
from careercopilot.db.context import acting_as
user = User.objects.get(email="seeker@example.com")
with acting_as(user):
    Run.objects.create(owner=user, label="Improvements for " + "Softwareentwicklung" * 5, state="succeeded")
"""


def test_on_a_phone_the_score_leads_and_long_work_stays_inside(site, new_page, sign_in):
    page = new_page(viewport={"width": 390, "height": 900})
    sign_in(page, "seeker@example.com")
    links = first_links(page)
    page.goto(links[-2])
    assert page.locator("#score-card").bounding_box()["y"] < page.locator("#points").bounding_box()["y"]
    assert page.locator("#score-card").bounding_box()["y"] < 900
    page.goto(links[0])
    fields = [tab.bounding_box() for tab in page.locator(".tabs a").all()]
    assert len({round(box["width"]) for box in fields}) == 1
    assert all(box["height"] >= 24 for box in fields)
    site.run(LONG_WORK)
    page.goto("/account/runs/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_company_pages(new_page, sign_in, axe, theme):
    page = new_page(color_scheme=theme)
    sign_in(page, "recruiter@example.com")
    page.goto("/hiring/")
    posting = page.locator("table a.strong").first.get_attribute("href")
    page.goto(posting)
    candidate = page.locator("article h2 a").first.get_attribute("href")
    keys = [box.get_attribute("value") for box in page.locator("input[name=c]").all()]
    beside = f"{posting}comparison/?" + "&".join(f"c={key}" for key in [*keys[:3], *keys[-2:]])
    check(page, [*RECRUITER, posting, candidate, beside, f"{posting}comparison/"], axe)
    # Without names the pages look different.
    page.goto(posting)
    page.locator(".blind-bar button").click()
    page.wait_for_load_state()
    check(page, [posting, candidate, beside], axe)
    page.goto(posting)
    page.locator(".blind-bar button").click()
    page.wait_for_load_state()


def test_pages_stay_within_their_budget(new_page, sign_in):
    page = new_page()
    sign_in(page, "seeker@example.com")
    too_heavy = []
    for address in ["/", *SEEKER]:
        bodies: dict[str, int] = {}

        def note(response, bodies=bodies) -> None:
            if response.ok and "fonts" not in response.url and "/pages/" not in response.url:
                bodies[response.url] = len(gzip.compress(response.body()))

        page.on("response", note)
        page.goto(address, wait_until="networkidle")
        page.remove_listener("response", note)
        html = bodies.get(page.url, 0)
        total = sum(bodies.values())
        if html > HTML_LIMIT or total > ALL_LIMIT:
            too_heavy.append(f"{address}: HTML {html}, all {total} bytes")
    assert too_heavy == []
