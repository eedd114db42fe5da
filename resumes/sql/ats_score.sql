-- Written by `python -m resumes.ats.sql` from resumes/ats/rules.py (ats-1). Do not edit by hand.
-- The ATS score of a version's stored signals; NULL when the version is not visible to the caller or its signals
-- were made by other rules. STABLE and SECURITY INVOKER: row level security of the caller holds inside.
CREATE OR REPLACE FUNCTION calculate_ats_score(resume_version_id uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY INVOKER PARALLEL SAFE
AS $function$
    SELECT CASE
        WHEN (version.ats_signals ->> 'ats')::numeric IS DISTINCT FROM 1 THEN NULL
        ELSE round(least(100, greatest(0, 100 - (
            SELECT sum(round(least(rule.cap, rule.each * greatest(0, coalesce(
                (version.ats_signals ->> rule.key)::numeric, 0
            ))), 2))
            FROM (VALUES
        ('image_only_pages', 30, 60),
        ('garbled_characters', 0.25, 15),
        ('mixed_columns', 0.02, 12),
        ('tables', 1.5, 3),
        ('text_boxes', 3, 6),
        ('contact_in_header', 4, 4),
        ('tiny_text', 1, 1),
        ('hidden_text', 8, 16),
        ('no_name', 5, 5),
        ('no_email', 10, 10),
        ('no_phone', 4, 4),
        ('no_location', 2, 2),
        ('no_experience', 15, 15),
        ('no_education', 4, 4),
        ('no_skills', 6, 6),
        ('odd_headings', 0.5, 2),
        ('thin_text', 0.05, 8),
        ('undated_work', 3, 9),
        ('reversed_dates', 3, 6),
        ('future_start', 2, 4),
        ('mixed_dates', 1, 1),
        ('work_order', 1, 1),
        ('gaps', 0, 0),
        ('bare_work', 2, 6),
        ('weak_openings', 0.01, 8),
        ('no_results', 0.01, 6),
        ('few_numbers', 0.02, 5),
        ('long_bullets', 0.5, 3),
        ('short_bullets', 0.25, 2),
        ('tense', 0.25, 2),
        ('first_person', 0.25, 1),
        ('repeated_openings', 0.5, 2),
        ('missing_must', 0.025, 25),
        ('missing_nice', 0.005, 5)
            ) AS rule (key, each, cap)
        ))))::integer
    END
    FROM resumes_resumeversion AS version
    WHERE version.id = calculate_ats_score.resume_version_id
$function$;
