-- What the audit counts: the scores on record instead of those that matches hold today. A match keeps one score and goes when
-- a newer resume or a better job takes its place, low scores first; the record has every score that was produced and stood
-- before its reader. Of a person and a job the last score in the period counts, once however often it was computed again.
drop function matching_bias_counts(timestamptz, timestamptz, text, uuid[]);
drop policy matching_match_audit on matching_match;

-- Scores in [since, before) of one ranker version (null: every) for these jobs (null: all), without demo people, and with
-- `applicants` only those of people who applied for the job: for each sex, each race or ethnicity, each pair of both, and
-- over all (null: over all; '': unknown) the people, their scores, and the scores above the median of all these scores.
-- As before: nothing by group before 20 people answered, and of a group of fewer than 5 people only how many they are.
create function matching_bias_counts(since timestamptz, before timestamptz, ranker text, jobs uuid[],
    applicants boolean)
  returns table (sex varchar, race_ethnicity varchar, people bigint, scores bigint, above bigint, median double precision)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with last as (
      select distinct on (r.owner_id, coalesce(r.job_id, r.match_id)) r.owner_id, r.score
        from public.matching_scorerecord r
       where r.scored_at >= matching_bias_counts.since and r.scored_at < matching_bias_counts.before
         and (matching_bias_counts.ranker is null or r.ranker_version = matching_bias_counts.ranker)
         and (matching_bias_counts.jobs is null or r.job_id = any(matching_bias_counts.jobs))
         and (not matching_bias_counts.applicants or exists (
           select 1 from public.matching_application a where a.owner_id = r.owner_id and a.job_id = r.job_id))
       order by r.owner_id, coalesce(r.job_id, r.match_id), r.scored_at desc, r.created_at desc, r.id
    ), scored as materialized (
      select l.owner_id, l.score,
             coalesce(nullif(a.sex, 'undisclosed'), '')::varchar as sex,
             coalesce(nullif(a.race_ethnicity, 'undisclosed'), '')::varchar as race_ethnicity
        from last l
        join public.accounts_user u on u.id = l.owner_id and not u.is_demo
        left join public.accounts_selfidentification a on a.owner_id = l.owner_id
    ), middle as (
      select percentile_cont(0.5) within group (order by s.score) as value from scored s
    ), answered as (
      select count(distinct s.owner_id) as people from scored s where s.sex <> '' or s.race_ethnicity <> ''
    ), counted as (
      select s.sex, s.race_ethnicity, count(distinct s.owner_id) as people, count(*) as scores,
             count(*) filter (where s.score > middle.value) as above
        from scored s cross join middle
       group by grouping sets ((), (s.sex), (s.race_ethnicity), (s.sex, s.race_ethnicity))
    )
    select c.sex, c.race_ethnicity, c.people, c.scores, case when c.people >= 5 then c.above end, middle.value
      from counted c cross join middle cross join answered
     where answered.people >= 20 or (c.sex is null and c.race_ethnicity is null)
  $$;
revoke execute on function matching_bias_counts(timestamptz, timestamptz, text, uuid[], boolean) from public, cc_app;

-- reverse
drop function matching_bias_counts(timestamptz, timestamptz, text, uuid[], boolean);
create policy matching_match_audit on matching_match for select to cc_owner using (true);
create function matching_bias_counts(since timestamptz, before timestamptz, ranker text, jobs uuid[])
  returns table (sex varchar, race_ethnicity varchar, people bigint, scores bigint, above bigint, median double precision)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with scored as materialized (
      select m.owner_id, m.score,
             coalesce(nullif(a.sex, 'undisclosed'), '')::varchar as sex,
             coalesce(nullif(a.race_ethnicity, 'undisclosed'), '')::varchar as race_ethnicity
        from public.matching_match m
        join public.accounts_user u on u.id = m.owner_id and not u.is_demo
        left join public.accounts_selfidentification a on a.owner_id = m.owner_id
       where m.scored_at >= matching_bias_counts.since and m.scored_at < matching_bias_counts.before
         and (matching_bias_counts.ranker is null or m.ranker_version = matching_bias_counts.ranker)
         and (matching_bias_counts.jobs is null or m.job_id = any(matching_bias_counts.jobs))
    ), middle as (
      select percentile_cont(0.5) within group (order by s.score) as value from scored s
    ), answered as (
      select count(distinct s.owner_id) as people from scored s where s.sex <> '' or s.race_ethnicity <> ''
    ), counted as (
      select s.sex, s.race_ethnicity, count(distinct s.owner_id) as people, count(*) as scores,
             count(*) filter (where s.score > middle.value) as above
        from scored s cross join middle
       group by grouping sets ((), (s.sex), (s.race_ethnicity), (s.sex, s.race_ethnicity))
    )
    select c.sex, c.race_ethnicity, c.people, c.scores, case when c.people >= 5 then c.above end, middle.value
      from counted c cross join middle cross join answered
     where answered.people >= 20 or (c.sex is null and c.race_ethnicity is null)
  $$;
revoke execute on function matching_bias_counts(timestamptz, timestamptz, text, uuid[]) from public, cc_app;
