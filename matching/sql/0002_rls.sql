-- Row level security of the matching tables. Published jobs are public; other jobs belong to their author or to the
-- author's company. Parts of a job repeat its owner, company and is_published, held equal by composite keys that follow
-- every change. A match is seen by the candidate, and by the job's company once the candidate showed it that version.

create trigger touch before update on matching_jobposting for each row execute function touch_updated_at();
create trigger touch before update on matching_jobrequirement for each row execute function touch_updated_at();
create trigger touch before update on matching_jobvector for each row execute function touch_updated_at();
create trigger touch before update on matching_talentvector for each row execute function touch_updated_at();
create trigger touch before update on matching_match for each row execute function touch_updated_at();
create trigger touch before update on matching_jobmark for each row execute function touch_updated_at();
create trigger touch before update on matching_application for each row execute function touch_updated_at();

alter table matching_jobposting add constraint matching_jobposting_id_owner unique (id, owner_id);
alter table matching_jobposting add constraint matching_jobposting_id_company unique (id, company_id);
alter table matching_jobposting add constraint matching_jobposting_id_published unique (id, is_published);
alter table matching_jobrequirement add constraint matching_jobrequirement_owner_fk
  foreign key (job_id, owner_id) references matching_jobposting (id, owner_id) on update cascade on delete cascade;
alter table matching_jobrequirement add constraint matching_jobrequirement_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_jobrequirement add constraint matching_jobrequirement_published_fk
  foreign key (job_id, is_published) references matching_jobposting (id, is_published) on update cascade on delete cascade;
alter table matching_jobvector add constraint matching_jobvector_owner_fk
  foreign key (job_id, owner_id) references matching_jobposting (id, owner_id) on update cascade on delete cascade;
alter table matching_jobvector add constraint matching_jobvector_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade on delete cascade;
alter table matching_jobvector add constraint matching_jobvector_published_fk
  foreign key (job_id, is_published) references matching_jobposting (id, is_published) on update cascade on delete cascade;
alter table matching_talentvector add constraint matching_talentvector_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table matching_match add constraint matching_match_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table matching_application add constraint matching_application_version_fk
  foreign key (version_id, owner_id) references resumes_resumeversion (id, owner_id);
alter table matching_match add constraint matching_match_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade;
alter table matching_application add constraint matching_application_company_fk
  foreign key (job_id, company_id) references matching_jobposting (id, company_id) on update cascade;

-- Only published jobs are searched approximately; private rows are few and scanned exactly behind their owner's index.
create index matching_jobvector_hnsw on matching_jobvector using hnsw (search halfvec_ip_ops)
  with (m = 16, ef_construction = 64) where is_published;
create index matching_jobvector_skills on matching_jobvector using gin (skill_keys jsonb_path_ops);
create index matching_jobposting_text on matching_jobposting using gin (
  to_tsvector('simple', title || ' ' || company_name || ' ' || place_text)) where is_published;

alter table matching_jobposting enable row level security, force row level security;
create policy matching_jobposting_select on matching_jobposting for select to cc_app, cc_ops
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[]));
create policy matching_jobposting_insert on matching_jobposting for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()) and ((company_id is null and status <> 'published') or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[])));
create policy matching_jobposting_update on matching_jobposting for update to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]))
  with check ((owner_id = (select app_user_id()) and company_id is null and status <> 'published') or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_jobposting_delete on matching_jobposting for delete to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
-- Jobs of no company are published by staff only (load_jobs, demo data): the web role's policy has no such case.
create policy matching_jobposting_feed on matching_jobposting to cc_ops
  using (company_id is null and source in ('loaded', 'demo') and owner_id = (select app_user_id()))
  with check (company_id is null and source in ('loaded', 'demo') and owner_id = (select app_user_id()));

alter table matching_jobrequirement enable row level security, force row level security;
create policy matching_jobrequirement_select on matching_jobrequirement for select to cc_app, cc_ops
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[]));
create policy matching_jobrequirement_insert on matching_jobrequirement for insert to cc_app, cc_ops
  with check ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_jobrequirement_update on matching_jobrequirement for update to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]))
  with check ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_jobrequirement_delete on matching_jobrequirement for delete to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));

alter table matching_jobvector enable row level security, force row level security;
create policy matching_jobvector_select on matching_jobvector for select to cc_app, cc_ops
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[]));
create policy matching_jobvector_insert on matching_jobvector for insert to cc_app, cc_ops
  with check ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_jobvector_update on matching_jobvector for update to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]))
  with check ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));
create policy matching_jobvector_delete on matching_jobvector for delete to cc_app, cc_ops
  using ((owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids(array['owner', 'recruiter']))::uuid[]));

