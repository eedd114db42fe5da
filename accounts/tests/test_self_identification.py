"""Answers for the bias audit: the person's own alone, given, changed and withdrawn, and out of reach of what ranks."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.urls import reverse

from accounts.models import SelfIdentification
from accounts.self_identification import give_answers, own_answers, withdraw_answers
from accounts.tests.factories import UserFactory
from careercopilot.db.connections import admin_url
from careercopilot.db.context import acting_as

pytestmark = pytest.mark.django_db
URL = "accounts:self_identification"
TABLE = "accounts_selfidentification"


@pytest.fixture
def seeker(client):
    user = UserFactory()
    client.force_login(user)
    return user


def answers_of(user):
    with acting_as(user):
        kept = own_answers()
    return kept and (kept.sex, kept.race_ethnicity)


def post(client, **changes):
    return client.post(reverse(URL), {"sex": "female", "race_ethnicity": "asian", "agreed": "on"} | changes)


def test_answers_are_given_changed_and_withdrawn(client, seeker):
    assert answers_of(seeker) is None

    assert post(client).status_code == 302
    assert answers_of(seeker) == ("female", "asian")

    post(client, sex="undisclosed", race_ethnicity="")
    assert answers_of(seeker) == ("undisclosed", "")

    assert client.post(reverse("accounts:self_identification_withdrawal")).status_code == 302
    assert answers_of(seeker) is None


def test_the_page_shows_the_persons_own_answers_and_what_they_are_for(client, seeker):
    post(client)

    page = client.get(reverse(URL)).content.decode()

    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["female", "asian"]
    assert "changes no score" in page
    assert "Withdraw my answers" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agreed": ""}, "Without your agreement nothing is kept."),
        ({"sex": "", "race_ethnicity": ""}, "Answer at least one question"),
        ({"sex": "purple"}, "Select a valid choice"),
    ],
)
def test_nothing_is_kept_without_agreement_or_answer(client, seeker, changes, words):
    answer = post(client, **changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answers_of(seeker) is None


def test_nobody_reads_or_removes_anothers_answers(client, seeker):
    post(client)
    stranger = UserFactory()

    with acting_as(stranger):
        assert own_answers() is None
        assert withdraw_answers() is False
        give_answers(sex="male", race_ethnicity="")
    with acting_as(None):
        assert own_answers() is None
        assert withdraw_answers() is False

    assert answers_of(seeker) == ("female", "asian")
    assert answers_of(stranger) == ("male", "")


def test_nobody_gives_answers_as_nobody():
    with pytest.raises(ProgrammingError, match="nobody acts"), transaction.atomic(), acting_as(None):
        give_answers(sex="male", race_ethnicity="")


@pytest.mark.parametrize(
    "statement",
    [
        f"select 1 from {TABLE}",
        f"select count(*) from {TABLE}",
        f"insert into {TABLE} (id, owner_id, sex, race_ethnicity, consent, created_at, updated_at)"
        " values (gen_random_uuid(), app_user_id(), 'male', '', '', now(), now())",
        f"update {TABLE} set sex = 'male'",
        f"delete from {TABLE}",
    ],
)
def test_the_role_that_matches_holds_no_right_on_the_table(seeker, statement):
    with (
        pytest.raises(ProgrammingError, match=f"permission denied for table {TABLE}"),
        transaction.atomic(),
        acting_as(seeker),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_model_cannot_be_queried_by_the_product(seeker):
    with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(seeker):
        SelfIdentification.objects.exists()


@pytest.mark.django_db(databases=["default", "ops"], transaction=True)
def test_staff_read_no_answers_either():
    person = UserFactory()
    with acting_as(person):
        give_answers(sex="male", race_ethnicity="white")

    for statement in (f"select 1 from {TABLE}", "select * from accounts_own_self_identification()"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting_as(person, using="ops"),
            connections["ops"].cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_answers_go_with_the_person():
    person = UserFactory()
    with acting_as(person):
        give_answers(sex="male", race_ethnicity="white")

    person.delete()

    with psycopg.connect(admin_url(connection.settings_dict["NAME"])) as admin:
        assert admin.execute(f"select count(*) from {TABLE}").fetchone() == (0,)


def test_nothing_that_ranks_names_the_answers():
    """The web role could ask for a person's own answers while it acts for them; so no code of matching may ask."""
    root = Path(__file__).resolve().parents[2]
    allowed = {
        "0012_bias_audit.sql",
        "0012_bias_audit.py",
        "0014_bias_audit_records.sql",
        "bias_audit.py",
        "bias_report.py",
    }
    naming = [
        str(path.relative_to(root))
        for app in ("matching", "resumes", "aiplatform")
        for path in (root / app).rglob("*")
        if path.suffix in {".py", ".sql"} and "tests" not in path.parts and path.name not in allowed
        # A migration may come after the one that made the table.
        if "selfidentification" in (text := path.read_text(encoding="utf-8").lower())
        or "self_identification" in text.replace("0005_self_identification", "")
    ]
    assert naming == []


def test_a_strangers_key_finds_nothing(seeker):
    with acting_as(uuid.uuid4()):
        assert own_answers() is None
