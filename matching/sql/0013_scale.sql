-- What a backfill of vectors asks, and what finding jobs among a million needs to know of the skills.

-- Which postings and resume versions have no vectors by this encoder and layout, and who may write them: the author, or,
-- for a company's posting, somebody who may change it (its author first). Keys and nothing else, for the staff
-- connection alone; the vectors are then made and stored as those people, under the ordinary policies.
create policy matching_jobvector_definer on matching_jobvector for select to cc_owner using (true);
create policy resumes_resume_backfill on resumes_resume for select to cc_owner using (true);
create policy resumes_resumeversion_backfill on resumes_resumeversion for select to cc_owner using (true);
create policy resumes_resumegrant_backfill on resumes_resumegrant for select to cc_owner using (true);

create function matching_job_vector_gaps(encoder text, layout text, after uuid, most integer)
  returns table (key uuid, actor uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select job.id, case when job.company_id is null then job.owner_id else writer.user_id end
      from public.matching_jobposting job
      left join public.matching_jobvector vector on vector.job_id = job.id
      left join lateral (
        select member.user_id from public.accounts_membership member
         where member.company_id = job.company_id and member.role in ('owner', 'recruiter')
         order by member.user_id <> job.owner_id, member.created_at, member.id limit 1) writer on true
     where job.is_rankable and job.deleted_at is null and job.status in ('published', 'private')
       and (after is null or job.id > after)
       and (job.company_id is null or writer.user_id is not null)
       and (vector.id is null or vector.model <> encoder or vector.facts_version <> layout
            or vector.text_sha256 <> job.text_sha256)
     order by job.id limit most
  $$;

-- Of a resume the newest version, those that a company may read, and those that had vectors before.
create function matching_talent_vector_gaps(encoder text, layout text, after uuid, most integer)
  returns table (key uuid, actor uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select version.id, version.owner_id
      from public.resumes_resumeversion version
      join public.resumes_resume resume on resume.id = version.resume_id and resume.deleted_at is null
      left join public.matching_talentvector vector on vector.version_id = version.id
     where (after is null or version.id > after)
       and (vector.id is null or vector.model <> encoder or vector.facts_version <> layout)
       and (vector.id is not null
            or not exists (
              select 1 from public.resumes_resumeversion later
               where later.resume_id = version.resume_id and later.number > version.number)
            or exists (
              select 1 from public.resumes_resumegrant shared
               where shared.version_id = version.id and shared.revoked_at is null))
     order by version.id limit most
  $$;
revoke execute on function matching_job_vector_gaps, matching_talent_vector_gaps from public, cc_app;

-- Retrieval counts shared skills among the rare ones only: the planner has to know which are rare.
alter table matching_jobrequirement alter column skill_key set statistics 1000;

-- A company that may read very many people: the planner looks a few rows up and hashes the grants for many. As an array
-- they were searched from the start for every row.
alter policy matching_talentvector_select on matching_talentvector
  using (owner_id = (select app_user_id()) or exists (
    select 1 from resumes_resumegrant shared
     where shared.version_id = matching_talentvector.version_id and shared.revoked_at is null
       and (shared.company_id = any((select app_company_ids())::uuid[])
            or (shared.company_id is null and (select app_company_ids()) <> '{}'))));

-- reverse
alter policy matching_talentvector_select on matching_talentvector
  using (owner_id = (select app_user_id()) or version_id = any(array(select app_granted_version_ids())));
alter table matching_jobrequirement alter column skill_key set statistics default;
drop function matching_talent_vector_gaps;
drop function matching_job_vector_gaps;
drop policy resumes_resumegrant_backfill on resumes_resumegrant;
drop policy resumes_resumeversion_backfill on resumes_resumeversion;
drop policy resumes_resume_backfill on resumes_resume;
drop policy matching_jobvector_definer on matching_jobvector;
