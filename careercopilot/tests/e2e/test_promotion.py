"""A prompt on its way: drafted, refused, granted by a trial, put into production by two people, and taken back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

SECOND = "second.staff@example.com"
# What a trial of some hundred calls ends with; that they are made and judged is tested where trials are.
GRANT = """
from accounts.models import User
from aiplatform.models import PromptVersion
from aiplatform.tests.decided import tried
rows = PromptVersion.objects.using("ops").select_related("prompt").filter(prompt__key="optimize_summary")
tried(rows.get(state="production"), rows.get(state="candidate"), pairs=12)
"""
COLLEAGUE = """
from accounts.models import User
from careercopilot.db.router import using
with using("ops"):
    first = User.objects.get(email="staff@example.com")
    User.objects.create(email="second.staff@example.com", name="Second", password=first.password, is_staff=True, is_superuser=True)
    from allauth.account.models import EmailAddress
    EmailAddress.objects.create(user=User.objects.get(email="second.staff@example.com"), email="second.staff@example.com",
                                verified=True, primary=True)
"""


def open_prompt(page) -> None:
    page.goto("/admin/aiplatform/prompt/")
    page.locator("#result_list").get_by_role("link", name="optimize_summary").click()


def test_a_promotion_is_refused_then_granted_then_rolled_back(site, new_page, sign_in):
    page = new_page()
    sign_in(page, "staff@example.com")
    open_prompt(page)
    page.get_by_role("link", name="New draft").first.click()
    page.get_by_label("Template").fill(page.get_by_label("Template").input_value() + "\nKeep it short.")
    page.get_by_label("What is different, and why").fill("Shorter answers")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("link", name="Promote…").click()
    page.get_by_text("Not to be promoted yet").wait_for()
    expect(page.get_by_role("button", name=re.compile("promotion|production"))).to_have_count(0)

    site.run(GRANT)
    page.reload()
    page.get_by_label("Reason").fill("Twelve pairs, none worse")
    page.get_by_role("button", name="Ask for the promotion").click()
    page.get_by_role("link", name="Promote…").click()
    page.get_by_text("Another person of the staff must agree.", exact=True).wait_for()

    site.run(COLLEAGUE)
    colleague = new_page()
    sign_in(colleague, SECOND)
    open_prompt(colleague)
    colleague.get_by_role("link", name="Promote…").click()
    colleague.get_by_role("button", name="Agree and put into production").click()
    colleague.get_by_text("is in production.").wait_for()
    expect(colleague.locator("[data-state=production]")).to_have_count(1)
    expect(colleague.locator("tr", has_text="Shorter answers").locator("[data-state=production]")).to_have_count(1)

    colleague.get_by_label("Reason").fill("Too short after all")
    colleague.get_by_role("button", name="Go back one version").click()
    colleague.get_by_text("is in production again.").wait_for()
    expect(colleague.locator("tr", has_text="Shorter answers").locator("[data-state=retired]")).to_have_count(1)
    expect(colleague.get_by_text("Too short after all")).to_have_count(1)
