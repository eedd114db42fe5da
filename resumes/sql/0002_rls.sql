-- Row level security of the resumes tables. A version and its parts are seen by their owner and by the companies that
-- the owner showed that version to (resumes_resumegrant). Parts carry (version_id, owner_id), tied to the version by a
-- composite key. Everything of a version is immutable: privilege first, then trigger.

-- Versions that the acting person's companies were shown. Security invoker: the grants' own policy applies inside.
create function app_granted_version_ids() returns setof uuid language sql stable
  as $$
    select version_id from resumes_resumegrant
     where revoked_at is null
       and (company_id = any((select app_company_ids())::uuid[])
            or (company_id is null and (select app_company_ids()) <> '{}'))
  $$;

create function refuse_version_change() returns trigger language plpgsql
  as $$
  begin
    if (to_jsonb(new) - 'file_id' - 'based_on_id' - 'updated_at') is distinct from
       (to_jsonb(old) - 'file_id' - 'based_on_id' - 'updated_at')
       or (new.file_id is not null and new.file_id is distinct from old.file_id)
       or (new.based_on_id is not null and new.based_on_id is distinct from old.based_on_id) then
      raise exception 'a resume version never changes' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end $$;

create trigger touch before update on resumes_resume for each row execute function touch_updated_at();
create trigger touch before update on resumes_resumegrant for each row execute function touch_updated_at();
create trigger immutable before update on resumes_resumeversion for each row execute function refuse_version_change();
create trigger immutable before update on resumes_resumesection for each row execute function refuse_change();
create trigger immutable before update on resumes_resumeentry for each row execute function refuse_change();
create trigger immutable before update on resumes_resumebullet for each row execute function refuse_change();
create trigger immutable before update on resumes_resumepage for each row execute function refuse_change();
create trigger immutable before update on resumes_resumeskill for each row execute function refuse_change();
create trigger immutable before update on resumes_resumefile for each row execute function refuse_change();
revoke update on resumes_resumesection from cc_app, cc_ops;
revoke update on resumes_resumeentry from cc_app, cc_ops;
revoke update on resumes_resumebullet from cc_app, cc_ops;
revoke update on resumes_resumepage from cc_app, cc_ops;
revoke update on resumes_resumeskill from cc_app, cc_ops;
revoke update on resumes_resumefile from cc_app, cc_ops;
revoke update on resumes_resumeversion from cc_app, cc_ops;
grant update (file_id, based_on_id) on resumes_resumeversion to cc_app, cc_ops;

alter table resumes_resume add constraint resumes_resume_id_owner unique (id, owner_id);
alter table resumes_resumefile add constraint resumes_resumefile_id_owner unique (id, owner_id);
alter table resumes_resumeversion add constraint resumes_resumeversion_id_owner unique (id, owner_id);
alter table resumes_resumeversion add constraint resumes_resumeversion_id_resume_owner unique (id, resume_id, owner_id);
alter table resumes_resumesection add constraint resumes_resumesection_id_owner unique (id, version_id, owner_id);
alter table resumes_resumeentry add constraint resumes_resumeentry_id_owner unique (id, version_id, owner_id);
alter table resumes_resumefile add constraint resumes_resumefile_owner_fk
  foreign key (resume_id, owner_id) references resumes_resume (id, owner_id);
alter table resumes_resumeversion add constraint resumes_resumeversion_owner_fk
  foreign key (resume_id, owner_id) references resumes_resume (id, owner_id);
alter table resumes_resumeversion add constraint resumes_resumeversion_file_owner_fk
  foreign key (file_id, owner_id) references resumes_resumefile (id, owner_id);
alter table resumes_resumeversion add constraint resumes_resumeversion_base_owner_fk
  foreign key (based_on_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_resumeentry add constraint resumes_resumeentry_section_fk
  foreign key (section_id, version_id, owner_id) references resumes_resumesection (id, version_id, owner_id);
alter table resumes_resumebullet add constraint resumes_resumebullet_section_fk
  foreign key (section_id, version_id, owner_id) references resumes_resumesection (id, version_id, owner_id);
alter table resumes_resumebullet add constraint resumes_resumebullet_entry_fk
  foreign key (entry_id, version_id, owner_id) references resumes_resumeentry (id, version_id, owner_id);
alter table resumes_resumegrant add constraint resumes_resumegrant_version_fk
  foreign key (version_id, resume_id, owner_id) references resumes_resumeversion (id, resume_id, owner_id);
alter table resumes_resumesection add constraint resumes_resumesection_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_resumeentry add constraint resumes_resumeentry_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_resumebullet add constraint resumes_resumebullet_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_resumepage add constraint resumes_resumepage_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table resumes_resumeskill add constraint resumes_resumeskill_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);

