"""A person looks up what models were asked about them, reads one call, and erases its words."""

from __future__ import annotations

from playwright.sync_api import expect

CALL = """
from accounts.models import User
from aiplatform.tests.factories import a_call, an_answer
person = User.objects.get(email={email!r})
an_answer(a_call(person, words="What I wrote myself"), person, output="What the model made of it")
"""


def test_a_call_is_read_and_its_words_are_erased(site, page, sign_up):
    email = sign_up(page)
    page.goto("/account/")
    page.get_by_role("link", name="AI use").click()
    page.get_by_role("heading", name="No model was asked about you").wait_for()

    site.run(CALL.format(email=email))
    page.reload()
    page.get_by_text("Answered by the model").wait_for()
    page.get_by_role("link", name="Test capability").click()
    page.get_by_text("What I wrote myself").wait_for()
    page.get_by_text("What the model made of it").wait_for()

    page.get_by_role("link", name="AI use").click()
    page.get_by_role("button", name="Erase the words of all calls").click()
    expect(page.locator("[name=sure]:invalid")).to_have_count(1)  # it cannot be undone, so it is asked for twice
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Erase the words of all calls").click()
    page.get_by_text("The words of all calls about you are erased").wait_for()
    page.get_by_role("link", name="Test capability").click()
    page.get_by_text("The words of this call were erased").wait_for()
    expect(page.get_by_text("What I wrote myself")).to_have_count(0)
