-- The bias audit. What people said of themselves is out of reach of every serving role; this one function joins it with
-- stored scores and gives counts alone, to the staff role alone. It tells nothing by group before 20 people answered, and
-- of a group of fewer than 5 people only how many they are. It runs as cc_owner, whom FORCE binds; hence the policy.

create policy matching_match_audit on matching_match for select to cc_owner using (true);

-- Scores in [since, before) of one ranker version (null: every) for these jobs (null: all), without demo people: for each
-- sex, each race or ethnicity, each pair of both, and over all (null: over all; '': unknown) the people, their scores,
-- and the scores above the median of all these scores.
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

-- Reports: counts and ratios, no person's row. Staff add and read them; nobody changes or removes one.
alter table matching_biasaudit enable row level security, force row level security;
create policy matching_biasaudit_select on matching_biasaudit for select to cc_ops using (true);
create policy matching_biasaudit_insert on matching_biasaudit for insert to cc_ops with check (true);
create trigger kept before update or delete on matching_biasaudit for each row execute function refuse_change();
revoke all on matching_biasaudit from cc_app;
revoke update, delete on matching_biasaudit from cc_ops;

-- reverse
grant select, insert, update, delete on matching_biasaudit to cc_app, cc_ops;
drop trigger kept on matching_biasaudit;
drop policy matching_biasaudit_insert on matching_biasaudit;
drop policy matching_biasaudit_select on matching_biasaudit;
alter table matching_biasaudit no force row level security, disable row level security;
drop function matching_bias_counts;
drop policy matching_match_audit on matching_match;
