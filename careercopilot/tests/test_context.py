"""acting_as: whose rows a transaction sees."""

import pytest
from django.db import connection

from accounts.models import Run
from accounts.tests.factories import RunFactory, UserFactory
from careercopilot.db.context import acting_as, set_actor

pytestmark = pytest.mark.django_db


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def test_tests_connect_as_the_web_role():
    assert role() == "cc_app"


def test_rows_are_seen_by_their_owner_only():
    mine = RunFactory()
    other = UserFactory()

    with acting_as(mine.owner):
        assert list(Run.objects.all()) == [mine]
    with acting_as(other):
        assert list(Run.objects.all()) == []
    assert list(Run.objects.all()) == []


def test_acting_as_restores_who_acted_before():
    outer, inner = UserFactory(), UserFactory()

    with acting_as(outer):
        with acting_as(inner):
            pass
        assert set_actor(str(outer.pk)) == str(outer.pk)
    assert set_actor("") == ""
