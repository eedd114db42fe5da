-- When a person's matches were brought up to date and looked at: the person's own, and no one else's.
create trigger touch before update on matching_matchwatch for each row execute function touch_updated_at();
alter table matching_matchwatch enable row level security, force row level security;
create policy matching_matchwatch_select on matching_matchwatch for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()));
create policy matching_matchwatch_insert on matching_matchwatch for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()));
create policy matching_matchwatch_update on matching_matchwatch for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy matching_matchwatch_delete on matching_matchwatch for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));

-- Which postings are new is asked every hour.
create index matching_jobvector_fresh on matching_jobvector (updated_at) where is_published;

-- Queues a refresh, as themselves and behind everything that somebody waits for, for at most this many people: those whose
-- matches are a day old, who have a resume and were here within two months, and for whom a posting was published or changed since. Those
-- who wait longest come first; whose refresh waits in the queue already is left out. Tells how many, and never who: that
-- is why it queues by itself, with its owner's rights, instead of giving keys to a role that acts for nobody.
create policy matching_matchwatch_due on matching_matchwatch for select to cc_owner using (true);
create function matching_queue_due_refreshes(most integer) returns bigint
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with due as (
      select watch.owner_id
        from public.matching_matchwatch watch
        join public.accounts_user person on person.id = watch.owner_id
       where watch.refreshed_at < now() - interval '20 hours'
         and watch.refreshed_at < (select max(updated_at) from public.matching_jobvector where is_published)
         and person.is_active and greatest(person.last_login, watch.seen_at) > now() - interval '60 days'
         and exists (
           select 1 from public.resumes_resume resume
            where resume.owner_id = watch.owner_id and resume.is_primary and resume.deleted_at is null)
         and not exists (
           select 1 from public.procrastinate_jobs job
            where job.queueing_lock = 'matching.refresh_matches:' || watch.owner_id || ':quiet' and job.status = 'todo')
       order by watch.refreshed_at, watch.owner_id
       limit most
    ), queued as (
      select unnest(public.procrastinate_defer_jobs_v1(array(
        select row(
            'default', 'matching.refresh_matches', -10, 'matching.refresh_matches:' || due.owner_id || ':quiet',
            'matching.refresh_matches:' || due.owner_id || ':quiet',
            jsonb_build_object('actor', due.owner_id, 'run', null, 'arguments', '{}'::jsonb), null
          )::public.procrastinate_job_to_defer_v1
          from due)))
    )
    select count(*) from queued
  $$;
revoke execute on function matching_queue_due_refreshes from public;
grant execute on function matching_queue_due_refreshes to cc_app;

-- People who have matches already. The tables' owner may not write for others; for this moment it may.
alter table matching_match no force row level security;
alter table matching_matchwatch no force row level security;
insert into matching_matchwatch (id, created_at, updated_at, owner_id, refreshed_at)
select gen_random_uuid(), now(), now(), owner_id, max(scored_at) from matching_match group by owner_id;
alter table matching_matchwatch force row level security;
alter table matching_match force row level security;

-- reverse
drop function matching_queue_due_refreshes;
drop policy matching_matchwatch_due on matching_matchwatch;
drop index matching_jobvector_fresh;
drop policy matching_matchwatch_delete on matching_matchwatch;
drop policy matching_matchwatch_update on matching_matchwatch;
drop policy matching_matchwatch_insert on matching_matchwatch;
drop policy matching_matchwatch_select on matching_matchwatch;
alter table matching_matchwatch no force row level security, disable row level security;
drop trigger touch on matching_matchwatch;
