"""Budgets: held before, settled after, never passed however many ask at once; alerts once each; prices by day and length."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection, connections

from accounts.tests.factories import CompanyFactory, UserFactory
from aiplatform import pricing
from aiplatform.models import Budget, BudgetAlert, BudgetUse, ModelPrice, Reservation
from aiplatform.services import MoneyError, money, price_list
from aiplatform.tests.factories import DAY, a_budget, a_model_price, a_reservation, a_usage, in_production
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from careercopilot.job_worker import drain
from careercopilot.jobs import JOBS

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])
TODAY = dt.date(2026, 11, 21)


def uses():
    """(scope, key, held, spent) of every budget's day or month."""
    with using("ops"):
        rows = BudgetUse.objects.select_related("budget").order_by("budget__scope", "key")
        return [(use.budget.scope, use.key, use.reserved_usd, use.spent_usd) for use in rows]


def levels():
    with using("ops"):
        return sorted(BudgetAlert.objects.values_list("level", flat=True))


def hold(person, amount="0.10", **more):
    return money.reserve(by=person, amount=Decimal(amount), **({"capability": "test_capability"} | more))


def usd(*values):
    return [Decimal(value) for value in values]


def test_fifty_at_once_never_pass_a_cap():
    """Fifty people's calls of 0.10 under a cap of 1.00 for everybody: ten get room, whatever the order."""
    a_budget("all", "1.00")
    a_budget("user", "0.35")
    people = [UserFactory() for _ in range(5)]
    found, gate = [], threading.Barrier(50)

    def one(person):
        try:
            gate.wait()
            found.append(hold(person))
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[people[number % 5]]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    held = [answer for answer in found if isinstance(answer, money.Reservation)]
    refused = [answer for answer in found if isinstance(answer, money.OverBudget)]
    assert (len(held), len(refused)) == (10, 40)
    assert sum(spent + reserved for scope, _, reserved, spent in uses() if scope == "all") == Decimal("1.00")
    by_person = [reserved for scope, _, reserved, _ in uses() if scope == "user"]
    assert max(by_person) <= Decimal("0.35")
    assert sum(by_person) == Decimal("1.00")  # what one budget refused, no other holds


def test_what_is_held_is_settled_with_the_cost_or_given_back():
    person = UserFactory()
    a_budget("user", "1.00")
    dear, free = hold(person, "0.40"), hold(person, "0.40")
    assert uses() == [("user", str(person.pk), *usd("0.80", "0"))]
    assert isinstance(hold(person, "0.21"), money.OverBudget)

    money.settle(dear, Decimal("0.15"), by=person)
    money.release(free, by=person)
    assert uses() == [("user", str(person.pk), *usd("0", "0.15"))]
    with acting_as(person):
        states = {row.pk: (row.state, row.cost_usd) for row in Reservation.objects.visible_to(person)}
    assert states == {dear.id: ("settled", Decimal("0.15")), free.id: ("released", Decimal(0))}
    with pytest.raises(MoneyError, match="can not be settled"):
        money.settle(dear, Decimal("0.01"), by=person)
    with pytest.raises(MoneyError, match="No reservation of this person"):
        money.settle(hold(person), Decimal("0.01"), by=UserFactory())
    with pytest.raises(MoneyError, match="not negative"):
        hold(person, "-1")


def test_a_call_counts_towards_each_of_its_budgets_and_one_of_its_own_goes_before_the_one_for_each():
    company, other = CompanyFactory(), CompanyFactory()
    recruiter = company.owner
    a_budget("all", "10", period="month")
    a_budget("company", "5")
    a_budget("capability", "2", key="analyze_resume")
    a_budget("user", "1")
    a_budget("user", "2", key=str(recruiter.pk))

    held = hold(recruiter, "1.50", capability="analyze_resume", company=company.pk)
    assert isinstance(held, money.Reservation)
    half = usd("1.50", "0")
    assert uses() == [
        ("all", "", *half),
        ("capability", "analyze_resume", *half),
        ("company", str(company.pk), *half),
        ("user", str(recruiter.pk), *half),
    ]
    over = hold(UserFactory(), "0.60", capability="analyze_resume")
    assert (over.scope, over.cap_usd, over.used_usd) == ("capability", *usd("2", "1.5"))
    left = "This function's budget for AI has less left today than this may cost."
    assert over.message == f"{left} What you see was made without a model."
    assert hold(UserFactory(), "1.10", capability="other").scope == "user"
    with pytest.raises(MoneyError, match="Not a company of this person"):
        hold(recruiter, company=other.pk)
    with pytest.raises(MoneyError, match="Nobody acts"):
        hold(None)


