-- Blind review, reveals and notes. Switches and reveals are logs: added, read, never changed. All rows go with the posting
-- or with the resume version by the database's own cascade, which no policy of the acting person can hold up: a candidate
-- who deletes a resume also deletes what a company wrote about it, without ever seeing it.

create trigger immutable before update on matching_reviewswitch for each row execute function refuse_change();
create trigger immutable before update on matching_identityreveal for each row execute function refuse_change();
create trigger touch before update on matching_candidatenote for each row execute function touch_updated_at();
revoke update, delete on matching_reviewswitch from cc_app, cc_ops;
revoke update, delete on matching_identityreveal from cc_app, cc_ops;

alter table matching_reviewswitch add constraint matching_reviewswitch_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_identityreveal add constraint matching_identityreveal_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_identityreveal add constraint matching_identityreveal_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id) on delete cascade;
alter table matching_candidatenote add constraint matching_candidatenote_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_candidatenote add constraint matching_candidatenote_version_fk
  foreign key (version_id, candidate_id) references resumes_resumeversion (id, owner_id) on delete cascade;

alter table matching_reviewswitch enable row level security, force row level security;
create policy matching_reviewswitch_select on matching_reviewswitch for select to cc_app, cc_ops
  using (company_id = any((select app_company_ids())::uuid[]) or job_id = any((select app_applied_job_ids())::uuid[]));
create policy matching_reviewswitch_insert on matching_reviewswitch for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()) and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));

alter table matching_identityreveal enable row level security, force row level security;
create policy matching_identityreveal_select on matching_identityreveal for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or company_id = any((select app_company_ids())::uuid[]));
create policy matching_identityreveal_insert on matching_identityreveal for insert to cc_app, cc_ops
  with check (revealed_by_id = (select app_user_id())
    and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[])
    and version_id = any(array(select app_granted_version_ids())));

alter table matching_candidatenote enable row level security, force row level security;
create policy matching_candidatenote_select on matching_candidatenote for select to cc_app, cc_ops
  using (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids())));
create policy matching_candidatenote_insert on matching_candidatenote for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id())
    and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[])
    and version_id = any(array(select app_granted_version_ids())));
create policy matching_candidatenote_update on matching_candidatenote for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()) and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]))
  with check (owner_id = (select app_user_id()) and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_candidatenote_delete on matching_candidatenote for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()) and company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));

-- reverse
drop policy matching_candidatenote_delete on matching_candidatenote;
drop policy matching_candidatenote_update on matching_candidatenote;
drop policy matching_candidatenote_insert on matching_candidatenote;
drop policy matching_candidatenote_select on matching_candidatenote;
drop policy matching_identityreveal_insert on matching_identityreveal;
drop policy matching_identityreveal_select on matching_identityreveal;
drop policy matching_reviewswitch_insert on matching_reviewswitch;
drop policy matching_reviewswitch_select on matching_reviewswitch;
alter table matching_candidatenote no force row level security, disable row level security;
alter table matching_identityreveal no force row level security, disable row level security;
alter table matching_reviewswitch no force row level security, disable row level security;
drop trigger immutable on matching_reviewswitch;
drop trigger immutable on matching_identityreveal;
drop trigger touch on matching_candidatenote;
alter table matching_candidatenote drop constraint matching_candidatenote_version_fk;
alter table matching_candidatenote drop constraint matching_candidatenote_company_fk;
alter table matching_identityreveal drop constraint matching_identityreveal_version_fk;
alter table matching_identityreveal drop constraint matching_identityreveal_company_fk;
alter table matching_reviewswitch drop constraint matching_reviewswitch_company_fk;
grant update, delete on matching_reviewswitch to cc_app, cc_ops;
grant update, delete on matching_identityreveal to cc_app, cc_ops;
