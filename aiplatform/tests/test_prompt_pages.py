"""The operations pages of prompts and AI use: what they show, and that their buttons do what the services allow."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tests.factories import CompanyFactory, UserFactory
from aiplatform.charts import bars
from aiplatform.models import Budget, PromptVersion
from aiplatform.providers.base import Usage
from aiplatform.queries import usage
from aiplatform.services import money, prompts, record
from aiplatform.tests.factories import a_call, a_draft, a_model_price, a_prompt, a_reservation, an_answer, in_production
from careercopilot.db.router import using

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


@pytest.fixture
def staff(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def press(client, name, key, **data):
    answer = client.post(reverse(f"admin:aiplatform_prompt_{name}", args=[key]), data, follow=True)
    return str(list(answer.context["messages"])[-1])


def states(prompt):
    return dict(PromptVersion.objects.filter(prompt=prompt).values_list("number", "state"))


def test_a_draft_is_written_submitted_and_put_away(client, staff):
    first = in_production(template="Read {{text}}.")
    prompt = first.prompt
    form = {
        "system": "One.\r\nTwo.",
        "template": "Read all of {{text}}.",
        "parameters": "",
        "output_schema": "",
        "note": "Whole",
    }
    client.post(reverse("admin:aiplatform_prompt_draft", args=[first.pk]), form)
    second = PromptVersion.objects.get(prompt=prompt, number=2)
    assert (second.system, second.template, second.note, second.parent_id, second.by_id) == (
        "One.\nTwo.", "Read all of {{text}}.", "Whole", first.pk, staff.pk
    )  # fmt: skip

    client.post(reverse("admin:aiplatform_prompt_text", args=[second.pk]), form | {"template": "Read it: {{text}}."})
    assert press(client, "submission", second.pk) == "Version 2 is a candidate. Its text never changes again."
    assert press(client, "promotion", second.pk, reason=" ") == "Say why this version should be used."
    assert press(client, "retirement", second.pk) == "Version 2 is retired."
    assert states(prompt) == {1: "production", 2: "retired"}
    page = client.get(reverse("admin:aiplatform_prompt_change", args=[prompt.pk])).content.decode()
    assert [word in page for word in ("<ins> it:</ins>", "For tests", "First version")] == [True] * 3


def test_what_is_no_json_object_is_said_beside_the_field_and_nothing_typed_is_lost(client, staff):
    version = in_production()
    form = {"template": "Mine {{text}}", "parameters": "[1]", "output_schema": "{", "note": "Try"}

    answer = client.post(reverse("admin:aiplatform_prompt_draft", args=[version.pk]), form)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "parameters": ["Write a JSON object: {…}."], "output_schema": ["Enter a valid JSON."]
    }  # fmt: skip
    assert "Mine {{text}}" in answer.content.decode()


RULES = "Write rules against {{failures}}."


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        (
            "template", "{{nonsense}} {{failures}}",
            "There is no value for {{nonsense}}. It may name {{system}}, {{template}}, {{failures}}.",
        ),
        ("template", "{{failures}} {{broken", "'{{' is not part of a variable such as {{name}}."),
        ("template", "{{> nopart}} {{failures}}", "There is no part 'nopart'."),
        (
            "template", "Say hello",
            "Name what is to be read: at least one of {{system}}, {{template}}, {{failures}}.",
        ),
        ("system", "You read {{failures}}.", "The system prompt may not name a text that people wrote."),
        ("parameters", '{"temperature": "hot"}', "temperature must be a number from 0 to 2."),
        ("parameters", '{"max_output_tokens": -5}', "max_output_tokens must be a whole number from 1 to 128000."),
        ("output_schema", '{"type": "banana"}', "the schema: there is no type 'banana'; types are object, array, string, number, integer,"
            " boolean, null."),
        ("note", "The same again", None),
    ],
)  # fmt: skip
def test_a_text_that_no_model_can_be_asked_with_is_refused_beside_the_field(client, staff, field, text, fault):
    version = in_production(a_prompt("propose_prompt"), template=RULES)
    form = {"system": "", "template": RULES, "parameters": "", "output_schema": "", "note": "Try"} | {field: text}

    answer = client.post(reverse("admin:aiplatform_prompt_draft", args=[version.pk]), form)

    where, words = ("__all__", prompts.SAME.format(number=1)) if fault is None else (field, fault)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {where: [words]})
    assert states(version.prompt) == {1: "production"}


def test_a_draft_that_cannot_be_used_is_not_frozen(client, staff):
    version = in_production(a_prompt("propose_prompt"), template=RULES)
    broken = a_draft(version.prompt, template="Write rules against {{faults}}.", parameters={"models": 5})
    copy = a_draft(version.prompt, template=RULES)

    assert press(client, "submission", broken.pk) == (
        'Version 2 cannot be used. models must name a model for each provider, such as {"openai": "…"}; providers are openai,'
        " anthropic, compatible, fake. There is no value for {{faults}}. It may name {{system}}, {{template}},"
        " {{failures}}."
    )
    assert press(client, "submission", copy.pk) == prompts.SAME.format(number=1)
    assert states(version.prompt) == {1: "production", 2: "draft", 3: "draft"}


def test_a_part_is_looked_at_in_the_prompts_that_name_it():
    part = a_prompt("")
    in_production(part, template="Be brief.")
    in_production(a_prompt("propose_prompt"), system=f"{{{{> {part.key}}}}}", template=RULES)

    assert prompts.text_faults(part, template="Be kind.") == {}
    assert prompts.text_faults(part, template="Be kind to {{failures}}.") == {
        "template": ["The system prompt may not name a text that people wrote."]
    }
    assert prompts.text_faults(part, template=f"Again {{{{> {part.key}}}}}") == {
        "template": ["Parts are nested deeper than 5: one may contain itself."]
    }


def test_the_promotion_page_shows_both_versions_with_what_is_known_of_them(client, staff):
    first = in_production(template="Read {{text}}.")
    with using("ops"):
        second = prompts.submit(a_draft(first.prompt, template="Study {{text}}."), by=None)
    person = UserFactory()
    an_answer(a_call(person, prompt_version=first), person)

    answer = client.get(reverse("admin:aiplatform_prompt_promotion", args=[second.pk]))

    figures = answer.context["figures"]
    assert [(one.number, found.requests) for one, found in figures] == [(1, 1), (2, 0)]
    assert "<del>Read</del><ins>Study</ins>" in answer.content.decode()


@pytest.mark.parametrize("name", ["draft", "text", "promotion"])
def test_the_pages_are_for_staff_who_may(client, name):
    version = in_production()
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse(f"admin:aiplatform_prompt_{name}", args=[version.pk])).status_code == 403


def test_the_list_asks_as_often_for_three_prompts_as_for_one(client, staff, django_assert_num_queries):
    in_production()
    address = reverse("admin:aiplatform_prompt_changelist")
    client.get(address)
    with django_assert_num_queries(8, using="ops"):
        client.get(address)
    in_production()
    a_draft(a_prompt())
    with django_assert_num_queries(8, using="ops"):
        client.get(address)


def test_use_adds_up_by_every_group_and_says_what_is_unpriced(client, staff):
    ada, ben = UserFactory(), UserFactory()
    version = in_production()
    an_answer(a_call(ada, prompt_version=version), ada)
    an_answer(a_call(ada), ada, state="failed", served="deterministic", usage=None, price=None, output=None)
    an_answer(a_call(ben, capability="other"), ben, price=None)
    a_call(ben)

    answer = client.get(reverse("admin:aiplatform_usage"))

    total = answer.context["total"]
    assert (total.calls, total.failed, total.deterministic, total.unanswered) == (4, 1, 1, 1)
    assert (total.unpriced, total.over_budget) == (2, 0)
    assert total.cost_usd == sum(day.cost_usd for day in answer.context["series"]) > 0
    for _, _, rows, _ in answer.context["groups"]:
        assert (sum(row.calls for row in rows), sum(row.cost_usd for row in rows)) == (4, total.cost_usd)
    narrowed = client.get(reverse("admin:aiplatform_usage"), {"owner": ada.pk, "days": "7"}).context
    assert (narrowed["total"].calls, len(narrowed["series"])) == (2, 7)
    assert client.get(reverse("admin:aiplatform_usage"), {"version": "x", "days": "y"}).context["total"].calls == 4


def test_use_shows_what_people_asked_and_trials_on_demand_and_over_budget_apart_from_failed(client, staff):
    person = UserFactory()
    an_answer(a_call(person), person)
    without = {"state": "failed", "served": "deterministic", "usage": Usage(), "price": None, "output": None}
    an_answer(a_call(person), person, **without, finish_reason="over_budget")
    an_answer(a_call(person), person, **without)
    with using("ops"):  # as trials ask
        record.start(by=None, owner=None, capability="test_capability", rendered={}, input={"text": "Made up"})

    peoples, every = (client.get(reverse("admin:aiplatform_usage"), query) for query in ({}, {"calls": "all"}))

    assert [one.context["total"].calls for one in (peoples, every)] == [3, 4]
    total = peoples.context["total"]
    assert (total.failed, total.over_budget, [day.failed for day in peoples.context["series"]][-1]) == (1, 1, 1)
    pages = [one.content.decode() for one in (peoples, every)]
    assert [("Calls of people" in page, "All calls, trials" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]


def test_a_day_without_calls_is_there_with_zeros():
    with using("ops"):
        scope = usage.Scope(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 3, 12, tzinfo=dt.UTC))
        assert usage.by_day(scope) == [usage.Day(dt.date(2026, 1, day), 0, 0, Decimal(0)) for day in (1, 2, 3)]
        assert usage.total(scope).error_share == 0


def test_words_in_a_chart_are_escaped():
    assert "<b>" not in bars([("<b>", 1.0, "<b>")], title="<b>")


def test_a_call_opens_with_its_attempts_and_its_words(client, staff):
    person = UserFactory()
    call = a_call(person, words="Words of <b>the</b> person", prompt_version=in_production())
    an_answer(call, person)

    page = client.get(reverse("admin:aiplatform_airequest_change", args=[call.pk])).content.decode()
    shown = client.get(reverse("admin:aiplatform_airequest_changelist"), {"owner__id__exact": person.pk})

    assert [words in page for words in ("Words of &lt;b&gt;the", "An answer", "Attempt 1: succeeded")] == [True] * 3
    assert [row.pk for row in shown.context["cl"].result_list] == [call.pk]
    assert client.get(reverse("admin:aiplatform_airequest_change", args=["x"])).status_code == 404


def test_budgets_say_what_is_spent_and_left_and_prices_which_of_them_hold(client, staff):
    with using("ops"):
        Budget.objects.create(scope="user", period="month", cap_usd=Decimal(2))
    a_reservation(UserFactory(), "0.50")
    person = UserFactory()
    spent = a_reservation(person, "2.00")
    money.settle(money.Reservation(spent.pk, spent.amount_usd), by=person, cost=Decimal("1.25"))
    with using("ops"):
        Budget.objects.create(scope="all", period="day", cap_usd=Decimal(0))
    a_model_price("fake", "priced-*", from_date=dt.date(2020, 1, 1), input=Decimal("1.50"))
    a_model_price("fake", "priced-*", from_date=dt.date(2021, 1, 1), input=Decimal("0.75"))

    budgets = client.get(reverse("admin:aiplatform_budget_changelist"))
    found = [[str(cell) for cell in row[1:]] for row in _cells(budgets)]
    assert found == [
        ["Day (UTC)", "$0.00", "$0.00", "$0.00", "$0.00", "nothing may be spent"],
        ["Month (UTC)", "$2.00", "$1.25 by 2", "$0.50", "$0.75 at least", "62%"],
    ]
    prices = client.get(reverse("admin:aiplatform_modelprice_changelist"), {"q": "priced"})
    assert [(row[2], row[7]) for row in _cells(prices)] == [("0.75", "01 Jan 2021"), ("1.5", "01 Jan 2020, replaced")]


def _add(client, model, **values):
    """What the admin says to a new row: its messages, else the errors of its form by field."""
    answer = client.post(reverse(f"admin:aiplatform_{model}_add"), values, follow=True)
    form = answer.context.get("adminform")
    return dict(form.form.errors) if form else [re.sub(r"<[^>]+>", "", str(one)) for one in answer.context["messages"]]


def test_a_budget_is_for_somebody_who_is_found(client, staff):
    ada, company = UserFactory(email="ada@lovelace.example"), CompanyFactory(name="Analytical Engines")
    base = {"period": "day", "cap_usd": "1"}

    assert _add(client, "budget", scope="user", person="not-a-uuid", **base) == {
        "person": ["Nobody has this e-mail address or id."]
    }
    assert list(_add(client, "budget", scope="capability", capability="nonsense", **base)) == ["capability"]
    assert _add(client, "budget", scope="all", person=ada.email, **base) == {
        "person": ["Leave this empty, or choose this kind of budget."]
    }
    assert _add(client, "budget", scope="all", period="day", cap_usd="-1") == {
        "__all__": ["A cap is not negative; 0 allows no call."]
    }
    said = _add(client, "budget", scope="user", person="Ada@Lovelace.example", **base)
    assert said == [f"The budget “Person {ada.pk}, $1.00 a day” was added successfully."]
    assert _add(client, "budget", scope="user", person=str(ada.pk), **base) == {
        "__all__": ["There is a budget of this kind already; change that one."]
    }
    _add(client, "budget", scope="company", company="analytical engines", **base)
    _add(client, "budget", scope="capability", capability="propose_prompt", **base)
    with using("ops"):
        kept = list(Budget.objects.order_by("scope").values_list("scope", "key"))
        Budget.objects.create(scope="user", key="not-a-uuid", period="month", cap_usd=Decimal(1))
    assert kept == [("capability", "propose_prompt"), ("company", str(company.pk)), ("user", str(ada.pk))]
    assert [row[0] for row in _cells(client.get(reverse("admin:aiplatform_budget_changelist")))] == [
        "Capability propose_prompt", "Company Analytical Engines", "Person ada@lovelace.example",
        "Person not-a-uuid, who is gone",
    ]  # fmt: skip


def test_a_price_says_what_a_missing_class_means_and_refuses_in_words(client, staff):
    price = {"provider": "openai", "pattern": "gpt-6-*", "from_date": "2026-11-01", "above_tokens": "0"}
    price |= {"input": "1", "output": "5", "reasoning": "5", "source": "Price list of 1 November 2026"}

    assert _add(client, "modelprice", **price | {"input": "-1"}) == {"__all__": ["A price is not negative."]}
    assert _add(client, "modelprice", **price) == [
        "Cache reads have no price: they are counted at that of input, an upper bound.",
        "Cache writes have no price: a call that writes to the cache has no known cost.",
        "The model price “openai gpt-6-* from 2026-11-01” was added successfully.",
    ]


def _cells(answer):
    """The words of a list of the admin, row by row."""
    rows = re.findall(r"<tr>(<th class=.field.*?)</tr>", answer.content.decode(), re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows
    ]
