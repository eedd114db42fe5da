-- Row level security of the accounts tables, the helpers that every policy uses, and the shared triggers.
-- Policies name the roles cc_app and cc_ops; cc_owner owns the tables, and FORCE binds it too: outside the policies
-- that name it, it sees no row.

-- Who acts. The setting reads '' after a transaction that set it, hence the nullif; garbage raises.
create function app_user_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;

-- Companies of the acting person. SECURITY DEFINER: the membership policy itself needs the answer, and would call
-- itself for ever. It tells nothing but the caller's own memberships.
create function app_company_ids(roles text[] default null) returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select coalesce(array_agg(company_id), '{}')
      from public.accounts_membership
     where user_id = public.app_user_id() and (roles is null or role = any(roles))
  $$;

-- Whether a company has any member: a founder may join a company only while it is empty.
create function accounts_company_has_members(company uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from public.accounts_membership where company_id = company) $$;

create function touch_updated_at() returns trigger language plpgsql
  as $$ begin new.updated_at := clock_timestamp(); return new; end $$;

create function refuse_change() returns trigger language plpgsql
  as $$ begin raise exception '% rows never change', tg_table_name using errcode = 'integrity_constraint_violation'; end $$;

create table careercopilot_cache (
  cache_key varchar(255) primary key,
  value text not null,
  expires timestamptz not null
);
create index careercopilot_cache_expires on careercopilot_cache (expires);

create trigger touch before update on accounts_company for each row execute function touch_updated_at();
create trigger touch before update on accounts_membership for each row execute function touch_updated_at();
create trigger touch before update on accounts_invitation for each row execute function touch_updated_at();
create trigger touch before update on accounts_talentprofile for each row execute function touch_updated_at();
create trigger touch before update on accounts_profileplace for each row execute function touch_updated_at();
create trigger touch before update on accounts_run for each row execute function touch_updated_at();

-- A child carries its parent's owner: a plain foreign key ignores row security and would let one person attach a row
-- to another's parent.
alter table accounts_talentprofile add constraint accounts_talentprofile_id_owner unique (id, owner_id);
alter table accounts_profileplace add constraint accounts_profileplace_owner_fk
  foreign key (profile_id, owner_id) references accounts_talentprofile (id, owner_id) on delete cascade;

-- Company: a public directory; a person founds one in their own name, its owners change it.
alter table accounts_company enable row level security, force row level security;
create policy accounts_company_select on accounts_company for select to cc_app, cc_ops using (true);
create policy accounts_company_insert on accounts_company for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()));
create policy accounts_company_update on accounts_company for update to cc_app, cc_ops
  using (id = any((select app_company_ids(array['owner']))::uuid[]))
  with check (id = any((select app_company_ids(array['owner']))::uuid[]));
create policy accounts_company_delete on accounts_company for delete to cc_app, cc_ops
  using (id = any((select app_company_ids(array['owner']))::uuid[]));

-- Membership: colleagues see one another. A founder joins as owner; after that only owners add, change, remove; an
-- invited person joins through accounts_accept_invitation.
alter table accounts_membership enable row level security, force row level security;
create policy accounts_membership_definer on accounts_membership to cc_owner using (true) with check (true);
create policy accounts_membership_select on accounts_membership for select to cc_app, cc_ops
  using (user_id = (select app_user_id()) or company_id = any((select app_company_ids())::uuid[]));
create policy accounts_membership_insert on accounts_membership for insert to cc_app, cc_ops
  with check (
    company_id = any((select app_company_ids(array['owner']))::uuid[])
    or (user_id = (select app_user_id()) and role = 'owner'
        and company_id in (select id from accounts_company where owner_id = (select app_user_id()))
        and not accounts_company_has_members(company_id)));
create policy accounts_membership_update on accounts_membership for update to cc_app, cc_ops
  using (company_id = any((select app_company_ids(array['owner']))::uuid[]))
  with check (company_id = any((select app_company_ids(array['owner']))::uuid[]));
create policy accounts_membership_delete on accounts_membership for delete to cc_app, cc_ops
  using (company_id = any((select app_company_ids(array['owner']))::uuid[]));