@pytest.mark.parametrize(
    ("cap", "spent", "why"),
    [
        ("0", "0", "This function's budget for AI allows no call today."),
        ("0.10", "0", "This function's budget for AI has less left today than this may cost."),
        ("0.10", "0.10", "This function's budget for AI is used up today."),
        ("0.50", "0.10", ""),
    ],
)
def test_whether_there_is_room_is_told_before_as_it_will_be(cap, spent, why):
    person = UserFactory()
    a_budget("capability", "1", key="analyze_resume")
    spender = UserFactory()
    money.settle(hold(spender, spent, capability="analyze_resume"), Decimal(spent), by=spender)
    Budget.objects.using("ops").update(cap_usd=Decimal(cap))

    asked = {"by": person, "capability": "analyze_resume", "amount": Decimal("0.28")}
    told = money.no_room(**asked)
    over = money.reserve(**asked)

    assert told == (over if why else None)
    assert (told.why if told else "") == why


def test_alerts_come_once_each_at_half_four_fifths_and_all():
    person = UserFactory()
    a_budget("user", "1.00")
    for cost, told in (("0.49", []), ("0.01", [50]), ("0.10", [50]), ("0.25", [50, 80]), ("0.15", [50, 80, 100])):
        money.settle(hold(person, cost), Decimal(cost), by=person)
        assert levels() == told
    assert isinstance(hold(person, "0.01"), money.OverBudget)
    assert levels() == [50, 80, 100]


def test_a_call_that_is_turned_away_is_the_full_alert():
    person = UserFactory()
    a_budget("user", "1.00")
    money.settle(hold(person, "0.95"), Decimal("0.95"), by=person)
    assert levels() == [50, 80]
    for _ in range(2):
        assert isinstance(hold(person, "0.10"), money.OverBudget)
    assert levels() == [50, 80, 100]


def test_a_call_without_a_price_holds_and_spends_the_assumed_amount():
    person = UserFactory()
    a_budget("user", "0.03")
    held = money.reserve(by=person, capability="x", amount=None)
    assert held.amount_usd == Decimal("0.02")
    money.settle(held, None, by=person)
    assert uses() == [("user", str(person.pk), *usd("0", "0.02"))]
    assert isinstance(money.reserve(by=person, capability="x", amount=None), money.OverBudget)
    with acting_as(person):
        assert Reservation.objects.get(pk=held.id).cost_usd is None  # not known stays not known


def test_money_held_by_a_process_that_died_is_spent_after_a_quarter_of_an_hour():
    person = UserFactory()
    a_budget("user", "1.00")
    old, fresh = hold(person, "0.30"), hold(person, "0.20")
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        opened.execute(
            "update aiplatform_reservation set created_at = now() - interval '16 minutes' where id = %s", [old.id]
        )
    JOBS["aiplatform.reservations"].enqueue(actor=None)
    JOBS["aiplatform.partitions"].enqueue(actor=None)  # as the web role, which may not make tables but by the function
    assert drain() == 2
    with connection.cursor() as cursor:
        cursor.execute("select ai_sweep_reservations()")
        assert cursor.fetchone() == (0,)
    assert uses() == [("user", str(person.pk), *usd("0.20", "0.30"))]
    money.settle(fresh, Decimal("0.20"), by=person)


def test_a_person_sees_their_own_budgets():
    person = UserFactory()
    with acting_as(person):
        assert money.own_budgets() == []
    a_budget("user", "1.00")
    a_budget("all", "9.00")
    hold(person, "0.10")
    for somebody, used in ((person, "0.10"), (UserFactory(), "0")):
        with acting_as(somebody):
            assert money.own_budgets() == [money.OwnBudget("day", *usd("1.00", used))]


