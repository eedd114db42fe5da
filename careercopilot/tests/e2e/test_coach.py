"""Journey A, the coach: see what would raise a score, try it together, answer truthfully, take it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


def shown_score(page) -> int:
    return int(page.locator("#score-card svg.ring text").text_content())


def open_a_match(page) -> None:
    """The best match: it asks for skills that the resume only lists, so the coach has something to say."""
    page.goto("/matches/")
    page.locator("article.card").first.locator("h3 a").first.click()
    page.wait_for_url(re.compile(r"/match/$"))
    page.locator("#coach .coach-item").first.wait_for()


def tick(page, keys: list[str]) -> int:
    """Have these scored together; the score they give."""
    for box in page.locator("#coach .coach-item input[name=with]").all():
        box.set_checked(box.get_attribute("value") in keys)
    page.get_by_role("button", name="Score the ticked together").click()
    words = "The ticked one:" if len(keys) == 1 else f"The {len(keys)} ticked together:"
    page.locator("#together").get_by_text(words).wait_for()
    return int(re.search(r"score (\d+)", page.locator("#together").inner_text())[1])


def test_a_truthful_answer_moves_the_score_as_promised_and_can_be_taken_back(page, sign_in):
    sign_in(page, "seeker@example.com")
    open_a_match(page)
    before = shown_score(page)
    items = page.locator("#coach .coach-item:has(details.answer-yes)")
    keys = [item.get_attribute("data-key") for item in items.all()]

    alone, together = tick(page, keys[:1]), tick(page, keys[:2])
    assert before <= alone <= together
    assert page.locator("#together").inner_text().count("overlap") == 1

    item = page.locator(f'#coach .coach-item[data-key="{keys[0]}"]')
    item.locator("summary").click()
    item.get_by_role("button", name="Keep this answer").click()
    page.wait_for_url(re.compile(r"/match/$"))
    assert shown_score(page) == alone
    page.locator("#coach #raise").wait_for()
    expect(page.locator(f'#coach .coach-item[data-key="{keys[0]}"]')).to_have_count(0)

    page.goto("/matches/gaps/")
    answers = page.locator("#answers li")
    expect(answers).to_have_count(1)
    answers.get_by_role("button", name="Take back").click()
    page.get_by_text("is taken back").first.wait_for()
    expect(page.locator("#answers")).to_have_count(0)


def test_undo_stands_beside_the_answer_and_works_without_script(new_page, sign_in):
    page = new_page()
    sign_in(page, "seeker@example.com")
    open_a_match(page)
    address, before = page.url, shown_score(page)
    plain = new_page(java_script_enabled=False)
    sign_in(plain, "seeker@example.com")
    plain.goto(address)
    plain.get_by_role("link", name="What would raise it").click()
    plain.locator("#coach .coach-item").first.get_by_role("button", name="No", exact=True).click()
    expect(plain.get_by_text("counts for no job").first).to_be_visible()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.get_by_text("is taken back").first).to_be_visible()
    plain.goto(address)
    assert shown_score(plain) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_coach_and_the_gaps_are_accessible(new_page, sign_in, theme):
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(color_scheme=theme)
    sign_in(page, "seeker@example.com")
    open_a_match(page)
    faults = []
    for address in (page.url, page.url + "coach/", "/matches/gaps/"):
        page.goto(address, wait_until="networkidle")
        for summary in page.locator("details.answer-yes > summary").all()[:2]:
            summary.click()
        for width in (390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{address} scrolls sideways at {width}")
        for violation in Axe().run(page).response["violations"]:
            faults.append(f"{address}: {violation['id']} at {violation['nodes'][0]['target']}")
    assert faults == []