alter table matching_talentvector enable row level security, force row level security;
create policy matching_talentvector_select on matching_talentvector for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
create policy matching_talentvector_insert on matching_talentvector for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()));
create policy matching_talentvector_update on matching_talentvector for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()))
  with check (owner_id = (select app_user_id()));
create policy matching_talentvector_delete on matching_talentvector for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));

alter table matching_match enable row level security, force row level security;
create policy matching_match_select on matching_match for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids()))));
create policy matching_match_insert on matching_match for insert to cc_app, cc_ops
  with check ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids())))) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_match_update on matching_match for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids()))))
  with check ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids())))) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_match_delete on matching_match for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and version_id = any(array(select app_granted_version_ids()))));

alter table matching_jobmark enable row level security, force row level security;
create policy matching_jobmark_select on matching_jobmark for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()));
create policy matching_jobmark_insert on matching_jobmark for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_jobmark_update on matching_jobmark for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()))
  with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_jobmark_delete on matching_jobmark for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));

alter table matching_application enable row level security, force row level security;
create policy matching_application_select on matching_application for select to cc_app, cc_ops
  using (owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[]) and deleted_at is null));
create policy matching_application_insert on matching_application for insert to cc_app, cc_ops
  with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_application_update on matching_application for update to cc_app, cc_ops
  using (owner_id = (select app_user_id()))
  with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
create policy matching_application_delete on matching_application for delete to cc_app, cc_ops
  using (owner_id = (select app_user_id()));

-- reverse
drop policy matching_application_delete on matching_application;
drop policy matching_application_update on matching_application;
drop policy matching_application_insert on matching_application;
drop policy matching_application_select on matching_application;
drop policy matching_jobmark_delete on matching_jobmark;
drop policy matching_jobmark_update on matching_jobmark;
drop policy matching_jobmark_insert on matching_jobmark;
drop policy matching_jobmark_select on matching_jobmark;
drop policy matching_match_delete on matching_match;
drop policy matching_match_update on matching_match;
drop policy matching_match_insert on matching_match;
drop policy matching_match_select on matching_match;
drop policy matching_talentvector_delete on matching_talentvector;
drop policy matching_talentvector_update on matching_talentvector;
drop policy matching_talentvector_insert on matching_talentvector;
drop policy matching_talentvector_select on matching_talentvector;
drop policy matching_jobvector_delete on matching_jobvector;
drop policy matching_jobvector_update on matching_jobvector;
drop policy matching_jobvector_insert on matching_jobvector;
drop policy matching_jobvector_select on matching_jobvector;
drop policy matching_jobrequirement_delete on matching_jobrequirement;
drop policy matching_jobrequirement_update on matching_jobrequirement;
drop policy matching_jobrequirement_insert on matching_jobrequirement;
drop policy matching_jobrequirement_select on matching_jobrequirement;
drop policy matching_jobposting_feed on matching_jobposting;
drop policy matching_jobposting_delete on matching_jobposting;
drop policy matching_jobposting_update on matching_jobposting;
drop policy matching_jobposting_insert on matching_jobposting;
drop policy matching_jobposting_select on matching_jobposting;
alter table matching_application no force row level security, disable row level security;
alter table matching_jobmark no force row level security, disable row level security;
alter table matching_match no force row level security, disable row level security;
alter table matching_talentvector no force row level security, disable row level security;
alter table matching_jobvector no force row level security, disable row level security;
alter table matching_jobrequirement no force row level security, disable row level security;
alter table matching_jobposting no force row level security, disable row level security;
drop trigger touch on matching_jobposting;
drop trigger touch on matching_jobrequirement;
drop trigger touch on matching_jobvector;
drop trigger touch on matching_talentvector;
drop trigger touch on matching_match;
drop trigger touch on matching_jobmark;
drop trigger touch on matching_application;
drop index matching_jobvector_hnsw;
drop index matching_jobvector_skills;
drop index matching_jobposting_text;
alter table matching_application drop constraint matching_application_company_fk;
alter table matching_match drop constraint matching_match_company_fk;
alter table matching_application drop constraint matching_application_version_fk;
alter table matching_match drop constraint matching_match_version_fk;
alter table matching_talentvector drop constraint matching_talentvector_version_fk;
alter table matching_jobvector drop constraint matching_jobvector_published_fk;
alter table matching_jobvector drop constraint matching_jobvector_company_fk;
alter table matching_jobvector drop constraint matching_jobvector_owner_fk;
alter table matching_jobrequirement drop constraint matching_jobrequirement_published_fk;
alter table matching_jobrequirement drop constraint matching_jobrequirement_company_fk;
alter table matching_jobrequirement drop constraint matching_jobrequirement_owner_fk;
alter table matching_jobposting drop constraint matching_jobposting_id_published;
alter table matching_jobposting drop constraint matching_jobposting_id_company;
alter table matching_jobposting drop constraint matching_jobposting_id_owner;
