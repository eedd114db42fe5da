"""Promotion, rollback, and what scores when a ranker breaks: rows and files are broken for real."""

from __future__ import annotations

import json
import shutil
import threading
import time

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from accounts.tests.factories import UserFactory
from careercopilot.db.connections import admin_url
from careercopilot.db.router import using
from matching import rankers, services
from matching.ml import fallback
from matching.ml.ranker import META_FILE, MODEL_FILE, exported_choice, load_ranker
from matching.models import RankerVersion
from matching.scoring import active_ranker_version, scorer
from matching.services.rankers import promote, register_shipped, rollback
from matching.tests.factories import AT
from matching.tests.rankers import kept, small

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "ops"])


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A data folder and shipped files of the test's own; what this process scores with is forgotten afterwards."""
    text, meta = small(1)
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / MODEL_FILE).write_text(text)
    (shipped / META_FILE).write_text(json.dumps(meta))
    for module in ("matching.rankers", "matching.ml.ranker"):
        monkeypatch.setattr(f"{module}.SHIPPED", shipped)
    monkeypatch.setattr("matching.rankers.home_folder", lambda: tmp_path)
    rankers.forget()
    yield tmp_path
    rankers.forget()


def version(seed):
    return small(seed)[1]["version"]


def superuser(statement, *values):
    """Change a row as nobody in the product can, triggers off."""
    with psycopg.connect(admin_url(connection.settings_dict["NAME"]), autocommit=True) as opened:
        opened.execute("set session_replication_role = replica")
        opened.execute(statement, values)


def states():
    return dict(RankerVersion.objects.values_list("version", "state"))


def test_promotion_makes_one_active_and_rollback_goes_back_to_the_shipped_one():
    staff = UserFactory(is_staff=True)
    for seed in (2, 3):
        kept(seed)
    assert rankers.look().version == version(1)

    promote(version(2), by=staff, at=AT, note="first")
    row = promote(version(3), by=staff, at=AT.replace(hour=12))
    assert (row.promoted_by, row.promoted_at, active_ranker_version()) == (staff, AT.replace(hour=12), version(3))
    assert states() == {version(2): "retired", version(3): "active"}

    assert rollback(by=staff, at=AT, note="worse").version == version(2) == active_ranker_version()
    assert RankerVersion.objects.get(version=version(3)).note == "worse"
    assert rollback(by=staff, at=AT) is None
    assert (active_ranker_version(), states()) == (version(1), {version(2): "retired", version(3): "retired"})
    with pytest.raises(services.RankerError, match="No promoted ranker is active"):
        rollback(by=staff, at=AT)
    assert promote(version(3), by=staff, at=AT).state == "active"


def test_what_was_found_against_a_ranker_stops_its_promotion_in_words():
    kept(2, refusals=["The gain is too small.", "It got worse where level is senior."])
    text = "Not promoted. The gain is too small. It got worse where level is senior."

    with pytest.raises(services.RankerError) as refused:
        promote(version(2), by=None, at=AT)

    assert (refused.value.message, refused.value.code) == (text, "refused")
    assert states() == {version(2): "candidate"}


@pytest.mark.parametrize(("name", "says"), [("ranker-none", "no ranker"), ("active", "already")])
def test_unknown_and_active_versions_are_refused(name, says):
    kept(2)
    promote(version(2), by=None, at=AT)

    with pytest.raises(services.RankerError, match=says):
        promote(version(2) if name == "active" else name, by=None, at=AT)


def test_the_shipped_ranker_is_kept_once_and_stands_by():
    assert register_shipped().pk == register_shipped().pk
    row = RankerVersion.objects.get()

    assert (row.version, row.state, row.origin) == (version(1), "standby", "shipped")
    with pytest.raises(services.RankerError, match="roll back to it"):
        promote(version(1), by=None, at=AT)


def test_a_broken_active_ranker_gives_way_to_the_one_before_the_shipped_one_and_the_rules():
    for seed in (2, 3):
        kept(seed)
        promote(version(seed), by=None, at=AT.replace(hour=seed))

    superuser("update matching_rankerversion set model_text = model_text || ' ' where version = %s", version(3))
    assert (rankers.look().version, rankers.look().wanted) == (version(2), version(3))
    assert rankers.current().reason == f"Ranker {version(3)} is not the one described: its SHA-256 differs."

    superuser("update matching_rankerversion set meta = meta || '{\"features\": []}' where version = %s", version(2))
    assert rankers.look().version == version(1)
    assert "made for other features" in rankers.current().reason

    (rankers.SHIPPED / MODEL_FILE).unlink()
    found = rankers.look()
    assert (found.version, found.source) == (fallback.VERSION, "fallback")
    assert scorer().origin.source == "fallback"
    assert "There is no ranker in" in found.reason

    superuser("update matching_rankerversion set model_text = rtrim(model_text, ' ') where version = %s", version(3))
    assert (rankers.look().version, rankers.look().reason) == (version(3), "")


