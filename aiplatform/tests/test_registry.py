"""Versions of prompts: numbers without gaps, texts that never change once fixed, one in production, the way back."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import DatabaseError, connection, connections

from accounts.tests.factories import UserFactory
from aiplatform.models import Promotion, PromptVersion
from aiplatform.services import PromptError, prompts
from aiplatform.tests.factories import a_draft, a_prompt, in_production
from careercopilot.db.connections import admin_url
from careercopilot.db.router import using

# Staff write on a connection of their own; what they write must be stored before the web role can read it.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


def states(prompt):
    return list(PromptVersion.objects.filter(prompt=prompt).order_by("number").values_list("number", "state"))


def run_all(jobs):
    """Every function in a thread of its own, all at once; the answers or errors."""
    found = []
    gate = threading.Barrier(len(jobs))

    def one(job):
        try:
            gate.wait()
            found.append(job())
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_version_goes_from_draft_to_candidate_to_production_and_is_found_by_the_gateway():
    person, prompt = UserFactory(is_staff=True), a_prompt("analyze_resume")
    first = a_draft(prompt, template="One {{resume}}", parameters={"temperature": 0.2}, note="The first")
    assert (first.number, first.state) == (1, "draft")
    with pytest.raises(PromptError, match="no prompt in production"):
        prompts.chosen("analyze_resume", by=person)

    promotion = prompts.promote(prompts.submit(first, by=person), by=person, reason="It is the first")

    assert (promotion.kind, promotion.by, promotion.from_version) == ("first", person, None)
    found = prompts.chosen("analyze_resume", by=person)
    assert (found.pk, found.sha256) == (
        first.pk,
        prompts.digest_of("", "One {{resume}}", {"temperature": 0.2}, {}),
    )


def test_a_new_promotion_retires_the_former_and_a_rollback_brings_it_back():
    prompt = a_prompt()
    first, second, third = (in_production(prompt, template=f"{n}") for n in range(3))
    assert states(prompt) == [(1, "retired"), (2, "retired"), (3, "production")]

    back = prompts.rollback(prompt, by=None, reason="It got worse")
    assert (back.kind, back.version.pk, back.from_version.pk) == ("rollback", second.pk, third.pk)
    assert states(prompt) == [(1, "retired"), (2, "production"), (3, "retired")]

    # What was put in place of the version that came back goes back to that one, not to the one that misbehaved.
    in_production(prompt, template="4")
    prompts.rollback(prompt, by=None, reason="Also worse")
    assert states(prompt)[1] == (2, "production")
    prompts.rollback(prompt, by=None, reason="And worse")
    assert states(prompt)[0] == (1, "production")
    with pytest.raises(PromptError, match="no version to go back to"):
        prompts.rollback(prompt, by=None, reason="Once more")
    with using("ops"):
        kinds = list(Promotion.objects.filter(prompt=prompt).order_by("at").values_list("kind", flat=True))
    assert kinds == ["first", "promotion", "promotion", "rollback", "promotion", "rollback", "rollback"]


def test_only_drafts_are_edited_and_only_candidates_promoted():
    draft = a_draft()
    edited = prompts.edit(draft, by=None, template="Better {{text}}", note="Better")
    assert (edited.template, edited.sha256) == ("Better {{text}}", prompts.digest_of("", "Better {{text}}", {}, {}))
    with pytest.raises(PromptError, match="Only a candidate can be promoted; this version is draft"):
        prompts.promote(draft, by=None, reason="Now")
    candidate = prompts.submit(draft, by=None)
    with pytest.raises(PromptError, match="Only a draft can be edited"):
        prompts.edit(candidate, by=None, template="Other")
    with pytest.raises(PromptError, match="Say why"):
        prompts.promote(candidate, by=None, reason="  ")
    person = UserFactory()
    with pytest.raises(PromptError, match="another person"):
        prompts.promote(candidate, by=person, second=person, reason="Both me")
    assert prompts.retire(candidate, by=None).state == "retired"
    with pytest.raises(PromptError, match="can not become"):
        prompts.submit(candidate, by=None)


FORBIDDEN = [
    ("default", "insert into aiplatform_prompt select * from aiplatform_prompt"),
    ("default", "update aiplatform_promptversion set template = ''"),
    ("default", "delete from aiplatform_promptversion"),
    ("default", "select * from aiplatform_promotion"),
    ("default", "select promote_prompt_to_production(id, null, 'me') from aiplatform_promptversion"),
    ("default", "select rollback_prompt(prompt_id, null, 'me') from aiplatform_promptversion"),
    ("default", "select edit_prompt_draft(id, '', '', '{}', '{}', '', '') from aiplatform_promptversion"),
    ("ops", "update aiplatform_promptversion set state = 'production'"),
    ("ops", "update aiplatform_promptversion set template = ''"),
    ("ops", "delete from aiplatform_promptversion"),
    ("ops", "delete from aiplatform_prompt"),
    ("ops", "insert into aiplatform_promotion select * from aiplatform_promotion"),
    ("ops", "update aiplatform_promotion set reason = 'other'"),
    ("ops", "truncate aiplatform_promptversion cascade"),
]
# Each fails even for the superuser, whom no privilege binds.
REFUSED = [
    "update aiplatform_promptversion set template = 'other'",
    "update aiplatform_promptversion set number = 7",
    "update aiplatform_promptversion set state = 'candidate'",
    "delete from aiplatform_promptversion",
    "truncate aiplatform_promptversion cascade",
    "update aiplatform_promotion set reason = 'other'",
    "delete from aiplatform_promotion",
    "truncate aiplatform_promotion",
    "insert into aiplatform_promptversion select (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid()))).*"
    " from aiplatform_promptversion v",
]


def test_no_serving_role_holds_the_privilege():
    in_production()
    for alias, statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute(statement)


def test_triggers_hold_where_a_privilege_was_given_by_mistake():
    in_production()
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        for statement in REFUSED:
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation), opened.transaction():
                opened.execute(statement)


def test_a_promotion_is_on_record_under_who_acts():
    person, other = UserFactory(is_staff=True), UserFactory(is_staff=True)
    candidate = prompts.submit(a_draft(), by=person)
    with (
        pytest.raises(DatabaseError, match="under the person who acts"),
        using("ops"),
        prompts.acting_as(person, using="ops"),
        connections["ops"].cursor() as cursor,
    ):
        cursor.execute("select promote_prompt_to_production(%s, %s, 'not me')", [candidate.pk, other.pk])


def test_an_erased_person_leaves_the_history_whole():
    person = UserFactory(is_staff=True)
    version = prompts.submit(a_draft(), by=person)
    promotion = prompts.promote(version, by=person, reason="Good")
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        opened.execute("delete from accounts_user where id = %s", [person.pk])
    with using("ops"):
        kept = Promotion.objects.get(pk=promotion.pk)
    assert (kept.by_id, kept.reason) == (None, "Good")


def test_sixteen_promotions_at_once_leave_one_in_production_each_on_record():
    prompt = a_prompt()
    candidates = [prompts.submit(a_draft(prompt, template=str(n)), by=None) for n in range(16)]

    found = run_all([lambda v=version: prompts.promote(v, by=None, reason="Race") for version in candidates])

    assert [answer for answer in found if isinstance(answer, Exception)] == []
    assert sorted(state for _, state in states(prompt)) == ["production"] + ["retired"] * 15
    with using("ops"):
        chain = list(Promotion.objects.filter(prompt=prompt).order_by("at").values_list("from_version", "version"))
    # Each took the place of the one before it: no two saw the same one in production.
    assert [before for before, _ in chain[1:]] == [after for _, after in chain[:-1]]
    assert len(chain) == 16


def test_the_same_candidate_is_promoted_once_by_sixteen_at_once():
    candidate = prompts.submit(a_draft(), by=None)
    found = run_all([lambda: prompts.promote(candidate, by=None, reason="Race")] * 16)
    assert sum(isinstance(answer, Promotion) for answer in found) == 1
    assert sum(isinstance(answer, PromptError) for answer in found) == 15


def test_sixteen_drafts_at_once_are_numbered_without_gaps():
    prompt = a_prompt()
    found = run_all([lambda n=n: a_draft(prompt, template=str(n)) for n in range(16)])
    assert sorted(version.number for version in found) == list(range(1, 17))


def test_a_number_is_not_lost_with_a_transaction_that_fails():
    prompt = a_prompt()
    a_draft(prompt)
    with pytest.raises(DatabaseError), using("ops"):
        PromptVersion.objects.create(prompt=prompt, template="x", sha256="no digest")
    assert a_draft(prompt).number == 2
