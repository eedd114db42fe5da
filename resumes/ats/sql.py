"""Writes resumes/sql/ats_score.sql from the RULES table: python -m resumes.ats.sql"""

from __future__ import annotations

from pathlib import Path

from resumes.ats.rules import ATS_VERSION, RULES, RULES_NUMBER

OUT = Path(__file__).resolve().parent.parent / "sql" / "ats_score.sql"


def statement() -> str:
    """The CREATE FUNCTION statement; its figures are those of RULES."""
    rows = ",\n".join(f"        ('{rule.key}', {rule.each}, {rule.cap})" for rule in RULES)
    # Identifiers and figures of a table in code: nothing here comes from outside.
    return f"""-- Written by `python -m resumes.ats.sql` from resumes/ats/rules.py ({ATS_VERSION}). Do not edit by hand.
-- The ATS score of a version's stored signals; NULL when the version is not visible to the caller or its signals
-- were made by other rules. STABLE and SECURITY INVOKER: row level security of the caller holds inside.
CREATE OR REPLACE FUNCTION calculate_ats_score(resume_version_id uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY INVOKER PARALLEL SAFE
AS $function$
    SELECT CASE
        WHEN (version.ats_signals ->> 'ats')::numeric IS DISTINCT FROM {RULES_NUMBER} THEN NULL
        ELSE round(least(100, greatest(0, 100 - (
            SELECT sum(round(least(rule.cap, rule.each * greatest(0, coalesce(
                (version.ats_signals ->> rule.key)::numeric, 0
            ))), 2))
            FROM (VALUES
{rows}
            ) AS rule (key, each, cap)
        ))))::integer
    END
    FROM resumes_resumeversion AS version
    WHERE version.id = calculate_ats_score.resume_version_id
$function$;
"""  # noqa: S608


def main() -> None:
    """Write the file beside the app's other SQL."""
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(statement(), encoding="utf-8")


if __name__ == "__main__":
    main()
