"""What the database's own catalogue says about row security; tests and `check_isolation` ask the same questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

# Tables without row security, each with its reason.
EXEMPT = {
    "accounts_user": "log-in finds the row before anyone acts",
    "accounts_user_groups": "rights of staff, read at log-in",
    "accounts_user_user_permissions": "rights of staff, read at log-in",
    "aiplatform_prompt": "the texts we send, no person's data; the web role may only read",
    "aiplatform_promptversion": "the texts we send, no person's data; the web role may only read",
    "aiplatform_split": "which share of people gets which version, no person's data; the web role may only read",
    "aiplatform_modelprice": "what vendors ask; the web role may only read",
    "matching_rankerversion": "everybody's scores come from it; the web role may only read",
    "resumes_skill": "public reference data",
    "resumes_skillalias": "public reference data",
    "careercopilot_cache": "counters of rate limits",
    "accounts_ratelimit": "counters of the API's limits, digests only",
    "setup_step": "which set-up steps were done, no person's data",
    "job_effect": "notes of the work queue, keys only",
    "django_session": "found by its secret key before anyone acts",
}
# Tables that serving roles may not touch at all; functions with their owner's rights stand between.
SEALED = {"accounts_selfidentification": "answers for the bias audit, which nothing that ranks may read"}
EXEMPT_PREFIXES = ("django_", "auth_", "account_", "socialaccount_", "mfa_", "usersessions_", "procrastinate_")
SERVING_ROLES = ("cc_app", "cc_ops")


@dataclass(frozen=True)
class Fault:
    """Something in the catalogue that lets a role past row security."""

    subject: str
    words: str


def _rows(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]


def owned_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that must have forced row security."""
    rows = _rows(
        connection,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1",
    )
    return [name for (name,) in rows if name not in EXEMPT and not name.startswith(EXEMPT_PREFIXES)]


def faults(connection: BaseDatabaseWrapper) -> list[Fault]:
    """Every table, role, view and function that breaks a rule of docs/security.md; empty when all holds."""
    found = []
    secured = {
        name
        for (name,) in _rows(
            connection,
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relrowsecurity and relforcerowsecurity",
        )
    }
    with_policy = {
        name for (name,) in _rows(connection, "select distinct tablename from pg_policies where schemaname = 'public'")
    }
    partitions = _partitions(connection)
    for table in owned_tables(connection):
        if table not in secured:
            found.append(Fault(table, "has no forced row security"))
        elif table not in with_policy and table not in partitions:
            found.append(Fault(table, "has no policy, so nobody can use it"))
    return found + _partition_faults(connection) + _role_faults(connection)


def _partitions(connection: BaseDatabaseWrapper) -> set[str]:
    """Partitions are read through their parents, whose policies apply."""
    rows = _rows(
        connection,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relispartition and relkind = 'r'",
    )
    return {name for (name,) in rows}


def _partition_faults(connection: BaseDatabaseWrapper) -> list[Fault]:
    """Partitions that a serving role could read or write past the policies of their parent."""
    rows = _rows(
        connection,
        "select c.relname, r.rolname from pg_class c, pg_roles r where c.relnamespace = 'public'::regnamespace"  # noqa: S608
        f" and c.relispartition and c.relkind = 'r' and r.rolname in {SERVING_ROLES}"
        " and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')",
    )
    return [Fault(name, f"is a partition that {role} reaches past its parent's policies") for name, role in rows]


def _role_faults(connection: BaseDatabaseWrapper) -> list[Fault]:
    """What roles, views and functions may do that they should not."""
    found = []
    roles = "('" + "', '".join(SERVING_ROLES) + "')"
    sealed = "('" + "', '".join(SEALED) + "')"
    for (name,) in _rows(
        connection,
        f"select rolname from pg_roles where rolname in {roles} and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",  # noqa: S608
    ):
        found.append(Fault(name, "can bypass row security or make roles"))
    for name, role in _rows(
        connection,
        "select c.relname, r.rolname from pg_class c, pg_roles r where c.relnamespace = 'public'::regnamespace"  # noqa: S608
        f" and c.relkind = 'r' and r.rolname in {roles}"
        " and (c.relowner = r.oid or has_table_privilege(r.oid, c.oid, 'truncate'))",
    ):
        found.append(Fault(name, f"is owned or truncatable by {role}"))
    for name, role in _rows(
        connection,
        "select c.relname, r.rolname from pg_class c, pg_roles r where c.relnamespace = 'public'::regnamespace"  # noqa: S608
        f" and c.relname in {sealed} and r.rolname in {roles}"
        " and (has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')"
        " or has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references'))",
    ):
        found.append(Fault(name, f"is sealed, and {role} holds a right on it"))
    for (name,) in _rows(
        connection,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'"
        " and not coalesce(reloptions @> array['security_invoker=true'], false)",
    ):
        found.append(Fault(name, "is a view that reads with its owner's rights"))
    for (name,) in _rows(
        connection,
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        " and not coalesce(array_to_string(proconfig, ',') like '%search_path%', false)",
    ):
        found.append(Fault(name, "runs with its owner's rights and no fixed search_path"))
    return found
