-- Who applied for a job goes on seeing it when it is closed: the application names it, and its score card stays readable.
alter policy matching_jobposting_select on matching_jobposting
  using (is_published or (owner_id = (select app_user_id()) and company_id is null)
         or company_id = any((select app_company_ids())::uuid[])
         or id = any(array(
              select job_id from matching_application
               where owner_id = (select app_user_id()) and deleted_at is null)));

-- reverse
alter policy matching_jobposting_select on matching_jobposting
  using (is_published or (owner_id = (select app_user_id()) and company_id is null)
         or company_id = any((select app_company_ids())::uuid[]));
