-- Bearer tokens, results kept for a person, and the counters of the API's limits.

create trigger touch before update on accounts_apitoken for each row execute function touch_updated_at();
create trigger touch before update on accounts_cachedresult for each row execute function touch_updated_at();

-- A token belongs to the person who made it. What it opens is fixed when it is made: afterwards only its name and its end
-- can be written, whatever statement is injected. Rights of staff go into a token of staff only.
alter table accounts_apitoken enable row level security, force row level security;
create policy accounts_apitoken_definer on accounts_apitoken to cc_owner using (true) with check (true);
create policy accounts_apitoken_select on accounts_apitoken for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()));
create policy accounts_apitoken_insert on accounts_apitoken for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id())
    and (not scopes @> array['train:admin']::varchar[]
         or exists (select 1 from accounts_user where id = (select app_user_id()) and is_staff)));
create policy accounts_apitoken_update on accounts_apitoken for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy accounts_apitoken_delete on accounts_apitoken for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));
revoke update on accounts_apitoken from cc_app, cc_ops;
grant update (name, revoked_at) on accounts_apitoken to cc_app, cc_ops;

-- Who holds this secret: asked before anybody acts, so past row security, and answered only to who has the digest of a
-- whole secret. Notes the use, at most once a minute.
create function accounts_authenticate_token(digest text) returns table (token_id uuid, user_id uuid, scopes varchar[])
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    update public.accounts_apitoken t set last_used_at = now()
     where t.secret_sha256 = digest and t.revoked_at is null and t.expires_at > now()
       and (t.last_used_at is null or t.last_used_at < now() - interval '1 minute');
    return query
      select t.id, t.owner_id, t.scopes from public.accounts_apitoken t
        join public.accounts_user u on u.id = t.owner_id and u.is_active
       where t.secret_sha256 = digest and t.revoked_at is null and t.expires_at > now();
  end $$;

-- Results kept for the person who asked. They may tell of others (candidates of a company): these can take theirs out.
alter table accounts_cachedresult enable row level security, force row level security;
create policy accounts_cachedresult_definer on accounts_cachedresult to cc_owner using (true) with check (true);
create policy accounts_cachedresult_all on accounts_cachedresult to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));

-- Removes every kept result that tells of the acting person, whoever asked for it.
create function accounts_forget_results() returns bigint
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with gone as (
      delete from public.accounts_cachedresult where subject_ids @> array[public.app_user_id()] returning 1)
    select count(*) from gone
  $$;

-- Removes some results of anybody that have run out, so that those of people who never come back do not stay.
create function accounts_purge_results() returns bigint
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with gone as (
      delete from public.accounts_cachedresult where id in (
        select id from public.accounts_cachedresult where expires_at < now()
         order by expires_at limit 100 for update skip locked)
      returning 1)
    select count(*) from gone
  $$;

-- Moments of the last requests of each token and address, as digests. Unlogged: after a crash counting begins anew.
create unlogged table accounts_ratelimit (
  key varchar(64) primary key,
  hits timestamptz[] not null,
  seen_at timestamptz not null
);
create index accounts_ratelimit_seen on accounts_ratelimit (seen_at);

-- Counts one request under all of these keys, or under none when one of them already has `most` within the time: then
-- the answer is the seconds until a request is let in again, else 0. Exact for every window, also with many at once.
create function accounts_count_request(keys text[], most int, seconds int, moment timestamptz default clock_timestamp())
  returns int language plpgsql volatile set search_path = pg_catalog, public, pg_temp
  as $$
  declare
    span constant interval := make_interval(secs => seconds);
    wait int := 0;
    known record;
    recent timestamptz[];
  begin
    delete from public.accounts_ratelimit where key in (
      select key from public.accounts_ratelimit where seen_at < moment - interval '1 hour'
       order by seen_at limit 5 for update skip locked);
    insert into public.accounts_ratelimit (key, hits, seen_at)
      select k, '{}', moment from unnest(keys) k order by k on conflict do nothing;
    for known in select * from public.accounts_ratelimit where key = any(keys) order by key for update loop
      recent := array(select hit from unnest(known.hits) hit where hit > moment - span order by hit);
      if cardinality(recent) >= most then
        wait := greatest(wait, ceil(extract(epoch from recent[cardinality(recent) - most + 1] + span - moment))::int, 1);
      end if;
    end loop;
    if wait = 0 then
      update public.accounts_ratelimit
         set hits = array(select hit from unnest(hits) hit where hit > moment - span order by hit) || moment,
             seen_at = moment
       where key = any(keys);
    end if;
    return wait;
  end $$;

-- reverse
drop function accounts_count_request;
drop table accounts_ratelimit;
drop function accounts_purge_results;
drop function accounts_forget_results;
drop policy accounts_cachedresult_all on accounts_cachedresult;
drop policy accounts_cachedresult_definer on accounts_cachedresult;
alter table accounts_cachedresult no force row level security, disable row level security;
drop function accounts_authenticate_token;
drop policy accounts_apitoken_delete on accounts_apitoken;
drop policy accounts_apitoken_update on accounts_apitoken;
drop policy accounts_apitoken_insert on accounts_apitoken;
drop policy accounts_apitoken_select on accounts_apitoken;
drop policy accounts_apitoken_definer on accounts_apitoken;
alter table accounts_apitoken no force row level security, disable row level security;
drop trigger touch on accounts_cachedresult;
drop trigger touch on accounts_apitoken;
