-- A match is written by the candidate's side alone: a company reads the card that the candidate reads, and can neither
-- change nor remove nor forge it. Where no card is stored, the company's is computed for the page and not kept.
alter policy matching_match_insert on matching_match with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
alter policy matching_match_update on matching_match using (owner_id = (select app_user_id()))
  with check (owner_id = (select app_user_id()) and exists (select 1 from matching_jobposting job where job.id = job_id));
alter policy matching_match_delete on matching_match using (owner_id = (select app_user_id()));

-- An applicant goes on seeing what the closed job asks for, as they do the job: scored again without its requirements,
-- the card would say that nothing is asked.
alter policy matching_jobrequirement_select on matching_jobrequirement
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[])
    or job_id = any((select app_applied_job_ids())::uuid[]));
alter policy matching_jobvector_select on matching_jobvector
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[])
    or job_id = any((select app_applied_job_ids())::uuid[]));

-- reverse
alter policy matching_jobrequirement_select on matching_jobrequirement
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[]));
alter policy matching_jobvector_select on matching_jobvector
  using (is_published or (owner_id = (select app_user_id()) and company_id is null) or company_id = any((select app_company_ids())::uuid[]));
alter policy matching_match_delete on matching_match
  using ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[])
    and version_id = any(array(select app_granted_version_ids())))));
alter policy matching_match_update on matching_match
  using ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[])
    and version_id = any(array(select app_granted_version_ids())))))
  with check ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[])
    and version_id = any(array(select app_granted_version_ids())))) and exists (select 1 from matching_jobposting job where job.id = job_id));
alter policy matching_match_insert on matching_match
  with check ((owner_id = (select app_user_id()) or (company_id = any((select app_company_ids())::uuid[])
    and version_id = any(array(select app_granted_version_ids())))) and exists (select 1 from matching_jobposting job where job.id = job_id));