def test_a_removed_active_row_leaves_the_shipped_one():
    kept(2)
    promote(version(2), by=None, at=AT)
    superuser("delete from matching_rankerversion")

    assert rankers.look().version == version(1)


def test_a_watching_process_notices_promotion_damage_and_rollback_within_a_second():
    for seed in (2, 3):
        kept(seed)
    rankers.look()
    stop = threading.Event()

    def until(wanted):
        started = time.monotonic()
        while rankers.current().version != wanted and time.monotonic() - started < 60:
            time.sleep(0.02)
        return rankers.current().version

    watcher = threading.Thread(target=rankers.watch, args=[stop])
    watcher.start()
    try:
        # As another process would: straight to the rows, nobody tells this one.
        superuser("update matching_rankerversion set state='active', promoted_at=now() where version = %s", version(2))
        assert until(version(2)) == version(2)
        superuser("update matching_rankerversion set model_text = '' where version = %s", version(2))
        assert until(version(1)) == version(1)
    finally:
        stop.set()
        watcher.join()
    assert rankers.WATCH_S <= 0.5


def test_a_page_asks_nothing(django_assert_num_queries):
    rankers.look()
    with django_assert_num_queries(0):
        assert rankers.current().key == f"ranker:{version(1)}"
        assert active_ranker_version() == version(1)


def test_promotion_writes_the_files_of_the_batch_tools_and_the_last_rollback_removes_them(home):
    for seed in (2, 3):
        kept(seed)
        promote(version(seed), by=None, at=AT.replace(hour=seed))

    assert load_ranker(home / "ranker").version == version(3) == exported_choice(home).ranker.version
    assert load_ranker(home / "ranker" / "previous").version == version(2)
    (home / "ranker" / MODEL_FILE).write_text("broken")
    assert exported_choice(home).ranker.version == version(2)
    shutil.rmtree(home / "ranker" / "previous")
    assert exported_choice(home).ranker.version == version(1)

    rollback(by=None, at=AT)
    rollback(by=None, at=AT)
    assert sorted(path.name for path in home.iterdir()) == ["shipped"]


def test_sixteen_promotions_at_once_leave_one_active():
    for seed in (2, 3):
        kept(seed)
    outcomes = []

    def one(number):
        try:
            outcomes.append(promote(version(2 + number % 2), by=None, at=AT).version)
        except services.RankerError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[number]) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 16
    assert set(outcomes) <= {version(2), version(3), "active"}
    assert sorted(states().values()) == ["active", "retired"]


@pytest.mark.parametrize(
    ("alias", "statement"),
    [
        ("default", "update matching_rankerversion set state = 'active'"),
        ("default", "insert into matching_rankerversion select * from matching_rankerversion"),
        ("default", "delete from matching_rankerversion"),
        ("ops", "delete from matching_rankerversion"),
        ("ops", "update matching_rankerversion set model_text = ''"),
        ("ops", "update matching_rankerversion set refusals = '[]'"),
    ],
)
def test_a_stored_ranker_never_changes_but_in_its_state(alias, statement):
    kept(2)
    with using(alias), pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
        cursor.execute(statement)


def test_the_trigger_holds_where_a_privilege_was_given_by_mistake():
    kept(2)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(admin_url(name)) as opened:
        for statement in ("update matching_rankerversion set sha256 = ''", "delete from matching_rankerversion"):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation), opened.transaction():
                opened.execute(statement)


def test_commands_promote_and_go_back(capsys):
    kept(2, refusals=["It got worse."])
    kept(3)
    with pytest.raises(CommandError, match="It got worse"):
        call_command("promote_ranker", version(2))
    call_command("promote_ranker", version(3))
    assert active_ranker_version() == version(3)
    call_command("rollback_ranker")
    assert active_ranker_version() == version(1)
    assert capsys.readouterr().out.splitlines() == [
        f"{version(3)} scores from now on.",
        "The shipped ranker scores from now on.",
    ]
    with pytest.raises(CommandError):
        call_command("rollback_ranker")