alter table resumes_resumegrant enable row level security, force row level security;
create policy resumes_resumegrant_select on resumes_resumegrant for select to cc_app, cc_ops
  using (owner_id = (select app_user_id())
    or (revoked_at is null
         and (company_id = any((select app_company_ids())::uuid[])
              or (company_id is null and (select app_company_ids()) <> '{}'))));
create policy resumes_resumegrant_insert on resumes_resumegrant for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumegrant_update on resumes_resumegrant for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_resumegrant_delete on resumes_resumegrant for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resume enable row level security, force row level security;
create policy resumes_resume_select on resumes_resume for select to cc_app, cc_ops
  using (owner_id = (select app_user_id())
    or (deleted_at is null and id = any(array(
      select resume_id from resumes_resumegrant where version_id = any(array(select app_granted_version_ids()))))));
create policy resumes_resume_insert on resumes_resume for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resume_update on resumes_resume for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_resume_delete on resumes_resume for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumeversion enable row level security, force row level security;
create policy resumes_resumeversion_select on resumes_resumeversion for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or id = any(array(select app_granted_version_ids())));
create policy resumes_resumeversion_insert on resumes_resumeversion for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumeversion_update on resumes_resumeversion for update to cc_app, cc_ops
  using (owner_id = (select app_user_id())) with check (owner_id = (select app_user_id()));
create policy resumes_resumeversion_delete on resumes_resumeversion for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumefile enable row level security, force row level security;
create policy resumes_resumefile_select on resumes_resumefile for select to cc_app, cc_ops
  using (owner_id = (select app_user_id())
    or id = any(array(select file_id from resumes_resumeversion where id = any(array(select app_granted_version_ids())))));
create policy resumes_resumefile_insert on resumes_resumefile for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumefile_delete on resumes_resumefile for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumesection enable row level security, force row level security;
create policy resumes_resumesection_select on resumes_resumesection for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy resumes_resumesection_insert on resumes_resumesection for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumesection_delete on resumes_resumesection for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumeentry enable row level security, force row level security;
create policy resumes_resumeentry_select on resumes_resumeentry for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy resumes_resumeentry_insert on resumes_resumeentry for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumeentry_delete on resumes_resumeentry for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumebullet enable row level security, force row level security;
create policy resumes_resumebullet_select on resumes_resumebullet for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy resumes_resumebullet_insert on resumes_resumebullet for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumebullet_delete on resumes_resumebullet for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumepage enable row level security, force row level security;
create policy resumes_resumepage_select on resumes_resumepage for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy resumes_resumepage_insert on resumes_resumepage for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumepage_delete on resumes_resumepage for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

alter table resumes_resumeskill enable row level security, force row level security;
create policy resumes_resumeskill_select on resumes_resumeskill for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy resumes_resumeskill_insert on resumes_resumeskill for insert to cc_app, cc_ops with check (owner_id = (select app_user_id()));
create policy resumes_resumeskill_delete on resumes_resumeskill for delete to cc_app, cc_ops using (owner_id = (select app_user_id()));