alter table accounts_invitation enable row level security, force row level security;
create policy accounts_invitation_definer on accounts_invitation to cc_owner using (true) with check (true);
create policy accounts_invitation_select on accounts_invitation for select to cc_app, cc_ops
  using (company_id = any((select app_company_ids())::uuid[]));
create policy accounts_invitation_insert on accounts_invitation for insert to cc_app, cc_ops
  with check (company_id = any((select app_company_ids(array['owner']))::uuid[]) and invited_by_id = (select app_user_id()));
create policy accounts_invitation_update on accounts_invitation for update to cc_app, cc_ops
  using (company_id = any((select app_company_ids(array['owner']))::uuid[]))
  with check (company_id = any((select app_company_ids(array['owner']))::uuid[]));
create policy accounts_invitation_delete on accounts_invitation for delete to cc_app, cc_ops
  using (company_id = any((select app_company_ids(array['owner']))::uuid[]));

-- The invited person holds the secret but sees no invitation row; this narrow function lets exactly that person in.
create function accounts_accept_invitation(secret_hash text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
  declare invitation public.accounts_invitation; address text;
  begin
    select email into address from public.accounts_user where id = public.app_user_id() and is_active;
    select * into invitation from public.accounts_invitation
     where token_hash = secret_hash and lower(email) = lower(address)
       and accepted_at is null and revoked_at is null and expires_at > now()
     for update;
    if not found then return null; end if;
    insert into public.accounts_membership (id, company_id, user_id, role, created_at, updated_at)
    values (gen_random_uuid(), invitation.company_id, public.app_user_id(), invitation.role, now(), now())
    on conflict (company_id, user_id) do nothing;
    update public.accounts_invitation set accepted_at = now() where id = invitation.id;
    return invitation.company_id;
  end $$;

-- The same person, before accepting: which company, in which role.
create function accounts_read_invitation(secret_hash text) returns table (company_id uuid, email varchar, role varchar)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select i.company_id, i.email, i.role from public.accounts_invitation i
     where i.token_hash = secret_hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
  $$;

alter table accounts_talentprofile enable row level security, force row level security;
create policy accounts_talentprofile_all on accounts_talentprofile to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
alter table accounts_profileplace enable row level security, force row level security;
create policy accounts_profileplace_all on accounts_profileplace to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
alter table accounts_run enable row level security, force row level security;
create policy accounts_run_all on accounts_run to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));

-- reverse
drop policy accounts_run_all on accounts_run;
drop policy accounts_profileplace_all on accounts_profileplace;
drop policy accounts_talentprofile_all on accounts_talentprofile;
drop policy accounts_invitation_delete on accounts_invitation;
drop policy accounts_invitation_update on accounts_invitation;
drop policy accounts_invitation_insert on accounts_invitation;
drop policy accounts_invitation_select on accounts_invitation;
drop policy accounts_invitation_definer on accounts_invitation;
drop policy accounts_membership_delete on accounts_membership;
drop policy accounts_membership_update on accounts_membership;
drop policy accounts_membership_insert on accounts_membership;
drop policy accounts_membership_select on accounts_membership;
drop policy accounts_membership_definer on accounts_membership;
drop policy accounts_company_delete on accounts_company;
drop policy accounts_company_update on accounts_company;
drop policy accounts_company_insert on accounts_company;
drop policy accounts_company_select on accounts_company;
alter table accounts_run no force row level security, disable row level security;
alter table accounts_profileplace no force row level security, disable row level security;
alter table accounts_talentprofile no force row level security, disable row level security;
alter table accounts_invitation no force row level security, disable row level security;
alter table accounts_membership no force row level security, disable row level security;
alter table accounts_company no force row level security, disable row level security;
drop trigger touch on accounts_company;
drop trigger touch on accounts_membership;
drop trigger touch on accounts_invitation;
drop trigger touch on accounts_talentprofile;
drop trigger touch on accounts_profileplace;
drop trigger touch on accounts_run;
alter table accounts_profileplace drop constraint accounts_profileplace_owner_fk;
alter table accounts_talentprofile drop constraint accounts_talentprofile_id_owner;
drop table careercopilot_cache;
drop function accounts_read_invitation;
drop function accounts_accept_invitation;
drop function refuse_change;
drop function touch_updated_at;
drop function accounts_company_has_members;
drop function app_company_ids;
drop function app_user_id;
