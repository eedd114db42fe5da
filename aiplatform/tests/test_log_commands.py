"""`verify_ai_log` and `replay_request`: what they say of a whole record and of a broken one."""

from __future__ import annotations

import json
import uuid
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.tests.factories import UserFactory
from aiplatform.services import record
from aiplatform.tests.factories import a_call, an_answer, in_production
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def intrude(*statements):
    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as opened:
        opened.execute("set session_replication_role = replica")
        for statement in statements:
            opened.execute(statement)


def test_the_command_names_the_first_broken_row_of_each_chain(tmp_path):
    people = [UserFactory() for _ in range(2)]
    asked = [a_call(person) for person in people for _ in range(2)]
    assert (
        run("verify_ai_log") == "2 chains, 4 requests, 0 responses: all as written; 0 of them have no words any more\n"
    )
    ends = tmp_path / "ends.jsonl"
    run("verify_ai_log", "--save", str(ends))
    a_call(people[0])
    assert json.loads(run("verify_ai_log", "--against", str(ends), "--json"))["broken"] == []

    intrude("update aiplatform_airequest set model = 'other' where chain_position = 2")
    with pytest.raises(CommandError) as caught:
        run("verify_ai_log")
    for person, request in ((people[0], asked[1]), (people[1], asked[3])):
        assert f"{person.pk}, row 2 (request {request.pk}): the row is not what was written" in str(caught.value)
    with pytest.raises(CommandError) as caught:
        run("verify_ai_log", "--owner", str(people[1].pk))
    assert str(people[0].pk) not in str(caught.value)


def test_a_chain_that_was_cut_with_its_end_is_found_by_what_was_kept_elsewhere(tmp_path):
    person = UserFactory()
    asked = [a_call(person) for _ in range(3)]
    ends = tmp_path / "ends.jsonl"
    run("verify_ai_log", "--save", str(ends))
    intrude(
        f"delete from aiplatform_airequest where id = '{asked[2].pk}'",
        f"update ai_chain_head set chain_position = 2, row_sha256 = '{asked[1].row_sha256}'",
    )
    assert run("verify_ai_log").startswith("1 chains, 2 requests")  # whole in itself
    with pytest.raises(CommandError, match="row 3 .*not the one that was kept elsewhere"):
        run("verify_ai_log", "--against", str(ends))
    ends.write_text("nothing\n")
    with pytest.raises(CommandError) as caught:
        run("verify_ai_log", "--against", str(ends))
    assert caught.value.returncode == 2


def test_a_call_is_shown_as_it_was_made_until_its_words_are_erased():
    person, version = UserFactory(), in_production(template="Read {{text}}.")
    asked = a_call(person, prompt_version=version, words="What the person wrote")
    an_answer(asked, person, output="What the model wrote")
    told = run("replay_request", str(asked.pk))
    assert "What the person wrote" in told
    assert "What the model wrote" in told
    assert "$0.0028" in told
    report = json.loads(run("replay_request", str(asked.pk), "--json"))
    assert (report["prompt"], report["faults"]) == (f"{version.prompt.key} 1", [])

    with acting_as(person):
        record.erase_payloads(by=person)
    with pytest.raises(CommandError, match="words of this call were erased"):
        run("replay_request", str(asked.pk))
    with pytest.raises(CommandError, match="no request on record"):
        run("replay_request", str(uuid.uuid4()))


def test_a_prompt_changed_after_the_call_is_named():
    person, version = UserFactory(), in_production()
    asked = a_call(person, prompt_version=version)
    intrude("update aiplatform_promptversion set template = 'other'")
    with pytest.raises(CommandError, match="text of the prompt version is not what it was"):
        run("replay_request", str(asked.pk))
    intrude(
        "update aiplatform_aipayload set content = jsonb_set(content, '{rendered}', '\"other\"')",
    )
    with pytest.raises(CommandError, match="not the one that was sent.*words kept with the row"):
        run("replay_request", str(asked.pk))