FORBIDDEN = [
    ("default", "select * from aiplatform_budget"),
    ("default", "select * from aiplatform_budgetuse"),
    ("default", "select * from aiplatform_budgetalert"),
    ("default", "update aiplatform_modelprice set input = 0"),
    ("default", "update aiplatform_reservation set amount_usd = 0"),
    ("default", "delete from aiplatform_reservation"),
    ("default", "select * from ai_budgets_for(null, null, '')"),
    ("default", "select * from ai_note_alerts(null)"),
    ("default", "select * from ai_end_reservation(null, '', 0)"),
    ("ops", "update aiplatform_budgetuse set spent_usd = 0"),
    ("ops", "delete from aiplatform_budgetalert"),
    ("ops", "update aiplatform_reservation set amount_usd = 0"),
]


def test_no_serving_role_writes_money_past_the_functions():
    a_budget()
    a_reservation(UserFactory())
    for alias, statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute(statement)


def test_prices_are_those_of_the_day_of_the_longest_name_and_of_the_length():
    a_model_price("acme", "one*", input=Decimal(9))
    a_model_price("acme", "one-mini*", input=Decimal(1))
    a_model_price("acme", "one-mini*", input=Decimal(2), from_date=dt.date(2026, 11, 20))
    a_model_price("acme", "one-mini*", input=Decimal(4), from_date=dt.date(2026, 11, 20), above_tokens=1000)
    a_model_price("acme", "one-mini-x", input=Decimal(7))

    def unit(model, on=TODAY, **more):
        found = money.price_of("acme", model, on=on, **more)
        return found and found.input

    assert unit("one-large") == 9
    assert unit("one-mini-2026-05-01") == 2
    assert unit("one-mini-2026-05-01", prompt_tokens=1000) == 2
    assert unit("one-mini-2026-05-01", prompt_tokens=1001) == 4
    assert unit("one-mini", on=dt.date(2026, 11, 19)) == 1
    assert unit("one-mini-x") == 7
    assert unit("two") is None
    assert unit("one", on=dt.date(2026, 10, 31)) is None
    assert money.price_of("other", "one", on=TODAY) is None


def test_an_estimate_is_shown_before_the_click_and_bounds_the_cost():
    a_model_price("acme", "one", input=Decimal(1), cache_write=Decimal("1.25"), output=Decimal(5))
    version = in_production(system="S" * 400, template="T" * 600)
    given = {"provider": "acme", "on": TODAY, "max_output_tokens": 1000, "prompt_version": version}
    # 1,018 characters with the empty schema's two: 407 tokens and 500 around them, in at 1.25, 1,000 out at 5 a million.
    assert money.estimate("x", {"text": "a" * 4}, model="one", **given) == Decimal("0.00613375")
    assert money.estimate("x", {"text": "a"}, model="unknown", **given) is None


def test_the_shipped_prices_are_loaded_once_and_what_staff_changed_stays():
    prices, budgets = price_list.load()
    assert (prices, budgets) == (ModelPrice.objects.count(), 2)
    luna = money.price_of("openai", "gpt-6-luna-2026-10-01", on=TODAY)
    assert (luna.input, luna.output, luna.reasoning) == (Decimal("0.1"), Decimal("0.5"), Decimal("0.5"))
    long = money.price_of("anthropic", "claude-haiku-5-5", on=TODAY, prompt_tokens=100_001)
    assert (long.input, long.cache_read) == (Decimal("0.5"), Decimal("0.05"))
    assert all(row.source for row in ModelPrice.objects.all())
    with using("ops"):
        ModelPrice.objects.filter(pattern="gpt-6-luna").update(input=Decimal("0.3"))
        Budget.objects.filter(scope="user").delete()
    assert price_list.load() == (0, 0)
    assert money.price_of("openai", "gpt-6-luna", on=TODAY).input == Decimal("0.3")


def test_a_price_without_cache_reads_counts_them_as_input_and_says_so():
    a_model_price("openai", "cachy-*", cache_write=None)
    price = money.price_of("openai", "cachy-1", on=DAY)
    assert (price.cache_read, price.cache_write, price.reasoning) == (Decimal(1), None, Decimal(5))
    assert price.source == (
        "made up for tests (cache reads at the price of input, an upper bound; reasoning at the price of output, an upper bound)"
    )
    assert pricing.cost(a_usage(), price) == Decimal("0.00295000")  # (1000 + 200) x 1 + (300 + 50) x 5 USD a million
    assert pricing.cost(a_usage(cache_write_tokens=1), price) is None
