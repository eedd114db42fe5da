-- What people say of themselves for the bias audit. Special categories of personal data: neither the role that matches
-- (cc_app: web and worker) nor the staff role (cc_ops) holds any right on the table. A person's own row is written, read
-- back and withdrawn by three functions that act for app_user_id() alone; the audit reads counts through one more
-- function (matching/sql/0012_bias_audit.sql). Functions run as cc_owner, whom FORCE binds: it may read all rows, for the
-- counts, and write only those of the acting person.

create trigger touch before update on accounts_selfidentification for each row execute function touch_updated_at();
alter table accounts_selfidentification add constraint accounts_selfidentification_owner_fk
  foreign key (owner_id) references accounts_user (id) on delete cascade;

alter table accounts_selfidentification enable row level security, force row level security;
create policy accounts_selfidentification_select on accounts_selfidentification for select to cc_owner using (true);
create policy accounts_selfidentification_insert on accounts_selfidentification for insert to cc_owner
  with check (owner_id = (select app_user_id()));
create policy accounts_selfidentification_update on accounts_selfidentification for update to cc_owner
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy accounts_selfidentification_delete on accounts_selfidentification for delete to cc_owner
  using (owner_id = (select app_user_id()));
revoke all on accounts_selfidentification from cc_app, cc_ops;

-- Keeps the acting person's answers, in place of earlier ones.
create function accounts_give_self_identification(new_sex text, new_race_ethnicity text, wording text) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    if public.app_user_id() is null then
      raise exception 'nobody acts' using errcode = 'insufficient_privilege';
    end if;
    insert into public.accounts_selfidentification as kept
           (id, owner_id, sex, race_ethnicity, consent, created_at, updated_at)
    values (gen_random_uuid(), public.app_user_id(), new_sex, new_race_ethnicity, wording, now(), now())
    on conflict (owner_id) do update
       set sex = excluded.sex, race_ethnicity = excluded.race_ethnicity, consent = excluded.consent;
  end $$;

-- The acting person's own answers, or no row.
create function accounts_own_self_identification() returns table (sex varchar, race_ethnicity varchar, given_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select s.sex, s.race_ethnicity, s.updated_at from public.accounts_selfidentification s
     where s.owner_id = public.app_user_id()
  $$;

-- Removes the acting person's answers; whether there were any.
create function accounts_withdraw_self_identification() returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
  begin
    delete from public.accounts_selfidentification where owner_id = public.app_user_id();
    return found;
  end $$;

revoke execute on function accounts_give_self_identification(text, text, text) from public, cc_ops;
revoke execute on function accounts_own_self_identification() from public, cc_ops;
revoke execute on function accounts_withdraw_self_identification() from public, cc_ops;

-- reverse
drop function accounts_withdraw_self_identification;
drop function accounts_own_self_identification;
drop function accounts_give_self_identification;
grant select, insert, update, delete on accounts_selfidentification to cc_app, cc_ops;
drop policy accounts_selfidentification_delete on accounts_selfidentification;
drop policy accounts_selfidentification_update on accounts_selfidentification;
drop policy accounts_selfidentification_insert on accounts_selfidentification;
drop policy accounts_selfidentification_select on accounts_selfidentification;
alter table accounts_selfidentification no force row level security, disable row level security;
alter table accounts_selfidentification drop constraint accounts_selfidentification_owner_fk;
drop trigger touch on accounts_selfidentification;