-- reverse
drop policy resumes_resumeskill_delete on resumes_resumeskill;
drop policy resumes_resumeskill_insert on resumes_resumeskill;
drop policy resumes_resumeskill_select on resumes_resumeskill;
drop policy resumes_resumepage_delete on resumes_resumepage;
drop policy resumes_resumepage_insert on resumes_resumepage;
drop policy resumes_resumepage_select on resumes_resumepage;
drop policy resumes_resumebullet_delete on resumes_resumebullet;
drop policy resumes_resumebullet_insert on resumes_resumebullet;
drop policy resumes_resumebullet_select on resumes_resumebullet;
drop policy resumes_resumeentry_delete on resumes_resumeentry;
drop policy resumes_resumeentry_insert on resumes_resumeentry;
drop policy resumes_resumeentry_select on resumes_resumeentry;
drop policy resumes_resumesection_delete on resumes_resumesection;
drop policy resumes_resumesection_insert on resumes_resumesection;
drop policy resumes_resumesection_select on resumes_resumesection;
drop policy resumes_resumefile_delete on resumes_resumefile;
drop policy resumes_resumefile_insert on resumes_resumefile;
drop policy resumes_resumefile_select on resumes_resumefile;
drop policy resumes_resumeversion_delete on resumes_resumeversion;
drop policy resumes_resumeversion_update on resumes_resumeversion;
drop policy resumes_resumeversion_insert on resumes_resumeversion;
drop policy resumes_resumeversion_select on resumes_resumeversion;
drop policy resumes_resume_delete on resumes_resume;
drop policy resumes_resume_update on resumes_resume;
drop policy resumes_resume_insert on resumes_resume;
drop policy resumes_resume_select on resumes_resume;
drop policy resumes_resumegrant_delete on resumes_resumegrant;
drop policy resumes_resumegrant_update on resumes_resumegrant;
drop policy resumes_resumegrant_insert on resumes_resumegrant;
drop policy resumes_resumegrant_select on resumes_resumegrant;
alter table resumes_resumeskill no force row level security, disable row level security;
alter table resumes_resumepage no force row level security, disable row level security;
alter table resumes_resumebullet no force row level security, disable row level security;
alter table resumes_resumeentry no force row level security, disable row level security;
alter table resumes_resumesection no force row level security, disable row level security;
alter table resumes_resumefile no force row level security, disable row level security;
alter table resumes_resumeversion no force row level security, disable row level security;
alter table resumes_resume no force row level security, disable row level security;
alter table resumes_resumegrant no force row level security, disable row level security;
drop trigger touch on resumes_resume;
drop trigger touch on resumes_resumegrant;
drop trigger immutable on resumes_resumeversion;
drop trigger immutable on resumes_resumesection;
drop trigger immutable on resumes_resumeentry;
drop trigger immutable on resumes_resumebullet;
drop trigger immutable on resumes_resumepage;
drop trigger immutable on resumes_resumeskill;
drop trigger immutable on resumes_resumefile;
alter table resumes_resumeskill drop constraint resumes_resumeskill_version_fk;
alter table resumes_resumepage drop constraint resumes_resumepage_version_fk;
alter table resumes_resumebullet drop constraint resumes_resumebullet_version_fk;
alter table resumes_resumeentry drop constraint resumes_resumeentry_version_fk;
alter table resumes_resumesection drop constraint resumes_resumesection_version_fk;
alter table resumes_resumegrant drop constraint resumes_resumegrant_version_fk;
alter table resumes_resumebullet drop constraint resumes_resumebullet_entry_fk;
alter table resumes_resumebullet drop constraint resumes_resumebullet_section_fk;
alter table resumes_resumeentry drop constraint resumes_resumeentry_section_fk;
alter table resumes_resumeversion drop constraint resumes_resumeversion_base_owner_fk;
alter table resumes_resumeversion drop constraint resumes_resumeversion_file_owner_fk;
alter table resumes_resumeversion drop constraint resumes_resumeversion_owner_fk;
alter table resumes_resumefile drop constraint resumes_resumefile_owner_fk;
alter table resumes_resumeentry drop constraint resumes_resumeentry_id_owner;
alter table resumes_resumesection drop constraint resumes_resumesection_id_owner;
alter table resumes_resumeversion drop constraint resumes_resumeversion_id_resume_owner;
alter table resumes_resumeversion drop constraint resumes_resumeversion_id_owner;
alter table resumes_resumefile drop constraint resumes_resumefile_id_owner;
alter table resumes_resume drop constraint resumes_resume_id_owner;
grant update on resumes_resumesection to cc_app, cc_ops;
grant update on resumes_resumeentry to cc_app, cc_ops;
grant update on resumes_resumebullet to cc_app, cc_ops;
grant update on resumes_resumepage to cc_app, cc_ops;
grant update on resumes_resumeskill to cc_app, cc_ops;
grant update on resumes_resumefile to cc_app, cc_ops;
grant update on resumes_resumeversion to cc_app, cc_ops;
drop function refuse_version_change;
drop function app_granted_version_ids;
