-- Who applied for a job goes on seeing it when it is closed: the application names it, and its score card stays readable.

-- Jobs that the acting person applied for. SECURITY DEFINER: an application's own policy looks at the job, and the two
-- would ask each other for ever. It tells nothing but the caller's own applications.
create policy matching_application_definer on matching_application for select to cc_owner using (true);
create function app_applied_job_ids() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select coalesce(array_agg(job_id), '{}')
      from public.matching_application
     where owner_id = public.app_user_id() and deleted_at is null
  $$;

alter policy matching_jobposting_select on matching_jobposting
  using (is_published or (owner_id = (select app_user_id()) and company_id is null)
         or company_id = any((select app_company_ids())::uuid[])
         or id = any((select app_applied_job_ids())::uuid[]));

-- reverse
alter policy matching_jobposting_select on matching_jobposting
  using (is_published or (owner_id = (select app_user_id()) and company_id is null)
         or company_id = any((select app_company_ids())::uuid[]));
drop function app_applied_job_ids;
drop policy matching_application_definer on matching_application;
